"""The formgrader in a browser, over submissions that try to press its buttons: nothing in them runs, loads or covers."""

import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from tests import browser

from . import sample

PUT = ("for (const field of document.querySelectorAll('input.score')) fetch('/formgrader/api/grade/' + field.id, {method: 'PUT', "
       "headers: {'X-XSRFToken': (document.cookie.match('_xsrf=([^;]*)') || [0, ''])[1], 'Content-Type': 'application/json'}, "
       "body: JSON.stringify({manual_score: 99})}); document.title = 'RAN'")
ESSAYS = {
    "comment": f"<!<script>{PUT}</script>", "end": f"</<script>{PUT}</script>", "quote": f'> <img src=x\n>onerror="{PUT}">x',
    "image": f'<img src=x onerror="{PUT}">', "link": f"[derivation](derivation.html)\n\n<a href=\"javascript:{PUT}\">x</a>",
}
OUTPUTS = {
    "style": "display(HTML('<style>'))", "sheet": "display(HTML('<style>')); print('} .full-credit{position:fixed!important;left:0;top:0;"
    "width:100%;height:100%}'); display(HTML('</style>'))",
    "cover": "display(HTML(\"<a href='https://evil.example/'><span style='font-size:3000px;line-height:0'>■■■■■</span></a>\"))",
    "markdown": "display(Markdown('</<script>document.title = \"RAN\"</script>'))",
}
COVERED = """() => [...document.querySelectorAll('input.score, button.full-credit')].filter(field => {
    field.scrollIntoView({block: 'center'});
    const box = field.getBoundingClientRect();
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) !== field;
}).length"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = sample.Course(tmp_path_factory.mktemp("formgrader"))
    made.write("nbgrader_config.py", sample.CONFIG + "from grader.autograder import formgrader; formgrader.use(c)\n")
    for student, essay in ESSAYS.items():
        nb = sample.submission()
        sample.cell(nb, "why").source = essay
        made.hand_in(student, nb, derivation__html="<script>document.title = 'RAN'</script><p>my derivation</p>")
    for student, code in OUTPUTS.items():
        nb = sample.submission()
        nb.cells.insert(1, new_code_cell("from IPython.display import HTML, Markdown, display\n" + code))
        made.hand_in(student, nb)
    made.grade()
    with Gradebook(f"sqlite:///{made.folder / 'gradebook.db'}") as gradebook:
        made.pages = {student: gradebook.find_submission(sample.LESSON, student).notebooks[0].id for student in [*ESSAYS, *OUTPUTS]}
    return made


@pytest.mark.browser
@browser.NEEDED
def test_no_submission_grades_itself(course):
    elsewhere = []
    with browser.jupyterlab(course.folder) as address, browser.chromium() as page:
        page.on("request", lambda request: elsewhere.append(request.url) if "evil.example" in request.url else None)
        for student, number in course.pages.items():
            page.goto(f"{address}/formgrader/submissions/{number}/", wait_until="domcontentloaded")
            page.wait_for_timeout(400)
            assert page.locator("input.score").count() == 4, student       # none was swallowed
            assert page.evaluate(COVERED) == 0, student
            assert "RAN" not in page.title(), student
        page.goto(f"{address}/formgrader/submissions/{course.pages['link']}/derivation.html")
        assert "my derivation" in page.inner_text("body") and "RAN" not in page.title()
    assert not elsewhere
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for student in course.pages:
            grades = gradebook.find_submission(sample.LESSON, student).notebooks[0].grades
            assert [grade.manual_score for grade in grades] == [None] * 4, student


def test_a_hint_keeps_its_triangle_in_feedback(tmp_path):
    made = sample.Course(tmp_path)
    made.write("nbgrader_config.py", sample.CONFIG + "from grader.autograder import formgrader; formgrader.use(c)\n")
    nb = sample.submission()
    nb.cells.insert(1, new_markdown_cell("<details><summary>It stops</summary>\n\nWhere?\n\n</details>"))
    made.hand_in("ann", nb)
    made.grade()
    done = subprocess.run([sys.executable, "-m", "nbgrader", "generate_feedback", sample.LESSON], cwd=tmp_path, text=True,
                          capture_output=True, env=sample.environment())
    assert done.returncode == 0 and "WARNING" not in done.stderr, done.stderr
    page = (tmp_path / "feedback" / "ann" / sample.LESSON / "hw.html").read_text()
    assert "<summary>\u25b8 It stops</summary>" in page and "hidden_test" not in page


def test_the_pages_are_made(course):
    """What would run in them is shown as its source."""
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_feedback", sample.LESSON], cwd=course.folder, check=True,
                   env=sample.environment(), capture_output=True)
    for student in course.pages:
        page = BeautifulSoup((course.folder / "feedback" / student / sample.LESSON / "hw.html").read_text(), "html.parser")
        cells = page.select(".cell *, .jp-Cell *")
        assert len(cells) > 50, student
        for element in cells:
            assert element.name != "script" and "onerror" not in element.attrs, student
            assert not element.get("href", "").lower().startswith(("javascript", "https://evil")), student
