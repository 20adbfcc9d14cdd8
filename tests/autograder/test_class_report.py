"""`grader report`: a class is graded by the real command, and its mistakes are counted."""

import csv
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from . import sample

UNWRITTEN = "def relu(z):\n    raise NotImplementedError"
ABSOLUTE = "def relu(z):\n    return np.abs(z)"
ODD = "def relu(z):\n    return np.where(z > 0.3, z, 0.1)"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = sample.Course(tmp_path_factory.mktemp("class"))
    for student, relu in [("ann", sample.RELU), ("bo", ABSOLUTE), ("cy", ABSOLUTE), ("di", UNWRITTEN), ("=ed", ODD),
                          ("flo", "def relu(z):\n    import os\n    os._exit(1)")]:
        made.hand_in(student, sample.submission(relu=relu))
    forged = sample.submission(relu=ODD, double="def double(x):\n    return 5")
    sample.cell(forged, "test_relu").metadata["grader"] = {"mistakes": [["relu", "praise"]]}
    made.hand_in("gil", forged)
    made.output = made.grade()
    return made


def report(course, *options, code=0):
    done = subprocess.run([sys.executable, "-m", "grader", "report", *options], cwd=course.folder, text=True,
                          env={**sample.environment(), "COLUMNS": "200"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == code, done.stdout
    return [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip()]


def test_counts_the_mistakes(course):
    lines = report(course, sample.LESSON)
    assert lines[0] == "lesson: 7 graded"
    relu = lines.index("14 % relu 1 of 7 passed")
    assert lines[relu + 1].startswith("2 × absolute value: Negative entries come out positive.")
    others = {"2 × wrong in a way that has no name here", "1 × not written", "1 × ended Python"}
    assert set(lines[relu + 2:relu + 5]) == others
    assert lines[relu + 5:] == ["100 % sigmoid 7 of 7 passed", "86 % double 6 of 7 passed", "1 × stops with AssertionError"]


def test_an_answer_that_defines_nothing_is_told_from_one_that_stops(tmp_path):
    made = sample.Course(tmp_path)
    for student, relu in [("syntax", "def relu(z:\n    return z"), ("module", "import nothing_of_that_name\n" + sample.RELU),
                          ("empty", ""), ("within", "def relu(z):\n    import nothing_of_that_name\n    return z")]:
        made.hand_in(student, sample.submission(relu=relu))
    made.grade()
    lines = report(made, f"{sample.LESSON}/", "--students")    # as a shell completes it
    for words, student in [("its cell stops with SyntaxError", "syntax"), ("its cell stops with ModuleNotFoundError", "module"),
                           ("not defined under its name", "empty"), ("stops with ModuleNotFoundError", "within")]:
        assert any(line.startswith(f"1 × {words}") and f"({student})" in line for line in lines), lines


def test_the_run_names_the_cells_that_ended_python(course):
    assert "flo, lesson: test_relu ended Python" in course.output


def test_the_run_says_that_there_is_a_report(course):
    assert f"grader report {sample.LESSON}" in course.output


def test_names_the_students_and_writes_a_table(course):
    lines = report(course, sample.LESSON, "--students", "--csv=table.csv")
    assert any(line.startswith("2 × absolute value") and line.endswith("(bo, cy)") for line in lines)
    with open(course.folder / "table.csv", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["student", "test", "points", "of", "mistake"] and len(rows) == 1 + 7 * 3
    assert ["bo", "relu", "0.0", "2.0", "absolute value"] in rows and ["ann", "relu", "2.0", "2.0", ""] in rows
    assert rows[1][0] == "'=ed"                  # a spreadsheet would take it for a formula


def test_points_that_a_person_gave_count(course):
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("test_relu", "hw", sample.LESSON, "bo")
        grade.manual_score = 2
        gradebook.db.commit()
        try:
            lines = report(course, sample.LESSON)
        finally:
            grade.manual_score = None
            gradebook.db.commit()
    assert "29 % relu 2 of 7 passed" in lines


def test_says_what_to_do_where_nothing_is_graded(course, tmp_path):
    assert 'run grader autograde other' in report(course, "other", code=1)[-1]
    assert "Name one lesson" in report(course, code=1)[-1]
    empty = sample.Course(tmp_path)
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", sample.LESSON], cwd=empty.folder, check=True,
                   capture_output=True, env=sample.environment())
    assert "has been graded yet" in report(empty, sample.LESSON, code=1)[-1]


def test_of_some_students_only(course):
    lines = report(course, sample.LESSON, "--student=b*")
    assert lines[0] == "lesson: 1 graded" and "0 % relu 0 of 1 passed" in lines
    assert "No submission of lesson by zzz is graded yet" in report(course, sample.LESSON, "--student=zzz", code=1)[-1]


def test_a_table_that_cannot_be_written(course):
    lines = report(course, sample.LESSON, "--csv=/nonexistent/x.csv", code=1)
    assert lines[-1].endswith("/nonexistent/x.csv could not be written: No such file or directory")


def test_it_leaves_nothing_in_a_folder_without_a_course(tmp_path):
    subprocess.run([sys.executable, "-m", "grader", "report", sample.LESSON], cwd=tmp_path, env=sample.environment(),
                   stderr=subprocess.DEVNULL)
    assert not list(tmp_path.iterdir())
