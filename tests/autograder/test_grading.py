"""An honest class: right, wrong, half done; what the gradebook and the graded notebooks then say."""

import re
import subprocess
import sys

import pytest

from . import sample


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = sample.Course(tmp_path_factory.mktemp("course"))
    made.hand_in("right", sample.submission())
    made.hand_in("wrong", sample.submission(relu=sample.WRONG, double="def double(x):\n    return 2"))
    made.hand_in("warned", sample.submission(relu="def relu(z):\n    import sys\n    print('hm', file=sys.stderr)\n"
                                                  "    return np.maximum(z, 0)"))
    made.hand_in("crashed", sample.submission(relu="def relu(z):\n    import os\n    os._exit(1)"))
    made.hand_in("segfault", sample.submission(
        sigmoid="def sigmoid(z):\n    import ctypes\n    ctypes.string_at(0)"))
    made.hand_in("unfinished", sample.submission(relu="def relu(z):\n    raise NotImplementedError()"))
    made.hand_in("broken", "{ this is no JSON")
    made.output = made.grade(code=1)
    return made


def test_right(course):
    assert course.scores("right") == sample.FULL


def test_wrong_answers_lose_their_points_and_read_why(course):
    assert course.scores("wrong") == {"test_relu": 0.0, "test_sigmoid": 2.0, "test_double": 0.0}
    assert course.said("wrong", "test_relu")


def test_stderr_costs_nothing(course):
    assert course.scores("warned") == sample.FULL


@pytest.mark.parametrize("student, lost", [("crashed", "test_relu"), ("segfault", "test_sigmoid")])
def test_a_crash_costs_that_exercise_only(course, student, lost):
    assert course.scores(student) == {**sample.FULL, lost: 0.0}
    assert "Python itself ended" in course.said(student, lost)


def test_unfinished(course):
    assert course.scores("unfinished") == {**sample.FULL, "test_relu": 0.0}


def test_hidden_code_is_not_in_the_outputs(course):
    for student in ("right", "wrong", "crashed"):
        shown = str([cell.get("outputs") for cell in course.graded(student).cells])
        assert "hidden_test(" not in shown and "double(3)" not in shown
    assert course.said("wrong", "test_double") == "threefold"


def test_feedback_pages_do_not_show_hidden_tests(course):
    course.write("nbgrader_config.py", sample.CONFIG + "from grader.autograder import formgrader; formgrader.use(c)\n")
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_feedback", sample.LESSON], cwd=course.folder, check=True,
                   env=sample.environment(), capture_output=True)
    page = (course.folder / "feedback" / "wrong" / sample.LESSON / "hw.html").read_text()
    assert "threefold" in page and "hidden_test" not in page and "double(3)" not in re.sub("<[^>]*>", "", page)


def test_a_file_that_cannot_be_read_is_named(course):
    assert "broken, lesson: not graded: the file is not a notebook" in course.output
    assert "Not at all: 1" in course.output
    assert not (course.folder / "autograded" / "broken").exists()


def test_a_second_run_changes_nothing(course):
    before = course.scores("wrong")
    assert "Already graded before: 6" in course.grade(code=1)
    assert course.scores("wrong") == before


@pytest.mark.parametrize("option", [
    "--workers=-1", "--workers=two", "--Limits.memory=much", "--figures=some", "--Limits.notebook_seconds=0", "--Limits.restarts=-1",
    "--Limits.memory=-2000", "--Limits.cell_cpu=0"])
def test_an_option_that_makes_no_sense(course, option):
    output = course.grade(option, code=1)
    assert option.partition("=")[0].rpartition(".")[2].strip("-") in output and "Traceback" not in output


def test_an_essay_that_speaks_of_markers(tmp_path):
    """Hidden tests are taken out of feedback pages, and a student's own words stay."""
    made = sample.Course(tmp_path)
    made.write("nbgrader_config.py", sample.CONFIG + "from grader.autograder import formgrader; formgrader.use(c)\n")
    nb = sample.submission()
    sample.cell(nb, "why").source = "It begins with\n\n### BEGIN HIDDEN TESTS\n\nand I wonder what follows."
    made.hand_in("ann", nb)
    made.grade()
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_feedback", sample.LESSON], cwd=tmp_path, check=True,
                   env=sample.environment(), capture_output=True)
    assert "and I wonder what follows" in (tmp_path / "feedback" / "ann" / sample.LESSON / "hw.html").read_text()
