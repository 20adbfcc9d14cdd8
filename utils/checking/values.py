"""What a function returned, as plain data: numbers, arrays, lists and dictionaries, and nothing that can run.

Both the learner's checks and the hidden tests read a returned value through this module, so that what is right
under one is right under the other. Nothing a function can return makes `plain` raise: what it cannot read becomes
`Unreadable`, with the words a learner needs.
"""

from collections.abc import Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real

import numpy as np

LONGEST = 20_000          # entries of a list or an iterator that are read
LARGEST = 20_000_000      # entries of all arrays in a value
MOST = 20_000             # items of all lists in a value, rows of floats aside: a list that holds itself has no end
DEEPEST = 8               # lists within lists
TEXT = 1_000              # characters of a text


@dataclass(frozen=True)
class Unreadable:
    """A value that is not plain data, and the reason in words for the learner."""

    reason: str


class IterationFailed(Exception):
    """A generator's own code ended in the error that is this one's __cause__."""


def plain(value):
    """value as None, bool, int, float, complex, str, ndarray of numbers, list, tuple or dict of these.

    An iterator is read into a list. Whatever else there is becomes Unreadable.
    """
    try:
        return read(value)
    except IterationFailed as failed:
        return Unreadable(f"an iterator that stops with a {type(failed.__cause__).__name__}")


def read(value):
    """As plain, but an error in a generator's own code is raised, as IterationFailed: it is the function's error."""
    try:
        return _Reader().read(value, 0)
    except _TooMuch as too_much:
        return Unreadable(str(too_much))


class _TooMuch(Exception):
    """The value has no end, or none in reach."""


class _Reader:
    """Reads one value and keeps count of what has been read."""

    def __init__(self):
        self.entries, self.items = LARGEST, MOST

    def read(self, value, depth):
        try:
            return self._read(value, depth)
        except (IterationFailed, _TooMuch):
            raise
        except Exception as error:  # a learner's object may raise anything from any method
            return Unreadable(f"an object of type {_type_name(value)} that cannot be read ({_type_name(error)})")

    def _read(self, value, depth):
        kind = type(value)
        if value is None or kind in (bool, float, complex):
            return value
        if kind is np.ndarray:
            return self._array(value)
        if kind is int:
            float(value)                        # OverflowError where no float is as large
            return value
        if isinstance(value, str):
            return str.__getitem__(value, slice(TEXT))
        if depth > DEEPEST:
            return Unreadable(f"lists nested more than {DEEPEST} deep")
        if isinstance(value, np.ma.MaskedArray):
            if np.ma.is_masked(value):
                return Unreadable("a masked array with hidden entries")
            return self._array(value.data)
        if isinstance(value, (np.ndarray, np.generic)):
            return self._array(np.asarray(value))
        if isinstance(value, Mapping):
            return self._entries(value, depth)
        if isinstance(value, (bytes, bytearray)):
            return Unreadable("bytes, not numbers")
        if isinstance(value, (Real, Decimal)):
            return float(value)
        if hasattr(kind, "__array__"):
            return self._array(np.asarray(value))
        if isinstance(value, (Iterator, Sequence, ValuesView)):
            items = self._items(value, depth)
            return tuple(items) if kind is tuple and type(items) is list else items
        if hasattr(kind, "__float__"):
            return float(value)
        return Unreadable(f"an object of type {_type_name(value)}, not numbers")

    def _entries(self, value, depth):
        entries = {}
        for key, item in value.items():
            self._count()
            entries[self._key(key)] = self.read(item, depth + 1)
        return entries

    def _count(self):
        self.items -= 1
        if self.items < 0:
            raise _TooMuch(f"lists of more than {MOST:,} entries together")

    def _items(self, value, depth):
        if type(value) in (list, tuple) and len(value) <= LONGEST and all(type(item) is float for item in value):
            return list(value)
        items = []
        iterator = iter(value)
        while True:
            try:
                item = next(iterator)
            except StopIteration:
                return items
            except Exception as error:
                raise IterationFailed from error
            if len(items) == LONGEST:
                return Unreadable(f"a list or generator with more than {LONGEST:,} entries")
            self._count()
            items.append(self.read(item, depth + 1))

    def _array(self, value):
        if value.dtype.kind == "O":
            return Unreadable("an array of objects (dtype object), not of numbers")
        if value.dtype.kind not in "biufc":
            return Unreadable(f"an array of type {str(value.dtype)[:40]}, not of numbers")
        self.entries -= value.size
        if self.entries < 0:
            raise _TooMuch(f"an array of more than {LARGEST:,} entries")
        return np.array(value, subok=False)

    def _key(self, key):
        return str.__getitem__(key if isinstance(key, str) else str(key), slice(TEXT))


def _type_name(value):
    try:
        return str(type(value).__name__)[:60]
    except Exception:  # a metaclass may raise too
        return "unknown"


def numbers(value):
    """(array of float64, None), or (None, reason) where the plain value is no array of real numbers."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value, None
    with np.errstate(all="ignore"):
        try:
            return _numbers(value)
        except (ValueError, TypeError, OverflowError):
            return None, "something that is not numbers"


def _numbers(value):
    if isinstance(value, Unreadable):
        return None, value.reason
    if value is None:
        return None, "None (does every road through it end in return?)"
    if isinstance(value, str):
        return None, "text, not numbers"
    if isinstance(value, dict):
        return None, "a dictionary, not an array"
    if isinstance(value, (list, tuple)):
        return _stacked(value)
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        return None, "something that is not numbers"
    if array.dtype.kind == "c":
        if np.any(array.imag != 0):
            return None, "complex numbers"
        array = array.real
    return array.astype(float), None


def _stacked(values):
    if all(type(item) in (int, float) for item in values):
        return np.array(values, dtype=float), None
    inner = [_numbers(item) for item in values]
    for _, reason in inner:
        if reason:
            return None, reason if reason.startswith("a list") else f"a list that holds {reason}"
    if len({array.shape for array, _ in inner}) > 1:
        return None, "a list whose rows have different lengths"
    return np.array([array for array, _ in inner], dtype=float), None
