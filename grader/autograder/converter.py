"""nbgrader's Autograde converter with another engine: prepare, run in children, judge, write, publish."""

import contextlib
import dataclasses
import glob
import os
import re
from collections import deque

from nbgrader.converters import Autograde, NbGraderException
from traitlets import Bool, Integer

from . import crew, environment, files, kernels, sanitise
from .finishing import Finishing
from .gradebook import Writer
from .grading import Graded, Grading
from .limits import Limits
from .nursery import Nursery
from .preparation import Preparation, Submission
from .publishing import Publisher
from .report import Failed, Report, failure
from .runner import fresh_seed
from .worker import WorkerGone


class SandboxedAutograde(Autograde):
    """`grader autograde`. Configured as nbgrader's Autograde, and by Limits."""

    workers = Integer(0, min=0, help="How many submissions run at once; 0: one for each core.").tag(config=True)
    unsafe_no_sandbox = Bool(False, help="Run submissions even where no sandbox holds.").tag(config=True)
    seed = Integer(-1, help="Seed of the hidden tests' inputs; -1: another one each run.").tag(config=True)

    closing_cells = Bool(True, help="Run the author's own cells behind the last graded one, too. No point depends on them; "
                                    "without them their output is missing.").tag(config=True)

    def start(self):
        self.limits = Limits(parent=self)
        super().start()

    def init_notebooks(self):
        """nbgrader's, with the names of folders taken letter for letter, and without passing over an empty one."""
        self.assignments = {}
        pattern = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        self.closed = sorted(filter(_is_closed, [path for above in files.of_student(self.coursedir, pattern)[1:]
                                               for path in glob.glob(above)]))
        folders = glob.glob(pattern)
        for folder in folders:
            found = glob.glob(os.path.join(glob.escape(folder), self.coursedir.notebook_id + ".ipynb"))
            if found or self.coursedir.notebook_id == "*":
                self.assignments[folder] = found
        if not any(self.assignments.values()):
            super().init_notebooks()                           # says so, and which assignment was perhaps meant

    # --- the run ----------------------------------------------------------------------------------------------------

    def convert_notebooks(self):
        root = os.path.normpath(self.coursedir.format_path(self._output_directory, ".", "."))
        self.report = Report(self.log)
        self.nursery = self.writer_of_grades = None
        self.seed_of_run = (self.seed,) if self.seed >= 0 else fresh_seed()
        created = not os.path.exists(root)
        try:
            self.staging = files.Staging(root)
        except OSError as problem:                             # a full disk, a course that may only be read
            raise NbGraderException(f"nothing can be graded: {problem}") from None
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
        queue = deque(self._wanted())
        if not queue:
            return
        self.preparation = Preparation(self, self.seed_of_run)
        self._open_nursery(queue)
        for name in sorted({submission.assignment for submission in queue}):
            self.preparation.enter(name)
        self.report.start(len(queue))
        self.writer_of_grades = Writer(self.coursedir.db_url, self.preparation.late, self.log)
        publisher = Publisher(self.preparation.sources, self.writer_of_grades, self.staging, self._fail, self._published)
        grading = Grading(self.preparation, Finishing(self.preparation, self.permissions), self.staging, self.nursery,
                          self.limits)
        graders = crew.Crew(min(self._at_once(len(queue)), len(queue)), grading.grade,
                            self.nursery.mend if self.nursery else lambda: None, self.log)
        with contextlib.closing(graders):
            try:
                while queue or graders.busy or graders.done:
                    while queue and graders.has_room():
                        self._admit(queue.popleft(), graders)
                    if publisher.patience() == 0:
                        publisher.publish()
                    for submission, outcome in graders.outcomes(publisher.patience()):
                        if isinstance(outcome, Graded):
                            publisher.add(outcome)
                        else:
                            self._fail(submission, outcome)
            finally:
                publisher.publish()

    def _at_once(self, submissions):
        """How many processes grade; 0 where it can only be this one."""
        if not crew.may_fork():
            if self.workers != 1 and submissions > 1:
                self.log.warning("One submission at a time: a process can make copies of itself only on Linux, and where it "
                                 "has no threads")
            return 0
        return self.workers or len(os.sched_getaffinity(0))

    def _admit(self, submission, graders):
        """Hand a submission over, unless nbgrader's settings are against it."""
        self.notebooks = submission.notebooks
        try:
            self.run_pre_convert_hook()
            if not self.create_student and not self.writer_of_grades.has_student(submission.student):
                raise sanitise.Unusable(f"no student with ID '{submission.student}' exists in the database")
            timestamp = self._timestamp(submission.folder)
        except Exception as problem:
            self._fail(submission, problem)
            return
        graders.give(dataclasses.replace(submission, timestamp=timestamp))

    def _wanted(self):
        """The Submissions to grade now."""
        pattern = self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
        excluded = self.coursedir.student_id_exclude.split(",")
        wanted = []
        for student in map(os.path.basename, self.closed):
            if student not in excluded:
                self._fail(Submission("", self.coursedir.assignment_id, student, []),
                           sanitise.Unusable("the student's folder cannot be read"))
        for folder in sorted(self.assignments):
            match = re.match(pattern, folder, re.DOTALL)
            if match is None:
                raise NbGraderException(f"Could not match '{folder}' with regexp '{pattern}'")
            names = match.groupdict()
            submission = Submission(folder, names["assignment_id"], names["student_id"], sorted(self.assignments[folder]))
            if submission.student in excluded:
                continue
            try:
                if not submission.student.isprintable():
                    raise sanitise.Unusable("the name of the student's folder has letters that cannot be printed")
                if not submission.notebooks and _is_closed(folder):
                    raise sanitise.Unusable("its folder cannot be read")
                if not submission.notebooks:
                    self.report.nothing(submission)
                    continue
                due = self._is_due(submission)
            except Exception as problem:
                self._fail(submission, problem)
                continue
            if due:
                wanted.append(submission)
            else:
                self.report.skip(submission.student)
        return wanted

    def _is_due(self, submission):
        """nbgrader's rule: not graded yet, or --force, or handed in again since. Or a run ended while it replaced it."""
        destination = os.path.normpath(self._format_dest(submission.assignment, submission.student))
        names = [os.path.join(destination, os.path.basename(path)) for path in submission.notebooks]
        if self.coursedir.notebook_id == "*":
            if not os.path.exists(destination) or os.path.isdir(destination) and not os.listdir(destination):
                return True                                    # an empty one is left by a run of single notebooks that failed
        elif not all(os.path.exists(path) for path in names):
            return True
        if self.force or os.path.lexists(os.path.join(destination, files.UNFINISHED)):
            return True
        new = self._timestamp(submission.folder)
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

    # --- what the run needs, and what becomes of it -------------------------------------------------------------------

    def _published(self, graded):
        self.notebooks = graded.submission.notebooks
        self.run_post_convert_hook()
        self.report.graded(graded)

    def _open_nursery(self, queue):
        """Start the zygote; refuse where the cage of its first worker does not hold."""
        if not self.preparation.executes:
            return
        if not kernels.available():
            if not self.unsafe_no_sandbox:
                raise NbGraderException("This machine has no fork server and no sandbox for notebooks. "
                                        "--unsafe-no-sandbox runs them in plain kernels, with your rights.")
            self.log.warning("No sandbox here: every notebook runs in a kernel of its own, with your rights")
            return
        secret = [os.path.realpath(self.coursedir.root)]
        folders = {self.coursedir.format_path(self.coursedir.source_directory, ".", submission.assignment)
                   for submission in queue}
        modules = sorted({module for folder in folders for module in environment.imported(folder, secret)})
        try:
            self.nursery = Nursery(self.limits, modules, secret)
        except WorkerGone as problem:
            raise NbGraderException(f"the sandbox could not be started: {problem}") from None
        holds, words = self.nursery.holds()
        if not holds and not self.unsafe_no_sandbox:
            self.log.error("The sandbox does not hold here: %s. --unsafe-no-sandbox grades nevertheless.", words)
            raise NbGraderException("the sandbox does not hold")

    def _fail(self, submission, problem):
        """problem: an exception, or a Failed."""
        self.report.failed(submission, problem if isinstance(problem, Failed) else failure(problem))
        if self.coursedir.notebook_id != "*":                  # as nbgrader leaves it when single notebooks are graded
            destination = self._format_dest(submission.assignment, submission.student)
            with contextlib.suppress(OSError):
                os.makedirs(os.path.normpath(destination), exist_ok=True)


def _is_closed(folder):
    """A folder without the right to look into it: glob finds nothing there, and says nothing."""
    return os.path.isdir(folder) and not os.access(folder, os.R_OK | os.X_OK)
