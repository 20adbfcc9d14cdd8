"""grader handout: the folder that students are given: released lessons, what they import, how to start; no answers."""

import argparse
import shutil
import sys
from pathlib import Path

from grader.build import lessons
from grader.lesson_source import SourceError

# What a learner's computer needs; the versions are the course's own, from its requirements.txt.
PACKAGES = ("numpy", "jupyterlab", "matplotlib", "ipywidgets", "anywidget")

PYPROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "backpropagation-by-hand-lessons"
version = "0.1.0"
requires-python = ">=3.11"

[tool.setuptools.packages.find]
include = ["utils*"]

[tool.setuptools.package-data]
"*" = ["*.css", "js/*.js", "stills/*.svg", "*.npz", "*.md", "*.json"]
"""

README = """\
# Backpropagation by hand

You need Python 3.11 or newer and nothing else. In this folder, run

    python3 utils/start.py

(on Windows: `py utils\\start.py`). The first time it installs what the lessons need into the folder `.venv`, which takes
about a minute. Then JupyterLab opens with the first lesson. Your answers are saved in the notebooks under `notebooks/`.

To hand in a lesson, save its notebook and give it back under the name it has.
"""


def main(words):
    """Make the folder; 0, or 1 with one line on stderr that says what to do."""
    parser = argparse.ArgumentParser("grader handout", description=__doc__)
    parser.add_argument("target", type=Path, help="a folder that does not exist yet, or is empty")
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 01_forward_pass; all, where none is named")
    parser.add_argument("--course-dir", type=Path, default=Path("."), help="the folder with notebooks/ (here)")
    options = parser.parse_args(words)
    try:
        handed = make_handout(options.course_dir, options.target, options.lessons)
    except SourceError as error:
        print(f"grader handout: {error}", file=sys.stderr)
        return 1
    print(f"{options.target} holds {', '.join(handed)}. Give students the whole folder; its README says how to start.")
    print("A lesson brings the answers of the lessons before it: hand it out when those are due.")
    return 0


def make_handout(course, target, names=()):
    """Fill target with the named lessons (or all) and what they need; the names handed out.

    Raises SourceError, with nothing written, where a lesson or the course is missing or the target holds something.
    """
    known = lessons(course)
    names = list(names) or known
    if not known:
        raise SourceError(f"{course / 'solutions'} holds no lessons: name the course's folder with --course-dir.")
    for name in names:
        if name not in known:
            raise SourceError(f'There is no lesson "{name}"; there are: {", ".join(known)}.')
        if not (course / "notebooks" / name / f"{name}.ipynb").exists():
            raise SourceError(f"notebooks/{name}/{name}.ipynb is missing: run grader build first.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SourceError(f"{target} already holds something: name a new folder.")
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        (target / "notebooks" / name).mkdir(parents=True)
        shutil.copy(course / "notebooks" / name / f"{name}.ipynb", target / "notebooks" / name)
    shutil.copytree(course / "utils", target / "utils", ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copy(course / "LICENSE", target)
    shutil.copy(course / "requirements.txt", target / "constraints.txt")
    (target / "requirements.txt").write_text("\n".join(["-c constraints.txt", *PACKAGES]) + "\n", encoding="utf-8")
    (target / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (target / "README.md").write_text(README, encoding="utf-8")
    return names
