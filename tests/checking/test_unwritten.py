"""An exercise that is not written costs itself, not those that call it."""

import numpy as np
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


def test_one_without_a_right_version_is_named():
    """The line is that of the caller: it is its cell that the learner looks at."""
    space = {"np": np}
    exec(compile("def helper(x):\n    a = 1\n    b = 2\n    raise NotImplementedError()", "<ipython-input-1>", "exec"), space)
    exec(compile("def relu(z):\n    return helper(z)", "<ipython-input-2>", "exec"), space)
    outcome = call(space["relu"], (np.ones(3),))
    assert not outcome.unwritten and outcome.cause == "unwritten" and outcome.line == 2
