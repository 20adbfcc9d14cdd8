"""The widgets in a page of their own, from a file, without a kernel and without a network."""

import browser
import gallery
import numpy as np
import pytest

from grader.exercise import load
from utils.widgets.picture import bundle

pytestmark = [browser.NEEDED, pytest.mark.browser]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return gallery.write_pages(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def page():
    with gallery.watched() as page:
        yield page
        assert page.errors == []
        assert [address for address in page.asked if not address.startswith(("file:", "data:"))] == []


def shown(page):
    """What a reader sees: pictures, words and the table."""
    return page.evaluate("""() => ['.bw-panels', '.bw-words', '.bw-scroll']
        .map(part => document.querySelector(part).innerHTML)""")


@pytest.mark.parametrize("name", gallery.NAMES)
def test_every_control_moves_by_keyboard_and_picture_words_and_table_follow(page, folder, name):
    gallery.show(page, folder, name)
    page.locator(".bw-same summary").click()
    controls = page.locator(".bw-controls input[type=range], .bw-controls input[type=radio]:checked")
    for n in range(controls.count()):
        control, before = controls.nth(n), shown(page)
        control.focus()
        page.keyboard.press("ArrowRight")
        if shown(page) == before:       # it stood at its end
            page.keyboard.press("ArrowLeft")
        after = shown(page)
        label = control.get_attribute("data-name")
        assert after[0] != before[0], f"{label}: the picture does not move"
        assert after[1] != before[1], f"{label}: the words do not follow"
        if (name, label) != ("descent", "step"):      # its table holds all steps
            assert after[2] != before[2], f"{label}: the table does not follow"


@pytest.mark.parametrize("name", gallery.NAMES)
def test_no_setting_draws_or_says_nonsense(page, folder, name):
    gallery.show(page, folder, name)
    page.locator(".bw-same summary").click()
    nonsense = page.evaluate("""() => {
        const bad = [];
        const look = where => {
            const text = document.querySelector('.bw').innerHTML;
            const found = text.match(/.{40}(NaN|undefined|Infinity|not a number|\\[object).{40}/);
            if (found) bad.push(where + ': ' + found[0]);
        };
        for (const choice of [...document.querySelectorAll('.bw input[type=radio]'), document.body]) {
            choice.click();
            for (const slider of document.querySelectorAll('.bw input[type=range]')) {
                const before = slider.value;
                for (let v = Number(slider.min); v <= Number(slider.max); v++) {
                    slider.value = v;
                    slider.dispatchEvent(new Event('input', { bubbles: true }));
                    look(slider.dataset.name + ' ' + v);
                }
                slider.value = before;
                slider.dispatchEvent(new Event('input', { bubbles: true }));
            }
        }
        return bad;
    }""")
    assert nonsense == []


def test_the_walk_computes_what_the_references_compute(page, folder):
    gallery.show(page, folder, "step_by_step")
    rng = np.random.default_rng(7)
    forward, backward = load("forward").reference, load("backward").reference
    for draw in range(8):
        x, y = rng.normal(size=3), np.eye(3)[draw % 3]
        params = {f"{kind}{layer}": rng.normal(size=(3, 3) if kind == "W" else 3) * (20 if draw == 7 else 1)
                  for layer in (1, 2, 3) for kind in "Wb"}
        cache = forward(x, params)
        values = {"x": x.tolist(), "y": y.tolist(), **{name: value.tolist() for name, value in params.items()}}
        found = page.evaluate(f"values => {{ {bundle('network')} return pass(values); }}", values)
        for name in ("z1", "h1", "z2", "h2", "z3", "p"):
            np.testing.assert_allclose(found[name], cache[name], rtol=1e-12, atol=1e-300)
        for name, value in backward(cache, y, params).items():
            np.testing.assert_allclose(found[f"d{name}"], value, rtol=1e-9, atol=1e-12)
        assert found["L"] == pytest.approx(load("cross_entropy").reference(cache["p"], y), rel=1e-9)


def test_saturation_counts_what_the_exercise_counts(page, folder):
    gallery.show(page, folder, "saturation")
    z1 = np.sort(np.random.default_rng(0).normal(size=200))
    for index, name in enumerate(("sigmoid", "tanh", "relu")):
        for scale, bias in ((0.5, 0.0), (3.0, -1.0)):
            found = page.evaluate(f"a => {{ {bundle('saturation')} const m = measure(...a); return [m.saturated, m.slope]; }}",
                                  [index, z1.tolist(), scale, bias, 0.05])
            z = scale * z1 + bias
            assert found[0] == pytest.approx(load("saturated_fraction").reference(z, name, 0.05))
            slope = {"sigmoid": lambda: load("sigmoid_derivative").reference(z), "relu": lambda: load("relu_derivative").reference(z),
                     "tanh": lambda: 1 - np.tanh(z) ** 2}[name]()
            assert found[1] == pytest.approx(np.mean(slope))


def test_next_and_back_walk_there_and_back_again(page, folder):
    gallery.show(page, folder, "step_by_step")
    start = shown(page)
    forward, back = page.get_by_role("button", name="Next", exact=True), page.get_by_role("button", name="Back", exact=True)
    seen = []
    for _ in range(46):
        forward.press("Enter")
        seen.append(page.locator(".bw-step").inner_text())
    assert len(set(seen)) == 46 and seen[-1].startswith("Step 46 of 46")
    for _ in range(46):
        back.press("Enter")
    assert shown(page) == start


def test_all_paths_into_a_hidden_unit_are_lit_while_its_gradient_is_summed(page, folder):
    gallery.show(page, folder, "step_by_step")
    slider = page.locator("[data-name=step]")
    titles = slider.evaluate("s => s.max")
    assert titles == "46"
    lit = {}
    for step in range(1, 47):
        slider.evaluate("(s, v) => { s.value = v; s.dispatchEvent(new Event('input')); }", step)
        title = page.locator(".bw-step").inner_text()
        if "over every path" in title:
            lit[title.split("∂L/∂")[1][:2], step] = tuple(page.locator(which).count()
                                                          for which in (".edge.lit", ".edge.further", ".weight.gradient"))
    # The last is the number of orange labels: the three terms, and the nine ∂L/∂W of the layer above, but none of this one.
    assert [value for (name, _), value in lit.items() if name == "h2"] == [(3, 3, 3)] * 3
    assert [value for (name, _), value in lit.items() if name == "h1"] == [(3, 12, 12)] * 3


def test_a_changed_weight_changes_every_number_behind_it_and_can_be_brought_back(page, folder):
    gallery.show(page, folder, "step_by_step")
    page.locator("[data-name=step]").press("End")
    before, unit = shown(page), "() => document.querySelectorAll('.bw-plot .unit')[4].parentElement.textContent"
    assert "z1.270" in page.evaluate(unit)                           # layer 1, unit 1
    page.locator(".bw-fields summary").click()
    field = page.get_by_label("W1 from unit 0 to unit 1")
    field.focus()
    page.keyboard.press("ArrowUp")
    assert field.input_value() == "0.3" and "z1.280" in page.evaluate(unit) and shown(page)[0] != before[0]
    page.get_by_label("right class").select_option("2")
    assert "0.66" in page.locator(".bw-numbers").inner_text()        # −ln p of class 2
    page.get_by_role("button", name="Bring back the worked numbers").click()
    assert shown(page) == before and field.input_value() == "0.2"


def test_a_click_on_a_weight_leads_to_its_field(page, folder):
    gallery.show(page, folder, "step_by_step")
    page.locator("[data-field='W2-2-0']").click()
    assert page.evaluate("() => document.activeElement.ariaLabel") == "W2 from unit 2 to unit 0"
    page.keyboard.type("0.75")
    assert page.locator("[data-field='W2-2-0']").text_content() == "0.75"


def test_a_wrong_backward_is_marked_where_it_differs(page, folder):
    gallery.show(page, folder, "marked")
    words = page.locator(".bw-notes").inner_text()
    assert 'grads["W3"][0, 1] differs' in words and "5 more places" in words
    assert 'grads["W1"]: yours has the shape (1, 3, 3), not (3, 3)' in words and 'grads["b1"]: missing' in words
    assert 'grads["W2"]' not in words and "cache" not in words
    page.locator("[data-name=step]").evaluate("s => { s.value = 46; s.dispatchEvent(new Event('input')); }")
    assert page.locator(".edge.differs").count() == 6                # a transpose leaves the diagonal right
    assert page.locator(".unit.differs").count() == 3                # δ2, by ∂L/∂b2


@pytest.mark.parametrize("light", [True, False])
@pytest.mark.parametrize("name", [*gallery.NAMES, "marked"])
def test_axe_finds_nothing_serious(page, folder, tmp_path_factory, name, light):
    script = axe(tmp_path_factory)
    gallery.show(page, folder, name, light)
    for summary in page.locator(".bw summary").all():
        summary.click()
    for slider in page.locator(".bw input[type=range]").all():
        slider.focus()
        page.keyboard.press("End")
    assert gallery.serious(page, script) == []


KEPT = {}


def axe(tmp_path_factory):
    if "script" not in KEPT:
        KEPT["script"] = gallery.axe_script(tmp_path_factory.mktemp("axe"))
    return KEPT["script"] or pytest.skip("npm does not bring axe-core here")


@pytest.mark.parametrize("name", gallery.NAMES)
def test_at_half_the_width_nothing_hangs_out(page, folder, name):
    """200 % zoom of a window of 1200 pixels leaves 600."""
    page.set_viewport_size({"width": 600, "height": 450})
    gallery.show(page, folder, name)
    page.locator(".bw-same summary").click()
    out = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    size = page.evaluate("""() => Math.min(...[...document.querySelectorAll('.bw-plot text')]
        .map(t => t.getBoundingClientRect().height))""")
    page.set_viewport_size({"width": 1200, "height": 900})
    assert out <= 0 and size >= 9


def test_where_the_network_does_not_fit_what_is_lit_comes_into_sight(page, folder):
    page.set_viewport_size({"width": 500, "height": 700})
    gallery.show(page, folder, "step_by_step")
    seen = page.evaluate("""() => {
        const [slider, panels, seen] = [document.querySelector('[data-name=step]'), document.querySelector('.bw-panels'), []];
        for (let v = 1; v <= 46; v++) {
            slider.value = v;
            slider.dispatchEvent(new Event('input'));
            const [unit, frame] = [document.querySelector('.unit.on').getBoundingClientRect(), panels.getBoundingClientRect()];
            seen.push(unit.left >= frame.left - 1 && unit.right <= frame.right + 1);
        }
        return seen;
    }""")
    page.set_viewport_size({"width": 1200, "height": 900})
    assert seen == [True] * 46


@pytest.mark.parametrize("name", gallery.NAMES)
def test_without_scripts_the_still_picture_says_what_it_shows(page, folder, name):
    plain = page.context.browser.new_page(java_script_enabled=False)
    plain.goto((folder / f"{name}-true.html").as_uri())
    image = plain.locator(".bw-place img")
    assert len(image.get_attribute("alt")) > 60 and image.bounding_box()["width"] > 300
    plain.close()
