"""Initial weights: have they the form of a network's parameters, and are they drawn one by one, around 0, from rng?

How large they should be is another question, which those ask who judge an exercise. How often would a right answer be
refused here? A layer is tested where it has n ≥ 6000 weights w of spread σ.
- Centre: refused where |mean| > 8 σ/√n. Normal and uniform draws and draws of ±σ are sub-Gaussian with their own variance:
  2 exp(-8²/2) = 3e-14.
- Units that differ: refused where ‖W‖₂ > 2 σ (√n_in + √n_out). A normal draw exceeds it with a chance of
  exp(-(√n_in + √n_out)²/2) < 1e-60 (Davidson and Szarek); a uniform one is a 1.39-Lipschitz image of it: < 1e-20.
- Equal rows, columns, layers or draws: two of normal or uniform numbers never agree in all digits; of ±σ two columns of 40
  agree in one of 2^40 pairs, and a layer has at most 12,720: 2e-8. Shorter ones may agree, and are not compared.
"""

import re

import numpy as np

from .compare import compare
from .shuffled import Finding
from .values import numbers

MANY, CENTRE, STRETCH, LONG = 6000, 8, 2, 40

FROM_0 = Finding("counted from 0", "The layers are counted from 0: the first weights are called W1.")
TOO_MANY = Finding("a layer too many", "There is a layer too many: weights, and biases with them, lie between two sizes.")
BIASES = Finding("biases not zero", "The biases do not start at 0. Random weights already make the units differ.")
ZEROS = Finding("all zeros", "All weights are 0: nothing is drawn, or what is drawn gets lost.")
CONSTANT = Finding("all the same number", "All weights of a layer are the same number: its units can never differ.")
WHOLE = Finding("whole numbers", "The weights are cut to whole numbers: are they stored in an array of integers?")
ELSEWHERE = Finding("not drawn from rng", "The same rng twice, and other numbers come: they are not drawn from the rng that is "
                                          "handed in.")
FIXED = Finding("always the same numbers", "Another rng, and the same numbers come: they are not drawn from the rng that is "
                                           "handed in.")
SOME_ZEROS = Finding("a layer of zeros", "A layer's weights are all 0.")
COLUMNS = Finding("units alike", "Some units of a layer start with the same weights: draw every weight by itself.")
ROWS = Finding("rows alike", "A unit has the same weight for several of its inputs: draw every weight by itself.")
LAYERS = Finding("layers alike", "Two layers start with the same weights: draw each layer anew from the same rng.")
ONE_SIGN = Finding("one sign only", "All weights of a layer have the same sign; they should lie around 0.")
OFF_CENTRE = Finding("not centred", "The weights do not lie around 0: their mean is too far from it.")
DEPENDENT = Finding("weights not independent", "The weights of a layer follow each other: draw every weight by itself.")


def cases(rng):
    """sizes and a generator; every layer but those of the small network has at least 6000 weights."""
    seeds = [int(seed) for seed in rng.integers(2**40, size=4)]
    yield [40, 160, 50, 125], np.random.default_rng(seeds[0])   # fan-in and fan-out differ, both ways
    yield [90, 70], np.random.default_rng(seeds[1])
    yield [80, 80, 80], np.random.default_rng(seeds[2])         # equal layers must still be drawn one by one
    yield [80, 80, 80], np.random.default_rng(seeds[3])         # another generator: other numbers
    yield [80, 80, 80], np.random.default_rng(seeds[2])         # the same generator: the same numbers
    yield [3, 2000], np.random.default_rng(seeds[1])            # one input more or less shows
    yield [3, 1, 4], np.random.default_rng(seeds[3])            # (1, n), (n, 1) and (n,) are three shapes


def shapes(sizes):
    """{"W1": its shape, "b1": its shape, ...}"""
    found = {}
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        found[f"W{layer}"], found[f"b{layer}"] = (n_in, n_out), (n_out,)
    return found


def misshapen(value, sizes):
    """A Finding where value has not the keys and shapes of a network with layers of these sizes, or None."""
    due = shapes(sizes)
    symptoms = [compare(value, {key: np.zeros(shape)}) for key, shape in due.items()]
    symptom = next((found for found in symptoms if found and found.kind != "entries"), None)
    further = [key for key in value if key not in due and re.fullmatch(r"[Wb]\d+", key)] if isinstance(value, dict) else []
    if "W0" in further:
        return FROM_0
    if symptom:
        return Finding({"missing": "key missing", "shape": "wrong shape", "unreadable": "no numbers",
                        "nan": "NaN or infinity"}[symptom.kind],
                       f"{symptom.words}.")
    return TOO_MANY if further else None


def wrong_draw(cases, values):
    """The first thing wrong with draws of weights, their size aside, or None."""
    for (sizes, _), value in zip(cases, values):
        found = misshapen(value, sizes)
        if found:
            return found
    drawn = [{key: numbers(value[key])[0] for key in shapes(sizes)} for (sizes, _), value in zip(cases, values)]
    if any(np.any(array) for params in drawn for key, array in params.items() if key[0] == "b"):
        return BIASES
    weights = [array for params in drawn for array in params.values() if array.size >= MANY]
    return _same_number(weights) or _generator(cases, drawn) or _alike(weights, drawn) or _around_0(weights)


def layers(cases, values):
    """(sizes, number, weights) of each layer that is large enough to be judged."""
    return [(sizes, layer, numbers(value[f"W{layer}"])[0]) for (sizes, _), value in zip(cases, values)
            for layer in range(1, len(sizes)) if sizes[layer - 1] * sizes[layer] >= MANY]


def _same_number(weights):
    if not any(np.any(W) for W in weights):
        return ZEROS
    if all(np.ptp(W) == 0 for W in weights):
        return CONSTANT
    if all(np.array_equal(W, np.round(W)) for W in weights):
        return WHOLE
    return None if all(np.any(W) for W in weights) else SOME_ZEROS


def _generator(cases, drawn):
    """Equal generators must give equal weights, and different ones different weights."""
    large = [i for i, params in enumerate(drawn) if params["W1"].size >= MANY]
    for i in large:
        for j in large[:large.index(i)]:
            (sizes, rng), (others, other) = cases[i], cases[j]
            same = np.array_equal(drawn[i]["W1"], drawn[j]["W1"])
            if sizes == others and same != (rng.bit_generator.state == other.bit_generator.state):
                return FIXED if same else ELSEWHERE
    return None


def _alike(weights, drawn):
    if any(_repeated(W.T) for W in weights if len(W) >= LONG):
        return COLUMNS
    if any(_repeated(W) for W in weights if len(W.T) >= LONG):
        return ROWS
    large = [params for params in drawn if "W2" in params and params["W1"].size >= MANY]
    return LAYERS if any(np.array_equal(params["W1"], params["W2"]) for params in large) else None


def _repeated(rows):
    return len({row.tobytes() for row in rows + 0.0}) < len(rows)      # -0.0 + 0.0 is 0.0: two zeros are one


def _around_0(weights):
    for W in weights:
        spread = np.sqrt(np.mean(W**2))
        if abs(W.mean()) > CENTRE * spread / np.sqrt(W.size):
            return ONE_SIGN if W.min() >= 0 or W.max() <= 0 else OFF_CENTRE
        longest = np.sqrt(np.linalg.eigvalsh(W @ W.T if len(W) < len(W.T) else W.T @ W)[-1])   # ‖W‖₂, faster than by svd
        if longest > STRETCH * spread * (np.sqrt(W.shape[0]) + np.sqrt(W.shape[1])):
            return DEPENDENT
    return None
