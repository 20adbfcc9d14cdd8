"""Wrong steps from one layer down to the next; backward_batch and backward_deep share them."""

import numpy as np

from grader.exercise import MISCONCEPTION, SLIP, Mistake

from .backward_variants import backward_with, derivative_is, named_derivative, one_derivative_is, right_gate
from .networks import DERIVATIVES, sigmoid

_ACTIVE = "The activation's derivative is not asked of z: "
_PATH = "One path only: a unit reaches the loss through every unit of the layer after it."
_TRANSPOSED_W = ("δ goes back through W without its transpose. It fits only where the layers have the same size: rows of W "
                 "belong to the layer that δ goes back to.")

OWN = "each activation has its own."


def named_derivatives(name, name_of, words, kind=MISCONCEPTION):
    """The derivative of another activation, from h and from z; they differ where h is not that activation's."""
    return [Mistake(name + way, formula, words, kind) for way, formula in zip(("", ", of z"), named_derivative(name_of))]


HIDDEN = [
    Mistake("derivative missing", derivative_is(lambda at: 1),
            "This is made of ∂L/∂h where ∂L/∂z is due: the activation's derivative is missing."),
    Mistake("sigmoid's derivative missing", one_derivative_is("sigmoid", lambda z, h: 1),
            "In layers with the sigmoid ∂L/∂h is taken for ∂L/∂z: the activation's derivative is missing."),
    Mistake("ReLU's derivative missing", one_derivative_is("relu", lambda z, h: 1),
            "In layers with ReLU ∂L/∂h is taken for ∂L/∂z: the activation's derivative is missing."),
    Mistake("activation in place of its derivative", derivative_is(lambda at: at.h),
            "∂L/∂h is multiplied by h, the activation itself, in place of its derivative."),
    Mistake("ReLU in place of its derivative", one_derivative_is("relu", lambda z, h: h),
            "In layers with ReLU, ∂L/∂h is multiplied by ReLU itself: its derivative is a switch, 0 or 1."),
    Mistake("sigmoid in place of its derivative", one_derivative_is("sigmoid", lambda z, h: h),
            "In layers with the sigmoid, ∂L/∂h is multiplied by the sigmoid itself in place of its derivative."),
    Mistake("sigmoid's derivative from z", one_derivative_is("sigmoid", lambda z, h: z * (1 - z)),
            _ACTIVE + "h (1 - h) is in terms of h, the sigmoid's value; z stands in its place."),
    Mistake("sigmoid's derivative from h and z", one_derivative_is("sigmoid", lambda z, h: h * (1 - z)),
            _ACTIVE + "one of the two factors is in terms of h, the sigmoid's value, and the other of z."),
    Mistake("sigmoid's derivative from z and h", one_derivative_is("sigmoid", lambda z, h: z * (1 - h)),
            _ACTIVE + "one of the two factors is in terms of h, the sigmoid's value, and the other of z."),
    Mistake("sigmoid's derivative with its sign turned", one_derivative_is("sigmoid", lambda z, h: h * (h - 1)),
            "In layers with the sigmoid the sign of the derivative is turned: the sigmoid rises everywhere.", SLIP),
    Mistake("sigmoid of h", one_derivative_is("sigmoid", lambda z, h: sigmoid(h) * (1 - sigmoid(h))),
            _ACTIVE + "the sigmoid is applied once more to h, which is a sigmoid already."),
    Mistake("1 - h alone", one_derivative_is("sigmoid", lambda z, h: 1 - h),
            "In layers with the sigmoid only a part of the derivative is there."),
    Mistake("h + (1 - h)²", one_derivative_is("sigmoid", lambda z, h: h * (1 + h)),
            "The sign inside the sigmoid's derivative is turned.", SLIP),
    Mistake("1 - h² for the sigmoid", one_derivative_is("sigmoid", lambda z, h: 1 - h**2),
            "In layers with the sigmoid stands tanh's derivative."),
    Mistake("brackets missing in the sigmoid's derivative", backward_with(
        gate=lambda dh, at: dh * at.h * 1 - at.h if at.name == "sigmoid" else right_gate(dh, at)),
            "In layers with the sigmoid brackets are missing: a product binds before a difference, so h is taken away from all "
            "that stands before it.", SLIP),
    Mistake("sigmoid's derivative twice", one_derivative_is("sigmoid", lambda z, h: (h * (1 - h)) ** 2),
            "The sigmoid's derivative enters twice.", SLIP),
    Mistake("ReLU's derivative 1 at 0", one_derivative_is("relu", lambda z, h: (z >= 0) * 1.0),
            "Right except where z is exactly 0: there ReLU's derivative is 0 in this course."),
    Mistake("ReLU's derivative 1/2 at 0", one_derivative_is("relu", lambda z, h: np.heaviside(z, 0.5)),
            "Right except where z is exactly 0: there ReLU's derivative is 0 in this course."),
    Mistake("sign of z", one_derivative_is("relu", lambda z, h: np.sign(z)),
            "Where z is negative ReLU's derivative is 0, not -1: nothing passes."),
    Mistake("ReLU's derivative turned round", one_derivative_is("relu", lambda z, h: (z < 0) * 1.0),
            "ReLU's switch is the wrong way round: it is open where z is positive."),
    Mistake("leaky ReLU", one_derivative_is("relu", lambda z, h: np.where(z > 0, 1, 0.01)),
            "A little passes where z is negative: that is a leaky ReLU."),
    Mistake("ReLU's derivative asked of ∂L/∂h", backward_with(
        gate=lambda dh, at: np.maximum(dh, 0) if at.name == "relu" else right_gate(dh, at)),
            "The switch looks at the gradient's sign: whether a unit passes anything depends on its z."),
    *named_derivatives("every derivative a ReLU's", lambda at: "relu", "Every hidden layer uses ReLU's derivative: " + OWN),
    *named_derivatives("every derivative a sigmoid's", lambda at: "sigmoid", "Every hidden layer uses the sigmoid's derivative: " + OWN),
    *named_derivatives("every derivative tanh's", lambda at: "tanh", "Every hidden layer uses tanh's derivative: " + OWN),
    *named_derivatives("derivatives in reversed order", lambda at: at.names[len(at.names) - at.layer],
                       "The activations' derivatives are exchanged between the layers: which activation belongs to which layer?"),
    Mistake("derivative of the layer above", backward_with(gate=lambda dh, at: dh * DERIVATIVES[at.name](
        at.cache[f"z{at.layer + 1}"], at.cache.get(f"h{at.layer + 1}", at.cache["p"]))),
            "The derivative is taken at the z of another layer: δ of a layer needs that layer's own z.", SLIP),
    Mistake("added in place of multiplied", backward_with(
        gate=lambda dh, at: dh + DERIVATIVES[at.name](at.z, at.h)),
            "The derivative is added to ∂L/∂h: in a chain the factors are multiplied."),
    Mistake("divided by the derivative", backward_with(
        gate=lambda dh, at: dh / np.maximum(DERIVATIVES[at.name](at.z, at.h), 1e-12)),
            "∂L/∂h is divided by the derivative: in a chain the factors are multiplied."),
    Mistake("derivative averaged over the samples", derivative_is(
        lambda at: DERIVATIVES[at.name](at.z, at.h).mean(axis=0)),
            "The derivative is averaged over the samples: each sample has its own z, and so its own derivative."),
    Mistake("derivative of the first sample", derivative_is(lambda at: DERIVATIVES[at.name](at.z, at.h)[0]),
            "The first sample's derivative is used for all: each sample has its own z."),
    Mistake("W without its transpose", backward_with(through=lambda delta, W: delta @ W), _TRANSPOSED_W),
    Mistake("W in front", backward_with(through=lambda delta, W: W @ delta), _TRANSPOSED_W),
    Mistake("W and δ both turned", backward_with(through=lambda delta, W: (W @ delta.T)), 
            "This lies on its side: the samples of δ have become columns. It fits only in special shapes."),
    Mistake("weights of the layer below", backward_with(weights=lambda params, layer: params[f"W{layer - 1}"]),
            "δ goes back through the weights of the layer below: it goes back through those it came forward through, which "
            "lead from that layer to the next. It fits only where sizes agree.", SLIP),
    Mistake("the output's δ at every layer", backward_with(goes_on=lambda delta, first: first),
            "The output's δ is sent back again at every layer: what goes on is the δ of the layer before it on the way back. "
            "It fits only where sizes agree.", SLIP),
    Mistake("last path left out", backward_with(through=lambda delta, W: delta[:, :-1] @ W[:, :-1].T),
            "The last path is left out: look at where the sum ends.", SLIP),
    Mistake("first path left out", backward_with(through=lambda delta, W: delta[:, 1:] @ W[:, 1:].T),
            "The first path is left out: look at where the sum begins.", SLIP),
    Mistake("inverse in place of the transpose", backward_with(through=lambda delta, W: delta @ np.linalg.pinv(W)),
            "δ goes back through the inverse of W: nothing is undone on the way back; each path carries its own weight."),
    Mistake("first path only", backward_with(through=lambda delta, W: np.outer(delta[:, 0], W[:, 0])), _PATH),
    Mistake("last path only", backward_with(through=lambda delta, W: np.outer(delta[:, -1], W[:, -1])),
            _PATH + " Does a loop overwrite it?"),
    Mistake("strongest path only", backward_with(
        through=lambda delta, W: np.array([[(W[i] * d)[np.argmax(np.abs(W[i] * d))] for i in range(len(W))] for d in delta])),
            _PATH),
    Mistake("paths averaged", backward_with(through=lambda delta, W: delta @ W.T / W.shape[1]),
            "The paths are averaged: a unit's gradient is their sum."),
    Mistake("paths without weights", backward_with(
        through=lambda delta, W: np.repeat(delta.sum(axis=1, keepdims=True), len(W), axis=1)),
            "The paths are added up without their weights: each carries δ times the weight on the way."),
    Mistake("weights without δ", backward_with(through=lambda delta, W: np.repeat(W.sum(axis=1)[None], len(delta), axis=0)),
            "The weights are added up without δ: each path carries δ times the weight on the way."),
    Mistake("absolute weights", backward_with(through=lambda delta, W: delta @ np.abs(W).T),
            "The signs of the weights are lost on the way back.", SLIP),
    Mistake("sign turned at every layer", backward_with(through=lambda delta, W: -(delta @ W.T)),
            "The sign turns with every layer.", SLIP),
]
