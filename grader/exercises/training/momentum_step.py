"""momentum_step: a step along a running sum of gradients."""

import numpy as np

from grader.exercise import SLIP, Mistake
from utils.checking.compare import close, compare
from utils.checking.runs import flat
from utils.checking.shuffled import Finding, draw_layers



def reference(params, grads, velocity, lr, momentum):
    """v ← μ v + ∂L/∂θ,   θ ← θ - η v

    params, grads, velocity: dictionaries of arrays with the same keys and shapes. lr: η. momentum: μ, from 0 to 1.
    Returns (new params, new velocity), two new dictionaries.
    """
    velocity = {name: momentum * np.asarray(velocity[name]) + np.asarray(grads[name]) for name in params}
    return {name: np.asarray(params[name]) - lr * velocity[name] for name in params}, velocity


def inputs(rng):
    for sizes, lr, momentum in (([3, 4, 2], 0.1, 0.9), ([2, 5], 0.5, 0.5), ([4, 2, 3, 2], 0.05, 0.8)):
        params, grads, velocity = (draw_layers(rng, sizes) for _ in range(3))   # nothing is a multiple of another
        yield params, grads, velocity, lr, momentum
    params, grads = draw_layers(rng, [3, 2]), draw_layers(rng, [3, 2])
    yield params, grads, {name: np.zeros(value.shape) for name, value in params.items()}, 0.2, 0.9   # the first step
    yield params, grads, draw_layers(rng, [3, 2]), 0.2, 0.0                    # no momentum: a plain step
    yield {"W1": np.array([[1, 2], [3, -4]]), "b1": np.array([0, 1])}, draw_layers(rng, [2, 2]), \
        {"W1": np.array([[2, 0], [0, -1]]), "b1": np.array([1, 1])}, 0.25, 0.5  # whole numbers: truncation shows


def verify(cases, values):
    """A Finding where a result is not the reference's: which of the formulas' factors is off, where that can be seen."""
    expected = [reference(*args) for args in cases]
    symptom = next(filter(None, (compare(value, right) for value, right in zip(values, expected))), None)
    if symptom is None:
        return None
    runs = [(args, *(flat(part, args[0]) for part in value)) if isinstance(value, (list, tuple)) and len(value) == 2
            else (args, None, None) for args, value in zip(cases, values)]
    if any(new is None or speed is None for _, new, speed in runs):
        return Finding(None, f"momentum_step: {symptom.words}.")
    velocity_right = all(np.all(close(speed, args[4] * flat(args[2], args[0]) + flat(args[1], args[0]))) for args, _, speed in runs)
    return (_about_step(runs) if velocity_right else _about_velocity(runs)) or Finding(None, f"momentum_step: {symptom.words}.")


def _about_velocity(runs):
    parts = [(speed, flat(args[2], args[0]), flat(args[1], args[0]), args[4]) for args, _, speed in runs]
    if all(_multiple(speed - g, v) for speed, v, g, mu in parts):
        return Finding("factor of the old velocity", "In the new velocity, the gradient is right and the old velocity is not: "
                                                     "look at the factor before it.")
    if all(_multiple(speed - mu * v, g) for speed, v, g, mu in parts):
        return Finding("factor of the gradient", "In the new velocity, the part of the old one is right and the gradient's "
                                                 "is not: a factor or a sign.")
    if all(np.linalg.matrix_rank(np.stack([speed, v, g]), tol=1e-5) <= np.linalg.matrix_rank(np.stack([v, g]), tol=1e-5)
           for speed, v, g, mu in parts):
        return Finding("both factors of the velocity", "The new velocity is made of the old one and the gradient, but both "
                                                       "factors are off.")
    return None


def _about_step(runs):
    steps = [(flat(args[0], args[0]) - new, speed, flat(args[1], args[0]), flat(args[2], args[0])) for args, new, speed in runs]
    if all(_multiple(step, speed) for step, speed, g, v in steps):
        return Finding("factor of the step", "The velocity is right and the step goes along it, but not as far as it "
                                             "should: a factor or a sign.")
    if all(_multiple(step, g) for step, speed, g, v in steps):
        return Finding("step along the gradient", "The velocity is right and the step does not use it: it goes along the "
                                                  "gradient of this batch alone.")
    if all(np.linalg.matrix_rank(np.stack([step, speed, v]), tol=1e-5) <= np.linalg.matrix_rank(np.stack([speed, v]), tol=1e-5)
           for step, speed, g, v in steps):
        return Finding("step along two velocities", "The velocity is right; the step is made of the new one and the old one, "
                                                    "and the new one has both in it already.")
    return None


def _multiple(vector, other):
    """Whether vector is a number times other."""
    size = other @ other
    return bool(np.all(close(vector, (vector @ other / size if size else 0.0) * other)))


def _step(new_velocity, new_param):
    """The step made of two formulas for one array: v' = new_velocity(v, g, η, μ), θ' = new_param(θ, v', v, g, η, μ)."""
    def formula(params, grads, velocity, lr, momentum):
        fresh = {name: new_velocity(velocity[name], grads[name], lr, momentum) for name in params}
        return {name: new_param(params[name], fresh[name], velocity[name], grads[name], lr, momentum)
                for name in params}, fresh
    return formula


def _v(v, g, lr, mu):
    return mu * v + g


def _theta(theta, new, old, g, lr, mu):
    return theta - lr * new


def _in_place(params, grads, velocity, lr, momentum):
    for name in params:
        velocity[name] = momentum * velocity[name] + grads[name]
        params[name] = params[name] - lr * velocity[name]
    return params, velocity


def _velocity_in_place(params, grads, velocity, lr, momentum):
    for name in params:
        velocity[name] = momentum * velocity[name] + grads[name]
    return {name: params[name] - lr * velocity[name] for name in params}, velocity


def _params_in_place(params, grads, velocity, lr, momentum):
    new, velocity = reference(params, grads, velocity, lr, momentum)
    params.update(new)
    return params, velocity


MISTAKES = [
    Mistake("old velocity used", _step(_v, lambda theta, new, old, g, lr, mu: theta - lr * old),
            "The step is taken along the old velocity: the gradient that was just computed has to be in it."),
    Mistake("velocity not kept", lambda params, grads, velocity, lr, momentum: (
        reference(params, grads, velocity, lr, momentum)[0], velocity),
            "The step is right, but the old velocity comes back: the next step would forget this gradient."),
    Mistake("uphill", _step(_v, lambda theta, new, old, g, lr, mu: theta + lr * new),
            "The step goes uphill: along the velocity instead of against it."),
    Mistake("gradient subtracted in the velocity", _step(lambda v, g, lr, mu: mu * v - g, _theta),
            "The signs do not fit: with the gradient subtracted from v and v from θ, the step goes uphill."),
    Mistake("velocity of minus gradients", _step(lambda v, g, lr, mu: mu * v - lr * g, lambda t, new, o, g, lr, mu: t + new),
            "This is another convention, in which v holds minus η times the gradients. Here v is a sum of gradients, "
            "and η enters with the step."),
    Mistake("learning rate in the velocity", _step(lambda v, g, lr, mu: mu * v + lr * g, lambda t, new, o, g, lr, mu: t - new),
            "This is another convention, in which η is inside the velocity. Here v is a sum of gradients, and η enters "
            "with the step."),
    Mistake("learning rate twice", _step(lambda v, g, lr, mu: mu * v + lr * g, _theta),
            "The learning rate enters twice: in the velocity and again in the step."),
    Mistake("learning rate missing", _step(_v, lambda t, new, o, g, lr, mu: t - new), "The learning rate is missing.", SLIP),
    Mistake("average in place of the sum", _step(lambda v, g, lr, mu: mu * v + (1 - mu) * g, _theta),
            "This is a running average, with 1 - μ on the gradient. Here v is a running sum: the gradient enters whole."),
    Mistake("looks ahead", _step(_v, lambda t, new, o, g, lr, mu: t - lr * (g + mu * new)),
            "This is Nesterov's variant, which looks one step ahead: the plain one is asked for."),
    Mistake("momentum on the gradient", _step(lambda v, g, lr, mu: v + mu * g, _theta),
            "μ stands at the wrong place: it fades what was there before, not what is new."),
    Mistake("momentum left out", _step(lambda v, g, lr, mu: g, _theta),
            "This is a plain step: what v held before is forgotten."),
    Mistake("nothing fades", _step(lambda v, g, lr, mu: v + g, _theta),
            "Old gradients count as much as new ones: μ is missing."),
    Mistake("gradient added twice", _step(_v, lambda t, new, o, g, lr, mu: t - lr * (new + g)),
            "The gradient enters twice: it is in the velocity already.", SLIP),
    Mistake("gradient left out", _step(lambda v, g, lr, mu: mu * v, _theta), "The gradient never enters the velocity.", SLIP),
    Mistake("μ and η swapped", _step(lambda v, g, lr, mu: lr * v + g, lambda t, new, o, g, lr, mu: t - mu * new),
            "lr and momentum are swapped.", SLIP),
    Mistake("results swapped", lambda *args: reference(*args)[::-1],
            "The two results are swapped: the parameters come first, then the velocity.", SLIP),
    Mistake("parameters only", lambda *args: reference(*args)[0],
            "Only the parameters come back: the next step needs the new velocity too.", SLIP),
    Mistake("biases left out", lambda params, grads, velocity, lr, momentum: tuple(
        {name: new[name] if name[0] == "W" else old[name] for name in params}
        for new, old in zip(reference(params, grads, velocity, lr, momentum), (params, velocity))),
            "The biases do not move.", SLIP),
    Mistake("biases do not move", lambda params, grads, velocity, lr, momentum: (lambda new: (
        {name: new[0][name] if name[0] == "W" else params[name] for name in params}, new[1]))(
            reference(params, grads, velocity, lr, momentum)), "The velocity is right, and the biases do not move along it.", SLIP),
    Mistake("parameters fade", _step(_v, lambda t, new, o, g, lr, mu: mu * t - lr * new),
            "μ stands before the parameters: it is the velocity that fades."),
    Mistake("gradient squared", _step(lambda v, g, lr, mu: mu * v + g**2, _theta),
            "The gradient enters squared: its sign is lost."),
    Mistake("one layer only", lambda params, grads, velocity, lr, momentum: tuple(
        {name: new[name] if name[1:] == "1" else old[name] for name in params}
        for new, old in zip(reference(params, grads, velocity, lr, momentum), (params, velocity))),
            "Only the first layer moves.", SLIP),
    Mistake("the step, not the parameters", lambda params, grads, velocity, lr, momentum: (lambda v: (
        {name: -lr * v[name] for name in v}, v))(reference(params, grads, velocity, lr, momentum)[1]),
            "This is the step alone: it still has to be added to the parameters.", SLIP),
    Mistake("writes into params and velocity", _in_place,
            "It writes into params and velocity, which the caller still needs: make new dictionaries.", SLIP),
    Mistake("writes into velocity", _velocity_in_place,
            "It writes into velocity, which the caller still needs: make a new dictionary.", SLIP),
    Mistake("writes into params", _params_in_place,
            "It writes into params, which the caller still needs: make a new dictionary.", SLIP),
    Mistake("truncated to integers", lambda params, grads, velocity, lr, momentum: tuple(
        {name: new[name].astype(np.asarray(params[name]).dtype) for name in params}
        for new in reference(params, grads, velocity, lr, momentum)),
            "Where params holds whole numbers, the result is cut to whole numbers.", SLIP),
    Mistake("biases without momentum", lambda params, grads, velocity, lr, momentum: (lambda v: (
        {name: params[name] - lr * v[name] for name in params}, v))(
            {name: (momentum * velocity[name] if name[0] == "W" else 0.0) + grads[name] for name in params}),
            "The weights are right; the biases' old velocity is forgotten.", SLIP),
    Mistake("parameters in place of the velocity", lambda params, grads, velocity, lr, momentum: reference(
        params, grads, params, lr, momentum), "In the new velocity the parameters stand where the old velocity belongs.", SLIP),
    Mistake("divided by the root of the squares", _step(lambda v, g, lr, mu: mu * v + (1 - mu) * g**2,
                                                        lambda t, new, o, g, lr, mu: t - lr * g / (np.sqrt(new) + 1e-8)),
            "This is RMSprop, which averages the squares of the gradients: here v is a running sum of the gradients themselves."),
    Mistake("first array only", lambda *args: tuple(dict(list(part.items())[:1]) for part in reference(*args)),
            "Only the first array comes back: does return stand inside the loop?", SLIP),
]
