"""Every notebook in JupyterLab, as a student uses it; notebooks and explorers are found, not listed."""

import shutil

import nbformat
import pytest

import samples
from drive import drive
from store_notebooks import METADATA, notebooks
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


# ---- the test of the test -----------------------------------------------------------------------------------

def open_and_run(page, server, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), server.folder / "sample.ipynb")
    shutil.copy(samples.__file__, server.folder)
    page.open("sample.ipynb")
    page.run()
    return page.page.locator(".l12-explorer")


def test_drive_finds_every_fault(page, server):
    samples = "Sample", "Faulty", "Forgetful"
    explorers = open_and_run(page, server, "import samples", *(f"samples.{name}()()" for name in samples)).all()
    assert page.errors() == []
    assert drive(explorers[0]) == []
    assert drive(explorers[1]) == [
        "to the right x: at 3 it says 'ValueError: x is too large'",
        "up y: changes neither picture nor words",
        "title: changes neither picture nor words",
        "width w: disabled, and no single control enables it",
        "a point dragged: changes neither picture nor words",
        "a point moved by keyboard: changes neither picture nor words",
        "the words: never change",
    ]
    assert "Reset: does not bring the first picture back (after to the right x)" in drive(explorers[2])


def test_errors_are_seen(page, server):
    open_and_run(page, server, "import sys\nprint('oh', file=sys.stderr)", "from IPython.display import HTML",
                 "HTML('<script>console.error(\"ah\")</script>')", "1 / 0")
    assert len(page.errors()) == 2 and "oh" in page.errors()[0] and "ZeroDivisionError" in page.errors()[1]
    assert any("ah" in line for line in page.console)
