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

R = {name: load(name).reference for name in
     [*EXERCISES, "forward_deep", "backward_deep", "gradient_step"]}
forward_deep, backward_deep, gradient_step = R["forward_deep"], R["backward_deep"], R["gradient_step"]
minibatches, momentum_step = R["minibatches"], R["momentum_step"]
PIECES = {"forward_deep": forward_deep, "backward_deep": backward_deep, "gradient_step": gradient_step}
NEEDS = {"train": {"minibatches": minibatches},
         "train_momentum": {"minibatches": minibatches, "momentum_step": momentum_step}}


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
    for seed in range(5):
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


# --- right answers that look unusual ------------------------------------------------------------------------------

def split_by_mask(X, Y, n_held, rng):
    held = np.zeros(len(X), bool)
    held[rng.choice(len(X), size=n_held, replace=False)] = True
    print("held", held.sum())
    return [[X[~held].tolist(), Y[~held].tolist()], [X[held].tolist(), Y[held].tolist()]]


def split_by_sorting(X, Y, n_held, rng, verbose=False):
    order = np.argsort(rng.random(len(X)))
    return (np.float32(X[order[:-n_held]]), Y[order[:-n_held]]), (np.float32(X[order[-n_held:]]), Y[order[-n_held:]])


def split_by_loop(X, Y, n_held, rng):
    left, parts = list(range(len(X))), ([], [])
    for _ in range(n_held):
        parts[1].append(left.pop(int(rng.integers(len(left)))))
    parts[0].extend(left)
    return tuple((np.stack([X[i] for i in part]), np.stack([Y[i] for i in part])) for part in parts)


def batches_lazily(X, Y, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    for start in range(0, len(X), batch_size):
        yield X[order[start:start + batch_size]], Y[order[start:start + batch_size]]


def batches_stacked(X, Y, batch_size, rng):
    both = rng.permutation(np.hstack([X, Y]), axis=0)
    return tuple([part[:, :X.shape[1]], part[:, X.shape[1]:]]
                 for part in np.split(both, range(batch_size, len(X), batch_size)))


def batches_backwards(X, Y, batch_size, rng):
    order, out = list(rng.choice(len(X), len(X), replace=False)), []
    while order:
        rows = [order.pop() for _ in range(min(batch_size, len(order)))]
        out.append((np.float32(X)[rows], [Y[i] for i in rows]))
    return out


def accuracy_by_loop(P, Y):
    hits = 0
    for p, y in zip(P, Y):
        hits += list(p).index(max(p)) == list(y).index(max(y))
    return np.float32(hits / len(P))


def accuracy_of_labels(P, Y):
    return (P[Y == 1] == P.max(axis=1)).mean()


def accuracy_in_an_array(P, Y):
    return np.array(sum(np.argmax(P, 1) == np.argmax(Y, 1)) / P.shape[0])


def momentum_by_loop(params, grads, velocity, lr, momentum):
    new, speed = dict(params), {}
    for name, value in params.items():
        speed[name] = np.empty(value.shape)
        for i in np.ndindex(value.shape):
            speed[name][i] = grads[name][i] + momentum * velocity[name][i]
        new[name] = value - lr * speed[name]
    return [new, speed]


def momentum_in_other_words(params, grads, velocity, lr, momentum, nesterov=False):
    velocity = {k: v * momentum for k, v in velocity.items()}
    velocity = {k: np.add(v, grads[k]) for k, v in velocity.items()}
    return {k: np.float32(params[k] + -lr * velocity[k]) for k in reversed(velocity)}, velocity


def momentum_copied(params, grads, velocity, lr, momentum):
    params, velocity = ({k: np.array(v, float) for k, v in d.items()} for d in (params, velocity))
    for k in params:
        velocity[k] *= momentum
        velocity[k] += grads[k]
        params[k] -= lr * velocity[k]
    return params, velocity


def train_inline(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    params = {k: np.array(v, float) for k, v in params.items()}
    for _ in range(epochs):
        order = np.argsort(rng.random(len(X)))
        for s in range(0, len(X), batch_size):
            rows = order[s:s + batch_size]
            grads = backward_deep(forward_deep(X[rows], params, activations), Y[rows], params, activations)
            for k in params:
                params[k] -= lr * grads[k]
        if after_epoch:
            after_epoch(params)
    return params


def train_recursively(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    if epochs == 0:
        return params
    for batch in batches_lazily(X, Y, batch_size, rng):
        params = gradient_step(params, backward_deep(forward_deep(batch[0], params, activations), batch[1], params,
                                                     activations), lr)
    if after_epoch is not None:
        after_epoch(params)
    return train_recursively(params, X, Y, activations, epochs - 1, batch_size, lr, rng, after_epoch)


def train_planned_ahead(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    np.log(np.zeros(1))
    plan = [minibatches(X, Y, batch_size, rng) for _ in range(epochs)]
    for epoch in plan:
        for a, b in epoch:
            cache = forward_deep(a, params, activations)
            params = gradient_step(params, backward_deep(cache, b, params, activations), lr)
        after_epoch(params) if after_epoch else None
    return {k: np.float32(v) for k, v in params.items()}


def momentum_run_inline(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    params, v = {k: np.array(a, float) for k, a in params.items()}, dict.fromkeys(params, 0.0)
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for rows in np.split(order, range(batch_size, len(X), batch_size)):
            grads = backward_deep(forward_deep(X[rows], params, activations), Y[rows], params, activations)
            for k in params:
                v[k] = v[k] * momentum - lr * grads[k]      # another convention inside gives the same run
                params[k] += v[k]
        if after_epoch:
            after_epoch(dict(params))
    return params


def momentum_run_from_nothing(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    velocity = None
    for _ in range(epochs):
        for a, b in batches_backwards(X, Y, batch_size, rng):
            grads = backward_deep(forward_deep(a, params, activations), np.array(b), params, activations)
            velocity = velocity or {k: 0 * g for k, g in grads.items()}
            params, velocity = momentum_step(params, grads, velocity, lr, momentum)
        if after_epoch:
            after_epoch(params)
    return params


def momentum_run_by_heavy_ball(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    before = params
    for _ in range(epochs):
        for a, b in batches_lazily(X, Y, batch_size, rng):
            g = backward_deep(forward_deep(a, params, activations), b, params, activations)
            params, before = {k: params[k] - lr * g[k] + momentum * (params[k] - before[k]) for k in params}, params
        if after_epoch:
            after_epoch(params)
    return params


UNUSUAL = [("split_data", f) for f in (split_by_mask, split_by_sorting, split_by_loop)] \
    + [("minibatches", f) for f in (batches_lazily, batches_stacked, batches_backwards)] \
    + [("accuracy", f) for f in (accuracy_by_loop, accuracy_of_labels, accuracy_in_an_array)] \
    + [("momentum_step", f) for f in (momentum_by_loop, momentum_in_other_words, momentum_copied)] \
    + [("train", f) for f in (train_inline, train_recursively, train_planned_ahead)] \
    + [("train_momentum", f) for f in (momentum_run_inline, momentum_run_from_nothing, momentum_run_by_heavy_ball)]


@pytest.mark.parametrize("name, function", UNUSUAL, ids=lambda value: getattr(value, "__name__", value))
def test_an_unusual_right_answer_passes(name, function, capsys):
    for seed in range(3):
        assert verdict(name, function, (seed,)).passed
    assert visible(name, function, capsys) is None


@pytest.mark.parametrize("name", ["split_data", "minibatches", "train", "train_momentum"])
def test_a_right_answer_is_never_called_unlucky(name):
    """60 seeds with another way to shuffle: the false-alarm rate that the checks of chance claim is below 1e-5."""
    function = {"split_data": split_by_loop, "minibatches": batches_backwards, "train": train_inline,
                "train_momentum": momentum_run_inline}[name]
    assert all(verdict(name, function, (100, seed)).passed for seed in range(60 if name in ("split_data", "minibatches") else 8))


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
        return R["train"](params, X, Y, activations, epochs, batch_size, lr, rng, lambda _: after_epoch(params))
    for answer in (silent, early):
        with pytest.raises(CheckFailed, match="after_epoch"):
            check("train", answer, **PIECES)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_has_a_check(name):
    assert find(name).arguments[:1] == load(name).arguments[:1]
