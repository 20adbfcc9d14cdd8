"""bias_gradient: what the loss feels of a layer's biases."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(delta):
    """∂L/∂b[j] = δ[j]

    delta: (n_out,), ∂L/∂z of the layer; floats or integers. Returns (n_out,), the shape of b.
    """
    return np.asarray(delta) * 1.0


def inputs(rng):
    yield (np.array([-0.8, 0.3, 0.5]),)         # numbers for a hand, adding up to 0 as after a softmax
    yield (rng.normal(size=4),)                 # adding up to anything: a sum shows
    yield (rng.normal(size=5),)                 # another size
    yield (np.array([2, 0, -1]),)               # integers, a zero
    yield (np.array([0.25]),)                   # one unit


def scales(delta):
    return {"n_out": len(delta)}


def related(delta):
    return {"the largest δ": np.max(delta), "δ on a diagonal": np.diag(delta)}


def _only(place):
    def formula(delta):
        result = np.zeros(len(delta))
        result[place] = delta[place]
        return result
    return formula


def _sigmoid(delta):
    return 1 / (1 + np.exp(-np.asarray(delta, dtype=float)))


def _writes(delta):
    delta *= -1
    return -1 * delta


_STEP = "The learning rate is in it already: this is the gradient, the step comes later."
_SLOPE = "A slope is multiplied in: δ is the derivative with respect to z itself, no activation stands between z and b."

MISTAKES = [
    Mistake("zero", lambda delta: np.zeros(len(delta)),
            "This says that the loss does not feel the biases. Move one: does z move?"),
    Mistake("one number 0", lambda delta: 0.0,
            "This says that the loss does not feel the biases. Move one: does z move?"),
    Mistake("∂z/∂b", lambda delta: np.ones(len(delta)),
            "This is how z feels b. The other factor is missing: how the loss feels z."),
    Mistake("one number 1", lambda delta: 1.0,
            "This is how z feels b. The other factor is missing: how the loss feels z."),
    Mistake("∂z/∂b as a table", lambda delta: np.eye(len(delta)),
            "This is how z feels b. The other factor is missing: how the loss feels z."),
    Mistake("summed", lambda delta: np.sum(delta),
            "Everything is added up to one number: each unit has a bias of its own."),
    Mistake("averaged", lambda delta: np.mean(delta),
            "Everything is averaged to one number: each unit has a bias of its own."),
    Mistake("sum in every entry", lambda delta: np.full(len(delta), np.sum(delta)),
            "The sum of all δ stands in every entry: each bias reaches the loss through its own unit only."),
    Mistake("mean in every entry", lambda delta: np.full(len(delta), np.mean(delta)),
            "The mean of all δ stands in every entry: each bias reaches the loss through its own unit only."),
    Mistake("sum as an array of one entry", lambda delta: np.array([np.sum(delta)]),
            "Everything is added up to one number: each unit has a bias of its own."),
    Mistake("mean as an array of one entry", lambda delta: np.array([np.mean(delta)]),
            "Everything is averaged to one number: each unit has a bias of its own."),
    Mistake("averaged over the units", lambda delta: delta / len(delta),
            "Divided by the number of units: nothing is averaged here."),
    Mistake("wrong sign", lambda delta: -delta,
            "The sign is turned: this is the way down, the gradient points the way up. The minus comes with the step."),
    Mistake("1 minus δ", lambda delta: 1 - delta, "Taken from 1: what stands between b and z?", SLIP),
    Mistake("1 plus δ", lambda delta: 1 + delta,
            "The two factors of the road are added: along one road they are multiplied."),
    Mistake("negative entries switched off", lambda delta: np.maximum(delta, 0),
            "Negative entries are switched off: no activation stands between z and b.", SLIP),
    Mistake("1 where δ is positive", lambda delta: (delta > 0) * 1.0,
            "This is on or off: a slope of ReLU has no place here."),
    Mistake("δ (1 - δ)", lambda delta: delta * (1 - delta), _SLOPE),
    Mistake("slope of the sigmoid at δ",
            lambda delta: _sigmoid(delta) * (1 - _sigmoid(delta)),
            _SLOPE),
    Mistake("sigmoid of δ", _sigmoid,
            "An activation is applied to δ: δ is a derivative, it passes as it is."),
    Mistake("softmax of δ", lambda delta: np.exp(delta) / np.sum(np.exp(delta)),
            "An activation is applied to δ: δ is a derivative, it passes as it is."),
    Mistake("δ with δ", lambda delta: np.outer(delta, delta), "δ meets itself in a table: each bias has one entry."),
    Mistake("on a diagonal", lambda delta: np.diag(delta),
            "The right numbers on the diagonal of a table: b has one axis.", SLIP),
    Mistake("a row for each unit", lambda delta: np.tile(delta, (len(delta), 1)),
            "The same row again and again: b has one axis.", SLIP),
    Mistake("one row", lambda delta: delta[None],
            "The right numbers as a table of one row: it would broadcast silently later. (keepdims?)", SLIP),
    Mistake("one column", lambda delta: delta[:, None],
            "The right numbers as a table of one column: it would broadcast silently later. (keepdims?)", SLIP),
    Mistake("first entry only", _only(0), "Only the first bias has a gradient: every unit is felt by the loss."),
    Mistake("last entry only", _only(-1), "Only the last bias has a gradient: every unit is felt by the loss."),
    Mistake("first entry as a number", lambda delta: delta[0], "Only the first entry is returned.", SLIP),
    Mistake("the step", lambda delta: 0.01 * delta, _STEP),
    Mistake("the step down", lambda delta: -0.01 * delta, _STEP + " And so is the minus."),
    Mistake("the new biases of the worked network", lambda delta: 1 - 0.01 * delta,
            "These are new biases: asked is the gradient, the step comes later."),
    Mistake("scaled to length 1", lambda delta: delta / np.linalg.norm(delta),
            "δ is scaled: its size says how much there is to learn."),
    Mistake("length of δ", lambda delta: np.linalg.norm(delta), "This is one number: each bias has an entry."),
    Mistake("sizes added up", lambda delta: np.sum(np.abs(delta)), "This is one number: each bias has an entry."),
    Mistake("1 minus the square", lambda delta: 1 - delta ** 2, _SLOPE),
    Mistake("multiplied together", lambda delta: np.prod(delta),
            "The entries are multiplied to one number: each bias has its own."),
    Mistake("least δ", lambda delta: np.min(delta), "Only the least entry is returned: each bias has its own.", SLIP),
    Mistake("place of the largest", lambda delta: np.argmax(delta), "This is a place, not a slope."),
    Mistake("number of units", lambda delta: len(delta),
            "This is the number of units: each bias has a slope of its own."),
    Mistake("zeros as a column", lambda delta: np.zeros((len(delta), 1)),
            "This says that the loss does not feel the biases. Move one: does z move? (And b has one axis.)"),
    Mistake("δ times the sum", lambda delta: delta * np.sum(delta),
            "The sum is multiplied in: each δ passes as it is."),
    Mistake("squares added up", lambda delta: np.sum(np.square(delta)), "This is one number: each bias has an entry."),
    Mistake("new biases, rate 0.1", lambda delta: 1 - 0.1 * delta,
            "These are new biases: asked is the gradient, the step comes later."),
    Mistake("added up from the left", lambda delta: np.cumsum(delta),
            "The entries are added up along the way: each stands alone.", SLIP),
    Mistake("writes into δ", _writes, "δ itself is written into: the caller still needs it. Work on a copy.", SLIP),
]
