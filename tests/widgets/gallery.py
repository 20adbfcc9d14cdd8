"""Pages with one widget each, as an exported lesson holds them, and the hands to move their controls."""

import contextlib
import shutil
import subprocess

import browser

from grader.exercise import load
from grader.stills import pictures
from utils import widgets

NAMES = ("saturation", "vanishing_gradients", "dying_relu", "initialisation", "step_by_step", "descent")
AXE = "axe-core@4.14.1"      # fetched for the tests alone

PAGE = ('<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>{name}</title><body data-jp-theme-light=\"{light}\" style=\"background: {paper}; color: {ink}\"><main><h1>{name}</h1>{part}</main>")


def write_pages(folder):
    """{name: address} of a page for each widget, and "marked": step by step with a wrong backward beside it."""
    parts = {name: picture.html() for name, picture in pictures().items()}
    marked = widgets.step_by_step(load("forward").reference, wrong_backward)
    parts["marked"] = marked.picture.html()
    for name, part in parts.items():
        for light, paper, ink in (("true", "#fff", "#000"), ("false", "#111", "#fff")):
            page = PAGE.format(name=name, light=light, paper=paper, ink=ink, part=part)
            (folder / f"{name}-{light}.html").write_text(page, encoding="utf-8")
    return folder


def wrong_backward(cache, y, params):
    """The transpose of ∂L/∂W3, −∂L/∂b2, a shape too many for W1, and no b1."""
    grads = dict(load("backward").reference(cache, y, params))
    grads.update(W3=grads["W3"].T, b2=-grads["b2"], W1=grads["W1"][None])
    del grads["b1"]
    return grads


@contextlib.contextmanager
def watched(**settings):
    """A page that notes errors of its scripts, and every address outside itself that it asks for."""
    with browser.chromium() as first:
        page = first.context.browser.new_page(viewport={"width": 1200, "height": 900}, **settings)
        page.set_default_timeout(30_000)
        page.errors, page.asked = [], []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        yield page


def show(page, folder, name, light=True):
    page.goto((folder / f"{name}-{str(light).lower()}.html").as_uri())
    page.wait_for_selector(".bw svg.bw-plot")


def axe_script(folder):
    """The text of axe-core, or None where npm is not there or does not answer."""
    if not shutil.which("npm"):
        return None
    result = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", str(folder), AXE],
                            capture_output=True, timeout=120)
    path = folder / "node_modules" / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8") if result.returncode == 0 and path.exists() else None


def serious(page, script):
    """axe-core's serious and critical findings on the page, one line each."""
    page.evaluate(script)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [f"{v['id']}: {node['html'][:120]} ({node['failureSummary'][:300]})" for v in found["violations"]
            if v["impact"] in ("serious", "critical") for node in v["nodes"]]
