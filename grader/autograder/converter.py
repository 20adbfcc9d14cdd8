"""nbgrader's Autograde converter with another engine: prepare, run in children, judge, write, publish."""

import contextlib
import os
import platform
import re
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import nbformat
from nbgrader import utils
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.preprocessors import AssignLatePenalties, Execute, SaveAutoGrades
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Bool, Integer

from . import assignment as assignments
from . import cells, environment, files, kernels, markup, notices, sanitise, scores
from .gradebook import Entry, Writer
from .limits import Limits
from .nursery import Nursery, NurseryError
from .report import Report
from .runner import Runner, Task, fresh_seed

LANGUAGE = {"name": "python", "version": platform.python_version(), "mimetype": "text/x-python", "file_extension": ".py",
            "pygments_lexer": "ipython3", "nbconvert_exporter": "python",
            "codemirror_mode": {"name": "ipython", "version": 3}}
BATCH = 2                      # submissions under way for each worker


@dataclass
class Job:
    """One submission on its way. notebooks: {name: (sanitised notebook, tasks, tests)}."""

    student: str
    assignment: object
    destination: str
    timestamp: object = None
    notebooks: dict = field(default_factory=dict)
    unreadable: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    runs: dict = field(default_factory=dict)
    matched: list = field(default_factory=list)


class SandboxedAutograde(Autograde):
    """`grader autograde`. Configured as nbgrader's Autograde, and by Limits."""

    workers = Integer(0, help="How many submissions run at once; 0: one for each core.").tag(config=True)
    unsafe_no_sandbox = Bool(False, help="Run submissions even where no sandbox holds.").tag(config=True)
    seed = Integer(-1, help="Seed of the hidden tests' inputs; -1: another one each run.").tag(config=True)

    def start(self):
        self.limits = Limits(parent=self)
        super().start()

    # --- the run ----------------------------------------------------------------------------------------------------

    def convert_notebooks(self):
        root = os.path.normpath(self.coursedir.format_path(self._output_directory, ".", "."))
        self.report = Report(self.log, len(self.assignments))
        self.sources, self.master_files, self.nursery, self.writer_of_grades = {}, {}, None, None
        self.seed_of_run = (self.seed,) if self.seed >= 0 else fresh_seed()
        created = not os.path.exists(root)
        self.staging = files.Staging(root)
        self.staging.acquire(self.log)
        try:
            self._grade_all()
            if self.coursedir.groupshared:
                files.share(root, self.log)
        except KeyboardInterrupt:
            self.log.error("Canceled; what was graded is kept, the rest is graded by the next run")
            raise
        finally:
            if self.nursery:
                self.nursery.close()
            if self.writer_of_grades:
                self.writer_of_grades.close()
            self.staging.release()
            if created:
                with contextlib.suppress(OSError):
                    os.rmdir(root)                             # nothing was graded
            self.report.finish(self.nursery)
        if self.report.failures:
            raise NbGraderException("some submissions could not be graded")

    def _grade_all(self):
        queue = self._wanted()
        if not queue:
            return
        self._build_pipelines()
        self._open_nursery(queue)
        self.report.start(len(queue))
        late = next((pp for pp in self.after if isinstance(pp, AssignLatePenalties)), None)
        if late:
            late.init_plugin()
        self.writer_of_grades = Writer(self.coursedir.db_url, late, self.log)
        workers = self.workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") \
            else self.workers or os.cpu_count()
        pool = ThreadPoolExecutor(max_workers=workers)
        running, queue = {}, list(queue)
        try:
            while queue or running:
                while queue and len(running) < BATCH * workers:
                    job = self._prepared(queue.pop(0))
                    if job:
                        running[pool.submit(self._execute, job)] = job
                if running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    self._finish_all([(running.pop(future), future) for future in done])
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _wanted(self):
        """[(folder, assignment, student, its notebooks)] of the submissions to grade now."""
        pattern = self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
        excluded = self.coursedir.student_id_exclude.split(",")
        wanted = []
        for folder in sorted(self.assignments):
            match = re.match(pattern, folder)
            if match is None:
                raise NbGraderException(f"Could not match '{folder}' with regexp '{pattern}'")
            names = match.groupdict()
            self.notebooks = sorted(self.assignments[folder])
            if names["student_id"] in excluded:
                continue
            try:
                due = self._is_due(names["assignment_id"], names["student_id"])
            except Exception as problem:
                self._fail(names["student_id"], names["assignment_id"], problem)
                continue
            if due:
                wanted.append((folder, names["assignment_id"], names["student_id"], self.notebooks))
            else:
                self.report.skip(names["student_id"])
        return wanted

    def _is_due(self, assignment, student):
        """nbgrader's rule: not graded yet, or --force, or handed in again since."""
        destination = os.path.normpath(self._format_dest(assignment, student))
        names = [os.path.join(destination, os.path.basename(path)) for path in self.notebooks]
        if self.coursedir.notebook_id == "*":
            if not os.path.exists(destination):
                return True
        elif not all(os.path.exists(path) for path in names):
            return True
        if self.force:
            return True
        new = self._timestamp(self._format_source(assignment, student))
        old = self._timestamp(destination)
        if new is not None and old is not None and new > old:
            return True
        self.log.info("Skipping existing assignment: %s", destination)
        return False

    def _timestamp(self, folder):
        """The time in a folder's timestamp.txt, None where there is none. Unusable where it says no time."""
        path = os.path.join(folder, "timestamp.txt")
        if os.path.lexists(path) and (os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > 1000):
            raise sanitise.Unusable("timestamp.txt is a link, no file or far too large")
        try:
            return self.coursedir.get_existing_timestamp(folder)
        except Exception:                                      # nbgrader's own report of it is an AttributeError
            raise sanitise.Unusable("timestamp.txt holds no time") from None

    def _build_pipelines(self):
        """nbgrader's preprocessors, as its exporter would make them, with the slow ones replaced."""
        def make(kinds):
            made = []
            for kind in kinds:
                kind = sanitise.REPLACED.get(kind, kind)
                self.exporter._preprocessors = []
                self.exporter.register_preprocessor(kind)
                made += self.exporter._preprocessors
            return made
        self.before = make(self.sanitize_preprocessors)
        self.after = make(self.autograde_preprocessors)
        self.execute = next((pp for pp in self.after if isinstance(pp, Execute)), None)
        overwrite = next((pp for pp in self.before if isinstance(pp, sanitise.OverwriteCells)), None)
        self.restore = overwrite is not None and (
            overwrite.add_missing_cells or "add_missing_cells" not in self.config.get("OverwriteCells", {}))
        if overwrite:
            overwrite.add_missing_cells = False                # done in sanitise.py, which also knows read-only cells
        self.markers = cells.delimiters(self.config)

    # --- one submission: before ---------------------------------------------------------------------------------------

    def _prepared(self, item):
        """The Job of a submission, or None where it cannot be graded."""
        folder, assignment, student, notebooks = item
        self.notebooks = notebooks
        try:
            self.run_pre_convert_hook()
            return self._prepare(folder, assignment, student)
        except Exception as problem:
            self._fail(student, assignment, problem)
            return None

    def _prepare(self, folder, name, student):
        if os.path.islink(folder):
            raise sanitise.Unusable("the submission is a symbolic link")
        source = self._source(name)
        if not self.create_student and not self.writer_of_grades.has_student(student):
            raise sanitise.Unusable(f"no student with ID '{student}' exists in the database")
        job = Job(student, source, os.path.normpath(self._format_dest(name, student)))
        job.timestamp = self._timestamp(folder)
        job.matched = self.notebooks
        known = [path for path in self.notebooks if source.notebook(_stem(path))]
        for path in self.notebooks:
            if path not in known:
                job.notes.append(f"skipped, not a notebook of this assignment: {os.path.basename(path)}")
        if not known:
            raise sanitise.Unusable("none of its notebooks belongs to the assignment "
                                    "(has `nbgrader generate_assignment` been run?)")
        for path in known:
            try:
                nb = sanitise.read(path)
            except sanitise.Unusable as problem:
                job.unreadable[_stem(path)] = str(problem)
                job.notes.append(f"{_stem(path)}: {problem}")
                continue
            job.notebooks[_stem(path)] = self._plan(nb, source.notebook(_stem(path)), name, student, job)
        if not job.notebooks:
            raise sanitise.Unusable("; ".join(job.unreadable.values()))
        for notebook in source.notebooks:
            if not os.path.lexists(os.path.join(folder, notebook + ".ipynb")):
                job.missing.append(notebook)
                job.notes.append(f"no file for {notebook}: 0 points")
        job.files, notes = files.supplementary(folder, self.coursedir.ignore)
        job.notes += notes
        job.files.update(self._master_files(name))
        return job

    def _source(self, name):
        """The Assignment of that name from the gradebook, and its exercises drawn, once a run."""
        if name not in self.sources:
            source = assignments.read(self.coursedir.db_url, name)
            if source is None and assignments.generate(self, name):
                source = assignments.read(self.coursedir.db_url, name)
            if source is None:
                raise sanitise.Unusable(f"no assignment with ID '{name}' exists in the database")
            tests = [test for notebook in source.notebooks.values() for cell in notebook.source_cells.values()
                     for test in cells.take_apart(cell.source, *self.markers).hidden if cell.name in notebook.graded]
            if tests:
                from grader.judge import trial
                for exercise in {test.name for test in tests}:
                    trial(exercise, self.seed_of_run)          # here, once, before there are threads
            self.sources[name] = source
        return self.sources[name]

    def _plan(self, nb, source, assignment, student, job):
        """(sanitised notebook, tasks, tests) of one notebook."""
        resources = self._resources(source, assignment, student)
        nb, notes = sanitise.sanitise(nb, resources, self.before, self.restore)
        job.notes += [f"{source.name}: {note}" if len(job.assignment.notebooks) > 1 else note for note in notes]
        kernels.check(nb, self.unsafe_no_sandbox)
        tasks, tests = [], {}
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            manual = utils.is_grade(cell) and utils.is_solution(cell)
            if sanitise.is_test(cell):
                row = source.source_cells[cell.metadata.nbgrader["grade_id"]]
                tests[index] = cells.take_apart(row.source if row.locked else cell.source, *self.markers)
            tasks.append(Task(index, cell.source, tests.get(index), manual))
        return nb, tasks, tests

    def _resources(self, source, assignment, student):
        return {"unique_key": source.name, "output_files_dir": f"{source.name}_files", "source": source,
                "nbgrader": {"student": student, "assignment": assignment, "notebook": source.name,
                             "db_url": self.coursedir.db_url}}

    def _master_files(self, name):
        """The assignment's own files, which stand in the place of a student's of the same name; read once a run."""
        if name in self.master_files:
            return self.master_files[name]
        folder = self.coursedir.format_path(self.coursedir.source_directory, ".", name)
        kept = set(self.exclude_overwriting.get(name, []))
        found = {}
        for path in utils.find_all_files(folder, self.coursedir.ignore + ["*.ipynb"]):
            relative = os.path.relpath(path, folder)
            if relative not in kept:
                with open(path, "rb") as file:
                    found[relative] = file.read()
        self.master_files[name] = found
        return found

    # --- one submission: the run, in a thread ---------------------------------------------------------------------------

    def _execute(self, job):
        if self.execute is None or not self.execute.enabled:
            return
        given = dict(job.files)
        for name, (nb, tasks, _) in job.notebooks.items():
            if self.nursery and kernels.is_python(nb):
                job.runs[name] = self._run(tasks, given)
            else:
                job.runs[name] = None                          # finished with a real kernel, in _finish
                continue
            for path, data in job.runs[name].files.items():
                if not path.endswith(".ipynb") and path != "timestamp.txt":
                    given[path] = data
        job.files = given

    def _run(self, tasks, given):
        for attempt in range(3):
            generation = self.nursery.generation
            try:
                return Runner(self.nursery, self.limits, self.execute.timeout, self.seed_of_run).run(
                    tasks, given, {"NBGRADER_EXECUTION": "autograde"})
            except NurseryError:
                if attempt == 2:
                    raise
                self.nursery.restart(generation)

    # --- one submission: after --------------------------------------------------------------------------------------------

    def _finish_all(self, finished):
        """Write a batch: all grades in one transaction, then each folder by one rename."""
        ready = []
        for job, future in finished:
            entry = Entry(job.student, job.assignment, job.timestamp, missing=job.missing)
            path = None
            try:
                future.result()
                path = self.staging.new()
                self._stage(job, entry, path)
            except Exception as problem:
                self.staging.drop(path)
                self._fail(job.student, job.assignment.name, problem)
            else:
                ready.append((job, path, entry))
        try:
            self.writer_of_grades.write([entry for _, _, entry in ready])
        except SQLAlchemyError as problem:                     # a full disk, a locked database: none of them is written
            for job, path, _ in ready:
                self.staging.drop(path)
                self._fail(job.student, job.assignment.name, problem)
            return
        for job, path, entry in ready:
            try:
                self.staging.publish(path, job.destination)
            except OSError as problem:                         # its grades are there; the next run writes both again
                self._fail(job.student, job.assignment.name, problem)
                continue
            self.notebooks = job.matched
            self.run_post_convert_hook()
            self.report.graded(job, entry)

    def _stage(self, job, entry, path):
        """Fill the folder of a graded submission; it is not yet in its place."""
        if self.coursedir.notebook_id != "*" and os.path.isdir(job.destination):
            files.copy_over(job.destination, path)
        files.write(path, job.files)
        for name, (nb, _, tests) in job.notebooks.items():
            nb, entry.notebooks[name] = self._result(job, name, nb, tests)
            files.write(path, {f"{name}.ipynb": notices.text(nb)})
        for name, reason in job.unreadable.items():
            nb, entry.notebooks[name] = notices.placeholder(job.assignment.notebooks[name], reason)
            files.write(path, {f"{name}.ipynb": notices.text(nb)})
        files.set_permissions(path, self.permissions, self.coursedir.groupshared, self.log)

    def _result(self, job, name, nb, tests):
        """(the notebook with its outputs, its NotebookScores)."""
        resources = self._resources(job.assignment.notebooks[name], job.assignment.name, job.student)
        run = job.runs.get(name)
        if run is None and name in job.runs:
            nb = kernels.execute(nb, resources, self.execute, job.files)
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            if run is not None:
                ran = run.cells[index]
                cell.outputs = [nbformat.from_dict(output) for output in ran.outputs]
                cell.execution_count = ran.count
        found = None
        for preprocessor in self.after:
            if isinstance(preprocessor, SaveAutoGrades):
                found = scores.score(nb, run.cells if run is not None else None, tests, self.log)
            elif not isinstance(preprocessor, (Execute, AssignLatePenalties)):
                nb, resources = preprocessor(nb, resources)
        if run is not None:
            nb.metadata["language_info"] = dict(LANGUAGE)
        markup.disarm(nb)
        notices.add(nb, job.notes)
        if run is not None:
            job.notes += run.notes
        return nb, found or scores.NotebookScores()

    def _open_nursery(self, queue):
        """Start the worker; refuse where its cage does not hold."""
        if self.execute is None or not self.execute.enabled:
            return
        if not kernels.available():
            if not self.unsafe_no_sandbox:
                raise NbGraderException("This machine has no fork server and no sandbox for notebooks. "
                                        "--unsafe-no-sandbox runs them in plain kernels, with your rights.")
            self.log.warning("No sandbox here: every notebook runs in a kernel of its own, with your rights")
            return
        secret = [os.path.realpath(self.coursedir.root)]
        folders = {self.coursedir.format_path(self.coursedir.source_directory, ".", item[1]) for item in queue}
        modules = sorted({module for folder in folders for module in environment.imported(folder, secret)})
        self.nursery = Nursery(self.limits, modules, secret)
        holds, words = self.nursery.holds()
        if not holds and not self.unsafe_no_sandbox:
            self.log.error("The sandbox does not hold here: %s. --unsafe-no-sandbox grades nevertheless.", words)
            raise NbGraderException("the sandbox does not hold")

    def _fail(self, student, assignment, problem):
        self.report.failed(student, assignment, problem)
        if self.coursedir.notebook_id != "*":                  # as nbgrader leaves it when single notebooks are graded
            os.makedirs(os.path.normpath(self._format_dest(assignment, student)), exist_ok=True)


def _stem(path):
    return os.path.splitext(os.path.basename(path))[0]
