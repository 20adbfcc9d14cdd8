"""weight_gradient: what the loss feels of a layer's weights."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(h, delta):
    """∂L/∂W[i, j] = h[i] δ[j]

    h: (n_in,), what the layer received; floats or integers. delta: (n_out,), ∂L/∂z of the layer.
    Returns (n_in, n_out), the shape of W.
    """
    return np.outer(h, delta)


def inputs(rng):
    yield rng.normal(size=4), rng.normal(size=3)                # n_in ≠ n_out: a transpose shows
    yield np.array([2, 0, -1]), rng.normal(size=5)              # integers, a zero, a sign: truncation and abs() show
    yield rng.uniform(size=2), rng.normal(size=4)               # as after a sigmoid: h (1 - h) is not 0
    yield rng.normal(size=3), rng.normal(size=3)                # square: h * delta fits and is wrong
    yield rng.normal(size=3), np.array([0, 1, -2])              # integers in delta
    yield rng.normal(size=1), rng.normal(size=2)                # one unit


def scales(h, delta):
    return {"n_in": len(h), "n_out": len(delta), "n_in · n_out": len(h) * len(delta),
            "the sum of h": float(np.sum(h))}


def related(h, delta):
    n_in, n_out = len(h), len(delta)
    return {"h": h, "δ": delta, "h in every column": np.tile(np.asarray(h)[:, None], (1, n_out)),
            "δ in every row": np.tile(delta, (n_in, 1))}


def _rectangle(h, delta):
    return np.outer(h, delta) * np.eye(len(h), len(delta))


def _same_length(h, delta):
    n = min(len(h), len(delta))
    return h[:n] * delta[:n]


def _one(h, delta, row=None, column=None):
    right = np.outer(h, delta)
    result = np.zeros_like(right)
    where = (slice(None) if row is None else row, slice(None) if column is None else column)
    result[where] = right[where]
    return result


_H = "The slope of the activation that made h is multiplied in: W comes after h, so that slope is not on its road."
_INPUT_MISSING = ("h is missing: how much a weight's change is felt depends on the input it stands on.")
_ERROR_MISSING = "δ is missing: this is ∂z/∂W, and the loss has not been asked yet."
_STEP = "The learning rate is in it already: this is the gradient, the step comes later."

MISTAKES = [
    Mistake("transposed", lambda h, delta: np.outer(delta, h),
            "This is the transpose: rows belong to the layer's inputs, columns to its units."),
    Mistake("elementwise product", lambda h, delta: h * delta,
            "h and δ are multiplied entry by entry: every input meets every unit, so there is an entry for each pair."),
    Mistake("elementwise product up to the shorter", _same_length,
            "h and δ are multiplied entry by entry: every input meets every unit, so there is an entry for each pair."),
    Mistake("dot product", lambda h, delta: h @ delta,
            "This is one number: every pair of an input and a unit has a weight, and a gradient, of its own. "
            "(h.T is h for one axis.)"),
    Mistake("h missing", lambda h, delta: np.tile(delta, (len(h), 1)), _INPUT_MISSING),
    Mistake("h missing, one row", lambda h, delta: delta * 1.0, _INPUT_MISSING),
    Mistake("1 where h is not 0", lambda h, delta: np.outer(np.asarray(h) != 0, delta), _INPUT_MISSING),
    Mistake("1 where h is positive", lambda h, delta: np.outer(np.asarray(h) > 0, delta),
            "h enters only as on or off: its size counts too."),
    Mistake("the sign of h", lambda h, delta: np.outer(np.sign(h), delta),
            "h enters only by its sign: its size counts too."),
    Mistake("δ missing", lambda h, delta: np.tile(np.asarray(h)[:, None], (1, len(delta))), _ERROR_MISSING),
    Mistake("δ missing, one row", lambda h, delta: h * 1.0, _ERROR_MISSING),
    Mistake("the sign of δ", lambda h, delta: np.outer(h, np.sign(delta)),
            "δ enters only by its sign: its size counts too."),
    Mistake("wrong sign", lambda h, delta: -np.outer(h, delta),
            "The sign is turned: this is the way down, the gradient points the way up. The minus comes with the step."),
    Mistake("wrong sign, transposed", lambda h, delta: -np.outer(delta, h),
            "Two things: this is the transpose, and the sign is turned."),
    Mistake("where i = j only", _rectangle,
            "Only the entries with i = j are filled: the indicator compares column and unit, not row and unit."),
    Mistake("first column only", lambda h, delta: _one(h, delta, column=0),
            "Only the weights into the first unit have a gradient: every unit is felt by the loss."),
    Mistake("last column only", lambda h, delta: _one(h, delta, column=-1),
            "Only the weights into the last unit have a gradient: every unit is felt by the loss."),
    Mistake("first row only", lambda h, delta: _one(h, delta, row=0),
            "Only the weights from the first input have a gradient: look at where the loop ends.", SLIP),
    Mistake("last row only", lambda h, delta: _one(h, delta, row=-1),
            "Only the weights from the last input have a gradient: look at what the loop keeps.", SLIP),
    Mistake("first row as it is", lambda h, delta: h[0] * delta, "Only one row is returned: each input has one.", SLIP),
    Mistake("last row as it is", lambda h, delta: h[-1] * delta, "Only one row is returned: each input has one.", SLIP),
    Mistake("one δ for all units", lambda h, delta: np.outer(h, np.full(len(delta), np.sum(delta))),
            "The δ are added up first: each unit's weights feel that unit's δ alone."),
    Mistake("one h for all inputs", lambda h, delta: np.outer(np.full(len(h), np.sum(h)), delta),
            "The inputs are added up first: each weight stands on one input."),
    Mistake("summed over the units", lambda h, delta: np.outer(h, delta).sum(axis=1),
            "The units are added up: there is an entry for each weight."),
    Mistake("summed over the inputs", lambda h, delta: np.outer(h, delta).sum(axis=0),
            "The inputs are added up: there is an entry for each weight."),
    Mistake("summed", lambda h, delta: np.outer(h, delta).sum(),
            "This is one number: there is an entry for each weight."),
    Mistake("added", lambda h, delta: np.add.outer(h, delta),
            "h and δ are added: along one road the factors are multiplied."),
    Mistake("subtracted", lambda h, delta: np.subtract.outer(h, delta),
            "δ is taken from h: along one road the factors are multiplied."),
    Mistake("divided by δ", lambda h, delta: np.asarray(h)[:, None] / np.asarray(delta),
            "δ divides where it should multiply."),
    Mistake("first column missing", lambda h, delta: np.outer(h, delta[1:]),
            "The first column is missing: each unit has one.", SLIP),
    Mistake("last column missing", lambda h, delta: np.outer(h, delta[:-1]),
            "The last column is missing: each unit has one.", SLIP),
    Mistake("averaged over the inputs", lambda h, delta: np.outer(h, delta) / len(h),
            "Divided by the number of inputs: nothing is averaged in z."),
    Mistake("averaged over the units", lambda h, delta: np.outer(h, delta) / len(delta),
            "Divided by the number of units: each weight feeds one unit."),
    Mistake("averaged over both", lambda h, delta: np.outer(h, delta) / (len(h) * len(delta)),
            "Divided by the number of weights: each has its own gradient."),
    Mistake("sigmoid's slope of h", lambda h, delta: np.outer(h * (1 - h), delta), _H),
    Mistake("h and the sigmoid's slope of h", lambda h, delta: np.outer(h * h * (1 - h), delta), _H),
    Mistake("slope of tanh", lambda h, delta: np.outer(1 - np.square(h), delta), _H),
    Mistake("exponential of h", lambda h, delta: np.outer(np.exp(h), delta),
            "h goes through an exponential: it enters as it is."),
    Mistake("ReLU of δ", lambda h, delta: np.outer(h, np.maximum(delta, 0)),
            "Negative δ are switched off: they say which outputs to push up."),
    Mistake("exponential of δ", lambda h, delta: np.outer(h, np.exp(delta)),
            "δ goes through an exponential: it enters as it is."),
    Mistake("h on a diagonal", lambda h, delta: np.diag(h), "δ does not enter, and each input meets only itself."),
    Mistake("new weights", lambda h, delta: 1 - 0.01 * np.outer(h, delta), _STEP),
    Mistake("ReLU of the result", lambda h, delta: np.maximum(np.outer(h, delta), 0),
            "Negative entries are switched off: a gradient has both signs."),
    Mistake("1 minus h", lambda h, delta: np.outer(1 - np.asarray(h), delta),
            "1 - h stands where h should: how far does z move when W moves by 1?"),
    Mistake("1 added to h", lambda h, delta: np.outer(np.asarray(h) + 1, delta),
            "1 is added to h, as if for a bias.", SLIP),
    Mistake("bias in the last row", lambda h, delta: np.outer(np.append(h, 1.0), delta),
            "There is a row too many: the biases' gradient is asked for elsewhere."),
    Mistake("bias in the first row", lambda h, delta: np.outer(np.append(1.0, h), delta),
            "There is a row too many: the biases' gradient is asked for elsewhere."),
    Mistake("ReLU of h", lambda h, delta: np.outer(np.maximum(h, 0), delta),
            "Negative h are switched off: h is already what came out of the activation, and enters as it is."),
    Mistake("δ's own slope", lambda h, delta: np.outer(h, delta * (1 - delta)),
            "A slope of the form δ (1 - δ) is multiplied in: δ is ∂L/∂z and needs nothing more."),
    Mistake("δ with δ", lambda h, delta: np.outer(delta, delta), "h does not enter: δ meets itself.", SLIP),
    Mistake("h with h", lambda h, delta: np.outer(h, h), "δ does not enter: h meets itself.", SLIP),
    Mistake("divided by h", lambda h, delta: delta / np.asarray(h, dtype=float)[:, None],
            "h divides where it should multiply: how far does z move when W moves by 1?"),
    Mistake("the step", lambda h, delta: 0.01 * np.outer(h, delta), _STEP),
    Mistake("the step down", lambda h, delta: -0.01 * np.outer(h, delta), _STEP + " And so is the minus."),
    Mistake("flattened", lambda h, delta: np.outer(h, delta).ravel(),
            "The numbers are right and stand in one row: the gradient has the shape of W.", SLIP),
    Mistake("transposed and flattened", lambda h, delta: np.outer(delta, h).ravel(),
            "The gradient has the shape of W, with rows for the inputs and columns for the units.", SLIP),
    Mistake("right numbers read into the wrong shape",
            lambda h, delta: np.outer(h, delta).reshape(len(delta), len(h)),
            "reshape turns the shape and keeps the order of the numbers: a transpose is something else.", SLIP),
    Mistake("transpose read into the right shape", lambda h, delta: np.outer(delta, h).reshape(len(h), len(delta)),
            "reshape gives the shape and leaves the numbers in their old order: they stand in wrong places.", SLIP),
    Mistake("truncated where h holds integers", lambda h, delta: np.outer(h, delta).astype(np.asarray(h).dtype),
            "Right for floats, cut to whole numbers where h holds integers.", SLIP),
    Mistake("truncated where δ holds integers", lambda h, delta: np.outer(h, delta).astype(np.asarray(delta).dtype),
            "Right for floats, cut to whole numbers where δ holds integers.", SLIP),
]
