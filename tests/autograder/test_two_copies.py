"""Two copies of the project on one machine: a notebook reads the files of the one that grades it."""

import shutil
import subprocess

from nbformat.v4 import new_code_cell

from tests.course import PROJECT

from . import sample

CELL = ("import os, utils\nfrom utils.digits import load_digits\nload_digits()\n"
        "print(os.path.dirname(os.path.dirname(utils.__file__)))")


def test_the_copy_that_grades(tmp_path):
    for name in ("grader", "utils"):
        shutil.copytree(PROJECT / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    course = sample.Course(tmp_path / "course")
    nb = sample.submission()
    nb.cells.insert(1, new_code_cell(CELL))
    course.hand_in("student", nb)
    subprocess.run(course.command(), cwd=course.folder, check=True,
                   env={**sample.environment(), "PYTHONPATH": str(tmp_path / "copy")})
    assert course.graded("student").cells[1].outputs[0].get("text") == f"{tmp_path / 'copy'}\n"
    assert course.scores("student") == sample.FULL
