"""Wrong answers to lesson 1, written from the notebook alone: those that the first run left without a name, and a part
that was kept back until all was mended."""

import math

import numpy as np
from unseen import R, quick, wrong

from utils.network import worked_network

affine, relu, sigmoid, softmax = (R[name] for name in ("affine", "relu", "sigmoid", "softmax"))


def _cache(x, params, first=relu, second=sigmoid):
    z1 = affine(x, params["W1"], params["b1"])
    h1 = first(z1)
    z2 = affine(h1, params["W2"], params["b2"])
    h2 = second(z2)
    z3 = affine(h2, params["W3"], params["b3"])
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": softmax(z3)}


quick("affine",
      bias_row_at_the_bottom=lambda x, W, b: np.append(1, x) @ np.vstack([W, b]),
      bias_missing_and_first_input=lambda x, W, b: x[1:] @ W[1:],
      sum_over_the_wrong_axis=lambda x, W, b: (x[:, None] * W).sum(axis=1) + b,
      unit_0_s_bias_for=lambda x, W, b: x @ W + b[0],
      w_transposed_column_vector_convention=lambda x, W, b: W @ x + b)


@wrong("affine")
def first_input_left_out_range(x, W, b):
    z = np.array(b, dtype=float)
    for j in range(len(b)):
        for i in range(1, len(x)):
            z[j] += x[i] * W[i][j]
    return z


@wrong("affine")
def return_inside_the_loop_one(x, W, b):
    z = []
    for j in range(W.shape[1]):
        z.append(sum(x[i] * W[i, j] for i in range(len(x))) + b[j])
        return np.array(z)


@wrong("affine")
def mutable_default_keeps_adding_earlier(x, W, b, z=[]):
    for j in range(W.shape[1]):
        z.append(float(x @ W[:, j] + b[j]))
    return np.array(z)


quick("relu",
      returns_a_pair_h_cache=lambda z: (np.maximum(0, z), z),
      nan_minus_infinity_from_dividing=lambda z: (z + np.abs(z)) / (2 * z) * z,
      ternary_on_any_whole_array=lambda z: z * 1.0 if (np.asarray(z) > 0).any() else np.zeros_like(z),
      the_negative_part_is_kept=lambda z: np.minimum(0, z),
      elu=lambda z: np.where(z > 0, z, np.exp(z) - 1),
      threshold_at_1=lambda z: np.where(z >= 1, z, 0))


@wrong("relu")
def stops_at_the_first_entry(z):
    flat, out = np.ravel(z), np.zeros(np.size(z))
    for i in range(len(flat)):
        if flat[i] <= 0:
            break
        out[i] = flat[i]
    return out.reshape(np.shape(z))


quick("sigmoid",
      tanh=lambda z: np.tanh(z),
      half_missing_in_tanh_s=lambda z: 0.5 * (1 + np.tanh(z)),
      the_1_in_the_denominator=lambda z: 1 / np.exp(-z))


quick("softmax",
      unstable=lambda z: np.exp(z) / np.sum(np.exp(z)),
      shift_only_in_the_numerator=lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z)))


@wrong("softmax")
def running_sum_as_denominator(z):
    p, total, m = [], 0.0, max(z)
    for v in z:
        total += math.exp(v - m)
        p.append(math.exp(v - m) / total)
    return np.array(p)


@wrong("softmax")
def shape_1_n_a_batch(z):
    z = np.atleast_2d(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


quick("cross_entropy",
      mean_over_the_classes=lambda p, y: -np.mean(y * np.log(np.clip(p, 1e-12, 1))),
      p_clipped_to_0_1=lambda p, y: -np.sum(y * np.log(np.clip(p, 0.1, 0.9))),
      mean_and_log2_at_once=lambda p, y: -np.mean(y * np.log2(np.clip(p, 1e-12, 1))))


@wrong("cross_entropy")
def p_y_indexes_with_the(p, y):
    y = np.asarray(y, dtype=int)
    return -np.sum(np.log(p[y] + 1e-12))


@wrong("cross_entropy")
def writes_into_p(p, y):
    p[p == 0] = 1e-12
    return -np.sum(y * np.log(p))


quick("forward",
      takes_the_worked_example_s=lambda x, params: _cache(x, worked_network()[1]),
      tanh_in_place_of_the=lambda x, params: _cache(x, params, second=np.tanh))


@wrong("forward")
def w2_b2_used_in_layer(x, params):
    z1 = affine(x, params["W1"], params["b1"])
    h1 = relu(z1)
    z2 = affine(h1, params["W2"], params["b2"])
    h2 = sigmoid(z2)
    z3 = affine(h2, params["W2"], params["b2"])
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": softmax(z3)}


@wrong("forward")
def returns_p_cache(x, params):
    c = _cache(x, params)
    return c["p"], c


@wrong("forward")
def keys_a1_a2_in_place(x, params):
    c = _cache(x, params)
    return {"x": c["x"], "z1": c["z1"], "a1": c["h1"], "z2": c["z2"], "a2": c["h2"], "z3": c["z3"], "p": c["p"]}


@wrong("forward")
def weights_transposed(x, params):
    z1 = params["W1"].T @ x + params["b1"]
    h1 = relu(z1)
    z2 = params["W2"] @ h1 + params["b2"]
    h2 = sigmoid(z2)
    z3 = params["W3"] @ h2 + params["b3"]
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": softmax(z3)}
