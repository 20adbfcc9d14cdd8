"""Gradient descent: the loss along the line that the gradient points out, with the slope it promises."""

import numpy as np

from utils.network import worked_network

from . import deep
from .picture import drawn, moving

RATES = (0.01, 0.03, 0.1, 0.2, 0.3, 0.6, 1.2, 1.8, 2.5, 4.0)
STEPS = 10
AHEAD = np.linspace(-0.5, 4.0, 28)      # how far along the line the curve is drawn, on both sides of the point
OTHERS = [([0.7, 0.2, 0.1], 1), ([0.2, 0.6, 0.2], 2)]   # two more samples that want other outputs


def frames(forward, backward):
    """curve[d, r, t, a, n] = p of sample n's class at params − AHEAD[a] · grads, after t steps at rate r; squares[d, r, t]
    = the sum of all squared gradients, which is the slope along that line; landing[d, r, t, n] = p after the next step.

    d: 0 for the worked sample alone, 1 for it with two others, whose loss is the mean of three. The picture reads the
    loss, −ln p, from p. Sample n of d = 0 is repeated three times, so that both have one shape.
    """
    x, start, y = worked_network()
    one = [(x, y)] * 3
    three = [(x, y)] + [(np.array(other), np.eye(3)[label]) for other, label in OTHERS]
    grid = (2, len(RATES), STEPS + 1)
    curve, squares, landing = np.empty((*grid, len(AHEAD), 3)), np.empty(grid), np.empty((*grid, 3))
    for d, samples in enumerate((one, three)):
        for r, rate in enumerate(RATES):
            params = start
            for t in range(STEPS + 1):
                grads = _mean_gradient(forward, backward, params, samples)
                squares[d, r, t] = sum(np.sum(np.square(grads[name])) for name in params)
                curve[d, r, t] = [_likelihood(forward, deep.further(params, grads, -a), samples) for a in AHEAD]
                params = deep.further(params, grads, -rate)
                landing[d, r, t] = _likelihood(forward, params, samples)
    return {"curve": curve, "squares": squares, "landing": landing, "ahead": AHEAD.tolist(), "rates": list(RATES),
            "steps": STEPS}


def _likelihood(forward, params, samples):
    """The p that each sample's own class gets: a list of three."""
    if samples[0] is samples[1]:
        samples = samples[:1]
    found = [np.asarray(forward(x, params)["p"])[y.argmax()] for x, y in samples]
    return found * (3 // len(found))


def _mean_gradient(forward, backward, params, samples):
    """The mean over the samples of what the learner's backward returns, by parameter."""
    every = [backward(forward(x, params), y, params) for x, y in samples]
    return {name: np.mean([np.asarray(grads[name], dtype=float) for grads in every], axis=0) for name in params}


@moving
def descent(forward, backward):
    """The picture: learning rate, steps and samples to choose, drawn with the functions of lesson 3.

    forward(x, params) -> cache, backward(cache, y, params) -> grads, for one sample of the worked network.
    """
    return drawn("descent", frames, forward, backward)
