"""What a page may show of a submission's HTML."""

import pytest

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grader.autograder.markup import disarm, harmless


@pytest.mark.parametrize("text", [
    "$a < b$ and $c > d$", "x <- 3", "<b>bold</b> <i class='dataframe'>it</i>", "<table><tr><td style='color:red'>1</td></tr></table>",
    '<img alt="a" src="data:image/png;base64,AAAA">', '<a href="https://example.org/x?y=1">there</a>', "a & b", "# Title",
    "<style>table { color: red }</style>", "the option is on = 3", "p < 0.05 > q",
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
])
def test_not_harmless(text):
    assert not harmless(text)


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
