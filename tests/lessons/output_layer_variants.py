"""Right answers to lesson 2's exercises, written in unusual ways."""

import copy
import warnings

import numpy as np


def flat_loop(f, x, eps=1e-5):
    x = np.asarray(x, dtype=np.float64)
    out = np.empty(x.size)
    for k in range(x.size):
        step = np.zeros(x.size)
        step[k] = eps
        step = step.reshape(x.shape)
        out[k] = (f(x + step) - f(x - step)) / (2 * eps)
    return out.reshape(x.shape)


def there_and_back(f, x, eps=1e-5):
    x = x.astype(float).copy()
    out = np.zeros(x.shape)
    for i, old in np.ndenumerate(x):
        x[i] = old + eps
        up = f(x)
        x[i] = old - eps
        out[i] = (up - f(x)) / 2 / eps
        x[i] = old
    return out


def five_points(f, x, eps=1e-5):
    """A finer rule than the one that is asked for."""
    out = np.zeros(np.shape(x))
    for i in np.ndindex(out.shape):
        def at(k):
            moved = np.array(x, float)
            moved[i] += k * eps
            return f(moved)
        out[i] = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * eps)
    return out


def in_place_and_restored(f, x, eps=1e-5, verbose=False):
    if x.dtype.kind != "f":
        x = x * 1.0
    rows = []
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        down = f(x)
        x[i] += eps
        rows.append((up - down) / (2 * eps))
    print("measured", len(rows))
    return np.reshape(rows, x.shape).tolist()


def entry_loop(p, y):
    out = []
    for i in range(len(p)):
        out.append(-1 / p[i] if y[i] == 1 else 0)
    return out


def true_class_only(p, y):
    out = np.zeros(len(p), dtype=np.float32)
    k = np.argmax(y)
    out[k] = -1 / p[k]
    return out


def kept_away_from_zero(p, y):
    warnings.warn("p may be 0")
    return -(y / np.clip(p, 1e-12, 1.0)) + 0.0


def by_cases(p):
    n = len(p)
    return [[p[i] * (1 - p[i]) if i == j else -p[i] * p[j] for j in range(n)] for i in range(n)]


def by_einsum(p):
    return np.einsum("i,ij->ij", p, np.eye(p.size)) - np.einsum("i,j->ij", p, p)


def by_broadcast(p):
    return p[:, None] * (np.eye(len(p)) - p)


def diagonal_as_rest(p):
    J = -np.multiply.outer(p, p)
    np.fill_diagonal(J, 0)
    np.fill_diagonal(J, -J.sum(axis=0))
    return np.matrix(J)


def by_perturbation(p):
    z, h = np.log(p), 1e-5

    def softmax(z):
        return np.exp(z) / np.exp(z).sum()
    return np.array([(softmax(z + h * e) - softmax(z - h * e)) / (2 * h) for e in np.eye(len(p))])


def one_taken_away(p, y):
    delta = p.copy()
    delta[int(np.argmax(y))] -= 1
    return delta


def through_the_jacobian(p, y):
    return (-y / p) @ (np.diag(p) - np.outer(p, p))


def listed_difference(p, y):
    return [float(a) - int(b) for a, b in zip(p, y)]


def single_precision(p, y):
    return p.astype(np.float32) - y.astype(np.float32)


def outer_loop(h, delta):
    grad = np.zeros((len(h), len(delta)))
    for i in range(len(h)):
        for j in range(len(delta)):
            grad[i][j] = h[i] * delta[j]
    return grad


def column_times_row(h, delta, *, name="W"):
    return np.asarray(h).reshape(-1, 1) @ np.asarray(delta).reshape(1, -1)


def outer_einsum(h, delta):
    return np.einsum("j,i->ij", delta, h)


def outer_lists(h, delta):
    return [[a * b for b in delta] for a in h]


def outer_half(h, delta):
    return np.outer(np.float32(h), np.float32(delta))


def delta_itself(delta):
    return delta


def times_ones(delta):
    return np.ones(1) @ delta[None, :]


def delta_tuple(delta):
    return tuple(delta)


def through_identity(delta):
    return np.eye(len(delta), dtype=int).dot(delta)


def step_loop(params, grads, lr=0.01):
    new = {}
    for name in sorted(params):
        new[name] = np.subtract(params[name], np.multiply(lr, grads[name]))
    return new


def deep_copy_first(params, grads, lr):
    new = copy.deepcopy(params)
    for key in new:
        new[key] -= lr * grads[key]
    return new


def step_of_lists(params, grads, lr):
    return {key: (params[key] + -lr * grads[key]).tolist() for key in grads}


def step_in_single_precision(params, grads, lr):
    print("a step")
    return {key: (params[key] - lr * grads[key]).astype(np.float32) for key in params}


VARIANTS = {
    "numerical_gradient": [flat_loop, there_and_back, five_points, in_place_and_restored],
    "cross_entropy_gradient": [entry_loop, true_class_only, kept_away_from_zero],
    "softmax_jacobian": [by_cases, by_einsum, by_broadcast, diagonal_as_rest, by_perturbation],
    "output_delta": [one_taken_away, through_the_jacobian, listed_difference, single_precision],
    "weight_gradient": [outer_loop, column_times_row, outer_einsum, outer_lists, outer_half],
    "bias_gradient": [delta_itself, times_ones, delta_tuple, through_identity],
    "gradient_step": [step_loop, deep_copy_first, step_of_lists, step_in_single_precision],
}
