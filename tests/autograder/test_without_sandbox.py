"""Machines without a fork server, and sandboxes that do not hold: refused, unless the flag is given."""

import os
import subprocess
import sys

import pytest

from grader.autograder import crew, environment, kernels, nursery
from grader.autograder.application import SandboxedAutogradeApp
from grader.autograder.inside import cage
from grader.autograder.limits import Limits
from grader.autograder.nursery import Nursery
from grader.autograder.worker import WorkerGone

from . import sample


@pytest.fixture
def course(tmp_path, monkeypatch):
    made = sample.Course(tmp_path)
    made.hand_in("right", sample.submission())
    made.hand_in("wrong", sample.submission(relu=sample.WRONG))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", sample.environment()["PATH"])
    return made


def _run(*words):
    app = SandboxedAutogradeApp.instance()
    try:
        app.initialize([sample.LESSON, *words])
        app.start()
        return 0
    except SystemExit as end:
        return end.code
    finally:
        app.reset()
        SandboxedAutogradeApp.clear_instance()


def test_refused_without_fork_server(course, monkeypatch):
    monkeypatch.setattr(kernels, "available", lambda: False)
    assert _run() == 1
    assert not (course.folder / "autograded").exists()


def test_real_kernels_by_flag(course, monkeypatch):
    monkeypatch.setattr(kernels, "available", lambda: False)
    assert _run("--unsafe-no-sandbox") == 0
    assert course.scores("right") == sample.FULL
    assert course.scores("wrong") == {**sample.FULL, "test_relu": 0.0}


def test_a_cage_that_does_not_hold_is_refused(course, monkeypatch):
    monkeypatch.setattr(Nursery, "holds", lambda self: (False, "a notebook could read other files"))
    assert _run() == 1
    assert not (course.folder / "autograded").exists()


def test_a_sandbox_that_does_not_start(course, monkeypatch, capfd):
    """One clear line; nothing is left running or lying about."""
    monkeypatch.setattr(nursery, "START", "print('no room', flush=True)")
    folders = []
    monkeypatch.setattr(nursery.tempfile, "mkdtemp", lambda prefix: folders.append(str(course.folder / prefix)) or
                        os.mkdir(folders[-1]) or folders[-1])
    assert _run() == 1
    assert "the sandbox could not be started" in capfd.readouterr().err
    assert folders and not os.path.exists(folders[0]) and not (course.folder / "autograded").exists()


def test_where_there_are_threads(course, monkeypatch, capfd):
    """The formgrader's server has some: it makes no copies of itself, and grades in its own process."""
    monkeypatch.setattr(crew, "may_fork", lambda: False)
    monkeypatch.setattr(crew.Crew, "_another", lambda self: pytest.fail("it forked"))
    assert _run("--workers=2") == 0
    assert course.scores("right") == sample.FULL
    assert course.scores("wrong") == {**sample.FULL, "test_relu": 0.0}
    assert "One submission at a time" in capfd.readouterr().err


def test_students_who_are_not_there(course):
    """The run ends when none of its submissions may be graded."""
    assert _run("--Autograde.create_student=False") == 1
    assert not list(course.folder.glob("autograded/*/*"))


def test_every_layer_stands_alone(tmp_path):
    """Without namespaces Landlock and seccomp still hold."""
    nursery = Nursery(Limits(), [], [str(tmp_path)], namespaces=False)
    try:
        assert not nursery.first.report["namespaces"] and nursery.holds() == (True, "")
    finally:
        nursery.close()


@pytest.mark.parametrize("namespaces", [True, False])
def test_a_large_environment(tmp_path, monkeypatch, namespaces):
    """Thousands of packages, each with a path of its own that a child may read."""
    packages = [tmp_path / f"package-{number:060}" for number in range(2000)]
    for package in packages:
        package.touch()
    readable = [*map(str, packages), *environment.readable()]
    monkeypatch.setattr(environment, "readable", lambda: readable)
    nursery = Nursery(Limits(), [], [], namespaces=namespaces)
    try:
        assert nursery.holds() == (True, "") and nursery.first.report["holds"]["environment"]
    finally:
        nursery.close()


def test_threads_of_a_shared_user():
    """Without a user of its own, a child's threads are counted together with all that the user runs."""
    before = cage.shared_threads(64)
    others = [subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) for _ in range(5)]
    try:
        assert cage.shared_threads(64) >= 64 + 5 and cage.shared_threads(64) - before >= 3      # others come and go meanwhile
    finally:
        for process in others:
            process.communicate()


def test_every_worker_has_the_layers_that_the_summary_names(tmp_path):
    """The machine has no namespaces left for a second one: it does not do without, unnoticed."""
    nursery = Nursery(Limits(), [], [str(tmp_path)])
    try:
        if not nursery.first.report["namespaces"]:
            pytest.skip("no namespaces here")
        os.rmdir(os.path.join(nursery.folder, "root"))         # nothing to build the file tree on
        nursery.workers.clear()
        with pytest.raises(WorkerGone, match="no namespaces"):
            nursery.worker()
    finally:
        nursery.close()


WINDOWS = """
import ctypes, os, select, sys
import nbgrader.apps                       # what others ask of the machine they run on is their business
for name in ("fcntl", "resource"):
    sys.modules[name] = None
cdll = ctypes.CDLL.__init__
def no_c_library(self, name, *arguments, **named):
    if name is None:
        raise TypeError("LoadLibrary() argument 1 must be str, not None")
    cdll(self, name, *arguments, **named)
ctypes.CDLL.__init__ = no_c_library
del select.poll, os.O_NOFOLLOW
from grader.autograder.application import SandboxedAutogradeApp
from grader.autograder import crew, kernels
crew.may_fork = kernels.available = lambda: False     # there is no /proc
SandboxedAutogradeApp.launch_instance(sys.argv[1:])
"""


def test_what_windows_lacks(course):
    """fcntl, a C library without a name, poll, /proc: real kernels need none of them."""
    done = subprocess.run([sys.executable, "-c", WINDOWS, sample.LESSON, "--unsafe-no-sandbox"], cwd=course.folder, text=True,
                          env=sample.environment(), capture_output=True)
    assert done.returncode == 0, done.stderr
    assert course.scores("right") == sample.FULL


def test_files_that_a_real_kernel_leaves(course, monkeypatch):
    course.hand_in("writes", sample.submission(first="import numpy as np\nopen('made.txt', 'w').write('made')"))
    monkeypatch.setattr(kernels, "available", lambda: False)
    assert _run("--unsafe-no-sandbox") == 0
    assert (course.folder / "autograded" / "writes" / sample.LESSON / "made.txt").read_text() == "made"
