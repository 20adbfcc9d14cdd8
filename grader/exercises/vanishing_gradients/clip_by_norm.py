"""clip_by_norm: a gradient that is too long is shortened and keeps its direction."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .slopes import gradients


def reference(grads, limit):
    """clipped = grads · min(1, limit / ‖g‖),  ‖g‖ = √ Σ over all entries of all arrays of g²

    grads: W1, b1, ..., WK, bK. limit: a positive number. Returns a new dictionary with the same keys and shapes.
    """
    norm = _length(grads)
    return _times(grads, 1.0 if norm <= limit else limit / norm)


def _times(grads, factor):
    return {key: np.asarray(value, dtype=float) * factor for key, value in grads.items()}


def _length(grads, keys=""):
    return np.sqrt(sum(np.sum(np.asarray(value, dtype=float) ** 2) for key, value in grads.items() if key.startswith(keys)))


def inputs(rng):
    yield gradients(rng, [4, 5, 2, 3]), 1.5                                  # too long
    yield gradients(rng, [3, 2, 4], scale=0.02), 5.0                         # short enough: stays as it is
    yield gradients(rng, [2, 3, 5, 4, 2]), 2                                 # more layers, a whole-number limit
    yield {"W1": np.array([[3, 0], [0, -4]]), "b1": np.array([0, 0])}, 1.0   # whole numbers; length 5
    yield {"W1": np.zeros((2, 3)), "b1": np.zeros(3)}, 1.0                   # nothing to shorten: 0 / 0
    yield {"W1": np.array([[0.1, -0.2]]), "b1": np.array([2.0, 4.0])}, 3.0   # the bias makes it too long
    yield gradients(rng, [5, 4, 3], scale=30.0), 0.7                         # far too long
    grads = gradients(rng, [4, 2, 3])
    yield _times(grads, 0.8 / _length(grads)), 0.7                           # too long, and its square is not
    yield _times(grads, 3.0 / _length(grads)), 3.5                           # short enough, and its square is not
    grads = gradients(rng, [3, 4, 2])
    yield grads, 0.8 * _length(grads)                                        # each array is short enough, all together are not


def _array_by_array(grads, limit):
    return {key: np.asarray(value) * min(1.0, limit / max(np.linalg.norm(value), 1e-300)) for key, value in grads.items()}


def _layer_by_layer(grads, limit):
    clipped = {}
    for key in grads:
        layer = {other: grads[other] for other in grads if other[1:] == key[1:]}
        clipped[key] = np.asarray(grads[key]) * min(1.0, limit / max(_length(layer), 1e-300))
    return clipped


def _weights_only(grads, limit):
    factor = min(1.0, limit / max(_length(grads), 1e-300))
    return {key: np.asarray(value) * (factor if key.startswith("W") else 1.0) for key, value in grads.items()}


def _by(norm):
    """The mistake of shortening by another size than the length of everything together."""
    def clip(grads, limit):
        size = norm([np.asarray(value, dtype=float) for value in grads.values()])
        return _times(grads, min(1.0, limit / size) if size > 0 else 1.0)
    return clip


def _in_place(grads, limit):
    norm = _length(grads)
    if norm > limit:
        for key in grads:
            grads[key] *= limit / norm
    return grads


def _into_the_dictionary(grads, limit):
    norm = _length(grads)
    if norm > limit:
        for key in grads:
            grads[key] = grads[key] * (limit / norm)
    return grads


def _nothing_if_short(grads, limit):
    norm = _length(grads)
    return {key: np.asarray(value) * limit / norm for key, value in grads.items()} if norm > limit else None


def _largest_first(grads, limit):
    norm = _length(grads)
    return _times(grads, 1.0 if norm <= limit else 1 / norm)


MISTAKES = [
    Mistake("every entry cut", lambda grads, limit: {key: np.clip(value, -limit, limit) for key, value in grads.items()},
            "Each entry is cut at the limit: that turns the gradient's direction. All entries shrink by one factor."),
    Mistake("array by array", _array_by_array,
            "Each array is shortened by its own length: that turns the direction. One length, one factor for all."),
    Mistake("layer by layer", _layer_by_layer,
            "Each layer is shortened by its own length: that turns the direction. One length, one factor for all."),
    Mistake("always stretched to the limit", lambda grads, limit: _times(grads, limit / _length(grads)),
            "A gradient that is short enough is stretched to the limit; clipping only ever shortens."),
    Mistake("always stretched, 0 spared", lambda grads, limit: _times(grads, limit / (_length(grads) or 1.0)),
            "A gradient that is short enough is stretched to the limit; clipping only ever shortens."),
    Mistake("stretched where short", lambda grads, limit: _times(grads, max(1.0, limit / (_length(grads) or limit))),
            "Turned round: long gradients stay and short ones are stretched.", SLIP),
    Mistake("shortened to 1", _largest_first,
            "What is too long comes out with length 1: it should come out with the length of the limit."),
    Mistake("multiplied by the limit", lambda grads, limit: _times(grads, limit if _length(grads) > limit else 1.0),
            "What is too long is multiplied by the limit; its own length has to go."),
    Mistake("upside down", lambda grads, limit: _times(grads, _length(grads) / limit if _length(grads) > limit else 1.0),
            "The factor is upside down: what is too long becomes longer.", SLIP),
    Mistake("squared length", lambda grads, limit: _times(grads, min(1.0, limit / max(_length(grads) ** 2, 1e-300))),
            "The sum of squares is taken as the length: the root is missing.", SLIP),
    Mistake("squared length as the factor",
            lambda grads, limit: _times(grads, 1.0 if _length(grads) <= limit else limit / _length(grads) ** 2),
            "The factor is made with the sum of squares: the root is missing.", SLIP),
    Mistake("square compared",
            lambda grads, limit: _times(grads, 1.0 if _length(grads) ** 2 <= limit else limit / _length(grads)),
            "The limit is compared with the sum of squares, not with the length.", SLIP),
    Mistake("root of the factor", lambda grads, limit: _times(grads, min(1.0, np.sqrt(limit / max(_length(grads), 1e-300)))),
            "What comes out is still too long: there is a root round the factor.", SLIP),
    Mistake("weights' length only",
            lambda grads, limit: _times(grads, min(1.0, limit / max(_length(grads, "W"), 1e-300))),
            "The biases' gradients are missing in the length: all of them make one long vector."),
    Mistake("biases not shortened", _weights_only,
            "The biases' gradients keep their length: all of them shrink by the same factor."),
    Mistake("biases left out", lambda grads, limit: {
        key: value for key, value in reference(grads, limit).items() if key.startswith("W")},
            "The biases' gradients are missing in what is returned.", SLIP),
    Mistake("sum of the lengths", _by(lambda arrays: sum(np.linalg.norm(a) for a in arrays)),
            "The arrays' lengths are added up. The length of all entries together adds squares, and takes one root."),
    Mistake("longest array", _by(lambda arrays: max(np.linalg.norm(a) for a in arrays)),
            "The longest array decides alone; the length of all entries together is meant."),
    Mistake("largest entry", _by(lambda arrays: max(np.max(np.abs(a)) for a in arrays)),
            "The largest entry decides; the length of all entries together is meant."),
    Mistake("sum of absolute values", _by(lambda arrays: sum(np.sum(np.abs(a)) for a in arrays)),
            "The absolute values are added up; a length adds squares and takes the root."),
    Mistake("root mean square", _by(lambda arrays: np.sqrt(sum(np.sum(a**2) for a in arrays) / sum(a.size for a in arrays))),
            "The squares are averaged; a length adds them up."),
    Mistake("mean length", _by(lambda arrays: np.mean([np.linalg.norm(a) for a in arrays])),
            "The arrays' lengths are averaged; the length of all entries together is meant."),
    Mistake("largest stretch", _by(lambda arrays: np.sqrt(sum(np.linalg.norm(a, 2) ** 2 for a in arrays))),
            "For matrices that norm is the largest stretch; every entry counts in a length."),
    Mistake("first layer's length", lambda grads, limit: _times(
        grads, min(1.0, limit / max(_length({key: grads[key] for key in ("W1", "b1")}), 1e-300))),
            "Only the first layer's gradient is measured.", SLIP),
    Mistake("first array's length", lambda grads, limit: _times(
        grads, min(1.0, limit / max(np.linalg.norm(grads["W1"]), 1e-300))),
            "Only one array is measured.", SLIP),
    Mistake("signs cancel", _by(lambda arrays: abs(sum(np.sum(a) for a in arrays))),
            "The entries are added up with their signs, so that they cancel.", SLIP),
    Mistake("dropped when too long",
            lambda grads, limit: _times(grads, 1.0 if _length(grads) <= limit else 0.0),
            "A gradient that is too long is thrown away; it still knows the direction."),
    Mistake("limit taken away",
            lambda grads, limit: _times(grads, 1.0 if _length(grads) <= limit else 1 - limit / _length(grads)),
            "The limit is what is taken off the length; it should be what is left."),
    Mistake("not clipped", lambda grads, limit: {key: np.array(value) for key, value in grads.items()},
            "The gradients come back as they were, also where they are too long."),
    Mistake("only where too long", _nothing_if_short,
            "Where nothing has to be shortened nothing is returned: the return stands inside the if.", SLIP),
    Mistake("into the arrays", _in_place,
            "The shortened numbers are written into the arrays that came in; the caller still needs those. Make new ones.",
            SLIP),
    Mistake("into the dictionary", _into_the_dictionary,
            "The shortened arrays are put into the dictionary that came in; the caller still needs it. Make a new one.", SLIP),
    Mistake("0 / 0", lambda grads, limit: _times(grads, np.minimum(1.0, np.float64(limit) / _length(grads)))
            if _length(grads) else {key: np.full(np.shape(value), np.nan) for key, value in grads.items()},
            "A gradient of zeros becomes NaN: 0 / 0. There is nothing to shorten.", SLIP),
    Mistake("truncated to integers", lambda grads, limit: {
        key: reference(grads, limit)[key].astype(np.asarray(value).dtype) for key, value in grads.items()},
            "Gradients of whole numbers are cut to whole numbers again: are the results written into such an array?", SLIP),
    Mistake("cut above only", lambda grads, limit: {key: np.minimum(value, limit) for key, value in grads.items()},
            "Each entry is cut at the limit, on one side: that turns the direction. All entries shrink by one factor."),
    Mistake("signs times the limit", lambda grads, limit: {
        key: np.sign(value) * limit if _length(grads) > limit else np.array(value) for key, value in grads.items()},
            "Only the signs are left: every entry has the same size, which turns the direction."),
    Mistake("limit subtracted", lambda grads, limit: {
        key: value - limit if _length(grads) > limit else np.array(value) for key, value in grads.items()},
            "The limit is taken away from every entry: that turns the direction. All entries shrink by one factor."),
    Mistake("always multiplied by the limit", lambda grads, limit: _times(grads, limit),
            "Everything is multiplied by the limit; only what is too long shrinks, and its own length has to go."),
    Mistake("always divided by the limit", lambda grads, limit: _times(grads, 1 / limit),
            "Everything is divided by the limit; only what is too long shrinks, and its own length has to go."),
    Mistake("divided by the limit where too long",
            lambda grads, limit: _times(grads, 1 / limit if _length(grads) > limit else 1.0),
            "What is too long is divided by the limit; what should come out is just as long as the limit."),
    Mistake("always shortened to 1", lambda grads, limit: _times(grads, 1 / (_length(grads) or 1.0)),
            "Everything comes out with length 1: the limit is not used."),
    Mistake("limit of 1", lambda grads, limit: _times(grads, min(1.0, 1 / (_length(grads) or 1.0))),
            "The limit is always 1 here: use the argument.", SLIP),
    Mistake("1 added to the length", lambda grads, limit: _times(grads, min(1.0, limit / (_length(grads) + 1))),
            "What comes out is a little too short: 1 is added to the length.", SLIP),
    Mistake("1 added where too long",
            lambda grads, limit: _times(grads, limit / (_length(grads) + 1) if _length(grads) > limit else 1.0),
            "What comes out is a little too short: 1 is added to the length.", SLIP),
    Mistake("squared factor", lambda grads, limit: _times(grads, min(1.0, limit / (_length(grads) or limit)) ** 2),
            "The factor is squared: what comes out is too short.", SLIP),
    Mistake("sum of the weights' lengths", lambda grads, limit: _times(grads, min(1.0, limit / max(sum(
        np.linalg.norm(value) for key, value in grads.items() if key.startswith("W")), 1e-300))),
            "The weights' lengths are added up and the biases left out. The length of all entries adds squares, of all arrays."),
    Mistake("last array's length", lambda grads, limit: _times(
        grads, min(1.0, limit / max(np.linalg.norm(list(grads.values())[-1]), 1e-300))),
            "Only the last array is measured: is the sum set back in the loop?", SLIP),
    Mistake("a pair", lambda grads, limit: (reference(grads, limit), _length(grads)),
            "The length comes back too; asked for is the dictionary alone.", SLIP),
    Mistake("the length", lambda grads, limit: _length(grads),
            "This is the gradient's length; asked for are the shortened gradients.", SLIP),
    Mistake("the shortened length", lambda grads, limit: min(_length(grads), limit),
            "This is the length that should come out; asked for are the shortened gradients.", SLIP),
    Mistake("a list", lambda grads, limit: list(reference(grads, limit).values()),
            "The arrays come in a list; they are wanted in a dictionary with the keys of grads.", SLIP),
    Mistake("difference as factor", lambda grads, limit: _times(grads, 1.0 if _length(grads) <= limit else limit - _length(grads)),
            "The difference of limit and length is used as a factor: how many times shorter should the gradient be?"),
]
