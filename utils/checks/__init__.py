"""The learner's checks, a module a lesson. `check("softmax", softmax)` is all that a notebook calls."""

import contextlib
import importlib
import importlib.util
import inspect
import io
import os
import sys

from utils.checking.report import CheckFailed, aligned
from utils.checking.visible import run

LESSONS = ("forward_pass", "output_layer", "hidden_layers", "batches", "vanishing_gradients", "training")


def check(name, function, part=None, needs=None, **context):
    """Say whether function answers the exercise called name; raise CheckFailed with a hint where it does not.

    part: the one gradient to look at, such as "W1". context: functions of the notebook that the check needs.
    needs: names of earlier exercises that the answer may call, or {name: function}. Where one of them is not right yet, a
    wrong answer is not called wrong: it is not judged, and nothing is raised. Names, since a cell that could not run has
    defined nothing. While a lesson is autograded nothing is checked: the hidden test that follows is the judge, and has a
    name for more mistakes.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return
    label = (name, part) if part else (name,)
    if not isinstance(needs, dict):
        notebook = sys._getframe(1).f_globals
        needs = {earlier: notebook.get(earlier) for earlier in needs or ()}
    given = context | {earlier: function for earlier, function in needs.items() if function is not None}
    found = find(name)
    try:
        run(found, name, function, part, **_asked(found, given))
    except CheckFailed:
        first = next((earlier for earlier in needs if not _passes(earlier, needs[earlier], given)), None)
        if first is None:
            raise
        print(aligned([(*label, f"not judged: it needs {first} first")]))


def find(name):
    """The Check of an exercise. KeyError where there is none."""
    for lesson in LESSONS:
        if importlib.util.find_spec(f"{__name__}.{lesson}") is None:
            continue
        checks = importlib.import_module(f"{__name__}.{lesson}").CHECKS
        if name in checks:
            return checks[name]
    raise KeyError(f'there is no check called "{name}"')


def _passes(name, function, context):
    found = find(name)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            run(found, name, function, **_asked(found, context))
    except CheckFailed:
        return False
    return True


def _asked(found, context):
    """The part of the context that the check's functions take."""
    asked = set()
    for function in (found.cases, found.expected, found.complaint, found.related, found.verify):
        if function:
            asked |= set(inspect.signature(function).parameters)
    return {name: value for name, value in context.items() if name in asked}
