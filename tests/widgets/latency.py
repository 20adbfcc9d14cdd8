"""How long from a key press to the changed picture, in JupyterLab: python tests/widgets/latency.py

Prints medians over 40 presses for each widget, the answer of the learner's functions from the kernel, and the usual
way, `interact` with `plt.show`, for the same picture. Fails where a median is above its bound.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import browser  # noqa: E402
from test_in_jupyterlab import START, write_notebook  # noqa: E402

PRESSES, BOUND, ASKED_BOUND, BUILD_BOUND = 40, 16, 60, 1.5
WIDGETS = {"saturation": "widgets.saturation()", "vanishing_gradients": "widgets.vanishing_gradients(*deep)",
           "dying_relu": "widgets.dying_relu(*deep)", "initialisation": "widgets.initialisation(*deep)",
           "step_by_step": "widgets.step_by_step()", "descent": "widgets.descent(forward, backward)"}
ASKED = "widgets.step_by_step(forward, wrong)"
INTERACT = """import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact
rng = np.random.default_rng(0)
standard = rng.normal(size=1000)

@interact(scale=FloatSlider(min=0.1, max=8, step=0.1, value=1))
def saturation(scale):
    z = np.linspace(-10, 10, 201)
    h = 1 / (1 + np.exp(-z))
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
    left.plot(z, h)
    left.plot(z, h * (1 - h), "--")
    left.hist(scale * standard, bins=50, range=(-10, 10), weights=np.full(1000, 0.003))
    hs = 1 / (1 + np.exp(-scale * standard))
    right.hist(hs * (1 - hs), bins=20, range=(0, 0.25))
    plt.show()
"""
TIMED = """([place, control, what]) => {
    const look = () => what === 'image' ? place.querySelector('img')?.src : place.querySelector(what)?.innerHTML;
    const slider = place.querySelector(control);
    if (slider.type === 'range') {                  // to the middle, so that every press moves it
        slider.value = Math.floor(slider.max / 2);
        slider.dispatchEvent(new Event('input'));
    }
    let pressed = 0, before = look();
    window.times = [];
    window.waiting = false;
    place.addEventListener('keydown', e => { pressed = e.timeStamp; window.waiting = true; }, { capture: true });
    new MutationObserver(() => {
        const now = look();
        if (!pressed || now === undefined || now === before) return;
        before = now;
        window.times.push(performance.now() - pressed);
        pressed = 0;
        window.waiting = false;
    }).observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
}"""


def main():
    cells = [START, *WIDGETS.values(), ASKED, INTERACT, BUILD]
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        write_notebook(Path(folder) / "latency.ipynb", cells)
        with browser.jupyterlab(folder) as address, browser.chromium(1400, 1000) as page:
            browser.open_notebook(page, address, "latency.ipynb")
            browser.run_all(page)
            for n, name in enumerate(WIDGETS, start=1):
                rows[name] = measure(page, n, ".bw-controls input[type=range]", ".bw-panels")
            rows["the learner's functions answer"] = measure(page, len(WIDGETS) + 1, ".bw-fields input[type=number]", ".bw-notes")
            rows["interact + plt.show"] = measure(page, len(WIDGETS) + 2, "[role=slider]", "image")
            builds = json.loads("".join(browser.outputs(page)[-1][0]["text"]))
    return report(rows, builds)


def measure(page, cell, control, changing):
    """Milliseconds of each press, arrow keys to and fro on the first such control of the cell."""
    page.evaluate("n => window.jupyterapp.shell.currentWidget.content.scrollToItem(n)", cell)
    place = page.locator(".jp-Notebook-cell").nth(cell)
    place.locator(control).first.wait_for(state="attached")
    if "number" in control:
        place.locator(".bw-fields summary").click()
    page.evaluate(TIMED, [place.locator(".jp-OutputArea").first.element_handle(), control, changing])
    place.locator(control).first.focus()
    for press in range(PRESSES):
        up = "ArrowUp" if "number" in control else "ArrowRight"
        down = "ArrowDown" if "number" in control else "ArrowLeft"
        page.keyboard.press(up if press % 4 < 2 else down)
        page.wait_for_function("() => !window.waiting", timeout=20_000)
    return page.evaluate("() => window.times")


BUILD = """import json
import time
builds = {}
for name, make in {
    "saturation": lambda: widgets.saturation(), "vanishing_gradients": lambda: widgets.vanishing_gradients(*deep),
    "dying_relu": lambda: widgets.dying_relu(*deep), "initialisation": lambda: widgets.initialisation(*deep),
    "step_by_step": lambda: widgets.step_by_step(), "descent": lambda: widgets.descent(forward, backward),
}.items():
    start = time.process_time()
    make()._repr_mimebundle_()
    builds[name] = time.process_time() - start
print(json.dumps(builds))
"""


def report(rows, builds):
    usual = statistics.median(rows["interact + plt.show"])
    print(f"{'key down → changed picture':34}{'median':>10}{'worst':>10}{'times as fast':>15}{'CPU to build':>14}")
    failed = False
    for name, times in rows.items():
        median = statistics.median(times)
        bound = BOUND if name in WIDGETS else ASKED_BOUND if name.startswith("the learner") else float("inf")
        failed |= median > bound or builds.get(name, 0) > BUILD_BOUND
        built = f"{builds[name]:.2f} s" if name in builds else ""
        print(f"{name:34}{median:7.1f} ms{max(times):7.1f} ms{usual / median:15.0f}{built:>14}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
