"""Does another quantity stand in the result's place, or is it multiplied in, left out, or added once too often?"""

import numpy as np

from .compare import all_close
from .factors import explain_factor


def substituted(pairs, related=(), arguments=(), scales=()):
    """(name, words) where got is made of expected and one other quantity of the same pass in every draw, else None."""
    for cases, whole in ((related, "This is {}, not what is asked for."), (arguments, "This is {} itself, as it went in.")):
        quantities = _quantities(pairs, cases)
        for name, values in quantities.items():
            found = _is(pairs, values, name, whole)
            if found:
                return found
        for name, values in quantities.items():
            found = _made_with(pairs, values, name, cases is arguments) or _scaled(pairs, values, name, scales, arguments)
            if found:
                return found
    return None


def _quantities(pairs, cases):
    """{name: arrays} of the quantities that are there in every draw and say something."""
    if len(cases) != len(pairs):
        return {}
    found = {}
    for name in cases[0]:
        if all(name in case for case in cases):
            values = [np.asarray(case[name], dtype=float) for case in cases]
            entries = np.concatenate([value.ravel() for value in values])
            if np.all(np.isfinite(entries)) and len(np.unique(np.round(entries, 6))) > 1:
                found[name] = values
    return found


def _is(pairs, values, name, whole):
    got = [g for g, _ in pairs]
    if _all(got, values):
        return f"this is {name}", whole.format(name)
    if _all(got, [-value for value in values]):
        return f"this is minus {name}", f"This is {name} with its sign turned, not what is asked for."
    if all(value.ndim == 2 for value in values) and _all(got, [value.T for value in values]):
        return f"this is {name} transposed", f"This is the transpose of {name}, not what is asked for."
    return None


def _made_with(pairs, values, name, mixed):
    got, right = [g for g, _ in pairs], [e for _, e in pairs]
    if any(_broadcast(e, value) is None or g.shape != e.shape for g, e, value in zip(got, right, values)):
        return None
    values = [np.broadcast_to(value, e.shape) for e, value in zip(right, values)]
    if not _telling(values):
        return None
    if _all([g * value for g, value in zip(got, values)], right):
        if all(np.all((value == 0) | (value == 1)) for value in values):
            return f"not 0 where {name} is 0", f"Entries where {name} is 0 should come out as 0; the others are right."
        return f"factor missing: {name}", f"A factor is missing, entry by entry: {name}."
    if _all(got, [e * value for e, value in zip(right, values)]):
        return f"factor too much: {name}", f"{name} is multiplied in once too often, entry by entry."
    if _all(got, [e + value for e, value in zip(right, values)]):
        return (f"too large by {name}", f"The result is too large by exactly {name}: is it added once too often, or not "
                "taken away?")
    if _all(got, [e - value for e, value in zip(right, values)]):
        return (f"too small by {name}", f"The result is too small by exactly {name}: is it left out, or taken away once "
                "too often?")
    return _mixed(got, right, values, name) if mixed else None


def _mixed(got, right, values, name):
    """got = a · expected + c · quantity, with the same two numbers in every draw."""
    g, e, q = (np.concatenate([array.ravel() for array in arrays]) for arrays in (got, right, values))
    table = np.stack([e, q], axis=1)
    if not (np.all(np.isfinite(table)) and np.all(np.isfinite(g))):
        return None
    if len(np.unique(np.round(e, 6))) < 8 or np.linalg.matrix_rank(table, 1e-6 * np.abs(table).max()) < 2:
        return None
    (a, c), *_ = np.linalg.lstsq(table, g, rcond=None)
    if abs(c) < 1e-3 or not all_close(g, table @ [a, c]):
        return None
    if abs(a) < 1e-3:
        return f"this is {name}, times {c:.3g}", f"This is {c:.3g} times {name}, not what is asked for."
    whole = "the right result" if abs(a - 1) < 1e-3 else f"{a:.3g} times the right result"
    sign = "plus" if c > 0 else "minus"
    return (f"mixed with {name}", f"The result is {whole} {sign} {abs(c):.3g} times {name}: does {name} enter too often, too "
            "seldom or with the wrong sign?")


def _scaled(pairs, values, name, scales, arguments):
    """Another quantity times a size or a constant, where each draw has several entries to tell."""
    if any(g.shape != value.shape for (g, _), value in zip(pairs, values)) or sum(v.size for v in values) < 6:
        return None
    found = explain_factor([(g, value) for (g, _), value in zip(pairs, values)], scales, arguments)
    if not found or found[0] == "a factor that changes":
        return None
    return f"this is {name}, {found[0]}", f"This is {name}, not what is asked for. And then: {found[1]}"


def _telling(values):
    """Whether the quantity differs from 0 and 1 in enough places for a match to mean something."""
    entries = np.concatenate([value.ravel() for value in values])
    return len(np.unique(np.round(entries[(np.abs(entries) > 1e-3) & (np.abs(entries - 1) > 1e-3)], 6))) >= 3 \
        or np.sum(np.abs(entries) > 1e-3) >= 3 and np.sum(np.abs(entries) < 1e-3) >= 3


def _broadcast(e, value):
    try:
        return True if np.broadcast_shapes(e.shape, value.shape) == e.shape else None
    except ValueError:
        return None


def _all(got, values):
    return all(all_close(g, value) for g, value in zip(got, values))
