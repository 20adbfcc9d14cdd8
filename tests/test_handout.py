"""What an instructor hands out: lessons as released and what they import, without answers and without the grader."""

import os
import subprocess
import sys
import venv

import nbformat
import pytest
from course import PROJECT, right_answers

from grader.cli import main


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    """A hand-out of lesson 1 in a path with a space in it."""
    folder = tmp_path_factory.mktemp("a class") / "hand out"
    assert main(["handout", str(folder), "01_forward_pass", "--course-dir", str(PROJECT)]) == 0
    return folder


def test_it_holds_the_lesson_and_nothing_of_the_grader(handed):
    assert sorted(path.name for path in handed.iterdir()) == \
        ["LICENSE", "README.md", "constraints.txt", "notebooks", "pyproject.toml", "requirements.txt", "utils"]
    assert [path.name for path in (handed / "notebooks").iterdir()] == ["01_forward_pass"]
    for path in handed.rglob("*.py"):
        assert "import grader" not in path.read_text() and "from grader" not in path.read_text(), path


def test_a_learner_runs_every_check_without_the_grader(handed, tmp_path):
    """In an environment of its own that sees the packages but neither grader nor solutions."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    notebook = nbformat.read(handed / "notebooks" / "01_forward_pass" / "01_forward_pass.ipynb", as_version=4)
    answers = right_answers("01_forward_pass")
    code = [answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
            for cell in notebook.cells if cell.cell_type == "code"]
    script = tmp_path / "lesson.py"
    # An editable install is a hook of site-packages; appending the folder to sys.path leaves the hook out.
    script.write_text(f"import sys\nsys.path[:0] = [{str(handed)!r}]\nsys.path.append({packages!r})\n"
                      "import importlib.util\nassert importlib.util.find_spec('grader') is None\n" + "\n".join(code))
    result = subprocess.run([python, script], cwd=tmp_path, capture_output=True, text=True, timeout=120,
                            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"})
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("exact") == 6


def test_a_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    (tmp_path / "work.txt").write_text("a week's work")
    assert main(["handout", str(tmp_path), "--course-dir", str(PROJECT)]) == 1
    assert "already holds something" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["work.txt"]


@pytest.mark.parametrize("words, says", [
    (["01_forward_pass", "07_none"], '"07_none"'),
    (["--course-dir", "nowhere"], "holds no lessons"),
])
def test_a_wrong_call_says_what_to_do_and_writes_nothing(tmp_path, capsys, words, says):
    target = tmp_path / "out"
    course = [] if "--course-dir" in words else ["--course-dir", str(PROJECT)]
    assert main(["handout", str(target), *words, *course]) == 1
    message = capsys.readouterr().err
    assert says in message and message.count("\n") == 1
    assert not target.exists()
