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

# How far the weights of a layer spread, times 1/√n_in: its derivative is undone, so that a wrong gradient shows at
# every depth and is not lost below the tolerance.
SPREAD = {"relu": 1.4, "sigmoid": 4.0, "tanh": 1.5, "softmax": 1.5}


def draw_params(rng, sizes, activations=()):
    """W1, b1, ..., WK, bK for layers of the given sizes, of mixed signs; moderate, so that nothing saturates.

    activations: those of the hidden layers, where the weights should suit them.
    """
    params = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        name = activations[layer - 1] if layer <= len(activations) else "softmax"
        params[f"W{layer}"] = rng.normal(size=(n_in, n_out)) * SPREAD[name] / np.sqrt(n_in)
        params[f"b{layer}"] = rng.normal(size=n_out) * 0.5
    return params


def draw_labels(rng, samples, classes):
    """One-hot rows, (samples, classes); not all of one class where there are several samples."""
    labels = (np.arange(samples) + rng.integers(classes)) % classes
    return np.eye(classes)[rng.permutation(labels)]


def whole_numbers(rng):
    """(X, params) for 2-4-5-6, X and W1 of whole numbers, b1 not: some entries of z1 are exactly 0, others no whole number."""
    X = np.array([[1, -1], [2, 1], [0, 3]])
    params = draw_params(rng, [2, 4, 5, 6], ["relu", "sigmoid"])
    params["W1"], params["b1"] = np.array([[1, -2, 1, 3], [1, 0, -2, 1]]), np.array([0, 4.5, 0, -0.25])
    return rng.permutation(X), params


def far_apart(rng):
    """(X, params) for 2-3-3-4: saturated sigmoids pick one row of W3 for each sample, so that the logits are near 1000 in
    one row, near -1000 in another, and from -1000 to 1000 in the third."""
    X = np.array([[1, 0], [0, 1], [-1, 1]])
    params = {
        "W1": np.array([[1, 0, -1], [0, 1, 1]]), "b1": np.zeros(3),
        "W2": np.array([[2000, 0, 0], [0, 4000, 0], [0, -2000, 2000]]), "b2": np.array([-1000, -1000, -3000]),
        "W3": np.array([[999, 1000, 998, 999.5], [-998, -999, -1000, -997], [999, -1000, 0, 998]]),
        "b3": np.array([0.5, 0, 1, -1]),
    }
    return rng.permutation(X), params


def far_below(rng):
    """(X, params): of the same network the one sample whose logits are near -1000, alone."""
    return np.array([[0, 1]]), far_apart(rng)[1]
