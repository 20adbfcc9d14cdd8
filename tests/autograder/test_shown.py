"""What honest cells show is in the graded notebook, and costs them nothing."""

import numpy as np
import pytest
from nbformat.v4 import new_code_cell

from grader.autograder.outputs import checked

from . import sample

PLOT = "import matplotlib.pyplot as plt\n"
CELLS = {                         # name: (a cell, the types of its outputs or the name of its error, in their order)
    "a figure named last": (PLOT + "kept, _ = plt.subplots()\nplt.close('all')\nkept", ["image/png"]),
    "an empty figure": (PLOT + "plt.figure();", ["text/plain"]),
    "a figure before an error": (PLOT + "plt.plot([1])\n1 / 0", ["ZeroDivisionError", "image/png"]),
    "half a formula": (PLOT + "plt.title(r'$\\frac{$')\nimport numpy as np", ["ValueError"]),
    "a figure after it": (PLOT + "plt.plot([1]);", ["image/png"]),
    "a picture as bytes": ("class P:\n    def _repr_png_(self): return b'png'\nP()", ["image/png"]),
    "numbers of NumPy": ("from IPython.display import JSON\nJSON({'a': np.float32(1)})", ["text/plain"]),
    "an object as metadata": ("display('x', metadata={'text/plain': {'width': np}})", ["text/plain"]),
    "a display that changes": ("shown = display('a', display_id=True)\nfor i in range(9): shown.update(i)", ["text/plain"]),
    "another folder": ("import os\nos.mkdir('d')\n%cd -q d\n%cd -q ..\n1", ["text/plain"]),
    "help": ("np.array?", []),
    "leaving": ("exit()", []),
    "leaving with a number": ("x = 1\nquit(0)", []),
    "its own display hook": ("import sys\nsys.displayhook = lambda value: None", []),
    "and then": ("7", ["text/plain"]),
}

ARRAYS = ["np.arange(3) / 3", "np.arange(6).reshape(2, 3).T", "np.array(2.5)", "np.zeros((0, 3))", "np.array([True, False])",
          "np.array([1 + 2j, 0])", "np.array([1, 2], '>i4')", "np.array([1, 2], np.longlong)", "np.array([1, 2], np.longdouble)",
          "np.array([1, 2], np.float16)", "np.array([1, 2], np.uint8)", "np.array([np.nan, -0.0, np.inf, 1e300, 5e-324])",
          "np.ones((1,) * 40)", "np.arange(1000)", "np.arange(1001)", "np.array(['a'])", "np.ma.array([1, 2], mask=[0, 1])"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = sample.Course(tmp_path_factory.mktemp("course"))
    nb = sample.submission(first=CELLS["half a formula"][0])
    nb.cells[1:1] = [new_code_cell(code) for code, _ in CELLS.values()]
    course.hand_in("shows", nb)
    course.hand_in("pasted", sample.submission(relu="In [3]: relu = lambda z: np.maximum(z, 0)"))
    nb = sample.submission()
    nb.cells.insert(1, new_code_cell("import sys\nhasattr(sys, 'last_value'), _, len(In)"))
    course.hand_in("begins", nb)
    nb = sample.submission(double="for i in range(20_000): display(i)\n" + sample.DOUBLE)
    course.hand_in("shows-much", nb)
    nb = sample.submission()
    nb.cells[1:1] = [new_code_cell(f"x = {array}\nprint(repr(x), end='')\nx") for array in ARRAYS]
    nb.cells[-1:-1] = [new_code_cell("np.set_printoptions(precision=2)\nnp.ones(3) / 3")]
    course.hand_in("arrays", nb)
    course.grade("--figures=all")
    return course


@pytest.mark.parametrize("name", list(CELLS))
def test_shown(graded, name):
    cell = graded.graded("shows").cells[1 + list(CELLS).index(name)]
    kinds = [output.get("ename") or sorted(output.get("data", {"stream": 0}))[0] for output in cell.outputs]
    assert kinds == CELLS[name][1], cell.outputs


@pytest.mark.parametrize("student", ["shows", "pasted", "begins", "shows-much", "arrays"])
def test_it_costs_nothing(graded, student):
    assert graded.scores(student) == sample.FULL


@pytest.mark.parametrize("array", ARRAYS)
def test_an_array_looks_as_numpy_shows_it(graded, array):
    printed, value = graded.graded("arrays").cells[1 + ARRAYS.index(array)].outputs
    assert value.data["text/plain"] == printed.text


def test_an_array_looks_as_the_notebook_has_set(graded):
    assert graded.graded("arrays").cells[-2].outputs[0].data["text/plain"] == "array([0.33, 0.33, 0.33])"


def test_a_notebook_begins_as_in_a_new_kernel(graded):
    assert graded.graded("begins").cells[1].outputs[0].data["text/plain"] == "(False, '', 3)"


def test_a_number_of_an_execution_that_is_none():
    """nbgrader's feedback would not be made of such a notebook."""
    made, _ = checked([{"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": -5}], 10**6)
    assert made[0]["execution_count"] is None


def test_no_text_is_written_for_arrays_that_no_child_hands_on():
    made, _ = checked([{"output_type": "execute_result", "array": np.ones(1000, np.longdouble)}], 10**6)
    assert made[0]["data"] == {}
