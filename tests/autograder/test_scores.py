"""Points of cells whose tests give a part of them."""

import logging

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.autograder.cells import take_apart
from grader.autograder.runner import Ran
from grader.autograder.scores import score

from . import sample


@pytest.mark.parametrize("shown, points", [("0.5", 0.5), ("2", 0.0), ("\x1b]0;of a terminal\x07", 1.0)])
def test_a_value_becomes_points_and_no_line(shown, points, caplog):
    nb = new_notebook(cells=[sample.graded("test_double", "double(1)")])
    ran = Ran([{"output_type": "execute_result", "data": {"text/plain": shown}}], passed=True)
    with caplog.at_level(logging.DEBUG):
        scores = score(nb, {"test_double": (ran, take_apart("double(1)"))}, logging.getLogger())
    assert scores.auto == {"test_double": points} and not caplog.records


def test_a_part_of_the_points_needs_no_room_among_the_outputs(tmp_path):
    made = sample.Course(tmp_path)
    nb = sample.source()
    sample.cell(nb, "test_double").source = "### BEGIN HIDDEN TESTS\nprint('x' * double(1000))\n0.5\n### END HIDDEN TESTS"
    made.write(f"solutions/{sample.LESSON}/hw.ipynb", nb)
    for student, show in (("many-pictures", "from IPython.display import HTML\nfor _ in range(50): display(HTML('x' * 90_000))"),
                          ("much-text", "for _ in range(99_000): print('\u20ac')"), ("little", "1")):
        made.hand_in(student, sample.submission(first="import numpy as np\n" + show))
    nb = sample.submission()
    nb.cells[1:1] = [new_code_cell("print('\u20ac' * 99_000)") for _ in range(20)]
    made.hand_in("much-text-often", nb)
    made.grade()
    assert {made.scores(student)["test_double"] for student in ("many-pictures", "much-text", "little", "much-text-often")} == {0.5}
