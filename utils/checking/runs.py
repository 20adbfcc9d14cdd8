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

UNSHUFFLED = Finding("not shuffled", "Every epoch goes through the samples in the order in which they stand: "
                                     "nothing is shuffled.")
SAME = Finding("same order in every epoch", "Every epoch goes through the batches of the first one again: "
                                            "a new order is due at the beginning of each epoch.")
FIXED = Finding("rng not used", "Other random numbers give the same run: hand rng on to whatever shuffles.")
ELSEWHERE = Finding("random numbers from elsewhere",
                    "Called twice with the same rng state, it ends elsewhere: all chance should come from rng.")


REPLACED = Finding("drawn with replacement",
                   "Some samples come twice in an epoch and others never: every sample has its turn once.")


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


def every(X, Y, batch_size, epochs):
    """Every plan, the unshuffled one first. Grows fast: meant for up to 5 samples."""
    X, Y = np.asarray(X), np.asarray(Y)
    epoch = [[(X[list(batch)], Y[list(batch)]) for batch in batches]
             for batches in _deals(tuple(range(len(X))), batch_size)]
    return [list(plan) for plan in itertools.product(epoch, repeat=epochs)]


def _deals(samples, size):
    """Every way to deal the samples into batches of that size; the order within a batch does not matter."""
    if len(samples) <= size:
        return [[samples]]
    return [[first, *rest] for first in itertools.combinations(samples, size)
            for rest in _deals(tuple(s for s in samples if s not in first), size)]


def arguments(rng):
    """Arguments of small runs; few enough samples that every order can be tried where there are several batches."""
    params = draw_layers(rng, [3, 4, 2])
    yield params, *draw_samples(rng, 5, 3, 2), ["tanh"], 1, 5, 0.5, _generator(rng)      # one step, all samples in one batch
    params = draw_layers(rng, [2, 3, 4])
    yield params, *draw_samples(rng, 3, 2, 4), ["sigmoid"], 1, 4, 0.8, _generator(rng)   # the same, of other sizes
    params = draw_layers(rng, [2, 4, 3, 2])
    yield params, *draw_samples(rng, 4, 2, 2), ["relu", "sigmoid"], 3, 9, 0.6, _generator(rng)   # three steps; N = 4, not 5
    params = draw_layers(rng, [2, 3, 3])
    X, Y = draw_samples(rng, 4, 2, 3)
    seeds = [int(seed) for seed in rng.integers(2**31, size=4)]
    for seed in (*seeds, seeds[0]):                           # two batches, two epochs: what is lost, kept, reused
        yield params, 2 * X, Y, ["tanh"], 2, 2, 1.5, np.random.default_rng(seed)
    params = draw_layers(rng, [2, 3, 2])
    X = np.array([[2, -1], [0, 1], [-3, 1]])                  # whole numbers; a short last batch
    yield params, X, np.eye(2)[[0, 1, 1]], ["sigmoid"], 2, 2, 1.5, _generator(rng)
    params = draw_layers(rng, [3, 2, 4])
    X, Y = draw_samples(rng, 5, 3, 4)
    yield params, 2 * X, Y, ["tanh"], 1, 4, 1.5, _generator(rng)    # a last batch of one sample
    params = draw_layers(rng, [2, 3, 2])
    X, Y = draw_samples(rng, 3, 2, 2)
    yield params, 2 * X, Y, ["sigmoid"], 1, 1, 1.5, _generator(rng)  # three batches: the last is not the second


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
        return np.array([flat(rule(params, plan, activations, lr, momentum), params)
                         for plan in every(X, Y, batch_size, epochs + getattr(rule, "further_epochs", 0))])


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
        return Finding("parameters do not move", "The parameters come back as they went in.")
    relation = relate(moved, due, [{"N": len(args.X)} for args, _ in single])
    if relation:
        return Finding(f"step: {relation.name}", f"About the step from old to new parameters: {relation.words}")
    for letter, these, others in (("W", "weights", "biases"), ("b", "biases", "weights")):
        masks = [np.concatenate([np.full(np.size(value), name[0] == letter) for name, value in args.params.items()])
                 for args, _ in single]
        if all(np.all(close(got[mask], to[mask])) for got, to, mask in zip(moved, due, masks)):
            return Finding(f"{others} wrong", f"The {these} move as they should, the {others} do not.")
    return None


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
