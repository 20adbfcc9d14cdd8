"""Backpropagation step by step: the worked network, every quantity in turn, and the learner's own beside it."""

import uuid

import numpy as np

from utils.checking.calling import call
from utils.network import worked_network

from .picture import Picture, moving

SHAPES = {"W1": (3, 3), "b1": (3,), "W2": (3, 3), "b2": (3,), "W3": (3, 3), "b3": (3,)}
CACHE = {name: (3,) for name in ("z1", "h1", "z2", "h2", "z3", "p")}


def frames(forward=None, backward=None):
    """The worked numbers as lists, and what the learner's functions return for them (None where there are none)."""
    x, params, y = worked_network()
    values = {"x": x.tolist(), "y": [int(v) for v in y], **{name: params[name].tolist() for name in params}}
    asks = forward is not None or backward is not None
    whole = backward is not None or not asks       # a lesson that has forward alone is not told what comes next
    title = "Backpropagation, step by step" if whole else "The forward pass, step by step"
    return {"title": title, "values": values, "asks": asks, "whole": whole, "start": 0,
            "answer": answer(values, forward, backward) if asks else None}


def answer(question, forward=None, backward=None):
    """What the learner's functions return for the numbers of `question`, as plain lists.

    question: x, y and the parameters as lists; "cache", the right cache, which backward gets so that an error of
    forward is not counted twice; "number", sent back. A function that raises or returns something else is put in words.
    """
    x, y = np.array(question["x"], dtype=float), np.array(question["y"], dtype=float)
    params = {name: np.array(question[name], dtype=float) for name in SHAPES}
    result = {"number": question.get("number")}
    cache = question.get("cache")
    if forward is not None:
        outcome = call(forward, (x, params))
        result["forward"] = _read("forward", outcome, CACHE)
        if cache is None and not result["forward"].get("stopped") and not result["forward"]["words"]:
            cache = {"x": x, **result["forward"]["values"]}
    if backward is not None and cache is not None:
        cache = {name: np.array(value, dtype=float) for name, value in cache.items()}
        result["backward"] = _read("backward", call(backward, (cache, y, params)), SHAPES)
    return result


def _read(name, outcome, shapes):
    """{"values": {key: list}, "words": {key: what is wrong with it}}, or {"stopped": why there is nothing to read}."""
    if outcome.unwritten:
        return {"stopped": f"{name} is not written yet."}
    if outcome.error:
        return {"stopped": f"{name} stopped with {outcome.error}."}
    if not isinstance(outcome.value, dict):
        return {"stopped": f"{name} did not return a dictionary."}
    values, words = {}, {}
    for key, shape in shapes.items():
        array = _array(outcome.value[key]) if key in outcome.value else None
        if key not in outcome.value:
            words[key] = "missing"
        elif array is None:
            words[key] = "not an array of numbers"
        elif array.shape != shape:
            words[key] = f"yours has the shape {array.shape}, not {shape}"
        elif not np.isfinite(array).all():
            words[key] = "yours holds NaN or an infinite number"
        else:
            values[key] = array.astype(float).tolist()
    return {"values": values, "words": words}


def _array(value):
    """The value as an array of real numbers, or None where it is no such thing."""
    try:
        array = np.asarray(value)
    except ValueError:              # rows of different lengths
        return None
    return array if array.dtype.kind in "biuf" else None


@moving
def step_by_step(forward=None, backward=None):
    """The picture: Next and Back walk through the worked network, forward to the loss and back; with forward alone, to
    the loss.

    Given the learner's forward(x, params) -> cache and backward(cache, y, params) -> grads, it marks where their numbers
    differ from its own, also after an input or a weight was changed: then the kernel asks them again.
    """
    if forward is None and backward is None:
        return Picture("step_by_step", frames())
    from .asking import Asking      # the widget machinery takes a moment to load: only where it is needed
    still = "forward_pass" if backward is None else "step_by_step"
    picture = Picture("step_by_step", frames(forward, backward), line=f"step_by_step {uuid.uuid4()}", still=still)
    return Asking(picture, lambda question: answer(question, forward, backward))
