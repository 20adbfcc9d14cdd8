"""Lesson 5: measures are checked by what they must do, slopes by differences of the activations that the notebook hands in."""

import numpy as np

from utils.checking.compare import compare
from utils.checking.values import numbers
from utils.checking.visible import Check

from .initial_weights import he_complaint, initial_cases, xavier_complaint, zero_complaint

NUDGE = 1e-6   # to the left: ReLU's slope at exactly 0 is then 0, as the course has it


def _left_slope(activate, activation, z):
    z = np.asarray(z, dtype=float)
    return (np.asarray(activate(z, activation)) - np.asarray(activate(z - NUDGE, activation))) / NUDGE


def _saturated_cases(rng):
    yield np.array([[0.0, 1.0, 9.0], [-9.0, 2.0, -1.0]]), "sigmoid", 0.05
    yield np.array([[2, 0], [-1, 3], [0, -2]]), "relu", 0.05
    yield 2 * rng.normal(size=(7, 3)), "tanh", 0.05
    yield 3 * rng.normal(size=(4, 9)), "sigmoid"
    yield rng.normal(size=(5, 6)), "tanh", 0.6
    yield 2 * rng.normal(size=(3, 8)), "sigmoid", 0.2
    yield np.array([[-8.0, -7.0, 7.5, -9.0]]), "sigmoid", 0.05


def _saturated_share(z, activation, flat=0.05, activate=None):
    slopes = _left_slope(activate, activation, z).ravel()
    return sum(1 for slope in slopes if slope < flat) / len(slopes)


def _saturated_related(z, activation, flat=0.05, activate=None):
    slopes = _left_slope(activate, activation, z)
    h = np.asarray(activate(np.asarray(z, dtype=float), activation))
    return {"the share that is not flat": np.mean(slopes >= flat), "the mean slope": np.mean(slopes),
            "a share taken at h": np.mean(_left_slope(activate, activation, h) < flat),
            "the share with a small h": np.mean(h < flat),
            "the share with a fixed threshold of 0.05": np.mean(slopes < 0.05)}


SATURATED_WORDS = {
    "a share taken at h": "The slope is taken at h in place of z: the activation is applied before it is differentiated.",
    "the share with a small h": "h itself is compared with the threshold; saturated means that the slope is small.",
    "the share with a fixed threshold of 0.05": "The threshold is always 0.05: use the argument flat.",
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
    return _left_slope(activate, activation, np.linspace(-4, 4, 801)).max()


def _longest_step(W, activation, activate):
    return _steepest(activation, activate) * _stretch(W)


def _bound_related(W, activation, activate):
    stretch, steepest = _stretch(W), _steepest(activation, activate)
    return {"the stretch of W alone": stretch, "the steepest slope alone": steepest,
            "the length of all weights": steepest * np.sqrt(np.sum(np.square(W))), "the slope added": stretch + steepest,
            "the largest weight": steepest * np.max(np.abs(W)), "a slope of 0.25 for all": 0.25 * stretch}


BOUND_WORDS = {
    "the stretch of W alone": "This is what W can do. δ also passes the activation: how steep can that be at most?",
    "the steepest slope alone": "This is the steepest slope alone. δ also comes back through the weights.",
    "the length of all weights": "The root of the sum of all squared weights is more than W can do to one vector: "
                                 "look at the order of the norm.",
    "the slope added": "The two factors are added; one after the other they multiply.",
    "the largest weight": "One weight does not decide: the contributions of many weights can point the same way.",
    "a slope of 0.25 for all": "Every slope is taken to be a sigmoid's: the second argument says which activation it is.",
}


def _gradients(rng, sizes, scale=1.0):
    grads = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        grads[f"W{layer}"] = (scale * rng.uniform(0.5, 2) * rng.normal(size=(n_in, n_out))).round(3)
        grads[f"b{layer}"] = (scale * rng.normal(size=n_out)).round(3)
    return grads


def _norm_cases(rng):
    yield ({"W1": np.array([[3, 0], [0, -4]]), "b1": np.array([5, 12])},)
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
    if np.isclose(norm, squares[layer - 1]):
        return " The root is missing."
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


def _dead_cases(rng):
    yield (np.array([[1.0, -1.0, -2.0], [2.0, -3.0, 0.5]]),)
    yield (np.array([[2, -1, 0, -3], [-2, -1, 0, 3], [-1, -4, -2, 0]]),)
    yield (np.array([[-5.0, 1.0, -1.0, -0.1], [0.5, -9.0, -1.0, -0.2], [-4.0, -9.0, 0.0, 0.1]]),)
    yield (rng.normal(size=(6, 5)) - 1.2,)
    yield (np.array([[0.5, -0.5, 0.0]]),)
    yield (np.array([[-1.0, -2.0, 1.0], [-3.0, 1.0, -1.0], [-1.0, -1.0, 2.0]]),)


def _unmoved(z, activate):
    """Units whose output does not change for any sample when their z is lowered a little."""
    moved = _left_slope(activate, "relu", z) != 0
    return np.array([not any(moved[:, unit]) for unit in range(moved.shape[1])])


def _dead_related(z, activate):
    moved = _left_slope(activate, "relu", z) != 0
    return {"alive": ~_unmoved(z, activate), "off for some sample": ~moved.all(axis=0), "on for every sample": moved.all(axis=0),
            "by sample": ~moved.any(axis=1), "how often off": 1 - moved.mean(axis=0), "h": np.all(z == 0, axis=0),
            "strict": np.all(np.asarray(z) < 0, axis=0), "mean": np.mean(z, axis=0) <= 0}


DEAD_WORDS = {
    "alive": "These are the living units: true and false are swapped.",
    "off for some sample": "These units are off for some sample; a dead one is off for every sample.",
    "on for every sample": "These units are on for every sample; the dead are off for every sample.",
    "by sample": "This has an entry for each sample; units are columns.",
    "how often off": "This is the share of samples for which a unit is off; dead means all of them.",
    "h": "z is compared with 0 as if it were h: an off unit has a negative z.",
    "strict": "Right but for z of exactly 0: this course takes ReLU's slope there to be 0, so nothing passes.",
    "mean": "The mean of z is not positive here; a unit that is on for a single sample still learns from it.",
}


def _distinct_cases(rng):
    yield np.array([[1.0, 2.0, 1.0], [3.0, 4.0, 3.0]]), np.array([0.5, 0.5, 0.5])
    yield np.array([[1, 2, 1], [2, 1, 2]]), np.array([0, 0, 1])
    W = rng.normal(size=(4, 3)).round(2)[:, [0, 1, 1, 2, 0]]
    yield W + 1e-9 * rng.uniform(-1, 1, size=W.shape), np.zeros(5)
    yield np.array([[0.1, 0.2, 0.4, 0.2], [0.1, 0.2, 0.4, 0.2]]), np.zeros(4)
    yield np.full((3, 6), 0.02), np.zeros(6)
    yield np.array([[1.0, 1.0, 2.0, 2.0], [3.0, 3.0, 4.0, 4.0]]), np.array([0.0, 1.0, 0.0, 1.0])
    yield np.array([[0.3, 0.304], [0.5, 0.5]]), np.array([0.1, 0.1])
    yield np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([2.0, 1.0])
    yield np.array([[0.5, -0.5], [0.5, -0.5], [0.5, 0.5]]), np.array([1.0, 1.0])
    yield rng.normal(size=(2, 5)).round(2), np.full(5, 0.1)


def _different_answers(W, b):
    """How many different answers the units give to the same random inputs."""
    x = np.random.default_rng(0).normal(size=(20, len(W)))
    seen = []
    for answers in (x @ W + b).T:
        if not any(np.max(np.abs(answers - other)) < 1e-4 for other in seen):
            seen.append(answers)
    return len(seen)


CHECKS = {
    "saturated_fraction": Check(("z", "activation", "flat"), _saturated_cases, expected=_saturated_share,
                                source="by differences of the activation", related=_saturated_related,
                                words=SATURATED_WORDS,
                                scales=lambda z, *_: {"N n": np.size(z), "N": len(z), "n": np.shape(z)[1]}),
    "step_bound": Check(("W", "activation"), _bound_cases, expected=_longest_step, source="found by trying",
                        related=_bound_related, words=BOUND_WORDS),
    "gradient_norms": Check(("grads",), _norm_cases, complaint=_norm_complaint),
    "clip_by_norm": Check(("grads", "limit"), _clip_cases, complaint=_clip_complaint),
    "dead_units": Check(("z",), _dead_cases, expected=_unmoved, source="by lowering z a little", related=_dead_related,
                        words=DEAD_WORDS),
    "distinct_units": Check(("W", "b"), _distinct_cases, expected=_different_answers, source="by their answers"),
    "zero_init": Check(("sizes",), lambda rng: [([3, 3, 3, 3],), ([4, 3, 2],), ([1, 5],), ([2, 6, 3, 5, 4],)], complaint=zero_complaint),
    "xavier_init": Check(("sizes", "rng"), initial_cases, verify=xavier_complaint),
    "he_init": Check(("sizes", "rng"), initial_cases, verify=he_complaint),
}
