"""Lesson 6: what a right split, a right shuffle and a right step keep; runs are replayed with the notebook's own pieces."""

import numpy as np

from utils.checking import batches, runs, splits
from utils.checking.compare import close, compare
from utils.checking.shuffled import draw_layers
from utils.checking.spoiled import SPOILED, Machine, along
from utils.checking.spoiled_velocity import SPOILED_VELOCITY
from utils.checking.values import numbers
from utils.checking.visible import Check

SHARES = (0.75, 0.6, 0.0, 0.5, 0.0, 1.0)   # of the cases below, which are made so that these are right


def _words(finding):
    return finding.words if finding else None


def _accuracy_cases(rng):
    yield (np.array([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6], [0.4, 0.35, 0.25]]),
           np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0]]))
    for N, C, right in ((5, 4, 3), (3, 2, 0), (6, 6, 3)):
        P = rng.dirichlet(np.ones(C), size=N)
        guess = np.argmax(P, axis=1)
        yield P, np.eye(C)[np.where(np.arange(N) < right, guess, (guess + 1) % C)]
    yield np.array([[0.2, 0.8]]), np.array([[1, 0]])
    yield np.array([[0.3, 0.3, 0.4], [0.4, 0.3, 0.3]]), np.array([[0, 0, 1], [1, 0, 0]])


def _accuracy_findings(cases, values):
    for (P, Y), value, share in zip(cases, values, SHARES):
        symptom = compare(value, share)
        if symptom and symptom.kind != "entries":
            return symptom.words + "."
        got = None if not symptom else float(numbers(value)[0])
        if symptom:
            hits = round(share * len(P))
            near = {100 * share: " That is the share in percent.", float(hits): " That is the number of hits.",
                    1 - share: " That is the share of misses."}
            words = next((word for size, word in near.items() if abs(got - size) < 1e-9), "")
            table = "; ".join(f"p {np.array2string(p, precision=2)} y {np.array2string(np.asarray(y, dtype=int))}"
                              for p, y in zip(P, Y))
            return (f"In {hits} of these {len(P)} samples the largest p belongs to the true class; your share is "
                    f"{got:.4g}.{words} ({table})")
    return None


def _momentum_cases(rng):
    yield ({"W1": np.array([[1.0]]), "b1": np.array([0.5])}, {"W1": np.array([[2.0]]), "b1": np.array([1.0])},
           {"W1": np.array([[4.0]]), "b1": np.array([-2.0])}, 0.1, 0.5)
    for sizes, lr, momentum in (([3, 2], 0.2, 0.9), ([2, 4, 3], 0.5, 0.25)):
        params, grads, velocity = (draw_layers(rng, sizes) for _ in range(3))
        yield params, grads, velocity, lr, momentum
    params, grads = draw_layers(rng, [2, 3]), draw_layers(rng, [2, 3])
    yield params, grads, {name: np.zeros(value.shape) for name, value in params.items()}, 0.3, 0.9
    yield {"b1": np.array([3, -2])}, {"b1": np.array([0.5, 0.25])}, {"b1": np.array([1, 0])}, 0.5, 0.5


def _momentum_complaint(value, params, grads, velocity, lr, momentum):
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return "Two dictionaries are expected, the new parameters and the new velocity."
    zeros = {name: np.zeros(np.shape(array)) for name, array in params.items()}
    for which, found in zip(("params", "velocity"), value):
        symptom = compare(found, zeros)
        if symptom and symptom.kind != "entries":
            return f"New {which}: {symptom.words}."
    for name in params:
        new, speed = (np.asarray(numbers(found[name])[0]) for found in value)
        rest = speed - momentum * np.asarray(velocity[name])       # what the old velocity does not account for
        if not np.all(close(rest, grads[name])):
            at = tuple(int(i) for i in np.argwhere(~close(rest, grads[name]))[0])
            return (f'velocity["{name}"] at {list(at)}: take μ times the old velocity away from yours, and the gradient '
                    f"{grads[name][at]:.4g} should be left; {rest[at]:.4g} is left.")
        step = (np.asarray(params[name]) - new) / lr
        if not np.all(close(step, speed)):
            at = tuple(int(i) for i in np.argwhere(~close(step, speed))[0])
            return (f'params["{name}"] at {list(at)}: the way from the new to the old value, divided by lr, should be the '
                    f"new velocity {speed[at]:.4g}; it is {step[at]:.4g}.")
    return None


def _run_findings(cases, values, forward_deep, backward_deep, gradient_step):
    return _findings(*_plain_rules(forward_deep, backward_deep, gradient_step), cases, values)


def _momentum_run_findings(cases, values, forward_deep, backward_deep, momentum_step):
    return _findings(*_momentum_rules(forward_deep, backward_deep, momentum_step), cases, values)


def _plain_rules(forward_deep, backward_deep, gradient_step):
    return _rules(SPOILED, Machine(
        begin=lambda params: (params,), gradient=_gradient(forward_deep, backward_deep),
        apply=lambda state, grads, lr, momentum: (gradient_step(state[0], grads, lr),)))


def _momentum_rules(forward_deep, backward_deep, momentum_step):
    return _rules(SPOILED_VELOCITY + SPOILED, Machine(
        begin=lambda params: (params, {name: np.zeros(np.shape(value)) for name, value in params.items()}),
        gradient=_gradient(forward_deep, backward_deep),
        apply=lambda state, grads, lr, momentum: momentum_step(state[0], grads, state[1], lr, momentum)))


def _gradient(forward_deep, backward_deep):
    def gradient(params, batch, names):
        return backward_deep(forward_deep(batch[0], params, names), batch[1], params, names)
    return gradient


def _rules(spoiled, machine):
    """The run that the notebook's own pieces give when they are put together, and the named ones that go wrong."""
    return along(machine), [(each.finding, each.build(machine)) for each in spoiled]


def _findings(rule, wrong, cases, values):
    return _words(runs.judge(rule, wrong, cases, values))


def _hearings(*told):
    return _words(runs.untold(*told))


CHECKS = {
    "split_data": Check(("X", "Y", "n_held", "rng"), splits.cases,
                        verify=lambda cases, values: _words(splits.verify(cases, values))),
    "accuracy": Check(("P", "Y"), _accuracy_cases, verify=_accuracy_findings),
    "minibatches": Check(("X", "Y", "batch_size", "rng"), batches.cases,
                         verify=lambda cases, values: _words(batches.verify(cases, values))),
    "momentum_step": Check(("params", "grads", "velocity", "lr", "momentum"), _momentum_cases,
                           complaint=_momentum_complaint),
    "train": Check(runs.Run._fields, runs.cases, verify=_run_findings, hears=_hearings),
    "train_momentum": Check(runs.MomentumRun._fields, runs.momentum_cases, verify=_momentum_run_findings, hears=_hearings),
}
