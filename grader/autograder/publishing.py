"""Submissions that ran: their grades into the gradebook, several in one transaction, then each folder by one rename."""

import time

from sqlalchemy.exc import OperationalError

from .gradebook import Entry

MOST, LONGEST = 16, 1.0        # submissions in a transaction; seconds that a finished one waits for others


class Publisher:
    """failed(student, assignment, problem) and published(job, entry) are called for what becomes of each."""

    def __init__(self, finishing, writer, staging, failed, published):
        self.finishing, self.writer, self.staging = finishing, writer, staging
        self.failed, self.published = failed, published
        self.ready, self.since = [], 0.0

    def add(self, job, future):
        """A submission that ran, or what came in between."""
        entry = Entry(job.student, job.assignment, job.timestamp, missing=job.missing)
        path = None
        try:
            future.result()
            path = self.staging.new()
            self.finishing.stage(job, entry, path)
        except Exception as problem:
            self.staging.drop(path)
            self.failed(job.student, job.assignment.name, problem)
            return
        if not self.ready:
            self.since = time.monotonic()
        self.ready.append((job, path, entry))

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
        for job, path, entry in self._written(ready):
            try:
                self.staging.publish(path, job.destination)
            except OSError as problem:                         # its grades are there; the next run writes both again
                self.failed(job.student, job.assignment.name, problem)
            else:
                self.published(job, entry)

    def _written(self, ready):
        """Those whose grades are in the gradebook now: all in one transaction, or each for itself where that fails."""
        try:
            for job, _, _ in ready:
                self.staging.begin(job.destination)
            self.writer.write([entry for _, _, entry in ready])
            return ready
        except Exception as problem:                           # a full disk, a locked database, an entry it cannot hold
            if len(ready) > 1 and not _locked(problem):
                return [one for single in ready for one in self._written([single])]
            for job, path, _ in ready:
                self.staging.forget(job.destination)
                self.staging.drop(path)
                self.failed(job.student, job.assignment.name, problem)
            return []


def _locked(problem):
    """Has another program kept the gradebook to itself for as long as one waits for it?"""
    return isinstance(problem, OperationalError) and "locked" in str(problem.orig)      # not in a student's name
