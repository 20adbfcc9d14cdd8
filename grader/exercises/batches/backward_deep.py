"""backward_deep: every gradient of a network of any depth, for a batch."""

import numpy as np

from grader.exercise import SLIP, Mistake

from . import forward_deep
from .backward_mistakes import BACKWARD
from .backward_variants import backward_with, derivative_is, one_derivative_is, related, scales
from .hidden_mistakes import OWN, named_derivatives
from .networks import DERIVATIVES, FUNCTIONS, draw_labels, draw_params, whole_numbers

PARTS = ["W1", "b1"]                        # every depth has them, and they need the whole way back; a test without a part
                                            # looks at every gradient of every layer


def reference(cache, Y, params, activations):
    """δ_K = (p - Y) / N,  δ_l = (δ_(l+1) @ W_(l+1)ᵀ) ∘ f_l'(z_l),  ∂L/∂W_l = h_(l-1)ᵀ @ δ_l,  ∂L/∂b_l = Σ_n δ_l[n]

    cache: what forward_deep returns. Y: (N, n_K), one-hot rows. params: W1, b1, ..., WK, bK. activations: K - 1 names.
    Returns the gradients of the mean loss, with the keys and shapes of params.
    """
    delta = (np.asarray(cache["p"]) - np.asarray(Y)) / len(Y)
    grads = {}
    for layer in range(len(activations) + 1, 0, -1):
        h = np.asarray(cache[f"h{layer - 1}" if layer > 1 else "x"])
        grads[f"W{layer}"] = h.T @ delta
        grads[f"b{layer}"] = delta.sum(axis=0)
        if layer > 1:
            derivative = DERIVATIVES[activations[layer - 2]](np.asarray(cache[f"z{layer - 1}"]), h)
            delta = (delta @ np.asarray(params[f"W{layer}"]).T) * derivative
    return grads


def inputs(rng):
    for samples, sizes, activations in forward_deep.SHAPES:     # depth 1 to 6; what each is for stands there
        params = draw_params(rng, sizes, activations)
        cache = forward_deep.reference(rng.normal(size=(samples, sizes[0])), params, activations)
        yield cache, draw_labels(rng, samples, sizes[-1]), params, activations
    X, params = whole_numbers(rng)                              # integers, entries of z1 at exactly 0
    yield forward_deep.reference(X, params, ["relu", "tanh"]), draw_labels(rng, 3, 6).astype(int), params, ["relu", "tanh"]


def _tanh(change):
    return one_derivative_is("tanh", change)


def _three_layers(cache, Y, params, activations):
    return backward_with()(cache, Y, params)


def _two_layers_back(cache, Y, params, activations):
    """Layers further than two from the output get no gradient of their own."""
    return {key: value if int(key[1:]) >= len(activations) else 0 * value
            for key, value in reference(cache, Y, params, activations).items()}


def _stopped_above_layer_1(cache, Y, params, activations):
    grads = reference(cache, Y, params, activations)
    return {key: value for key, value in grads.items() if key[1:] != "1" or not activations}


def _never_layer_1(cache, Y, params, activations):
    return {key: value for key, value in reference(cache, Y, params, activations).items() if key[1:] != "1"}


def _first_layer_reads_h1(cache, Y, params, activations):
    grads = reference(cache, Y, params, activations)
    return grads | {"W1": np.maximum(cache["x"], 0).T @ _delta1(cache, Y, params, activations)}


def _delta1(cache, Y, params, activations):
    return related(cache, Y, params, activations)["∂L/∂z1, a row a sample"]


_SPOKEN = {"relu": "ReLU", "sigmoid": "the sigmoid", "tanh": "tanh"}


def _stands_in(name, other):
    """The derivative of other in the layers of name, from their h and from their z."""
    words = f"In layers with {_SPOKEN[name]} stands {_SPOKEN[other]}'s derivative."
    return [Mistake(f"{_SPOKEN[other]}'s derivative for {_SPOKEN[name]}{way}", one_derivative_is(name, change), words)
            for way, change in (("", DERIVATIVES[other]),
                                (", of z", lambda z, h: DERIVATIVES[other](z, FUNCTIONS[other](z))))]


MISTAKES = BACKWARD + [
    *(row for name in _SPOKEN for other in _SPOKEN if name != other for row in _stands_in(name, other)),
    *named_derivatives("first derivative for all", lambda at: at.names[0],
                       "Every hidden layer uses the derivative of the first activation: " + OWN),
    *named_derivatives("last derivative for all", lambda at: at.names[-1],
                       "Every hidden layer uses the derivative of the last activation: " + OWN),
    *(row for way, name_of in (("above", lambda at: at.names[at.layer % len(at.names)]),
                               ("above, the last one its own", lambda at: at.names[min(at.layer, len(at.names) - 1)]),
                               ("below", lambda at: at.names[at.layer - 2]),
                               ("below, the first one its own", lambda at: at.names[max(at.layer - 2, 0)]))
      for row in named_derivatives(f"derivative of the neighbour {way}", name_of,
                                   "Each hidden layer uses its neighbour's derivative: a list counts from 0, the layers from 1.", SLIP)),
    Mistake("every derivative asked of h", derivative_is(
        lambda at: DERIVATIVES[at.name](at.h, FUNCTIONS[at.name](at.h))),
            "The activation is applied once more to h before its derivative is taken: the derivative belongs to z."),
    Mistake("every derivative asked of z", derivative_is(lambda at: DERIVATIVES[at.name](at.z, at.z)),
            "The derivatives are written in terms of h and asked of z."),
    Mistake("derivative missing except ReLU's", derivative_is(
        lambda at: DERIVATIVES["relu"](at.z, at.h) if at.name == "relu" else 1),
            "In layers with the sigmoid or tanh ∂L/∂h is taken for ∂L/∂z: the activation's derivative is missing."),
    Mistake("tanh's derivative twice", _tanh(lambda z, h: (1 - h**2) ** 2),
            "tanh's derivative enters twice.", SLIP),
    Mistake("tanh's derivative missing", _tanh(lambda z, h: 1),
            "In layers with tanh ∂L/∂h is taken for ∂L/∂z: the activation's derivative is missing."),
    Mistake("1 - z² for tanh", _tanh(lambda z, h: 1 - z**2),
            "tanh's derivative is asked of z where it is written in terms of h."),
    Mistake("tanh of h", _tanh(lambda z, h: 1 - np.tanh(h) ** 2),
            "tanh is applied once more to h, which is a tanh already."),
    Mistake("1 - h for tanh", _tanh(lambda z, h: 1 - h), "In layers with tanh the square is missing in the derivative.", SLIP),
    Mistake("1 + h² for tanh", _tanh(lambda z, h: 1 + h**2), "In layers with tanh the derivative's sign is turned inside.",
            SLIP),
    Mistake("tanh in place of its derivative", _tanh(lambda z, h: h),
            "In layers with tanh, ∂L/∂h is multiplied by tanh itself in place of its derivative."),
    Mistake("three layers always", _three_layers,
            "The depth is fixed at three layers: it follows from the list of activations, or from params."),
    Mistake("two layers only", _two_layers_back,
            "The gradients of the lower layers are 0: the way back goes on to layer 1."),
    Mistake("layer 1 missing", _stopped_above_layer_1,
            "Where there are hidden layers, layer 1 has no gradient: the loop ends one layer too early.", SLIP),
    Mistake("layer 1 missing at any depth", _never_layer_1,
            "Layer 1 has no gradient: the loop ends one layer too early.", SLIP),
    Mistake("input activated", _first_layer_reads_h1, "x passes an activation before it meets δ1: the first layer receives x "
            "as it is.", SLIP),
]
