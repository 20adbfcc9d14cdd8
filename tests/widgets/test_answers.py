"""What a learner's functions return, read for the picture: any return value, no traceback, and only what JSON can hold."""

import json
import sys

import numpy as np
import pytest

from grader.exercise import load
from utils.widgets.step_by_step import SHAPES, answer, frames

FORWARD, BACKWARD = load("forward").reference, load("backward").reference
WORKED = frames()["values"]


class Odd:
    def __getattr__(self, name):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")


def grads(**changes):
    def backward(cache, y, params):
        return {**BACKWARD(cache, y, params), **changes}
    return backward


def test_right_functions_give_the_references_numbers():
    found = json.loads(json.dumps(answer(WORKED, FORWARD, BACKWARD), allow_nan=False))
    x, y = np.array(WORKED["x"]), np.array(WORKED["y"])
    params = {name: np.array(WORKED[name]) for name in SHAPES}
    cache = FORWARD(x, params)
    assert found["forward"]["words"] == {} == found["backward"]["words"]
    for name in ("z1", "h2", "p"):
        assert found["forward"]["values"][name] == pytest.approx(cache[name])
    for name, value in BACKWARD(cache, y, params).items():
        np.testing.assert_allclose(found["backward"]["values"][name], value)


@pytest.mark.parametrize("changes, words", [
    ({"W2": None}, "not an array of numbers"), ({"W2": "text"}, "not an array of numbers"), ({"W2": Odd()}, "not an array of numbers"),
    ({"W2": np.array([object()] * 9).reshape(3, 3)}, "not an array of numbers"), ({"W2": [[1, 2], [3]]}, "not an array of numbers"),
    ({"W2": 1j * np.ones((3, 3))}, "not an array of numbers"), ({"W2": np.ones((1, 3, 3))}, "yours has the shape (1, 3, 3), not (3, 3)"),
    ({"W2": 0.5}, "yours has the shape (), not (3, 3)"), ({"W2": np.full((3, 3), np.nan)}, "yours holds NaN or an infinite number"),
])
def test_what_is_no_matrix_of_numbers_is_put_in_words(changes, words):
    found = json.loads(json.dumps(answer(WORKED, FORWARD, grads(**changes)), allow_nan=False))["backward"]
    assert found["words"] == {"W2": words} and set(found["values"]) == set(SHAPES) - {"W2"}


def leave(cache, y, params):
    sys.exit(3)


def loud(cache, y, params):
    print("x" * 1000)
    raise ValueError("operands could not be broadcast")


def unwritten(cache, y, params):
    raise NotImplementedError


@pytest.mark.parametrize("backward, words", [
    (unwritten, "backward is not written yet."), (loud, "backward stopped with ValueError."), (leave, "backward stopped with SystemExit."),
    (lambda *_: None, "backward did not return a dictionary."), (lambda *_: [1, 2], "backward did not return a dictionary."),
    (lambda *_: Odd(), "backward did not return a dictionary."), (lambda cache: {}, "backward stopped with TypeError."),
])
def test_a_function_that_gives_no_gradients_is_put_in_words(backward, words, capsys):
    found = answer(WORKED, FORWARD, backward)
    assert found["backward"] == {"stopped": words} and found["forward"]["words"] == {}
    assert capsys.readouterr() == ("", "")


def test_a_function_that_writes_into_its_arguments_harms_nothing():
    def greedy(cache, y, params):
        result = BACKWARD(cache, y, params)
        for value in (*cache.values(), *params.values()):
            value *= 0
        return result

    assert answer(WORKED, FORWARD, greedy)["backward"] == answer(WORKED, FORWARD, BACKWARD)["backward"]


def test_backward_is_judged_on_the_right_cache_though_forward_is_wrong():
    cache = {name: np.asarray(value).tolist() for name, value in
             FORWARD(np.array(WORKED["x"]), {name: np.array(WORKED[name]) for name in SHAPES}).items()}
    wrong = answer({**WORKED, "cache": cache}, lambda x, params: {"z1": [9, 9, 9]}, BACKWARD)
    assert wrong["backward"] == answer(WORKED, FORWARD, BACKWARD)["backward"]
    assert wrong["forward"]["words"]["p"] == "missing"
