"""Where the Python environment or the machine's users are not as they mostly are."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from . import sample

ROOT_OF_FEW = ["unshare", "--user", "--map-root-user"]


@pytest.fixture
def course(tmp_path):
    made = sample.Course(tmp_path / "course")
    made.hand_in("alice", sample.submission(first="import numpy as np\nimport nbformat"))      # not loaded beforehand
    return made


def _grade(course, command, code=0):
    done = subprocess.run([*command, *course.command()[1:]], cwd=course.folder, text=True, capture_output=True,
                          env=sample.environment())
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_an_environment_that_is_a_link(course, tmp_path):
    (tmp_path / "link").symlink_to(sys.prefix)
    _grade(course, [str(tmp_path / "link" / Path(sys.executable).relative_to(sys.prefix))])
    assert course.graded("alice").cells[0].outputs == [] and course.scores("alice") == sample.FULL


def test_a_secret_behind_a_link(tmp_path):
    """The environment's folder may be a link to one that holds the course as well."""
    from grader.autograder import environment
    course = tmp_path / "real" / "courses" / "mine"
    course.mkdir(parents=True)
    (tmp_path / "real" / "lib").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    secret = [os.path.realpath(course)]
    link = str(tmp_path / "link")
    assert environment.within(link, secret) == [f"{link}/courses/mine"] and environment.within(f"{link}/lib", secret) == []
    assert environment.within(f"{link}/courses/mine", secret) == [f"{link}/courses/mine"]
    assert environment.without([link], secret) == [f"{link}/lib"]


def test_a_course_that_is_its_own_environment(tmp_path):
    from grader.autograder.limits import Limits
    from grader.autograder.nursery import Nursery
    from grader.autograder.worker import WorkerGone
    with pytest.raises(WorkerGone, match="in one"):
        Nursery(Limits(), [], [sys.prefix])


@pytest.mark.skipif(not shutil.which("unshare") or subprocess.run([*ROOT_OF_FEW, "true"], capture_output=True).returncode != 0,
                    reason="no user namespaces here")
def test_a_container_that_knows_one_user_alone(course):
    _grade(course, [*ROOT_OF_FEW, sys.executable])
    assert course.scores("alice") == sample.FULL


def test_a_worker_that_fails_says_why(monkeypatch, tmp_path):
    from grader.autograder import nursery
    from grader.autograder.limits import Limits
    config = nursery.Nursery._config
    monkeypatch.setattr(nursery.Nursery, "_config", lambda self: {**config(self), "scratch": str(tmp_path / "none"), "root": "/none"})
    with pytest.raises(nursery.WorkerGone, match="FileNotFoundError"):
        nursery.Nursery(Limits(), [], [])


def test_students_draw_different_numbers(tmp_path):
    course = sample.Course(tmp_path)
    for name in ("alice", "bob"):
        course.hand_in(name, sample.submission(first="import numpy as np\nimport random\nrandom.random(), np.random.default_rng().random()"))
    course.grade()
    alice, bob = (course.graded(name).cells[0].outputs[0].data["text/plain"].split(", ") for name in ("alice", "bob"))
    assert alice[0] != bob[0] and alice[1] != bob[1]


def test_as_many_threads_as_are_promised(tmp_path):
    course = sample.Course(tmp_path)
    threads = ("import numpy as np, threading\nend = threading.Event()\nfor _ in range(60): threading.Thread(target=end.wait).start()\n"
               "end.set()")
    course.hand_in("alice", sample.submission(first=threads))
    course.grade()
    assert course.graded("alice").cells[0].outputs == [] and course.scores("alice") == sample.FULL


def test_another_order_of_folders(tmp_path):
    course = sample.Course(tmp_path)
    course.write("nbgrader_config.py", sample.CONFIG
                 + 'c.CourseDirectory.directory_structure = "{assignment_id}/{nbgrader_step}/{student_id}"\n')
    course.write(f"{sample.LESSON}/solutions/hw.ipynb", sample.source())
    for student in ("alice", "bob"):
        course.write(f"{sample.LESSON}/submitted/{student}/hw.ipynb", sample.submission())
    os.symlink("alice", tmp_path / sample.LESSON / "submitted" / "carol")
    said = course.grade(code=1)
    assert "carol" in said and "symbolic link" in said
    assert course.scores("alice") == course.scores("bob") == sample.FULL
