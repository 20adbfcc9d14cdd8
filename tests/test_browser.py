"""Lesson 1 in JupyterLab: it opens, runs to its end without an error, and what can be moved moves."""

import shutil

import browser
import nbformat
import pytest
from course import PROJECT, answered, right_answers

pytestmark = [browser.NEEDED, pytest.mark.browser]
LESSON = "01_forward_pass"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a home") / "course"
    folder.mkdir()
    nbformat.write(answered(LESSON, right_answers(LESSON)), folder / "right.ipynb")
    shutil.copy(PROJECT / "notebooks" / LESSON / f"{LESSON}.ipynb", folder / "untouched.ipynb")
    with browser.jupyterlab(folder) as address:
        yield address


def test_the_finished_lesson_runs_to_its_end_and_its_slider_moves(lab):
    with browser.chromium() as page:
        browser.open_notebook(page, lab, "right.ipynb")
        browser.run_all(page)
        kinds = [output["output_type"] for cell in browser.outputs(page) for output in cell]
        assert kinds.count("error") == 0
        text = str(browser.outputs(page))
        assert text.count("exact") >= 6
        slider = page.locator("input[type=range]").first
        slider.scroll_into_view_if_needed()
        widget = slider.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]")
        before, value = widget.inner_html(), slider.input_value()
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("([slider, value]) => slider.value !== value", arg=[slider.element_handle(), value])
        assert widget.inner_html() != before


def test_the_untouched_lesson_tells_a_learner_what_to_do(lab):
    with browser.chromium() as page:
        browser.open_notebook(page, lab, "untouched.ipynb")
        page.evaluate("async () => { await window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        page.wait_for_selector("text=not written yet")
