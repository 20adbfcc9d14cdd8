"""Is a draw of initial weights as wide as it should be? A statistical test, and names for the widths known to be wrong.

What else can be wrong with a draw is judged in utils.checking.initial_weights, which states how often that refuses a right one.
Variance: a layer of n ≥ 6000 weights w of spread σ is refused where mean(w²) is off by more than 15 %. For a normal draw
n · mean(w²) / σ² is χ² with n degrees of freedom, so by Chernoff the chance is at most exp(-n/2 (t - ln(1 + t))) = 5e-14
above (t = 0.15) and less below. For a uniform draw w²/σ² lies in [0, 3] and Hoeffding gives 2 exp(-2 n t² / 9) = 2e-13.
One grading makes 3 draws of 11 such layers: with the tests there, all of it refuses a right normal or uniform answer less than
once in 1e11 times.
"""

import functools

import numpy as np

from grader.exercise import SLIP, Complaint, Mistake
from utils.checking import initial_weights as found

inputs = found.cases
OFF = 0.15


def network(spread, draw=None, biases=np.zeros, first=1):
    """The initialiser with W_l = draw(rng, spread(n_in, n_out), (n_in, n_out)); a normal draw unless told."""
    draw = draw or (lambda rng, size, shape: size * rng.standard_normal(shape))

    def init(sizes, rng):
        params = {}
        for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=first):
            params[f"W{layer}"] = draw(rng, spread(n_in, n_out), (n_in, n_out))
            params[f"b{layer}"] = biases(n_out)
        return params
    return init


def mistakes(spread, known):
    """Mistakes of every draw that should have this spread(n_in, n_out); of known, as below, the first six."""
    def drawn(draw, finding, kind="misconception"):
        return Mistake(finding.name, network(spread, draw), finding.words, kind)

    def wide(function, n_in, n_out):
        return np.sqrt(function(n_in, n_out))

    return [Mistake(name, network(functools.partial(wide, function)), words) for name, function, words in known[:6]] + [
        drawn(lambda rng, size, shape: np.zeros(shape), found.ZEROS),
        drawn(lambda rng, size, shape: np.full(shape, size), found.CONSTANT),
        drawn(lambda rng, size, shape: np.sqrt(3) * size * rng.random(shape), found.ONE_SIGN),
        drawn(lambda rng, size, shape: np.repeat(size * rng.standard_normal((shape[0], 1)), shape[1], axis=1), found.COLUMNS),
        drawn(lambda rng, size, shape: np.repeat(size * rng.standard_normal((1, shape[1])), shape[0], axis=0), found.ROWS),
        drawn(lambda rng, size, shape: size * np.random.default_rng(0).standard_normal(shape), found.FIXED, SLIP),
        drawn(lambda rng, size, shape: size * np.random.default_rng().standard_normal(shape), found.ELSEWHERE),
        Mistake(found.LAYERS.name, _in_every_layer_anew(spread), found.LAYERS.words, SLIP),
        Mistake("negative weights cut", network(spread, lambda rng, size, shape: np.maximum(
            size * rng.standard_normal(shape), 0)), "The negative weights are cut to 0: ReLU belongs to z, not to the weights."),
        Mistake(found.BIASES.name, network(spread, biases=np.ones), found.BIASES.words, SLIP),
        Mistake(found.FROM_0.name, network(spread, first=0), found.FROM_0.words, SLIP),
        Mistake("transposed", network(spread, lambda rng, size, shape: size * rng.standard_normal(shape[::-1])),
                "The weights are the other way round: rows belong to the layer's inputs, columns to its units."),
        Mistake("bias as a row", network(spread, biases=lambda n: np.zeros((1, n))),
                "The bias has shape (1, n): one axis too many, it should have (n,).", SLIP),
    ]


def _in_every_layer_anew(spread):
    def init(sizes, rng):
        state = rng.bit_generator.state

        def draw(rng, size, shape):
            rng.bit_generator.state = state
            return size * rng.standard_normal(shape)
        return network(spread, draw)(sizes, rng)
    return init


def verify(cases, values, variance, known):
    """A Complaint about draws that should have this variance(n_in, n_out), or None. known: wrong ones, (name, variance, words)
    and the kind of draw where the name holds for one alone."""
    return found.wrong_draw(cases, values) or _variance(found.layers(cases, values), variance, known)


def _variance(layers, variance, known):
    def off(other):
        return max(abs(np.mean(W**2) / other(sizes, layer) - 1) for sizes, layer, W in layers)

    def of_layer(function):
        return lambda sizes, layer: function(sizes[layer - 1], sizes[layer])

    if off(of_layer(variance)) <= OFF:
        return None
    flat = np.mean([np.mean(W**4) / np.mean(W**2) ** 2 for _, _, W in layers]) < 2.4    # 1.8 uniform, 3 normal
    other = [(name, of_layer(function), words) for name, function, words, *shape in known
             if shape in ([], ["uniform" if flat else "normal"])] + [
        ("first layer's sizes", lambda sizes, layer: variance(sizes[0], sizes[1]),
         "Every layer has the spread of the first: n_in and n_out change from layer to layer."),
        ("last layer's sizes", lambda sizes, layer: variance(sizes[-2], sizes[-1]),
         "Every layer has the spread of the last: n_in and n_out change from layer to layer."),
        ("input and output of the network", lambda sizes, layer: variance(sizes[0], sizes[-1]),
         "The sizes of the network's input and output are used for every layer: each layer has its own.")]
    with np.errstate(all="ignore"):
        likeliest = min(other, key=lambda item: off(item[1]))
        if off(likeliest[1]) <= OFF:
            return Complaint(likeliest[0], likeliest[2])
    spreads = np.array([np.mean(W**2) for _, _, W in layers])
    if spreads.max() < 1.3 * spreads.min():
        return Complaint("one spread for all sizes", "Every layer has the same spread, wide or narrow: it should follow from "
                                                     "the layer's sizes.")
    ratios = np.array([np.mean(W**2) / variance(sizes[layer - 1], sizes[layer]) for sizes, layer, W in layers])
    if ratios.max() < 1.3 * ratios.min():
        way = "large" if ratios.mean() > 1 else "small"
        return Complaint(f"spread too {way}", f"The spread follows the sizes as it should, but is too {way} by the same factor "
                                              "in every layer.")
    return _by_layer(layers, np.abs(ratios - 1) <= OFF) or Complaint(
        "wrong spread", "The spread of the weights is not what the derivation gives, and not by the same factor in every layer: "
        "which sizes enter, and is there a root?")


def _by_layer(layers, right):
    """A Complaint where the first or the last layer alone has, or has not, the right spread."""
    first, last = (np.array(which) for which in zip(*((layer == 1, layer == len(sizes) - 1) for sizes, layer, _ in layers)))
    for pattern, name, words in (
            (~last, "last layer apart", "The last layer is drawn by another rule than the others: one rule holds for all."),
            (first, "first layer only scaled", "The first layer's spread is right and that of the later ones is not: one rule "
                                               "holds for all, with each layer's own sizes."),
            (~first, "first layer apart", "The first layer is drawn by another rule than the others: one rule holds for all.")):
        if np.array_equal(right, pattern):
            return Complaint(name, words)
    return None
