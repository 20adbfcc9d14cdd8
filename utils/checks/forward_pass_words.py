"""Lesson 1: what a wrong result looks like. Each sentence stands with a test that it must pass in every case.

The tests look at properties of the result, such as the log-odds of a sigmoid; no right answer is computed here.
"""

import numpy as np


def _near(a, b):
    return np.shape(a) == np.shape(b) and bool(np.allclose(a, b, rtol=1e-5, atol=1e-5))


def _moderate(z):
    return np.max(np.abs(z)) < 20


def _left(z, x, W):
    """What is left of z when every product is taken away."""
    return z - sum(x[i] * W[i] for i in range(len(x)))


def _of_left(test):
    return lambda z, x, W, b: np.shape(z) == np.shape(b) and test(_left(z, x, W), b)


def _without(which):
    """Whether exactly the path of one input is missing from z."""
    return lambda z, x, W, b: np.shape(z) == np.shape(b) and _near(z - b, _left(0 * b, x, W) * -1 - x[which] * W[which])


AFFINE = [
    ("The first input is left out: where does the loop begin?", _without(0)),
    ("The last input is left out: where does the loop end?", _without(-1)),
    ("Only the last input counts: is the sum overwritten in place of added to?",
     lambda z, x, W, b: np.shape(z) == np.shape(b) and _near(z - b, x[-1] * W[-1])),
    ("The bias is added once for every input: it is added once for the whole sum.",
     lambda z, x, W, b: np.shape(z) == np.shape(b) and _near(_left(z, x, W), len(x) * b)),
    ("The bias is missing.", _of_left(lambda left, b: _near(left, 0 * b))),
    ("The bias enters twice.", _of_left(lambda left, b: _near(left, 2 * b))),
    ("The bias is subtracted; it moves z up.", _of_left(lambda left, b: _near(left, -b))),
    ("The first entry of b is added everywhere: each unit has a bias of its own.",
     _of_left(lambda left, b: _near(left, 0 * b + b[0]))),
    ("The biases are added up first: each unit has a bias of its own.", _of_left(lambda left, b: _near(left, 0 * b + b.sum()))),
    ("The biases stand in reversed order.", _of_left(lambda left, b: _near(left, b[::-1]))),
    ("Negative entries have become 0: an activation is applied already.",
     lambda z, x, W, b: np.shape(z) == np.shape(b) and np.all((np.abs(_left(z, x, W) - b) < 1e-5) | (z == 0))),
    ("The result is cut to whole numbers: is it stored in an array of integers? (np.zeros_like takes over a type.)",
     lambda z, x, W, b: np.shape(z) == np.shape(b) and (_near(_left(z, x, W), b) or _near(z, np.trunc(z)) and np.all(
         np.abs(_left(z, x, W) - b) < 1))),
    ("This is the sign turned: every entry is minus what it should be.",
     lambda z, x, W, b: np.shape(z) == np.shape(b) and _near(_left(-z, x, W), b)),
]

RELU = [
    ("Everything comes out as it went in: nothing is switched off.", lambda h, z: _near(h, z)),
    ("Negative entries come out positive: a unit below zero is off, its sign is not turned.", lambda h, z: _near(h, np.abs(z))),
    ("The wrong side is kept.", lambda h, z: _near(h, np.where(z < 0, z, 0))),
    ("This says which entries are on. ReLU passes the entry itself.",
     lambda h, z: h.shape == z.shape and set(np.unique(h)) <= {0, 1} and np.all(h[z > 0] == 1) and np.all(h[z < 0] == 0)),
    ("A little of each negative entry leaks through.",
     lambda h, z: h.shape == z.shape and _near(h[z > 0], z[z > 0]) and np.all((h[z < 0] < 0) & (h[z < 0] > z[z < 0]))),
    ("The sign of what passes is turned.",
     lambda h, z: h.shape == z.shape and _near(-h[z > 0], z[z > 0]) and _near(h[z < 0], 0 * h[z < 0])),
    ("Entries that are off are left out, so the layer shrinks: they should stay in their places.",
     lambda h, z: h.ndim == 1 and (_near(h, z[z > 0]) or _near(h, z[z >= 0]))),
]


def _odds(h):
    return np.log(h / (1 - h))


def _of_odds(test):
    return lambda h, z: not _moderate(z) or h.shape == z.shape and np.all((h > 0) & (h < 1)) and test(_odds(h), z)


SIGMOID = [
    ("The curve falls where it should rise: the sign of z is turned.", _of_odds(lambda odds, z: _near(odds, -z))),
    ("z counts twice: the curve is too steep.", _of_odds(lambda odds, z: _near(odds, 2 * z))),
    ("Only half of z counts: the curve is too flat.", _of_odds(lambda odds, z: _near(odds, z / 2))),
    ("The sign of z is lost.", _of_odds(lambda odds, z: _near(odds, np.abs(z)) or _near(odds, -np.abs(z)))),
    ("This is tanh: it runs from -1 to 1, the sigmoid from 0 to 1.",
     lambda h, z: not _moderate(z) or h.shape == z.shape and np.all(np.abs(h) < 1) and _near(_odds((1 + h) / 2), 2 * z)),
    ("The largest value is 1/4, at z = 0: this is the slope of the sigmoid, not the sigmoid.",
     lambda h, z: h.shape == z.shape and np.all(h <= 0.25 + 1e-9) and np.all(h >= 0) and _near(h[z == 0], 0 * h[z == 0] + 0.25)),
    ("The entries add up to 1: this is a softmax. The sigmoid looks at each entry on its own.",
     lambda h, z: not _moderate(z) or h.shape == z.shape and np.all(h > 0) and _near(np.sum(h), 1.0)),
    ("Every entry is 0 or 1: this is a step (or cut to whole numbers); the sigmoid climbs smoothly.",
     lambda h, z: h.shape == z.shape and set(np.unique(h)) <= {0, 1}),
]


def _ratios(p, z, sign=1):
    return p.shape == z.shape and np.all(p > 0) and _near(np.log(p / p[0]), sign * (z - z[0]).astype(float))


def _shares(of):
    """Whether p is of(z) over its sum, wherever that sum is not 0."""
    return lambda p, z: p.shape == z.shape and (abs(np.sum(of(z))) < 1e-9 or _near(p, of(z) / np.sum(of(z))))


SOFTMAX = [
    ("Each z is divided by the sum of all z. That works only for positive z, and is no softmax: where is exp?",
     _shares(lambda z: z)),
    ("Each z is divided by a sum with its sign lost. That is no softmax: where is exp?", _shares(np.abs)),
    ("The ratios are right, the sum is not: what is each exponential divided by?",
     lambda p, z: not _moderate(z) or _ratios(p, z) and abs(p.sum() - 1) > 1e-5),
    ("The sign of z is turned: the largest z should get the largest probability.",
     lambda p, z: not _moderate(z) or _ratios(p, z, -1)),
    ("This is the logarithm of the softmax.",
     lambda p, z: not _moderate(z) or p.shape == z.shape and _near(np.sum(np.exp(p)), 1.0)),
    ("Every class gets the same share: do the z enter at all?",
     lambda p, z: p.shape == z.shape and len(p) > 1 and p[0] > 0 and _near(p, 0 * p + p[0])),
    ("Each entry is looked at on its own: this is a sigmoid.",
     lambda p, z: not _moderate(z) or p.shape == z.shape and np.all((p > 0) & (p < 1)) and _near(_odds(p), z.astype(float))),
    ("All of it goes to the largest z: the softmax gives every class a share.",
     lambda p, z: p.shape == z.shape and p[np.argmax(z)] == 1 and np.sum(p != 0) == 1),
]


def _of_true(test):
    """Of a loss and the probability of the true class, where that is not 0."""
    def run(loss, p, y):
        true = float(p[np.argmax(y)])
        return true == 0 or loss.shape == () and test(float(loss), true, p)
    return run


CROSS_ENTROPY = [
    ("The sign is turned: a loss is not negative.", _of_true(lambda loss, true, p: _near(np.exp(loss), true))),
    ("The terms are averaged over the classes; they are added up.",
     _of_true(lambda loss, true, p: _near(np.exp(-loss * len(p)), true))),
    ("The logarithm has base 2; the natural one is meant.", _of_true(lambda loss, true, p: _near(2.0 ** -loss, true))),
    ("The logarithm has base 10; the natural one is meant.", _of_true(lambda loss, true, p: _near(10.0 ** -loss, true))),
    ("The logarithm is missing.", _of_true(lambda loss, true, p: _near(abs(loss), true) or _near(loss, 1 - true))),
    ("This is the loss for class 0, whatever y says.", _of_true(lambda loss, true, p: _near(np.exp(-loss), p[0]))),
    ("Every class counts here, whatever y says.", _of_true(lambda loss, true, p: true == 1 or _near(np.exp(-loss), p.prod()))),
    ("This is the loss of the likeliest class, whatever y says.", _of_true(lambda loss, true, p: _near(np.exp(-loss), p.max()))),
    ("The loss grows with the probability of the true class: 1 - p stands where p belongs.",
     _of_true(lambda loss, true, p: true == 1 or _near(np.exp(-loss), 1 - true))),
    ("Half of the loss is left.", _of_true(lambda loss, true, p: _near(np.exp(-2 * loss), true))),
    ("The loss is twice too large.", _of_true(lambda loss, true, p: _near(np.exp(-loss / 2), true))),
    ("This has an entry for each class; the loss is one number.", lambda loss, p, y: loss.shape == p.shape),
]
