"""forward_deep: a network of any depth, for a batch."""

import numpy as np

from .networks import FUNCTIONS, draw_params, softmax_rows


def reference(X, params, activations):
    """z_l = h_(l-1) @ W_l + b_l,  h_l = f_l(z_l),  h_0 = X,  p = softmax of each row of z_K

    X: (N, n_0). params: W1, b1, ..., WK, bK; W_l: (n_(l-1), n_l). activations: K - 1 names, one a hidden layer.
    Returns the cache: x, z1, h1, ..., zK, p, a row a sample in each.
    """
    h = np.asarray(X, dtype=float)
    cache = {"x": h}
    for layer, name in enumerate(activations, start=1):
        cache[f"z{layer}"] = h @ np.asarray(params[f"W{layer}"]) + np.asarray(params[f"b{layer}"])
        cache[f"h{layer}"] = h = FUNCTIONS[name](cache[f"z{layer}"])
    last = len(activations) + 1
    cache[f"z{last}"] = h @ np.asarray(params[f"W{last}"]) + np.asarray(params[f"b{last}"])
    cache["p"] = softmax_rows(cache[f"z{last}"])
    return cache


def inputs(rng):
    yield rng.normal(size=(5, 3)), draw_params(rng, [3, 4]), []                # no hidden layer: z1 goes to the softmax


MISTAKES = []
