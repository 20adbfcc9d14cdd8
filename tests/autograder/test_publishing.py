"""When a transaction of several submissions fails: only a locked gradebook is a reason not to try each for itself."""

from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from grader.autograder.files import UNFINISHED, Staging
from grader.autograder.publishing import Publisher, _locked


@pytest.mark.parametrize("kind, words, student, locked", [
    (OperationalError, "database is locked", "alice", True),
    (OperationalError, "database or disk is full", "locked", False),
    (IntegrityError, "database is locked", "alice", False),
])
def test_locked(kind, words, student, locked):
    assert _locked(kind("INSERT INTO student (id) VALUES (?)", (student,), Exception(words))) is locked


def test_the_mark_of_a_run_that_was_killed_stays(tmp_path):
    """Its new grades may stand beside an older folder: a later run that fails, too, must not take the mark away."""
    def fail(entries):
        raise OperationalError("INSERT", (), Exception("database is locked"))
    killed, whole = tmp_path / "autograded" / "killed", tmp_path / "autograded" / "whole"
    for folder in (killed, whole):
        folder.mkdir(parents=True)
    (killed / UNFINISHED).touch()
    staging, failed = Staging(str(tmp_path / "autograded")), []
    publisher = Publisher({"ps1": None}, SimpleNamespace(write=fail), staging, lambda *what: failed.append(what), None)
    for folder in (killed, whole):
        publisher.add(SimpleNamespace(submission=SimpleNamespace(student=folder.name, assignment="ps1", timestamp=None),
                                      destination=str(folder), path=staging.new(), scores={}, missing=[]))
    publisher.publish()
    staging.release()
    assert len(failed) == 2 and (killed / UNFINISHED).exists() and not (whole / UNFINISHED).exists()
