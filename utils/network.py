"""The worked network: 3-3-3-3, ReLU, sigmoid, softmax, cross-entropy, with numbers to follow on paper."""

import numpy as np

LEARNING_RATE = 0.01


def worked_network():
    """(x, params, y): one sample, the six parameter arrays by name, and the one-hot label.

    x: (3,). W1, W2, W3: (3, 3), entry [i, j] the weight from unit i to unit j. b1, b2, b3: (3,). y: (3,).
    """
    x = np.array([0.1, 0.2, 0.7])
    params = {
        "W1": np.array([[0.1, 0.2, 0.3], [0.3, 0.2, 0.7], [0.4, 0.3, 0.9]]), "b1": np.ones(3),
        "W2": np.array([[0.2, 0.3, 0.5], [0.3, 0.5, 0.7], [0.6, 0.4, 0.8]]), "b2": np.ones(3),
        "W3": np.array([[0.1, 0.4, 0.8], [0.3, 0.7, 0.2], [0.5, 0.2, 0.9]]), "b3": np.ones(3),
    }
    return x, params, np.array([1.0, 0.0, 0.0])
