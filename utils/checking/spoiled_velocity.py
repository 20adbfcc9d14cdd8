"""Training runs that are wrong in what happens to the velocity, or whatever stands beside the params in a machine's state."""

import numpy as np

from .spoiled import MISCONCEPTION, SLIP, along, anew, source, spoiled


def _beginning(velocity):
    """The run whose velocity begins as velocity(first parameters)."""
    def build(machine):
        return along(machine._replace(begin=lambda params: (params, {k: velocity(np.asarray(v)) for k, v in params.items()})))
    return build


def _forgetting(per_step):
    """The run whose velocity, or whatever stands beside the params in the state, is set back on the way."""
    def build(machine):
        def rule(params, plan, activations, lr, momentum=0.0):
            state = machine.begin(params)
            for epoch in plan:
                state = (state[0], *machine.begin(params)[1:])
                for batch in epoch:
                    state = (state[0], *machine.begin(params)[1:]) if per_step else state
                    state = machine.apply(state, machine.gradient(state[0], batch, activations), lr, momentum)
            return state[0]
        return rule
    return build


def _late(machine):
    """Within an epoch every step begins with the velocity that the epoch began with."""
    def rule(params, plan, activations, lr, momentum=0.0):
        state = machine.begin(params)
        for epoch in plan:
            kept = state[1:]
            for batch in epoch:
                state = machine.apply((state[0], *kept), machine.gradient(state[0], batch, activations), lr, momentum)
        return state[0]
    return rule


def _first_twice(machine):
    def rule(params, plan, activations, lr, momentum=0.0):
        state = machine.begin(params)
        state = (params, machine.gradient(params, plan[0][0], activations)) if plan and plan[0] else state
        for batch in (batch for epoch in plan for batch in epoch):
            state = machine.apply(state, machine.gradient(state[0], batch, activations), lr, momentum)
        return state[0]
    return rule


def _carried(state, lr, momentum):
    """Where the old velocity alone would lead."""
    return {name: np.asarray(value) - lr * momentum * state[1][name] for name, value in state[0].items()}


def _results_swapped(machine):
    def rule(params, plan, activations, lr, momentum=0.0):
        state = machine.begin(params)
        for batch in (batch for epoch in plan for batch in epoch):
            state = machine.apply(state, machine.gradient(state[0], batch, activations), lr, momentum)[::-1]
        return state[0]
    return rule


# Told apart from others by what the velocity keeps.
SPOILED_VELOCITY = [
    spoiled("velocity set back every epoch", "The velocity begins at 0 again in every epoch: it lasts for the whole run.",
             MISCONCEPTION, _forgetting(per_step=False)),
    spoiled("no momentum", "This is the run without momentum: is the new velocity handed to the next step?",
             MISCONCEPTION, _forgetting(per_step=True)),
    spoiled("velocity kept once an epoch", "Within an epoch every step begins with the same old velocity: hand the new "
             "one on after every batch.", SLIP, _late),
    spoiled("every epoch begins anew", "Each epoch begins with the first parameters again, so that what was learned "
             "before it is lost.", SLIP, anew(every_step=False)),
    spoiled("gradients at the epoch's first parameters", "All gradients of an epoch are taken at the parameters that it "
             "began with: take each at the present ones.", MISCONCEPTION,
             source(lambda now, before, start, batch, epoch: (before, batch))),
    spoiled("velocity begins as the parameters", "The velocity begins with the numbers of the parameters: it is 0 at the "
             "start, in their shapes.", SLIP, _beginning(lambda value: value)),
    spoiled("velocity begins at 1", "The velocity begins at 1: it is 0 at the start.", SLIP, _beginning(np.ones_like)),
    spoiled("velocity begins as the first gradient", "The first gradient counts twice: the velocity begins with it, and then "
             "it is added again.", MISCONCEPTION, _first_twice),
    spoiled("gradient ahead", "The gradients are taken where the old velocity alone would lead: that is Nesterov's variant, "
             "the plain one is asked for.", MISCONCEPTION, lambda machine: along(machine, at=_carried)),
    spoiled("the velocity, not the parameters", "This is the velocity; the parameters are asked for.", SLIP, lambda machine: along(machine, result=1)),
    spoiled("results swapped", "The two results of a step are swapped: the parameters come first, then the velocity.", SLIP,
             _results_swapped),
]
