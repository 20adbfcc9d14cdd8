"""forward_deep: a network of any depth, for a batch."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .forward_mistakes import FORWARD, forward_with, returned
from .networks import FUNCTIONS, draw_params, far_apart, far_below, sigmoid, softmax_rows, whole_numbers


def reference(X, params, activations):
    """z_l = h_(l-1) @ W_l + b_l,  h_l = f_l(z_l),  h_0 = X,  p = softmax of each row of z_K

    X: (N, n_0). params: W1, b1, ..., WK, bK; W_l: (n_(l-1), n_l). activations: K - 1 names, one a hidden layer.
    Returns the cache: x, z1, h1, ..., zK, p, a row a sample in each.
    """
    h = np.asarray(X, dtype=float)
    cache = {"x": h}
    for layer, name in enumerate(activations, start=1):
        cache[f"z{layer}"] = h @ np.asarray(params[f"W{layer}"]) + np.asarray(params[f"b{layer}"])
        cache[f"h{layer}"] = h = FUNCTIONS[name](cache[f"z{layer}"])
    last = len(activations) + 1
    cache[f"z{last}"] = h @ np.asarray(params[f"W{last}"]) + np.asarray(params[f"b{last}"])
    cache["p"] = softmax_rows(cache[f"z{last}"])
    return cache


SHAPES = [                                  # (N, sizes, activations)
    (5, [3, 4], []),                                                             # no hidden layer: z1 goes to the softmax
    (6, [3, 5, 2], ["tanh"]),                                                    # one; N and all sizes differ
    (2, [4, 3, 5, 6], ["sigmoid", "relu"]),                                      # the order of lesson 1 turned round
    (1, [5, 8, 4, 3, 6], ["relu", "tanh", "sigmoid"]),                           # a batch of one; all three
    (4, [4, 4, 4, 4], ["tanh", "sigmoid"]),                                      # square: every transpose and axis fits
    (7, [2, 8, 3, 6, 4, 9, 5], ["relu", "tanh", "sigmoid", "relu", "tanh"]),     # six layers, no two sizes alike
    (2, [3, 2, 4, 3, 2, 3, 2, 4, 2, 3, 2, 3], ["tanh", "sigmoid"] * 5),          # eleven: W10 sorts before W2
]


def inputs(rng):
    for samples, sizes, activations in SHAPES:
        yield rng.normal(size=(samples, sizes[0])), draw_params(rng, sizes, activations), activations
    yield (*whole_numbers(rng), ["relu", "tanh"])                                # integers, a unit of z1 at exactly 0
    yield (*far_apart(rng), ["relu", "sigmoid"])                                 # logits near 1000 and near -1000
    yield (*far_below(rng), ["relu", "sigmoid"])                                 # a shift by the largest |z| fails here


def steps(cache, X, params, activations):
    """Each entry of the cache that a function of lesson 1 makes, a whole batch at once, from the entry before it."""
    before = "x"
    for layer, name in enumerate([*activations, ""], start=1):
        yield f"z{layer}", "affine", (cache[before], params[f"W{layer}"], params[f"b{layer}"])
        before = f"h{layer}"
        if name in ("relu", "sigmoid"):
            yield before, name, (cache[f"z{layer}"],)


def _named(name_of):
    """Hidden layers whose activation is the one called name_of(layer, names)."""
    return forward_with(activate=lambda z, layer, names: FUNCTIONS[name_of(layer, names)](z))


def _exchanged(**other):
    return _named(lambda layer, names: other.get(names[layer - 1], names[layer - 1]))


def _three_layers(X, params, activations):
    return forward_with()(X, params, list(activations[:2]))


def _as_lesson_1(X, params, activations):
    return forward_with()(X, params)


def _without_output(X, params, activations):
    cache = reference(X, params, activations)
    last = len(activations)
    del cache[f"z{last + 1}"]
    return cache | {"p": softmax_rows(cache[f"h{last}" if last else "x"])}


def _softmax_of_the_last_hidden_z(X, params, activations):
    cache = reference(X, params, activations)
    del cache[f"z{len(activations) + 1}"]
    for layer in range(len(activations)):
        z = cache[f"z{layer + 1}"]
    return cache | {"p": softmax_rows(z)}       # without a hidden layer there is no z, and so it stops in the learner's code


def _first_layer_alone(X, params, activations):
    cache = reference(X, params, activations)
    return {key: cache[key] for key in ("x", "z1", "h1")} if activations else cache


def _from_zero(cache):
    return {key[0] + str(int(key[1:]) - 1) if key[1:] else key: value for key, value in cache.items()}


def _output_like_hidden(X, params, activations):
    cache = reference(X, params, activations)
    last = len(activations) + 1
    return cache | {"p": softmax_rows(FUNCTIONS[activations[-1]](cache[f"z{last}"]))}


MISTAKES = FORWARD + [
    Mistake("first activation for all", _named(lambda layer, names: names[0]),
            "Every hidden layer has the first activation of the list: each has its own."),
    Mistake("last activation for all", _named(lambda layer, names: names[-1]),
            "Every hidden layer has the last activation of the list: each has its own."),
    Mistake("activations one too late", _named(lambda layer, names: names[layer - 2]),
            "Each hidden layer has its neighbour's activation: a list counts from 0, the layers from 1.", SLIP),
    Mistake("activations one too early", _named(lambda layer, names: names[layer % len(names)]),
            "Each hidden layer has its neighbour's activation: a list counts from 0, the layers from 1.", SLIP),
    Mistake("ReLU and sigmoid by turns", _named(lambda layer, names: ["sigmoid", "relu"][layer % 2]),
            "The activations are those of lesson 1, whatever the list says."),
    Mistake("tanh as sigmoid", _exchanged(tanh="sigmoid"), "The layers that should have tanh have the sigmoid."),
    Mistake("tanh as ReLU", _exchanged(tanh="relu"), "The layers that should have tanh have ReLU."),
    Mistake("sigmoid as tanh", _exchanged(sigmoid="tanh"), "The layers that should have the sigmoid have tanh."),
    Mistake("sigmoid as ReLU", _exchanged(sigmoid="relu"), "The layers that should have the sigmoid have ReLU."),
    Mistake("tanh left out", forward_with(
        activate=lambda z, layer, names: z if names[layer - 1] == "tanh" else FUNCTIONS[names[layer - 1]](z)),
            "Layers with tanh have no activation: their h is their z. Is tanh known to your function?"),
    Mistake("tanh from a sigmoid of z", forward_with(
        activate=lambda z, layer, names: 2 * sigmoid(z) - 1 if names[layer - 1] == "tanh" else FUNCTIONS[names[layer - 1]](z)),
            "The layers with tanh are too flat: 2σ(z) - 1 is tanh of half of z.", SLIP),
    Mistake("three layers always", _three_layers, "The depth is fixed at three layers: it follows from the list of "
            "activations, or from params."),
    Mistake("the network of lesson 1", _as_lesson_1, "The depth is fixed at three layers, with ReLU and sigmoid: both follow "
            "from the list of activations."),
    Mistake("output layer left out", _without_output,
            "The last layer is left out: params holds one layer more than there are activations. Its z goes to the softmax."),
    Mistake("output layer left out, softmax of the z before", _softmax_of_the_last_hidden_z,
            "The last layer is left out: params holds one layer more than there are activations. (How far does the loop count?)",
            SLIP),
    Mistake("first layer alone", _first_layer_alone,
            "Only the first layer is in the result: does a return end the loop in its first turn?", SLIP),
    Mistake("output layer treated as hidden", _output_like_hidden,
            "The output layer's z goes through an activation of the hidden layers before the softmax."),
    Mistake("layers counted from 0", returned(_from_zero),
            "The layers are counted from 0: the first layer's values are z1 and h1, as its parameters are W1 and b1.", SLIP),
]
