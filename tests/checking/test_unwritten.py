"""An exercise that is not written costs itself, not those that call it."""

import pytest

from tests import course
from grader.judge import examine
from utils.checking.calling import call


def _function(name, **cells):
    """The function of that name in a notebook whose cells are these; each cell has a file of its own, as in a kernel."""
    space = {}
    exec("import numpy as np", space)
    for number, source in enumerate(cells.values()):
        exec(compile(source, f"<ipython-input-{number}>", "exec"), space)
    return space[name]


ANSWERS = course.right_answers("01_forward_pass")
UNWRITTEN = "def sigmoid(z):\n    raise NotImplementedError"


@pytest.mark.parametrize("earlier", [UNWRITTEN, ""], ids=["unwritten", "deleted"])
def test_an_earlier_one(earlier):
    cells = ANSWERS | {"sigmoid": earlier}
    forward = _function("forward", **cells)
    assert examine("forward", lambda args, provided: call(forward, args, provided)).passed


def test_itself():
    forward = _function("forward", **ANSWERS | {"forward": "def forward(x, params):\n    raise NotImplementedError"})
    verdict = examine("forward", lambda args, provided: call(forward, args, provided))
    assert not verdict.passed and verdict.mistake == "not written"


def test_a_part_of_itself():
    """A helper in the same cell."""
    own = "def _layer(x):\n    raise NotImplementedError\n\ndef forward(x, params):\n    return _layer(x)"
    forward = _function("forward", **ANSWERS | {"forward": own})
    assert examine("forward", lambda args, provided: call(forward, args, provided)).mistake == "not written"
