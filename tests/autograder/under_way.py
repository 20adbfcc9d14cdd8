"""A class whose grading takes a while: start it, wait for the first grades, see what runs below it."""

import os
import signal
import subprocess
import time

from . import sample

STUDENTS = [f"student{number:02}" for number in range(12)]
SLOW = "import numpy as np, time\ntime.sleep(0.4)"


def slow_class(folder):
    """The course, with a submission of each student that takes its time."""
    made = sample.Course(folder)
    for student in STUDENTS:
        made.hand_in(student, sample.submission(first=SLOW))
    return made


def start(course, *options, ignoring_hangups=False):
    """The command, grading the class with two workers. Where these tests run under nohup, it must not know of it."""
    before = signal.getsignal(signal.SIGHUP)
    if not ignoring_hangups and before is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        return subprocess.Popen(course.command("--workers=2", *options), cwd=course.folder, env=sample.environment(),
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    finally:
        signal.signal(signal.SIGHUP, before)


def wait_for_some(course, process, count=2):
    """Until so many students have their grades."""
    deadline = time.monotonic() + 120
    while len(published(course)) < count:
        assert process.poll() is None and time.monotonic() < deadline, process.stdout.read()
        time.sleep(0.02)


def published(course):
    """The students whose graded folder is in its place."""
    return [path.parent.parent.name for path in course.folder.glob(f"autograded/student*/{sample.LESSON}/hw.ipynb")]


def whole(course, students):
    """Every published submission has all its grades."""
    for student in students:
        assert course.scores(student) == sample.FULL


def workers_of(pid):
    """Process numbers of everything below a process."""
    below, found = {}, []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                below.setdefault(int(file.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
        except OSError:
            pass
    queue = [pid]
    while queue:
        children = below.get(queue.pop(), [])
        found += children
        queue += children
    return found


def gone(pid):
    """Has the process ended?"""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
