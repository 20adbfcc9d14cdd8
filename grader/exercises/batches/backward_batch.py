"""backward_batch: every gradient of the 3-layer network, for all samples at once."""

from grader.exercise import SLIP, Mistake

from . import forward_batch
from .backward_mistakes import BACKWARD
from .backward_variants import backward_with, related, scales
from .networks import draw_labels, draw_params, whole_numbers

PARTS = ["W1", "b1", "W2", "b2", "W3", "b3"]


def reference(cache, Y, params):
    """Δ3 = (P - Y) / N;  ∂L/∂W_l = H_(l-1)ᵀ Δ_l;  ∂L/∂b_l = Σ_n Δ_l[n];  Δ_(l-1) = (Δ_l W_lᵀ) ∘ f'(Z_(l-1))

    cache: what forward_batch returns. Y: (N, n_3), one-hot rows. params: W1, b1, W2, b2, W3, b3. Returns the gradients of
    the mean loss, with the keys and shapes of params.
    """
    delta3 = (cache["p"] - Y) / len(Y)
    delta2 = (delta3 @ params["W3"].T) * cache["h2"] * (1 - cache["h2"])
    delta1 = (delta2 @ params["W2"].T) * (cache["z1"] > 0)
    return {"W1": cache["x"].T @ delta1, "b1": delta1.sum(axis=0),
            "W2": cache["h1"].T @ delta2, "b2": delta2.sum(axis=0),
            "W3": cache["h2"].T @ delta3, "b3": delta3.sum(axis=0)}


def inputs(rng):
    for samples, sizes in [(5, [3, 4, 6, 2]),       # N and all sizes differ: no wrong axis and no transpose fits
                           (1, [4, 6, 3, 5]),       # a batch of one keeps its axis; a sum and a mean agree
                           (4, [4, 4, 4, 4]),       # square: every transpose and axis fits
                           (7, [2, 5, 4, 3])]:
        params = draw_params(rng, sizes, forward_batch.ACTIVATIONS)
        X = rng.normal(size=(samples, sizes[0]))
        yield forward_batch.reference(X, params), draw_labels(rng, samples, sizes[-1]), params
    X, params = whole_numbers(rng)                  # integers, entries of z1 at exactly 0
    yield forward_batch.reference(X, params), draw_labels(rng, 3, 6).astype(int), params


def _overwriting(cache, Y, params):
    """δ made in place of p: the cache is spoiled for the next call."""
    delta = cache["p"]
    delta -= Y
    delta /= len(Y)
    return reference(cache | {"p": delta * len(Y) + Y}, Y, params)


def _skip(layer):
    """δ of the hidden layer is taken for that of the layer above, where the shapes allow it."""
    def formula(cache, Y, params):
        grads = reference(cache, Y, params)
        delta3 = (cache["p"] - Y) / len(Y)
        if layer == 1:
            delta2 = (delta3 @ params["W3"].T) * cache["h2"] * (1 - cache["h2"])
            return grads | {"W1": cache["x"].T @ delta2, "b1": delta2.sum(axis=0)}
        delta1 = (delta3 @ params["W2"].T) * (cache["z1"] > 0)
        return grads | {"W2": cache["h1"].T @ delta3, "b2": delta3.sum(axis=0),
                        "W1": cache["x"].T @ delta1, "b1": delta1.sum(axis=0)}
    return formula


def _own_h(cache, Y, params):
    """The weights' gradients from what leaves the layer, where it should be what enters it."""
    found = related(cache, Y, params)
    return reference(cache, Y, params) | {f"W{layer}": cache[f"h{layer}"].T @ found[f"∂L/∂z{layer}, a row a sample"]
                                          for layer in (1, 2)}


def _biases(finish):
    return backward_with(finish=lambda grads, params, cache: grads | finish(grads, params))


MISTAKES = BACKWARD + [
    Mistake("p overwritten", _overwriting,
            "δ is made in place of p, so that the cache is spoiled for the next call: make a new array.", SLIP),
    Mistake("δ1 is δ2", _skip(1),
            "δ of layer 2 is used for layer 1 as it is: it has to go back through W2 and ReLU first."),
    Mistake("δ2 is δ3", _skip(2),
            "δ of layer 3 is used for layer 2 as it is: it has to go back through W3 and the sigmoid first."),
    Mistake("h of the layer itself", _own_h,
            "The weights' gradient is made of what leaves the layer: it is what enters the layer that its weights meet."),
    Mistake("the bias itself", _biases(lambda grads, params: {key: params[key] for key in params if key[0] == "b"}),
            "This is the bias itself, not its gradient.", SLIP),
    Mistake("the weights themselves", _biases(lambda grads, params: {key: params[key] for key in params if key[0] == "W"}),
            "These are the weights themselves, not their gradient.", SLIP),
]
