"""xavier_init: random weights that keep the size of h on the way up and of δ on the way down, as well as both can be."""

import numpy as np

from . import draws


def reference(sizes, rng):
    """Var(W_l[i, j]) = 2 / (n_in + n_out), mean 0;  b_l = 0

    sizes: [n_0, ..., n_K]. rng: a numpy Generator. Returns W1, b1, ..., WK, bK; W_l: (n_(l-1), n_l). Any centred draw of
    that variance is right.
    """
    return draws.network(_spread)(sizes, rng)


def _spread(n_in, n_out):
    return np.sqrt(2 / (n_in + n_out))


inputs = draws.inputs

# Wrong variances that are named however they are drawn.
KNOWN = [
    ("variance for standard deviation", lambda n_in, n_out: (2 / (n_in + n_out)) ** 2,
     "The variance stands where the standard deviation belongs: which of the two does your draw take?"),
    ("2 missing", lambda n_in, n_out: 1 / (n_in + n_out),
     "Half the variance it should be: a mean of two sizes has a 2 in it."),
    ("fan-in only", lambda n_in, n_out: 1 / n_in,
     "This keeps h on the way up and forgets δ on the way down: only the fan-in enters."),
    ("fan-out only", lambda n_in, n_out: 1 / n_out,
     "This keeps δ on the way down and forgets h on the way up: only the fan-out enters."),
    ("He", lambda n_in, n_out: 2 / n_in, "This is the spread for ReLU layers, the next exercise."),
    ("He of the fan-out", lambda n_in, n_out: 2 / n_out,
     "Only the fan-out enters, with a 2 that belongs to ReLU layers."),
    ("uniform limit as spread", lambda n_in, n_out: 6 / (n_in + n_out),
     "Three times the variance it should be: the 6 belongs to the limit of a uniform draw, not to a standard deviation.",
     "normal"),
    ("spread as uniform limit", lambda n_in, n_out: 2 / (n_in + n_out) / 3,
     "A third of the variance it should be: a uniform draw from -a to a has a smaller standard deviation than a.",
     "uniform"),
    ("uniform limit without root", lambda n_in, n_out: (6 / (n_in + n_out)) ** 2 / 3,
     "The root is missing in the limit of the uniform draw.", "uniform"),
    ("2 outside the root", lambda n_in, n_out: 4 / (n_in + n_out),
     "Twice the variance it should be: the 2 stands outside the root."),
    ("root of the 2 only", lambda n_in, n_out: 2 / (n_in + n_out) ** 2,
     "The root covers the 2 alone: the sizes belong under it too."),
    ("mean size twice", lambda n_in, n_out: 1 / (2 * (n_in + n_out)),
     "A quarter of the variance it should be: the 2 stands on the wrong side of the fraction."),
    ("product of the sizes", lambda n_in, n_out: 1 / (n_in * n_out),
     "The sizes are multiplied; what is wanted lies between the two conditions: take the mean."),
    ("product of the sizes", lambda n_in, n_out: 2 / (n_in * n_out),
     "The sizes are multiplied; what is wanted lies between the two conditions: take the mean."),
    ("mean of the conditions", lambda n_in, n_out: (1 / n_in + 1 / n_out) / 2,
     "The two variances are averaged; it is the sizes that are averaged."),
    ("geometric mean", lambda n_in, n_out: 1 / np.sqrt(n_in * n_out),
     "The geometric mean of the sizes is taken: it lies between too, but the course takes the ordinary mean."),
    ("fan-in, variance for standard deviation", lambda n_in, n_out: 1 / n_in**2,
     "Two things: only the fan-in enters, and the variance stands where the standard deviation belongs."),
    ("roots added", lambda n_in, n_out: 2 / (np.sqrt(n_in) + np.sqrt(n_out)) ** 2,
     "Each size has a root of its own: the sum belongs under one root."),
    ("variance as uniform limit", lambda n_in, n_out: (2 / (n_in + n_out)) ** 2 / 3,
     "The variance stands where the limit of a uniform draw belongs: how do the two hang together?", "uniform"),
    ("brackets missing", lambda n_in, n_out: 2 / n_in + n_out,
     "The brackets round the sum are missing: only n_in is divided by."),
    ("upside down", lambda n_in, n_out: (n_in + n_out) / 2,
     "The fraction is upside down: more inputs need smaller weights."),
    ("not scaled", lambda n_in, n_out: 1.0,
     "The weights have spread 1 whatever the sizes: the sum of n_in of them grows with n_in."),
    ("uniform, not scaled", lambda n_in, n_out: 1 / 3,
     "The weights lie between -1 and 1 whatever the sizes: the sum of n_in of them grows with n_in.", "uniform"),
]


def verify(cases, values):
    return draws.verify(cases, values, lambda n_in, n_out: 2 / (n_in + n_out), KNOWN)


MISTAKES = draws.mistakes(_spread, KNOWN)
