"""Where nobody looks, nothing is drawn and nothing is checked: that is what makes grading a class cheap."""

import importlib
import inspect
import pkgutil

import matplotlib.figure
import pytest

from utils import check, pictures, widgets
from utils.pictures import draw_network


@pytest.fixture
def asked():
    """A list that grows when the learner's function is called, and the function."""
    calls = []

    def function(*arguments):
        calls.append(arguments)
        raise ValueError("a learner's function")
    return calls, function


def test_a_figure_that_nobody_sees_stays_empty(monkeypatch):
    assert draw_network([2, 3]).axes
    monkeypatch.setenv("COURSE_PICTURES", "off")
    unseen = draw_network([2, 3])
    assert isinstance(unseen, matplotlib.figure.Figure) and not unseen.axes


@pytest.mark.parametrize("module", [name for _, name, _ in pkgutil.iter_modules(pictures.__path__) if name != "style"])
def test_every_function_that_makes_a_figure_heeds_it(module):
    module = importlib.import_module(f"utils.pictures.{module}")
    making = [function for _, function in inspect.getmembers(module, inspect.isfunction)
              if function.__module__ == module.__name__ and " figure(" in inspect.getsource(function)]
    assert all(hasattr(function, "__wrapped__") for function in making), making


@pytest.mark.parametrize("name", widgets.__all__)
def test_a_widget_that_nobody_sees_asks_no_function(name, monkeypatch, asked):
    calls, function = asked
    monkeypatch.setenv("COURSE_PICTURES", "off")
    widget = getattr(widgets, name)
    shown = widget()._repr_mimebundle_() if name == "saturation" else widget(function, function)._repr_mimebundle_()
    assert "not drawn" in shown["text/plain"] and not calls


def test_while_a_class_is_graded_the_check_leaves_it_to_the_hidden_test(monkeypatch, capsys, asked):
    calls, function = asked
    with pytest.raises(Exception, match="relu"):
        check("relu", function)
    seen, _ = len(calls), capsys.readouterr()
    assert seen
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("relu", function)
    assert len(calls) == seen and not capsys.readouterr().out
