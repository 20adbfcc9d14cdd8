"""When a transaction of several submissions fails: only a locked gradebook is a reason not to try each for itself."""

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from grader.autograder.publishing import _locked


@pytest.mark.parametrize("kind, words, student, locked", [
    (OperationalError, "database is locked", "alice", True),
    (OperationalError, "database or disk is full", "locked", False),
    (IntegrityError, "database is locked", "alice", False),
])
def test_locked(kind, words, student, locked):
    assert _locked(kind("INSERT INTO student (id) VALUES (?)", (student,), Exception(words))) is locked
