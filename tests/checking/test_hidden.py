"""A hidden test in a real notebook: what a student reads on nbgrader's feedback page, and what no page shows."""

import html
import re

import nbformat
import numpy as np
import pytest
from course import answered, copy_course, grades, nbgrader, right_answers, submit

from grader.hidden import HiddenTestFailed, hidden_test
from grader.judge import trial

LESSON = "01_forward_pass"
WRONG = {
    "no-bias": {"affine": "def affine(x, W, b):\n    return x @ W"},
    "first-article": {"softmax": "def softmax(z):\n    return z / np.sum(z)"},
    "tells-its-inputs": {
        "affine": "def affine(x, W, b):\n    print('input', x, W, b)\n    raise ValueError(f'input {x} {W} {b}')",
        "relu": "class Told(Exception):\n    def _render_traceback_(self):\n        return [str(self)]\n\n"
                "def relu(z):\n    raise Told(f'input {z.tolist()}')",
        "sigmoid": "class Shown:\n    def __init__(self, z):\n        self.z = z\n    def __repr__(self):\n"
                   "        return f'input {self.z}'\n\ndef sigmoid(z):\n    return Shown(z)",
        "softmax": "def softmax(z):\n    raise KeyboardInterrupt(f'input {z}')",
        "cross_entropy": "import sys\n\ndef cross_entropy(p, y):\n    print('input', p, file=sys.stderr)\n"
                         "    sys.exit(f'input {p}')"},
    "wrong-shape-and-type": {
        "affine": "def affine(x, W, b):\n    return (x @ W + b).reshape(1, -1)",
        "relu": "def relu(z):\n    z[z < 0] = 0\n    return z",
        "sigmoid": "def sigmoid(z):\n    h = np.zeros_like(z)\n    for i in range(len(z)):\n"
                   "        h[i] = 1 / (1 + np.exp(-z[i]))\n    return h",
        "cross_entropy": "def cross_entropy(p, y):\n    -np.sum(y * np.log(p + 1e-12))"},
    "chain": {"forward": "def forward(x, params):\n"
                         "    z1 = affine(x, params['W1'], params['b1'])\n    h1 = relu(z1)\n"
                         "    z2 = affine(h1, params['W2'], params['b2'])\n    h2 = np.tanh(z2)\n"
                         "    z3 = affine(h2, params['W3'], params['b3'])\n"
                         "    return {'x': x, 'z1': z1, 'h1': h1, 'z2': z2, 'h2': h2, 'z3': z3, 'p': softmax(z3)}"},
}
HINTS = {
    "no-bias": ["The bias is missing: with an input of zeros the layer should still give b."],
    "first-article": ["The article this course grew out of made this mistake first."],
    "tells-its-inputs": ["affine stops with a ValueError", "relu stops with a Told", "softmax was stopped",
                         "cross_entropy stops with a SystemExit"],
    "wrong-shape-and-type": ["one axis too many", "It writes into its argument z", "np.zeros_like(z)", "end in return"],
    "chain": ["h2: This is tanh: it runs from -1 to 1, the sigmoid from 0 to 1."],
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The lesson, graded for the five wrong submissions; the visible checks are taken out, to see the hidden tests alone."""
    course = copy_course(tmp_path_factory.mktemp("course"), [LESSON])
    nbgrader(course, "generate_assignment", LESSON, "--create", "--force")
    for student, answers in WRONG.items():
        submit(course, student, LESSON, answered(LESSON, _hushed(right_answers(LESSON) | answers)))
    nbgrader(course, "autograde", LESSON, "--create")
    nbgrader(course, "generate_feedback", LESSON)
    return course


def _hushed(answers):
    """A student who switches the visible checks off; the test cells themselves are nbgrader's and come back."""
    first = next(iter(answers))
    return answers | {first: "import utils\nutils.check = check = lambda *asked, **more: None\n" + answers[first]}


def page(course, student):
    """The words of the feedback page."""
    text = (course / "feedback" / student / LESSON / f"{LESSON}.html").read_text()
    text = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", text))


@pytest.mark.parametrize("student", WRONG)
def test_the_page_tells_what_is_wrong(course, student):
    text = page(course, student)
    for hint in HINTS[student]:
        assert hint in text, hint


def said_by_tests(course, student):
    """What stands under the test cells; other cells are the student's own, and may print and fail as they like."""
    notebook = nbformat.read(course / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("test_")
               for output in cell.get("outputs", ())]
    return "\n".join(str(output.get("text", "")) + "\n".join(output.get("traceback", [])) + str(output.get("evalue", ""))
                     for output in outputs)


@pytest.mark.parametrize("student", WRONG)
def test_no_test_shows_a_hidden_input_or_value(course, student):
    text = said_by_tests(course, student)
    assert "input [" not in text and "input (" not in text
    for name in WRONG[student]:
        for number in _numbers(trial(name).cases) | _numbers(trial(name).expected):
            assert number not in text, (name, number)


@pytest.mark.parametrize("student", WRONG)
def test_nothing_shows_source_of_the_grader(course, student):
    assert "Traceback" not in said_by_tests(course, student)
    text = page(course, student)
    for word in ("examine(", "Verdict", "diagnose", "def hidden_test", "judge.py", "MISTAKES", "reference("):
        assert word not in text, word


@pytest.mark.parametrize("student", WRONG)
def test_only_what_is_wrong_costs_points(course, student):
    lost = {name for name, (score, points) in grades(course, LESSON)[student].items() if score < points}
    assert lost == {f"test_{name}" for name in WRONG[student]}


def _numbers(value):
    """Long numbers of the hidden cases as an array, a list and a format would print them."""
    if isinstance(value, dict):
        return set().union(*map(_numbers, value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*map(_numbers, value))
    if isinstance(value, (np.ndarray, float)):
        entries = [float(entry) for entry in np.ravel(value)]
        return {form for entry in entries for form in (repr(abs(entry))[:8], f"{abs(entry):.4f}")
                if len(form.strip("0.")) > 4 and abs(entry) < 900}
    return set()


def test_the_exception_draws_itself_as_its_hint_and_keeps_no_frame_of_the_judge():
    with pytest.raises(HiddenTestFailed) as raised:
        hidden_test("affine", lambda x, W, b: x @ W)
    assert raised.value._render_traceback_() == ["The bias is missing: with an input of zeros the layer should still give b."]
    assert raised.value.__cause__ is None and raised.value.__context__ is None
    frame = raised.tb
    names = []
    while frame is not None:
        names.append(frame.tb_frame.f_code.co_name)
        kept = frame.tb_frame.f_locals.values() if names[-1] == "hidden_test" else ()
        assert not any(isinstance(value, (np.ndarray, list, dict)) for value in kept)
        frame = frame.tb_next
    assert names[-1] == "hidden_test"
