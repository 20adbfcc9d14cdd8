"""Shuffled samples: which is which, whether each is there once, and whether its label came along.

What a shuffle gives is chance, so no single result is right; what a right one keeps can be looked up in the data. Both
the learner's check and the hidden test judge by that.
"""

from typing import NamedTuple

import numpy as np

from .values import numbers


class Finding(NamedTuple):
    """Something wrong: a short name for tables (None for a symptom whose cause is not known) and the learner's words."""

    name: str | None
    words: str


LOST = Finding("samples lost", "Some samples are in none of the parts: every sample belongs to exactly one.")
TWICE = Finding("samples twice", "Some samples come more than once: every sample belongs to exactly one part.")
APART = Finding("labels shuffled apart",
                  "The images are there, but not with their own labels: X and Y have to be reordered in the same way.")
CHANGED = Finding("samples changed", "There are rows that are no row of X: samples are moved as they are, whole.")


def turned(value, X, Y):
    """Whether value is a pair of labels and images, in this order."""
    whole = pair(value)
    return whole is not None and whole[0].shape[1] == Y.shape[1] != whole[1].shape[1] == X.shape[1]


def pair(value):
    """(X, Y) as arrays of two axes, or None where value is no pair of those with a row a sample in both."""
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return None
    X, Y = (numbers(item)[0] for item in value)
    if X is None or Y is None or X.ndim != 2 or Y.ndim != 2 or len(X) != len(Y):
        return None
    return X, Y


def places(rows, X):
    """For each row the number of the sample in X that it is, or -1. X has no two rows alike."""
    if rows.shape[1:] != X.shape[1:]:
        return np.full(len(rows), -1)
    if len(rows) > 10 * len(X) + 100:                         # some come twice: which ones would take the memory of all pairs
        return np.zeros(len(rows), int)
    near = np.all(np.isclose(rows[:, None], X[None], rtol=1e-5, atol=1e-5), axis=2)
    return np.where(near.any(axis=1), near.argmax(axis=1), -1)


def complaint_of_parts(parts, X, Y):
    """What is wrong with pairs that should hold every sample once, each with its label: (Finding or None, places)."""
    found = [places(rows, X) for rows, _ in parts]
    order = np.concatenate(found) if found else np.zeros(0, int)
    if np.any(order < 0):
        return CHANGED, found
    if len(order) < len(X) or len(set(order)) < min(len(order), len(X)):
        if len(set(order)) < len(order):
            return TWICE, found
        return LOST, found
    if len(order) > len(X):
        return TWICE, found
    for at, (_, labels) in zip(found, parts):
        if labels.shape[1:] != Y.shape[1:] or not np.allclose(labels, Y[at], rtol=1e-5, atol=1e-5):
            return APART, found
    return None, found


def draw_samples(rng, samples, features, classes):
    """(X, Y): rows that all differ, and one-hot labels in which every class comes."""
    labels = rng.permutation(np.arange(samples) % classes)
    return rng.normal(size=(samples, features)), np.eye(classes)[labels]


def triples(cases):
    """Where three cases begin that differ in rng alone: two states of it, then the first one again."""
    def alike(one, other):
        return all(np.array_equal(a, b) for a, b in zip(one[:-1], other[:-1]))

    def state(case):
        return case[-1].bit_generator.state
    return [i for i, (first, second, third) in enumerate(zip(cases, cases[1:], cases[2:]))
            if alike(first, second) and alike(first, third) and state(first) == state(third) != state(second)]


def draw_layers(rng, sizes):
    """W1, b1, ..., WK, bK of mixed signs for layers of the given sizes."""
    params = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{layer}"] = rng.normal(size=(n_in, n_out)) * 1.5 / np.sqrt(n_in)
        params[f"b{layer}"] = rng.normal(size=n_out) * 0.5
    return params
