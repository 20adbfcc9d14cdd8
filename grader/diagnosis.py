"""What is wrong with an answer that did not pass? Named where every case agrees, told by its symptom where none does.

In this order: a known mistake; a known mistake in the first wrong step of a chain; a relation to the right values or to
those of other quantities; two known mistakes at once; where it is right and where it is not; the symptom.
"""

import itertools
from dataclasses import replace

import numpy as np

from utils.checking import arguments, structure
from utils.checking.compare import all_close, compare, keys_instead
from utils.checking.errors import CAUSES, article
from utils.checking.observe import common_property, one_length
from utils.checking.values import numbers

from .chain import first_wrong_link
from .combined import combined_mistake
from .judge import Verdict, only
from .known import known_mistake
from .returned import returned_beside, sometimes_known

MOST_PAIRS = 2_000      # of known mistakes that are tried together
NEXT = {"nan": " That comes of 0 / 0, infinity - infinity, 0 · infinity, ln 0, the root of a negative number or an overflow: which can happen here?",
        "entries": " Work one small case out on paper, with sizes that differ and numbers of both signs, and print every step."}


def diagnose(drawn, outcomes, part=None):
    """The Verdict on outcomes that are not right."""
    exercise = drawn.exercise
    if any(outcome.unwritten for outcome in outcomes):
        return Verdict(False, f"{exercise.name} is not written yet.", "not written")
    failures = [i for i, outcome in enumerate(outcomes) if outcome.error]
    symptoms = [] if failures else drawn.symptoms(outcomes, part)
    mutated = sorted({position for outcome in outcomes for position in outcome.mutated})
    known = known_mistake(drawn, outcomes, part)
    if known:
        return known
    if len(failures) == len(outcomes):
        stopped = _stopped(exercise, outcomes, failures)
        return replace(stopped, mistake=stopped.mistake or f"stops with {outcomes[0].error}")
    if not failures and not symptoms and exercise.verify:
        complaint = drawn.complaint(outcomes)
        if complaint:
            return _besides(exercise, mutated, Verdict(False, complaint.words, complaint.name))
    if not failures and not symptoms and mutated:
        return Verdict(False, mutation_words(exercise.arguments, mutated), "writes into its arguments")
    if exercise.verify:
        stopped = _stopped(exercise, outcomes, failures)
        return _besides(exercise, mutated, stopped) if stopped else stopped
    found = returned_beside(drawn, outcomes, part) or _first_link(drawn, outcomes) or _structure(drawn, outcomes, part)
    if not found or not found.mistake:          # a cause of an error says more than where the rest is wrong
        stopped = _stopped(exercise, outcomes, failures, drawn.cases, _wrong(drawn, outcomes, part))
        found = stopped if stopped and (stopped.mistake or not found) else found or _told(drawn, symptoms[0], outcomes)
    return _besides(exercise, mutated, found) if found else found


def _besides(exercise, mutated, found):
    """The Verdict, and that arguments were written into."""
    if not mutated or "It writes into" in found.hint:
        return found
    writes = mutation_words(exercise.arguments, mutated)
    if found.mistake == CAUSES["cast"][0]:
        words = f"{writes} (Where it holds whole numbers the function stops: they cannot store fractions.)"
        return Verdict(False, words, "writes into its arguments")
    return Verdict(False, f"{found.hint} Besides: {writes}", found.mistake or "writes into its arguments")


def _wrong(drawn, outcomes, part):
    """For each case, whether the outcome is an error or not the right value."""
    return [bool(outcome.error or compare(only(outcome.value, part), only(expected, part)))
            for outcome, expected in zip(outcomes, drawn.expected)]


# --- a chain of earlier exercises ------------------------------------------------------------------------------------

def _first_link(drawn, outcomes):
    found = first_wrong_link(drawn, outcomes, lambda trial, values: _structure(trial, values, None))
    if not found:
        return None
    key, verdict, name = found
    if verdict:
        return Verdict(False, f"{key}: {verdict.hint}", f"{key}: {verdict.mistake}")
    return Verdict(False, f"{key} does not follow from the values before it: it should be what {name} makes of them.",
                   f"{key} does not follow")


# --- relations -------------------------------------------------------------------------------------------------------

def _structure(drawn, outcomes, part):
    """A relation between the student's arrays and the right ones, or between them and those of known mistakes."""
    exercise = drawn.exercise
    key, chosen, got, right = _arrays(drawn, outcomes, part)
    if not chosen or all(all_close(g, e) for g, e in zip(got, right)):
        return combined_mistake(drawn, outcomes, part)          # right wherever it does not stop with an error
    cases = [drawn.cases[i] for i in chosen]
    flat = [arguments.arrays(exercise.arguments, args) for args in cases]
    scales = [exercise.scales(*args) for args in cases] if exercise.scales else None
    related = [exercise.related(*args) for args in cases] if exercise.related else None
    if key is not None:
        siblings = [{f"∂L/∂{other}" if other in named else other: item    # a gradient has its parameter's key
                     for other, item in drawn.expected[i].items() if other != key} for i, named in zip(chosen, flat)]
        related = [siblings[i] | (related[i] if related else {}) for i in range(len(chosen))]
    where = f"{key}: " if key is not None and part is None else ""
    sometimes = " For other inputs it stops with an error." if any(outcome.error for outcome in outcomes) else ""
    relation = structure.exact(got, right, scales, related, flat)
    if not relation or relation.vague:
        relation = structure.entered(got, right, exercise.arguments, cases,
                                     lambda *args: _pick(exercise.reference(*args), key)) or relation
    if relation and not relation.name.endswith((" changes", ", sometimes")):
        return Verdict(False, where + relation.words + sometimes, relation.name)
    together = combined_mistake(drawn, outcomes, part)
    if together or relation:
        return together or Verdict(False, where + relation.words + sometimes, relation.name)
    wrong = _wrong_answers(drawn, chosen, key, part, right)
    found = sometimes_known(got, right, wrong, where, sometimes)
    if found or all(all_close(g, e) for g, e in zip(got, right) if np.all(np.isfinite(g))):
        return found or _observed(structure.partial(got, right, flat), where, sometimes)
    return (_viewed(exercise.views, got, right, flat) or _on_top(got, wrong, scales, where)
            or _two_at_once(got, right, wrong, where, len(exercise.arguments) > 1)
            or _observed(structure.partial(got, right, flat), where, sometimes))


def _viewed(views, got, right, flat):
    """A factor or an amount that shows when the result is looked at in another way."""
    for name, (words, view) in (views or {}).items():
        seen = []
        for g, e in zip(got, right):
            if g.shape != e.shape:
                return None
            g, e = view(g), view(e)
            clear = np.isfinite(g) & np.isfinite(e)
            seen.append((g[clear], e[clear]))
        if sum(g.size for g, _ in seen) < sum(g.size for g in got) / 2:
            continue
        relation = structure.on_top(*zip(*seen), arguments=flat)
        if relation:
            return Verdict(False, f"{words}: {relation.words[0].lower()}{relation.words[1:]}", f"{relation.name} in {name}")
    return None


def _observed(relation, where, sometimes):
    return Verdict(False, where + relation.words + sometimes, relation.name) if relation else None


def _arrays(drawn, outcomes, part):
    """(key, cases, arrays, right arrays) of the first wrong quantity in the cases that give one; else no cases."""
    nothing = None, [], [], []
    if not isinstance(drawn.expected[0], dict):
        return (None, *_chosen(drawn, outcomes, None)) if not isinstance(drawn.expected[0], (list, tuple)) else nothing
    keys = [part] if part else dict.fromkeys(key for expected in drawn.expected for key in expected)
    for key in keys:
        chosen, got, right = _chosen(drawn, outcomes, key)
        if any(not all_close(g, e) for g, e in zip(got, right)):
            return key, chosen, got, right
        if any(not outcome.error and key in expected and not _has(outcome.value, key)
               for outcome, expected in zip(outcomes, drawn.expected)):
            return nothing
    return nothing


def _chosen(drawn, outcomes, key):
    chosen, got, right = [], [], []
    for i, (outcome, expected) in enumerate(zip(outcomes, drawn.expected)):
        if outcome.error or key is not None and not (_has(outcome.value, key) and key in expected):
            continue
        array = numbers(_pick(outcome.value, key))[0]
        if array is None:
            return [], [], []
        free = drawn.exercise.accepts and drawn.exercise.accepts(expected, outcome.value, *drawn.cases[i])
        if not free:
            chosen.append(i)
            got.append(array)
            right.append(np.asarray(_pick(expected, key), dtype=float))
    return chosen, got, right


def _wrong_answers(drawn, chosen, key, part, right):
    """(mistake, arrays) of every known mistake that gives finite arrays in the chosen cases."""
    found = []
    for mistake, predicted in drawn.predictions:
        if part and mistake.part not in (None, part) or any(predicted[i].error for i in chosen):
            continue
        arrays = [numbers(_pick(predicted[i].value, key))[0] for i in chosen]
        if all(array is not None for array in arrays) and any(np.any(array) for array in arrays) \
                and not all(all_close(array, e) for array, e in zip(arrays, right)):
            found.append((mistake, arrays))
    return found


def _on_top(got, wrong, scales, where):
    for mistake, arrays in wrong:
        relation = structure.on_top(got, arrays, scales)
        if relation:
            return Verdict(False, f"{where}Two things at once. {mistake.words} And then: {relation.words}",
                           f"{mistake.name} + {relation.name}")
    return None


def _two_at_once(got, right, wrong, where, sums):
    """Two known mistakes whose changes, added or multiplied, give the student's numbers.

    sums: changes in the same place count too. Of a single argument the sum of two formulas is too often a third one.
    """
    if any(g.shape != e.shape for g, e in zip(got, right)):
        return None
    shaped = [(mistake, _joined(arrays)) for mistake, arrays in wrong
              if all(a.shape == e.shape and np.all(np.isfinite(a)) for a, e in zip(arrays, right))]
    g, e = _joined(got), _joined(right)
    if not np.all(np.isfinite(g)) or np.sum(np.abs(e) > 1e-3) < 6:
        return None
    for (one, a), (two, b) in itertools.islice(itertools.combinations(shaped, 2), MOST_PAIRS):
        if _product(g, e, a, b) or all_close(g, a + b - e) and (_apart(a - e, b - e) or sums and not (
                _along(a - e, b - e) or _along(a, e) or _along(b, e))):
            return Verdict(False, f"{where}Two things at once. {one.words} And: {two.words}", f"{one.name} + {two.name}")
    return None


def _product(g, e, a, b):
    """g / e = (a / e) (b / e), where everything wrong is at an e that is not 0."""
    big = np.abs(e) > 1e-3
    return all_close(g[~big], e[~big]) and all_close(g[big], (a * b)[big] / e[big])


def _joined(arrays):
    return np.concatenate([array.ravel() for array in arrays])


def _apart(a, b):
    """Whether two changes lie in different places."""
    return not np.any((np.abs(a) > 1e-5) & (np.abs(b) > 1e-5))


def _along(a, b):
    """Whether two vectors have the same direction, up to the sign."""
    return abs(a @ b) > 0.999 * np.sqrt((a @ a) * (b @ b))


def _pick(value, key):
    return value.get(key) if key is not None and isinstance(value, dict) else value


def _has(value, key):
    return isinstance(value, dict) and key in value


# --- the symptom -----------------------------------------------------------------------------------------------------

def _stopped(exercise, outcomes, failures, cases=None, wrong=None):
    """The Verdict on a function that stops with an error, or None where it never does. wrong: for each case, whether it is."""
    if not failures:
        return None
    outcome = outcomes[failures[0]]
    name, why = CAUSES.get(outcome.cause, (None, ""))
    if outcome.cause == "signature":
        return Verdict(False, f"{exercise.name} is called with {', '.join(exercise.arguments)}, and cannot be: look at its "
                       "def line.", name)
    place = f" in line {outcome.line} of its cell" if outcome.line else ""
    when = ""
    if len(failures) < len(outcomes):
        bad = [bool(item.error) for item in outcomes]
        flat = [arguments.arrays(exercise.arguments, args) for args in cases] if cases else []
        common = common_property(bad, flat) if cases and outcome.cause != "cast" else None
        when = f" where {common}" if common else " for some inputs"
        length = one_length(common_property(wrong, flat)) if cases and wrong else None
        if length:
            return Verdict(False, length[1], length[0])
        if common and common.startswith("len("):
            name = f"stops where {common}"
    return Verdict(False, f"{exercise.name} stops with {article(outcome.error)} {outcome.error}{place}{when}. {why}".rstrip(),
                   name)


def _told(drawn, symptom, outcomes):
    name = {"missing": "key missing", "unreadable": "no numbers", "nan": "NaN or infinity",
            "shape": "wrong shape"}.get(symptom.kind)
    if symptom.kind == "unreadable" and all(outcome.value is None for outcome in outcomes):
        name = "nothing returned"
    words = symptom.words
    if symptom.kind == "missing":
        lacking = [(outcome.value, expected) for outcome, expected in zip(outcomes, drawn.expected)
                   if symptom.label in expected and not _has(outcome.value, symptom.label)]
        words += keys_instead(symptom.label, *max(lacking, key=lambda pair: len(pair[1])))  # where most is asked for
    return Verdict(False, f"{drawn.exercise.name}: {words}.{NEXT.get(symptom.kind, '')}", name)


def mutation_words(names, positions):
    """Which argument was written into, and what to do."""
    named = " and ".join(names[i] if i < len(names) else f"argument {i + 1}" for i in positions)
    return (f"It writes into its argument {named}, which the caller still needs. "
            "Work on a copy, or make a new array.")
