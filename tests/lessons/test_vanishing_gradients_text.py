"""Lesson 5: what its text says is what its cells print."""

import contextlib
import io
from pathlib import Path

import numpy as np
import pytest

from grader.lesson_source import read
from grader.exercises.vanishing_gradients.slopes import slope

SOURCE = Path(__file__).parents[2] / "solutions" / "05_vanishing_gradients.py"


@pytest.fixture(scope="module")
def lesson():
    """The solution's names after a run, and what each cell printed, by its source."""
    import utils.widgets
    space, printed = {}, {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PICTURES", "off")
        for name in ("saturation", "vanishing_gradients", "dying_relu", "initialisation"):
            patch.setattr(utils.widgets, name, lambda *functions: None)
        for cell in read(SOURCE).cells:
            if cell.cell_type == "code":
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    exec(cell.source, space)
                printed[cell.source] = out.getvalue()
    return space, printed


def output(lesson, start):
    """What the one cell printed whose source has this piece of code."""
    found, = [text for source, text in lesson[1].items() if start in source]
    return found


def numbers(text):
    return [float(word) for word in text.replace("[", " ").replace("]", " ").replace(",", " ").split() if _is_number(word)]


def _is_number(word):
    try:
        return bool(float(word)) or True
    except ValueError:
        return False


def test_worked_network(lesson):
    w1, w2, w3 = numbers(output(lesson, "worked_network()"))
    assert 95 < w3 / w1 < 105                                       # "about a hundred times"
    lengths = numbers(output(lesson, 'print(f"δ3 '))
    assert round(lengths[1] / lengths[2]) == 18                     # "a factor of 18"
    z2 = np.array([2.731, 2.76, 4.004])
    assert [round(1 / part) for part in slope(z2, "sigmoid")] == [17, 18, 57]
    _, params, y = lesson[0]["worked_network"]()
    reaches = (np.array([0.198447, 0.285356, 0.516198]) - y) @ params["W3"].T
    assert np.argmax(np.abs(reaches)) == 0 and np.sort(np.abs(reaches))[1] < np.abs(reaches[0]) / 3


def test_where_saturation_begins():
    for activation, edge in (("sigmoid", 2.9), ("tanh", 2.2)):
        assert slope(edge, activation) < 0.05 < slope(edge - 0.1, activation)


def test_shares_of_a_saturated_layer(lesson):
    rows = [numbers(line) for line in output(lesson, "shares[0]").splitlines()[1:]]
    by_spread = {row[0]: row[1:] for row in rows}
    assert by_spread[0.125][0] < 0.01 and 0.68 < by_spread[1.0][0] < 0.75
    assert len({row[2] for row in by_spread.values()}) == 1 and abs(by_spread[1.0][2] - 0.5) < 0.01


def test_chains_of_single_units(lesson):
    chain = lesson[0]["chain"]
    assert chain(1.0, 0.0, "sigmoid") < 4.0 ** -10 < 1e-6
    assert round(chain(1.0, 0.0, "sigmoid") / 4.0 ** -10, 1) == 0.4 and round(chain(1.0, 0.0, "sigmoid") * 1e7) == 3
    h = 0.5
    for _ in range(10):
        h = 1 / (1 + np.exp(-h))
    assert round(h, 2) == 0.66 and round(h * (1 - h), 3) == 0.225      # w = 1 and b = 0: z is the h below
    assert chain(4.0, 0.0, "sigmoid") < 1e-9 and np.isclose(chain(4.0, -2.0, "sigmoid"), 1)
    assert chain(8.0, 0.0, "sigmoid") < chain(4.0, 0.0, "sigmoid") and np.isclose(chain(8.0, -4.0, "sigmoid"), 2**10)
    assert chain(8.0, -4.4, "sigmoid") < 1e-5


def test_bound_and_what_happens(lesson):
    space, _ = lesson
    rows = {row[0]: row[1:] for row in map(numbers, output(lesson, "happened = ").splitlines()[1:])}
    assert all(rows[spread][0] < 1 for spread in (0.05, 0.125, 0.2)) and rows[0.4][0] > 1
    assert all(happened < bound for bound, happened in rows.values())
    assert 0.5 < rows[0.4][1] < 0.6 and 0.95 < rows[1.5][1] < 1.05
    for spread in (0.05, 0.125, 0.2):                              # "for the first three it must": in every layer
        params = space["random_network"](space["sizes"], spread, np.random.default_rng(1))
        assert all(space["step_bound"](params[f"W{layer}"], "sigmoid") < 1 for layer in range(2, 11))
    params = space["random_network"](space["sizes"], 1.5, np.random.default_rng(1))
    cache = space["forward_deep"](space["X"], params, ["sigmoid"] * 10)
    shares = [np.mean(slope(cache[f"z{layer}"], "sigmoid") < 0.05) for layer in range(2, 11)]
    assert abs(np.mean(shares) - 0.7) < 0.03                        # "seven in ten units are saturated"
    assert -np.mean(np.log(np.sum(cache["p"] * space["Y"], axis=1))) > 8


def test_gradients_by_layer(lesson):
    norms = lesson[0]["norms"]
    assert norms["sigmoid"][0] / norms["sigmoid"][-1] < 1e-6
    assert max(norms["tanh"]) / min(norms["tanh"]) < 1.5 and max(norms["relu"]) / min(norms["relu"]) < 2
    assert 8 < np.median(norms["tanh"]) / np.median(norms["relu"]) < 12


def test_exploding_and_clipped(lesson):
    space, _ = lesson
    relu, descend = ["relu"] * 10, space["losses"]
    step, weights = (numbers(line) for line in output(lesson, 'print("step ').splitlines())
    assert all(0.2 * long < short for short, long in zip(step, weights)) and step[-1] > weights[-1]
    before, after = descend(space["large"], relu, 2, 0.1)
    assert round(before) == 92 and after > 5 * before
    assert descend(space["large"], relu, 30, 0.1, lambda grads: space["clip_by_norm"](grads, 1.0))[-1] < 0.5


def test_sliders_of_vanishing_gradients(lesson):
    from importlib import import_module
    space, _ = lesson
    found = import_module("utils.widgets.vanishing_gradients").frames(space["forward_deep"], space["backward_deep"])
    spread = {size: i for i, (_, size) in enumerate(found["spreads"])}
    depth = {number: i for i, number in enumerate(found["depths"])}
    sigmoid, tanh, _ = found["norms"]
    for row in sigmoid[:, depth[30]]:
        assert row[0] / row[29] < 1e-7                                  # "less than a ten-millionth"
    exploding, level = tanh[spread[0.4], depth[20]], tanh[spread[0.05], depth[20], :20]
    assert exploding[0] / exploding[19] > 500
    assert level.max() / level.min() < 2.5 and level.max() < 1e-6       # "level at almost nothing"
    params = space["random_network"]([64] * 21 + [10], 0.05, np.random.default_rng(0))
    cache = space["forward_deep"](space["X"][:1], params, ["tanh"] * 20)
    grads = space["backward_deep"](cache, space["Y"][:1], params, ["tanh"] * 20)
    for layer in range(1, 20):                                          # both fade, each in its direction
        assert space["length"](cache[f"h{layer + 1}"]) < 0.7 * space["length"](cache[f"h{layer}"])
        assert space["length"](grads[f"b{layer}"]) < 0.7 * space["length"](grads[f"b{layer + 1}"])


def test_sliders_of_dying_relu(lesson):
    from importlib import import_module
    space, _ = lesson
    found = import_module("utils.widgets.dying_relu").frames(space["forward_deep"], space["backward_deep"])
    where = found["biases"].index(-1.0), found["spreads"].index(0.3)
    dead = {rate: (found["on"][where][i] == 0).sum(axis=1) for i, rate in enumerate(found["rates"])}
    assert [int(dead[10.0][step]) for step in (0, 1, 12)] == [2, 5, 15]
    assert set(dead[5.0].tolist()) == {2}


def test_equal_units_stay_equal(lesson):
    rows = [numbers(line.replace("all 0.3", "").replace("all 0", "")) for line in
            output(lesson, "in starts.items():").splitlines()]
    assert [row[:2] for row in rows] == [[1, 1], [1, 1], [6, 6]]
    assert rows[2][2] < 0.01 < rows[1][2] < rows[0][2]


def test_first_weights_alone_equal_do_not_stay_equal(lesson):
    """Question 4: rows of the matrix above that differ make the units below differ."""
    space, _ = lesson
    params = {name: array.copy() for name, array in space["starts"]["random"].items()}
    params["W1"][:] = 0.3
    tanh = ["tanh", "tanh"]
    cache = space["forward_deep"](space["X_small"], params, tanh)
    grads = space["backward_deep"](cache, space["Y_small"], params, tanh)
    assert space["distinct_units"](params["W1"], params["b1"]) == 1
    assert space["distinct_units"](params["W1"] - 0.5 * grads["W1"], params["b1"] - 0.5 * grads["b1"]) == 6


def test_mean_squares_on_the_way_up(lesson):
    squares = lesson[0]["squares"]
    halves = np.array(squares["Xavier, relu"][1:]) / squares["Xavier, relu"][:-1]
    assert 0.4 < np.exp(np.mean(np.log(halves))) < 0.55                 # "it halves in every layer"
    assert min(squares["He, relu"]) >= 0.45 and max(squares["He, relu"]) <= 1.05
    assert 0.35 < squares["Xavier, tanh"][0] < 0.45 and 0.04 < squares["Xavier, tanh"][-1] < 0.06


def test_a_colleagues_gradient_of_two_weights():
    g = np.array([10.0, 1.0])
    assert np.allclose(g / np.linalg.norm(g), [0.995, 0.0995], atol=1e-4)
    assert np.allclose(np.clip(g, -1, 1), [1, 1])


def test_he_on_the_way_down_depends_on_the_ends_alone():
    """Question 5: the mean square of δ changes by n_out / n_in a layer."""
    rng = np.random.default_rng(0)
    delta = rng.normal(size=(400, 128))
    start = np.mean(delta**2)
    for n_in, n_out in ((256, 128), (512, 256)):
        W = rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in)
        delta = (delta @ W.T) * (rng.random(size=(400, n_in)) < 0.5)
    assert abs(np.mean(delta**2) / start - 128 / 512) < 0.02


def test_what_is_right_in_one_direction_is_wrong_in_the_other(lesson):
    both = [numbers(line.replace("1/256", "").replace("1/64", "")) for line in
            output(lesson, "def up_and_down").splitlines()]
    assert np.allclose(both, [[1, 0.25], [4, 1]], rtol=0.05)
    v = 2 / (256 + 64)
    assert np.allclose([256 * v, 64 * v], [1.6, 0.4])                   # "1.6 up and 0.4 down"


def test_sliders_of_initialisation(lesson):
    from importlib import import_module
    space, _ = lesson
    found = import_module("utils.widgets.initialisation").frames(space["forward_deep"], space["backward_deep"])
    start = {name: i for i, (name, *_) in enumerate(found["starts"])}
    sigmoid, tanh, relu = range(3)

    def change(name, activation):
        up, down = found["forward"][start[name], activation], found["backward"][start[name], activation]
        return up[-1] / up[0], down[0] / down[-1]
    assert not np.any(found["backward"][start["constant"]]) and not np.any(found["backward"][start["zeros"]])
    assert all(1 / 3 < factor < 3 for factor in (*change("He", relu), *change("He", tanh)))
    assert all(0.05 < factor < 0.5 for factor in change("Xavier", tanh))
    up, down = change("Xavier", sigmoid)
    assert 0.25 < up < 1 and down < 4.0 ** -9 * 1e-3                    # the variance: a factor of ¼ squared a layer


def test_a_path_leads_past_every_layer(lesson):
    ten, hundred = (float(line.split("with: ")[1]) for line in output(lesson, "def chain_with_skips").splitlines())
    assert 1 < ten <= hundred < 2
