"""What a page may show of a submission's HTML."""

import time

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grader.autograder.markup import disarm, harmless


@pytest.mark.parametrize("text", [
    "$a < b$ and $c > d$", "x <- 3", "<b>bold</b> <i class='dataframe'>it</i>", "<table><tr><td style='color:red'>1</td></tr></table>",
    '<img alt="a" src="data:image/png;base64,AAAA">', '<a href="https://example.org/x?y=1">there</a>', "a & b", "# Title",
    "<style>table { color: red }</style>",
    "<style scoped>.dataframe tbody tr th:only-of-type { vertical-align: middle; }</style><table class='dataframe'><tr>"
    "<td id='T_5ff35_row0_col0' class='data row0 col0' style='text-align: right'>1</td></tr></table>", "the option is on = 3", "p < 0.05 > q",
])
def test_harmless(text):
    assert harmless(text)


@pytest.mark.parametrize("text", [
    "<script>x()</script>", "<SCRIPT src=//evil>", "<img src=x onerror=x()>", "<img/src=x/onerror=x()>",
    '<a href="javascript:x()">y</a>', '<a href="java&#115;cript:x()">y</a>', "[y](javascript:x())",
    "<svg onload=x()>", "<iframe srcdoc='<b>'>", "<object data=x>", "<form action=/x><input>", "<base href=//evil>",
    "<link rel=stylesheet href=//evil>", "<meta http-equiv=refresh>", "<math><mi xlink:href=x>", "<b onmouseover=x()>y</b>",
    "<img src=x \nonerror\n=x()>", "<scr<script>ipt>", "<b", "<!--><script>x()</script>-->", "<a href='data:text/html,x'>",
    '<a data-toggle="modal" data-target="#m" href="https://example.org/x">y</a>', '<a title="<script>">y</a>',
    "<b class='full-credit'>x</b>", "<b id='test_relu'>x</b>", "<b style='position:fixed'>x</b>", "<b style='background:url(//e)'>x</b>",
    "<style>.full-credit { color: red }</style>", "<style>table { opacity: 0 }</style>", "<style>th ~ button { color: red }</style>",
    "<b>&#" + "9" * 5000 + ";</b>", "<a" * 10_000 + ">", "<b>" * 200_000,
    "[y][a]\n\n[a]: javascript:x()", "[y](&#106;avascript:x())", "[y](javascript\\:x())", "[y](java&Tab;script:x())",
])
def test_not_harmless(text):
    assert not harmless(text)


def test_a_link_that_runs_becomes_text():
    from nbconvert import HTMLExporter
    nb = new_notebook(cells=[new_markdown_cell("~~~\nx\n~~~\n[y][a] ![z](attachment:lost.png)\n\n[a]: javascript:x()"),
                             new_markdown_cell("<b class='full-credit'>x</b> [y](&#106;avascript:x())")])
    disarm(nb)
    page = HTMLExporter().from_notebook_node(nb)[0]
    assert 'href="javascript' not in page and "class='full-credit'>" not in page


def test_disarm():
    nb = new_notebook(metadata={"widgets": {}})
    nb.cells = [new_markdown_cell("<script>x()</script>", attachments={"a": {"image/png": '" onerror="x()'}}),
                new_code_cell("1", metadata={"tags": ['" onload="x()']}, outputs=[
                    new_output("display_data", {"image/png": 'AA" onerror="x()', "text/plain": "a picture"}),
                    new_output("display_data", {"image/png": "AAAA"}, metadata={"image/png": {"width": '1" onload="x()'}}),
                    new_output("display_data", {"application/javascript": "x()"}),
                    new_output("display_data", {"image/svg+xml": "<svg onload='x()'/>"})])]
    disarm(nb)
    assert "<" not in nb.cells[0].source
    assert "onerror" not in str(nb) and "onload" not in str(nb) and "javascript" not in str(nb)
    assert nb.cells[1].outputs[1]["data"] == {"image/png": "AAAA"}


@pytest.mark.parametrize("text", [
    "<style>" + 300_000 * " " + "</style>", "<style>" + 60_000 * "table " + "{color:red}</style>", "<a" + 75_000 * " a=b" + ">",
    60_000 * "<!--" + ">", 100_000 * "</", "<style>" + 40_000 * "</style", 60_000 * " on" + "<b>", 30_000 * "attachment:",
])
def test_the_time_it_takes_does_not_explode(text):
    started = time.monotonic()
    harmless(text[:300_000])
    assert time.monotonic() - started < 10                     # quadratic in its length, this took minutes
