"""One Chromium and one JupyterLab for all browser tests of a file, on a copy of the notebooks."""

import shutil

import pytest

import lab
from store_notebooks import NOTEBOOKS


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
