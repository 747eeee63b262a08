"""Stored notebooks: what is kept, the same bytes each time, and that strict nbval sees whatever changes."""

import base64
import io
import re
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from PIL import Image

import store_notebooks
from test_notebooks import check_executed

new_text, new_code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
EXPLORER = """from IPython.display import HTML
from ipywidgets import IntSlider

class Explorer(IntSlider):  # as the explorers do: the live view, and beside it text and a picture
    def _repr_mimebundle_(self, **kwargs):
        static = {"text/plain": f"explorer({self.value})", "image/png": PNG}
        return super()._repr_mimebundle_(**kwargs) | static

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC"
Explorer(value=3)"""


def write(path, *sources):
    nbformat.write(nbformat.v4.new_notebook(cells=[new_text("# Title"), *map(new_code, sources)]), path)
    return path


def strict(path, *options):
    """Run strict nbval as the project does; the outcome of each cell."""
    command = [
        sys.executable, "-m", "pytest", "-c", store_notebooks.ROOT / "pyproject.toml", "--color=no", "-rA",
        f"--rootdir={path.parent}", "-p", "no:cacheprovider", *options, path]
    run = subprocess.run(command, capture_output=True, text=True, cwd=path.parent)
    found = re.findall(r"^(PASSED|FAILED) \S+::Cell (\d+)", run.stdout, re.M)
    return {int(cell): outcome for outcome, cell in found}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A stored notebook with every kind of output."""
    path = write(
        tmp_path_factory.mktemp("stored") / "00_all.ipynb",
        EXPLORER, "print(0.25)\nprint('two')", "{'E': 0.125}", "HTML('<b>bold</b>')", "flag = False",
        "flag", "import time\ntime.sleep(0.01)", "'the end'")
    store_notebooks.store(path)
    return path


def test_same_bytes_again(stored):
    before = stored.read_bytes()
    store_notebooks.store(stored)
    assert stored.read_bytes() == before


def test_keeps_text_and_picture_but_no_widget(stored):
    notebook = nbformat.read(stored, as_version=4)
    data = notebook.cells[2].outputs[0].data
    assert set(data) == {"text/plain", "image/png"} and data["text/plain"] == "explorer(3)"
    assert notebook.cells[3].outputs[0].text == "0.25\ntwo\n"
    assert notebook.cells[5].outputs[0].data["text/html"] == "<b>bold</b>"
    assert notebook.metadata == store_notebooks.METADATA
    assert "widget" not in stored.read_text().replace("ipywidgets", "")
    check_executed(stored, notebook)


def test_navigation_at_both_ends_once(stored):
    cells = nbformat.read(stored, as_version=4).cells
    ends = [number for number, cell in enumerate(cells) if "navigation" in cell.metadata.get("tags", [])]
    assert ends == [0, len(cells) - 1]
    assert store_notebooks.binder("notebooks/00_all.ipynb") in cells[0].source


@pytest.mark.parametrize(("source", "message"), [
    ("1 / 0", "ZeroDivisionError"),
    ("import warnings\nwarnings.warn('careful')", "careful"),
])
def test_a_notebook_that_fails_is_reported_and_left_alone(tmp_path, monkeypatch, capsys, source, message):
    path = write(tmp_path / "00_bad.ipynb", source)
    before = path.read_bytes()
    monkeypatch.setattr(store_notebooks, "notebooks", lambda folder=tmp_path: [path])
    assert store_notebooks.main(["00"]) == "failed: 00_bad.ipynb"
    assert message in capsys.readouterr().out
    assert path.read_bytes() == before


def test_unknown_name():
    assert "no notebook named 77" in store_notebooks.main(["77"])


def test_compact_keeps_the_picture():
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[10:20, 5:30] = 200, 30, 60
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    png = store_notebooks.compact(base64.b64encode(file.getvalue()).decode())
    again = Image.open(io.BytesIO(base64.b64decode(png)))
    assert np.array_equal(np.asarray(again.convert("RGB")), pixels)
    assert store_notebooks.compact(png) == png


# ---- strict nbval ------------------------------------------------------------------------------------------

def test_strict_passes_what_is_stored(stored):
    assert strict(stored) == dict.fromkeys(range(8), "PASSED")


def test_strict_sees_every_change(stored, tmp_path):
    """Strict nbval fails each edited cell and passes the others, but for those after a time-out."""
    notebook = nbformat.read(stored, as_version=4)
    cells = notebook.cells[2:-1]
    cells[0].outputs[0].data["text/plain"] = "explorer(4)"
    cells[1].outputs[0].text = "0.26\ntwo\n"
    cells[2].source = "1 / 0"
    cells[3].outputs[0].data["text/html"] = "<b>bald</b>"
    cells[4].source += "\nimport warnings\nwarnings.warn('careful')"
    cells[6].source = "import time\ntime.sleep(60)"
    nbformat.write(notebook, path := tmp_path / "edited.ipynb")
    outcomes = strict(path, "--nbval-cell-timeout=2")
    assert outcomes == dict.fromkeys(range(8), "FAILED") | {5: "PASSED"}


def test_strict_passes_an_unrun_notebook_so_the_frame_must_not(stored, tmp_path):
    notebook = nbformat.read(stored, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path := tmp_path / "unrun.ipynb")
    assert set(strict(path).values()) == {"PASSED"}
    with pytest.raises(AssertionError, match="not executed"):
        check_executed(path, notebook)
