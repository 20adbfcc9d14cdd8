"""minibatches: one epoch's batches, every sample in exactly one of them."""

import numpy as np

from grader.exercise import SLIP, Mistake
from utils.checking import batches

inputs, verify = batches.cases, batches.verify   # the learner's check has the same: both judge by what a right shuffle keeps


def reference(X, Y, batch_size, rng):
    """batch k = (X[order[kB : (k+1)B]], Y[order[kB : (k+1)B]]),  order a random permutation of 0 ... N-1

    X: (N, n). Y: (N, C). batch_size: B >= 1. rng: a numpy Generator, from which the order is drawn.
    Returns a list of pairs; every batch has B rows, the last one what is left.
    """
    X, Y = np.asarray(X), np.asarray(Y)
    order = rng.permutation(len(X))
    return [(X[order[start:start + batch_size]], Y[order[start:start + batch_size]])
            for start in range(0, len(X), batch_size)]


def _cut(X, Y, order, batch_size):
    return [(X[order[start:start + batch_size]], Y[order[start:start + batch_size]])
            for start in range(0, len(order), batch_size)]


def _labels_in_their_own_order(X, Y, batch_size, rng):
    return [(a, b) for (a, _), (_, b) in zip(_cut(X, Y, rng.permutation(len(X)), batch_size),
                                             _cut(X, Y, rng.permutation(len(X)), batch_size))]


def _labels_not_shuffled(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[start:start + batch_size]], Y[start:start + batch_size]) for start in range(0, len(X), batch_size)]


def _in_place(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], Y[:] = X[order], Y[order]
    return _cut(X, Y, np.arange(len(X)), batch_size)


def _shuffled_in_place_apart(X, Y, batch_size, rng):
    rng.shuffle(X)
    rng.shuffle(Y)
    return _cut(X, Y, np.arange(len(X)), batch_size)


def _batches_shuffled(X, Y, batch_size, rng):
    starts = np.arange(0, len(X), batch_size)
    if len(X) % batch_size:
        starts = np.append(rng.permutation(starts[:-1]), starts[-1])
    else:
        starts = rng.permutation(starts)
    return [(X[start:start + batch_size], Y[start:start + batch_size]) for start in starts]


def _inside(X, Y, batch_size, rng):
    inside = []
    for start in range(0, len(X), batch_size):
        order = start + rng.permutation(len(X[start:start + batch_size]))
        inside.append((X[order], Y[order]))
    return inside


def _drawn(X, Y, batch_size, rng):
    count = -(-len(X) // batch_size)
    return [(X[at], Y[at]) for at in (rng.integers(len(X), size=batch_size) for _ in range(count))]


def _array_split(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[at], Y[at]) for at in np.array_split(order, -(-len(X) // batch_size))]


def _padded(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    order = np.resize(order, -(-len(X) // batch_size) * batch_size)
    return _cut(X, Y, order, batch_size)


def _said(finding, formula, kind="misconception"):
    return Mistake(finding.name, formula, finding.words, kind)


MISTAKES = [
    _said(batches.LAST_LOST, lambda X, Y, batch_size, rng: [
        batch for batch in reference(X, Y, batch_size, rng) if len(batch[0]) == batch_size]),
    Mistake("labels shuffled apart", _labels_in_their_own_order,
            "The images are there, but not with their own labels: X and Y have to be reordered in the same way."),
    Mistake("labels not shuffled", _labels_not_shuffled,
            "The images are shuffled and the labels are not: the same reordering has to reach both."),
    _said(batches.UNSHUFFLED, lambda X, Y, batch_size, rng: _cut(X, Y, np.arange(len(X)), batch_size)),
    _said(batches.FIXED, lambda X, Y, batch_size, rng: reference(X, Y, batch_size, np.random.default_rng(0))),
    _said(batches.ELSEWHERE, lambda X, Y, batch_size, rng: reference(X, Y, batch_size, np.random.default_rng())),
    _said(batches.REPLACED, _drawn),
    _said(batches.BLOCKS, _batches_shuffled),
    _said(batches.INSIDE, _inside),
    _said(batches.SIZES, _array_split, SLIP),
    _said(batches.PADDED, _padded),
    _said(batches.NOT_CUT, lambda X, Y, batch_size, rng: (lambda order: (X[order], Y[order]))(rng.permutation(len(X)))),
    _said(batches.NO_LABELS, lambda X, Y, batch_size, rng: [batch for batch, _ in reference(X, Y, batch_size, rng)], SLIP),
    Mistake("first batch only", lambda X, Y, batch_size, rng: reference(X, Y, batch_size, rng)[:1],
            "Only one batch comes back: does return stand inside the loop? An epoch needs all of them.", SLIP),
    _said(batches.COUNTED, lambda X, Y, batch_size, rng: reference(X, Y, -(-len(X) // batch_size), rng)),
    Mistake("same batch again and again",
            lambda X, Y, batch_size, rng: (lambda all: [all[0]] * len(all))(reference(X, Y, batch_size, rng)),
            "Every batch is the first one: does the slice move on?", SLIP),
    Mistake("shuffles its arguments", _in_place,
            "X and Y themselves are shuffled: the caller's arrays change under its hands. Shuffle row numbers instead.",
            SLIP),
    Mistake("shuffles its arguments apart", _shuffled_in_place_apart,
            "rng.shuffle reorders the caller's own array, and twice it gives two orders: images and labels part."),
    Mistake("batches overlap", lambda X, Y, batch_size, rng: (lambda order: [
        (X[order[s:s + batch_size + 1]], Y[order[s:s + batch_size + 1]]) for s in range(0, len(X), batch_size)
    ])(rng.permutation(len(X))), "Neighbouring batches share a sample: a slice ends before its end.", SLIP),
    Mistake("rotated, not shuffled", lambda X, Y, batch_size, rng: _cut(
        X, Y, np.roll(np.arange(len(X)), int(rng.integers(1, len(X)))), batch_size), batches.ROTATED.words),
]
