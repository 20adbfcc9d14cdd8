"""zero_init: a network whose weights and biases all start at 0."""

import numpy as np

from grader.exercise import SLIP, Mistake
from utils.checking.initial_weights import misshapen, shapes
from utils.checking.shuffled import Finding
from utils.checking.values import numbers


def reference(sizes):
    """W_l[i, j] = 0,  b_l[j] = 0

    sizes: [n_0, ..., n_K], the units of each layer from the input on. Returns W1, b1, ..., WK, bK; W_l: (n_(l-1), n_l).
    """
    return _filled(sizes, np.zeros, np.zeros)


def _filled(sizes, weights, biases, first=1):
    params = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=first):
        params[f"W{layer}"] = weights((n_in, n_out))
        params[f"b{layer}"] = biases(n_out)
    return params


def inputs(rng):
    yield ([4, 3, 2],)                                  # no two sizes alike: a transpose shows
    yield ([3, 5],)                                     # one layer
    yield ([2, 6, 3, 5, 4],)                            # more layers than three
    yield ([3, 3, 3, 3],)                               # the worked network
    yield ([1, 4, 1],)                                  # (1, n), (n, 1) and (n,) are three shapes
    yield (rng.integers(1, 5, size=12).tolist(),)          # two-digit layers


def verify(cases, values):
    """A Finding about a value that is no network's parameters, or not all 0."""
    for (sizes,), value in zip(cases, values):
        wrong = next((key for key in shapes(sizes) if np.any(numbers(value[key])[0])), None) if not misshapen(value, sizes) else None
        if misshapen(value, sizes) or wrong:
            return misshapen(value, sizes) or Finding("not zeros", f"{wrong} is not 0 everywhere.")
    return None


def _without(letter):
    return lambda sizes: {key: value for key, value in reference(sizes).items() if not key.startswith(letter)}


def _only(last):
    def init(sizes):
        params = reference(sizes)
        return {key: params[key] for key in params if (int(key[1:]) == len(sizes) - 1) == last}
    return init


MISTAKES = [
    Mistake("transposed", lambda sizes: _filled(sizes, lambda shape: np.zeros(shape[::-1]), np.zeros),
            "The weights are the other way round: rows belong to the layer's inputs, columns to its units."),
    Mistake("ones", lambda sizes: _filled(sizes, np.ones, np.zeros), "The weights are 1, not 0.", SLIP),
    Mistake("all ones", lambda sizes: _filled(sizes, np.ones, np.ones), "Everything is 1, not 0.", SLIP),
    Mistake("biases of 1", lambda sizes: _filled(sizes, np.zeros, np.ones),
            "The biases are 1, not 0.", SLIP),
    Mistake("small numbers", lambda sizes: _filled(sizes, lambda shape: np.full(shape, 0.01), np.zeros),
            "The weights are small and not 0.", SLIP),
    Mistake("biases missing", _without("b"), "The biases are missing: every layer has b too.", SLIP),
    Mistake("weights missing", _without("W"), "The weights are missing.", SLIP),
    Mistake("bias for the inputs", lambda sizes: {
        key: np.zeros(sizes[int(key[1:]) - 1]) if key.startswith("b") else value for key, value in reference(sizes).items()},
            "The bias has an entry for each input; it belongs to the units."),
    Mistake("bias as a row", lambda sizes: _filled(sizes, np.zeros, lambda n: np.zeros((1, n))),
            "The bias has shape (1, n): one axis too many, it should have (n,)."),
    Mistake("bias as a column", lambda sizes: _filled(sizes, np.zeros, lambda n: np.zeros((n, 1))),
            "The bias has shape (n, 1): one axis too many, it should have (n,)."),
    Mistake("bias as a number", lambda sizes: _filled(sizes, np.zeros, lambda n: 0.0),
            "The bias is a single number: each unit has a bias of its own."),
    Mistake("one bias", lambda sizes: _filled(sizes, np.zeros, lambda n: np.zeros(1)),
            "The bias has one entry: each unit has a bias of its own."),
    Mistake("square", lambda sizes: _filled(sizes, lambda shape: np.zeros((shape[0], shape[0])), np.zeros),
            "The weights are square: a column belongs to each unit of the next layer.", SLIP),
    Mistake("square, units", lambda sizes: _filled(sizes, lambda shape: np.zeros((shape[1], shape[1])), np.zeros),
            "The weights are square: a row belongs to each unit of the layer before.", SLIP),
    Mistake("one number for the weights", lambda sizes: _filled(sizes, lambda shape: 0.0, np.zeros),
            "The weights are a single number: there is one from every unit to every unit.", SLIP),
    Mistake("counted from 0", lambda sizes: _filled(sizes, np.zeros, np.zeros, first=0),
            "The layers are counted from 0: the first weights are called W1.", SLIP),
    Mistake("counted from 2", lambda sizes: _filled(sizes, np.zeros, np.zeros, first=2),
            "The layers are counted from 2: the first weights are called W1.", SLIP),
    Mistake("output layer missing", _only(False),
            "The output layer is missing: between n sizes lie n - 1 layers of weights.", SLIP),
    Mistake("output layer only", _only(True), "Only the last layer comes back: where is the dictionary made?", SLIP),
    Mistake("first layer only", lambda sizes: {key: value for key, value in reference(sizes).items() if key[1:] == "1"},
            "Only the first layer comes back: does return stand inside the loop?", SLIP),
    Mistake("three layers", lambda sizes: {key: value for key, value in reference(sizes).items() if key[1:] in "123"},
            "The number of layers is fixed; it follows from sizes.", SLIP),
    Mistake("worked network", lambda sizes: reference([3, 3, 3, 3]),
            "This is the 3-3-3-3 network, whatever sizes says.", SLIP),
    Mistake("a list of arrays", lambda sizes: list(reference(sizes).values()),
            "The arrays come in a list; the course keeps them in a dictionary with the keys W1, b1, ...", SLIP),
    Mistake("weights and biases apart", lambda sizes: ([np.zeros(s) for s in zip(sizes, sizes[1:])],
                                                       [np.zeros(n) for n in sizes[1:]]),
            "Weights and biases come apart; the course keeps them in one dictionary with the keys W1, b1, ...", SLIP),
    Mistake("weights as vectors", lambda sizes: _filled(sizes, lambda shape: np.zeros(shape[1]), np.zeros),
            "The weights have an entry for each unit; there is one from every unit to every unit.", SLIP),
    Mistake("weights and bias in one", lambda sizes: _filled(sizes, lambda shape: np.zeros((shape[0] + 1, shape[1])), np.zeros),
            "The weights have a row too many, as if the bias stood in it: the course keeps b apart.", SLIP),
    Mistake("small biases", lambda sizes: _filled(sizes, np.zeros, lambda n: np.full(n, 0.01)),
            "The biases are small and not 0.", SLIP),
    Mistake("input and output of the network", lambda sizes: _filled(
        sizes, lambda shape: np.zeros((sizes[0], sizes[-1])), lambda n: np.zeros(sizes[-1])),
            "The sizes of the network's input and output are used for every layer: each layer has its own.", SLIP),
    Mistake("first layer's sizes", lambda sizes: _filled(
        sizes, lambda shape: np.zeros((sizes[0], sizes[1])), lambda n: np.zeros(sizes[1])),
            "Every layer has the sizes of the first.", SLIP),
    Mistake("lists by kind", lambda sizes: {"W": [np.zeros(shape) for shape in zip(sizes, sizes[1:])],
                                            "b": [np.zeros(n) for n in sizes[1:]]},
            "Weights and biases come as two lists; each array has a key of its own, W1, b1, ...", SLIP),
    Mistake("numbers as keys", lambda sizes: {layer: np.zeros(shape) for layer, shape in enumerate(zip(sizes, sizes[1:]), 1)},
            "The keys are numbers; they should be W1, b1, ...", SLIP),
    Mistake("small letters", lambda sizes: {key.lower(): value for key, value in reference(sizes).items()},
            "The keys of the weights are written with a capital W.", SLIP),
    Mistake("a layer too many for each size", lambda sizes: {
        f"{letter}{layer}": np.zeros((n, n) if letter == "W" else n) for layer, n in enumerate(sizes, 1) for letter in "Wb"},
            "There is a layer of weights for each size; weights lie between two sizes.", SLIP),
    Mistake("first layer missing", lambda sizes: {key: value for key, value in reference(sizes).items() if key[1:] != "1"},
            "The first layer is missing: where does the loop begin?", SLIP),
]
