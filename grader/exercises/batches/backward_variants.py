"""The way back through a network with one step changed; and what the judge compares a wrong gradient with."""

from types import SimpleNamespace

import numpy as np

from .networks import DERIVATIVES, FUNCTIONS


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


def _weights(params, layer):
    return params[f"W{layer}"]


def _next_delta(delta, first):
    return delta


def backward_with(**steps):
    """A backward pass with one step changed; called as backward_batch or, with activations, as backward_deep.

    The steps are those of _descend. formula.steps and formula.build let the judge put two of them together, or try a step
    in some layers only: see grader.combined.
    """
    def formula(cache, Y, params, activations=("relu", "sigmoid")):
        return _descend(cache, np.asarray(Y), params, list(activations), **steps)
    formula.steps, formula.build = steps, backward_with
    return formula


def _descend(cache, Y, params, names, output=right_output, weight=right_weight, bias=_bias, through=_through, gate=right_gate,
             slopes=None, enters="h", carried=None, weights=_weights, goes_on=_next_delta, top=None, finish=None, only=None):
    """The gradients.

    output(P, Y) -> δ of the last layer. weight(h, δ) -> ∂L/∂W. bias(δ) -> ∂L/∂b. through(δ, W) -> ∂L/∂h of the layer
    below. gate(∂L/∂h, at) -> δ of that layer; at holds its z, h, its activation's name, its number layer, and cache,
    names and N. slopes: {name: change(z, h)}, derivatives that stand in. enters: "h" or "z", what counts as the input of a
    layer. carried(W, ∂L/∂W): the weights that δ goes back through. weights(params, layer): the same, by the layer's number.
    goes_on(δ, δ of the output): what goes back through them. top(δ, at): the output's δ, from the right one and the last
    hidden activation's name. finish(grads, params, cache): what is returned. only(layer, last): where the changes hold.
    """
    grads, last = {}, len(names) + 1
    delta = first = output(cache["p"], Y)
    if top:
        delta = first = top(delta, SimpleNamespace(z=cache[f"z{last}"], name=names[-1] if names else None))
    for layer in range(last, 0, -1):
        here, below = (only is None or only(at, last) for at in (layer, layer - 1))
        entered = cache[f"{enters if here else 'h'}{layer - 1}"] if layer > 1 else cache["x"]
        dW = (weight if here else right_weight)(entered, delta)
        grads[f"W{layer}"], grads[f"b{layer}"] = dW, (bias if here else _bias)(delta)
        if layer > 1:
            at = SimpleNamespace(z=cache[f"z{layer - 1}"], h=cache[f"h{layer - 1}"], name=names[layer - 2],
                                 layer=layer - 1, cache=cache, names=names, N=len(delta))
            if below:
                W = carried(params[f"W{layer}"], dW) if carried else weights(params, layer)
                dh = through(goes_on(delta, first), W)
                change = (slopes or {}).get(at.name)
                delta = dh * change(at.z, at.h) if change else gate(dh, at)
            else:
                delta = right_gate(_through(delta, params[f"W{layer}"]), at)
    return finish(grads, params, cache) if finish else grads


def derivative_is(change):
    """A backward pass whose activation's derivative is change(at)."""
    return backward_with(gate=lambda dh, at: dh * change(at))


def one_derivative_is(name, change):
    """The derivative of the activation called name is change(z, h) in place of the right one."""
    return backward_with(slopes={name: change})


def named_derivative(name_of):
    """Two backward passes that take the derivative of the activation called name_of(at): from h, and from z."""
    return (derivative_is(lambda at: DERIVATIVES[name_of(at)](at.z, at.h)),
            derivative_is(lambda at: DERIVATIVES[name_of(at)](at.z, FUNCTIONS[name_of(at)](at.z))))


def scales(cache, Y, params, activations=()):
    samples, classes = np.shape(cache["p"])
    return {"N": samples, "n_classes": classes, "N · n_classes": samples * classes, "n_inputs": np.shape(cache["x"])[1]}


def related(cache, Y, params, activations=("relu", "sigmoid")):
    """∂L/∂z of every layer, a row a sample; what becomes of a gradient when ∂L/∂h is taken for ∂L/∂z; every pairing of a
    layer's values with such a row."""
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
    rows = [name for name in found if name.endswith("a row a sample")]
    for key in cache:
        for name in rows:
            found[f"made of {key} and {name.split(',')[0]}"] = right_weight(cache[key], found[name])
    return found
