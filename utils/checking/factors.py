"""Is every entry too large by the same factor, or off by the same amount, and by which size of the case?"""

import numpy as np

from .arguments import sizes
from .compare import all_close, close


def explain(pairs, scales=(), arguments=(), changing=True):
    """(name, words) where got = factor · expected or got = expected + amount in every draw, else None.

    changing: a factor or an amount that follows no size counts as well.
    """
    found = None
    if all(g.shape == e.shape for g, e in pairs):
        found = explain_factor(pairs, scales, arguments, changing) or _offset(pairs, changing)
    if not found and all(e.ndim == 2 and g.shape == e.shape[::-1] for g, e in pairs):
        found = explain_factor([(g.T, e) for g, e in pairs], scales, arguments, False)
        found = found and (f"transposed, {found[0]}", "This is the transpose. And then: " + found[1])
    return found


def explain_factor(pairs, scales=(), arguments=(), changing=True):
    """(name, words) where got = factor · expected in every draw, the factor a constant or a size, else None."""
    factors = [_factor(g, e) for g, e in pairs]
    if any(factor is None for factor in factors):
        return None
    known = [i for i, factor in enumerate(factors) if np.isfinite(factor)]
    values = np.array([factors[i] for i in known])
    if len(known) < 2 or np.any(np.abs(values) < 1e-6) or np.all(np.abs(np.abs(values) - 1) < 1e-4):
        return None
    if len(np.unique(np.round(np.concatenate([pairs[i][1].ravel() for i in known]), 6))) < 3:
        return None
    constant = _same(values)
    if constant is not None and abs(constant - 1) > 1e-4:
        return "constant factor", f"Every entry is {_times(constant)}, in every case tried."
    found = _size([scales[i] for i in known] if scales else [], values)
    if not found and arguments:
        found = _size([sizes(arguments[i]) for i in known], values)
    if found:
        return found
    if changing and sum(np.sum(np.abs(pairs[i][1]) > 1e-3) >= 2 for i in known) > 2:
        return ("a factor that changes", "All entries of a result are off by one and the same factor, and the factor changes "
                "from case to case: is it divided or multiplied by a size, a sum or a norm that does not belong there?")
    return None


def _size(scales, values):
    """The size of the case, or a power of it, that the factors follow."""
    if not scales:
        return None
    names = [name for name in scales[0] if all(name in case for case in scales)
             and len({case[name] for case in scales}) > 1]      # one size only: the factor could be any number
    sized = {name: np.array([float(case[name]) for case in scales]) for name in names}
    for name, size in sized.items():
        for power, way in ((size, "large"), (1 / size, "small")):
            constant = _same(values / power)
            if constant is None:
                continue
            if abs(constant - 1) < 1e-4:
                return f"{name} times too {way}", f"Right, but {name} times too {way}."
            if abs(constant + 1) < 1e-4:
                return f"{name} times too {way}, wrong sign", f"Right, but {name} times too {way}, and the sign is turned."
            return (f"{name} times too {way}, and a factor",
                    f"Right, but {name} times too {way}, and besides {_times(constant)}.")
    for name, size in sized.items():
        for power, words in ((np.sqrt(size), f"√({name}) times too large"), (1 / np.sqrt(size), f"√({name}) times too small"),
                             (size ** 2, f"{name} squared times too large"), (1 / size ** 2, f"{name} squared times too small"),
                             (size / (size - 1), f"divided by {name} - 1 in place of {name}"),
                             ((size - 1) / size, f"multiplied by {name} - 1 in place of {name}"),
                             (size / (size + 1), f"divided by {name} + 1 in place of {name}")):
            told = np.isfinite(power) & (power != 0)        # of a size of 1, size - 1 says nothing
            if len(set(size[told])) > 1 and np.all(close(values[told] / power[told], 1.0, 1e-4)) \
                    and np.all(np.abs(values[~told] - 1) < 1e-4):
                return words, f"Right, but {words}."
    for i, (first, one) in enumerate(sized.items()):
        for second, two in list(sized.items())[i + 1:]:
            for power, words in ((one * two, f"{first} · {second} times too large"),
                                 (1 / (one * two), f"{first} · {second} times too small"),
                                 (one / two, f"off by the factor {first} / {second}"),
                                 (two / one, f"off by the factor {second} / {first}")):
                if len(np.unique(power)) > 1 and np.all(close(values / power, np.ones(len(values)), 1e-4)):
                    return words, f"Right, but {words}."
    return None


def _factor(g, e):
    """c with g = c e; NaN where e is 0 and g too; None where there is none."""
    big = np.abs(e) > 1e-3
    if not np.any(big):
        return np.nan if all_close(g, e) else None
    factor = float(np.median(g[big] / e[big]))
    return factor if np.isfinite(factor) and all_close(g, factor * e) else None


def _same(values):
    middle = float(np.median(values))
    return middle if np.all(np.abs(values - middle) <= 1e-4 * abs(middle)) else None


def _times(factor):
    size = f"{abs(factor):.4g} times too large" if abs(factor) > 1 else f"{1 / abs(factor):.4g} times too small"
    return size + (", and the sign is turned" if factor < 0 else "")


def _offset(pairs, changing):
    differences = np.concatenate([(g - e).ravel() for g, e in pairs])
    amount = float(np.median(differences))
    if abs(amount) > 1e-4 and all(all_close(g, e + amount) for g, e in pairs):
        way = "large" if amount > 0 else "small"
        return "constant offset", f"Every entry is too {way} by the same amount, {abs(amount):.4g}, in every case tried."
    telling = [(g, e) for g, e in pairs if not all_close(g, e)]
    if changing and len(telling) > 2 and all(e.size > 2 and all_close(g, e + np.median(g - e)) for g, e in telling):
        return ("an offset that changes", "All entries of a result are off by one and the same amount, which changes from "
                "case to case: is one number added to all that belongs to one entry only, or to none?")
    return None
