"""softmax: logits become probabilities."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(z):
    """p[i] = exp(z[i]) / Σ_k exp(z[k])

    z: (n,), floats or integers, up to ±1000. Returns (n,), no NaN.
    """
    a = np.exp(z - np.max(z))                   # a shift of all z by the same number leaves p as it is
    return a / np.sum(a)


def inputs(rng):
    yield (np.array([1.0, -2.0, 3.0, 0.5]),)                # mixed signs: a/Σa would be negative
    yield (np.array([2, 0, -1]),)                           # integers: an array of integers would hold 0 and 1 only
    yield (rng.normal(size=5) * 2,)                         # anything in between
    yield (np.array([0.3, 0.2]),)                           # two classes, nearly equal: rounding shows
    yield (np.array([1000.0, 1001.0, 999.0]),)              # exp(1000) overflows without a shift
    yield (np.array([-1000.0, -1002.0]),)                   # all far below: without a shift 0 / 0
    yield (np.array([5.0, 1000.0, 999.0, 998.0, 0.0]),)     # far apart: a shift by the first or the last overflows
    yield (np.array([-500.0, 300.0, 301.0, 250.0]),)        # by the first alone
    yield (np.array([1000.0, -1000.0, -999.0, 900.0]),)     # by the mean; by the least in all three


def related(z):
    p = reference(z)
    return {"z": z, "log-softmax": np.log(np.maximum(p, 1e-300)), "p (1 - p), the diagonal of the Jacobian": p * (1 - p),
            "the shifted z": z - np.max(z)}


def _distances(p):
    """ln p from its largest: what is left of z when the shift is gone."""
    p = np.where(p > 1e-12, p, np.nan)
    return np.log(p / np.nanmax(p)) if np.any(p > 0) else p


views = {"z": ("Between the classes, ln p should differ as z does", _distances)}


def _sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


def _one_hot(z):
    return (np.arange(len(z)) == np.argmax(z)) * 1.0


MISTAKES = [
    Mistake("a over the sum of a", lambda z: z / np.sum(z),
            "Each entry is divided by the sum, without an exponential: that is negative or infinite for some z. "
            "The article this course grew out of made this mistake first."),
    Mistake("absolute values over their sum", lambda z: np.abs(z) / np.sum(np.abs(z)),
            "Each entry's size is divided by the sum of sizes: that loses the sign of z, and there is no exponential."),
    Mistake("no shift", lambda z: np.exp(z) / np.sum(np.exp(z)),
            "Right for moderate z. For large ones exp(1000) is more than a float holds: math stops there, NumPy gives NaN in "
            "the end. Which shift of all z leaves p as it is?", SLIP),
    Mistake("not normalised", lambda z: np.exp(z),
            "The exponentials are there, but they do not add up to 1."),
    Mistake("shifted, not normalised", lambda z: np.exp(z - np.max(z)),
            "The exponentials are there, but they do not add up to 1."),
    Mistake("divided by the largest", lambda z: np.exp(z) / np.max(np.exp(z)),
            "The exponentials are divided by the largest of them, so they do not add up to 1."),
    Mistake("averaged", lambda z: np.exp(z - np.max(z)) / len(z),
            "The exponentials are divided by their number; they should add up to 1."),
    Mistake("divided by their mean", lambda z: reference(z) * len(z),
            "The exponentials are divided by their mean; they should add up to 1.", SLIP),
    Mistake("divided while adding up", lambda z: np.exp(z - np.max(z)) / np.cumsum(np.exp(z - np.max(z))),
            "Each exponential is divided by the sum of those up to it: add all of them up first, then divide.", SLIP),
    Mistake("exponential of the minus", lambda z: reference(-np.asarray(z)),
            "The sign of z is turned: the largest z should get the largest probability."),
    Mistake("divided by the sum of z", lambda z: np.exp(z) / np.sum(z),
            "The exponential is missing in the denominator: it should add up what stands above."),
    Mistake("z over the sum of exponentials", lambda z: z / np.sum(np.exp(z)),
            "The exponential is missing above the fraction bar."),
    Mistake("shifted z over the sum", lambda z: (z - np.max(z)) / np.sum(np.exp(z - np.max(z))),
            "The exponential is missing above the fraction bar."),
    Mistake("shift above only", lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z)),
            "Only the numerator is shifted: what is taken away above has to be taken away below as well.", SLIP),
    Mistake("shift below only", lambda z: np.exp(z) / np.sum(np.exp(z - np.max(z))),
            "Only the denominator is shifted: what is taken away below has to be taken away above as well.", SLIP),
    Mistake("shifted by the least", lambda z: np.exp(z - np.min(z)) / np.sum(np.exp(z - np.min(z))),
            "The shift is by the least z, so the largest still overflows where z lie far apart.", SLIP),
    Mistake("shifted by the mean", lambda z: np.exp(z - np.mean(z)) / np.sum(np.exp(z - np.mean(z))),
            "The shift is by the mean of z, so the largest still overflows where z lie far apart.", SLIP),
    Mistake("shifted by the largest size", lambda z: np.exp(z - np.max(np.abs(z))) / np.sum(np.exp(z - np.max(np.abs(z)))),
            "The shift is by the largest |z|: where all z are far below zero it moves them further down, and 0 / 0 is left.",
            SLIP),
    Mistake("shifted by the first", lambda z: np.exp(z - z[0]) / np.sum(np.exp(z - z[0])),
            "The shift is by the first z, so a later one that is far larger still overflows.", SLIP),
    Mistake("shifted by the last", lambda z: np.exp(z - z[-1]) / np.sum(np.exp(z - z[-1])),
            "The shift is by the last z, so an earlier one that is far larger still overflows.", SLIP),
    Mistake("shifted up", lambda z: np.exp(z + np.max(z)) / np.sum(np.exp(z + np.max(z))),
            "The shift has the wrong direction: it makes large z larger.", SLIP),
    Mistake("divided by the largest z", lambda z: reference(z / np.max(z)),
            "z is divided by its largest entry. That keeps exp small, but changes p: which operation on all z leaves p "
            "as it is?"),
    Mistake("divided by the largest size", lambda z: reference(z / np.max(np.abs(z))),
            "z is divided by its largest size. That keeps exp small, but changes p: which operation on all z leaves p as it is?"),
    Mistake("clipped", lambda z: reference(np.clip(z, -500, 500)),
            "z is cut off before exp, so that different large z get the same probability.", SLIP),
    Mistake("log-softmax", lambda z: z - np.max(z) - np.log(np.sum(np.exp(z - np.max(z)))),
            "The result is negative: this is the logarithm of the softmax."),
    Mistake("log-softmax, sign turned", lambda z: np.max(z) + np.log(np.sum(np.exp(z - np.max(z)))) - z,
            "This is -ln p, the losses of the classes, not p."),
    Mistake("log-softmax, unstable", lambda z: np.log(np.exp(z) / np.sum(np.exp(z))),
            "This is the logarithm of the softmax."),
    Mistake("one-hot", _one_hot,
            "All of it goes to the largest z: that is the hard maximum; the softmax gives every class a share."),
    Mistake("sigmoid", _sigmoid,
            "Each entry is looked at on its own: this is the sigmoid, and its entries do not add up to 1."),
    Mistake("sigmoid, then normalised", lambda z: _sigmoid(z) / np.sum(_sigmoid(z)),
            "The entries pass a sigmoid before they are divided by their sum."),
    Mistake("ReLU over the sum", lambda z: np.maximum(z, 0) / np.sum(np.maximum(z, 0)),
            "Negative z are switched off before they are divided by their sum; there is no exponential."),
    Mistake("least z first taken away", lambda z: (z - np.min(z)) / np.sum(z - np.min(z)),
            "This moves the z above zero and divides by their sum; there is no exponential."),
    Mistake("squares", lambda z: np.square(z) / np.sum(np.square(z)),
            "Squares stand where exponentials are meant: they lose the sign of z."),
    Mistake("cubes", lambda z: np.abs(z) ** 3 / np.sum(np.abs(z) ** 3),
            "A power of z stands where its exponential is meant."),
    Mistake("exponential of |z|", lambda z: reference(np.abs(z)),
            "The sign of z is lost: very negative z should get the least probability.", SLIP),
    Mistake("ReLU first", lambda z: reference(np.maximum(z, 0)),
            "Negative z are switched off first: they enter as they are."),
    Mistake("tanh first", lambda z: reference(np.tanh(z)),
            "z goes through an activation first: it enters as it is."),
    Mistake("last left out below", lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z))[:-1]),
            "The sum below leaves out the last exponential: look at where the loop ends.", SLIP),
    Mistake("first left out below", lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z))[1:]),
            "The sum below leaves out the first exponential: look at where the loop starts.", SLIP),
    Mistake("length 1", lambda z: np.exp(z - np.max(z)) / np.linalg.norm(np.exp(z - np.max(z))),
            "The squares of the entries add up to 1; the entries themselves should."),
    Mistake("own term left out below", lambda z: np.exp(z) / (np.sum(np.exp(z)) - np.exp(z)),
            "The sum below leaves out the entry's own exponential: these are odds, not probabilities."),
    Mistake("1 added below", lambda z: np.exp(z) / (1 + np.sum(np.exp(z))),
            "A 1 is added below, as in the sigmoid: the entries should add up to 1."),
    Mistake("1 added below the shifted", lambda z: np.exp(z - np.max(z)) / (1 + np.sum(np.exp(z - np.max(z)))),
            "A 1 is added below, as in the sigmoid: the entries should add up to 1."),
    Mistake("exponential of the share", lambda z: np.exp(z / np.sum(z)),
            "The order is turned: first the exponential, then the share of the sum."),
    Mistake("softmax twice", lambda z: reference(reference(z)),
            "The softmax is applied twice: the differences between the classes are nearly gone.", SLIP),
    Mistake("1 minus p", lambda z: 1 - reference(z),
            "This is 1 - p: the largest z should get the largest probability.", SLIP),
    Mistake("p (1 - p)", lambda z: reference(z) * (1 - reference(z)),
            "This is the softmax's own derivative on the diagonal, not the softmax."),
    Mistake("base 2", lambda z: 2.0 ** (z - np.max(z)) / np.sum(2.0 ** (z - np.max(z))),
            "A power of 2 stands where e is meant.", SLIP),
    Mistake("base 10", lambda z: 10.0 ** (z - np.max(z)) / np.sum(10.0 ** (z - np.max(z))),
            "A power of 10 stands where e is meant.", SLIP),
    Mistake("z scaled to spread 1", lambda z: reference((z - np.mean(z)) / np.std(z)),
            "z is scaled before the exponential: that changes the ratios between the probabilities."),
    Mistake("even shares", lambda z: np.full(len(z), 1 / len(z)),
            "Every class gets the same share: do the z enter at all? (Along an axis of length 1 everything is its own sum.)"),
    Mistake("summed along an axis of length 1", lambda z: np.ones(len(z)),
            "Every entry is 1: each is divided by itself. Along which axis is the sum?", SLIP),
    Mistake("largest only", lambda z: np.max(reference(z)),
            "This is one number, the largest probability: every class should get its own."),
    Mistake("class instead of probabilities", lambda z: np.argmax(z),
            "This is the number of the likeliest class: every class should get its probability."),
    Mistake("rounded", lambda z: np.round(reference(z), 2),
            "The probabilities are rounded.", SLIP),
    Mistake("truncated to integers", lambda z: reference(z).astype(int),
            "The result is cut to whole numbers: is it stored in an array of integers?", SLIP),
    Mistake("truncated where z holds integers", lambda z: reference(z).astype(np.asarray(z).dtype),
            "Right for floats, cut to whole numbers where z holds integers: np.zeros_like(z) makes an array of z's type.",
            SLIP),
    Mistake("one row", lambda z: reference(z)[None],
            "The right numbers as a table of one row: p has as many axes as z. (keepdims?)", SLIP),
]
