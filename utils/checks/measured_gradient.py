"""Lesson 2: the check of numerical_gradient, on functions whose slopes are measured with a finer rule."""

import numpy as np

from utils.checking.differences import derivative
from utils.checking.visible import Check


def _cases(rng):
    squares, waves, mixed, high = _functions(rng)
    yield squares, np.array([1.0, -2.0, 3.0])
    yield waves, rng.normal(size=4), 1e-3
    yield waves, rng.normal(size=(2, 3)), 1e-3
    yield mixed, np.array([2, 0, -1]), 0.01
    yield mixed, rng.integers(-3, 4, size=(3, 2)), 0.25
    yield high, rng.normal(size=4), 2         # a short step drowns in the rounding of 1e10; a long one is exact here


def _functions(rng):
    """Functions of an array of any shape; their docstrings are what the report calls them."""
    a, b = rng.uniform(0.5, 1.5, size=2)

    def squares(x):
        """(the sum of all x²)"""
        return float(np.sum(np.square(x)))

    def waves(x):
        """(a bent function of all x)"""
        return float(np.sum(np.sin(np.asarray(x) * a)) + 0.5 * np.sum(np.asarray(x) * b) ** 2)

    def mixed(x):
        """(a quadratic function of all x)"""
        places = np.arange(1, np.size(x) + 1)
        return float(np.sum(np.square(np.ravel(x)) * a / places) + np.sum(np.ravel(x) * np.sin(places)) ** 2)

    def high(x):
        """(a quadratic function of all x, plus 1e10)"""
        return mixed(x) + 1e10

    return squares, waves, mixed, high


def _measured(f, x, eps=1e-5):
    return derivative(f, x, step=max(eps, 1e-3))


def _one_sided(f, x, step):
    x = np.array(x, dtype=float)
    here, result = f(x), np.zeros_like(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += step
        result[i] = (f(moved) - here) / step
    return result


def _related(f, x, eps=1e-5):
    ahead, behind, slopes = _one_sided(f, x, eps), _one_sided(f, x, -eps), _measured(f, x, eps)
    return {"the slope ahead of x": ahead, "the slope behind x": behind, "half the slope ahead of x": ahead / 2,
            "half the slope behind x": behind / 2, "the sum of all slopes": np.sum(slopes),
            "the sum of all slopes in every entry": np.full(np.shape(x), np.sum(slopes)),
            "the right numbers in one row": np.ravel(slopes), "the slope times eps squared": slopes * eps ** 2,
            "the change of f": slopes * 2 * eps, "half the change of f": slopes * eps}


_ONE_SIDE = "Only a step to one side is measured. Where f is bent that is far less accurate: step to both sides."
_HALF = "Half of what it should be: one step is taken, but divided by the length of two."
_TOGETHER = "All entries of x move at once. Move one at a time and leave the others where they are."

MEASURED_GRADIENT = Check(
    ("f", "x", "eps"), _cases, expected=_measured, source="measured", related=_related,
    scales=lambda f, x, eps=1e-5: {"eps": eps, "2 eps": 2 * eps, "x.size": np.size(x)},
    words={"the slope ahead of x": _ONE_SIDE, "the slope behind x": _ONE_SIDE, "half the slope ahead of x": _HALF,
           "half the slope behind x": _HALF, "the sum of all slopes": _TOGETHER,
           "the sum of all slopes in every entry": _TOGETHER, "summed to one number": _TOGETHER,
           "all zeros": "Every entry is 0: are the two points two arrays, or two names for one? (a = x makes no copy.)",
           "the right numbers in one row": "The right numbers in one row: the gradient has the shape of x.",
           "the change of f": "This is the change of f, not the change per unit of x: what is it to be divided by?",
           "half the change of f": "Half the change of f: it is not yet divided by the length of the way.",
           "the slope times eps squared": "Python reads a / 2 * b as (a / 2) * b: the denominator needs parentheses."})
