"""gradient_step: a little way down, for every weight and every bias."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(params, grads, lr):
    """new[k] = params[k] - lr · grads[k], for every key k

    params: {"W1": array, "b1": array, ...}, any keys. grads: the same keys and shapes. lr: a number.
    Returns a new dictionary with the keys of params; params and its arrays stay as they are.
    """
    return {key: np.asarray(value) - lr * np.asarray(grads[key]) for key, value in params.items()}


def inputs(rng):
    yield *_pair(rng, ["W3", "b3"], [4, 3]), 0.01                                   # the keys of this lesson
    yield *_pair(rng, ["W1", "b1", "W2", "b2", "W3", "b3"], [4, 5, 2, 3]), 0.1      # a whole network: every key counts
    yield *_pair(rng, ["W3", "b3", "W4", "b4"], [2, 3, 4]), 0.5                     # other keys: six fixed ones show
    yield *_pair(rng, ["W3", "b3"], [3, 3]), 2                                      # square: a transpose fits; a large
                                                                                    # step, a whole number
    params, grads = _pair(rng, ["W3", "b3"], [3, 3])
    yield params, dict(reversed(grads.items())), 0.3                                # grads in another order: the key
                                                                                    # says what belongs together


def _pair(rng, keys, sizes):
    """params and grads of layers with these sizes; the numbers of the first layer are not those of the second."""
    shapes = [shape for before, after in zip(sizes, sizes[1:]) for shape in ((before, after), (after,))]
    return tuple({key: rng.normal(size=shape) for key, shape in zip(keys, shapes)} for _ in range(2))


def scales(params, grads, lr):
    return {"lr": lr}


def _each(formula):
    """The dictionary that formula(value, gradient, lr) gives for every key."""
    return lambda params, grads, lr: {key: formula(value, np.asarray(grads[key]), lr) for key, value in params.items()}


def _chosen(choose, otherwise=lambda value, gradient, lr: value):
    """A right step for the keys that choose(key) picks, otherwise(...) for the rest."""
    return lambda params, grads, lr: {key: value - lr * grads[key] if choose(key) else otherwise(value, grads[key], lr)
                                      for key, value in params.items()}


def _in_place(params, grads, lr):
    for key in params:
        params[key] = params[key] - lr * grads[key]
    return params


def _nothing_returned(params, grads, lr):
    for key in params:
        params[key] = params[key] - lr * grads[key]


def _grads_scaled_in_place(params, grads, lr):
    new = {}
    for key in params:
        grads[key] *= lr
        new[key] = params[key] - grads[key]
    return new


_BIASES = "The biases stay where they are. The first article leaves them out too; they have gradients like any weight."
_WRITES = ("The new values are written into params: the caller still needs the old ones. Make a new dictionary with "
           "new arrays. (A copy of the dictionary still holds the same arrays, and -= writes into them.)")

MISTAKES = [
    Mistake("uphill", _each(lambda value, gradient, lr: value + lr * gradient),
            "The step goes up: the gradient points to where the loss grows."),
    Mistake("learning rate missing", _each(lambda value, gradient, lr: value - gradient),
            "The learning rate does not enter: the step is as long as the gradient itself."),
    Mistake("learning rate missing, uphill", _each(lambda value, gradient, lr: value + gradient),
            "Two things: the learning rate does not enter, and the step goes up."),
    Mistake("divided by the learning rate", _each(lambda value, gradient, lr: value - gradient / lr),
            "Divided by the learning rate: a smaller rate should give a smaller step."),
    Mistake("0.01 in place of lr", _each(lambda value, gradient, lr: value - 0.01 * gradient),
            "The learning rate is 0.01 whatever the caller says."),
    Mistake("0.1 in place of lr", _each(lambda value, gradient, lr: value - 0.1 * gradient),
            "The learning rate is 0.1 whatever the caller says."),
    Mistake("0.001 in place of lr", _each(lambda value, gradient, lr: value - 0.001 * gradient),
            "The learning rate is 0.001 whatever the caller says."),
    Mistake("learning rate squared", _each(lambda value, gradient, lr: value - lr ** 2 * gradient),
            "The learning rate enters twice.", SLIP),
    Mistake("learning rate of the whole", _each(lambda value, gradient, lr: lr * (value - gradient)),
            "The learning rate shrinks the parameters too: only the step is scaled. (Where do the parentheses stand?)",
            SLIP),
    Mistake("weighted mean", _each(lambda value, gradient, lr: (1 - lr) * value - lr * gradient),
            "The parameters shrink as well: where the gradient is 0 nothing should move."),
    Mistake("weighted mean, plus", _each(lambda value, gradient, lr: (1 - lr) * value + lr * gradient),
            "This is a weighted mean of parameters and gradients: where the gradient is 0 nothing should move."),
    Mistake("exchanged", _each(lambda value, gradient, lr: gradient - lr * value),
            "Parameters and gradients have changed places."),
    Mistake("learning rate at the parameters", _each(lambda value, gradient, lr: lr * value - gradient),
            "The learning rate stands beside the parameters: it scales the step."),
    Mistake("minus before times", _each(lambda value, gradient, lr: (value - lr) * gradient),
            "The learning rate is taken away from the parameters first, and the gradient multiplies what is left: which two "
            "belong together?", SLIP),
    Mistake("difference turned", _each(lambda value, gradient, lr: lr * gradient - value),
            "The sign of the whole is turned: with a rate of 0 the parameters should stay as they are.", SLIP),
    Mistake("the step alone", _each(lambda value, gradient, lr: lr * gradient),
            "This is the step: it has to be taken from the old values."),
    Mistake("the step down alone", _each(lambda value, gradient, lr: -lr * gradient),
            "This is the step: it has to be added to the old values."),
    Mistake("times the parameters", _each(lambda value, gradient, lr: value * (1 - lr * gradient)),
            "The step is taken relative to the parameter's size: a gradient is a slope, not a percentage."),
    Mistake("nothing moved", _each(lambda value, gradient, lr: value * 1),
            "Nothing moves: the new values are the old ones."),
    Mistake("biases left out", _chosen(lambda key: key[0] == "W"), _BIASES),
    Mistake("weights left out", _chosen(lambda key: key[0] == "b"),
            "The weights stay where they are, only the biases move."),
    Mistake("biases dropped", lambda params, grads, lr: {
        key: value - lr * grads[key] for key, value in params.items() if key[0] == "W"},
        "The biases are not in the result: it has the keys of params."),
    Mistake("biases uphill", _chosen(lambda key: key[0] == "W", lambda value, gradient, lr: value + lr * gradient),
            "The weights go down and the biases go up: both follow the same rule."),
    Mistake("weights uphill", _chosen(lambda key: key[0] == "b", lambda value, gradient, lr: value + lr * gradient),
            "The biases go down and the weights go up: both follow the same rule."),
    Mistake("biases without the learning rate",
            _chosen(lambda key: key[0] == "W", lambda value, gradient, lr: value - gradient),
            "The learning rate is missing where the biases move."),
    Mistake("biases by their sum",
            _chosen(lambda key: key[0] == "W", lambda value, gradient, lr: value - lr * np.sum(gradient)),
            "Each bias moves by the sum of all biases' gradients: each has its own."),
    Mistake("biases by their mean",
            _chosen(lambda key: key[0] == "W", lambda value, gradient, lr: value - lr * np.mean(gradient)),
            "Each bias moves by the mean of all biases' gradients: each has its own."),
    Mistake("output layer only", _chosen(lambda key: key in ("W3", "b3")),
            "Only W3 and b3 move: every key of params does."),
    Mistake("output layer returned alone", lambda params, grads, lr: {
        key: params[key] - lr * grads[key] for key in ("W3", "b3")},
        "Only W3 and b3 are in the result: it has the keys of params."),
    Mistake("W3 alone", lambda params, grads, lr: params["W3"] - lr * grads["W3"],
            "Only W3 is returned, as an array: a dictionary with the keys of params is asked for."),
    Mistake("paired by their place", lambda params, grads, lr: {
        key: params[key] - lr * gradient for key, gradient in zip(params, grads.values())},
        "Parameters and gradients are paired by their place in the dictionaries: the key says which belong together.",
        SLIP),
    Mistake("first key only", lambda params, grads, lr: {
        key: value - lr * grads[key] for key, value in list(params.items())[:1]},
        "Only the first key is in the result: where does the loop return?", SLIP),
    Mistake("last key only", lambda params, grads, lr: {
        key: value - lr * grads[key] for key, value in list(params.items())[-1:]},
        "Only the last key is in the result: is the dictionary made anew in each turn of the loop?", SLIP),
    Mistake("no dictionary", lambda params, grads, lr: [params[key] - lr * grads[key] for key in params],
            "The new values are right, but in a row: which is which? Return a dictionary with the keys of params.",
            SLIP),
    Mistake("written into params", _in_place, _WRITES),
    Mistake("nothing returned", lambda params, grads, lr: None,
            "Nothing is returned: does the function end in return?", SLIP),
    Mistake("written into params, nothing returned", _nothing_returned, _WRITES + " And return it."),
    Mistake("gradients scaled in place", _grads_scaled_in_place,
            "The gradients are multiplied by the learning rate where they stand: the caller still needs them.", SLIP),
    Mistake("steps of equal length",
            _each(lambda value, gradient, lr: value - lr * gradient / np.linalg.norm(gradient)),
            "The gradient is scaled to length 1: its size belongs into the step."),
    Mistake("steps by the sign", _each(lambda value, gradient, lr: value - lr * np.sign(gradient)),
            "Only the gradient's sign is used: its size belongs into the step."),
    Mistake("absolute gradients", _each(lambda value, gradient, lr: value - lr * np.abs(gradient)),
            "The gradient's sign is lost: some parameters have to go up."),
    Mistake("gradients squared", _each(lambda value, gradient, lr: value - lr * gradient ** 2),
            "The gradient is squared: its sign is lost, some parameters have to go up."),
    Mistake("gradients clipped", _each(lambda value, gradient, lr: value - lr * np.clip(gradient, -1, 1)),
            "Large gradients are cut off.", SLIP),
    Mistake("one step for a whole array", _each(lambda value, gradient, lr: value - lr * np.mean(gradient)),
            "All entries of an array move by the same amount: each has its own gradient."),
    Mistake("summed step for a whole array", _each(lambda value, gradient, lr: value - lr * np.sum(gradient)),
            "All entries of an array move by the same amount: each has its own gradient."),
    Mistake("averaged over the first axis", _each(lambda value, gradient, lr: value - lr * gradient / len(gradient)),
            "The gradient is divided by a size of the array: nothing is averaged here."),
    Mistake("divided by the number of arrays", lambda params, grads, lr: {
        key: value - lr * grads[key] / len(params) for key, value in params.items()},
        "The step is shared among the arrays: each takes its own in full.", SLIP),
    Mistake("square root of the learning rate", _each(lambda value, gradient, lr: value - np.sqrt(lr) * gradient),
            "The learning rate's square root is taken: it enters as it is.", SLIP),
    Mistake("divided by the learning rate twice", _each(lambda value, gradient, lr: value - gradient / lr ** 2),
            "Divided by the learning rate: a smaller rate should give a smaller step.", SLIP),
    Mistake("weights without the learning rate",
            _chosen(lambda key: key[0] == "b", lambda value, gradient, lr: value - gradient),
            "The learning rate is missing where the weights move."),
    Mistake("old values' sign turned", _each(lambda value, gradient, lr: -value - lr * gradient),
            "The sign of the old values is turned: with a rate of 0 they should stay as they are.", SLIP),
    Mistake("relative to the parameter's size",
            _each(lambda value, gradient, lr: value - lr * gradient * np.abs(value)),
            "The step is taken relative to the parameter's size: a gradient is a slope, not a percentage."),
    Mistake("exponential", _each(lambda value, gradient, lr: value * np.exp(-lr * gradient)),
            "The parameter is scaled by an exponential: the step is taken away from it."),
    Mistake("largest entry scaled to 1",
            _each(lambda value, gradient, lr: value - lr * gradient / np.max(np.abs(gradient))),
            "Each gradient is scaled by its largest entry: its size belongs into the step."),
    Mistake("learning rate as a whole number", _each(lambda value, gradient, lr: value - int(lr) * gradient),
            "The learning rate is cut to a whole number.", SLIP),
    Mistake("ten times", _each(lambda value, gradient, lr: value - 10 * lr * gradient),
            "The step is ten times too long.", SLIP),
    Mistake("a tenth", _each(lambda value, gradient, lr: value - lr / 10 * gradient),
            "The step is ten times too short.", SLIP),
    Mistake("a hundred times", _each(lambda value, gradient, lr: value - 100 * lr * gradient),
            "The step is a hundred times too long.", SLIP),
    Mistake("new values' sizes", _each(lambda value, gradient, lr: np.abs(value - lr * gradient)),
            "The signs of the new values are lost.", SLIP),
    Mistake("multiplied", _each(lambda value, gradient, lr: value * lr * gradient),
            "Parameter and step are multiplied: the step is taken away from the parameter."),
    Mistake("divided by the gradient", _each(lambda value, gradient, lr: value - lr / gradient),
            "The rate is divided by the gradient: a steeper slope should give a longer step.", SLIP),
    Mistake("learning rate added", _each(lambda value, gradient, lr: value - gradient + lr),
            "The learning rate is added: it scales the gradient.", SLIP),
    Mistake("learning rate taken away as well", _each(lambda value, gradient, lr: value - (lr + gradient)),
            "The learning rate is added to the gradient: it scales it.", SLIP),
    Mistake("gradient left out", _each(lambda value, gradient, lr: value - lr),
            "Every entry moves by the learning rate itself: where is its gradient?"),
    Mistake("gradient left out, uphill", _each(lambda value, gradient, lr: value + lr),
            "Every entry moves by the learning rate itself: where is its gradient?"),
    Mistake("uphill by the sign", _each(lambda value, gradient, lr: value + lr * np.sign(gradient)),
            "Only the gradient's sign is used, and the step goes up."),
    Mistake("momentum", _each(lambda value, gradient, lr: 0.9 * value - lr * gradient),
            "The parameters shrink as well: where the gradient is 0 nothing should move."),
    Mistake("averaged over the entries", _each(lambda value, gradient, lr: value - lr * gradient / np.size(gradient)),
            "The gradient is divided by its number of entries: nothing is averaged here."),
    Mistake("gradients summed over rows", _each(lambda value, gradient, lr: value - lr * np.sum(gradient, axis=0)),
            "The rows of the gradient are added up first: each entry moves by its own."),
    Mistake("gradients averaged over rows", _each(lambda value, gradient, lr: value - lr * np.mean(gradient, axis=0)),
            "The rows of the gradient are averaged first: each entry moves by its own."),
    Mistake("one length for all", lambda params, grads, lr: {
        key: value - lr * grads[key] / np.sqrt(sum(np.sum(np.square(g)) for g in grads.values()))
        for key, value in params.items()},
        "All gradients together are scaled to length 1: their size belongs into the step."),
    Mistake("weights by the biases' gradients", lambda params, grads, lr: {
        key: value - lr * grads["b" + key[1:]] for key, value in params.items()},
        "The weights move by the gradients of the biases: each key has its own."),
    Mistake("biases by the weights' gradients", lambda params, grads, lr: {
        key: value - lr * (np.sum(grads["W" + key[1:]], axis=0) if key[0] == "b" else grads[key])
        for key, value in params.items()},
        "The biases move by the gradients of the weights: each key has its own."),
    Mistake("biases at half the rate", _chosen(lambda key: key[0] == "W",
            lambda value, gradient, lr: value - lr / 2 * gradient),
            "The biases have another learning rate: it is the same for all.", SLIP),
    Mistake("biases at twice the rate", _chosen(lambda key: key[0] == "W",
            lambda value, gradient, lr: value - 2 * lr * gradient),
            "The biases have another learning rate: it is the same for all.", SLIP),
    Mistake("biases at a tenth of the rate",
            _chosen(lambda key: key[0] == "W", lambda value, gradient, lr: value - lr / 10 * gradient),
            "The biases have another learning rate: it is the same for all.", SLIP),
    Mistake("biases set to 0", _chosen(lambda key: key[0] == "W", lambda value, gradient, lr: 0 * value),
            "The biases come out as 0: they move like the weights.", SLIP),
    Mistake("biases left at 1", _chosen(lambda key: key[0] == "W", lambda value, gradient, lr: 0 * value + 1), _BIASES),
    Mistake("three times", _each(lambda value, gradient, lr: value - 3 * lr * gradient),
            "The step is taken three times.", SLIP),
    Mistake("twice", _each(lambda value, gradient, lr: value - 2 * lr * gradient), "The step is taken twice.", SLIP),
    Mistake("halved", _each(lambda value, gradient, lr: value - lr * gradient / 2), "Half a step.", SLIP),
    Mistake("transposed gradients", _each(lambda value, gradient, lr: value - lr * gradient.T),
            "The gradients are transposed: they have the shapes of params as they are.", SLIP),
    Mistake("truncated to integers", _each(lambda value, gradient, lr: (value - lr * gradient).astype(int)),
            "The new values are cut to whole numbers.", SLIP),
    Mistake("returns the gradients", _each(lambda value, gradient, lr: gradient * 1.0),
            "These are the gradients as they came: the step has not been taken."),
]
