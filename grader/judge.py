"""Judge what a student's function returned: passed, or not and why.

The judge never runs the function itself. It draws cases, hands each to `call`, and compares the outcomes with the
reference; so the same judge serves a kernel (the call is a plain call) and the autograder (the call crosses a pipe).
A hint is built from the known mistakes, then from structure, then from the symptom; it never holds a hidden input, an
expected value or the right formula.
"""

import functools
from dataclasses import dataclass

import numpy as np

from utils.checking.calling import call as call_here
from utils.checking.compare import compare
from utils.checking.structure import relate
from utils.checking.values import numbers, plain

from .exercise import load

DRAWS = 3   # each draw runs through all of an exercise's inputs with other random numbers


@dataclass(frozen=True)
class Verdict:
    """passed; otherwise the hint for the student, and the mistake's name where it is known."""

    passed: bool
    hint: str = ""
    mistake: str | None = None


class Trial:
    """One exercise with its cases drawn: what is expected, and what each known mistake would return."""

    def __init__(self, name, seed):
        self.exercise = load(name)
        self.cases = [args for draw in range(DRAWS)
                      for args in self.exercise.inputs(np.random.default_rng([draw, *seed]))]
        self.expected = [self._right(args) for args in self.cases]

    def _right(self, args):
        outcome = call_here(self.exercise.reference, args)
        if outcome.error:
            raise RuntimeError(f"the reference of {self.exercise.name} fails on its own inputs: {outcome.error}")
        return outcome.value

    @functools.cached_property
    def predictions(self):
        """For each known mistake the outcomes it gives on the cases."""
        return [(mistake, [call_here(mistake.formula, args) for args in self.cases])
                for mistake in self.exercise.mistakes]


@functools.lru_cache(maxsize=256)
def trial(name, seed=(0,)):
    """The Trial of an exercise; cases and predictions are worked out once for a whole class."""
    return Trial(name, seed)


def examine(name, call, part=None, seed=(0,)):
    """The Verdict on a function that `call(args, provided) -> Outcome` runs.

    A function that calls earlier exercises gets a second try with right versions of those, so that one error is
    counted once.
    """
    drawn = trial(name, tuple(seed))
    verdict = _judge(drawn, [call(args, {}) for args in drawn.cases], part)
    if verdict.passed or not drawn.exercise.provided:
        return verdict
    provided = {earlier: load(earlier).reference for earlier in drawn.exercise.provided}
    return _judge(drawn, [call(args, provided) for args in drawn.cases], part)


def _judge(drawn, outcomes, part):
    exercise = drawn.exercise
    if any(outcome.unwritten for outcome in outcomes):
        return Verdict(False, f"{exercise.name} is not written yet.", "not written")
    failures = [i for i, outcome in enumerate(outcomes) if outcome.error]
    symptoms = [] if failures else _symptoms(drawn, outcomes, part)
    mutated = sorted({position for outcome in outcomes for position in outcome.mutated})
    if not failures and not symptoms and not mutated and exercise.verify:
        complaint = exercise.verify(drawn.cases, [outcome.value for outcome in outcomes])
        if complaint:
            known = _known_mistake(drawn, outcomes, part)
            return known or Verdict(False, complaint.words, complaint.name)
    if not failures and not symptoms and not mutated:
        return Verdict(True)
    known = _known_mistake(drawn, outcomes, part)
    if known:
        return known
    if failures:
        return Verdict(False, _error_words(exercise, outcomes[failures[0]], len(failures) == len(outcomes)))
    if not symptoms:
        return Verdict(False, mutation_words(exercise.arguments, mutated), "writes into its arguments")
    return _structure(drawn, outcomes, part, symptoms[0]) or Verdict(False, f"{exercise.name}: {symptoms[0].words}.")


def _symptoms(drawn, outcomes, part):
    if drawn.exercise.verify:
        return []
    found = []
    for args, expected, outcome in zip(drawn.cases, drawn.expected, outcomes):
        symptom = compare(_only(outcome.value, part), _only(expected, part))
        if symptom and _accepted(drawn.exercise, expected, outcome, args):
            continue
        if symptom:
            found.append(symptom)
    return found


def _accepted(exercise, expected, outcome, args):
    return bool(exercise.accepts and exercise.accepts(expected, outcome.value, *args))


def _only(value, part):
    """The result without the keys that other tests grade."""
    if part is None or not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if key == part}


def _known_mistake(drawn, outcomes, part):
    """The known mistake that gives the same as the student's function in every case.

    Several can fit one part; the one that explains the most of the other parts too is the likeliest.
    """
    stops = any(outcome.error for outcome in outcomes)
    fitting = [(mistake, predicted) for mistake, predicted in drawn.predictions
               if mistake.part in (None, part)
               and (_agrees(drawn, outcomes, predicted, part) or stops and _agrees(drawn, outcomes, predicted, None))]
    if not fitting:
        return None
    mistake = fitting[0][0]
    if len(fitting) > 1:
        mistake, _ = max(fitting, key=lambda pair: sum(_explains(outcomes, pair[1], other)
                                                       for other in drawn.exercise.parts))
    return Verdict(False, mistake.words, mistake.name)


def _explains(outcomes, predicted, part):
    return all(guess.error or outcome.error or _equal(_only(outcome.value, part), _only(guess.value, part))
               for guess, outcome in zip(predicted, outcomes))


def _agrees(drawn, outcomes, predicted, part):
    telling = False
    for args, outcome, guess, expected in zip(drawn.cases, outcomes, predicted, drawn.expected):
        if guess.error or outcome.error:
            if guess.error != outcome.error:
                return False
            continue
        guessed, value = _only(guess.value, part), _only(outcome.value, part)
        if not _equal(value, guessed) and _accepted(drawn.exercise, expected, outcome, args):
            continue                             # right in another way than the mistake happens to be: tells nothing
        if not _equal(value, guessed) or guess.mutated != outcome.mutated:
            return False
        telling = telling or bool(guess.mutated) or drawn.exercise.verify is not None \
            or not _equal(guessed, _only(expected, part))
    return telling


def _equal(value, other):
    if isinstance(other, (dict, list, tuple)):
        return isinstance(value, type(other)) and len(value) == len(other) and compare(value, other) is None
    array, reason = numbers(other)
    if reason:
        return type(value) is type(other) and plain(value) == plain(other)
    return compare(value, array) is None


def _structure(drawn, outcomes, part, symptom):
    """A relation between the student's arrays and the right ones, or between them and a known mistake's."""
    if symptom.kind in ("unreadable", "missing"):
        return None
    key, got = _arrays([outcome.value for outcome in outcomes], drawn.expected, part)
    if got is None:
        return None
    exercise = drawn.exercise
    telling = [i for i, args in enumerate(drawn.cases)
               if not _accepted(exercise, drawn.expected[i], outcomes[i], args)]
    cases, got = [drawn.cases[i] for i in telling], [got[i] for i in telling]
    scales = [exercise.scales(*args) for args in cases] if exercise.scales else None
    related = [exercise.related(*args) for args in cases] if exercise.related else None
    where = f"{key}: " if key else ""
    relation = relate(got, [_pick(drawn.expected[i], key) for i in telling], scales, related)
    if relation:
        return Verdict(False, where + relation.words, relation.name)
    for mistake, predicted in drawn.predictions:
        values = [_pick(predicted[i].value, key) for i in telling]
        if mistake.part not in (None, part) or any(guess.error for guess in predicted) \
                or any(numbers(value)[1] for value in values):
            continue
        relation = relate(got, [numbers(value)[0] for value in values], scales)
        if relation:
            return Verdict(False, f"{where}Two things at once. {mistake.words} And then: {relation.words}",
                           f"{mistake.name} + {relation.name}")
    return None


def _arrays(values, expected, part):
    """(key, arrays) of the first wrong quantity, as arrays in every case; (None, None) where there are none."""
    keys = [part] if part else list(expected[0]) if isinstance(expected[0], dict) else [None]
    for key in keys:
        arrays = [numbers(_pick(value, key))[0] for value in values]
        if any(array is None for array in arrays) or isinstance(_pick(expected[0], key), (list, tuple)):
            return None, None
        if any(compare(array, _pick(right, key)) for array, right in zip(arrays, expected)):
            return key, arrays
    return None, None


def _pick(value, key):
    return value.get(key) if key is not None and isinstance(value, dict) else value


def _error_words(exercise, outcome, always):
    place = f" in line {outcome.line}" if outcome.line else ""
    when = "" if always else " for some inputs"
    if outcome.shapes:
        return (f"{exercise.name} stops with a {outcome.error}{place}{when}: shapes do not fit together. "
                "Sizes differ from layer to layer in the test; print the shapes on that line.")
    return f"{exercise.name} stops with a {outcome.error}{place}{when}."


def mutation_words(arguments, positions):
    """Which argument was written into, and what to do."""
    named = " and ".join(arguments[i] if i < len(arguments) else f"argument {i + 1}" for i in positions)
    return (f"It writes into its argument {named}, which the caller still needs. "
            "Work on a copy, or make a new array.")
