"""Points of cells whose tests give a part of them."""

import logging

import pytest
from nbformat.v4 import new_notebook

from grader.autograder.cells import take_apart
from grader.autograder.runner import Ran
from grader.autograder.scores import score

from . import sample


@pytest.mark.parametrize("shown, points", [("0.5", 0.5), ("2", 0.0), ("\x1b]0;of a terminal\x07", 1.0)])
def test_a_value_becomes_points_and_no_line(shown, points, caplog):
    nb = new_notebook(cells=[sample.graded("test_double", "double(1)")])
    ran = Ran([{"output_type": "execute_result", "data": {"text/plain": shown}}], passed=True)
    with caplog.at_level(logging.DEBUG):
        scores = score(nb, {0: ran}, {0: take_apart("double(1)")}, logging.getLogger())
    assert scores.auto == {"test_double": points} and not caplog.records
