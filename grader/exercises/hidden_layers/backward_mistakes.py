"""The known mistakes of backward, step by step on the way down: each exchanges one step of the right pass for a wrong one."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .networks import relu_at, sigmoid_at, walk
from .sigmoid_derivative import reference as sigmoid_slope


def top_mistakes():
    """Mistakes in δ3. They spoil everything below."""
    return [Mistake(name, walk(top=top), words) for name, top, words in TOP]


def layer_mistakes():
    """Mistakes below δ3."""
    return [Mistake(name, walk(**exchanged), words, kind) for name, exchanged, words, kind in
            [(*row, MISCONCEPTION) if len(row) == 3 else row for row in PATHS + SLOPES + PAIRS + BIASES]]


MISCONCEPTION = "misconception"


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

PATHS = [
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

ONE = {"slope2": lambda z, h, dh: np.ones_like(h)}
SLOPES = [
    ("both derivatives missing", {**ONE, "slope1": lambda z, h, dh: np.ones_like(h)},
     "The derivatives of the activations are missing: between h and z stands the activation."),
    ("sigmoid's derivative missing", ONE,
     "The sigmoid's derivative is missing: what comes out of W3 is ∂L/∂h2, and δ2 is asked for."),
    ("ReLU's derivative missing", {"slope1": lambda z, h, dh: np.ones_like(h)},
     "ReLU's derivative is missing: a unit of h1 that is off passes nothing on. (In the worked network all are on, so "
     "nothing shows there.)"),
    ("h2 for z2", {"slope2": lambda z, h, dh: sigmoid_slope(h)},
     "The sigmoid's derivative is taken at h2. sigmoid_derivative wants what went into the sigmoid."),
    ("z2 taken for h2", {"slope2": lambda z, h, dh: z * (1 - z)},
     "The derivative of the sigmoid is written with its value; z2 stands in that place."),
    ("the sigmoid for its derivative", {"slope2": lambda z, h, dh: h}, "h2 stands where the slope of the sigmoid belongs."),
    ("1 - h2 for the derivative", {"slope2": lambda z, h, dh: 1 - h}, "The slope of the sigmoid: one factor of two."),
    ("h2 squared for the derivative", {"slope2": lambda z, h, dh: h**2}, "The slope of the sigmoid is wrong: this stays near 1 where the sigmoid is flat."),
    ("sign inside the sigmoid's derivative", {"slope2": lambda z, h, dh: h * (h - 1)},
     "The slope of the sigmoid has its sign turned.", SLIP),
    ("sigmoid's derivative twice", {"slope2": lambda z, h, dh: sigmoid_slope(z) ** 2},
     "The sigmoid's derivative enters twice.", SLIP),
    ("tanh's form", {"slope2": lambda z, h, dh: 1 - h**2}, "This is tanh's derivative; layer 2 has a sigmoid."),
    ("sigmoid's derivative at the gradient", {"slope2": lambda z, h, dh: sigmoid_slope(dh)},
     "The sigmoid's derivative is taken at ∂L/∂h2. It is the slope at the place where the forward pass was."),
    ("the sigmoid of the gradient", {"slope2": lambda z, h, dh: (0.5 + 0.5 * np.tanh(dh / 2)) / np.where(dh == 0, 1, dh)},
     "The gradient itself is sent through the sigmoid. Backwards it is multiplied by the sigmoid's slope."),
    ("a ReLU in layer 2", {"slope2": relu_at}, "In layer 2 ReLU's derivative is used: the second hidden layer is a sigmoid."),
    ("a sigmoid in layer 1", {"slope1": sigmoid_at},
     "In layer 1 the sigmoid's derivative is used: the first hidden layer is a ReLU."),
    ("activations exchanged", {"slope1": sigmoid_at, "slope2": relu_at},
     "The derivatives are exchanged: the first hidden layer is a ReLU, the second a sigmoid."),
    ("1 at zero", {"slope1": lambda z, h, dh: (z >= 0) * 1.0},
     "At z1 = 0 exactly ReLU has no slope, and the course takes 0."),
    ("ReLU's derivative at the gradient", {"slope1": lambda z, h, dh: (dh > 0) * 1.0},
     "Negative gradients are cut off, not units that are off: ReLU's switch belongs to z1, not to the gradient."),
    ("ReLU for its derivative", {"slope1": lambda z, h, dh: h}, "h1 stands where the slope of ReLU belongs."),
    ("z1 for the derivative", {"slope1": lambda z, h, dh: z}, "z1 stands where the slope of ReLU belongs."),
    ("ReLU turned round", {"slope1": lambda z, h, dh: (z <= 0) * 1.0},
     "The units that are off pass the gradient on, and those that are on do not."),
    ("sign of z1", {"slope1": lambda z, h, dh: np.sign(z)}, "The sign of z1 stands where the slope of ReLU belongs."),
    ("leaky", {"slope1": lambda z, h, dh: np.where(z > 0, 1, 0.01)},
     "A unit of h1 that is off passes a little on: that is leaky ReLU."),
    ("the sigmoid's form in layer 1", {"slope1": lambda z, h, dh: h * (1 - h)},
     "In layer 1 the form of the sigmoid's derivative is used: the first hidden layer is a ReLU."),
    ("gradients summed before the slope", {"slope2": lambda z, h, dh: np.sum(dh * sigmoid_slope(z)) / np.where(dh == 0, 1, dh)},
     "In layer 2 the products with the slopes are added up to one number; each unit keeps its own. Is * meant, not @?"),
    ("gradients summed before the slope, layer 1", {"slope1": lambda z, h, dh: np.sum(dh * (z > 0)) / np.where(dh == 0, 1, dh)},
     "In layer 1 the products with the slopes are added up to one number; each unit keeps its own. Is * meant, not @?"),
]

BEFORE_2 = "Layer 2 is given ∂L/∂h2 instead of δ2: on the way from h2 to z2 stands the sigmoid."
BEFORE_1 = "Layer 1 is given ∂L/∂h1 instead of δ1: on the way from h1 to z1 stands ReLU."

PAIRS = [
    ("transposed", {"outer": lambda h, delta: np.outer(delta, h)},
     "This is the transpose: rows belong to the layer's inputs, columns to its units.", SLIP),
    ("z for h", {"inputs": {"W3": "z2", "W2": "z1"}},
     "The layer's input is taken before the activation: what do the weights multiply in the forward pass?"),
    ("z2 for h2", {"inputs": {"W3": "z2"}},
     "z2 stands where h2 belongs: what does W3 multiply in the forward pass?"),
    ("z1 for h1", {"inputs": {"W2": "z1"}},
     "z1 stands where h1 belongs: what does W2 multiply in the forward pass?"),
    ("the layer's own output", {"inputs": {"W1": "h1", "W2": "h2", "W3": "p"}},
     "The layer's own output stands where its input belongs: what do the weights multiply in the forward pass?"),
    ("the layer's own z", {"inputs": {"W1": "z1", "W2": "z2", "W3": "z3"}},
     "The layer's own z stands where its input belongs: what do the weights multiply in the forward pass?"),
    ("x everywhere", {"inputs": {"W2": "x", "W3": "x"}},
     "Each layer's weights multiply that layer's own input; here it is x for all of them."),
    ("h1 for h2", {"inputs": {"W3": "h1"}}, "The input of another layer: what does W3 multiply in the forward pass?", SLIP),
    ("x for h1", {"inputs": {"W2": "x"}}, "The input of another layer: what does W2 multiply in the forward pass?", SLIP),
    ("h2 for h1", {"inputs": {"W2": "h2"}}, "The input of another layer: what does W2 multiply in the forward pass?", SLIP),
    ("before the sigmoid", {"deltas": {"W2": "dh2", "b2": "dh2"}}, BEFORE_2),
    ("before the sigmoid, W2", {"deltas": {"W2": "dh2"}}, BEFORE_2),
    ("before the sigmoid, b2", {"deltas": {"b2": "dh2"}}, BEFORE_2),
    ("before ReLU, W1", {"deltas": {"W1": "dh1"}}, BEFORE_1),
    ("before ReLU, b1", {"deltas": {"b1": "dh1"}}, BEFORE_1),
    ("another layer's delta", {"deltas": {"W2": "delta3", "b2": "delta3", "W1": "delta2", "b1": "delta2"}},
     "The delta of the layer above is used: each layer has its own.", SLIP),
    ("δ3 everywhere", {"deltas": {"W2": "delta3", "b2": "delta3", "W1": "delta3", "b1": "delta3"}},
     "δ3 is used for all layers: each layer has its own delta."),
    ("the delta of the layer below", {"deltas": {"W3": "delta2", "b3": "delta2", "W2": "delta1", "b2": "delta1"}},
     "The delta of the layer below is used: each layer has its own.", SLIP),
    ("input left out", {"outer": lambda h, delta: np.tile(delta, (len(h), 1))},
     "The layer's input is left out: a weight counts as much as what it multiplies."),
    ("delta left out", {"outer": lambda h, delta: np.tile(h[:, None], (1, len(delta)))},
     "The layer's delta is left out."),
    ("input without its sign", {"outer": lambda h, delta: np.outer(np.abs(h), delta)},
     "The sign of the layer's input is lost."),
    ("input as 0 or 1", {"outer": lambda h, delta: np.outer(h > 0, delta)},
     "Of the layer's input only on or off is used; it has a size."),
    ("delta divided by the input", {"outer": lambda h, delta: np.outer(1 / np.where(h == 0, np.inf, h), delta)},
     "The delta is divided by the layer's input; a weight counts as much as what it multiplies."),
    ("mean over the inputs", {"outer": lambda h, delta: np.outer(h, delta) / len(h)},
     "Divided by the number of the layer's inputs: a weight's gradient does not depend on how many others there are."),
    ("one number for a layer's weights", {"outer": lambda h, delta: np.sum(np.outer(h, delta))},
     "One number for all weights of the layer: each has its own gradient."),
    ("the input's sum", {"outer": lambda h, delta: np.tile(np.sum(h) * delta, (len(h), 1))},
     "The layer's inputs are added up first: each weight sees one of them."),
]

BIASES = [
    ("biases: one number", {"bias": lambda delta: np.sum(delta)},
     "The deltas of the layer are added up to one number: each unit has a bias of its own."),
    ("biases: a mean", {"bias": lambda delta: np.mean(delta)},
     "The deltas of the layer are averaged to one number: each unit has a bias of its own."),
    ("biases: the sum for each", {"bias": lambda delta: np.full(len(delta), np.sum(delta))},
     "The deltas of the layer are added up: each unit has a bias of its own."),
    ("biases: 1", {"bias": lambda delta: np.ones(len(delta))},
     "∂z/∂b is 1. What is the second factor of the chain?"),
    ("biases: 0", {"bias": lambda delta: np.zeros(len(delta))},
     "0, as if the loss did not feel the biases. A bias moves z as a weight does."),
    ("biases: a mean over the units", {"bias": lambda delta: delta / len(delta)},
     "Divided by the number of units: each unit has a bias of its own."),
    ("biases: sign", {"bias": lambda delta: -delta}, "The sign of the biases' gradients is turned.", SLIP),
    ("biases: a row", {"bias": lambda delta: delta[None]},
     "One axis too many: the right numbers as a matrix of one row, which would broadcast silently later.", SLIP),
]
