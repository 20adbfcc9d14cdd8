"""Lesson 5: which units a layer has and which of them are dead, found by what they answer."""

import numpy as np

NUDGE = 1e-6   # to the left: ReLU's slope at exactly 0 is then 0, as the course has it


def left_slope(activate, activation, z):
    """The slope of activate at z, by a difference to the left."""
    z = np.asarray(z, dtype=float)
    return (np.asarray(activate(z, activation)) - np.asarray(activate(z - NUDGE, activation))) / NUDGE


def dead_cases(rng):
    yield (np.array([[1.0, -1.0, -2.0], [2.0, -3.0, 0.5]]),)
    yield (np.array([[2, -1, 0, -3], [-2, -1, 0, 3], [-1, -4, -2, 0]]),)
    yield (np.array([[-5.0, 1.0, -1.0, -0.1], [0.5, -9.0, -1.0, -0.2], [-4.0, -9.0, 0.0, 0.1]]),)
    yield (rng.normal(size=(6, 5)) - 1.2,)
    yield (np.array([[0.5, -0.5, 0.0]]),)
    yield (np.array([[5.0, -9.0], [-1.0, 1.0], [-1.0, 2.0]]),)
    yield (np.array([[-1.0, -2.0, 1.0], [-3.0, 1.0, -1.0], [-1.0, -1.0, 2.0]]),)


def unmoved(z, activate):
    """Units whose output does not change for any sample when their z is lowered a little."""
    moved = left_slope(activate, "relu", z) != 0
    return np.array([not any(moved[:, unit]) for unit in range(moved.shape[1])])


def dead_related(z, activate):
    moved = left_slope(activate, "relu", z) != 0
    return {"the living units": ~unmoved(z, activate), "the units off for some sample": ~moved.all(axis=0),
            "the units on for every sample": moved.all(axis=0), "an answer for each sample": ~moved.any(axis=1),
            "how often a unit is off": 1 - moved.mean(axis=0), "the units with z = 0": np.all(z == 0, axis=0),
            "the units with z below 0": np.all(np.asarray(z) < 0, axis=0),
            "the units with a negative mean": np.mean(z, axis=0) <= 0,
            "the units with a negative median": np.median(z, axis=0) <= 0,
            "the units off for the first sample": np.asarray(z)[0] <= 0,
            "the units off for the last sample": np.asarray(z)[-1] <= 0, "an answer for each entry": ~moved,
            "one answer for the layer": not moved.any(), "the number of dead units": unmoved(z, activate).sum(),
            "the number of samples off": (~moved).sum(axis=0), "the number of samples on": moved.sum(axis=0),
            "how often a unit is on": moved.mean(axis=0),
            "the dead units' numbers": np.flatnonzero(unmoved(z, activate))}


DEAD_WORDS = {
    "the living units": "These are the living units: true and false are swapped.",
    "the units off for some sample": "These units are off for some sample; a dead one is off for every sample.",
    "the units on for every sample": "These units are on for every sample; the dead are off for every sample.",
    "an answer for each sample": "This has an entry for each sample; units are columns.",
    "how often a unit is off": "This is the share of samples for which a unit is off; dead means all of them.",
    "the units with z = 0": "z is compared with 0 as if it were h: an off unit has a negative z.",
    "the units with z below 0": "Right but for z of exactly 0: this course takes ReLU's slope there to be 0, so "
                                "nothing passes.",
    "the units with a negative median": "The median says what holds for most samples; dead means off for every one.",
    "the units off for the first sample": "Only the first sample is looked at.",
    "the units off for the last sample": "Only the last sample is looked at.",
    "an answer for each entry": "This has an entry for every sample and unit; a unit is dead or not for all samples "
                                "together.",
    "one answer for the layer": "This is one answer for the whole layer; asked for is one for each unit.",
    "the number of dead units": "This is how many units are dead; asked for is which.",
    "the dead units' numbers": "These are the numbers of the dead units; asked for is an entry, true or false, for "
                               "each unit.",
    "the number of samples off": "This is the number of samples for which a unit is off; asked for is whether it is "
                                 "all of them.",
    "the number of samples on": "This is the number of samples for which a unit is on; asked for is whether there is none.",
    "how often a unit is on": "This is the share of samples for which a unit is on; asked for is whether it never is.",
    "the units with a negative mean": "The mean of z is not positive here; a unit that is on for a single sample "
                                      "still learns from it.",
}


def distinct_cases(rng):
    yield np.array([[1.0, 2.0, 1.0], [3.0, 4.0, 3.0]]), np.array([0.5, 0.5, 0.5])
    yield np.array([[1, 2, 1], [2, 1, 2]]), np.array([0, 0, 1])
    W = rng.normal(size=(4, 3)).round(2)[:, [0, 1, 1, 2, 0]]
    yield W + 1e-9 * rng.uniform(-1, 1, size=W.shape), np.zeros(5)
    yield np.array([[0.1, 0.2, 0.4, 0.2], [0.1, 0.2, 0.4, 0.2]]), np.zeros(4)
    yield np.full((3, 6), 0.02), np.zeros(6)
    yield np.array([[1.0, 1.0, 2.0, 2.0], [3.0, 3.0, 4.0, 4.0]]), np.array([0.0, 1.0, 0.0, 1.0])
    yield np.array([[0.3, 0.304], [0.5, 0.5]]), np.array([0.1, 0.1])
    yield np.array([[0.3, 0.3, 0.30002], [0.7, 0.7002, 0.7]]), np.array([0.1, 0.1, 0.1])
    yield np.array([[0.0, 4e-7, 0.2], [0.001, 0.0009997, 0.2]]), np.zeros(3)
    yield np.array([[1.0, 2.0], [2.0, 4.0]]), np.zeros(2)
    yield np.array([[0.1, 0.3, 0.1], [0.3, 0.1, 0.3]]), np.full(3, 0.2)
    yield np.array([[1, 2, 4], [4, 3, 1]]), np.array([0, 0, 0])
    yield np.array([[0.5, 0.5, 0.5], [1.0, 2.0, 1.0]]), np.zeros(3)
    yield np.array([[1.0, 1.0, 2.0, 2.0], [3.0, 3.0, 4.0, 4.0]]), np.array([0.0, 1.0, 2.0, 2.0])
    yield np.full((2, 3), 0.7) + np.array([0.0, 1e-9, 2e-9]), np.ones(3)
    yield np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([2.0, 1.0])
    yield np.array([[0.5, -0.5], [0.5, -0.5], [0.5, 0.5]]), np.array([1.0, 1.0])
    yield rng.normal(size=(2, 5)).round(2), np.full(5, 0.1)


def different_answers(W, b):
    """How many different answers the units give to the same random inputs."""
    x = np.random.default_rng(0).normal(size=(20, len(W)))
    seen = []
    for answers in (x @ W + b).T:
        if not any(np.max(np.abs(answers - other)) < 1e-5 for other in seen):
            seen.append(answers)
    return len(seen)


def _count(rows, same=1e-5):
    """How many rows differ from all before them."""
    seen = []
    for row in np.atleast_2d(np.asarray(rows, dtype=float)):
        if not any(np.max(np.abs(row - other)) < same for other in seen):
            seen.append(row)
    return len(seen)


def distinct_related(W, b):
    """Counts of other things."""
    right = different_answers(W, b)
    return {"the number of units": len(W.T), "the number of inputs": len(W),
            "the count without biases": different_answers(W, np.zeros(len(b))), "the count of rows": _count(W),
            "the count of biases": _count(b[:, None]), "the count of numbers": _count(W.reshape(-1, 1)),
            "the count with the bias added on": _count((W + b).T), "the exact count": _count(np.vstack([W, b]).T, 1e-15),
            "the exact count without biases": _count(W.T, 1e-15), "the count of sums": _count(W.sum(axis=0)[:, None]),
            "the count of sums with the bias": _count((W.sum(axis=0) + b)[:, None]),
            "the count of sorted units": _count(np.sort(W, axis=0).T),
            "the count of sorted units with the bias": _count(np.sort(np.vstack([W, b]), axis=0).T),
            "the rank of W": np.linalg.matrix_rank(W), "the number of repeated units": len(W.T) - right,
            "one too few": right - 1, "one too many": right + 1, "the share of different units": right / len(W.T),
            "the count at one decimal": _count(np.round(np.vstack([W, b]), 1).T)}


DISTINCT_WORDS = {
    "the number of units": "This is the number of units, equal ones included.",
    "the number of inputs": "This is the number of inputs of the layer.",
    "the count without biases": "Two units with the same weights and different biases are not the same unit.",
    "the count of rows": "Rows of W are compared; a row belongs to an input. What belongs to a unit?",
    "the count of biases": "Only the biases are compared.",
    "the count of numbers": "This counts different numbers in W; a unit is a whole column.",
    "the count with the bias added on": "The bias is added to the weights before they are compared: different units "
                                        "can then look the same.",
    "the exact count": "Units that differ in the ninth decimal are counted as different: rounding does that to equal ones.",
    "the exact count without biases": "Two things: units that differ by rounding alone count as different, and the "
                                      "bias is left out.",
    "the count of sums": "The columns' sums are compared: different columns can have the same sum.",
    "the count of sums with the bias": "The columns' sums are compared: different columns can have the same sum.",
    "the count of sorted units": "The weights of a unit are sorted before they are compared: which input a weight belongs "
                                 "to is lost.",
    "the count of sorted units with the bias": "The numbers of a unit are sorted before they are compared: which input a "
                                               "weight belongs to is lost.",
    "the rank of W": "This is the rank of W: units can be multiples of each other and still be different.",
    "the number of repeated units": "This is how many units are repetitions; asked for is how many different ones "
                                    "there are.",
    "one too few": "One too few: does the first unit count?",
    "one too many": "One too many.",
    "the share of different units": "This is a share of the units; asked for is their number.",
    "the count at one decimal": "Units that differ visibly are taken for the same: the columns are rounded too far.",
}
