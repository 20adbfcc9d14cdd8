"""Call a learner's function once, safely: copies in, plain data out, nothing printed, no exception let through."""

import contextlib
import copy
import functools
import io
import traceback
import types
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from .values import plain

SAME = 1e-12   # x[i] += eps; x[i] -= eps gives x[i] back up to rounding: that is no mutation worth a word


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a plain value, or the error it ended in.

    error: the exception's type name. line: the line of the learner's cell it came from. unwritten: the exercise
    still holds its NotImplementedError. mutated: positions of the arguments that were written into. shapes: the error
    is NumPy's complaint about shapes that do not fit.
    """

    value: Any = None
    error: str | None = None
    line: int | None = None
    unwritten: bool = False
    shapes: bool = False
    mutated: tuple[int, ...] = ()


def call(function, args, provided=None):
    """The Outcome of function(*args) on copies of args.

    provided: {name: function}, right versions of earlier exercises that stand in the learner's names during the call.
    """
    handed = [_copy(argument) for argument in args]
    before = [_copy(argument) for argument in args]
    try:
        with _quiet(), _standing_in(function, provided or {}):
            value = plain(function(*handed))
    except NotImplementedError as error:
        return Outcome(error="NotImplementedError", unwritten=not error.args, line=_line(error))
    except KeyboardInterrupt:
        raise                                   # the learner's stop button, or nbgrader's time limit
    except BaseException as error:              # SystemExit too: a function that quits has given no answer
        return Outcome(error=type(error).__name__[:80], line=_line(error), shapes=_about_shapes(error))
    mutated = tuple(i for i, (old, new) in enumerate(zip(before, handed)) if not _same(old, new))
    return Outcome(value=value, mutated=mutated)


@contextlib.contextmanager
def _quiet():
    """No output, no warnings: a right answer's RuntimeWarning on stderr would score 0 under nbgrader."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), \
            contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _standing_in(function, provided):
    space = _globals(function)
    if space is None or not provided:
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
    for _ in range(10):
        if isinstance(function, types.FunctionType) and not hasattr(function, "__wrapped__"):
            return function.__globals__
        if isinstance(function, types.MethodType):
            function = function.__func__
        elif isinstance(function, functools.partial):
            function = function.func
        elif hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        else:
            function = getattr(type(function), "__call__", None)
    return None


def _copy(argument):
    return argument if callable(argument) else copy.deepcopy(argument)


def _same(old, new):
    if isinstance(old, np.ndarray):
        return isinstance(new, np.ndarray) and old.shape == new.shape and old.dtype == new.dtype \
            and bool(np.allclose(old, new, rtol=SAME, atol=SAME, equal_nan=True))
    if isinstance(old, dict):
        return isinstance(new, dict) and old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, (list, tuple)):
        return type(old) is type(new) and len(old) == len(new) and all(map(_same, old, new))
    if isinstance(old, np.random.Generator) or callable(old):
        return True                             # drawing from a generator is what it is for
    return old is new or old == new


def _line(error):
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.lineno for frame in frames if "ipykernel" in frame.filename or frame.filename.startswith("<")]
    return own[-1] if own else None


def _about_shapes(error):
    words = ("mismatch", "broadcast", "not aligned", "operand", "shape", "inhomogeneous", "dimension")
    try:
        return isinstance(error, (ValueError, IndexError)) and any(word in str(error) for word in words)
    except Exception:
        return False
