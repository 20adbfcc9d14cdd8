"""Lesson 3: checks by finite differences through the forward pieces that the notebook hands in.

No backward pass is written here. What a wrong gradient would be comes from finite differences as well: of a loss that
feels only one path, or of the forward pass from a wrong delta on.
"""

import numpy as np

from utils.checking.compare import TOLERANCE, compare
from utils.checking.differences import derivative
from utils.checking.values import numbers
from utils.checking.visible import Check
from utils.network import worked_network

from .whole_network import BACKWARD


def _hidden_gradient_cases(rng):
    _, params, _ = worked_network()
    yield np.array([-0.8, 0.3, 0.5]), params["W3"]
    yield np.array([0.5, -1.0]), np.array([[1.0, 2.0], [3.0, -4.0], [0.0, 1.0]])
    yield np.array([1, 0, -2]), rng.normal(size=(2, 3)).round(1)
    yield rng.normal(size=4), rng.integers(-3, 4, size=(3, 4))
    yield rng.normal(size=3), rng.normal(size=(3, 3))


def _through_layer(delta, W, affine):
    """How fast Σ δ z changes with h: near one point that is how fast the loss changes."""
    return derivative(lambda h: np.dot(delta, affine(h, W, np.zeros(len(delta)))), np.zeros(len(W)))


def _one_path(delta, W, affine):
    number = np.arange(len(delta))
    kept = {"the first path": number == 0, "the last path": number == len(delta) - 1,
            "the path of the largest delta": number == np.argmax(np.abs(delta)),
            "without the first": number > 0, "without the last": number < len(delta) - 1,
            "positive deltas": delta > 0, "negative deltas": delta < 0}
    found = {name: _through_layer(np.where(keep, delta, 0), W, affine) for name, keep in kept.items()}
    return found | {"delta itself": delta, "weights alone": _through_layer(np.ones(len(delta)), W, affine),
                    "deltas alone": _through_layer(delta, np.ones_like(W), affine),
                    "absolute weights": _through_layer(delta, np.abs(W), affine),
                    "absolute deltas": _through_layer(np.abs(delta), W, affine),
                    "squared weights": _through_layer(delta, np.square(W), affine),
                    "squared deltas": _through_layer(np.square(delta), W, affine)} | _put_together(delta, W, affine)


def _put_together(delta, W, affine):
    """The paths, each by itself, put together in other ways than they should be."""
    number = np.arange(len(delta))
    each = np.array([_through_layer(np.where(number == j, delta, 0), W, affine) for j in number])
    return {"the largest path": each.max(axis=0), "paths multiplied": each.prod(axis=0),
            "positive paths": np.maximum(each, 0).sum(axis=0), "paths without sign": np.abs(each).sum(axis=0),
            "paths into each unit": each.sum(axis=1), "every path": each.T, "every path, transposed": each}


PATH = "One path only is counted. A unit of h sends its output into every unit of the next layer."
ONE_PATH = {
    "the first path": PATH, "the last path": PATH + " Does each turn of a loop overwrite the one before?",
    "the path of the largest delta": PATH, "without the first": "The first path is left out.",
    "without the last": "The last path is left out.", "positive deltas": "Negative deltas are cut off.",
    "negative deltas": "Positive deltas are cut off.", "delta itself": "This is delta itself: the weights are missing.",
    "weights alone": "The weights are added up as they are: the delta at the end of each path is missing.",
    "deltas alone": "The deltas are added up as they are: the weight that each path runs over is missing.",
    "absolute weights": "The signs of the weights are lost.", "absolute deltas": "The signs of delta are lost.",
    "squared weights": "Each weight enters twice.", "squared deltas": "Each delta enters twice.",
    "the largest path": "Only the path with the largest number counts here.",
    "paths multiplied": "The paths are multiplied with one another. Along a path factors multiply; and side by side?",
    "positive paths": "Paths with a negative number are cut off: paths can pull against each other.",
    "paths without sign": "Each path is counted without its sign: paths can pull against each other.",
    "paths into each unit": "The paths that end in one unit are added up. Which paths start at one unit of h?",
    "every path": "Every path has its number. What is missing is to put the paths of one unit together.",
    "every path, transposed": "Every path has its number. What is missing is to put the paths of one unit together.",
    "n_out times too small": "Averaged over the paths; a change of h goes down all of them at once.",
}


def _slopes(function, z):
    """The slope of an elementwise function at each z."""
    return np.diagonal(derivative(function, z)).copy()


def _relu_derivative_cases(rng):
    yield (np.array([-2.0, -0.5, 0.5, 3.0]),)
    yield (np.array([0.0, 1.5, -1.5]),)
    yield (np.array([3, -1, 0, 1]),)
    yield (np.array([1000.0, -1000.0, 0.02, -0.02]),)


def _relu_slope_complaint(value, z, relu):
    symptom = compare(value, np.zeros(len(z)))
    if symptom and symptom.kind == "nan" and z[symptom.index] == 0:
        return f"{symptom.words}: 0 divided by 0? At z = 0 itself the course takes the slope 0."
    if symptom and symptom.kind != "entries":
        return symptom.words + "."
    got, value_there, slope = numbers(value)[0], relu(z), _slopes(relu, z)
    if np.allclose(got, value_there) and not np.allclose(got, slope):
        return "This is ReLU itself: its value, not its slope."
    for i in np.argsort(np.asarray(z) == 0, kind="stable"):              # the bend last
        if z[i] == 0 and abs(got[i]) > TOLERANCE:
            return f"Entry {i}: at z = 0 itself ReLU has no slope, and the course takes 0; yours is {got[i]:.4g}."
        if z[i] != 0 and abs(got[i] - slope[i]) > TOLERANCE:
            return (f"Entry {i}: around z = {z[i]:.4g} ReLU changes by {slope[i]:.4g} when z changes by 1; "
                    f"yours says {got[i]:.4g}.")
    return None


def _sigmoid_derivative_cases(rng):
    yield (np.array([0.0, 1.0, -1.0]),)
    yield (np.array([2, 0, -3]),)
    yield (rng.uniform(0.1, 0.9, size=4),)
    yield (rng.normal(size=4) * 3,)
    yield (np.array([-1000.0, 1000.0, 0.5]),)


def _sigmoid_slopes(z, sigmoid):
    return _slopes(sigmoid, z)


def _instead_of_sigmoid_slope(z, sigmoid):
    return {"the sigmoid itself": sigmoid(z), "the sigmoid of -z": sigmoid(-np.asarray(z)),
            "the slope at h": _slopes(sigmoid, sigmoid(z)), "z (1 - z)": z * (1 - z), "1/4": np.full(len(z), 0.25),
            "the slope of tanh": _slopes(np.tanh, z), "the step": (np.asarray(z) > 0) * 1.0,
            "the logarithm": np.log(sigmoid(np.maximum(z, -500))), "a coarse difference": (sigmoid(z + 0.1) - sigmoid(z)) * 10}


INSTEAD_OF_SIGMOID_SLOPE = {
    "the sigmoid itself": "This is the sigmoid itself: its value, not its slope.",
    "the sigmoid of -z": "One of two factors: this stays near 1 for very negative z, where the sigmoid is flat.",
    "the slope at h": "The sigmoid is applied twice: this is the slope at h, not at z.",
    "z (1 - z)": "z stands where the sigmoid's value belongs: the function gets z, not h.",
    "1/4": "1/4 is the slope at z = 0 only, where it is largest.", "the slope of tanh": "This is the slope of tanh.",
    "the step": "This is the slope of ReLU.", "the logarithm": "This is the logarithm of the sigmoid.",
    "a coarse difference": "A finite difference with too large a step. The slope can be had exactly from the value.",
    "all zeros": "0 everywhere: a product binds before a difference; are brackets missing?",
}


def _hidden_delta_cases(rng):
    yield np.array([0.4, -0.2, 0.1]), np.array([0.25, 0.1, 0.02])
    yield np.array([2, -3, 1, 4]), np.array([1.0, 0.0, 0.5, 1.0])
    yield rng.normal(size=3), np.array([1, 0, 1])
    yield rng.normal(size=5), rng.normal(size=5)


def _through_activation(dh, slope):
    """How fast Σ ∂L/∂h h changes with z, where each unit's h rises with its own z at its slope."""
    return derivative(lambda z: np.dot(dh, [rise * own for rise, own in zip(slope, z)]), np.zeros(len(dh)))


def _instead_of_hidden_delta(dh, slope):
    return {"∂L/∂h": dh, "the slope alone": slope, "slope twice": _through_activation(dh, np.square(slope)),
            "1 - slope": _through_activation(dh, 1 - slope), "the sum": np.add(dh, slope),
            "one slope, the average": _through_activation(dh, np.full(len(dh), np.mean(slope))),
            "one slope, the sum": _through_activation(dh, np.full(len(dh), np.sum(slope))),
            "one slope, the first": _through_activation(dh, np.full(len(dh), slope[0])),
            "one gradient, the sum": _through_activation(np.full(len(dh), np.sum(dh)), slope),
            "one gradient, the first": _through_activation(np.full(len(dh), dh[0]), slope),
            "gradient without sign": _through_activation(np.abs(dh), slope),
            "slope without sign": _through_activation(dh, np.abs(slope)),
            "positive gradients": _through_activation(np.maximum(dh, 0), slope),
            "sign of the gradient": _through_activation(np.sign(dh), slope), "the difference": np.subtract(dh, slope),
            "on or off": np.where(slope > 0, dh, 0), "every unit with every other": np.outer(dh, slope)}


INSTEAD_OF_HIDDEN_DELTA = {
    "∂L/∂h": "This is ∂L/∂h: the activation's derivative is missing.",
    "the slope alone": "This is the slope alone: the gradient that comes back is missing.",
    "slope twice": "The slope enters twice.", "the sum": "Gradient and slope are added; factors of one chain multiply.",
    "1 - slope": "Multiplied by 1 - slope: a flat activation must pass on less, not more.",
    "one slope, the average": "One slope for all units: each has its own.",
    "one slope, the sum": "The slopes are added up first: each unit has its own.",
    "one slope, the first": "The first unit's slope is used for all: each has its own.",
    "one gradient, the sum": "The gradients are added up first: each unit has its own.",
    "one gradient, the first": "The first unit's gradient is used for all: each has its own.",
    "gradient without sign": "The sign of ∂L/∂h is lost.", "slope without sign": "The sign of the slope is lost.",
    "positive gradients": "Negative gradients are cut off: ReLU's switch belongs to z, not to the gradient.",
    "sign of the gradient": "Of the gradient only the sign is used; it has a size.",
    "the difference": "The slope is subtracted; factors of one chain multiply.",
    "on or off": "The slope is used as a switch. That is enough for ReLU; a sigmoid's slope has a size.",
    "every unit with every other": "A matrix of every unit with every other: each looks at its own z alone.",
    "summed to one number": "The products are added up to one number: each unit keeps its own. Is * meant, not @?",
}

CHECKS = {
    "hidden_gradient": Check(("delta", "W"), _hidden_gradient_cases, _through_layer, source="finite difference",
                             related=_one_path, words=ONE_PATH,
                             scales=lambda delta, W: {"n_out": len(delta), "n_in": len(W)}),
    "relu_derivative": Check(("z",), _relu_derivative_cases, complaint=_relu_slope_complaint),
    "sigmoid_derivative": Check(("z",), _sigmoid_derivative_cases, _sigmoid_slopes, source="finite difference",
                                related=_instead_of_sigmoid_slope, words=INSTEAD_OF_SIGMOID_SLOPE),
    "hidden_delta": Check(("dh", "derivative"), _hidden_delta_cases, _through_activation, source="finite difference",
                          related=_instead_of_hidden_delta, words=INSTEAD_OF_HIDDEN_DELTA),
    "backward": BACKWARD,
}
