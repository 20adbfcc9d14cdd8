"""One submission, from what was handed in to a folder that can be published and the points that go with it."""

from dataclasses import dataclass, field

from . import files, kernels
from .preparation import Submission
from .report import failure
from .runner import Runner, hidden_names
from .worker import WorkerGone


@dataclass
class Graded:
    """A submission that ran. path: its graded folder, still in staging. scores: {notebook: NotebookScores}.

    missing, unreadable: names of notebooks that were not handed in, or that are none. unsafe_tests: how many tests ran
    beside the student's code. mistakes: whether any mistake was recognised.
    """

    submission: Submission
    destination: str
    path: str
    scores: dict
    missing: list = field(default_factory=list)
    unreadable: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    unsafe_tests: int = 0
    mistakes: bool = False


class Grading:
    """Grades one submission after the other. nursery: None where notebooks run in real kernels, or not at all."""

    def __init__(self, preparation, finishing, staging, nursery, limits):
        self.preparation, self.finishing, self.staging = preparation, finishing, staging
        self.nursery, self.limits = nursery, limits

    def grade(self, submission):
        """Graded or Failed. WorkerGone where its worker was lost, or none can be had: the crew tries again."""
        path = None
        try:
            job = self.preparation.job(submission)
            self._execute(job)
            path = self.staging.new()
            scores = self.finishing.stage(job, path)
        except WorkerGone:
            raise
        except Exception as problem:
            self.staging.drop(path)
            return failure(problem)
        runs = [run for run in job.runs.values() if run]
        notes = job.notes + [note for run in runs for note in run.notes + run.of_judge]
        return Graded(submission, job.destination, path, scores, job.missing, list(job.unreadable), notes,
                      sum(run.unsafe_tests for run in runs),
                      any(ran.mistakes for run in runs for ran in run.cells.values()))

    def _execute(self, job):
        if not self.preparation.executes:
            return
        given, later = dict(job.files), [hidden_names(tasks) for _, tasks, _ in job.notebooks.values()]
        for name, (nb, tasks, _) in job.notebooks.items():
            later.pop(0)
            if not self.nursery or not kernels.is_python(nb):
                job.runs[name] = None                          # a real kernel runs it when it is finished
                continue
            runner = Runner(self.nursery.worker(), self.limits, self.preparation.execute.timeout, self.preparation.seed)
            job.runs[name] = runner.run(tasks, given, frozenset().union(*later))
            room = files.TOTAL - sum(map(len, given.values()))
            for path, data in job.runs[name].files.items():
                if files.may_be_kept(path) and len(data) <= room:
                    given[path] = data
                    room -= len(data)
        job.files = given
