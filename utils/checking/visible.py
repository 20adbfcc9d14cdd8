"""The learner's check: run a function on cases, compare with an oracle or with properties, print one aligned line.

A check holds no answer. What is right comes from finite differences, from the learner's own earlier functions, or from
properties that only the right function has; what is wrong is then named by its structure (utils.checking.structure).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .arguments import arrays as arrays_of
from .calling import call, quiet
from .compare import compare, keys_instead
from .errors import CAUSES, article
from .report import CheckFailed, aligned
from .returned import one_of_several, piled_up
from .structure import entered, exact, partial
from .values import numbers

EXACT = 1e-9


@dataclass(frozen=True)
class Check:
    """What a learner's check knows about an exercise.

    arguments: their names, as the text has them. cases(rng), or cases(rng, **context) where arguments come out of a
    forward pass of the notebook: yields tuples of arguments, the easiest first.
    expected(*args, **context): the oracle's value. source: what the report calls that value.
    complaint(value, *args, **context): a sentence about a property that the value lacks, or None.
    related(*args, **context): {name: array}, quantities that a learner may have taken for the right one; words: {name:
    sentence} for those that deserve more than "This is <name>". scales(*args): {name: size}.
    verify(cases, values), or verify(cases, values, **context): a sentence about what all cases show together, or None.
    hears(cases, values, heard): the same about what the witnesses among the arguments were handed, in right answers.
    signs: pairs of a sentence and a test(value, *args) that tell a usual mistake from what it returns in every case.
    case(*args): the case in a few words, where its arguments are too large to be written out.
    A check has at least one of expected, complaint and verify; context is what the notebook hands in (the learner's own functions).
    """

    arguments: tuple[str, ...]
    cases: Callable
    expected: Callable | None = None
    complaint: Callable | None = None
    source: str = "expected"
    related: Callable | None = None
    words: dict | None = None
    scales: Callable | None = None
    verify: Callable | None = None
    hears: Callable | None = None
    signs: tuple = ()
    case: Callable | None = None


def run(check, name, function, part=None, **context):
    """Print one line where the answer is right; raise CheckFailed with what is wrong and a hint where it is not."""
    label = (name, part) if part else (name,)
    cases = _cases(check, label, context)
    outcomes = [call(function, args) for args in cases]
    for args, outcome in zip(cases, outcomes):
        _refuse_broken(check, label, args, outcome)
    values = [_only(outcome.value, part) for outcome in outcomes]
    wholes = [_asked(label, check.expected, *args, **context) for args in cases] if check.expected else []
    rights = [_only(whole, part) for whole in wholes]
    largest = 0.0
    for args, outcome, value, whole, right in zip(cases, outcomes, values, wholes, rights):
        symptom = compare(value, right)
        if symptom and symptom.kind == "missing":
            symptom = replace(symptom, words=symptom.words + keys_instead(symptom.label, outcome.value, whole))
        if symptom:
            _refuse_value(check, label, cases, values, rights, args, symptom, context)
        largest = max(largest, _distance(value, right))
    for args, value in zip(cases, values) if check.complaint else ():
        complaint = _asked(label, check.complaint, value, *args, **context)
        if complaint:
            several = one_of_several(values, lambda i, item: not _asked(label, check.complaint, item, *cases[i], **context))
            more = [("",) * len(label) + (several[1],)] if several else _sign_lines(check, label, cases, values)
            raise CheckFailed(aligned([label + (complaint,)] + more
                                      + _case_lines(check, label, args)))
    if check.verify:
        wanted = context if len(inspect.signature(check.verify).parameters) > 2 else {}
        complaint = _asked(label, check.verify, cases, [outcome.value for outcome in outcomes], **wanted)
        if complaint:
            raise CheckFailed(aligned([label + (complaint,)]))
    complaint = check.hears and check.hears(cases, values, [outcome.heard for outcome in outcomes])
    if complaint:
        raise CheckFailed(aligned([label + (complaint,)]))
    for args, outcome in zip(cases, outcomes):
        if outcome.mutated:
            raise CheckFailed(aligned([label + (_mutation_words(check, outcome.mutated),)]))
    verdict = "exact" if largest <= EXACT else f"close, largest difference {largest:.1e}"
    print(aligned([label + (verdict, f"({len(cases)} cases)")]))


def _cases(check, label, context):
    wanted = context if len(inspect.signature(check.cases).parameters) > 1 else {}
    return _asked(label, lambda: list(check.cases(np.random.default_rng(1), **wanted)))


def _asked(label, function, *args, **context):
    """function(*args, **context), where the context is the learner's own: it may print, warn or stop with an error."""
    try:
        with quiet():
            return function(*args, **context)
    except NotImplementedError:
        why = "an earlier exercise that it is compared with is not written yet."
    except Exception as error:
        why = f"a function of yours that it is compared with stops with a {type(error).__name__}, or returns no numbers."
    raise CheckFailed(aligned([label + ("not judged: " + why,)]))


def _refuse_broken(check, label, args, outcome):
    if outcome.unwritten:
        raise CheckFailed(aligned([label + (
            "not written yet. Replace raise NotImplementedError() in the cell above with your code,",),
            ("",) * len(label) + ("run that cell, then run this one again.",)]))
    if outcome.error:
        place = f" in line {outcome.line} of its cell" if outcome.line else ""
        rows = [label + (f"stops with {article(outcome.error)} {outcome.error}{place}.",)]
        if outcome.cause in CAUSES:
            rows.append(("",) * len(label) + (CAUSES[outcome.cause][1],))
        raise CheckFailed(aligned(rows + _case_lines(check, label, args)))


def _refuse_value(check, label, cases, values, rights, args, symptom, context):
    which = f"{symptom.label}: " if symptom.kind == "entries" and symptom.label not in ("", label[-1]) else ""
    rows = [label + (which + _difference_words(symptom, check.source),)]
    hint = _asked(label, _hint, check, cases, values, rights, context)
    if hint:
        rows.append(("",) * len(label) + (hint,))
    raise CheckFailed(aligned(rows + _case_lines(check, label, args)))


def _difference_words(symptom, source):
    if symptom.kind != "entries":
        return symptom.words + "."
    yours, right = symptom.got[symptom.index], symptom.expected[symptom.index]
    at = f" at [{', '.join(map(str, symptom.index))}]" if symptom.index else ""
    return f"off by {abs(yours - right):.3g}{at}: yours {yours:.6g}, {source} {right:.6g}"


def _hint(check, cases, values, rights, context):
    several = one_of_several(values, lambda i, item: compare(item, rights[i]) is None)
    if several:
        return several[1]
    key = None
    if isinstance(rights[0], dict):
        key = next((key for key in rights[0]
                    if any(compare(value.get(key) if isinstance(value, dict) else None, right[key])
                           for value, right in zip(values, rights))), None)
        if key is None or not all(isinstance(value, dict) for value in values):
            return None
        values, rights = [value.get(key) for value in values], [right[key] for right in rights]
    arrays = [numbers(value)[0] for value in values]
    if any(array is None for array in arrays) or any(isinstance(right, (list, tuple)) for right in rights):
        return None
    related = [check.related(*args, **context) for args in cases] if check.related else None
    for name in related[0] if related and check.words else ():
        if name in check.words and _is_all_along(arrays, rights, [case[name] for case in related]):
            return check.words[name]
    given = [arrays_of(check.arguments, args) for args in cases]
    scales = [check.scales(*args) for args in cases] if check.scales else None
    piled = piled_up(arrays, [np.asarray(right) for right in rights])
    if piled:
        return piled[1]
    relation = exact(arrays, rights, scales, related, given)
    if not relation or relation.vague:
        relation = _entered(check, arrays, rights, cases, key, context) or relation or partial(arrays, rights, given)
    if not relation:
        return None
    return (check.words or {}).get((relation.name or "").removeprefix("this is "), relation.words)


def _entered(check, arrays, rights, cases, key, context):
    """How an argument enters, by what the oracle makes of spoiled ones."""
    def oracle(*args):
        right = check.expected(*args, **context)
        return right if key is None else right[key]
    try:
        return entered(arrays, rights, check.arguments, cases, oracle)
    except Exception:                           # the oracle may be made of the learner's own functions
        return None


def _is_all_along(arrays, rights, others):
    """Whether the arrays are the others in every case, and the right ones are not in at least two: true and false, or
    single numbers, hold too little for the structure to tell."""
    return all(compare(array, other) is None for array, other in zip(arrays, others)) \
        and sum(compare(other, right) is not None for other, right in zip(others, rights)) > 1


def _sign_lines(check, label, cases, values):
    """The sentence whose test holds in every case, where there is one."""
    arrays = [numbers(value)[0] for value in values]
    if any(array is None for array in arrays):
        return []
    for words, test in check.signs:
        try:
            with quiet():
                if all(test(array, *args) for array, args in zip(arrays, cases)):
                    return [("",) * len(label) + (words,)]
        except (ValueError, IndexError, TypeError):
            continue                            # shapes that this sign does not speak of
    return []


def _case_lines(check, label, args):
    """The case itself, where it is small enough to be worked by hand, or else what the check calls it."""
    if check.case:
        return [("",) * len(label) + (f"for {check.case(*args)}",)]
    written = [_written(argument) for argument in args]
    if None in written:
        return []
    named = ", ".join(f"{name} = {text}" for name, text in zip(check.arguments, written))
    return [("",) * len(label) + (f"for {named}",)]


def _written(argument):
    """An argument in a few characters, a function by its docstring; None where that is too long."""
    if callable(argument):
        return argument.__doc__
    if not isinstance(argument, (list, np.ndarray, float, int)) or np.size(argument) > 12:
        return None
    return np.array2string(np.asarray(argument), precision=4, separator=", ").replace("\n", "")


def _mutation_words(check, positions):
    named = " and ".join(check.arguments[i] for i in positions if i < len(check.arguments)) or "argument"
    return f"right, but it writes into its argument {named}, which the caller still needs: work on a copy."


def _only(value, part):
    if part is None or not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if key == part}


def _distance(value, right):
    if isinstance(right, dict):
        return max((_distance(value[key], item) for key, item in right.items()), default=0.0)
    if isinstance(right, (list, tuple)):
        return max((_distance(v, r) for v, r in zip(value, right)), default=0.0)
    difference = np.abs(numbers(value)[0] - np.asarray(right, dtype=float))
    difference = difference[np.isfinite(difference)]
    return float(difference.max()) if difference.size else 0.0
