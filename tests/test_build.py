"""Building the notebooks: nothing drifts, bad sources are refused in one line, nobody's work is overwritten."""

import shutil

import nbformat
import pytest
from course import LESSONS, PROJECT

from grader.build import build
from grader.cli import main
from grader.lesson_source import SourceError

TINY = '''# %% [markdown]
# # A lesson

# %% exercise="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double" points=1
double(1)

# %% [markdown]
# Why?
#
# <!-- ### BEGIN SOLUTION -->
# Because.
# <!-- ### END SOLUTION -->
'''


@pytest.fixture
def course(tmp_path):
    """A course of one tiny lesson, in a path with a space in it."""
    folder = tmp_path / "my course"
    (folder / "solutions").mkdir(parents=True)
    (folder / "solutions" / "01_tiny.py").write_text(TINY)
    shutil.copy(PROJECT / "nbgrader_config.py", folder)
    return folder


def test_no_notebook_drifted_from_its_source(capsys):
    assert main(["build", "--check", "--course-dir", str(PROJECT)]) == 0, capsys.readouterr().out
    assert LESSONS[0] == "01_forward_pass"


def test_a_second_build_changes_nothing(course):
    assert len(list(build(course))) == 2
    assert list(build(course)) == []


def test_the_release_has_neither_answers_nor_hidden_tests(course):
    list(build(course))
    text = (course / "notebooks" / "01_tiny" / "01_tiny.ipynb").read_text()
    assert "2 * x" not in text and "hidden_test" not in text and "Because" not in text
    assert "raise NotImplementedError()" in text and "Your answer" in text


def test_cells_know_what_they_are(course):
    list(build(course))
    notebook = nbformat.read(course / "solutions" / "01_tiny" / "01_tiny.ipynb", as_version=4)
    test = next(cell for cell in notebook.cells if cell.id == "test_double")
    assert test.metadata.nbgrader.points == 1 and test.metadata.nbgrader.locked
    assert 'hidden_test("double", double)' in test.source
    assert notebook.metadata.kernelspec.name == "python3"


def test_a_change_is_seen_by_check(course, capsys):
    list(build(course))
    source = course / "solutions" / "01_tiny.py"
    source.write_text(source.read_text().replace("# # A lesson", "# # Another"))
    assert main(["build", "--check", "--course-dir", str(course)]) == 1
    assert "run grader build" in capsys.readouterr().out


@pytest.mark.parametrize("old, new, says", [
    ("return 2 * x", "return 2 *", "does not parse"),
    (" points=1", "", "has no points"),
    ("    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "    return 2 * x", "no SOLUTION markers"),
    (TINY, "", "no cells"),
    ('test="double"', 'test="dubble"', 'is for "dubble"'),
    ("points=1", "points=one", "points=one"),
    ("points=1", 'points="1"', "number is expected"),
    ('exercise="double"', 'excercise="double"', 'excercise="double"'),
    ('exercise="double"', "exercise=double", "exercise=double"),
    ("# %% [markdown]\n# Why?", '# %% exercise="double"\n### BEGIN SOLUTION\n1\n### END SOLUTION\n\n# %% [markdown]\n# Why?', "two cells"),
    ("# <!-- ### END SOLUTION -->\n", "", "RuntimeError"),
])
def test_a_bad_source_is_refused_in_one_line(course, capsys, old, new, says):
    list(build(course))
    before = {path: path.read_bytes() for path in course.rglob("*.ipynb")}
    source = course / "solutions" / "01_tiny.py"
    source.write_text(source.read_text().replace(old, new))
    assert main(["build", "--course-dir", str(course)]) == 1
    message = capsys.readouterr().err
    assert says in message and message.count("\n") == 1
    assert before == {path: path.read_bytes() for path in course.rglob("*.ipynb")}


def test_unknown_lessons_and_missing_folders_are_named(course, tmp_path, capsys):
    assert main(["build", "--course-dir", str(course), "02_none"]) == 1
    assert '"02_none"' in capsys.readouterr().err
    assert main(["build", "--course-dir", str(tmp_path / "nowhere")]) == 1
    assert "holds no lesson sources" in capsys.readouterr().err


def test_somebodys_answers_are_not_overwritten(course):
    list(build(course))
    target = course / "notebooks" / "01_tiny" / "01_tiny.ipynb"
    notebook = nbformat.read(target, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.id == "double")
    cell.source = "def double(x):\n    return x + x"
    nbformat.write(notebook, target)
    with pytest.raises(SourceError, match="holds an answer"):
        list(build(course))
    assert "x + x" in target.read_text()
    list(build(course, force=True))
    assert "x + x" not in target.read_text()


def test_a_released_notebook_that_was_only_run_is_built_again(course):
    list(build(course))
    target = course / "notebooks" / "01_tiny" / "01_tiny.ipynb"
    notebook = nbformat.read(target, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "test_double").outputs = [nbformat.v4.new_output("stream", text="2")]
    nbformat.write(notebook, target)
    assert list(build(course)) == [target]
