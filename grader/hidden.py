"""The hidden part of a test cell: one call that names its exercise and fails with the hint alone."""

from utils.checking.calling import call
from utils.checking.report import CheckFailed

from .judge import examine


class HiddenTestFailed(CheckFailed):
    """A hidden test that an answer did not pass; its text is the hint, and IPython shows nothing else."""


def hidden_test(name, function, part=None):
    """Raise HiddenTestFailed with a hint unless function answers the exercise (or this part of it)."""
    verdict = examine(name, lambda args, provided: call(function, args, provided), part)
    if not verdict.passed:
        raise HiddenTestFailed(verdict.hint)
