"""JupyterLab in a real browser: a server of its own, a page, and the few things that tests do to a notebook.

    with Server(folder) as server, browser() as chromium:
        page = Page(chromium, server)
        page.open("a_notebook.ipynb")
        page.run()                              # run all cells, wait until the kernel is idle
        page.errors(), page.console             # what went wrong, if anything did

Nothing of the user's own Jupyter is read or written: settings, data and runtime files live in a folder
that goes with the server.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

SETTINGS = {  # the page at rest: no news, no pop-ups, and every cell of a long notebook in the document
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True,
    },
    "@jupyterlab/notebook-extension/tracker": {
        "windowingMode": "none", "scrollPastEnd": False, "kernelShutdown": True,
    },
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}

# What JupyterLab itself, or Chromium, says on the console whatever the notebook holds.
HARMLESS = (
    "favicon.ico",
    "GPU stall due to ReadPixels",
    "Canvas2D: Multiple readback operations",
    "/api/contents/",  # JupyterLab asks for a file's checkpoints before there are any
)

IDLE = "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status == 'idle'"
BAD = """[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"],
    .jupyter-widgets-error-widget, .l12-error"""
PAINTED = """[...document.querySelectorAll('canvas.l12-canvas')].every(
    canvas => Number(canvas.dataset.frame) > 0 || canvas.offsetParent === null)"""


def find_browser():
    """Path of the system's Chromium or Chrome, or None."""
    names = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"
    applications = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return next(filter(None, map(shutil.which, names)), str(applications) if applications.exists() else None)


@contextmanager
def browser():
    """A headless Chromium that talks to nobody but the page it shows."""
    path = find_browser()
    if path is None:
        raise RuntimeError("no Chromium or Chrome on PATH (chromium, chromium-browser, google-chrome)")
    quiet = "--disable-gpu --disable-quic --no-first-run --disable-background-networking " \
            "--disable-component-update --disable-sync --force-color-profile=srgb"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *quiet.split()])
        try:
            yield chromium
        finally:
            chromium.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A Jupyter server on `folder`, with JupyterLab in `theme`; gone, kernels and all, afterwards."""

    def __init__(self, folder, theme="light", python=sys.executable):
        self.folder, self.theme, self.python = Path(folder).resolve(), theme, python

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix="lecture12-jupyter-"))
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        theme = {"theme": "JupyterLab Dark" if self.theme == "dark" else "JupyterLab Light"}
        for name, values in (SETTINGS | {"@jupyterlab/apputils-extension/themes": theme}).items():
            file = self.home / "settings" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))
        private = {
            "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
        }
        environment = os.environ | {name: str(self.home / place) for name, place in private.items()}
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        command = [
            self.python, "-m", "jupyterlab", "--no-browser", f"--ServerApp.root_dir={self.folder}",
            "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
            "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True",
            "--LabApp.expose_app_in_browser=True",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        self.log = self.home / "server.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=subprocess.STDOUT, start_new_session=True)
        wait_until(self._answers, 60, lambda: f"the Jupyter server did not start:\n{self.log.read_text()}")

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"the Jupyter server ended at once:\n{self.log.read_text()}")
        try:
            self.api("status")
            return True
        except OSError:
            return False

    def api(self, path, body=None):
        """The answer of the server's REST interface; with a body it is a POST."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/{path}", data)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or "null")

    def __exit__(self, *_):
        process = getattr(self, "process", None)
        if process is not None and process.poll() is None:
            process.terminate()  # the server shuts its kernels down
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def wait_until(condition, seconds, message, every=0.02):
    """Poll until `condition()` is true; its value. Else TimeoutError with `message` (text, or a function)."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(message() if callable(message) else message)
        time.sleep(every)
    return value


class Page:
    """One tab: a notebook in JupyterLab, as a student sees it."""

    def __init__(self, chromium, server, width=1366, height=768, scale=1, simple=True):  # simple: no side bar
        self.server, self.simple, self.console = server, simple, []
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=scale,
            permissions=["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))

    def _hear(self, message):
        text = f"{message.text} {message.location.get('url', '')}".strip()
        if message.type == "error" and not any(part in text for part in HARMLESS):
            self.console.append(text)

    def open(self, notebook):
        """Show `notebook` (a path relative to the server's folder), with a fresh kernel."""
        view = "doc" if self.simple else "lab"
        self.page.goto(f"{self.server.url}/{view}/tree/{notebook}?reset")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Notebook .jp-Cell", timeout=60_000)
        self.idle()

    def run(self, seconds=120):
        """Run all cells; return when the kernel has nothing left to do and every picture has been painted."""
        self.page.evaluate(
            "window.jupyterapp.commands.execute('notebook:run-all-cells').then(ok => window.ran = ok)")
        self.page.wait_for_function("'ran' in window", timeout=1000 * seconds)
        self.idle(seconds)
        self.page.wait_for_function(PAINTED, timeout=1000 * seconds)

    def idle(self, seconds=60):
        self.page.wait_for_function(IDLE, timeout=1000 * seconds)

    def errors(self):
        """Tracebacks and stderr anywhere in the notebook, broken widgets, errors that explorers show."""
        return self.page.evaluate(
            "bad => [...document.querySelectorAll(bad)].map(e => e.innerText.trim()).filter(text => text)",
            BAD)

    def end_kernel(self):
        """End the notebook's kernel."""
        self.page.evaluate("window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.shutdown()")
