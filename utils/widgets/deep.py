"""What the pictures of deep networks share: layers of 64 units whose weights are one random draw, stretched."""

import numpy as np

ACTIVATIONS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}      # by the name that lesson 4 gives them
WIDTH = 64


def standard_draw(rng, depth, width=WIDTH):
    """One draw of spread 1 for every weight matrix of `depth` hidden layers and an output layer: a list of arrays."""
    return [rng.normal(size=(width, width)) for _ in range(depth + 1)]


def batch(rng, samples, width=WIDTH):
    """(X, Y): inputs of spread 1 and one-hot labels, both (samples, width)."""
    return rng.normal(size=(samples, width)), np.eye(width)[rng.integers(width, size=samples)]


def layers(draw, spread):
    """params with W_l = spread · draw_l and biases 0, the keys in the order of the layers."""
    params = {}
    for number, weights in enumerate(draw, start=1):
        params[f"W{number}"] = spread * weights
        params[f"b{number}"] = np.zeros(weights.shape[1])
    return params


def further(params, direction, distance):
    """The point of parameter space at params + distance · direction, as a new dictionary."""
    return {name: value + distance * np.asarray(direction[name], dtype=float) for name, value in params.items()}
