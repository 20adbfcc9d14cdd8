"""Lesson 4: mistakes are named, unusual right answers pass, closed forms agree with two oracles, printed numbers hold."""

import contextlib
import io

import numpy as np
import pytest

from batches_answers import RIGHT, WRONG
from grader.exercise import load
from grader.exercises.batches import EXERCISES
from grader.exercises.batches.networks import draw_labels, draw_params
from grader.judge import examine
from utils.checking.calling import call
from utils.checking.differences import derivative
from utils.checking.report import CheckFailed
from utils.checks import check
from utils.network import worked_network

LESSON_1 = {name: load(name).reference for name in ("affine", "relu", "sigmoid", "softmax", "cross_entropy", "forward")}


def parts(name):
    """The parts that test cells grade; backward_deep has a cell for the whole as well."""
    return [None] if not load(name).parts else [*load(name).parts, *([None] if name == "backward_deep" else [])]


def verdicts(name, function, seed=(0,)):
    """A verdict for each part; the function is called once for each case."""
    known = {}

    def run(args, provided):
        if id(args) not in known:
            known[id(args)] = call(function, args)
        return known[id(args)]
    return ((part, examine(name, run, part, seed)) for part in parts(name))


def seen(name, function, part=None):
    """What the learner's check prints or raises."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            check(name, function, part=part, **LESSON_1)
    except CheckFailed as failed:
        return failed
    return printed.getvalue()


@pytest.mark.parametrize("name", EXERCISES)
def test_every_mistake_is_refused_and_named(name, monkeypatch):
    monkeypatch.setattr("grader.judge.DRAWS", 1)        # a third of what grading draws: harder to tell them apart, and faster
    mistakes = load(name).mistakes
    assert len(mistakes) >= 8
    words = {mistake.name: mistake.words for mistake in mistakes}
    assert len(words) == len(mistakes)
    for mistake in mistakes:
        found = next((found for _, found in verdicts(name, mistake.formula, (4, 1)) if not found.passed), None)
        assert found, f"{mistake.name} passes"
        assert found.hint == mistake.words, mistake.name
        assert words[found.mistake] == mistake.words, mistake.name


@pytest.mark.parametrize("name", EXERCISES)
def test_the_visible_check_refuses_the_mistakes_too(name, monkeypatch):
    monkeypatch.setattr("utils.checking.visible._hint", lambda *given: None)     # the hints are not what is tested here
    mistakes = load(name).mistakes
    refused = [isinstance(seen(name, mistake.formula), CheckFailed) for mistake in mistakes]
    assert sum(refused) / len(refused) > 0.95


@pytest.mark.parametrize("name, function", [(name, function) for name in EXERCISES for function in RIGHT[name]])
def test_unusual_right_answers_pass_both(name, function):
    for part, found in verdicts(name, function):
        assert found.passed, (part, found.hint)
        assert isinstance(seen(name, function, part), str)


@pytest.mark.parametrize("name, part, function, mistake", WRONG)
def test_wrong_answers_that_are_on_no_list(name, part, function, mistake):
    found = dict(verdicts(name, function))[part]
    assert not found.passed
    assert found.mistake == mistake, found
    assert isinstance(seen(name, function, part), CheckFailed)


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("value", [None, (), {}, "text", 1j, np.nan, np.array([None]), object(), [[1], [1, 2]], iter([1]),
                                   {"W1": None, "b1": "0"}, {"x": 1, "p": [[]]}, np.zeros((2, 3, 4)), -1, 10**400])
def test_whatever_is_returned_meets_a_message(name, value):
    for part, found in verdicts(name, lambda *args: value):
        assert not found.passed
        assert isinstance(seen(name, lambda *args: value, part), CheckFailed)


def test_the_check_names_the_network_that_a_slip_needs():
    def neighbours(cache, Y, params, activations):
        return load("backward_deep").reference(cache, Y, params, activations[::-1])
    words = str(seen("backward_deep", neighbours, "W1"))
    assert "2 samples, units from x to p: 4, 3, 5, 6, activations = ['sigmoid', 'relu']" in " ".join(words.split())


def test_a_given_function_that_is_broken_is_said_so():
    def broken(z):
        raise ValueError("a cell was changed")
    with pytest.raises(CheckFailed, match="not judged"):
        check("forward_deep", load("forward_deep").reference, **LESSON_1 | {"relu": broken})
    with pytest.raises(CheckFailed, match="not judged"):
        check("backward_batch", load("backward_batch").reference, part="W1", **LESSON_1 | {"softmax": broken})


def _random_network(rng, depth):
    sizes = [int(size) for size in rng.permutation(np.arange(2, 12))[:depth + 1]]        # no two widths alike
    activations = [str(name) for name in rng.choice(["relu", "sigmoid", "tanh"], depth - 1)]
    samples = int(rng.integers(1, 7))
    params = draw_params(rng, sizes, activations)
    return rng.normal(size=(samples, sizes[0])), draw_labels(rng, samples, sizes[-1]), params, activations


def _loss(X, Y, params, activations):
    """The mean loss, written for HIPS autograd and apart from the references: no softmax, a log-sum-exp."""
    import autograd.numpy as anp
    h, last = X, len(activations) + 1
    for layer in range(1, last):
        z = anp.dot(h, params[f"W{layer}"]) + params[f"b{layer}"]
        h = {"relu": lambda z: anp.where(z > 0, z, 0.0), "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
             "tanh": anp.tanh}[activations[layer - 1]](z)
    z = anp.dot(h, params[f"W{last}"]) + params[f"b{last}"]
    return -anp.mean(anp.sum(Y * (z - anp.log(anp.sum(anp.exp(z), axis=1, keepdims=True))), axis=1))


@pytest.mark.parametrize("depth", range(1, 7))
def test_closed_forms_against_differences_and_automatic_differentiation(depth):
    import autograd
    forward_deep, backward_deep = load("forward_deep").reference, load("backward_deep").reference
    for seed in range(4):
        X, Y, params, activations = _random_network(np.random.default_rng([depth, seed]), depth)
        cache = forward_deep(X, params, activations)
        grads = backward_deep(cache, Y, params, activations)
        assert np.isclose(load("batch_loss").reference(cache["p"], Y), _loss(X, Y, params, activations), atol=1e-12)
        automatic = autograd.grad(lambda params: _loss(X, Y, params, activations))(params)
        assert grads.keys() == params.keys() == automatic.keys()
        for key in params:
            assert grads[key].shape == params[key].shape
            assert np.allclose(grads[key], automatic[key], rtol=1e-9, atol=1e-11)
    kinks = [np.abs(cache[f"z{layer}"]).min() for layer, name in enumerate(activations, start=1) if name == "relu"]
    if min(kinks, default=1) > 1e-2:
        for key in params:
            measured = derivative(lambda value: _loss(X, Y, params | {key: value}, activations), params[key], step=1e-4)
            assert np.allclose(grads[key], measured, atol=1e-7)


@pytest.mark.parametrize("sizes", [[3, 4, 6, 2], [5, 2, 3, 7]])
def test_the_batch_of_three_layers_is_the_mean_of_samples_and_the_deep_one(sizes):
    rng = np.random.default_rng(3)
    X, params, Y = rng.normal(size=(4, sizes[0])), draw_params(rng, sizes, ["relu", "sigmoid"]), draw_labels(rng, 4, sizes[-1])
    cache = load("forward_batch").reference(X, params)
    grads = load("backward_batch").reference(cache, Y, params)
    deep_cache = load("forward_deep").reference(X, params, ["relu", "sigmoid"])
    deep = load("backward_deep").reference(deep_cache, Y, params, ["relu", "sigmoid"])
    forward, backward = load("forward").reference, load("backward").reference
    single = [backward(forward(x, params), y, params) for x, y in zip(X, Y)]
    for key in params:
        assert np.allclose(grads[key], np.mean([one[key] for one in single], axis=0))
        assert np.allclose(grads[key], deep[key])


def test_the_numbers_in_the_text():
    x, params, y = worked_network()
    X, Y = np.array([x, [0.9, 0.1, 0.3], [0.4, 0.8, 0.2]]), np.array([y, [0, 0, 1], [0, 1, 0]])
    cache = load("forward_batch").reference(X, params)
    delta = (cache["p"] - Y) / 3
    grads = load("backward_batch").reference(cache, Y, params)
    assert round(load("batch_loss").reference(cache["p"], Y), 4) == 1.1783
    assert (3 * delta[:, 0]).round(2).tolist() == [-0.80, 0.20, 0.20]
    assert delta[:, 0].round(2).tolist() == [-0.27, 0.07, 0.07]
    assert round(grads["W3"][1, 0], 3) == -0.127
    assert (cache["p"].sum(axis=1) - 1 < 1e-12).all()
    mean = load("forward").reference(X.mean(axis=0), params)
    wrong = load("backward").reference(mean, Y.mean(axis=0), params)["W3"]
    assert (round(wrong[0, 0], 4), round(grads["W3"][0, 0], 4)) == (-0.1263, -0.1268)
    assert np.array_equal(grads["W3"] < 0, [[True, True, False]] * 3)          # the picture's description
    z = np.linspace(-3, 3, 7)
    assert np.allclose(np.tanh(z), 2 * LESSON_1["sigmoid"](2 * z) - 1)


def test_the_ten_layers_of_the_text():
    rng = np.random.default_rng(4)
    sizes, activations, params = list(range(13, 2, -1)), ["tanh", "sigmoid", "relu"] * 3, {}
    for layer in range(1, 11):
        params[f"W{layer}"] = rng.normal(size=(sizes[layer - 1], sizes[layer])) * 1.5 / np.sqrt(sizes[layer - 1])
        params[f"b{layer}"] = rng.normal(size=sizes[layer]) * 0.5
    X, Y = rng.normal(size=(5, 13)), np.eye(3)[[0, 1, 2, 1, 0]]
    grads = load("backward_deep").reference(load("forward_deep").reference(X, params, activations), Y, params, activations)
    assert sum(value.size for value in params.values()) == 795
    for key in params:
        measured = load("numerical_gradient").reference(lambda value: _loss(X, Y, params | {key: value}, activations),
                                                        params[key])
        assert np.abs(grads[key] - measured).max() < 1e-10              # "to ten decimals"
    assert 25 < np.abs(grads["W10"]).max() / np.abs(grads["W1"]).max() < 35
