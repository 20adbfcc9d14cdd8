"""Is a draw of initial weights what it should be? Statistical tests, and names for the draws that are known to be wrong.

How often would a right answer be refused? A layer is tested where it has n ≥ 6000 weights w of spread σ.
- Variance: refused where mean(w²) is off by more than 15 %. For a normal draw n · mean(w²) / σ² is χ² with n degrees of
  freedom, so by Chernoff the chance is at most exp(-n/2 (t - ln(1 + t))) = 5e-14 above (t = 0.15) and less below. For a
  uniform draw w²/σ² lies in [0, 3] and Hoeffding gives 2 exp(-2 n t² / 9) = 2e-13.
- Centre: refused where |mean| > 8 σ/√n. Both draws are sub-Gaussian with their own variance: 2 exp(-8²/2) = 3e-14.
- Units that differ: refused where ‖W‖₂ > 2 σ (√n_in + √n_out). A normal draw exceeds it with a chance of
  exp(-(√n_in + √n_out)²/2) < 1e-60 (Davidson and Szarek); a uniform one is a 1.39-Lipschitz image of it: < 1e-20.
One grading makes 3 draws of 10 such layers, 3 tests each: all of it together refuses a right answer less than once in
1e11 times. The tests of equality refuse none: equal generators give equal numbers, and two draws of normal or uniform
numbers never agree in all digits.
"""

import numpy as np

from grader.exercise import Complaint
from utils.checking.compare import compare
from utils.checking.values import numbers

MANY, OFF, CENTRE, STRETCH = 6000, 0.15, 8, 2


def inputs(rng):
    """sizes and a generator; every layer but those of the small network has at least 6000 weights."""
    seeds = [int(seed) for seed in rng.integers(2**40, size=4)]
    yield [40, 160, 50, 125], np.random.default_rng(seeds[0])   # fan-in and fan-out differ, both ways
    yield [90, 70], np.random.default_rng(seeds[1])
    yield [80, 80, 80], np.random.default_rng(seeds[2])         # equal layers must still be drawn one by one
    yield [80, 80, 80], np.random.default_rng(seeds[3])         # another generator: other numbers
    yield [80, 80, 80], np.random.default_rng(seeds[2])         # the same generator: the same numbers
    yield [3, 1, 4], np.random.default_rng(seeds[3])            # (1, n), (n, 1) and (n,) are three shapes


def network(spread, draw=None, biases=np.zeros):
    """The initialiser with W_l = draw(rng, spread(n_in, n_out), (n_in, n_out)); a normal draw unless told."""
    draw = draw or (lambda rng, size, shape: size * rng.standard_normal(shape))

    def init(sizes, rng):
        params = {}
        for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
            params[f"W{layer}"] = draw(rng, spread(n_in, n_out), (n_in, n_out))
            params[f"b{layer}"] = biases(n_out)
        return params
    return init


def verify(cases, values, variance, known):
    """The Complaint about initial weights, or None.

    cases: (sizes, rng); values: the params that came back. variance(n_in, n_out): what it should be. known: a list of
    (name, variance(n_in, n_out), words) for wrong ones, with "uniform" or "normal" where only such draws can mean that.
    """
    for (sizes, _), params in zip(cases, values):
        complaint = _form(sizes, params)
        if complaint:
            return complaint
    drawn = [{f"{letter}{layer}": numbers(params[f"{letter}{layer}"])[0] for layer in range(1, len(sizes)) for letter in "Wb"}
             for (sizes, _), params in zip(cases, values)]
    complaint = _biases(drawn) or _generator(cases, drawn)
    if complaint:
        return complaint
    layers = [(sizes, layer, params[f"W{layer}"]) for (sizes, _), params in zip(cases, drawn)
              for layer in range(1, len(sizes)) if sizes[layer - 1] * sizes[layer] >= MANY]
    return (_values(layers) or _alike(drawn, cases, layers) or _variance(layers, variance, known))


def _form(sizes, params):
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        for key, shape in ((f"W{layer}", (n_in, n_out)), (f"b{layer}", (n_out,))):
            symptom = compare(params, {key: np.zeros(shape)})
            if symptom and symptom.kind != "entries":
                return Complaint(symptom.kind, f"{symptom.words}.")
    return None


def _biases(drawn):
    if any(np.any(value != 0) for params in drawn for key, value in params.items() if key.startswith("b")):
        return Complaint("biases not zero", "The biases do not start at 0. Random weights already make the units differ.")
    return None


def _generator(cases, drawn):
    """Equal generators must give equal weights, and different ones different weights."""
    weights = [params["W1"] for params in drawn]
    many = [array for params in drawn for array in params.values() if array.size >= MANY]
    if not any(np.any(W) for W in many):
        return Complaint("all zeros", "All weights are 0: nothing is drawn, or what is drawn gets lost.")
    if all(np.ptp(W) == 0 for W in many):
        return Complaint("all the same number", "All weights of a layer are the same number: its units can never differ.")
    if all(np.array_equal(W, np.round(W)) for W in many):
        return Complaint("whole numbers", "The weights are cut to whole numbers: are they stored in an array of integers?")
    for i, (sizes, rng) in enumerate(cases):
        for j in range(i):
            if sizes != cases[j][0]:
                continue
            same_state = rng.bit_generator.state == cases[j][1].bit_generator.state
            same_weights = np.array_equal(weights[i], weights[j])
            if same_state and not same_weights:
                return Complaint("not drawn from rng", "The same rng twice, and other numbers come: they are not drawn from "
                                                       "the rng that is handed in.")
            if same_weights and not same_state:
                return Complaint("always the same numbers", "Another rng, and the same numbers come: they are not drawn from "
                                                            "the rng that is handed in.")
    return None


def _values(layers):
    for _, _, W in layers:
        spread = np.sqrt(np.mean(W**2))
        if spread == 0:
            return Complaint("a layer of zeros", "A layer's weights are all 0.")
        if abs(W.mean()) > CENTRE * spread / np.sqrt(W.size):
            if W.min() >= 0 or W.max() <= 0:
                return Complaint("one sign only", "All weights of a layer have the same sign; they should lie around 0.")
            return Complaint("not centred", "The weights do not lie around 0: their mean is too far from it.")
    return None


def _different(rows):
    return len({row.tobytes() for row in rows})


def _alike(drawn, cases, layers):
    for _, _, W in layers:
        stretch = np.sqrt(np.linalg.eigvalsh(W @ W.T if len(W) < len(W.T) else W.T @ W)[-1])   # ‖W‖₂, faster than by svd
        bound = STRETCH * np.sqrt(np.mean(W**2)) * (np.sqrt(W.shape[0]) + np.sqrt(W.shape[1]))
        if _different(W.T) < W.shape[1]:
            return Complaint("units alike", "Some units of a layer start with the same weights: draw every weight by itself.")
        if stretch > bound or _different(W) < len(W):
            return Complaint("weights not independent", "The weights of a layer follow each other: draw every weight by itself.")
    for params, (sizes, _) in zip(drawn, cases):
        if len(sizes) > 2 and sizes[0] == sizes[1] == sizes[2] and np.array_equal(params["W1"], params["W2"]):
            return Complaint("layers alike", "Two layers start with the same weights: draw each layer anew from the same rng.")
    return None


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
        found = min(other, key=lambda item: off(item[1]))
        if off(found[1]) <= OFF:
            return Complaint(found[0], found[2])
    spreads = np.array([np.mean(W**2) for _, _, W in layers])
    if spreads.max() < 1.3 * spreads.min():
        return Complaint("one spread for all sizes", "Every layer has the same spread, wide or narrow: it should follow from "
                                                     "the layer's sizes.")
    ratios = np.array([np.mean(W**2) / variance(sizes[layer - 1], sizes[layer]) for sizes, layer, W in layers])
    if ratios.max() < 1.3 * ratios.min():
        way = "large" if ratios.mean() > 1 else "small"
        return Complaint(f"spread too {way}", f"The spread follows the sizes as it should, but is too {way} by the same factor "
                                              "in every layer.")
    return Complaint("wrong spread", "The spread of the weights is not what the derivation gives, and not by the same factor "
                                     "in every layer: which sizes enter, and is there a root?")
