"""A lesson in real JupyterLab, in Debian's Chromium: start the server, open a notebook, run it, look."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
REQUIRED = os.environ.get("COURSE_BROWSER") == "required"     # continuous integration must not skip
NEEDED = pytest.mark.skipif(CHROMIUM is None and not REQUIRED,
                            reason="Chromium is not installed (apt-get install chromium): browser tests are left out")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic"]

READY = """async () => {
    const app = window.jupyterapp;
    await app.restored;
    const context = app.shell.currentWidget.context.sessionContext;
    await context.ready;
    await context.session.kernel.info;
}"""
RUN_ALL = "async () => { await window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
IDLE = """() => {
    const panel = window.jupyterapp.shell.currentWidget;
    const cells = [...panel.content.widgets].filter(cell => cell.model.type === 'code');
    return panel.context.sessionContext.session.kernel.status === 'idle'
        && cells.every(cell => cell.model.sharedModel.source.trim() === '' || cell.model.executionCount !== null);
}"""


@contextlib.contextmanager
def jupyterlab(folder):
    """The address of a JupyterLab server over a folder; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tempfile.mkdtemp()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
               "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True", "--ServerApp.disable_check_xsrf=True"]
    variables = os.environ | {"HOME": home, "JUPYTER_CONFIG_DIR": f"{home}/config", "OPENBLAS_NUM_THREADS": "1",
                              "JUPYTER_DATA_DIR": f"{home}/data", "JUPYTER_RUNTIME_DIR": f"{home}/runtime",
                              "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    with open(Path(home) / "log", "w") as log:
        server = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server, Path(home) / "log")
        yield address
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def chromium(width=1280, height=900):
    """A page of a fresh headless Chromium."""
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def open_notebook(page, address, path):
    """Show the notebook and wait until its kernel answers; running cells before that is silently lost."""
    page.goto(f"{address}/lab/tree/{path}?reset")
    page.wait_for_selector(".jp-Notebook")
    page.evaluate(READY)


def run_all(page, seconds=120):
    """Run all cells and wait for the last one."""
    page.evaluate(RUN_ALL)
    page.wait_for_function(IDLE, timeout=seconds * 1000)


def own_errors(page, address):
    """The errors that scripts raise in the page from now on, without those of JupyterLab's code alone.

    JupyterLab's windowed notebook takes a cell out of the page twice now and then ("The node to be removed is not a child
    of this node", its issue 15415). A widget's script stands in an output, so its errors name no file: <anonymous>:1:36.
    """
    errors = []

    def note(error):
        places = re.findall(r"^ +at .*?([^\s(]+:\d+:\d+)\)?$", error.stack or "", re.MULTILINE)
        if not places or not all(place.startswith(f"{address}/static/lab/") for place in places):
            errors.append(error.stack or str(error))

    page.on("pageerror", note)
    return errors


def outputs(page):
    """The outputs of all code cells, as nbformat has them."""
    return json.loads(page.evaluate("""() => JSON.stringify([...window.jupyterapp.shell.currentWidget.content.widgets]
        .filter(cell => cell.model.type === 'code').map(cell => cell.model.outputs.toJSON()))"""))


def _wait_for(address, server, log):
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api", timeout=2)
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not answer:\n{log.read_text()}")
