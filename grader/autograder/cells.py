"""A test cell taken apart: what the student may see, which hidden tests it names, and what else it hides."""

import ast
import functools
from dataclasses import dataclass

from traitlets.config import Config


@dataclass(frozen=True)
class HiddenTest:
    """hidden_test("<name>", <function>, part=<part>) in a source cell."""

    name: str
    function: str
    part: str | None = None


@dataclass(frozen=True)
class TestCell:
    """visible: code run in the child. hidden: tests judged by the supervisor. plain: hidden code of another style, run
    in the child. scored: its last line may give a part of the points.
    """

    visible: str
    hidden: tuple[HiddenTest, ...] = ()
    plain: str = ""
    scored: bool = False


def delimiters(config: Config):
    """The markers round a hidden test, from ClearHiddenTests' configuration."""
    from nbgrader.preprocessors import ClearHiddenTests
    preprocessor = ClearHiddenTests(config=config)
    return preprocessor.begin_test_delimeter, preprocessor.end_test_delimeter


@functools.lru_cache(maxsize=512)                # a whole class has the same tests
def take_apart(source, begin="BEGIN HIDDEN TESTS", end="END HIDDEN TESTS"):
    """The TestCell of a source cell."""
    visible, hidden, within = [], [], False
    for line in source.split("\n"):
        if begin in line and not within:
            within = True
        elif end in line and within:
            within = False
        else:
            (hidden if within else visible).append(line)
    visible, hidden = "\n".join(visible), "\n".join(hidden)
    if not hidden.strip():
        return TestCell(visible, scored=_ends_in_value(visible))
    tests, plain = _hidden_tests(hidden)
    if plain is None:                        # code that cannot be cut out of its surroundings: run the cell whole
        return TestCell(source, scored=_ends_in_value(source))
    return TestCell(visible, tuple(tests), plain, scored=not tests and _ends_in_value(plain if plain.strip() else visible))


def _hidden_tests(hidden):
    """(the hidden_test calls, the other statements as code); (…, None) where the region is no code of its own."""
    try:
        tree = ast.parse(hidden)
    except SyntaxError:
        return [], None
    tests, others = [], []
    for statement in tree.body:
        test = _as_call(statement)
        if test:
            tests.append(test)
        elif not _imports_it(statement):
            others.append(statement)
    if not tests:
        return [], hidden
    return tests, "\n".join(ast.unparse(statement) for statement in others)


def _imports_it(statement):
    return isinstance(statement, ast.ImportFrom) and statement.module in ("grader", "grader.hidden") \
        and all(alias.name == "hidden_test" and alias.asname is None for alias in statement.names)


def misplaced(test, source):
    """Does the code of a cell that is left over, to be run as it stands, still call this grader's hidden_test?"""
    return "hidden_test(" in test.visible + test.plain and "from grader" in source


def _as_call(statement):
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != "hidden_test" \
            or len(call.args) not in (2, 3):
        return None
    name, function = call.args[0], call.args[1]
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    part = call.args[2] if len(call.args) == 3 else named.pop("part", ast.Constant(None))
    if named or not isinstance(name, ast.Constant) or not isinstance(part, ast.Constant):
        return None
    dotted = function
    while isinstance(dotted, ast.Attribute):
        dotted = dotted.value
    if not isinstance(dotted, ast.Name):
        return None
    return HiddenTest(str(name.value), ast.unparse(function), part.value)


def _ends_in_value(source):
    """Does the author's cell end in an expression, whose value nbgrader reads as a part of the points?"""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return bool(source.strip())
    return bool(body) and isinstance(body[-1], ast.Expr)
