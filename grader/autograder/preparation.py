"""Before a submission runs: read it, make it fit, see which of its cells are tests."""

import glob
import os
from dataclasses import dataclass, field

from nbgrader import utils
from nbgrader.preprocessors import AssignLatePenalties, Execute

from . import assignment as assignments
from . import cells, files, kernels, sanitise
from .runner import Task


@dataclass(frozen=True)
class Submission:
    """What was handed in: a student's folder for an assignment, and the paths of the notebooks found in it."""

    folder: str
    assignment: str
    student: str
    notebooks: list
    timestamp: object = None


@dataclass
class Job:
    """A submission on its way.

    notebooks: {name: (sanitised notebook, Tasks, {cell index: TestCell})}. unreadable: {name: why}. files: {name: bytes}.
    missing: names of notebooks that were not handed in. runs: {name: NotebookRun}.
    """

    student: str
    assignment: object
    destination: str
    notebooks: dict = field(default_factory=dict)
    unreadable: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    runs: dict = field(default_factory=dict)


class Preparation:
    """Makes Jobs. converter: nbgrader's, for its configuration and the course's folders."""

    def __init__(self, converter, seed):
        self.converter, self.course, self.log = converter, converter.coursedir, converter.log
        self.seed = seed
        self.sources, self.master_files, self.closing = {}, {}, {}
        self._build_pipelines()

    @property
    def executes(self):
        """False under --no-execute."""
        return self.execute is not None and self.execute.enabled

    def _build_pipelines(self):
        """nbgrader's preprocessors, as its exporter would make them, with the slow ones replaced."""
        exporter, config = self.converter.exporter, self.converter.config

        def make(kinds):
            made = []
            for kind in kinds:
                kind = sanitise.REPLACED.get(kind, kind)
                exporter._preprocessors = []
                exporter.register_preprocessor(kind)
                made += exporter._preprocessors
            return made
        self.before = make(self.converter.sanitize_preprocessors)
        self.after = make(self.converter.autograde_preprocessors)
        self.execute = next((pp for pp in self.after if isinstance(pp, Execute)), None)
        overwrite = next((pp for pp in self.before if isinstance(pp, sanitise.OverwriteCells)), None)
        self.restore = overwrite is not None and (
            overwrite.add_missing_cells or "add_missing_cells" not in config.get("OverwriteCells", {}))
        self.late = next((pp for pp in self.after if isinstance(pp, AssignLatePenalties)), None)
        if self.late:
            self.late.init_plugin()
        self.markers = cells.delimiters(config)

    def job(self, submission):
        """The Job of a Submission; Unusable where it cannot be graded."""
        folder, name, student = submission.folder, submission.assignment, submission.student
        if any(map(os.path.islink, files.of_student(self.course, folder))):
            raise sanitise.Unusable("the submission is a symbolic link")
        source = self.source(name)
        job = Job(student, source, os.path.normpath(self.converter._format_dest(name, student)))
        known = [path for path in submission.notebooks if source.notebook(_stem(path))]
        for path in submission.notebooks:
            if path not in known:
                job.notes.append(f"skipped, not a notebook of this assignment: {os.path.basename(path)}")
        if not known:
            raise sanitise.Unusable(f"its notebook is called {', '.join(map(os.path.basename, submission.notebooks[:5]))}; "
                                    f"the assignment has {', '.join(f'{name}.ipynb' for name in source.notebooks)}")
        for path in known:
            try:
                nb = sanitise.read(path)
                job.notebooks[_stem(path)] = self._plan(nb, source.notebook(_stem(path)), name, student, job)
            except sanitise.Foreign as problem:
                raise sanitise.Foreign(f"{_stem(path)}: {problem}" if len(known) > 1 else str(problem)) from None
            except sanitise.Unusable as problem:
                job.unreadable[_stem(path)] = str(problem)
                job.notes.append(f"{_stem(path)}: {problem}")
        if not job.notebooks:
            raise sanitise.Unusable("; ".join(job.unreadable.values()))
        for notebook in source.notebooks:
            if not os.path.lexists(os.path.join(folder, notebook + ".ipynb")):
                job.missing.append(notebook)
                job.notes.append(f"no file for {notebook}: 0 points")
        own = self.master_files[name]
        theirs, notes = files.supplementary(folder, self.course.ignore, files.TOTAL - sum(map(len, own.values())))
        job.files = own | {name: data for name, data in theirs.items() if name not in own}      # the assignment's come first
        job.notes += notes
        return job

    def enter(self, name):
        """Read an assignment and all that goes with it, before there are copies of this process that need it."""
        try:
            self.sources[name] = self._source(name)
            self.master_files[name] = self._master_files(name)
            self.closing[name] = {} if self.converter.closing_cells else self._closing(name, self.sources[name].notebooks)
        except Exception as problem:
            self.sources[name] = problem

    def source(self, name):
        """The Assignment of that name; what came in between where it could not be read."""
        if isinstance(self.sources[name], Exception):
            raise self.sources[name]
        return self.sources[name]

    def _source(self, name):
        """The Assignment of that name from the gradebook, and its exercises drawn."""
        source = assignments.read(self.course.db_url, name)
        if source is None and assignments.generate(self.converter, name):
            source = assignments.read(self.course.db_url, name)
        if source is None:
            raise sanitise.Unusable(f"no assignment with ID '{name}' exists in the database")
        self._draw({test.name for notebook in source.notebooks.values() for cell in notebook.source_cells.values()
                    if cell.name in notebook.graded for test in self._hidden_tests(cell)})
        return source

    def _hidden_tests(self, cell):
        test = cells.take_apart(cell.source, *self.markers)
        if cells.misplaced(test, cell.source):
            raise sanitise.Unusable(f'the cell "{cell.name}" of the assignment: hidden_test("name", function) can be judged '
                                    "only where it is a statement of its own, with constants")
        return test.hidden

    def _draw(self, exercises):
        """Draw the hidden inputs of these, before there are copies of this process."""
        if not exercises:
            return
        from grader.exercise import load
        from grader.judge import trial
        for name in exercises:
            try:
                load(name)
            except KeyError as unknown:
                raise sanitise.Unusable(f"a hidden test of the assignment: {unknown.args[0]}") from None
            trial(name, self.seed)

    def _plan(self, nb, source, assignment, student, job):
        """(sanitised notebook, tasks, tests) of one notebook."""
        resources = self.resources(source, assignment, student)
        nb, notes = sanitise.sanitise(nb, resources, self.before, self.restore)
        job.notes += [f"{source.name}: {note}" if len(job.assignment.notebooks) > 1 else note for note in notes]
        kernels.check(nb, self.converter.unsafe_no_sandbox)
        tasks, tests = [], {}
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            manual = utils.is_grade(cell) and utils.is_solution(cell)
            if sanitise.is_test(cell):
                row = source.source_cells[cell.metadata.nbgrader["grade_id"]]
                tests[index] = cells.take_apart(row.source, *self.markers)
            tasks.append(Task(index, cell.source, tests.get(index), manual, cell.metadata.get("nbgrader", {}).get("grade_id", "")))
        closing = self.closing[assignment].get(source.name, ())
        return nb, tasks[:_needed(tasks, nb, closing)], tests

    def resources(self, source, assignment, student):
        return {"unique_key": source.name, "output_files_dir": f"{source.name}_files", "source": source,
                "nbgrader": {"student": student, "assignment": assignment, "notebook": source.name,
                             "db_url": self.course.db_url}}

    def _closing(self, name, notebooks):
        """{notebook: sources of the code cells that its author put behind the last one that nbgrader knows}.

        Of those notebooks only, and none for one that cannot be read: its cells are then run.
        """
        folder = self.course.format_path(self.course.source_directory, ".", name)
        found = {}
        for path in glob.glob(os.path.join(glob.escape(folder), "*.ipynb")):
            if _stem(path) not in notebooks:
                continue
            try:
                nb = sanitise.read(path)
            except sanitise.Unusable as problem:
                self.log.warning("%s: closing cells are run, since %s", path, problem)
                continue
            found[_stem(path)] = {cell.source for cell in nb.cells[_last_known(nb) + 1:] if cell.cell_type == "code"}
        return found

    def _master_files(self, name):
        """The assignment's own files, which stand in the place of a student's of the same name."""
        folder = self.course.format_path(self.course.source_directory, ".", name)
        kept = set(self.converter.exclude_overwriting.get(name, []))
        found = {}
        for path in utils.find_all_files(folder, self.course.ignore + ["*.ipynb"]):
            relative = os.path.relpath(path, folder)
            if relative not in kept:
                with open(path, "rb") as file:
                    found[relative] = file.read()
        self._check_room(found)
        return found

    def _check_room(self, found):
        """Unusable where the sandbox has no room for the assignment's own files: without them a class would get nothing."""
        limits, sizes = self.converter.limits, [len(data) for data in found.values()]
        if not (self.executes and self.converter.nursery and sizes):
            return
        for size, most, option in ((max(sizes), limits.file_size, "--Limits.file_size"),
                                   (sum(sizes), min(limits.scratch, files.TOTAL // 2**20), "--Limits.scratch")):
            if size > most * 2**20:
                raise sanitise.Unusable(f"the assignment's own files take {size / 2**20:.0f} MiB where {most} are allowed "
                                        f"({option}, up to {files.TOTAL // 2**20})")


def _needed(tasks, nb, closing):
    """How many of the tasks are to be run: all but those at the end that are the author's own closing cells, unchanged.

    Nor are empty ones: a notebook application adds one whenever somebody runs the last cell.
    """
    count, last = len(tasks), _last_known(nb)
    while count and tasks[count - 1].index > last and (tasks[count - 1].source in closing or not tasks[count - 1].source.strip()):
        count -= 1
    return count


def _last_known(nb):
    return max((index for index, cell in enumerate(nb.cells) if "nbgrader" in cell.metadata), default=-1)


def _stem(path):
    return os.path.splitext(os.path.basename(path))[0]
