"""Is a value what it should be? Shapes and numbers, never types: |got - expected| <= 1e-5 + 1e-5 |expected|."""

from dataclasses import dataclass

import numpy as np

from .values import numbers

TOLERANCE = 1e-5


@dataclass(frozen=True)
class Symptom:
    """What is wrong with a value, before anyone knows why.

    kind: "unreadable", "missing", "shape", "nan" or "entries". words: one clause for the learner, without any value.
    index: the first wrong entry. got, expected: the two arrays, where they could be compared. label: which of several.
    """

    kind: str
    words: str
    index: tuple[int, ...] = ()
    got: np.ndarray | None = None
    expected: np.ndarray | None = None
    label: str = ""


def close(got, expected, tolerance=TOLERANCE):
    """Entry by entry: |got - expected| <= tolerance (1 + |expected|); equal infinities and NaNs are close."""
    with np.errstate(all="ignore"):             # the learner may have told NumPy to raise
        return np.isclose(got, expected, rtol=tolerance, atol=tolerance, equal_nan=True)


def all_close(got, expected, tolerance=TOLERANCE):
    """Whether two float arrays have one shape and are close in every entry."""
    if got.shape != expected.shape:
        return False
    if (got == expected).all():                 # most right answers are, to the last bit
        return True
    with np.errstate(all="ignore"):
        near = (np.abs(got - expected) <= tolerance * (1 + np.abs(expected))).all()
    if np.isfinite(expected).all():             # else inf <= inf would let any number through
        return bool(near)
    return bool(close(got, expected, tolerance).all())


def compare(got, expected, label=""):
    """The Symptom of a plain value against the expected one, or None where it is right.

    A dictionary is compared key by key (further keys are the learner's own business), a list of arrays item by item,
    anything else as one array.
    """
    where = f"{label}: " if label else ""
    if isinstance(expected, dict):
        return _compare_mapping(got, expected, label)
    if isinstance(expected, (list, tuple)):
        return _compare_sequence(got, expected, label)
    expected = np.asarray(expected, dtype=float)
    array, reason = numbers(got)
    if reason:
        return Symptom("unreadable", f"{where}numbers are expected, this is {reason}")
    if array.shape != expected.shape:
        return Symptom("shape", where + shape_words(array.shape, expected.shape), got=array, expected=expected)
    if all_close(array, expected):
        return None
    right = close(array, expected)
    wrong = np.argwhere(~right)
    index = tuple(int(i) for i in wrong[0])
    if np.isnan(array[index]):
        return Symptom("nan", f"{where}NaN{_at(index)}", index, array, expected)
    if np.isinf(array[index]):
        return Symptom("nan", f"{where}infinity{_at(index)}", index, array, expected)
    share = "" if expected.size == 1 else f" ({len(wrong)} of {expected.size} entries)"
    return Symptom("entries", f"{where}wrong{_at(index)}{share}", index, array, expected, label)


def shape_words(got, expected):
    """Why a shape is refused, in words that say what it leads to."""
    said = f"the shape is {_shape(got)}, it should be {_shape(expected)}"
    if got == (1,) + expected:
        return said + ": one axis too many in front; it would broadcast silently later"
    if got == expected + (1,):
        return said + ": one axis too many at the end; it would broadcast silently later"
    if got == expected[::-1] and len(expected) > 1:
        return said + ": the axes are swapped"
    if got == () and expected:
        return said + ": a single number where an entry for each place is due"
    if len(got) == len(expected):
        return said + ": look up to which axes of the arguments these lengths belong"
    return said


def _compare_mapping(got, expected, label):
    if not isinstance(got, dict):
        return Symptom("unreadable", f"{label + ': ' if label else ''}a dictionary is expected, this is {_what(got)}")
    for key, value in expected.items():
        if key not in got:
            return Symptom("missing", f'the key "{key}" is missing', label=key)
        symptom = compare(got[key], value, key)
        if symptom:
            return symptom
    return None


def keys_instead(key, got, expected):
    """Words for what stands there in the place of a missing key. The learner's keys themselves are not repeated."""
    if not isinstance(got, dict):
        return ""
    others = [other for other in got if other not in expected]
    if not others:
        return "" if got else ": the dictionary is empty"
    texts = [str(other).lower() for other in others]
    if key.lower() in texts:
        return ": capital and small letters count"
    if any(key.lower() in other for other in texts):
        return ": yours has something before or after that name"
    if not any(other in got for other in expected):
        return ": none of its keys is one of those asked for"
    return ", and others that nobody asks for are there"


def _compare_sequence(got, expected, label):
    where = f"{label}: " if label else ""
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, (list, tuple)):
        return Symptom("unreadable", f"{where}a sequence of {len(expected)} items is expected, this is {_what(got)}")
    if len(got) != len(expected):
        return Symptom("shape", f"{where}{len(got)} items, there should be {len(expected)}")
    for i, (item, value) in enumerate(zip(got, expected)):
        symptom = compare(item, value, f"{label}[{i}]" if label else f"item {i}")
        if symptom:
            return symptom
    return None


def _what(value):
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)} items"
    array, reason = numbers(value)
    return reason or ("a number" if array.shape == () else f"an array of shape {_shape(array.shape)}")


def _shape(shape):
    return "(), a single number" if shape == () else str(tuple(shape))


def _at(index):
    return "" if not index else f" at [{', '.join(map(str, index))}]"
