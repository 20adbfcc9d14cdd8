"""Wrong draws of initial weights that no table of mistakes holds, and the names they get."""

import numpy as np

from vanishing_gradients_variants import he, normal, starts, uniform, xavier


def from_the_global_generator(rng, v, n_in, n_out):
    return np.random.normal(scale=np.sqrt(v), size=(n_in, n_out))


def from_a_fixed_seed(rng, v, n_in, n_out):
    return np.random.default_rng(42).normal(scale=np.sqrt(v), size=(n_in, n_out))


def all_positive(rng, v, n_in, n_out):
    return np.abs(rng.normal(scale=np.sqrt(v), size=(n_in, n_out)))


def uniform_from_0(rng, v, n_in, n_out):
    return rng.uniform(0, np.sqrt(3 * v), size=(n_in, n_out))


def uniform_without_3(rng, v, n_in, n_out):
    return rng.uniform(-np.sqrt(v), np.sqrt(v), size=(n_in, n_out))


def uniform_without_root(rng, v, n_in, n_out):
    return rng.uniform(-3 * v, 3 * v, size=(n_in, n_out))


def two_by_two_the_same(rng, v, n_in, n_out):
    return np.repeat(rng.normal(scale=np.sqrt(v), size=(n_in, (n_out + 1) // 2)), 2, axis=1)[:, :n_out]


def outer_product(rng, v, n_in, n_out):
    return np.outer(rng.normal(size=n_in), rng.normal(size=n_out)) * np.sqrt(v)


def shifted(rng, v, n_in, n_out):
    return rng.normal(0.5 * np.sqrt(v), np.sqrt(v), size=(n_in, n_out))


def small(rng, v, n_in, n_out):
    return 0.01 * rng.normal(size=(n_in, n_out))


def too_wide(rng, v, n_in, n_out):
    return rng.uniform(-1, 1, (n_in, n_out)) * np.sqrt(9 * v)


def whole_numbers(rng, v, n_in, n_out):
    return rng.normal(scale=np.sqrt(v), size=(n_in, n_out)).astype(int)


def column_order(rng, v, n_in, n_out):
    """Right but for what variance it is given; drawn so that no mistake's numbers match."""
    return rng.normal(scale=np.sqrt(v), size=(n_out, n_in)).T


def _wrong(name, variance, weights, mistake, **options):
    return name, starts(variance, weights, **options), mistake


WRONG = [
    _wrong(name, variance, weights, mistake)
    for name, variance in (("xavier_init", xavier), ("he_init", he))
    for weights, mistake in (
        (from_the_global_generator, "not drawn from rng"), (from_a_fixed_seed, "always the same numbers"),
        (all_positive, "one sign only"), (uniform_from_0, "one sign only"), (uniform_without_3, "spread as uniform limit"),
        (uniform_without_root, "uniform limit without root"), (two_by_two_the_same, "units alike"),
        (outer_product, "weights not independent"), (shifted, "not centred"), (small, "one spread for all sizes"),
        (too_wide, "spread too large"))
] + [
    _wrong("xavier_init", lambda n_in, n_out: 4 / (n_in + n_out) ** 2, column_order, "variance for standard deviation"),
    _wrong("xavier_init", lambda n_in, n_out: 1 / (n_in + n_out), uniform, "2 missing"),
    _wrong("xavier_init", lambda n_in, n_out: 1 / n_in, uniform, "fan-in only"),
    _wrong("xavier_init", lambda n_in, n_out: 1 / n_out, column_order, "fan-out only"),
    _wrong("xavier_init", he, uniform, "He"),
    _wrong("xavier_init", xavier, normal, "biases not zero", biases=lambda n: np.full(n, 0.1)),
    _wrong("he_init", lambda n_in, n_out: 4 / n_in**2, uniform, "variance for standard deviation"),
    _wrong("he_init", lambda n_in, n_out: 2 / n_out, uniform, "fan-out for fan-in"),
    _wrong("he_init", lambda n_in, n_out: 1 / n_in, column_order, "2 missing"),
    _wrong("he_init", xavier, uniform, "Xavier"),
    _wrong("he_init", he, whole_numbers, "whole numbers"),
    _wrong("he_init", he, uniform, "wrong shape", biases=lambda n: 0.0),
    ("he_init", lambda sizes, rng: starts(lambda n_in, n_out: 2 / sizes[0], uniform)(sizes, rng), "first layer's sizes"),
]
