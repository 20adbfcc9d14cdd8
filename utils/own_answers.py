"""A learner's own functions from the notebook of an earlier lesson, brought along where they are right."""

import ast
import json
import time
from pathlib import Path

import numpy as np

from .checking.calling import call
from .checking.compare import compare
from .checking.shuffled import draw_layers, draw_samples

SLOWEST, NOTICEABLE = 20, 0.02      # times as slow as the function that comes with this lesson; seconds of CPU a call
SIZES, ACTIVATIONS = [12, 9, 7, 5], ["relu", "sigmoid"]


def bring(names, space, lesson="04_batches", folder="."):
    """Put the functions called names from the learner's notebook into space, in place of the right ones that are there.

    space: globals() of the notebook. Each function is tried first; it stays behind, with a word why, where it is
    not written, gives other numbers, or takes more than 20 times as long. Prints a line a function, raises nothing.
    """
    path = _notebook(Path(folder), lesson)
    if path is None:
        print(f"{lesson}.ipynb is not beside this notebook: the functions of the cells above are used.")
        return
    try:
        own = _definitions(json.loads(path.read_text(encoding="utf-8")))
    except Exception as error:
        print(f"{path.name} cannot be read ({type(error).__name__}): the functions of the cells above are used.")
        return
    right = {name: space[name] for name in names}
    width = max(map(len, names))
    for name in names:
        reason = _reason_to_leave(name, own.get(name), right)
        if reason is None:
            space[name] = own[name]
        print(f"{name:{width}}   {'yours, from ' + path.name if reason is None else 'the one of the cells above: ' + reason}")


def _notebook(folder, lesson):
    """The lesson's notebook beside this one, or in its own folder next door."""
    places = (folder, folder / lesson, folder.resolve().parent / lesson)
    return next((place / f"{lesson}.ipynb" for place in places if (place / f"{lesson}.ipynb").is_file()), None)


def _definitions(notebook):
    """What the imports, functions, classes and plain constants of the notebook's cells define; nothing else is run."""
    space = {"__name__": "brought_along"}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code" or cell["metadata"].get("nbgrader", {}).get("grade"):
            continue
        source = "".join(cell["source"])
        try:
            body = ast.parse("\n".join("" if line.startswith(("%", "!")) else line for line in source.splitlines())).body
        except SyntaxError:
            continue
        for node in filter(_defines, body):
            try:
                exec(compile(ast.Module([node], []), "<your notebook>", "exec"), space)
            except Exception:
                continue                        # what it would have defined is then missing, and said to be
    return space


def _defines(node):
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return not any(isinstance(part, ast.Call) for part in _outside_lambdas(node))
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))


def _outside_lambdas(node):
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda):
            yield from _outside_lambdas(child)


def _reason_to_leave(name, function, right):
    if not callable(function):
        return "yours is not there"
    for args in _trials(name, right):
        started = time.process_time()
        due = call(right[name], args)
        between = time.process_time()
        outcome = call(function, args)
        took = time.process_time() - between
        if outcome.unwritten:
            return "yours is not written yet"
        if outcome.error:
            return f"yours stops with a {outcome.error}"
        if compare(outcome.value, due.value) or outcome.mutated:
            return "yours gives something else"
        if took > max(NOTICEABLE, SLOWEST * (between - started)):
            return f"yours takes {took / max(between - started, 1e-4):.0f} times as long"
    return None


def _trials(name, right):
    rng = np.random.default_rng(0)
    for samples in (4, 60):
        params = draw_layers(rng, SIZES)
        X, Y = draw_samples(rng, samples, SIZES[0], SIZES[-1])
        if name == "forward_deep":
            yield X, params, ACTIVATIONS
            continue
        cache = call(right["forward_deep"], (X, params, ACTIVATIONS)).value
        yield (cache, Y, params, ACTIVATIONS) if name == "backward_deep" else (cache["p"], Y)
