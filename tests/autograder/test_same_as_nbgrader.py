"""The same class under `nbgrader autograde` and under `grader autograde`: the same gradebook."""

import shutil
import subprocess
import sys

import pytest

from . import sample

LATE = """
c.LateSubmissionPlugin.penalty_method = "zero"
"""


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """(nbgrader's, ours): {student: rows of everything that the gradebook holds of a submission}."""
    first = sample.Course(tmp_path_factory.mktemp("nbgrader"))
    first.write("nbgrader_config.py", sample.CONFIG + LATE)
    _nbgrader(first, "generate_assignment", sample.LESSON)
    _nbgrader(first, "db", "assignment", "add", sample.LESSON, "--duedate", "2025-02-02 12:00 UTC")
    first.hand_in("right", sample.submission())
    first.hand_in("wrong", sample.submission(relu=sample.WRONG, double="def double(x):\n    return 2"))
    first.hand_in("late", sample.submission(sigmoid="def sigmoid(z):\n    return z"),
                  timestamp__txt="2025-02-03 12:00 UTC")
    first.hand_in("early", sample.submission(), timestamp__txt="2025-02-01 12:00 UTC")
    first.hand_in("error", sample.submission(double="def double(x:\n    return 2"))
    nb = sample.submission()
    sample.cell(nb, "why").source = "Because."
    first.hand_in("words", nb)
    second = sample.Course(tmp_path_factory.mktemp("grader"))
    shutil.copytree(first.folder, second.folder, dirs_exist_ok=True)
    _nbgrader(first, "autograde", sample.LESSON)
    second.grade()
    return _rows(first), _rows(second)


def _nbgrader(course, *words):
    subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=course.folder, check=True, capture_output=True,
                   env=sample.environment())


def _rows(course):
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        return {submission.student.id: {
            "time": submission.timestamp, "late": submission.total_seconds_late, "score": submission.score,
            "penalty": [notebook.late_submission_penalty for notebook in submission.notebooks],
            "grades": {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade, grade.score)
                       for notebook in submission.notebooks for grade in notebook.grades},
            "comments": {comment.name: comment.comment
                         for notebook in submission.notebooks for comment in notebook.comments},
        } for submission in gradebook.assignment_submissions(sample.LESSON)}


@pytest.mark.parametrize("student", ["right", "wrong", "late", "early", "error", "words"])
def test_same_rows(books, student):
    theirs, ours = books
    assert ours[student] == theirs[student]


def test_nobody_else(books):
    theirs, ours = books
    assert set(ours) == set(theirs)
