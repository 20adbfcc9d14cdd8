"""Numbers worked on paper: every honest way to round is accepted, and nothing else."""

import itertools

import numpy as np
import pytest

from utils import worked_network
from utils.paper import ROWS, check_paper


def worked(digits, carry_rounded=False, round_parts=False):
    """The rows as a person writes them: rounded rows carried on or not, products and exponentials rounded or not."""
    def rounded(a):
        return np.round(a, digits)

    def kept(a):
        return rounded(a) if carry_rounded else a

    def part(a):
        return rounded(a) if round_parts else a

    def layer(h, W, b):
        return kept(sum(part(h[i] * W[i]) for i in range(3)) + b)

    x, params, _ = worked_network()
    z1 = layer(x, params["W1"], params["b1"])
    z2 = layer(z1, params["W2"], params["b2"])
    h2 = kept(1 / (1 + part(np.exp(-z2))))
    z3 = layer(h2, params["W3"], params["b3"])
    powers = part(np.exp(z3))
    p = kept(powers / part(powers.sum()))
    rows = {"z1": z1, "h1": z1, "z2": z2, "h2": h2, "z3": z3, "p": p}
    return {name: rounded(row).tolist() for name, row in rows.items()} | {"L": float(rounded(-np.log(p[0])))}


def verdicts(capsys, mine, digits):
    check_paper(mine, digits)
    return dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("digits, carry, parts", [*itertools.product(range(1, 9), (False, True), (False, True))])
def test_honest_rounding_is_accepted(capsys, digits, carry, parts):
    assert set(verdicts(capsys, worked(digits, carry, parts), digits).values()) == {"right"}


@pytest.mark.parametrize("digits, name, step", [*itertools.product((2, 3, 4, 5), ("z1", "z2", "h2", "z3", "p"), (-3, 3))])
def test_three_steps_beside_the_truth_are_refused(capsys, digits, name, step):
    for i in range(3):
        mine = worked(digits)
        mine[name][i] = round(mine[name][i] + step * 10.0 ** -digits, digits)
        assert verdicts(capsys, mine, digits)[name] != "right"


def test_the_articles_errors_are_told_by_name(capsys):
    assert "cut instead of rounded" in verdicts(capsys, worked(3) | {"h2": [0.938, 0.94, 0.982]}, 3)["h2"]
    assert "exponential is missing" in verdicts(capsys, worked(4) | {"p": [0.2698, 0.3223, 0.4078]}, 4)["p"]
    assert verdicts(capsys, worked(5) | {"p": [0.19858, 0.28559, 0.51583]}, 5)["p"] != "right"


def test_a_row_needs_the_row_before_it(capsys):
    mine = worked(3) | {"z2": None}
    said = verdicts(capsys, mine, 3)
    assert said["z2"] == "not worked yet" and said["h2"] == "not judged: it needs z2 first" and said["z1"] == "right"


@pytest.mark.parametrize("row", ["abc", [1, 2], [1, 2, "x"], [1, 2, float("nan")], {1: 2}, object(), [1.23456, 1, 1]])
def test_anything_typed_meets_words(capsys, row):
    for name in ROWS:
        said = verdicts(capsys, {name: row}, 3)[name]
        assert said.startswith("write") or "more than 3 decimals" in said


@pytest.mark.parametrize("mine, digits", [(None, 3), ([], 3), ({}, 0), ({}, 2.5), ({}, "3")])
def test_a_wrong_call_meets_words(capsys, mine, digits):
    check_paper(mine, digits)
    assert capsys.readouterr().out
