"""forward_batch: the 3-layer network of lesson 1, for all samples at once."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .forward_mistakes import FORWARD, forward_with
from .networks import draw_params, far_apart, far_below, relu, sigmoid, softmax_rows, whole_numbers


def reference(X, params):
    """Z1 = X W1 + b1, H1 = ReLU(Z1), Z2 = H1 W2 + b2, H2 = σ(Z2), Z3 = H2 W3 + b3, P = softmax of each row

    X: (N, n_0). params: W1 (n_0, n_1), b1 (n_1,), ... W3 (n_2, n_3), b3 (n_3,). Returns a dictionary with x, z1, h1,
    z2, h2, z3, p; each is (N, n), a row a sample.
    """
    z1 = X @ params["W1"] + params["b1"]
    h1 = relu(z1)
    z2 = h1 @ params["W2"] + params["b2"]
    h2 = sigmoid(z2)
    z3 = h2 @ params["W3"] + params["b3"]
    return {"x": X, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": softmax_rows(z3)}


ACTIVATIONS = ["relu", "sigmoid"]


def inputs(rng):
    yield rng.normal(size=(5, 3)), draw_params(rng, [3, 4, 6, 2], ACTIVATIONS)  # N and all sizes differ: no wrong axis fits
    yield rng.normal(size=(1, 4)), draw_params(rng, [4, 2, 3, 5], ACTIVATIONS)  # a batch of one keeps its axis
    yield rng.normal(size=(4, 4)), draw_params(rng, [4, 4, 4, 4], ACTIVATIONS)  # square: every transpose and axis fits
    yield whole_numbers(rng)                                                    # integers, a unit of z1 at exactly 0
    yield far_apart(rng)                                                        # logits near 1000 in one row and near
                                                                                # -1000 in another: each needs its own shift
    yield far_below(rng)                                                        # a shift by the largest |z| fails here


def steps(cache, X, params):
    """Each entry of the cache that a function of lesson 1 makes, a whole batch at once, from the entry before it."""
    yield "z1", "affine", (cache["x"], params["W1"], params["b1"])
    yield "h1", "relu", (cache["z1"],)
    yield "z2", "affine", (cache["h1"], params["W2"], params["b2"])
    yield "h2", "sigmoid", (cache["z2"],)
    yield "z3", "affine", (cache["h2"], params["W3"], params["b3"])


def _exp_sigmoid(z, layer, names):
    return relu(z) if layer == 1 else np.exp(z) / (1 + np.exp(z))


MISTAKES = FORWARD + [
    Mistake("sigmoid that overflows", forward_with(activate=_exp_sigmoid),
            "Right for moderate z2, NaN for large ones: exp(1000) is more than a float holds. The sigmoid of lesson 1 is "
            "written the other way.", SLIP),
    Mistake("leaky ReLU", forward_with(activate=lambda z, layer, names: np.where(z > 0, z, 0.01 * z) if layer == 1
                                       else sigmoid(z)),
            "Negative entries of z1 leave a trace: ReLU lets nothing pass there."),
]
