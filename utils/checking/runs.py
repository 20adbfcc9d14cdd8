"""Every order in which a training run may visit its samples, and what each would lead to.

A shuffle is chance, and learners draw from rng in many right ways; so no single result of a run is the right one. On a
handful of samples all orders can be tried: a right run ends where one of them ends, and which one it was shows whether
anything was shuffled. A plan is a list of epochs, an epoch a list of batches, a batch a pair (X, Y).
"""

import functools
import itertools
import pickle
from typing import Any, NamedTuple

import numpy as np

from .compare import close, compare
from .shuffled import APART, LOST, Finding, draw_layers, draw_samples
from .structure import relate
from .values import numbers
from .witness import Witness

UNSHUFFLED = Finding("not shuffled", "Every epoch goes through the samples in the order in which they stand: "
                                     "nothing is shuffled.")
SAME = Finding("same order in every epoch", "Every epoch goes through the batches of the first one again: "
                                            "a new order is due at the beginning of each epoch.")
FIXED = Finding("rng not used", "Other random numbers give the same run: hand rng on to whatever shuffles.")
ELSEWHERE = Finding("random numbers from elsewhere",
                    "Called twice with the same rng state, it ends elsewhere: all chance should come from rng.")


REPLACED = Finding("drawn with replacement",
                   "Some samples come twice in an epoch and others never: every sample has its turn once.")
SILENT = Finding("after_epoch never called", "The run is right, but after_epoch, where it is not None, is never called.")
EVERY_BATCH = Finding("after_epoch called for every batch",
                      "The run is right, but after_epoch is called after every batch: once an epoch, at its end, is asked for.")
ONLY_ONCE = Finding("after_epoch called once in all",
                    "The run is right, but after_epoch is called once in all: each epoch has an end of its own.")
MISCOUNTED = Finding("after_epoch called too often or too seldom",
                     "The run is right, but after_epoch is not called once for each epoch.")
NO_PARAMS = Finding("after_epoch handed something else",
                    "The run is right, but after_epoch is not handed the parameters, all of them and nothing else.")
FIRST = Finding("after_epoch handed the first parameters",
                "The run is right, but after_epoch is handed the parameters that training began with, every time.")
EARLY = Finding("after_epoch called before its epoch",
                "The run is right, but after_epoch is called before the batches of its epoch, not after them.")
OLD = Finding("after_epoch handed old parameters",
              "The run is right, but what after_epoch is handed is not what the parameters are at the end of its epoch.")


class Run(NamedTuple):
    """The arguments of train, in their order."""

    params: dict
    X: Any
    Y: Any
    activations: list
    epochs: int
    batch_size: int
    lr: float
    rng: Any
    after_epoch: Any
    momentum = 0.0


class MomentumRun(NamedTuple):
    """The arguments of train_momentum, in their order."""

    params: dict
    X: Any
    Y: Any
    activations: list
    epochs: int
    batch_size: int
    lr: float
    momentum: float
    rng: Any
    after_epoch: Any


def every(X, Y, batch_size, epochs):
    """Every plan, the unshuffled one first. Grows fast: meant for up to 5 samples."""
    X, Y = np.asarray(X), np.asarray(Y)
    epoch = [[(X[list(batch)], Y[list(batch)]) for batch in batches]
             for batches in _deals(tuple(range(len(X))), batch_size)]
    return [list(plan) for plan in itertools.product(epoch, repeat=epochs)]


def _deals(samples, size):
    """Every way to deal the samples into batches of that size; what is left may come at any place. The order within a
    batch does not matter."""
    if len(samples) <= size:
        return [[samples]]
    return [[first, *rest] for count in (size, len(samples) % size) if count for first in itertools.combinations(samples, count)
            for rest in _deals(tuple(s for s in samples if s not in first), size)]


def cases(rng):
    """Small runs; few enough samples that every order can be tried where there are several batches."""
    params = draw_layers(rng, [3, 4, 2])
    yield Run(params, *draw_samples(rng, 5, 3, 2), ["tanh"], 1, 5, 0.5, _generator(rng), None)   # one step, all in one batch
    params = draw_layers(rng, [2, 3, 4])
    yield Run(params, *draw_samples(rng, 3, 2, 4), ["sigmoid"], 1, 4, 0.8, _generator(rng), Witness())   # of other sizes
    params = draw_layers(rng, [2, 4, 3, 2])
    yield Run(params, *draw_samples(rng, 4, 2, 2), ["relu", "sigmoid"], 3, 9, 0.6, _generator(rng), None)  # three steps; N = 4
    params = draw_layers(rng, [2, 3, 3])
    X, Y = draw_samples(rng, 4, 2, 3)
    seeds = [int(seed) for seed in rng.integers(2**31, size=4)]
    for seed in (*seeds, seeds[0]):                           # two batches, two epochs: what is lost, kept, reused
        yield Run(params, 2 * X, Y, ["tanh"], 2, 2, 1.5, np.random.default_rng(seed), Witness())
    params = draw_layers(rng, [2, 3, 2])
    X = np.array([[2, -1], [0, 1], [-3, 1]])                  # whole numbers; a short last batch
    yield Run(params, X, np.eye(2)[[0, 1, 1]], ["sigmoid"], 2, 2, 1.5, _generator(rng), Witness())
    params = draw_layers(rng, [3, 2, 4])
    X, Y = draw_samples(rng, 5, 3, 4)
    yield Run(params, 2 * X, Y, ["tanh"], 1, 4, 1.5, _generator(rng), None)    # a last batch of one sample
    params = draw_layers(rng, [2, 3, 2])
    X, Y = draw_samples(rng, 3, 2, 2)
    yield Run(params, 2 * X, Y, ["sigmoid"], 1, 1, 1.5, _generator(rng), Witness())  # three batches: the last is not the second


def momentum_cases(rng):
    """The same with a momentum, of two values: a fixed one shows."""
    for number, run in enumerate(cases(rng)):
        yield MomentumRun(*run[:7], 0.5 if number == 2 else 0.8, *run[7:])


def _generator(rng):
    """A fresh generator of its own."""
    return np.random.default_rng(int(rng.integers(2**31)))


def flat(params, like):
    """All numbers of params in one vector, in the order of like; None where a key or a shape is not as in like."""
    if not isinstance(params, dict):
        return None
    arrays = [numbers(params.get(name))[0] for name in like]
    if any(array is None or array.shape != np.shape(value) for array, value in zip(arrays, like.values())):
        return None
    return np.concatenate([array.ravel() for array in arrays])


def ends(rule, args):
    """Where the rule leads for every plan: (plans, numbers of params). args: a case of train or train_momentum."""
    kept = pickle.dumps((args.params, args.X, args.Y, args.activations, args.epochs, args.batch_size, args.lr,
                         args.momentum))
    return _ends(rule, kept)


@functools.lru_cache(maxsize=2048)
def _ends(rule, kept):
    params, X, Y, activations, epochs, batch_size, lr, momentum = pickle.loads(kept)
    with np.errstate(all="ignore"):
        plans = every(X, Y, batch_size, epochs + getattr(rule, "further_epochs", 0))
        return np.array([flat(rule(params, dealt(rule, plan, batch_size), activations, lr, momentum), params) for plan in plans])


def dealt(rule, plan, batch_size):
    """The plan as the rule goes along it: some know whole batches only."""
    whole_only = getattr(rule, "whole_batches", False)
    return [[batch for batch in epoch if len(batch[0]) == batch_size] for epoch in plan] if whole_only else plan


def judge(right, wrong, cases, values):
    """A Finding about the runs, or None where each ends where right ends for some plan, and chance is used well.

    right: the rule (params, plan, activations, lr, momentum) -> params. wrong: [(Finding, rule)], tried in order.
    cases: argument tuples read by name. values: what the learner's function returned for them.
    """
    for args, value in zip(cases, values):
        if flat(value, args.params) is None:
            return _misshapen(value, args.params)
    vectors = [flat(value, args.params) for args, value in zip(cases, values)]
    found = [_matches(right, args, vector) for args, vector in zip(cases, vectors)]
    if all(len(plans) for plans in found):
        return _complaint_of_chance(cases, vectors, found)
    for complaint, rule in wrong:
        if all(len(_matches(rule, args, vector)) for args, vector in zip(cases, vectors)):
            return complaint
    return _symptom(right, cases, vectors, found)


def _matches(rule, args, vector):
    """Numbers of the plans by which the rule leads to vector."""
    return np.flatnonzero(np.all(close(vector, ends(rule, args)), axis=1))


def _misshapen(value, params):
    if isinstance(value, (list, tuple)) and value and flat(value[0], params) is not None:
        return Finding("more than the parameters", f"A {type(value).__name__} of {len(value)} comes back: the parameters alone are "
                                                   "asked for.")
    symptom = compare(value, {name: np.zeros(np.shape(array)) for name, array in params.items()})
    return Finding(None, f"A dictionary with the keys and shapes of params is expected: {symptom.words}.")


def _complaint_of_chance(cases, vectors, found):
    """What is wrong with the orders taken together. With three draws of the cases above, a right run is called
    unshuffled, repeated or fixed with a probability below 1e-10: it would have to deal alike some ten times."""
    several = [(args, _epochs(args, plans[0])) for args, plans in zip(cases, found) if args.batch_size < len(args.X)]
    if all(set(epochs) == {0} for _, epochs in several):
        return UNSHUFFLED
    if all(len(set(epochs)) == 1 for _, epochs in several if len(epochs) > 1):
        return SAME
    alike = [list(group) for _, group in itertools.groupby(range(len(cases)), key=lambda i: id(cases[i].params))]
    alike = [[vectors[i] for i in group] for group in alike if len(group) > 1]     # the same run with other states of rng
    if any(not np.all(close(first, last)) for first, *_, last in alike):           # the last has the first one's
        return ELSEWHERE
    if all(np.all(close(first, other)) for first, *others in alike for other in others):
        return FIXED
    return None


def _epochs(args, plan):
    """The number of the deal in each epoch of a plan; 0 is the order in which the samples stand."""
    deals = len(_deals(tuple(range(len(args.X))), args.batch_size))
    return [plan // deals**back % deals for back in range(args.epochs - 1, -1, -1)]


def untold(cases, values, heard):
    """A Finding about what after_epoch was told in right runs, or None. heard: what each run's witness was handed."""
    told = [(args, flat(value, args.params), [flat(params, args.params) for params in said[0]])
            for args, value, said in zip(cases, values, heard) if args.after_epoch]
    counts = [(len(said), args.epochs, args.epochs * -(-len(args.X) // args.batch_size)) for args, _, said in told]
    if not any(count for count, _, _ in counts):
        return SILENT
    if all(count == batches for count, _, batches in counts) and any(batches > epochs for _, epochs, batches in counts):
        return EVERY_BATCH
    if all(count == 1 for count, _, _ in counts):
        return ONLY_ONCE
    if any(count != epochs for count, epochs, _ in counts):
        return MISCOUNTED
    if any(params is None for _, _, said in told for params in said):
        return NO_PARAMS
    if all(np.all(close(said[-1], end)) for _, end, said in told):
        return None
    early = [np.all(close(said[0], flat(args.params, args.params))) for args, _, said in told]
    return FIRST if all(early) and all(np.all(close(said[0], last)) for _, _, said in told for last in said) \
        else EARLY if all(early) else OLD


def _symptom(right, cases, vectors, found):
    whole = [(args, vector, plans) for args, vector, plans in zip(cases, vectors, found) if args.batch_size >= len(args.X)]
    if all(len(plans) for _, _, plans in whole):
        return Finding(None, "Right where one batch holds all samples; with several batches it ends where no order of the "
                             "samples leads. Write down on paper which parameters each step begins with.")
    single = [(args, vector) for args, vector, _ in whole if args.epochs == 1]
    if all(len(plans) for args, _, plans in whole if args.epochs == 1):
        return Finding(None, "The first epoch is right where one batch holds all samples; what the second begins with is "
                             "not.")
    return _about_the_step(right, single) or _about_the_samples(right, single) or Finding(
        None, "Not even one step with all samples in one batch ends where it should.")


def _about_the_step(right, single):
    moved = [vector - flat(args.params, args.params) for args, vector in single]
    due = [ends(right, args)[0] - flat(args.params, args.params) for args, _ in single]
    if not any(np.any(step) for step in moved):
        return Finding(None, "Where one batch holds all samples, the parameters come back as they went in.")
    if _along_alone(single, moved, due):
        return Finding("learning rate not used", "The steps go the right way, and are as long whatever lr is: use the one "
                                                 "that is handed in.")
    relation = relate(moved, due, [{"N": len(args.X)} for args, _ in single])
    if relation:
        return Finding(f"step: {relation.name}", f"About the step from old to new parameters: {relation.words}")
    for letter, these, others in (("W", "weights", "biases"), ("b", "biases", "weights")):
        masks = [np.concatenate([np.full(np.size(value), name[0] == letter) for name, value in args.params.items()])
                 for args, _ in single]
        if all(np.all(close(got[mask], to[mask])) for got, to, mask in zip(moved, due, masks)):
            return Finding(f"{others} wrong", f"The {these} move as they should, the {others} do not.")
    return None


def _along_alone(single, moved, due):
    """Whether each step is the right one for one and the same learning rate, which is not the one handed in."""
    rates = [(step @ to) / (to @ to) * args.lr for (args, _), step, to in zip(single, moved, due)]
    return len({args.lr for args, _ in single}) > 1 and np.ptp(rates) < 1e-6 * abs(rates[0]) and all(
        np.all(close(step * args.lr, rate * to)) for (args, _), step, to, rate in zip(single, moved, due, rates))


def _about_the_samples(right, single):
    """Whether one step on other samples than X with Y explains what came out."""
    for finding, others in ((APART, _relabelled), (REPLACED, _redrawn), (LOST, _fewer)):
        if all(any(np.all(close(vector, flat(right(args.params, [[batch]], args.activations, args.lr, args.momentum),
                                              args.params))) for batch in others(np.asarray(args.X), np.asarray(args.Y)))
               for args, vector in single):
            return finding
    return None


def _relabelled(X, Y):
    return ((X, Y[list(order)]) for order in itertools.permutations(range(len(X))))


def _redrawn(X, Y):
    return ((X[list(rows)], Y[list(rows)]) for rows in itertools.combinations_with_replacement(range(len(X)), len(X)))


def _fewer(X, Y):
    return ((X[list(rows)], Y[list(rows)]) for size in range(1, len(X)) for rows in itertools.combinations(range(len(X)), size))
