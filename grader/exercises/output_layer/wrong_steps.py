"""Ways to step through an array, most of them wrong: what the mistakes of numerical_gradient are made of."""

import numpy as np


def each(f, x, eps, quotient):
    """quotient(f(x + step), f(x - step), f(x)) for a step along each entry in turn."""
    x = np.array(x, dtype=float)
    result = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        result[i] = quotient(f(up), f(down), f(x))
    return result


def left_moved(f, x, eps=1e-5):
    moved = np.array(x, dtype=float)
    result = np.zeros_like(moved)
    for i in np.ndindex(moved.shape):
        moved[i] += eps
        up = f(moved)
        moved[i] -= 2 * eps
        result[i] = (up - f(moved)) / (2 * eps)
    return result


def writes(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        result[i] = (up - f(x)) / (2 * eps)
    return result


def whole_number_steps(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


def whole_rows(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    result = np.zeros_like(x)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


def whole_columns(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    result = np.zeros_like(x)
    for j in range(x.shape[-1]):
        up, down = x.copy(), x.copy()
        up[..., j] += eps
        down[..., j] -= eps
        result[..., j] = (f(up) - f(down)) / (2 * eps)
    return result


def a_number_for_each_row(f, x, eps=1e-5):
    return np.array([(f(x + step) - f(x - step)) / (2 * eps) for step in
                     (eps * (np.arange(len(x)) == i).reshape((-1,) + (1,) * (x.ndim - 1)) for i in range(len(x)))])


def copies_made_once(f, x, eps=1e-5):
    up, down = np.array(x, dtype=float), np.array(x, dtype=float)
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up[i] += eps
        down[i] -= eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


def one_number_in(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        result[i] = (f(x[i] + eps) - f(x[i] - eps)) / (2 * eps)
    return result


def steps_from_zero(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[i], down[i] = eps, -eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


def others_zero(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.zeros(x.shape), np.zeros(x.shape)
        up[i], down[i] = x[i] + eps, x[i] - eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


def relative_step(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[i] *= 1 + eps
        down[i] *= 1 - eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result
