"""Vanishing and exploding gradients: the gradient's size by layer, in networks of 2 to 30 layers."""

import numpy as np

from . import deep
from .picture import drawn, moving

DEPTHS = range(2, 31)
SAMPLES = 16
# Spreads of the weights for 64 units in and out. The names are explained in the lesson, where they are derived.
SPREADS = {"small": 0.05, "Xavier": 0.125, "He": 0.177, "large": 0.4}


def frames(forward_deep, backward_deep, seed=0):
    """norms[a, s, d, l] = ‖∂L/∂W_l‖, deltas[a, s, d, l] = ‖∂L/∂b_l‖, the sum of δ_l over the batch, and
    outputs[a, s, l] = the 5 %, 50 % and 95 % quantiles of h_l.

    a: activation, s: spread, d: depth (from 2), l: hidden layer (from 1; NaN above the depth). A deeper network has the
    same lower layers, so that its h_l are those of the deepest one.
    """
    rng = np.random.default_rng(seed)
    draw, (X, Y) = deep.standard_draw(rng, DEPTHS[-1]), deep.batch(rng, SAMPLES)
    norms, deltas = np.full((2, len(deep.ACTIVATIONS), len(SPREADS), len(DEPTHS), DEPTHS[-1]), np.nan)
    outputs = np.empty((len(deep.ACTIVATIONS), len(SPREADS), DEPTHS[-1], 3))
    for a, activation in enumerate(deep.ACTIVATIONS):
        for s, spread in enumerate(SPREADS.values()):
            for d, depth in enumerate(DEPTHS):
                params = deep.layers(draw[:depth] + draw[-1:], spread)
                cache = forward_deep(X, params, [activation] * depth)
                grads = backward_deep(cache, Y, params, [activation] * depth)
                norms[a, s, d, :depth] = [np.linalg.norm(grads[f"W{layer + 1}"]) for layer in range(depth)]
                deltas[a, s, d, :depth] = [np.linalg.norm(grads[f"b{layer + 1}"]) for layer in range(depth)]
            outputs[a, s] = [np.quantile(cache[f"h{layer + 1}"], [0.05, 0.5, 0.95]) for layer in range(depth)]
    return {"norms": norms, "deltas": deltas, "outputs": outputs, "activations": list(deep.ACTIVATIONS.values()),
            "depths": list(DEPTHS), "spreads": [[name, spread] for name, spread in SPREADS.items()]}


@moving
def vanishing_gradients(forward_deep, backward_deep):
    """The picture: depth, activation and spread of the weights to choose, drawn with the functions of lesson 4.

    forward_deep(X, params, activations) -> cache, backward_deep(cache, Y, params, activations) -> grads.
    """
    return drawn("vanishing_gradients", frames, forward_deep, backward_deep)
