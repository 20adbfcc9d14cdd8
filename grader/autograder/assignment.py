"""An assignment as the gradebook knows it, read once: source cells, points, kernels. The only authority on tests."""

import contextlib
import glob
import json
import os
import sqlite3
import tempfile
from dataclasses import dataclass

import nbformat
from nbgrader import api
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateAssignment
from sqlalchemy import create_engine, inspect, select
from sqlalchemy.engine import make_url

ENTERED = [table.__table__ for table in (api.Assignment, api.Notebook, api.BaseCell, api.GradeCell, api.SolutionCell,
                                         api.TaskCell, api.SourceCell)]


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
    """One notebook of the assignment; rows: {table: its rows of this notebook}."""

    def __init__(self, row, rows):
        self.id, self.name = row.id, row.name
        self.kernelspec = json.loads(row.kernelspec) if row.kernelspec else None
        self.source_cells = {cell.name: SourceCell(cell.name, cell.cell_type, cell.locked, cell.source or "",
                                                   cell.checksum) for cell in rows[api.SourceCell]}
        self.graded = {cell.name: GradedCell(cell.id, cell.name, cell.max_score, kind)
                       for table, kind in [(api.GradeCell, "grade"), (api.TaskCell, "task")] for cell in rows[table]}
        self.commented = {cell.name: cell.id for table in (api.SolutionCell, api.TaskCell) for cell in rows[table]}
        self.solutions = {cell.name for cell in rows[api.SolutionCell]}

    def metadata(self, name):
        """nbgrader's metadata of a cell."""
        cell, graded = self.source_cells[name], self.graded.get(name)
        facts = {"grade": False, "task": False} | ({graded.kind: True, "points": graded.max_score} if graded else {})
        return nbformat.from_dict(facts | {"solution": name in self.solutions, "locked": cell.locked, "schema_version": 3,
                                           "grade_id": name, "checksum": cell.checksum, "cell_type": cell.cell_type})

    def new_cell(self, name):
        """A cell as its author wrote it."""
        cell = self.source_cells[name]
        make = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        return make(cell.source, metadata={"nbgrader": self.metadata(name)})

    @property
    def grade_cells(self):
        return [cell for cell in self.graded.values() if cell.kind == "grade"]


class Assignment:
    """A snapshot; notebook(name) is None where the gradebook has none of that name."""

    def __init__(self, row, notebooks):
        self.id, self.name, self.duedate = row.id, row.name, row.duedate
        self.notebooks = {notebook.name: notebook for notebook in notebooks}

    def notebook(self, name):
        return self.notebooks.get(name)


def read(url, name):
    """The Assignment, or None where the gradebook has none of that name."""
    if _lacks_file(url):                                       # to look into it would make one
        return None
    engine = create_engine(url)
    try:
        if not inspect(engine).has_table("assignment"):
            return None
        with engine.connect() as connection:
            table = api.Assignment.__table__
            row = connection.execute(select(table).where(table.c.name == name)).first()
            if row is None:
                return None
            table = api.Notebook.__table__
            notebooks = connection.execute(select(table).where(table.c.assignment_id == row.id).order_by(table.c.name))
            return Assignment(row, [NotebookSource(notebook, _cells(connection, notebook.id)) for notebook in notebooks])
    finally:
        engine.dispose()


def _lacks_file(url):
    parts = make_url(url)
    return parts.get_backend_name() == "sqlite" and not (parts.database or "file:").startswith("file:") \
        and not os.path.exists(parts.database)


def _cells(connection, notebook):
    """{nbgrader's class: rows} of a notebook's cells, each with what its base has."""
    source, base = api.SourceCell.__table__, api.BaseCell.__table__
    rows = {api.SourceCell: connection.execute(select(source).where(source.c.notebook_id == notebook)).all()}
    for kind in (api.GradeCell, api.TaskCell, api.SolutionCell):
        table = kind.__table__
        own = [column for column in table.c if column.name != "id"]
        query = select(base.c.id, base.c.name, *own).join(table, table.c.id == base.c.id)
        rows[kind] = connection.execute(query.where(base.c.notebook_id == notebook)).all()
    return rows


def generate(converter, name):
    """Enter an assignment that the gradebook does not have, from its source notebooks; nothing is released.

    True where there are such notebooks. converter: nbgrader's, for its configuration. nbgrader commits cell by cell: killed
    in between, it leaves an assignment without some of its notebooks or tests, by which a class would then be graded. So it
    works in a gradebook of its own, from which the assignment is taken over whole.
    """
    course = converter.coursedir
    folder = course.format_path(course.source_directory, ".", name)
    if not glob.glob(os.path.join(glob.escape(folder), "*.ipynb")):
        return False
    converter.log.info("Entering %s into the gradebook, from %s", name, folder)
    with tempfile.TemporaryDirectory(prefix="grader-release-") as release:
        made = os.path.join(release, "gradebook.db")
        with _changed(course, assignment_id=name, notebook_id="*", release_directory=release, db_url=f"sqlite:///{made}"):
            GenerateAssignment(coursedir=course, parent=converter.parent).start()
        if os.path.exists(made):                               # it is told to keep out of gradebooks, perhaps
            _take_over(made, course)
    return True


@contextlib.contextmanager
def _changed(course, **values):
    """nbgrader's temp_attrs, which does not set back what it changed where something fails."""
    before = {name: getattr(course, name) for name in values}
    try:
        for name, value in values.items():
            setattr(course, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(course, name, value)


def _take_over(made, course):
    """Put all that a new gradebook holds into the course's, in one transaction."""
    target = create_engine(course.db_url)
    try:
        if target.dialect.name == "sqlite" and not inspect(target).get_table_names():
            _copy(made, make_url(course.db_url).database)
            return
        with api.Gradebook(course.db_url, course.course_id):
            pass                                               # tables that an older nbgrader did not have
        source = create_engine(f"sqlite:///{made}")
        with source.connect() as there, target.begin() as here:
            for table in ENTERED:
                rows = [dict(row._mapping) for row in there.execute(select(table))]
                if rows:
                    here.execute(table.insert(), rows)
        source.dispose()
    finally:
        target.dispose()


def _copy(made, path):
    """A whole database, for SQLite a single transaction."""
    with contextlib.closing(sqlite3.connect(made)) as there, contextlib.closing(sqlite3.connect(path)) as here:
        there.backup(here)


class Snapshot:
    """What nbgrader's OverwriteCells asks of a gradebook, answered from a NotebookSource."""

    def __init__(self, notebook):
        self._notebook = notebook

    def find_source_cell(self, name, notebook, assignment):
        return self._find(self._notebook.source_cells, name)

    def find_graded_cell(self, name, notebook, assignment):
        return self._find(self._notebook.graded, name)

    @staticmethod
    def _find(table, name):
        if name not in table:
            raise MissingEntry(f"no such cell: {name}")
        return table[name]
