"""Lesson 1: the references against an independent computation, the worked example, every number of the prose."""

import re

import jupytext
import numpy as np
import pytest
from course import PROJECT

from grader.exercise import load
from grader.exercises.forward_pass import EXERCISES
from grader.trust_table import judged, passes_visibly
from utils import worked_network

LESSON = "01_forward_pass"
affine, relu, sigmoid, softmax, cross_entropy, forward = (load(name).reference for name in EXERCISES)


@pytest.fixture(scope="module")
def cache():
    x, params, _ = worked_network()
    return forward(x, params)


def test_the_worked_example_gives_the_articles_figures(cache):
    assert np.allclose(cache["z1"], [1.35, 1.27, 1.8]) and np.allclose(cache["h1"], [1.35, 1.27, 1.8])
    assert np.allclose(cache["z2"], [2.731, 2.76, 4.004])
    assert np.round(cache["h2"], 6).tolist() == [0.938831, 0.940476, 0.982084]
    assert np.round(cache["p"], 6).tolist() == [0.198447, 0.285356, 0.516198]
    assert round(float(cross_entropy(cache["p"], np.array([1, 0, 0]))), 6) == 1.617234


def test_the_articles_errors_are_what_the_lesson_says_they_are():
    _, params, _ = worked_network()
    z3 = affine(np.array([0.938, 0.94, 0.98]), params["W3"], params["b3"])
    assert np.round(softmax(z3), 5).tolist() == [0.19858, 0.28559, 0.51583]
    assert np.round(z3 / z3.sum(), 5).tolist() == [0.2698, 0.32235, 0.40784]


def test_the_marked_stretch_of_the_sigmoid_holds_z2_and_is_nearly_flat(cache):
    assert 2.7 < cache["z2"].min() and cache["z2"].max() < 4.1
    assert np.ptp(sigmoid(np.array([2.7, 4.1]))) < 0.1


@pytest.mark.parametrize("seed", range(5))
def test_the_references_agree_with_sums_written_out(seed):
    rng = np.random.default_rng(seed)
    x, W, b = rng.normal(size=4), rng.normal(size=(4, 3)), rng.normal(size=3)
    assert np.allclose(affine(x, W, b), [sum(x[i] * W[i, j] for i in range(4)) + b[j] for j in range(3)])
    z = rng.normal(size=6) * 4
    assert np.allclose(relu(z), [value if value > 0 else 0 for value in z])
    assert np.allclose(sigmoid(z), [1 / (1 + np.exp(-value)) for value in z])
    assert np.allclose(softmax(z), [1 / sum(np.exp(other - value) for other in z) for value in z])
    y = np.eye(6)[seed]
    assert np.isclose(cross_entropy(softmax(z), y), -np.log(softmax(z)[seed]))


def test_the_references_hold_at_a_thousand():
    with np.errstate(all="raise", under="ignore"):
        assert sigmoid(np.array([-1000, 0, 1000])).tolist() == [0, 0.5, 1]
        assert softmax(np.array([-1000.0, 1000.0, 1000.0])).tolist() == [0, 0.5, 0.5]
        assert np.isfinite(cross_entropy(np.array([0.0, 1.0]), np.array([1, 0])))


def test_every_number_of_the_prose_is_computed(cache):
    """Each decimal in a text cell is a number of the lesson, rounded or cut as the lesson says."""
    x, params, y = worked_network()
    cut = np.array([0.938, 0.94, 0.98])
    z3 = affine(cut, params["W3"], params["b3"])
    honest = softmax(affine(np.round(cache["h2"], 3), params["W3"], params["b3"]))
    small = np.array([1, -1, 0.5])
    article, stretch = np.array([0.26980, 0.32235, 0.40784]), np.array([2.7, 4.1])
    known = [*cache.values(), *params.values(), x[:, None] * params["W1"], cut, z3, softmax(z3), z3 / z3.sum(),
             cache["h2"].round(2), np.exp(small), np.exp(small).sum(), softmax(small), small, np.exp(-1), -np.log(0.2), 0.2,
             -np.log(cache["p"][0]), np.log(2), np.log(3), np.exp(0.5), article[1] / article[0], cache["z3"][1] / cache["z3"][0],
             stretch, sigmoid(stretch), np.ptp(stretch), 0.1, np.abs(cache["h2"] - cut).max(), np.abs(cache["p"] - softmax(z3)).max(),
             np.abs(cache["p"] - honest).max(), 0.001]       # and the hair of the cross-entropy
    known = np.abs(np.concatenate([np.ravel(item) for item in known]))
    notebook = jupytext.read(PROJECT / "solutions" / f"{LESSON}.py")
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    printed = set(re.findall(r"(?<![\d.])\d+\.\d+(?!\d|\.\d)", text))
    assert len(printed) > 30
    unknown = [number for number in printed
               if not np.any(np.abs(known - float(number)) <= 0.5001 * 10.0 ** -len(number.split(".")[1]))]
    assert unknown == []


@pytest.mark.parametrize("name", EXERCISES)
def test_the_mistakes_are_refused_and_named_and_the_visible_check_sees_nearly_all(name):
    exercise = load(name)
    words = {mistake.name: mistake.words for mistake in exercise.mistakes}
    unseen = []
    for mistake in exercise.mistakes:
        verdict = judged(name, mistake.formula)
        assert not verdict.passed and words[verdict.mistake] == mistake.words, (mistake.name, verdict)
        if passes_visibly(name, mistake.formula):
            unseen.append(mistake.name)
    assert len(exercise.mistakes) >= 8 and len(unseen) <= 0.05 * len(exercise.mistakes), unseen
    assert len(words) == len(exercise.mistakes)


@pytest.mark.parametrize("name", EXERCISES)
def test_no_hint_gives_the_formula_away(name):
    for mistake in load(name).mistakes:
        for formula in ("np.exp(z - ", "1 / (1 + ", "x @ W + b", "np.maximum(z, 0)", "-np.log", "max(z, 0)"):
            assert formula not in mistake.words, mistake.name
