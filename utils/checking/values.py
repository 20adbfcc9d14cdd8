"""What a function returned, as plain data: numbers, arrays, lists and dictionaries, and nothing that can run.

Both the learner's checks and the hidden tests read a returned value through this module, so that what is right
under one is right under the other. Nothing a function can return makes it raise: what it cannot read becomes
`Unreadable`, with the words a learner needs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

LONGEST = 20_000          # entries of a list or an iterator that are read
LARGEST = 20_000_000      # entries of an array
DEEPEST = 8               # lists within lists


@dataclass(frozen=True)
class Unreadable:
    """A value that is not plain data, and the reason in words for the learner."""

    reason: str


def plain(value, depth=0):
    """value as None, bool, int, float, complex, str, ndarray of numbers, list, tuple or dict of these.

    An iterator is read into a list. Whatever else there is becomes Unreadable.
    """
    try:
        return _plain(value, depth)
    except Exception as error:  # a learner's object may raise anything from any method
        return Unreadable(f"an object of type {_type_name(value)} that cannot be read ({type(error).__name__})")


def _plain(value, depth):
    if value is None or type(value) in (bool, int, float, complex, str):
        return value
    if depth > DEEPEST:
        return Unreadable(f"lists nested more than {DEEPEST} deep")
    if isinstance(value, np.ma.MaskedArray):
        if np.ma.is_masked(value):
            return Unreadable("a masked array with hidden entries")
        return _array(value.data)
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return _array(np.asarray(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item, depth + 1) for key, item in list(value.items())[:LONGEST]}
    if isinstance(value, (list, tuple)):
        if len(value) > LONGEST:
            return Unreadable(f"a list of more than {LONGEST:,} entries")
        return type(value)(plain(item, depth + 1) for item in value) if type(value) in (list, tuple) \
            else [plain(item, depth + 1) for item in value]
    if isinstance(value, (bool, int, float, complex)):
        return _array(np.asarray(value))
    if isinstance(value, Iterator):
        return _drain(value, depth)
    if hasattr(type(value), "__array__"):
        return _array(np.asarray(value))
    return Unreadable(f"an object of type {_type_name(value)}, not numbers")


def _array(value):
    array = np.array(value, subok=False)
    if array.size > LARGEST:
        return Unreadable(f"an array of more than {LARGEST:,} entries")
    if array.dtype.kind == "O":
        return Unreadable("an array of objects (dtype object), not of numbers")
    if array.dtype.kind not in "biufc":
        return Unreadable(f"an array of type {array.dtype}, not of numbers")
    return array


def _drain(iterator, depth):
    items = []
    for item in iterator:
        items.append(plain(item, depth + 1))
        if len(items) > LONGEST:
            return Unreadable(f"an iterator of more than {LONGEST:,} items")
    return items


def _type_name(value):
    return str(getattr(type(value), "__name__", "unknown"))[:60]


def numbers(value):
    """(array of float64, None), or (None, reason) where the plain value is no array of real numbers."""
    if isinstance(value, Unreadable):
        return None, value.reason
    if value is None:
        return None, "None: does every road through the function end in return?"
    if isinstance(value, str):
        return None, "text, not numbers"
    if isinstance(value, dict):
        return None, "a dictionary, not an array"
    if isinstance(value, (list, tuple)):
        inner = [numbers(item) for item in value]
        for _, reason in inner:
            if reason:
                return None, f"a list that holds {reason}"
        if len({array.shape for array, _ in inner}) > 1:
            return None, "a list whose rows have different lengths"
        return np.array([array for array, _ in inner], dtype=float), None
    array = np.asarray(value)
    if array.dtype.kind == "c":
        if np.any(array.imag != 0):
            return None, "complex numbers"
        array = array.real
    return array.astype(float), None
