"""train: mini-batch gradient descent, with the gradients of lesson 4."""

import numpy as np

from grader.exercise import SLIP, Mistake
from grader.exercises.batches.backward_deep import reference as backward_deep
from grader.exercises.batches.forward_deep import reference as forward_deep
from grader.exercises.output_layer.gradient_step import reference as gradient_step
from utils.checking.runs import FIXED, SAME, UNSHUFFLED, cases, dealt, judge, untold
from utils.checking.spoiled import SPOILED, Machine, along

from .minibatches import reference as minibatches

PROVIDED = ("forward_deep", "backward_deep", "gradient_step", "minibatches")


def reference(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    """θ ← θ - η ∂L_batch/∂θ, for each batch of each epoch

    params: W1, b1, ..., WK, bK. X: (N, n). Y: (N, C), one-hot. activations: K - 1 names. lr: η. rng: a numpy Generator.
    after_epoch(params), where it is given, is called at the end of each epoch. Returns the params after the last one.
    """
    for _ in range(epochs):
        for X_batch, Y_batch in minibatches(X, Y, batch_size, rng):
            cache = forward_deep(X_batch, params, activations)
            grads = backward_deep(cache, Y_batch, params, activations)
            params = gradient_step(params, grads, lr)
        if after_epoch:
            after_epoch(params)
    return params


inputs, hears = cases, untold


def gradient(params, batch, activations):
    """∂L/∂θ of one batch, by lesson 4."""
    return backward_deep(forward_deep(batch[0], params, activations), batch[1], params, activations)


def drawn(X, Y, batch_size, epochs, rng):
    """The plan that rng draws."""
    return [minibatches(np.asarray(X), np.asarray(Y), batch_size, rng) for _ in range(epochs)]


MACHINE = Machine(begin=lambda params: (params,), gradient=gradient,
                  apply=lambda state, grads, lr, momentum: (gradient_step(state[0], grads, lr),))
right = along(MACHINE)
WRONG = [(spoiled, spoiled.build(MACHINE)) for spoiled in SPOILED]


def verify(cases, values):
    """A Finding where a run ends where no order of its samples leads, or where chance is used wrongly."""
    return judge(right, [(spoiled.finding, rule) for spoiled, rule in WRONG], cases, values)


def formula(rule):
    """A rule as a function with the arguments of train."""
    def run(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
        plan = drawn(X, Y, batch_size, epochs + getattr(rule, "further_epochs", 0), rng)
        return rule(params, dealt(rule, plan, batch_size), activations, lr)
    return run


def _as_it_stands(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    batches = [(X[s:s + batch_size], Y[s:s + batch_size]) for s in range(0, len(X), batch_size)]
    return right(params, [batches] * epochs, activations, lr)


def _same_order(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    return right(params, [minibatches(X, Y, batch_size, rng)] * epochs, activations, lr)


def _own_seed(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    return right(params, drawn(X, Y, batch_size, epochs, np.random.default_rng(0)), activations, lr)


def _in_place(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    params.update(reference(params, X, Y, activations, epochs, batch_size, lr, rng))
    return params


UNASKED = ("after_epoch called though it is None", "after_epoch is called where it is None, too: it is optional.")


def _unasked(*args):
    found = reference(*args)
    return found if args[-1] else args[-1](found)


MISTAKES = [Mistake(spoiled.finding.name, formula(rule), spoiled.finding.words, spoiled.kind) for spoiled, rule in WRONG] + [
    Mistake(UNSHUFFLED.name, _as_it_stands, UNSHUFFLED.words),
    Mistake(SAME.name, _same_order, SAME.words),
    Mistake(FIXED.name, _own_seed, FIXED.words),
    Mistake("writes into params", _in_place,
            "It writes into params (as -= does): whoever called train has lost the parameters it began with. Make new "
            "ones.", SLIP),
    Mistake(UNASKED[0], _unasked, UNASKED[1], SLIP),
    Mistake("nothing returned", lambda *args, after_epoch=None: None, "Nothing comes back: return stands at the end.", SLIP),
]
