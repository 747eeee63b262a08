"""Every notebook in JupyterLab, as a student uses it; notebooks and explorers are found, not listed."""

import nbformat
import pytest

from drive import drive
from store_notebooks import notebooks
from test_notebooks import pictured


def distinct(explorers):
    """{function that made it: the first such explorer}: the playground stands in a notebook with several settings."""
    calls = [explorer.locator("canvas.l12-canvas").first.get_attribute("data-call") for explorer in explorers]
    return {call.partition("(")[0]: explorer for call, explorer in reversed(list(zip(calls, explorers, strict=True)))}


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_notebook(page, path):
    stored = nbformat.read(path, as_version=4)
    page.open(path.name)
    assert page.page.locator(".jp-OutputArea-output img").count() == sum(map(pictured, stored.cells)), \
        "before it is run, a notebook shows its stored pictures"
    assert page.page.locator(".lm-Widget.jupyter-widgets").count() == 0, "a broken widget before it is run"
    page.run()
    assert page.errors() == []
    explorers = page.page.locator(".l12-explorer").all()
    assert len(explorers) == sum(map(pictured, stored.cells)), "each stored picture is an explorer on the page"
    faults = [f"{name}, {fault}" for name, explorer in distinct(explorers).items() for fault in drive(explorer)]
    assert not faults, "\n".join(faults)
    assert page.errors() == []
    assert page.console == []
