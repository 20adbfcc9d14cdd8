"""relu_derivative: the slope of ReLU at each z."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(z):
    """h'[i] = 1 where z[i] > 0, else 0

    z: (n,). Returns (n,). At z = 0, where ReLU has no slope, the course takes 0.
    """
    return (np.asarray(z) > 0).astype(float)


def inputs(rng):
    yield (np.concatenate([[0.0], rng.normal(size=5)]),)     # a zero at the bend, and both signs
    yield (np.array([-1.7, 0.4, 0.0, 2.5]),)                 # slopes 0 and 1 side by side
    yield (np.array([3, 0, -2, 1]),)                         # whole numbers, some larger than 1
    yield (np.array([-1000.0, 1000.0, 1e-3, -1e-3]),)        # far away and close by: the slope does not depend on size
    yield (rng.uniform(0.1, 3, size=3),)                     # all on
    yield (-rng.uniform(0.1, 3, size=2),)                    # all off


def _in_place(z):
    z[z > 0] = 1
    z[z <= 0] = 0
    return z


def _half_in_place(z):
    z[z > 0] = 1
    return z


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def _slope(z):
    return _sigmoid(z) * (1 - _sigmoid(z))


AT_ZERO = "At z = 0 itself ReLU has no slope; everybody has to agree on one, and this course takes 0, not {}."

MISTAKES = [
    Mistake("ReLU itself", lambda z: np.maximum(z, 0),
            "This is ReLU itself: its value, not its slope. How fast does the value grow where z is positive?"),
    Mistake("1 at zero", lambda z: np.where(z >= 0, 1, 0), AT_ZERO.format("1")),
    Mistake("1/2 at zero", lambda z: np.heaviside(z, 0.5), AT_ZERO.format("1/2")),
    Mistake("NaN at zero", lambda z: np.maximum(z, 0) / z,
            "0 divided by 0 at z = 0. There the course takes the slope 0."),
    Mistake("turned round", lambda z: np.where(z < 0, 1, 0),
            "The wrong side is on: ReLU lets positive z through and is flat for negative z."),
    Mistake("turned round, zero on", lambda z: np.where(z <= 0, 1, 0),
            "The wrong side is on: ReLU lets positive z through and is flat for negative z."),
    Mistake("sign", np.sign, "This is the sign of z. Where z is negative ReLU is flat: which slope is that?"),
    Mistake("-1 or 1", lambda z: np.where(z > 0, 1, -1), "Where z is not positive ReLU is flat: which slope is that?"),
    Mistake("negative z passed on", lambda z: np.where(z > 0, 1, z),
            "Where z is not positive the result is z; ReLU is flat there."),
    Mistake("z where it is off", lambda z: np.where(z > 0, 0, z),
            "Where z is not positive the result is z; ReLU is flat there, and rises where z is positive."),
    Mistake("1 wherever z is not 0", lambda z: (z != 0) * 1.0,
            "Negative z get a slope as well: ReLU is flat there."),
    Mistake("everywhere 1", lambda z: np.ones(len(z)),
            "1 everywhere: true for the worked network, where every z1 is positive. What if a unit is off?"),
    Mistake("cut off at 1", lambda z: np.clip(z, 0, 1),
            "Between 0 and 1 the result grows with z. The slope of ReLU does not depend on how large a positive z is."),
    Mistake("at least 1", lambda z: np.maximum(z, 1), "The slope of ReLU does not depend on how large a positive z is."),
    Mistake("on only above 1", lambda z: np.where(z > 1, 1, 0), "The bend of ReLU is not at 1."),
    Mistake("on only from 1", lambda z: np.where(z >= 1, 1, 0), "The bend of ReLU is not at 1."),
    Mistake("on only above 1/2", lambda z: np.where(z > 0.5, 1, 0), "The bend of ReLU is not at 1/2."),
    Mistake("leaky", lambda z: np.where(z > 0, 1, 0.01),
            "A small slope is left where z is not positive: that is leaky ReLU. This one is flat there."),
    Mistake("everywhere 0", lambda z: np.zeros(len(z)),
            "0 everywhere: is the result written into the array that is returned?", SLIP),
    Mistake("2 where it is on", lambda z: 2.0 * (z > 0), "Where z is positive ReLU is z itself: how fast does z grow with z?"),
    Mistake("-1 where it is on", lambda z: -1.0 * (z > 0), "Where z is positive ReLU rises: the sign is turned.", SLIP),
    Mistake("1/2 where it is on", lambda z: 0.5 * (z > 0),
            "Where z is positive ReLU is z itself: how fast does z grow with z?"),
    Mistake("one row", lambda z: (z > 0)[None] * 1.0,
            "One axis too many in front: it would broadcast silently later.", SLIP),
    Mistake("one column", lambda z: (z > 0)[:, None] * 1.0,
            "One axis too many at the end: it would broadcast silently later.", SLIP),
    Mistake("on above -1", lambda z: (z > -1) * 1.0, "The bend of ReLU is not at -1."),
    Mistake("on only above 0.1", lambda z: (z > 0.1) * 1.0, "The bend of ReLU is not at 0.1."),
    Mistake("off from 6", lambda z: ((z > 0) & (z < 6)) * 1.0, "That is ReLU6, which is flat again from 6 on."),
    Mistake("clipped between -1 and 1", lambda z: np.clip(z, -1, 1),
            "The slope of ReLU does not depend on how large z is, only on its sign."),
    Mistake("the first entry's answer", lambda z: float(z[0] > 0),
            "One answer for the whole layer: each unit is on or off by itself."),
    Mistake("the share that is on", lambda z: float(np.mean(z > 0)),
            "The units that are on are counted: a number for every unit is asked for."),
    Mistake("every unit with every other", lambda z: np.outer(z > 0, z > 0) * 1.0,
            "A matrix of every unit with every other: each unit is on or off by itself."),
    Mistake("leaky 0.2", lambda z: np.where(z > 0, 1, 0.2),
            "A small slope is left where z is not positive: that is leaky ReLU. This one is flat there."),
    Mistake("ELU", lambda z: np.where(z > 0, 1, np.exp(np.minimum(z, 0))),
            "Where z is negative a slope is left: that is another activation. ReLU is flat there."),
    Mistake("1 / z where it is on", lambda z: np.where(z > 0, 1 / z, 0),
            "The slope of ReLU does not depend on how large a positive z is."),
    Mistake("z squared where it is on", lambda z: np.where(z > 0, z**2, 0),
            "The slope of ReLU does not depend on how large a positive z is."),
    Mistake("leaky 0.1", lambda z: np.where(z > 0, 1, 0.1),
            "A small slope is left where z is not positive: that is leaky ReLU. This one is flat there."),
    Mistake("the sigmoid's form", lambda z: np.maximum(z, 0) * (1 - np.maximum(z, 0)),
            "This is the form of another activation's derivative. ReLU is made of two straight lines."),
    Mistake("sigmoid's slope", _slope, "This is the slope of the sigmoid."),
    Mistake("a sigmoid", _sigmoid, "This is the sigmoid: a smooth step. The slope of ReLU jumps."),
    Mistake("absolute value", np.abs, "This is the size of z. The slope does not depend on it."),
    Mistake("the whole Jacobian", lambda z: np.diag(z > 0) * 1.0,
            "This is the whole Jacobian, a matrix that is 0 beside its diagonal. Its diagonal alone is asked for."),
    Mistake("positions", lambda z: np.nonzero(z > 0)[0],
            "These are the places where z is positive; a number for every place is asked for."),
    Mistake("one answer for all: any", lambda z: float(np.any(z > 0)),
            "One answer for the whole layer: each unit is on or off by itself."),
    Mistake("one answer for all: all", lambda z: float(np.all(z > 0)),
            "One answer for the whole layer: each unit is on or off by itself."),
    Mistake("how many are on", lambda z: float(np.sum(z > 0)),
            "The units that are on are counted: a number for every unit is asked for."),
    Mistake("one answer for every unit: any", lambda z: np.full(len(z), float(np.any(z > 0))),
            "One answer for the whole layer: each unit is on or off by itself."),
    Mistake("one answer for every unit: all", lambda z: np.full(len(z), float(np.all(z > 0))),
            "One answer for the whole layer: each unit is on or off by itself."),
    Mistake("one answer for every unit: the first's", lambda z: np.full(len(z), float(z[0] > 0)),
            "One answer for the whole layer, that of its first unit: each is on or off by itself."),
    Mistake("positive entries only", lambda z: z[z > 0],
            "The units that are off are missing: a number for every unit is asked for."),
    Mistake("ones for the positive entries only", lambda z: np.ones(np.sum(z > 0)),
            "The units that are off are missing: a number for every unit is asked for."),
    Mistake("in place, half done", _half_in_place,
            "It writes into z, and leaves the negative entries as they are.", SLIP),
    Mistake("in place", _in_place,
            "Right, but it writes into z, which the caller still needs: make a new array.", SLIP),
]
