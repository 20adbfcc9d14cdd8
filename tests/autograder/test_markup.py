"""What a page may show of a submission's HTML."""

import pytest

from grader.autograder.markup import harmless


@pytest.mark.parametrize("text", [
    "$a < b$ and $c > d$", "x <- 3", "<b>bold</b> <i class='x'>it</i>", "<table><tr><td style='color:red'>1</td></tr></table>",
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
])
def test_not_harmless(text):
    assert not harmless(text)
