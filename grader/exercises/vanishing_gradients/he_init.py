"""he_init: random weights for ReLU layers, which pass on half of the mean square that they are given."""

import numpy as np

from . import draws


def reference(sizes, rng):
    """Var(W_l[i, j]) = 2 / n_in, mean 0;  b_l = 0

    sizes: [n_0, ..., n_K]. rng: a numpy Generator. Returns W1, b1, ..., WK, bK; W_l: (n_(l-1), n_l). Any centred draw of
    that variance is right.
    """
    return draws.network(_spread)(sizes, rng)


def _spread(n_in, n_out):
    return np.sqrt(2 / n_in)


inputs = draws.inputs

# Wrong variances that are named however they are drawn.
KNOWN = [
    ("variance for standard deviation", lambda n_in, n_out: (2 / n_in) ** 2,
     "The variance stands where the standard deviation belongs: which of the two does your draw take?"),
    ("2 missing", lambda n_in, n_out: 1 / n_in,
     "Half the variance it should be: this keeps z, but ReLU then takes half of it away."),
    ("fan-out for fan-in", lambda n_in, n_out: 2 / n_out,
     "The fan-out stands where the fan-in belongs: over how many terms does a unit's sum run?"),
    ("fan-out, 2 missing", lambda n_in, n_out: 1 / n_out,
     "Two things: the fan-out stands where the fan-in belongs, and what ReLU takes away is not made up for."),
    ("Xavier", lambda n_in, n_out: 2 / (n_in + n_out),
     "This is the spread of the exercise before: it does not make up for what ReLU takes away."),
    ("Xavier twice", lambda n_in, n_out: 4 / (n_in + n_out),
     "This is twice Xavier's variance, with both sizes; here the way up alone decides."),
    ("uniform limit as spread", lambda n_in, n_out: 6 / n_in,
     "Three times the variance it should be: the 6 belongs to the limit of a uniform draw, not to a standard deviation.",
     "normal"),
    ("spread as uniform limit", lambda n_in, n_out: 2 / n_in / 3,
     "A third of the variance it should be: a uniform draw from -a to a has a smaller standard deviation than a.",
     "uniform"),
    ("uniform limit without root", lambda n_in, n_out: (6 / n_in) ** 2 / 3,
     "The root is missing in the limit of the uniform draw.", "uniform"),
    ("2 outside the root", lambda n_in, n_out: 4 / n_in,
     "Twice the variance it should be: the 2 stands outside the root."),
    ("root of the 2 only", lambda n_in, n_out: 2 / n_in**2,
     "The root covers the 2 alone: the size belongs under it too."),
    ("2 on the wrong side", lambda n_in, n_out: 1 / (2 * n_in),
     "A quarter of the variance it should be: the 2 stands on the wrong side of the fraction."),
    ("product of the sizes", lambda n_in, n_out: 2 / (n_in * n_out),
     "The sizes are multiplied; over how many terms does a unit's sum run?"),
    ("product of the sizes", lambda n_in, n_out: 1 / (n_in * n_out),
     "The sizes are multiplied; over how many terms does a unit's sum run?"),
    ("2 missing, variance for standard deviation", lambda n_in, n_out: 1 / n_in**2,
     "Two things: what ReLU takes away is not made up for, and the variance stands where the standard deviation belongs."),
    ("variance as uniform limit", lambda n_in, n_out: (2 / n_in) ** 2 / 3,
     "The variance stands where the limit of a uniform draw belongs: how do the two hang together?", "uniform"),
    ("bias counted as an input", lambda n_in, n_out: 2 / (n_in + 1),
     "The bias is counted as one more input: it starts at 0 and adds nothing to the sum."),
    ("upside down", lambda n_in, n_out: n_in / 2,
     "The fraction is upside down: more inputs need smaller weights."),
    ("not scaled", lambda n_in, n_out: 1.0,
     "The weights have spread 1 whatever the sizes: the sum of n_in of them grows with n_in."),
    ("not scaled, root of 2", lambda n_in, n_out: 2.0,
     "The weights have one spread whatever the sizes: the sum of n_in of them grows with n_in."),
    ("uniform, not scaled", lambda n_in, n_out: 1 / 3,
     "The weights lie between -1 and 1 whatever the sizes: the sum of n_in of them grows with n_in.", "uniform"),
]


def verify(cases, values):
    return draws.verify(cases, values, lambda n_in, n_out: 2 / n_in, KNOWN)


MISTAKES = draws.mistakes(_spread, KNOWN)
