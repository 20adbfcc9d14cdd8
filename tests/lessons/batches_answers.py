"""Answers to lesson 4 as students may write them: unusual and right, and wrong in ways that are on no list."""

import sys
import warnings

import numpy as np

SLOPES = {"relu": lambda z: np.heaviside(z, 0), "sigmoid": lambda z: 0.25 / np.cosh(z / 2) ** 2, "tanh": lambda z: np.cosh(z) ** -2.0}
CURVES = {"relu": lambda z: z * (z > 0), "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2, "tanh": np.tanh}


def _softmax(row):
    row = row - max(row)
    return np.exp(row) / sum(np.exp(row))


# ---- forward_batch

def sample_by_sample(X, params, verbose=True):
    """A loop over the samples, a print, and a parameter more than was asked for."""
    rows = []
    for x in X:
        z1 = x @ params["W1"] + params["b1"]
        h1 = np.array([max(0.0, z) for z in z1])
        z2 = h1 @ params["W2"] + params["b2"]
        h2 = CURVES["sigmoid"](z2)
        z3 = h2 @ params["W3"] + params["b3"]
        rows.append([x, z1, h1, z2, h2, z3, _softmax(z3)])
    if verbose:
        print("done")
    return {name: np.array([row[i] for row in rows]) for i, name in enumerate(["x", "z1", "h1", "z2", "h2", "z3", "p"])}


def in_float32(X, params):
    single = {key: np.asarray(value, dtype=np.float32) for key, value in params.items()}
    return sample_by_sample(np.asarray(X, dtype=np.float32), single)


def as_lists(X, params):
    return {key: value.tolist() for key, value in sample_by_sample(X, params).items()}


def with_overflow(X, params):
    """The plain sigmoid overflows at -1000 and still gives 0; the warning is a right answer's own."""
    warnings.warn("slow", stacklevel=1)
    print("note", file=sys.stderr)
    z1 = np.einsum("ni,ij->nj", X, params["W1"]) + params["b1"][None, :]
    h1 = np.where(z1 > 0, z1, 0)
    z2 = np.einsum("ni,ij->nj", h1, params["W2"]) + params["b2"][None, :]
    h2 = 1 / (1 + np.exp(-z2))
    z3 = np.einsum("ni,ij->nj", h2, params["W3"]) + params["b3"][None, :]
    p = np.exp(z3.T - z3.max(axis=1)) / np.exp(z3.T - z3.max(axis=1)).sum(axis=0)
    return {"x": X, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": p.T, "a note": "further keys are one's own business"}


def by_log_sum_exp(X, params):
    cache = sample_by_sample(X, params)
    z3 = cache["z3"]
    top = z3.max(axis=-1)[:, None]
    return cache | {"p": np.exp(z3 - top - np.log(np.exp(z3 - top).sum(axis=-1))[:, None])}


# ---- batch_loss

def one_by_one(P, Y):
    total = 0
    for p, y in zip(P, Y):
        total = total - np.log(p[list(y).index(1)] + 1e-15)
    return total / len(P)


def by_labels(P, Y):
    return np.array(np.mean(-np.log(np.clip(np.asarray(P)[np.arange(len(P)), Y.argmax(axis=1)], 1e-9, None)), dtype=np.float64))


def by_einsum(P, Y):
    return float(-np.log(np.maximum(np.einsum("nk,nk->n", P, Y), 1e-30)).sum() / Y.shape[0])


def by_mask(P, Y):
    return np.float32(-np.mean(np.log(P[Y == 1] + 1e-12)))


# ---- backward_batch

def mean_of_samples(cache, Y, params):
    """The gradient of each sample's own loss, then their mean."""
    N, grads = len(Y), {key: np.zeros(np.shape(value)) for key, value in params.items()}
    for n in range(N):
        delta3 = cache["p"][n] - Y[n]
        delta2 = params["W3"] @ delta3 * SLOPES["sigmoid"](cache["z2"][n])
        delta1 = params["W2"] @ delta2 * SLOPES["relu"](cache["z1"][n])
        for layer, (h, delta) in enumerate([(cache["x"], delta1), (cache["h1"], delta2), (cache["h2"], delta3)], start=1):
            grads[f"W{layer}"] += np.outer(h[n], delta) / N
            grads[f"b{layer}"] += delta / N
    return grads


def divided_at_the_end(cache, Y, params):
    d3 = cache["p"] - Y
    d2 = np.einsum("nk,ik->ni", d3, params["W3"]) * cache["h2"] * (1 - cache["h2"])
    d1 = np.where(cache["h1"] > 0, np.einsum("nk,ik->ni", d2, params["W2"]), 0)
    return {"W1": np.einsum("ni,nj->ij", cache["x"], d1) / len(Y), "b1": d1.mean(0), "W2": cache["h1"].T @ d2 / len(Y),
            "b2": d2.mean(0), "W3": np.tensordot(cache["h2"], d3, (0, 0)) / len(Y), "b3": np.ones(len(Y)) @ d3 / len(Y)}


def by_full_jacobian(cache, Y, params):
    """∂L/∂p and the whole softmax Jacobian of each sample, as in lesson 2."""
    P = cache["p"]
    J = np.einsum("ni,ij->nij", P, np.eye(P.shape[1])) - np.einsum("ni,nj->nij", P, P)
    d3 = np.einsum("ni,nij->nj", -Y / P / len(P), J)
    return backward_through(cache, params, d3, ["relu", "sigmoid"])


def backward_through(cache, params, delta, activations):
    grads = {}
    for layer in reversed(range(1, len(activations) + 2)):
        below = cache["x"] if layer == 1 else cache[f"h{layer - 1}"]
        with_one = np.hstack([below, np.ones((len(below), 1))])             # a bias is a weight on an input of 1
        joint = with_one.T @ delta
        grads[f"W{layer}"], grads[f"b{layer}"] = joint[:-1], joint[-1]
        if layer > 1:
            delta = (params[f"W{layer}"] @ delta.T).T * SLOPES[activations[layer - 2]](cache[f"z{layer - 1}"])
    return grads


def backward_in_float32(cache, Y, params):
    single = {key: np.asarray(value, dtype=np.float32) for key, value in cache.items()}
    return divided_at_the_end(single, np.asarray(Y, dtype=np.float32),
                              {key: np.asarray(value, dtype=np.float32) for key, value in params.items()})


def backward_as_lists(cache, Y, params, verbose=False):
    return {key: value.tolist() for key, value in mean_of_samples(cache, Y, params).items()}


# ---- any depth

def deep_recursive(X, params, activations, layer=1):
    """Recursion in place of a loop."""
    z = np.asarray(X) @ params[f"W{layer}"] + params[f"b{layer}"]
    if layer > len(activations):
        return {"x": X, f"z{layer}": z, "p": np.array([_softmax(row) for row in z])}
    h = CURVES[activations[layer - 1]](z)
    return deep_recursive(h, params, activations, layer + 1) | {"x": X, f"z{layer}": z, f"h{layer}": h}


def deep_by_params(X, params, activations):
    """The depth from params; if and elif; the output's h is kept as well."""
    cache, h = {"x": np.array(X, dtype=float)}, np.array(X, dtype=float)
    for layer in range(1, len(params) // 2 + 1):
        z = np.dot(h, params["W%d" % layer])
        z += params["b%d" % layer]
        if layer - 1 < len(activations) and activations[layer - 1] == "relu":
            h = np.clip(z, 0, None)
        elif layer - 1 < len(activations) and activations[layer - 1] == "tanh":
            h = 1 - 2 / (np.exp(2 * z) + 1)
        elif layer - 1 < len(activations):
            h = 1 / (1 + np.exp(-z))
        else:
            h = np.exp(z - z.max(1)[:, np.newaxis])
            h = h / h.sum(1)[:, np.newaxis]
        cache["z%d" % layer], cache["h%d" % layer] = z, h
    return cache | {"p": h}


def deep_in_float32(X, params, activations):
    return deep_recursive(np.asarray(X, dtype=np.float32), {key: np.asarray(value, np.float32) for key, value in params.items()},
                          activations)


def deep_as_lists(X, params, activations, *, dtype=float):
    return {key: np.asarray(value, dtype=dtype).tolist() for key, value in deep_by_params(X, params, tuple(activations)).items()}


def back_joint(cache, Y, params, activations):
    return backward_through(cache, params, (cache["p"] - Y) / len(Y), activations)


def back_recursive(cache, Y, params, activations, layer=1):
    """Each call asks the layer above for its δ."""
    def delta(l):
        if l == len(activations) + 1:
            return (cache["p"] - Y) / Y.shape[0]
        return np.einsum("nj,ij,ni->ni", delta(l + 1), params[f"W{l + 1}"], SLOPES[activations[l - 1]](cache[f"z{l}"]))
    grads = {}
    for l in range(1, len(activations) + 2):
        below = cache.get(f"h{l - 1}", cache["x"])
        grads |= {f"b{l}": delta(l).sum(0), f"W{l}": np.sum(below[:, :, None] * delta(l)[:, None, :], axis=0)}
    return grads


def back_by_full_jacobians(cache, Y, params, activations):
    """Every sample's own chain of Jacobians, then the mean."""
    N, K = len(Y), len(activations) + 1
    grads = {key: np.zeros(value.shape) for key, value in params.items()}
    for n in range(N):
        delta = cache["p"][n] - Y[n]
        for l in range(K, 0, -1):
            below = (cache[f"h{l - 1}"] if l > 1 else cache["x"])[n]
            grads[f"W{l}"] += np.outer(below, delta) / N
            grads[f"b{l}"] += delta / N
            if l > 1:
                jacobian = np.diag(SLOPES[activations[l - 2]](cache[f"z{l - 1}"][n]))
                delta = delta @ params[f"W{l}"].T @ jacobian
    return grads


def back_in_float32(cache, Y, params, activations):
    single = {key: np.asarray(value, dtype=np.float32) for key, value in cache.items()}
    return back_joint(single, np.asarray(Y, np.float32), {key: np.asarray(value, np.float32) for key, value in params.items()},
                      activations)


RIGHT = {
    "forward_batch": [sample_by_sample, in_float32, as_lists, with_overflow, by_log_sum_exp],
    "batch_loss": [one_by_one, by_labels, by_einsum, by_mask],
    "backward_batch": [mean_of_samples, divided_at_the_end, by_full_jacobian, backward_in_float32, backward_as_lists],
    "forward_deep": [deep_recursive, deep_by_params, deep_in_float32, deep_as_lists],
    "backward_deep": [back_joint, back_recursive, back_by_full_jacobians, back_in_float32],
}


# ---- wrong, and on no list: (exercise, part, function, words that the hint or the mistake's name must hold)

def abs_for_relu(X, params):
    cache = sample_by_sample(X, params)
    h1 = np.abs(cache["z1"])
    z2 = h1 @ params["W2"] + params["b2"]
    h2 = CURVES["sigmoid"](z2)
    z3 = h2 @ params["W3"] + params["b3"]
    return cache | {"h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": np.array([_softmax(row) for row in z3])}


def bias_twice_in_layer_3(X, params):
    return sample_by_sample(X, params | {"b3": 2 * params["b3"]})


def without_z3(X, params):
    return {key: value for key, value in sample_by_sample(X, params).items() if key != "z3"}


def squared_n(P, Y):
    return by_einsum(P, Y) * len(P) ** 2


def sum_of_logs_by_product(P, Y):
    return -np.log(np.prod(np.sum(P * Y, axis=1)) + 1e-300)


def root_n(cache, Y, params):
    return {key: value * np.sqrt(len(Y)) for key, value in divided_at_the_end(cache, Y, params).items()}


def offset_weights(cache, Y, params):
    return {key: value + 0.01 * (key[0] == "W") for key, value in divided_at_the_end(cache, Y, params).items()}


def two_errors(cache, Y, params):
    """The sigmoid's derivative is missing, and 1/N."""
    d3 = cache["p"] - Y
    d2 = d3 @ params["W3"].T
    d1 = (d2 @ params["W2"].T) * (cache["z1"] > 0)
    return {"W1": cache["x"].T @ d1, "b1": d1.sum(0), "W2": cache["h1"].T @ d2, "b2": d2.sum(0), "W3": cache["h2"].T @ d3,
            "b3": d3.sum(0)}


def summed_loss_everywhere(cache, Y, params, activations):
    return {key: value * len(Y) for key, value in back_joint(cache, Y, params, activations).items()}


WRONG = [
    ("forward_batch", None, abs_for_relu, "h1: absolute value"),
    ("forward_batch", None, bias_twice_in_layer_3, "z3: too large by b"),
    ("forward_batch", None, without_z3, "key missing"),
    ("batch_loss", None, squared_n, "N squared times too large"),
    ("batch_loss", None, sum_of_logs_by_product, "summed over the samples"),
    ("backward_batch", "W3", root_n, "√(N) times too large"),
    ("backward_batch", "W2", offset_weights, "constant offset"),
    ("backward_batch", "b2", two_errors, "this is ∂L/∂b2 without the activation's derivative, N times too large"),
    ("backward_batch", "W3", two_errors, "1/N missing"),
    ("backward_deep", "W1", summed_loss_everywhere, "1/N missing"),
]
