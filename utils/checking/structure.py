"""How does a wrong array differ from the right one? A relation that holds in every draw is worth a name.

Each relation is a way to spoil the right array; the first one that gives the learner's array in every draw is named.
None is named on a single number: too many relations fit it.
"""

from dataclasses import dataclass

import numpy as np

from .compare import close


@dataclass(frozen=True)
class Relation:
    """A name for the table of mistakes and the words for the learner."""

    name: str
    words: str


def relate(got, expected, scales=None, related=None):
    """The Relation between arrays got[i] and expected[i] that holds for every draw i, or None.

    scales: for each draw {name: number}, sizes by which a result may be too large or too small ("N", "n_in").
    related: for each draw {name: array}, other quantities of the same pass that may stand in its place.
    """
    pairs = [(np.asarray(g, dtype=float), np.asarray(e, dtype=float)) for g, e in zip(got, expected)]
    telling = [i for i, (g, e) in enumerate(pairs) if not _equal(g, e)]
    if not telling or sum(pairs[i][1].size for i in range(len(pairs))) < 3:
        return None
    for name, words, spoil in RELATIONS:
        if _all(pairs, spoil):
            return Relation(name, words)
    for find in (_constant_factor,):
        relation = find(pairs)
        if relation:
            return relation
    for relation in _scaled(pairs, scales or []):
        return relation
    for relation in _another_quantity(pairs, related or []):
        return relation
    return _places(pairs, telling)


RELATIONS = [
    ("wrong sign", "Right but for the sign: every entry is the negative of what it should be.", lambda e: -e),
    ("transposed", "This is the transpose: rows and columns are swapped.", lambda e: e.T if e.ndim == 2 else None),
    ("absolute value", "The size is right and the sign is lost: negative entries come out positive.", np.abs),
    ("clipped at zero", "The positive entries are right, the negative ones come out as 0.", lambda e: np.maximum(e, 0)),
    ("truncated to integers", "The numbers are cut to whole numbers: the result is stored in an array of integers.",
     np.trunc),
    ("all zeros", "Every entry is 0: is the result written into the array that is returned?", np.zeros_like),
    ("all ones", "Every entry is 1.", np.ones_like),
    ("squared", "Every entry is squared.", np.square),
    ("reversed", "The right numbers in reversed order.", lambda e: e[::-1] if e.ndim == 1 else None),
    ("diagonal only", "The diagonal is right, everything beside it is 0.",
     lambda e: np.diag(np.diag(e)) if _square(e) else None),
    ("without diagonal", "Everything beside the diagonal is right, the diagonal is 0.",
     lambda e: e - np.diag(np.diag(e)) if _square(e) else None),
    ("summed over rows", "The rows are added up: this should keep an entry for each of them.",
     lambda e: e.sum(axis=0) if e.ndim == 2 else None),
    ("summed over columns", "The columns are added up: this should keep an entry for each of them.",
     lambda e: e.sum(axis=1) if e.ndim == 2 else None),
    ("summed to one number", "The right entries, added up to a single number.", lambda e: e.sum() if e.ndim else None),
    ("extra axis", "The right numbers with one axis too many: it would broadcast silently later.",
     lambda e: e[None] if e.ndim else None),
    ("extra axis", "The right numbers with one axis too many: it would broadcast silently later.",
     lambda e: e[:, None] if e.ndim == 1 else None),
] + [("rounded", f"Right up to {digits} decimals: something is rounded on the way.",
      lambda e, digits=digits: np.round(e, digits)) for digits in (4, 3, 2, 1)]


def _square(e):
    return e.ndim == 2 and e.shape[0] == e.shape[1]


def _equal(g, e):
    return g.shape == e.shape and bool(np.all(close(g, e)))


def _all(pairs, spoil):
    for g, e in pairs:
        spoiled = spoil(e)
        if spoiled is None or not _equal(g, np.asarray(spoiled)):
            return False
    return True


def _constant_factor(pairs):
    """The same factor in every draw: 2, 1/2, ..."""
    if any(g.shape != e.shape for g, e in pairs):
        return None
    g, e = (np.concatenate([pair[side].ravel() for pair in pairs]) for side in (0, 1))
    big = np.abs(e) > 1e-3
    if big.sum() < 3 or not np.all(np.isfinite(g)):
        return None
    factor = float(np.median(g[big] / e[big]))
    if abs(factor) < 1e-6 or abs(factor - 1) < 1e-4 or not np.all(close(g, factor * e)):
        return None
    size = f"{abs(factor):.4g} times too large" if abs(factor) > 1 else f"{1 / abs(factor):.4g} times too small"
    sign = ", and the sign is turned" if factor < 0 else ""
    return Relation("constant factor", f"Every entry is {size}{sign}, in every case tried.")


def _scaled(pairs, scales):
    """A factor that is a size of the case: N times too large, n_in times too small."""
    if len(scales) != len(pairs):
        return
    for name in scales[0]:
        if len({case[name] for case in scales}) < 2:
            continue                             # one size only: the factor could be any number
        for power, way in ((1, "large"), (-1, "small")):
            if all(_equal(g, e * float(case[name]) ** power) for (g, e), case in zip(pairs, scales)):
                yield Relation(f"{name} times too {way}", f"Right, but {name} times too {way}.")


def _another_quantity(pairs, related):
    if len(related) != len(pairs):
        return
    for name in related[0]:
        quantities = [np.asarray(case[name], dtype=float) for case in related]
        if all(_equal(g, q) for (g, _), q in zip(pairs, quantities)):
            yield Relation(f"this is {name}", f"This is {name}, not what is asked for.")
        elif all(_equal(g, -q) for (g, _), q in zip(pairs, quantities)):
            yield Relation(f"this is minus {name}", f"This is {name} with its sign turned, not what is asked for.")


def _places(pairs, telling):
    """Right numbers in wrong places, or right in some places only."""
    if any(g.shape != e.shape for g, e in pairs):
        return None
    wrong = [pairs[i] for i in telling if pairs[i][1].size > 2]
    if wrong and all(_equal(np.sort(g, axis=None), np.sort(e, axis=None)) for g, e in wrong):
        return Relation("right numbers, wrong places", "The right numbers, but not in their places.")
    first = [(g, e) for g, e in wrong if e.ndim and len(e) > 1]
    if first and len(first) == len(wrong) and all(_equal(g[0], e[0]) and not np.any(g[1:]) for g, e in first):
        return Relation("first only", "Only the first entry or row is right, the others are 0.")
    return None
