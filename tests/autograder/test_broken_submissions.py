"""Unlucky submissions: one clear line each, the other exercises graded, everybody else untouched."""

import json
import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from grader.autograder.sanitise import Unusable, read

from . import sample


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = sample.Course(tmp_path_factory.mktemp("course"))
    made.write(f"solutions/{sample.LESSON}/second.ipynb", sample.source())
    made.write(f"solutions/{sample.LESSON}/data.txt", "the assignment's data")

    def both(student, first, second):
        for name, content in (("hw", first), ("second", second)):
            if content is not None:
                made.write(f"submitted/{student}/{sample.LESSON}/{name}.ipynb", content)
    good = sample.submission
    both("fine", good(first="import numpy as np\nprint(open('data.txt').read())\nopen('made.txt', 'w').write('made')"), good())
    both("corrupt", good(), '{"cells": [')
    both("empty", good(), "")
    both("absent", good(), None)
    both("renamed", good(), None)
    made.write(f"submitted/renamed/{sample.LESSON}/second (1).ipynb", good())
    both("old", nbformat.convert(good(), 3), good())
    both("nothing", "[1, 2]", "null")
    both("when", good(), good())
    made.write(f"submitted/when/{sample.LESSON}/timestamp.txt", "yesterday, or so")
    both("renamed-cell", _renamed(good()), good())
    both("no-answer", _without(good(), "relu"), good())
    both("theirs", good(), good())
    made.write(f"submitted/theirs/{sample.LESSON}/data.txt", "other data")
    os.makedirs(made.folder / "submitted" / "pipe" / sample.LESSON)
    os.mkfifo(made.folder / "submitted" / "pipe" / sample.LESSON / "hw.ipynb")
    both("braces", '{"cells": [' + "{}," * 400_000 + "{}]}", good())
    crowded = good()
    crowded.cells += [nbformat.v4.new_markdown_cell("x") for _ in range(5000)]
    both("crowded", crowded, good())
    made.output = made.grade(code=1)
    return made


def _renamed(nb):
    sample.cell(nb, "test_double").metadata["nbgrader"]["grade_id"] = "test_dubble"
    return nb


def _without(nb, name):
    nb.cells = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") != name]
    return nb


def _scores(course, student):
    """[{cell: points}] of the two notebooks."""
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        notebooks = sorted(gradebook.find_submission(sample.LESSON, student).notebooks, key=lambda nb: nb.name)
        return [{grade.name: grade.auto_score for grade in nb.grades if grade.name != "why"} for nb in notebooks]


def _file(course, student, name):
    return course.folder / "autograded" / student / sample.LESSON / name


NONE = dict.fromkeys(sample.FULL, 0.0)


@pytest.mark.parametrize("student, second, line", [
    ("fine", sample.FULL, None),
    ("corrupt", NONE, "corrupt, lesson: second: the file is not a notebook that can be read"),
    ("empty", NONE, "empty, lesson: second: the file is not a notebook that can be read"),
    ("absent", NONE, "absent, lesson: no file for second: 0 points"),
    ("renamed", NONE, "renamed, lesson: skipped, not a notebook of this assignment: second (1).ipynb"),
    ("theirs", sample.FULL, None),
])
def test_second_notebook(course, student, second, line):
    assert _scores(course, student) == [sample.FULL, second]
    assert line is None or line in course.output


def test_a_corrupt_notebook_is_explained_in_its_place(course):
    text = _file(course, "corrupt", "second.ipynb").read_text()
    assert "could not be graded" in text
    assert "second: the file is not a notebook" in _file(course, "corrupt", "hw.ipynb").read_text()


def test_cells(course):
    assert _scores(course, "renamed-cell")[0] == sample.FULL
    assert "renamed-cell, lesson: hw: cells that the assignment does not have: test_dubble" in course.output
    assert _scores(course, "no-answer")[0] == {**sample.FULL, "test_relu": 0.0}
    assert "answer cells that had been deleted: relu" in course.output


def test_not_at_all(course):
    assert "nothing, lesson: not graded: the file is not a notebook" in course.output
    assert "when, lesson: not graded: timestamp.txt holds no time" in course.output
    assert "pipe, lesson: not graded: the notebook is no regular file" in course.output
    assert "crowded, lesson: hw: the notebook has more than 5,000 cells" in course.output
    assert "Partly: 6 (absent, braces, corrupt, crowded, empty, renamed). Not at all: 3" in course.output


def test_old_format(course):
    assert _scores(course, "old") == [sample.FULL, sample.FULL]


def test_files(course):
    assert _file(course, "fine", "made.txt").read_text() == "made"
    assert _file(course, "theirs", "data.txt").read_text() == "the assignment's data"
    assert "the assignment's data" in str(nbformat.read(_file(course, "fine", "hw.ipynb"), 4).cells[0].outputs)


def test_an_assignment_that_cannot_be_entered(tmp_path):
    """Every student is told the same, of the course's own gradebook; once the source is mended, all are graded."""
    made = sample.Course(tmp_path)
    nb = sample.source()
    sample.cell(nb, "test_double").metadata["nbgrader"]["points"] = "many"
    made.write(f"solutions/{sample.LESSON}/hw.ipynb", nbformat.v4.writes(nb))
    for student in ("alice", "zoe"):
        made.hand_in(student, sample.submission())
    lines = [line.split("not graded: ")[1] for line in made.grade(code=1).split("\n") if "lesson: not graded: " in line]
    assert len(lines) == 2 and lines[0] == lines[1]
    made.write(f"solutions/{sample.LESSON}/hw.ipynb", sample.source())
    made.grade()
    assert made.scores("alice") == made.scores("zoe") == sample.FULL


def test_an_empty_folder_is_no_graded_submission(tmp_path):
    """It stays where single notebooks were to be graded and could not be."""
    made = sample.Course(tmp_path)
    made.hand_in("alice", "{ this is no JSON")
    made.grade("--notebook=hw", code=1)
    made.hand_in("alice", sample.submission())
    made.grade()
    assert made.scores("alice") == sample.FULL


def test_a_read_only_cell_that_was_deleted_is_put_back(tmp_path):
    """Answers may need what it defines."""
    made = sample.Course(tmp_path)
    given = new_code_cell("def half(z):\n    return z / 2", metadata={"nbgrader": {
        "grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3, "grade_id": "given"}})
    nb = sample.source()
    nb.cells.insert(1, given)
    made.write(f"solutions/{sample.LESSON}/hw.ipynb", nb)
    made.hand_in("ann", sample.submission(double="def double(x):\n    return 4 * half(x)"))
    assert "ann, lesson: cells that had been deleted and were put back: given" in made.grade()
    assert made.scores("ann") == sample.FULL
    assert [cell.source for cell in made.graded("ann").cells].index(given.source) < 4


def test_too_many_cells_in_an_old_format(tmp_path):
    old = nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=[
        nbformat.v3.new_code_cell("1") for _ in range(3000)]) for _ in range(2)])
    path = tmp_path / "hw.ipynb"
    path.write_text(json.dumps(old))
    with pytest.raises(Unusable, match="more than 5,000 cells"):
        read(str(path))


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_older_notebook_whose_cell_became_another_kind(tmp_path, kind):
    """Before nbformat 4.5 cells had no id, which nbgrader asks for when it turns the cell back."""
    made = sample.Course(tmp_path)
    nb = json.loads(nbformat.writes(sample.submission()))
    nb["nbformat_minor"] = 4
    for cell in nb["cells"]:
        del cell["id"]
    test, = (cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_relu")
    test["cell_type"] = kind
    del test["outputs"], test["execution_count"]
    made.hand_in("ann", json.dumps(nb))
    made.grade()
    assert made.scores("ann") == sample.FULL


def test_files_in_the_way_of_the_assignment_s_own(tmp_path):
    made = sample.Course(tmp_path)
    made.write(f"solutions/{sample.LESSON}/data/a.txt", "the assignment's")
    made.write(f"solutions/{sample.LESSON}/info.txt", "the assignment's")
    made.hand_in("ann", sample.submission(first="import numpy as np\nprint(open('data/a.txt').read(), open('info.txt').read())"))
    made.write(f"submitted/ann/{sample.LESSON}/data", "a student's")
    made.write(f"submitted/ann/{sample.LESSON}/info.txt/b.txt", "a student's")
    output = made.grade()
    assert made.scores("ann") == sample.FULL and "the assignment's the assignment's" in str(made.graded("ann").cells[1].outputs)
    assert "or for its name: data" in output


@pytest.mark.parametrize("metadata", [{"name": 5}, {"name": ""}, {"tags": ["a", "a"]}, {"execution": 5}, {"collapsed": "no"}])
def test_metadata_that_no_page_could_be_made_of(tmp_path, metadata):
    path = tmp_path / "hw.ipynb"
    nb = json.loads(nbformat.writes(sample.submission()))
    nb["cells"][0]["metadata"] = metadata
    path.write_text(json.dumps(nb))
    nbformat.validate(read(str(path)))
