"""step_bound: by how much a layer can stretch δ at most."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .slopes import TOPS, slope


def reference(W, activation):
    """bound = max f' · ‖W‖₂,  so that ‖δ_l‖ ≤ bound · ‖δ_(l+1)‖

    W: (n_l, n_(l+1)), the weights that δ comes back through. activation: that of layer l, "relu", "sigmoid" or "tanh".
    Returns a number; ‖W‖₂ is the largest singular value of W.
    """
    return TOPS[activation] * np.linalg.norm(np.asarray(W, dtype=float), 2)


def inputs(rng):
    for activation in ("relu", "sigmoid", "tanh"):
        yield rng.normal(size=(4, 3)), activation               # mixed signs, not square: other norms show
    yield rng.normal(size=(2, 5)), "sigmoid"
    yield rng.normal(size=(3, 3)), "tanh"                       # square: the largest eigenvalue is another number
    yield np.array([[0.0, 3.0, 0.0], [0.0, 0.0, 0.5], [0.0, 0.0, 0.0]]), "relu"   # all eigenvalues are 0
    yield np.array([[3, 0], [4, 0]]), "sigmoid"                 # whole numbers; rank 1
    yield np.array([[-2.0]]), "tanh"                            # one weight, negative
    yield np.zeros((2, 3)), "sigmoid"                           # nothing comes through
    yield 6 * rng.normal(size=(5, 4)), "sigmoid"                # may explode in spite of the slope


def _singular(W):
    return np.linalg.svd(np.asarray(W, dtype=float), compute_uv=False)


def _eigenvalue(W, activation):
    W = np.asarray(W, dtype=float)
    if W.shape[0] != W.shape[1]:
        raise np.linalg.LinAlgError("not square")
    return TOPS[activation] * np.abs(np.linalg.eigvals(W)).max()


MISTAKES = [
    Mistake("slope missing", lambda W, activation: _singular(W)[0],
            "This is what W can do. δ also passes the activation: how steep can that be at most?"),
    Mistake("weights missing", lambda W, activation: TOPS[activation],
            "This is the steepest slope alone. δ also comes back through the weights."),
    Mistake("Frobenius norm", lambda W, activation: TOPS[activation] * np.linalg.norm(W),
            "The root of the sum of all squared weights is never too small, but it is more than W can do to one vector: "
            "look at the order of the norm."),
    Mistake("Frobenius norm, slope missing", lambda W, activation: np.linalg.norm(W),
            "Two things: this norm adds up the squares of all weights, more than W can do to one vector; and the "
            "activation's slope is missing."),
    Mistake("1-norm", lambda W, activation: TOPS[activation] * np.linalg.norm(W, 1),
            "This is the largest column sum of |W|; lengths of vectors are stretched by another norm of W."),
    Mistake("infinity norm", lambda W, activation: TOPS[activation] * np.linalg.norm(W, np.inf),
            "This is the largest row sum of |W|; lengths of vectors are stretched by another norm of W."),
    Mistake("largest weight", lambda W, activation: TOPS[activation] * np.max(np.abs(W)),
            "One weight does not decide: the contributions of many weights can point the same way."),
    Mistake("largest weight, signs kept", lambda W, activation: TOPS[activation] * np.max(W),
            "One weight does not decide, and a large negative weight stretches as much as a positive one."),
    Mistake("mean weight", lambda W, activation: TOPS[activation] * np.mean(np.abs(W)),
            "A mean says what happens typically to one entry; asked for is the most that can happen to a vector."),
    Mistake("smallest stretch", lambda W, activation: TOPS[activation] * _singular(W)[-1],
            "This is the direction that W stretches least; a bound needs the one that it stretches most.", SLIP),
    Mistake("sum of the singular values", lambda W, activation: TOPS[activation] * _singular(W).sum(),
            "All stretches of W are added up; one vector can only be stretched by the largest of them."),
    Mistake("all singular values", lambda W, activation: TOPS[activation] * _singular(W),
            "These are the stretches of W in all its directions; the bound is one number.", SLIP),
    Mistake("squared", lambda W, activation: TOPS[activation] * _singular(W)[0] ** 2,
            "The stretch of W enters squared: W Wᵀ stretches twice, W once."),
    Mistake("eigenvalue", _eigenvalue,
            "The largest eigenvalue is no bound, and exists only for square W: what W stretches most need not come out in "
            "its own direction."),
    Mistake("sigmoid for all", lambda W, activation: 0.25 * _singular(W)[0],
            "Every slope is taken to be a sigmoid's: the second argument says which activation it is."),
    Mistake("sigmoid's value", lambda W, activation: _singular(W)[0] * (1.0 if activation != "sigmoid" else 0.5),
            "For the sigmoid its value at 0 stands where its slope belongs: how steep is it there?"),
    Mistake("sigmoid at 1", lambda W, activation: _singular(W)[0] * TOPS[activation] * (
        1.0 if activation != "sigmoid" else 4 * 0.19661193324148185),
            "The sigmoid's slope is taken at z = 1; where is it steepest?", SLIP),
    Mistake("tanh as a sigmoid", lambda W, activation: _singular(W)[0] * (1.0 if activation == "relu" else 0.25),
            "tanh is given the sigmoid's steepest slope; it is steeper: what is tanh'(0)?"),
    Mistake("divided", lambda W, activation: _singular(W)[0] / TOPS[activation],
            "δ is multiplied by the slope; here the weights are divided by it.", SLIP),
    Mistake("added", lambda W, activation: TOPS[activation] + _singular(W)[0],
            "The two factors are added; one after the other they multiply."),
    Mistake("squared slope", lambda W, activation: TOPS[activation] ** 2 * _singular(W)[0],
            "The slope enters twice: δ passes one activation on its way through one layer."),
    Mistake("per unit", lambda W, activation: TOPS[activation] * np.linalg.norm(W, axis=1),
            "A length for each row of W; asked for is one number for the whole layer.", SLIP),
    Mistake("per unit", lambda W, activation: TOPS[activation] * np.linalg.norm(W, axis=0),
            "A length for each column of W; asked for is one number for the whole layer.", SLIP),
    Mistake("longest column", lambda W, activation: TOPS[activation] * np.linalg.norm(W, axis=0).max(),
            "The longest column of W: a vector can be stretched more than any one column is long."),
    Mistake("longest row", lambda W, activation: TOPS[activation] * np.linalg.norm(W, axis=1).max(),
            "The longest row of W: a vector can be stretched more than any one row is long."),
    Mistake("slopes at 1", lambda W, activation: _singular(W)[0] * slope(1.0, activation),
            "The slope is taken at z = 1; where is the activation steepest?", SLIP),
    Mistake("slopes at 0", lambda W, activation: _singular(W)[0] * slope(0.0, activation),
            "The slope is taken at z = 0. For ReLU the course calls it 0 there, and it is steeper elsewhere."),
    Mistake("slopes at 0, Frobenius norm", lambda W, activation: np.linalg.norm(W) * slope(0.0, activation),
            "Two things: for ReLU the slope at 0 is not the steepest, and this norm adds up the squares of all weights."),
    Mistake("tanh at half", lambda W, activation: _singular(W)[0] * {"sigmoid": 0.25, "tanh": 0.5, "relu": 1.0}[activation],
            "tanh is given a slope of one half; it is steeper: what is tanh'(0)?"),
    Mistake("ReLU at half", lambda W, activation: _singular(W)[0] * {"sigmoid": 0.25, "tanh": 1.0, "relu": 0.5}[activation],
            "ReLU is given its mean slope; the bound needs the steepest."),
    Mistake("half for the ones that saturate",
            lambda W, activation: _singular(W)[0] * {"sigmoid": 0.5, "tanh": 0.5, "relu": 1.0}[activation],
            "The slopes are not the steepest: what are σ'(0) and tanh'(0)?"),
    Mistake("slopes at the weights", lambda W, activation: _singular(W)[0] * np.max(slope(W, activation)),
            "The slope is taken at the weights; it belongs to z, and the bound needs its largest value anywhere."),
    Mistake("slopes at the weights alone", lambda W, activation: np.max(slope(W, activation)),
            "The slope is taken at the weights; it belongs to z. And δ also comes back through the weights themselves."),
    Mistake("mean slope at the weights", lambda W, activation: _singular(W)[0] * np.mean(slope(W, activation)),
            "The slope is taken at the weights and averaged; it belongs to z, and a bound needs its largest value."),
    Mistake("absolute weights added up", lambda W, activation: TOPS[activation] * np.sum(np.abs(W)),
            "All weights are added up: that is never too small, but more than W can do to one vector."),
    Mistake("weights added up", lambda W, activation: TOPS[activation] * np.sum(W),
            "The weights are added up with their signs; what counts is how W stretches a vector."),
    Mistake("sum of squares", lambda W, activation: TOPS[activation] * np.sum(np.square(W)),
            "The squares of all weights are added up; what counts is how W stretches a vector."),
    Mistake("root of the stretch", lambda W, activation: TOPS[activation] * np.sqrt(_singular(W)[0]),
            "There is a root round the stretch of W that does not belong there.", SLIP),
    Mistake("mean stretch", lambda W, activation: TOPS[activation] * np.mean(_singular(W)),
            "The stretches of W are averaged; a bound needs the largest."),
    Mistake("typical stretch", lambda W, activation: TOPS[activation] * np.linalg.norm(W) / np.sqrt(min(np.shape(W))),
            "This is what W does in a typical direction; a bound needs the direction that it stretches most."),
    Mistake("never below 1", lambda W, activation: max(1.0, TOPS[activation] * _singular(W)[0]),
            "The bound is kept at 1 or above; a layer may well shorten every δ.", SLIP),
    Mistake("divided by the inputs", lambda W, activation: TOPS[activation] * _singular(W)[0] / len(W),
            "The stretch is divided by a size of W; it is asked for as it is.", SLIP),
    Mistake("with a root of the size", lambda W, activation: TOPS[activation] * _singular(W)[0] * np.sqrt(np.shape(W)[1]),
            "The stretch is multiplied by the root of a size of W; it is asked for as it is.", SLIP),
]
