"""Right answers of earlier exercises are lent while a later one is judged, but never before their own test is over."""

import subprocess
import sys

import nbformat
from nbformat.v4 import new_code_cell

from tests import course as lessons

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
