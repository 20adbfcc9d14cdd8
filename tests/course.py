"""A copy of the course to grade in, and its grades read back from the gradebook."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

PROJECT = Path(__file__).resolve().parent.parent
LESSONS = sorted(path.stem for path in (PROJECT / "solutions").glob("[0-9]*.py"))
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
                            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def copy_course(folder, lessons=LESSONS):
    """A course folder as an instructor has it, with the named lessons; nothing submitted yet."""
    for name in lessons:
        for side in ("solutions", "notebooks"):
            (folder / side / name).mkdir(parents=True)
            shutil.copy(PROJECT / side / name / f"{name}.ipynb", folder / side / name)
    shutil.copy(PROJECT / "nbgrader_config.py", folder)
    return folder


def nbgrader(course, *words, check=True):
    """Run a plain nbgrader command in the course's folder."""
    result = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=course, env=ENVIRONMENT, timeout=300,
                            capture_output=True, text=True)
    assert not check or result.returncode == 0, result.stdout + result.stderr
    return result


def solution(lesson):
    """The solution notebook."""
    return nbformat.read(PROJECT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)


def released(lesson):
    """The notebook as students get it."""
    return nbformat.read(PROJECT / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4)


def answered(lesson, answers):
    """The released notebook with {exercise: source} filled in; a released notebook is what students start from."""
    notebook = released(lesson)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell.source = answers[grade_id]
    return notebook


def right_answers(lesson):
    """{exercise: source} of the solution."""
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in solution(lesson).cells
            if cell.metadata.get("nbgrader", {}).get("solution")}


def submit(course, student, lesson, notebook):
    """Put the notebook where a collected submission lies."""
    folder = course / "submitted" / student / lesson
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{lesson}.ipynb")


def grades(course, lesson):
    """{student: {test: (score, points)}} as the gradebook holds them."""
    found = {}
    with Gradebook(f"sqlite:///{course}/gradebook.db", "backpropagation-by-hand") as gradebook:
        for submission in gradebook.assignment_submissions(lesson):
            found[submission.student.id] = {grade.name: (grade.score, grade.max_score)
                                            for notebook in submission.notebooks for grade in notebook.grades}
    return found
