"""The check of `backward`: finite differences of the loss, and of losses that feel a wrong delta or one path only."""

import numpy as np

from utils.checking.differences import derivative
from utils.checking.visible import Check
from utils.network import worked_network

LAYERS = ("W1", "b1", "W2", "b2", "W3", "b3")


def _cases(rng, forward, **_):
    x, params, y = worked_network()
    yield forward(x, params), y, params
    for sizes, label in (([4, 5, 3, 2], 1), ([2, 3, 4, 5], 3), ([3, 3, 3, 3], 2)):
        params = {f"{letter}{k + 1}": rng.normal(size=sizes[k:k + 2] if letter == "W" else sizes[k + 1])
                  for k in range(3) for letter in "Wb"}
        yield forward(rng.normal(size=sizes[0]), params), np.eye(sizes[3])[label], params
    params = {"W1": np.array([[1, -1, 2], [2, 1, 0]]), "b1": np.array([-2, 0, 1]),
              "W2": np.array([[1, -1], [0, 2], [-1, 1]]), "b2": np.array([2, -3]),
              "W3": np.array([[1, -2, 0], [-1, 1, 2]]), "b3": np.array([0, 1, -1])}
    yield forward(np.array([1, 2]), params), np.array([0, 1, 0]), params          # whole numbers everywhere


def _slopes_of(function, params, names=LAYERS):
    """{name: how fast function(params) changes with params[name]}"""
    return {name: derivative(lambda value, name=name: function(params | {name: value}), params[name]) for name in names}


def _gradients(cache, y, params, forward, cross_entropy, **_):
    return _slopes_of(lambda changed: cross_entropy(forward(cache["x"], changed)["p"], y), params)


def _into(layer, cache, params, loss, weights=None):
    """∂L/∂h below a layer: a change of h is felt as a change of the layer's biases. weights: others than the layer's."""
    W, b = np.asarray(params[f"W{layer}"] if weights is None else weights, dtype=float), params[f"b{layer}"]
    return derivative(lambda change: loss(params | {f"b{layer}": b + change @ W}), np.zeros(len(W)))


def _other_weights(layer, params, loss):
    """(name, weights that a learner may have gone back through instead of the layer's)."""
    W, key = params[f"W{layer}"], f"W{layer}"
    column = np.arange(W.shape[1])
    yield "one path into", np.where(column == 0, W, 0.0)
    yield "the last path into", np.where(column == len(column) - 1, W, 0.0)
    yield "all but the last path into", np.where(column < len(column) - 1, W, 0.0)
    yield "weights without sign into", np.abs(W)
    yield "weights squared into", np.square(W)
    yield "weights left out into", np.ones_like(W)
    felt = derivative(lambda value: loss(params | {key: value}), W)
    for rate in (0.01, 0.1, 1.0):
        yield f"updated too early ({rate:g}) into", W - rate * felt
    yield "W the other way round into", W.T if W.shape[0] == W.shape[1] else W      # where it does not fit, it stops


def _wrong_deltas(cache, y, params, loss, cross_entropy, sigmoid):
    """(name, layer, what may have been taken for the layer's delta)."""
    delta = {layer: derivative(lambda b, key=f"b{layer}": loss(params | {key: b}), params[f"b{layer}"])
             for layer in "123"}
    slope = {place: np.diagonal(derivative(sigmoid, cache[place])) for place in ("z1", "z2", "h2", "z3")}
    on, p = np.asarray(cache["z1"]) > 0, np.asarray(cache["p"])
    dh2, dh1 = _into("3", cache, params, loss), _into("2", cache, params, loss)
    yield "softmax left out", "3", derivative(lambda changed: cross_entropy(changed, y), p)
    yield "only the true class", "3", delta["3"] * y
    yield "only the wrong classes", "3", delta["3"] * (1 - y)
    yield "label left out", "3", p
    yield "first class", "3", p - (np.arange(len(p)) == 0)
    yield "z3 for p", "3", cache["z3"] - y
    yield "p (1 - p) too many", "3", delta["3"] * p * (1 - p)
    yield "sigmoid's slope at z3", "3", delta["3"] * slope["z3"]
    yield "negative everywhere", "3", -np.abs(delta["3"])
    yield "sign lost", "3", np.abs(delta["3"])
    yield "sigmoid's derivative missing", "2", dh2
    yield "h2 for z2", "2", dh2 * slope["h2"]
    yield "z2 for h2", "2", dh2 * cache["z2"] * (1 - cache["z2"])
    yield "the sigmoid for its slope", "2", dh2 * cache["h2"]
    yield "slope twice", "2", dh2 * slope["z2"] ** 2
    yield "a ReLU in layer 2", "2", dh2 * (np.asarray(cache["z2"]) > 0)
    yield "tanh's form", "2", dh2 * (1 - np.square(cache["h2"]))
    yield "root of the slope", "2", dh2 * np.sqrt(slope["z2"])
    yield "slope 1/4", "2", dh2 / 4
    for (name, above), (_, below) in zip(_other_weights("3", params, loss), _other_weights("2", params, loss)):
        wrong = _into("3", cache, params, loss, above) * slope["z2"]
        yield f"{name} h2", "2", wrong
        yield f"{name} h1", "1", _into("2", cache, params, loss, below) * on
        twice = derivative(lambda change: np.dot(change @ below, wrong), np.zeros(len(below)))
        yield f"{name} h2 and h1", "1", twice * on
    yield "ReLU's derivative missing", "1", dh1
    yield "a sigmoid in layer 1", "1", dh1 * slope["z1"]
    yield "ReLU for its slope", "1", dh1 * cache["h1"]
    yield "the sigmoid's form", "1", dh1 * cache["h1"] * (1 - np.asarray(cache["h1"]))
    yield "negative gradients cut off", "1", np.maximum(dh1, 0)


def _instead(cache, y, params, forward, cross_entropy, sigmoid):
    params = {name: np.asarray(value, dtype=float) for name, value in params.items()}

    def loss(changed):
        return cross_entropy(forward(cache["x"], changed)["p"], y)

    found = {}
    moves = {layer: _slopes_of(lambda changed, z=f"z{layer}": forward(cache["x"], changed)[z], params,
                               [key for key in LAYERS if key[1] <= layer]) for layer in "123"}
    for name, layer, wrong in _wrong_deltas(cache, y, params, loss, cross_entropy, sigmoid):
        found.update({f"{name}: {key}": moved @ wrong for key, moved in moves[layer].items()})
    gradients = _gradients(cache, y, params, forward, cross_entropy) | {
        "∂L/∂h2": _into("3", cache, params, loss), "∂L/∂h1": _into("2", cache, params, loss)}
    for key, value in gradients.items():
        found[key if "∂" in key else f"∂L/∂{key}"] = value
    for key, name in (("b3", "δ3"), ("b2", "δ2"), ("b1", "δ1"), ("∂L/∂h2", "∂L/∂h2"), ("∂L/∂h1", "∂L/∂h1")):
        for place in ("x", "z1", "h1", "z2", "h2", "z3", "p"):
            start = np.zeros((len(cache[place]), len(gradients[key])))
            found[f"built from {place} and {name}"] = derivative(lambda W: np.dot(cache[place] @ W, gradients[key]), start)
    return found


WORDS = {
    "softmax left out": "What goes down from the top is ∂L/∂p. Between p and z3 stands the softmax.",
    "only the true class": "At the top only the true class has a delta. Softmax ties all classes together.",
    "only the wrong classes": "At the top the true class has no delta.",
    "label left out": "δ3 does not know the label.",
    "first class": "The first class is taken for the true one, as in the worked network. y says which it is.",
    "z3 for p": "At the top z3 stands where p belongs.",
    "p (1 - p) too many": "δ3 has a factor p (1 - p) too many: the loss is cross-entropy, not a squared error.",
    "sigmoid's slope at z3": "δ3 is multiplied by a sigmoid's slope: the output layer has a softmax.",
    "negative everywhere": "Every delta at the top is negative: only one class is the true one.",
    "sign lost": "δ3 has lost its sign.",
    "sigmoid's derivative missing": "This comes from ∂L/∂h2 instead of δ2: the sigmoid's derivative is missing.",
    "h2 for z2": "The sigmoid's derivative is taken at h2. What went into the sigmoid?",
    "z2 for h2": "The derivative of the sigmoid is written with its value; z2 stands in that place.",
    "the sigmoid for its slope": "h2 stands where the slope of the sigmoid belongs.",
    "slope twice": "The sigmoid's derivative enters twice.",
    "a ReLU in layer 2": "ReLU's derivative is used in layer 2, which has a sigmoid.",
    "tanh's form": "This is the form of tanh's derivative; layer 2 has a sigmoid.",
    "root of the slope": "The root of the sigmoid's slope is taken.",
    "slope 1/4": "1/4 is the slope of the sigmoid at z = 0 only; each unit has its own.",
    "the sigmoid's form": "The form of the sigmoid's derivative is used in layer 1, which has a ReLU.",
    "ReLU's derivative missing": "This comes from ∂L/∂h1 instead of δ1: ReLU's derivative is missing.",
    "a sigmoid in layer 1": "The sigmoid's derivative is used in layer 1, which has a ReLU.",
    "ReLU for its slope": "h1 stands where the slope of ReLU belongs.",
    "negative gradients cut off": "Negative gradients are cut off: ReLU's switch belongs to z1, not to the gradient.",
}

GOING_BACK = {
    "one path into": "Only one path is counted: a hidden unit reaches the loss through every unit of the next layer.",
    "the last path into": "Only the last path is counted: does each turn of a loop overwrite the one before?",
    "all but the last path into": "The last path is left out: look at where the sum ends.",
    "weights without sign into": "The signs of the weights are lost on the way back.",
    "weights squared into": "Each weight enters twice on the way back.",
    "weights left out into": "The weights of the paths are missing.",
    "W the other way round into": "Where W is square it is read the other way round on the way back.",
    **{f"updated too early ({rate:g}) into": "The weights are updated before the gradient passes back through them."
       for rate in (0.01, 0.1, 1.0)},
}
WORDS |= {f"{name} {unit}": words for name, words in GOING_BACK.items() for unit in ("h1", "h2", "h2 and h1")}

BACKWARD = Check(
    ("cache", "y", "params"), _cases, _gradients, source="finite difference", related=_instead,
    words={f"{name}: {key}": words for name, words in WORDS.items() for key in LAYERS},
    scales=lambda cache, y, params: {"the number of classes": len(y), "the number of inputs": len(cache["x"]),
                                     "the number of units in h1": len(cache["h1"]),
                                     "the number of units in h2": len(cache["h2"])},
    case=lambda cache, y, params: "the worked network" if np.array_equal(params["W1"], worked_network()[1]["W1"]) else
    f"a network with {', '.join(str(len(cache[name])) for name in ('x', 'h1', 'h2', 'p'))} units from x to p")
