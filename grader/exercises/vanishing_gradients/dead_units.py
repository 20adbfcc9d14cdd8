"""dead_units: which ReLU units are off for every sample, so that no gradient reaches their weights."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(z):
    """dead[j] = z[n, j] ≤ 0 for every n

    z: (N, n), the pre-activations of a ReLU layer. Returns (n,), true where the unit is dead.
    """
    return np.all(np.asarray(z) <= 0, axis=0)


def inputs(rng):
    z = rng.normal(size=(4, 6))
    z[:, 1] = -np.abs(z[:, 1])                                  # one unit is dead among some that are not
    z[:, 4] = np.abs(z[:, 4])                                   # one is always on
    yield (z,)
    z = rng.normal(size=(5, 3)) - 2.0
    z[:, 0] = [-1.0, -2.0, 0.0, -0.5, 0.0]                      # off, at exactly 0 in two samples: dead
    z[:, 2] = [-3.0, -1.0, -2.0, -1.0, 0.25]                    # on for the last sample only: alive
    yield (z,)
    yield (np.array([[-5.0, 1.0, -1.0], [0.5, -9.0, -1.0]]),)   # on for one sample, negative on average: alive
    yield (np.array([[2, -1, 0, -3], [-2, -1, 0, 3], [-1, -4, -2, 0]]),)   # whole numbers
    yield (rng.normal(size=(1, 5)),)                            # a single sample
    yield (rng.normal(size=(6, 1)),)                            # a single unit, alive
    yield (-np.abs(rng.normal(size=(3, 5))),)                   # all dead
    yield (np.zeros((2, 3)),)                                   # a layer of zeros
    yield (np.array([[0.03, -0.02, -1.0], [-0.01, -0.04, 2.0]]),)   # near 0 is not off
    yield (np.abs(rng.normal(size=(5, 2))),)                    # none dead
    z = rng.normal(size=(4, 4)) - 0.8
    z[:, 2] = -np.abs(z[:, 2])                                  # square: the other axis fits
    yield (z,)


MISTAKES = [
    Mistake("samples in place of units", lambda z: np.all(z <= 0, axis=1),
            "This has an entry for each sample: it says which samples switch the whole layer off. Units are columns."),
    Mistake("off for some sample", lambda z: np.any(z <= 0, axis=0),
            "These units are off for some sample; a dead one is off for every sample."),
    Mistake("off for some sample, 0 as on", lambda z: np.any(z < 0, axis=0),
            "These units are off for some sample; a dead one is off for every sample."),
    Mistake("0 taken as on", lambda z: np.all(z < 0, axis=0),
            "Right but for z of exactly 0: this course takes ReLU's slope there to be 0, so nothing passes."),
    Mistake("the living", lambda z: np.any(z > 0, axis=0),
            "These are the living units: true and false are swapped.", SLIP),
    Mistake("on for every sample", lambda z: np.all(z > 0, axis=0),
            "These units are on for every sample; the dead are off for every sample."),
    Mistake("h in place of z", lambda z: np.all(z == 0, axis=0),
            "z is compared with 0 as if it were h: an off unit has a negative z, and h = 0."),
    Mistake("never negative", lambda z: np.all(z >= 0, axis=0),
            "The sign is turned round: a unit is off where z is not positive.", SLIP),
    Mistake("a number", lambda z: np.sum(np.all(z <= 0, axis=0)),
            "This is how many units are dead; asked for is which.", SLIP),
    Mistake("a share", lambda z: np.mean(np.all(z <= 0, axis=0)),
            "This is the share of dead units; asked for is which.", SLIP),
    Mistake("which numbers", lambda z: np.flatnonzero(np.all(z <= 0, axis=0)),
            "These are the numbers of the dead units; asked for is an entry, true or false, for each unit.", SLIP),
    Mistake("which numbers", lambda z: np.where(np.all(z <= 0, axis=0)),
            "These are the numbers of the dead units; asked for is an entry, true or false, for each unit.", SLIP),
    Mistake("how often off", lambda z: np.mean(z <= 0, axis=0),
            "This is the share of samples for which a unit is off; dead means all of them.", SLIP),
    Mistake("how often on", lambda z: np.mean(z > 0, axis=0),
            "This is the share of samples for which a unit is on; asked for is whether it never is.", SLIP),
    Mistake("off on average", lambda z: np.mean(z, axis=0) <= 0,
            "The mean of z is not positive here; a unit that is on for a single sample still learns from it."),
    Mistake("more often off than on", lambda z: np.mean(z <= 0, axis=0) > 0.5,
            "These units are off for most samples; dead means all of them."),
    Mistake("first sample", lambda z: z[0] <= 0,
            "Only the first sample is looked at.", SLIP),
    Mistake("last sample", lambda z: z[-1] <= 0,
            "Only the last sample is looked at.", SLIP),
    Mistake("entry by entry", lambda z: z <= 0,
            "This has an entry for every sample and unit; a unit is dead or not for all samples together.", SLIP),
    Mistake("whole layer", lambda z: np.all(z <= 0),
            "This is one answer for the whole layer; asked for is one for each unit.", SLIP),
    Mistake("any unit", lambda z: np.any(np.all(z <= 0, axis=0)),
            "This says whether there is a dead unit at all; asked for is one answer for each.", SLIP),
    Mistake("column by column, kept as a row", lambda z: np.all(z <= 0, axis=0, keepdims=True),
            "The right answers with one axis too many.", SLIP),
    Mistake("constant units", lambda z: np.all(z == z[0], axis=0),
            "These units have the same z for every sample; dead means off for every sample."),
    Mistake("largest z is 0", lambda z: np.max(z, axis=0) == 0,
            "These are units whose largest z is exactly 0; a unit is off for negative z as well."),
    Mistake("sum of z", lambda z: np.sum(z, axis=0) < 0,
            "The sum of z is negative here; a unit that is on for a single sample still learns from it."),
    Mistake("median", lambda z: np.median(z, axis=0) <= 0,
            "The median says what holds for most samples; dead means off for every one."),
    Mistake("sign of the product", lambda z: np.prod(z, axis=0) <= 0,
            "Two negative numbers have a positive product: multiplying does not ask whether all are negative."),
    Mistake("nearly off", lambda z: np.mean(np.maximum(z, 0), axis=0) < 0.05,
            "Units that send little count as dead; a unit that is on for a single sample still learns from it."),
    Mistake("off and as many samples as units", lambda z: np.sum(z <= 0, axis=0) == np.shape(z)[1],
            "The count of samples is compared with the number of units.", SLIP),
    Mistake("how many samples off", lambda z: np.sum(z <= 0, axis=0),
            "This is the number of samples for which a unit is off; asked for is whether it is all of them.", SLIP),
    Mistake("how many samples on", lambda z: np.sum(z > 0, axis=0),
            "This is the number of samples for which a unit is on; asked for is whether there is none.", SLIP),
    Mistake("h does not change", lambda z: np.std(np.maximum(z, 0), axis=0) == 0,
            "These units send the same for every sample; with one sample, or an output that is always the same, that is not "
            "dead."),
    Mistake("first sample left out", lambda z: np.all(z[1:] <= 0, axis=0),
            "The first sample is left out: look at where the loop begins.", SLIP),
    Mistake("last sample left out", lambda z: np.all(z[:-1] <= 0, axis=0),
            "The last sample is left out: look at where the loop ends.", SLIP),
    Mistake("samples with nothing off", lambda z: np.any(z > 0, axis=1),
            "This has an entry for each sample; units are columns.", SLIP),
    Mistake("off for some unit", lambda z: np.any(z <= 0, axis=1),
            "This has an entry for each sample; units are columns.", SLIP),
    Mistake("slopes", lambda z: (np.asarray(z) > 0).astype(float),
            "These are the slopes of all entries; a unit is dead or not for all samples together.", SLIP),
    Mistake("largest z", lambda z: np.max(z, axis=0),
            "These are the largest z of each unit; asked for is true or false.", SLIP),
]
