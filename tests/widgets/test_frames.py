"""The arrays behind the pictures: drawn from the functions handed in, equal to what the lessons' references say."""

import numpy as np
import pytest

from grader.exercise import load
from utils.network import worked_network
from utils.widgets import deep
from utils.widgets.descent import AHEAD, RATES, STEPS, descent
from utils.widgets.descent import frames as descent_frames
from utils.widgets.dying_relu import BIASES, SPREADS
from utils.widgets.dying_relu import RATES as DYING_RATES
from utils.widgets.dying_relu import frames as dying_frames
from utils.widgets.initialisation import STARTS
from utils.widgets.initialisation import frames as start_frames
from utils.widgets.saturation import WEIGHTS
from utils.widgets.saturation import frames as saturation_frames
from utils.widgets.vanishing_gradients import DEPTHS, SPREADS as DEEP_SPREADS
from utils.widgets.vanishing_gradients import frames as vanishing_frames


def reference(name):
    return load(name).reference


FORWARD_DEEP, BACKWARD_DEEP = reference("forward_deep"), reference("backward_deep")
FORWARD, BACKWARD = reference("forward"), reference("backward")


def test_saturation_stretches_values_of_spread_one():
    data = saturation_frames()
    assert np.std(data["standard"]) == pytest.approx(1, abs=0.05) and np.mean(data["standard"]) == pytest.approx(0, abs=0.1)
    assert data["weights"][data["start"]] * data["root"] == pytest.approx(1)
    assert all(np.diff(WEIGHTS) > 0)


@pytest.fixture(scope="module")
def vanishing():
    return vanishing_frames(FORWARD_DEEP, BACKWARD_DEEP)


def test_vanishing_gradients_are_the_norms_of_the_lessons_own_measure(vanishing):
    rng = np.random.default_rng(0)
    draw, (X, Y) = deep.standard_draw(rng, DEPTHS[-1]), deep.batch(rng, 16)
    for a, activation in enumerate(deep.ACTIVATIONS):
        for s, d in [(0, 0), (1, 7), (3, 28)]:
            depth = DEPTHS[d]
            params = deep.layers(draw[:depth] + draw[-1:], list(DEEP_SPREADS.values())[s])
            cache = FORWARD_DEEP(X, params, [activation] * depth)
            grads = BACKWARD_DEEP(cache, Y, params, [activation] * depth)
            norms = reference("gradient_norms")(grads)
            np.testing.assert_allclose(vanishing["norms"][a, s, d, :depth], norms[:-1], rtol=1e-6)
            assert vanishing["deltas"][a, s, d, 0] == pytest.approx(np.linalg.norm(grads["b1"]))
            np.testing.assert_allclose(vanishing["outputs"][a, s, depth - 1],
                                       np.quantile(cache[f"h{depth}"], [0.05, 0.5, 0.95]), rtol=1e-6)


def test_vanishing_gradients_show_what_they_are_for(vanishing):
    deltas, norms = vanishing["deltas"][:, :, 18], vanishing["norms"][:, :, 18]          # 20 layers
    first_over_last = deltas[:, :, 0] / deltas[:, :, 19]
    sigmoid, tanh, relu = range(3)
    small, xavier, he, large = range(4)
    assert first_over_last[sigmoid, xavier] < 0.3 ** 19
    assert 0.05 < first_over_last[tanh, xavier] < 20 and 0.05 < first_over_last[relu, he] < 20
    assert first_over_last[tanh, small] < 1e-6 and first_over_last[relu, large] > 1e6
    assert norms[relu, large, 0] > 1e6 and np.nanmax(norms[tanh, small]) < 1e-6


def test_dying_relu_counts_units_that_are_off_for_every_sample():
    data = dying_frames(FORWARD_DEEP, BACKWARD_DEEP)
    assert ((data["on"] == 0) <= (data["on"] < 1e-9)).all() and data["on"].max() <= 1
    assert np.isfinite(data["tens"]).all() and -np.log(10) * data["tens"].min() > 100     # long steps: no p is 0 on the way
    dead = (data["on"] == 0).sum(axis=-1)
    assert dead[BIASES.index(-3.0), SPREADS.index(0.1), 0, 0] == 24           # a bias that keeps every unit off
    assert dead[BIASES.index(1.0), SPREADS.index(0.1), 0].max() == 0          # and one that keeps it on
    wild = dead[BIASES.index(0.0), SPREADS.index(0.3), DYING_RATES.index(10.0)]
    assert wild[0] == 0 and wild[-1] > 5                                      # long steps kill
    # The first steps of one setting, by the exercises' own functions.
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 8))
    right = (X @ rng.normal(size=(8, 3))).argmax(axis=1)
    params = {"W1": 0.3 * rng.normal(size=(8, 24)), "b1": np.full(24, -1.0), "W2": 0.3 * rng.normal(size=(24, 3)), "b2": np.zeros(3)}
    for step in range(4):
        cache = FORWARD_DEEP(X, params, ["relu"])
        where = (BIASES.index(-1.0), SPREADS.index(0.3), 4, step)
        assert dead[where] == reference("dead_units")(cache["z1"]).sum()
        assert -np.log(10) * data["tens"][where] == pytest.approx(reference("batch_loss")(cache["p"], np.eye(3)[right]))
        params = reference("gradient_step")(params, BACKWARD_DEEP(cache, np.eye(3)[right], params, ["relu"]), 10.0)


def test_initialisation_shows_variance_and_symmetry():
    data = start_frames(FORWARD_DEEP, BACKWARD_DEEP)
    names, (sigmoid, tanh, relu) = list(STARTS), range(3)
    last = data["courses"][:, :, -1]
    for name in ("zeros", "constant"):
        assert np.ptp(last[names.index(name)], axis=-1).max() < 1e-12         # equal units stay equal
    for name in ("Xavier", "He"):
        assert np.ptp(last[names.index(name)], axis=-1).min() > 0.1
    change = data["forward"][:, :, -1] / np.maximum(data["forward"][:, :, 0], 1e-300)
    assert change[names.index("He"), relu] > 0.2 and change[names.index("Xavier"), relu] < 0.02
    assert change[names.index("too small"), tanh] < 1e-6
    assert data["backward"][names.index("Xavier"), tanh, 0] > 1e-4 > data["backward"][names.index("too small"), tanh, 0]
    assert (data["backward"][names.index("zeros")] == 0).all()


def test_descent_follows_the_exercises_step_by_step():
    data = descent_frames(FORWARD, BACKWARD)
    x, params, y = worked_network()
    loss = reference("cross_entropy")
    rate = RATES.index(0.1)
    for step in range(STEPS):
        cache = FORWARD(x, params)
        grads = BACKWARD(cache, y, params)
        here = data["curve"][0, rate, step, list(AHEAD).index(0)]
        assert -np.log(here) == pytest.approx([loss(cache["p"], y)] * 3)
        assert data["squares"][0, rate, step] == pytest.approx(sum((g ** 2).sum() for g in grads.values()))
        params = reference("gradient_step")(params, grads, 0.1)
        assert -np.log(data["landing"][0, rate, step]) == pytest.approx([loss(FORWARD(x, params)["p"], y)] * 3)
    three = -np.log(data["landing"][1]).mean(axis=-1)
    assert three[RATES.index(4.0)].max() > three[RATES.index(0.3)].max() + 1  # too long a step overshoots


def test_a_backward_that_is_not_written_yet_is_said_in_words(capsys):
    def unwritten(cache, y, params):
        raise NotImplementedError

    def garbage(cache, y, params):
        return {"W1": "no"}

    def leave(cache, y, params):
        print("leaving")
        raise SystemExit

    for backward in (unwritten, garbage, leave, lambda *_: None):
        shown = descent(FORWARD, backward)._repr_mimebundle_()
        assert "your functions" in shown["text/plain"] and "<script" not in shown["text/html"]
    assert capsys.readouterr() == ("", "")


def test_the_variances_are_those_of_h_and_of_each_samples_own_delta():
    data = start_frames(FORWARD_DEEP, BACKWARD_DEEP)
    rng = np.random.default_rng(0)
    draw, (X, Y) = deep.standard_draw(rng, 10), deep.batch(rng, 8)
    params = deep.layers(draw, STARTS["Xavier"][1])
    cache = FORWARD_DEEP(X, params, ["tanh"] * 10)
    delta, where = cache["p"] - Y, (list(STARTS).index("Xavier"), 1)
    for layer in range(10, 0, -1):
        delta = (delta @ params[f"W{layer + 1}"].T) * (1 - cache[f"h{layer}"] ** 2)
        assert data["backward"][where][layer - 1] == pytest.approx(np.var(delta))
        assert data["forward"][where][layer - 1] == pytest.approx(np.var(cache[f"h{layer}"]))
