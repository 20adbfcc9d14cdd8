"""A small course on disk for the autograder's tests: one lesson, two exercises with hidden tests, one with asserts."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

LESSON = "lesson"
CONFIG = '''c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
'''
RELU = "def relu(z):\n    return np.maximum(z, 0)"
SIGMOID = "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))"
DOUBLE = "def double(x):\n    return 2 * x"
WRONG = "def relu(z):\n    return z"
POINTS = {"test_relu": 2, "test_sigmoid": 2, "test_double": 1}
FULL = {"test_relu": 2.0, "test_sigmoid": 2.0, "test_double": 1.0}


def answer(name, source):
    return _cell(source, grade_id=name, solution=True)


def graded(name, source):
    return _cell(source, grade_id=name, grade=True, locked=True, points=POINTS[name])


def hidden(name):
    return (f"{name}(np.array([1.0, 2.0]))\n### BEGIN HIDDEN TESTS\nfrom grader import hidden_test\n"
            f'hidden_test("{name}", {name})\n### END HIDDEN TESTS')


def test_of(exercises):
    """A test cell with a hidden test of each."""
    calls = "\n".join(f'hidden_test("{name}", {name})' for name in exercises)
    return _cell(f"### BEGIN HIDDEN TESTS\nfrom grader import hidden_test\n{calls}\n### END HIDDEN TESTS",
                 grade_id="test_" + "_".join(exercises), grade=True, locked=True, points=2)


def source():
    """The lesson as its author writes it."""
    nb = new_notebook()
    nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb.cells = [
        new_code_cell("import numpy as np"),
        answer("relu", f"### BEGIN SOLUTION\n{RELU}\n### END SOLUTION"), graded("test_relu", hidden("relu")),
        answer("sigmoid", f"### BEGIN SOLUTION\n{SIGMOID}\n### END SOLUTION"), graded("test_sigmoid", hidden("sigmoid")),
        answer("double", f"### BEGIN SOLUTION\n{DOUBLE}\n### END SOLUTION"),
        graded("test_double", "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(3) == 6, 'threefold'\n"
                              "### END HIDDEN TESTS"),
        _cell("Why?", kind=new_markdown_cell, grade_id="why", grade=True, solution=True, points=3),
    ]
    return nb


def submission(relu=RELU, sigmoid=SIGMOID, double=DOUBLE, first="import numpy as np"):
    """A student's notebook: the released one with answers in it."""
    nb = source()
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in ("relu", "sigmoid", "double"):
            cell.source = {"relu": relu, "sigmoid": sigmoid, "double": double}[name]
        elif name.startswith("test_"):
            cell.source = cell.source.split("### BEGIN HIDDEN")[0].rstrip()
    nb.cells[0].source = first
    return nb


def cell(nb, name):
    """The cell of that id."""
    return next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


class Course:
    """A course folder. hand_in puts a submission there, grade runs the real command."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.write("nbgrader_config.py", CONFIG)
        self.write(f"solutions/{LESSON}/hw.ipynb", source())

    def write(self, path, content):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, (str, bytes)):
            content = nbformat.writes(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def hand_in(self, student, content, **files):
        self.write(f"submitted/{student}/{LESSON}/hw.ipynb", content)
        for name, data in files.items():
            self.write(f"submitted/{student}/{LESSON}/{name.replace('__', '.')}", data)

    def command(self, *options):
        return [sys.executable, "-m", "grader", "autograde", LESSON, *options]

    def grade(self, *options, code=0, timeout=300):
        """What the command printed."""
        done = subprocess.run(self.command(*options), cwd=self.folder, text=True, timeout=timeout,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment())
        assert code is None or done.returncode == code, done.stdout
        return done.stdout

    def scores(self, student):
        """{cell: automatic points} from the gradebook, without the cell that a person grades."""
        from nbgrader.api import Gradebook
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            notebook, = gradebook.find_submission(LESSON, student).notebooks
            return {grade.name: grade.auto_score for grade in notebook.grades if grade.name != "why"}

    def graded(self, student):
        """The notebook in autograded/."""
        return nbformat.read(self.folder / "autograded" / student / LESSON / "hw.ipynb", 4)

    def said(self, student, name):
        """What stands below a test cell in the graded notebook."""
        outputs = cell(self.graded(student), name).outputs
        return "\n".join(str(output.get("evalue") or output.get("text") or output.get("data")) for output in outputs)


def environment():
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1",
            "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]}


def _cell(text, kind=new_code_cell, **nbgrader):
    meta = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, **nbgrader}
    return kind(text, metadata={"nbgrader": meta})
