"""Every attack through the real command, in one class with two honest students: see attacks.py."""

import json
import os
import tempfile
import time

import pytest

from . import attacks, forgeries, sample

OTHER_FILES = {                    # submissions that are more, or less, than a notebook
    "file-numpy": {"numpy__py": "allclose = lambda *a, **k: True\ndef __getattr__(name): raise SystemExit"},
    "file-utils": {"utils__py": "raise SystemExit"},
    "file-sitecustomize": {"sitecustomize__py": "raise SystemExit", "conftest__py": "raise SystemExit"},
    "file-config": {"nbgrader_config__py": "raise SystemExit", "ipython_config__py": "raise SystemExit"},
}
LIMITS = ["--Limits.cell_cpu=4", "--Execute.timeout=8", "--Limits.notebook_seconds=60", "--workers=2"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = sample.Course(tmp_path_factory.mktemp("course"))
    folder = str(made.folder)
    made.write("canary.txt", "untouched")
    made.write("secret.txt", "a secret of the course")
    made.hostile = attacks.submissions(folder)
    for student, (nb, _) in made.hostile.items():
        made.hand_in(student, nb)
    for student, files in OTHER_FILES.items():
        made.hand_in(student, sample.submission(relu=sample.WRONG), **files)
    for student in ("alice", "zoe"):                           # graded first and last
        made.hand_in(student, sample.submission())
    links = made.folder / "submitted" / "link-file" / sample.LESSON
    made.hand_in("link-file", sample.submission())
    (links / "data.txt").symlink_to(made.folder / "secret.txt")
    links = made.folder / "submitted" / "link-notebook" / sample.LESSON
    links.mkdir(parents=True)
    (links / "hw.ipynb").symlink_to(made.folder / "submitted" / "alice" / sample.LESSON / "hw.ipynb")
    links = made.folder / "submitted" / "link-time" / sample.LESSON
    made.hand_in("link-time", sample.submission())
    (links / "timestamp.txt").symlink_to("/dev/zero")
    made.before = _contents(made.folder / "submitted")
    os.environ["GRADER_TEST_SECRET"] = "1"
    started = time.monotonic()
    made.output = made.grade(*LIMITS, code=1, timeout=900)
    made.seconds = time.monotonic() - started
    return made


def _contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


HOSTILE = sorted(attacks.submissions("").items())


@pytest.mark.parametrize("student, most", [(student, most) for student, (_, most) in HOSTILE], ids=[s for s, _ in HOSTILE])
def test_attack(course, student, most):
    scores = course.scores(student)
    earned = {name: points or 0.0 for name, points in scores.items()}
    if student.startswith("cheat"):
        assert earned["test_relu"] == 0.0
    else:
        assert earned == most                                  # a bomb costs its own cell, not the exercises behind it
    text = json.dumps(course.graded(student).cells)
    for word in ("GOT OUT", "STOLEN", "LISTED", "FOUND [", "BOOM", "a secret of the course", "GOTOUT()</script>",
                 "onerror=GOTOUT"):
        shown = json.dumps([cell.get("outputs", []) for cell in course.graded(student).cells])
        assert word not in shown, text


@pytest.mark.parametrize("student", sorted(OTHER_FILES))
def test_files_beside_the_notebook(course, student):
    assert course.scores(student) == attacks.NO_RELU


def test_links_are_not_followed(course):
    assert not (course.folder / "autograded" / "link-file" / sample.LESSON / "data.txt").exists()
    assert course.scores("link-file") == sample.FULL
    assert "link-notebook, lesson: not graded: the notebook is a symbolic link" in course.output
    assert "link-time, lesson: not graded: timestamp.txt" in course.output or "link-time: " in course.output
    folder = course.folder / "autograded" / "raid-link-to-a-secret" / sample.LESSON
    assert [path.name for path in folder.iterdir()] == ["hw.ipynb"]


@pytest.mark.parametrize("student", ["alice", "zoe"])
def test_classmates_are_untouched(course, student):
    assert course.scores(student) == sample.FULL


def test_nothing_outside_was_touched(course):
    assert (course.folder / "canary.txt").read_text() == "untouched"
    assert _contents(course.folder / "submitted") == course.before
    assert not os.path.exists(f"{tempfile.gettempdir()}/grader-was-here") and not os.path.exists("/dev/shm/grader-was-here")


def test_bounded_time(course):
    slow = 8                                                   # attacks that run into a time limit
    assert course.seconds < 60 + slow * 12


def test_a_child_that_lies_is_heard(tmp_path):
    """The forgeries do forge."""
    made = sample.Course(tmp_path)
    for name, code in forgeries.CONTROLS.items():
        made.hand_in(name, sample.submission(relu=f"{code}\n{sample.RELU}"))
    made.grade()
    assert made.scores("calls") == attacks.NO_RELU and "FORGED" in made.said("outputs", "test_relu")
