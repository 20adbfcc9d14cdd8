"""hidden_delta: through the activation, unit by unit."""

import numpy as np

from grader.exercise import SLIP, Mistake
from grader.exercises.forward_pass.sigmoid import reference as sigmoid

from .sigmoid_derivative import reference as sigmoid_slope


def reference(dh, derivative):
    """δ[i] = ∂L/∂h[i] · h'[i], the Hadamard product

    dh: (n,), ∂L/∂h. derivative: (n,), the slope of each unit's activation at its z. Returns (n,), ∂L/∂z.
    """
    return np.asarray(dh) * np.asarray(derivative)


def inputs(rng):
    yield rng.normal(size=4), rng.uniform(0.01, 0.25, size=4)            # slopes of a sigmoid
    yield rng.normal(size=5), np.array([1.0, 0.0, 1.0, 1.0, 0.0])        # slopes of a ReLU: a zero stops dh
    yield rng.integers(-4, 5, size=3), rng.uniform(0.1, 0.9, size=3)     # whole numbers: truncation shows
    yield rng.normal(size=3), rng.integers(-2, 3, size=3)                # whole slopes, a negative one maybe
    yield np.array([0.0, -1.5]), np.array([0.3, 0.7])                    # a gradient of 0: dividing by it shows
    yield rng.normal(size=1), rng.uniform(0.1, 0.9, size=1)              # a single unit


def scales(dh, derivative):
    return {"n": len(dh)}


def _in_place(dh, derivative):
    dh *= derivative
    return dh


def _stored(like):
    """The product, stored in an array made like one of the arguments."""
    def stored(dh, derivative):
        result = np.zeros_like(dh if like == "dh" else derivative)
        result[:] = dh * derivative
        return result
    return stored


MISTAKES = [
    Mistake("one number", lambda dh, derivative: float(np.dot(dh, derivative)),
            "The products are added up to one number: each unit passes its own gradient through its own slope, and none "
            "is added to another's. Is * meant, not @?"),
    Mistake("every unit with every other", lambda dh, derivative: np.outer(dh, derivative),
            "A matrix of every unit with every other: a unit's activation looks at its own z alone."),
    Mistake("every unit with every other, transposed", lambda dh, derivative: np.outer(derivative, dh),
            "A matrix of every unit with every other: a unit's activation looks at its own z alone."),
    Mistake("derivative missing", lambda dh, derivative: dh,
            "This is ∂L/∂h: the activation's derivative is missing."),
    Mistake("gradient missing", lambda dh, derivative: derivative,
            "This is the activation's derivative alone: the gradient that comes back from above is missing."),
    Mistake("added", lambda dh, derivative: dh + derivative,
            "Gradient and slope are added; factors of one chain multiply."),
    Mistake("subtracted", lambda dh, derivative: dh - derivative,
            "The slope is subtracted from the gradient; factors of one chain multiply."),
    Mistake("divided", lambda dh, derivative: dh / derivative,
            "The gradient is divided by the slope. A flat activation must pass on less, not more."),
    Mistake("divided the other way", lambda dh, derivative: derivative / dh,
            "The slope is divided by the gradient; factors of one chain multiply."),
    Mistake("slope twice", lambda dh, derivative: dh * derivative**2, "The slope enters twice.", SLIP),
    Mistake("gradient twice", lambda dh, derivative: dh**2 * derivative, "The gradient ∂L/∂h enters twice.", SLIP),
    Mistake("root of the slope", lambda dh, derivative: dh * np.sqrt(np.abs(derivative)),
            "The root of the slope is taken.", SLIP),
    Mistake("slope of the slope", lambda dh, derivative: dh * derivative * (1 - derivative),
            "The slope is treated as if it were h, and a slope is taken of it once more. It is the derivative already."),
    Mistake("1 - slope", lambda dh, derivative: dh * (1 - derivative),
            "The gradient is multiplied by 1 - slope: a flat activation must pass on less, not more."),
    Mistake("on or off", lambda dh, derivative: np.where(derivative > 0, dh, 0),
            "The slope is used as a switch, on or off. That is enough for ReLU and not for a sigmoid: its slope has a size."),
    Mistake("on or off, by its sign", lambda dh, derivative: dh * np.sign(derivative),
            "Of the slope only the sign is used; it has a size."),
    Mistake("sign of the gradient", lambda dh, derivative: np.sign(dh) * derivative,
            "Of the gradient only the sign is used; it has a size."),
    Mistake("gradient without its sign", lambda dh, derivative: np.abs(dh) * derivative,
            "The sign of ∂L/∂h is lost."),
    Mistake("positive gradients only", lambda dh, derivative: np.maximum(dh, 0) * derivative,
            "Negative gradients are cut off: ReLU's switch belongs to z, not to the gradient."),
    Mistake("slope without its sign", lambda dh, derivative: dh * np.abs(derivative), "The sign of the slope is lost."),
    Mistake("average slope", lambda dh, derivative: dh * np.mean(derivative),
            "One slope for all units: each has its own."),
    Mistake("sum of the slopes", lambda dh, derivative: dh * np.sum(derivative),
            "The slopes are added up first: each unit has its own."),
    Mistake("sum of the gradients", lambda dh, derivative: np.sum(dh) * derivative,
            "The gradients are added up first: each unit has its own."),
    Mistake("first slope for all", lambda dh, derivative: dh * derivative[0],
            "The first unit's slope is used for all: each has its own."),
    Mistake("first gradient for all", lambda dh, derivative: dh[0] * derivative,
            "The first unit's gradient is used for all: each has its own."),
    Mistake("slopes in reversed order", lambda dh, derivative: dh * derivative[::-1],
            "The slopes are in reversed order: unit i goes with unit i.", SLIP),
    Mistake("diagonal matrix", lambda dh, derivative: np.diag(dh * derivative),
            "The right numbers, on the diagonal of a matrix. ∂L/∂z has as many entries as z."),
    Mistake("averaged", lambda dh, derivative: float(np.mean(dh * derivative)),
            "The products are averaged to one number: each unit keeps its own."),
    Mistake("gradient taken for h", lambda dh, derivative: dh * derivative * (1 - dh),
            "The gradient is treated as if it were h, and a slope is taken of it. The slope is given already."),
    Mistake("a sigmoid's slope of the slope", lambda dh, derivative: dh * sigmoid_slope(derivative),
            "A sigmoid's slope is taken of the derivative. It is the slope already."),
    Mistake("the sigmoid of the slope", lambda dh, derivative: dh * sigmoid(derivative),
            "The derivative is sent through a sigmoid. It is the slope already."),
    Mistake("slope at most 1/4", lambda dh, derivative: dh * np.minimum(derivative, 0.25),
            "The slope is cut off at 1/4. That bound holds for a sigmoid; ReLU's slope is 1."),
    Mistake("slope at least 0", lambda dh, derivative: dh * np.clip(derivative, 0, 1),
            "The slope is cut to the range from 0 to 1; it is to be used as it is given."),
    Mistake("slopes shifted by one", lambda dh, derivative: dh * np.roll(derivative, 1),
            "The slopes are shifted by one place: unit i goes with unit i.", SLIP),
    Mistake("exponential of the slope", lambda dh, derivative: dh * np.exp(derivative),
            "The exponential of the slope is taken.", SLIP),
    Mistake("divided by the average slope", lambda dh, derivative: dh * derivative / np.mean(derivative),
            "Divided by the average slope: a flat layer must pass on less."),
    Mistake("divided by the gradient's length", lambda dh, derivative: dh * derivative / np.linalg.norm(dh),
            "Divided by the length of the gradient; its size matters."),
    Mistake("a convolution", lambda dh, derivative: np.convolve(dh, derivative, "same"),
            "A convolution pairs every unit with its neighbours. Unit i goes with unit i."),
    Mistake("larger of the two", lambda dh, derivative: np.maximum(dh, derivative),
            "The larger of gradient and slope is taken; factors of one chain multiply."),
    Mistake("smaller of the two", lambda dh, derivative: np.minimum(dh, derivative),
            "The smaller of gradient and slope is taken; factors of one chain multiply."),
    Mistake("power", lambda dh, derivative: np.asarray(dh, dtype=float) ** np.asarray(derivative, dtype=float),
            "** is a power; a product of unit with unit is meant.", SLIP),
    Mistake("written into dh", _in_place,
            "It writes into dh, which the caller still needs (and fails where dh holds whole numbers): make a new array.",
            SLIP),
    Mistake("cut to whole numbers (an array made like dh)", _stored("dh"),
            "Cut to whole numbers where dh holds whole numbers: an array made like dh takes over its type.", SLIP),
    Mistake("cut to whole numbers (an array made like derivative)", _stored("derivative"),
            "Cut to whole numbers where derivative holds whole numbers: an array made like it takes over its type.", SLIP),
]
