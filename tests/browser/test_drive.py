"""The test of the browser test: explorers that are at fault in every way, and whether `drive` says so."""

import shutil

import nbformat

import drive as driver
import samples
from drive import drive
from store_notebooks import METADATA


def open_and_run(page, server, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), server.folder / "sample.ipynb")
    shutil.copy(samples.__file__, server.folder)
    page.open("sample.ipynb")
    page.run()
    return page.page.locator(".l12-explorer")


def test_drive_finds_every_fault(page, server, monkeypatch):
    monkeypatch.setattr(driver, "SECONDS", 3)       # most faults show by nothing happening
    samples = "Sample", "Faulty", "Forgetful"
    explorers = open_and_run(page, server, "import samples", *(f"samples.{name}()()" for name in samples)).all()
    assert page.errors() == []
    assert drive(explorers[0]) == []
    assert drive(explorers[1]) == [
        "to the right x: at 60 it says 'ValueError: x is too large'",
        "up y: changes neither picture nor words",
        "title: changes neither picture nor words",
        "to the right x: at 3 it says 'ValueError: x is too large'",
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


def test_the_last_value_set_in_code_stays(page, server):
    """The page answers some changes of its widgets with a change; none of these may overtake what was set after it."""
    explorer = open_and_run(page, server, "from lecture12.explorers import mlp_explorer\ne = mlp_explorer()\ndisplay(e)",
                            "for eta, noise in (0.0123, 0.111), (3, 0.3), (7.77, 0.077):\n    e.set(eta=eta, noise=noise)")
    page.page.wait_for_timeout(1000)
    page.idle()
    assert explorer.locator("canvas").get_attribute("data-call") == "mlp_explorer(noise=0.077, eta=7.77)"
    assert explorer.locator("input[type=number]").evaluate_all("boxes => boxes.map(box => box.value)") == [
        "0.077", "0.01", "7.77"]
