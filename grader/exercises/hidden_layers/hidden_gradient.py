"""hidden_gradient: from the delta of one layer to the output of the layer below."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(delta, W):
    """∂L/∂h[i] = Σ_j δ[j] W[i, j]

    delta: (n_out,), ∂L/∂z of the layer above h. W: (n_in, n_out), the weights from h to that z. Returns (n_in,).
    """
    return np.asarray(W) @ np.asarray(delta)


def inputs(rng):
    yield rng.normal(size=3), rng.normal(size=(4, 3))        # n_in > n_out, mixed signs
    yield rng.normal(size=5), rng.normal(size=(2, 5))        # n_in < n_out: loops over the wrong length show
    yield rng.normal(size=3), rng.normal(size=(3, 3))        # square: W read the wrong way round fits, and is wrong
    yield np.array([0.75, 0.0, -0.5, -0.25]), rng.integers(-3, 4, size=(3, 4))   # whole weights: truncation shows;
                                                             # a zero: division by delta shows
    yield rng.integers(-3, 4, size=4), rng.normal(size=(2, 4))   # whole deltas
    yield rng.normal(size=1), rng.normal(size=(3, 1))        # one path only, where one path is right


def scales(delta, W):
    return {"n_out": len(delta), "n_in": len(W)}


def related(delta, W):
    return {"delta itself": delta, "the sum of the deltas": np.full(len(W), np.sum(delta)),
            "the sum of each unit's weights": np.sum(W, axis=1)}


def _split(delta, W):
    """The error shared out in proportion to the weights."""
    return (W / np.sum(W, axis=0)) @ delta


def _shorter(delta, W):
    n = min(W.shape)
    return np.append(W[:n, :n] @ delta[:n], np.zeros(len(W) - n))


ONE_PATH = ("One path only. A unit of h sends its output into every unit of the next layer, so it reaches the loss on as "
            "many paths as that layer has units, and each of them counts.")

MISTAKES = [
    Mistake("first path only", lambda delta, W: W[:, 0] * delta[0], ONE_PATH),
    Mistake("last path only", lambda delta, W: W[:, -1] * delta[-1],
            ONE_PATH + " Does each turn of a loop overwrite what the turn before it left?"),
    Mistake("path to the unit of the same number only", lambda delta, W: np.diagonal(W) * delta,
            ONE_PATH + " Here unit i is followed to unit i alone."),
    Mistake("largest path only", lambda delta, W: np.max(W * delta, axis=1),
            "Only the path with the largest number counts here; the others reach the loss as well."),
    Mistake("path to the largest delta only",
            lambda delta, W: W[:, np.argmax(np.abs(delta))] * delta[np.argmax(np.abs(delta))], ONE_PATH),
    Mistake("path to the most negative delta only", lambda delta, W: W[:, np.argmin(delta)] * np.min(delta),
            "Only the path to one class counts here, the one whose delta is negative. " + ONE_PATH),
    Mistake("averaged with the weights", lambda delta, W: W @ delta / np.sum(W, axis=1),
            "The paths are divided by the sum of the unit's weights, as in a weighted average. A change of h goes down all of "
            "them at once."),
    Mistake("first path left out", lambda delta, W: W[:, 1:] @ delta[1:],
            "The first path is left out: look at where the sum begins.", SLIP),
    Mistake("last path left out", lambda delta, W: W[:, :-1] @ delta[:-1],
            "The last path is left out: look at where the sum ends.", SLIP),
    Mistake("W the other way round", lambda delta, W: delta @ W,
            "The deltas are sent through W as if they came from the front: the sum must run over the units that h "
            "feeds, and those are the columns of W. It runs over the rows."),
    Mistake("W the other way round where it fits", lambda delta, W: W.T @ delta if W.shape[0] == W.shape[1] else W @ delta,
            "Right where W is not square, and the other way round where it is: in a square W both fit. Which index of W "
            "belongs to the units of h, and which to delta?"),
    Mistake("not summed", lambda delta, W: W * delta,
            "The number of each path is there. What is missing is to put the paths of one unit together."),
    Mistake("not summed, transposed", lambda delta, W: (W * delta).T,
            "The number of each path is there. What is missing is to put the paths of one unit together."),
    Mistake("summed along the wrong axis", lambda delta, W: np.sum(W * delta, axis=0),
            "The paths that end in one unit are added up. Which paths start at one unit of h?"),
    Mistake("averaged over the paths", lambda delta, W: np.mean(W * delta, axis=1),
            "The paths are averaged. A change of h goes down all of them at once, so their effects add up in full."),
    Mistake("paths multiplied", lambda delta, W: np.prod(W * delta, axis=1),
            "The paths are multiplied with one another. Along a path factors multiply; what do paths side by side do?"),
    Mistake("the weights missing", lambda delta, W: np.full(len(W), np.sum(delta)),
            "The deltas are added up as they are: the weight that a path runs over is missing."),
    Mistake("delta missing", lambda delta, W: np.sum(W, axis=1),
            "The weights are added up as they are: how much the loss feels of each unit at the end of a path is missing."),
    Mistake("sum of weights times sum of deltas", lambda delta, W: np.sum(W, axis=1) * np.sum(delta),
            "Weights and deltas are added up first and multiplied afterwards: each weight belongs to one delta."),
    Mistake("weights without their sign", lambda delta, W: np.abs(W) @ delta, "The signs of the weights are lost."),
    Mistake("deltas without their sign", lambda delta, W: W @ np.abs(delta),
            "The signs of delta are lost: a negative delta says that a larger z makes the loss fall."),
    Mistake("paths without their sign", lambda delta, W: np.sum(np.abs(W * delta), axis=1),
            "Each path is counted without its sign: paths can pull against each other."),
    Mistake("positive deltas only", lambda delta, W: W @ np.maximum(delta, 0),
            "Negative deltas are cut off: is an activation applied to delta?"),
    Mistake("positive paths only", lambda delta, W: np.sum(np.maximum(W * delta, 0), axis=1),
            "Paths with a negative number are cut off: paths can pull against each other."),
    Mistake("shared out by the size of the weights", _split,
            "The error is shared out in proportion to the weights, so that nothing is lost. A gradient is no amount to be "
            "shared out: each path passes on its own rate of change."),
    Mistake("W inverted", lambda delta, W: delta @ np.linalg.pinv(W),
            "W is inverted. Going back is not undoing the forward pass: no h is looked for, but the rate at which the "
            "loss changes with it."),
    Mistake("smallest path only", lambda delta, W: np.min(W * delta, axis=1),
            "Only the path with the smallest number counts here; the others reach the loss as well."),
    Mistake("size of the largest path", lambda delta, W: np.max(np.abs(W * delta), axis=1),
            "Only the path with the largest number counts here, and without its sign."),
    Mistake("first two paths only", lambda delta, W: W[:, :2] @ delta[:2],
            "Only the first two paths are counted: a layer may have more units than that."),
    Mistake("first three paths only", lambda delta, W: W[:, :3] @ delta[:3],
            "Only the first three paths are counted, as many as the worked network has: a layer may have more units."),
    Mistake("deltas in reversed order", lambda delta, W: W @ delta[::-1],
            "The deltas are in reversed order: column j of W goes with delta j.", SLIP),
    Mistake("weights and deltas added", lambda delta, W: W + delta,
            "Weight and delta are added, and the paths are not put together; along one path the factors multiply."),
    Mistake("reshaped, not transposed", lambda delta, W: delta @ np.reshape(W, W.shape[::-1]),
            "reshape deals the same numbers out row by row; it does not exchange rows and columns.", SLIP),
    Mistake("one sum for all units", lambda delta, W: np.full(len(W), np.sum(W * delta)),
            "All paths of all units are added up: each unit has its own."),
    Mistake("deltas taken from their mean", lambda delta, W: W @ (delta - np.mean(delta)),
            "The mean of the deltas is taken away first; nothing asks for that."),
    Mistake("loop over the wrong length", lambda delta, W: np.array(
        [sum(W[i, j] * delta[j] for j in range(len(delta))) for i in range(len(delta))]),
            "There is a result for each delta; there should be one for each unit of h. Which length does the outer loop run "
            "over?", SLIP),
    Mistake("both loops over the shorter length", _shorter,
            "Right in part where the sizes differ: both loops end at the smaller of them. One runs over the units of h, the "
            "other over the deltas.", SLIP),
    Mistake("weights squared", lambda delta, W: W**2 @ delta, "Each weight enters twice.", SLIP),
    Mistake("deltas squared", lambda delta, W: W @ np.square(delta), "Each delta enters twice.", SLIP),
    Mistake("delta added to the weights", lambda delta, W: np.sum(W + delta, axis=1),
            "Weight and delta are added; along one path the factors multiply."),
    Mistake("divided by the weights", lambda delta, W: (1 / W) @ delta,
            "The deltas are divided by the weights. Through which factor does z grow when h grows?"),
    Mistake("cut to whole numbers (an array made like W)", lambda delta, W: (W @ delta).astype(W.dtype),
            "Cut to whole numbers where W holds whole numbers: an array made like W takes over its type.", SLIP),
    Mistake("cut to whole numbers (an array made like delta)", lambda delta, W: (W @ delta).astype(delta.dtype),
            "Cut to whole numbers where delta holds whole numbers: an array made like delta takes over its type.", SLIP),
]
