"""Solutions with one small change each: the hidden tests refuse them."""

import numpy as np
import pytest

from grader import mutants
from grader.judge import Trial

SOURCES = mutants.solutions()


@pytest.mark.parametrize("name", ["affine", "softmax", "softmax_jacobian", "output_delta", "weight_gradient", "bias_gradient",
                                  "gradient_step", "hidden_gradient", "relu_derivative", "sigmoid_derivative", "hidden_delta",
                                  "forward", "backward"])
def test_no_change_lives_on(name):
    count, living = mutants.survivors(name, SOURCES[name])
    assert living == []
    assert count or name in ("bias_gradient", "hidden_delta")


def test_changes_are_made_one_at_a_time():
    found = dict(mutants.mutants("def f(x, y):\n    return -np.max(x, axis=0) + 2 * y.T"))
    assert "line 2: Add to Sub" in found and found["line 2: transpose dropped"].endswith("2 * y")
    assert "max(x)" in found["line 2: axis dropped"] and "min(x" in found["line 2: max to min"]
    assert len(set(found.values())) == len(found)


def test_a_test_with_poor_inputs_lets_changes_live(monkeypatch):
    """Square, symmetric inputs: what the tests must not have."""
    from grader import judge
    from grader.exercise import load
    poor = Trial(load("affine"), [(np.ones(3), np.eye(3), np.zeros(3))])
    monkeypatch.setattr(judge, "trial", lambda name, seed: poor)
    assert mutants.survivors("affine", SOURCES["affine"])[1]
