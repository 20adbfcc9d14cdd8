"""Unusual right answers to lessons 1 and 2, written from the notebooks alone."""

import collections
import decimal
import fractions
import functools
import math
import warnings

import numpy as np

from grader.exercise import load

affine, relu, sigmoid, softmax = (load(name).reference for name in ("affine", "relu", "sigmoid", "softmax"))


def _cache(x, params):
    z1 = affine(x, params["W1"], params["b1"])
    z2 = affine(relu(z1), params["W2"], params["b2"])
    z3 = affine(sigmoid(z2), params["W3"], params["b3"])
    return {"x": x, "z1": z1, "h1": relu(z1), "z2": z2, "h2": sigmoid(z2), "z3": z3, "p": softmax(z3)}


def affine_fractions(x, W, b):
    F = fractions.Fraction
    return np.array([float(sum((F(float(x[i])) * F(float(W[i][j])) for i in range(len(x))), F(float(b[j]))))
                     for j in range(len(b))])


def affine_recursion_over_the_inputs(x, W, b):
    def go(i):
        return np.asarray(b) if i == len(x) else x[i] * np.asarray(W[i]) + go(i + 1)
    return go(0)


def relu_copy_and_mask(z):
    out = np.array(z, dtype=float)
    out[out < 0] = 0
    return out


def relu_float16_free_float32(z):
    return np.maximum(np.float32(0), np.asarray(z, dtype=np.float32))


def sigmoid_clip_at_500_power_of(z):
    return (1 + np.e ** -np.clip(z, -500, 500)) ** -1.0


def sigmoid_two_class_softmax_with_stacked(z):
    both = np.stack([np.asarray(z, float), np.zeros(np.shape(z))])
    e = np.exp(both - both.max(axis=0))
    return e[0] / e.sum(axis=0)


def softmax_lru_cache_on_a_tuple(z):
    @functools.lru_cache(maxsize=None)
    def go(t):
        m = max(t)
        e = tuple(math.exp(v - m) for v in t)
        return tuple(v / sum(e) for v in e)
    return go(tuple(float(v) for v in z))


def softmax_longdouble_decimal(z):
    d = [decimal.Decimal(float(v)) for v in z]
    e = [v.exp() for v in d]
    return np.array([float(v / sum(e)) for v in e])


def cross_entropy_mask(p, y):
    return float(-np.log(np.maximum(np.asarray(p)[np.asarray(y) == 1], 1e-300)).sum())


def cross_entropy_nan_to_num_with_warnings(p, y):
    return -np.sum(np.nan_to_num(y * np.log(p), nan=0.0, neginf=-700))


def forward_dict_subclass_lists_as_values(x, params):
    return collections.OrderedDict((k, np.asarray(v).tolist()) for k, v in _cache(x, params).items())


def forward_recursion(x, params):
    cache = {"x": np.copy(x)}
    def go(k, h):
        cache[f"z{k}"] = z = np.einsum("i,ij->j", h, params[f"W{k}"]) + params[f"b{k}"]
        if k == 3:
            cache["p"] = softmax(z)
        else:
            cache[f"h{k}"] = {1: relu, 2: sigmoid}[k](z)
            go(k + 1, cache[f"h{k}"])
    go(1, x)
    return cache


def numerical_gradient_mean_of_forward_and_backward(f, x, eps=1e-5):
    x = np.asarray(x) * 1.0
    def slope(i, e):
        moved = x.copy(); moved.flat[i] += e
        return (f(moved) - f(x)) / e
    return np.reshape([(slope(i, eps) + slope(i, -eps)) / 2 for i in range(x.size)], x.shape)


def numerical_gradient_np_vectorize_over_places(f, x, eps=1e-5):
    x = np.asarray(x, float)
    def one(k):
        e = np.zeros(x.size); e[k] = eps; e = e.reshape(x.shape)
        return (f(x + e) - f(x - e)) / (2 * eps)
    return np.vectorize(one, otypes=[float])(np.arange(x.size).reshape(x.shape))


def cross_entropy_gradient_fractions_to_floats(p, y):
    return np.array([float(-fractions.Fraction(int(yi)) / fractions.Fraction(float(pi))) for pi, yi in zip(p, y)])


def cross_entropy_gradient_exp_of_log_warnings(p, y, scale=1.0):
    warnings.warn("gradient", RuntimeWarning)
    return -scale * np.asarray(y) * np.exp(-np.log(p))


def softmax_jacobian_loops_of_lists(p):
    return [[pi * ((i == j) - pj) for j, pj in enumerate(p)] for i, pi in enumerate(p)]


def softmax_jacobian_einsum_float32(p):
    p = np.asarray(p, np.float32)
    return np.einsum("i,ij->ij", p, np.eye(len(p), dtype=np.float32)) - np.einsum("i,j->ij", p, p)


def output_delta_finite_difference_of_log_sum(p, y):
    z = np.log(p)
    L = lambda z: np.logaddexp.reduce(z) - np.dot(z, y)
    return np.array([(L(z + 1e-5 * e) - L(z - 1e-5 * e)) / 2e-5 for e in np.eye(len(z))])


def output_delta_where_by_class(p, y, *, smoothing=0.0):
    return np.where(np.asarray(y) == 1, -(1 - np.asarray(p)), p)


def weight_gradient_lists_of_lists(h, delta):
    return [[float(hi) * float(dj) for dj in delta] for hi in h]


def weight_gradient_indicator_sum_over_k(h, delta):
    n, m = len(h), len(delta)
    return np.array([[sum(delta[k] * h[i] * (k == j) for k in range(m)) for j in range(m)] for i in range(n)])


def bias_gradient_tuple(delta):
    return tuple(float(d) for d in delta)


def bias_gradient_float32_copy_sum_over_a(delta):
    return np.atleast_2d(np.asarray(delta, np.float32)).sum(axis=0)


def gradient_step_reduce_over_dict_merge(params, grads, lr):
    return functools.reduce(lambda new, k: {**new, k: params[k] + (-lr) * grads[k]}, params, {})


def gradient_step_dict_subclass(params, grads, lr):
    class Params(dict):
        def __sub__(self, other):
            return Params((k, self[k] - other[k]) for k in self)
        def __rmul__(self, factor):
            return Params((k, factor * self[k]) for k in self)
    return Params(params) - lr * Params(grads)


VARIANTS = {
    "affine": [affine_fractions, affine_recursion_over_the_inputs],
    "relu": [relu_copy_and_mask, relu_float16_free_float32],
    "sigmoid": [sigmoid_clip_at_500_power_of, sigmoid_two_class_softmax_with_stacked],
    "softmax": [softmax_lru_cache_on_a_tuple, softmax_longdouble_decimal],
    "cross_entropy": [cross_entropy_mask, cross_entropy_nan_to_num_with_warnings],
    "forward": [forward_dict_subclass_lists_as_values, forward_recursion],
    "numerical_gradient": [numerical_gradient_mean_of_forward_and_backward, numerical_gradient_np_vectorize_over_places],
    "cross_entropy_gradient": [cross_entropy_gradient_fractions_to_floats, cross_entropy_gradient_exp_of_log_warnings],
    "softmax_jacobian": [softmax_jacobian_loops_of_lists, softmax_jacobian_einsum_float32],
    "output_delta": [output_delta_finite_difference_of_log_sum, output_delta_where_by_class],
    "weight_gradient": [weight_gradient_lists_of_lists, weight_gradient_indicator_sum_over_k],
    "bias_gradient": [bias_gradient_tuple, bias_gradient_float32_copy_sum_over_a],
    "gradient_step": [gradient_step_reduce_over_dict_merge, gradient_step_dict_subclass],
}
