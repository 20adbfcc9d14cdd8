"""Dying ReLU: the units of a layer that are off for every sample, before and during training."""

import numpy as np

from . import deep
from .picture import drawn, moving

INPUTS, UNITS, CLASSES, SAMPLES, STEPS = 8, 24, 3, 60, 12
BIASES = (-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0)
SPREADS = (0.1, 0.3, 1.0)
RATES = (0.1, 0.5, 2.0, 5.0, 10.0)


def frames(forward_deep, backward_deep, seed=0):
    """on[b, s, r, t, u]: share of the samples for which unit u is on after t steps; tens[b, s, r, t]: mean over the
    samples of the power of ten of the right class's p (-3 for 0.001), from which the picture reads the loss.

    b: the bias a unit starts with, s: spread of the first weights, r: learning rate. One hidden layer of 24 ReLU units,
    60 samples of 8 inputs, 3 classes that an 8-3 layer of its own tells apart.
    """
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(SAMPLES, INPUTS))
    right = (X @ rng.normal(size=(INPUTS, CLASSES))).argmax(axis=1)
    first, second = rng.normal(size=(INPUTS, UNITS)), rng.normal(size=(UNITS, CLASSES))
    grid = (len(BIASES), len(SPREADS), len(RATES), STEPS + 1)
    on, tens = np.empty((*grid, UNITS)), np.empty(grid)
    for b, s, r in np.ndindex(grid[:3]):
        params = {"W1": SPREADS[s] * first, "b1": np.full(UNITS, BIASES[b]), "W2": 0.3 * second, "b2": np.zeros(CLASSES)}
        for t in range(STEPS + 1):
            cache = forward_deep(X, params, ["relu"])
            on[b, s, r, t] = (np.asarray(cache["h1"]) > 0).mean(axis=0)
            tens[b, s, r, t] = np.log10(np.maximum(cache["p"][np.arange(SAMPLES), right], 1e-300)).mean()
            params = deep.further(params, backward_deep(cache, np.eye(CLASSES)[right], params, ["relu"]), -RATES[r])
    return {"on": on, "tens": tens, "biases": list(BIASES), "spreads": list(SPREADS), "rates": list(RATES),
            "steps": STEPS, "samples": SAMPLES}


@moving
def dying_relu(forward_deep, backward_deep):
    """The picture: starting bias, weight spread, learning rate and step to choose, drawn with the functions of lesson 4."""
    return drawn("dying_relu", frames, forward_deep, backward_deep)
