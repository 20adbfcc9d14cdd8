"""train_momentum: mini-batch gradient descent with a velocity that lasts for the whole run."""

import numpy as np

from grader.exercise import SLIP, Mistake
from grader.exercises.batches.backward_deep import reference as backward_deep
from grader.exercises.batches.forward_deep import reference as forward_deep
from utils.checking.runs import FIXED, SAME, UNSHUFFLED, MomentumRun, arguments, judge
from utils.checking.shuffled import Finding

from .minibatches import reference as minibatches
from .momentum_step import reference as momentum_step
from .train import drawn, gradient

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


def inputs(rng):
    for number, (*args, generator) in enumerate(arguments(rng)):
        yield MomentumRun(*args, 0.5 if number == 1 else 0.8, generator)    # two values of μ: a fixed one shows


def _rule(step, forget_epoch=False, forget_step=False):
    """The run whose step is step(θ, v, g, η, μ) -> (θ, v) for each array; v may be set back to 0 on the way."""
    def rule(params, plan, activations, lr, momentum):
        still = {name: np.zeros(np.shape(value)) for name, value in params.items()}
        velocity = still
        for epoch in plan:
            velocity = still if forget_epoch else velocity
            for batch in epoch:
                grads = gradient(params, batch, activations)
                pairs = {name: step(np.asarray(params[name]), velocity[name], grads[name], lr, momentum) for name in params}
                params = {name: pair[0] for name, pair in pairs.items()}
                velocity = still if forget_step else {name: pair[1] for name, pair in pairs.items()}
        return params
    return rule


def _ahead(theta, v, g, lr, mu):
    v = mu * v + g
    return theta - lr * v, v


right = _rule(_ahead)


def _on_plan(change):
    return lambda params, plan, activations, lr, momentum: right(params, change(plan), activations, lr, momentum)


def _restart(params, plan, activations, lr, momentum):
    velocity = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    start = params
    for epoch in plan:
        params = start
        for batch in epoch:
            params, velocity = momentum_step(params, gradient(params, batch, activations), velocity, lr, momentum)
    return params


def _stale(params, plan, activations, lr, momentum):
    velocity = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for epoch in plan:
        grads = gradient(params, epoch[0], activations)
        for _ in epoch:
            params, velocity = momentum_step(params, grads, velocity, lr, momentum)
    return params


def _first_batch(params, plan, activations, lr, momentum):
    return right(params, [[epoch[0]] * len(epoch) for epoch in plan], activations, lr, momentum)


def _once_an_epoch(params, plan, activations, lr, momentum):
    velocity = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for epoch in plan:
        grads = [gradient(params, batch, activations) for batch in epoch]
        params, velocity = momentum_step(params, {name: sum(g[name] for g in grads) for name in params}, velocity, lr,
                                         momentum)
    return params


def _velocity_per_epoch(params, plan, activations, lr, momentum):
    """v takes in the last gradient of an epoch only; within an epoch every step adds to the old v."""
    kept = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for epoch in plan:
        for batch in epoch:
            params, velocity = momentum_step(params, gradient(params, batch, activations), kept, lr, momentum)
        kept = velocity
    return params


def _biases_still(params, plan, activations, lr, momentum):
    velocity = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for batch in (batch for epoch in plan for batch in epoch):
        new, velocity = momentum_step(params, gradient(params, batch, activations), velocity, lr, momentum)
        params = {name: new[name] if name[0] == "W" else params[name] for name in params}
    return params


def _one_epoch_more(params, plan, activations, lr, momentum):
    return right(params, plan, activations, lr, momentum)


_one_epoch_more.further_epochs = 1

WRONG = [
    ("velocity set back every epoch", "The velocity begins at 0 again in every epoch: it lasts for the whole run.",
     "misconception", _rule(_ahead, forget_epoch=True)),
    ("no momentum", "This is the run without momentum: is the new velocity handed to the next step?", "misconception",
     _rule(_ahead, forget_step=True)),
    ("velocity kept once an epoch", "Within an epoch every step begins with the same old velocity: hand the new one on "
     "after every batch.", SLIP, _velocity_per_epoch),
    ("uphill", "Every step goes uphill: the loss rises along the gradient and falls against it.", "misconception",
     _rule(lambda t, v, g, lr, mu: (t + lr * (mu * v + g), mu * v + g))),
    ("momentum of the wrong sign", "The old velocity is subtracted: what pushed one way before now brakes.",
     "misconception", _rule(lambda t, v, g, lr, mu: (t - lr * (g - mu * v), g - mu * v))),
    ("old velocity used", "The steps lag behind: each goes along the velocity before this batch's gradient was added.",
     "misconception", _rule(lambda t, v, g, lr, mu: (t - lr * v, mu * v + g))),
    ("average in place of the sum", "The gradient enters with 1 - μ, so that v is an average: here it is a sum.",
     "misconception", _rule(lambda t, v, g, lr, mu: (t - lr * (mu * v + (1 - mu) * g), mu * v + (1 - mu) * g))),
    ("looks ahead", "This is Nesterov's variant, which looks one step ahead: the plain one is asked for.",
     "misconception", _rule(lambda t, v, g, lr, mu: (t - lr * (g + mu * (mu * v + g)), mu * v + g))),
    ("nothing fades", "Old gradients count as much as new ones: μ is missing.", "misconception",
     _rule(lambda t, v, g, lr, mu: (t - lr * (v + g), v + g))),
    ("learning rate twice", "The learning rate enters twice: in the velocity and again in the step.", "misconception",
     _rule(lambda t, v, g, lr, mu: (t - lr * (mu * v + lr * g), mu * v + lr * g))),
    ("learning rate missing", "The learning rate is missing from the step.", SLIP,
     _rule(lambda t, v, g, lr, mu: (t - (mu * v + g), mu * v + g))),
    ("μ and η swapped", "lr and momentum are swapped.", SLIP,
     _rule(lambda t, v, g, lr, mu: (t - mu * (lr * v + g), lr * v + g))),
    ("parameters never move", "The parameters come back as they went in: is the result of the step kept?", SLIP,
     _on_plan(lambda plan: [])),
    ("first batch's gradient reused", "The first batch's gradient is used for every step of an epoch: each batch has "
     "its own, at the parameters that the step before left.", "misconception", _stale),
    ("first batch only", "Every step of an epoch looks at its first batch again.", SLIP, _first_batch),
    ("one batch an epoch", "Each epoch stops after its first batch.", SLIP, _on_plan(lambda plan: [e[:1] for e in plan])),
    ("one step an epoch", "There is one step an epoch, with all batches' gradients at the old parameters: step after "
     "every batch.", "misconception", _once_an_epoch),
    ("last batch lost", "The last batch of an epoch is never used.", SLIP,
     _on_plan(lambda plan: [epoch[:-1] or epoch for epoch in plan])),
    ("every epoch begins anew", "Each epoch begins with the first parameters again.", SLIP, _restart),
    ("one epoch too few", "The last epoch is missing.", SLIP, _on_plan(lambda plan: plan[:-1])),
    ("one epoch only", "Training ends after the first epoch: does return stand inside the loop?", SLIP,
     _on_plan(lambda plan: plan[:1])),
    ("one epoch too many", "There is one epoch too many.", SLIP, _one_epoch_more),
    ("biases do not move", "Only the weights are updated: the biases have gradients like any weight.", "misconception",
     _biases_still),
]


def verify(cases, values):
    """A Finding where a run ends where no order of its samples leads, or where chance is used wrongly."""
    return judge(right, [(Finding(name, words), rule) for name, words, _, rule in WRONG], cases, values)


def formula(rule):
    """A rule as a function with the arguments of train_momentum."""
    def run(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
        plan = drawn(np.asarray(X), np.asarray(Y), batch_size, epochs + getattr(rule, "further_epochs", 0), rng)
        return rule(params, plan, activations, lr, momentum)
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


MISTAKES = [Mistake(name, formula(rule), words, kind) for name, words, kind, rule in WRONG] + [
    Mistake(UNSHUFFLED.name, _as_it_stands, UNSHUFFLED.words),
    Mistake(SAME.name, _same_order, SAME.words),
    Mistake(FIXED.name, _own_seed, FIXED.words),
    Mistake("writes into params", _in_place,
            "It writes into params: whoever called has lost the parameters it began with. Make new ones.", SLIP),
    Mistake("nothing returned", lambda *args, after_epoch=None: None, "Nothing comes back: return stands at the end.", SLIP),
]
