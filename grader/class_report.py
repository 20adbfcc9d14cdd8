"""What a class misunderstood: for each test of a lesson who passed it, and which mistakes the others made.

Points come from the gradebook, with what a person changed there; mistakes from the graded notebooks, where
`grader autograde` puts the name of each that it recognised.
"""

import functools
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import nbformat
from sqlalchemy import create_engine, select

from .autograder import assignment as assignments
from .autograder.finishing import mistakes_of
from .autograder.gradebook import GRADE, NOTEBOOK, SUBMISSION
from .judge import SYMPTOMS

SELF_EXPLAINING = {"not written", *SYMPTOMS}     # their words tell where in one student's cell
UNNAMED = "wrong in a way that has no name here"
ENDS = {"TimeLimit": "stopped at its time limit", "Crashed": "ended Python", "NotGraded": "could not be read",
        "NotImplementedError": "not written"}


class NothingGraded(Exception):
    """There is nothing to report on; the words say what to do."""


@dataclass(frozen=True)
class Result:
    """One student's result in one test. mistake: its name, or how the test ended; "" where it passed."""

    student: str
    test: str
    points: float
    most: float
    mistake: str = ""
    words: str = ""

    @property
    def passed(self):
        return self.points >= self.most


@dataclass(frozen=True)
class Mistake:
    """A mistake in one test: the words that most of its students read, and who made it."""

    name: str
    words: str
    students: list


@dataclass(frozen=True)
class Test:
    """One test of the lesson; mistakes: the commonest first."""

    name: str
    students: int
    passed: int
    mistakes: list


def results(db_url, lesson, graded_folder):
    """The Result of every student in every test that needs no person.

    graded_folder(student): where that student's graded notebooks are. NothingGraded where there are none.
    """
    assignment = assignments.read(db_url, lesson)
    if assignment is None:
        raise NothingGraded(f'the gradebook has no lesson "{lesson}": run grader autograde {lesson}')
    tests = {cell.id: (notebook.name, cell) for notebook in assignment.notebooks.values()
             for cell in notebook.grade_cells if cell.name not in notebook.solutions}
    order = {name: place for notebook in assignment.notebooks.values()
             for place, name in enumerate(notebook.source_cells)}
    rows = [row for row in _rows(db_url, assignment.id) if row.cell_id in tests]
    rows.sort(key=lambda row: (row.student_id, order.get(tests[row.cell_id][1].name, 0)))
    cells = functools.lru_cache(maxsize=1)(_cells)     # a student's tests come one after the other
    found = [_result(row, *tests[row.cell_id], Path(graded_folder(row.student_id)), cells) for row in rows
             if _points(row) is not None]
    if not found:
        raise NothingGraded(f'nobody\'s "{lesson}" has been graded yet: run grader autograde {lesson}')
    return found


def summary(found):
    """The Tests of some Results, in their order."""
    by_test = defaultdict(list)
    for result in found:
        by_test[result.test].append(result)
    return [Test(name, len(some), sum(result.passed for result in some), _counted(some)) for name, some in by_test.items()]


def _counted(some):
    by_mistake = defaultdict(list)
    for result in some:
        if not result.passed:
            by_mistake[result.mistake].append(result)
    counted = [Mistake(name, Counter(result.words for result in those).most_common(1)[0][0],
                       [result.student for result in those]) for name, those in by_mistake.items()]
    return sorted(counted, key=lambda mistake: (-len(mistake.students), mistake.name == UNNAMED))


def _rows(db_url, assignment):
    engine = create_engine(db_url)
    query = (select(SUBMISSION.c.student_id, GRADE.c.cell_id, GRADE.c.auto_score, GRADE.c.manual_score)
             .join(NOTEBOOK, NOTEBOOK.c.assignment_id == SUBMISSION.c.id).join(GRADE, GRADE.c.notebook_id == NOTEBOOK.c.id)
             .where(SUBMISSION.c.assignment_id == assignment))
    try:
        with engine.connect() as connection:
            return connection.execute(query).all()
    finally:
        engine.dispose()


def _points(row):
    """What a person gave goes before what the test gave; None where neither did."""
    return row.auto_score if row.manual_score is None else row.manual_score


def _result(row, notebook, cell, folder, cells):
    points = _points(row)
    mistake, words = ("", "") if points >= cell.max_score else _why(cells(folder / f"{notebook}.ipynb"), cell.name)
    return Result(row.student_id, cell.name.removeprefix("test_"), points, cell.max_score, mistake, words)


def _why(cells, test):
    """(name of the mistake or how the test ended, words) as the graded notebook has them."""
    cell = next((cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == test), None)
    if cell is None:
        return "not handed in", ""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    names = mistakes_of(cell)
    if names:
        return ", ".join(names), "" if SELF_EXPLAINING.issuperset(names) or not errors else errors[-1].evalue
    if not errors or errors[-1].ename == "HiddenTestFailed":
        return UNNAMED, ""
    name = errors[-1].ename                            # the student's own, perhaps
    if name == "NameError":                            # its own cell has defined nothing, and may say why
        own = _answer(cells, test)
        ends = [output.ename for output in own.get("outputs", []) if output.output_type == "error"] if own else []
        return (f"its cell {ENDS.get(ends[-1], f'stops with {ends[-1]}')}" if ends else "not defined under its name"), ""
    return ENDS.get(name, f"stops with {name}"), ""


def _answer(cells, test):
    """The answer cell that a test grades: test_backward_W1 grades backward."""
    names = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in cells}
    words = test.removeprefix("test_").split("_")
    return next((names[name] for end in range(len(words), 0, -1) if (name := "_".join(words[:end])) in names), None)


def _cells(path):
    try:                                               # without nbformat's validation, which takes four times as long
        return nbformat.from_dict(json.loads(path.read_text(encoding="utf-8"))).cells
    except (OSError, ValueError, AttributeError):      # not there, or no notebook
        return []
