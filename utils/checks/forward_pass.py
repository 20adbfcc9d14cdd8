"""Lesson 1: checks by properties that only the right function has, since no oracle comes before the forward pass."""

import numpy as np

from utils.checking.compare import compare
from utils.checking.values import numbers
from utils.checking.visible import Check
from utils.network import worked_network

from . import forward_pass_words as words


def _refused(value, shape):
    """A sentence where value is no array of that shape, or holds NaN or infinity; else None."""
    symptom = compare(value, np.zeros(shape))
    return symptom.words + "." if symptom and symptom.kind != "entries" else None


def _affine_cases(rng):
    x, params, _ = worked_network()
    yield x, params["W1"], params["b1"]
    yield np.array([1, 0]), np.array([[0.5, 2, 3], [4, 5, 6]]), np.array([10, 20, 30])    # a sum cut to whole numbers shows
    yield np.array([0.0, 0.0, 0.0]), rng.normal(size=(3, 2)).round(1), np.array([0.5, -0.5])
    yield rng.normal(size=4), rng.normal(size=(4, 3)), rng.normal(size=3)
    yield rng.normal(size=3), rng.normal(size=(3, 3)), rng.normal(size=3)


def _affine_complaint(value, x, W, b):
    refused = _refused(value, (W.shape[1],))
    if refused:
        return refused
    z = numbers(value)[0]
    for j in range(W.shape[1]):
        rest = z[j] - b[j]
        for i in range(W.shape[0]):          # what is left of z[j] when each product is taken away again must be 0
            rest = rest - x[i] * W[i, j]
        if abs(rest) > 1e-5 * (1 + abs(z[j])):
            return (f"z[{j}] is {z[j]:.6g}. Take away b[{j}] and every product x[i] W[i, {j}] of that unit: "
                    f"{rest:.4g} is left, it should be 0.")
    return None


def _relu_cases(rng):
    yield (np.array([-2.0, -0.5, 0.0, 0.5, 3.0]),)
    yield (np.array([3, -1, 0, 12]),)
    yield (np.array([-1000.0, 1000.0]),)
    yield (np.append(rng.normal(size=5), 0.05),)                # a small one, which a switch above 0 would lose


def _relu_complaint(value, z):
    refused = _refused(value, z.shape)
    if refused:
        return refused
    for i, (before, after) in enumerate(zip(z, numbers(value)[0])):
        if before > 0 and abs(after - before) > 1e-5:
            return f"Entry {i} is {before:.4g}: it is positive and passes unchanged; yours is {after:.4g}."
        if before <= 0 and abs(after) > 1e-5:
            return f"Entry {i} is {before:.4g}: it is not positive, so nothing passes; yours is {after:.4g}."
    return None


def _sigmoid_cases(rng):
    yield (np.array([0.0, 1.0, -1.0]),)
    yield (np.array([2, 0, -3]),)
    yield (rng.normal(size=5) * 3,)
    yield (np.array([-6.0, 8.0, -4.5]),)                        # far out, and still neither 0 nor 1
    yield (np.array([-1000.0, 1000.0, 0.5]),)


def _sigmoid_complaint(value, z):
    refused = _refused(value, z.shape)
    if refused:
        return refused + (" exp(1000) is more than a float holds." if np.max(np.abs(z)) > 100 else "")
    for i, (before, h) in enumerate(zip(z, numbers(value)[0])):
        if not -1e-9 <= h <= 1 + 1e-9:
            return f"Entry {i} is {h:.4g}: a sigmoid lies between 0 and 1."
        if abs(before) > 30:
            if abs(h - (before > 0)) > 1e-5:
                return f"Entry {i}: at z = {before:.4g} the sigmoid is {int(before > 0)} to many digits, yours is {h:.4g}."
        elif h in (0.0, 1.0) or abs(np.log(h / (1 - h)) - before) > 1e-4 * (1 + abs(before)):
            odds = "infinite ones" if h in (0.0, 1.0) else f"{np.log(h / (1 - h)):.4g}"
            return f"Entry {i}: the log-odds ln(h / (1 - h)) of a sigmoid is z = {before:.4g}; yours has {odds}."
    return None


def _softmax_cases(rng):
    yield (np.array([1.0, 2.0, 3.0]),)
    yield (np.array([0, 0]),)
    yield (rng.normal(size=4) * 2,)
    yield (np.array([-1.0, 0.0, 2.0, -3.0, 1.0]),)
    yield (np.array([5.0, 1000.0, 1001.0, -1000.0]),)
    yield (np.array([-1000.0, -1002.0]),)


def _softmax_complaint(value, z):
    refused = _refused(value, z.shape)
    if refused:
        return refused + (" exp(1000) is more than a float holds: which shift of all z leaves p as it is?"
                          if np.max(np.abs(z)) > 100 else "")
    p = numbers(value)[0]
    if np.any(p < 0):
        return f"p holds a negative number ({p.min():.4g}); probabilities do not."
    if abs(p.sum() - 1) > 1e-5:
        return f"p adds up to {p.sum():.6g}; probabilities add up to 1."
    top = 0 if z[0] - z.max() > -30 else int(np.argmax(z))
    if p[top] <= 0:
        return f"p[{top}] is {p[top]:.4g}: the softmax leaves no class without a share."
    for i in range(len(z)):
        below = float(z[i] - z[top])
        if below < -30:                       # such a p is 0 to many digits
            wrong = p[i] > 1e-9
        else:
            wrong = p[i] <= 0 or abs(np.log(p[i] / p[top]) - below) > 1e-4 * (1 + abs(below))
        if wrong:
            return (f"ln(p[{i}] / p[{top}]) should be z[{i}] - z[{top}] = {below:.4g}: "
                    f"equal steps in z are equal ratios in p. Yours has p[{i}] = {p[i]:.4g}, p[{top}] = {p[top]:.4g}.")
    return None


def _cross_entropy_cases(rng):
    yield np.array([0.2, 0.5, 0.3]), np.array([0.0, 1.0, 0.0])
    yield np.array([0.1, 0.7, 0.2]), np.array([1, 0, 0])
    yield np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.0, 0.0, 0.0, 1.0])
    yield np.array([1.0, 0.0]), np.array([1.0, 0.0])
    yield np.array([0.0, 0.4, 0.6]), np.array([0.0, 1.0, 0.0])  # a 0 that is none of the true class's business
    yield np.array([0.0, 1.0]), np.array([1.0, 0.0])


def _cross_entropy_complaint(value, p, y):
    true = float(p[np.argmax(y)])
    refused = _refused(value, ())
    if refused and "NaN" in refused:
        return "NaN: somewhere 0 is multiplied by ln 0, which is minus infinity."
    if refused:
        return refused + (" Where the true class has probability 0, any finite loss will do." if true == 0 else "")
    loss = float(numbers(value)[0])
    if true and abs(np.exp(-loss) - true) > 1e-5 * (1 + abs(loss)):
        return (f"exp(-L) should give back the probability of the true class, {true:.4g}; "
                f"yours gives {np.exp(-loss):.4g} from L = {loss:.4g}.")
    return None


def _forward_cases(rng):
    x, params, _ = worked_network()
    yield x, params
    yield -x, {name: -value for name, value in params.items()} | {"b1": np.array([1.0, -1.0, 0.5])}     # ReLU at work
    sizes = [4, 5, 2, 3]
    yield rng.normal(size=4), {f"{letter}{k + 1}": rng.normal(size=sizes[k:k + 2] if letter == "W" else sizes[k + 1])
                               for k in range(3) for letter in "Wb"}


def _forward_from_own_pieces(x, params, affine, relu, sigmoid, softmax):
    """The cache as the learner's own pieces make it, chained as the drawing shows: no piece is judged here."""
    steps = [("z1", affine, "x", "1"), ("h1", relu, "z1", ""), ("z2", affine, "h1", "2"), ("h2", sigmoid, "z2", ""),
             ("z3", affine, "h2", "3"), ("p", softmax, "z3", "")]
    cache = {"x": x}
    for name, piece, source, layer in steps:
        given = (params[f"W{layer}"], params[f"b{layer}"]) if layer else ()
        cache[name] = np.asarray(piece(cache[source], *given), dtype=float)
    return cache


CHECKS = {
    "affine": Check(("x", "W", "b"), _affine_cases, complaint=_affine_complaint, signs=words.AFFINE),
    "relu": Check(("z",), _relu_cases, complaint=_relu_complaint, signs=words.RELU),
    "sigmoid": Check(("z",), _sigmoid_cases, complaint=_sigmoid_complaint, signs=words.SIGMOID),
    "softmax": Check(("z",), _softmax_cases, complaint=_softmax_complaint, signs=words.SOFTMAX),
    "cross_entropy": Check(("p", "y"), _cross_entropy_cases, complaint=_cross_entropy_complaint, signs=words.CROSS_ENTROPY),
    "forward": Check(("x", "params"), _forward_cases, expected=_forward_from_own_pieces, source="from your own pieces"),
}
