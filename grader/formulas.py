"""Formulas of a page as MathML, which browsers draw themselves, and the font that they need for it.

Without a font for mathematics a browser leaves indices on the line and primes in the air, and not every system has one.
math.woff, "Course Math", is TeX Gyre Termes Math (© 2012-2014 B. Jackowski, P. Strzelczyk and P. Pianowski, GUST Font
License) cut down with fontTools to the letters and signs of such a course.
"""

import base64
import html
import re
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

FONT = Path(__file__).parent / "math.woff"
OPENING = set("=(,[{+−·/<>≤≥≈≠→←±")     # a minus behind one of these is a sign, not a subtraction
THIN = "0.167em"


def style():
    """The rules that give a page's formulas their font, which travels with the page."""
    code = base64.b64encode(FONT.read_bytes()).decode()
    return (f'@font-face {{ font-family: "Course Math"; src: url(data:font/woff;base64,{code}) format("woff"); }}\n'
            'math { font-family: "Course Math", math; font-size: 1.1em; }\n')


def mathml(tex, display="inline"):
    """TeX as a <math> element, with what the converter leaves out: upright E, bold 1, signs, and the space around ln."""
    root = convert_to_element(re.sub(r"\\mathrm\{(\w)\}", r"\\text{\1}", tex), display=display)
    for row in list(root.iter()):
        row.text = row.text and html.unescape(row.text)      # the converter writes δ as &#x003B4;
    for row in list(root.iter()):
        _bold(row)
        if row.tag in ("mrow", "math", "mtd", "msqrt"):
            _space(row)
    for element in list(root.iter()):
        _prime(element)
    return tostring(root, encoding="unicode")


def _bold(element):
    """Browsers know no mathvariant="bold"; the bold digits are characters of their own."""
    if element.attrib.get("mathvariant") == "bold" and (element.text or "").isdigit():
        del element.attrib["mathvariant"]
        element.text = "".join(chr(0x1D7CE + int(digit)) for digit in element.text)


def _space(row):
    """Signs close to their number, no air around a slash or ∂, a little around the name of a function."""
    placed, before = [], None
    for child in row:
        if child.tag in ("mo", "mi") and child.text in ("−", "±") and (before is None or before.text in OPENING):
            child.tag = "mo"
            child.set("form", "prefix")
        if child.tag == "mo" and child.text in ("/", "|", "∂"):
            child.attrib.update(lspace="0", rspace="0")
        if child.tag == "mo" and child.text == "‖":
            child.set("stretchy", "false")
        if before is not None and _named(child) and before.tag != "mo":
            placed.append(Element("mspace", width=THIN))
        if before is not None and _named(before) and child.tag not in ("mo", "mspace"):
            placed.append(Element("mspace", width=THIN))
        placed.append(child)
        before = child if child.tag != "mspace" else before
    row[:] = placed


def _prime(element):
    """σ′ on one line: the sign itself stands high and small already, and as a superscript it would twice."""
    if element.tag in ("msup", "msubsup") and element[-1].text in ("′", "″"):
        base, *below, sign = element
        sign.tag, primed = "mo", Element("mrow")
        sign.attrib.update(lspace="0", rspace="0")
        primed.extend([base, sign])
        element.tag, element[:] = ("msub", [primed, *below]) if below else ("mrow", primed)


def _named(element):
    """Whether this is the name of a function, ln or tanh′."""
    head = element[0] if element.tag in ("msup", "msub") else element
    return head.tag == "mi" and len(head.text or "") > 1
