"""The course under nbgrader as it comes: what is released, what a right, a wrong and an untouched submission score."""

import nbformat
import pytest
from course import LESSONS, answered, copy_course, grades, nbgrader, released, right_answers, solution, submit


@pytest.fixture(scope="module", params=LESSONS)
def graded(request, tmp_path_factory):
    """(course, lesson, the exercise that "slip" has wrong), graded for three students."""
    lesson = request.param
    course = copy_course(tmp_path_factory.mktemp("course"), [lesson])
    nbgrader(course, "generate_assignment", lesson, "--create", "--force")
    answers = right_answers(lesson)
    wrong = list(answers)[0]
    submit(course, "right", lesson, answered(lesson, answers))
    submit(course, "slip", lesson, answered(lesson, answers | {wrong: f"def {wrong}(*args, **more):\n    return 0.1234"}))
    submit(course, "untouched", lesson, released(lesson))
    nbgrader(course, "autograde", lesson, "--create")
    return course, lesson, wrong


def test_right_answers_score_full_marks(graded):
    course, lesson, _ = graded
    assert {name: grade for name, grade in grades(course, lesson)["right"].items() if grade[0] != grade[1]} == {}


def test_the_untouched_notebook_scores_nothing(graded):
    course, lesson, _ = graded
    assert {score for score, _ in grades(course, lesson)["untouched"].values()} == {0}


def test_one_wrong_function_costs_its_own_points_alone(graded):
    course, lesson, wrong = graded
    lost = {name for name, (score, points) in grades(course, lesson)["slip"].items() if score < points}
    assert lost == {name for name in grades(course, lesson)["slip"]
                    if name == f"test_{wrong}" or name.startswith(f"test_{wrong}_")}


def test_the_untouched_notebook_says_kindly_what_to_do(graded):
    course, lesson, _ = graded
    notebook = nbformat.read(course / "autograded" / "untouched" / lesson / f"{lesson}.ipynb", as_version=4)
    tests = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    for cell in tests:
        text = "\n".join(output.get("text", "") + "\n".join(output.get("traceback", [])) for output in cell.outputs)
        assert "not written yet" in text or "not judged" in text, text


def test_generate_assignment_releases_what_the_course_ships(graded):
    course, lesson, _ = graded
    shipped = released(lesson)
    assert nbformat.read(course / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4) == shipped
    assert [path.name for path in (course / "notebooks" / lesson).iterdir()] == [f"{lesson}.ipynb"]


def test_feedback_and_export_carry_on(graded):
    course, lesson, _ = graded
    nbgrader(course, "generate_feedback", lesson)
    page = (course / "feedback" / "slip" / lesson / f"{lesson}.html").read_text()
    assert "Score" in page or "score" in page
    nbgrader(course, "export", "--to", str(course / "grades.csv"))
    assert (course / "grades.csv").read_text().count(lesson) == 3


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_release_holds_no_answer(lesson):
    text = nbformat.writes(released(lesson))
    for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "hidden_test", "grader import"):
        assert word not in text, word
    for cell in released(lesson).cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None
    for line in _answer_lines(lesson):
        assert line not in text, f"the release holds a line of the solution: {line}"


def _answer_lines(lesson):
    """The longer lines between the SOLUTION markers of this lesson, unless the lesson shows them elsewhere too."""
    inside, outside = set(), []
    for cell in solution(lesson).cells:
        within = False
        for line in cell.source.splitlines():
            if "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
                within = "BEGIN" in line
            elif within and len(line.strip()) > 25:
                inside.add(line.strip())
            elif not within:
                outside.append(line.strip())
    return {line for line in inside if line not in outside}


def test_validate_accepts_the_solution_and_refuses_the_release(tmp_path):
    lesson = LESSONS[0]
    course = copy_course(tmp_path, [lesson])
    nbformat.write(answered(lesson, right_answers(lesson)), course / "right.ipynb")
    nbformat.write(released(lesson), course / "untouched.ipynb")
    assert "Success" in nbgrader(course, "validate", "right.ipynb").stdout
    assert "failed" in nbgrader(course, "validate", "untouched.ipynb", check=False).stdout.lower()
