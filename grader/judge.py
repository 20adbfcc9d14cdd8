"""Judge what a student's function returned: passed, or not and why.

The judge never runs the function itself. It draws cases, hands each to `call`, and compares the outcomes with the
reference; so the same judge serves a kernel (the call is a plain call) and the autograder (the call crosses a pipe).
What is wrong is named by grader.diagnosis; a hint never holds a hidden input, an expected value or the right formula.
"""

import functools
import hashlib
import pickle
from dataclasses import dataclass

import numpy as np

from utils.checking.calling import call_own
from utils.checking.compare import compare
from utils.checking.errors import CAUSES

from .exercise import load

MOST_VERDICTS = 10_000
SYMPTOMS = {"wrong shape", *(name for name, _ in CAUSES.values())}     # where another try may name the cause
DRAWS = 3   # each draw runs through all of an exercise's inputs with other random numbers


@dataclass(frozen=True)
class Verdict:
    """passed; otherwise the hint for the student, and the mistake's name where it is known."""

    passed: bool
    hint: str = ""
    mistake: str | None = None


class Trial:
    """One exercise with its cases: what is expected, and what each known mistake would return."""

    def __init__(self, exercise, cases):
        self.exercise, self.cases = exercise, cases
        self.expected = [self._right(args) for args in cases]
        self.verdicts = {}                      # of wrong answers, by what they returned
        self.combined = {}                      # what known mistakes put together give, by case: see grader.combined

    def _right(self, args):
        outcome = call_own(self.exercise.reference, args)
        if outcome.error:
            raise RuntimeError(f"the reference of {self.exercise.name} fails on its own inputs: {outcome.error}")
        return outcome.value

    @functools.cached_property
    def predictions(self):
        """For each known mistake the outcomes it gives on the cases."""
        return [(mistake, [call_own(mistake.formula, args) for args in self.cases])
                for mistake in self.exercise.mistakes]

    def symptoms(self, outcomes, part):
        """What is wrong with the values, a Symptom for each case that is not right."""
        if self.exercise.verify:
            return []
        found = []
        for args, expected, outcome in zip(self.cases, self.expected, outcomes):
            symptom = compare(only(outcome.value, part), only(expected, part))
            if symptom and not (self.exercise.accepts and self.exercise.accepts(expected, outcome.value, *args)):
                found.append(symptom)
        return found

    def complaint(self, outcomes):
        """What is wrong with the values taken together, and then with what the witnesses heard; None where nothing is."""
        exercise, values = self.exercise, [outcome.value for outcome in outcomes]
        found = exercise.verify and exercise.verify(self.cases, values)
        return found or exercise.hears and exercise.hears(self.cases, values, [outcome.heard for outcome in outcomes])


@functools.lru_cache(maxsize=256)
def trial(name, seed=(0,)):
    """The Trial of an exercise; cases and predictions are worked out once for a whole class."""
    exercise = load(name)
    return Trial(exercise, [args for draw in range(DRAWS)
                            for args in exercise.inputs(np.random.default_rng([draw, *seed]))])


def examine(name, call, part=None, seed=(0,)):
    """The Verdict on a function that `call(args, provided) -> Outcome` runs.

    A function that calls earlier exercises gets a second try with right versions of those, so that one error is
    counted once.
    """
    drawn = trial(name, tuple(seed))
    with np.errstate(all="ignore"):             # a notebook may have told NumPy to raise
        passed, outcomes, again = _tried(drawn, call, part)
        return Verdict(True) if passed else _refused(drawn, outcomes, again, part)


def passes(name, call, part=None, seed=(0,)):
    """Whether examine would let the function pass; what is wrong is not looked into."""
    with np.errstate(all="ignore"):
        return _tried(trial(name, tuple(seed)), call, part)[0]


def _tried(drawn, call, part):
    """(passed, outcomes, outcomes of the second try or None)"""
    outcomes = [call(args, {}) for args in drawn.cases]
    if _passed(drawn, outcomes, part):
        return True, outcomes, None
    if not drawn.exercise.provided or any(outcome.unwritten for outcome in outcomes):
        return False, outcomes, None
    provided = {earlier: load(earlier).reference for earlier in drawn.exercise.provided}
    again = [call(args, provided) for args in drawn.cases]
    return _passed(drawn, again, part), outcomes, again


def _refused(drawn, outcomes, again, part):
    """The Verdict on a wrong answer, from its second try where there is one. Equal answers are looked into once."""
    from .diagnosis import diagnose             # only wrong answers need it
    answer = hashlib.sha256(pickle.dumps((outcomes, again, part))).digest()
    if answer not in drawn.verdicts:
        if len(drawn.verdicts) >= MOST_VERDICTS:
            drawn.verdicts.clear()
        verdict = diagnose(drawn, outcomes if again is None else again, part)
        if again is not None and (not verdict.mistake or verdict.mistake in SYMPTOMS):
            first = diagnose(drawn, outcomes, part)
            verdict = first if first.mistake and first.mistake not in SYMPTOMS else verdict
        drawn.verdicts[answer] = verdict
    return drawn.verdicts[answer]


def _passed(drawn, outcomes, part):
    if any(outcome.error or outcome.mutated for outcome in outcomes) or drawn.symptoms(outcomes, part):
        return False
    return not drawn.complaint(outcomes)


def only(value, part):
    """The result without the keys that other tests grade."""
    if part is None or not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if key == part}
