"""Right answers to lesson 5, written in unusual ways."""

import itertools
import math
import sys
import warnings

import numpy as np

from grader.exercises.vanishing_gradients.slopes import slope


def saturated_by_loop(z, activation, flat=0.05):
    count = total = 0
    for row in z:
        for entry in row:
            h = 1 / (1 + math.exp(-max(entry, -700))) if activation == "sigmoid" else math.tanh(entry)
            steep = {"sigmoid": h * (1 - h), "tanh": 1 - h * h, "relu": 1 if entry > 0 else 0}[activation]
            count, total = count + (steep < flat), total + 1
    return count / total


def saturated_with_warnings(z, activation, flat=0.05, verbose=True):
    warnings.warn("slow")
    print("share", file=sys.stderr)
    with np.errstate(over="ignore"):
        h = 1 / (1 + np.exp(-np.asarray(z, dtype=float)))
    steep = {"sigmoid": h * (1 - h), "tanh": 1 / np.cosh(np.clip(z, -300, 300)) ** 2, "relu": np.heaviside(z, 0)}[activation]
    return np.array(np.count_nonzero(steep < flat) / np.asarray(z).size)


def saturated_in_float32(z, activation, flat=0.05):
    return np.float32((slope(np.asarray(z, dtype=np.float32), activation) < flat).ravel().mean())


def bound_by_svd(W, activation):
    return np.linalg.svd(W)[1][0] / (4 if activation == "sigmoid" else 1)


def bound_by_eigenvalues(W, activation):
    W = np.array(W, dtype=float)
    return float(np.sqrt(max(np.linalg.eigvalsh(W @ W.T)[-1], 0))) * (0.25 if activation == "sigmoid" else 1)


def bound_in_float32(W, activation, **options):
    steepest = max(slope(np.linspace(-3, 3, 601), activation))
    return np.array([steepest * np.linalg.norm(np.asarray(W, dtype=np.float32), ord=2)])[0]


def norms_by_loop(grads):
    norms, layer = [], 1
    while f"W{layer}" in grads:
        total = 0
        for row in grads[f"W{layer}"]:
            for entry in row:
                total += float(entry) ** 2
        norms.append(math.sqrt(total))
        layer += 1
    return tuple(norms)


def norms_by_einsum(grads, last=None):
    keys = sorted((key for key in grads if key[0] == "W"), key=lambda key: int(key[1:]))
    return np.array([np.sqrt(np.einsum("ij,ij->", 1.0 * grads[key], 1.0 * grads[key])) for key in keys])


def norms_as_generator(grads):
    for layer in range(len(grads) // 2):
        yield np.linalg.norm(grads[f"W{layer + 1}"].ravel()).astype(np.float32)


def clip_one_vector(grads, limit):
    everything = np.concatenate([np.ravel(array) for array in grads.values()]).astype(float)
    norm = np.linalg.norm(everything)
    everything *= min(1, limit / norm) if norm > 0 else 1
    clipped, start = {}, 0
    for key, array in grads.items():
        clipped[key] = everything[start:start + array.size].reshape(array.shape)
        start += array.size
    return clipped


def clip_with_epsilon(grads, limit, epsilon=1e-9):
    norm = sum(float((array.astype(float) ** 2).sum()) for array in grads.values()) ** 0.5
    return {key: array * min(1.0, limit / (norm + epsilon)) for key, array in grads.items()}


def clip_same_arrays(grads, limit):
    norm = math.hypot(*itertools.chain.from_iterable(array.ravel().tolist() for array in grads.values()))
    if norm <= limit:
        return grads
    return {key: (array / norm * limit).tolist() for key, array in reversed(grads.items())}


def dead_by_loop(z):
    return [all(entry <= 0 for entry in column) for column in np.transpose(z).tolist()]


def dead_by_largest(z):
    return np.max(z, axis=0) <= 0


def dead_by_h(z):
    return (np.maximum(z, 0).sum(axis=0) == 0).astype(int)


def dead_negated(z):
    return ~(np.asarray(z) > 0).any(0)


def distinct_by_rounding(W, b):
    return len(np.unique(np.round(np.vstack([W, b]), 6), axis=1).T)


def distinct_by_set(W, b):
    return np.float64(len({tuple(round(float(entry), 5) for entry in (*column, bias)) for column, bias in zip(W.T, b)}))


def distinct_by_pairs(W, b):
    n = W.shape[1]
    return sum(not any(np.allclose(W[:, j], W[:, i], atol=1e-6, rtol=0) and abs(b[i] - b[j]) <= 1e-6 for i in range(j))
               for j in range(n))


def zeros_as_lists(sizes):
    params = {}
    for layer in range(1, len(sizes)):
        params[f"W{layer}"] = [[0] * sizes[layer] for _ in range(sizes[layer - 1])]
        params[f"b{layer}"] = [0.0] * sizes[layer]
    return params


def zeros_in_float32(sizes, dtype=np.float32):
    pairs = enumerate(itertools.pairwise(sizes), 1)
    return {key: value for i, (a, b) in pairs for key, value in ((f"b{i}", np.zeros((b,), dtype)), (f"W{i}", np.zeros((a, b), dtype)))}


def zeros_from_random(sizes, rng=None):
    return {key: 0 * np.random.random(shape) for i in range(1, len(sizes))
            for key, shape in ((f"W{i}", (sizes[i - 1], sizes[i])), (f"b{i}", sizes[i]))}


def starts(variance, weights, order=lambda layers: layers, biases=np.zeros):
    def init(sizes, rng):
        params = {}
        for layer in order(list(range(1, len(sizes)))):
            n_in, n_out = sizes[layer - 1], sizes[layer]
            params[f"W{layer}"] = weights(rng, variance(n_in, n_out), n_in, n_out)
            params[f"b{layer}"] = biases(n_out)
        return params
    init.__name__ = weights.__name__
    return init


def uniform(rng, v, n_in, n_out):
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (n_in, n_out))


def normal(rng, v, n_in, n_out):
    return rng.standard_normal((n_in, n_out)) * v**0.5


def unit_by_unit(rng, v, n_in, n_out):
    return np.stack([rng.normal(0, np.sqrt(v), n_in) for _ in range(n_out)], axis=1).astype(np.float32)


def cut_normal(rng, v, n_in, n_out):
    """Redrawn beyond two spreads, and stretched so that the variance is v again, as some libraries do."""
    draw = rng.normal(size=(n_in, n_out))
    while np.any(np.abs(draw) > 2):
        draw = np.where(np.abs(draw) > 2, rng.normal(size=draw.shape), draw)
    return np.sqrt(v) / 0.87962566 * draw


def transposed_draw(rng, v, n_in, n_out):
    return (2 * rng.random((n_out, n_in)) - 1).T * np.sqrt(3 * v)


def from_a_child(rng, v, n_in, n_out):
    return np.random.RandomState(rng.integers(2**31)).normal(scale=np.sqrt(v), size=(n_in, n_out))


def from_spawned(variance):
    def init(sizes, rng):
        params = {}
        for layer, child in enumerate(rng.spawn(len(sizes) - 1), start=1):
            n_in, n_out = sizes[layer - 1], sizes[layer]
            params[f"W{layer}"] = child.normal(0, variance(n_in, n_out) ** 0.5, (n_in, n_out))
            params[f"b{layer}"] = [0] * n_out
        return params
    return init


def xavier(n_in, n_out):
    return 2 / (n_in + n_out)


def he(n_in, n_out):
    return 2 / n_in


def all_starts(variance):
    last_first = starts(variance, normal, order=lambda layers: layers[::-1])
    return [starts(variance, uniform), starts(variance, normal), starts(variance, unit_by_unit),
            starts(variance, cut_normal), starts(variance, transposed_draw), starts(variance, from_a_child), last_first,
            from_spawned(variance)]


VARIANTS = {
    "saturated_fraction": [saturated_by_loop, saturated_with_warnings, saturated_in_float32],
    "step_bound": [bound_by_svd, bound_by_eigenvalues, bound_in_float32],
    "gradient_norms": [norms_by_loop, norms_by_einsum, norms_as_generator],
    "clip_by_norm": [clip_one_vector, clip_with_epsilon, clip_same_arrays],
    "dead_units": [dead_by_loop, dead_by_largest, dead_by_h, dead_negated],
    "distinct_units": [distinct_by_rounding, distinct_by_set, distinct_by_pairs],
    "zero_init": [zeros_as_lists, zeros_in_float32, zeros_from_random],
    "xavier_init": all_starts(xavier),
    "he_init": all_starts(he),
}
