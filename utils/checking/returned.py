"""Is the right result among other things that were returned, and does its size follow the arguments at all?"""

import numpy as np

from .compare import all_close

_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def one_of_several(values, fits):
    """(name, words) where every value holds several things and, in the same place, the right one; else None.

    fits(i, item): whether item is right for case i.
    """
    places = None
    for i, value in enumerate(values):
        if isinstance(value, tuple) and 1 < len(value) <= len(_ORDER):
            items = dict(zip(_ORDER, value))
        elif isinstance(value, dict) and 0 < len(value) <= 20:
            items = {f'"{key}"': item for key, item in value.items()}
        else:
            return None
        fitting = {place for place, item in items.items() if fits(i, item)}
        places = fitting if places is None else places & fitting
        if not places:
            return None
    if not places:
        return None
    whole = "a dictionary" if isinstance(values[0], dict) else f"{len(values[0])} things"
    return "one of several", f"It returns {whole}; the {sorted(places)[0]} is right. Return that one alone."


def piled_up(arrays, rights):
    """(name, words) where each result has those of earlier calls in front of it, else None. All are rows of numbers."""
    if any(array.ndim != 1 or right.ndim != 1 or array.size < right.size for array, right in zip(arrays, rights)):
        return None
    before = [array.size - right.size for array, right in zip(arrays, rights)]
    if len(set(before)) == 1 or any(later - earlier.size for later, earlier in zip(before[1:], arrays)) \
            or not all(all_close(array[-right.size:], np.asarray(right)) for array, right in zip(arrays, rights)):
        return None
    return "piled up", ("The right numbers, behind those of earlier calls: is the list made outside the function, or once for "
                        "all in its def line?")


def fixed_size(shapes, rights):
    """(name, words) where an axis has the same length in every result, though it should not; else None.

    shapes: of the results, None where the function stopped over sizes. rights: as they should be.
    """
    found = [(shape, right) for shape, right in zip(shapes, rights) if shape is not None]
    if len(found) < 2 or any(len(shape) != len(right) for shape, right in found):
        return None
    for axis in range(len(found[0][1])):
        sizes = {shape[axis] for shape, _ in found}
        wanted, elsewhere = ({right[axis] for _, right in pairs} for pairs in (
            found, [(None, right) for shape, right in zip(shapes, rights) if shape is None]))
        if len(sizes) == 1 and 1 not in sizes and (len(wanted) > 1 or len(elsewhere) > 1 and not sizes & elsewhere):
            what = "entries" if len(found[0][1]) == 1 else ("rows", "columns")[axis] if axis < 2 else "places"
            return "size written into it", (f"It has {sizes.pop()} {what} whatever goes in: is that number, or an array of "
                                            "the worked example, written into the code?")
    return None
