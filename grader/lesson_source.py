"""A lesson's text source: a jupytext percent file whose cells say what they are to nbgrader.

    # %% exercise="affine"                the cell a student fills in, between the SOLUTION markers
    # %% test="affine" points=2           the cell that grades it; the hidden call is added here
    # %% test="backward" part="W1" points=2
    # %% given="forward_pass"             code that comes with the lesson and is restored before grading
    # %% [markdown]                       text; an answer in words stands between the SOLUTION markers
"""

import hashlib

import jupytext
import nbformat

KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

WORDS = ("exercise", "test", "part", "points", "given", "tags")
NO_WORDS = ("title", "incorrectly_encoded_metadata")     # where jupytext puts what it does not understand


class SourceError(Exception):
    """A lesson's source that cannot be built, in one line that says what to do."""


def read(path):
    """The solution notebook of a lesson's source file: nbgrader metadata, hidden tests, stable cell ids, no outputs."""
    try:
        notebook = jupytext.read(path, fmt="py:percent")
    except Exception as error:
        raise SourceError(f"{path.name} does not read as a jupytext percent file: {error}") from error
    if not notebook.cells:
        raise SourceError(f"{path.name} holds no cells: start each with a line '# %%'.")
    tests, taken = [cell.metadata["test"] for cell in notebook.cells if "test" in cell.metadata], set()
    for cell in notebook.cells:
        _check_words(cell, path)
        _describe(cell, path)
        cell["id"] = _identifier(cell, taken)
    _check_names([cell.metadata.nbgrader["grade_id"] for cell in notebook.cells if "nbgrader" in cell.metadata], tests, path)
    notebook.metadata = nbformat.from_dict(KERNEL)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return notebook


def _check_words(cell, path):
    """Refuse words in a cell's line that mean nothing here: a misspelt one would take an exercise out of the lesson."""
    words = cell.metadata
    unknown = [word for word in words if word not in WORDS and not word.startswith("lines_to_")]     # jupytext's own
    if unknown:
        said = " ".join(words[word] if word in NO_WORDS else f'{word}="{words[word]}"' for word in unknown)
        raise SourceError(f"{path.name}: a cell's line says {said}; it may say {', '.join(WORDS)}, with values in quotation marks.")
    if "points" in words and type(words["points"]) not in (int, float):
        raise SourceError(f'{path.name}: test "{words.get("test")}" has {words["points"]!r} points; a number is expected.')


def _check_names(names, tests, path):
    """Every name of a cell once, and a test for nothing but what an exercise's cell defines."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceError(f'{path.name}: two cells are called "{twice[0]}".')
    for tested in tests:
        if tested not in names:
            raise SourceError(f'{path.name}: a test is for "{tested}", and no cell is exercise="{tested}".')


def _describe(cell, path):
    words = dict(cell.metadata)
    cell.metadata = nbformat.from_dict({"tags": words["tags"]} if words.get("tags") else {})
    if cell.cell_type == "code":
        _must_parse(cell, path)
    if "exercise" in words:
        if "### BEGIN SOLUTION" not in cell.source or "### END SOLUTION" not in cell.source:
            raise SourceError(f'{path.name}: exercise "{words["exercise"]}" has no SOLUTION markers.')
        cell.metadata["nbgrader"] = _nbgrader(words["exercise"], solution=True)
    elif "test" in words:
        part = words.get("part")
        if "points" not in words:
            raise SourceError(f'{path.name}: test "{words["test"]}" has no points.')
        cell.source += _hidden_call(words["test"], part)
        name = f"test_{words['test']}" + (f"_{part}" if part else "")
        cell.metadata["nbgrader"] = _nbgrader(name, grade=True, locked=True, points=words["points"])
    elif "given" in words:
        cell.metadata["nbgrader"] = _nbgrader(words["given"], locked=True)


def _nbgrader(grade_id, **facts):
    return {"grade": False, "grade_id": grade_id, "locked": False, "schema_version": 3, "solution": False,
            "task": False} | facts


def _hidden_call(name, part):
    argument = f', part="{part}"' if part else ""
    return ("\n### BEGIN HIDDEN TESTS\nfrom grader import hidden_test\n"
            f'hidden_test("{name}", {name}{argument})\n### END HIDDEN TESTS')


def _must_parse(cell, path):
    plain = "\n".join("pass" if line.lstrip().startswith(("%", "!")) else line for line in cell.source.splitlines())
    try:
        compile(plain, path.name, "exec")
    except SyntaxError as error:
        first = cell.source.splitlines()[0] if cell.source else ""
        raise SourceError(f'{path.name}: the cell that begins "{first[:60]}" does not parse '
                          f"(line {error.lineno}: {error.msg}).") from error


def _identifier(cell, taken):
    """An id that depends on the cell alone, so that a rebuild without a change gives no difference."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    base = grade_id or hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
    name, again = base, 1
    while name in taken:
        again += 1
        name = f"{base}-{again}"
    taken.add(name)
    return name
