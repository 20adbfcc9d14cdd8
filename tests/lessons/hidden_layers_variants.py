"""Right answers to lesson 3's exercises, written in unusual ways."""

import warnings

import numpy as np


def sum_of_products(delta, W):
    return np.sum(W * delta, axis=1)


def two_loops(delta, W):
    out = []
    for i in range(len(W)):
        total = 0
        for j in range(len(delta)):
            total = total + delta[j] * W[i][j]
        out.append(total)
    return out


def einstein(delta, W, verbose=True):
    print("paths:", np.size(W))
    return np.einsum("ij,j->i", np.array(W, np.float32), np.array(delta, np.float32))


def column_by_column(delta, W):
    dh = np.zeros(W.shape[0])
    for j in range(W.shape[1]):
        dh += W[:, j] * delta[j]
    return dh


def as_a_row(delta, W):
    return (delta[None, :] @ W.T)[0]


def as_tensordot(delta, W):
    warnings.warn("a warning must not matter")
    return np.tensordot(W, delta, 1)


def with_where(z):
    return np.where(z > 0, 1, 0)


def of_bools(z):
    return z > 0


def list_of_ints(z):
    return [1 if entry > 0 else 0 for entry in z]


def heaviside(z):
    return np.heaviside(z, 0)


def by_division(z):
    return np.nan_to_num(np.maximum(z, 0) / z)


def by_sign(z):
    return np.maximum(np.sign(z), 0).astype(np.float32)


def on_a_copy(z):
    slope = z.copy()
    slope[z > 0] = 1
    slope[z <= 0] = 0
    return slope


def own_sigmoid(z):
    h = 1 / (1 + np.exp(-z))
    return h - h**2


def through_tanh(z):
    return 0.25 * (1 - np.tanh(np.asarray(z) / 2) ** 2)


def both_tails(z):
    small = np.exp(-np.abs(z))
    return small / (1 + small) ** 2


def entry_by_entry(z):
    import math
    out = []
    for entry in z:
        h = 1 / (1 + math.exp(-entry)) if entry > 0 else math.exp(entry) / (1 + math.exp(entry))
        out += [h * (1 - h)]
    return tuple(out)


def with_cosh(z):
    with np.errstate(over="ignore"):
        return 1 / (2 + 2 * np.cosh(np.array(z, dtype=float)))


def logistic_pair(z):
    return np.exp(-np.logaddexp(0, z) - np.logaddexp(0, -np.asarray(z)))


def zipped(dh, derivative):
    return [a * b for a, b in zip(dh, derivative)]


def by_the_jacobian(dh, derivative):
    return dh @ np.diag(derivative)


def multiplied(dh, derivative, out=None):
    return np.multiply(dh, derivative).astype(np.float32)


def einstein_once(dh, derivative):
    return np.einsum("i,i->i", dh, derivative)


def all_in_one(cache, y, params):
    d3 = cache["p"] - y
    d2 = params["W3"] @ d3 * cache["h2"] * (1 - cache["h2"])
    d1 = params["W2"] @ d2 * (cache["h1"] > 0)
    return dict(W1=cache["x"][:, None] * d1, b1=d1, W2=cache["h1"][:, None] * d2, b2=d2, W3=cache["h2"][:, None] * d3, b3=d3)


def by_jacobians(cache, y, params):
    p, true = cache["p"], np.argmax(y)
    dp = np.zeros(len(p))
    dp[true] = -1 / p[true]
    d3 = dp @ (np.diag(p) - np.outer(p, p))
    d2 = d3 @ params["W3"].T @ np.diag(cache["h2"] - cache["h2"] ** 2)
    d1 = d2 @ params["W2"].T @ np.diag(1.0 * (cache["z1"] > 0))
    return {"b1": d1, "b2": d2, "b3": d3, "W1": np.outer(cache["x"], d1), "W2": np.outer(cache["h1"], d2),
            "W3": np.outer(cache["h2"], d3), "delta3": d3}


def layer_loop(cache, y, params):
    inputs = {3: cache["h2"], 2: cache["h1"], 1: cache["x"]}
    slopes = {3: cache["h2"] * (1 - cache["h2"]), 2: np.where(cache["z1"] > 0, 1, 0)}
    grads, delta = {}, cache["p"] - y
    for k in (3, 2, 1):
        grads["W%d" % k] = np.outer(inputs[k], delta).tolist()
        grads["b%d" % k] = delta.tolist()
        if k > 1:
            delta = (delta @ params["W%d" % k].T) * slopes[k]
    print("done")
    return grads


def as_columns(cache, y, params):
    def column(v):
        return np.array(v, dtype=np.float64).reshape(-1, 1)
    d3 = column(cache["p"]) - column(y)
    d2 = np.matmul(params["W3"], d3) * column(cache["h2"]) * column(1 - cache["h2"])
    d1 = np.matmul(params["W2"], d2) * column(cache["z1"] > 0)
    result = {}
    for k, (h, d) in enumerate([(cache["x"], d1), (cache["h1"], d2), (cache["h2"], d3)], start=1):
        result[f"W{k}"], result[f"b{k}"] = np.matmul(column(h), d.T), d.ravel()
    return result


def in_single_precision(cache, y, params):
    c = {name: np.float32(value) for name, value in cache.items()}
    w = {name: np.float32(value) for name, value in params.items()}
    return {name: np.asarray(value, np.float32) for name, value in all_in_one(c, np.float32(y), w).items()}


def weight_by_weight(cache, y, params):
    n3, n2, n1 = len(cache["p"]), len(cache["h2"]), len(cache["h1"])
    d3 = [cache["p"][j] - y[j] for j in range(n3)]
    d2 = [sum(params["W3"][k][j] * d3[j] for j in range(n3)) * cache["h2"][k] * (1 - cache["h2"][k]) for k in range(n2)]
    d1 = [sum(params["W2"][i][k] * d2[k] for k in range(n2)) if cache["z1"][i] > 0 else 0.0 for i in range(n1)]
    return {"W3": [[h * d for d in d3] for h in cache["h2"]], "b3": d3, "W2": [[h * d for d in d2] for h in cache["h1"]],
            "b2": d2, "W1": [[h * d for d in d1] for h in cache["x"]], "b1": d1}


VARIANTS = {
    "hidden_gradient": [sum_of_products, two_loops, einstein, column_by_column, as_a_row, as_tensordot],
    "relu_derivative": [with_where, of_bools, list_of_ints, heaviside, by_division, by_sign, on_a_copy],
    "sigmoid_derivative": [own_sigmoid, through_tanh, both_tails, entry_by_entry, with_cosh, logistic_pair],
    "hidden_delta": [zipped, by_the_jacobian, multiplied, einstein_once],
    "backward": [all_in_one, by_jacobians, layer_loop, as_columns, in_single_precision, weight_by_weight],
}
