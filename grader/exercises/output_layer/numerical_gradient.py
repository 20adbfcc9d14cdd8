"""numerical_gradient: a gradient measured by two small steps for each entry."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .wrong_steps import (a_number_for_each_row, copies_made_once, each, left_moved, one_number_in, others_zero,
                          relative_step, steps_from_zero, whole_columns, whole_number_steps, whole_rows, writes)


def reference(f, x, eps=1e-5):
    """∂f/∂x[i] ≈ (f(x + ε e_i) - f(x - ε e_i)) / 2ε, with e_i one in entry i and zero elsewhere

    f: array -> number. x: any shape, floats or integers. eps: ε, the size of a step. Returns the shape of x.
    """
    return each(f, x, eps, lambda up, down, here: (up - down) / (2 * eps))


def inputs(rng):
    yield _smooth(rng, (4,)), rng.normal(size=4)                    # the default eps: a wrong denominator or sign shows
    yield _smooth(rng, (5,)), rng.normal(size=5), 1e-3              # a longer step, f bent: one-sided quotients show
    yield _smooth(rng, (3, 2)), rng.normal(size=(3, 2)), 1e-3       # two axes: rows moved as one, flat results show
    yield _quadratic(rng, (3,)), np.array([2, 0, -1]), 0.01         # whole numbers, a zero: truncated steps, steps
                                                                    # that scale with x show
    yield _quadratic(rng, (2, 4)), rng.integers(-3, 4, size=(2, 4)), 0.25   # both; a long step shows an x left moved
    yield _quadratic(rng, (5,), offset=1e10), rng.normal(size=5), 2         # a large constant in f drowns a short step:
                                                                    # whoever ignores eps measures rounding errors
    yield _smooth(rng, (1,)), rng.normal(size=1), 1e-3              # one entry


def _smooth(rng, shape):
    """A bent function whose entries work on each other."""
    w, v = rng.uniform(0.5, 1.5, size=shape), rng.uniform(-1.5, 1.5, size=shape)
    return lambda x: float(np.sum(np.sin(w * x)) + 0.5 * np.sum(v * np.asarray(x, dtype=float)) ** 2)


def _quadratic(rng, shape, offset=0.0):
    """A function on which central differences are exact for every eps, up to rounding."""
    w, v = rng.uniform(0.5, 1.5, size=shape), rng.uniform(-1.5, 1.5, size=shape)
    return lambda x: offset + np.sum(w * np.square(x)) + np.sum(v * np.asarray(x, dtype=float)) ** 2


def _only(place):
    def formula(f, x, eps=1e-5):
        right = reference(f, x, eps)
        result = np.zeros_like(right)
        result[place] = right[place]
        return result
    return formula


def _fixed(step):
    return lambda f, x, eps=1e-5: reference(f, x, step)


MISTAKES = [
    Mistake("forward difference", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up - here) / eps),
            "Only the step forward is measured, against f(x) itself. Where f is bent that is far less accurate: step "
            "to both sides."),
    Mistake("backward difference", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (here - down) / eps),
            "Only the step back is measured, against f(x) itself. Where f is bent that is far less accurate: step to "
            "both sides."),
    Mistake("distance ε", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up - down) / eps),
            "Twice too large: how far apart are the two points at which f is taken?"),
    Mistake("one step, distance 2ε",
            lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up - here) / (2 * eps)),
            "Half of what it should be: f is taken one step from x and at x, but divided by the length of two steps."),
    Mistake("one step back, distance 2ε",
            lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (here - down) / (2 * eps)),
            "Half of what it should be: f is taken one step from x and at x, but divided by the length of two steps."),
    Mistake("not divided", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: up - down),
            "This is the change of f, not the change per unit of x: what should it be divided by?"),
    Mistake("one-sided and not divided", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: up - here),
            "This is the change of f over one step, not the change per unit of x: what should it be divided by?"),
    Mistake("divided by 2 only", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up - down) / 2),
            "The change of f is divided by 2 and not by the length of the way."),
    Mistake("/ 2 * eps", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up - down) / 2 * eps),
            "Python reads a / 2 * b as (a / 2) * b: the denominator needs parentheses.", SLIP),
    Mistake("minus without parentheses",
            lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: up - down / (2 * eps)),
            "Python divides before it subtracts: the numerator needs parentheses.", SLIP),
    Mistake("wrong sign", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (down - up) / (2 * eps)),
            "The sign is turned: a gradient is positive where f grows as x grows.", SLIP),
    Mistake("added", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up + down) / (2 * eps)),
            "The two values of f are added: a slope is a difference."),
    Mistake("absolute value",
            lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: abs(up - down) / (2 * eps)),
            "The sign is lost: a gradient says which way f grows."),
    Mistake("second derivative",
            lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up - 2 * here + down) / eps ** 2),
            "This is the second derivative, how the slope changes; the slope itself is asked for."),
    Mistake("relative change of f",
            lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up - down) / (2 * eps * here)),
            "The change is taken relative to f(x): the slope is the change itself, per unit of x."),
    Mistake("all entries at once, one number", lambda f, x, eps=1e-5: (f(x + eps) - f(x - eps)) / (2 * eps),
            "This is one number, as when all entries of x move at once or their slopes are added up: the gradient has an "
            "entry for each entry of x."),
    Mistake("all entries at once", lambda f, x, eps=1e-5: np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps)),
            "All entries of x move at once. Move one at a time and leave the others where they are."),
    Mistake("whole rows at once", whole_rows,
            "For an x with two axes x[i] is a whole row, which moves as one: every single entry needs its own step."),
    Mistake("f of one entry", one_number_in,
            "f is given one entry of x: it needs the whole array, with that entry moved."),
    Mistake("left moved", left_moved,
            "An entry is not put back before the next one moves: all others must stand at x."),
    Mistake("copies made once", copies_made_once,
            "The copies are made once, before the loop: entries that were moved earlier stay moved. All others must "
            "stand at x."),
    Mistake("a number for each row", a_number_for_each_row,
            "For an x with two axes x[i] is a whole row: every single entry needs its own step, and its own place."),
    Mistake("all zeros", lambda f, x, eps=1e-5: np.zeros(x.shape),
            "Every entry is 0. Is the result stored in the array that is returned? And are the two points two arrays, "
            "or two names for one? (a = x makes no copy.)", SLIP),
    Mistake("x itself is moved and not put back", writes,
            "The steps are taken in x itself, and it is not put back: the caller still needs x. Work on a copy.", SLIP),
    Mistake("steps cut to whole numbers", whole_number_steps,
            "Where x holds whole numbers, a small step into it is cut off: a copy of x as floats can hold it.", SLIP),
    Mistake("steps and result cut to whole numbers",
            lambda f, x, eps=1e-5: whole_number_steps(f, x, eps).astype(np.asarray(x).dtype),
            "Where x holds whole numbers, a small step into it is cut off, and so is the result: zeros_like(x) takes "
            "over x's type.", SLIP),
    Mistake("steps from 0", steps_from_zero,
            "The moved entry is set to eps and to minus eps: the steps should start from where x stands."),
    Mistake("others set to 0", others_zero,
            "While one entry moves, the others are 0: they should stand where x has them."),
    Mistake("first slope as a number", lambda f, x, eps=1e-5: reference(f, x, eps).ravel()[0],
            "This is the slope of the first entry alone: does the loop return too early?", SLIP),
    Mistake("last slope as a number", lambda f, x, eps=1e-5: reference(f, x, eps).ravel()[-1],
            "This is the slope of the last entry alone: where is each one stored?", SLIP),
    Mistake("summed over the first axis", lambda f, x, eps=1e-5: reference(f, x, eps).sum(axis=0),
            "Slopes are added up: each entry's slope stands for itself."),
    Mistake("length of the gradient", lambda f, x, eps=1e-5: np.linalg.norm(reference(f, x, eps)),
            "This is one number, the gradient's length: each entry of x has its own slope."),
    Mistake("sizes of both steps",
            lambda f, x, eps=1e-5: each(
                f, x, eps, lambda up, down, here: (abs(up - here) + abs(here - down)) / (2 * eps)),
            "The sign is lost: a gradient says which way f grows."),
    Mistake("ratio", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: up / down),
            "The two values of f are divided by each other: a slope is made of their difference."),
    Mistake("divided by 2 + eps",
            lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (up - down) / (2 + eps)),
            "The change of f is divided by 2 + eps: how far apart are the two points?", SLIP),
    Mistake("result cut to whole numbers",
            lambda f, x, eps=1e-5: reference(f, x, eps).astype(np.asarray(x).dtype),
            "Where x holds whole numbers, the result is cut to whole numbers too: zeros_like(x) takes over x's type.",
            SLIP),
    Mistake("step relative to x", relative_step,
            "Each slope comes out multiplied by its x, and is 0 where x is 0: does the step grow with x? Every entry "
            "moves by the same eps."),
    Mistake("whole columns at once", whole_columns,
            "A whole column moves as one: every single entry needs its own step."),
    Mistake("f after the step", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: up),
            "These are values of f after a step, not yet a slope: what did f change by, and over which distance?"),
    Mistake("f after the step, over the distance",
            lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: up / eps),
            "A value of f is divided by the distance: the slope is made of the change of f."),
    Mistake("one-sided, wrong sign", lambda f, x, eps=1e-5: each(f, x, eps, lambda up, down, here: (here - up) / eps),
            "Two things: the difference is turned round, and only one side is measured."),
    Mistake("all entries in x's place", lambda f, x, eps=1e-5: x * 1.0,
            "This is x itself: no slope has been measured."),
    Mistake("flattened", lambda f, x, eps=1e-5: reference(f, x, eps).ravel(),
            "The numbers are right and stand in one row: the gradient has the shape of x.", SLIP),
    Mistake("first entry only", _only(0), "Only the first entry or row is measured: where does the loop return?", SLIP),
    Mistake("last entry only", _only(-1), "Only the last entry or row is kept: where is the result stored?", SLIP),
    Mistake("averaged over the entries", lambda f, x, eps=1e-5: reference(f, x, eps) / np.size(x),
            "Divided by the number of entries: each entry's slope stands for itself."),
    Mistake("halved again", lambda f, x, eps=1e-5: reference(f, x, eps) / 2,
            "Half of what it should be: is the 2 counted twice?", SLIP),
] + [
    Mistake("eps ignored", _fixed(step),
            "eps is ignored: the caller chooses the step. A function with a large constant in it needs a longer one.",
            SLIP)
    for step in (1e-5, 1e-4, 1e-6, 1e-3, 1e-7, 1e-8, 1e-2, 1e-10, 1e-12)
] + [
    Mistake("eps ignored, one side only",
            lambda f, x, eps=1e-5, step=step: each(f, x, step, lambda up, down, here: (up - here) / step),
            "Two things: eps is ignored, and only the step forward is measured.", SLIP)
    for step in (1e-5, 1e-6, 1e-4, 1e-3)
]


def scales(f, x, eps=1e-5):
    return {"eps": eps, "2 eps": 2 * eps, "x.size": np.size(x), "len(x)": len(x)}


def related(f, x, eps=1e-5):
    return {"x": x, "f(x)": f(x), "f(x) in every entry": np.full(np.shape(x), f(x)),
            "the direction of the gradient (its length divided away)": _unit(reference(f, x, eps))}


def _unit(gradient):
    return gradient / np.linalg.norm(gradient)
