"""After a submission ran: its notebooks with outputs and points, and the folder that will be published."""

import os
import platform

import nbformat
from nbgrader.preprocessors import AssignLatePenalties, Execute, SaveAutoGrades

from . import files, kernels, notices, scores
from .disarm import disarm
from .runner import Ran

LANGUAGE = {"name": "python", "version": platform.python_version(), "mimetype": "text/x-python", "file_extension": ".py",
            "pygments_lexer": "ipython3", "nbconvert_exporter": "python",
            "codemirror_mode": {"name": "ipython", "version": 3}}

OURS = "grader"                                  # the key of what this grader adds to a cell's metadata


def mistakes_of(cell):
    """The names of the mistakes that were recognised in a graded test cell."""
    return [name for _, name in cell.metadata.get(OURS, {}).get("mistakes", [])]


class Finishing:
    """Turns Jobs that ran into folders. preparation: where they came from, for its pipeline of preprocessors."""

    def __init__(self, preparation, permissions):
        self.preparation, self.permissions = preparation, permissions
        self.course, self.log = preparation.course, preparation.log

    def stage(self, job, path):
        """Fill the folder of a graded submission; it is not yet in its place. {notebook: NotebookScores}"""
        found = {}
        if self.course.notebook_id != "*" and os.path.isdir(job.destination):
            files.copy_over(job.destination, path)
        for name, (nb, _, tests) in job.notebooks.items():
            nb, found[name] = self._result(job, name, nb, tests)
            files.write(path, {f"{name}.ipynb": notices.text(nb)})
        for name, reason in job.unreadable.items():
            nb, found[name] = notices.placeholder(job.assignment.notebooks[name], reason)
            files.write(path, {f"{name}.ipynb": notices.text(nb)})
        files.write(path, job.files)                           # a real kernel has added to them
        files.set_permissions(path, self.permissions, self.course.groupshared, self.log)
        return found

    def _result(self, job, name, nb, tests):
        """(the notebook with its outputs, its NotebookScores)."""
        resources = self.preparation.resources(job.assignment.notebooks[name], job.assignment.name, job.student)
        run = job.runs.get(name)
        if run is None and name in job.runs:
            nb = kernels.execute(nb, resources, self.preparation.execute, job.files)
        for index, cell in enumerate(nb.cells):
            cell.metadata.pop(OURS, None)
            if cell.cell_type != "code":
                continue
            if run is not None:
                ran = run.cells.get(index, Ran())
                cell.outputs = [nbformat.from_dict(output) for output in ran.outputs]
                cell.execution_count = ran.count
                if ran.mistakes:
                    cell.metadata[OURS] = {"mistakes": [list(mistake) for mistake in ran.mistakes]}
        judged = {nb.cells[index].metadata.nbgrader["grade_id"]: (run.cells[index], test) for index, test in tests.items()
                  } if run is not None else {}                 # by name: a preprocessor of the course's may move cells
        found = None
        for preprocessor in self.preparation.after:
            if isinstance(preprocessor, SaveAutoGrades):
                found = scores.score(nb, judged, self.log)
            elif not isinstance(preprocessor, (Execute, AssignLatePenalties)):
                nb, resources = preprocessor(nb, resources)
        if run is not None or kernels.is_python(nb):
            nb.metadata["language_info"] = dict(LANGUAGE)
        disarm(nb)
        notices.add(nb, job.notes + (run.notes if run is not None else []))
        return nb, found or scores.NotebookScores()
