"""Each limit: set by its option, it costs the exercise that passes it, and the student reads which one it was."""

import pytest

from . import sample

OPTIONS = ["--Execute.timeout=6", "--Limits.cell_cpu=0.7", "--Limits.memory=300", "--Limits.text=5000", "--Limits.file_size=1",
           "--Limits.scratch=4", "--Limits.threads=10", "--Limits.rich=20000"]
RIGHT = "\n    return np.maximum(z, 0)"
LARGE = "\n    if z.size > 2: "                   # only the hidden test has such inputs
CASES = {   # name: (body of relu, what stands below its test)
    "cpu": ("while True: pass", "This cell was stopped: it used more than 0.7 seconds of CPU time."),
    "wall": ("import time; time.sleep(60)", "This cell was stopped: it ran for more than 6 seconds."),
    "cpu_hidden": ("pass" + LARGE + "\n        while True: pass" + RIGHT,
                   "The hidden test was stopped: your function used more than 0.7 seconds of CPU time."),
    "wall_hidden": ("import time" + LARGE + "time.sleep(60)" + RIGHT,
                    "The hidden test was stopped: your function ran for more than 6 seconds."),
    "memory": ("return np.ones(10**9)", "(While it is graded, a notebook may use 300 MiB of memory.)"),
    "memory_hidden": ("pass" + LARGE + "np.ones(10**9)" + RIGHT, "a notebook may use 300 MiB of memory."),
    "file": ("open('large', 'wb').write(bytes(2 * 2**20))", "a file may grow to 1 MiB."),
    "files": ("for i in range(9): open(str(i), 'wb').write(bytes(2**20 - 1))", "may take 4 MiB together."),
    "threads": ("import threading, time\n"
                "    for _ in range(50): threading.Thread(target=time.sleep, args=(1,), daemon=True).start()",
                "a notebook may have 10 threads."),
    "programs": ("import subprocess; subprocess.run(['ls'])", "a notebook cannot start programs"),
    "network": ("import urllib.request; urllib.request.urlopen('http://example.org')", "there is no network."),
}
KEPT = {   # what only cuts outputs costs nothing
    "text": ("print('x' * 9000)" + RIGHT, "cut here: this cell printed more than 5,000 characters"),
    "rich": ("from IPython.display import HTML, display\n    display(HTML('<b>' + 'x' * 30_000 + '</b>'))" + RIGHT,
             "outputs are larger than 20,000 bytes"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = sample.Course(tmp_path_factory.mktemp("limits"))
    for student, (body, _) in {**CASES, **KEPT, "honest": (RIGHT.strip(), "")}.items():
        made.hand_in(student, sample.submission(relu=f"def relu(z):\n    {body}"))
    made.grade(*OPTIONS)
    return made


@pytest.mark.parametrize("student", CASES)
def test_costs_that_exercise_and_says_why(course, student):
    assert CASES[student][1] in " ".join(course.said(student, "test_relu").split())
    assert course.scores(student) == {**sample.FULL, "test_relu": 0.0}


@pytest.mark.parametrize("student", KEPT)
def test_long_outputs_are_cut_and_cost_nothing(course, student):
    assert KEPT[student][1] in course.said(student, "test_relu")
    assert course.scores(student) == sample.FULL


def test_nobody_else_notices(course):
    assert course.scores("honest") == sample.FULL and "While it is graded" not in course.said("honest", "test_relu")


def test_no_limit_on_wall_time(tmp_path):
    """nbclient's -1 and None."""
    made = sample.Course(tmp_path)
    made.hand_in("slow", sample.submission(relu=f"def relu(z):\n    import time; time.sleep(0.02){RIGHT}"))
    for option in ("--Execute.timeout=-1", "--Execute.timeout=None"):
        made.grade(option, "--force")
        assert made.scores("slow") == sample.FULL


def test_files_for_which_there_is_no_room(tmp_path):
    """A student's are left out with a line; the assignment's own are never left out in silence."""
    made = sample.Course(tmp_path)
    made.hand_in("ann", sample.submission(), big__bin=bytes(2 * 2**20), small__csv="1,2")
    output = made.grade("--Limits.file_size=1")
    assert "ann, lesson: left out, no room for it (--Limits.file_size, --Limits.scratch) or for its name: big.bin" in output
    assert made.scores("ann") == sample.FULL
    assert "big.bin" in made.graded("ann").cells[0].source and "small.csv" not in made.graded("ann").cells[0].source
    made.write(f"solutions/{sample.LESSON}/data.bin", bytes(2 * 2**20))
    output = made.grade("--Limits.file_size=1", "--force", code=1)
    assert "the assignment's own files take 2 MiB where 1 are allowed (--Limits.file_size" in output
    assert made.scores("ann") == sample.FULL                   # of the run before
    made.grade("--force")
