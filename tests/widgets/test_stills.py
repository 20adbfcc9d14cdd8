"""The still pictures that stand where scripts do not run."""

import re
from xml.etree import ElementTree

import pytest

from grader.stills import _style
from utils.widgets.picture import HERE, STILLS

NAMES = sorted(path.stem for path in (HERE / "js").glob("*.js") if re.search(r"^  controls\b", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_picture_has_its_still_and_every_still_its_picture():
    assert len(NAMES) == 6 and sorted([*NAMES, "forward_pass"]) == sorted(path.stem for path in STILLS.glob("*.svg"))


@pytest.mark.parametrize("path", sorted(STILLS.glob("*.svg")), ids=lambda path: path.stem)
def test_a_still_is_a_picture_of_its_own_in_todays_colours(path):
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert _style() in text, "run: grader stills"
    assert len(root.attrib["aria-label"]) > 60
    assert not re.search(r"NaN|undefined|href|<script", text)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert 600 < width < 1100 and 250 < height < 700
    if path.stem == "forward_pass":
        assert "The forward pass, step by step" in text and "∂" not in "".join(root.itertext())
    elif path.stem != "step_by_step":
        title = re.search(r'title: "([^"]+)"', (HERE / "js" / f"{path.stem}.js").read_text(encoding="utf-8"))[1]
        assert title in "".join(root.itertext())
