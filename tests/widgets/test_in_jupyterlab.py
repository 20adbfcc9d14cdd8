"""The widgets in JupyterLab: keys stay in them, the learner's functions answer, and nothing is fetched from elsewhere."""

import browser
import nbformat
import pytest

pytestmark = [browser.NEEDED, pytest.mark.browser]

START = """import numpy as np
from grader.exercise import load
from utils import widgets

deep = load("forward_deep").reference, load("backward_deep").reference
forward, backward = load("forward").reference, load("backward").reference

def wrong(cache, y, params):
    grads = dict(backward(cache, y, params))
    grads["W3"] = grads["W3"].T
    return grads

def odd(cache, y, params):
    raise KeyError("delta")
"""
CELLS = [START, "widgets.saturation()", "widgets.vanishing_gradients(*deep)", "widgets.dying_relu(*deep)",
         "widgets.initialisation(*deep)", "widgets.step_by_step(forward, wrong)", "widgets.descent(forward, backward)",
         "widgets.step_by_step(forward, odd)", "widgets.descent(forward, odd)",
         # An error like one of a widget's script: had it not been noted, neither would theirs be.
         "from IPython.display import HTML; HTML('<script>(() => { throw Error(\"planted\"); })();</script>')"]
SATURATION, WALK, STOPPED, NOTICE = 1, 5, 7, 8


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    write_notebook(folder / "widgets.ipynb", CELLS)
    with browser.jupyterlab(folder) as address, browser.chromium(1400, 1000) as page:
        page.asked, page.errors = [], browser.own_errors(page, address)
        page.on("request", lambda request: page.asked.append(request.url))
        browser.open_notebook(page, address, "widgets.ipynb")
        browser.run_all(page)
        yield page
        own = (address, address.replace("http", "ws"), "data:", "blob:")
        assert [url for url in page.asked if not url.startswith(own)] == []
        assert page.errors and [error for error in page.errors if "planted" not in error] == []


def write_notebook(path, cells):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(book, path)


def widget(page, cell):
    """The widget below a cell, brought into view."""
    found = page.locator(".jp-Notebook-cell").nth(cell).locator(".bw")
    page.evaluate("n => { const p = window.jupyterapp.shell.currentWidget.content; p.activeCellIndex = n; p.scrollToItem(n); }", cell)
    found.wait_for()
    return found


def active_cell(page):
    return page.evaluate("() => window.jupyterapp.shell.currentWidget.content.activeCellIndex")


@pytest.mark.parametrize("cell", range(1, 7))
def test_keys_move_the_control_and_not_the_notebook(page, cell):
    shown = widget(page, cell)
    controls = shown.locator(".bw-controls input[type=range], .bw-controls input[type=radio]:checked")
    assert controls.count() >= 1
    for n in range(controls.count()):
        control = controls.nth(n)
        before = shown.locator(".bw-panels").inner_html()
        control.focus()
        page.keyboard.press("ArrowRight")
        if shown.locator(".bw-panels").inner_html() == before:
            page.keyboard.press("ArrowLeft")
        assert shown.locator(".bw-panels").inner_html() != before
        assert active_cell(page) == cell
        page.keyboard.press("ArrowDown")
        assert active_cell(page) == cell and shown.locator(":focus").count() == 1


def test_the_learners_functions_are_asked_again_when_a_number_changes(page):
    shown = widget(page, WALK)
    assert 'grads["W3"][0, 1] differs: yours' in shown.locator(".bw-notes").inner_text()
    shown.locator(".bw-fields summary").click()
    before = shown.locator(".bw-notes").inner_text()
    shown.get_by_label("b3 of unit 0").fill("3")
    page.wait_for_function("([e, before]) => e.innerText !== before && e.innerText.includes('differs')",
                           arg=[shown.locator(".bw-notes").element_handle(), before])


def test_functions_that_stop_are_said_in_words(page):
    assert "backward stopped with KeyError." in widget(page, STOPPED).locator(".bw-notes").inner_text()
    notice = page.locator(".jp-Notebook-cell").nth(NOTICE)
    assert "stopped with KeyError" in notice.inner_text() and "Traceback" not in notice.inner_text()


def test_the_dark_theme_reaches_the_pictures(page):
    shown = widget(page, SATURATION)
    ink = "e => getComputedStyle(e).color"
    light = shown.evaluate(ink)
    page.evaluate("() => window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
    page.wait_for_function("() => document.body.dataset.jpThemeLight === 'false'")
    assert shown.evaluate(ink) == "rgb(242, 242, 242)" != light
    page.evaluate("() => window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Light' })")


def test_a_notebook_opened_again_keeps_its_pictures_without_running_anything(page):
    page.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown(); }")
    browser.open_notebook(page, page.url.split("/lab/")[0], "widgets.ipynb")
    for cell, control in ((SATURATION, "[data-name=scale]"), (WALK, "[data-name=step]")):
        shown = widget(page, cell)
        before = shown.locator(".bw-panels").inner_html()
        shown.locator(control).focus()
        page.keyboard.press("ArrowRight")
        assert shown.locator(".bw-panels").inner_html() != before
    assert 'grads["W3"][0, 1] differs: yours' in widget(page, WALK).locator(".bw-notes").inner_text()
    assert not page.get_by_text("model not found").first.is_visible()
