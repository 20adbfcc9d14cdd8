"""What one more submission costs under `nbgrader autograde` and under `grader autograde`.

    python -m tests.benchmarks.autograde [--small 2] [--large 8] [--workers 1] [--cores]

Grades the same class with both, at two sizes, so that start-up and slope come apart: a small notebook, the same with a
figure, and the course's first lesson with its pictures and widget, answered rightly. CPU seconds count the whole tree of
processes, kernels and sandboxed children included. --cores: how much less wall time one more submission takes under
`grader autograde` with a worker for each core than with one.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from tests import course as lessons
from tests.autograder import sample

FIGURE = ("import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.title('a figure')\nplt.show()")
NBGRADER = str(Path(sys.executable).parent / "nbgrader")
COMMANDS = {"nbgrader": [NBGRADER, "autograde"], "grader": [sys.executable, "-m", "grader", "autograde"]}
FIRST = lessons.LESSONS[0]


def measure(command, folder):
    """(CPU seconds, wall seconds) of a command and all that it starts."""
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               env=sample.environment())
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{output.decode()[-3000:]}")
    return used.ru_utime + used.ru_stime, time.monotonic() - started


def small(folder, students):
    """A class with a notebook that draws nothing. What it is called, and the points of a right answer."""
    return _small(folder, students, [])


def drawing(folder, students):
    """The same with a figure."""
    return _small(folder, students, [new_code_cell(FIGURE)])


def _small(folder, students, more):
    course, source, nb = sample.Course(folder), sample.source(), sample.submission()
    for notebook in (source, nb):
        notebook.cells[1:1] = more
    course.write(f"solutions/{sample.LESSON}/hw.ipynb", source)
    for student in students:
        course.hand_in(student, nb)
    return sample.LESSON, sum(sample.FULL.values())


def first_lesson(folder, students):
    """The course's first lesson."""
    lessons.copy_course(folder, [FIRST])
    nb = lessons.answered(FIRST, lessons.right_answers(FIRST))
    for student in students:
        place = folder / "submitted" / student / FIRST
        place.mkdir(parents=True)
        nbformat.write(nb, place / f"{FIRST}.ipynb")
    return FIRST, sum(cell.metadata.nbgrader.points for cell in nb.cells
                      if cell.metadata.get("nbgrader", {}).get("grade"))


CLASSES = {"a notebook without figures": small, "a notebook with a figure": drawing,
           "lesson 1 of the course": first_lesson}


def grade(name, number, build, workers):
    """(CPU, wall) of grading a class of that size from nothing, the gradebook set up before."""
    folder = Path(tempfile.mkdtemp(prefix="grader-benchmark-"))
    try:
        students = [f"student{n:03}" for n in range(number)]
        lesson, points = build(folder, students)
        subprocess.run([NBGRADER, "generate_assignment", lesson, "--force"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=sample.environment())
        extra = [f"--workers={workers}"] if name == "grader" else ["--create"]
        cost = measure([*COMMANDS[name], lesson, *extra], folder)
        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            if any(gradebook.find_submission(lesson, student).score != points for student in students):
                sys.exit(f"{name} did not give the right grades")
        return cost
    finally:
        shutil.rmtree(folder)


def slope(name, build, small, large, workers):
    """((CPU, wall) of the start, (CPU, wall) of one more submission)."""
    few, many = (grade(name, size, build, workers) for size in (small, large))
    more = [(b - a) / (large - small) for a, b in zip(few, many)]
    return [a - small * each for a, each in zip(few, more)], more


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=2)
    parser.add_argument("--large", type=int, default=8)
    parser.add_argument("--grader-large", type=int, default=None, help="another large size for the fast one")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--cores", action="store_true", help="compare one worker with one for each core")
    options = parser.parse_args()
    large = {"nbgrader": options.large, "grader": options.grader_large or options.large}
    print("CPU seconds (wall)    start-up        one more submission")
    for title, build in CLASSES.items():
        print(title)
        cost = {}
        for name in COMMANDS:
            start, more = slope(name, build, options.small, large[name], options.workers)
            cost[name] = more[0]
            print(f"  {name:<18}  {start[0]:5.2f} ({start[1]:5.2f})   {more[0]:7.4f} ({more[1]:7.4f})", flush=True)
        print(f"  times less CPU for one more submission: {cost['nbgrader'] / cost['grader']:.0f}")
        if options.cores:
            cores = len(os.sched_getaffinity(0))
            wall = [slope("grader", build, options.small, large["grader"], workers)[1][1] for workers in (1, cores)]
            print(f"  wall time of one more with 1 worker {wall[0]:.4f}, with {cores} {wall[1]:.4f}: "
                  f"{wall[0] / wall[1]:.1f} times less", flush=True)


if __name__ == "__main__":
    main()
