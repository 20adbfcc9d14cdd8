"""backward_deep: every gradient of a network of any depth, for a batch."""

import numpy as np

from .forward_deep import reference as forward_deep
from .networks import DERIVATIVES, draw_labels, draw_params


def reference(cache, Y, params, activations):
    """δ_K = (p - Y) / N,  δ_l = (δ_(l+1) @ W_(l+1)ᵀ) ∘ f_l'(z_l),  ∂L/∂W_l = h_(l-1)ᵀ @ δ_l,  ∂L/∂b_l = Σ_n δ_l[n]

    cache: what forward_deep returns. Y: (N, n_K), one-hot rows. params: W1, b1, ..., WK, bK. activations: K - 1 names.
    Returns the gradients of the mean loss, with the keys and shapes of params.
    """
    delta = (np.asarray(cache["p"]) - np.asarray(Y)) / len(Y)
    grads = {}
    for layer in range(len(activations) + 1, 0, -1):
        h = np.asarray(cache[f"h{layer - 1}" if layer > 1 else "x"])
        grads[f"W{layer}"] = h.T @ delta
        grads[f"b{layer}"] = delta.sum(axis=0)
        if layer > 1:
            derivative = DERIVATIVES[activations[layer - 2]](np.asarray(cache[f"z{layer - 1}"]), h)
            delta = (delta @ np.asarray(params[f"W{layer}"]).T) * derivative
    return grads


def inputs(rng):
    params = draw_params(rng, [3, 5, 4], ["tanh"])
    yield forward_deep(rng.normal(size=(6, 3)), params, ["tanh"]), draw_labels(rng, 6, 4), params, ["tanh"]


MISTAKES = []
