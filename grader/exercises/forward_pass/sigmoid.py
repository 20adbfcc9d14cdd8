"""sigmoid: the activation of the second hidden layer."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(z):
    """h[i] = 1 / (1 + exp(-z[i]))

    z: (n,), floats or integers, up to ±1000. Returns (n,), no NaN.
    """
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))                  # never more than 1, so nothing overflows
    return np.where(z >= 0, 1, small) / (1 + small)


def inputs(rng):
    yield (np.array([0.0, 1.0, -1.0, 2.5]),)            # 1/2 at zero; both signs: a turned sign shows
    yield (np.array([2, 0, -3]),)                       # integers: an array of integers would hold 0 and 1 only
    yield (rng.normal(size=6) * 3,)                     # anything in between
    yield (np.array([-1000.0, 1000.0, 0.5]),)           # exp(1000) overflows
    yield (np.array([25.0, -25.0, -0.25, 0.3, 8.0]),)   # saturated, but not yet 0 or 1 to all digits


def related(z):
    h = reference(z)
    return {"z": z, "the sigmoid's derivative": h * (1 - h), "tanh": np.tanh(z)}


def _log_odds(h):
    return np.where(np.abs(h - 0.5) < 0.5 - 1e-9, np.log(h / (1 - h)), np.nan)


views = {"z": ("Turned back into z, your result gives another z", _log_odds),
         "the denominator": ("Under the fraction bar", lambda h: np.where(h > 1e-9, 1 / h, np.nan))}


MISTAKES = [
    Mistake("sign of z turned", lambda z: reference(-np.asarray(z)),
            "The curve falls where it should rise: the sign of z is turned."),
    Mistake("overflows for large z", lambda z: np.exp(z) / (1 + np.exp(z)),
            "Right for moderate z. For large ones exp(1000) is more than a float holds: math stops there, NumPy goes on with "
            "infinity, and infinity / infinity is no number. Which of exp(z) and exp(-z) stays small?", SLIP),
    Mistake("sign turned, overflows", lambda z: np.exp(-z) / (1 + np.exp(-z)),
            "The curve falls where it should rise: the sign of z is turned. (And exp overflows for large entries.)"),
    Mistake("minus in the denominator", lambda z: 1 / (1 - np.exp(-z)),
            "The denominator has a minus: it vanishes at z = 0 and is negative below.", SLIP),
    Mistake("the 1 is missing", lambda z: 1 / np.exp(-z),
            "The 1 in the denominator is missing: the result should stay below 1.", SLIP),
    Mistake("brackets missing", lambda z: 1 + np.exp(-z),
            "The result is above 1: which part stands under the fraction bar? (1 / 1 + a is 1 + a.)", SLIP),
    Mistake("brackets missing, sign turned", lambda z: 1 + np.exp(z),
            "The result is above 1: which part stands under the fraction bar? (1 / 1 + a is 1 + a.)", SLIP),
    Mistake("minus sign outside", lambda z: -reference(z),
            "The sign is turned: the result should lie between 0 and 1."),
    Mistake("the exponential alone", lambda z: np.exp(-z),
            "This is the exponential alone; it grows without bound.", SLIP),
    Mistake("the derivative", lambda z: reference(z) * (1 - reference(z)),
            "This is the slope of the sigmoid, h (1 - h), not the sigmoid itself."),
    Mistake("z times (1 - z)", lambda z: z * (1 - z),
            "z (1 - z) takes z for the sigmoid's value; no exponential is left in it."),
    Mistake("tanh", lambda z: np.tanh(z),
            "This is tanh: it runs from -1 to 1, the sigmoid from 0 to 1."),
    Mistake("tanh of half of z", lambda z: np.tanh(np.asarray(z) / 2),
            "This has the right steepness, but runs from -1 to 1: the sigmoid runs from 0 to 1."),
    Mistake("twice as steep", lambda z: reference(2 * np.asarray(z)),
            "The right range, but z counts twice: the curve is too steep. (tanh needs half of z.)"),
    Mistake("half as steep", lambda z: reference(np.asarray(z) / 2),
            "The right range, but only half of z counts: the curve is too flat."),
    Mistake("softmax", lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z))),
            "The entries add up to 1: this is the softmax. The sigmoid looks at each entry on its own."),
    Mistake("softmax, unstable", lambda z: np.exp(z) / np.sum(np.exp(z)),
            "The entries add up to 1: this is the softmax. The sigmoid looks at each entry on its own."),
    Mistake("sum in the denominator", lambda z: 1 / (1 + np.sum(np.exp(-z))),
            "The exponentials are added up: the sigmoid looks at each entry on its own.", SLIP),
    Mistake("sum of all exponentials below", lambda z: np.exp(z) / (1 + np.sum(np.exp(z))),
            "The exponentials are added up: the sigmoid looks at each entry on its own."),
    Mistake("step", lambda z: (np.asarray(z) > 0) * 1.0,
            "This is a step from 0 to 1; the sigmoid climbs smoothly and gives 1/2 at z = 0."),
    Mistake("step, 1 at zero", lambda z: (np.asarray(z) >= 0) * 1.0,
            "This is a step from 0 to 1; the sigmoid climbs smoothly and gives 1/2 at z = 0."),
    Mistake("ReLU", lambda z: np.maximum(z, 0), "This is ReLU, the activation of another layer."),
    Mistake("log of the sigmoid", lambda z: np.log(reference(z)),
            "The result is negative: this is the logarithm of the sigmoid."),
    Mistake("softplus", lambda z: np.logaddexp(0, z),
            "This is the softplus, whose slope is the sigmoid."),
    Mistake("hard sigmoid", lambda z: np.clip(0.2 * np.asarray(z) + 0.5, 0, 1),
            "This is made of straight lines; the sigmoid is curved everywhere."),
    Mistake("hard sigmoid, by 1/4", lambda z: np.clip(0.25 * np.asarray(z) + 0.5, 0, 1),
            "This is made of straight lines; the sigmoid is curved everywhere."),
    Mistake("softsign", lambda z: z / (1 + np.abs(z)),
            "No exponential is in this: z / (1 + |z|) has a similar shape and other values."),
    Mistake("arctan", lambda z: 0.5 + np.arctan(z) / np.pi,
            "This is an arctan, of a similar shape and with other values: where is the exponential?"),
    Mistake("rising exponential, capped", lambda z: np.minimum(np.exp(z), 1),
            "This is the exponential, cut off at 1: the sigmoid bends smoothly.", SLIP),
    Mistake("cut off at 5", lambda z: reference(np.clip(z, -5, 5)),
            "z is cut off too early: that shows for saturated units.", SLIP),
    Mistake("cut off at 10", lambda z: reference(np.clip(z, -10, 10)),
            "z is cut off too early: that shows for saturated units.", SLIP),
    Mistake("square root below", lambda z: 1 / np.sqrt(1 + np.exp(-z)),
            "A root has slipped in under the fraction bar: at z = 0 the sigmoid is 1/2.", SLIP),
    Mistake("z times its sigmoid", lambda z: z * reference(z),
            "The sigmoid is multiplied by z (that is another activation, the swish)."),
    Mistake("base 2", lambda z: 1 / (1 + 2.0 ** (-np.asarray(z))),
            "A power of 2 stands where e is meant.", SLIP),
    Mistake("base 10", lambda z: 1 / (1 + 10.0 ** (-np.asarray(z))),
            "A power of 10 stands where e is meant.", SLIP),
    Mistake("squared exponent", lambda z: 1 / (1 + np.exp(-np.asarray(z) ** 2)),
            "The exponent is squared: negative z come out like positive ones.", SLIP),
    Mistake("sign of z lost", lambda z: reference(np.abs(z)),
            "Negative z come out like positive ones: the sign of z is lost.", SLIP),
    Mistake("sign of z lost below", lambda z: reference(-np.abs(z)),
            "Positive z come out like negative ones: the sign of z is lost. (One formula for each sign is a good idea; "
            "they have to be two.)", SLIP),
    Mistake("truncated to integers", lambda z: reference(z).astype(int),
            "The result is cut to whole numbers: is it stored in an array of integers?", SLIP),
    Mistake("truncated where z holds integers", lambda z: reference(z).astype(np.asarray(z).dtype),
            "Right for floats, cut to whole numbers where z holds integers: np.zeros_like(z) makes an array of z's type.",
            SLIP),
]
