"""The known mistakes of backward, step by step on the way down: each exchanges one step of the right pass for a wrong one."""

import itertools

import numpy as np

from grader.exercise import MISCONCEPTION, Mistake

from .backward_layers import BIASES, PAIRS, SLOPES
from .networks import walk
from .sigmoid_derivative import reference as sigmoid_slope


def top_mistakes():
    """Mistakes in δ3. They spoil everything below."""
    return [Mistake(name, walk(top=top), words) for name, top, words in TOP]


def layer_mistakes():
    """Mistakes below δ3."""
    rows = [(*row, MISCONCEPTION) if len(row) == 3 else row for row in PATHS + SLOPES + PAIRS + BIASES]
    return [Mistake(name, walk(**exchanged), words, kind) for name, exchanged, words, kind in rows]


def one_part_mistakes():
    """Mistakes in what one gradient is put together from, made in that gradient alone."""
    return [Mistake(f"{name}, in {part} alone", _only_in(part, walk(**exchanged)), words, part=part)
            for name, exchanged, words, *_ in PAIRS + BIASES if name in ALONE
            for part in (("W1", "W2", "W3") if "outer" in exchanged else ("b1", "b2", "b3"))]


def _only_in(part, spoiled):
    def backward(cache, y, params):
        return walk()(cache, y, params) | {part: spoiled(cache, y, params)[part]}
    return backward


ALONE = {"input left out", "delta left out", "biases: 1"}


def two_at_once():
    """Two of the usual mistakes together, where they are about different steps."""
    usual = [(name, {"top": top}, words) for name, top, words in TOP if name in OFTEN]
    usual += [row[:3] for row in PATHS + SLOPES + PAIRS if row[0] in OFTEN]
    return [Mistake(f"{one[0]} + {two[0]}", walk(**one[1], **two[1]), f"Two things at once. {one[2]} And: {two[2]}")
            for one, two in itertools.combinations(usual, 2)
            if not one[1].keys() & two[1].keys() and {one[0], two[0]} != NAMED_TOGETHER]


OFTEN = {"δ3 with its sign turned", "δ3: only the softmax's diagonal", "first path only", "h2 for z2", "z for h",
         "W the other way round where it fits", "sigmoid's derivative missing", "ReLU's derivative missing", "transposed"}
NAMED_TOGETHER = {"sigmoid's derivative missing", "ReLU's derivative missing"}


def _loss_slope(p, y):
    return -y / p


def _softmax_jacobian(p):
    return np.diag(p) - np.outer(p, p)


def _both_terms(p, y, sign):
    return -y / p + sign * (1 - y) / (1 - p)


TOP = [
    ("δ3 with its sign turned", lambda c, y: y - c["p"],
     "The sign of δ3: where p is too large the loss must rise with z3."),
    ("δ3: softmax left out", lambda c, y: _loss_slope(c["p"], y),
     "What goes down from the top is ∂L/∂p. Between p and z3 stands the softmax."),
    ("δ3: only the softmax's diagonal", lambda c, y: -y * (1 - c["p"]),
     "At the top only the true class has a delta, as if each p depended on its own z3 alone. Softmax ties all of them "
     "together: the Jacobian has more than a diagonal."),
    ("δ3: the article's loss, only the diagonal", lambda c, y: -(1 - c["p"]) * y - c["p"] * (1 - y),
     "Every delta at the top is negative: the loss is differentiated as -(1 - y) / (1 - p) for the wrong classes, and "
     "only the diagonal of the softmax Jacobian is kept. Cross-entropy contains the true class's p alone."),
    ("δ3: wrong classes in the loss too", lambda c, y: _both_terms(c["p"], y, 1) @ _softmax_jacobian(c["p"]),
     "The loss is differentiated as if the wrong classes had a term of their own. Cross-entropy with a one-hot y contains "
     "the true class's p alone."),
    ("δ3: wrong classes in the loss too, minus", lambda c, y: _both_terms(c["p"], y, -1) @ _softmax_jacobian(c["p"]),
     "The loss is differentiated as if the wrong classes had a term of their own. Cross-entropy with a one-hot y contains "
     "the true class's p alone."),
    ("δ3: squared error through a sigmoid", lambda c, y: (c["p"] - y) * c["p"] * (1 - c["p"]),
     "δ3 has a factor p (1 - p) too many: it belongs to a squared error with a sigmoid output, not to cross-entropy with "
     "softmax."),
    ("δ3: squared error through the softmax", lambda c, y: (c["p"] - y) @ _softmax_jacobian(c["p"]),
     "The softmax Jacobian enters twice: p - y holds it already. (Once more, and it is the delta of a squared error.)"),
    ("δ3: the slope of the sigmoid at z3", lambda c, y: (c["p"] - y) * sigmoid_slope(c["z3"]),
     "δ3 is multiplied by a sigmoid's slope. The output layer has a softmax, and δ3 holds its derivative already."),
    ("δ3: the slope of ReLU at z3", lambda c, y: (c["p"] - y) * (c["z3"] > 0),
     "δ3 is multiplied by ReLU's slope. The output layer has a softmax, and δ3 holds its derivative already."),
    ("δ3: y left out", lambda c, y: c["p"], "δ3 does not know the label: it would be the same for every y."),
    ("δ3: p left out", lambda c, y: -y, "δ3 does not know the prediction: it would be the same for every p."),
    ("δ3: 1 taken from every p", lambda c, y: c["p"] - 1,
     "1 is taken from every p; the label is 1 for one class only."),
    ("δ3: the first class is always true", lambda c, y: c["p"] - np.eye(len(y))[0],
     "The first class is taken for the true one, as in the worked network. y says which it is."),
    ("δ3: the likeliest class is true", lambda c, y: c["p"] - np.eye(len(y))[np.argmax(c["p"])],
     "The class with the largest p is taken for the true one. y says which it is."),
    ("δ3: z3 for p", lambda c, y: c["z3"] - y, "z3 stands where p belongs: δ3 compares probabilities with the label."),
    ("δ3: only the wrong classes", lambda c, y: (c["p"] - y) * (1 - y), "The true class has no delta at the top."),
    ("δ3: the absolute error", lambda c, y: np.abs(c["p"] - y), "δ3 has lost its sign."),
    ("δ3: the squared error", lambda c, y: (c["p"] - y) ** 2, "δ3 is squared: that is an error, not its derivative."),
    ("δ3: twice", lambda c, y: 2 * (c["p"] - y),
     "A factor 2 too many, as from a squared error. The loss is cross-entropy."),
    ("δ3: times p", lambda c, y: (c["p"] - y) * c["p"], "δ3 has a factor p too many."),
    ("δ3: divided by p", lambda c, y: (c["p"] - y) / c["p"], "δ3 is divided by p."),
    ("δ3: divided by p (1 - p)", lambda c, y: (c["p"] - y) / (c["p"] * (1 - c["p"])),
     "What goes down from the top is the derivative of a loss for each class by itself, with respect to p. Between p and z3 "
     "stands the softmax."),
    ("δ3: both terms, softmax left out, minus", lambda c, y: _both_terms(c["p"], y, -1),
     "The loss is differentiated as if the wrong classes had a term of their own, and the softmax is left out."),
    ("δ3: ln p for p", lambda c, y: np.log(c["p"]) - y, "ln p stands where p belongs."),
    ("δ3: averaged over the classes", lambda c, y: (c["p"] - y) / len(y),
     "Divided by the number of classes. The loss of one sample is a sum over classes, not an average."),
    ("δ3: the loss of each class", lambda c, y: -y * np.log(c["p"]),
     "The loss itself goes down from the top, not its derivative."),
]


def _first_path(delta, W, h):
    return W[:, 0] * delta[0]


def _last_path(delta, W, h):
    return W[:, -1] * delta[-1]


def _same_unit(delta, W, h):
    return np.diagonal(W) * delta


def _mean(delta, W, h):
    return W @ delta / len(delta)


def _other_way(delta, W, h):
    return delta @ W


def _other_way_if_square(delta, W, h):
    return delta @ W if W.shape[0] == W.shape[1] else W @ delta


def _without_weights(delta, W, h):
    return np.full(len(W), np.sum(delta))


def _without_delta(delta, W, h):
    return np.sum(W, axis=1)


def _positive_weights(delta, W, h):
    return np.abs(W) @ delta


def _weight_gradient(delta, W, h):
    return np.outer(h, delta) @ delta


def _after_a_step(rate):
    return lambda delta, W, h: (W - rate * np.outer(h, delta)) @ delta


def _each_way(name, step, words):
    """The same mistake at both layers, or at one of them."""
    return [(name, {"back3": step, "back2": step}, words[0].upper() + words[1:]),
            (f"{name}, into h2", {"back3": step}, f"On the way into h2: {words}"),
            (f"{name}, into h1", {"back2": step}, f"On the way into h1: {words}")]


ONE_PATH = ("One path only: a hidden unit reaches the loss through every unit of the next layer, and all these paths "
            "count.")
UPDATED = ("the weights are updated before the gradient passes back through them. It belongs to the weights of the forward "
           "pass.")

def _without_last(delta, W, h):
    return W[:, :-1] @ delta[:-1]


def _without_first(delta, W, h):
    return W[:, 1:] @ delta[1:]


def _largest(delta, W, h):
    return np.max(W * delta, axis=1)


def _most_negative(delta, W, h):
    return W[:, np.argmin(delta)] * np.min(delta)


def _positive_paths(delta, W, h):
    return np.sum(np.maximum(W * delta, 0), axis=1)


def _inverted(delta, W, h):
    return delta @ np.linalg.pinv(W)


def _squared(delta, W, h):
    return W**2 @ delta


def _positive_only(delta, W, h):
    return np.maximum(W, 0) @ delta


PATHS = [
    *_each_way("last path left out", _without_last, "the last path is left out: look at where the sum ends."),
    *_each_way("first path left out", _without_first, "the first path is left out: look at where the sum begins."),
    *_each_way("largest path only", _largest, "only the path with the largest number counts; the others do as well."),
    *_each_way("path to the most negative delta only", _most_negative, ONE_PATH),
    *_each_way("positive paths only", _positive_paths, "paths with a negative number are cut off."),
    *_each_way("W inverted", _inverted, "the weights are inverted. Going back is not undoing the forward pass."),
    *_each_way("weights squared", _squared, "each weight enters twice."),
    *_each_way("positive weights only", _positive_only, "negative weights are cut off."),
    *_each_way("first path only", _first_path, ONE_PATH),
    *_each_way("last path only", _last_path, ONE_PATH),
    *_each_way("path to the unit of the same number only", _same_unit, ONE_PATH),
    *_each_way("averaged over the paths", _mean, "the paths are averaged; they add up."),
    *_each_way("W the other way round", _other_way,
               "the weights are read the wrong way round. Which index of W belongs to the unit that you are in, and which "
               "to the delta that comes back?"),
    *_each_way("W the other way round where it fits", _other_way_if_square,
               "right where the weights are not square, the wrong way round where they are."),
    *_each_way("the weights missing", _without_weights, "the weights of the paths are missing.")[::2],  # Σ δ3 is 0
    *_each_way("delta missing", _without_delta, "the delta at the end of each path is missing."),
    *_each_way("weights without their sign", _positive_weights, "the signs of the weights are lost."),
    *_each_way("∂L/∂W for W", _weight_gradient, "the gradient of the weights stands where the weights belong."),
    *(row for rate in (0.01, 0.1, 1.0) for row in
      _each_way(f"updated too early, rate {rate:g}", _after_a_step(rate), UPDATED)),
    ("∂L/∂h2 goes on", {"down": {"delta2": "dh2"}},
     "What goes on from layer 2 to layer 1 is ∂L/∂h2: on the way from h2 to z2 stands the sigmoid."),
    ("δ3 goes on", {"down": {"delta2": "delta3"}},
     "δ3 is sent through W2: what goes into layer 2 from above is layer 2's own delta."),
]
