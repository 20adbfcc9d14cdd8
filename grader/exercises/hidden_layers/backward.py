"""backward: all six gradients of the network, from the output to the input."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .backward_mistakes import layer_mistakes, one_part_mistakes, top_mistakes, two_at_once
from .hidden_gradient import reference as hidden_gradient
from .networks import LAYERS, case, draw, quantities, whole_case, worked_case
from .relu_derivative import reference as relu_derivative
from .sigmoid_derivative import reference as sigmoid_derivative

PARTS = LAYERS
PROVIDED = ("hidden_gradient", "relu_derivative", "sigmoid_derivative", "hidden_delta")


def reference(cache, y, params):
    """δ3 = p - y,  δ2 = (W3 δ3) ∘ σ'(z2),  δ1 = (W2 δ2) ∘ ReLU'(z1),  ∂L/∂Wk[i, j] = h_(k-1)[i] δk[j],  ∂L/∂bk = δk

    cache: x, z1, h1, z2, h2, z3, p of one sample, from forward. y: one-hot. params: W1, b1, W2, b2, W3, b3.
    Returns the gradients, with the keys and shapes of params.
    """
    delta3 = cache["p"] - y
    delta2 = hidden_gradient(delta3, params["W3"]) * sigmoid_derivative(cache["z2"])
    delta1 = hidden_gradient(delta2, params["W2"]) * relu_derivative(cache["z1"])
    return {"W1": np.outer(cache["x"], delta1), "b1": delta1, "W2": np.outer(cache["h1"], delta2), "b2": delta2,
            "W3": np.outer(cache["h2"], delta3), "b3": delta3}


def inputs(rng):
    x, params = draw(rng, [4, 6, 5, 3])
    yield case(x, params, 1)                          # every size another: a transpose or a mixed-up layer shows
    x, params = draw(rng, [2, 5, 4, 6])
    yield case(x, params, 4)                          # the other way: more classes than units
    x, params = draw(rng, [3, 3, 3, 3])
    yield case(x, params, 2)                          # square and of mixed signs: W read the wrong way round fits
    x, params = draw(rng, [3, 3, 3, 3])
    yield case(x, params, 0, int)                     # whole y; the first class
    yield whole_case()                                # whole numbers: truncation shows; z1 = 0: ReLU's bend shows
    yield worked_case()                               # the network of the text


def scales(cache, y, params):
    return {"the number of classes": len(y), "the number of inputs": len(cache["x"]),
            "the number of units in h1": len(cache["h1"]), "the number of units in h2": len(cache["h2"])}


related = quantities


def _new_parameters(rate):
    def returned(cache, y, params):
        grads = reference(cache, y, params)
        return {name: params[name] - rate * grads[name] for name in grads}
    return returned


def _steps(rate):
    def returned(cache, y, params):
        return {name: rate * gradient for name, gradient in reference(cache, y, params).items()}
    return returned


def _renamed(names):
    def returned(cache, y, params):
        grads = reference(cache, y, params)
        return {name: grads[names[name]] for name in grads}
    return returned


def _updating(rate):
    """Writes the new parameters into params on its way down, and goes on with them."""
    def descending(cache, y, params):
        grads, delta = {}, cache["p"] - y
        for layer, below, slope in (("3", "h2", None), ("2", "h1", sigmoid_derivative), ("1", "x", relu_derivative)):
            grads[f"W{layer}"], grads[f"b{layer}"] = np.outer(cache[below], delta), delta
            params[f"W{layer}"] -= rate * grads[f"W{layer}"]
            params[f"b{layer}"] -= rate * grads[f"b{layer}"]
            if layer != "1":
                derivative = sigmoid_derivative(cache["z2"]) if layer == "3" else relu_derivative(cache["z1"])
                delta = (params[f"W{layer}"] @ delta) * derivative
        return grads
    return descending


def _like_params(cache, y, params):
    """The gradients stored in arrays made like the parameters."""
    grads = reference(cache, y, params)
    stored = {name: np.zeros_like(params[name]) for name in grads}
    for name in stored:
        stored[name][...] = grads[name]
    return stored


def _biases_from_weights(cache, y, params):
    grads = reference(cache, y, params)
    return grads | {f"b{layer}": grads[f"W{layer}"].sum(axis=0) for layer in "123"}


WHOLE = "Cut to whole numbers where the parameters are whole: an array made like params takes over its type."

MISTAKES = [
    *top_mistakes(),
    *layer_mistakes(),
    *one_part_mistakes(),
    *two_at_once(),
    Mistake("layers in reversed order", _renamed(dict(zip(LAYERS, ("W3", "b3", "W2", "b2", "W1", "b1")))),
            "The gradients of the first and of the last layer are exchanged: which key goes with which layer?", SLIP),
    Mistake("weights and biases of the output exchanged with layer 2",
            _renamed(dict(zip(LAYERS, ("W1", "b1", "W3", "b3", "W2", "b2")))),
            "The gradients of layers 2 and 3 are exchanged: which key goes with which layer?", SLIP),
    Mistake("the new parameters", _new_parameters(0.01),
            "These are the parameters after a step. backward returns the gradients; the step is made elsewhere."),
    Mistake("the new parameters, rate 0.1", _new_parameters(0.1),
            "These are the parameters after a step. backward returns the gradients; the step is made elsewhere."),
    Mistake("the new parameters, rate 1", _new_parameters(1.0),
            "These are the parameters after a step. backward returns the gradients; the step is made elsewhere."),
    Mistake("times the learning rate", _steps(0.01),
            "The gradient is multiplied by the learning rate 0.01 already; the step is made elsewhere."),
    Mistake("minus the learning rate", _steps(-0.01),
            "This is the step, minus 0.01 times the gradient; the step is made elsewhere."),
    Mistake("the parameters themselves", lambda cache, y, params: dict(params),
            "These are the parameters themselves, not their gradients."),
    Mistake("the worked network's numbers", lambda cache, y, params: reference(*worked_case()),
            "These are the numbers of the worked network, whatever network comes in."),
    Mistake("writes the new parameters, rate 0.01", _updating(0.01),
            "params is changed on the way down. The gradients belong to the parameters of the forward pass: all six "
            "first, then the step."),
    Mistake("writes the new parameters, rate 0.1", _updating(0.1),
            "params is changed on the way down. The gradients belong to the parameters of the forward pass: all six "
            "first, then the step."),
    Mistake("the biases from the weights", _biases_from_weights,
            "The gradients of the layer's weights are added up: a bias is not multiplied by the layer's input."),
    Mistake("cut to whole numbers (arrays made like params)", _like_params, WHOLE, SLIP),
]
