"""The hidden part of a test cell: one call that names its exercise and fails with the hint alone."""

from utils.checking.calling import call
from utils.checking.report import CheckFailed, wrapped

from .judge import examine


class HiddenTestFailed(CheckFailed):
    """A hidden test that an answer did not pass; its text is the hint, and IPython shows nothing else."""


def hidden_test(name, function, part=None):
    """Raise HiddenTestFailed with a hint unless function answers the exercise (or this part of it)."""
    hint = _hint(name, function, part)
    if hint:
        raise HiddenTestFailed(wrapped(hint))


def _hint(name, function, part):
    """The hint for a wrong answer, or None. Nothing else comes out of here: a traceback would show the hidden inputs."""
    try:
        verdict = examine(name, lambda args, provided: call(function, args, provided), part)
    except KeyboardInterrupt:                   # nbgrader's time limit interrupts the kernel
        return f"{name} was stopped: it ran for too long. Does a loop end?"
    except KeyError as error:
        if error.args == (f'no exercise is called "{name}"',):
            raise                               # the lesson's author has mistyped it
        return _not_judged(name)
    except Exception:                           # a value that the judge did not foresee is no right answer
        return _not_judged(name)
    return None if verdict.passed else verdict.hint


def _not_judged(name):
    return f"What {name} returned could not be judged. An array of plain numbers can."
