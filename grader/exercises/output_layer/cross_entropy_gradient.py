"""cross_entropy_gradient: what the loss feels of each probability."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .draws import label, probabilities


def reference(p, y):
    """∂L/∂p[i] = -y[i] / p[i], for L = -Σ_k y[k] ln p[k]

    p: (n,), probabilities. y: (n,), one-hot, floats or integers. Returns (n,).
    """
    return -np.asarray(y) / np.asarray(p)


def inputs(rng):
    yield np.array([0.2, 0.5, 0.3]), np.array([0.0, 1.0, 0.0])          # the true class is not the first
    yield probabilities(rng, 4), np.array([0, 0, 0, 1])                 # integers: a result of y's type is cut
    yield probabilities(rng, 5), label(rng, 5)                          # another number of classes
    yield probabilities(rng, 2), np.array([1.0, 0.0])                   # two classes; the first is true
    yield np.array([0.15, 0.6, 0.25]), np.array([1.0, 0.0, 0.0])        # the likeliest class is not the true one
    yield np.array([0.9, 0.004, 0.096]), np.array([0, 1, 0])            # a small p: an added constant shows


def scales(p, y):
    return {"n_classes": len(p), "p of the true class": float(np.sum(p * y))}


def related(p, y):
    return {"p": p, "y": y, "y - p": y - p, "the loss itself": -np.log(np.sum(p * y)),
            "ln p": np.log(p), "1 - p": 1 - p, "y ln p, the terms of the loss": y * np.log(p)}


_BINARY = ("The wrong classes count as well, with 1 - p: that belongs to the loss for yes-or-no outputs. "
           "Is there a p of a wrong class in this loss at all?")
_EVERY = "Every class has an entry, whatever y says. The loss holds only one of the p: what does it feel of the others?"
_DELTA = ("This is the derivative with respect to z, one step further on. Here p itself moves, and the softmax is not "
          "in it yet.")
_ONE_NUMBER = "This is one number, the true class's: a gradient has an entry for each p."
_PLACES = ("The entries of y are taken for places: its zeros fill place 0, its 1 fills place 1. The true class is where the 1 "
           "stands.")
_CUT = "p is kept away from 0 by a number so large that it shows in the result."

MISTAKES = [
    Mistake("wrong sign", lambda p, y: y / p,
            "The sign is turned. When the true class becomes likelier, does the loss grow or fall?"),
    Mistake("every class", lambda p, y: -1 / p, _EVERY),
    Mistake("every class, wrong sign", lambda p, y: 1 / p, _EVERY),
    Mistake("binary cross-entropy", lambda p, y: -y / p + (1 - y) / (1 - p), _BINARY),
    Mistake("binary cross-entropy, minus for the wrong classes", lambda p, y: -y / p - (1 - y) / (1 - p),
            _BINARY + " Public copies of the first article's code have this line."),
    Mistake("binary cross-entropy, signs turned", lambda p, y: y / p - (1 - y) / (1 - p), _BINARY),
    Mistake("wrong classes only", lambda p, y: (1 - y) / (1 - p), _BINARY),
    Mistake("wrong classes only, minus", lambda p, y: -(1 - y) / (1 - p), _BINARY),
    Mistake("1 - y over p", lambda p, y: -(1 - y) / p,
            "The wrong classes count and the true one does not: it is the other way round."),
    Mistake("1 - y over p, plus", lambda p, y: (1 - y) / p,
            "The wrong classes count and the true one does not: it is the other way round."),
    Mistake("y over 1 - p", lambda p, y: -y / (1 - p),
            "1 - p stands where the derivative of the logarithm asks for p itself."),
    Mistake("y over 1 - p, plus", lambda p, y: y / (1 - p),
            "1 - p stands where the derivative of the logarithm asks for p itself."),
    Mistake("∂L/∂z", lambda p, y: p - y, _DELTA),
    Mistake("∂L/∂z, sign turned", lambda p, y: y - p, _DELTA),
    Mistake("softmax's slope included", lambda p, y: y * (p - 1),
            "A slope of the softmax is multiplied in already. Here p itself moves, and the softmax is not in it yet."),
    Mistake("times p", lambda p, y: -y * p, "p multiplies where it should divide: what is the derivative of ln?"),
    Mistake("times p, plus", lambda p, y: y * p, "p multiplies where it should divide: what is the derivative of ln?"),
    Mistake("exchanged", lambda p, y: -p / y, "p and y have changed places, so there is a division by 0."),
    Mistake("exchanged, plus", lambda p, y: p / y, "p and y have changed places, so there is a division by 0."),
    Mistake("1 over y", lambda p, y: -1 / y, "The division is by y, which is 0 for all classes but one."),
    Mistake("p squared below", lambda p, y: -y / p ** 2,
            "p is squared: that is the derivative of 1/p. Here ln p is differentiated."),
    Mistake("p squared below, plus", lambda p, y: y / p ** 2,
            "p is squared: that is the derivative of 1/p, or the second derivative of ln p."),
    Mistake("logarithm kept", lambda p, y: -y * np.log(p),
            "These are the terms of the loss: the logarithm has not been differentiated yet."),
    Mistake("logarithm kept, plus", lambda p, y: y * np.log(p),
            "These are the terms of the loss: the logarithm has not been differentiated yet."),
    Mistake("divided by the logarithm", lambda p, y: -y / np.log(p),
            "The division is by ln p: what is the derivative of ln p with respect to p?"),
    Mistake("divided by the logarithm, plus", lambda p, y: y / np.log(p),
            "The division is by ln p: what is the derivative of ln p with respect to p?"),
    Mistake("p left out", lambda p, y: -y * 1.0, "Only y is left: the derivative of the logarithm depends on p."),
    Mistake("logarithm of y", lambda p, y: -np.log(y) / p,
            "The logarithm is of y, which is 0 for all classes but one."),
    Mistake("squared error", lambda p, y: 2 * (p - y), "This is the derivative of the squared error, another loss."),
    Mistake("mean squared error", lambda p, y: 2 * (p - y) / len(p),
            "This is the derivative of the squared error, another loss."),
    Mistake("averaged over the classes", lambda p, y: -y / p / len(p),
            "Divided by the number of classes: the loss adds its terms up."),
    Mistake("doubled", lambda p, y: -2 * y / p, "Twice too large: nothing is squared in this loss.", SLIP),
    Mistake("halved", lambda p, y: -y / p / 2, "Half of what it should be: nothing is halved in this loss.", SLIP),
    Mistake("base 2", lambda p, y: -y / (p * np.log(2)), "This belongs to a logarithm of base 2.", SLIP),
    Mistake("base 10", lambda p, y: -y / (p * np.log(10)), "This belongs to a logarithm of base 10.", SLIP),
    Mistake("summed", lambda p, y: -np.sum(y / p), _ONE_NUMBER),
    Mistake("summed, plus", lambda p, y: np.sum(y / p), _ONE_NUMBER),
    Mistake("the loss itself", lambda p, y: -np.sum(y * np.log(p)),
            "This is the loss, one number; asked is how it changes with each p."),
    Mistake("last class", lambda p, y: -1.0 * (np.arange(len(p)) == len(p) - 1) / p,
            "The last class is taken for the true one, whatever y says."),
    Mistake("least likely class", lambda p, y: -1.0 * (np.arange(len(p)) == np.argmin(p)) / p,
            "The least likely class is taken for the true one: y says which class is true."),
    Mistake("entropy", lambda p, y: -(np.log(p) + 1),
            "This is the slope of p's entropy: in this loss y stands before the logarithm, and not p."),
    Mistake("product rule", lambda p, y: -y * (np.log(p) + 1),
            "y is a given number here, not p: only the logarithm is differentiated, without a product rule."),
    Mistake("table", lambda p, y: -np.outer(y, 1 / p),
            "Every y meets every p in a table: entry i holds the y and the p of class i alone."),
    Mistake("table, turned", lambda p, y: -np.outer(1 / p, y),
            "Every y meets every p in a table: entry i holds the y and the p of class i alone."),
    Mistake("added to 1 over p", lambda p, y: y - 1 / p, "y is added where it should be a factor."),
    Mistake("plus for the wrong classes", lambda p, y: np.where(y > 0, -1.0, 1.0) / p, _EVERY),
    Mistake("(p - y) / p", lambda p, y: (p - y) / p,
            "A 1 is added to every entry: only y stands above the fraction bar."),
    Mistake("(y - p) / p", lambda p, y: (y - p) / p,
            "1 is taken from every entry, and the sign is turned: only y stands above the fraction bar."),
    Mistake("softmax applied again", lambda p, y: -y * np.sum(np.exp(p)) / np.exp(p),
            "p goes through a softmax once more: it holds probabilities already.", SLIP),
    Mistake("averaged to one number", lambda p, y: -np.mean(y / p),
            "The entries are averaged to one number: a gradient has an entry for each p."),
    Mistake("difference of slopes", lambda p, y: -y * (1 / p - 1 / (1 - p)),
            "1 - p has no place here: only the logarithm of p is differentiated."),
    Mistake("in every entry", lambda p, y: np.full(len(p), -np.sum(y / p)),
            "The number for the true class stands in every entry: the loss does not feel the other p."),
    Mistake("first class", lambda p, y: -1.0 * (np.arange(len(p)) == 0) / p,
            "Class 0 is taken for the true one, whatever y says. It fits the worked example only."),
    Mistake("likeliest class", lambda p, y: -1.0 * (np.arange(len(p)) == np.argmax(p)) / p,
            "The likeliest class is taken for the true one: y says which class is true."),
    Mistake("p (1 - p)", lambda p, y: p * (1 - p), "This is a slope of the softmax; asked is the slope of the loss."),
    Mistake("divided by p (1 - p)", lambda p, y: -y / (p * (1 - p)),
            "1 - p has no place here: only the logarithm of p is differentiated."),
    Mistake("0.01 added to p", lambda p, y: -y / (p + 1e-2), _CUT, SLIP),
    Mistake("0.001 added to p", lambda p, y: -y / (p + 1e-3), _CUT, SLIP),
    Mistake("0.0001 added to p", lambda p, y: -y / (p + 1e-4), _CUT, SLIP),
    Mistake("0.00001 added to p", lambda p, y: -y / (p + 1e-5), _CUT, SLIP),
    Mistake("cut at 0.01", lambda p, y: -y / np.maximum(p, 1e-2), _CUT, SLIP),
    Mistake("1 added to p", lambda p, y: -y / (p + 1), "1 is added to p: that changes the result everywhere.", SLIP),
    Mistake("truncated to integers", lambda p, y: (-y / p).astype(int),
            "The result is cut to whole numbers: is it stored in an array of integers?", SLIP),
    Mistake("truncated where y holds integers", lambda p, y: (-y / p).astype(y.dtype),
            "Right for floats, cut to whole numbers where y holds integers: zeros_like(y) takes over y's type.", SLIP),
    Mistake("y taken for places", lambda p, y: np.where(np.arange(len(p)) < 2, -1 / p, 0), _PLACES),
    Mistake("whole-number division, then the minus", lambda p, y: -(y // p),
            "// cuts the result to whole numbers: the division is /.", SLIP),
    Mistake("whole-number division", lambda p, y: -y // p,
            "// cuts the result to whole numbers: the division is /.", SLIP),
]
