"""forward: from the input to the probabilities, every value on the way kept."""

import numpy as np

from grader.exercise import SLIP, Mistake
from utils.network import worked_network

from . import affine as _affine
from . import relu as _relu
from . import sigmoid as _sigmoid
from . import softmax as _softmax

PROVIDED = ["affine", "relu", "sigmoid", "softmax", "cross_entropy"]

affine, relu, sigmoid, softmax = _affine.reference, _relu.reference, _sigmoid.reference, _softmax.reference


def reference(x, params):
    """z1 = x W1 + b1, h1 = ReLU(z1), z2 = h1 W2 + b2, h2 = σ(z2), z3 = h2 W3 + b3, p = softmax(z3)

    x: (n_0,). params: W1 (n_0, n_1), b1 (n_1,), ... W3 (n_2, n_3), b3 (n_3,). Returns a dictionary with x, z1, h1, z2,
    h2, z3, p.
    """
    return _pass(x, params)


def _pass(x, params, first=relu, second=sigmoid, last=softmax, layer=affine):
    z1 = layer(x, params["W1"], params["b1"])
    h1 = first(z1)
    z2 = layer(h1, params["W2"], params["b2"])
    h2 = second(z2)
    z3 = layer(h2, params["W3"], params["b3"])
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": last(z3)}


def _params(rng, sizes):
    return {f"{letter}{k + 1}": rng.normal(size=sizes[k:k + 2] if letter == "W" else sizes[k + 1])
            for k in range(3) for letter in "Wb"}


def inputs(rng):
    yield rng.normal(size=4), _params(rng, [4, 6, 5, 3])        # every size another: a transpose or a mixed-up layer shows
    yield rng.normal(size=3), _params(rng, [3, 3, 3, 3])        # square, as the worked network, but of both signs
    params = _params(rng, [2, 4, 3, 5])
    params["W1"] = np.array([[1, -2, 0, 2], [3, 1, -1, 1]])
    params["b1"] = np.array([0, 3, 1, 0])
    yield np.array([1, -1]), params                             # integers; a unit of z1 at exactly 0
    yield rng.normal(size=5) * 3, _params(rng, [5, 2, 4, 2])    # larger values: saturated units


def steps(cache, x, params):
    """Each entry of the cache, and the exercise that makes it from the entries before it."""
    yield "z1", "affine", (cache["x"], params["W1"], params["b1"])
    yield "h1", "relu", (cache["z1"],)
    yield "z2", "affine", (cache["h1"], params["W2"], params["b2"])
    yield "h2", "sigmoid", (cache["z2"],)
    yield "z3", "affine", (cache["h2"], params["W3"], params["b3"])
    yield "p", "softmax", (cache["z3"],)


def _same(z):
    return np.array(z)


def _from_z(x, params):
    cache = _pass(x, params)
    z2 = affine(cache["z1"], params["W2"], params["b2"])
    z3 = affine(z2, params["W3"], params["b3"])
    return cache | {"z2": z2, "h2": sigmoid(z2), "z3": z3, "p": softmax(z3)}


def _first_from_z(x, params):
    cache = _pass(x, params, first=_same)
    return cache | {"h1": relu(cache["z1"])}


def _second_from_z(x, params):
    cache = _pass(x, params)
    z3 = affine(cache["z2"], params["W3"], params["b3"])
    return cache | {"z3": z3, "p": softmax(z3)}


def _overwritten(x, params):
    cache = _pass(x, params)
    return cache | {"z1": cache["h1"], "z2": cache["h2"]}


def _activated_output(activation):
    def run(x, params):
        cache = _pass(x, params)
        return cache | {"z3": activation(cache["z3"]), "p": softmax(activation(cache["z3"]))}
    return run


def _keys(**names):
    def run(x, params):
        cache = _pass(x, params)
        return {names.get(key, key): value for key, value in cache.items() if names.get(key, key)}
    return run


def _into_params(x, params):
    params.update(_pass(x, params))
    return params


def _without_bias(*layers):
    def run(x, params):
        return _pass(x, {key: 0 * value if key in layers else value for key, value in params.items()})
    return run


def _first_bias(x, params):
    return _pass(x, params | {"b2": params["b1"], "b3": params["b1"]})


def _with(**others):
    """The pass with parameters in the place of others: W3="W2"."""
    return lambda x, params: _pass(x, params | {name: params[other] for name, other in others.items()})


def _of_the_notebook(*names):
    """The pass with parameters of the worked network, whatever is handed in."""
    return lambda x, params: _pass(x, params | {name: worked_network()[1][name] for name in names or params})


def _transposed(x, params):
    return _pass(x, {key: value.T for key, value in params.items()})


_NOTEBOOK = "Numbers of the notebook are used in place of those that are handed in: take every W and b out of params."
_ORDER = "The activations are not where they belong: which layer has ReLU, which the sigmoid?"
_SOURCE = "A layer reads z of the layer before it. What leaves a layer is h, after the activation."
_KEPT = "The cache keeps h under the name of z: z is the value before the activation (is it overwritten?)."

MISTAKES = [
    Mistake("activations exchanged", lambda x, params: _pass(x, params, sigmoid, relu), _ORDER),
    Mistake("ReLU in both", lambda x, params: _pass(x, params, relu, relu), _ORDER),
    Mistake("sigmoid in both", lambda x, params: _pass(x, params, sigmoid, sigmoid), _ORDER),
    Mistake("no activation in layer 1", lambda x, params: _pass(x, params, first=_same),
            "h1 is z1: the activation of the first layer is missing."),
    Mistake("no activation in layer 2", lambda x, params: _pass(x, params, second=_same),
            "h2 is z2: the activation of the second layer is missing."),
    Mistake("no activation at all", lambda x, params: _pass(x, params, _same, _same),
            "h1 is z1 and h2 is z2: the hidden layers have no activation, so the network is one long affine map."),
    Mistake("no softmax", lambda x, params: _pass(x, params, last=_same),
            "p is z3: the softmax is missing."),
    Mistake("logits over their sum", lambda x, params: _pass(x, params, last=lambda z: z / np.sum(z)),
            "p divides each z3 by the sum of all z3; where is the exponential?"),
    Mistake("sigmoid in place of the softmax", lambda x, params: _pass(x, params, last=sigmoid),
            "p is a sigmoid of z3, so it does not add up to 1."),
    Mistake("layer 2 reads z1", _first_from_z, _SOURCE),
    Mistake("layer 3 reads z2", _second_from_z, _SOURCE),
    Mistake("layers read z", _from_z, _SOURCE),
    Mistake("z kept after the activation", _overwritten, _KEPT, SLIP),
    Mistake("z1 kept after the activation", lambda x, params: _pass(x, params) | {"z1": _pass(x, params)["h1"]},
            _KEPT, SLIP),
    Mistake("z2 kept after the activation", lambda x, params: _pass(x, params) | {"z2": _pass(x, params)["h2"]},
            _KEPT, SLIP),
    Mistake("h kept before the activation", lambda x, params: _pass(x, params)
            | {"h1": _pass(x, params)["z1"], "h2": _pass(x, params)["z2"]},
            "The cache keeps z under the name of h: h is the value after the activation.", SLIP),
    Mistake("sigmoid before the softmax", _activated_output(sigmoid),
            "z3 goes through a sigmoid before the softmax: it enters as it is."),
    Mistake("ReLU before the softmax", _activated_output(relu),
            "z3 goes through ReLU before the softmax: it enters as it is."),
    Mistake("softmax of h2", lambda x, params: _pass(x, params) | {"p": softmax(_pass(x, params)["h2"])},
            "p is a softmax of h2: the last layer's weights are left out.", SLIP),
    Mistake("biases missing", lambda x, params: _pass(x, params, layer=lambda h, W, b: h @ W),
            "The biases are missing in every layer."),
    Mistake("bias 1 missing", _without_bias("b1"), "The bias of layer 1 is missing.", SLIP),
    Mistake("bias 2 missing", _without_bias("b2"), "The bias of layer 2 is missing.", SLIP),
    Mistake("bias 3 missing", _without_bias("b3"), "The bias of layer 3 is missing.", SLIP),
    Mistake("bias 1 in every layer", _first_bias, "Every layer adds b1: each has a bias of its own.", SLIP),
    Mistake("weights transposed", _transposed,
            "The weights are read the other way round: rows belong to what goes in, columns to the units."),
    Mistake("probabilities alone", lambda x, params: _pass(x, params)["p"],
            "This returns p alone. The backward pass needs every value on the way: return them all, by name."),
    Mistake("a tuple", lambda x, params: tuple(_pass(x, params).values()),
            "This returns the values without their names: a dictionary is expected.", SLIP),
    Mistake("a list", lambda x, params: list(_pass(x, params).values()),
            "This returns the values without their names: a dictionary is expected.", SLIP),
    Mistake("x missing", _keys(x=""),
            'The key "x" is missing: the gradient of the first weights needs the input.', SLIP),
    Mistake("output called h3", _keys(p="h3"), 'The key "p" is missing: the output of the softmax is called p.', SLIP),
    Mistake("written into params", _into_params,
            "The cache is params itself, with more keys written into it: make a dictionary of its own.", SLIP),
    Mistake("layer 2's parameters in layer 3", _with(W3="W2", b3="b2"), "Layer 3 takes W2 and b2: it has its own.", SLIP),
    Mistake("layer 2's weights in layer 3", _with(W3="W2"), "Layer 3 takes W2: it has weights of its own.", SLIP),
    Mistake("layer 2's bias in layer 3", _with(b3="b2"), "Layer 3 adds b2: it has a bias of its own.", SLIP),
    Mistake("layer 1's parameters in layer 2", _with(W2="W1", b2="b1"), "Layer 2 takes W1 and b1: it has its own.", SLIP),
    Mistake("layer 1's weights in layer 2", _with(W2="W1"), "Layer 2 takes W1: it has weights of its own.", SLIP),
    Mistake("the notebook's parameters", _of_the_notebook(), _NOTEBOOK, SLIP),
    Mistake("the notebook's W1 and b1", _of_the_notebook("W1", "b1"), _NOTEBOOK, SLIP),
    Mistake("h1 in place of x", lambda x, params: _pass(relu(x), params),
            "The input goes through an activation before the first layer: x enters as it is."),
]
