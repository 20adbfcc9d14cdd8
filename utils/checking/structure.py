"""How does a wrong array differ from the right one? A relation that holds in every draw is worth a name.

Each relation is a way to spoil the right array; the first one that gives the learner's array in every draw is named.
None is named on a single number: too many relations fit it.
"""

from dataclasses import dataclass

import numpy as np

from .compare import all_close, close
from .entering import entering
from .factors import explain
from .observe import observe
from .relations import MORE, ON_TOP, PLAIN, ZERO
from .substitutes import substituted

FEWEST = 3   # different numbers that a relation must explain


@dataclass(frozen=True)
class Relation:
    """A name for the table of mistakes and the words for the learner."""

    name: str | None                # None: an observation that explains nothing
    words: str

    @property
    def vague(self):
        """Whether something may be known that explains more."""
        return "that changes" in self.name or self.name.startswith("this is ") and "," in self.name


def relate(got, expected, scales=None, related=None, arguments=None):
    """The Relation between arrays got[i] and expected[i] that holds for every draw i, or None.

    scales: for each draw {name: number}, sizes by which a result may be too large or too small ("N", "n_in").
    related: for each draw {name: array}, other quantities of the same pass that may stand in its place.
    arguments: for each draw {name: array}, what the function was called with.
    """
    return (exact(got, expected, scales, related, arguments)
            or partial(got, expected, arguments))


def exact(got, expected, scales=None, related=None, arguments=None):
    """The Relation that explains every number of every draw, or None.

    Draws whose result holds NaN or infinity are left out where enough others remain.
    """
    chosen, pairs = _pairs(got, expected)
    telling = [pair for pair in pairs if not all_close(*pair)]
    if not _enough(telling):
        return None
    scales, related, arguments = ([cases[i] for i in chosen] if cases and len(cases) == len(got) else []
                                  for cases in (scales, related, arguments))
    with np.errstate(all="ignore"):
        found = (_spoiled(pairs, PLAIN) or _always_the_same(pairs, arguments) or _spoiled(pairs, MORE) or explain(pairs, scales, arguments)
                 or substituted(pairs, related, arguments, scales))
        if not found and len(telling) < len(pairs):
            found = _spoiled(telling, [*PLAIN, ZERO]) or _spoiled(telling, MORE)
            if found:
                found = found[0] + ", sometimes", "Right for some inputs. For the others: " + found[1]
    if not found:
        return None
    beside = "" if len(chosen) == len(got) else " And for some inputs the result is NaN or infinite."
    return Relation(found[0], found[1] + beside)


def entered(got, expected, names, cases, oracle):
    """The Relation that says how an argument enters, where one way explains every number of every draw; else None.

    names, cases: of the arguments. oracle(*args): the right array.
    """
    chosen, pairs = _pairs(got, expected)
    telling = [pair for pair in pairs if not all_close(*pair)]
    if not _enough(telling) or len(telling) < 2:
        return None
    found = entering(names, [cases[i] for i in chosen], [g for g, _ in pairs], oracle)
    if not found:
        return None
    beside = "" if len(chosen) == len(got) else " And for some inputs the result is NaN or infinite."
    return Relation(found[0], found[1] + beside)


def on_top(got, wrong, scales=None, arguments=None):
    """The Relation between got and the results of a known mistake: fewer are tried, since much fits by chance."""
    chosen, pairs = _pairs(got, wrong)
    if not _enough([pair for pair in pairs if not all_close(*pair)]):
        return None
    scales, arguments = ([cases[i] for i in chosen] if cases else [] for cases in (scales, arguments))
    with np.errstate(all="ignore"):
        found = _spoiled(pairs, ON_TOP) or explain(pairs, scales, arguments, changing=False)
    return Relation(*found) if found else None


def partial(got, expected, arguments=None):
    """The Relation that says in which places or draws the result is right, or None."""
    chosen, pairs = _pairs(got, expected, finite=False)
    arguments = [arguments[i] for i in chosen] if arguments and len(arguments) == len(got) else []
    with np.errstate(all="ignore"):
        found = observe(pairs, arguments)
    return Relation(*found) if found else None


def _pairs(got, expected, finite=True):
    pairs = [(np.asarray(g, dtype=float), np.asarray(e, dtype=float)) for g, e in zip(got, expected)]
    chosen = [i for i, (g, e) in enumerate(pairs) if not finite or np.all(np.isfinite(g)) or not np.all(np.isfinite(e))]
    return chosen, [pairs[i] for i in chosen]


def _enough(telling):
    """Whether the wrong places hold enough different numbers for a relation to mean something."""
    values = [e[~close(g, e)] if g.shape == e.shape else e.ravel() for g, e in telling]
    return len(values) > 1 and len(np.unique(np.round(np.concatenate(values), 6))) >= FEWEST


def _spoiled(pairs, table):
    for name, words, spoil in table:
        if _all(pairs, spoil):
            return name, words
    return None


def _all(pairs, spoil):
    """Whether g is the spoiled e in every pair. Where the shape leaves nothing to spoil (a single entry), it may be right."""
    spoiled_once = False
    for g, e in pairs:
        try:
            spoiled = spoil(e)
        except (ValueError, IndexError):        # the shape does not allow it
            return False
        if spoiled is None and e.size == 1 and all_close(g, e):
            continue
        if spoiled is None or not all_close(g, np.asarray(spoiled, dtype=float)):
            return False
        spoiled_once = True
    return spoiled_once


def _always_the_same(pairs, arguments):
    """Numbers that do not change from draw to draw, though the right ones and every argument do."""
    shapes, changes = {}, False
    for (g, e), given in zip(pairs, arguments or [{}] * len(pairs)):
        if g.shape not in shapes:
            shapes[g.shape] = g, e, given
            continue
        first, right, before = shapes[g.shape]
        if not all_close(g, first):
            return None
        changes = changes or not all_close(e, right) and not any(
            name in before and np.array_equal(before[name], array) for name, array in given.items())
    if not changes:
        return None
    return ("always the same numbers",
            "The result is the same whatever goes in: are numbers of the worked example written into it?")
