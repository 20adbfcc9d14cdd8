"""The still pictures of the widgets: drawn by the widgets' own code in a browser, for pages that run no scripts."""

import html
import re
import shutil
import textwrap

from grader.exercise import load
from utils import widgets
from utils.widgets.picture import HERE, STILLS, as_json, bundle, camel

GAP, LINE = 16, 17

# What a still shows where that is not what the widget shows at first.
SHOWN = {"step_by_step": {"step": 27}, "forward_pass": {"step": 19}, "saturation": {"scale": 11}, "dying_relu": {"step": 4}}


def pictures():
    """{still: Picture} of all widgets, with the right functions; "forward_pass" is the walk to the loss alone."""
    deep = load("forward_deep").reference, load("backward_deep").reference
    return {
        "saturation": widgets.saturation(),
        "vanishing_gradients": widgets.vanishing_gradients(*deep),
        "dying_relu": widgets.dying_relu(*deep),
        "initialisation": widgets.initialisation(*deep),
        "step_by_step": widgets.step_by_step(),
        "forward_pass": widgets.step_by_step(load("forward").reference).picture,
        "descent": widgets.descent(load("forward").reference, load("backward").reference),
    }


def draw():
    """Yields (path, text) of each still. Needs Debian's Chromium and Playwright."""
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for name, picture in pictures().items():
            shown = page.evaluate(f"""changes => {{
                {bundle("numbers", picture.name)}
                const data = unpack({as_json(picture.data)});
                const picture = {camel(picture.name)};
                const state = Object.fromEntries(picture.controls(data).map(c => [c.name, c.start ?? 0]));
                return {{ title: data.title ?? picture.title, ...picture.show({{ ...state, ...changes }}, data) }};
            }}""", SHOWN.get(name, {}))
            yield STILLS / f"{name}.svg", compose(shown)
        browser.close()


def compose(shown):
    """One SVG file: the title, the panels side by side, and the sentence below them."""
    sizes = [[int(n) for n in re.search(r'viewBox="0 0 (\d+) (\d+)"', panel["svg"]).groups()] for panel in shown["panels"]]
    width = sum(w for w, _ in sizes) + GAP * (len(sizes) + 1)
    top, tallest = 2 * GAP + 8, max(h for _, h in sizes)
    said = textwrap.wrap(f"{shown['heading']}. {shown['say']}" if "heading" in shown else shown["say"], width // 7)
    height = top + tallest + LINE * len(said) + GAP
    x, body = GAP, ""
    for panel, (w, h) in zip(shown["panels"], sizes):
        body += re.sub(r"<svg [^>]*>", f'<svg class="bw-plot" x="{x}" y="{top}" width="{w}" height="{h}" viewBox="0 0 {w} {h}">',
                       panel["svg"], count=1)
        x += w + GAP
    lines = "".join(f'<text x="{GAP}" y="{top + tallest + LINE * (n + 1)}">{html.escape(line)}</text>'
                    for n, line in enumerate(said))
    words = html.escape(" ".join([shown["title"] + ".", *(panel["alt"] for panel in shown["panels"])]))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="bw bw-plot" role="img" aria-label="{words}" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n<style>{_style()}</style>\n'
            f'<rect width="{width}" height="{height}" style="fill:var(--bw-paper)"/>\n'
            f'<text class="head" x="{GAP}" y="26">{html.escape(shown["title"])}</text>\n{body}\n{lines}\n</svg>\n')


def _style():
    """The widgets' colours, dark where the reader's system is, and the rules of their plots."""
    text = (HERE / "style.css").read_text(encoding="utf-8")
    light = re.search(r"^\.bw \{(.*?)\}", text, re.MULTILINE | re.DOTALL)[1]
    dark = re.search(r'^\[data-jp-theme-light="false"\] \.bw \{(.*?)\}', text, re.MULTILINE | re.DOTALL)[1]
    colours = [" ".join(re.findall(r"--[\w-]+: #\w+;", part)) for part in (light, dark)]
    plots = "\n".join(line for line in text.splitlines() if line.startswith(".bw-plot"))
    return f".bw {{ {colours[0]} }}\n@media (prefers-color-scheme: dark) {{ .bw {{ {colours[1]} }} }}\n{plots}\n"
