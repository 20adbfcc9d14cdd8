"""cross_entropy: how wrong a prediction is, as one number."""

import numpy as np

from grader.exercise import SLIP, Mistake
from utils.checking.values import numbers


def reference(p, y):
    """L = -Σ_k y[k] ln p[k]

    p: (n,), probabilities. y: (n,), one-hot, floats or integers. Returns a number. Where p of the true class is 0,
    any finite loss is right; ln is kept away from 0 here.
    """
    true = p[np.argmax(y)]
    return -np.log(np.maximum(true, 1e-300))


def accepts(expected, got, p, y):
    """Where p of the true class is 0, any finite number is as good as another."""
    if p[np.argmax(y)] > 0:
        return False
    loss, reason = numbers(got)
    return reason is None and loss.shape == () and bool(np.isfinite(loss))


def _probabilities(rng, n):
    p = rng.dirichlet(np.ones(n)) * 0.3 + 0.7 / n       # no entry near 0, where ln(p + 1e-7) would differ
    return p / p.sum()


def inputs(rng):
    yield np.array([0.2, 0.5, 0.3]), np.array([0.0, 1.0, 0.0])          # the true class is not the first
    yield _probabilities(rng, 4), np.array([0, 0, 0, 1])                # integers; the last class
    yield _probabilities(rng, 5), np.eye(5)[rng.integers(5)]            # any class, another number of classes
    yield _probabilities(rng, 2), np.array([1.0, 0.0])
    yield np.array([0.15, 0.6, 0.25]), np.array([1.0, 0.0, 0.0])        # the likeliest class is not the true one
    yield np.array([0.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0])          # sure, and right: a p cut off from above shows
    yield np.array([0.93, 0.04, 0.03]), np.array([0, 0, 1])             # nearly sure, and wrong: one cut off from below
    yield np.array([0.0, 0.75, 0.25]), np.array([0.0, 0.0, 1.0])        # another class at 0: 0 · ln 0 must not be NaN
    yield np.array([0.0, 1.0]), np.array([1.0, 0.0])                    # the true class at 0: finite, whatever it is


def scales(p, y):
    return {"n_classes": len(p)}


EPS = 1e-12


def _ln(p):
    return np.log(np.clip(p, EPS, 1))


def _all_classes(p, y):
    return -np.sum(y * _ln(p) + (1 - y) * _ln(1 - p))


_UNSTABLE = ("Right where p is positive. Where a probability is 0, ln 0 is minus infinity (and 0 times that is NaN): "
             "keep the logarithm's argument away from 0.")
_BINARY = ("The wrong classes count as well, with ln(1 - p): that is the loss for yes-or-no outputs. "
           "With a softmax only the true class counts.")
_PLACES = ("The entries of y are taken for places: where y holds 0 that picks p[0], where it holds 1, p[1]. The true class is "
           "where the 1 stands.")
_CUT = "p is kept away from 0 (or from 1) by so much that it shows in the loss: take a much smaller number."

MISTAKES = [
    Mistake("unstable at 0", lambda p, y: -np.sum(y * np.log(p)), _UNSTABLE, SLIP),
    Mistake("infinite at 0", lambda p, y: -np.log(p[np.argmax(y)]),
            "Right where p is positive. Where the true class has probability 0 the loss is infinite: "
            "it should stay a number, however large.", SLIP),
    Mistake("minus missing", lambda p, y: np.sum(y * _ln(p)),
            "The sign is turned: ln p is negative for p below 1, a loss is not."),
    Mistake("mean over the classes", lambda p, y: -np.mean(y * _ln(p)),
            "The mean is taken over the classes, so the loss is too small by their number: the terms are added up."),
    Mistake("not summed", lambda p, y: -y * _ln(p),
            "This has an entry for each class; the loss is one number."),
    Mistake("every class counts", lambda p, y: -np.sum(_ln(p)),
            "Every class's ln p is added, whatever y says: only the true class counts."),
    Mistake("binary cross-entropy", _all_classes, _BINARY),
    Mistake("binary cross-entropy, averaged", lambda p, y: _all_classes(p, y) / len(p), _BINARY),
    Mistake("wrong classes only", lambda p, y: -np.sum((1 - y) * _ln(p)),
            "The wrong classes count and the true one does not: it is the other way round."),
    Mistake("wrong classes, 1 - p", lambda p, y: -np.sum((1 - y) * _ln(1 - p)),
            "The wrong classes count and the true one does not: it is the other way round."),
    Mistake("ln(1 - p) of the true class", lambda p, y: -np.sum(y * _ln(1 - p)),
            "The loss grows with the probability of the true class; it should fall."),
    Mistake("p and y exchanged", lambda p, y: -np.sum(p * np.log(np.clip(y, EPS, 1))),
            "p and y have changed places: the logarithm is of the prediction."),
    Mistake("entropy of p", lambda p, y: -np.sum(p * _ln(p)),
            "This is the entropy of p alone: y does not enter."),
    Mistake("squared error", lambda p, y: np.sum((p - y) ** 2), "This is the squared error, another loss."),
    Mistake("half the squared error", lambda p, y: np.sum((p - y) ** 2) / 2, "This is the squared error, another loss."),
    Mistake("mean squared error", lambda p, y: np.mean((p - y) ** 2), "This is the squared error, another loss."),
    Mistake("absolute error", lambda p, y: np.sum(np.abs(p - y)), "This is the absolute error, another loss."),
    Mistake("hinge", lambda p, y: 1 - np.sum(p * y),
            "This is 1 minus the probability of the true class; the loss is its logarithm's negative."),
    Mistake("no logarithm", lambda p, y: -np.sum(y * p), "The logarithm is missing."),
    Mistake("probability of the true class", lambda p, y: np.sum(y * p),
            "This is the probability of the true class itself; the logarithm is missing, and the sign."),
    Mistake("base 2", lambda p, y: -np.sum(y * _ln(p)) / np.log(2),
            "The logarithm has base 2; here it is the natural one.", SLIP),
    Mistake("base 10", lambda p, y: -np.sum(y * _ln(p)) / np.log(10),
            "The logarithm has base 10; here it is the natural one.", SLIP),
    Mistake("ln(1 + p)", lambda p, y: -np.sum(y * np.log1p(p)),
            "np.log1p(p) is ln(1 + p): that is no longer ln p.", SLIP),
    Mistake("1 over p", lambda p, y: np.sum(y / np.maximum(p, EPS)),
            "This is 1 / p of the true class; the loss is a logarithm."),
    Mistake("the gradient", lambda p, y: -y / np.maximum(p, EPS),
            "This is the loss's derivative with respect to p, an entry for each class; the loss is one number."),
    Mistake("first class only", lambda p, y: -_ln(p[0]),
            "This is the loss for class 0, whatever y says. It fits the worked example, whose true class is class 0."),
    Mistake("last class only", lambda p, y: -_ln(p[-1]), "This is the loss for the last class, whatever y says.", SLIP),
    Mistake("likeliest class", lambda p, y: -_ln(np.max(p)),
            "This is the loss of the likeliest class: y says which class is true."),
    Mistake("class of y read as its value", lambda p, y: -_ln(p[int(y[0])]),
            "An entry of y is taken for the number of the true class; y is 1 at that class and 0 elsewhere."),
    Mistake("softmax applied again", lambda p, y: -np.sum(y * _ln(np.exp(p) / np.sum(np.exp(p)))),
            "p goes through a softmax once more: it holds probabilities already."),
    Mistake("right up to a large epsilon", lambda p, y: -np.sum(y * np.log(p + 1e-3)), _CUT, SLIP),
    Mistake("right up to an epsilon of 0.01", lambda p, y: -np.sum(y * np.log(p + 1e-2)), _CUT, SLIP),
    Mistake("right up to an epsilon of 1e-4", lambda p, y: -np.sum(y * np.log(p + 1e-4)), _CUT, SLIP),
    Mistake("p cut off at 0.1 and 0.9", lambda p, y: -np.sum(y * np.log(np.clip(p, 0.1, 0.9))), _CUT, SLIP),
    Mistake("p cut off at 0.01 and 0.99", lambda p, y: -np.sum(y * np.log(np.clip(p, 0.01, 0.99))), _CUT, SLIP),
    Mistake("right up to an epsilon of 0.1", lambda p, y: -np.sum(y * np.log(p + 0.1)), _CUT, SLIP),
    Mistake("exponential for the logarithm", lambda p, y: np.exp(-np.sum(y * p)),
            "An exponential stands where the logarithm is meant.", SLIP),
    Mistake("least likely class", lambda p, y: -_ln(np.min(p)),
            "This is the loss of the least likely class: y says which class is true."),
    Mistake("class 1 only", lambda p, y: -_ln(p[1]), "This is the loss for class 1, whatever y says.", SLIP),
    Mistake("divergence of y from p", lambda p, y: np.sum(p * (_ln(p) - np.log(np.clip(y, EPS, 1)))),
            "p and y have changed places: the terms are weighted by the truth, and the logarithm is of the prediction."),
    Mistake("terms weighted by p", lambda p, y: -np.sum(y * p * _ln(p)),
            "The term of the true class is multiplied by its own probability: only y weights it."),
    Mistake("terms weighted by 1 - p", lambda p, y: -np.sum(y * (1 - p) * _ln(p)),
            "The term of the true class is multiplied by 1 - p (a focal loss): only y weights it."),
    Mistake("logarithm of the error", lambda p, y: -np.log(np.maximum(np.sum(np.abs(p - y)), EPS)),
            "The logarithm is taken of the distance between p and y: it is of the probability."),
    Mistake("logarithm of the squared error", lambda p, y: -np.log(np.maximum(np.sum((p - y) ** 2), EPS)),
            "The logarithm is taken of the distance between p and y: it is of the probability."),
    Mistake("true class in both ways", lambda p, y: -np.sum(y * (_ln(p) + _ln(1 - p))),
            "The true class counts twice, with ln p and with ln(1 - p): the second does not belong here."),
    Mistake("root of the mean squared error", lambda p, y: np.sqrt(np.mean((p - y) ** 2)),
            "This is made of the squared error, another loss."),
    Mistake("length of the error", lambda p, y: np.sqrt(np.sum((p - y) ** 2)),
            "This is made of the squared error, another loss."),
    Mistake("y taken for places", lambda p, y: -np.sum(_ln(p[np.asarray(y, dtype=int)])), _PLACES),
    Mistake("y taken for places, averaged", lambda p, y: -np.mean(_ln(p[np.asarray(y, dtype=int)])), _PLACES),
    Mistake("y taken for places, not summed", lambda p, y: -_ln(p[np.asarray(y, dtype=int)]), _PLACES),
    Mistake("halved", lambda p, y: -np.sum(y * _ln(p)) / 2,
            "Half of the loss: the factor 1/2 belongs to the squared error.", SLIP),
    Mistake("one number in an array", lambda p, y: np.array([-np.sum(y * _ln(p))]),
            "The right number in an array of one entry: the loss is a single number.", SLIP),
]
