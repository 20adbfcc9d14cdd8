"""sigmoid_derivative: the slope of the sigmoid at each z."""

import numpy as np

from grader.exercise import SLIP, Mistake
from grader.exercises.forward_pass.sigmoid import reference as sigmoid


def reference(z):
    """σ'(z[i]) = σ(z[i]) (1 - σ(z[i]))

    z: (n,), what goes into the sigmoid. Returns (n,).
    """
    return sigmoid(z) * (1 - sigmoid(z))


def inputs(rng):
    yield (rng.normal(size=5),)                      # both signs, around the steep part
    yield (rng.uniform(0.05, 0.95, size=4),)         # these could be taken for values of h: z (1 - z) looks right
    yield (np.array([2, 0, -3]),)                    # whole numbers, and the steepest place
    yield (np.array([-1000.0, 1000.0, 0.5]),)        # exp(1000) is infinite, and infinity / infinity no number
    yield (rng.uniform(5, 9, size=3) * [1, -1, 1],)  # far out, where the slope is small and not yet 0


def related(z):
    return {"the sigmoid itself": sigmoid(z), "z": z, "1 - h": 1 - sigmoid(z)}


def _overflowing(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def _overflowing_upwards(z):
    return np.exp(z) / (1 + np.exp(z)) ** 2


def _small(z):
    return np.exp(-np.abs(z))


def _softmax(z):
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)


def _into_z(formula):
    """formula, stored in an array made like z."""
    def stored(z):
        result = np.zeros_like(z)
        result[:] = formula(z)
        return result
    return stored


OVERFLOW = ("NaN for large z. exp(1000) is more than a float holds, and infinity divided by infinity is no number. "
            "Lesson 1's sigmoid holds for every z: can the slope be had from its value?")

MISTAKES = [
    Mistake("z taken for h", lambda z: z * (1 - z),
            "Here z stands where the sigmoid's value belongs. The function gets z, what goes into the sigmoid, not h."),
    Mistake("sigmoid applied twice", lambda z: reference(sigmoid(z)),
            "The sigmoid is applied twice: this is the slope at h, not at z."),
    Mistake("the sigmoid itself", sigmoid, "This is the sigmoid itself: its value, not its slope."),
    Mistake("1 - h alone", lambda z: 1 - sigmoid(z),
            "One of two factors: this stays near 1 for very negative z, where the sigmoid is flat."),
    Mistake("h squared", lambda z: sigmoid(z) ** 2,
            "This stays near 1 for large z, where the sigmoid is flat. Look at both factors once more."),
    Mistake("(1 - h) squared", lambda z: (1 - sigmoid(z)) ** 2,
            "This stays near 1 for very negative z, where the sigmoid is flat. Look at both factors once more."),
    Mistake("1 - z for 1 - h", lambda z: sigmoid(z) * (1 - z),
            "The first factor is the sigmoid's value; in the second one z stands where that value belongs."),
    Mistake("z for h in front", lambda z: z * (1 - sigmoid(z)),
            "The second factor holds the sigmoid's value; in the first one z stands where that value belongs."),
    Mistake("sigmoid of 1 - z", lambda z: sigmoid(z) * sigmoid(1 - z),
            "1 - z goes into the sigmoid in the second factor. What is 1 taken from?"),
    Mistake("brackets missing", lambda z: sigmoid(z) * 1 - sigmoid(z),
            "0 everywhere: does the multiplication reach all of what stands behind it? A product binds before a difference."),
    Mistake("plus for minus", lambda z: sigmoid(z) * (1 + sigmoid(z)),
            "A sign inside: this grows up to 2 for large z, where the sigmoid is flat.", SLIP),
    Mistake("h (h - 1)", lambda z: sigmoid(z) * (sigmoid(z) - 1),
            "Right but for the sign: the sigmoid rises everywhere, so its slope is never negative.", SLIP),
    Mistake("tanh's form", lambda z: 1 - sigmoid(z) ** 2,
            "This is the form of tanh's derivative with the sigmoid's value in it."),
    Mistake("tanh's derivative", lambda z: 1 - np.tanh(z) ** 2,
            "This is the slope of tanh. It is 1 at z = 0; how steep is the sigmoid there?"),
    Mistake("ReLU's derivative", lambda z: (z > 0) * 1.0,
            "This is the slope of ReLU, which jumps. The sigmoid bends smoothly."),
    Mistake("everywhere 1/4", lambda z: np.full(len(z), 0.25), "1/4 is the slope at z = 0 only, where it is largest."),
    Mistake("everywhere 1", lambda z: np.ones(len(z)), "The slope is missing: 1 everywhere."),
    Mistake("times z", lambda z: reference(z) * z, "The slope is multiplied by z as well.", SLIP),
    Mistake("squared", lambda z: reference(z) ** 2, "Every entry is the square of what it should be.", SLIP),
    Mistake("h times the slope", lambda z: sigmoid(z) * reference(z), "One factor too many: h enters twice.", SLIP),
    Mistake("slope times (1 - h)", lambda z: (1 - sigmoid(z)) * reference(z), "One factor too many: 1 - h enters twice.", SLIP),
    Mistake("power of 2 missing", lambda z: -np.exp(-z) / (1 + np.exp(-z)),
            "A power is missing below the fraction line, and the sign is turned: the two minus signs cancel.", SLIP),
    Mistake("overflow, sign turned", lambda z: -_overflowing(z),
            "The sign is turned: of the two minus signs, from the power of -1 and from exp(-z), one is lost.", SLIP),
    Mistake("inner derivative missing", lambda z: -1 / (1 + np.exp(-z)) ** 2,
            "The inner derivative is missing: what stands in the bracket depends on z too."),
    Mistake("the exponential alone", lambda z: np.exp(-z),
            "This is the inner exponential alone: the power around it has a derivative of its own."),
    Mistake("overflow for very negative z", _overflowing, OVERFLOW),
    Mistake("overflow for very large z", _overflowing_upwards, OVERFLOW),
    Mistake("ln of the sigmoid", lambda z: np.log(sigmoid(z)),
            "This is the logarithm of the sigmoid; asked for is how fast the sigmoid itself rises."),
    Mistake("1 / h", lambda z: 1 / sigmoid(z),
            "This is 1 / h, which is never small. The slope is small on both sides, where the sigmoid is flat."),
    Mistake("a product without a place", lambda z: float(np.dot(sigmoid(z), 1 - sigmoid(z))),
            "The products of all units are added up to one number: each unit has a slope of its own. Is * meant, not @?"),
    Mistake("every unit with every other", lambda z: np.outer(sigmoid(z), 1 - sigmoid(z)),
            "A matrix of every unit with every other: each unit has a slope of its own, from its own z."),
    Mistake("the whole Jacobian", lambda z: np.diag(reference(z)),
            "This is the whole Jacobian, a matrix that is 0 beside its diagonal. Its diagonal alone is asked for."),
    Mistake("softmax's diagonal", lambda z: _softmax(z) * (1 - _softmax(z)),
            "This is the diagonal of the softmax Jacobian. A sigmoid looks at its own z alone."),
    Mistake("softmax's Jacobian", lambda z: np.diag(_softmax(z)) - np.outer(_softmax(z), _softmax(z)),
            "This is the softmax Jacobian. A sigmoid looks at its own z alone."),
    Mistake("sigmoid's outer Jacobian", lambda z: np.diag(sigmoid(z)) - np.outer(sigmoid(z), sigmoid(z)),
            "This has the form of the softmax Jacobian. A sigmoid looks at its own z alone."),
    Mistake("odds", lambda z: np.exp(z), "This is h divided by 1 - h: what do the two factors do to each other?"),
    Mistake("second derivative", lambda z: reference(z) * (1 - 2 * sigmoid(z)), "This is the slope of the slope."),
    Mistake("swish's derivative", lambda z: sigmoid(z) + z * reference(z), "This is the slope of z times the sigmoid."),
    Mistake("softmax", _softmax, "This is a softmax. A sigmoid looks at its own z alone, and its slope is asked for."),
    Mistake("bell curve", lambda z: np.exp(-np.square(z) / 2) / np.sqrt(2 * np.pi),
            "This is the normal distribution's bell curve, which looks alike and is something else."),
    Mistake("the square on the exponential", lambda z: _small(z) / (1 + _small(z) ** 2),
            "The square below the fraction line stands on the exponential alone; it belongs to the whole bracket."),
    Mistake("the square missing", lambda z: _small(z) / (1 + _small(z)),
            "The square below the fraction line is missing."),
    Mistake("slope at 2z", lambda z: reference(2 * np.asarray(z)), "This is the slope at twice z.", SLIP),
    Mistake("z cut to -1 and 1", lambda z: reference(np.clip(z, -1, 1)),
            "z is cut to the range from -1 to 1 first; a sigmoid takes every z."),
    Mistake("h (1 - h squared)", lambda z: sigmoid(z) * (1 - sigmoid(z) ** 2),
            "In the second factor h is squared.", SLIP),
    Mistake("a difference over 1", lambda z: sigmoid(np.asarray(z) + 1) - sigmoid(z),
            "A finite difference with a step of 1. The slope can be had exactly from the value."),
    Mistake("a difference over 1/2 to each side", lambda z: sigmoid(np.asarray(z) + 0.5) - sigmoid(np.asarray(z) - 0.5),
            "A finite difference with a step of 1. The slope can be had exactly from the value."),
    Mistake("a coarse difference", lambda z: (sigmoid(z + 0.01) - sigmoid(z)) / 0.01,
            "Close, but a finite difference with too large a step. The slope can be had exactly from the value."),
    Mistake("a coarse difference, 0.1", lambda z: (sigmoid(z + 0.1) - sigmoid(z)) / 0.1,
            "Close, but a finite difference with too large a step. The slope can be had exactly from the value."),
    Mistake("a coarse difference, 0.001", lambda z: (sigmoid(z + 0.001) - sigmoid(z)) / 0.001,
            "Close, but a finite difference with too large a step. The slope can be had exactly from the value."),
    Mistake("a coarse central difference", lambda z: (sigmoid(z + 0.1) - sigmoid(z - 0.1)) / 0.2,
            "Close, but a finite difference with too large a step. The slope can be had exactly from the value."),
    Mistake("cut to whole numbers (an array made like z)", _into_z(reference),
            "0 where z holds whole numbers: an array made like z takes over its type.", SLIP),
    Mistake("the sigmoid, cut to whole numbers", _into_z(sigmoid),
            "This is the sigmoid itself, cut to whole numbers where z holds whole numbers.", SLIP),
]
