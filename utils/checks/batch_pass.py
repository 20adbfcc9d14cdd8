"""A forward pass for the checks: the learner's functions of lesson 1, one sample and one layer at a time."""

import numpy as np

from utils.checking.report import CheckFailed

KINK = 0.02   # how near to 0 a ReLU's z may come: a finite difference must not step over the kink


class Pass:
    """The network of params and activations, run by functions that take one sample.

    at: a cache. Where its z of a ReLU is exactly 0, the unit is held on the side where it is off, the side that the
    course's convention (a derivative of 0) speaks of; with on_at_zero = True, on the other side.
    """

    on_at_zero = False

    def __init__(self, params, activations, affine, relu, sigmoid, softmax, cross_entropy=None, at=None):
        self.params, self.activations, self.at = params, list(activations), at
        self.pieces = {"affine": affine, "relu": relu, "sigmoid": sigmoid, "softmax": softmax, "tanh": np.tanh,
                       "cross_entropy": cross_entropy}

    def loss_with(self, key, value, Y):
        """The mean loss when one parameter, such as "W2", is value; the layers before it are as in the cache."""
        layer = int(key[1:])
        below = self.at[f"h{layer - 1}" if layer > 1 else "x"]
        return self.loss_from(layer, self._affine(layer, below, **{key[0]: value}), Y)

    def cache(self, X):
        """x, z1, h1, ..., p, a row a sample."""
        cache, h = {"x": np.array(X)}, X
        for layer in range(1, len(self.activations) + 2):
            cache[f"z{layer}"] = self._affine(layer, h)
            h = self._leave(layer, cache[f"z{layer}"])
            cache[f"h{layer}" if layer <= len(self.activations) else "p"] = h
        return cache

    def loss_from(self, layer, z, Y, only_first=False, straight=()):
        """The mean loss when z of that layer is z.

        only_first: in every layer above, the first unit alone feels it. straight: hidden layers whose h follows z with
        slope 1, whatever their activation.
        """
        if layer > len(self.activations):
            return self._mean(self._leave(layer, z), Y)
        h = self.at[f"h{layer}"] + z - self.at[f"z{layer}"] if layer in straight else self._leave(layer, z)
        above = self._affine(layer + 1, h)
        if only_first:
            above = np.where(np.arange(above.shape[1]) == 0, above, self.at[f"z{layer + 1}"])
        return self.loss_from(layer + 1, above, Y, only_first, straight)

    def fit_to_measure(self, X, rng):
        """X, drawn again until no ReLU's z lies near 0 without being 0, and no layer is off altogether."""
        while any(np.any((np.abs(z) < KINK) & (z != 0)) or not np.any(z > 0) for z in self._relu_z(X)):
            X = rng.normal(size=X.shape).round(2)
        return X

    def _relu_z(self, X):
        cache = self.cache(X)
        return [cache[f"z{layer}"] for layer, name in enumerate(self.activations, start=1) if name == "relu"]

    def _affine(self, layer, h, W=None, b=None):
        W = self.params[f"W{layer}"] if W is None else W
        b = self.params[f"b{layer}"] if b is None else b
        return self._rows("affine", (W.shape[1],), *[(row, W, b) for row in h])

    def _leave(self, layer, z):
        if layer > len(self.activations):
            return self._rows("softmax", z.shape[1:], *[(row,) for row in z])
        name = self.activations[layer - 1]
        if name == "relu" and self.at is not None:
            at_zero = self.at[f"z{layer}"] == 0
            if self.on_at_zero and np.any(at_zero):
                return np.where(at_zero, z, self._rows(name, z.shape[1:], *[(row,) for row in z]))
            z = z - at_zero
        return self._rows(name, z.shape[1:], *[(row,) for row in z])

    def _mean(self, P, Y):
        return np.mean(self._rows("cross_entropy", (), *[(p, y) for p, y in zip(P, Y)]))

    def _rows(self, name, shape, *rows):
        try:
            found = np.array([np.asarray(self.pieces[name](*row), dtype=float) for row in rows])
        except Exception as error:
            raise self._broken(name, f"stops with a {type(error).__name__}") from None
        if found.shape != (len(rows),) + shape:
            raise self._broken(name, "returns another shape than it should")
        return found

    @staticmethod
    def _broken(name, what):
        return CheckFailed(f"not judged: {name} of lesson 1 {what}. Run the cells at the top of the notebook again.")
