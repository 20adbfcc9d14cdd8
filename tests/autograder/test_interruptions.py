"""Nothing lost: kill -9 and a full disk in the middle of a run, and the run after it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.autograder import files

from . import sample, under_way


@pytest.fixture
def course(tmp_path):
    return under_way.slow_class(tmp_path)


def test_supervisor_killed(course, tmp_path_factory, monkeypatch):
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(temporary))
    process = under_way.start(course)
    under_way.wait_for_some(course, process)
    below = under_way.workers_of(process.pid)
    process.kill()
    process.wait()
    done = under_way.published(course)
    assert 0 < len(done) < len(under_way.STUDENTS)
    under_way.whole(course, done)
    deadline = time.monotonic() + 15
    while not all(map(under_way.gone, below)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert all(map(under_way.gone, below)), "a worker outlived its supervisor"
    assert not list(temporary.iterdir())
    output = course.grade()
    assert f"Already graded before: {len(done)}" in output
    under_way.whole(course, under_way.STUDENTS)
    assert not list(course.folder.glob("autograded/.grader*"))


@pytest.mark.parametrize("name", ["process that grades", "zygote"])
def test_one_process_killed(course, name):
    """Everybody is graded all the same."""
    process = under_way.start(course)
    under_way.wait_for_some(course, process)
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
        below = list(map(int, file.read().split()))
    zygotes = [pid for pid in below if b"zygote" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(zygotes) == 1 and len(below) == 3
    os.kill(zygotes[0] if name == "zygote" else (set(below) - set(zygotes)).pop(), signal.SIGKILL)
    output, _ = process.communicate(timeout=200)
    assert process.returncode == 0 and "Traceback" not in output, output
    under_way.whole(course, under_way.STUDENTS)


def test_workers_killed(course):
    process = under_way.start(course)
    under_way.wait_for_some(course, process)
    for pid in under_way.workers_of(process.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    output, _ = process.communicate(timeout=200)
    assert process.returncode == 0, output
    under_way.whole(course, under_way.STUDENTS)


def test_no_grade_is_doubled(course):
    course.grade()
    course.grade("--force")
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        assert len(gradebook.assignment_submissions(sample.LESSON)) == len(under_way.STUDENTS)
        assert {len(submission.notebooks[0].grades) for submission in gradebook.assignment_submissions(sample.LESSON)} == {4}
    under_way.whole(course, under_way.STUDENTS)


def _killed_at(course, where, *options):
    """Run the command with a kill -9 of itself in the first call of a function: "module:Class.name" or "module:name"."""
    module, _, dotted = where.partition(":")
    owner, _, name = dotted.rpartition(".")
    script = (f"import os, signal, sys\nimport {module} as module\nfrom grader.cli import main\n"
              f"setattr(module{'.' * bool(owner) + owner}, {name!r}, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))\n"
              f"main(['autograde', {sample.LESSON!r}, *{list(options)!r}])")
    done = subprocess.run([sys.executable, "-c", script], cwd=course.folder, env=sample.environment(), timeout=200,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == -signal.SIGKILL, done.stdout


@pytest.fixture
def corrected(tmp_path):
    """A graded course whose students have handed in something better since, without a timestamp."""
    made = sample.Course(tmp_path)
    for student in under_way.STUDENTS[:3]:
        made.hand_in(student, sample.submission(relu=sample.WRONG))
    made.grade()
    for student in under_way.STUDENTS[:3]:
        made.hand_in(student, sample.submission())
    return made


def test_killed_while_graded_folders_are_replaced(corrected):
    """The new grades are in the gradebook, the old folders in their places: the next run does not pass over them."""
    _killed_at(corrected, "grader.autograder.files:Staging.publish", "--force")
    assert sorted(under_way.published(corrected)) == under_way.STUDENTS[:3]
    corrected.grade()
    for student in under_way.STUDENTS[:3]:
        assert corrected.scores(student) == sample.FULL
        assert sample.cell(corrected.graded(student), "relu").source == sample.RELU
    assert "Already graded before: 3" in corrected.grade()


def test_a_graded_folder_is_replaced_in_one_step(tmp_path, monkeypatch):
    """No moment at which neither the old one nor the new one is in its place: two renames would have one."""
    staging = files.Staging(str(tmp_path / "autograded"))
    destination, new = tmp_path / "autograded" / "alice" / sample.LESSON, staging.new()
    destination.mkdir(parents=True)
    (destination / "hw.ipynb").write_text("old")
    files.write(new, {"hw.ipynb": b"new"})
    monkeypatch.setattr(os, "rename", lambda *paths: pytest.fail("the folder was moved away first"))
    staging.publish(new, str(destination))
    assert (destination / "hw.ipynb").read_text() == "new" and not os.path.exists(new)


def test_killed_while_the_assignment_is_entered(course):
    """An assignment is in the gradebook with all its notebooks and cells, or it is not there."""
    course.write(f"solutions/{sample.LESSON}/second.ipynb", sample.source())
    for student in under_way.STUDENTS:
        course.write(f"submitted/{student}/{sample.LESSON}/second.ipynb", sample.submission())
    _killed_at(course, "nbgrader.api:Gradebook.update_or_create_source_cell")
    course.grade()
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for student in under_way.STUDENTS:
            assert [notebook.score for notebook in gradebook.find_submission(sample.LESSON, student).notebooks] == [5, 5]


def test_an_assignment_beside_others(course):
    """It is entered into a gradebook that has another one already."""
    course.grade("--student=student00")
    shutil.copytree(course.folder / "solutions" / sample.LESSON, course.folder / "solutions" / "other")
    shutil.copytree(course.folder / "submitted/student00" / sample.LESSON, course.folder / "submitted/student00/other")
    done = subprocess.run([*course.command()[:-1], "other"], cwd=course.folder, env=sample.environment())
    assert done.returncode == 0
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        assert [gradebook.find_submission(name, "student00").score for name in (sample.LESSON, "other")] == [5, 5]


def _caged_below(pid):
    """The process number of a notebook under way: it has had its seccomp filter for half a second."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        caged = _with_seccomp(under_way.workers_of(pid))
        time.sleep(0.5)
        if kept := caged & _with_seccomp(caged):
            return kept.pop()
    raise AssertionError("no notebook ran")


def _with_seccomp(pids):
    found = set()
    for pid in pids:
        try:
            with open(f"/proc/{pid}/status") as file:
                if "Seccomp:\t2" in file.read():
                    found.add(pid)
        except OSError:
            pass
    return found


def test_child_killed(tmp_path):
    """A notebook's process that somebody else ends, or a kernel short of memory, costs the student nothing."""
    made = sample.Course(tmp_path)
    made.hand_in("slow", sample.submission(first="import numpy as np, time\ntime.sleep(3)"))
    process = under_way.start(made)
    child = _caged_below(process.pid)
    os.kill(child, signal.SIGKILL)
    output, _ = process.communicate(timeout=100)
    assert process.returncode == 0, output
    assert made.scores("slow") == sample.FULL


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_full_disk(tmp_path):
    """The course on a file system that fills up: what was graded is whole, and the rest is graded once there is room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", disk], check=True)
    try:
        course = sample.Course(disk)
        noisy = sample.submission(first="import numpy as np\nprint('x' * 90_000)")
        for student in under_way.STUDENTS:
            course.hand_in(student, noisy)
        output = course.grade(code=1)
        assert "No space left" in output or "disk is full" in output
        done = under_way.published(course)
        assert 0 < len(done) < len(under_way.STUDENTS)
        under_way.whole(course, done)
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        course.grade()
        under_way.whole(course, under_way.STUDENTS)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
