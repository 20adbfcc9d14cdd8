"""What the instructor reads: progress with an estimate, one line for each thing out of the ordinary, counts at the end."""

import time
import traceback
from dataclasses import dataclass

from .sanitise import Unusable

MOST_NOTES = 20                                        # lines about one submission
EVERY = 5.0                                            # seconds between two lines of progress
NOTHING = "there is no notebook in it"


@dataclass(frozen=True)
class Failed:
    """Why a submission could not be graded. details: for --debug, "" where the line says it all."""

    line: str
    details: str = ""


def failure(problem):
    """The Failed of an exception."""
    if isinstance(problem, Unusable):
        return Failed(_line(str(problem)))
    return Failed(_line(f"{type(problem).__name__}: {problem}".split("\n")[0]), "".join(traceback.format_exception(problem)))


class Report:
    """Collects while a run goes; log: nbgrader's logger."""

    def __init__(self, log):
        self.log = log
        self.failures, self.empty, self.partly, self.whole, self.skipped = [], [], [], [], []
        self.unsafe_tests, self.with_mistakes = 0, set()
        self.total, self.done = 0, 0
        self.started = self.shown = time.monotonic()

    def start(self, total):
        """So many are to be graded; failures before that were found while looking for them."""
        self.total, self.done = total, 0
        self.started = self.shown = time.monotonic()

    def skip(self, student):
        self.skipped.append(student)

    def graded(self, graded):
        """A submission is in its place."""
        student, assignment = graded.submission.student, graded.submission.assignment
        (self.partly if graded.unreadable or graded.missing else self.whole).append(student)
        self.unsafe_tests += graded.unsafe_tests
        if graded.mistakes:
            self.with_mistakes.add(assignment)
        for note in graded.notes[:MOST_NOTES]:
            self.log.warning("%s, %s: %s", student, assignment, _line(note))
        if len(graded.notes) > MOST_NOTES:
            self.log.warning("%s, %s: and %d more", student, assignment, len(graded.notes) - MOST_NOTES)
        points = [value for scores in graded.scores.values() for value in scores.auto.values()]
        known = sum(value for value in points if value is not None)
        self.log.info("%s, %s: %g points%s", student, assignment, known,
                      ", some to be given by hand" if None in points else "")
        self._progress()

    def failed(self, submission, why):
        """A submission could not be graded; why: a Failed."""
        if why.details:
            self.log.debug(why.details)
        student = _line(submission.student)
        self.failures.append((student, why.line))
        self.log.error("%s, %s: not graded: %s", student, submission.assignment, why.line)
        self._progress()

    def nothing(self, submission):
        """A folder without a notebook: nothing was handed in, and nbgrader calls that no failure."""
        student = _line(submission.student)
        self.empty.append(student)
        self.log.warning("%s, %s: not graded: %s", student, submission.assignment, NOTHING)

    def _progress(self):
        now = time.monotonic()
        self.done += 1
        if now - self.shown < EVERY or self.done >= self.total:
            return
        self.shown = now
        left = (now - self.started) / self.done * (self.total - self.done)
        self.log.info("%d of %d done, about %s left", self.done, self.total, _duration(left))

    def finish(self, nursery):
        """The summary."""
        say = self.log.info
        if nursery:
            for line in cage_lines(nursery):
                say(line)
        if self.unsafe_tests:
            say("Tests written as code in the notebook ran beside the student's code %d times: they are only as safe "
                "as the student is honest. hidden_test(...) is judged outside.", self.unsafe_tests)
        say("Graded: %d. Partly: %d%s. Not at all: %d. Already graded before: %d.", len(self.whole), len(self.partly),
            f" ({', '.join(sorted(self.partly)[:20])})" if self.partly else "", len(self.failures) + len(self.empty),
            len(self.skipped))
        for lesson in sorted(self.with_mistakes):
            say("What the class misunderstood: grader report %s", lesson)
        for student, line in self.failures:
            self.log.error("Not graded: %s: %s", student, line)
        for student in self.empty:
            self.log.warning("Not graded: %s: %s", student, NOTHING)


def cage_lines(nursery):
    """Which layers of the sandbox hold, in words."""
    report = nursery.first.report
    layers = {"namespaces": report["namespaces"], "a user of its own": report["user"],
              f"Landlock (version {report['landlock']})": report["landlock"], "seccomp": report["seccomp"],
              "limits": True}
    yield ("Sandbox: " + ", ".join(name for name, there in layers.items() if there)
           + ("; missing: " + ", ".join(name for name, there in layers.items() if not there)
              if not all(layers.values()) else ""))
    holds, words = nursery.holds()
    if not holds:
        yield f"The sandbox does NOT hold: {words}"
    yield from report["notes"]


def printable(text):
    """What may hold a student's words, without the letters that could steer a terminal or begin a line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _line(text):
    return printable(text)[:300]


def _duration(seconds):
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
