"""distinct_units: how many different units a layer has."""

import numpy as np

from grader.exercise import SLIP, Mistake

SAME = 1e-6


def reference(W, b):
    """number of different columns of W with their entry of b, where |difference| ≤ 1e-6 is no difference

    W: (n_in, n_out). b: (n_out,). Returns a whole number from 1 to n_out.
    """
    return _groups(np.vstack([W, b]).astype(float).T)


def _groups(rows, same=SAME):
    """How many rows differ from all before them."""
    kept = []
    for row in rows:
        if not any(np.max(np.abs(row - other), initial=0.0) <= same for other in kept):
            kept.append(row)
    return len(kept)


def inputs(rng):
    def layer(n_in, columns, biases=None):
        """Columns of three decimals, repeated as told: so that any way to round sees the same groups."""
        columns = np.array(columns)
        biases = columns if biases is None else np.array(biases)
        W = rng.normal(size=(n_in, columns.max() + 1)).round(3)[:, columns]
        return W, rng.normal(size=biases.max() + 1).round(3)[biases]

    yield layer(4, [0, 1, 1, 2, 0, 3])                               # equal units side by side and apart
    yield layer(3, [0, 0, 0, 0, 0])                                  # one unit, five times
    yield layer(2, [0, 1, 2, 3, 4])                                  # all different
    yield layer(3, [0, 0, 1, 2, 3, 2], [0, 1, 2, 2, 2, 2])           # equal weights, other biases
    yield layer(3, [0, 0, 1, 1], [0, 1, 2, 2])                       # more different biases than weights
    yield layer(4, [0, 0, 1, 1], [0, 1, 0, 1])                       # every pairing
    yield np.array([[1, 2, 4], [4, 3, 1]]), np.array([0, 0, 0])      # the same sum from other weights
    yield layer(5, [0, 1, 2, 3], [1, 1, 1, 1])                       # other weights, equal biases
    W, b = layer(4, [0, 1, 0, 2, 1])
    yield W + 1e-9 * rng.uniform(-1, 1, size=W.shape), b             # equal up to rounding
    yield np.array([[1, 2, 1], [2, 1, 2]]), np.array([0, 0, 0])      # whole numbers; columns of the same sum
    yield np.array([[0.5, -0.5, 0.5], [0.5, -0.5, 0.5]]), np.zeros(3)   # equal up to the sign is not equal
    yield np.array([[0.1, 0.2, 0.4], [0.1, 0.2, 0.4]]), np.zeros(3)  # rank 1, and yet three units
    yield np.full((3, 3), 0.3), np.zeros(3)                          # square
    W, b = layer(3, [0, 1, 2, 3])
    yield W, 1.0 - W[0]                                              # W + b has equal entries in its first row
    yield np.vstack([W[0], W[0]]), 2.0 - W[0]                        # ... in all of them
    yield np.array([[0.3, 0.304, 0.3, 0.31], [0.7, 0.7, 0.7, 0.7]]), np.array([0.1, 0.1, 0.1, 0.1])   # small differences
    yield np.array([[0.3, 0.3, 0.30002], [0.7, 0.7002, 0.7]]), np.array([0.1, 0.1, 0.1])   # ... smaller, and yet too large
    yield np.array([[0.0, 4e-7, 0.2], [0.001, 0.0009997, 0.2]]), np.zeros(3)                # ... and within 1e-6
    W, b = layer(3, [0, 1, 2, 1])
    W[0] = 0.5
    yield W, b                                                       # the first weight does not tell
    W, b = layer(4, [0, 1, 2, 3])
    W[1] = W[0]
    yield W, b                                                       # equal rows are not equal units
    W, b = layer(5, [0, 0, 0, 1], [0, 0, 0, 0])
    W[:, 1] = W[::-1, 0]
    yield W, b                                                       # the same numbers in another order


def _rows(W, b):
    return _groups(np.asarray(W, dtype=float))


def _joined(W, b):
    return np.vstack([W, b]).astype(float)


def _steps(W, b):
    joined = _joined(W, b)
    return 1 + int(np.sum(np.max(np.abs(np.diff(joined, axis=1)), axis=0) > SAME))


def _single(W, b):
    rows = _joined(W, b).T
    return sum(sum(np.max(np.abs(row - other)) <= SAME for other in rows) == 1 for row in rows)


def _pairs(W, b):
    rows = _joined(W, b).T
    return sum(np.max(np.abs(rows[i] - rows[j])) <= SAME for i in range(len(rows)) for j in range(i))


def _groups_by(alike, W, b):
    kept = []
    for row in _joined(W, b).T:
        if not any(alike(row, other) for other in kept):
            kept.append(row)
    return len(kept)


TOO_MUCH = "Units that differ by more than 1e-6 are taken for the same: too much is forgiven."
MISTAKES = [
    Mistake("rows", _rows,
            "Rows of W are compared; a row belongs to an input. What belongs to a unit?"),
    Mistake("bias ignored", lambda W, b: _groups(np.asarray(W, dtype=float).T),
            "Two units with the same weights and different biases are not the same unit."),
    Mistake("weights ignored", lambda W, b: _groups(np.asarray(b, dtype=float)[:, None]),
            "Only the biases are compared.", SLIP),
    Mistake("different numbers", lambda W, b: _groups(np.ravel(np.asarray(W, dtype=float))[:, None]),
            "This counts different numbers in W; a unit is a whole column."),
    Mistake("different numbers, bias too", lambda W, b: _groups(np.ravel(_joined(W, b))[:, None]),
            "This counts different numbers; a unit is a whole column, with its bias."),
    Mistake("all units", lambda W, b: np.shape(W)[1],
            "This is the number of units, equal ones included."),
    Mistake("all inputs", lambda W, b: np.shape(W)[0],
            "This is the number of inputs of the layer.", SLIP),
    Mistake("rounding not forgiven", lambda W, b: len(np.unique(_joined(W, b), axis=1).T),
            "Units that differ in the ninth decimal are counted as different: rounding does that to equal ones."),
    Mistake("rounding not forgiven, bias ignored", lambda W, b: len(np.unique(np.asarray(W, dtype=float), axis=1).T),
            "Two things: units that differ by rounding alone count as different, and the bias is left out."),
    Mistake("sums", lambda W, b: _groups(_joined(W, b).sum(axis=0)[:, None]),
            "The columns' sums are compared: different columns can have the same sum."),
    Mistake("sums of the weights", lambda W, b: _groups(np.asarray(W, dtype=float).sum(axis=0)[:, None]),
            "The columns' sums are compared: different columns can have the same sum."),
    Mistake("lengths", lambda W, b: _groups(np.linalg.norm(_joined(W, b), axis=0)[:, None]),
            "The columns' lengths are compared: different columns can have the same length."),
    Mistake("first weights", lambda W, b: _groups(np.asarray(W, dtype=float)[0][:, None]),
            "Only the first weight of each unit is compared.", SLIP),
    Mistake("signs ignored", lambda W, b: _groups(np.abs(_joined(W, b)).T),
            "The signs are lost: a unit and its negative are two units.", SLIP),
    Mistake("rank", lambda W, b: np.linalg.matrix_rank(np.asarray(W, dtype=float)),
            "This is the rank of W: units can be multiples of each other and still be different."),
    Mistake("rank, bias too", lambda W, b: np.linalg.matrix_rank(_joined(W, b)),
            "This is a rank: units can be multiples of each other and still be different."),
    Mistake("neighbours only", _steps,
            "Each unit is compared with its neighbour only: equal units may stand apart.", SLIP),
    Mistake("units without a twin", _single,
            "Units that have a twin are not counted at all; each group of equal units counts once."),
    Mistake("repeated units", lambda W, b: np.shape(W)[1] - reference(W, b),
            "This is how many units are repetitions; asked for is how many different ones there are.", SLIP),
    Mistake("pairs", _pairs,
            "This counts pairs of equal units; asked for is how many different units there are."),
    Mistake("a share", lambda W, b: reference(W, b) / np.shape(W)[1],
            "This is a share of the units; asked for is their number.", SLIP),
    Mistake("one too few", lambda W, b: reference(W, b) - 1,
            "One too few: does the first unit count?", SLIP),
    Mistake("one too many", lambda W, b: reference(W, b) + 1,
            "One too many.", SLIP),
    Mistake("all the same?", lambda W, b: reference(W, b) == 1,
            "This says whether all units are the same; asked for is how many different ones there are.", SLIP),
    Mistake("all different?", lambda W, b: reference(W, b) == np.shape(W)[1],
            "This says whether all units differ; asked for is how many different ones there are.", SLIP),
    Mistake("bias added to the weights", lambda W, b: _groups((np.asarray(W, dtype=float) + b).T),
            "The bias is added to the weights before they are compared: different units can then look the same."),
    Mistake("bias multiplied", lambda W, b: _groups((np.asarray(W, dtype=float) * b).T),
            "The bias is multiplied with the weights before they are compared: a bias of 0 hides every difference."),
    *[Mistake("forgives too much", lambda W, b, digits=digits: _groups(np.round(_joined(W, b), digits).T), TOO_MUCH, SLIP)
      for digits in (0, 1, 2, 3, 4)],
    *[Mistake("forgives too much", lambda W, b, same=same: _groups(_joined(W, b).T, same), TOO_MUCH, SLIP)
      for same in (0.1, 0.01, 1e-3, 1e-4)],
    Mistake("another tolerance", lambda W, b: _groups_by(np.allclose, W, b),
            "Columns near 0 that agree to 1e-6 count as different: np.allclose and np.isclose have tolerances of their own.", SLIP),
    Mistake("one number in common", lambda W, b: _groups_by(lambda one, other: np.any(np.abs(one - other) <= SAME), W, b),
            "Two units count as the same as soon as one of their numbers agrees; all have to."),
    Mistake("pairs that differ", lambda W, b: np.shape(W)[1] * (np.shape(W)[1] - 1) // 2 - _pairs(W, b),
            "This counts pairs of different units; asked for is how many different units there are."),
    Mistake("order ignored, bias too", lambda W, b: _groups(np.sort(_joined(W, b), axis=0).T),
            "The numbers of a unit are sorted before they are compared: which input a weight belongs to is lost."),
    Mistake("weights and biases counted apart", lambda W, b: _groups(np.asarray(W, dtype=float).T) + _groups(
        np.asarray(b, dtype=float)[:, None]) - 1,
            "Different weights and different biases are counted apart; a unit is both together."),
    Mistake("the larger count", lambda W, b: max(_groups(np.asarray(W, dtype=float).T),
                                                 _groups(np.asarray(b, dtype=float)[:, None])),
            "Weights and biases are counted apart and the larger count is taken; a unit is both together."),
    Mistake("the first unit's twins", lambda W, b: 1 + sum(
        np.max(np.abs(column - _joined(W, b)[:, 0])) > SAME for column in _joined(W, b).T),
            "Every unit is compared with the first one only."),
    Mistake("others than the first", lambda W, b: sum(
        np.max(np.abs(column - _joined(W, b)[:, 0])) > SAME for column in _joined(W, b).T),
            "Every unit is compared with the first one only, and the first is not counted."),
    Mistake("spreads", lambda W, b: _groups(np.asarray(W, dtype=float).std(axis=0)[:, None]),
            "The columns' spreads are compared: different columns can have the same spread."),
    Mistake("lengths of the weights", lambda W, b: _groups(np.linalg.norm(np.asarray(W, dtype=float), axis=0)[:, None]),
            "The columns' lengths are compared: different columns can have the same length."),
    Mistake("order ignored", lambda W, b: _groups(np.sort(np.asarray(W, dtype=float), axis=0).T),
            "The weights of a unit are sorted before they are compared: which input a weight belongs to is lost."),
    Mistake("largest weight", lambda W, b: _groups(np.asarray(W, dtype=float).max(axis=0)[:, None]),
            "Only the largest weight of each unit is compared."),
    Mistake("the units themselves", lambda W, b: np.unique(np.round(_joined(W, b), 6), axis=1),
            "These are the different units themselves; asked for is how many there are.", SLIP),
    Mistake("shape", lambda W, b: np.unique(np.round(_joined(W, b), 6), axis=1).shape,
            "This is the shape of what is left; asked for is one number, that of the units.", SLIP),
    Mistake("size", lambda W, b: np.unique(np.round(_joined(W, b), 6), axis=1).size,
            "This counts the numbers in the different units; asked for is how many units there are.", SLIP),
    Mistake("length of the stack", lambda W, b: len(np.unique(np.round(_joined(W, b), 6), axis=1)),
            "This counts the rows of what is left; units are columns.", SLIP),
    Mistake("distances not absolute", lambda W, b: _groups_by(lambda one, other: np.all(one - other <= SAME), W, b),
            "Differences are compared without their absolute value: a large negative one passes as none.", SLIP),
    Mistake("a unit taken off for every pair", lambda W, b: np.shape(W)[1] - _pairs(W, b),
            "Every pair of equal units takes one off: three equal units make three pairs, and are one unit still."),
]
