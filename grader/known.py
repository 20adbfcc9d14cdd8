"""Is a wrong answer one of the known mistakes? Only where it agrees with it in every case."""

import numpy as np

from utils.checking.compare import compare
from utils.checking.values import numbers

from .judge import Verdict, only

NUMERIC = {"OverflowError", "ZeroDivisionError", "FloatingPointError"}    # where NumPy gives NaN or infinity
FEWEST = 3      # cases that must agree where others are looked past


def known_mistake(drawn, outcomes, part, predictions=None):
    """The Verdict that names the known mistake which gives the same as the student's function, or None.

    Several can fit one part of a result; the one that explains the most of the other parts too is the likeliest.
    predictions: (mistake, its outcomes), in place of those of the exercise.
    """
    candidates = [(mistake, predicted) for mistake, predicted in (drawn.predictions if predictions is None else predictions)
                  if part is None or mistake.part in (None, part)]
    stops = any(outcome.error for outcome in outcomes)
    for agrees in (_agrees, _agrees_where_finite):
        fitting = [(mistake, predicted) for mistake, predicted in candidates if agrees(drawn, outcomes, predicted, part)
                   or part and stops and agrees(drawn, outcomes, predicted, None)]
        fitting = [pair for pair in fitting if not _contradicted(drawn, outcomes, pair[1])]
        if fitting:
            mistake, predicted = max(fitting, key=lambda pair: _explained(drawn, outcomes, pair[1]))
            besides = _besides(drawn, outcomes, predicted) if agrees is _agrees_where_finite else ""
            return Verdict(False, mistake.words + besides, mistake.name)
    return None


def _contradicted(drawn, outcomes, predicted):
    """Whether some part is right in the student's result, in every case, that the mistake would have spoiled."""
    def right(results, part):
        return all(result.error or _equal(only(result.value, part), only(expected, part), None)
                   for result, expected in zip(results, drawn.expected))
    return any(not right(predicted, part) and right(outcomes, part) for part in drawn.exercise.parts)


def _explained(drawn, outcomes, predicted):
    """How many parts of the result are the same as the mistake's, in every case."""
    return sum(all(guess.error or outcome.error or _equal(only(outcome.value, part), only(guess.value, part), None)
                   for outcome, guess in zip(outcomes, predicted)) for part in drawn.exercise.parts)


def _besides(drawn, outcomes, predicted):
    if any(outcome.mutated and not guess.mutated for outcome, guess in zip(outcomes, predicted)):
        from .diagnosis import mutation_words
        positions = sorted({position for outcome in outcomes for position in outcome.mutated})
        return " Besides: " + mutation_words(drawn.exercise.arguments, positions)
    return ""


def _agrees(drawn, outcomes, predicted, part):
    """The same values, errors and written arguments in every case, and something wrong in one."""
    telling = False
    for outcome, guess, expected in zip(outcomes, predicted, drawn.expected):
        if guess.error or outcome.error:
            if guess.error != outcome.error and not (guess.shapes and outcome.shapes):
                return False
            continue
        if _left_out_otherwise(outcome.value, guess.value, expected, part):
            return False
        guessed, value = only(guess.value, part), only(outcome.value, part)
        if guess.mutated != outcome.mutated or not _equal(value, guessed, expected, strict=True):
            return False
        telling = telling or bool(guess.mutated) or drawn.exercise.verify is not None \
            or not _equal(guessed, only(expected, part), expected)
    return telling


def _agrees_where_finite(drawn, outcomes, predicted, part):
    """As _agrees, but looking past overflow, cases where any answer will do, a single number's form, and written arguments.

    A mistake has the same name in its stable and its unstable form. Where too much is looked past, it has none. A
    mistake that is nothing but an overflow must overflow in the same cases.
    """
    agreed = telling = both = one = 0
    for args, outcome, guess, expected in zip(drawn.cases, outcomes, predicted, drawn.expected):
        overflown = _overflown(outcome, expected, part) + _overflown(guess, expected, part)
        if overflown:
            both, one = both + (overflown == 2), one + (overflown == 1)
            continue
        if outcome.error or guess.error:
            if not (guess.error == outcome.error or guess.shapes and outcome.shapes):
                return False
            continue
        accepts = drawn.exercise.accepts
        if accepts and (accepts(expected, outcome.value, *args) or accepts(expected, guess.value, *args)):
            continue
        if _left_out_otherwise(outcome.value, guess.value, expected, part):
            return False
        guessed, value = only(guess.value, part), only(outcome.value, part)
        if not _equal(value, guessed, expected):
            if _degenerate(args) and not _equal(value, only(expected, part), expected):
                continue
            return False
        agreed += 1
        telling += not _equal(guessed, only(expected, part), expected)
    return agreed >= FEWEST and 2 * agreed >= len(outcomes) and (telling >= 2 or both >= 1 and one == 0)


def _left_out_otherwise(value, guessed, expected, part):
    """Whether what is asked for is missing in both, but not in the same way: other keys are there in its place."""
    if not (isinstance(value, dict) and isinstance(guessed, dict)):
        return False
    asked = [part] if part else expected if isinstance(expected, dict) else ()
    return any(key not in value and key not in guessed for key in asked) and value.keys() != guessed.keys()


def _degenerate(args):
    """Whether some vector holds a single number: what is wrong everywhere may take another form there."""
    return any(isinstance(argument, np.ndarray) and argument.shape == (1,) for argument in args)


def _overflown(outcome, expected, part):
    if outcome.error:
        return outcome.error in NUMERIC
    return _infinite(only(outcome.value, part)) and not _infinite(only(expected, part))


def _infinite(value):
    if isinstance(value, dict):
        return any(map(_infinite, value.values()))
    array = numbers(value)[0]
    return array is not None and not np.all(np.isfinite(array))


def _equal(value, guessed, expected, strict=False):
    """The same values; of dictionaries, those under the keys that are asked for. strict: the same keys and types too."""
    if strict and isinstance(guessed, (dict, list, tuple)) and (
            not isinstance(value, type(guessed)) or isinstance(guessed, dict) and value.keys() != guessed.keys()):
        return False
    if isinstance(guessed, dict):
        if not isinstance(value, dict):
            return False
        asked = [key for key in (expected if isinstance(expected, dict) else guessed)]
        if any((key in value) != (key in guessed) for key in asked):
            return False
        if any(key not in value for key in asked) and value.keys() != guessed.keys():
            return False                        # missing in both, with other keys in its place
        return all(_equal(value[key], guessed[key], None) for key in asked if key in guessed)
    if isinstance(guessed, (list, tuple)):
        array, reason = numbers(guessed)
        if not reason and not isinstance(value, (list, tuple)):
            return compare(value, array) is None
        return isinstance(value, (list, tuple)) and len(value) == len(guessed) and compare(value, guessed) is None
    array, reason = numbers(guessed)
    if reason:
        return numbers(value)[1] == reason
    return not isinstance(value, dict) and compare(value, array) is None
