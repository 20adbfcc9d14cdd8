"""The one writer of gradebook.db: nbgrader's schema, nbgrader's rules, one transaction a batch of submissions."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import bindparam, create_engine, select

STUDENT, SUBMISSION, NOTEBOOK, GRADE, COMMENT = (
    table.__table__ for table in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment))

_MINE = (SUBMISSION.c.assignment_id == bindparam("its_assignment")) & (SUBMISSION.c.student_id == bindparam("its_student"))
_HERE = bindparam("its_notebook")
FIND_STUDENT = select(STUDENT.c.id).where(STUDENT.c.id == bindparam("student"))
FIND_SUBMISSION = select(SUBMISSION.c.id, SUBMISSION.c.timestamp, SUBMISSION.c.extension).where(_MINE)
FIND_NOTEBOOKS = select(NOTEBOOK.c.notebook_id, NOTEBOOK.c.id).where(NOTEBOOK.c.assignment_id == bindparam("its_submission"))
FIND_GRADES = select(GRADE.c.cell_id, GRADE.c.id, GRADE.c.auto_score, GRADE.c.manual_score, GRADE.c.extra_credit
                     ).where(GRADE.c.notebook_id == _HERE)
NEW_TIME = SUBMISSION.update().where(_MINE).values(timestamp=bindparam("time"))
NEW_POINTS = GRADE.update().where(GRADE.c.id == bindparam("row")).values(
    auto_score=bindparam("points"), needs_manual_grade=bindparam("by_hand"))
NOT_HANDED_IN = GRADE.update().where(GRADE.c.notebook_id == _HERE).values(auto_score=0, needs_manual_grade=False)
COMMENT_TEXT = COMMENT.update().where((COMMENT.c.notebook_id == _HERE) & (COMMENT.c.cell_id == bindparam("its_cell"))
                                      ).values(auto_comment=bindparam("text"))
NEW_PENALTY = NOTEBOOK.update().where(NOTEBOOK.c.id == _HERE).values(late_submission_penalty=bindparam("penalty"))


@dataclass
class Entry:
    """What one submission adds. notebooks: {name: NotebookScores} that were graded now. missing: names of notebooks
    that were not handed in.
    """

    student: str
    assignment: object
    timestamp: object = None
    notebooks: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)


class Writer:
    """late: nbgrader's AssignLatePenalties with its plugin, or None where the course does not use it."""

    def __init__(self, url, late, log):
        options = {"connect_args": {"timeout": 60}} if url.startswith("sqlite") else {}
        self.engine = create_engine(url, **options)
        self.late, self.log = late, log

    def has_student(self, student):
        with self.engine.connect() as connection:
            return connection.execute(FIND_STUDENT, {"student": student}).first() is not None

    def write(self, entries):
        """All of the entries, or none of them."""
        with self.engine.begin() as connection:
            for entry in entries:
                self._write(connection, entry)

    def close(self):
        self.engine.dispose()

    def _write(self, connection, entry):
        submission = self._submission(connection, entry)
        notebooks = self._notebooks(connection, entry, submission.id)
        for name, scores in entry.notebooks.items():
            source = entry.assignment.notebooks[name]
            self._grades(connection, notebooks[name], source, scores.auto)
            if scores.comments:
                connection.execute(COMMENT_TEXT, [{"its_notebook": notebooks[name], "its_cell": source.commented[cell],
                                                   "text": text} for cell, text in scores.comments.items()])
            if self.late:
                self._penalty(connection, entry, submission, notebooks[name])
        for name in entry.missing:
            connection.execute(NOT_HANDED_IN, {"its_notebook": notebooks[name]})

    def _submission(self, connection, entry):
        who = {"its_assignment": entry.assignment.id, "its_student": entry.student}
        row = connection.execute(FIND_SUBMISSION, who).first()
        if row is None:
            if connection.execute(FIND_STUDENT, {"student": entry.student}).first() is None:
                connection.execute(STUDENT.insert(), {"id": entry.student})
            connection.execute(SUBMISSION.insert(), {
                "id": new_uuid(), "assignment_id": entry.assignment.id, "student_id": entry.student,
                "timestamp": entry.timestamp})
        elif entry.timestamp is not None and row.timestamp != entry.timestamp:
            connection.execute(NEW_TIME, {**who, "time": entry.timestamp})
        else:
            return row
        return connection.execute(FIND_SUBMISSION, who).first()

    def _notebooks(self, connection, entry, submission):
        """{name: id} of the submitted notebooks, all of them there with their grades and comments."""
        rows = connection.execute(FIND_NOTEBOOKS, {"its_submission": submission})
        present = {row.notebook_id: row.id for row in rows}
        ids = {}
        for name, source in entry.assignment.notebooks.items():
            if source.id in present:
                ids[name] = present[source.id]
                continue
            ids[name] = new_uuid()
            connection.execute(NOTEBOOK.insert(), {
                "id": ids[name], "assignment_id": submission, "notebook_id": source.id, "flagged": False})
            if source.graded:
                connection.execute(GRADE.insert(), [
                    {"id": new_uuid(), "cell_id": cell.id, "notebook_id": ids[name], "needs_manual_grade": True}
                    for cell in source.graded.values()])
            if source.commented:
                connection.execute(COMMENT.insert(), [
                    {"id": new_uuid(), "cell_id": cell, "notebook_id": ids[name]}
                    for cell in source.commented.values()])
        return ids

    def _grades(self, connection, notebook, source, auto):
        rows = connection.execute(FIND_GRADES, {"its_notebook": notebook})
        present = {row.cell_id: row for row in rows}
        changes = []
        for name, points in auto.items():
            row = present[source.graded[name].id]
            changes.append({"row": row.id, "points": points,
                            "by_hand": row.manual_score is not None or points is None})
        if changes:
            connection.execute(NEW_POINTS, changes)

    def _penalty(self, connection, entry, submission, notebook):
        """nbgrader's AssignLatePenalties on rows."""
        due = entry.assignment.duedate
        if due is not None and submission.extension is not None:
            due += submission.extension
        late = 0 if due is None or submission.timestamp is None else (submission.timestamp - due).total_seconds()
        penalty = None
        if late > 0:
            score = sum(_score(row) for row in connection.execute(FIND_GRADES, {"its_notebook": notebook}))
            self.log.warning("%s by %s is %s seconds late", entry.assignment.name, entry.student, late)
            penalty = self.late.plugin_inst.late_submission_penalty(entry.student, score, late)
            if penalty is not None:
                penalty = self.late._check_late_penalty(SimpleNamespace(score=score), penalty)
        connection.execute(NEW_PENALTY, {"its_notebook": notebook, "penalty": penalty})


def _score(row):
    """As nbgrader's Grade.score: the manual score before the automatic one, and extra credit with either."""
    points = row.manual_score if row.manual_score is not None else row.auto_score
    return 0.0 if points is None else points + (row.extra_credit or 0.0)
