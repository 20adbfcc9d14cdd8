"""Lesson 5: its mistakes are named, its unusual right answers pass, and its measures agree with other oracles."""

import contextlib
import io

import numpy as np
import pytest

from grader.exercise import load
from grader.exercises.batches.networks import FUNCTIONS, draw_labels, draw_params
from grader.exercises.vanishing_gradients import EXERCISES
from grader.exercises.vanishing_gradients.slopes import TOPS, slope
from grader.judge import examine
from utils.checking.calling import call
from utils.checking.report import CheckFailed
from utils.checks import check

import vanishing_gradients_blind as blind
from vanishing_gradients_attacks import WRONG
from vanishing_gradients_variants import VARIANTS


def activate(z, activation):
    return FUNCTIONS[activation](z)


def verdict(name, function, seed=(0,)):
    return examine(name, lambda args, provided: call(function, args, provided), seed=seed)


def seen(name, function):
    """What the learner's check prints or raises."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            check(name, function, activate=activate)
    except CheckFailed as failed:
        return failed
    return printed.getvalue()


@pytest.mark.parametrize("name", EXERCISES)
def test_every_mistake_is_refused_and_named(name):
    mistakes = load(name).mistakes
    assert len(mistakes) >= 8
    for mistake in mistakes:
        found = verdict(name, mistake.formula)
        assert not found.passed, mistake.name
        assert found.mistake == mistake.name
        assert found.hint == mistake.words


@pytest.mark.parametrize("name", EXERCISES)
def test_the_visible_check_refuses_the_mistakes_too(name):
    mistakes = load(name).mistakes
    refused = [isinstance(seen(name, mistake.formula), CheckFailed) for mistake in mistakes]
    assert sum(refused) / len(refused) > 0.95


@pytest.mark.parametrize("name", EXERCISES)
def test_unusual_right_answers_pass_both(name):
    assert len(VARIANTS[name]) >= 3
    for function in (load(name).reference, *VARIANTS[name], *blind.RIGHT[name]):
        found = verdict(name, function)
        assert found.passed, (function.__name__, found.hint)
        assert isinstance(seen(name, function), str), function.__name__


@pytest.mark.parametrize("name, function, mistake", WRONG + blind.WRONG, ids=lambda value: getattr(value, "__name__", None))
def test_wrong_answers_that_are_not_in_the_list(name, function, mistake):
    found = verdict(name, function)
    assert not found.passed
    assert found.mistake == mistake, found.hint
    assert isinstance(seen(name, function), CheckFailed)


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("value", [None, (), {}, "text", 1j, np.nan, np.array([None]), object(), [[1], [1, 2]], {"W1": None},
                                   {"W1": np.zeros((3, 3)), "b1": "0"}, iter([1, 2]), np.ma.masked, -1, 10**400])
def test_whatever_is_returned_meets_a_message(name, value):
    assert not verdict(name, lambda *args: value).passed
    assert isinstance(seen(name, lambda *args: value), CheckFailed)


@pytest.mark.parametrize("name", ["xavier_init", "he_init"])
def test_right_draws_pass_for_many_seeds(name):
    for seed in range(8):
        for function in VARIANTS[name][:2]:
            assert verdict(name, function, seed=(seed,)).passed


def test_stated_false_alarm_rates():
    from grader.exercises.vanishing_gradients.draws import OFF
    from utils.checking.initial_weights import CENTRE, MANY, STRETCH
    above = np.exp(-MANY / 2 * (OFF - np.log1p(OFF)))
    below = np.exp(-MANY / 2 * (-OFF - np.log1p(-OFF)))
    uniform, centre = 2 * np.exp(-2 * MANY * OFF**2 / 9), 2 * np.exp(-CENTRE**2 / 2)
    assert above < 5e-14 and below < above and uniform < 2e-13 and centre < 3e-14
    assert 33 * (max(above + below, uniform) + centre) < 1e-11
    roots = 2 * np.sqrt(70)                                      # the smallest layer that is tested has 90 x 70 weights
    assert np.exp(-((STRETCH - 1) * roots) ** 2 / 2) < 1e-60
    lipschitz = 2 * np.sqrt(3) / np.sqrt(2 * np.pi)              # of uniform weights as a function of normal ones
    assert lipschitz < 1.39 and np.exp(-((STRETCH - 1.39) * roots) ** 2 / (2 * 1.39**2)) < 1e-10


def start(draw):
    def init(sizes, rng):
        params = {}
        for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
            params |= {f"W{layer}": draw(rng, n_in, n_out), f"b{layer}": np.zeros(n_out)}
        return params
    return init


def normal(spread):
    return start(lambda rng, n_in, n_out: spread(n_in, n_out) * rng.normal(size=(n_in, n_out)))


def uniform(end):
    return start(lambda rng, n_in, n_out: rng.uniform(-end(n_in, n_out), end(n_in, n_out), size=(n_in, n_out)))


@pytest.mark.parametrize("name, function, words", [
    ("xavier_init", normal(lambda n_in, n_out: 2 / (n_in + n_out)), "would be right as a variance"),
    ("he_init", normal(lambda n_in, n_out: 2 / n_in), "would be right as a variance"),
    ("xavier_init", uniform(lambda n_in, n_out: np.sqrt(2 / (n_in + n_out))), "not where they end"),
    ("he_init", uniform(lambda n_in, n_out: np.sqrt(2 / n_in)), "not where they end"),
    ("xavier_init", normal(lambda n_in, n_out: np.sqrt(1 / n_in)), "The way up alone is kept"),
    ("xavier_init", normal(lambda n_in, n_out: np.sqrt(1 / n_out)), "The way down alone is kept"),
    ("step_bound", lambda W, activation: slope(W, activation).max() * np.linalg.norm(W, 2), "taken at the weights")])
def test_the_visible_check_says_what_was_drawn(name, function, words):
    assert words in " ".join(str(seen(name, function)).split())


def test_slopes_agree_with_automatic_differentiation():
    import autograd
    import autograd.numpy as anp
    z = np.random.default_rng(0).normal(size=200) * 3
    functions = {"sigmoid": lambda z: 1 / (1 + anp.exp(-z)), "tanh": anp.tanh, "relu": lambda z: anp.maximum(z, 0.0)}
    for name, function in functions.items():
        derivative = autograd.elementwise_grad(function)(z)
        assert np.allclose(slope(z, name), derivative, atol=1e-10)
        assert derivative.max() <= TOPS[name] + 1e-12


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_no_delta_grows_by_more_than_the_bound(activation):
    rng = np.random.default_rng(1)
    bound = load("step_bound").reference
    for sizes in ([4, 6, 3, 5, 2], [3, 8, 8, 8, 4], [5, 1, 7, 2]):
        params, depth = draw_params(rng, sizes), len(sizes) - 2
        cache = load("forward_deep").reference(rng.normal(size=(1, sizes[0])), params, [activation] * depth)
        grads = load("backward_deep").reference(cache, draw_labels(rng, 1, sizes[-1]), params, [activation] * depth)
        for layer in range(1, depth + 1):
            longest = bound(params[f"W{layer + 1}"], activation) * np.linalg.norm(grads[f"b{layer + 1}"])
            assert np.linalg.norm(grads[f"b{layer}"]) <= longest * (1 + 1e-12)


def test_the_bound_is_the_largest_singular_value():
    W = np.random.default_rng(2).normal(size=(5, 3))
    assert np.isclose(load("step_bound").reference(W, "sigmoid"), 0.25 * np.linalg.svd(W)[1].max())
    assert np.isclose(load("step_bound").reference(W, "tanh"), np.sqrt(np.linalg.eigvalsh(W.T @ W).max()))
