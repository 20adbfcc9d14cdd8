"""Random probabilities and labels for this lesson's inputs."""

import numpy as np

from grader.exercises.forward_pass.softmax import reference as softmax


def probabilities(rng, n):
    """The softmax of n logits of both signs; no entry so small that 1/p drowns the others."""
    return softmax(rng.uniform(-1.5, 1.5, size=n))


def label(rng, n):
    """A one-hot label whose class is not the first: the worked network's is, and lets "always class 0" through."""
    return np.eye(n)[rng.integers(1, n)]
