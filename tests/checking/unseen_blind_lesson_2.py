"""Wrong answers to lesson 2, written from the notebook alone: those that the first run left without a name, and a part
that was kept back until all was mended."""

import numpy as np
from unseen import quick, wrong

h2 = np.array([0.9388, 0.9405, 0.9821])


@wrong("numerical_gradient")
def step_relative_to_x_0(f, x, eps=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        h = eps * x[i]
        step = np.zeros(x.shape); step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g


@wrong("numerical_gradient")
def eps_overwritten_with_a_tiny(f, x, eps=1e-5):
    eps = 1e-13
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape); step[i] = eps
        g[i] = (f(x + step) - f(x - step)) / (2 * eps)
    return g


@wrong("numerical_gradient")
def only_the_diagonal_of_a(f, x, eps=1e-5):
    g = np.zeros(x.shape)
    for i in range(len(x)):
        place = (i,) * x.ndim if i < min(x.shape) else None
        if place:
            step = np.zeros(x.shape); step[place] = eps
            g[place] = (f(x + step) - f(x - step)) / (2 * eps)
    return g


@wrong("numerical_gradient")
def last_entry_skipped(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.size)
    for i in range(x.size - 1):
        step = np.zeros(x.size); step[i] = eps
        step = step.reshape(x.shape)
        g[i] = (f(x + step) - f(x - step)) / (2 * eps)
    return g.reshape(x.shape)


@wrong("numerical_gradient")
def returns_inside_the_loop(f, x, eps=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape); step[i] = eps
        g[i] = (f(x + step) - f(x - step)) / (2 * eps)
        return g


@wrong("numerical_gradient")
def all_entries_moved_together(f, x, eps=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        g[i] = (f(x + eps) - f(x - eps)) / (2 * eps)
    return g


@wrong("numerical_gradient")
def moves_a_whole_row_of(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += eps; down[i] -= eps
        g[i] = (f(up) - f(down)) / (2 * eps)
    return g


@wrong("numerical_gradient")
def sign_down_minus_up(f, x, eps=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape); step[i] = eps
        g[i] = (f(x - step) - f(x + step)) / (2 * eps)
    return g


quick("cross_entropy_gradient",
      floor_division=lambda p, y: -(y // p),
      fraction_turned_over_p_y=lambda p, y: -p / y,
      base_10_logarithm_s_derivative=lambda p, y: -y / (p * np.log(10)),
      binary_cross_entropy_s_gradient=lambda p, y: (p - y) / (p * (1 - p)))


@wrong("cross_entropy_gradient")
def index_y_as_class_number(p, y):
    g = np.zeros(len(p)); y = np.asarray(y, int)
    g[y] = -1 / p[y]
    return g


quick("softmax_jacobian",
      identity_in_place_of_diag=lambda p: np.eye(len(p)) - np.outer(p, p),
      p_p_is_a_vector=lambda p: np.diag(p) - p * p)


@wrong("softmax_jacobian")
def with_3_classes_hard_coded(p):
    J = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            J[i, j] = p[i] * (i == j) - p[i] * p[j]
    return J


@wrong("softmax_jacobian")
def last_row_and_column_not(p):
    n = len(p); J = np.zeros((n, n))
    for i in range(n - 1):
        for j in range(n - 1):
            J[i, j] = p[i] * (i == j) - p[i] * p[j]
    return J


@wrong("softmax_jacobian")
def off_the_diagonal_p_i(p):
    n = len(p); J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            J[i, j] = p[i] * (1 - p[i]) if i == j else -p[i] * p[i]
    return J


quick("output_delta",
      with_1_n=lambda p, y: (p - y).reshape((1, -1)),
      sum_one_number=lambda p, y: sum(p - y))


@wrong("output_delta")
def whole_numbers_result_array_of(p, y):
    d = np.zeros_like(y)
    for i in range(len(y)):
        d[i] = p[i] - y[i]
    return d


quick("weight_gradient",
      the_notebook_s_h2_in=lambda h, delta: np.outer(h2, delta),
      absolute_value_of_h=lambda h, delta: np.outer(np.abs(h), delta),
      h_squared_h_multiplied_twice=lambda h, delta: np.outer(h, delta) * np.asarray(h)[:, None],
      h_normalised=lambda h, delta: np.outer(h / np.linalg.norm(h), delta),
      sigmoid_s_derivative_multiplied_in=lambda h, delta: np.outer(h * (1 - h), delta),
      transpose_reshaped_to_the_right=lambda h, delta: np.outer(delta, h).reshape(len(h), len(delta)),
      transposed_and_sign_at_once=lambda h, delta: -np.outer(delta, h))


@wrong("weight_gradient")
def with_3_by_3_hard_coded(h, delta):
    g = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            g[i, j] = h[i] * delta[j]
    return g


@wrong("weight_gradient")
def last_input_skipped(h, delta):
    g = np.zeros((len(h), len(delta)))
    for i in range(len(h) - 1):
        for j in range(len(delta)):
            g[i, j] = h[i] * delta[j]
    return g


@wrong("weight_gradient")
def last_output_column_skipped(h, delta):
    g = np.zeros((len(h), len(delta)))
    for i in range(len(h)):
        for j in range(len(delta) - 1):
            g[i, j] = h[i] * delta[j]
    return g


quick("bias_gradient",
      sigmoid_s_derivative_multiplied_in=lambda delta: delta * delta * (1 - delta),
      with_3_units_hard_coded=lambda delta: np.array([delta[0], delta[1], delta[2]]),
      the_notebook_s_h2_multiplied=lambda delta: h2 * delta,
      divided_by_n=lambda delta: delta / len(delta),
      absolute_values=lambda delta: abs(delta),
      whole_numbers=lambda delta: delta.astype(int))


@wrong("bias_gradient")
def last_entry_stays_0(delta):
    g = np.zeros(len(delta))
    for k in range(len(delta) - 1):
        g[k] = delta[k]
    return g


quick("gradient_step",
      weight_decay_added=lambda params, grads, lr: {k: params[k] - lr * (grads[k] + 0.01 * params[k]) for k in params},
      brackets_params_lr_grads=lambda params, grads, lr: {k: (params[k] - lr) * grads[k] for k in params},
      lr_missing=lambda params, grads, lr: {k: params[k] - grads[k] for k in params},
      other_keys=lambda params, grads, lr: {"new_" + k: params[k] - lr * grads[k] for k in params})


@wrong("gradient_step")
def return_in_the_loop_first(params, grads, lr):
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
        return new
