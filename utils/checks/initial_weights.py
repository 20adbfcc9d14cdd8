"""Lesson 5's initial weights, checked by what they do to the mean square of h on the way up and of δ on the way down.

Every layer tried has at least 6000 weights, and may be off by 15 %: more than 7 standard deviations of the mean square.
"""

import numpy as np

from utils.checking.initial_weights import layers, misshapen, shapes, wrong_draw
from utils.checking.values import numbers

OFF = 0.15


def zero_complaint(value, sizes):
    found = misshapen(value, sizes)
    return found.words if found else next(
        (f"{key} is not 0 everywhere." for key in shapes(sizes) if np.any(numbers(value[key])[0])), None)


def xavier_complaint(cases, values):
    """The mean of what happens to the mean square of h and of δ must be 1."""
    def complaint(W):
        up, down = _mean_square(_probes(W.shape[0]) @ W), _mean_square(_probes(W.shape[1]) @ W.T)
        return None if abs((up + down) / 2 - 1) <= OFF else (
            f"going up, the mean square of h is multiplied by {up:.3g}; going down, that of δ by {down:.3g}. "
            f"The mean of the two factors should be 1.{_drawn_as((up + down) / 2, W)}"
            + (" The way up alone is kept." if abs(up - 1) <= OFF else "")
            + (" The way down alone is kept." if abs(down - 1) <= OFF else ""))
    return _complaint(cases, values, complaint)


def he_complaint(cases, values):
    """What comes out of ReLU must have the mean square of what went in."""
    def complaint(W):
        up = _mean_square(np.maximum(np.random.default_rng(0).normal(size=(1500, W.shape[0])) @ W, 0))
        return None if abs(up - 1) <= OFF else (
            f"behind the ReLU, the mean square of h is {up:.3g} times that of the layer's input; it should be 1 times."
            f"{_drawn_as(up, W)}")
    return _complaint(cases, values, complaint)


def _drawn_as(factor, W):
    """What was handed to the draw, where a factor shows it that should be 1 and grows as the variance of W."""
    if abs(factor / np.sqrt(_mean_square(W)) - 1) <= OFF:
        return " The spread of your weights would be right as a variance."
    if abs(3 * factor - 1) <= OFF and np.max(np.abs(W)) ** 2 < 3.1 * _mean_square(W):
        return " Your weights are uniform, and their spread is not where they end."
    return ""


def _complaint(cases, values, of_weights):
    found = wrong_draw(cases, values)
    if found:
        return found.words
    said = ((layer, W.shape, of_weights(W)) for _, layer, W in layers(cases, values))
    return next((f"W{layer} of {n_in} inputs and {n_out} units: {words}" for layer, (n_in, n_out), words in said if words), None)


def _probes(n):
    """n vectors of mean square 1 that try each place once."""
    return np.sqrt(n) * np.eye(n)


def _mean_square(array):
    return np.mean(np.square(array))
