"""Lesson 5's initial weights, checked by what they do to the mean square of h on the way up and of δ on the way down.

Every layer tried has at least 6000 weights, and may be off by 15 %: more than 7 standard deviations of the mean square.
"""

import numpy as np

from utils.checking.compare import compare
from utils.checking.values import numbers

OFF = 0.15


def initial_cases(rng):
    yield [40, 160, 50, 125], np.random.default_rng(1)
    yield [90, 70], np.random.default_rng(2)
    yield [80, 80, 80], np.random.default_rng(3)
    yield [80, 80, 80], np.random.default_rng(4)
    yield [80, 80, 80], np.random.default_rng(3)
    yield [3, 1, 4], np.random.default_rng(5)


def zero_complaint(value, sizes):
    return _form_complaint(value, sizes) or next(
        (f"{key} is not 0 everywhere." for key in _shapes(sizes) if np.any(numbers(value[key])[0])), None)


def xavier_complaint(cases, values):
    """The mean of what happens to the mean square of h and of δ must be 1."""
    def complaint(name, W):
        up = _mean_square(_probes(W.shape[0]) @ W)
        down = _mean_square(_probes(W.shape[1]) @ W.T)
        if abs((up + down) / 2 - 1) <= OFF:
            return None
        return (f"{name}: going up, the mean square of h is multiplied by {up:.3g}; going down, that of δ by {down:.3g}. "
                f"The mean of the two factors should be 1.{_drawn_as((up + down) / 2, W)}"
                + (" The way up alone is kept." if abs(up - 1) <= OFF else "")
                + (" The way down alone is kept." if abs(down - 1) <= OFF else ""))
    return _common_complaint(cases, values) or _layer_complaint(cases, values, complaint)


def he_complaint(cases, values):
    """What comes out of ReLU must have the mean square of what went in."""
    def complaint(name, W):
        z = np.random.default_rng(0).normal(size=(1500, W.shape[0])) @ W
        up = _mean_square(np.where(z > 0, z, 0))
        return None if abs(up - 1) <= OFF else (
            f"{name}: behind the ReLU, the mean square of h is {up:.3g} times that of the layer's input; it should be 1 "
            f"times.{_drawn_as(up, W)}")
    return _common_complaint(cases, values) or _layer_complaint(cases, values, complaint)


def _drawn_as(factor, W):
    """What was handed to the draw, where a factor shows it that should be 1 and grows as the variance of W."""
    if abs(factor / np.sqrt(_mean_square(W)) - 1) <= OFF:
        return " The spread of your weights would be right as a variance."
    if abs(3 * factor - 1) <= OFF and np.max(np.abs(W)) ** 2 < 3.1 * _mean_square(W):
        return " Your weights are uniform, and their spread is not where they end."
    return ""


def _shapes(sizes):
    shapes = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        shapes[f"W{layer}"], shapes[f"b{layer}"] = (n_in, n_out), (n_out,)
    return shapes


def _form_complaint(value, sizes):
    for key, shape in _shapes(sizes).items():
        symptom = compare(value, {key: np.zeros(shape)})
        if symptom and symptom.kind != "entries":
            return f"sizes {sizes}: {symptom.words}."
    return None


def _common_complaint(cases, values):
    for (sizes, _), value in zip(cases, values):
        complaint = _form_complaint(value, sizes)
        if complaint:
            return complaint
    arrays = [{key: numbers(value[key])[0] for key in _shapes(sizes)} for (sizes, _), value in zip(cases, values)]
    for params in arrays:
        for key, array in params.items():
            if key.startswith("b") and np.any(array):
                return f"{key} does not start at 0. Random weights already make the units differ."
            if key.startswith("W") and array.size > 100 and np.ptp(array) == 0:
                return f"{key}: all weights are the same number, so all units stay the same."
    if any(np.array_equal(params["W1"], params["W2"]) for params in arrays[2:5]):
        return "Two layers start with the same weights: draw each layer anew from the same rng."
    third, fourth, fifth = (params["W1"] for params in arrays[2:5])
    if np.array_equal(third, fourth):
        return "Another rng, and the same numbers come: they are not drawn from the rng that is handed in."
    if not np.array_equal(third, fifth):
        return "The same rng twice, and other numbers come: they are not drawn from the rng that is handed in."
    return None


def _layer_complaint(cases, values, complaint):
    for (sizes, _), value in zip(cases, values):
        for layer in range(1, len(sizes)):
            W = numbers(value[f"W{layer}"])[0]
            if W.size < 6000:
                continue
            name = f"W{layer} of {W.shape[0]} inputs and {W.shape[1]} units"
            spread = np.sqrt(_mean_square(W))
            if abs(W.mean()) > 8 * spread / np.sqrt(W.size):
                return f"{name}: the weights do not lie around 0, their mean is {W.mean():.3g}."
            if len({column.tobytes() for column in W.T}) < W.shape[1]:
                return f"{name}: some units start with the same weights; draw every weight by itself."
            if np.linalg.norm(W, 2) > 2 * spread * sum(np.sqrt(W.shape)):
                return f"{name}: the weights follow each other, as equal units do; draw every weight by itself."
            found = complaint(name, W)
            if found:
                return found
    return None


def _probes(n):
    """n vectors of mean square 1 that try each place once."""
    return np.sqrt(n) * np.eye(n)


def _mean_square(array):
    return np.mean(np.square(array))
