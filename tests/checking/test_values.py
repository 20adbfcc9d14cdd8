"""Whatever a function returns, raises or does to its arguments: a check answers with its own message, or passes."""

import sys
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from odd_values import RaisesEverywhere, raisers, values

from grader.exercise import load, names
from grader.hidden import HiddenTestFailed, hidden_test
from utils import check
from utils.checking.calling import call
from utils.checking.compare import compare
from utils.checking.report import CheckFailed
from utils.checking.structure import relate
from utils.checking.values import Unreadable, numbers, plain

EXPECTED = [1.5, np.zeros(3), np.ones((2, 3)), {"W1": np.zeros((2, 2))}, [np.zeros(2), 1.0]]


def said(test):
    """The message of a check that fails, or None; anything but its own exception comes through."""
    try:
        test()
    except (CheckFailed, HiddenTestFailed) as failed:
        return str(failed)
    return None


@pytest.mark.parametrize("name", values())
def test_an_odd_value_is_read_and_compared(name):
    value = plain(values()[name])
    for expected in EXPECTED:
        symptom = compare(value, expected)
        assert symptom is None or symptom.words
    array, reason = numbers(value)
    assert (array is None) != (reason is None)


@pytest.mark.parametrize("name", list(values()) + list(raisers()))
@pytest.mark.parametrize("exercise", ["affine", "forward"])
def test_an_odd_answer_is_refused_by_the_hidden_test_with_a_sentence(name, exercise):
    function = raisers()[name] if name in raisers() else lambda *args, **more: values()[name]
    assert len(said(lambda: hidden_test(exercise, function))) > 10


@pytest.mark.parametrize("name", list(values()) + list(raisers()))
@pytest.mark.parametrize("exercise", ["affine", "softmax", "cross_entropy"])
def test_an_odd_answer_is_refused_by_the_visible_check_with_a_sentence(name, exercise):
    function = raisers()[name] if name in raisers() else lambda *args, **more: values()[name]
    assert len(said(lambda: check(exercise, function))) > 10


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.complex_numbers()
    | hnp.arrays(st.sampled_from([float, np.float32, int, bool, complex, "U2"]), hnp.array_shapes(min_dims=0, max_side=4)),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(
        st.sampled_from(["W1", "x", "z1", "h1", "z2", "h2", "z3", "p"]), inner, max_size=8), max_leaves=12)


@settings(max_examples=80, deadline=None)
@given(value=plain_values, name=st.sampled_from(["affine", "relu", "softmax", "cross_entropy", "forward", "softmax_jacobian"]))
def test_any_value_gets_a_verdict(value, name):
    def function(*args):
        return value
    said(lambda: hidden_test(name, function))
    if name not in ("forward", "softmax_jacobian"):
        said(lambda: check(name, function))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), shape=hnp.array_shapes(max_dims=2, max_side=5), draws=st.integers(2, 5))
def test_any_two_lists_of_arrays_can_be_related(data, shape, draws):
    numbers_of = hnp.arrays(float, shape, elements=st.floats(width=32))
    got, expected = ([data.draw(numbers_of) for _ in range(draws)] for _ in range(2))
    relation = relate(got, expected, [{"N": i + 1} for i in range(draws)], [{"q": e} for e in expected])
    assert relation is None or relation.words


@settings(max_examples=100, deadline=None)
@given(data=st.data(), shape=hnp.array_shapes(max_dims=3, max_side=5))
def test_plain_keeps_the_numbers(data, shape):
    array = data.draw(hnp.arrays(float, shape, elements=st.floats(allow_nan=False)))
    for form in (array, array.tolist(), np.asfortranarray(array), np.ma.array(array), array[...].view()):
        back = numbers(plain(form))[0]
        assert back.shape == array.shape and np.array_equal(back, array)


def test_a_generators_own_error_is_the_functions_error():
    def rows():
        yield 1.0
        raise NotImplementedError()
    assert call(rows, ()).unwritten
    assert isinstance(plain(rows()), Unreadable)


@pytest.mark.parametrize("write", [lambda a: a.__setitem__(0, 9.0), lambda a: a.sort(), lambda a: a.fill(0.5)])
def test_a_written_argument_is_told(write):
    argument = np.array([3.0, 1.0, 2.0])

    def function(x, more):
        write(x)
        return 1.0
    assert call(function, (argument, {"a": argument})).mutated == (0,)
    assert list(argument) == [3.0, 1.0, 2.0]


def test_what_is_put_back_is_no_mutation():
    def function(x):
        x[0] += 1e-5
        x[0] -= 1e-5
        return x[:]
    outcome = call(function, (np.array([0.1, 0.2]),))
    assert outcome.mutated == () and np.allclose(outcome.value, [0.1, 0.2])


def test_an_odd_object_in_an_argument_is_a_mutation():
    def function(params):
        params["W1"] = RaisesEverywhere()
        params["new"] = 1
    assert call(function, ({"W1": np.zeros(2)},)).mutated == (0,)


def test_a_call_leaves_numpys_and_pythons_settings_as_they_were(capsys):
    def function():
        np.seterr(all="raise")
        warnings.simplefilter("error")
        sys.stdout.write("out")
        print("err", file=sys.stderr)
        return 1.0
    before, filters = np.geterr(), warnings.filters[:]
    assert call(function, ()).value == 1.0
    assert np.geterr() == before and warnings.filters == filters
    assert capsys.readouterr() == ("", "")


def test_a_notebook_that_lets_numpy_raise_is_judged_alike():
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in names():
            if load(name).lesson[:2] in ("01", "02", "03"):
                assert said(lambda: hidden_test(name, load(name).reference)) is None
        assert "overflow" not in said(lambda: hidden_test("softmax", lambda z: np.exp(z))).lower()


def test_an_interrupt_shows_no_traceback():
    def function(*args):
        raise KeyboardInterrupt(str(args))
    assert said(lambda: hidden_test("affine", function)) == "affine was stopped: it ran for too long. Does a loop end?"
