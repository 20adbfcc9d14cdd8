"""Wrong ways of running a batch forward, in a network of any depth; forward_batch and forward_deep share them."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .networks import FUNCTIONS, relu, sigmoid, softmax_rows


def _affine(h, W, b):
    return h @ W + b


def _activate(z, layer, names):
    return FUNCTIONS[names[layer - 1]](z)


def forward_with(**steps):
    """A forward pass with some of the steps of _ascend changed; called as forward_batch or, with activations, as
    forward_deep. formula.steps and formula.build let the judge put two of them together: see grader.combined."""
    def formula(X, params, activations=("relu", "sigmoid")):
        return _ascend(X, params, list(activations), **steps)
    formula.steps, formula.build = steps, forward_with
    return formula


def _ascend(X, params, names, affine=_affine, activate=_activate, output=None, softmax=softmax_rows, passed_on="h", enter=None,
            finish=None):
    """The cache.

    affine(h, W, b) -> z. activate(z, layer, names) -> h. output(h, W, b): affine of the last layer. passed_on: what the
    next layer reads. enter(X): what the first layer reads. finish(cache): what is returned.
    """
    cache = {"x": X}
    h = enter(X) if enter else X
    for layer in range(1, len(names) + 1):
        z = affine(h, params[f"W{layer}"], params[f"b{layer}"])
        cache[f"z{layer}"], cache[f"h{layer}"] = z, activate(z, layer, names)
        h = cache[f"{passed_on}{layer}"]
    last = len(names) + 1
    cache[f"z{last}"] = (output or affine)(h, params[f"W{last}"], params[f"b{last}"])
    cache["p"] = softmax(cache[f"z{last}"])
    return finish(cache) if finish else cache


def returned(change):
    """The right pass, of which change(cache) is returned."""
    return forward_with(finish=change)


def _each(change):
    """change applied to every array of the cache."""
    return returned(lambda cache: {key: change(value) for key, value in cache.items()})


def _powers(z):
    return np.exp(z - np.max(z, axis=1, keepdims=True))


def _shifted(shift):
    def softmax(z):
        powers = np.exp(z - shift(z))
        return powers / powers.sum(axis=1, keepdims=True)
    return softmax


def _truncated(h, W, b):
    z = h @ W + b
    return z.astype(np.asarray(h).dtype) if np.asarray(h).dtype.kind == "i" else z


def _only_layer(wanted, change):
    """An activation that is changed in one hidden layer alone; -1 is the last of them."""
    def activate(z, layer, names):
        return change(z) if layer == (wanted if wanted > 0 else len(names)) else _activate(z, layer, names)
    return activate


def _z_overwritten(cache):
    return cache | {key: cache["h" + key[1:]] for key in cache if key[0] == "z" and "h" + key[1:] in cache}


def _rows_of_last(value):
    return np.repeat(value[-1:], len(value), axis=0)


def _one_by_one(cache):
    return [{key: value[n] for key, value in cache.items()} for n in range(len(cache["x"]))]


def _renamed(**names):
    return returned(lambda cache: {names.get(key, key): value for key, value in cache.items() if names.get(key, key)})


def _activated_output(activation):
    return forward_with(output=lambda h, W, b: activation(h @ W + b))


_ROWS = "the classes of one sample are what adds up to 1, and a sample is a row."
_KEEP = ("summing or taking the maximum along a row gives shape (N,). Against (N, n) that is matched with the columns: it "
         "fits only by accident. Keep the axis.")
_OUTPUT = "The output layer's z goes through an activation of the hidden layers before the softmax."
_DICT = "This returns the values without their names: the backward pass asks for them by name, in a dictionary."
_BATCH = "Only one sample is computed: every row of X is a sample, and each has a row in every entry of the cache."

FORWARD = [
    Mistake("softmax over the columns", forward_with(softmax=lambda z: softmax_rows(z.T).T),
            "The columns of p add up to 1: it is normalised along the samples. But " + _ROWS),
    Mistake("softmax over the whole batch", forward_with(softmax=lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
            "All entries of p together add up to 1. But " + _ROWS),
    Mistake("softmax over the whole batch, no shift", forward_with(softmax=lambda z: np.exp(z) / np.exp(z).sum()),
            "All entries of p together add up to 1. But " + _ROWS),
    Mistake("softmax over the columns, no shift", forward_with(softmax=lambda z: np.exp(z) / np.exp(z).sum(axis=0)),
            "The columns of p add up to 1: it is normalised along the samples. But " + _ROWS),
    Mistake("no shift", forward_with(softmax=_shifted(lambda z: 0)),
            "Right for moderate logits, NaN for large ones: exp(1000) is more than a float holds. Which shift of a row "
            "leaves its softmax as it is?", SLIP),
    Mistake("one shift for the batch", forward_with(softmax=_shifted(np.max)),
            "Right unless the samples lie far apart: one maximum is taken for the whole batch, so a sample whose logits "
            "are all far below it is left with 0 / 0. Each row has a maximum of its own.", SLIP),
    Mistake("shift by the columns' maxima", forward_with(softmax=_shifted(lambda z: z.max(axis=0))),
            "The maximum is taken down the columns, so the entries of a row are shifted by different amounts: that "
            "changes p. All entries of a row get the same shift.", SLIP),
    Mistake("shifted by the row's mean", forward_with(softmax=_shifted(lambda z: z.mean(axis=1, keepdims=True))),
            "The shift is by the row's mean, so the largest exponential still overflows where the logits of a row lie far "
            "apart.", SLIP),
    Mistake("shifted by the row's least", forward_with(softmax=_shifted(lambda z: z.min(axis=1, keepdims=True))),
            "The shift is by the least logit of the row, so the largest exponential still overflows where they lie far "
            "apart.", SLIP),
    Mistake("shifted by the row's largest size", forward_with(
        softmax=_shifted(lambda z: np.abs(z).max(axis=1, keepdims=True))),
            "The shift is by the largest |z| of the row: where all logits are far below zero it moves them further down, and "
            "0 / 0 is left.", SLIP),
    Mistake("softmax of the minus", forward_with(softmax=lambda z: softmax_rows(-z)),
            "The sign of the logits is turned in the softmax: the largest should get the largest probability.", SLIP),
    Mistake("sum without its axis", forward_with(softmax=lambda z: _powers(z) / _powers(z).sum(axis=1)),
            "In the softmax, " + _KEEP, SLIP),
    Mistake("maximum and sum without their axes", forward_with(
        softmax=lambda z: np.exp(z - z.max(axis=1)) / np.exp(z - z.max(axis=1)).sum(axis=1)),
            "In the softmax, " + _KEEP, SLIP),
    Mistake("maximum without its axis", forward_with(softmax=_shifted(lambda z: z.max(axis=1))),
            "In the softmax, " + _KEEP, SLIP),
    Mistake("sum without its axis, no shift", forward_with(softmax=lambda z: np.exp(z) / np.exp(z).sum(axis=1)),
            "In the softmax, " + _KEEP, SLIP),
    Mistake("a over the sum of a", forward_with(softmax=lambda z: z / z.sum(axis=1, keepdims=True)),
            "Each logit is divided by the sum of its row, without an exponential."),
    Mistake("not normalised", forward_with(softmax=np.exp), "The exponentials are there, but no row of p adds up to 1."),
    Mistake("shifted, not normalised", forward_with(softmax=_powers),
            "The exponentials are there, but no row of p adds up to 1."),
    Mistake("no softmax", forward_with(softmax=lambda z: z), "p is still the last z: the softmax is missing."),
    Mistake("sigmoid at the output", forward_with(softmax=sigmoid),
            "Each output passes a sigmoid on its own, so that a row of p does not add up to 1: softmax is meant."),
    Mistake("log-softmax", forward_with(softmax=lambda z: np.log(np.maximum(softmax_rows(z), 1e-300))),
            "p is negative: this is the logarithm of the softmax."),
    Mistake("one-hot output", forward_with(softmax=lambda z: (z == z.max(axis=1, keepdims=True)) * 1.0),
            "All of p goes to the largest logit: the softmax gives every class a share."),
    Mistake("class in place of p", forward_with(softmax=lambda z: z.argmax(axis=1)),
            "p holds one class a sample: it should hold a probability for every class."),
    Mistake("softmax twice", forward_with(softmax=lambda z: softmax_rows(softmax_rows(z))),
            "The softmax is applied twice: what it has made are probabilities already.", SLIP),
    Mistake("p averaged over the samples", forward_with(softmax=lambda z: softmax_rows(z).mean(axis=0)),
            "p is averaged over the samples: each keeps a row of its own. It is the loss that is averaged."),
    Mistake("p summed over the samples", forward_with(softmax=lambda z: softmax_rows(z).sum(axis=0)),
            "p is added up over the samples: each keeps a row of its own."),
    Mistake("biases missing", forward_with(affine=lambda h, W, b: h @ W), "The biases are missing in every layer."),
    Mistake("biases subtracted", forward_with(affine=lambda h, W, b: h @ W - b), "The biases are subtracted.", SLIP),
    Mistake("bias missing at the output", forward_with(output=lambda h, W, b: h @ W),
            "The output layer's bias is missing.", SLIP),
    Mistake("biases added N times", forward_with(affine=lambda h, W, b: h @ W + len(h) * b),
            "The bias is added once for every sample of the batch to each of them: each sample gets it once."),
    Mistake("biases divided by N", forward_with(affine=lambda h, W, b: h @ W + b / len(h)),
            "The bias is shared out among the samples: each gets all of it."),
    Mistake("bias for the first sample only", forward_with(
        affine=lambda h, W, b: h @ W + np.outer(np.arange(len(h)) == 0, b)),
            "Only the first sample gets the bias: the layer adds it to every row."),
    Mistake("one bias for all", forward_with(affine=lambda h, W, b: h @ W + b[0]),
            "One entry of b is added to every unit: each unit has a bias of its own.", SLIP),
    Mistake("biases added up", forward_with(affine=lambda h, W, b: h @ W + b.sum()),
            "The biases are added up first: each unit has a bias of its own."),
    Mistake("bias along the samples", forward_with(affine=lambda h, W, b: h @ W + b[:, None]),
            "The bias is laid along the samples (a column): it belongs to the units, the same for every row. It fits only "
            "where a layer has as many units as the batch has samples.", SLIP),
    Mistake("weights transposed", forward_with(affine=lambda h, W, b: h @ W.T + b),
            "The weights are read the other way round: their rows belong to what goes in, their columns to the units. "
            "It fits only where both sizes agree."),
    Mistake("weights in front", forward_with(affine=lambda h, W, b: W @ h + b),
            "W stands in front of the batch: with a sample in each row the batch comes first."),
    Mistake("weights in front, rows of W as units", forward_with(affine=lambda h, W, b: (W @ h.T).T + b),
            "The weights are read the other way round: their rows belong to what goes in, their columns to the units. "
            "It fits only where both sizes agree."),
    Mistake("averaged over the inputs", forward_with(affine=lambda h, W, b: h @ W / h.shape[1] + b),
            "The inputs' contributions are averaged; a unit adds them up."),
    Mistake("divided by N", forward_with(affine=lambda h, W, b: h @ W / len(h) + b),
            "z is divided by the number of samples: samples do not share anything in the forward pass. Only the loss is "
            "averaged."),
    Mistake("samples averaged first", forward_with(enter=lambda X: X.mean(axis=0, keepdims=True)),
            "The samples are averaged before they enter: the network sees the mean sample only, and that is not the mean of "
            "what it says."),
    Mistake("samples averaged first, one row", forward_with(enter=lambda X: X.mean(axis=0)),
            "The samples are averaged before they enter: the network sees the mean sample only, and that is not the mean of "
            "what it says."),
    Mistake("input centred", forward_with(enter=lambda X: X - X.mean(axis=0)),
            "The batch's mean is taken away from X first: then a sample's output depends on who else is in the batch."),
    Mistake("input activated", forward_with(enter=relu), "X goes through an activation before the first layer.", SLIP),
    Mistake("z passed on", forward_with(passed_on="z"),
            "A layer reads z of the layer before it. What leaves a layer is h, after the activation."),
    Mistake("no activation", forward_with(activate=lambda z, layer, names: z),
            "h is z in every layer: without activations the network is one long affine map."),
    Mistake("no activation in layer 1", forward_with(activate=_only_layer(1, lambda z: z)),
            "h1 is z1: the activation of the first layer is missing."),
    Mistake("no activation in the last hidden layer", forward_with(activate=_only_layer(-1, lambda z: z)),
            "The last hidden layer has no activation: its h is its z."),
    Mistake("activations in reversed order", forward_with(
        activate=lambda z, layer, names: FUNCTIONS[names[len(names) - layer]](z)),
            "The activations are in reversed order: which one belongs to layer 1?"),
    Mistake("ReLU everywhere", forward_with(activate=lambda z, layer, names: relu(z)),
            "Every hidden layer has ReLU: look at which activation belongs to which layer."),
    Mistake("sigmoid everywhere", forward_with(activate=lambda z, layer, names: sigmoid(z)),
            "Every hidden layer has the sigmoid: look at which activation belongs to which layer."),
    Mistake("tanh everywhere", forward_with(activate=lambda z, layer, names: np.tanh(z)),
            "Every hidden layer has tanh: look at which activation belongs to which layer."),
    Mistake("ReLU at the output", _activated_output(relu), _OUTPUT),
    Mistake("sigmoid at the output, then softmax", _activated_output(sigmoid), _OUTPUT),
    Mistake("tanh at the output, then softmax", _activated_output(np.tanh), _OUTPUT),
    Mistake("ReLU in front of the softmax", forward_with(softmax=lambda z: softmax_rows(relu(z))), _OUTPUT),
    Mistake("sigmoid in front of the softmax", forward_with(softmax=lambda z: softmax_rows(sigmoid(z))), _OUTPUT),
    Mistake("tanh in front of the softmax", forward_with(softmax=lambda z: softmax_rows(np.tanh(z))), _OUTPUT),
    Mistake("logits cut off", forward_with(softmax=lambda z: softmax_rows(np.clip(z, -50, 50))),
            "Right for moderate logits. Large ones are cut off (clipped) at some number, so that two of them which differ come "
            "out alike. Which shift of a row leaves its softmax as it is?", SLIP),
    Mistake("z overwritten by h", returned(_z_overwritten),
            "The cache keeps h under the name of z: z is the value before the activation. Is it overwritten in place?", SLIP),
    Mistake("first sample only", _each(lambda value: value[0]), _BATCH),
    Mistake("first sample only, as a batch of one", _each(lambda value: value[:1]), _BATCH),
    Mistake("last sample only", _each(lambda value: value[-1]),
            _BATCH + " Does a loop over the samples overwrite its result?"),
    Mistake("last sample in every row", returned(
        lambda cache: {key: value if key == "x" else _rows_of_last(value) for key, value in cache.items()}),
            "Every row is the last sample's: is one array filled again and again, and kept N times?", SLIP),
    Mistake("averaged over the samples", _each(lambda value: value.mean(axis=0)),
            "Every quantity is averaged over the samples: each sample keeps a row of its own. It is the loss that is "
            "averaged."),
    Mistake("samples as columns", _each(np.transpose),
            "The samples stand in the columns: here a row is a sample, in every entry of the cache."),
    Mistake("samples as columns, except x", returned(
        lambda cache: {key: value if key == "x" else value.T for key, value in cache.items()}),
            "The samples stand in the columns: here a row is a sample, in every entry of the cache."),
    Mistake("a list of caches", returned(_one_by_one),
            "This is a list with a cache for each sample: one cache is asked for, in whose entries each sample has a row."),
    Mistake("p alone", returned(lambda cache: cache["p"]),
            "This returns p alone. The backward pass needs every value on the way: return them all, by name."),
    Mistake("a tuple", returned(lambda cache: tuple(cache.values())), _DICT, SLIP),
    Mistake("a list", returned(lambda cache: list(cache.values())), _DICT, SLIP),
    Mistake("x missing", _renamed(x=""), 'The key "x" is missing: the gradient of the first weights needs the input.', SLIP),
    Mistake("x as X", _renamed(x="X"), 'The key "x" is missing: the batch is kept under the same name as a sample.', SLIP),
    Mistake("capital keys", returned(lambda cache: {key.upper(): value for key, value in cache.items()}),
            "The keys are capital letters: the cache of a batch has the same keys as that of a sample, x, z1, h1, ..., p.",
            SLIP),
    Mistake("truncated where X holds integers", forward_with(affine=_truncated),
            "Right for floats, cut to whole numbers where X holds integers: np.zeros_like(X) makes an array of X's type.",
            SLIP),
    Mistake("rounded", _each(lambda value: np.round(value, 3)), "The numbers are rounded on the way.", SLIP),
]
