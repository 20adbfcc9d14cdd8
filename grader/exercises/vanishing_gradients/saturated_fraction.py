"""saturated_fraction: how much of a layer stands where its activation is flat."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .slopes import FUNCTIONS, slope


def reference(z, activation, flat=0.05):
    """share of the entries of z with f'(z) < flat

    z: (N, n), the pre-activations of a layer. activation: "relu", "sigmoid" or "tanh". flat: a number.
    Returns a number from 0 to 1.
    """
    return np.mean(slope(z, activation) < flat)


def inputs(rng):
    yield 3 * rng.normal(size=(4, 7)), "sigmoid", 0.05      # N ≠ n, some flat and some not: counts, complements, axes
    yield 2 * rng.normal(size=(7, 3)), "tanh", 0.05         # another slope: that of the sigmoid shows
    yield rng.normal(size=(5, 6)), "relu", 0.05             # off is flat
    yield np.array([[0.0, 2.0, -1.0], [0.0, 0.5, 3.0]]), "relu", 0.05        # ReLU at exactly 0 is flat
    yield rng.normal(size=(6, 5)), "sigmoid", 0.2           # another threshold: a fixed 0.05 shows
    yield rng.normal(size=(3, 8)), "tanh", 0.6
    yield 4 * rng.normal(size=(5, 9)), "sigmoid"            # the threshold left out, twice: two sizes tell a count
    yield 2 * rng.normal(size=(3, 8)), "tanh"
    yield np.array([[-9, 0, 9], [8, 1, -7]]), "sigmoid", 0.05                # whole numbers
    yield np.array([[-9.0, -8.0, -9.5, 7.0], [-0.5, 0.5, -8.0, -7.0]]), "sigmoid", 0.05   # flat below as well as above
    yield np.array([[6.0, 7.0], [-8.0, 9.0], [6.5, -6.0]]), "tanh", 0.05     # all of it is flat
    yield 0.1 * rng.normal(size=(2, 5)), "tanh", 0.05       # none of it is
    yield np.array([[-1000.0, 1000.0, 0.0]]), "sigmoid", 0.05                # exp(1000) overflows
    yield np.array([[1.5, -2.0, 0.5], [0.25, -1.0, 3.0]]), "relu", 1.0       # a slope of 1 is not smaller than 1


def _of_h(z, activation, flat=0.05):
    h = FUNCTIONS[activation](np.asarray(z, dtype=float))
    return np.mean(slope(h, activation) < flat)


def _slope_without_activation(z, activation, flat=0.05):
    z = np.asarray(z, dtype=float)
    wrong = {"relu": z > 0, "sigmoid": z * (1 - z), "tanh": 1 - z**2}[activation]
    return np.mean(wrong < flat)


def _near_the_ends(z, activation, flat=0.05):
    h = FUNCTIONS[activation](np.asarray(z, dtype=float))
    return np.mean((h < flat) | (h > 1 - flat))


MISTAKES = [
    Mistake("the sloped share", lambda z, activation, flat=0.05: np.mean(slope(z, activation) >= flat),
            "This is the share that is not flat: the two add up to 1."),
    Mistake("the sloped share", lambda z, activation, flat=0.05: np.mean(slope(z, activation) > flat),
            "This is the share that is not flat: the two add up to 1."),
    Mistake("a count", lambda z, activation, flat=0.05: np.sum(slope(z, activation) < flat),
            "This counts the flat entries; asked for is their share of all entries, a number from 0 to 1.", SLIP),
    Mistake("divided by the samples only", lambda z, activation, flat=0.05: np.sum(slope(z, activation) < flat) / len(z),
            "The count is divided by the number of samples alone; z has an entry for every sample and every unit.", SLIP),
    Mistake("divided by the units only",
            lambda z, activation, flat=0.05: np.sum(slope(z, activation) < flat) / np.shape(z)[1],
            "The count is divided by the number of units alone; z has an entry for every sample and every unit.", SLIP),
    Mistake("a share a unit", lambda z, activation, flat=0.05: np.mean(slope(z, activation) < flat, axis=0),
            "This is a share for each unit; asked for is one number for the whole layer.", SLIP),
    Mistake("a share a sample", lambda z, activation, flat=0.05: np.mean(slope(z, activation) < flat, axis=1),
            "This is a share for each sample; asked for is one number for the whole layer.", SLIP),
    Mistake("entry by entry", lambda z, activation, flat=0.05: slope(z, activation) < flat,
            "This says of each entry whether it is flat; asked for is the share of those that are.", SLIP),
    Mistake("mean slope", lambda z, activation, flat=0.05: np.mean(slope(z, activation)),
            "This is the mean slope. Which share of the entries has a slope below the threshold?"),
    Mistake("mean before the comparison", lambda z, activation, flat=0.05: np.mean(slope(z, activation)) < flat,
            "The mean slope is compared with the threshold: the comparison comes first, entry by entry, then the mean of it.", SLIP),
    Mistake("mean of the flat slopes", lambda z, activation, flat=0.05: np.mean(
        np.where(slope(z, activation) < flat, slope(z, activation), 0)),
            "The slopes of the flat entries are averaged; count those entries instead."),
    Mistake("slope at h", _of_h,
            "The slope is taken at h in place of z: the activation is applied before it is differentiated."),
    Mistake("z in place of h in the slope", _slope_without_activation,
            "In the slope z stands where h belongs: h (1 − h) and 1 − h² are written in h, the activation's output."),
    Mistake("near 0 or 1", _near_the_ends,
            "Here a unit counts as saturated where h is close to 0 or 1. The threshold is for the slope, not for h."),
    Mistake("h in place of the slope", lambda z, activation, flat=0.05: np.mean(
        FUNCTIONS[activation](np.asarray(z, dtype=float)) < flat),
            "h itself is compared with the threshold; saturated means that the slope is small."),
    Mistake("z in place of the slope", lambda z, activation, flat=0.05: np.mean(np.asarray(z) < flat),
            "z itself is compared with the threshold; saturated means that the slope is small."),
    Mistake("|z| below the threshold", lambda z, activation, flat=0.05: np.mean(np.abs(z) < flat),
            "The size of z is compared with the threshold; saturated means that the slope is small."),
    Mistake("sigmoid for all", lambda z, activation, flat=0.05: np.mean(slope(z, "sigmoid") < flat),
            "Every layer is treated as a sigmoid: the second argument says which activation it has."),
    Mistake("tanh for all", lambda z, activation, flat=0.05: np.mean(slope(z, "tanh") < flat),
            "Every layer is treated as a tanh: the second argument says which activation it has."),
    Mistake("threshold ignored", lambda z, activation, flat=0.05: np.mean(slope(z, activation) < 0.05),
            "The threshold is always 0.05: use the argument flat.", SLIP),
    Mistake("threshold of the steepest", lambda z, activation, flat=0.05: np.mean(
        slope(z, activation) < flat * {"sigmoid": 0.25}.get(activation, 1.0)),
            "The threshold is taken as a part of the steepest slope; compare the slope with flat itself."),
    Mistake("only above", lambda z, activation, flat=0.05: np.mean((slope(z, activation) < flat) & (np.asarray(z) > 0)),
            "Only the entries with z > 0 are counted: an activation can be flat on the other side too."),
    Mistake("only below", lambda z, activation, flat=0.05: np.mean((slope(z, activation) < flat) & (np.asarray(z) < 0)),
            "Only the entries with z < 0 are counted: an activation can be flat on the other side too."),
    Mistake("ReLU at 0 taken as on", lambda z, activation, flat=0.05: np.mean(
        (slope(z, activation) < flat) & ((np.asarray(z) != 0) | (activation != "relu"))),
            "Right but for ReLU at exactly 0: this course takes its slope there to be 0.", SLIP),
    Mistake("ReLU never flat", lambda z, activation, flat=0.05: 0.0 if activation == "relu" else np.mean(
        slope(z, activation) < flat),
            "ReLU never counts as flat here: what is its slope where the unit is off?"),
    Mistake("equal to the threshold counted", lambda z, activation, flat=0.05: np.mean(slope(z, activation) <= flat),
            "Right but where a slope is exactly flat: smaller than flat is asked for.", SLIP),
    Mistake("one limit for z", lambda z, activation, flat=0.05: np.mean(np.abs(z) > 2.9),
            "The size of z is compared with a fixed number; where an activation is flat depends on which one it is, and on flat."),
    Mistake("percent", lambda z, activation, flat=0.05: 100 * np.mean(slope(z, activation) < flat),
            "This is the share in percent; asked for is a number from 0 to 1.", SLIP),
    Mistake("any", lambda z, activation, flat=0.05: float(np.any(slope(z, activation) < flat)),
            "This says whether there is a flat entry at all; asked for is the share."),
    Mistake("units flat for every sample", lambda z, activation, flat=0.05: np.mean(
        np.all(slope(z, activation) < flat, axis=0)),
            "Only units that are flat for every sample are counted; each entry of z counts for itself."),
    Mistake("units flat on average", lambda z, activation, flat=0.05: np.mean(
        np.mean(slope(z, activation), axis=0) < flat),
            "The slopes of a unit are averaged before they are compared; each entry of z counts for itself."),
    Mistake("first sample only", lambda z, activation, flat=0.05: np.mean(slope(z[0], activation) < flat),
            "Only the first sample is looked at.", SLIP),
    Mistake("no sigmoid", lambda z, activation, flat=0.05: np.mean(slope(z, "tanh" if activation == "tanh" else "relu") < flat),
            "Sigmoid layers are judged by ReLU's slope: what is the slope of a sigmoid?", SLIP),
    Mistake("exactly flat", lambda z, activation, flat=0.05: np.mean(slope(z, activation) == 0),
            "Only slopes of exactly 0 are counted; a slope below the threshold is as good as flat."),
    Mistake("tanh's slope not squared", lambda z, activation, flat=0.05: np.mean(
        (1 - np.tanh(z) if activation == "tanh" else slope(z, activation)) < flat),
            "Sigmoid and ReLU are right; in the slope of tanh a square is missing."),
    Mistake("near 1 only", lambda z, activation, flat=0.05: np.mean(
        FUNCTIONS[activation](np.asarray(z, dtype=float)) > 1 - flat),
            "Here a unit counts as saturated where h is close to 1. The threshold is for the slope, not for h."),
    Mistake("|z| above the threshold", lambda z, activation, flat=0.05: np.mean(np.abs(z) > flat),
            "The size of z is compared with the threshold; saturated means that the slope is small."),
    Mistake("z above the threshold", lambda z, activation, flat=0.05: np.mean(np.asarray(z) > flat),
            "z itself is compared with the threshold; saturated means that the slope is small."),
    Mistake("flat against sloped", lambda z, activation, flat=0.05: np.sum(slope(z, activation) < flat)
            / np.float64(np.sum(slope(z, activation) >= flat)),
            "The flat entries are divided by those that are not flat; a share is a part of all."),
    Mistake("what the slopes take away", lambda z, activation, flat=0.05: 1 - np.mean(slope(z, activation)),
            "This is 1 minus the mean slope. Which share of the entries has a slope below the threshold?"),
    Mistake("sign of z lost", lambda z, activation, flat=0.05: np.mean(slope(np.abs(z), activation) < flat),
            "The slope is taken at |z|: for ReLU the sign decides everything."),
    Mistake("units ever flat", lambda z, activation, flat=0.05: np.mean(np.any(slope(z, activation) < flat, axis=0)),
            "A unit is counted as soon as it is flat for one sample; each entry of z counts for itself."),
    Mistake("samples with a flat unit", lambda z, activation, flat=0.05: np.mean(np.any(slope(z, activation) < flat, axis=1)),
            "A sample is counted as soon as one unit is flat; each entry of z counts for itself."),
    Mistake("samples flat on average", lambda z, activation, flat=0.05: np.mean(np.mean(slope(z, activation), axis=1) < flat),
            "The slopes of a sample are averaged before they are compared; each entry of z counts for itself."),
    Mistake("first unit only", lambda z, activation, flat=0.05: np.mean(slope(z, activation)[:, 0] < flat),
            "Only the first unit is looked at.", SLIP),
    Mistake("last sample only", lambda z, activation, flat=0.05: np.mean(slope(z[-1], activation) < flat),
            "Only the last sample is looked at.", SLIP),
    Mistake("flattest unit", lambda z, activation, flat=0.05: np.mean(slope(z, activation) < flat, axis=0).max(),
            "This is the share of the unit that is flat most often; asked for is the share of the whole layer."),
    Mistake("samples flat in every unit", lambda z, activation, flat=0.05: np.mean(np.all(slope(z, activation) < flat, axis=1)),
            "Only samples that are flat in every unit are counted; each entry of z counts for itself."),
]
