"""Saturation: an activation, its derivative, and the pre-activations of a layer over it."""

import numpy as np

from .picture import Picture, moving

FAN_IN = 64
WEIGHTS = np.array([0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0])
BIASES = np.arange(-6, 6.5, 0.5)


def frames(flat=0.05, seed=0):
    """z = scale · (x @ W) + b for inputs and weights of spread 1: the values x @ W / √n_in, 1000 of them, sorted.

    The layer has n_in = 64. Every setting of the sliders stretches and moves the same 1000 values.
    flat: a unit is saturated where its derivative is smaller than this.
    """
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=(100, FAN_IN)), rng.normal(size=(FAN_IN, 10))
    standard = np.sort((x @ w).ravel()) / np.sqrt(FAN_IN)
    return {"standard": standard, "weights": WEIGHTS.tolist(), "biases": BIASES.tolist(), "flat": flat,
            "root": FAN_IN ** 0.5, "start": 6}


@moving
def saturation(flat=0.05):
    """The picture: activation, weight scale and bias to choose. flat: below this derivative a unit counts as saturated."""
    return Picture("saturation", frames(flat))
