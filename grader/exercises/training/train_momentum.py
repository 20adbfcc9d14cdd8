"""train_momentum: mini-batch gradient descent with a velocity that lasts for the whole run."""

import numpy as np

from grader.exercise import MISCONCEPTION, SLIP, Mistake
from grader.exercises.batches.backward_deep import reference as backward_deep
from grader.exercises.batches.forward_deep import reference as forward_deep
from utils.checking.runs import FIXED, SAME, UNSHUFFLED, dealt, judge, momentum_cases, untold
from utils.checking.shuffled import Finding
from utils.checking.spoiled import SPOILED, Machine, Spoiled, along
from utils.checking.spoiled_velocity import SPOILED_VELOCITY

from .minibatches import reference as minibatches
from .momentum_step import reference as momentum_step
from .train import UNASKED, drawn, gradient

PROVIDED = ("forward_deep", "backward_deep", "minibatches", "momentum_step")


def reference(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    """v ← μ v + ∂L_batch/∂θ,   θ ← θ - η v,  for each batch of each epoch;  v = 0 at the start

    params: W1, b1, ..., WK, bK. X: (N, n). Y: (N, C), one-hot. activations: K - 1 names. lr: η. momentum: μ.
    after_epoch(params), where it is given, is called at the end of each epoch. Returns the params after the last one.
    """
    velocity = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for _ in range(epochs):
        for X_batch, Y_batch in minibatches(X, Y, batch_size, rng):
            cache = forward_deep(X_batch, params, activations)
            grads = backward_deep(cache, Y_batch, params, activations)
            params, velocity = momentum_step(params, grads, velocity, lr, momentum)
        if after_epoch:
            after_epoch(params)
    return params


inputs, hears = momentum_cases, untold


def _still(params):
    return params, {name: np.zeros(np.shape(value)) for name, value in params.items()}


def _machine(step):
    """The machine whose step is step(θ, v, g, η, μ) -> (θ, v) for each array."""
    def apply(state, grads, lr, momentum):
        pairs = {name: step(np.asarray(state[0][name]), state[1][name], grads[name], lr, momentum) for name in grads}
        return tuple({name: pair[side] for name, pair in pairs.items()} for side in (0, 1))
    return Machine(_still, gradient, apply)


MACHINE = Machine(_still, gradient, lambda state, grads, lr, momentum: momentum_step(state[0], grads, state[1], lr, momentum))
right = along(MACHINE)


def _stepping(name, words, kind, step):
    """A run whose every step is wrong in the same way."""
    return Spoiled(Finding(name, words), kind, lambda machine: along(_machine(step)))


STEPS = [
    _stepping("momentum of the wrong sign", "The old velocity is subtracted: what pushed one way before now brakes.",
              MISCONCEPTION, lambda t, v, g, lr, mu: (t - lr * (g - mu * v), g - mu * v)),
    _stepping("old velocity used", "The steps lag behind: each goes along the velocity before this batch's gradient was "
              "added.", MISCONCEPTION, lambda t, v, g, lr, mu: (t - lr * v, mu * v + g)),
    _stepping("average in place of the sum", "The gradient enters with 1 - μ, so that v is an average: here it is a sum.",
              MISCONCEPTION, lambda t, v, g, lr, mu: (t - lr * (mu * v + (1 - mu) * g), mu * v + (1 - mu) * g)),
    _stepping("looks ahead", "This is Nesterov's variant, which looks one step ahead: the plain one is asked for.",
              MISCONCEPTION, lambda t, v, g, lr, mu: (t - lr * (g + mu * (mu * v + g)), mu * v + g)),
    _stepping("nothing fades", "Old gradients count as much as new ones: μ is missing.", MISCONCEPTION,
              lambda t, v, g, lr, mu: (t - lr * (v + g), v + g)),
    _stepping("momentum on the gradient", "μ stands before the gradient: it fades what was there before, not what is new.",
              MISCONCEPTION, lambda t, v, g, lr, mu: (t - lr * (v + mu * g), v + mu * g)),
    _stepping("gradient added twice", "Each step adds the gradient once more than the velocity has it.", SLIP,
              lambda t, v, g, lr, mu: (t - lr * (mu * v + 2 * g), mu * v + g)),
    _stepping("momentum not used", "The momentum that is handed in is not used: there is a 0.9 in its place.", SLIP,
              lambda t, v, g, lr, mu: (t - lr * (0.9 * v + g), 0.9 * v + g)),
    _stepping("μ and η swapped", "lr and momentum are swapped.", SLIP,
              lambda t, v, g, lr, mu: (t - mu * (lr * v + g), lr * v + g)),
]
WRONG = [(spoiled, spoiled.build(MACHINE)) for spoiled in SPOILED_VELOCITY + STEPS + SPOILED]


def verify(cases, values):
    """A Finding where a run ends where no order of its samples leads, or where chance is used wrongly."""
    return judge(right, [(spoiled.finding, rule) for spoiled, rule in WRONG], cases, values)


def formula(rule):
    """A rule as a function with the arguments of train_momentum."""
    def run(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
        plan = drawn(X, Y, batch_size, epochs + getattr(rule, "further_epochs", 0), rng)
        return rule(params, dealt(rule, plan, batch_size), activations, lr, momentum)
    return run


def _as_it_stands(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    batches = [(X[s:s + batch_size], Y[s:s + batch_size]) for s in range(0, len(X), batch_size)]
    return right(params, [batches] * epochs, activations, lr, momentum)


def _same_order(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    return right(params, [minibatches(X, Y, batch_size, rng)] * epochs, activations, lr, momentum)


def _own_seed(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    return right(params, drawn(X, Y, batch_size, epochs, np.random.default_rng(0)), activations, lr, momentum)


def _in_place(params, *args, after_epoch=None):
    params.update(reference(params, *args))
    return params


def _unasked(*args):
    found = reference(*args)
    return found if args[-1] else args[-1](found)


MISTAKES = [Mistake(spoiled.finding.name, formula(rule), spoiled.finding.words, spoiled.kind) for spoiled, rule in WRONG] + [
    Mistake(UNSHUFFLED.name, _as_it_stands, UNSHUFFLED.words),
    Mistake(SAME.name, _same_order, SAME.words),
    Mistake(FIXED.name, _own_seed, FIXED.words),
    Mistake("writes into params", _in_place,
            "It writes into params: whoever called has lost the parameters it began with. Make new ones.", SLIP),
    Mistake(UNASKED[0], _unasked, UNASKED[1], SLIP),
    Mistake("nothing returned", lambda *args, after_epoch=None: None, "Nothing comes back: return stands at the end.", SLIP),
]
