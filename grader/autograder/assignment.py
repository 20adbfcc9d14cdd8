"""An assignment as the gradebook knows it, read once: source cells, points, kernels. The only authority on tests."""

import glob
import json
import os
import tempfile
from dataclasses import dataclass

from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment


@dataclass(frozen=True)
class SourceCell:
    """Like nbgrader's row of that name."""

    name: str
    cell_type: str
    locked: bool
    source: str
    checksum: str


@dataclass(frozen=True)
class GradedCell:
    """A test, an answer graded by hand, or a task; id is the row's."""

    id: str
    name: str
    max_score: float
    kind: str


class NotebookSource:
    """One notebook of the assignment."""

    def __init__(self, row):
        self.id, self.name = row.id, row.name
        self.kernelspec = json.loads(row.kernelspec) if row.kernelspec else None
        self.source_cells = {cell.name: SourceCell(cell.name, cell.cell_type, cell.locked, cell.source or "",
                                                   cell.checksum) for cell in row.source_cells}
        self.graded = {cell.name: GradedCell(cell.id, cell.name, cell.max_score, kind)
                       for cells, kind in [(row.grade_cells, "grade"), (row.task_cells, "task")] for cell in cells}
        self.commented = {cell.name: cell.id for cells in (row.solution_cells, row.task_cells) for cell in cells}
        self.solutions = {cell.name for cell in row.solution_cells}

    @property
    def grade_cells(self):
        return [cell for cell in self.graded.values() if cell.kind == "grade"]

    @property
    def task_cells(self):
        return [cell for cell in self.graded.values() if cell.kind == "task"]


class Assignment:
    """A snapshot; KeyError-free: notebook(name) is None where the gradebook has none of that name."""

    def __init__(self, gradebook, name):
        row = gradebook.find_assignment(name)
        self.id, self.name, self.duedate = row.id, row.name, row.duedate
        self.notebooks = {notebook.name: NotebookSource(notebook) for notebook in row.notebooks}

    def notebook(self, name):
        return self.notebooks.get(name)


def read(url, course, name):
    """The Assignment, or None where the gradebook has none of that name."""
    with Gradebook(url, course) as gradebook:
        try:
            return Assignment(gradebook, name)
        except MissingEntry:
            return None


def generate(converter, name):
    """Enter an assignment that the gradebook does not have, from its source notebooks; nothing is released.

    True where there are such notebooks. converter: nbgrader's, for its configuration.
    """
    course = converter.coursedir
    folder = course.format_path(course.source_directory, ".", name)
    if not glob.glob(os.path.join(glob.escape(folder), "*.ipynb")):
        return False
    converter.log.info("Entering %s into the gradebook, from %s", name, folder)
    with tempfile.TemporaryDirectory(prefix="grader-release-") as release, \
            utils.temp_attrs(course, assignment_id=name, notebook_id="*", release_directory=release):
        GenerateAssignment(coursedir=course, parent=converter.parent).start()
    return True


class Snapshot:
    """What nbgrader's OverwriteCells asks of a gradebook, answered from a NotebookSource."""

    def __init__(self, notebook):
        self._notebook = notebook

    def find_source_cell(self, name, notebook, assignment):
        return self._find(self._notebook.source_cells, name)

    def find_graded_cell(self, name, notebook, assignment):
        return self._find(self._notebook.graded, name)

    def find_notebook(self, notebook, assignment):
        return _Listed(self._notebook)

    @staticmethod
    def _find(table, name):
        if name not in table:
            raise MissingEntry(f"no such cell: {name}")
        return table[name]


class _Listed:
    """A NotebookSource with its cells as lists, as nbgrader's rows have them."""

    def __init__(self, notebook):
        self.source_cells = list(notebook.source_cells.values())
        self.grade_cells, self.task_cells = notebook.grade_cells, notebook.task_cells
        self.solution_cells = [cell for cell in self.source_cells if cell.name in notebook.solutions]
