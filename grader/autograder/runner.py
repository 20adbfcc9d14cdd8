"""Run one notebook in children and judge its tests. What a child says counts as data; verdicts are made here."""

import secrets
import signal
import time
from dataclasses import dataclass, field

from utils.checking.calling import Outcome
from utils.checking.report import wrapped

from . import limits as words
from .cells import TestCell
from .outputs import checked, count_of, error
from .session import Gone, Interrupted, Session
from .worker import WorkerGone

ROOM_OF_A_SCORE = 20_000
STOPPED = "was stopped at its time limit"


@dataclass
class Task:
    """A code cell to run. test: taken from the assignment's source, for cells that earn points by running. name: for notes."""

    index: int
    source: str
    test: TestCell | None = None
    manual: bool = False
    name: str = ""


@dataclass
class Ran:
    """How a cell ended. passed: None for cells that are no test. mistakes: names of known mistakes that were found."""

    outputs: list = field(default_factory=list)
    count: int | None = None
    passed: bool | None = None
    mistakes: list = field(default_factory=list)


@dataclass
class NotebookRun:
    """cells: {index: Ran}. files: what the notebook wrote. unsafe_tests: how many tests were code in the notebook.

    notes: lines for the summary and the student. of_judge: for the summary alone, since they may hold hidden values.
    """

    cells: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    of_judge: list = field(default_factory=list)
    unsafe_tests: int = 0


class Runner:
    """Runs notebooks one after the other, in children of a worker."""

    def __init__(self, worker, limits, wall, seed):
        self.worker, self.limits, self.seed = worker, limits, seed
        self.wall = wall if wall and wall > 0 else None        # nbclient: -1 or None for no limit

    def run(self, tasks, files, later=frozenset()):
        """The NotebookRun of a list of Tasks. files: {name: bytes} beside the notebook.

        later: names of exercises whose hidden tests are in notebooks to come.
        """
        self.tasks, self.later = tasks, later
        self.result = NotebookRun()
        self.room = self.limits.rich + 20 * self.limits.text + 1_000_000     # of all outputs together
        self.until = time.monotonic() + self.limits.notebook_seconds
        self.stopped = set()                                   # hidden tests whose try without lent functions crashed
        guilty, suspected, at, restarts = set(), set(), 0, 0
        while at < len(tasks) or not restarts:
            self.calls = None
            session, current, self.running = self._session(), 0, "the notebook"
            try:
                left = session.open(files) if files else ()
                if not restarts:
                    self.result.notes += [words.no_room(name) for name in left]
                for current, task in enumerate(tasks):
                    if current in guilty:
                        continue
                    self.running = task.name or f"cell {task.index + 1}"
                    if current < at:
                        self._again(session, task)
                    else:
                        self.result.cells[task.index] = self._cell(session, task, tasks[current + 1:] if task.test else ())
                        at = current + 1
                _, _, self.result.files = session.end(list(files) or ["."])
                return self.result
            except Gone as gone:
                status, killed, _ = session.end(grace=1.0 if gone.kind == "crash" else 0.0)
                restarts += 1
                if _killed_from_outside(gone, status, killed) and current not in suspected:
                    suspected.add(current)                     # the cell gets another chance
                    continue
                if gone.kind in ("crash", "time") and self.calls and self.calls.may_be_another_s_fault():
                    self.stopped.add(self.calls.name)
                    continue
                guilty.add(current)
                if current >= at:
                    self.result.cells[tasks[current].index] = self._lost(tasks[current], gone, status, killed, session.over)
                    at = current + 1
                if gone.kind == "notebook":
                    self._rest(at, words.notebook_time(self.limits.notebook_seconds))
                    return self.result
                if restarts > self.limits.restarts:
                    self._rest(at, words.too_often(restarts))
                    return self.result
            finally:
                session.end()
        return self.result

    def _session(self):
        return Session(self.worker, self.limits.cell_cpu, self.wall, self.until)

    # --- cells ------------------------------------------------------------------------------------------------------

    def _cell(self, session, task, behind):
        draw = self.limits.figures == "all" or (self.limits.figures == "manual" and task.manual)
        test, self.calls = task.test, None
        if test is None:
            ran, _ = self._execute(session, task.source, draw)
            return ran
        if test.scored:                                        # its points are an output
            self.room = max(self.room, ROOM_OF_A_SCORE + 6 * self.limits.text)
        ran, raised = self._execute(session, test.visible, draw)
        if not raised and test.plain.strip():
            self.result.unsafe_tests += 1
            more, raised = self._execute(session, test.plain, draw, hide=True)
            ran.outputs += more.outputs
        elif not test.hidden:
            self.result.unsafe_tests += 1
        ran.passed = not raised
        later = hidden_names(behind) | self.later
        for place, hidden in enumerate(test.hidden if not raised else ()):
            self._judge(session, hidden, ran, later | {other.name for other in test.hidden[place + 1:]})
        return ran

    def _execute(self, session, source, draw, hide=False):
        if not source.strip():
            return Ran(), False
        outputs, raised, count, stopped = session.cell(source, hide, draw)
        outputs, self.room = checked(outputs, self.room)
        if outputs is None:
            raise Gone("message")
        outputs = [self._explained(item) for item in outputs]
        if stopped:
            outputs = [item for item in outputs if item["output_type"] != "error"]
            outputs.append(error(*words.cell_time(session.over)))
            self._note(STOPPED)
        return Ran(outputs, count_of(count)), raised or stopped

    def _explained(self, item):
        """An output; where it is an error that one of the limits caused, with words that say so."""
        more = item["output_type"] == "error" and words.behind(item["ename"], item["evalue"], self.limits)
        if not more:
            return item
        text = f"{item['evalue']} ({more})" if item["evalue"] else more
        return item | {"evalue": text, "traceback": [*item["traceback"], more]}

    def _again(self, session, task):
        """Run a cell once more after a restart, for its effect on the names that later cells use."""
        if task.test is None:
            session.cell(task.source)
        else:
            session.cell(task.test.visible)
            if task.test.plain.strip():
                session.cell(task.test.plain, hide=True)

    def _judge(self, session, hidden, ran, to_come):
        """to_come: exercises whose tests come later. Their right answers are not lent: they could be learned by heart."""
        from grader.judge import examine, trial
        session.start_test()
        try:
            self.calls = Calls(session, hidden, trial(hidden.name, self.seed), to_come, hidden.name in self.stopped)
            verdict = examine(hidden.name, self.calls, hidden.part, self.seed)
        except Interrupted:
            ran.passed = False
            ran.outputs.append(error(*words.test_time(session.over)))
            self._note(STOPPED)
            return
        except (Gone, WorkerGone):
            raise
        except Exception as problem:              # a value that the judge did not foresee is no right answer
            ran.passed = False
            ran.outputs.append(error("HiddenTestFailed", "What your function returned could not be judged."))
            self.result.of_judge.append(f"{hidden.name}: the judge stopped with {type(problem).__name__}: {problem}")
            return
        if not verdict.passed:
            ran.passed = False
            more = words.behind("MemoryError", "", self.limits) if "MemoryError" in verdict.hint else ""
            ran.outputs.append(error("HiddenTestFailed", wrapped(f"{verdict.hint} {more}".strip())))
            if verdict.mistake:
                ran.mistakes.append((hidden.name, verdict.mistake))

    def _lost(self, task, gone, status, killed, over):
        """What stands in the place of a cell that took its child with it."""
        if gone.kind == "time":
            text, what = words.cell_time(over), STOPPED
        elif gone.kind == "notebook":
            text, what = words.notebook_time(self.limits.notebook_seconds), "was stopped at the notebook's time limit"
        elif gone.kind == "message" or killed:
            text, what = words.broken_message(), "sent back what could not be read"
        else:
            text, what = words.crashed(words.how_it_ended(status)), "ended Python"
        self._note(what)
        return Ran([error(*text)], passed=None if task.test is None else False)

    def _note(self, what):
        """A line for the summary about the cell that runs now."""
        self.result.notes.append(f"{self.running} {what}")

    def _rest(self, at, text):
        for task in self.tasks[at:]:
            self.result.cells[task.index] = Ran([error(*text)], passed=None if task.test is None else False)


def hidden_names(tasks):
    """Names of the exercises whose hidden tests are among these Tasks."""
    return {hidden.name for task in tasks if task.test for hidden in task.test.hidden}


class Calls:
    """The judge's `call`: it asks for one case, this runs all of them in one exchange of messages.

    An earlier exercise that loops or crashes costs itself alone: where the function's first try, on its own, ends like that,
    it counts as wrong, and the judge goes on to the try with right versions. stopped: it did.
    """

    def __init__(self, session, hidden, drawn, withheld=(), stopped=False):
        self.session, self.function, self.name, self.cases = session, hidden.function, hidden.name, drawn.cases
        self.known = set(map(id, self.cases))
        self.lent = set(drawn.exercise.provided) - set(withheld)
        self.stopped, self.alone, self.outcomes = stopped, True, {}

    def __call__(self, args, provided):
        provided = {name: right for name, right in provided.items() if name in self.lent}
        self.alone = not provided
        if id(args) not in self.known:
            return self.session.calls(self.function, [args], provided)[0]
        key = (id(args), *provided)
        if key not in self.outcomes:
            for case, outcome in zip(self.cases, self._all(provided)):
                self.outcomes[id(case), *provided] = outcome
        return self.outcomes[key]

    def may_be_another_s_fault(self):
        """Was it on its own, when right versions of functions that it may call could be lent?"""
        return self.alone and bool(self.lent) and not self.stopped

    def _all(self, provided):
        if self.stopped and self.alone:
            return [Outcome(error="Stopped")] * len(self.cases)
        try:
            return self.session.calls(self.function, self.cases, provided)
        except Interrupted:
            if not self.may_be_another_s_fault():
                raise
            self.stopped = True
            self.session.start_test()
            return self._all(provided)


def _killed_from_outside(gone, status, killed):
    """By a person, or by a kernel short of memory; or by itself, which gains it nothing but a second try."""
    return gone.kind == "crash" and status == -signal.SIGKILL and not killed


def fresh_seed():
    """Hidden inputs of this run: the same for a whole class, never the same twice."""
    return (secrets.randbits(63),)
