"""split_data: put some samples aside, for a test that nothing has been fitted to."""

import numpy as np

from grader.exercise import SLIP, Mistake
from utils.checking import splits

inputs, verify = splits.cases, splits.verify   # the learner's check has the same: both judge by what a right shuffle keeps


def reference(X, Y, n_held, rng):
    """kept = order[n_held:], held = order[:n_held],  order a random permutation of 0 ... N-1

    X: (N, n). Y: (N, C). n_held: how many samples are put aside. rng: a numpy Generator.
    Returns (X_kept, Y_kept), (X_held, Y_held); every sample is in exactly one of the two.
    """
    X, Y = np.asarray(X), np.asarray(Y)
    order = rng.permutation(len(X))
    held, kept = order[:n_held], order[n_held:]
    return (X[kept], Y[kept]), (X[held], Y[held])


def _split(X, Y, kept, held):
    return (X[kept], Y[kept]), (X[held], Y[held])


def _by(order_of):
    def formula(X, Y, n_held, rng):
        order = order_of(X, Y, rng)
        return _split(X, Y, order[n_held:], order[:n_held])
    return formula


def _overlapping(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    return _split(X, Y, order, order[:n_held])


def _two_draws(X, Y, n_held, rng):
    return _split(X, Y, rng.permutation(len(X))[n_held:], rng.permutation(len(X))[:n_held])


def _replacement(X, Y, n_held, rng):
    held = rng.integers(len(X), size=n_held)
    kept = np.setdiff1d(np.arange(len(X)), held)
    return _split(X, Y, kept, held)


def _labels_apart(X, Y, n_held, rng):
    first, second = rng.permutation(len(X)), rng.permutation(len(X))
    return (X[first[n_held:]], Y[second[n_held:]]), (X[first[:n_held]], Y[second[:n_held]])


def _labels_in_file_order(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    return (X[order[n_held:]], Y[n_held:]), (X[order[:n_held]], Y[:n_held])


def _one_lost(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    return _split(X, Y, order[n_held + 1:], order[:n_held])


def _in_place(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    X[:], Y[:] = X[order], Y[order]
    return (X[n_held:], Y[n_held:]), (X[:n_held], Y[:n_held])


def _said(finding, formula, kind="misconception"):
    return Mistake(finding.name, formula, finding.words, kind)


MISTAKES = [
    _said(splits.UNSHUFFLED, _by(lambda X, Y, rng: np.arange(len(X)))),
    Mistake("the last rows of the file", lambda X, Y, n_held, rng: (
        (X[:-n_held], Y[:-n_held]), (X[-n_held:], Y[-n_held:])), splits.UNSHUFFLED.words),
    _said(splits.LEAK, _overlapping),
    Mistake("two draws", _two_draws,
            "The two parts are drawn apart from each other, so that they overlap: draw one order and cut it once."),
    _said(splits.REPLACED, _replacement),
    _said(splits.APART, _labels_apart),
    Mistake("labels in file order", _labels_in_file_order,
            "The images are drawn at random and the labels are taken in file order: they no longer belong together."),
    _said(splits.LOST, _one_lost, SLIP),
    _said(splits.SWAPPED, lambda X, Y, n_held, rng: reference(X, Y, n_held, rng)[::-1], SLIP),
    Mistake("n_held taken for the kept part",
            lambda X, Y, n_held, rng: reference(X, Y, len(X) - n_held, rng), splits.SWAPPED.words, SLIP),
    _said(splits.FLAT, lambda X, Y, n_held, rng: sum(reference(X, Y, n_held, rng), ()), SLIP),
    Mistake("X and Y paired the other way", lambda X, Y, n_held, rng: tuple(zip(*reference(X, Y, n_held, rng))),
            "The images of both parts come first, then the labels of both: a pair is the images and labels of one part.",
            SLIP),
    _said(splits.FIXED, _by(lambda X, Y, rng: np.random.default_rng(0).permutation(len(X)))),
    _said(splits.ELSEWHERE, _by(lambda X, Y, rng: np.random.default_rng().permutation(len(X)))),
    Mistake("shuffles its arguments", _in_place,
            "X and Y themselves are shuffled: the caller's arrays change under its hands. Shuffle row numbers instead.",
            SLIP),
    Mistake("held samples only", lambda X, Y, n_held, rng: reference(X, Y, n_held, rng)[1],
            "Only one pair comes back: the kept samples are needed as well as those put aside.", SLIP),
]
