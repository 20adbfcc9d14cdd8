"""Initialisation: what six ways to choose the first weights do to h, to δ, and to the units of a layer."""

import numpy as np

from . import deep
from .picture import drawn, moving

DEPTH, SAMPLES = 10, 8
ROUNDING = 1e-30   # equal weights to every output: the terms of Σ(p − y) = 0 leave this much of rounding, not of gradient
SMALL_WIDTH, STEPS, RATE = 6, 40, 0.5
# Every weight the same number, or a spread for a draw; the spreads are for layers of 64 units in and out.
STARTS = {"zeros": ("same", 0.0), "constant": ("same", 0.02), "too small": ("draw", 0.03),
          "too large": ("draw", 0.6), "Xavier": ("draw", 0.125), "He": ("draw", 0.177)}


def frames(forward_deep, backward_deep, seed=0):
    """forward[i, a, l] = variance of h_l, backward[i, a, l] = variance of δ_l, courses[i, a, t, u]: one weight of each
    unit u of layer 2 of a small network, over t steps of gradient descent.

    i: the start, a: activation, l: hidden layer from 1. δ of a sample is read from backward_deep as the bias gradient
    of a batch of that one sample.
    """
    rng = np.random.default_rng(seed)
    draw, (X, Y) = deep.standard_draw(rng, DEPTH), deep.batch(rng, SAMPLES)
    small = deep.standard_draw(rng, 2, SMALL_WIDTH), deep.batch(rng, SAMPLES, SMALL_WIDTH)
    grid = (len(STARTS), len(deep.ACTIVATIONS))
    forward, backward = np.empty((*grid, DEPTH)), np.empty((*grid, DEPTH))
    courses = np.empty((*grid, STEPS + 1, SMALL_WIDTH))
    for i, start in enumerate(STARTS.values()):
        for a, activation in enumerate(deep.ACTIVATIONS):
            activations = [activation] * DEPTH
            params = _params(draw, *start)
            caches = [forward_deep(X[n:n + 1], params, activations) for n in range(SAMPLES)]
            grads = [backward_deep(caches[n], Y[n:n + 1], params, activations) for n in range(SAMPLES)]
            for layer in range(DEPTH):
                forward[i, a, layer] = np.var([cache[f"h{layer + 1}"] for cache in caches])
                backward[i, a, layer] = np.var([grad[f"b{layer + 1}"] for grad in grads])
            courses[i, a] = _course(forward_deep, backward_deep, activation, start, *small)
    backward[backward < ROUNDING] = 0
    return {"forward": forward, "backward": backward, "courses": courses, "activations": list(deep.ACTIVATIONS.values()),
            "starts": [[name, kind, size] for name, (kind, size) in STARTS.items()], "steps": STEPS, "rate": RATE}


def _params(draw, kind, size):
    if kind == "draw":
        return deep.layers(draw, size)
    return deep.layers([np.ones_like(weights) for weights in draw], size)


def _course(forward_deep, backward_deep, activation, start, draw, batch):
    """The first weight into each unit of layer 2 over the steps: (STEPS + 1, SMALL_WIDTH)."""
    kind, size = start
    # A narrower layer sums fewer terms: the same variance of z needs a larger spread.
    spread = size * np.sqrt(deep.WIDTH / SMALL_WIDTH) if kind == "draw" else size
    params, (X, Y) = _params(draw, kind, spread), batch
    course = [params["W2"][0]]
    for _ in range(STEPS):
        cache = forward_deep(X, params, [activation] * 2)
        params = deep.further(params, backward_deep(cache, Y, params, [activation] * 2), -RATE)
        course.append(params["W2"][0])
    return course


@moving
def initialisation(forward_deep, backward_deep):
    """The picture: six ways to start, three activations, drawn with the functions of lesson 4."""
    return drawn("initialisation", frames, forward_deep, backward_deep)
