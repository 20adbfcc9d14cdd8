"""The processes that grade: copies of this one, each at one submission at a time, and none of them touches the gradebook.

What a submission does to one of them, at worst, is to end it: another takes its place.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import time
from multiprocessing.connection import wait

from .inside import linux
from .worker import WorkerGone

CHANCES = 3                    # for a submission whose process, or whose worker, was killed
LEAVE = 3.0                    # seconds for them to tidy up: what a preprocessor printed, a real kernel and its folder


class Crew:
    """grade(submission) gives an outcome, in a copy of this process; count 0: in this one. mend(): before another try."""

    def __init__(self, count, grade, mend, log):
        self.count, self.grade, self.mend, self.log = count, grade, mend, log
        self.processes, self.idle, self.busy, self.done = {}, [], {}, []
        self.waiting = []                                      # for one of the others: there was no room for a process more

    def has_room(self):
        """Is anybody without a submission?"""
        return len(self.busy) < self.count if self.count else not self.done

    def give(self, submission, chances=CHANCES):
        """Have a submission graded; its outcome comes from outcomes()."""
        connection = self._free() if self.count else None
        if connection:
            self.busy[connection] = submission, chances
            with contextlib.suppress(OSError):                 # it ended while it was idle: outcomes() will notice
                connection.send(submission)
        elif self.count:
            self.waiting.append((submission, chances))
        else:
            self.done.append((submission, self._graded_here(submission)))

    def outcomes(self, patience):
        """[(submission, outcome)] of those that are done by now, or within so many seconds; None: as long as it takes.
        An outcome is what grade() gave, or the WorkerGone that was the last of its chances.
        """
        done, self.done = self.done, []
        for connection in wait(list(self.busy), patience) if self.busy and not done else []:
            submission, chances = self.busy.pop(connection)
            try:
                outcome, records = connection.recv()
            except (EOFError, OSError):
                outcome, records = None, []
            if outcome is None or isinstance(outcome, WorkerGone):
                ended = self._bury(connection)
                self.mend()
                if chances > 1:
                    self.give(submission, chances - 1)
                    continue
                outcome = outcome or WorkerGone(f"the process that graded it ended ({ended})")
            else:
                self.idle.append(connection)
            for record in records:
                self.log.handle(record)
            done.append((submission, outcome))
        while self.waiting and (self.idle or len(self.processes) < self.count or not self.count):
            self.give(*self.waiting.pop())
        return done

    def close(self):
        """End them, whatever they are at."""
        for connection, process in self.processes.items():
            if connection in self.busy:
                process.terminate()
            else:
                with contextlib.suppress(OSError):
                    connection.send(None)
        until = time.monotonic() + LEAVE
        for connection, process in list(self.processes.items()):
            process.join(max(0.0, until - time.monotonic()))
            process.kill()
            self._bury(connection)
        self.idle, self.busy, self.waiting = [], {}, []

    def _graded_here(self, submission):
        for chances in reversed(range(CHANCES)):
            try:
                return self.grade(submission)
            except WorkerGone as problem:
                if not chances:
                    return problem
                self.mend()

    def _free(self):
        """The connection to one without a submission. None where there is no room for a process more, nor for so many."""
        try:
            return self.idle.pop() if self.idle else self._another()
        except OSError as problem:                             # too many processes or open files: as many as there are, then
            self.count = len(self.processes)
            self.log.warning("%d at once, and no more: %s", max(1, self.count), problem)
            return None

    def _another(self):
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("fork").Process(target=self._work, args=(theirs, os.getpid()), daemon=True)
        process.start()
        theirs.close()
        self.processes[ours] = process
        return ours

    def _bury(self, connection):
        process = self.processes.pop(connection)
        connection.close()
        process.join()
        return f"exit code {process.exitcode}"

    def _work(self, connection, above):
        """The life of such a process."""
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        _heed_signals()
        multiprocessing.current_process().daemon = False       # a preprocessor may start processes
        if os.getppid() != above:
            return
        keeper = _Keeper()
        least = min((handler.level for handler in self.log.handlers), default=logging.NOTSET)
        self.log.setLevel(max(least, self.log.getEffectiveLevel()))
        self.log.handlers[:], self.log.propagate = [keeper], False
        while True:
            try:
                submission = connection.recv()
            except EOFError:
                return
            if submission is None:
                return
            _heed_signals()                                    # a real kernel's client has set others
            try:
                outcome = self.grade(submission)
            except WorkerGone as problem:                      # no use here any more
                connection.send((problem, keeper.taken()))
                return
            connection.send((outcome, keeper.taken()))


def _heed_signals():
    """Ctrl-C, or a terminal that closes, is for the process above. It sends a SIGTERM to one that is at work, which then
    leaves, and tidies up on its way.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


class _Keeper(logging.Handler):
    """Keeps what is logged, for the process above to say, so that lines of two submissions do not mix."""

    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        record.msg, record.args = self.format(record), None
        record.exc_info = record.exc_text = record.stack_info = None       # it says them already
        self.records.append(record)

    def taken(self):
        records, self.records = self.records, []
        return records


def may_fork():
    """A copy of a process with several threads would find their locks closed for ever."""
    return os.path.isdir("/proc/self/task") and len(os.listdir("/proc/self/task")) == 1
