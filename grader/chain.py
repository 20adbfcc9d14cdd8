"""A result that is a chain of earlier exercises (a cache): which link is the first that does not hold?

Each link is judged on the student's own values before it, so that one error is told once, in the words of the exercise
that the link is.
"""

import numpy as np

from utils.checking.calling import Outcome, call_own
from utils.checking.compare import all_close
from utils.checking.values import numbers

from .exercise import load
from .known import known_mistake


def first_wrong_link(drawn, outcomes, inspect):
    """(key, verdict or None, exercise's name) of the first link that does not follow from the values before it, or None.

    inspect(trial, outcomes) gives the Verdict where no known mistake fits.
    """
    if not drawn.exercise.steps:
        return None
    chains = [_chain(drawn.exercise.steps, outcome.value, args) for args, outcome in zip(drawn.cases, outcomes)]
    for key in max(drawn.expected, key=len):
        linked = [(values, *links[key]) for values, links in chains if key in links and key in values]
        for name in dict.fromkeys(name for _, name, _ in linked):
            found = _judged(name, key, [(values, given) for values, link, given in linked if link == name], inspect)
            if found:
                return key, found[0], name
    return None


def _chain(steps, value, args):
    """(readable values, {key: (exercise, its arguments)}), up to the first link that the values do not allow."""
    items = value.items() if isinstance(value, dict) else ()
    values = {key: array for key, array in ((key, numbers(item)[0]) for key, item in items) if array is not None}
    links = {}
    try:
        for key, name, given in steps(values, *args):
            links[key] = name, given
    except (KeyError, ValueError, TypeError, IndexError):
        pass
    return values, links


def _judged(name, key, cases, inspect):
    """(Verdict or None,) on a link that is wrong, or None where it is right or too little is known."""
    from .judge import Trial
    if len(cases) < 2:
        return None
    try:
        local = Trial(load(name), [given for _, given in cases])
    except RuntimeError:                        # shapes that do not fit: that is not this link's fault
        return None
    outcomes = [Outcome(value=values[key]) for values, _ in cases]
    if not local.symptoms(outcomes, None):
        return None
    return (known_mistake(local, outcomes, None) or _made_from_another(local, key, cases)
            or _exchanged(local, key, cases) or _a_copy(key, cases) or inspect(local, outcomes),)


def _exchanged(local, key, cases):
    """The Verdict where the right value of this link stands under another key, and that one's value perhaps here."""
    from .judge import Verdict
    for other in cases[0][0]:
        if other != key and all(other in values and all_close(values[other], np.asarray(right, dtype=float))
                                for (values, _), right in zip(cases, local.expected)):
            return Verdict(False, f"What belongs here stands under {other}: are the two exchanged?", f"exchanged with {other}")
    return None


def _a_copy(key, cases):
    """The Verdict where what stands under another key is returned here once more."""
    from .judge import Verdict
    for other in cases[0][0]:
        if other != key and all(other in values and values[other].size > 1 and all_close(values[key], values[other])
                                for values, _ in cases):
            return Verdict(False, f"The same numbers stand under {other}: is one of the two names mistaken for the other?",
                           f"the same as {other}")
    return None


def _made_from_another(local, key, cases):
    """The Verdict where the link is right, but for the value that it is made from."""
    from .judge import Verdict
    for other in cases[0][0]:
        if other == key or any(np.shape(values.get(other)) != np.shape(given[0]) for values, given in cases):
            continue
        made = [call_own(local.exercise.reference, (values[other], *given[1:])).value for values, given in cases]
        if all(all_close(values[key], np.asarray(right, dtype=float)) for (values, _), right in zip(cases, made)):
            return Verdict(False, f"It is made from {other}, which is not what belongs here.", f"made from {other}")
    return None
