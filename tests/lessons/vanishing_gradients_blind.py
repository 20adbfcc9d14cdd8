"""Answers to lesson 5 that were written before anyone looked at the lists of known mistakes: wrong with their names, and right."""

import numpy as np

from grader.exercises.vanishing_gradients.slopes import FUNCTIONS, TOPS, slope


def network(weights, biases=np.zeros, first=1):
    """The initialiser with W = weights(rng, n_in, n_out)."""
    def init(sizes, rng=None):
        params = {}
        for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=first):
            params[f"W{layer}"], params[f"b{layer}"] = weights(rng, n_in, n_out), biases(n_out)
        return params
    return init


def wide(variance, **options):
    return network(lambda rng, n_in, n_out: rng.normal(size=(n_in, n_out)) * np.sqrt(variance(n_in, n_out)), **options)


def zeros(rng, n_in, n_out):
    return np.zeros((n_in, n_out))


def norms(of):
    return lambda grads: [of(grads[f"W{layer}"]) for layer in range(1, len(grads) // 2 + 1)]


def length(grads):
    return np.sqrt(sum(np.sum(np.square(np.asarray(value, float))) for value in grads.values()))


def shorten(factor):
    """The clipping by factor(length, limit) where a gradient is too long."""
    def clip(grads, limit):
        n = length(grads)
        return {key: value * (factor(n, limit) if n > limit else 1.0) for key, value in grads.items()}
    return clip


def count(alike):
    def distinct(W, b):
        kept = []
        for column in np.vstack([W, b]).T.astype(float):
            if not any(alike(column, other) for other in kept):
                kept.append(column)
        return len(kept)
    return distinct


def he(n_in, n_out):
    return 2 / n_in


def with_input_bias(sizes):
    return network(zeros)(sizes) | {"b0": np.zeros(sizes[0])}


def from_a_fixed_state(sizes, rng):
    np.random.seed(1)
    return network(lambda rng, n_in, n_out: np.random.normal(0, np.sqrt(2 / n_in), (n_in, n_out)))(sizes)


def by_last_digit(grads):
    found = np.zeros(len(grads) // 2)
    for key in grads:
        if key[0] == "W":
            found[int(key[-1]) - 1] = np.linalg.norm(grads[key])
    return found


def less_the_pairs(W, b):
    units = list(np.vstack([W, b]).T.astype(float))
    return len(units) - sum(np.all(np.abs(one - other) <= 1e-6) for i, one in enumerate(units) for other in units[:i])


def layer_by_layer(variance):
    def init(sizes, rng):
        params, last = {}, len(sizes) - 1
        for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
            params[f"W{layer}"] = rng.normal(0, np.sqrt(variance(layer, last, n_in)), (n_in, n_out))
            params[f"b{layer}"] = np.zeros(n_out)
        return params
    return init


WRONG = [
    ("saturated_fraction", lambda z, activation, flat=0.05: np.mean(slope(z, activation) > flat), "the sloped share"),
    ("saturated_fraction", lambda z, activation, flat=0.05: np.mean(slope(z, activation) <= flat), "equal to the threshold counted"),
    ("saturated_fraction", lambda z, activation, flat=0.05: np.mean(np.abs(z) > 2.9), "one limit for z"),
    ("saturated_fraction", lambda z, activation, flat=0.05: np.sum(slope(z, activation) < flat) // z.size, "truncated to integers"),
    ("saturated_fraction", lambda z, activation, flat=0.05: np.mean(np.abs(FUNCTIONS[activation](z * 1.0) - 0.5) < flat), None),
    ("step_bound", lambda W, activation: TOPS[activation] * np.linalg.norm(W, -2), "smallest stretch"),
    ("step_bound", lambda W, activation: slope(W, activation).max() * np.linalg.norm(W, 2), "slopes at the weights"),
    ("step_bound", lambda W, activation: TOPS[activation] + np.linalg.norm(W, 2), "added"),
    ("gradient_norms", norms(lambda W: np.sqrt(np.sum(W) ** 2)), "size of the sum"),
    ("gradient_norms", lambda grads: sorted(norms(np.linalg.norm)(grads)), "smallest first"),
    ("clip_by_norm", shorten(lambda n, limit: (n - limit) / n), "limit taken away"),
    ("clip_by_norm", shorten(lambda n, limit: limit / (n + 1)), "1 added where too long"),
    ("clip_by_norm", shorten(lambda n, limit: 0.0), "dropped when too long"),
    ("dead_units", lambda z: np.all(np.abs(z) < 0.05, axis=0), None),
    ("dead_units", lambda z: z.min(axis=0) <= 0, "off for some sample"),
    ("distinct_units", count(lambda one, other: np.any(np.abs(one - other) <= 1e-6)), "one number in common"),
    ("distinct_units", count(lambda one, other: np.all(np.abs(one - other) <= 0.1)), "forgives too much"),
    ("distinct_units", count(lambda one, other: np.all(np.abs(one - other) <= 1e-4)), "forgives too much"),
    ("distinct_units", count(lambda one, other: np.array_equal(np.sort(one), np.sort(other))),
     "rounding not forgiven + order ignored, bias too"),
    ("distinct_units", lambda W, b: len(np.unique(np.round(W.sum(axis=0) + b, 6))), "sums"),
    ("zero_init", with_input_bias, "a layer too many"),
    ("zero_init", lambda sizes: network(zeros)(sizes[1:]), "wrong shape"),
    ("zero_init", network(lambda rng, n_in, n_out: 0.01 * np.random.randn(n_in, n_out)), "not zeros"),
    ("zero_init", lambda sizes: {(key[0], key[1:]): value for key, value in network(zeros)(sizes).items()}, "key missing"),
    ("xavier_init", network(lambda rng, n_in, n_out: rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in + n_out)), "brackets missing"),
    ("xavier_init", wide(lambda n_in, n_out: (1 / n_in + 1 / n_out) / 2), "mean of the conditions"),
    ("xavier_init", lambda sizes, rng: wide(he)(sizes[:-1], rng), "key missing"),
    ("xavier_init", network(lambda rng, n_in, n_out: np.tile(rng.normal(size=n_out) / 9, (n_in, 1))), "rows alike"),
    ("he_init", network(lambda rng, n_in, n_out: np.broadcast_to(rng.normal(size=n_out) / 9, (n_in, n_out))), "rows alike"),
    ("he_init", network(lambda rng, n_in, n_out: 0.1 + rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in)), "not centred"),
    ("he_init", wide(lambda n_in, n_out: 2 / max(n_in, n_out)), "wrong spread"),
    ("he_init", wide(he, first=0), "counted from 0"),
    ("he_init", wide(he, biases=lambda n: np.full(n, 0.01)), "biases not zero"),
    ("he_init", from_a_fixed_state, "always the same numbers"),
    # a second round, smaller, of answers that were not written with these names in mind
    ("saturated_fraction", lambda z, activation, flat=0.05: np.mean(slope(z, activation) < 2 * flat), None),
    ("step_bound", lambda W, activation: TOPS[activation] * np.prod(np.linalg.svd(W, compute_uv=False)), None),
    ("gradient_norms", norms(lambda W: np.linalg.norm(W[0])), "first row"),
    ("dead_units", lambda z: (z[0] <= 0) & (z[-1] <= 0), None),
    ("distinct_units", count(lambda one, other: abs(np.mean(one - other)) <= 1e-6), "sums"),
    ("zero_init", lambda sizes: network(zeros)(sizes[::-1]), "wrong shape"),
    ("xavier_init", network(lambda rng, n_in, n_out: np.sort(rng.normal(size=(n_in, n_out)) / 9, axis=0)), "weights not independent"),
    ("he_init", network(lambda rng, n_in, n_out: rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in) * (
        np.arange(n_in) < max(n_in / 2, 1))[:, None]), "rows alike"),
    # a third round: what students of such a course would write, and nothing odd
    ("saturated_fraction", lambda z, activation, flat=0.05: np.mean(np.all(slope(z, activation) < flat, axis=1)),
     "samples flat in every unit"),
    ("saturated_fraction", lambda z, activation, flat=0.05: np.mean(
        (1 - np.tanh(z) if activation == "tanh" else slope(z, activation)) < flat), "tanh's slope not squared"),
    ("gradient_norms", by_last_digit, "last digit of the key"),
    ("gradient_norms", norms(lambda W: np.sqrt(np.sum(W))), "root of a signed sum"),
    ("clip_by_norm", shorten(lambda n, limit: limit - n), "difference as factor"),
    ("distinct_units", less_the_pairs, "a unit taken off for every pair"),
    ("zero_init", lambda sizes: {key: value for key, value in network(zeros)(sizes).items() if key[1:] != "1"}, "first layer missing"),
    ("xavier_init", network(lambda rng, n_in, n_out: rng.uniform(-2 / (n_in + n_out), 2 / (n_in + n_out), (n_in, n_out))),
     "variance as uniform limit"),
    ("he_init", wide(lambda n_in, n_out: 2 / (n_in + 1)), "bias counted as an input"),
    ("he_init", layer_by_layer(lambda layer, last, n_in: 2 / n_in if layer == 1 else 1), "first layer only scaled"),
    ("he_init", layer_by_layer(lambda layer, last, n_in: (1 if layer == last else 2) / n_in), "last layer apart"),
    ("he_init", layer_by_layer(lambda layer, last, n_in: (1 if layer == 1 else 2) / n_in), "first layer apart"),
]


def signs(variance):
    """Two values only, and still the right mean and variance."""
    return network(lambda rng, n_in, n_out: rng.choice([-1, 1], size=(n_in, n_out)) * np.sqrt(variance(n_in, n_out)))


def seeded_layers(variance):
    return network(lambda rng, n_in, n_out: np.random.default_rng(rng.integers(2**62)).laplace(
        0, np.sqrt(variance(n_in, n_out) / 2), (n_in, n_out)).tolist())


def xavier(n_in, n_out):
    return 2 / (n_in + n_out)


def clip_in_place(grads, limit):
    copies = {key: np.array(value, dtype=float) for key, value in grads.items()}
    for value in copies.values() if length(copies) > limit else ():
        value *= limit / length(grads)
    return copies


def distinct_by_recursion(W, b):
    def number(columns):
        return 1 + number([c for c in columns[1:] if np.any(np.abs(c - columns[0]) > 1e-6)]) if columns else 0
    return number(list(np.vstack((W, b)).T * 1.0))


RIGHT = {
    "saturated_fraction": [lambda z, activation, flat=0.05: np.float32(1 - np.mean(slope(z, activation) >= flat)),
                           lambda z, activation, flat=0.05: np.searchsorted(np.sort(slope(z, activation), axis=None), flat) / z.size],
    "step_bound": [lambda W, activation: np.array(np.linalg.norm(np.transpose(W), ord=2) / (4 if activation == "sigmoid" else 1))],
    "gradient_norms": [norms(lambda W: np.sqrt(np.trace(1.0 * W.T @ W))), norms(lambda W: np.array(np.linalg.norm(W)))],
    "clip_by_norm": [clip_in_place],
    "dead_units": [lambda z: np.prod(np.where(z > 0, 0.0, 1.0), axis=0), lambda z: np.logical_and.reduce(np.less_equal(z, 0))],
    "distinct_units": [distinct_by_recursion],
    "zero_init": [network(lambda rng, n_in, n_out: np.broadcast_to(0.0, (n_in, n_out)))],
    "xavier_init": [signs(xavier), seeded_layers(xavier)],
    "he_init": [signs(he), seeded_layers(he)],
}
