"""An exercise as the grader knows it: its right answer, inputs that tell mistakes apart, and the known mistakes."""

import functools
import importlib
import importlib.util
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

MISCONCEPTION, SLIP = "misconception", "slip"


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that learners are known to give.

    name: short, for tables. formula: the wrong function, called like the right one. words: what the learner reads; they
    point to the error and do not give the formula. kind: "misconception" (of the idea) or "slip" (of the code).
    part: the one part of the exercise it is about, where that is not all of them.
    """

    name: str
    formula: Callable
    words: str
    kind: str = MISCONCEPTION
    part: str | None = None


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a value, where no single right value exists (random initial weights): a name, and words."""

    name: str
    words: str


@dataclass(frozen=True)
class Exercise:
    """One exercise; its module in grader/exercises defines these names.

    reference(*args): the right answer. inputs(rng): yields tuples of arguments. MISTAKES: a list of Mistake.
    PARTS: keys of the result that are graded one by one. PROVIDED: names of earlier exercises that the answer may call.
    scales(*args): {name: size} a result may be off by. related(*args): {name: array} of the same pass.
    accepts(expected, got, *args): True where a value beside the reference is right too.
    steps(value, *args): yields (key, exercise, arguments) for each key of the result that an earlier exercise makes from
    the values before it, as value has them.
    views: {name: (words, function of an array)}, ways to look at the result (its logarithm) under which an error may be simple.
    verify(cases, values): a Complaint or None, in place of a comparison with the reference; cases are the argument
    tuples, values what the function returned for them, as plain data.
    hears(cases, values, heard): the same, where verify has none, about what the witnesses among the arguments were handed.
    """

    name: str
    lesson: str
    reference: Callable
    inputs: Callable
    mistakes: tuple[Mistake, ...] = ()
    parts: tuple[str, ...] = ()
    provided: tuple[str, ...] = ()
    scales: Callable | None = None
    related: Callable | None = None
    accepts: Callable | None = None
    verify: Callable | None = None
    hears: Callable | None = None
    steps: Callable | None = None
    views: dict | None = None
    arguments: tuple[str, ...] = field(default=())


LESSONS = {
    "01_forward_pass": "forward_pass",
    "02_output_layer": "output_layer",
    "03_hidden_layers": "hidden_layers",
    "04_batches": "batches",
    "05_vanishing_gradients": "vanishing_gradients",
    "06_training": "training",
}


@functools.cache
def load(name):
    """The Exercise of that name. KeyError where there is none."""
    for lesson, package in LESSONS.items():
        path = f"grader.exercises.{package}.{name}"
        if name.isidentifier() and _exists(path):
            return _read(importlib.import_module(path), name, lesson)
    raise KeyError(f'no exercise is called "{name}"')


def names():
    """Every exercise's name, in the order of the lessons."""
    found = []
    for package in LESSONS.values():
        path = f"grader.exercises.{package}"
        if _exists(path):
            found.extend(getattr(importlib.import_module(path), "EXERCISES", []))
    return found


def _exists(path):
    try:
        return importlib.util.find_spec(path) is not None
    except ModuleNotFoundError:
        return False


def _read(module, name, lesson):
    return Exercise(
        name=name, lesson=lesson, reference=module.reference, inputs=module.inputs,
        mistakes=tuple(module.MISTAKES), parts=tuple(getattr(module, "PARTS", ())),
        provided=tuple(getattr(module, "PROVIDED", ())), scales=getattr(module, "scales", None),
        related=getattr(module, "related", None), accepts=getattr(module, "accepts", None),
        verify=getattr(module, "verify", None), hears=getattr(module, "hears", None), steps=getattr(module, "steps", None),
        views=getattr(module, "views", None),
        arguments=tuple(inspect.signature(module.reference).parameters),
    )
