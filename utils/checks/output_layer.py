"""Lesson 2: checks by finite differences of the forward functions that stand in the notebook.

A softmax is moved through its logits: z = ln p is one z with softmax(z) = p. A layer's gradients are measured on a loss
that is linear in z, with slope δ.
"""

import numpy as np

from utils.checking.compare import compare
from utils.checking.differences import derivative
from utils.checking.values import Unreadable, numbers
from utils.checking.visible import Check

from .measured_gradient import MEASURED_GRADIENT


def _distribution(rng, n):
    p = np.exp(rng.uniform(-1.5, 1.5, size=n))
    return p / p.sum()


def _p_cases(rng):
    yield (np.array([0.2, 0.5, 0.3]),)
    yield (np.array([0.75, 0.25]),)
    yield (_distribution(rng, 4),)
    yield (_distribution(rng, 5),)


def _p_y_cases(rng):
    yield np.array([0.2, 0.5, 0.3]), np.array([0.0, 1.0, 0.0])
    yield np.array([0.25, 0.75]), np.array([1, 0])
    yield _distribution(rng, 4), np.array([0, 0, 0, 1])
    yield _distribution(rng, 5), np.eye(5)[2]
    yield np.array([0.9, 0.004, 0.096]), np.array([0.0, 1.0, 0.0])


def _short(f, x):
    """A step small beside the smallest x, where f is a logarithm."""
    return derivative(f, x, step=2e-3 * float(np.min(x)))


def _cross_entropy_gradient_expected(p, y, cross_entropy, softmax=None):
    return _short(lambda moved: cross_entropy(moved, y), p)


def _output_delta_expected(p, y, softmax, cross_entropy):
    return derivative(lambda z: cross_entropy(softmax(z), y), np.log(p))


def _softmax_jacobian_expected(p, softmax):
    return derivative(softmax, np.log(p)).T          # derivative's first axis is the one that moves


def _cross_entropy_gradient_related(p, y, softmax, cross_entropy):
    return {"y": y, "p": p, "∂L/∂z": _output_delta_expected(p, y, softmax, cross_entropy),
            "the slope of the squared error": _squared_slope(p, y), "the loss itself": cross_entropy(p, y),
            "the slope for every class as the true one": _slopes_for_every_class(p, cross_entropy),
            "the slope for class 0": _cross_entropy_gradient_expected(p, _one_hot(0, p), cross_entropy),
            "the slope for the likeliest class": _cross_entropy_gradient_expected(p, _one_hot(np.argmax(p), p), cross_entropy),
            "the slope of the loss for yes-or-no outputs": _binary(p, y, 1),
            "the slope of that loss with a minus for the wrong classes": _binary(p, y, -1)}


def _one_hot(k, p):
    return np.eye(len(p))[k]


def _slopes_for_every_class(p, cross_entropy):
    """Entry k: how the loss feels p[k] when class k is the true one."""
    return np.array([_cross_entropy_gradient_expected(p, true, cross_entropy) @ true for true in np.eye(len(p))])


def _squared_slope(p, y):
    return derivative(lambda moved: np.sum(np.square(moved - y)), p)


def _binary(p, y, sign):
    """The slopes of the loss for yes-or-no outputs, measured; sign: of the wrong classes."""
    true = derivative(lambda moved: -np.sum(y * np.log(moved)), p, step=1e-2 * np.min(p))
    return true + sign * derivative(lambda moved: -np.sum((1 - y) * np.log(1 - moved)), p, step=1e-2 * np.min(1 - p))


_Z_NOT_P = "This is ∂L/∂z, one step further on: here p itself moves, the softmax is not in it yet."
_ADDED = "The entries are added up to one number: a gradient has an entry for each p."
_WRONG_CLASSES = "The wrong classes count as well, with 1 - p: does this loss hold any p of a wrong class?"
_TRUE_CLASS = "Right for the wrong classes. The entry of the true class is not: what is the derivative of ln p?"
_CLASS_0 = "Class 0 is taken for the true one, whatever y says. It fits the worked example only."
_LIKELIEST = "The likeliest class is taken for the true one: y says which class is true."
_CROSS_ENTROPY_WORDS = {
    "the slope for class 0": _CLASS_0, "the slope for the likeliest class": _LIKELIEST,
    "∂L/∂z": _Z_NOT_P, "minus ∂L/∂z": _Z_NOT_P, "summed to one number": _ADDED, "minus the sum": _ADDED,
    "the slope of the loss for yes-or-no outputs": _WRONG_CLASSES,
    "minus the slope of the loss for yes-or-no outputs": _WRONG_CLASSES,
    "the slope of that loss with a minus for the wrong classes": _WRONG_CLASSES,
    "the slope of the squared error": "This is the slope of the squared error, another loss.",
    "sum in every entry": "The true class's slope stands in every entry: the loss does not feel the other p.",
    "the slope for every class as the true one": "Every class has an entry: the loss holds only one of the p.",
    "the loss itself": "This is the loss itself: asked is how it changes with each p.",
    "wrong where y is 0": "Right for the true class. The wrong classes have entries too: does this loss hold their p?",
    "wrong where the result should be negative": _TRUE_CLASS, "wrong where y is 1": _TRUE_CLASS,
}


def _softmax_jacobian_related(p, softmax):
    J = _softmax_jacobian_expected(p, softmax)
    own = np.diag(J)
    return {"the table of products": np.outer(p, p), "the identity": np.eye(len(p)), "p on a diagonal": np.diag(p),
            "p[i] (1 - p[j]) everywhere": p[:, None] * (1 - p), "the diagonal in every row": np.tile(own, (len(p), 1))}


_OWN = "Each p is taken to depend on its own z alone: moving one z moves the sum, and so every p."
_ALIKE = "Every entry is treated alike: the two cases, i = j and i ≠ j, differ."
_BESIDE = "The diagonal is right, the sign beside it is turned: when one p grows, what do the others do?"
_JACOBIAN_WORDS = {
    "diagonal as a vector": _OWN, "diagonal only": _OWN, "clipped at zero": _OWN, "the identity": _OWN,
    "p on a diagonal": _OWN, "the table of products": _ALIKE, "minus the table of products": _ALIKE,
    "p[i] (1 - p[j]) everywhere": _ALIKE, "p[i] (1 - p[j]) everywhere transposed": _ALIKE,
    "the diagonal in every row": _ALIKE, "the diagonal in every row transposed": _ALIKE, "absolute value": _BESIDE, "sign turned beside the diagonal": _BESIDE,
    "minus the absolute value": "Every entry is negative: what does p[i] do when its own z[i] grows?",
    "positive part removed": "The diagonal is 0: p[i] depends on its own z[i] most of all.",
}


def _output_delta_related(p, y, softmax, cross_entropy):
    J = _softmax_jacobian_expected(p, softmax)
    slope, squared = _cross_entropy_gradient_expected(p, y, cross_entropy), _squared_slope(p, y)
    return {"∂L/∂p": slope, "p": p, "y": y, "one road's part": np.diag(J) * slope, "the softmax's Jacobian": J,
            "the products before their sum": J * slope,
            "∂L/∂z for half the squared error": J @ squared / 2, "∂L/∂z for the squared error": J @ squared,
            "δ for class 0": _output_delta_expected(p, _one_hot(0, p), softmax, cross_entropy),
            "δ for the likeliest class": _output_delta_expected(p, _one_hot(np.argmax(p), p), softmax, cross_entropy),
            "half the squared error's slope through one road": np.diag(J) * squared / 2,
            "the squared error's slope through one road": np.diag(J) * squared, "p - 1": p - 1}


_SQUARED = "This belongs to the squared error: the loss here is the cross-entropy."
_SLOPE = "A slope p (1 - p) is multiplied in, as for a squared error: it is already accounted for."
_UNSUMMED = "The products over all roads are there, in a table; their sum is missing. (* or @?)"
_ONE_ROAD = "One road only: each z moves every p, and the sum over all of them is missing."
_DELTA_WORDS = {
    "δ for class 0": _CLASS_0, "δ for the likeliest class": _LIKELIEST,
    "∂L/∂p": "This is ∂L/∂p, one step before: the softmax stands between p and z.",
    "one road's part": _ONE_ROAD, "minus one road's part": _ONE_ROAD,
    "the products before their sum": _UNSUMMED, "the products before their sum transposed": _UNSUMMED,
    "∂L/∂z for half the squared error": _SQUARED, "∂L/∂z for the squared error": _SQUARED,
    "half the squared error's slope through one road": _SLOPE, "the squared error's slope through one road": _SLOPE,
    "all zeros, one number": "The entries are added up, which always gives 0: each z has an entry of its own.",
    "p - 1": "1 is taken from every class: what does y hold for the wrong classes?",
}


def _weight_cases(rng):
    yield np.array([1.0, 2.0]), np.array([-0.8, 0.3, 0.5])
    yield np.array([2, 0, -1]), np.array([0.5, -0.25])
    yield rng.normal(size=4), rng.normal(size=3)
    yield rng.normal(size=3), rng.normal(size=3)
    yield rng.uniform(size=2), np.array([0, 1, -2, 3])


def _weight_gradient_expected(h, delta, affine):
    """The gradient of δ · z, whose slope in z is δ, when W moves."""
    W, b = np.ones((len(h), len(delta))), np.zeros(len(delta))
    return derivative(lambda moved: float(np.dot(affine(h, moved, b), delta)), W)


def _bias_gradient_expected(delta, affine):
    h, W = np.array([0.5, -1.0]), np.ones((2, len(delta)))
    return derivative(lambda b: float(np.dot(affine(h, W, b), delta)), np.zeros(len(delta)))


def _weight_gradient_related(h, delta, affine):
    right = _weight_gradient_expected(h, delta, affine)
    n_in, n_out = right.shape
    short = min(n_in, n_out)
    return {"h": h, "δ": delta, "h in every column": np.tile(np.asarray(h)[:, None], (1, n_out)),
            "δ in every row": np.tile(delta, (n_in, 1)), "h times δ, entry by entry": np.diag(right)[:short],
            "the part with i = j": right * np.eye(n_in, n_out), "the first unit's part": right * (np.arange(n_out) == 0),
            "the gradient times 1 - h": right * (1 - np.asarray(h))[:, None],
            "h times the sum of δ": np.repeat(right.sum(axis=1, keepdims=True), n_out, axis=1),
            "δ times the sum of h": np.repeat(right.sum(axis=0, keepdims=True), n_in, axis=0)}


_PAIRS = "Every input meets every unit: there is an entry for each pair."
_H_MISSING = "h is missing: how much a weight is felt depends on the input it stands on."
_WEIGHT_WORDS = {
    "transposed": "This is the transpose: rows belong to the layer's inputs, columns to its units.",
    "δ": _H_MISSING, "δ in every row": _H_MISSING,
    "h": "δ is missing: this is ∂z/∂W, the loss has not been asked yet.",
    "h in every column": "δ is missing: this is ∂z/∂W, the loss has not been asked yet.",
    "summed to one number": _PAIRS, "h times δ, entry by entry": _PAIRS,
    "the part with i = j": "Only the entries with i = j are filled. " + _PAIRS,
    "the gradient times 1 - h": "A slope of the activation is multiplied in: W comes after h, it is not on its road.",
    "the first unit's part": "Only the weights into the first unit have a gradient: the loss feels every unit.",
    "h times the sum of δ": "The δ are added up first: each unit's weights feel that unit's δ alone.",
    "δ times the sum of h": "The inputs are added up first: each weight stands on one input.",
}


def _bias_cases(rng):
    yield (np.array([-0.8, 0.3, 0.5]),)
    yield (np.array([2, 0, -1, 5]),)
    yield (rng.normal(size=4),)
    yield (rng.normal(size=5),)
    yield (np.array([0.25]),)


def _bias_gradient_related(delta, affine):
    n = len(delta)
    return {"1": 1.0, "the identity": np.eye(n), "δ times δ": np.outer(delta, delta)}


_NOT_FELT = "This says that the loss does not feel the biases. Move one: does z move?"
_Z_ONLY = "This is how z feels b. The other factor is missing: how the loss feels z."
_OWN_BIAS = "Each unit has a bias of its own, and an entry of its own."
_BIAS_WORDS = {"all zeros": _NOT_FELT, "all zeros, one number": _NOT_FELT, "all ones": _Z_ONLY, "1": _Z_ONLY,
               "the identity": _Z_ONLY, "always the same numbers": _Z_ONLY, "summed to one number": _OWN_BIAS,
               "averaged to one number": _OWN_BIAS, "sum in every entry": _OWN_BIAS, "mean in every entry": _OWN_BIAS,
               "clipped at zero": "Negative entries come out as 0: no activation stands between z and b."}


def _step_cases(rng):
    yield {"W3": np.array([[1.0, 2.0], [3.0, 4.0]]), "b3": np.array([0.5, -0.5])}, \
        {"W3": np.array([[1.0, 0.0], [-2.0, 3.0]]), "b3": np.array([1.0, -4.0])}, 0.1
    shapes = {"W1": (4, 2), "b1": (2,), "W2": (2, 3), "b2": (3,)}
    yield _random(rng, shapes), _random(rng, shapes), 0.01
    yield _random(rng, {"W1": (1, 3), "b1": (3,)}), _random(rng, {"b1": (3,), "W1": (1, 3)}), 0.25
    yield _random(rng, {"W4": (2, 2), "b4": (2,)}), _random(rng, {"W4": (2, 2), "b4": (2,)}), 2


def _random(rng, shapes):
    return {key: rng.normal(size=shape) for key, shape in shapes.items()}


def _step_complaint(value, params, grads, lr):
    """Each entry must have gone down by its slope times the rate: the way gone, per unit of the rate, is the slope."""
    if not isinstance(value, dict):
        reason = value.reason if isinstance(value, Unreadable) else numbers(value)[1] or "an array."
        return f"A dictionary with the keys of params is expected; what came back is {reason}"
    for key, old in params.items():
        if key not in value:
            return f'The key "{key}" is missing: the result has the keys of params.'
        symptom = compare(value[key], np.zeros(old.shape), key)
        if symptom and symptom.kind != "entries":
            return symptom.words + "."
        gone = (old - numbers(value[key])[0]) / lr
        wrong = np.argwhere(~(np.abs(gone - grads[key]) <= 1e-5 * (1 + np.abs(old) + np.abs(grads[key])) / min(lr, 1)))
        if len(wrong):
            return _step_words(key, tuple(int(i) for i in wrong[0]), gone, grads, lr)
    return None


def _step_words(key, index, gone, grads, lr):
    at, gradient = f"{key}{list(index)}", grads[key]
    if not np.any(gone):
        return f"{key} has not moved, though its gradient is not 0."
    if np.allclose(gone, -gradient):
        return f"{key} moves the wrong way: the gradient points to where the loss grows."
    if np.allclose(gone * lr, gradient):
        return f"{key} moves by the whole gradient: the learning rate {lr:g} does not enter."
    for other in grads:
        if other != key and _is(gone, grads[other]):
            return f"{key} moves by the gradient of {other}: the key says which of them belong together."
    return (f"{at} went down by {gone[index] * lr:.4g}, which is {gone[index]:.4g} for each unit of the learning rate; "
            f"its slope is {gradient[index]:.4g}.")


def _is(array, other):
    """Is it the other one, or that one in each of its rows?"""
    return array.shape[array.ndim - other.ndim:] == other.shape and bool(np.allclose(array, other))


CHECKS = {
    "numerical_gradient": MEASURED_GRADIENT,
    "cross_entropy_gradient": Check(("p", "y"), _p_y_cases, expected=_cross_entropy_gradient_expected,
                                    source="finite difference", related=_cross_entropy_gradient_related,
                                    words=_CROSS_ENTROPY_WORDS, scales=lambda p, y: {"n_classes": len(p)}),
    "softmax_jacobian": Check(("p",), _p_cases, expected=_softmax_jacobian_expected, source="finite difference",
                              related=_softmax_jacobian_related, words=_JACOBIAN_WORDS,
                              scales=lambda p: {"n_classes": len(p)}),
    "output_delta": Check(("p", "y"), _p_y_cases, expected=_output_delta_expected, source="finite difference",
                          related=_output_delta_related, words=_DELTA_WORDS, scales=lambda p, y: {"n_classes": len(p)}),
    "weight_gradient": Check(("h", "delta"), _weight_cases, expected=_weight_gradient_expected,
                             source="finite difference", related=_weight_gradient_related, words=_WEIGHT_WORDS,
                             scales=lambda h, delta: {"n_in": len(h), "n_out": len(delta)}),
    "bias_gradient": Check(("delta",), _bias_cases, expected=_bias_gradient_expected, source="finite difference",
                           related=_bias_gradient_related, words=_BIAS_WORDS,
                           scales=lambda delta: {"n_out": len(delta)}),
    "gradient_step": Check(("params", "grads", "lr"), _step_cases, complaint=_step_complaint),
}
