"""Lesson 6's exercises: mistakes are refused and named, unusual right answers pass, and chance is judged fairly."""

import itertools

import numpy as np
import pytest

from grader.exercise import load
from grader.exercises.training import EXERCISES
from grader.exercises.training import train as train_module
from grader.exercises.training import train_momentum as momentum_module
from grader.judge import examine, trial
from utils import check
from utils.checking.calling import call
from utils.checking.report import CheckFailed
from utils.checking.runs import ends
from utils.checks import find

import training_blind as blind
from training_attacks import ATTACKS
from training_variants import VARIANTS, batches_backwards, momentum_run_inline, split_by_loop, train_inline

R = {name: load(name).reference for name in
     [*EXERCISES, "forward_deep", "backward_deep", "gradient_step"]}
PIECES = {name: R[name] for name in ("forward_deep", "backward_deep", "gradient_step")}
NEEDS = {"train": {"minibatches": R["minibatches"]},
         "train_momentum": {"minibatches": R["minibatches"], "momentum_step": R["momentum_step"]}}


def verdict(name, function, seed=(0,)):
    return examine(name, lambda args, provided: call(function, args, provided), seed=seed)


def visible(name, function, capsys):
    """What the learner's check says: None where it accepts."""
    try:
        check(name, function, needs=NEEDS.get(name), **PIECES)
    except CheckFailed as failure:
        return str(failure)
    said = capsys.readouterr()
    assert said.err == "" and "not judged" not in said.out
    return None


def mistakes():
    return [pytest.param(name, mistake, id=f"{name}-{mistake.name}")
            for name in EXERCISES for mistake in load(name).mistakes]


@pytest.mark.parametrize("name", EXERCISES)
def test_the_reference_passes_whatever_the_seed(name, capsys):
    for seed in range(3):
        assert verdict(name, R[name], (seed,)).passed
    assert visible(name, R[name], capsys) is None


@pytest.mark.parametrize("name, mistake", mistakes())
def test_a_known_mistake_is_refused_and_named(name, mistake, capsys):
    found = verdict(name, mistake.formula)
    assert not found.passed
    assert found.mistake == mistake.name
    assert visible(name, mistake.formula, capsys)


@pytest.mark.parametrize("name", EXERCISES)
def test_there_are_enough_mistakes_with_words_of_their_own(name):
    known = load(name).mistakes
    assert len(known) >= 8
    assert len({mistake.name for mistake in known}) == len(known)


@pytest.mark.parametrize("module", [train_module, momentum_module])
def test_every_order_leads_somewhere_else(module):
    for args in trial(module.__name__.rsplit(".", 1)[1], (0,)).cases:
        places = ends(module.right, args)
        for one, other in itertools.combinations(places, 2):
            assert np.max(np.abs(one - other)) > 3e-4     # far above the tolerance: the order can be read off


@pytest.mark.parametrize("name, function, named", ATTACKS + blind.WRONG)
def test_a_wrong_answer_on_no_list_is_refused_and_never_misnamed(name, function, named, capsys):
    found = verdict(name, function)
    assert not found.passed and found.hint
    assert found.mistake == named
    assert visible(name, function, capsys)


# --- right answers that look unusual ------------------------------------------------------------------------------

UNUSUAL = [(name, function) for source in (VARIANTS, blind.RIGHT) for name, functions in source.items() for function in functions]


@pytest.mark.parametrize("name, function", UNUSUAL, ids=lambda value: getattr(value, "__name__", value))
def test_an_unusual_right_answer_passes(name, function, capsys):
    for seed in range(3):
        assert verdict(name, function, (seed,)).passed
    assert visible(name, function, capsys) is None


@pytest.mark.parametrize("name", ["split_data", "minibatches", "train", "train_momentum"])
def test_a_right_answer_is_never_called_unlucky(name):
    """Many seeds with another way to shuffle: the false-alarm rate that the checks of chance claim is below 1e-5."""
    function = {"split_data": split_by_loop, "minibatches": batches_backwards, "train": train_inline,
                "train_momentum": momentum_run_inline}[name]
    assert all(verdict(name, function, (100, seed)).passed for seed in range(25 if name in ("split_data", "minibatches") else 4))


# --- whatever a learner returns -----------------------------------------------------------------------------------

class Odd:
    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None


ANYTHING = [None, "text", 3, np.nan, np.zeros(0), [], {}, [[]], [(1,)], ((), ()), [None, None], Odd(), [Odd(), Odd()],
            {"W1": "x"}, {"W1": None, "b1": None}, (np.zeros((3, 2)), np.zeros(3)), [(np.zeros((2, 2)), np.zeros((3, 2)))],
            (({}, {}), ({}, {})), np.array([object()]), [np.ma.masked_array([1.0], [True])], 1j, iter([1, 2]),
            [(np.full((4, 3), np.nan), np.full((4, 4), np.inf))] * 3]


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("number", range(len(ANYTHING)))
def test_anything_else_meets_a_message(name, number, capsys):
    def answer(*args, **more):
        return ANYTHING[number]
    found = verdict(name, answer)
    assert not found.passed and found.hint
    assert visible(name, answer, capsys)


@pytest.mark.parametrize("name", EXERCISES)
def test_an_unwritten_answer_is_called_unwritten(name, capsys):
    def answer(*args, **more):
        raise NotImplementedError()
    assert verdict(name, answer).mistake == "not written"
    assert "not written yet" in visible(name, answer, capsys)


def test_a_wrong_earlier_answer_is_counted_once(capsys):
    """With a wrong minibatches in the notebook, train is judged with the right one."""
    space = dict(PIECES, minibatches=lambda X, Y, size, rng: [(X[:1], Y[:1])])
    exec("def train(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):\n"
         "    for _ in range(epochs):\n"
         "        for a, b in minibatches(X, Y, batch_size, rng):\n"
         "            grads = backward_deep(forward_deep(a, params, activations), b, params, activations)\n"
         "            params = gradient_step(params, grads, lr)\n"
         "        if after_epoch:\n"
         "            after_epoch(params)\n"
         "    return params\n", space)
    assert verdict("train", space["train"]).passed
    check("train", space["train"], needs={"minibatches": space["minibatches"]}, **PIECES)
    assert "not judged: it needs minibatches first" in capsys.readouterr().out


def test_the_check_of_train_asks_for_after_epoch():
    def silent(params, *args, after_epoch=None):
        return R["train"](params, *args[:-1])

    def early(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
        return R["train"](params, X, Y, activations, epochs, batch_size, lr, rng, lambda _: after_epoch and after_epoch(params))
    for answer in (silent, early):
        with pytest.raises(CheckFailed, match="after_epoch"):
            check("train", answer, **PIECES)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_has_a_check(name):
    assert find(name).arguments[:1] == load(name).arguments[:1]
