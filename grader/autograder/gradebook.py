"""The one writer of gradebook.db: nbgrader's schema, nbgrader's rules, one transaction a batch of submissions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import bindparam, create_engine, select

STUDENT, SUBMISSION, NOTEBOOK, GRADE, COMMENT = (
    table.__table__ for table in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment))


def _among(column, name):
    return column.in_(bindparam(name, expanding=True))


_HERE = bindparam("its_notebook")
FIND_STUDENTS = select(STUDENT.c.id).where(_among(STUDENT.c.id, "names"))
FIND_SUBMISSIONS = select(SUBMISSION).where(_among(SUBMISSION.c.assignment_id, "assignments")
                                            & _among(SUBMISSION.c.student_id, "students"))
FIND_NOTEBOOKS = select(NOTEBOOK.c.assignment_id, NOTEBOOK.c.notebook_id, NOTEBOOK.c.id).where(
    _among(NOTEBOOK.c.assignment_id, "submissions"))
FIND_GRADES = select(GRADE).where(_among(GRADE.c.notebook_id, "notebooks"))
NEW_TIME = SUBMISSION.update().where(SUBMISSION.c.id == bindparam("row")).values(timestamp=bindparam("time"))
NEW_POINTS = GRADE.update().where(GRADE.c.id == bindparam("row")).values(
    auto_score=bindparam("points"), needs_manual_grade=bindparam("by_hand"))
COMMENT_TEXT = COMMENT.update().where((COMMENT.c.notebook_id == _HERE) & (COMMENT.c.cell_id == bindparam("its_cell"))
                                      ).values(auto_comment=bindparam("text"))
NEW_PENALTY = NOTEBOOK.update().where(NOTEBOOK.c.id == _HERE).values(late_submission_penalty=bindparam("penalty"))


@dataclass
class Submission:
    """nbgrader's row of that name."""

    id: str
    timestamp: datetime | None = None
    extension: timedelta | None = None


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
            return bool(_ids(connection, FIND_STUDENTS, {student}))

    def write(self, entries):
        """All of the entries, or none of them."""
        with self.engine.begin() as connection:
            self._students(connection, {entry.student for entry in entries})
            submissions = self._submissions(connection, entries)
            new, there = self._notebooks(connection, entries, submissions)
            self._change(connection, entries, submissions, there)
            if self.late:
                self._penalties(connection, entries, submissions, new, there)

    def close(self):
        self.engine.dispose()

    def _students(self, connection, names):
        missing = names - set(_ids(connection, FIND_STUDENTS, names))
        _many(connection, STUDENT.insert(), [{"id": name} for name in sorted(missing)])

    def _submissions(self, connection, entries):
        """The submission of each entry, all of them there."""
        keys = [(entry.assignment.id, entry.student) for entry in entries]
        rows = connection.execute(FIND_SUBMISSIONS, {"assignments": _all(keys, 0), "students": _all(keys, 1)})
        known = {(row.assignment_id, row.student_id): Submission(row.id, row.timestamp, row.extension) for row in rows}
        new, later = [], []
        for entry, key in zip(entries, keys):
            found = known.get(key)
            if found is None:
                known[key] = Submission(new_uuid(), entry.timestamp)
                new.append({"id": known[key].id, "assignment_id": key[0], "student_id": key[1],
                            "timestamp": entry.timestamp})
            elif entry.timestamp is not None and found.timestamp != entry.timestamp:
                found.timestamp = entry.timestamp
                later.append({"row": found.id, "time": entry.timestamp})
        _many(connection, SUBMISSION.insert(), new)
        _many(connection, NEW_TIME, later)
        return [known[key] for key in keys]

    def _notebooks(self, connection, entries, submissions):
        """({(submission, name): id} of the notebooks that are new, with all their points and comments; of those there)."""
        rows = connection.execute(FIND_NOTEBOOKS, {"submissions": [submission.id for submission in submissions]})
        known = {(row.assignment_id, row.notebook_id): row.id for row in rows}
        new, there, added = {}, {}, {NOTEBOOK: [], GRADE: [], COMMENT: []}
        for entry, submission in zip(entries, submissions):
            for name, source in entry.assignment.notebooks.items():
                if (submission.id, source.id) in known:
                    there[submission.id, name] = known[submission.id, source.id]
                    continue
                notebook = new[submission.id, name] = new_uuid()
                points, comments = _points(entry, name, source), _comments(entry, name)
                added[NOTEBOOK].append({"id": notebook, "assignment_id": submission.id, "notebook_id": source.id,
                                        "flagged": False})
                added[GRADE] += [_grade(notebook, cell.id, points.get(cell.name)) for cell in source.graded.values()]
                added[COMMENT] += [{"id": new_uuid(), "cell_id": cell, "notebook_id": notebook,
                                    "auto_comment": comments.get(answer)} for answer, cell in source.commented.items()]
        for table, values in added.items():
            _many(connection, table.insert(), values)
        return new, there

    def _change(self, connection, entries, submissions, there):
        """The points and comments of notebooks that had been graded before."""
        if not there:
            return
        rows = connection.execute(FIND_GRADES, {"notebooks": list(there.values())})
        known = {(row.notebook_id, row.cell_id): row for row in rows}
        grades, fresh, comments = [], [], []
        for entry, submission in zip(entries, submissions):
            for name, source in entry.assignment.notebooks.items():
                notebook = there.get((submission.id, name))
                if notebook is None:
                    continue
                for cell, points in _points(entry, name, source).items():
                    graded = source.graded[cell].id
                    row = known.get((notebook, graded))
                    if row is None:                            # the assignment got this cell since
                        fresh.append(_grade(notebook, graded, points))
                        continue
                    by_hand = name not in entry.missing and (row.manual_score is not None or points is None)
                    grades.append({"row": row.id, "points": points, "by_hand": by_hand})
                comments += [{"its_notebook": notebook, "its_cell": source.commented[cell], "text": text}
                             for cell, text in _comments(entry, name).items()]
        _many(connection, NEW_POINTS, grades)
        _many(connection, GRADE.insert(), fresh)
        _many(connection, COMMENT_TEXT, comments)

    def _penalties(self, connection, entries, submissions, new, there):
        """nbgrader's AssignLatePenalties on rows."""
        penalties = []
        for entry, submission in zip(entries, submissions):
            late = _seconds_late(entry.assignment.duedate, submission)
            for name in entry.notebooks:
                place, penalty = (submission.id, name), None
                notebook = new.get(place) or there[place]
                if late > 0:
                    rows = connection.execute(FIND_GRADES, {"notebooks": [notebook]})
                    score = sum(map(_score, rows))
                    self.log.warning("%s by %s is %s seconds late", entry.assignment.name, entry.student, late)
                    penalty = self.late.plugin_inst.late_submission_penalty(entry.student, score, late)
                    if penalty is not None:
                        penalty = self.late._check_late_penalty(SimpleNamespace(score=score), penalty)
                if place in there or penalty is not None:
                    penalties.append({"its_notebook": notebook, "penalty": penalty})
        _many(connection, NEW_PENALTY, penalties)


def _grade(notebook, cell, points):
    return {"id": new_uuid(), "cell_id": cell, "notebook_id": notebook, "auto_score": points,
            "needs_manual_grade": points is None}


def _points(entry, name, source):
    """{cell: points} of a notebook: what was scored, 0 everywhere where it was not handed in."""
    if name in entry.missing:
        return dict.fromkeys(source.graded, 0)
    return entry.notebooks[name].auto if name in entry.notebooks else {}


def _comments(entry, name):
    return entry.notebooks[name].comments if name in entry.notebooks else {}


def _seconds_late(due, submission):
    if due is None or submission.timestamp is None:
        return 0
    return (submission.timestamp - due - (submission.extension or timedelta())).total_seconds()


def _many(connection, statement, rows):
    if rows:
        connection.execute(statement, rows)


def _ids(connection, query, names):
    return connection.execute(query, {"names": list(names)}).scalars().all()


def _all(keys, position):
    return list({key[position] for key in keys})


def _score(row):
    """As nbgrader's Grade.score: the manual score before the automatic one, and extra credit with either."""
    points = row.manual_score if row.manual_score is not None else row.auto_score
    return 0.0 if points is None else points + (row.extra_credit or 0.0)
