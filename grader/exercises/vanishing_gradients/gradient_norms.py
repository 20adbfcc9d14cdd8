"""gradient_norms: how large the gradient of each layer's weights is."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .slopes import depth, gradients, shuffled


def reference(grads):
    """norms[l - 1] = ‖∂L/∂W_l‖ = √ Σ_ij (∂L/∂W_l[i, j])²,  l = 1, ..., K

    grads: W1, b1, ..., WK, bK. Returns (K,), the first layer first; the biases are left out.
    """
    return _each(grads, np.linalg.norm)


def _each(grads, measure):
    return np.array([measure(np.asarray(grads[f"W{layer}"], dtype=float)) for layer in range(1, depth(grads) + 1)])


def _joint(grads, measure):
    return np.array([measure(np.asarray(grads[f"W{layer}"], dtype=float), np.asarray(grads[f"b{layer}"], dtype=float))
                     for layer in range(1, depth(grads) + 1)])


def inputs(rng):
    yield (gradients(rng, [4, 5, 2, 3]),)                                    # no two sizes alike
    yield (gradients(rng, rng.integers(2, 5, size=13)),)                     # 12 layers: W10 sorts before W2
    yield (shuffled(rng, gradients(rng, [3, 3, 4, 2, 5])),)                  # the dictionary's order is not the layers'
    yield ({"W1": np.array([[3, 0], [0, -4]]), "b1": np.array([12, 5]),      # whole numbers, signs that cancel
            "W2": np.array([[1, -1], [-1, 1]]), "b2": np.array([2, 2])},)
    yield (gradients(rng, [3, 2]),)                                          # a single layer
    yield ({"W1": np.zeros((2, 3)), "b1": np.ones(3), "W2": rng.normal(size=(3, 4)), "b2": np.zeros(4)},)   # nothing arrives
    yield (gradients(rng, [5, 4, 4, 3], scale=1e-3),)                        # small


def _alphabetical(grads):
    return np.array([np.linalg.norm(grads[key]) for key in sorted(grads) if key.startswith("W")])


def _as_they_come(grads):
    return np.array([np.linalg.norm(value) for key, value in grads.items() if key.startswith("W")])


def _total(grads):
    return np.sqrt(np.sum(reference(grads) ** 2))


def _by_last_digit(grads):
    norms = np.zeros(depth(grads))
    for key, value in grads.items():
        if key.startswith("W"):
            norms[int(key[-1]) - 1] = np.linalg.norm(value)
    return norms


MISTAKES = [
    Mistake("root missing", lambda grads: reference(grads) ** 2,
            "These are sums of squares: the root is missing.", SLIP),
    Mistake("bias included", lambda grads: _joint(grads, lambda W, b: np.sqrt(np.sum(W**2) + np.sum(b**2))),
            "The bias's gradient is counted in; asked for are the weights alone."),
    Mistake("norms of W and b added", lambda grads: _joint(grads, lambda W, b: np.linalg.norm(W) + np.linalg.norm(b)),
            "The bias's gradient is counted in; asked for are the weights alone."),
    Mistake("bias in place of weights", lambda grads: _joint(grads, lambda W, b: np.linalg.norm(b)),
            "These are the sizes of the biases' gradients.", SLIP),
    Mistake("every array", lambda grads: np.array([np.linalg.norm(grads[f"{letter}{layer}"])
                                                   for layer in range(1, depth(grads) + 1) for letter in "Wb"]),
            "There is a number for each array, biases too; asked for is one for each layer's weights.", SLIP),
    Mistake("every array as it comes", lambda grads: np.array([np.linalg.norm(value) for value in grads.values()]),
            "There is a number for each array, biases too; asked for is one for each layer's weights.", SLIP),
    Mistake("largest stretch", lambda grads: _each(grads, lambda W: np.linalg.norm(W, 2)),
            "This is the largest stretch of each matrix, the norm of step_bound. Here every entry counts: it is the length "
            "of all entries as one long vector."),
    Mistake("1-norm", lambda grads: _each(grads, lambda W: np.linalg.norm(W, 1)),
            "This is the largest column sum of absolute values; here every entry counts, squared."),
    Mistake("sum of absolute values", lambda grads: _each(grads, lambda W: np.sum(np.abs(W))),
            "The absolute values are added up; a length adds squares and takes the root."),
    Mistake("largest entry", lambda grads: _each(grads, lambda W: np.max(np.abs(W))),
            "Only the largest entry counts; a length takes all of them."),
    Mistake("mean absolute value", lambda grads: _each(grads, lambda W: np.mean(np.abs(W))),
            "This is the mean absolute value; a length adds squares and takes the root."),
    Mistake("root mean square", lambda grads: _each(grads, lambda W: np.sqrt(np.mean(W**2))),
            "The squares are averaged; a length adds them up."),
    Mistake("mean square", lambda grads: _each(grads, lambda W: np.mean(W**2)),
            "The squares are averaged and the root is missing; a length adds them up and takes the root."),
    Mistake("standard deviation", lambda grads: _each(grads, np.std),
            "This is the spread of the entries around their mean, not their length."),
    Mistake("entries added up", lambda grads: _each(grads, np.sum),
            "The entries are added up with their signs, so that they cancel."),
    Mistake("size of the sum", lambda grads: _each(grads, lambda W: np.abs(np.sum(W))),
            "The entries are added up before the size is taken, so that they cancel."),
    Mistake("divided by the number of weights", lambda grads: _each(grads, lambda W: np.linalg.norm(W) / W.size),
            "The length is divided by the number of weights; it is asked for as it is."),
    Mistake("divided by the inputs", lambda grads: _each(grads, lambda W: np.linalg.norm(W) / len(W)),
            "The length is divided by the number of inputs; it is asked for as it is."),
    Mistake("alphabetical", _alphabetical,
            "The keys are sorted as words: W10 comes before W2. Count the layers instead."),
    Mistake("as the dictionary comes", _as_they_come,
            "The norms stand in the order of the dictionary, which need not be that of the layers.", SLIP),
    Mistake("last layer first", lambda grads: reference(grads)[::-1],
            "The last layer stands first: the course counts layers from the input.", SLIP),
    Mistake("last layer left out", lambda grads: reference(grads)[:-1],
            "The last layer is left out: look at where the loop ends.", SLIP),
    Mistake("first layer left out", lambda grads: reference(grads)[1:],
            "The first layer is left out: it is called 1, not 0 or 2.", SLIP),
    Mistake("three layers", lambda grads: reference(grads)[:3],
            "There are three numbers whatever the depth: the network may have any number of layers.", SLIP),
    Mistake("up to nine layers", lambda grads: reference(grads)[:9],
            "The layers from the tenth on are missing: their keys have two digits.", SLIP),
    Mistake("one number", _total,
            "This is one size for all layers together; the point is to see how they differ."),
    Mistake("the mean of all", lambda grads: np.mean(reference(grads)),
            "This is one number for all layers; the point is to see how they differ."),
    Mistake("relative to the last layer", lambda grads: reference(grads) / reference(grads)[-1],
            "These are sizes in units of the last layer's; asked for are the sizes themselves."),
    Mistake("logarithms", lambda grads: np.log10(reference(grads)),
            "These are logarithms of the sizes: leave them to the plot."),
    Mistake("a norm a row", lambda grads: [np.linalg.norm(grads[f"W{layer}"], axis=1)
                                           for layer in range(1, depth(grads) + 1)],
            "There is a length for every row; asked for is one for each matrix.", SLIP),
    Mistake("a norm a column", lambda grads: [np.linalg.norm(grads[f"W{layer}"], axis=0)
                                              for layer in range(1, depth(grads) + 1)],
            "There is a length for every column; asked for is one for each matrix.", SLIP),
    Mistake("a dictionary", lambda grads: {f"W{layer}": norm for layer, norm in enumerate(reference(grads), start=1)},
            "The numbers are right, in a dictionary; asked for is a list or an array, layer 1 first.", SLIP),
    Mistake("truncated to integers", lambda grads: reference(grads).astype(int),
            "The numbers are cut to whole numbers: are they stored in an array of integers?", SLIP),
    Mistake("infinity norm", lambda grads: _each(grads, lambda W: np.linalg.norm(W, np.inf)),
            "This is the largest row sum of absolute values; here every entry counts, squared."),
    Mistake("sum of the singular values", lambda grads: _each(grads, lambda W: np.linalg.norm(W, "nuc")),
            "All stretches of the matrix are added up; here every entry counts, squared."),
    Mistake("root of absolute values", lambda grads: _each(grads, lambda W: np.sqrt(np.sum(np.abs(W)))),
            "The root is there, the squares are not: absolute values are added up."),
    Mistake("root of the sum", lambda grads: _each(grads, lambda W: np.sqrt(np.abs(np.sum(W)))),
            "The entries are added up with their signs, so that they cancel: the squares are missing."),
    Mistake("largest, signs kept", lambda grads: _each(grads, np.max),
            "Only the largest entry counts, and negative ones not at all; a length takes all of them."),
    Mistake("mean", lambda grads: _each(grads, np.mean),
            "The entries are averaged with their signs, so that they cancel."),
    Mistake("variance", lambda grads: _each(grads, np.var),
            "This is the variance of the entries around their mean, not their length."),
    Mistake("half the squares", lambda grads: reference(grads) ** 2 / 2,
            "These are halves of the sums of squares; a length is the root of the sum.", SLIP),
    Mistake("first row", lambda grads: _each(grads, lambda W: np.linalg.norm(W[0])),
            "Only the first row of each matrix is measured.", SLIP),
    Mistake("first column", lambda grads: _each(grads, lambda W: np.linalg.norm(W[:, 0])),
            "Only the first column of each matrix is measured.", SLIP),
    Mistake("lengths of the rows added", lambda grads: _each(grads, lambda W: np.linalg.norm(W, axis=1).sum()),
            "The lengths of the rows are added up: lengths do not simply add, their squares do."),
    Mistake("lengths of the columns added", lambda grads: _each(grads, lambda W: np.linalg.norm(W, axis=0).sum()),
            "The lengths of the columns are added up: lengths do not simply add, their squares do."),
    Mistake("longest row", lambda grads: _each(grads, lambda W: np.linalg.norm(W, axis=1).max()),
            "Only the longest row counts; a length takes all entries."),
    Mistake("divided by the units", lambda grads: _each(grads, lambda W: np.linalg.norm(W) / W.shape[1]),
            "The length is divided by the number of units; it is asked for as it is."),
    Mistake("root of the inputs", lambda grads: _each(grads, lambda W: np.linalg.norm(W) / np.sqrt(len(W))),
            "The squares are averaged over the inputs; a length adds them up."),
    Mistake("root of the units", lambda grads: _each(grads, lambda W: np.linalg.norm(W) / np.sqrt(W.shape[1])),
            "The squares are averaged over the units; a length adds them up."),
    Mistake("relative to the first layer", lambda grads: reference(grads) / reference(grads)[0],
            "These are sizes in units of the first layer's; asked for are the sizes themselves."),
    Mistake("relative to the longest", lambda grads: reference(grads) / np.max(reference(grads)),
            "These are sizes in units of the largest; asked for are the sizes themselves."),
    Mistake("every array, by name", lambda grads: [np.linalg.norm(grads[key]) for key in sorted(grads)],
            "There is a number for each array, biases too; asked for is one for each layer's weights.", SLIP),
    Mistake("largest first", lambda grads: np.sort(reference(grads))[::-1],
            "The numbers are sorted by size; asked for is the order of the layers.", SLIP),
    Mistake("smallest first", lambda grads: np.sort(reference(grads)),
            "The numbers are sorted by size; asked for is the order of the layers.", SLIP),
    Mistake("first layer only", lambda grads: reference(grads)[0],
            "Only the first layer comes back: does return stand inside the loop?", SLIP),
    Mistake("first layer only", lambda grads: reference(grads)[:1],
            "Only the first layer comes back: does return stand inside the loop?", SLIP),
    Mistake("last digit of the key", _by_last_digit,
            "A layer's place is read from the last digit of its key: from W10 on a key has two.", SLIP),
    *[Mistake("root of a signed sum", lambda grads, power=power: _each(grads, lambda W: np.sqrt(np.sum(W)) ** power),
              "The entries are added up before anything is squared: they cancel, and a negative sum has no root.") for power in (1, 2)],
]
