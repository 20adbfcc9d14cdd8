"""The way back through a network with one step changed; and what the judge compares a wrong gradient with."""

from types import SimpleNamespace

import numpy as np

from .networks import DERIVATIVES


def right_output(P, Y):
    return (P - Y) / len(P)


def right_weight(h, delta):
    return h.T @ delta


def _bias(delta):
    return delta.sum(axis=0)


def _through(delta, W):
    return delta @ W.T


def right_gate(dh, at):
    return dh * DERIVATIVES[at.name](at.z, at.h)


def backward_with(output=right_output, weight=right_weight, bias=_bias, through=_through, gate=right_gate, enters="h",
                  finish=None, carried=None):
    """A backward pass with one step changed; called as backward_batch or, with activations, as backward_deep.

    output(P, Y) -> δ of the last layer. weight(h, δ) -> ∂L/∂W. bias(δ) -> ∂L/∂b. through(δ, W) -> ∂L/∂h of the layer
    below. gate(∂L/∂h, at) -> δ of that layer; at holds its z, h, its activation's name, its number layer, and cache,
    names and N. enters: "h" or "z", what counts as the input of a layer. carried(W, ∂L/∂W): the weights that δ goes back
    through. finish(grads, params, cache): what is returned.
    """
    def formula(cache, Y, params, activations=("relu", "sigmoid")):
        names, grads = list(activations), {}
        delta = output(cache["p"], np.asarray(Y))
        for layer in range(len(names) + 1, 0, -1):
            W, dW = params[f"W{layer}"], weight(cache[f"{enters}{layer - 1}"] if layer > 1 else cache["x"], delta)
            grads[f"W{layer}"], grads[f"b{layer}"] = dW, bias(delta)
            if layer > 1:
                at = SimpleNamespace(z=cache[f"z{layer - 1}"], h=cache[f"h{layer - 1}"], name=names[layer - 2],
                                     layer=layer - 1, cache=cache, names=names, N=len(delta))
                delta = gate(through(delta, carried(W, dW) if carried else W), at)
        return finish(grads, params, cache) if finish else grads
    return formula


def derivative_is(change):
    """A backward pass whose activation's derivative is change(at)."""
    return backward_with(gate=lambda dh, at: dh * change(at))


def one_derivative_is(name, change):
    """The derivative of the activation called name is change(z, h) in place of the right one."""
    return derivative_is(lambda at: change(at.z, at.h) if at.name == name else DERIVATIVES[at.name](at.z, at.h))


def scales(cache, Y, params, activations=()):
    samples, classes = np.shape(cache["p"])
    return {"N": samples, "n_classes": classes, "N · n_classes": samples * classes, "n_inputs": np.shape(cache["x"])[1]}


def related(cache, Y, params, activations=("relu", "sigmoid")):
    """∂L/∂z of every layer, a row a sample, and what becomes of a gradient when ∂L/∂h is taken for ∂L/∂z."""
    names, found = list(activations), {}
    delta = right_output(cache["p"], Y)
    for layer in range(len(names) + 1, 0, -1):
        found[f"∂L/∂z{layer}, a row a sample"] = delta
        if layer > 1:
            below = layer - 1
            dh = _through(delta, params[f"W{layer}"])
            found[f"∂L/∂h{below}, a row a sample"] = dh
            found[f"∂L/∂b{below} without the activation's derivative"] = dh.sum(axis=0)
            found[f"∂L/∂W{below} without the activation's derivative"] = right_weight(
                cache[f"h{below - 1}"] if below > 1 else cache["x"], dh)
            delta = dh * DERIVATIVES[names[below - 1]](cache[f"z{below}"], cache[f"h{below}"])
    return found
