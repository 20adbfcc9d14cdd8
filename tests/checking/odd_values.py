"""What a learner's function may return or raise besides numbers."""

import collections
import itertools
from decimal import Decimal
from fractions import Fraction

import numpy as np


class RaisesEverywhere:
    def __eq__(self, other):
        raise RuntimeError("==")

    def __array__(self, *args, **kwargs):
        raise ValueError("array")

    def __iter__(self):
        raise KeyError("iter")

    def __len__(self):
        return -1

    def __repr__(self):
        raise RuntimeError("repr")


class CallsItselfAnArray:
    @property
    def __class__(self):
        return np.ndarray


class NoFloat:
    def __float__(self):
        raise ZeroDivisionError


class Text(str):
    def __getitem__(self, index):
        raise ValueError


class SmallArray(np.ndarray):
    """Lies about its size and refuses arithmetic."""

    size = property(lambda self: 0)

    def __array_ufunc__(self, *args, **kwargs):
        raise RuntimeError


class OddKeys(dict):
    def items(self):
        return itertools.repeat((self, self))


class Meta(type):
    def __getattribute__(cls, name):
        raise RuntimeError("meta")


class OfMeta(metaclass=Meta):
    pass


class NoText(Exception):
    def __str__(self):
        raise RuntimeError("str")

    args = property(lambda self: 1 / 0)


class NotAnException(BaseException):
    pass


def values():
    """{name: value}; fresh each time, since some can be read once only."""
    endless = []
    endless.append(endless)
    wide = []
    wide.extend([wide] * 1000)
    deep = 1.0
    for _ in range(5000):
        deep = [deep]
    return {
        "a list that holds itself": endless, "a list that holds itself a thousand times": wide, "a deep list": deep,
        "an odd object": RaisesEverywhere(), "no array": CallsItselfAnArray(), "no float": NoFloat(), "a text": Text("x"),
        "a small array": np.zeros(3).view(SmallArray), "odd keys": OddKeys(a=1), "of a metaclass": OfMeta(),
        "an endless generator": itertools.count(), "a generator that stops with an error": (1 / n for n in (1, 0)),
        "a broadcast giant": np.broadcast_to(1.0, (10**6, 10**6)), "a large int": 10**400, "large ints": [10**400],
        "a fraction": Fraction(1, 3), "a decimal": Decimal("NaN"), "masked": np.ma.array([1.0, 2], mask=[0, 1]),
        "a matrix": np.asmatrix([1, 2]), "an array of objects": np.array([1, None]), "an array of texts": np.array(["a"]),
        "complex": 1j, "complex array": np.array([1j, 2]), "a set": {1}, "bytes": b"ab", "None": None, "nan": float("nan"),
        "a rag": [[1], [1, 2]], "a date": np.datetime64("2020"), "structured": np.zeros(2, dtype="f,i"),
        "a function": print, "a class": int, "a module": np, "a named tuple": collections.namedtuple("P", "a b")(1, 2),
        "a long double": np.longdouble("1e4000"), "a text array": np.array("abc"), "a zip": zip([1], [2]),
        "a dictionary of odd things": {"W1": RaisesEverywhere(), 3: None, "x": endless}, "an ellipsis": ...,
        "an empty array": np.zeros((0, 3)), "an empty list": [], "a bool": True, "infinity": np.inf, "huge": np.full(3, 1e308),
    }


def raisers():
    """{name: function of anything that does not return}."""
    def raises(error):
        def run(*args, **kwargs):
            raise error
        return run

    def endless(*args):
        return endless(*args)

    errors = {error.__class__.__name__: raises(error) for error in (
        NoText(), NotAnException(), SystemExit(0), GeneratorExit(), MemoryError(), StopIteration(), RecursionError())}
    return errors | {"an endless recursion": endless, "no function": 3, "None for a function": None,
                     "too few parameters": lambda: 1, "too many": lambda a, b, c, d, e, f, g, h: 1}
