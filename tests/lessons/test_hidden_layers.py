"""Lesson 3: closed forms against two oracles, mistakes and variants through both checks, the numbers of the prose."""

import os
import re
from functools import partial

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from course import PROJECT, solution
from hidden_layers_variants import VARIANTS

from grader.exercise import load
from grader.exercises.hidden_layers import EXERCISES
from grader.exercises.hidden_layers.networks import walk, worked_case
from grader.judge import examine
from utils import check
from utils.checking.calling import call
from utils.checking.compare import compare
from utils.checking.differences import derivative
from utils.checking.report import CheckFailed
from utils.checks import find

LESSON = "03_hidden_layers"
PIECES = ("affine", "relu", "sigmoid", "softmax", "cross_entropy", "forward")
RIGHT = {name: load(name).reference for name in [*PIECES, *EXERCISES]}
CONTEXT = {name: RIGHT[name] for name in PIECES}
PARTS = load("backward").parts
CASES = {name: find(name).cases for name in EXERCISES} | {"backward": partial(find("backward").cases, forward=RIGHT["forward"])}


def judged(name, function, part=None, provided=None):
    return examine(name, lambda args, right: call(function, args, right), part)


def parts_of(name):
    return load(name).parts or (None,)


def passes_visibly(name, function, part=None):
    try:
        check(name, function, part=part, **CONTEXT)
    except CheckFailed:
        return False
    return True


def a_spoiled_part(mistake):
    """The first gradient of the worked networks that a mistake of backward spoils; a mistake that stops has none."""
    for args in load("backward").inputs(np.random.default_rng(0)):
        wrong = call(mistake.formula, args)
        for part in PARTS:
            if wrong.error or wrong.mutated or compare(wrong.value[part], RIGHT["backward"](*args)[part]):
                return part
    raise AssertionError(f"{mistake.name} spoils nothing")


def mistakes():
    return [pytest.param(name, mistake, id=f"{name}: {mistake.name}")
            for name in EXERCISES for mistake in load(name).mistakes]


@pytest.mark.parametrize("name, part", [(name, part) for name in EXERCISES for part in parts_of(name)])
def test_the_reference_passes_both_checks(name, part, capsys):
    assert judged(name, RIGHT[name], part).passed
    check(name, RIGHT[name], part=part, **CONTEXT)
    said = capsys.readouterr()
    assert said.out.startswith(name) and not said.err


@pytest.mark.parametrize("name, variant", [(name, variant) for name in EXERCISES for variant in VARIANTS[name]])
def test_an_unusual_right_answer_passes_both_checks(name, variant, capsys):
    for part in parts_of(name):
        verdict = judged(name, variant, part)
        assert verdict.passed, verdict.hint
        check(name, variant, part=part, **CONTEXT)
    assert not capsys.readouterr().err


@pytest.mark.parametrize("name, mistake", mistakes())
def test_a_known_mistake_is_refused_and_named(name, mistake):
    verdict = judged(name, mistake.formula, a_spoiled_part(mistake) if name == "backward" else None)
    assert not verdict.passed
    assert verdict.mistake == mistake.name


@pytest.mark.parametrize("name", EXERCISES)
def test_the_visible_check_refuses_the_mistakes_too(name):
    """Its finite differences agree with the reference (tested above), so the reference stands in for them here."""
    cases = list(CASES[name](np.random.default_rng(1)))
    through = []
    for mistake in load(name).mistakes:
        outcomes = [call(mistake.formula, args) for args in cases]
        if not any(outcome.error or outcome.mutated or compare(outcome.value, RIGHT[name](*args))
                   for outcome, args in zip(outcomes, cases)):
            through.append(mistake.name)
    assert len(load(name).mistakes) >= 40
    assert through == (["1 at zero"] if name == "backward" else [])


@pytest.mark.parametrize("name", EXERCISES)
def test_the_visible_check_says_what_is_wrong(name):
    for mistake in load(name).mistakes[::len(load(name).mistakes) // 4]:
        with pytest.raises(CheckFailed) as refused:
            check(name, mistake.formula, part=a_spoiled_part(mistake) if name == "backward" else None, **CONTEXT)
        assert len(str(refused.value)) > 40


@pytest.mark.parametrize("name, part", [(name, part) for name in EXERCISES for part in parts_of(name)[:2]])
@pytest.mark.parametrize("value", [None, "text", {}, [], (), 3, np.nan, np.zeros(0), np.array(None), np.zeros((2, 3, 4)),
                                   np.array([1j, 2, 3]), [[1], [2, 3]], {"W1": None, "b1": "x"}, object()])
def test_whatever_comes_back_meets_a_message(name, part, value):
    with pytest.raises(CheckFailed) as refused:
        check(name, lambda *args: value, part=part, **CONTEXT)
    assert str(refused.value).startswith(name)
    assert not judged(name, lambda *args: value, part).passed


def test_one_wrong_gradient_leaves_the_points_of_the_others():
    def backward(cache, y, params):
        grads = RIGHT["backward"](cache, y, params)
        return grads | {"W2": -grads["W2"]}
    assert [part for part in PARTS if not judged("backward", backward, part).passed] == ["W2"]
    assert [part for part in PARTS if not passes_visibly("backward", backward, part)] == ["W2"]


def test_backward_is_not_punished_for_a_wrong_earlier_answer(capsys):
    space = {"hidden_gradient": lambda delta, W: W[:, 0] * delta[0], "sigmoid_derivative": RIGHT["sigmoid_derivative"],
             "relu_derivative": lambda z: np.ones(len(z)), "hidden_delta": lambda dh, derivative: dh * derivative}
    needs = dict(space)
    exec("import numpy as np\n"
         "def backward(cache, y, params):\n"
         "    d3 = cache['p'] - y\n"
         "    d2 = hidden_delta(hidden_gradient(d3, params['W3']), sigmoid_derivative(cache['z2']))\n"
         "    d1 = hidden_delta(hidden_gradient(d2, params['W2']), relu_derivative(cache['z1']))\n"
         "    return {'W1': np.outer(cache['x'], d1), 'b1': d1, 'W2': np.outer(cache['h1'], d2), 'b2': d2,\n"
         "            'W3': np.outer(cache['h2'], d3), 'b3': d3}", space)
    for part in PARTS:
        assert judged("backward", space["backward"], part).passed
        check("backward", space["backward"], part=part, needs=needs, **CONTEXT)      # W1 to b2: not judged
    assert "needs hidden_gradient" in capsys.readouterr().out


def test_the_pass_that_the_mistakes_are_made_from_is_right():
    for args in load("backward").inputs(np.random.default_rng(3)):
        assert compare(walk()(*args), RIGHT["backward"](*args)) is None


@pytest.mark.parametrize("seed", range(6))
def test_the_closed_forms_agree_with_two_oracles(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.permutation([2, 3, 4, 5])
    params = {f"{letter}{k + 1}": rng.normal(size=sizes[k:k + 2] if letter == "W" else sizes[k + 1])
              for k in range(3) for letter in "Wb"}
    x, y = rng.normal(size=sizes[0]), np.eye(sizes[3])[rng.integers(sizes[3])]

    def loss(params):
        h1 = anp.maximum(anp.dot(x, params["W1"]) + params["b1"], 0)
        h2 = 1 / (1 + anp.exp(-(anp.dot(h1, params["W2"]) + params["b2"])))
        z3 = anp.dot(h2, params["W3"]) + params["b3"]
        return anp.log(anp.sum(anp.exp(z3))) - anp.dot(z3, y)

    grads = RIGHT["backward"](RIGHT["forward"](x, params), y, params)
    by_autograd = autograd.grad(loss)(params)
    for name in PARTS:
        np.testing.assert_allclose(grads[name], by_autograd[name], atol=1e-12)
        measured = derivative(lambda value: loss(params | {name: value}), params[name], step=1e-4)
        np.testing.assert_allclose(grads[name], measured, atol=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_the_pieces_agree_with_autograd(seed):
    rng = np.random.default_rng(seed)
    delta, W, z = rng.normal(size=3), rng.normal(size=(5, 3)), rng.normal(size=4) * 3
    np.testing.assert_allclose(RIGHT["hidden_gradient"](delta, W),
                               autograd.grad(lambda h: anp.dot(anp.dot(h, W), delta))(np.zeros(5)), atol=1e-12)
    for name, function in (("relu", lambda z: anp.maximum(z, 0)), ("sigmoid", lambda z: 1 / (1 + anp.exp(-z)))):
        slope = RIGHT[f"{name}_derivative"](z)
        jacobian = autograd.jacobian(function)(z)
        np.testing.assert_allclose(np.diag(slope), jacobian, atol=1e-12)
        np.testing.assert_allclose(RIGHT["hidden_delta"](np.ones(4), slope), np.ones(4) @ jacobian, atol=1e-12)


@pytest.fixture(scope="module")
def lesson():
    """The names that the solution notebook leaves behind."""
    os.environ["COURSE_PICTURES"] = "off"
    space = {}
    for cell in solution(LESSON).cells:
        if cell.cell_type == "code" and "utils.widgets" not in cell.source:
            exec(cell.source, space)
    del os.environ["COURSE_PICTURES"]
    return space


@pytest.fixture(scope="module")
def prose():
    return re.sub(r"\n# ?", " ", (PROJECT / "solutions" / f"{LESSON}.py").read_text(encoding="utf-8"))


def test_the_solutions_are_right(lesson):
    for name in EXERCISES:
        assert all(judged(name, lesson[name], part).passed for part in parts_of(name))


def test_the_numbers_of_the_prose(lesson, prose):
    h2, delta3, dh2, delta2, W3 = (lesson[name] for name in ("h2", "delta3", "dh2", "delta2", "W3"))
    slope = lesson["sigmoid_derivative"](lesson["z2"])
    loss, nine, article, grads = lesson["loss_from_h2"], lesson["nine"], lesson["article"], lesson["grads"]
    nudged = loss(h2 + [0.01, 0, 0]) - loss(h2)
    stepped = lesson["cross_entropy"](lesson["forward"](lesson["x"], lesson["moved"])["p"], lesson["y"])
    start = lesson["cross_entropy"](lesson["cache"]["p"], lesson["y"])
    for said, is_so in {
        "0.1\\cdot(-0.802) + 0.4\\cdot 0.285 + 0.8\\cdot 0.516 = 0.447": [*W3[0], *np.abs(delta3), dh2[0]],
        "by $-0.802 \\cdot 0.1\\,\\varepsilon$": delta3[0], "0.00447, as promised: 0.01 times 0.447": [nudged, dh2[0]],
        "compare with 0.447": dh2[0], "$h_2[0] = 0.938831$": h2[0], "1.35, 0.0574 and 0.447": [lesson["h1"][0], slope[0], dh2[0]],
        "About 0.035": grads["W2"][0, 0], "grown by about 0.0035": 0.1 * grads["W2"][0, 0],
        "It grew by 0.0033": stepped - start,
        "was 0.446945 and the first slope 0.057427": [dh2[0], slope[0]],
        "(0.19858, 0.28559, 0.51583)": lesson["cut"]["p"],
        "0.02 in place of 0.0179": [1 - lesson["cut"]["h2"][2], 1 - h2[2]], "loss was 1.617234": start,
        "below 0.06": np.ceil(100 * slope.max()) / 100,
        "Through z3[0]: 0.1, then -0.802": [0.1, delta3[0]], "then the slopes 0.0574, 0.0560 or 0.0176": slope,
    }.items():
        assert said in prose, said
        for number in np.ravel(is_so):
            assert any(abs(float(written) - number) <= 0.51 * 10.0 ** -len(written.partition(".")[2])
                       for written in re.findall(r"-?\d+\.\d+", said)), (said, number)
    share = nine[0].sum() / nine.sum()
    ratio = RIGHT["sigmoid_derivative"](h2) / slope
    assert round(100 * share) == 71 and "71 percent" in prose
    assert [round(ratio.min(), 1), round(ratio.max())] == [3.5, 11] and "3.5 to 11 times" in prose
    assert round(1 / slope[0]) == 17 and "a seventeenth" in prose
    assert round(100 * (article["b2"] / grads["b2"])[2]) == 111 and "11 percent too large" in prose
    missing = 100 * (1 - article["b1"] / grads["b1"])
    assert [round(missing.min()), round(missing.max())] == [16, 29] and "16 to 29 percent" in prose
    sizes = {name: np.linalg.norm(grads[name]) for name in grads}
    ratios = [sizes[f"{letter}3"] / sizes[f"{letter}{k}"] for letter in "Wb" for k in (1, 2)]
    assert 20 < min(ratios) and max(ratios) < 100 and "20 to 100 times" in prose
    assert np.all(W3[:, 0] * delta3[0] < 0) and np.all(dh2 > 0)          # the sign of the first path is wrong for all three
    assert np.all(nine.sum(axis=1) > 0) and nine.sum() == pytest.approx(lesson["dh1"][0])


def test_what_the_prose_says_about_the_article(lesson):
    new, theirs, forward, y = lesson["new"], lesson["new_article"], lesson["forward"], lesson["y"]
    largest = max(np.abs(new[name] - theirs[name]).max() for name in new)
    assert 1e-5 < largest < 1e-4                                         # "in the fifth decimal at most"
    losses = [lesson["cross_entropy"](forward(lesson["x"], params)["p"], y) for params in (new, theirs)]
    np.testing.assert_allclose(losses, [1.580409, 1.580450], atol=1e-6)


def test_the_new_parameters_of_the_worked_network(lesson):
    for name, right in {
        "W1": [[0.099993, 0.199989, 0.299981], [0.299986, 0.199978, 0.699963], [0.399949, 0.299923, 0.899870]],
        "b1": [0.999928, 0.999891, 0.999815],
        "W2": [[0.199653, 0.299953, 0.499971], [0.299674, 0.499956, 0.699973], [0.599538, 0.399937, 0.799962]],
        "b2": [0.999743, 0.999965, 0.999979],
        "W3": [[0.107525, 0.397321, 0.795154], [0.307538, 0.697316, 0.195145], [0.507872, 0.197198, 0.894931]],
        "b3": [1.008016, 0.997146, 0.994838],
    }.items():
        np.testing.assert_allclose(lesson["new"][name], right, atol=6e-7)


def test_the_worked_case_is_the_lessons(lesson):
    cache, y, params = worked_case()
    assert compare(lesson["backward"](cache, y, params), lesson["grads"]) is None
