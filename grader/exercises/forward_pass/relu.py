"""relu: the activation of the first hidden layer."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(z):
    """h[i] = max(z[i], 0)

    z: (n,), floats or integers. Returns (n,).
    """
    return np.maximum(z, 0)


def inputs(rng):
    yield (np.array([-2.0, -0.5, 0.0, 0.04, 0.4, 3.0]),)  # both signs and an exact zero: |z|, a leak or a step shows;
                                                        # small ones, which another threshold would lose
    yield (np.array([3, -1, 0, 12]),)                   # integers; 12 shows a ceiling such as 1 or 6
    yield (rng.normal(size=7) * 3,)                     # negative entries between positive ones: order and places
    yield (rng.normal(size=4) - 3,)                     # nearly all off
    yield (np.array([-1000.0, 1000.0, 0.25]),)          # exp in a smooth stand-in overflows


def related(z):
    return {"z": z, "the part that ReLU takes away": np.minimum(z, 0)}


def _elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


def _last_positive(z):
    on = np.nonzero(z > 0)[0]
    return np.where(np.arange(len(z)) == (on[-1] if len(on) else -1), z, 0)


MISTAKES = [
    Mistake("nothing happens", lambda z: np.array(z),
            "Negative entries come out as they went in: nothing is switched off."),
    Mistake("absolute value", lambda z: np.abs(z),
            "Negative entries come out positive. A unit below zero is off; its sign is not turned."),
    Mistake("keeps the negative side", lambda z: np.minimum(z, 0),
            "The wrong side is kept: positive entries pass, negative ones do not."),
    Mistake("sign turned", lambda z: -np.maximum(z, 0),
            "The right entries are kept, but with their sign turned.", SLIP),
    Mistake("flipped", lambda z: np.maximum(-z, 0),
            "Negative entries pass (turned positive) and positive ones are switched off: it is the other way round."),
    Mistake("the derivative", lambda z: (np.asarray(z) > 0) * 1.0,
            "This says which entries are on (1 or 0), which is the derivative. ReLU passes the entry itself."),
    Mistake("the derivative, 1 at zero", lambda z: (np.asarray(z) >= 0) * 1.0,
            "This says which entries are on (1 or 0), which is the derivative. ReLU passes the entry itself."),
    Mistake("leaky", lambda z: np.where(z > 0, z, 0.01 * z),
            "A little of each negative entry leaks through; here nothing passes below zero."),
    Mistake("leaky, 0.1", lambda z: np.where(z > 0, z, 0.1 * z),
            "A little of each negative entry leaks through; here nothing passes below zero."),
    Mistake("leaky, 0.2", lambda z: np.where(z > 0, z, 0.2 * z),
            "A little of each negative entry leaks through; here nothing passes below zero."),
    Mistake("one number", lambda z: np.max(z, 0),
            "This is the largest entry, a single number: the second argument of np.max is an axis. "
            "ReLU compares each entry with 0.", SLIP),
    Mistake("largest entry or zero", lambda z: max(np.max(z), 0),
            "This is one number for the whole layer. ReLU looks at each entry on its own."),
    Mistake("negative entries removed", lambda z: z[z > 0],
            "Negative entries are removed, so the layer shrinks: they should stay in their places, as zeros."),
    Mistake("zero and negative entries removed", lambda z: z[z >= 0],
            "Negative entries are removed, so the layer shrinks: they should stay in their places, as zeros."),
    Mistake("a zero and the entry itself", lambda z: np.array([v for entry in z for v in ([0, entry] if entry < 0 else [entry])]),
            "A negative entry gives two numbers, a zero and itself: after the zero nothing else is appended for it. (else?)", SLIP),
    Mistake("a zero and the entry itself, at 0 too",
            lambda z: np.array([v for entry in z for v in ([0, entry] if entry <= 0 else [entry])]),
            "A negative entry gives two numbers, a zero and itself: after the zero nothing else is appended for it. (else?)", SLIP),
    Mistake("ceiling at 1", lambda z: np.clip(z, 0, 1),
            "Positive entries are cut off at 1. ReLU has no ceiling."),
    Mistake("ceiling at 6", lambda z: np.clip(z, 0, 6),
            "Positive entries are cut off at 6. ReLU has no ceiling."),
    Mistake("softplus", lambda z: np.logaddexp(0, z),
            "This is the softplus, a rounded ReLU: near zero the two differ."),
    Mistake("softplus, unstable", lambda z: np.log(1 + np.exp(z)),
            "This is the softplus, a rounded ReLU (and it overflows for large z): near zero the two differ."),
    Mistake("ELU", _elu, "Below zero this follows an exponential (an ELU); ReLU is 0 there."),
    Mistake("sigmoid", lambda z: 1 / (1 + np.exp(-z)), "This is the sigmoid, the activation of another layer."),
    Mistake("tanh", lambda z: np.tanh(z), "This is tanh, another activation."),
    Mistake("negative entries become 1", lambda z: np.where(z > 0, z, 1),
            "Entries that are off come out as 1; they should give nothing.", SLIP),
    Mistake("floor above zero", lambda z: np.maximum(z, 1),
            "Small entries are raised to 1: the floor is too high.", SLIP),
    Mistake("small entries lost", lambda z: np.where(z > 1, z, 0),
            "Entries between 0 and 1 are lost as well: the switch is at zero.", SLIP),
    Mistake("small entries lost, below 0.5", lambda z: np.where(z > 0.5, z, 0),
            "Small positive entries are lost as well: the switch is at zero.", SLIP),
    Mistake("small entries lost, below 0.1", lambda z: np.where(z > 0.1, z, 0),
            "Small positive entries are lost as well: the switch is at zero.", SLIP),
    Mistake("swish", lambda z: z / (1 + np.exp(-z)),
            "Each entry is multiplied by its sigmoid (a swish): below zero a little is left, and above some is missing."),
    Mistake("shifted down", lambda z: np.maximum(z - 1, 0),
            "Something is taken away before the switch: entries that are on pass unchanged.", SLIP),
    Mistake("largest only", lambda z: np.where(z == np.max(z), np.maximum(z, 0), 0),
            "Only the largest entry is left: every positive one passes."),
    Mistake("last positive entry only", lambda z: _last_positive(z),
            "Only the last positive entry is left: is the result made anew inside the loop?", SLIP),
    Mistake("squared", lambda z: np.maximum(z, 0) * z,
            "Entries that are on are multiplied by themselves; they should pass unchanged.", SLIP),
    Mistake("truncated to integers", lambda z: np.maximum(z, 0).astype(int),
            "The result is cut to whole numbers: is it stored in an array of integers?", SLIP),
    Mistake("first entry only", lambda z: np.concatenate([np.maximum(z[:1], 0), z[1:]]),
            "Only the first entry is looked at, the others come out as they went in: does the loop return too early?",
            SLIP),
    Mistake("NaN below zero", lambda z: np.where(z > 0, z, np.nan),
            "Entries that are off come out as NaN (0/0?); they should be 0.", SLIP),
]
