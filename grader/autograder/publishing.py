"""Submissions that ran: their grades into the gradebook, several in one transaction, then each folder by one rename."""

import time

from sqlalchemy.exc import OperationalError

from .gradebook import Entry

MOST, LONGEST = 16, 1.0        # submissions in a transaction; seconds that a finished one waits for others


class Publisher:
    """assignments: {name: Assignment}. failed(submission, problem) and published(graded) say what becomes of each."""

    def __init__(self, assignments, writer, staging, failed, published):
        self.assignments, self.writer, self.staging = assignments, writer, staging
        self.failed, self.published = failed, published
        self.ready, self.since = [], 0.0

    def add(self, graded):
        """A submission whose folder waits in staging."""
        if not self.ready:
            self.since = time.monotonic()
        self.ready.append(graded)

    def patience(self):
        """How many seconds the ones that are ready still wait for others; None where there are none."""
        if not self.ready:
            return None
        return 0.0 if len(self.ready) >= MOST else max(0.0, self.since + LONGEST - time.monotonic())

    def publish(self):
        """Write all that are ready."""
        ready, self.ready = self.ready, []
        if not ready:
            return
        for graded in self._written(ready):
            try:
                self.staging.publish(graded.path, graded.destination)
            except OSError as problem:                         # its grades are there; the next run writes both again
                self.failed(graded.submission, problem)
            else:
                self.published(graded)

    def _written(self, ready):
        """Those whose grades are in the gradebook now: all in one transaction, or each for itself where that fails."""
        begun = []
        try:
            for graded in ready:
                if self.staging.begin(graded.destination):
                    begun.append(graded)
            self.writer.write([self._entry(graded) for graded in ready])
            return ready
        except Exception as problem:                           # a full disk, a locked database, an entry it cannot hold
            for graded in begun:
                self.staging.forget(graded.destination)
            if len(ready) > 1 and not _locked(problem):
                return [one for single in ready for one in self._written([single])]
            for graded in ready:
                self.staging.drop(graded.path)
                self.failed(graded.submission, problem)
            return []

    def _entry(self, graded):
        submission = graded.submission
        return Entry(submission.student, self.assignments[submission.assignment], submission.timestamp, graded.scores,
                     graded.missing)


def _locked(problem):
    """Has another program kept the gradebook to itself for as long as one waits for it?"""
    return isinstance(problem, OperationalError) and "locked" in str(problem.orig)      # not in a student's name
