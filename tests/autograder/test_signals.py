"""Whoever ends a run, by Ctrl-C or by what a machine sends: what was graded is kept, nothing is left lying about."""

import os
import signal

import pytest

from grader import cli
from grader.autograder import app

from . import sample, under_way


@pytest.fixture
def course(tmp_path):
    return under_way.slow_class(tmp_path)


@pytest.mark.parametrize("kill, name", [(os.kill, signal.SIGINT), (os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM),
                                        (os.killpg, signal.SIGHUP)],
                         ids=["the command", "as Ctrl-C in a terminal does", "as a machine that shuts down does",
                              "as a terminal that is closed does"])
def test_interrupt(course, kill, name, tmp_path_factory, monkeypatch):
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(temporary))
    process = under_way.start(course)
    under_way.wait_for_some(course, process)
    kill(process.pid, name)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130, output
    assert "what was graded is kept" in output and "Traceback" not in output
    done = under_way.published(course)
    assert len(done) < len(under_way.STUDENTS)
    under_way.whole(course, done)
    assert not list(temporary.iterdir())
    course.grade()
    under_way.whole(course, under_way.STUDENTS)


@pytest.mark.parametrize("ignored", [signal.SIGHUP, signal.SIGCHLD], ids=["under nohup", "by a scheduler that waits for nobody"])
def test_signals_ignored_from_the_start(tmp_path, ignored):
    made = sample.Course(tmp_path)
    for student in under_way.STUDENTS[:3]:
        made.hand_in(student, sample.submission(first=under_way.SLOW))
    before = signal.signal(ignored, signal.SIG_IGN)            # inherited by what is started now
    try:
        process = under_way.start(made, ignoring_hangups=True)
    finally:
        signal.signal(ignored, before)
    under_way.wait_for_some(made, process, 1)
    os.killpg(process.pid, ignored)
    output, _ = process.communicate(timeout=100)
    assert process.returncode == 0, output
    under_way.whole(made, under_way.STUDENTS[:3])


def test_interrupted_before_it_began(monkeypatch):
    """While modules are imported, say: no traceback."""
    def interrupted(words):
        raise KeyboardInterrupt
    monkeypatch.setattr(app, "main", interrupted)
    assert cli.main(["autograde", sample.LESSON]) == 130
