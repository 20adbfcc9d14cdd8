"""affine: what a layer does to its input before the activation."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(x, W, b):
    """z[j] = Σ_i x[i] W[i, j] + b[j]

    x: (n_in,). W: (n_in, n_out). b: (n_out,). Returns (n_out,).
    """
    return np.asarray(x) @ np.asarray(W) + np.asarray(b)


def inputs(rng):
    yield rng.normal(size=4), rng.normal(size=(4, 3)), rng.normal(size=3)   # n_in ≠ n_out, mixed signs: a transpose,
                                                                            # a lost sign or bias shows
    yield rng.normal(size=2), rng.normal(size=(2, 5)), rng.normal(size=5)   # wider than its input
    yield np.array([2, 0, -1]), rng.normal(size=(3, 3)), rng.normal(size=3)  # square: x @ W.T fits and is wrong
    yield rng.integers(-3, 4, size=3), rng.integers(-3, 4, size=(3, 2)), np.array([0.5, -0.25])  # whole numbers:
                                                                            # truncation shows in the bias
    yield rng.normal(size=1), rng.normal(size=(1, 2)), rng.normal(size=2)   # a single input


def related(x, W, b):
    return {"b": b, "the sum without the bias": x @ W}


MISTAKES = [
    Mistake("bias missing", lambda x, W, b: x @ W,
            "The bias is missing: with an input of zeros the layer should still give b."),
    Mistake("bias subtracted", lambda x, W, b: x @ W - b,
            "The bias is subtracted; it moves z up by b.", SLIP),
    Mistake("biases added up", lambda x, W, b: x @ W + np.sum(b),
            "The biases are added up first: each unit has a bias of its own."),
    Mistake("transposed weights", lambda x, W, b: x @ W.T + b,
            "W is read the other way round: its rows belong to the inputs, its columns to the units."),
    Mistake("weights added up", lambda x, W, b: np.sum(W, axis=0) + b,
            "The inputs are left out: each weight counts as much as the input it stands on."),
    Mistake("average in place of the sum", lambda x, W, b: x @ W / len(x) + b,
            "The inputs' contributions are averaged; a unit adds them up."),
    Mistake("bias weighted too", lambda x, W, b: x @ (W + b),
            "The bias is multiplied by the inputs: it is added once, after the sum."),
    Mistake("not summed", lambda x, W, b: x[:, None] * W + b,
            "The products x[i] W[i, j] are there, their sum over i is missing."),
    Mistake("bias in every step of the loop", lambda x, W, b: x @ W + len(x) * b,
            "The bias is added for every input: it is added once for the whole sum.", SLIP),
    Mistake("last input only", lambda x, W, b: x[-1] * W[-1] + b,
            "Only the last input counts: does the loop overwrite the sum in place of adding to it?", SLIP),
    Mistake("times the bias", lambda x, W, b: (x @ W) * b,
            "The bias multiplies the sum: it is added."),
    Mistake("bias added to the inputs", lambda x, W, b: (x + (b if len(b) == len(x) else b[0])) @ W,
            "The bias is added to the inputs: it belongs to the units, after the sum."),
    Mistake("sign of the sum", lambda x, W, b: b - x @ W,
            "The weighted sum is taken away from the bias: both are added.", SLIP),
    Mistake("largest contribution only", lambda x, W, b: np.max(x[:, None] * W, axis=0) + b,
            "Only the largest contribution to each unit is left: they are added up."),
    Mistake("one sum for all units", lambda x, W, b: np.sum(x @ W) + b,
            "The sums of all units are added up: each unit has its own."),
    Mistake("weights and inputs added up apart", lambda x, W, b: np.sum(x) * np.sum(W, axis=0) + b,
            "Inputs and weights are added up before they meet: each input meets its own weight."),
    Mistake("weights reshaped", lambda x, W, b: x @ W.T.reshape(W.shape) + b,
            "The weights stand in another order: reshape does not transpose.", SLIP),
    Mistake("sigmoid applied", lambda x, W, b: 1 / (1 + np.exp(-(x @ W + b))),
            "An activation is applied already: z is what goes into it, and may be negative."),
    Mistake("tanh applied", lambda x, W, b: np.tanh(x @ W + b),
            "An activation is applied already: z is what goes into it."),
    Mistake("weights left out", lambda x, W, b: np.sum(x) + b,
            "The weights are left out: each input is weighted, for each unit in its own way."),
    Mistake("first input only", lambda x, W, b: x[0] * W[0] + b,
            "Only the first input counts; every input sends something to every unit."),
    Mistake("last input left out", lambda x, W, b: x[:-1] @ W[:-1] + b,
            "The last input is left out: look at where the loop ends.", SLIP),
    Mistake("first input left out", lambda x, W, b: x[1:] @ W[1:] + b,
            "The first input is left out: look at where the loop begins.", SLIP),
    Mistake("summed over the units", lambda x, W, b: x * np.sum(W, axis=1) + b,
            "The products are added up along the wrong axis: the sum runs over the inputs, not over the units.", SLIP),
    Mistake("bias row under the inputs' rows", lambda x, W, b: np.append(1, x) @ np.vstack([W, b]),
            "The 1 stands before x, its row b below W: each input meets the row of another one.", SLIP),
    Mistake("sum not set back", lambda x, W, b: np.cumsum(x @ W) + b,
            "The sum of one unit goes on into the next: each unit's begins at 0.", SLIP),
    Mistake("first unit only", lambda x, W, b: (x @ W + b) * (np.arange(len(b)) == 0),
            "Only the first unit is worked out, the others stay 0: does a return end the loop in its first turn?", SLIP),
    Mistake("ReLU applied", lambda x, W, b: np.maximum(x @ W + b, 0),
            "An activation is applied already: z is what goes into it, and may be negative."),
    Mistake("truncated to integers", lambda x, W, b: (x @ W + b).astype(int),
            "The result is cut to whole numbers: is it stored in an array of integers?", SLIP),
]
