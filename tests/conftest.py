"""In CI nothing is skipped: what cannot run there has failed. No server outlives the run. And the browser's fixtures."""

import os
import shutil
import signal

import pytest

import lab
from store_notebooks import NOTEBOOKS


def pytest_configure():
    signal.signal(signal.SIGTERM, signal.default_int_handler)   # ended from outside: clean up as after Ctrl-C


def skipped_is_failed(report):
    """In CI, turn a skipped report (of a test, or of a whole file) into a failed one."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as a failure in CI: {report.longrepr[-1]}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return skipped_is_failed((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return skipped_is_failed((yield))


# ---- one Chromium and one JupyterLab for all browser tests of a file, on a copy of the notebooks ----

@pytest.fixture(scope="module")
def chromium():
    if lab.find_browser() is None:
        pytest.skip("no Chromium or Chrome on PATH (chromium, chromium-browser, google-chrome)")
    with lab.browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = shutil.copytree(NOTEBOOKS, tmp_path_factory.mktemp("jupyter") / "notebooks")
    with lab.Server(folder) as server:
        yield server


@pytest.fixture(scope="module")
def tab(chromium, server):
    return lab.Page(chromium, server)  # one for all: a second page load takes JupyterLab from the browser's cache


@pytest.fixture
def page(tab):
    tab.console.clear()
    yield tab
    tab.end_kernel()
