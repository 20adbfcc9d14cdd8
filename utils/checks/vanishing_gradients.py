"""Lesson 5: measures are checked by what they must do, slopes by differences of the activations that the notebook hands in."""

import numpy as np

from utils.checking import initial_weights
from utils.checking.compare import compare
from utils.checking.values import numbers
from utils.checking.visible import Check

from .initial_weights import he_complaint, xavier_complaint, zero_complaint
from .units import (DEAD_WORDS, DISTINCT_WORDS, dead_cases, dead_related, different_answers, distinct_cases, distinct_related,
                    left_slope, unmoved)


def _saturated_cases(rng):
    yield np.array([[0.0, 1.0, 9.0], [-9.0, 2.0, -1.0]]), "sigmoid", 0.05
    yield np.array([[2, 0], [-1, 3], [0, -2]]), "relu", 0.05
    yield 2 * rng.normal(size=(7, 3)), "tanh", 0.05
    yield 3 * rng.normal(size=(4, 9)), "sigmoid"
    yield rng.normal(size=(5, 6)), "tanh", 0.6
    yield 2 * rng.normal(size=(3, 8)), "sigmoid", 0.2
    yield np.array([[-8.0, -7.0, 7.5, -9.0]]), "sigmoid", 0.05
    yield np.array([[1.5, -2.0, 0.5], [0.25, 3.0, -1.0]]), "relu", 1.0
    yield rng.normal(size=(3, 5)), "relu", 1.0


def _saturated_share(z, activation, flat=0.05, activate=None):
    slopes = np.round(left_slope(activate, activation, z), 6).ravel()
    return sum(1 for slope in slopes if slope < flat) / len(slopes)


def _saturated_related(z, activation, flat=0.05, activate=None):
    slopes = np.round(left_slope(activate, activation, z), 6)
    h = np.asarray(activate(np.asarray(z, dtype=float), activation))
    low = slopes < flat
    return {"the sloped share": 1 - np.mean(low), "each unit's share": np.mean(low, axis=0),
            "each sample's share": np.mean(low, axis=1), "each entry's answer": low, "the mean slope": np.mean(slopes),
            "the share at h": np.mean(left_slope(activate, activation, h) < flat),
            "the share of small h": np.mean(h < flat),
            "the share of h at its ends": np.mean((h < flat) | (h > 1 - flat)),
            "the share of small z": np.mean(z < flat), "the share of small |z|": np.mean(np.abs(z) < flat),
            "the share of large |z|": np.mean(np.abs(z) > flat), "the share below 0.05": np.mean(slopes < 0.05),
            "the share up to flat": np.mean(slopes <= flat),
            "the flat share above 0": np.mean(low & (z > 0)), "the flat share below 0": np.mean(low & (z < 0)),
            "a sigmoid's share": np.mean(left_slope(activate, "sigmoid", z) < flat),
            "the share of flat units": np.mean(low.all(axis=0)),
            "tanh's share": np.mean(left_slope(activate, "tanh", z) < flat),
            "the share of slopes of 0": np.mean(np.abs(slopes) < 1e-9)}


SATURATED_WORDS = {
    "the sloped share": "This is the share that is not flat: the two add up to 1.",
    "each unit's share": "This is a share for each unit; asked for is one number for the whole layer.",
    "each sample's share": "This is a share for each sample; asked for is one number for the whole layer.",
    "each entry's answer": "This says of each entry whether it is flat; asked for is the share of those that are.",
    "the mean slope": "This is the mean slope. Which share of the entries has a slope below the threshold?",
    "the share at h": "The slope is taken at h in place of z: the activation is applied before it is differentiated.",
    "the share of small h": "h itself is compared with the threshold; saturated means that the slope is small.",
    "the share of h at its ends": "h is compared with 0 and 1. The threshold is for the slope, not for h.",
    "the share of small z": "z itself is compared with the threshold; saturated means that the slope is small.",
    "the share of small |z|": "The size of z is compared with the threshold; saturated means that the slope is small.",
    "the share of large |z|": "The size of z is compared with the threshold; saturated means that the slope is small.",
    "the share up to flat": "Right but where a slope is exactly flat: smaller than flat is asked for.",
    "the share below 0.05": "The threshold is always 0.05: use the argument flat.",
    "the flat share above 0": "Only the entries with z > 0 are counted: an activation can be flat on the other side too.",
    "the flat share below 0": "Only the entries with z < 0 are counted: an activation can be flat on the other side too.",
    "a sigmoid's share": "Every layer is treated as a sigmoid: the second argument says which activation it has.",
    "tanh's share": "Every layer is treated as a tanh: the second argument says which activation it has.",
    "the share of flat units": "Only units that are flat for every sample are counted; each entry of z counts for itself.",
    "the share of slopes of 0": "Only slopes of exactly 0 are counted; a slope below the threshold is as good as flat.",
}


def _bound_cases(rng):
    yield np.array([[3.0, 0.0], [0.0, -4.0]]), "sigmoid"
    yield rng.normal(size=(4, 3)).round(2), "relu"
    yield rng.normal(size=(2, 5)).round(2), "tanh"
    yield rng.normal(size=(3, 3)).round(2), "sigmoid"
    yield np.array([[0, 3, 0], [0, 0, 1], [0, 0, 0]]), "tanh"


def _stretch(W):
    """Found by trying: the direction of δ that comes out longest."""
    delta = np.random.default_rng(0).normal(size=W.shape[1])
    for _ in range(150):                       # there and back, until δ points where W stretches most
        delta = (delta @ W.T) @ W
        delta = delta / np.sqrt(np.sum(delta**2))
    return np.sqrt(np.sum((delta @ W.T) ** 2))


def _steepest(activation, activate):
    return left_slope(activate, activation, np.linspace(-4, 4, 801)).max()


def _longest_step(W, activation, activate):
    return _steepest(activation, activate) * _stretch(W)


def _bound_related(W, activation, activate):
    stretch, steepest, size = _stretch(W), _steepest(activation, activate), np.sqrt(np.sum(np.square(W)))
    value = float(np.asarray(activate(np.zeros(1), activation))[0])
    sums = np.abs(W).sum(axis=0).max(), np.abs(W).sum(axis=1).max()
    return {"the stretch of W": stretch, "the steepest slope": steepest,
            "the slope times the length of all weights": steepest * size, "the length of all weights": size,
            "slope and stretch added": stretch + steepest,
            "the slope times the largest weight": steepest * np.max(np.abs(W)),
            "the slope times the largest column sum": steepest * sums[0],
            "the slope times the largest row sum": steepest * sums[1], "a quarter of the stretch": 0.25 * stretch,
            "the stretch times the value at 0": (value or steepest) * stretch,
            "the stretch times the slope at 0": left_slope(activate, activation, np.zeros(1))[0] * stretch,
            "the slope times the squared stretch": steepest * stretch**2,
            "the stretch times the slope at 1": left_slope(activate, activation, np.ones(1))[0] * stretch,
            "the squared slope times the stretch": steepest**2 * stretch,
            "the stretch divided by the slope": stretch / steepest,
            "the stretch times the slope at W": left_slope(activate, activation, W).max() * stretch}


BOUND_WORDS = {
    "the stretch times the slope at W": "The slope is taken at the weights; it belongs to z, and the bound needs its "
                                        "largest value anywhere.",
    "the stretch of W": "This is what W can do. δ also passes the activation: how steep can that be at most?",
    "the steepest slope": "This is the steepest slope alone. δ also comes back through the weights.",
    "the slope times the length of all weights": "The root of the sum of all squared weights is more than W can do "
                                                 "to one vector: look at the order of the "
                   "norm.",
    "the length of all weights": "Two things: this norm is more than W can do to one vector, and the activation's "
                                 "slope is missing.",
    "slope and stretch added": "The two factors are added; one after the other they multiply.",
    "the slope times the largest weight": "One weight does not decide: the contributions of many weights can point "
                                          "the same way.",
    "the slope times the largest column sum": "This is the largest column sum of |W|; lengths of vectors are "
                                              "stretched by another norm of W.",
    "the slope times the largest row sum": "This is the largest row sum of |W|; lengths of vectors are stretched by "
                                           "another norm of W.",
    "a quarter of the stretch": "Every slope is taken to be a sigmoid's: the second argument says which activation it is.",
    "the stretch times the value at 0": "For the sigmoid its value at 0 stands where its slope belongs: how steep is "
                                        "it there?",
    "the stretch times the slope at 0": "The slope is taken at z = 0. For ReLU the course calls it 0 there, and it "
                                        "is steeper elsewhere.",
    "the stretch times the slope at 1": "The slope is taken at z = 1; where is the activation steepest?",
    "the slope times the squared stretch": "The stretch of W enters squared: W Wᵀ stretches twice, W once.",
    "the squared slope times the stretch": "The slope enters twice: δ passes one activation on its way through one layer.",
    "the stretch divided by the slope": "δ is multiplied by the slope; here the weights are divided by it.",
}


def _gradients(rng, sizes, scale=1.0):
    grads = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        grads[f"W{layer}"] = (scale * rng.uniform(0.5, 2) * rng.normal(size=(n_in, n_out))).round(3)
        grads[f"b{layer}"] = (scale * rng.normal(size=n_out)).round(3)
    return grads


def _norm_cases(rng):
    yield ({"W1": np.array([[2, 0, -1], [4, 2, 0]]), "b1": np.array([5, 12, 0])},)
    yield (_gradients(rng, [4, 5, 2, 3]),)
    backwards = _gradients(rng, [2, 3, 4, 2])
    yield ({key: backwards[key] for key in reversed(backwards)},)
    yield (_gradients(rng, rng.integers(2, 5, size=12)),)


def _norm_complaint(value, grads):
    depth = len(grads) // 2
    symptom = compare(value, np.zeros(depth))
    if symptom and symptom.kind != "entries":
        return symptom.words + f" (the network has {depth} layer{'s' * (depth > 1)})."
    weights = [np.asarray(grads[f"W{layer}"], dtype=float) for layer in range(1, depth + 1)]
    squares = [sum(entry * entry for entry in array.flat) for array in weights]
    for layer, norm in enumerate(numbers(value)[0], start=1):
        rest = norm * norm - squares[layer - 1]
        if norm < 0 or abs(rest) > 1e-4 * (1e-6 + squares[layer - 1]):
            return (f"Layer {layer} of {depth}: square yours and take away the square of every entry of ∂L/∂W{layer}: "
                    f"{rest:.4g} is left, it should be 0.{_norm_clue(norm, squares, layer, grads)}")
    return None


def _norm_clue(norm, squares, layer, grads):
    bias = np.asarray(grads[f"b{layer}"], dtype=float)
    W = np.asarray(grads[f"W{layer}"], dtype=float)
    if np.isclose(norm, squares[layer - 1]):
        return " The root is missing."
    if np.isclose(norm, np.linalg.norm(W, 2)):
        return " Yours is the largest stretch of the matrix, the norm of step_bound; here every entry counts."
    if np.isclose(norm, np.abs(W).sum()):
        return " Yours adds up absolute values; a length adds squares."
    if np.isclose(norm, np.abs(W).max()):
        return " Yours is the largest entry alone."
    if np.isclose(norm**2 * W.size, squares[layer - 1]):
        return " Yours averages the squares; a length adds them up."
    if np.isclose(abs(norm), abs(W.sum())):
        return " Yours adds up the entries with their signs, so that they cancel."
    if np.isclose(norm**2, squares[layer - 1] + bias @ bias):
        return " That is the bias's part: asked for are the weights alone."
    for other, square in enumerate(squares, start=1):
        if other != layer and np.isclose(norm**2, square):
            return f" Yours is the size of layer {other}: look at the order."
    return ""


def _clip_cases(rng):
    yield {"W1": np.array([[3, 0], [0, -4]]), "b1": np.array([0, 0])}, 1.0
    yield {"W1": np.array([[0.3, -0.4]]), "b1": np.array([0.0, 0.0])}, 1.0
    yield {"W1": np.array([[0.1, -0.2]]), "b1": np.array([2.0, 4.0])}, 3.0
    yield _gradients(rng, [4, 5, 2, 3]), 2
    yield _gradients(rng, [3, 4, 2], scale=0.3), 1.2
    yield {"W1": np.array([[0.48, 0.64]]), "b1": np.zeros(2)}, 0.7
    yield {"W1": np.array([[1.8, 2.4]]), "b1": np.zeros(2)}, 4.0
    yield {"W1": np.zeros((2, 3)), "b1": np.zeros(3)}, 1.0


def _clip_complaint(value, grads, limit):
    for key, array in grads.items():
        symptom = compare(value, {key: np.zeros(np.shape(array))})
        if symptom and symptom.kind != "entries":
            return symptom.words + (". Is something divided by 0?" if symptom.kind == "nan" else ".")
    before, after = (np.concatenate([numbers(source[key])[0].ravel() for key in grads]) for source in (grads, value))
    long, left = np.sqrt(before @ before), np.sqrt(after @ after)
    moved = [i for i in range(len(before)) if before[i] and not np.isclose(after[i] * long, before[i] * left, atol=1e-5)]
    if moved or np.any(after[before == 0]):
        return ("The direction has changed: all entries of all arrays, biases too, must shrink by one and the same factor, "
                "and keep their signs.")
    if long <= limit:
        return None if np.isclose(left, long, rtol=1e-5) else (
            f"This gradient is {long:.4g} long, the limit is {limit:g}: it should stay as it is, yours is {left:.4g} long.")
    return None if np.isclose(left, limit, rtol=2e-5) else (
        f"This gradient is {long:.4g} long, all arrays together, and the limit is {limit:g}: what comes out should be just "
        f"as long as the limit, yours is {left:.4g} long.")


CHECKS = {
    "saturated_fraction": Check(("z", "activation", "flat"), _saturated_cases, expected=_saturated_share,
                                source="by differences of the activation", related=_saturated_related,
                                words=SATURATED_WORDS,
                                scales=lambda z, *_: {"N n": np.size(z), "N": len(z), "n": np.shape(z)[1]}),
    "step_bound": Check(("W", "activation"), _bound_cases, expected=_longest_step, source="found by trying",
                        related=_bound_related, words=BOUND_WORDS),
    "gradient_norms": Check(("grads",), _norm_cases, complaint=_norm_complaint),
    "clip_by_norm": Check(("grads", "limit"), _clip_cases, complaint=_clip_complaint),
    "dead_units": Check(("z",), dead_cases, expected=unmoved, source="by lowering z a little", related=dead_related,
                        words=DEAD_WORDS),
    "distinct_units": Check(("W", "b"), distinct_cases, expected=different_answers, source="by their answers",
                            related=distinct_related, words=DISTINCT_WORDS),
    "zero_init": Check(("sizes",), lambda rng: [([3, 3, 3, 3],), ([4, 3, 2],), ([1, 5],), ([2, 6, 3, 5, 4],)],
                       complaint=zero_complaint),
    "xavier_init": Check(("sizes", "rng"), initial_weights.cases, verify=xavier_complaint),
    "he_init": Check(("sizes", "rng"), initial_weights.cases, verify=he_complaint),
}
