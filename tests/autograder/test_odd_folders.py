"""What lies in submitted/: a folder's name or kind costs its own student the grade, with a line, and nobody else."""

import os
import shutil
import subprocess
import sys

import pytest

from grader.autograder.files import UNFINISHED

from . import sample


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = sample.Course(tmp_path_factory.mktemp("course"))
    folder = made.folder / "submitted"
    for student in ("alice", "zoe", "br[a]c", "a'; DROP TABLE student;--", "-f", "new\nline"):
        made.hand_in(student, sample.submission())
    for number in range(1500):                                 # names of 150 kB: more than a message to the worker holds
        made.write(f"submitted/many/{sample.LESSON}/{'n' * 90}{number}.txt", "x")
    made.hand_in("many", sample.submission())
    os.makedirs(os.fsencode(folder) + b"/\xff\xfe/" + sample.LESSON.encode())
    shutil.copy(folder / "alice" / sample.LESSON / "hw.ipynb", os.fsencode(folder) + b"/\xff\xfe/lesson/hw.ipynb")
    (folder / "linked").symlink_to(folder / "alice")
    (folder / "empty" / sample.LESSON).mkdir(parents=True)
    made.write(f"submitted/file/{sample.LESSON}", "no folder")
    made.write("submitted/no-student", "a file")
    nb = sample.submission()
    for cell in nb.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"]["grade_id"] += "_of_another_lesson"
    made.hand_in("other-lesson", nb)
    made.hand_in("odd-types", _odd())
    made.output = made.grade(code=1)
    return made


def _odd():
    """Right answers in a notebook whose metadata are of no type that anybody expects."""
    nb = sample.submission()
    nb.nbformat_minor = "5"
    nb.metadata.update(kernelspec="python", authors=5)
    for cell in nb.cells:
        cell.update(id={})
        cell.metadata.update(tags=5, raw_mimetype=7)
    sample.cell(nb, "why").attachments = [5]
    sample.cell(nb, "relu").metadata["nbgrader"].update(checksum=5, cell_type=[], points={}, more=1)
    del sample.cell(nb, "sigmoid")["metadata"]["nbgrader"]["schema_version"]
    nb.cells[0].metadata["nbgrader"] = {"grade_id": ["x"], "grade": True}
    import json
    return json.dumps(nb)


@pytest.mark.parametrize("student", ["alice", "zoe", "br[a]c", "a'; DROP TABLE student;--", "-f", "many", "odd-types"])
def test_graded(course, student):
    assert course.scores(student) == sample.FULL


@pytest.mark.parametrize("line", [
    "new line, lesson: not graded: the name of the student's folder has letters that cannot be printed",
    "  , lesson: not graded: the name of the student's folder has letters that cannot be printed",
    "linked, lesson: not graded: the submission is a symbolic link",
    "empty, lesson: not graded: there is no notebook in it",
    "file, lesson: not graded: there is no notebook in it",
    "other-lesson, lesson: not graded: none of its cells belongs to this notebook of the assignment",
])
def test_a_line_for_each(course, line):
    assert line in course.output


def test_counts(course):
    assert "Graded: 7. Partly: 0. Not at all: 6." in course.output
    assert not (course.folder / "autograded" / "linked").exists()


def test_folders_that_cannot_be_read(tmp_path):
    """A line and a failure for each: glob passes over them without a word."""
    made = sample.Course(tmp_path)
    for student in ("alice", "bob", "carol"):
        made.hand_in(student, sample.submission())
    closed = [str(tmp_path / "submitted" / "alice"), str(tmp_path / "submitted" / "bob" / sample.LESSON)]
    script = ("import glob, os, sys\nfrom grader.cli import main\naccess, find, closed = os.access, glob.glob, " + repr(closed) +
              "\nos.access = lambda path, *rest: path not in closed and access(path, *rest)\n"       # root reads everything
              "glob.glob = lambda pattern: [path for path in find(pattern) if os.path.dirname(path) not in closed]\n"
              f"main(['autograde', {sample.LESSON!r}])")
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=sample.environment(), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 1
    assert "alice, lesson: not graded: the student's folder cannot be read" in done.stdout
    assert "bob, lesson: not graded: its folder cannot be read" in done.stdout
    assert "Graded: 1. Partly: 0. Not at all: 2." in done.stdout


def test_no_place_for_graded_work(tmp_path):
    """A line, no traceback."""
    made = sample.Course(tmp_path)
    made.hand_in("alice", sample.submission())
    made.write("autograded", "no folder")
    output = made.grade(code=1)
    assert "nothing can be graded: " in output and "Traceback" not in output


def test_a_marker_of_this_grader_s_in_a_submission(tmp_path):
    """It would have it graded again in every run, and what a person has graded flagged once more."""
    made = sample.Course(tmp_path)
    made.hand_in("ann", sample.submission())
    made.write(f"submitted/ann/{sample.LESSON}/{UNFINISHED}", "")
    made.grade()
    assert not (tmp_path / "autograded" / "ann" / sample.LESSON / UNFINISHED).exists()
    assert "Already graded before: 1." in made.grade()


@pytest.mark.parametrize("hidden, said", [
    ('for part in ("a", "b"):\n    hidden_test("relu", relu, part=part)', "a statement of its own"),
    ('hidden_test("relu", relu)\nfor part in ("a", "b"):\n    hidden_test("relu", relu, part=part)', "a statement of its own"),
    ('hidden_test("rellu", relu)', 'no exercise is called "rellu"')])
def test_hidden_tests_that_cannot_be_judged(tmp_path, hidden, said):
    """One line to the author, and no points taken from the class."""
    made = sample.Course(tmp_path)
    nb = sample.source()
    sample.cell(nb, "test_relu").source = \
        f"### BEGIN HIDDEN TESTS\nfrom grader import hidden_test\n{hidden}\n### END HIDDEN TESTS"
    made.write(f"solutions/{sample.LESSON}/hw.ipynb", nb)
    made.hand_in("ann", sample.submission())
    output = made.grade(code=1)
    assert said in output and "Traceback" not in output and not (tmp_path / "autograded" / "ann").exists()


def test_a_link_to_nowhere_among_the_sources(tmp_path):
    made = sample.Course(tmp_path)
    made.hand_in("ann", sample.submission())
    made.grade()
    (tmp_path / "solutions" / sample.LESSON / "old.ipynb").symlink_to("/nonexistent")
    made.grade("--force")
    assert made.scores("ann") == sample.FULL
