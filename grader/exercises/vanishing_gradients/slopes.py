"""What this lesson's exercises share: the slope of each activation, and gradients to measure."""

import numpy as np

from grader.exercises.batches.networks import DERIVATIVES, FUNCTIONS

TOPS = {"relu": 1.0, "sigmoid": 0.25, "tanh": 1.0}   # the largest value of each slope


def slope(z, activation):
    """f'(z), entry by entry"""
    z = np.asarray(z, dtype=float)
    return DERIVATIVES[activation](z, FUNCTIONS[activation](z))


def gradients(rng, sizes, scale=1.0):
    """Numbers in the shapes of a network's gradients, of mixed signs and of another size in each layer."""
    grads = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        size = scale * rng.uniform(0.3, 3.0)
        grads[f"W{layer}"] = size * rng.normal(size=(n_in, n_out))
        grads[f"b{layer}"] = size * rng.normal(size=n_out)
    return grads


def shuffled(rng, grads):
    """The same dictionary with its keys in another order."""
    return {key: grads[key] for key in rng.permutation(list(grads))}


def depth(grads):
    """The number of layers."""
    return sum(key.startswith("W") for key in grads)
