"""Wrong gradients at the output and of the parameters; backward_batch and backward_deep share them."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .backward_variants import backward_with, right_gate, right_output, right_weight
from .hidden_mistakes import HIDDEN
from .networks import DERIVATIVES, FUNCTIONS


def _weights_and_biases(change_W=lambda g, N: g, change_b=lambda g, N: g):
    """The right gradients, changed after the pass."""
    return backward_with(finish=lambda grads, params, cache: {
        key: (change_W if key[0] == "W" else change_b)(value, len(cache["p"])) for key, value in grads.items()})


def _per_sample(delta, h):
    return np.einsum("ni,nj->nij", h, delta)


def _updated(lr):
    return backward_with(carried=lambda W, dW: W - lr * dW)


def _new_params(lr):
    return backward_with(finish=lambda grads, params, cache: {key: params[key] - lr * grads[key] for key in grads})


def _renamed(prefix):
    return backward_with(finish=lambda grads, params, cache: {prefix + key: value for key, value in grads.items()})


def _times_slope(name):
    """δ of the output, times the derivative of an activation at its z; None: the last hidden layer's."""
    def top(delta, at):
        chosen = name or at.name
        return delta * DERIVATIVES[chosen](at.z, FUNCTIONS[chosen](at.z)) if chosen else delta
    return top


def _whole_columns(P, Y):
    return (P - Y.max(axis=0)) / len(P)


def _loss_slope(P, Y):
    return -Y / P / len(P)


_TWICE = ("1/N enters more than once. It enters at the output's δ; everything further back is made of that δ and has it "
          "already.")
_NONE = ("Right, but N times too large: these are the gradients of the sum of the losses. The loss is their mean: where does "
         "its 1/N enter?")
_BIAS_ROWS = ("This is δ itself, with a row for each sample. Every sample uses the same bias: its gradient gathers what each of "
              "them feels.")
_BIAS_MEAN = ("The bias's δ is averaged over the samples though it holds the mean's 1/N already: N times too small.")
_ONE = "Only one sample counts: every row of the batch adds its share to the gradient."
_SOFTMAX_TWICE = ("The softmax's derivative enters twice: p - y is ∂L/∂z of the output layer already, softmax and loss "
                  "together.")
_NOT_DELTA = ("The pass starts from ∂L/∂p. What the layers need is ∂L/∂z of the output layer: the softmax lies between.")
_UPDATED = ("The weights are updated before δ goes back through them: the gradient is that of the network that made the "
            "prediction, with its old weights.")
_NEW = "These are new parameters, not gradients: the step is taken elsewhere."

OUTPUT = [
    Mistake("1/N missing", backward_with(output=lambda P, Y: P - Y), _NONE),
    Mistake("1/N twice at the output", backward_with(output=lambda P, Y: (P - Y) / len(P) ** 2), _TWICE),
    Mistake("1/N again in every gradient", _weights_and_biases(lambda g, N: g / N, lambda g, N: g / N), _TWICE),
    Mistake("1/N again in the weights", _weights_and_biases(change_W=lambda g, N: g / N),
            _TWICE + " Here it is the weights that divide once more."),
    Mistake("1/N again in the biases", _weights_and_biases(change_b=lambda g, N: g / N), _BIAS_MEAN),
    Mistake("1/N missing in the biases", _weights_and_biases(change_b=lambda g, N: g * N),
            "Right, but N times too large: the bias's gradient is that of the sum, the weights' that of the mean. If 1/N "
            "enters at the output's δ, both have it."),
    Mistake("1/N missing in the weights", _weights_and_biases(change_W=lambda g, N: g * N),
            "Right, but N times too large: the weights' gradient is that of the sum, the biases' that of the mean. If 1/N "
            "enters at the output's δ, both have it."),
    Mistake("1/N at every layer", backward_with(gate=lambda dh, at: right_gate(dh, at) / at.N), _TWICE),
    Mistake("1/N in the hidden layers only", backward_with(
        output=lambda P, Y: P - Y, gate=lambda dh, at: right_gate(dh, at) / at.N),
            "1/N enters at the hidden layers and not at the output's δ."),
    Mistake("divided by the number of classes", backward_with(output=lambda P, Y: (P - Y) / P.shape[1]),
            "The output's δ is divided by the number of classes: the mean is over the samples."),
    Mistake("divided by N and the classes", backward_with(output=lambda P, Y: (P - Y) / P.size),
            "The output's δ is divided by the number of all entries: the mean is over the samples only."),
    Mistake("wrong sign", backward_with(output=lambda P, Y: (Y - P) / len(P)),
            "The sign is turned: at the output the gradient is the prediction minus the truth, so that a step against it "
            "lowers the loss."),
    Mistake("y alone divided by N", backward_with(output=lambda P, Y: P - Y / len(P)),
            "At the output only y is divided by N, p is not: a quotient binds before a difference.", SLIP),
    Mistake("wrong sign and 1/N missing", backward_with(output=lambda P, Y: Y - P),
            "The sign is turned, and the mean's 1/N is missing: where does it enter?"),
    Mistake("softmax's derivative twice", backward_with(output=lambda P, Y: (P - Y) * P * (1 - P) / len(P)), _SOFTMAX_TWICE),
    Mistake("softmax's Jacobian twice", backward_with(
        output=lambda P, Y: P * (P - Y - np.sum((P - Y) * P, axis=1, keepdims=True)) / len(P)), _SOFTMAX_TWICE),
    Mistake("p - y times p", backward_with(output=lambda P, Y: (P - Y) * P / len(P)), _SOFTMAX_TWICE),
    Mistake("p - y times 1 - p", backward_with(output=lambda P, Y: (P - Y) * (1 - P) / len(P)), _SOFTMAX_TWICE),
    Mistake("softmax's derivative twice, 1/N missing", backward_with(output=lambda P, Y: (P - Y) * P * (1 - P)),
            _SOFTMAX_TWICE + " And the mean's 1/N is missing."),
    Mistake("∂L/∂p as δ", backward_with(output=_loss_slope), _NOT_DELTA),
    Mistake("∂L/∂p as δ, 1/N missing", backward_with(output=lambda P, Y: -Y / P), _NOT_DELTA),
    Mistake("wrong classes with the sign of the true one", backward_with(
        output=lambda P, Y: -(Y * (1 - P) + (1 - Y) * P) / len(P)),
            "The sign is right for the true class and turned for the wrong ones: what happens to the loss when a wrong "
            "class's logit rises?"),
    Mistake("true class only", backward_with(output=lambda P, Y: (P - Y) * Y / len(P)),
            "Only the true class has a δ. The wrong classes' logits change the loss as well: the softmax's Jacobian is not "
            "diagonal, since p of the true class falls when another logit rises."),
    Mistake("wrong classes only", backward_with(output=lambda P, Y: (P - Y) * (1 - Y) / len(P)),
            "The true class's δ is missing: its logit changes the loss most of all."),
    Mistake("y missing at the output", backward_with(output=lambda P, Y: P / len(P)), "The output's δ does not feel y: it would be the same for every label."),
    Mistake("p missing at the output", backward_with(output=lambda P, Y: -Y / len(P)),
            "The output's δ does not feel p: a sample that is predicted well should hardly count."),
    Mistake("squared error's factor", backward_with(output=lambda P, Y: 2 * (P - Y) / len(P)),
            "Twice too large: the factor 2 belongs to the squared error."),
    Mistake("squared error through the softmax", backward_with(
        output=lambda P, Y: 2 * P * (P - Y - np.sum((P - Y) * P, axis=1, keepdims=True)) / len(P)),
            "This is the gradient of the squared error, another loss."),
    Mistake("absolute difference", backward_with(output=lambda P, Y: np.abs(P - Y) / len(P)),
            "The sign of p - y is lost.", SLIP),
    Mistake("class predicted in place of p", backward_with(
        output=lambda P, Y: ((P == P.max(axis=1, keepdims=True)) - Y) / len(P)),
            "The prediction is made hard, 0 or 1: δ needs the probabilities."),
    *(Mistake(f"the derivative of {whose} at the output", backward_with(top=_times_slope(name)),
              "At the output an activation's derivative is multiplied in: the last layer has none. Its z goes to the softmax, "
              "and p - y holds the softmax already.")
      for whose, name in (("the last activation", None), ("ReLU", "relu"), ("the sigmoid", "sigmoid"), ("tanh", "tanh"))),
    Mistake("1 taken from every sample's column", backward_with(output=_whole_columns),
            "1 is taken away in every row for each class that occurs: a row of p loses 1 at its own class only. P[:, classes] "
            "means those columns of every sample.", SLIP),
    Mistake("averaged over the samples first", backward_with(
        output=lambda P, Y: np.repeat(np.mean(P - Y, axis=0, keepdims=True), len(P), axis=0) / len(P)),
            "p - y is averaged over the samples first: each sample's δ meets its own h."),
]

PARAMETERS = [
    Mistake("weights transposed", _weights_and_biases(change_W=lambda g, N: g.T),
            "This is the transpose: rows belong to the layer's inputs, columns to its units, as in W."),
    Mistake("h and δ without a transpose", backward_with(weight=lambda h, delta: h @ delta),
            "h and δ are multiplied without a transpose. It fits only in special shapes: which index do both share, and is "
            "it summed over?"),
    Mistake("δ transposed", backward_with(weight=lambda h, delta: h @ delta.T),
            "The wrong one is transposed: the sum should run over the samples."),
    Mistake("np.outer of the whole batch", backward_with(weight=np.outer),
            "np.outer lays a whole batch out as one long row: it is for one sample at a time. For a batch the sum over the "
            "samples is missing."),
    Mistake("outer products multiplied, not added", backward_with(
        weight=lambda h, delta: np.prod(_per_sample(delta, h), axis=0)),
            "The samples' shares are multiplied: they are added up.", SLIP),
    Mistake("whether h is on", backward_with(weight=lambda h, delta: (h > 0).T.astype(float) @ delta),
            "Only whether h is positive counts: the weight's gradient grows with h itself."),
    Mistake("a gradient for each sample", backward_with(weight=lambda h, delta: _per_sample(delta, h)),
            "There is a gradient for each sample: the samples' shares are added up."),
    Mistake("samples averaged though δ has 1/N", backward_with(weight=lambda h, delta: _per_sample(delta, h).mean(axis=0),
                                                               bias=lambda delta: delta.mean(axis=0)), _TWICE),
    Mistake("mean h times summed δ", backward_with(weight=lambda h, delta: np.outer(h.mean(axis=0), delta.sum(axis=0))),
            "h and δ are added up over the samples before they meet: the mean of products is not the product of means."),
    Mistake("summed h times summed δ", backward_with(weight=lambda h, delta: np.outer(h.sum(axis=0), delta.sum(axis=0))),
            "h and δ are added up over the samples before they meet: each sample's h meets its own δ."),
    Mistake("first sample's weights", backward_with(weight=lambda h, delta: np.outer(h[0], delta[0])), _ONE),
    Mistake("last sample's weights", backward_with(weight=lambda h, delta: right_weight(h[-1:], delta[-1:])),
            _ONE + " Does a loop overwrite its result?"),
    Mistake("last sample left out", backward_with(weight=lambda h, delta: h[:-1].T @ delta[:-1],
                                                  bias=lambda delta: delta[:-1].sum(axis=0)),
            "The last sample is left out: look at where the loop ends.", SLIP),
    Mistake("first sample only", backward_with(output=lambda P, Y: right_output(P, Y) * (np.arange(len(P)) == 0)[:, None]), _ONE),
    Mistake("last sample only", backward_with(
        output=lambda P, Y: right_output(P, Y) * (np.arange(len(P)) == len(P) - 1)[:, None]), _ONE + " Does a loop overwrite it?"),
    Mistake("first sample only, without 1/N", backward_with(
        output=lambda P, Y: (P - Y) * (np.arange(len(P)) == 0)[:, None]), _ONE),
    Mistake("last sample only, without 1/N", backward_with(
        output=lambda P, Y: (P - Y) * (np.arange(len(P)) == len(P) - 1)[:, None]), _ONE + " Does a loop overwrite it?"),
    Mistake("z for h", backward_with(enters="z"),
            "A layer's weights meet what it received: that is h of the layer below, after its activation, not z."),
    Mistake("h left out", backward_with(weight=lambda h, delta: np.ones_like(h, dtype=float).T @ delta),
            "The layer's input is left out: a weight counts as much as the input it stands on."),
    Mistake("weights added", backward_with(finish=lambda grads, params, cache: {
        key: value + params[key] if key[0] == "W" else value for key, value in grads.items()}),
            "The weights themselves are added to their gradient.", SLIP),
    Mistake("bias not added up", backward_with(bias=lambda delta: delta), _BIAS_ROWS),
    Mistake("bias added up along the units", backward_with(bias=lambda delta: delta.sum(axis=1)),
            "The rows of δ are added up: that gives a number for each sample. A bias belongs to a unit, a column."),
    Mistake("bias as one number", backward_with(bias=np.sum), "The bias's gradient is added up to one number: each unit has "
            "a bias of its own."),
    Mistake("bias with an axis too many", backward_with(bias=lambda delta: delta.sum(axis=0, keepdims=True)),
            "The right numbers with one axis too many: it would broadcast silently later. (keepdims?)", SLIP),
    Mistake("bias averaged", backward_with(bias=lambda delta: delta.mean(axis=0)), _BIAS_MEAN),
    Mistake("largest δ as the bias's gradient", backward_with(bias=lambda delta: delta.max(axis=0)),
            "The largest δ is taken: every sample's counts."),
    Mistake("sizes of δ added up", backward_with(bias=lambda delta: np.abs(delta).sum(axis=0)),
            "The signs of δ are lost before the samples are added up.", SLIP),
    Mistake("bias of the first sample", backward_with(bias=lambda delta: delta[0]), _ONE),
    Mistake("bias of the last sample", backward_with(bias=lambda delta: delta[-1]), _ONE),
    Mistake("bias's gradient 1", backward_with(bias=lambda delta: np.ones(delta.shape[1])),
            "1 is ∂z/∂b: what the loss feels of z has still to be multiplied in."),
    Mistake("bias's gradient N", backward_with(bias=lambda delta: np.full(delta.shape[1], float(len(delta)))),
            "N is ∂z/∂b added up over the samples: what the loss feels of z has still to be multiplied in."),
    Mistake("bias's gradient 0", backward_with(bias=lambda delta: np.zeros(delta.shape[1])),
            "The bias's gradient is 0: moving b moves z, so the loss does feel it."),
    Mistake("updated weights carry δ, lr 0.01", _updated(0.01), _UPDATED),
    Mistake("updated weights carry δ, lr 0.1", _updated(0.1), _UPDATED),
    Mistake("updated weights carry δ, lr 1", _updated(1.0), _UPDATED),
    Mistake("new parameters, lr 0.01", _new_params(0.01), _NEW),
    Mistake("new parameters, lr 0.1", _new_params(0.1), _NEW),
    Mistake("new parameters, lr 1", _new_params(1.0), _NEW),
    Mistake("keys dW1, db1", _renamed("d"), "The keys have a d in front: grads has the same keys as params.", SLIP),
    Mistake("a tuple", backward_with(finish=lambda grads, params, cache: tuple(grads[key] for key in params)),
            "This returns the gradients without their names: a dictionary with the keys of params is expected.", SLIP),
    Mistake("a list", backward_with(finish=lambda grads, params, cache: [grads[key] for key in params]),
            "This returns the gradients without their names: a dictionary with the keys of params is expected.", SLIP),
]

BACKWARD = OUTPUT + PARAMETERS + HIDDEN
