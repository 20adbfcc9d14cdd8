"""An exercise that cannot even be defined costs its own points, and nobody else's: a whole class, each with another one."""

import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from tests import course as lessons

NO_PYTHON = "def f(:\n    pass"


@pytest.mark.parametrize("lesson", lessons.LESSONS)
def test_each_costs_itself(lesson, tmp_path):
    lessons.copy_course(tmp_path, [lesson])
    right = lessons.right_answers(lesson)
    for name in right:
        lessons.submit(tmp_path, f"broken-{name}", lesson, lessons.answered(lesson, right | {name: NO_PYTHON}))
        unwritten = {other: answer for other, answer in right.items() if other != name}
        lessons.submit(tmp_path, f"unwritten-{name}", lesson, lessons.answered(lesson, unwritten))
    subprocess.run([sys.executable, "-m", "grader", "autograde", lesson, "--SandboxedAutograde.closing_cells=False"],
                   cwd=tmp_path, env=lessons.ENVIRONMENT, check=True, capture_output=True)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        for name in right:
            for student in (f"broken-{name}", f"unwritten-{name}"):
                notebook, = gradebook.find_submission(lesson, student).notebooks
                lost = {grade.name for grade in notebook.grades if grade.auto_score < grade.max_score}
                assert lost and all(test == f"test_{name}" or test.startswith(f"test_{name}_") for test in lost), student
