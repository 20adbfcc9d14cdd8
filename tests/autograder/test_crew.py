"""The processes that grade: what becomes of a submission when one of them ends, and of what they log."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from grader.autograder.crew import CHANCES, Crew
from grader.autograder.worker import WorkerGone

from . import sample

SCRIPT = """
import json, logging, os, signal, sys
from pathlib import Path
from grader.autograder.crew import Crew, may_fork
from grader.autograder.worker import WorkerGone

log = logging.getLogger("crew")
log.addHandler(logging.StreamHandler(sys.stderr))
log.setLevel(logging.INFO)
tries = Path(sys.argv[1])

def grade(name):
    with (tries / name).open("a") as file:
        file.write("x")
    log.debug("nobody wants to know")
    log.info("%s begins", name)
    if name == "stumbles":
        try:
            1 / 0
        except ZeroDivisionError:
            log.exception("100 %")
    if name == "deadly" or name == "unlucky" and (tries / name).read_text() == "x":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "workless":
        raise WorkerGone("no room for a worker")
    log.warning("%s ends", name)
    return os.getpid()

assert may_fork()
crew = Crew(2, grade, lambda: None, log)
queue, found = ["stumbles", "a", "deadly", "b", "workless", "unlucky", "c", "d"], {}
while queue or crew.busy:
    while queue and crew.has_room():
        crew.give(queue.pop(0))
    found |= {name: outcome if type(outcome) is int else repr(outcome) for name, outcome in crew.outcomes(None)}
assert crew.outcomes(None) == []
members = [process.pid for process in crew.processes.values()]
crew.close()
for pid in members:
    assert not os.path.exists(f"/proc/{pid}")
json.dump([os.getpid(), found, {path.name: len(path.read_text()) for path in tries.iterdir()}], sys.stdout)
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """(process number, {name: outcome}, {name: tries}, lines of the log)."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path_factory.mktemp("tries"))], text=True, timeout=100,
                          capture_output=True, env=sample.environment())
    assert done.returncode == 0, done.stderr
    return *json.loads(done.stdout), done.stderr.splitlines()


def test_each_is_graded_in_another_process(ran):
    here, found, _, _ = ran
    assert all(found[name] not in (here, None) for name in "abcd") and all(type(found[name]) is int for name in "abcd")


def test_a_process_that_was_killed_costs_its_submission_nothing(ran):
    _, found, tries, _ = ran
    assert type(found["unlucky"]) is int and tries["unlucky"] == 2


def test_one_that_ends_every_process_is_given_up(ran):
    _, found, tries, _ = ran
    assert "WorkerGone" in found["deadly"] and tries["deadly"] == CHANCES
    assert all(tries[name] == 1 for name in "abcd")


def test_why_there_is_no_worker_is_said(ran):
    _, found, tries, _ = ran
    assert "no room for a worker" in found["workless"] and tries["workless"] == CHANCES


def test_lines_about_a_submission_stand_together(ran):
    *_, lines = ran
    lines = lines[:]
    lines.remove("workless begins")
    start = lines.index("100 %")
    del lines[start:lines.index("ZeroDivisionError: division by zero") + 1]
    assert sorted(zip(lines[::2], lines[1::2])) == [(f"{name} begins", f"{name} ends")
                                               for name in ["a", "b", "c", "d", "stumbles", "unlucky"]]


def test_a_traceback_is_said_once(ran):
    *_, lines = ran
    assert lines.count("Traceback (most recent call last):") == lines.count("100 %") == 1


@pytest.mark.parametrize("failures, graded", [(0, True), (CHANCES - 1, True), (CHANCES, False)])
def test_in_this_process(failures, graded):
    """Where a process has threads it makes no copies of itself."""
    left, mended = [None] * failures, []

    def grade(submission):
        if left:
            left.pop()
            raise WorkerGone("killed")
        return submission.upper()
    crew = Crew(0, grade, lambda: mended.append(1), None)
    crew.give("a")
    assert not crew.has_room()
    (name, outcome), = crew.outcomes(None)
    assert name == "a" and (outcome == "A" if graded else isinstance(outcome, WorkerGone))
    assert len(mended) == min(failures, CHANCES - 1) and crew.has_room()


@pytest.mark.parametrize("room", [0, 1, 2])
def test_no_room_for_as_many_processes(room):
    """A limit of processes, or of open files: fewer at once, or this one alone, and everybody is graded."""
    script = SCRIPT.split("assert may_fork()")[0] + """
crew, names = Crew(4, grade, lambda: None, log), ["a", "b", "unlucky", "c", "d"]
another = crew._another
def limited():
    if len(crew.processes) == int(sys.argv[2]):
        raise BlockingIOError(11, "Resource temporarily unavailable")
    return another()
crew._another = limited
if not int(sys.argv[2]):
    names.remove("unlucky")                                    # it would end this process
found = []
queue = names[:]
while queue or crew.busy or crew.done:
    while queue and crew.has_room():
        crew.give(queue.pop(0))
    found += [name for name, outcome in crew.outcomes(None) if type(outcome) is int]
crew.close()
assert sorted(found) == sorted(names), found
"""
    with tempfile.TemporaryDirectory() as tries:
        done = subprocess.run([sys.executable, "-c", script, tries, str(room)], text=True, timeout=60, capture_output=True,
                              env=sample.environment())
    assert done.returncode == 0 and "Resource temporarily" in done.stderr, done.stderr


def test_a_preprocessor_of_the_course(tmp_path, monkeypatch):
    """What it prints is not lost with the process that it ran in, and it may start processes."""
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    course = sample.Course(tmp_path)
    course.write("nbgrader_config.py", sample.CONFIG + """
import multiprocessing
from nbgrader import preprocessors
class Counting(preprocessors.NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        with multiprocessing.Pool(1) as pool:
            print(resources["nbgrader"]["student"], "has", pool.map(len, [nb.cells])[0])
        return nb, resources
c.Autograde.autograde_preprocessors = [*map(preprocessors.__dict__.get, [
    "Execute", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata"]), Counting]
""")
    course.hand_in("alice", sample.submission())
    course.hand_in("bob", sample.submission())
    output = course.grade("--workers=2")
    assert "alice has 8" in output and "bob has 8" in output


def test_real_kernels_are_taken_along(tmp_path):
    """Ctrl-C while notebooks run outside the sandbox: their kernels end, their folders go."""
    course = sample.Course(tmp_path / "course")
    for student in ("alice", "bob"):
        course.hand_in(student, sample.submission(first="import time\nopen('begun', 'w').close()\ntime.sleep(60)"))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    script = ("import signal, sys\nfrom grader.autograder import kernels\nfrom grader.cli import main\n"
              "signal.signal(signal.SIGINT, signal.default_int_handler)\nkernels.available = lambda: False\n"
              f"main(['autograde', {sample.LESSON!r}, '--unsafe-no-sandbox', '--workers=2'])")
    process = subprocess.Popen([sys.executable, "-c", script], cwd=course.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               env={**sample.environment(), "TMPDIR": str(temporary)}, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(list(temporary.glob("grader-kernel-*/begun"))) < 2:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130 and not list(temporary.iterdir())
