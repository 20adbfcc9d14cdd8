"""An exported lesson: opened from a file it asks for nothing else, its widgets move, and no answer is in it."""

import browser
import gallery
import pytest
from course import LESSONS, PROJECT, right_answers
from test_pages import axe

from grader.commands.export import main
from grader.pages import OutsideAddress, _stands_alone

pytestmark = [browser.NEEDED, pytest.mark.browser]
LESSON, NEXT = LESSONS[:2]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a site")
    assert main([LESSON, NEXT, "--to", str(folder), "--course-dir", str(PROJECT)]) == 0
    return folder


@pytest.fixture(scope="module")
def page(site):
    with gallery.watched(color_scheme="light") as page:
        page.goto((site / f"{LESSON}.html").as_uri())
        page.wait_for_selector(".bw svg.bw-plot")
        yield page
        assert page.errors == []
        assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []


def test_the_widget_walks_without_a_kernel(page):
    button = page.get_by_role("button", name="Next", exact=True).first
    before = page.locator(".bw-panels").first.inner_html()
    button.press("Enter")
    assert page.locator(".bw-panels").first.inner_html() != before
    assert "Your functions return these numbers" in page.locator(".bw-notes").first.inner_text()


def test_formulas_are_drawn_by_the_browser_itself(page):
    assert page.locator("math").count() > 20
    assert "$" not in page.evaluate("""() => [...document.querySelectorAll('.jp-MarkdownCell p')]
        .map(p => p.innerText).join('').replace(/`[^`]*`/g, '')""")


def test_indices_stand_below_the_line(page):
    """Without a font that knows mathematics they do not."""
    drop = page.evaluate("""() => Math.min(...[...document.querySelectorAll('math msub')].map(m => {
        const [letter, index] = [...m.children].map(child => child.getBoundingClientRect());
        return index.bottom - letter.bottom;
    }))""")
    assert drop > 1


def test_hints_stay_closed_until_they_are_opened(page):
    hints = page.locator(".jp-MarkdownCell details")
    assert hints.count() > 0
    for hint in hints.all():
        assert hint.evaluate("d => d.childElementCount") > 1 and not hint.locator(":scope > :not(summary)").first.is_visible()


def test_the_page_holds_the_lesson_without_its_answers(site):
    text = (site / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "hidden_test" not in text and "BEGIN SOLUTION" not in text
    for source in right_answers(LESSON).values():
        answer = max(source.split("### BEGIN SOLUTION")[-1].split("### END SOLUTION")[0].strip().splitlines(), key=len)
        assert answer.strip() not in text.replace("&lt;", "<").replace("&gt;", ">")


def test_a_page_leads_to_the_next_and_asks_for_nothing_it_has_no_place_for(page):
    assert page.locator("nav a[rel=next]").first.get_attribute("href") == f"{NEXT}.html"
    assert page.locator("nav a[rel=prev]").count() == 0 and page.locator("nav a[href='index.html']").count() == 2
    assert "Your answer" not in page.inner_text("main") and page.locator("main img[src^='data:image/svg']").count() == 0


def test_long_lines_of_code_are_not_cut_off(page):
    page.set_viewport_size({"width": 600, "height": 900})
    cut = page.evaluate("""() => [...document.querySelectorAll('.jp-InputArea-editor')]
        .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 80))""")
    page.set_viewport_size({"width": 1200, "height": 900})
    assert cut == []


def test_axe_finds_nothing_serious_in_either_theme(page, tmp_path_factory):
    script = axe(tmp_path_factory)
    found = gallery.serious(page, script)
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.wait_for_selector(".bw svg.bw-plot")
    assert page.evaluate("() => document.body.dataset.jpThemeLight") == "false"
    found += gallery.serious(page, script)
    assert found == []


def test_the_index_leads_to_the_lessons(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    assert f'href="{LESSON}.html"' in text and f'href="{NEXT}.html"' in text


@pytest.mark.parametrize("html", ['<script src="https://host.example/a.js"></script>', '<link href="//host.example/a.css">',
                                  "<style>@import 'https://host.example/a.css';</style>",
                                  '<div style="background: url(https://host.example/a.png)">'])
def test_a_page_that_would_fetch_something_is_refused(html):
    with pytest.raises(OutsideAddress):
        _stands_alone(html)
    _stands_alone('<a href="https://host.example/">a link to follow</a><img src="data:image/png;base64,AA==">')
