"""Wrong ways back through a network of any depth, for a batch; backward_batch and backward_deep share them."""

from types import SimpleNamespace

import numpy as np

from grader.exercise import SLIP, Mistake

from .networks import DERIVATIVES, sigmoid


def _output(P, Y):
    return (P - Y) / len(P)


def _weight(h, delta):
    return h.T @ delta


def _bias(delta):
    return delta.sum(axis=0)


def _through(delta, W):
    return delta @ W.T


def _gate(dh, at):
    return dh * DERIVATIVES[at.name](at.z, at.h)


def backward_with(output=_output, weight=_weight, bias=_bias, through=_through, gate=_gate, enters="h", finish=None,
                  carried=None):
    """A backward pass with one step changed; called as backward_batch or, with activations, as backward_deep.

    output(P, Y) -> δ of the last layer. weight(h, δ) -> ∂L/∂W. bias(δ) -> ∂L/∂b. through(δ, W) -> ∂L/∂h of the layer
    below. gate(∂L/∂h, at) -> δ of that layer; at holds its z, h, its activation's name, its number layer, and cache,
    names and N. enters: "h" or "z", what counts as the input of a layer. carried(W, ∂L/∂W): the weights that δ goes back
    through. finish(grads, params, cache): what is returned.
    """
    def formula(cache, Y, params, activations=("relu", "sigmoid")):
        names, grads = list(activations), {}
        delta = output(cache["p"], np.asarray(Y))
        for layer in range(len(names) + 1, 0, -1):
            W, dW = params[f"W{layer}"], weight(cache[f"{enters}{layer - 1}"] if layer > 1 else cache["x"], delta)
            grads[f"W{layer}"], grads[f"b{layer}"] = dW, bias(delta)
            if layer > 1:
                at = SimpleNamespace(z=cache[f"z{layer - 1}"], h=cache[f"h{layer - 1}"], name=names[layer - 2],
                                     layer=layer - 1, cache=cache, names=names, N=len(delta))
                delta = gate(through(delta, carried(W, dW) if carried else W), at)
        return finish(grads, params, cache) if finish else grads
    return formula


def _weights_and_biases(change_W=lambda g, N: g, change_b=lambda g, N: g):
    """The right gradients, changed after the pass."""
    return backward_with(finish=lambda grads, params, cache: {
        key: (change_W if key[0] == "W" else change_b)(value, len(cache["p"])) for key, value in grads.items()})


def _derivative(change):
    """A backward pass whose activation's derivative is change(at)."""
    return backward_with(gate=lambda dh, at: dh * change(at))


def _one_derivative(name, change):
    """The derivative of the activation called name is change(z, h) in place of the right one."""
    return _derivative(lambda at: change(at.z, at.h) if at.name == name else DERIVATIVES[at.name](at.z, at.h))


def _sum_samples(delta, h):
    return np.einsum("ni,nj->nij", h, delta)


def _last_row(weight):
    return lambda h, delta: weight(h[-1:], delta[-1:])


def _updated(lr):
    return backward_with(carried=lambda W, dW: W - lr * dW)


def _new_params(lr):
    return backward_with(finish=lambda grads, params, cache: {key: params[key] - lr * grads[key] for key in grads})


def _renamed(prefix):
    return backward_with(finish=lambda grads, params, cache: {prefix + key: value for key, value in grads.items()})


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
_ACTIVE = "The activation's derivative is not asked of z: "
_PATH = "One path only: a unit reaches the loss through every unit of the layer after it."
_TRANSPOSED_W = ("δ goes back through W without its transpose. It fits only where the layers have the same size: rows of W "
                 "belong to the layer that δ goes back to.")
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
    Mistake("1/N at every layer", backward_with(gate=lambda dh, at: _gate(dh, at) / at.N), _TWICE),
    Mistake("1/N in the hidden layers only", backward_with(
        output=lambda P, Y: P - Y, gate=lambda dh, at: _gate(dh, at) / at.N),
            "1/N enters at the hidden layers and not at the output's δ."),
    Mistake("divided by the number of classes", backward_with(output=lambda P, Y: (P - Y) / P.shape[1]),
            "The output's δ is divided by the number of classes: the mean is over the samples."),
    Mistake("divided by N and the classes", backward_with(output=lambda P, Y: (P - Y) / P.size),
            "The output's δ is divided by the number of all entries: the mean is over the samples only."),
    Mistake("wrong sign", backward_with(output=lambda P, Y: (Y - P) / len(P)),
            "The sign is turned: at the output the gradient is the prediction minus the truth, so that a step against it "
            "lowers the loss."),
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
    Mistake("y missing at the output", backward_with(output=lambda P, Y: P / len(P)), "The output's δ does not feel y."),
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
    Mistake("a gradient for each sample", backward_with(weight=lambda h, delta: _sum_samples(delta, h)),
            "There is a gradient for each sample: the samples' shares are added up."),
    Mistake("samples averaged though δ has 1/N", backward_with(weight=lambda h, delta: _sum_samples(delta, h).mean(axis=0),
                                                               bias=lambda delta: delta.mean(axis=0)), _TWICE),
    Mistake("mean h times summed δ", backward_with(weight=lambda h, delta: np.outer(h.mean(axis=0), delta.sum(axis=0))),
            "h and δ are added up over the samples before they meet: the mean of products is not the product of means."),
    Mistake("summed h times summed δ", backward_with(weight=lambda h, delta: np.outer(h.sum(axis=0), delta.sum(axis=0))),
            "h and δ are added up over the samples before they meet: each sample's h meets its own δ."),
    Mistake("first sample's weights", backward_with(weight=lambda h, delta: np.outer(h[0], delta[0])), _ONE),
    Mistake("last sample's weights", backward_with(weight=_last_row(_weight)), _ONE + " Does a loop overwrite its result?"),
    Mistake("last sample left out", backward_with(weight=lambda h, delta: h[:-1].T @ delta[:-1],
                                                  bias=lambda delta: delta[:-1].sum(axis=0)),
            "The last sample is left out: look at where the loop ends.", SLIP),
    Mistake("first sample only", backward_with(output=lambda P, Y: _output(P, Y) * (np.arange(len(P)) == 0)[:, None]), _ONE),
    Mistake("last sample only", backward_with(
        output=lambda P, Y: _output(P, Y) * (np.arange(len(P)) == len(P) - 1)[:, None]), _ONE + " Does a loop overwrite it?"),
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

HIDDEN = [
    Mistake("derivative missing", _derivative(lambda at: 1),
            "This is made of ∂L/∂h where ∂L/∂z is due: the activation's derivative is missing."),
    Mistake("sigmoid's derivative missing", _one_derivative("sigmoid", lambda z, h: 1),
            "In layers with the sigmoid ∂L/∂h is taken for ∂L/∂z: the activation's derivative is missing."),
    Mistake("ReLU's derivative missing", _one_derivative("relu", lambda z, h: 1),
            "In layers with ReLU ∂L/∂h is taken for ∂L/∂z: the activation's derivative is missing."),
    Mistake("activation in place of its derivative", _derivative(lambda at: at.h),
            "∂L/∂h is multiplied by h, the activation itself, in place of its derivative."),
    Mistake("ReLU in place of its derivative", _one_derivative("relu", lambda z, h: h),
            "In layers with ReLU, ∂L/∂h is multiplied by ReLU itself: its derivative is a switch, 0 or 1."),
    Mistake("sigmoid in place of its derivative", _one_derivative("sigmoid", lambda z, h: h),
            "In layers with the sigmoid, ∂L/∂h is multiplied by the sigmoid itself in place of its derivative."),
    Mistake("sigmoid's derivative from z", _one_derivative("sigmoid", lambda z, h: z * (1 - z)),
            _ACTIVE + "h (1 - h) is in terms of h, the sigmoid's value; z stands in its place."),
    Mistake("sigmoid's derivative from h and z", _one_derivative("sigmoid", lambda z, h: h * (1 - z)),
            _ACTIVE + "one of the two factors is in terms of h, the sigmoid's value, and the other of z."),
    Mistake("sigmoid's derivative from z and h", _one_derivative("sigmoid", lambda z, h: z * (1 - h)),
            _ACTIVE + "one of the two factors is in terms of h, the sigmoid's value, and the other of z."),
    Mistake("sigmoid's derivative with its sign turned", _one_derivative("sigmoid", lambda z, h: h * (h - 1)),
            "In layers with the sigmoid the sign of the derivative is turned: the sigmoid rises everywhere.", SLIP),
    Mistake("sigmoid of h", _one_derivative("sigmoid", lambda z, h: sigmoid(h) * (1 - sigmoid(h))),
            _ACTIVE + "the sigmoid is applied once more to h, which is a sigmoid already."),
    Mistake("1 - h alone", _one_derivative("sigmoid", lambda z, h: 1 - h),
            "In layers with the sigmoid only a part of the derivative is there."),
    Mistake("h + (1 - h)²", _one_derivative("sigmoid", lambda z, h: h * (1 + h)),
            "The sign inside the sigmoid's derivative is turned.", SLIP),
    Mistake("1 - h² for the sigmoid", _one_derivative("sigmoid", lambda z, h: 1 - h**2),
            "In layers with the sigmoid stands tanh's derivative."),
    Mistake("sigmoid's derivative twice", _one_derivative("sigmoid", lambda z, h: (h * (1 - h)) ** 2),
            "The sigmoid's derivative enters twice.", SLIP),
    Mistake("ReLU's derivative 1 at 0", _one_derivative("relu", lambda z, h: (z >= 0) * 1.0),
            "Right except where z is exactly 0: there ReLU's derivative is 0 in this course."),
    Mistake("ReLU's derivative 1/2 at 0", _one_derivative("relu", lambda z, h: np.heaviside(z, 0.5)),
            "Right except where z is exactly 0: there ReLU's derivative is 0 in this course."),
    Mistake("sign of z", _one_derivative("relu", lambda z, h: np.sign(z)),
            "Where z is negative ReLU's derivative is 0, not -1: nothing passes."),
    Mistake("ReLU's derivative turned round", _one_derivative("relu", lambda z, h: (z < 0) * 1.0),
            "ReLU's switch is the wrong way round: it is open where z is positive."),
    Mistake("leaky ReLU", _one_derivative("relu", lambda z, h: np.where(z > 0, 1, 0.01)),
            "A little passes where z is negative: that is a leaky ReLU."),
    Mistake("ReLU's derivative asked of ∂L/∂h", backward_with(
        gate=lambda dh, at: np.maximum(dh, 0) if at.name == "relu" else _gate(dh, at)),
            "The switch looks at the gradient's sign: whether a unit passes anything depends on its z."),
    Mistake("every derivative a ReLU's", _derivative(lambda at: (at.z > 0) * 1.0),
            "Every hidden layer uses ReLU's derivative: each activation has its own."),
    Mistake("every derivative a sigmoid's", _derivative(lambda at: at.h * (1 - at.h)),
            "Every hidden layer uses the sigmoid's derivative: each activation has its own."),
    Mistake("every derivative a sigmoid's, of z", _derivative(lambda at: sigmoid(at.z) * (1 - sigmoid(at.z))),
            "Every hidden layer uses the sigmoid's derivative: each activation has its own."),
    Mistake("every derivative tanh's", _derivative(lambda at: 1 - at.h**2),
            "Every hidden layer uses tanh's derivative: each activation has its own."),
    Mistake("derivatives in reversed order", _derivative(
        lambda at: DERIVATIVES[at.names[len(at.names) - at.layer]](at.z, at.h)),
            "The activations' derivatives are exchanged between the layers: which activation belongs to which layer?"),
    Mistake("derivative of the layer above", backward_with(gate=lambda dh, at: dh * DERIVATIVES[at.name](
        at.cache[f"z{at.layer + 1}"], at.cache.get(f"h{at.layer + 1}", at.cache["p"]))),
            "The derivative is taken at the z of another layer: δ of a layer needs that layer's own z.", SLIP),
    Mistake("added in place of multiplied", backward_with(
        gate=lambda dh, at: dh + DERIVATIVES[at.name](at.z, at.h)),
            "The derivative is added to ∂L/∂h: in a chain the factors are multiplied."),
    Mistake("divided by the derivative", backward_with(
        gate=lambda dh, at: dh / np.maximum(DERIVATIVES[at.name](at.z, at.h), 1e-12)),
            "∂L/∂h is divided by the derivative: in a chain the factors are multiplied."),
    Mistake("derivative averaged over the samples", _derivative(
        lambda at: DERIVATIVES[at.name](at.z, at.h).mean(axis=0)),
            "The derivative is averaged over the samples: each sample has its own z, and so its own derivative."),
    Mistake("derivative of the first sample", _derivative(lambda at: DERIVATIVES[at.name](at.z, at.h)[0]),
            "The first sample's derivative is used for all: each sample has its own z."),
    Mistake("W without its transpose", backward_with(through=lambda delta, W: delta @ W), _TRANSPOSED_W),
    Mistake("W in front", backward_with(through=lambda delta, W: W @ delta), _TRANSPOSED_W),
    Mistake("W and δ both turned", backward_with(through=lambda delta, W: (W @ delta.T)), 
            "This lies on its side: the samples of δ have become columns. It fits only in special shapes."),
    Mistake("inverse in place of the transpose", backward_with(through=lambda delta, W: delta @ np.linalg.pinv(W)),
            "δ goes back through the inverse of W: nothing is undone on the way back; each path carries its own weight."),
    Mistake("first path only", backward_with(through=lambda delta, W: np.outer(delta[:, 0], W[:, 0])), _PATH),
    Mistake("last path only", backward_with(through=lambda delta, W: np.outer(delta[:, -1], W[:, -1])),
            _PATH + " Does a loop overwrite it?"),
    Mistake("strongest path only", backward_with(
        through=lambda delta, W: np.array([[(W[i] * d)[np.argmax(np.abs(W[i] * d))] for i in range(len(W))] for d in delta])),
            _PATH),
    Mistake("paths averaged", backward_with(through=lambda delta, W: delta @ W.T / W.shape[1]),
            "The paths are averaged: a unit's gradient is their sum."),
    Mistake("paths without weights", backward_with(
        through=lambda delta, W: np.repeat(delta.sum(axis=1, keepdims=True), len(W), axis=1)),
            "The paths are added up without their weights: each carries δ times the weight on the way."),
    Mistake("weights without δ", backward_with(through=lambda delta, W: np.repeat(W.sum(axis=1)[None], len(delta), axis=0)),
            "The weights are added up without δ: each path carries δ times the weight on the way."),
    Mistake("absolute weights", backward_with(through=lambda delta, W: delta @ np.abs(W).T),
            "The signs of the weights are lost on the way back.", SLIP),
    Mistake("sign turned at every layer", backward_with(through=lambda delta, W: -(delta @ W.T)),
            "The sign turns with every layer.", SLIP),
]

BACKWARD = OUTPUT + PARAMETERS + HIDDEN


def scales(cache, Y, params, activations=()):
    samples, classes = np.shape(cache["p"])
    return {"N": samples, "n_classes": classes, "N · n_classes": samples * classes, "n_inputs": np.shape(cache["x"])[1]}


def related(cache, Y, params, activations=("relu", "sigmoid")):
    """∂L/∂z of every layer, a row a sample, and what becomes of a gradient when ∂L/∂h is taken for ∂L/∂z."""
    names, found = list(activations), {}
    delta = _output(cache["p"], Y)
    for layer in range(len(names) + 1, 0, -1):
        found[f"∂L/∂z{layer}, a row a sample"] = delta
        if layer > 1:
            below = layer - 1
            dh = _through(delta, params[f"W{layer}"])
            found[f"∂L/∂h{below}, a row a sample"] = dh
            found[f"∂L/∂b{below} without the activation's derivative"] = dh.sum(axis=0)
            found[f"∂L/∂W{below} without the activation's derivative"] = _weight(
                cache[f"h{below - 1}"] if below > 1 else cache["x"], dh)
            delta = dh * DERIVATIVES[names[below - 1]](cache[f"z{below}"], cache[f"h{below}"])
    return found
