"""See a notebook as a reader does: run it in JupyterLab and save what the screen shows.

    python tests/browser/look.py notebooks/05_loss_functions.ipynb --out pictures
    python tests/browser/look.py NOTEBOOK --out DIR --theme dark --width 1920 --height 1080

Saves `explorer-1.png`, ... (each explorer alone), `page-01.png`, ... (one screenful after the other) and
`lab.png` (the whole window). Prints errors on the page or on the console, if any, and then exits with 1.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from lab import Page, Server, browser


def look(notebook, out, theme="light", width=1366, height=768, scale=1, simple=False, run=True):
    """Save the pictures of `notebook` in `out`; return the errors seen."""
    notebook, out = Path(notebook).resolve(), Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for old in [*out.glob("page-*.png"), *out.glob("explorer-*.png")]:
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:  # a copy: what JupyterLab saves stays out of the project
        shutil.copytree(notebook.parent, folder, dirs_exist_ok=True)
        with Server(folder, theme) as server, browser() as chromium:
            page = Page(chromium, server, width, height, scale, simple)
            page.open(notebook.name)
            if run:
                page.run()
            page.page.wait_for_timeout(500)
            save_screens(page.page, out)
            for number, explorer in enumerate(page.page.locator(".l12-explorer").all(), 1):
                tall = int(explorer.bounding_box()["height"]) + 200  # the window's bars and some air
                page.page.set_viewport_size({"width": width, "height": max(height, tall)})
                page.page.wait_for_timeout(200)
                explorer.screenshot(path=out / f"explorer-{number}.png")
            errors = page.errors() + page.console
    return errors


def save_screens(page, out):
    """The whole window, then the notebook, one screenful after the other."""
    panel = page.locator(".jp-NotebookPanel-notebook").first
    scroller = page.locator(".jp-WindowedPanel-outer").first
    scroller.evaluate("e => e.scrollTo({top: 0, behavior: 'instant'})")
    page.wait_for_timeout(300)
    page.screenshot(path=out / "lab.png")
    step, whole = scroller.evaluate("e => [e.clientHeight, e.scrollHeight]")
    for number, top in enumerate(range(0, max(1, whole - step // 20), step), 1):
        scroller.evaluate("(e, top) => e.scrollTo({top, behavior: 'instant'})", top)
        page.wait_for_timeout(150)
        panel.screenshot(path=out / f"page-{number:02}.png")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebook")
    parser.add_argument("--out", required=True, help="folder for the pictures")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--width", type=int, default=1366)
    parser.add_argument("--height", type=int, default=768)
    parser.add_argument("--scale", type=float, default=1, help="device pixels per CSS pixel")
    parser.add_argument("--simple", action="store_true", help="the notebook alone, no side bar")
    parser.add_argument("--no-run", dest="run", action="store_false", help="show the stored outputs instead")
    arguments = parser.parse_args()
    found = look(**vars(arguments))
    print("\n".join(f"error: {error}" for error in found) or "no errors")
    print(f"pictures in {arguments.out}:", *sorted(file.name for file in Path(arguments.out).glob("*.png")))
    sys.exit(bool(found))
