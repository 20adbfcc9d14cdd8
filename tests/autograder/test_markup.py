"""What a page may show of a submission's HTML."""

import time

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grader.autograder.disarm import disarm, sizes
from grader.autograder.markup import harmless
from tests import course


@pytest.mark.parametrize("text", [
    "$a < b$ and $c > d$", "x <- 3", "<b>bold</b> <i class='dataframe'>it</i>", "<table><tr><td style='color:red'>1</td></tr></table>",
    '<img alt="a" src="data:image/png;base64,AAAA">', '<a href="https://example.org/x?y=1">there</a>', "a & b", "# Title",
    "<style>table { color: red }</style>", "<!-- a note --><br/>", "<td align=right>1</td>", '<img src="plots/my plot.png">', "onclick = 3",
    "<style scoped>.dataframe tbody tr th:only-of-type { vertical-align: middle; }\n.dataframe thead th { text-align: right; }</style>"
    "<table border='1' class='dataframe'><tr style='text-align: right;'><td id='T_5ff35_row0_col0' class='data row0 col0'>1</td></tr></table>",
    "<style type=\"text/css\">\n#T_5ff35_row0_col0 { background-color: #fff7fb; color: rgb(0, 0, 0); font-weight: bold; width: 10em; }\n</style>",
    "the option is on = 3", "p < 0.05 > q", "<p style='border: 1px solid black; padding: 2px 4px; margin-left: 2em; font-size: 110%'>x</p>",
])
def test_harmless(text):
    assert harmless(text)


@pytest.mark.parametrize("text", [
    "<script>x()</script>", "<SCRIPT src=//evil>", "<img src=x onerror=x()>", "<img/src=x/onerror=x()>",
    '<a href="javascript:x()">y</a>', '<a href="java&#115;cript:x()">y</a>', "<a href=' javascript:x()'>y</a>",
    "<svg onload=x()>", "<iframe srcdoc='<b>'>", "<object data=x>", "<form action=/x><input>", "<base href=//evil>",
    "<link rel=stylesheet href=//evil>", "<meta http-equiv=refresh>", "<math><mi xlink:href=x>", "<b onmouseover=x()>y</b>",
    "<img src=x \nonerror\n=x()>", "<scr<script>ipt>", "<b", "<!--><script>x()</script>-->", "<a href='data:text/html,x'>",
    '<a data-toggle="modal" data-target="#m" href="https://example.org/x">y</a>', '<a title="<script>">y</a>',
    "<b class='full-credit'>x</b>", "<b id='test_relu'>x</b>", "<b style='position:fixed'>x</b>", "<b style='background:url(//e)'>x</b>",
    "<style>.full-credit { color: red }</style>", "<style>table { opacity: 0 }</style>", "<style>th ~ button { color: red }</style>",
    "<a" * 10_000 + ">", "<b>" * 200_000, "<!<script>x()</script>", "</<script>x()</script>", "<?x <script>x()</script>?>",
    "<style>", "<style/>", "</style>", "<style>td{color:red}", "<!--<style>--></style><img src=x onerror=x()>-->", "<!--x",
    "<b title='<style>'></style><script>x()</script>", "<style>} .full-credit{color:red</style>", "</b onclick='x()'>",
    "<img src='https://evil.example/x.png'>", "<img src='//evil.example/x.png'>", "<img src='/logout'>", "<img src='../../logout'>",
    "<a href='#'><span style='font-size:3000px;line-height:0'>x</span></a>", "<b style='margin:calc(0px - 600px)'>x</b>",
    "<b style='margin:-60px'>x</b>", "<a style='padding:300px' href='#'>x</a>", "<b style='font-size:30px00px'>x</b>", "<textarea>", "<title>",
    "<b title='&#" + "9" * 5000 + ";'>x</b>",
])
def test_not_harmless(text):
    assert not harmless(text)


SHOWN, AS_TEXT = [
    "# Title\n\nSome *words*, `code < 3`, $a < b$, [a link](https://example.org/x?y=1) and a [file](data.csv).", "- a\n  - b\n\n1. c",
    "> <b>quoted</b>", "```python\ndef f(x):\n    return x < 3\n```", "| a | b |\n|:-|-:|\n| 1 | 2 |", "![plot](plot.png)", "a < b, c<d",
    "<details><summary>More</summary>\n\ntext\n\n</details>", "$$\\begin{pmatrix} a & b \\end{pmatrix}$$", "1 <script", "javascript: is a word",
], [
    "<script>x()</script>", "[y](javascript:x())", "[y][a]\n\n[a]: javascript:x()", "[y](&#106;avascript:x())", "[y](javascript\\:x())",
    "[y](java&Tab;script:x())", "<!<script>x()</script>", "</<script>x()</script>", "> <img src=x\n>onerror=\"x()\">x",
    "![x](https://evil.example/x.png)", "![y](/logout)", "![x][a]\n\n[a]: https://evil.example/x.png", "<style>", "<b class='full-credit'>x</b>",
    "![z](attachment:lost.png)", "![z](attachment\\:lost.png)", "~~~&Tab;\nx\n~~~", "\n> a\n- " * 200, "\\begin{a}" * 2000, "x " * 20_000,
    "```mermaid\n<script>x()</script>\n```", "<img alt=\"`\" src=x onerror=x()>`\">",
]


@pytest.mark.parametrize("text", SHOWN)
def test_markdown_that_is_shown(text):
    nb = new_notebook(cells=[new_markdown_cell(text), new_code_cell("", outputs=[new_output("display_data", {"text/markdown": text})])])
    disarm(nb)
    assert nb.cells[0].source == text and nb.cells[1].outputs[0].data == {"text/markdown": text}


@pytest.mark.parametrize("text", AS_TEXT, ids=range(len(AS_TEXT)))
def test_markdown_that_is_shown_as_its_source(text):
    nb = new_notebook(cells=[new_markdown_cell("~~~\nx\n~~~\n" + text), new_markdown_cell(text), new_code_cell("", outputs=[
        new_output("display_data", {"text/markdown": text})])])
    disarm(nb)
    assert nb.cells[1].source != text and "text/markdown" not in nb.cells[2].outputs[0].data
    page = BeautifulSoup(HTMLExporter().from_notebook_node(nb)[0], "html.parser")
    for element in page.select(".jp-RenderedMarkdown *, .jp-RenderedMarkdown"):
        assert element.name not in ("script", "style") and "onerror" not in element.attrs and "full-credit" not in str(element.get("class"))
        assert not element.get("href", "").lower().startswith("javascript")
        assert element.name != "img" or element["src"].startswith(("data:", "lost"))


def test_attachments():
    nb = new_notebook(cells=[new_markdown_cell("![x](attachment:a.png)", attachments={"a.png": {"image/png": "AAAA"}}),
                             new_markdown_cell("![x](attachment:a)", attachments={"a": {}})])
    disarm(nb)
    assert nb.cells[0].source == "![x](attachment:a.png)" and nb.cells[1].source.startswith("~~~") and "attachments" not in nb.cells[1]
    HTMLExporter().from_notebook_node(nb)


@pytest.mark.parametrize("path", sorted(course.PROJECT.glob("notebooks/*/*.ipynb")), ids=lambda path: path.stem)
def test_the_author_s_words_are_shown(path):
    nb = nbformat.read(path, 4)
    before = [cell.source for cell in nb.cells]
    disarm(nb)
    assert [cell.source for cell in nb.cells] == before


def test_code_keeps_its_colours():
    for language, code in (("python", 3_000 * "a = 1\n"), ("bash", "cd ..\n")):
        nb = new_notebook(cells=[new_markdown_cell(f"```{language}\n{code}```")])
        disarm(nb)
        assert nb.cells[0].source.startswith(f"```{language}")


def test_sizes_that_are_none():
    told = {"width": float("nan"), "height": 10**300}
    assert sizes({"image/png": told, "image/jpeg": {"width": 300, "height": -1}}) == {"image/png": {}, "image/jpeg": {"width": 300}}


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
    60_000 * "<!--" + ">", 100_000 * "</", "<style>" + 40_000 * "</style", 60_000 * " on" + "<b>",
    *(f"<b style='{name}:{60 * value}$'>" for name in ("padding", "font-size", "margin", "color", "font-weight")
      for value in ("em ", "1em ", ".5em ", "12px ", "100% ", "700 ", "bold ", "rgb(1,2) ", "#fff ", "'a' ")), 30_000 * "attachment:",
    5_000 * "\\begin{a}", 9_000 * "[", 9_000 * "*a ", 9_000 * "`a", 5_000 * "![a](", 9_000 * "> ", 9_000 * "<b ", 6_000 * "\\\\[",
    *(f"```{language}\n{9_000 * code}\n```" for language, code in (("java", "a "), ("ng2", "("), ("Java x", "a "), ("actionscript", "\"\\"))),
])
def test_the_time_it_takes_does_not_explode(text):
    started = time.monotonic()
    harmless(text[:300_000])
    disarm(new_notebook(cells=[new_markdown_cell(text[:19_000])]))
    assert time.monotonic() - started < 10                     # quadratic in its length, this took minutes
