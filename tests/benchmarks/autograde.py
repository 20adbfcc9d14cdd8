"""What one more submission costs under `nbgrader autograde` and under `grader autograde`.

    python -m tests.benchmarks.autograde [--small 2] [--large 8] [--workers 1]

Grades the same class with both, at two sizes, so that start-up and slope come apart. CPU seconds count the whole tree
of processes, kernels and sandboxed children included.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nbformat.v4 import new_code_cell

from tests.autograder import sample

FIGURE = ("import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.title('a figure')\nplt.show()")
COMMANDS = {
    "nbgrader": [str(Path(sys.executable).parent / "nbgrader"), "autograde", sample.LESSON],
    "grader": [sys.executable, "-m", "grader", "autograde", sample.LESSON],
}


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


def grade(name, students, figure, workers):
    """(CPU, wall) of grading a class of that size from nothing, the gradebook set up before."""
    folder = Path(tempfile.mkdtemp(prefix="grader-benchmark-"))
    try:
        course = sample.Course(folder)
        source, nb = sample.source(), sample.submission()
        if figure:
            for notebook in (source, nb):
                notebook.cells.insert(1, new_code_cell(FIGURE))
        course.write(f"solutions/{sample.LESSON}/hw.ipynb", source)
        for number in range(students):
            course.hand_in(f"student{number:03}", nb)
        subprocess.run([COMMANDS["nbgrader"][0], "generate_assignment", sample.LESSON], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=sample.environment())
        extra = [f"--workers={workers}"] if name == "grader" else []
        cost = measure(COMMANDS[name] + extra, folder)
        for number in range(students):
            if course.scores(f"student{number:03}") != sample.FULL:
                sys.exit(f"{name} did not give the right grades")
        return cost
    finally:
        shutil.rmtree(folder)


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=2)
    parser.add_argument("--large", type=int, default=8)
    parser.add_argument("--grader-large", type=int, default=None, help="another large size for the fast one")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    print("CPU seconds (wall)    start-up        one more submission")
    for figure in (False, True):
        print("a notebook with a figure" if figure else "a notebook without figures")
        slopes = {}
        for name in COMMANDS:
            large = options.grader_large if name == "grader" and options.grader_large else options.large
            few, many = (grade(name, size, figure, options.workers) for size in (options.small, large))
            slope = [(b - a) / (large - options.small) for a, b in zip(few, many)]
            start = [a - options.small * s for a, s in zip(few, slope)]
            slopes[name] = slope[0]
            print(f"  {name:<18}  {start[0]:5.2f} ({start[1]:5.2f})   {slope[0]:7.4f} ({slope[1]:7.4f})", flush=True)
        print(f"  times less CPU for one more submission: {slopes['nbgrader'] / slopes['grader']:.0f}")


if __name__ == "__main__":
    main()
