"""What backward's inputs and known mistakes share: networks with their caches, and a backward pass with exchangeable steps."""

import numpy as np

from grader.exercises.forward_pass.forward import reference as forward
from utils.network import worked_network

from .sigmoid_derivative import reference as sigmoid_slope

LAYERS = ("W1", "b1", "W2", "b2", "W3", "b3")


def draw(rng, sizes):
    """(x, params): normal numbers of mixed signs, scaled so that nothing saturates and some units of h1 are off."""
    params = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{layer}"] = rng.normal(size=(n_in, n_out)) * 1.5 / np.sqrt(n_in)
        params[f"b{layer}"] = rng.normal(size=n_out) * 0.5
    return rng.normal(size=sizes[0]), params


def case(x, params, label, dtype=float):
    """(cache, y, params) of one sample whose class is label."""
    y = np.eye(len(params["b3"]), dtype=dtype)[label]
    return forward(x, params), y, params


def worked_case():
    x, params, y = worked_network()
    return forward(x, params), y, params


def whole_case():
    """Whole numbers everywhere. z1 = [0, -2, 3, 1]: a unit exactly at ReLU's bend, one off, two on."""
    params = {"W1": np.array([[1, -1, 2, 1], [2, 1, 0, -1], [0, 1, -1, 2]]), "b1": np.array([-1, 0, 0, 2]),
              "W2": np.array([[1, -1, 2], [0, 2, -1], [1, 0, -1], [-1, 1, 0]]), "b2": np.array([0, -1, 1]),
              "W3": np.array([[1, -2], [-1, 1], [2, 0]]), "b3": np.array([0, 1])}
    return case(np.array([1, 0, -1]), params, 1, int)


def top(cache, y):
    """δ3 = p - y"""
    return cache["p"] - y


def back(delta, W, h):
    """∂L/∂h = W δ"""
    return W @ delta


def sigmoid_at(z, h, dh):
    return sigmoid_slope(z)


def relu_at(z, h, dh):
    return (z > 0) * 1.0


def walk(**steps):
    """A backward(cache, y, params) with some of the steps of _descend exchanged; without arguments it is the right one.

    backward.steps and backward.build let the judge put two of them together: see grader.combined.
    """
    def backward(cache, y, params):
        return _descend(*({name: np.asarray(value, dtype=float) for name, value in given.items()}
                          for given in (cache, params)), y, **steps)
    backward.steps, backward.build = steps, walk
    return backward


def _descend(cache, params, y, top=top, back3=back, slope2=sigmoid_at, back2=back, slope1=relu_at, inputs=(), deltas=(),
             down=(), outer=np.outer, bias=np.array):
    """The gradients.

    top(cache, y) -> δ3. back3, back2(delta, W, h) -> ∂L/∂h. slope2, slope1(z, h, dh) -> the derivative at that layer.
    inputs: {"W2": "z1"}: which entry of the cache stands in for the layer's input. deltas: {"W2": "dh2"}: which gradient
    stands in for the layer's delta. down: {"delta2": "dh2"}: which gradient goes on to the layer below. outer(h, delta)
    -> ∂L/∂W. bias(delta) -> ∂L/∂b.
    """
    inputs = {"W1": "x", "W2": "h1", "W3": "h2"} | dict(inputs)
    deltas = {name: f"delta{name[1]}" for name in LAYERS} | dict(deltas)
    down = {"delta3": "delta3", "delta2": "delta2"} | dict(down)
    found = {"delta3": np.asarray(top(cache, y), dtype=float)}
    found["dh2"] = back3(found[down["delta3"]], params["W3"], cache["h2"])
    found["delta2"] = found["dh2"] * slope2(cache["z2"], cache["h2"], found["dh2"])
    found["dh1"] = back2(found[down["delta2"]], params["W2"], cache["h1"])
    found["delta1"] = found["dh1"] * slope1(cache["z1"], cache["h1"], found["dh1"])
    return {name: bias(found[deltas[name]]) if name[0] == "b" else outer(cache[inputs[name]], found[deltas[name]])
            for name in LAYERS}


def quantities(cache, y, params):
    """Every gradient of the pass by its name in the text, and what a layer's input and a gradient can be paired to."""
    steps = {"δ3": top(cache, y)}
    steps["∂L/∂h2"] = np.asarray(params["W3"]) @ steps["δ3"]
    steps["δ2"] = steps["∂L/∂h2"] * sigmoid_slope(cache["z2"])
    steps["∂L/∂h1"] = np.asarray(params["W2"]) @ steps["δ2"]
    steps["δ1"] = steps["∂L/∂h1"] * (np.asarray(cache["z1"]) > 0)
    named = {f"{name} (which is also ∂L/∂b{name[1]})" if name[0] == "δ" else name: value for name, value in steps.items()}
    for letter in ("x", "z1", "h1", "z2", "h2", "z3", "p"):
        for name, value in {**steps, "p": cache["p"], "z3": cache["z3"]}.items():
            named[f"built from {letter} and {name}"] = np.outer(cache[letter], value)
    return named
