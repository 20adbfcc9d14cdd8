"""Small changes to the solutions: does a test refuse each of them?

python -m grader.mutants [EXERCISE ...] changes one operator, number, comparison, argument or call of a solution at a time
and puts the changed function through the hidden test. Printed are the score of each exercise and the changes that live on:
each is either the same function in other words, or a gap in the test's inputs.
"""

import argparse
import ast
import copy
import sys
from pathlib import Path

import nbformat
import numpy as np
from rich.console import Console

from utils.checking.calling import call

from .exercise import load, names
from .exercises.batches.networks import FUNCTIONS
from .judge import passes

CONVERSIONS = {"asarray", "array", "float", "list", "copy", "bias_gradient"}    # dropped, they leave the numbers as they are
SYMMETRIC = {"maximum", "minimum", "max", "multiply", "hidden_delta"}  # f(a, b) = f(b, a)
SOLUTIONS = Path(__file__).resolve().parent.parent / "solutions"

OPERATORS = {ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.Add], ast.Div: [ast.Mult], ast.MatMult: [ast.Mult],
             ast.Pow: [ast.Mult], ast.FloorDiv: [ast.Div]}
COMPARISONS = {ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.Lt], ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.Gt],
               ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq]}
FUNCTIONS_LIKE = {"max": ["min"], "min": ["max"], "maximum": ["minimum"], "minimum": ["maximum"], "sum": ["mean"],
                  "mean": ["sum"], "exp": ["expm1"], "log": ["log1p"], "argmax": ["argmin"], "outer": ["multiply"],
                  "zeros": ["ones"], "zeros_like": ["ones_like"], "normal": ["uniform"], "sqrt": ["square"]}


def mutants(source):
    """(what was changed, source) for every small change of a function's source."""
    tree = ast.parse(source)
    for index, node in enumerate(ast.walk(tree)):
        for words, change in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(found for at, found in enumerate(ast.walk(changed)) if at == index)
            replaced = change(target)
            if replaced is not None:
                changed = _Replace(target, replaced).visit(changed)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text != ast.unparse(tree):
                yield f"line {getattr(node, 'lineno', '?')}: {words}", text


class _Replace(ast.NodeTransformer):
    def __init__(self, old, new):
        self.old, self.new = old, new

    def visit(self, node):
        return self.new if node is self.old else self.generic_visit(node)


def _changes(node):
    """(words, function that changes such a node in place, or returns what takes its place)."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for other in OPERATORS.get(type(node.op), ()):
            yield f"{type(node.op).__name__} to {other.__name__}", lambda at, other=other: setattr(at, "op", other())
    if isinstance(node, ast.BinOp):
        yield "right side dropped", lambda at: at.left
        yield "left side dropped", lambda at: at.right
    if isinstance(node, ast.Compare):
        for other in COMPARISONS.get(type(node.ops[0]), ()):
            yield f"{type(node.ops[0]).__name__} to {other.__name__}", lambda at, other=other: at.ops.__setitem__(0, other())
    if isinstance(node, ast.UnaryOp):
        yield "sign or not dropped", lambda at: at.operand
    if isinstance(node, ast.Constant) and type(node.value) in (int, float) and not 0 < node.value < 1e-3:   # no ε
        for value in (node.value + 1, node.value * 2 if node.value else -1):
            yield f"{node.value} to {value}", lambda at, value=value: ast.Constant(value)
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield "True and False exchanged", lambda at: ast.Constant(not at.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[-1:].isdigit():
        yield f"{node.value} to its neighbour", lambda at: ast.Constant(at.value[:-1] + str(int(at.value[-1]) % 3 + 1))
    if isinstance(node, ast.Attribute):
        for other in FUNCTIONS_LIKE.get(node.attr, ()):
            yield f"{node.attr} to {other}", lambda at, other=other: setattr(at, "attr", other)
        if node.attr == "T":
            yield "transpose dropped", lambda at: at.value
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if len(node.args) >= 2 and called not in SYMMETRIC:
            yield "arguments exchanged", lambda at: at.args.__setitem__(slice(0, 2), at.args[1::-1])
        if node.args and called not in CONVERSIONS:
            yield "call dropped", lambda at: at.args[0]
        for i, keyword in enumerate(node.keywords if called not in CONVERSIONS else ()):
            yield f"{keyword.arg} dropped", lambda at, i=i: at.keywords.pop(i) and None


def solutions():
    """{exercise: source of its solution}."""
    found = {}
    for path in sorted(SOLUTIONS.glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("solution") and cell.cell_type == "code" and about["grade_id"] in names():
                found[about["grade_id"]] = cell.source
    return found


def survivors(name, source):
    """(how many mutants there are, those that the hidden test lets through) of one solution."""
    count, living = 0, []
    for words, text in mutants(source):
        space = {"np": np, "activate": lambda z, activation: FUNCTIONS[activation](z)}
        space.update({other: load(other).reference for other in names() if other != name})
        try:
            exec(compile(text, "<string>", "exec"), space)
        except Exception:  # no function comes of it
            continue
        count += 1
        if passes(name, lambda args, provided: call(space[name], args, provided)):
            living.append(words)
    return count, living


def main(words=None):
    """Print the scores."""
    parser = argparse.ArgumentParser(prog="python -m grader.mutants", description=__doc__.split("\n")[0])
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="these only")
    asked = parser.parse_args(words)
    sources, console = solutions(), Console()
    total = refused = 0
    for name in asked.exercises or sources:
        count, living = survivors(name, sources[name])
        total, refused = total + count, refused + count - len(living)
        console.print(f"{name:24} {count - len(living)} of {count} refused", highlight=False)
        for change in living:
            console.print(f"{'':24} lives on: {change}", highlight=False)
    console.print(f"{'all':24} {refused} of {total} refused ({100 * refused / max(total, 1):.1f} %)", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
