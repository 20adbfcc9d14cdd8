"""What is told of a wrong answer beyond the lists: an error's cause, how an argument enters, what is returned beside it."""

import math

import numpy as np
import pytest

from grader.exercise import load
from grader.trust_table import judged
from utils.checking.calling import call
from utils.checking.entering import WAYS, entering
from utils.checking.errors import article

Z, W = np.array([1.0, -2.0]), np.ones((2, 3))
STOPS = {
    "truth": lambda z: max(z, 0), "scalar": lambda z: math.exp(z), "shapes": lambda z: z @ W.T, "index": lambda z: z[2],
    "axes": lambda z: z[0, 1], "places": lambda z: z[z], "count": lambda z: range(z[0]), "number": lambda z: float(z[0])[0],
    "list": lambda z: [1.0] - [2.0], "dict": lambda z: {} - z, "none": lambda z: None + z[0], "key": lambda z: {}["W1"], "zero": lambda z: 1 / 0,
    "name": lambda z: never_set, "endless": lambda z: STOPS["endless"](z), "large": lambda z: math.exp(1000),     # noqa: F821
    "cast": lambda z: np.array([1, 2]).__iadd__(z), "entry": lambda z: np.zeros(2).__setitem__(0, z),
}


@pytest.mark.parametrize("cause", STOPS)
def test_an_error_is_told_by_its_cause(cause):
    assert call(STOPS[cause], (Z,)).cause == cause


def test_a_function_with_other_arguments_cannot_be_called():
    assert call(lambda x, y: x, (Z,)).cause == "signature"


def test_no_text_of_an_error_is_kept():
    def tells(z):
        raise ValueError(f"shapes {z}")
    outcome = call(tells, (Z,))
    assert outcome.cause == "shapes" and "-2" not in repr(outcome)


@pytest.mark.parametrize("kind, said", [("ValueError", "a"), ("IndexError", "an"), ("UFuncTypeError", "a"), ("UnboundLocalError", "an")])
def test_an_error_has_its_article(kind, said):
    assert article(kind) == said


def test_0_replaced_by_a_hair_is_written_into_and_a_step_there_and_back_is_not():
    def hair(p):
        p[p == 0] = 1e-12
        return p

    def steps(x):
        for i in range(len(x)):
            for step in (0.3, -0.6, 0.3):
                x[i] += step
        return x
    assert call(hair, (np.array([0.0, 1.0]),)).mutated == (0,)
    assert call(steps, (np.array([0.0, 0.1, -2.0]),)).mutated == ()


@pytest.mark.parametrize("way, words, spoil", WAYS, ids=[way[0] for way in WAYS])
def test_every_way_to_enter_is_found_again(way, words, spoil):
    """Where another way gives the same numbers the first of them is told; here all arguments differ."""
    rng = np.random.default_rng(0)
    cases = [(rng.normal(size=n) * 3, rng.normal(size=(n, 3))) for n in (4, 5, 6)]
    got = [spoil(x) @ weights for x, weights in cases]
    name, said = entering(("x", "W"), cases, got, lambda x, weights: x @ weights)
    assert name == f"x: {way}" and "x" in said


def test_right_numbers_enter_as_they_should():
    cases = [(np.arange(4.0), W), (np.arange(2.0), W)]
    assert entering(("x", "W"), cases[1:], [np.full(3, 7.5)], lambda x, weights: x @ weights) is None


def _grows(x, W, b, kept=[]):
    kept.extend(x @ W + b)
    return np.array(kept)


def _breaks(z):
    h = np.zeros(len(z))
    for i, entry in enumerate(z):
        if entry <= 0:
            break
        h[i] = entry
    return h


def _for_three(delta):
    return np.array([delta[0], delta[1], delta[2]])


def _last_left_as_made(f, x, eps=1e-5):
    slopes = np.zeros(x.size)
    for i in range(x.size - 1):
        step = np.zeros(x.size)
        step[i] = eps
        slopes[i] = (f(x + step.reshape(x.shape)) - f(x - step.reshape(x.shape))) / (2 * eps)
    return slopes.reshape(x.shape)


def _without_keepdims(X, params):
    cache = R["forward_batch"](X, params)
    powers = np.exp(cache["z3"] - np.max(cache["z3"]))
    return cache | {"p": powers / powers.sum(axis=1)}


R = {name: load(name).reference for name in ("forward", "forward_batch")}
TOLD = [
    ("affine", _grows, "piled up"), ("bias_gradient", _for_three, "size written into it"),
    ("affine", lambda x, W, b: (x @ W + b)[:1], "first entry alone"),
    ("relu", lambda z: (np.maximum(z, 0), z), "one of several"), ("relu", _breaks, "stops early"),
    ("relu", lambda z: z * 1.0 if np.any(z > 0) else 0 * z, "nothing happens, sometimes"),
    ("relu", lambda z: (z + np.abs(z)) / (2 * z) * z, "wrong where z is exactly 0"),
    ("relu", lambda z: {"h": np.maximum(z, 0)}, "one of several"),
    ("numerical_gradient", _last_left_as_made, "wrong in the very last entry"),
    ("softmax_jacobian", lambda p: (np.diag(p) - np.outer(p, p)) * (np.add.outer(range(len(p)), range(len(p))) > 0),
     "wrong in the very first entry"),
    ("affine", lambda x, W, b: x @ np.abs(W) + b, "W: signs lost"),
    ("weight_gradient", lambda h, delta: np.outer(h, delta / np.linalg.norm(delta)), "delta: scaled to length 1"),
    ("relu", lambda z: max(z, 0), "one question of a whole array"),
    ("sigmoid", lambda z: 1 / (1 + math.exp(-z)), "a single number expected"),
    ("forward", lambda x, params: (c := R["forward"](x, params)) | {"h2": c["h1"]}, "h2: the same as h1"),
    ("forward_batch", _without_keepdims, "shapes do not fit"),
]


@pytest.mark.parametrize("exercise, function, name", TOLD, ids=[f"{exercise}: {name}" for exercise, _, name in TOLD])
def test_a_wrong_answer_is_told_by_its_cause(exercise, function, name):
    assert judged(exercise, function).mistake == name


def test_a_loop_that_returns_in_its_first_turn_is_asked_about():
    first = lambda p, y: (p - y) * (np.arange(len(p)) == 0)
    assert "in its first turn" in judged("output_delta", first).hint
