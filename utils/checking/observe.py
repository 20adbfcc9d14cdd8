"""In which places, and for which inputs, is a result right? An observation, made where no relation explains it all."""

import re

import numpy as np

from .compare import close


def observe(pairs, arguments=()):
    """(name, words) that say where the result is wrong and where it is right, or None."""
    shaped = [(g, e) for g, e in pairs if g.shape == e.shape]
    if len(shaped) < len(pairs):
        return None
    wrong = [~close(g, e) for g, e in pairs]
    if not any(np.any(w) for w in wrong):
        return None
    return (_shuffled(pairs, wrong) or _cut_off(pairs, wrong, arguments) or _in_places(pairs, wrong, arguments)
            or _stops_early(pairs, wrong) or _nowhere_a_number(pairs, arguments) or _for_inputs(wrong, arguments)
            or _sizes(pairs))


def _shuffled(pairs, wrong):
    telling = [(g, e) for (g, e), w in zip(pairs, wrong) if np.any(w)]
    if any(e.size > 2 for _, e in telling) and all(
            e.size > 1 and np.all(close(np.sort(g, axis=None), np.sort(e, axis=None))) for g, e in telling):
        return "right numbers, wrong places", "The right numbers, but not in their places."
    return None


def _nowhere_a_number(pairs, arguments):
    """Where the NaN and infinities stand, whatever else is wrong."""
    strange = [~np.isfinite(g) & np.isfinite(e) for g, e in pairs]
    if not any(np.any(s) for s in strange):
        return None
    for where, masks in _masks(pairs, arguments):
        if _fits(pairs, strange, masks):
            return f"NaN or infinity {where}", f"NaN or infinity {where}, and nowhere else."
    return None


def _stops_early(pairs, wrong):
    """Right up to some place, and from there on as the array was made: all zeros."""
    before = 0
    for (g, e), w in zip(pairs, wrong):
        if not np.any(w):
            continue
        start = int(np.argmax(w.ravel()))
        if np.any(g.ravel()[start:]):
            return None
        before += int(np.sum(np.abs(e.ravel()[:start]) > 1e-3))
    if sum(map(np.sum, wrong)) < 3 or before < 2:
        return None
    return ("stops early", "Right at the beginning, and from some entry on all 0: does a return or a break end the loop early?")


def _cut_off(pairs, wrong, arguments):
    """Right up to some size of an argument; beyond it the result stays what it is, above and below."""
    for name, arrays in _arrays_of_that_shape([e for _, e in pairs], arguments):
        a, w = (np.concatenate([np.ravel(part) for part in parts]) for parts in (arrays, wrong))
        g = np.concatenate([g.ravel() for g, _ in pairs])
        sides = [g[w & side] for side in (a > 0, a < 0) if np.any(w & side)]
        if np.sum(w) >= 3 and len(np.unique(np.abs(a[w]))) >= 2 and np.any(~w) \
                and np.min(np.abs(a[w])) > np.max(np.abs(a[~w])) and all(np.all(close(side, side[0])) for side in sides):
            return (f"cut off where {name} is large",
                    f"Right for small {name}. Where it is large the result stays the same, however large it is: is {name} cut "
                    "off (clipped) on the way?")
    return None


def _in_places(pairs, wrong, arguments):
    for where, masks in _masks(pairs, arguments):
        if _fits(pairs, wrong, masks):
            there = _there(pairs, wrong, arguments)
            loop = {"first": " Where does the loop begin?", "last": " Where does the loop end?"}.get(
                where.removeprefix("in the ").removeprefix("very ").split()[0], "") if there.endswith("0 there") else ""
            if there.endswith("is 0 there") and where.endswith((" entry but the first", " row but the first")):
                loop = " Does a return end the loop in its first turn?"
            return f"wrong {where}", f"Wrong {where}, right everywhere else{there}.{loop}"
    return None


def _fits(pairs, wrong, masks):
    """Whether all wrong places lie in the mask, nearly all of the mask is wrong, and much outside it is right."""
    inside = outside = 0
    if len({(round(float(a), 6), round(float(b), 6)) for (g, e), w in zip(pairs, wrong)
            for a, b in zip(g[w], e[w])}) < 3 and sum(np.any(w) for w in wrong) < 3:
        return False
    for w, mask in zip(wrong, masks):
        if mask.shape != w.shape or np.any(w & ~mask):
            return False
        inside += np.sum(mask & ~w)
        outside += np.sum(~mask)
    covered = sum(np.sum(w) for w in wrong)
    return outside >= 0.15 * (outside + covered + inside) and covered >= 3 and inside <= 0.15 * (covered + inside)


def _masks(pairs, arguments):
    """(words, masks) of places worth a word."""
    right = [e for _, e in pairs]
    if all(e.ndim for e in right):
        first, last = ([_axis(e, 0, i) for e in right] for i in (0, -1))
        name = "entry" if all(e.ndim == 1 for e in right) else "row"
        yield f"in the first {name}", first
        yield f"in the last {name}", last
        yield f"in every {name} but the first", [~mask for mask in first]
        yield f"in every {name} but the last", [~mask for mask in last]
        yield "in the very first entry", [_flat(e, 0) for e in right]
        yield "in the very last entry", [_flat(e, -1) for e in right]
    if all(e.ndim == 2 for e in right):
        for i, word in ((0, "first"), (-1, "last")):
            masks = [_axis(e, 1, i) for e in right]
            yield f"in the {word} column", masks
            yield f"in every column but the {word}", [~mask for mask in masks]
        for i, word in ((0, "first"), (-1, "last")):
            yield f"in the {word} row and column", [_axis(e, 0, i) | _axis(e, 1, i) for e in right]
        yield "on the diagonal", [np.eye(*e.shape, dtype=bool) for e in right]
        yield "beside the diagonal", [~np.eye(*e.shape, dtype=bool) for e in right]
    for name, arrays in _arrays_of_that_shape(right, arguments):
        if all(np.all((a == 0) | (a == 1)) for a in arrays):
            yield f"where {name} is 1", [a == 1 for a in arrays]
            yield f"where {name} is 0", [a == 0 for a in arrays]
            continue
        yield f"where {name} is negative", [a < 0 for a in arrays]
        yield f"where {name} is positive", [a > 0 for a in arrays]
        yield f"where {name} is exactly 0", [a == 0 for a in arrays]
        yield f"where {name} is not negative", [a >= 0 for a in arrays]
        yield f"where {name} is not positive", [a <= 0 for a in arrays]
        yield f"where {name} is large", [np.abs(a) > 30 for a in arrays]
        yield f"where {name} is large and negative", [a < -30 for a in arrays]
        yield f"where {name} is above 1", [a > 1 for a in arrays]
        yield f"where {name} is between 0 and 1", [(a > 0) & (a < 1) for a in arrays]
    if any(np.any(e > 1e-5) for e in right) and any(np.any(e < -1e-5) for e in right):
        yield "where the result should be negative", [e < -1e-5 for e in right]
        yield "where the result should be positive", [e > 1e-5 for e in right]
    yield "where the result should be 0", [np.abs(e) <= 1e-9 for e in right]


def _axis(e, axis, i):
    mask = np.zeros(e.shape, dtype=bool)
    np.moveaxis(mask, axis, 0)[i] = True
    return mask


def _flat(e, i):
    mask = np.zeros(e.shape, dtype=bool)
    mask.flat[i] = True
    return mask


def _arrays_of_that_shape(right, arguments):
    if len(arguments) != len(right):
        return
    for name in arguments[0]:
        if all(name in case and np.shape(case[name]) == e.shape for case, e in zip(arguments, right)):
            yield name, [np.asarray(case[name], dtype=float) for case in arguments]


def _there(pairs, wrong, arguments):
    """What stands in the wrong places, where one sentence says it."""
    got = np.concatenate([g[w] for (g, _), w in zip(pairs, wrong)])
    right = np.concatenate([e[w] for (_, e), w in zip(pairs, wrong)])
    if np.all(np.isnan(got)):
        return ": it is NaN there"
    for words, value in (("0", np.zeros_like(right)), ("1", np.ones_like(right)), ("-1", -np.ones_like(right))):
        if np.all(close(got, value)):
            return f": it is {words} there"
    if np.all(close(got, -right)):
        return ": the sign is turned there"
    if np.all(close(got, 2 * right)):
        return ": it is twice too large there"
    for name, arrays in _arrays_of_that_shape([e for _, e in pairs], arguments):
        there = np.concatenate([a[w] for a, w in zip(arrays, wrong)])
        if np.all(close(got, there)):
            return f": it is {name} there, as it went in"
        if np.any(there) and len(np.unique(there)) > 2:
            factor = float(got @ there / (there @ there))
            if np.all(close(got, factor * there)):
                return f": it is {factor:.3g} times {name} there"
    return ""


def _for_inputs(wrong, arguments):
    """Right for some inputs and not for others: what do the others have in common?"""
    bad = [bool(np.any(w)) for w in wrong]
    if all(bad) or len(arguments) != len(wrong):
        return None
    common = common_property(bad, arguments)
    if not common:
        return None
    if common.endswith("holds integers"):
        return ("wrong for integers", f"Right in every case tried but those where {common}. Is the result written into an array "
                "made like that one (zeros_like, a copy)? It holds integers too, and cuts off the decimals.")
    return one_length(common) or (None, f"Right in every case tried but those where {common}.")


def one_length(common):
    """(name, words) where all but one length of a list go wrong. A list of none or of one leaves out too much to say so."""
    length = re.fullmatch(r"(len\(\w+\)) is not (\d+)", common or "")
    if not length or int(length[2]) < 2:
        return None
    return "right for one length only", f"Right only where {length[1]} is {length[2]}: is that number written into it?"


def common_property(bad, arguments):
    """Words for the property that just the bad draws' arguments have, or None."""
    for words, holds in (*_lengths(arguments), *_whole(arguments), *PROPERTIES):
        if [bool(holds(case)) for case in arguments] == bad:
            return words
    return None


def _lengths(arguments):
    """(words, test) of how long a list among the arguments is."""
    for name in (name for name in arguments[0] if name.startswith("len(")):
        for length in sorted({int(case[name]) for case in arguments if name in case}):
            for words, test in ((f"is not {length}", np.not_equal), (f"is {length}", np.equal),
                                (f"is below {length}", np.less), (f"is above {length}", np.greater)):
                yield f"{name} {words}", lambda case, test=test, length=length, name=name: test(case[name], length)


def _whole(arguments):
    """(words, test) of one argument's type, where there are several."""
    names = [name for name in arguments[0] if not name.startswith("len(")]
    for name in names if len(names) > 1 else ():
        yield f"{name} holds integers", lambda case, name=name: name in case and case[name].dtype.kind in "iu" and case[name].ndim > 0


def _any(test):
    return lambda case: any(bool(np.any(test(array))) for name, array in case.items()
                            if array.size and not name.startswith("len("))


PROPERTIES = [
    ("an argument holds integers", _any(lambda a: a.dtype.kind in "iu" and a.ndim > 0)),
    ("numbers are very large", _any(lambda a: np.abs(a) > 30)),
    ("numbers are very large and negative", _any(lambda a: a < -30)),
    ("numbers are very large and positive", _any(lambda a: a > 30)),
    ("a number is exactly 0", _any(lambda a: (a == 0) if a.dtype.kind == "f" else False)),
    ("an array has two axes", _any(lambda a: a.ndim == 2)),
    ("sizes differ", lambda case: len({n for a in case.values() for n in a.shape}) > 1),
    ("all sizes are the same", lambda case: len({n for a in case.values() for n in a.shape}) == 1),
    ("there is only one of something (one sample, one unit)", _any(lambda a: 1 in a.shape)),
    ("there is more than one sample and more than one unit (no axis of length 1)", lambda case: not any(1 in a.shape for a in case.values())),
    ("numbers are negative", _any(lambda a: a < 0)),
    ("numbers are above 1", _any(lambda a: a > 1)),
]


def _sizes(pairs):
    """How the numbers compare, when nothing better can be said."""
    got = np.concatenate([g.ravel() for g, _ in pairs])
    right = np.concatenate([e.ravel() for _, e in pairs])
    if np.all(np.isnan(got)):
        return "NaN everywhere", "Every entry is NaN."
    if not np.all(np.isfinite(got)):
        return None
    if all(np.all(np.abs(g - e) <= 0.01 * (np.max(np.abs(e), initial=0) + 1e-3)) for g, e in pairs):
        return ("nearly right", "Nearly right, within one percent of the largest entry: has something been rounded, kept away "
                "from 0 by too large a number, or measured with a step too large or too small?")
    return None
