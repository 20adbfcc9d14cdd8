"""Known mistakes of a pass put together: one of them in some of the layers only, or two of them at once.

An exercise whose answer is a pass through a network builds its mistakes from exchanged steps: formula.steps names them,
formula.build(**steps) makes the function. Tried where no mistake fits alone; named where one of these fits every case.
"""

import functools
import itertools

import numpy as np

from utils.checking.calling import call_own
from utils.checking.compare import all_close
from utils.checking.values import numbers

from .exercise import Mistake
from .known import known_mistake

PLACED = {"gate", "slopes", "through", "carried", "weights", "goes_on", "weight", "bias", "enters"}    # steps taken in every layer
PLACES = [("in layer 1 only", lambda layer, last: layer == 1),
          ("in the last hidden layer only", lambda layer, last: layer == last - 1),
          ("in the output layer only", lambda layer, last: layer == last),
          ("in every layer but the first", lambda layer, last: layer != 1),
          ("in every hidden layer but the last", lambda layer, last: layer != last - 1)]
MOST_FITTING = 30


def combined_mistake(drawn, outcomes, part):
    """The Verdict that names what fits in every case, or None."""
    place = next((i for i, outcome in enumerate(outcomes) if not outcome.error and isinstance(outcome.value, dict)
                  and not _same(outcome.value, drawn.expected[i], part)), None)
    if place is None or not isinstance(drawn.expected[place], dict):
        return None
    got = outcomes[place].value
    fitting = [(mistake, value) for mistake, value in _values(drawn, place) if _same(got, value, part)]
    fitting.sort(key=lambda pair: -sum(_same(got, pair[1], key) for key in drawn.expected[place]))
    predicted = [(mistake, [call_own(mistake.formula, args) for args in drawn.cases]) for mistake, _ in fitting[:MOST_FITTING]]
    return known_mistake(drawn, outcomes, part, predicted)


def _values(drawn, place):
    """(mistake, what it gives in this case) of every combination; kept, since many answers are asked for."""
    if place not in drawn.combined:             # one place is kept: nearly all wrong answers show in the same case
        found = []
        for mistake in _combinations(drawn.exercise):
            try:
                with np.errstate(all="ignore"):
                    value = mistake.formula(*drawn.cases[place])
            except Exception:                   # shapes that do not fit, names that are not there
                continue
            if isinstance(value, dict):
                found.append((mistake, value))
        drawn.combined = {place: found}
    return drawn.combined[place]


@functools.lru_cache(maxsize=16)
def _combinations(exercise):
    stepped = [mistake for mistake in exercise.mistakes if getattr(mistake.formula, "steps", None)]
    found = []
    for mistake in stepped:
        if mistake.formula.steps.keys() <= PLACED:
            for words, only in PLACES:
                where = f"Only {words.removesuffix(' only')}" if words.endswith("only") else words[0].upper() + words[1:]
                found.append(Mistake(f"{mistake.name}, {words}", mistake.formula.build(**mistake.formula.steps, only=only),
                                     f"{where}: {mistake.words}", mistake.kind))
    for one, two in itertools.combinations(stepped, 2):
        steps = _merged(one.formula.steps, two.formula.steps)
        if steps:
            found.append(Mistake(f"{one.name} + {two.name}", one.formula.build(**steps),
                                 f"Two things at once. {one.words} And: {two.words}", one.kind))
    return found


def _merged(one, two):
    """The steps of both, or None where they change the same one."""
    steps = one | two
    for key in one.keys() & two.keys():
        if not (isinstance(one[key], dict) and isinstance(two[key], dict)) or one[key].keys() & two[key].keys():
            return None
        steps[key] = one[key] | two[key]
    return steps


def _same(value, other, part):
    """Whether both have the same numbers under the part's key, or under every key."""
    keys = [part] if part else other
    return all(_equal(value.get(key), other.get(key)) for key in keys)


def _equal(one, two):
    if one is None or two is None:
        return False
    if not isinstance(one, np.ndarray):
        one = numbers(one)[0]
    if one is None or np.shape(one) != np.shape(two):
        return False
    return all_close(np.asarray(one, dtype=float), np.asarray(two, dtype=float))
