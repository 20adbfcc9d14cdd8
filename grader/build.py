"""Build the solution notebooks and the released notebooks from the lessons' text sources."""

import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from nbgrader.utils import compute_checksum, is_solution
from traitlets.config import Config, PyFileConfigLoader

from .lesson_source import SourceError, read

ERROR = re.compile(r"[\w.]*(Error|Exception)\w*: ")


def lessons(course):
    """The names of the lessons that have a source, in order."""
    return sorted(path.stem for path in (course / "solutions").glob("[0-9]*.py"))


def build(course, names=(), force=False, write=True):
    """Write solutions/<lesson>/<lesson>.ipynb and notebooks/<lesson>/<lesson>.ipynb; yield each path that changed
    (or would: with write=False nothing is written).

    Raises SourceError, with nothing written for that lesson, where a source is missing or wrong, or where the
    released notebook holds answers that somebody wrote (unless force).
    """
    known = lessons(course)
    for name in names:
        if name not in known:
            raise SourceError(f'There is no lesson "{name}" in {course / "solutions"}; '
                              f'there are: {", ".join(known) or "none"}.')
    if not known:
        raise SourceError(f"{course / 'solutions'} holds no lesson sources (such as 01_forward_pass.py).")
    for name in names or known:
        notebook = nbformat.writes(read(course / "solutions" / f"{name}.py")) + "\n"
        released = _release(course, name, notebook)
        target = course / "notebooks" / name / f"{name}.ipynb"
        if write and not force:
            refuse_to_overwrite_work(target, released)
        for path, text in ((course / "solutions" / name / f"{name}.ipynb", notebook), (target, released)):
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                if write:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
                yield path


def refuse_to_overwrite_work(path, text):
    """Raise SourceError where the notebook at path holds an answer that differs from what was released."""
    if not path.exists() or path.read_text(encoding="utf-8") == text:
        return
    try:
        cells = nbformat.read(path, as_version=4).cells
    except Exception as error:
        raise SourceError(f"{path} is there and cannot be read: move it away, or use --force.") from error
    for cell in cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if is_solution(cell) and nbgrader.get("checksum") not in (None, compute_checksum(cell)):
            raise SourceError(f'{path} holds an answer ("{nbgrader["grade_id"]}"): move it away, or use --force.')


def _release(course, name, notebook):
    """What `nbgrader generate_assignment` makes of the notebook, made beside the course so that nothing else changes."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        source = folder / "solutions" / name
        source.mkdir(parents=True)
        (source / f"{name}.ipynb").write_text(notebook, encoding="utf-8")
        shutil.copy(course / "nbgrader_config.py", folder)
        config = Config(_settings(course))
        config.CourseDirectory.root = str(folder)
        config.GenerateAssignment.no_database, config.SaveCells.enabled = True, False     # as with --no-db
        config.Application.log_level = "ERROR"
        result = NbGraderAPI(config=config).generate_assignment(name, force=True, create=True)
        if not result["success"]:
            raise SourceError(f"{name}: nbgrader cannot make the released notebook: {_reason(result)}")
        return (folder / "notebooks" / name / f"{name}.ipynb").read_text(encoding="utf-8")


def _settings(course):
    return PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()


def _reason(result):
    lines = [line.strip() for line in f"{result.get('log')}\n{result.get('error')}".splitlines() if line.strip()]
    return next((line for line in reversed(lines) if ERROR.match(line) and "NbGraderException" not in line), lines[-1])
