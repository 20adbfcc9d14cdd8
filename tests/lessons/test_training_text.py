"""What lesson 6 says is what its cells compute; the data are what they were; what comes with it works and fails kindly."""

import hashlib
import json
import sys

import nbformat
import numpy as np
import pytest

from course import PROJECT
from grader.exercise import load
from utils import automatic
from utils.digits import load_digits
from utils.own_answers import bring
from utils.pictures import training as pictures
from utils.progress import Watch

NAMES = ["forward_deep", "backward_deep", "batch_loss"]


@pytest.fixture(scope="module")
def lesson():
    """(names of the solution notebook after its last cell, what was printed, what was displayed, each `losses`)."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    notebook = nbformat.read(PROJECT / "solutions/06_training/06_training.ipynb", as_version=4)
    shell = InteractiveShell()
    printed, errors, shown, losses = "", "", [], []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PICTURES", "off")
        patch.setattr("IPython.display.display", lambda item, **options: shown.append(item))
        for cell in notebook.cells:
            if cell.cell_type == "code":
                with capture_output(display=False) as captured:
                    result = shell.run_cell(cell.source)
                assert result.success, cell.source
                printed, errors = printed + captured.stdout, errors + captured.stderr
                if cell.source.startswith(("losses", "deep, losses", "he =", "rates")):
                    losses.append(shell.user_ns["losses"])
    assert errors == ""
    return shell.user_ns, printed, shown, losses


def right(space=None):
    functions = {name: load(name).reference for name in NAMES}
    return functions if space is None else functions | space


# --- the data -----------------------------------------------------------------------------------------------------

def test_the_digits_are_what_they_were():
    with np.load(PROJECT / "utils/data/digits.npz") as file:
        images, labels = file["images"], file["labels"]
    assert (images.shape, images.dtype, labels.shape, labels.dtype) == ((1797, 64), np.uint8, (1797,), np.uint8)
    assert hashlib.sha256(images.tobytes()).hexdigest() == "8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3"
    assert hashlib.sha256(labels.tobytes()).hexdigest() == "8ba4f891220f5e4c9c819638d1602d74b83618f167043c6da52a2a247841ddf0"
    images, labels = load_digits()
    assert (images.min(), images.max()) == (0, 1) and set(labels) == set(range(10))


def test_the_data_say_where_they_come_from():
    text = (PROJECT / "utils/data/README.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in text and "Alpaydin" in text and "Kaynak" in text


# --- the text -----------------------------------------------------------------------------------------------------

def test_numbers_of_the_text(lesson):
    space, printed, *_ = lesson
    assert [len(space[name]) for name in ("X_train", "X_val", "X_test")] == [1257, 180, 360]
    assert (len(space["batches"]), len(space["batches"][-1][0])) == (20, 41)
    assert sum(value.size for value in space["start"].values()) == 17226 and 2 * 17226 == 34452
    assert np.allclose(space["descend"](0.07, 0.0)[:3, 1], [1, -0.75, 0.5625])
    assert [round(abs(space["descend"](0.07, momentum)[-1, 0]), 2) for momentum in (0.0, 0.7)] == [1.13, 0.06]
    assert "step 1: gradient 2.00   v 2.00   θ 0.80\nstep 2: gradient 1.60   v 2.60   θ 0.54\n" in printed
    assert round(100 * np.sqrt(0.97 * 0.03 / 360), 1) == 0.9


def test_the_chance_level_is_where_the_text_says(lesson):
    space, *_ = lesson
    loss = space["plain"].history["training loss"][0]
    assert np.log(10) < loss < 3
    assert 0.02 < space["accuracy"](space["forward_deep"](space["X_val"], space["start"], space["activations"])["p"],
                                    space["Y_val"]) < 0.25


def test_the_last_word_is_an_accuracy_of_96_percent_or_more(lesson):
    _, printed, *_ = lesson
    line = next(line for line in printed.splitlines() if line.startswith("test accuracy: "))
    assert float(line.removeprefix("test accuracy: ").removesuffix(" %")) >= 96


def test_five_seeds_reach_96_percent(lesson):
    _, printed, *_ = lesson
    line = next(line for line in printed.splitlines() if line.count(" %") == 5)
    assert min(float(share) for share in line.split(" %") if share) >= 96


def test_no_sample_is_in_two_parts(lesson):
    space, *_ = lesson
    rows = [{row.tobytes() for row in space[name]} for name in ("X_train", "X_val", "X_test")]
    every = {row.tobytes() for row in space["X_all"]}
    assert set.union(*rows) == every and sum(map(len, rows)) == len(every) == 1797


def test_momentum_gains_what_the_text_says(lesson):
    space, *_ = lesson
    plain, fast = space["plain"].history, space["watch"].history
    assert fast["training loss"][-1] < plain["training loss"][-1] / 10
    assert fast["validation loss"][-1] > 5 * fast["training loss"][-1]
    assert np.argmin(fast["validation loss"]) < 20


def test_the_corner_of_relu_spoils_one_difference_and_a_smaller_step_does_not(lesson):
    space, *_ = lesson
    furthest, start, trained = space["furthest"], space["start"], space["trained"]
    difference, largest = furthest(start, "b1", 1e-5)
    assert 1e-4 < difference < 0.01 * largest
    assert np.sum(np.abs(space["z1"]) < 1e-5) == 1
    assert furthest(start, "b1", 1e-7)[0] < 1e-7
    for params, name in ((start, "W3"), (trained, "W3")):
        assert furthest(params, name, 1e-5)[0] < 1e-8


def test_white_pixels_teach_nothing(lesson):
    space, *_ = lesson
    assert len(space["never"]) > 0 and not np.any(space["change"][space["never"]])


def test_the_experiments_end_as_the_text_says(lesson):
    *_, (depths, starts, rates, sums) = lesson
    assert abs(depths["6 hidden layers, sigmoid"][-1] - np.log(10)) < 0.02
    assert len(depths) == 4 and sorted(values[-1] for values in depths.values())[2] < 1
    assert starts["He"][-1] < 0.1 and starts["spread 1"][0] > 10
    assert all(1.5 < loss < 2.6 for loss in starts["spread 1"][1:])
    for name in ("zeros", "all 0.1", "He / 100"):
        assert abs(starts[name][-1] - np.log(10)) < 0.02
    ends = {name: values[-1] for name, values in rates.items()}
    assert min(ends, key=ends.get) == "η = 0.1" and ends["η = 10"] > 2.2
    assert len({len(values) for values in sums.values()}) == 1
    assert abs(sums["sum, η = 0.1 / 64"][-1] - sums["mean, η = 0.1"][-1]) < 0.05 and sums["sum, η = 0.1"][-1] > 2.2


def test_too_long_steps_leave_relu_dead(lesson):
    space, *_ = lesson
    params = space["train"](space["he"], space["X_train"], space["Y_train"], ["relu"] * 2, 10, 64, 10, np.random.default_rng(0))
    h2 = space["forward_deep"](space["X_train"], params, ["relu"] * 2)["h2"]
    assert np.mean(np.all(h2 == 0, axis=0)) > 0.5


def after(printed, head):
    """The rows of a printed table as (name, numbers), from its head to the first line without a number."""
    lines = printed[printed.index(head):].splitlines()[1:]
    rows = []
    for line in lines:
        words = line.replace("%", "").replace(":", "").split()
        found = [float(word) for word in words if word.replace(".", "").replace("e-", "").replace("e+", "").isdigit()]
        if not found:
            break
        rows.append(found)
    return rows


def test_what_is_measured_says_why(lesson):
    _, printed, *_ = lesson
    starts = dict(zip(("He", "zeros", "all 0.1", "He / 100", "spread 1"), after(printed, "start      ∂L/∂W1")))
    assert starts["zeros"][-3] == 0 and starts["all 0.1"][-3] < 1e-12
    assert [starts[name][-2] for name in starts] == [32, 1, 1, 32, 32]
    assert starts["zeros"][-1] == starts["all 0.1"][-1] == 64 and starts["He"][-1] < 16
    assert 20 < starts["spread 1"][-3] / starts["He"][-3] < 40 and 24 < starts["spread 1"][-1] < 48
    rates = {row[0]: row[1:] for row in after(printed, "η       step / weights")[:5]}
    assert 0.005 < rates[0.1][0] < 0.02 and 0.5 < rates[10][0] < 2
    assert max(rates, key=lambda rate: rates[rate][2]) == 0.1
    assert rates[1][1] > 32 and rates[10][1] > 48 and rates[0.1][1] < 8


def test_deep_sigmoids_are_told_little_and_tell_little(lesson):
    _, printed, *_ = lesson
    told, differ = zip(*(line.split("∂L/∂W1: ")[1].split(" differs by ") for line in printed.splitlines()
                         if "differs by" in line))
    told, differ = [float(words.split()[0]) for words in told], [float(words) for words in differ]
    assert told[3] < 2e-3 * told[2] and differ[3] < 5e-4 and min(differ[:3]) > 0.02


def test_a_unit_for_zero_is_dark_in_the_middle(lesson):
    space, *_ = lesson
    units = [unit for unit, title in zip(space["most"], space["titles"]) if title == "most on for 0"]
    for unit in units:
        picture = space["change"][:, unit].reshape(8, 8)
        assert picture[3:5, 3:5].mean() < picture[1:7, 1:7].mean() - 0.02


def test_the_library_agrees_to_six_digits(lesson):
    space, printed, *_ = lesson
    assert space["library"][0] == "autograd"
    assert all(np.max(np.abs(space["theirs"][key] - space["ours"][key])) < 1e-6 for key in space["ours"])
    assert printed.count("equal\n") == 6 and "NOT EQUAL" not in printed


def test_every_picture_has_words(lesson):
    _, _, shown, _ = lesson
    words = [item.data for item in shown if "Picture, not drawn" in str(getattr(item, "data", ""))]
    assert len(words) == 10 and all(len(text) > 80 for text in words)


# --- what comes with it -------------------------------------------------------------------------------------------

def test_no_library_is_said_in_a_word(monkeypatch):
    for name in ("autograd", "autograd.numpy", "jax", "jax.numpy"):
        monkeypatch.setitem(sys.modules, name, None)
    assert automatic.automatic_differentiation() is None


def notebook(folder, *cells):
    path = folder / "04_batches.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "metadata": {"nbgrader": meta}, "source": source}
                                          for source, meta in cells]}))
    return path


OWN = """
def batch_loss(P, Y):
    return -np.log((P * Y).sum(axis=1)).mean() * factor
"""


@pytest.mark.parametrize("factor, brought, said", [(1, True, "yours"), (2, False, "gives something else")])
def test_an_own_answer_is_brought_where_it_is_right(tmp_path, capsys, factor, brought, said):
    notebook(tmp_path, ("%matplotlib inline\nimport numpy as np", {}), (f"factor = {factor}", {}), ("1 +", {}),
             (OWN.splitlines(keepends=True), {"solution": True}), ("raise SystemExit", {"grade": True}),
             ("def backward_deep(*args):\n    raise NotImplementedError()", {"solution": True}),
             ("def forward_deep(X, params, activations):\n    return {'p': nothing}", {"solution": True}))
    space = right()
    before = dict(space)
    bring(NAMES, space, folder=tmp_path)
    printed = capsys.readouterr()
    assert (space["batch_loss"] is not before["batch_loss"]) == brought and said in printed.out
    assert space["backward_deep"] is before["backward_deep"] and "not written yet" in printed.out
    assert space["forward_deep"] is before["forward_deep"] and "NameError" in printed.out
    assert printed.err == ""


def test_a_slow_answer_stays_behind(tmp_path, capsys):
    notebook(tmp_path, ("import numpy as np\nfactor = 1", {}),
             (OWN.replace("    return", "    sum(range(5_000_000))\n    return"), {}))
    space = right()
    bring(["batch_loss", "forward_deep"], space, folder=tmp_path)
    assert "times as long" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": [{}]}', '{"cells": 3}'])
def test_a_broken_notebook_is_no_error(tmp_path, capsys, text):
    (tmp_path / "04_batches.ipynb").write_text(text)
    space = right()
    bring(NAMES, space, folder=tmp_path)
    assert "cannot be read" in capsys.readouterr().out and space == right()


def test_no_notebook_is_no_error(tmp_path, capsys):
    space = right()
    bring(NAMES, space, folder=tmp_path)
    assert "not beside this notebook" in capsys.readouterr().out and space == right()


def test_the_neighbouring_folder_is_looked_at(tmp_path, capsys):
    (tmp_path / "04_batches").mkdir()
    (tmp_path / "06_training").mkdir()
    notebook(tmp_path / "04_batches", ("import numpy as np\nfactor = 1", {}), (OWN, {}))
    bring(["batch_loss", "forward_deep"], right(), folder=tmp_path / "06_training")
    assert "batch_loss     yours, from 04_batches.ipynb" in capsys.readouterr().out


def test_the_progress_bar_says_where_it_is_and_stays_off_stderr(capsys):
    watch = Watch(3, lambda params: {"loss": params}, start=2.5)
    for loss in (1.0, 0.5, 0.25):
        watch(loss)
    assert watch.history == {"loss": [2.5, 1.0, 0.5, 0.25]}
    bundle = watch._repr_mimebundle_()
    assert bundle["text/plain"] == "epoch 3 of 3 · loss 0.2500"
    assert '<progress max="3" value="3"' in bundle["text/html"] and "<script" not in bundle["text/html"]
    assert capsys.readouterr().err == ""


def test_pictures_take_arrays():
    images, labels = load_digits()
    assert pictures.images(images[:7], titles=labels[:7]).axes
    assert pictures.images(images[:30] - 0.5, signed=True).axes
    assert len(pictures.ravine({"a": np.ones((3, 2)), "b": np.zeros((4, 2))}, [1, 25]).axes) == 2
    legend = pictures.curves({"training": [2.0, 0.1]}, marks=[(2.3, "ln 10")]).axes[0].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["training: 0.1"]
