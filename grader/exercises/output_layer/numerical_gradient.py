"""numerical_gradient: a gradient measured by two small steps for each entry."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(f, x, eps=1e-5):
    """∂f/∂x[i] ≈ (f(x + ε e_i) - f(x - ε e_i)) / 2ε, with e_i one in entry i and zero elsewhere

    f: array -> number. x: any shape, floats or integers. eps: ε, the size of a step. Returns the shape of x.
    """
    return _each(f, x, eps, lambda up, down, here: (up - down) / (2 * eps))


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


def _each(f, x, eps, quotient):
    """quotient(f(x + step), f(x - step), f(x)) for a step along each entry in turn."""
    x = np.array(x, dtype=float)
    result = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        result[i] = quotient(f(up), f(down), f(x))
    return result


def _left_moved(f, x, eps=1e-5):
    moved = np.array(x, dtype=float)
    result = np.zeros_like(moved)
    for i in np.ndindex(moved.shape):
        moved[i] += eps
        up = f(moved)
        moved[i] -= 2 * eps
        result[i] = (up - f(moved)) / (2 * eps)
    return result


def _writes(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        result[i] = (up - f(x)) / (2 * eps)
    return result


def _whole_number_steps(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


def _whole_rows(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    result = np.zeros_like(x)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


def _whole_columns(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    result = np.zeros_like(x)
    for j in range(x.shape[-1]):
        up, down = x.copy(), x.copy()
        up[..., j] += eps
        down[..., j] -= eps
        result[..., j] = (f(up) - f(down)) / (2 * eps)
    return result


def _a_number_for_each_row(f, x, eps=1e-5):
    return np.array([(f(x + step) - f(x - step)) / (2 * eps) for step in
                     (eps * (np.arange(len(x)) == i).reshape((-1,) + (1,) * (x.ndim - 1)) for i in range(len(x)))])


def _copies_made_once(f, x, eps=1e-5):
    up, down = np.array(x, dtype=float), np.array(x, dtype=float)
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up[i] += eps
        down[i] -= eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


def _one_number_in(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        result[i] = (f(x[i] + eps) - f(x[i] - eps)) / (2 * eps)
    return result


def _relative_step(f, x, eps=1e-5):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[i] *= 1 + eps
        down[i] *= 1 - eps
        result[i] = (f(up) - f(down)) / (2 * eps)
    return result


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
    Mistake("forward difference", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (up - here) / eps),
            "Only the step forward is measured, against f(x) itself. Where f is bent that is far less accurate: step "
            "to both sides."),
    Mistake("backward difference", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (here - down) / eps),
            "Only the step back is measured, against f(x) itself. Where f is bent that is far less accurate: step to "
            "both sides."),
    Mistake("distance ε", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (up - down) / eps),
            "Twice too large: how far apart are the two points at which f is taken?"),
    Mistake("one step, distance 2ε",
            lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (up - here) / (2 * eps)),
            "Half of what it should be: f is taken one step from x and at x, but divided by the length of two steps."),
    Mistake("one step back, distance 2ε",
            lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (here - down) / (2 * eps)),
            "Half of what it should be: f is taken one step from x and at x, but divided by the length of two steps."),
    Mistake("not divided", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: up - down),
            "This is the change of f, not the change per unit of x: what should it be divided by?"),
    Mistake("one-sided and not divided", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: up - here),
            "This is the change of f over one step, not the change per unit of x: what should it be divided by?"),
    Mistake("divided by 2 only", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (up - down) / 2),
            "The change of f is divided by 2 and not by the length of the way."),
    Mistake("/ 2 * eps", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (up - down) / 2 * eps),
            "Python reads a / 2 * b as (a / 2) * b: the denominator needs parentheses.", SLIP),
    Mistake("minus without parentheses",
            lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: up - down / (2 * eps)),
            "Python divides before it subtracts: the numerator needs parentheses.", SLIP),
    Mistake("wrong sign", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (down - up) / (2 * eps)),
            "The sign is turned: a gradient is positive where f grows as x grows.", SLIP),
    Mistake("added", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (up + down) / (2 * eps)),
            "The two values of f are added: a slope is a difference."),
    Mistake("absolute value",
            lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: abs(up - down) / (2 * eps)),
            "The sign is lost: a gradient says which way f grows."),
    Mistake("second derivative",
            lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (up - 2 * here + down) / eps ** 2),
            "This is the second derivative, how the slope changes; the slope itself is asked for."),
    Mistake("relative change of f",
            lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (up - down) / (2 * eps * here)),
            "The change is taken relative to f(x): the slope is the change itself, per unit of x."),
    Mistake("all entries at once, one number", lambda f, x, eps=1e-5: (f(x + eps) - f(x - eps)) / (2 * eps),
            "All entries of x move at once, so this is one number. Move one entry at a time: the gradient has an entry "
            "for each entry of x."),
    Mistake("all entries at once", lambda f, x, eps=1e-5: np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps)),
            "All entries of x move at once. Move one at a time and leave the others where they are."),
    Mistake("whole rows at once", _whole_rows,
            "For an x with two axes x[i] is a whole row, which moves as one: every single entry needs its own step."),
    Mistake("f of one entry", _one_number_in,
            "f is given one entry of x: it needs the whole array, with that entry moved."),
    Mistake("left moved", _left_moved,
            "An entry is not put back before the next one moves: all others must stand at x."),
    Mistake("copies made once", _copies_made_once,
            "The copies are made once, before the loop: entries that were moved earlier stay moved. All others must stand "
            "at x."),
    Mistake("a number for each row", _a_number_for_each_row,
            "For an x with two axes x[i] is a whole row: every single entry needs its own step, and its own place."),
    Mistake("all zeros", lambda f, x, eps=1e-5: np.zeros(x.shape),
            "Every entry is 0. Is the result stored in the array that is returned? And are the two points two arrays, or "
            "two names for one? (a = x makes no copy.)", SLIP),
    Mistake("x itself is moved and not put back", _writes,
            "The steps are taken in x itself, and it is not put back: the caller still needs x. Work on a copy.", SLIP),
    Mistake("steps cut to whole numbers", _whole_number_steps,
            "Where x holds whole numbers, a small step into it is cut off: a copy of x as floats can hold it.", SLIP),
    Mistake("result cut to whole numbers",
            lambda f, x, eps=1e-5: reference(f, x, eps).astype(np.asarray(x).dtype),
            "Where x holds whole numbers, the result is cut to whole numbers too: zeros_like(x) takes over x's type.",
            SLIP),
    Mistake("step relative to x", _relative_step,
            "Each slope comes out multiplied by its x, and is 0 where x is 0: does the step grow with x? Every entry "
            "moves by the same eps."),
    Mistake("whole columns at once", _whole_columns,
            "A whole column moves as one: every single entry needs its own step."),
    Mistake("f after the step", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: up),
            "These are values of f after a step, not yet a slope: what did f change by, and over which distance?"),
    Mistake("f after the step, over the distance",
            lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: up / eps),
            "A value of f is divided by the distance: the slope is made of the change of f."),
    Mistake("one-sided, wrong sign", lambda f, x, eps=1e-5: _each(f, x, eps, lambda up, down, here: (here - up) / eps),
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
    for step in (1e-5, 1e-4, 1e-6, 1e-3, 1e-7, 1e-8, 1e-2)
] + [
    Mistake("eps ignored, one side only",
            lambda f, x, eps=1e-5, step=step: _each(f, x, step, lambda up, down, here: (up - here) / step),
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
