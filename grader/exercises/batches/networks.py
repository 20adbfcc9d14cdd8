"""What this lesson's exercises share: activations for whole batches, and networks and labels to try them on."""

import numpy as np


def relu(z):
    """max(z, 0)"""
    return np.maximum(z, 0.0)


def sigmoid(z):
    """1 / (1 + exp(-z)), written with tanh so that no exponential overflows"""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z, dtype=float)))


def softmax_rows(z):
    """exp(z[n, i]) / Σ_k exp(z[n, k]), a row a sample; the row's maximum is taken away first"""
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


FUNCTIONS = {"relu": relu, "sigmoid": sigmoid, "tanh": np.tanh}

# f'(z) of each activation, from z and h = f(z); ReLU's is 0 at 0.
DERIVATIVES = {
    "relu": lambda z, h: (z > 0).astype(float),
    "sigmoid": lambda z, h: h * (1 - h),
    "tanh": lambda z, h: 1 - h**2,
}


def draw_params(rng, sizes):
    """W1, b1, ..., WK, bK for layers of the given sizes, of mixed signs; moderate, so that nothing saturates."""
    params = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{layer}"] = rng.normal(size=(n_in, n_out)) * 1.5 / np.sqrt(n_in)
        params[f"b{layer}"] = rng.normal(size=n_out) * 0.5
    return params


def draw_labels(rng, samples, classes):
    """One-hot rows, (samples, classes)."""
    return np.eye(classes)[rng.integers(classes, size=samples)]
