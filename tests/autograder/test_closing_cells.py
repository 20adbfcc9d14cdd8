"""The author's own cells behind the last graded one: run by default, left out where the course's configuration says so."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from . import sample

LEFT_OUT = "--SandboxedAutograde.closing_cells=False"


@pytest.fixture
def course(tmp_path):
    """A lesson that ends in two cells of its author's."""
    made = sample.Course(tmp_path)
    made.write(f"solutions/{sample.LESSON}/hw.ipynb", _closed(sample.source()))
    return made


def _closed(nb, *more):
    nb.cells += [new_markdown_cell("And now:"), new_code_cell("shown = 40 + 2"), new_code_cell("print('closing', shown)"), *more]
    return nb


def _printed(course, student="alice"):
    return "".join(output.get("text", "") for cell in course.graded(student).cells if cell.cell_type == "code"
                   for output in cell.outputs)


def test_they_are_run(course):
    course.hand_in("alice", _closed(sample.submission()))
    course.grade()
    assert course.scores("alice") == sample.FULL and "closing 42" in _printed(course)


def test_they_are_left_out(course):
    course.hand_in("alice", _closed(sample.submission(relu=sample.WRONG)))
    course.grade(LEFT_OUT)
    assert course.scores("alice") == {**sample.FULL, "test_relu": 0.0} and "closing" not in _printed(course)
    nbformat.validate(course.graded("alice"))


def test_what_a_student_adds_is_run_and_finds_what_it_needs(course):
    course.hand_in("alice", _closed(sample.submission(), new_code_cell("print('mine', shown)"), new_code_cell("shown = 40 + 2")))
    course.grade(LEFT_OUT)
    assert "closing 42" in _printed(course) and "mine 42" in _printed(course)


def test_an_empty_cell_behind_them_changes_nothing(course):
    """Jupyter adds one when the last cell is run with Shift+Enter: most of a class has it."""
    course.hand_in("alice", _closed(sample.submission(), new_code_cell(""), new_code_cell(" \n")))
    course.grade(LEFT_OUT)
    assert course.scores("alice") == sample.FULL and "closing" not in _printed(course)


def test_another_file_beside_the_source_stops_nobody(course):
    """A notebook that is none, and none of the assignment's: nbgrader does not look at it once the lesson is entered."""
    course.hand_in("alice", _closed(sample.submission()))
    course.grade(LEFT_OUT)
    course.write(f"solutions/{sample.LESSON}/Untitled.ipynb", "")
    course.grade(LEFT_OUT, "--force")
    assert "closing" not in _printed(course)


def test_a_source_that_cannot_be_read_has_them_run(course):
    course.hand_in("alice", _closed(sample.submission()))
    course.grade(LEFT_OUT)
    course.write(f"solutions/{sample.LESSON}/hw.ipynb", "<<<<<<< a conflict")
    assert "closing cells are run" in course.grade(LEFT_OUT, "--force")
    assert course.scores("alice") == sample.FULL and "closing 42" in _printed(course)


def test_one_that_a_student_changed_is_run(course):
    nb = _closed(sample.submission())
    nb.cells[-1].source = "print('changed', shown)"
    course.hand_in("alice", nb)
    course.grade(LEFT_OUT)
    assert "changed 42" in _printed(course)


def test_the_same_cell_before_the_last_graded_one_is_run(course):
    nb = sample.submission()
    nb.cells.insert(1, new_code_cell("print('closing', 'early')"))
    course.write(f"solutions/{sample.LESSON}/hw.ipynb", _closed(sample.source(), new_code_cell("print('closing', 'early')")))
    course.hand_in("alice", nb)
    course.grade(LEFT_OUT)
    assert "closing early" in _printed(course)
