"""Right answers to lessons 1 to 4, written in unusual ways: VARIANTS holds {exercise: functions}."""

import functools
import math
import sys
import warnings
from collections import OrderedDict, UserDict
from decimal import Decimal
from fractions import Fraction

import numpy as np

VARIANTS = {}


def right(*names):
    def keep(function):
        for name in names:
            VARIANTS.setdefault(name, []).append(function)
        return function
    return keep


# --- lesson 1 -----------------------------------------------------------------------------------------------------------

@right("affine")
def affine_nested_loops(x, W, b):
    z = []
    for j in range(len(b)):
        total = float(b[j])
        for i, value in enumerate(x):
            total += value * W[i][j]
        z.append(total)
    return z


@right("affine")
def affine_einsum_float32(x, W, b):
    return np.einsum("i,ij->j", x.astype(np.float32), W.astype(np.float32)) + b.astype(np.float32)


@right("affine")
def affine_homogeneous(x, W, b, *, verbose=False):
    return np.append(x, 1.0) @ np.vstack([W, b])


@right("affine")
def affine_transposed_twice(x, W, b):
    print("W", W.shape)
    return (W.T.dot(x.T) + b.T).T


@right("affine")
def affine_in_its_own_copy(x, W, b):
    b = b.astype(float)
    for i in range(len(x)):
        b += x[i] * W[i]
    return tuple(b)


@right("affine")
def affine_fractions(x, W, b):
    return [sum(Fraction(float(a)) * Fraction(float(w)) for a, w in zip(x, column)) + Fraction(float(c))
            for column, c in zip(W.T, b)]


@right("affine")
def affine_matrix_class(x, W, b):
    return np.asarray(np.matrix(x) * np.matrix(W) + b).ravel()


class Layer:
    def __call__(self, x, W, b):
        return np.tensordot(x, W, axes=1) + b


affine_object = Layer()
affine_object.__name__ = "affine_object"
right("affine")(affine_object)


def logged(function):
    @functools.wraps(function)
    def inner(*args, **more):
        print("called", function.__name__, file=sys.stderr)
        return function(*args, **more)
    return inner


@right("relu")
@logged
def relu_decorated(z):
    return (np.abs(z) + z) / 2


@right("relu")
def relu_list_of_python_numbers(z):
    return [max(0, value) for value in z.tolist()]


@right("relu")
def relu_mask_on_a_copy(z):
    h = z.copy()
    h[~(h > 0)] = 0
    return h


@right("relu")
def relu_multiplied(z, threshold=0):
    return z * (z > threshold)


@right("relu")
def relu_generator(z):
    return (value if value > 0 else 0.0 for value in z)


@right("relu")
def relu_masked_array(z):
    return np.ma.masked_less(z, 0).filled(0)


@right("relu")
def relu_clipped(z):
    return z.clip(min=0).astype(np.float32)


@right("relu")
def relu_vectorized(z):
    return np.vectorize(lambda a: float(a) if a > 0 else 0.0)(z)


@right("sigmoid")
def sigmoid_naive_that_warns(z):
    return 1 / (1 + np.exp(-z.astype(float)))


@right("sigmoid")
def sigmoid_by_tanh(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


@right("sigmoid")
def sigmoid_two_branches(z):
    h = np.empty(len(z))
    for i, a in enumerate(z):
        h[i] = 1 / (1 + math.exp(-a)) if a >= 0 else math.exp(a) / (1 + math.exp(a))
    return h


@right("sigmoid")
def sigmoid_clipped(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


@right("sigmoid")
def sigmoid_raises_in_numpy_and_catches(z):
    old = np.seterr(all="raise")
    try:
        return 1 / (1 + np.exp(-z))
    except FloatingPointError:
        return np.exp(-np.logaddexp(0, -z.astype(np.longdouble)))
    finally:
        np.seterr(**old)


@right("sigmoid")
def sigmoid_float32(z):
    z = np.float32(z)
    return np.where(z > 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


@right("sigmoid")
def sigmoid_sets_numpy_and_forgets(z):
    np.seterr(all="ignore")
    warnings.warn("overflow ahead")
    return np.reciprocal(1.0 + np.exp(np.negative(z, dtype=float)))


@right("softmax")
def softmax_python(z):
    top = max(z)
    a = [math.exp(value - top) for value in z]
    return [value / sum(a) for value in a]


@right("softmax")
def softmax_by_logs(z):
    z = z - np.max(z)
    return np.exp(z - np.log(np.sum(np.exp(z))))


@right("softmax")
def softmax_pairwise(z):
    with np.errstate(over="ignore"):
        return 1 / np.exp(z[None, :] - z[:, None].astype(float)).sum(axis=1)


@right("softmax")
def softmax_longdouble(z):
    a = np.exp(z.astype(np.longdouble))
    return a / a.sum()


@right("softmax")
def softmax_keepdims(z):
    z = np.atleast_2d(z)
    a = np.exp(z - z.max(axis=1, keepdims=True))
    return (a / a.sum(axis=1, keepdims=True))[0]


@right("softmax")
def softmax_axis_parameter(z, axis=-1):
    a = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return a / np.sum(a, axis=axis, keepdims=True)


@right("softmax")
def softmax_decimal(z):
    a = [(Decimal(float(value)) - Decimal(float(max(z)))).exp() for value in z]
    return [value / sum(a) for value in a]


@right("cross_entropy")
def cross_entropy_clipped(p, y):
    return -np.sum(y * np.log(np.clip(p, 1e-15, 1 - 1e-15)))


@right("cross_entropy")
def cross_entropy_with_epsilon(p, y, eps=1e-7):
    return -(y * np.log(p + eps)).sum()


@right("cross_entropy")
def cross_entropy_loop(p, y):
    loss = 0
    for k in range(len(y)):
        if y[k]:
            loss -= math.log(p[k] or 1e-300)
    return loss


@right("cross_entropy")
def cross_entropy_zero_dimensional(p, y):
    return np.array(-np.log(max(float(np.dot(p, y)), np.finfo(float).tiny)), dtype=np.float32)


@right("cross_entropy")
def cross_entropy_by_index(p, y):
    return -np.log(np.maximum(p, 1e-12))[np.argmax(y)]


@right("cross_entropy")
def cross_entropy_nan_to_num(p, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.nan_to_num(-np.log(p @ y))


def my_softmax(z):
    a = np.exp(np.asarray(z) - np.max(z, axis=-1, keepdims=True))
    return a / a.sum(axis=-1, keepdims=True)


def my_sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


@right("forward")
def forward_loop(x, params):
    cache, h = dict(x=x), x
    for k, activation in zip((1, 2, 3), (lambda z: np.maximum(z, 0), my_sigmoid, my_softmax)):
        z = h @ params[f"W{k}"] + params[f"b{k}"]
        h = activation(z)
        cache[f"z{k}"], cache["p" if k == 3 else f"h{k}"] = z, h
    return cache


@right("forward")
def forward_lists_and_more_keys(x, params):
    cache = {key: value.tolist() for key, value in forward_loop(x, params).items()}
    return OrderedDict(reversed([*cache.items(), ("loss", None), ("note", "done"), ("params", params)]))


@right("forward")
def forward_user_dict(x, params, keep=True):
    print("forward")
    return UserDict(forward_loop(np.float32(x), {key: np.float32(value) for key, value in params.items()}))


# --- lesson 2 -----------------------------------------------------------------------------------------------------------

@right("cross_entropy_gradient")
def cross_entropy_gradient_where(p, y):
    return np.where(np.asarray(y) == 1, -1 / np.where(p > 0, p, 1), 0)


@right("cross_entropy_gradient")
def cross_entropy_gradient_sparse(p, y):
    out = [0.0] * len(p)
    k = int(np.argmax(y))
    out[k] = -1 / p[k]
    return out


@right("softmax_jacobian")
def softmax_jacobian_broadcast(p):
    return p[:, np.newaxis] * (np.eye(p.size) - p[np.newaxis, :])


@right("softmax_jacobian")
def softmax_jacobian_entry_by_entry(p):
    return [[float(p[i] * ((i == j) - p[j])) for j in range(len(p))] for i in range(len(p))]


@right("output_delta")
def output_delta_by_jacobian(p, y):
    dp = np.divide(-np.asarray(y, dtype=float), p, out=np.zeros(len(p)), where=np.asarray(y) != 0)
    return dp @ (np.diag(p) - np.outer(p, p)).T


@right("output_delta")
def output_delta_minus_one(p, y):
    delta = p.copy()
    delta[np.argmax(y)] -= 1
    return delta.astype("float32")


@right("weight_gradient")
def weight_gradient_kron(h, delta):
    return np.kron(h, delta).reshape(len(h), len(delta))


@right("weight_gradient")
def weight_gradient_columns(h, delta):
    return np.column_stack([h * d for d in delta])


@right("bias_gradient")
def bias_gradient_view(delta):
    return delta[:]


@right("bias_gradient")
def bias_gradient_range(delta):
    return [delta[j] for j in range(len(delta))]


@right("gradient_step")
def gradient_step_lists(params, grads, lr):
    return {key: (np.asarray(params[key]) - lr * np.asarray(grads[key])).tolist() for key in sorted(params)}


@right("gradient_step")
def gradient_step_deep_copy(params, grads, lr, momentum=0.0):
    new = {key: np.array(value, dtype=float) for key, value in params.items()}
    for key in new:
        new[key] -= lr * grads[key]
    return new


# --- lesson 3 -----------------------------------------------------------------------------------------------------------

@right("hidden_gradient")
def hidden_gradient_paths(delta, W):
    return [sum(W[i, j] * delta[j] for j in range(W.shape[1])) for i in range(W.shape[0])]


@right("hidden_gradient")
def hidden_gradient_einsum(delta, W):
    return np.einsum("j,ij", delta, W)


@right("hidden_gradient")
def hidden_gradient_broadcast_float32(delta, W):
    return (np.float32(W) * np.float32(delta)).sum(-1)


@right("relu_derivative")
def relu_derivative_bool(z):
    return z > 0


@right("relu_derivative")
def relu_derivative_heaviside(z):
    return np.heaviside(z, 0)


@right("relu_derivative")
def relu_derivative_python(z):
    return [1 if a > 0 else 0 for a in z]


@right("sigmoid_derivative")
def sigmoid_derivative_tanh(z):
    return (1 - np.tanh(np.asarray(z) / 2) ** 2) / 4


@right("sigmoid_derivative")
def sigmoid_derivative_even(z):
    a = np.exp(-np.abs(z))
    return a / (1 + a) ** 2


@right("sigmoid_derivative")
def sigmoid_derivative_product(z):
    return [float(a) for a in my_sigmoid(z) * my_sigmoid(-z)]


@right("hidden_delta")
def hidden_delta_jacobian(dh, derivative):
    return np.diag(derivative) @ dh


@right("hidden_delta")
def hidden_delta_zip(dh, derivative):
    return tuple(a * b for a, b in zip(dh, derivative))


@right("backward")
def backward_self_contained(cache, y, params):
    delta, grads = np.asarray(cache["p"]) - y, {}
    for k in (3, 2, 1):
        h = np.asarray(cache["x"] if k == 1 else cache[f"h{k - 1}"])
        grads[f"b{k}"], grads[f"W{k}"] = delta, h.reshape(-1, 1) * delta
        if k > 1:
            delta = params[f"W{k}"].dot(delta) * (h * (1 - h) if k == 3 else h > 0)
    return grads


@right("backward")
def backward_with_jacobians(cache, y, params):
    d3 = cache["p"] - y
    d2 = d3 @ params["W3"].T @ np.diag(cache["h2"] * (1 - cache["h2"]))
    d1 = d2 @ params["W2"].T @ np.diag((cache["z1"] > 0) * 1.0)
    warnings.warn("done")
    return {"b1": d1.tolist(), "b2": list(d2), "b3": tuple(d3), "W1": np.outer(cache["x"], d1).tolist(),
            "W2": np.outer(cache["h1"], d2), "W3": np.float32(np.outer(cache["h2"], d3)), "delta": d1}


# --- lesson 4 -----------------------------------------------------------------------------------------------------------

@right("forward_batch")
def forward_batch_by_rows(X, params):
    rows = [forward_loop(x, params) for x in X]
    return {key: np.stack([row[key] for row in rows]) for key in rows[0]}


@right("forward_batch")
def forward_batch_lists(X, params):
    return {key: value.tolist() for key, value in forward_batch_by_rows(X, params).items()}


@right("batch_loss")
def batch_loss_loop(P, Y):
    losses = [-math.log(max(P[n][k], 1e-30)) for n in range(len(P)) for k in range(len(P[n])) if Y[n][k]]
    return sum(losses) / len(losses)


@right("batch_loss")
def batch_loss_by_index(P, Y):
    return np.mean(-np.log(P[np.arange(len(P)), Y.argmax(axis=1)] + 1e-12), dtype=np.float64)


@right("backward_batch")
def backward_batch_mean_of_samples(cache, Y, params):
    one = [backward_self_contained({key: value[n] for key, value in cache.items()}, Y[n], params) for n in range(len(Y))]
    return {key: np.mean([grads[key] for grads in one], axis=0) for key in one[0]}


@right("backward_batch")
def backward_batch_einsum(cache, Y, params):
    N = len(Y)
    d3 = cache["p"] - Y
    d2 = np.einsum("nk,jk->nj", d3, params["W3"]) * cache["h2"] * (1 - cache["h2"])
    d1 = np.einsum("nk,jk->nj", d2, params["W2"]) * np.sign(cache["h1"])
    return {f"{letter}{k}": np.einsum("ni,nj->ij", h, d) / N if letter == "W" else np.ones(N) @ d / N
            for k, h, d in ((1, cache["x"], d1), (2, cache["h1"], d2), (3, cache["h2"], d3)) for letter in "Wb"}


@right("forward_deep")
def forward_deep_recursive(X, params, activations):
    functions = {"relu": lambda z: (z + abs(z)) / 2, "sigmoid": my_sigmoid, "tanh": lambda z: 2 * my_sigmoid(2 * z) - 1}

    def layer(h, k, cache):
        cache[f"z{k}"] = np.dot(h, params[f"W{k}"]) + params[f"b{k}"][None]
        if k > len(activations):
            return cache | {"p": my_softmax(cache[f"z{k}"])}
        cache[f"h{k}"] = functions[activations[k - 1]](cache[f"z{k}"])
        return layer(cache[f"h{k}"], k + 1, cache)
    return layer(X, 1, {"x": X})


@right("backward_deep")
def backward_deep_by_slopes(cache, Y, params, activations):
    slopes = {"relu": lambda h: h > 0, "sigmoid": lambda h: h - h ** 2, "tanh": lambda h: (1 - h) * (1 + h)}
    grads, delta = {}, (np.asarray(cache["p"]) - Y) / Y.shape[0]
    for k in reversed(range(1, len(activations) + 2)):
        h = np.asarray(cache.get(f"h{k - 1}", cache["x"]))
        grads |= {f"W{k}": np.tensordot(h, delta, axes=(0, 0)), f"b{k}": np.add.reduce(delta)}
        delta = delta @ params[f"W{k}"].T * slopes[activations[k - 2]](h) if k > 1 else None
    return grads
