"""train: mini-batch gradient descent, with the gradients of lesson 4."""

import numpy as np

from grader.exercise import SLIP, Mistake
from grader.exercises.batches.backward_deep import reference as backward_deep
from grader.exercises.batches.forward_deep import reference as forward_deep
from utils.checking.runs import FIXED, SAME, UNSHUFFLED, Run, arguments, judge
from utils.checking.shuffled import Finding

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
            params = {name: np.asarray(params[name]) - lr * grads[name] for name in params}
        if after_epoch:
            after_epoch(params)
    return params


def inputs(rng):
    for args in arguments(rng):
        yield Run(*args)


def gradient(params, batch, activations):
    """∂L/∂θ of one batch, by lesson 4."""
    return backward_deep(forward_deep(batch[0], params, activations), batch[1], params, activations)


def drawn(X, Y, batch_size, epochs, rng):
    """The plan that rng draws."""
    return [minibatches(X, Y, batch_size, rng) for _ in range(epochs)]


def right(params, plan, activations, lr, momentum=0.0):
    """The run along a plan."""
    for batch in (batch for epoch in plan for batch in epoch):
        params = moved(params, gradient(params, batch, activations), lr)
    return params


def moved(params, grads, lr):
    """One step."""
    return {name: np.asarray(params[name]) - lr * grads[name] for name in params}


def _steps(size):
    """The run whose step is size(grads of the batch, batch, number of all samples, epoch) of the right one."""
    def rule(params, plan, activations, lr, momentum=0.0):
        total = sum(len(X) for X, _ in plan[0])
        for number, epoch in enumerate(plan, start=1):
            for batch in epoch:
                params = moved(params, gradient(params, batch, activations), lr * size(batch, total, number))
        return params
    return rule


def _gradient_from(choose):
    """The run whose step uses choose(params now, at the epoch's start, at the run's start, batch, epoch) for its gradient."""
    def rule(params, plan, activations, lr, momentum=0.0):
        start = params
        for epoch in plan:
            before = params
            for batch in epoch:
                params = moved(params, gradient(*choose(params, before, start, batch, epoch), activations), lr)
        return params
    return rule


def _whole(epoch):
    return tuple(np.concatenate([batch[side] for batch in epoch]) for side in (0, 1))


def _other_labels(epoch, batch):
    Y = epoch[0][1]
    return batch[0], Y[:len(batch[0])]


def _on_plan(change):
    """The right run along a changed plan."""
    return lambda params, plan, activations, lr, momentum=0.0: right(params, change(plan), activations, lr)


def _restart(params, plan, activations, lr, momentum=0.0):
    return right(params, plan[-1:], activations, lr)


def _last_step_alone(params, plan, activations, lr, momentum=0.0):
    return right(params, [plan[-1][-1:]], activations, lr)


def _summed(scale):
    """One step an epoch, with the batches' gradients added up."""
    def rule(params, plan, activations, lr, momentum=0.0):
        for epoch in plan:
            grads = [gradient(params, batch, activations) for batch in epoch]
            params = moved(params, {name: scale(len(epoch)) * sum(g[name] for g in grads) for name in params}, lr)
        return params
    return rule


def _last_gradient(params, plan, activations, lr, momentum=0.0):
    for epoch in plan:
        params = moved(params, gradient(params, epoch[-1], activations), lr)
    return params


def _only(which):
    """Only the parameters that which(name, number of layers) keeps are moved."""
    def rule(params, plan, activations, lr, momentum=0.0):
        for batch in (batch for epoch in plan for batch in epoch):
            new = moved(params, gradient(params, batch, activations), lr)
            params = {name: new[name] if which(name, len(params) // 2) else np.asarray(params[name]) for name in params}
        return params
    return rule


def _returns_gradient(params, plan, activations, lr, momentum=0.0):
    *most, last = [batch for epoch in plan for batch in epoch]
    return gradient(right(params, [most], activations, lr), last, activations)


def _one_epoch_more(params, plan, activations, lr, momentum=0.0):
    return right(params, plan, activations, lr)


_one_epoch_more.further_epochs = 1

# (name, words, kind, rule): what a run along a plan gives where one thing in it is wrong.
WRONG = [
    ("uphill", "Every step goes uphill: the loss rises along the gradient and falls against it.", "misconception",
     _steps(lambda batch, total, epoch: -1)),
    ("learning rate missing", "The learning rate is missing from the step.", SLIP,
     lambda params, plan, activations, lr, momentum=0.0: right(params, plan, activations, 1.0)),
    ("parameters never move", "The parameters come back as they went in: is the result of the step kept?", SLIP,
     _on_plan(lambda plan: [])),
    ("sum in place of mean", "Each step is as many times too large as its batch has samples: the gradient of lesson 4 "
     "is of the mean loss already.", "misconception", _steps(lambda batch, total, epoch: len(batch[0]))),
    ("divided by the batch again", "Each step is as many times too small as its batch has samples: the mean's 1/N is in "
     "the gradient already.", "misconception", _steps(lambda batch, total, epoch: 1 / len(batch[0]))),
    ("divided by all samples", "Each step is N times too small, N being all the samples: the mean's 1/N is in the "
     "gradient already.", "misconception", _steps(lambda batch, total, epoch: 1 / total)),
    ("weighted by the batch's share", "The steps are weighted by the batch's share of all samples: each batch stands for "
     "all of them, so each gives a whole step.", "misconception", _steps(lambda batch, total, epoch: len(batch[0]) / total)),
    ("learning rate shrinks", "The steps get shorter from epoch to epoch: the learning rate should stay as it is.", SLIP,
     _steps(lambda batch, total, epoch: 1 / epoch)),
    ("learning rate squared", "The learning rate enters twice.", SLIP,
     lambda params, plan, activations, lr, momentum=0.0: right(params, plan, activations, lr**2)),
    ("first batch's gradient reused", "The first batch's gradient is used for every step of an epoch: each batch has "
     "its own, at the parameters that the step before left.", "misconception",
     _gradient_from(lambda now, before, start, batch, epoch: (before, epoch[0]))),
    ("first batch only", "Every step of an epoch looks at its first batch again.", SLIP,
     _gradient_from(lambda now, before, start, batch, epoch: (now, epoch[0]))),
    ("one batch an epoch", "Each epoch stops after its first batch.", SLIP, _on_plan(lambda plan: [e[:1] for e in plan])),
    ("last batch's gradient only", "There is one step an epoch, with the last batch's gradient: step inside the inner "
     "loop.", SLIP, _last_gradient),
    ("gradients added up over the epoch", "There is one step an epoch, with all batches' gradients at the old "
     "parameters: step after every batch.", "misconception", _summed(lambda batches: 1)),
    ("gradients averaged over the epoch", "There is one step an epoch, with the average of the batches' gradients: step "
     "after every batch.", "misconception", _summed(lambda batches: 1 / batches)),
    ("gradients at the first parameters", "The gradients are all taken at the parameters that training began with: "
     "take them at the present ones.", "misconception",
     _gradient_from(lambda now, before, start, batch, epoch: (start, batch))),
    ("all samples in every step", "Every step uses all of X and Y: it should use its batch.", SLIP,
     _gradient_from(lambda now, before, start, batch, epoch: (now, _whole(epoch)))),
    ("every epoch begins anew", "Each epoch begins with the first parameters again, so that only the last one counts.",
     SLIP, _restart),
    ("every step begins anew", "Each step begins with the first parameters again, so that only the last one counts.",
     SLIP, _last_step_alone),
    ("last batch lost", "The last batch of an epoch is never used.", SLIP,
     _on_plan(lambda plan: [epoch[:-1] or epoch for epoch in plan])),
    ("labels of another batch", "Every batch is compared with the first batch's labels.", SLIP,
     _gradient_from(lambda now, before, start, batch, epoch: (now, _other_labels(epoch, batch)))),
    ("one epoch too few", "The last epoch is missing.", SLIP, _on_plan(lambda plan: plan[:-1])),
    ("one epoch only", "Training ends after the first epoch: does return stand inside the loop?", SLIP,
     _on_plan(lambda plan: plan[:1])),
    ("one epoch too many", "There is one epoch too many.", SLIP, _one_epoch_more),
    ("one step only", "Training ends after the first batch: does return stand inside the loop?", SLIP,
     _on_plan(lambda plan: [plan[0][:1]])),
    ("biases do not move", "Only the weights are updated: the biases have gradients like any weight.", "misconception",
     _only(lambda name, layers: name[0] == "W")),
    ("weights do not move", "Only the biases are updated.", SLIP, _only(lambda name, layers: name[0] == "b")),
    ("output layer only", "Only the output layer is updated: every layer has gradients.", "misconception",
     _only(lambda name, layers: name[1:] == str(layers))),
    ("first layer only", "Only the first layer is updated.", SLIP, _only(lambda name, layers: name[1:] == "1")),
    ("the gradient, not the parameters", "This is the last gradient; the parameters are asked for.", SLIP,
     _returns_gradient),
]


def verify(cases, values):
    """A Finding where a run ends where no order of its samples leads, or where chance is used wrongly."""
    return judge(right, [(Finding(name, words), rule) for name, words, _, rule in WRONG], cases, values)


def formula(rule):
    """A rule as a function with the arguments of train."""
    def run(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
        plan = drawn(np.asarray(X), np.asarray(Y), batch_size, epochs + getattr(rule, "further_epochs", 0), rng)
        return rule(params, plan, activations, lr)
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


MISTAKES = [Mistake(name, formula(rule), words, kind) for name, words, kind, rule in WRONG] + [
    Mistake(UNSHUFFLED.name, _as_it_stands, UNSHUFFLED.words),
    Mistake(SAME.name, _same_order, SAME.words),
    Mistake(FIXED.name, _own_seed, FIXED.words),
    Mistake("writes into params", _in_place,
            "It writes into params (as -= does): whoever called train has lost the parameters it began with. Make new "
            "ones.", SLIP),
    Mistake("nothing returned", lambda *args, after_epoch=None: None, "Nothing comes back: return stands at the end.", SLIP),
]
