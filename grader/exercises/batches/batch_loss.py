"""batch_loss: how wrong the predictions for a batch are, as one number."""

import numpy as np

from grader.exercise import SLIP, Mistake
from utils.checking.values import numbers


def reference(P, Y):
    """L = -(1/N) Σ_n Σ_k Y[n, k] ln P[n, k]

    P: (N, n), probabilities, a row a sample. Y: (N, n), one-hot rows, floats or integers. Returns a number. Where P of a
    true class is 0, any finite loss is right; ln is kept away from 0 here.
    """
    true = P[np.arange(len(P)), np.argmax(Y, axis=1)]
    return -np.mean(np.log(np.maximum(true, 1e-300)))


def accepts(expected, got, P, Y):
    """Where P of a true class is 0, any finite number is as good as another."""
    if np.all(P[np.asarray(Y) == 1] > 0):
        return False
    loss, reason = numbers(got)
    return reason is None and loss.shape == () and bool(np.isfinite(loss))


def _probabilities(rng, samples, classes):
    P = rng.dirichlet(np.ones(classes), size=samples) * 0.6 + 0.4 / classes     # no entry near 0, where ln(P + 1e-7)
    return P / P.sum(axis=1, keepdims=True)                                     # would differ


def inputs(rng):
    yield _probabilities(rng, 5, 3), np.eye(3)[[0, 2, 1, 1, 2]]          # N > classes; the sum is 5 times the mean
    yield _probabilities(rng, 2, 6), np.eye(6, dtype=int)[[5, 3]]        # N < classes; integers
    yield _probabilities(rng, 1, 4), np.eye(4)[rng.integers(4, size=1)]  # a batch of one
    yield _probabilities(rng, 4, 4), np.eye(4)[[1, 3, 3, 0]]             # square: every axis fits; a class not there
    yield _probabilities(rng, 7, 2), np.eye(2)[rng.integers(2, size=7)]
    yield np.array([[0.0, 0.75, 0.25], [1.0, 0.0, 0.0]]), np.eye(3)[[2, 0]]      # wrong classes at 0: 0 · ln 0 must not
                                                                                 # be NaN; a loss of 0 among the others
    yield np.array([[0.25, 0.75], [0.0, 1.0]]), np.eye(2)[[1, 0]]        # a true class at 0: finite, whatever it is


def scales(P, Y):
    return {"N": len(P), "n_classes": P.shape[1], "N · n_classes": P.size}


EPS = 1e-12


def _ln(P):
    return np.log(np.clip(P, EPS, 1))


def _each(P, Y):
    """The samples' losses, (N,)."""
    return -np.sum(Y * _ln(P), axis=1)


def _true(P, Y):
    return np.sum(P * Y, axis=1)


def _binary(P, Y):
    return -(Y * _ln(P) + (1 - Y) * _ln(1 - P))


_SUMMED = "The losses of the samples are added up: the loss of a batch is their mean, so that it does not grow with N."
_BINARY = ("The wrong classes count as well, with ln(1 - p): that is the loss for yes-or-no outputs. "
           "With a softmax only the true class counts.")
_ONE = "Only one sample counts: the loss of a batch is the mean over all of them."
_AVERAGE_FIRST = ("The samples are put together before the logarithm. The loss is the mean of the samples' losses: a logarithm "
                  "for each sample first, and that is not the same.")
_SQUARE = "This is a squared error, another loss. Here a sample's loss is made of the probability of its true class alone."
_UNSTABLE = ("Right where P is positive. Where a probability is 0, ln 0 is minus infinity (and 0 times that is NaN): "
             "keep the logarithm's argument away from 0.")
_EPSILON = "P is kept away from 0 by a number so large that it shows in the loss: take a much smaller one."
_AXIS = ("The class is looked for along the samples: argmax without its axis, or along the wrong one. Each row of Y has its "
         "own true class.")

MISTAKES = [
    Mistake("summed over the samples", lambda P, Y: np.sum(_each(P, Y)), _SUMMED),
    Mistake("mean over all entries", lambda P, Y: -np.mean(Y * _ln(P)),
            "The mean is taken over all N times n_classes entries: it is over the N samples; within a row the terms are "
            "added up."),
    Mistake("divided by the number of classes", lambda P, Y: np.sum(_each(P, Y)) / P.shape[1],
            "The sum is divided by the number of classes: it is the number of samples that a batch's mean divides by."),
    Mistake("divided by N twice", lambda P, Y: np.mean(_each(P, Y)) / len(P),
            "Divided by N twice: np.mean has done it already.", SLIP),
    Mistake("divided by N - 1", lambda P, Y: np.sum(_each(P, Y)) / (len(P) - 1) if len(P) > 1 else np.inf,
            "Divided by N - 1: that is for the variance of a sample; a mean divides by N.", SLIP),
    Mistake("minus missing", lambda P, Y: -np.mean(_each(P, Y)),
            "The sign is turned: ln of a probability is negative, a loss is not."),
    Mistake("minus missing, summed", lambda P, Y: -np.sum(_each(P, Y)),
            "The sign is turned, and the samples' losses are added up where their mean is meant."),
    Mistake("a loss for each sample", _each, "This is a loss for each sample: the loss of a batch is one number, their mean."),
    Mistake("a loss for each class", lambda P, Y: -np.mean(Y * _ln(P), axis=0),
            "This has an entry for each class: the mean is taken down the columns and the classes are not added up."),
    Mistake("a sum for each class", lambda P, Y: -np.sum(Y * _ln(P), axis=0),
            "This has an entry for each class: the columns are added up, the classes are not."),
    Mistake("not summed", lambda P, Y: -Y * _ln(P), "This has an entry for each class of each sample; the loss is one number."),
    Mistake("one number in an array", lambda P, Y: np.array([np.mean(_each(P, Y))]),
            "The right number in an array of one entry: the loss is a single number.", SLIP),
    Mistake("first sample only", lambda P, Y: _each(P, Y)[0], _ONE),
    Mistake("last sample only", lambda P, Y: _each(P, Y)[-1], _ONE + " Does a loop overwrite it?", SLIP),
    Mistake("last sample left out", lambda P, Y: np.sum(_each(P, Y)[:-1]) / len(P),
            "The last sample does not count: look at where the loop ends.", SLIP),
    Mistake("worst sample", lambda P, Y: np.max(_each(P, Y)), "This is the loss of the worst sample: the mean is meant."),
    Mistake("best sample", lambda P, Y: np.min(_each(P, Y)), "This is the loss of the best sample: the mean is meant."),
    Mistake("median", lambda P, Y: np.median(_each(P, Y)), "This is the median of the samples' losses: the mean is meant."),
    Mistake("mean prediction", lambda P, Y: -np.sum(Y.mean(axis=0) * _ln(P.mean(axis=0))), _AVERAGE_FIRST),
    Mistake("mean probability of the true class", lambda P, Y: -_ln(np.mean(_true(P, Y))), _AVERAGE_FIRST),
    Mistake("summed probability of the true class", lambda P, Y: -np.log(np.maximum(np.sum(_true(P, Y)), EPS)), _AVERAGE_FIRST),
    Mistake("mean prediction, all labels", lambda P, Y: -np.sum(Y * _ln(P.mean(axis=0))) / len(P), _AVERAGE_FIRST),
    Mistake("every class counts", lambda P, Y: -np.sum(_ln(P)) / len(P),
            "Every class's ln p is added, whatever Y says: only the true class counts."),
    Mistake("every class counts, mean", lambda P, Y: -np.mean(_ln(P)),
            "Every class's ln p is averaged, whatever Y says: only the true class counts."),
    Mistake("binary cross-entropy", lambda P, Y: np.sum(_binary(P, Y)) / len(P), _BINARY),
    Mistake("binary cross-entropy, mean", lambda P, Y: np.mean(_binary(P, Y)), _BINARY),
    Mistake("binary cross-entropy, summed", lambda P, Y: np.sum(_binary(P, Y)), _BINARY),
    Mistake("binary cross-entropy, sign turned", lambda P, Y: np.sum((1 - Y) * _ln(1 - P) - Y * _ln(P)) / len(P), _BINARY),
    Mistake("wrong classes only", lambda P, Y: -np.sum((1 - Y) * _ln(P)) / len(P),
            "The wrong classes count and the true one does not: it is the other way round."),
    Mistake("wrong classes, 1 - p", lambda P, Y: -np.sum((1 - Y) * _ln(1 - P)) / len(P),
            "The wrong classes count and the true one does not: it is the other way round."),
    Mistake("ln(1 - p) of the true class", lambda P, Y: -np.sum(Y * _ln(1 - P)) / len(P),
            "The loss grows with the probability of the true class; it should fall."),
    Mistake("P and Y exchanged", lambda P, Y: -np.sum(P * _ln(Y)) / len(P),
            "P and Y have changed places: the logarithm is of the prediction."),
    Mistake("entropy of P", lambda P, Y: -np.sum(P * _ln(P)) / len(P), "This is the entropy of P alone: Y does not enter."),
    Mistake("squared error, mean over the samples", lambda P, Y: np.sum((P - Y) ** 2) / len(P), _SQUARE),
    Mistake("squared error, halved", lambda P, Y: np.sum((P - Y) ** 2) / (2 * len(P)), _SQUARE),
    Mistake("squared error, mean over all entries", lambda P, Y: np.mean((P - Y) ** 2), _SQUARE),
    Mistake("squared error, summed", lambda P, Y: np.sum((P - Y) ** 2), _SQUARE),
    Mistake("squared error, root", lambda P, Y: np.linalg.norm(P - Y), _SQUARE),
    Mistake("absolute error", lambda P, Y: np.sum(np.abs(P - Y)) / len(P),
            "This is the absolute error, another loss. Here a sample's loss is made of the probability of its "
            "true class alone."),
    Mistake("no logarithm", lambda P, Y: 1 - np.mean(_true(P, Y)),
            "This is 1 minus the mean probability of the true class: the logarithm is missing."),
    Mistake("minus the probability", lambda P, Y: -np.mean(_true(P, Y)),
            "This is minus the mean probability of the true class: the logarithm is missing."),
    Mistake("probability of the true class", lambda P, Y: np.mean(_true(P, Y)),
            "This is the mean probability of the true class: the logarithm is missing, and the sign."),
    Mistake("share of wrong answers", lambda P, Y: np.mean(P.argmax(axis=1) != Y.argmax(axis=1)),
            "This counts the wrong answers: a loss also feels how sure they were."),
    Mistake("base 2", lambda P, Y: np.mean(_each(P, Y)) / np.log(2), "The logarithm has base 2; here it is the natural one.", SLIP),
    Mistake("base 10", lambda P, Y: np.mean(_each(P, Y)) / np.log(10),
            "The logarithm has base 10; here it is the natural one.", SLIP),
    Mistake("halved", lambda P, Y: np.mean(_each(P, Y)) / 2,
            "Half of the loss: the factor 1/2 belongs to the squared error.", SLIP),
    Mistake("first class", lambda P, Y: -np.mean(_ln(P)[:, 0]),
            "This is the loss as if class 0 were true for every sample: Y does not enter."),
    Mistake("likeliest class", lambda P, Y: -np.mean(_ln(P.max(axis=1))),
            "This is the loss of the likeliest class of each sample: Y says which class is true."),
    Mistake("unlikeliest class", lambda P, Y: -np.mean(_ln(P.min(axis=1))),
            "This is the loss of the unlikeliest class of each sample: Y says which class is true."),
    Mistake("argmax without an axis", lambda P, Y: -np.mean(_ln(P)[:, np.argmax(Y)]), _AXIS, SLIP),
    Mistake("argmax along the samples", lambda P, Y: -np.mean(_ln(P)[np.argmax(Y, axis=0), np.arange(P.shape[1])]), _AXIS, SLIP),
    Mistake("a block in place of entries", lambda P, Y: -np.mean(_ln(P)[:, np.argmax(Y, axis=1)]),
            "Every sample is met with the true classes of all the others too (as P[:, classes] and P @ Y.T both do): each "
            "should give the entry of its own class only.",
            SLIP),
    Mistake("softmax applied again", lambda P, Y: np.mean(
        _each(np.exp(P) / np.exp(P).sum(axis=1, keepdims=True), Y)),
            "P goes through a softmax once more: it holds probabilities already."),
    Mistake("the gradient", lambda P, Y: (P - Y) / len(P),
            "This is the δ of the output layer, an entry for each class of each sample: the loss is one number."),
    Mistake("root of the mean square", lambda P, Y: np.sqrt(np.mean(_each(P, Y) ** 2)),
            "The samples' losses are squared before they are averaged.", SLIP),
    Mistake("exponential of the loss", lambda P, Y: np.exp(np.mean(_each(P, Y))),
            "This is the exponential of the loss (the perplexity)."),
    Mistake("unstable at 0", lambda P, Y: -np.sum(Y * np.log(P)) / len(P), _UNSTABLE, SLIP),
    Mistake("infinite at 0", lambda P, Y: -np.mean(np.log(_true(P, Y))),
            "Right where P is positive. Where a true class has probability 0 the loss is infinite: it should stay a number, "
            "however large.", SLIP),
    Mistake("right up to an epsilon of 0.01", lambda P, Y: -np.sum(Y * np.log(P + 1e-2)) / len(P), _EPSILON, SLIP),
    Mistake("right up to an epsilon of 1e-3", lambda P, Y: -np.sum(Y * np.log(P + 1e-3)) / len(P), _EPSILON, SLIP),
    Mistake("right up to an epsilon of 1e-4", lambda P, Y: -np.sum(Y * np.log(P + 1e-4)) / len(P), _EPSILON, SLIP),
    Mistake("right up to an epsilon of 1e-5", lambda P, Y: -np.sum(Y * np.log(P + 1e-5)) / len(P), _EPSILON, SLIP),
    Mistake("ln(1 + p)", lambda P, Y: -np.mean(np.log1p(_true(P, Y))),
            "1 is added to P before the logarithm: that changes the loss everywhere.", SLIP),
    Mistake("truncated to an integer", lambda P, Y: int(np.mean(_each(P, Y))), "The loss is cut to a whole number.", SLIP),
]
