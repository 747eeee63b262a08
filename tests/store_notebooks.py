"""Execute notebooks and store them with their outputs, the same bytes each time:

    python tests/store_notebooks.py               # all of them
    python tests/store_notebooks.py 05 13         # those whose names begin so

Each notebook runs in its own folder, in a fresh kernel of this environment, the one that `pytest` uses too.
What is kept: printed text, text/plain, text/html, text/markdown, text/latex and static pictures (at most 256 colours).
What is not: widget views and widget state (a re-opened notebook would show broken widgets), times, and
whatever else an editor left in the metadata. The first and the last cell (tagged "navigation": links to the
neighbours, launch badge) are written anew.

A cell that raises, or that writes to stderr, is reported, and its notebook is left as it was.
"""

import base64
import io
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager
from nbval.plugin import coalesce_streams
from PIL import Image

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
KEPT = "text/plain", "text/html", "text/markdown", "text/latex", "image/png"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebooks(folder=NOTEBOOKS):
    """The notebooks in the order in which they are read."""
    return sorted(folder.glob("*.ipynb"))


def binder(path="notebooks/00_start_here.ipynb"):
    """Address that opens `path` on Binder; only pyproject.toml says where the project lives."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    owner_and_name = project["urls"]["Repository"].removeprefix("https://github.com/")
    return f"https://mybinder.org/v2/gh/{owner_and_name}/HEAD?urlpath=lab/tree/{path}"


def title(notebook):
    """The text of the first `# ` heading."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "untitled")


def links(path):
    """Links to the notebook before `path`, to the first one, and to the one after."""
    paths = notebooks(path.parent)
    here = paths.index(path)

    def link(text, other):
        named = text.format(f"{other.name[:2]} {title(nbformat.read(other, as_version=4))}")
        return f"[{named}]({other.name})"

    before = [link("← {}", paths[here - 1])] if here > 1 else []
    start = [link("Start here", paths[0])] if here > 0 else []
    after = [link("{} →", paths[here + 1])] if here + 1 < len(paths) else []
    return " · ".join(before + start + after)


def with_navigation(cells, path):
    """The cells between two that lead on; the first also carries the launch badge."""
    badge = f"[![launch on Binder](launch.svg)]({binder(f'notebooks/{path.name}')})"
    line = links(path)
    first, last = (
        nbformat.v4.new_markdown_cell(source, metadata={"tags": ["navigation"]})
        for source in (f"{line} &emsp; {badge}" if line else badge, line or badge))
    return [first, *(cell for cell in cells if "navigation" not in cell.metadata.get("tags", [])), last]


def execute(notebook, folder):
    """Run all cells in a fresh kernel of this environment; raise if one fails or writes to stderr."""
    manager = AsyncKernelManager(
        kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=NbvalKernelspecManager())
    NotebookClient(
        notebook, km=manager, timeout=120, store_widget_state=False, record_timing=False,
        resources={"metadata": {"path": str(folder)}}).execute(stderr=subprocess.DEVNULL)
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise RuntimeError(f"cell {index} wrote to stderr: {output.text.strip()}")


def compact(png):
    """The picture (base64) with at most 256 colours: what a plot needs, at a third of the bytes."""
    image, file = Image.open(io.BytesIO(base64.b64decode(png))), io.BytesIO()
    if image.mode != "P":
        image = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    image.save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


def kept(values, keys):
    return nbformat.from_dict({key: values[key] for key in keys if key in values})


def normalise(notebook):
    """Keep what a reader sees without a kernel, and nothing that differs from run to run."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        cell.metadata = kept(cell.metadata, ["tags"])
        if cell.cell_type != "code":
            continue
        cell.outputs = coalesce_streams(cell.outputs)
        for output in cell.outputs:
            if "data" in output:
                output.data, output.metadata = kept(output.data, KEPT), kept({}, [])
                if "image/png" in output.data:
                    output.data["image/png"] = compact(output.data["image/png"])


def store(path):
    """Execute the notebook and write it back; an exception leaves the file as it was."""
    path = Path(path).resolve()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = with_navigation(notebook.cells, path)
    execute(notebook, path.parent)
    normalise(notebook)
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def main(names):
    beginnings = tuple(Path(name).name for name in names) or ""
    chosen = [path for path in notebooks() if path.name.startswith(beginnings)]
    if not chosen:
        return f"no notebook named {' or '.join(names)} in {NOTEBOOKS}"
    failed = []
    for path in chosen:
        try:
            store(path)
            print(f"{path.name}: stored, {path.stat().st_size / 1000:.0f} kB", flush=True)
        except Exception as error:
            failed.append(path.name)
            print(f"{path.name}: NOT stored\n{error}", flush=True)
    return f"failed: {', '.join(failed)}" if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
