"""Right answers of earlier exercises are lent while a later one is judged, but never before their own test is over."""

import subprocess
import sys

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.autograder.session import small_enough
from tests import course as lessons

from . import sample

LESSON = lessons.LESSONS[0]
OWN, RIGHT = -7.0, 0.5                           # sigmoid(0) of the notebook below, and what it should be
ANSWERS = {
    "sigmoid": f"def sigmoid(z):\n    return {OWN} + 0 * z",
    "forward": "SEEN = []\n\ndef forward(*arguments):\n    SEEN.append(float(np.max(sigmoid(np.zeros(1)))))\n",
}


def _place(nb, name):
    return next(i for i, cell in enumerate(nb.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def _notebook(swapped):
    """A notebook that shows what forward got from sigmoid. swapped: sigmoid's test stands behind forward's."""
    nb = lessons.answered(LESSON, {**lessons.right_answers(LESSON), **ANSWERS})
    if swapped:
        nb.cells.insert(_place(nb, "test_forward"), nb.cells.pop(_place(nb, "test_sigmoid")))
    nb.cells.append(new_code_cell("sorted(set(SEEN))"))
    return nb


def _seen(folder, student):
    path = folder / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    return nbformat.read(path, 4).cells[-1].outputs[0].data["text/plain"]


def test_nothing_is_lent_before_its_own_test(tmp_path):
    lessons.copy_course(tmp_path, [LESSON])
    lessons.submit(tmp_path, "in_order", LESSON, _notebook(swapped=False))
    lessons.submit(tmp_path, "swapped", LESSON, _notebook(swapped=True))
    subprocess.run([sys.executable, "-m", "grader", "autograde", LESSON], cwd=tmp_path, check=True, env=lessons.ENVIRONMENT)
    assert _seen(tmp_path, "in_order") == str([OWN, RIGHT])
    assert _seen(tmp_path, "swapped") == str([OWN])
    grades = lessons.grades(tmp_path, LESSON)
    assert all(grades[student]["test_sigmoid"][0] == grades[student]["test_forward"][0] == 0 for student in grades)


@pytest.mark.parametrize("notebooks", [["forward sigmoid"], ["forward", "sigmoid"]], ids=["in one cell", "in two notebooks"])
def test_nor_before_one_that_comes_later(tmp_path, notebooks):
    """forward's test comes first, in the same cell or in a notebook before: it does not see a right sigmoid."""
    made = sample.Course(tmp_path)
    (tmp_path / "solutions" / sample.LESSON / "hw.ipynb").unlink()
    answers = sample.answer("sigmoid", ANSWERS["sigmoid"]), sample.answer("forward", ANSWERS["forward"])
    for number, tested in enumerate(notebooks):
        nb = new_notebook(metadata=sample.source().metadata)
        nb.cells = [new_code_cell("import numpy as np"), *answers, sample.test_of(tested.split()), new_code_cell("sorted(set(SEEN))")]
        made.write(f"solutions/{sample.LESSON}/{number}.ipynb", nb)
        made.write(f"submitted/ann/{sample.LESSON}/{number}.ipynb", nb)
    made.grade()
    nb = nbformat.read(tmp_path / "autograded" / "ann" / sample.LESSON / "0.ipynb", 4)
    assert nb.cells[-1].outputs[0].data["text/plain"] == str([OWN])


LOOPS, CRASHES = "def sigmoid(z):\n    while True:\n        pass", "import os\n\ndef sigmoid(z):\n    os._exit(3)"
TWICE = "def forward(x, params):\n    return {'p': 2 * sigmoid(x)}"                # neither right with a right sigmoid


def test_a_loop_or_a_crash_in_one_exercise_costs_that_one(tmp_path):
    lessons.copy_course(tmp_path, [LESSON])
    for student, own in {"loops": {"sigmoid": LOOPS}, "crashes": {"sigmoid": CRASHES},
                         "wrong": {"sigmoid": CRASHES, "forward": TWICE}}.items():
        lessons.submit(tmp_path, student, LESSON, lessons.answered(LESSON, {**lessons.right_answers(LESSON), **own}))
    subprocess.run([sys.executable, "-m", "grader", "autograde", LESSON, "--Limits.cell_cpu=1"], cwd=tmp_path, check=True,
                   env=lessons.ENVIRONMENT)
    grades = lessons.grades(tmp_path, LESSON)
    for student, lost in {"loops": {"test_sigmoid"}, "crashes": {"test_sigmoid"}, "wrong": {"test_sigmoid", "test_forward"}}.items():
        assert {name for name, (points, most) in grades[student].items() if points < most} == lost, student


N = 300


@pytest.mark.parametrize("arguments", [
    [np.ones((60, 60))], [np.ones(512), {"W1": np.ones((40, 40)), "b1": [1, 2.0]}, ["relu"] * 20], [[[1, 2], [3, 4]]], [3, None, "x"],
])
def test_what_an_answer_may_hand_to_a_lent_one(arguments):
    small_enough(arguments)


@pytest.mark.parametrize("arguments", [
    [np.ones((65, 65))], [np.ones(513)], [[1.0] * 513], [10**7], [np.array(10**7)], [np.array([-10**7, 1])], [{"a": np.ones(4000), "b": np.ones(100)}],
    [np.ones((N, 1, 1, 1)), np.ones((N, 1, 1)), np.ones((N, 1))],             # of which NumPy makes N**3 by broadcasting
    [["x" * 2_000] * 3], [{"x" * 5_000: 1.0}],                                # of which NumPy makes rows as wide as the widest
    [[np.ones((N, 1))] * 2], [[[[1.0]]]], [{"W": [[[1.0]] * N]}],
])
def test_and_what_it_may_not(arguments):
    with pytest.raises(ValueError):
        small_enough(arguments)
