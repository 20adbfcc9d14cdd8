"""Lesson 4: a batch is judged by what one sample at a time gives, a gradient by finite differences of the forward pass.

The forward pass is made of the functions of lesson 1 that the notebook hands in, one sample after the other; there is no
forward and no backward pass for a batch in here.
"""

import copy

import numpy as np

from utils.checking.compare import TOLERANCE, compare
from utils.checking.differences import derivative
from utils.checking.report import CheckFailed
from utils.checking.values import Unreadable, numbers
from utils.checking.visible import Check
from utils.network import worked_network

from .batch_pass import Pass

LESSON_1 = ["relu", "sigmoid"]


def _draw(rng, sizes):
    return {f"{letter}{layer + 1}": rng.normal(size=sizes[layer:layer + 2] if letter == "W" else sizes[layer + 1]).round(2)
            for layer in range(len(sizes) - 1) for letter in "Wb"}


def _labels(rng, samples, classes):
    return np.eye(classes)[(np.arange(samples) + rng.integers(classes)) % classes]


def _whole_numbers(rng):
    """(X, params) with z1 exactly 0 in places and whole numbers in X and W1."""
    params = _draw(rng, [2, 3, 2, 4])
    params["W1"], params["b1"] = np.array([[1, -2, 3], [1, 1, -1]]), np.array([0, 0.5, 0])
    return np.array([[1, -1], [2, 1], [1, 3]]), params


def _far_apart():
    """(X, params) whose logits are near 1000 in one row, near -1000 in another and far apart in the third."""
    params = {"W1": np.eye(3), "b1": np.zeros(3), "W2": 1800.0 * np.eye(3), "b2": -900.0 * np.ones(3), "b3": np.zeros(4),
              "W3": np.array([[1000.0, 1001.0, 999.5, 1000.0], [-1000.0, -1001.0, -999.0, -1002.0], [-1000.0, 1000.0, 0, 998]])}
    return np.eye(3, dtype=int), params


# ---- forward

def _forward_batch_cases(rng):
    x, params, _ = worked_network()
    yield np.array([x, [0.9, -0.4, 0.2]]), params
    yield rng.normal(size=(4, 3)).round(2), _draw(rng, [3, 5, 2, 6])
    yield rng.normal(size=(1, 2)).round(2), _draw(rng, [2, 4, 3, 5])
    yield rng.normal(size=(3, 3)).round(2), _draw(rng, [3, 3, 3, 3])
    yield _whole_numbers(rng)
    yield _far_apart()


def _forward_deep_cases(rng):
    yield rng.normal(size=(3, 2)).round(2), _draw(rng, [2, 4]), []
    yield rng.normal(size=(4, 3)).round(2), _draw(rng, [3, 2, 5]), ["tanh"]
    yield rng.normal(size=(2, 4)).round(2), _draw(rng, [4, 3, 5, 6]), ["sigmoid", "relu"]
    yield rng.normal(size=(1, 3)).round(2), _draw(rng, [3, 2, 4, 6, 5]), ["relu", "tanh", "sigmoid"]
    yield rng.normal(size=(3, 3)).round(2), _draw(rng, [3, 3, 3, 3]), ["tanh", "sigmoid"]
    yield (*_whole_numbers(rng), LESSON_1)
    yield (*_far_apart(), LESSON_1)
    yield rng.normal(size=(2, 3)).round(2), _draw(rng, [3, 2, 4, 3, 2, 3, 2, 4, 2, 3, 2]), ["tanh", "sigmoid", "relu"] * 3


def _forward_batch_complaint(value, X, params, forward):
    try:
        rows = [forward(x, params) for x in X]
        right = {key: np.array([np.asarray(row[key], dtype=float) for row in rows])
                 for key in ("x", "z1", "h1", "z2", "h2", "z3", "p")}
    except Exception as error:
        raise CheckFailed(f"not judged: forward of lesson 1 stops with a {type(error).__name__} on one row. "
                          "Run the cells at the top again.") from None
    return _cache_complaint(value, right, "forward(X[{n}], params)")


def _forward_deep_complaint(value, X, params, activations, affine, relu, sigmoid, softmax):
    right = Pass(params, activations, affine, relu, sigmoid, softmax).cache(X)
    last = len(activations) + 1
    if isinstance(value, dict) and "p" in value and f"z{last}" not in value:
        return (f"{last} layers, {len(activations)} of them hidden: z{last} is missing. The last layer has no name in "
                "activations; its z goes to the softmax.")
    return _cache_complaint(value, right, "sample {n} alone")


def _cache_complaint(value, right, source):
    """A sentence about the first entry of the cache that is not, row by row, what one sample at a time gives."""
    if isinstance(value, Unreadable) or not isinstance(value, dict):
        what = value.reason if isinstance(value, Unreadable) else f"this is a {type(value).__name__}"
        return f"A dictionary with the keys {', '.join(right)} is expected; {what}."
    logits = right[list(right)[-2]]
    for key, expected in right.items():
        if key not in value:
            return f'The key "{key}" is missing: the cache of a batch has the same keys as that of a sample.'
        symptom = compare(value[key], expected, key)
        if symptom:
            return _rows_words(key, value[key], expected, symptom, source, logits)
    return None


def _rows_words(key, value, expected, symptom, source, logits):
    got = numbers(value)[0]
    if symptom.kind == "shape":
        if got.shape == expected.T.shape and got.shape != expected.shape:
            return f"{key} has shape {got.shape}: samples stand in its columns. Here a row is a sample: {expected.shape}."
        return symptom.words + f". {len(expected)} sample(s), a row each."
    if key == "p" and got is not None and symptom.kind == "entries":
        rows, columns = np.abs(got.sum(axis=1) - 1), np.abs(got.sum(axis=0) - 1)
        if rows.max() > TOLERANCE and columns.max() <= TOLERANCE:
            return "The columns of p add up to 1. The classes of one sample are what should: a row is a sample."
        if rows.max() > TOLERANCE and abs(got.sum() - 1) <= TOLERANCE and len(got) > 1:
            return "All of p together adds up to 1. The classes of one sample are what should: a row is a sample."
        if rows.max() > TOLERANCE:
            n = int(rows.argmax())
            return f"Row {n} of p adds up to {got[n].sum():.4g}; the probabilities of one sample add up to 1."
    if symptom.kind == "nan" and key == "p":
        low, high = logits[symptom.index[0]].min(), logits[symptom.index[0]].max()
        return (f"NaN or infinity in row {symptom.index[0]} of p, whose logits run from {low:.4g} to {high:.4g}: the shift that "
                "keeps exp small has to suit each row.")
    if symptom.kind != "entries":
        return symptom.words + "."
    n = symptom.index[0]
    good = [m for m in range(len(expected)) if compare(got[m], expected[m]) is None]
    some = f" Row(s) {', '.join(map(str, good))} are right." if good else ""
    return (f"{key} at [{', '.join(map(str, symptom.index))}]: yours {got[symptom.index]:.6g}, {source.format(n=n)} gives "
            f"{expected[symptom.index]:.6g}.{some}")


# ---- loss

def _batch_loss_cases(rng):
    yield np.array([[0.2, 0.5, 0.3], [0.7, 0.1, 0.2]]), np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    yield np.array([[0.1, 0.6, 0.1, 0.2]]), np.array([[0, 0, 0, 1]])
    P = rng.dirichlet(np.ones(3), size=5) * 0.7 + 0.1
    yield P, _labels(rng, 5, 3)
    yield np.array([[0.3, 0.4, 0.3], [0.25, 0.15, 0.6], [0.45, 0.35, 0.2]]), np.eye(3)[[2, 0, 1]]
    yield np.array([[0.0, 0.75, 0.25], [1.0, 0.0, 0.0]]), np.eye(3)[[2, 0]]
    yield np.array([[0.25, 0.75], [0.0, 1.0]]), np.eye(2)[[1, 0]]


def _batch_loss_complaint(value, P, Y, cross_entropy):
    symptom = compare(value, 0.0)
    true = (P * Y).sum(axis=1)
    if symptom and symptom.kind != "entries":
        words = symptom.words[0].upper() + symptom.words[1:] + "."
        if symptom.kind == "nan" and np.any(P == 0):
            words += " A probability is exactly 0 here: what is ln 0, and 0 times that?"
        return words
    if np.any(true == 0):
        return None                                             # any finite loss will do
    try:
        each = np.array([float(cross_entropy(p, y)) for p, y in zip(P, Y)])
    except Exception as error:
        raise CheckFailed(f"not judged: cross_entropy of lesson 1 stops with a {type(error).__name__}. "
                          "Run the cells at the top again.") from None
    loss, right = float(numbers(value)[0]), each.mean()
    if abs(loss - right) <= TOLERANCE * (1 + abs(right)):
        return None
    samples = ", ".join(f"{one:.4g}" for one in each)
    words = f"The samples' own losses are {samples}; their mean is {right:.6g}, yours is {loss:.6g}."
    return words + _loss_hint(loss, each, P)


def _loss_hint(loss, each, P):
    """What else the number is: named only where the samples' losses tell the candidates apart."""
    right = each.mean()
    candidates = [(each.sum(), "That is their sum."), (-right, "The sign is turned."), (-each.sum(), "That is minus their sum."),
                  (right / P.shape[1], "That is divided by the number of classes as well."),
                  (right / len(P), "That is divided by N twice."), (each[0], "That is the first sample's alone."),
                  (each[-1], "That is the last sample's alone."), (each.max(), "That is the largest of them."),
                  (right / np.log(2), "That is in base 2."), (right / np.log(10), "That is in base 10.")]
    fits = [words for size, words in candidates if abs(loss - size) <= TOLERANCE * (1 + abs(size))]
    return " " + fits[0] if fits and len(P) > 1 and right > 0.01 else ""


# ---- backward

def _backward_batch_cases(rng, affine, relu, sigmoid, softmax, cross_entropy):
    for X, params in [(rng.normal(size=(2, 3)).round(2), worked_network()[1]),
                      (rng.normal(size=(5, 3)).round(2), _draw(rng, [3, 4, 2, 6])),
                      (rng.normal(size=(1, 4)).round(2), _draw(rng, [4, 2, 3, 5])),
                      (rng.normal(size=(3, 3)).round(2), _draw(rng, [3, 3, 3, 3])),
                      _whole_numbers(rng), _whole_numbers(rng)]:
        forward = Pass(params, LESSON_1, affine, relu, sigmoid, softmax)
        cache = forward.cache(forward.fit_to_measure(X, rng))
        yield cache, _labels(rng, *cache["p"].shape), params


def _backward_deep_cases(rng, affine, relu, sigmoid, softmax, cross_entropy):
    for samples, sizes, activations in [(3, [2, 4], []), (4, [3, 2, 5], ["tanh"]), (2, [4, 3, 5, 6], ["sigmoid", "relu"]),
                                        (1, [3, 2, 4, 5, 2], ["relu", "tanh", "sigmoid"]), (3, [3, 3, 3], ["relu"])]:
        params = _draw(rng, sizes)
        forward = Pass(params, activations, affine, relu, sigmoid, softmax)
        cache = forward.cache(forward.fit_to_measure(rng.normal(size=(samples, sizes[0])).round(2), rng))
        yield cache, _labels(rng, samples, sizes[-1]), params, activations
    for X, params in (_whole_numbers(rng), _whole_numbers(rng)):
        forward = Pass(params, ["relu", "tanh"], affine, relu, sigmoid, softmax)
        yield forward.cache(X), _labels(rng, 3, 4), params, ["relu", "tanh"]


def _remembered(measure):
    """measure(cache, Y, params, activations, **functions), worked out once: six test cells ask for the same numbers."""
    known = {}

    def asked(cache, Y, params, activations, affine, relu, sigmoid, softmax, cross_entropy):
        lesson1 = (affine, relu, sigmoid, softmax, cross_entropy)
        case = (cache["x"].tobytes(), Y.tobytes(), *activations, *(value.tobytes() for value in params.values()))
        if (case, lesson1) not in known:
            if len(known) > 50:
                known.clear()
            known[case, lesson1] = measure(Pass(params, activations, *lesson1, at=cache), Y)
        return known[case, lesson1]
    return asked


@_remembered
def _differences(forward, Y):
    """∂L/∂ of every parameter by finite differences of the mean loss."""
    return {key: derivative(lambda moved, key=key: forward.loss_with(key, moved, Y), value)
            for key, value in forward.params.items()}


def _backward_batch_differences(cache, Y, params, **lesson1):
    return _differences(cache, Y, params, LESSON_1, **lesson1)


@_remembered
def _related(forward, Y):
    """What a learner may have taken for a gradient, each by finite differences of something else than the loss."""
    cache, params, activations, found = forward.at, forward.params, forward.activations, {}
    other_side = copy.copy(forward)
    other_side.on_at_zero = True
    for layer in range(1, len(activations) + 2):
        below, z = cache[f"h{layer - 1}" if layer > 1 else "x"], cache[f"z{layer}"]
        delta = derivative(lambda moved: forward.loss_from(layer, moved, Y), z)
        felt = {"the first sample only": delta * (np.arange(len(z)) == 0)[:, None],
                "the last sample only": delta * (np.arange(len(z)) == len(z) - 1)[:, None]}
        for name, wrong in {
                "∂L/∂h in place of ∂L/∂z (the activation's derivative is missing)": {"straight": range(1, 20)},
                "∂L/∂h in place of ∂L/∂z (this layer's derivative is missing)": {"straight": [layer]},
                "a δ whose derivative is missing in the layer above": {"straight": [layer + 1]},
                "one path only": {"only_first": True}}.items():
            felt[name] = derivative(lambda moved: forward.loss_from(layer, moved, Y, **wrong), z)
        felt["a ReLU whose derivative at 0 is 1"] = derivative(lambda moved: other_side.loss_from(layer, moved, Y), z)
        found[f"∂L/∂z{layer}, a row for each sample"] = delta
        for name, rows in felt.items():
            found[f"∂L/∂W{layer} made of {name}"] = _of_weights(below, rows, params[f"W{layer}"])
            found[f"∂L/∂b{layer} made of {name}"] = rows.sum(axis=0)
        found[f"∂L/∂W{layer} made of the samples' mean input and their summed δ"] = _of_weights(
            np.repeat(below.mean(axis=0)[None], len(z), axis=0), delta, params[f"W{layer}"])
        if layer > 1:
            found[f"∂L/∂W{layer} made of z{layer - 1} in place of h{layer - 1}"] = _of_weights(
                cache[f"z{layer - 1}"], delta, params[f"W{layer}"])
    return found


def _of_weights(below, felt, W):
    """∂/∂W of the sum of what is felt at z, by finite differences: z moves with W by below @ W."""
    return derivative(lambda moved: np.sum(felt * (below @ moved)), np.zeros(W.shape), step=1.0)


def _backward_batch_related(cache, Y, params, **lesson1):
    return _related(cache, Y, params, LESSON_1, **lesson1)


WORDS = {"N times too large": "N times too large: this is the gradient of the sum of the losses. Where does the mean's 1/N "
                              "enter?",
         "N times too small": "N times too small: the mean's 1/N enters more than once."}


def _scales(cache, Y, params, activations=None):
    return {"N": len(Y), "n_classes": Y.shape[1], "N · n_classes": Y.size}


def _network(samples, params, activations=None):
    """A case in words: what a learner needs to build it again, and to see what it has that an earlier one had not."""
    sizes = [len(params["W1"]), *(len(params[f"b{layer + 1}"]) for layer in range(len(params) // 2))]
    names = "" if activations is None else f", activations = {activations}"
    return f"{samples} sample{'s' * (samples > 1)}, units from x to p: {', '.join(map(str, sizes))}{names}"


CHECKS = {
    "forward_batch": Check(("X", "params"), _forward_batch_cases, complaint=_forward_batch_complaint,
                           case=lambda X, params: _network(len(X), params)),
    "batch_loss": Check(("P", "Y"), _batch_loss_cases, complaint=_batch_loss_complaint),
    "backward_batch": Check(("cache", "Y", "params"), _backward_batch_cases, _backward_batch_differences,
                            source="finite difference", related=_backward_batch_related, words=WORDS, scales=_scales,
                            case=lambda cache, Y, params: _network(len(Y), params)),
    "forward_deep": Check(("X", "params", "activations"), _forward_deep_cases, complaint=_forward_deep_complaint,
                          case=lambda X, params, names: _network(len(X), params, names)),
    "backward_deep": Check(("cache", "Y", "params", "activations"), _backward_deep_cases, _differences,
                           source="finite difference", related=_related, words=WORDS, scales=_scales,
                           case=lambda cache, Y, params, names: _network(len(Y), params, names)),
}
