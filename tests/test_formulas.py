"""Formulas of exported pages: what the converter leaves out is there, and the page's font has every sign of every lesson."""

import re
import unicodedata
from xml.etree.ElementTree import fromstring

import nbformat
import pytest
from course import LESSONS, PROJECT
from fontTools.ttLib import TTFont

from grader import formulas

TEX = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)


def elements(tex):
    return [(element.tag.split("}")[1], element.text, element.attrib) for element in fromstring(formulas.mathml(tex)).iter()]


@pytest.mark.parametrize("tex, signs", [("-1", 1), ("z = -1", 1), ("(1, -1)", 1), (r"(0,\;-1)", 1), (r"0.1\cdot(-0.8)", 1), ("e^{-z}", 1),
                                        (r"z = \pm 1000", 1), ("a - b", 0), ("p_i(1) - 1", 0), (r"\frac{a}{b} - 1", 0)])
def test_a_sign_is_told_from_a_subtraction(tex, signs):
    assert sum(attributes.get("form") == "prefix" for tag, text, attributes in elements(tex) if text in ("−", "±")) == signs


@pytest.mark.parametrize("tex, spaces", [(r"\ln p", 1), (r"y_i \ln p_i", 2), (r"-\ln p", 1), (r"\ln(1 - p)", 0), (r"\tanh' z", 1),
                                         (r"\exp Z_3", 1), ("x y", 0)])
def test_the_name_of_a_function_stands_off_its_neighbours(tex, spaces):
    assert [tag for tag, _, _ in elements(tex)].count("mspace") == spaces


def test_bold_digits_upright_letters_and_primes_are_drawn_as_such():
    assert ("mn", "𝟏", {}) in elements(r"\mathbf{1}[i = j]")
    assert "mtext" in [tag for tag, text, _ in elements(r"\mathrm{E}[z]") if text == "E"]
    assert ("mi", "E", {}) in elements("E[z]")
    assert not {"msup", "msubsup"} & {tag for tag, _, _ in elements(r"\sigma'(z) + f_l''(z)")}
    assert "msup" in [tag for tag, _, _ in elements("h^2")]


def test_the_font_holds_every_sign_of_every_lesson():
    known = TTFont(formulas.FONT).getBestCmap()
    missing, seen = set(), 0
    for lesson in LESSONS:
        for cell in nbformat.read(PROJECT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4).cells:
            for both in TEX.findall(re.sub(r"`[^`]*`", "", cell.source)) if cell.cell_type == "markdown" else ():
                seen += 1
                missing |= {(lesson, sign) for tag, text, _ in elements(both[0] or both[1]) for sign in drawn(tag, text or "")
                            if ord(sign) not in known}
    assert seen > 500 and missing == set()


def drawn(tag, text):
    """The characters that a browser draws: a letter alone in <mi> is drawn in italics."""
    letter = re.fullmatch(r"(?:LATIN|GREEK) (SMALL|CAPITAL) LETTER (\w+)", unicodedata.name(text, "") if len(text) == 1 else "")
    if tag != "mi" or letter is None:
        return text.replace("\xa0", " ")
    return "ℎ" if text == "h" else unicodedata.lookup(f"MATHEMATICAL ITALIC {letter[1]} {letter[2]}")
