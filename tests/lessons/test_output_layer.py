"""Lesson 2: closed forms against two oracles, mistakes and variants through both checks, the numbers of the prose."""

import os
import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from course import PROJECT, solution
from output_layer_variants import VARIANTS

from grader.exercise import load
from grader.exercises.output_layer import EXERCISES
from grader.judge import examine
from utils import check
from utils.checking.calling import call
from utils.checking.differences import derivative
from utils.checking.report import CheckFailed

LESSON = "02_output_layer"
RIGHT = {name: load(name).reference for name in ["affine", "softmax", "cross_entropy", *EXERCISES]}
CONTEXT = {name: RIGHT[name] for name in ("affine", "softmax", "cross_entropy")}


def judged(name, function):
    return examine(name, lambda args, provided: call(function, args, provided))


def passes_visibly(name, function):
    try:
        check(name, function, **CONTEXT)
    except CheckFailed:
        return False
    return True


def mistakes():
    return [pytest.param(name, mistake, id=f"{name}: {mistake.name}")
            for name in EXERCISES for mistake in load(name).mistakes]


@pytest.mark.parametrize("name", EXERCISES)
def test_the_reference_passes_both_checks(name, capsys):
    assert judged(name, RIGHT[name]).passed
    check(name, RIGHT[name], **CONTEXT)
    said = capsys.readouterr()
    assert said.out.startswith(name) and not said.err


@pytest.mark.parametrize("name, variant", [(name, variant) for name in EXERCISES for variant in VARIANTS[name]])
def test_an_unusual_right_answer_passes_both_checks(name, variant, capsys):
    verdict = judged(name, variant)
    assert verdict.passed, verdict.hint
    check(name, variant, **CONTEXT)
    assert not capsys.readouterr().err


@pytest.mark.parametrize("name, mistake", mistakes())
def test_a_known_mistake_is_refused_and_named(name, mistake):
    verdict = judged(name, mistake.formula)
    assert not verdict.passed
    assert verdict.mistake == mistake.name


@pytest.mark.parametrize("name", EXERCISES)
def test_the_visible_check_refuses_the_mistakes_too(name, capsys):
    known = load(name).mistakes
    through = [mistake.name for mistake in known if passes_visibly(name, mistake.formula)]
    assert len(known) >= 8
    assert through == []


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("value", [None, "text", {}, [], (), 3, np.nan, np.zeros(0), np.array(None), np.zeros((2, 3, 4)),
                                   np.array([1j, 2, 3]), [[1], [2, 3]], {"W3": None, "b3": "x"}, object()])
def test_whatever_comes_back_meets_a_message(name, value):
    with pytest.raises(CheckFailed) as refused:
        check(name, lambda *args: value, **CONTEXT)
    assert str(refused.value).startswith(name)
    assert not judged(name, lambda *args: value).passed


def test_an_answer_may_call_earlier_ones_that_are_wrong():
    wrong = {"cross_entropy_gradient": lambda p, y: y / p, "softmax_jacobian": lambda p: np.diag(p)}
    space = dict(wrong)
    exec("def output_delta(p, y):\n    return cross_entropy_gradient(p, y) @ softmax_jacobian(p)", space)
    assert judged("output_delta", space["output_delta"]).passed
    check("output_delta", space["output_delta"], **CONTEXT, needs=wrong)      # not judged, and nothing raised


@pytest.mark.parametrize("seed", range(5))
def test_the_closed_forms_agree_with_two_oracles(seed):
    rng = np.random.default_rng(seed)
    n_in, n_out = rng.choice([2, 3, 4, 5, 6], size=2, replace=False)
    h, W, b = rng.normal(size=n_in), rng.normal(size=(n_in, n_out)), rng.normal(size=n_out)
    y = np.eye(n_out)[rng.integers(n_out)]
    z = h @ W + b
    p = RIGHT["softmax"](z)
    delta = RIGHT["output_delta"](p, y)

    def softmax(z):
        return anp.exp(z) / anp.sum(anp.exp(z))

    def loss_of_p(p):
        return -anp.sum(y * anp.log(p))

    def loss(z):
        return loss_of_p(softmax(z))

    for closed, function, at in [
        (RIGHT["cross_entropy_gradient"](p, y), loss_of_p, p), (delta, loss, z),
        (RIGHT["weight_gradient"](h, delta), lambda W: loss(anp.dot(h, W) + b), W),
        (RIGHT["bias_gradient"](delta), lambda b: loss(anp.dot(h, W) + b), b),
    ]:
        np.testing.assert_allclose(closed, autograd.grad(function)(at), atol=1e-10)
        np.testing.assert_allclose(RIGHT["numerical_gradient"](function, at), closed, atol=1e-7)
        np.testing.assert_allclose(derivative(function, at, step=1e-3 * p.min()), closed, atol=1e-6)
    np.testing.assert_allclose(RIGHT["softmax_jacobian"](p), autograd.jacobian(softmax)(z), atol=1e-10)
    np.testing.assert_allclose(RIGHT["cross_entropy_gradient"](p, y) @ RIGHT["softmax_jacobian"](p), delta, atol=1e-10)


@pytest.fixture(scope="module")
def lesson():
    """The names that the solution notebook leaves behind."""
    os.environ["COURSE_PICTURES"] = "off"
    space = {}
    for cell in solution(LESSON).cells:
        if cell.cell_type == "code":
            exec(cell.source, space)
    del os.environ["COURSE_PICTURES"]
    return space


@pytest.fixture(scope="module")
def prose():
    return re.sub(r"\n# ?", " ", (PROJECT / "solutions" / f"{LESSON}.py").read_text(encoding="utf-8"))


def test_the_solutions_are_the_references(lesson):
    for name in EXERCISES:
        assert judged(name, lesson[name]).passed


def test_the_numbers_of_the_prose(lesson, prose):
    p, h, delta, J, loss = lesson["p"], lesson["h2"], lesson["delta"], lesson["J"], lesson["loss_of_W3"]
    start = loss(lesson["params"]["W3"])
    up, down = (loss(lesson["params"]["W3"] + sign * 0.01 * (np.arange(9) == 3).reshape(3, 3)) for sign in (1, -1))
    grads, rate = lesson["grads"], lesson["LEARNING_RATE"]
    squares = sum(np.sum(gradient ** 2) for gradient in grads.values())
    fall = start - lesson["loss_of_last"](lesson["new"])
    wrong = np.array([0.26980, 0.32235, 0.40784])
    sure = np.array([0.001, 0.998, 0.001])
    for said, is_so in {
        "a probability of 0.198": p[0], "The step up says $-0.7531$": (up - start) / 0.01,
        "the step down says $-0.7545$": (start - down) / 0.01,
        "from one end to the other says $-0.7538$": (up - down) / 0.02, "a slope of about $-0.75$": (up - start) / 0.01,
        "$p[0] = 0.198447$": p[0], "$-1/0.198447 = -5.039$": -1 / p[0],
        "p = (0.198,\\ 0.285,\\ 0.516)": p, "$-5.039 \\cdot (-0.0566)$": J[0, 1],
        "$h = (0.939,\\ 0.940,\\ 0.982)$": h, "$\\delta[0] = -0.80$": delta[0],
        "$-0.80$: push class 0 up, it lacks 0.80. $+0.29$ and $+0.52$": delta,
        "for output 2 the step would be 0.0040": rate * h[2] * wrong[2], "in the place of 0.0051": rate * h[2] * p[2],
        "From 1.617": start, "1.617 to 1.580": start - fall, "$p[0] = 0.001$": sure[0],
        "h = 0.939, 0.940, 0.982": h, "delta = -0.802, 0.285, 0.516": delta,
        '-0.753, 0.268, 0.485; -0.754, 0.268, 0.485; -0.787, 0.280, 0.507': np.outer(h, delta),
        "carry -5.04, 0 and 0": -1 / p[0], "$p[0]$ fell by 0.0058": -lesson["change"][0],
        "J[0,1] = -0.0057": 0.1 * J[0, 1], "took 0.037 off": fall, "was $-0.80$": delta[0], "is $-0.23$ now": lesson["delta_now"][0],
    }.items():
        assert said in prose, said
        for number in np.ravel(is_so):
            assert any(abs(float(written) - number) <= 0.51 * 10.0 ** -len(written.partition(".")[2])
                       for written in re.findall(r"-?\d+\.\d+", said)), (said, number)
    assert "take off 3.7" in prose and 100 * fall > start
    far = lesson["gradient_step"]({"W3": lesson["params"]["W3"], "b3": lesson["params"]["b3"]}, grads, 10)
    assert "learning rate of 10" in prose and lesson["loss_of_last"](far) < 0.0005
    assert 0.004 < rate * squares / fall - 1 < 0.005 and "within half a percent" in prose
    assert abs(np.abs(rate * np.outer(h, wrong - p)).max() / (rate * h[2] * p[2]) - 0.2) < 0.02 and "it is a fifth" in prose
    assert np.abs((sure - lesson["y"]) @ lesson["softmax_jacobian"](sure)).max() < 0.01 * np.abs(sure - lesson["y"]).max()


def test_the_new_weights_of_the_worked_network(lesson):
    np.testing.assert_allclose(lesson["new"]["W3"], [[0.107525, 0.397321, 0.795154], [0.307538, 0.697316, 0.195145],
                                                     [0.507872, 0.197198, 0.894931]], atol=1e-6)
    np.testing.assert_allclose(lesson["new"]["b3"], [1.008016, 0.997146, 0.994838], atol=1e-6)


def test_what_the_prose_says_about_steps_that_are_too_short(lesson):
    both, one, eps = lesson["both_sides"], lesson["one_side"], lesson["eps"]
    best = eps[np.argmin(both)]
    assert 1e-7 < best < 1e-5 and both.min() < 1e-10 and 1e-8 < one.min() < 1e-6
    long = (eps <= 1e-2) & (eps >= 1e-5)
    rises = [np.polyfit(np.log10(eps[long]), np.log10(errors[long]), 1)[0] for errors in (both, one)]
    np.testing.assert_allclose(rises, [2, 1], atol=0.05)


def test_the_lines_of_the_picture_are_as_steep_as_said(lesson):
    f, at, step = lesson["loss_of_one"], 1.8, 2
    up, down = (f(at + step) - f(at)) / step, (f(at) - f(at - step)) / step
    slope = (f(at + 1e-4) - f(at - 1e-4)) / 2e-4
    assert down + 0.1 < slope < up - 0.1 and up < 0
    assert abs((up + down) / 2 - slope) < 0.01


def test_public_copies_of_the_articles_code_are_wrong_as_said(lesson):
    p, y, line = lesson["p"], lesson["y"], lesson["from_a_public_copy"]
    right = lesson["cross_entropy_gradient"](p, y)
    assert np.isclose(line(p, y)[0], right[0]) and not np.isclose(line(p, y)[1:], right[1:]).any()
    np.testing.assert_allclose(line(p, y) * np.diag(lesson["J"]), lesson["delta"] * [1, -1, -1])
