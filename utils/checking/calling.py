"""Call a learner's function once, safely: copies in, plain data out, nothing printed, no exception let through."""

import contextlib
import copy
import functools
import io
import types
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from .errors import ABOUT_SHAPES, cause
from .values import IterationFailed, read
from .witness import fresh, heard

SAME = 1e-12, 1e-15   # x[i] += eps; x[i] -= eps gives x[i] back up to rounding, and a 0 as a 0: no mutation worth a word


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a plain value, or the error it ended in.

    error: the exception's type name. line: the line of the function's own cell that led to it. unwritten: the exercise
    itself, not one that it calls, still holds its NotImplementedError. mutated: positions of the arguments that were
    written into. cause: why it stopped, a key of errors.CAUSES. heard: for each witness among the arguments, what it
    was handed.
    """

    value: Any = None
    error: str | None = None
    line: int | None = None
    unwritten: bool = False
    mutated: tuple[int, ...] = ()
    heard: tuple = ()
    cause: str | None = None

    @property
    def shapes(self):
        """Whether it stopped over a size that does not fit."""
        return self.cause in ABOUT_SHAPES


def call(function, args, provided=None):
    """The Outcome of function(*args) on copies of args.

    provided: {name: function}, right versions of earlier exercises that stand in the learner's names during the call.
    """
    outcome, = call_each(function, [args], provided)
    return outcome


def call_each(function, cases, provided=None):
    """[the Outcome of each case, as call gives it]; the silence around them is made once."""
    with quiet(), _standing_in(function, provided or {}):
        return [_called(function, args) for args in cases]


def call_own(function, args):
    """As call, for functions of the course itself: they print nothing, so the output is left alone, as threads need."""
    with np.errstate(all="ignore"):
        return _called(function, args)


def _called(function, args):
    handed = [_copy(argument) for argument in args]
    try:
        value = read(function(*handed))
    except KeyboardInterrupt:
        raise                                   # the learner's stop button, or nbgrader's time limit
    except IterationFailed as failed:
        return _failed(failed.__cause__)
    except BaseException as error:              # SystemExit too: a function that quits has given no answer
        return _failed(error)
    mutated = tuple(i for i, (old, new) in enumerate(zip(args, handed)) if not _same(old, new))
    return Outcome(value=value, mutated=mutated, heard=heard(handed))


def _failed(error):
    """The Outcome of a call that ended in this error; nothing of the error's text goes into it."""
    unwritten, why = False, None
    name, line = "error", None
    try:
        name = str(type(error).__name__)[:80] or name
        places = _places(error)
        own = [place for place in places if place[0] == places[0][0]]       # of the function's own cell
        line = own[-1][1] if own else None
        unwritten = isinstance(error, NotImplementedError) and not error.args and own[-1:] == places[-1:]
        why = cause(error)
    except Exception:                           # an exception may be a learner's own class, with its own properties
        pass
    return Outcome(error=name, line=line, unwritten=unwritten, cause=why)


class _Nowhere(io.TextIOBase):
    """Takes whatever is printed and keeps nothing."""

    def write(self, text):
        return len(text)


@contextlib.contextmanager
def quiet():
    """No output, no warnings: a right answer's RuntimeWarning on stderr would score 0 under nbgrader."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), \
            contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _standing_in(function, provided):
    space = _globals(function) if provided else None
    if space is None:
        yield
        return
    missing = object()
    kept = {name: space.get(name, missing) for name in provided}
    space.update(provided)
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is missing:
                space.pop(name, None)
            else:
                space[name] = value


def _globals(function):
    """The names that a function looks up, through decorators, methods, partials and np.vectorize."""
    for _ in range(10):
        if hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        elif isinstance(function, types.FunctionType):
            return function.__globals__
        elif isinstance(function, types.MethodType):
            function = function.__func__
        elif isinstance(function, functools.partial):
            function = function.func
        elif isinstance(function, np.vectorize):
            function = function.pyfunc
        else:
            function = getattr(type(function), "__call__", None)
    return None


def _copy(argument):
    if type(argument) is np.ndarray:
        return argument.copy()
    return fresh(argument) if callable(argument) else copy.deepcopy(argument)


def _same(old, new):
    try:
        return _unchanged(old, new)
    except Exception:                           # something strange has been written into it
        return False


def _unchanged(old, new):
    if isinstance(old, np.ndarray):
        if not isinstance(new, np.ndarray) or old.shape != new.shape or old.dtype != new.dtype:
            return False
        return bool((old == new).all()) or bool((np.isclose(new, old, *SAME, equal_nan=True) & ((old != 0) | (new == 0))).all())
    if isinstance(old, dict):
        return isinstance(new, dict) and old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, (list, tuple)):
        return type(old) is type(new) and len(old) == len(new) and all(map(_same, old, new))
    if isinstance(old, np.random.Generator) or callable(old):
        return True                             # drawing from a generator is what it is for
    return old is new or bool(old == new)


def _places(error):
    """[(cell, line)] of the learner's cells that the error went through, the innermost last."""
    places, trace = [], error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if "ipykernel" in name or name.startswith(("<ipython", "<cell", "<string", "<submission")):
            places.append((name, trace.tb_lineno))
        trace = trace.tb_next
    return places
