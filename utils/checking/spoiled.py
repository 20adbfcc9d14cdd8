"""Training runs in which one thing is wrong, for any way to take a step: what each leads to has a name.

A machine takes the steps: begin(params) -> state, gradient(params, batch, activations) -> grads,
apply(state, grads, lr, momentum) -> state. A state is a tuple whose first entry is the params.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .shuffled import Finding

MISCONCEPTION, SLIP = "misconception", "slip"


class Machine(NamedTuple):
    """How a run takes its steps."""

    begin: Callable
    gradient: Callable
    apply: Callable


class Spoiled(NamedTuple):
    """A named wrong run. build(machine) -> rule(params, plan, activations, lr, momentum) -> params."""

    finding: Finding
    kind: str
    build: Callable


def along(machine, at=lambda state, lr, momentum: state[0], result=0):
    """The rule that takes one step for each batch of the plan, along the gradient at `at`; it gives that entry of the state."""
    def rule(params, plan, activations, lr, momentum=0.0):
        state = machine.begin(params)
        for batch in (batch for epoch in plan for batch in epoch):
            state = machine.apply(state, machine.gradient(at(state, lr, momentum), batch, activations), lr, momentum)
        return state[result]
    return rule


def _plan(change):
    """The run along a changed plan."""
    return lambda machine: lambda params, plan, *rest: along(machine)(params, change(plan), *rest)


def _rate(change):
    """The run with another learning rate."""
    return lambda machine: lambda params, plan, activations, lr, *rest: \
        along(machine)(params, plan, activations, change(lr), *rest)


def _size(of):
    """The run whose gradients are of(batch, number of all samples, epoch) times too large."""
    def build(machine):
        def rule(params, plan, activations, lr, momentum=0.0):
            state, total = machine.begin(params), sum(len(X) for X, _ in plan[0])
            for number, epoch in enumerate(plan, start=1):
                for batch in epoch:
                    factor = of(batch, total, number)
                    grads = machine.gradient(state[0], batch, activations)
                    state = machine.apply(state, {k: factor * g for k, g in grads.items()}, lr, momentum)
            return state[0]
        return rule
    return build


def source(choose):
    """The run whose gradients are taken at choose(params now, of the epoch's start, of the start, batch, epoch)."""
    def build(machine):
        def rule(params, plan, activations, lr, momentum=0.0):
            state = machine.begin(params)
            for epoch in plan:
                before = state[0]
                for batch in epoch:
                    at, used = choose(state[0], before, params, batch, epoch)
                    state = machine.apply(state, machine.gradient(at, used, activations), lr, momentum)
            return state[0]
        return rule
    return build


def _once(choose):
    """The run with one step an epoch, along choose(its batches, their gradients)."""
    def build(machine):
        def rule(params, plan, activations, lr, momentum=0.0):
            state = machine.begin(params)
            for epoch in plan:
                grads = [machine.gradient(state[0], batch, activations) for batch in epoch]
                state = machine.apply(state, {name: choose([g[name] for g in grads]) for name in params}, lr, momentum)
            return state[0]
        return rule
    return build


def _only(which):
    """The run in which only parameters that which(name, number of layers) picks are kept after a step."""
    def build(machine):
        def rule(params, plan, activations, lr, momentum=0.0):
            state = machine.begin(params)
            for batch in (batch for epoch in plan for batch in epoch):
                new = machine.apply(state, machine.gradient(state[0], batch, activations), lr, momentum)
                kept = {k: new[0][k] if which(k, len(params) // 2) else np.asarray(state[0][k]) for k in params}
                state = (kept, *new[1:])
            return state[0]
        return rule
    return build


def _returning(machine):
    """The run that gives back its last gradient."""
    def rule(params, plan, activations, lr, momentum=0.0):
        *most, last = [batch for epoch in plan for batch in epoch]
        return machine.gradient(along(machine)(params, [most], activations, lr, momentum), last, activations)
    return rule


def anew(every_step):
    """The run whose epochs, or steps, begin with the first params again."""
    def build(machine):
        def rule(params, plan, activations, lr, momentum=0.0):
            state = machine.begin(params)
            for epoch in plan:
                state = (params, *state[1:])
                for batch in epoch:
                    state = (params, *state[1:]) if every_step else state
                    state = machine.apply(state, machine.gradient(state[0], batch, activations), lr, momentum)
            return state[0]
        return rule
    return build


def _longer(machine):
    def rule(params, plan, *rest):
        return along(machine)(params, plan, *rest)
    rule.further_epochs = 1
    return rule


def _cut_short(machine):
    def rule(params, plan, *rest):
        return along(machine)(params, plan, *rest)
    rule.whole_batches = True
    return rule


def _whole(epoch):
    return tuple(np.concatenate([batch[side] for batch in epoch]) for side in (0, 1))


def spoiled(name, words, kind, build):
    return Spoiled(Finding(name, words), kind, build)


SPOILED = [
    spoiled("uphill", "Every step goes uphill: the loss rises along the gradient and falls against it.", MISCONCEPTION,
             _size(lambda batch, total, epoch: -1)),
    spoiled("learning rate missing", "The learning rate is missing from the step.", SLIP, _rate(lambda lr: 1.0)),
    spoiled("learning rate squared", "The learning rate enters twice.", SLIP, _rate(lambda lr: lr**2)),
    spoiled("parameters never move", "The parameters come back as they went in: is the result of the step kept?", SLIP,
             _plan(lambda plan: [])),
    spoiled("sum in place of mean", "Each step is as many times too large as its batch has samples: the gradient of "
             "lesson 4 is of the mean loss already.", MISCONCEPTION, _size(lambda batch, total, epoch: len(batch[0]))),
    spoiled("divided by the batch again", "Each step is as many times too small as its batch has samples: the mean's 1/N "
             "is in the gradient already.", MISCONCEPTION, _size(lambda batch, total, epoch: 1 / len(batch[0]))),
    spoiled("divided by all samples", "Each step is N times too small, N being all the samples: the mean's 1/N is in the "
             "gradient already.", MISCONCEPTION, _size(lambda batch, total, epoch: 1 / total)),
    spoiled("weighted by the batch's share", "The steps are weighted by the batch's share of all samples: each batch "
             "stands for all of them, so each gives a whole step.", MISCONCEPTION,
             _size(lambda batch, total, epoch: len(batch[0]) / total)),
    spoiled("learning rate shrinks", "The steps get shorter from epoch to epoch: the learning rate should stay as it is.",
             SLIP, _size(lambda batch, total, epoch: 1 / epoch)),
    spoiled("first batch's gradient reused", "The first batch's gradient is used for every step of an epoch: each batch "
             "has its own, at the parameters that the step before left.", MISCONCEPTION,
             source(lambda now, before, start, batch, epoch: (before, epoch[0]))),
    spoiled("first batch only", "Every step of an epoch looks at its first batch again.", SLIP,
             source(lambda now, before, start, batch, epoch: (now, epoch[0]))),
    spoiled("one batch an epoch", "Each epoch stops after its first batch.", SLIP,
             _plan(lambda plan: [epoch[:1] for epoch in plan])),
    spoiled("loops swapped", "Each batch has all its epochs before the next batch has its turn: the loop over the epochs "
             "is the outer one.", SLIP, _plan(lambda plan: [[batch] * len(plan) for batch in plan[0]] if plan else [])),
    spoiled("last batch's gradient only", "Of each epoch only the last batch's step counts: a step is due after every "
             "batch, from where the one before it ended.", SLIP, _once(lambda grads: grads[-1])),
    spoiled("gradients added up over the epoch", "The gradients of an epoch are all taken at the parameters that it "
             "began with: take each at the present ones, and step after every batch.", MISCONCEPTION, _once(sum)),
    spoiled("gradients averaged over the epoch", "There is one step an epoch, with the average of the batches' "
             "gradients: step after every batch.", MISCONCEPTION, _once(lambda grads: sum(grads) / len(grads))),
    spoiled("gradients at the first parameters", "The gradients are all taken at the parameters that training began "
             "with: take them at the present ones.", MISCONCEPTION,
             source(lambda now, before, start, batch, epoch: (start, batch))),
    spoiled("all samples in every step", "Every step uses all of X and Y: it should use its batch.", SLIP,
             source(lambda now, before, start, batch, epoch: (now, _whole(epoch)))),
    spoiled("last batch lost", "The last batch of an epoch is never used.", SLIP,
             _plan(lambda plan: [epoch[:-1] or epoch for epoch in plan])),
    spoiled("last batch lost, the only one too", "The last batch of an epoch is never used.", SLIP,
             _plan(lambda plan: [epoch[:-1] for epoch in plan])),
    spoiled("short batches lost", "Only batches of batch_size samples are used: what is left at the end of an epoch is a "
             "batch too.", MISCONCEPTION, _cut_short),
    spoiled("not cut into batches", "There is one step an epoch, with all samples: X and Y are not cut into batches.",
             MISCONCEPTION, _plan(lambda plan: [[_whole(epoch)] for epoch in plan])),
    spoiled("ReLU for all", "Every layer is treated as ReLU: use the activations that are handed in.", SLIP,
             lambda machine: lambda params, plan, activations, *rest: along(machine)(
                 params, plan, ["relu"] * len(activations), *rest)),
    spoiled("every step begins anew", "Each step begins with the first parameters again, so that only the last one "
             "counts.", SLIP, anew(every_step=True)),
    spoiled("one epoch too few", "The last epoch is missing.", SLIP, _plan(lambda plan: plan[:-1])),
    spoiled("one epoch only", "It ends where a single epoch leads: does return stand inside the loop, or does every "
             "epoch begin with the first parameters again?", SLIP,
             _plan(lambda plan: plan[:1])),
    spoiled("one epoch too many", "There is one epoch too many.", SLIP, _longer),
    spoiled("one step only", "It ends where a single step leads: does return stand inside the loop, or does every "
             "step begin with the first parameters again?", SLIP,
             _plan(lambda plan: [plan[0][:1]])),
    spoiled("two steps a batch", "Two steps are taken for every batch.", SLIP,
             _plan(lambda plan: [[batch for batch in epoch for _ in range(2)] for epoch in plan])),
    spoiled("biases do not move", "Only the weights are updated: the biases have gradients like any weight.",
             MISCONCEPTION, _only(lambda name, layers: name[0] == "W")),
    spoiled("weights do not move", "Only the biases are updated.", SLIP, _only(lambda name, layers: name[0] == "b")),
    spoiled("output layer only", "Only the output layer is updated: every layer has gradients.", MISCONCEPTION,
             _only(lambda name, layers: name[1:] == str(layers))),
    spoiled("first layer only", "Only the first layer is updated.", SLIP, _only(lambda name, layers: name[1:] == "1")),
    spoiled("the gradient, not the parameters", "This is the last gradient; the parameters are asked for.", SLIP,
             _returning),
]
