"""The frame of a notebook, and a check of each of its rules for every notebook in `notebooks/`.

 1. Navigation (tagged "navigation", written by `store_notebooks.py`): links to the neighbours, launch badge.
 2. `# Title`, a line `Slides 30-33 · about 40 minutes` (no slides in 00), and after the words
    "you will be able to" a list of three.
 3. Ideas, each under a `## ` heading: the equation in prose, `**Predict**` (or a cell that calls `predict`),
    one short cell with the explorer, and after it, perhaps with cells that drive it in between, a Markdown
    cell that begins `**What you saw**`.
 4. `## Summary`, then `## Exercises`: at least two code cells tagged "exercise", with `check_...` calls.
 5. Navigation again.

12 to 25 cells (00 may have fewer), code cells of at most 15 lines that import only `lecture12` and
`numpy as np`, with no `def`, no magic and no trailing `;` outside exercises, and nothing hidden. A notebook
drives its explorers with `.set(...)` and asserts what its text claims. It is stored executed, by
`store_notebooks.py`: without errors, warnings, widget state or object addresses, below 600 kB.
"""

import re

import nbformat
import pytest

from store_notebooks import KEPT, METADATA, NOTEBOOKS, kept, links, notebooks, with_navigation

START = "00_start_here.ipynb"
MAX_BYTES = 600_000


def markdown(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tagged(cell, tag):
    return tag in cell.metadata.get("tags", [])


def lessons(notebook):
    """The code cells that are not the student's to fill in."""
    return [cell for cell in code(notebook) if not tagged(cell, "exercise")]


def pictured(cell):
    """An explorer is a code cell whose output carries a static picture."""
    return cell.cell_type == "code" and any("image/png" in output.get("data", {}) for output in cell.outputs)


def headings(notebook):
    text = "\n".join(cell.source for cell in markdown(notebook))
    return [line.removeprefix("## ").strip() for line in text.splitlines() if line.startswith("## ")]


def printed(notebook):
    """(cell, text) for everything textual among the outputs."""
    for cell in code(notebook):
        for output in cell.outputs:
            for text in (output.get("text", ""), *output.get("data", {}).values()):
                yield cell, text


# ---- the rules: each a function of the path and the notebook ----------------------------------------------

def check_executed(path, notebook):
    counts = [cell.execution_count for cell in code(notebook)]
    assert counts == list(range(1, len(counts) + 1)), f"not executed once from top to bottom: {counts}"


def check_outputs(path, notebook):
    for cell in code(notebook):
        for output in cell.outputs:
            assert output.output_type != "error", f"an error is stored:\n{cell.source}"
            assert output.get("name") != "stderr", f"stderr is stored:\n{cell.source}"
            extra = set(output.get("data", {})) - set(KEPT)
            assert not extra, f"{extra} stored:\n{cell.source}"
    for cell, text in printed(notebook):
        assert not re.search(r"\b0x[0-9a-f]{6,}", text), f"an object address is stored:\n{cell.source}"
        assert not re.search(r"\w*Warning:", text), f"a warning is stored:\n{cell.source}"


def check_metadata(path, notebook):
    assert notebook.metadata == METADATA, f"not as store_notebooks.py leaves it: {notebook.metadata}"
    for number, cell in enumerate(notebook.cells):
        assert cell.id == f"cell-{number:02}", f"cell {number} has the id {cell.id}"
        assert cell.metadata == kept(cell.metadata, ["tags"]), f"metadata of cell {number}: {cell.metadata}"
        unknown = set(cell.metadata.get("tags", [])) - {"navigation", "exercise"}
        assert not unknown, f"cell {number} is tagged {unknown}: nothing is hidden and nothing is skipped"


def check_size(path, notebook):
    size = len(nbformat.writes(notebook).encode())
    assert size < MAX_BYTES, f"{size} bytes; the limit is {MAX_BYTES}"


def check_lengths(path, notebook):
    least = 6 if path.name == START else 12
    assert least <= len(notebook.cells) <= 25, f"{len(notebook.cells)} cells; expected {least} to 25"
    for cell in code(notebook):
        assert cell.source.strip(), "an empty code cell"
        assert len(cell.source.splitlines()) <= 15, f"more than 15 lines:\n{cell.source}"


def check_code(path, notebook):
    for cell in code(notebook):
        assert "NBVAL" not in cell.source, f"hidden from the tests:\n{cell.source}"
        for line in re.findall(r"^\s*((?:import|from) .*)", cell.source, re.M):
            assert line == "import numpy as np" or re.match(r"(import|from) lecture12\b", line), \
                f"only lecture12 and numpy as np are imported here, not: {line}"
    for cell in lessons(notebook):
        assert not cell.source.rstrip().endswith(";"), f"a trailing ; hides the output:\n{cell.source}"
        assert not re.search(r"^\s*(async|def|class|%|!)", cell.source, re.M), \
            f"defines something, or uses a magic; that belongs in the package:\n{cell.source}"


def check_navigation(path, notebook):
    expected = with_navigation(notebook.cells, path)
    assert [c.source for c in notebook.cells] == [c.source for c in expected], \
        "navigation is out of date: run tests/store_notebooks.py"


def check_opening(path, notebook):
    opening = notebook.cells[1].source
    assert re.match(r"# \S", opening), "cell 1 must begin `# Title`"
    slides = "(?:.* · )?" if path.name == START else r"Slides? \d+(-\d+)?.* · "
    assert re.search(rf"^{slides}about \d+ minutes", opening, re.M | re.I), \
        "cell 1 must say `Slides a-b · about N minutes`"
    promise = re.search(r"you will be able to(.*)", opening, re.S | re.I)
    items = re.findall(r"^(?:[-*]|\d\.) \S", promise[1] if promise else "", re.M)
    assert len(items) == 3, f"cell 1 must list three things you will be able to do; found {len(items)}"


def check_ending(path, notebook):
    if path.name == START:
        return
    *ideas, summary, exercises = headings(notebook)
    assert ideas, "no heading for an idea"
    assert [summary, exercises] == ["Summary", "Exercises"], f"the last headings are {summary}, {exercises}"
    start = next(i for i, c in enumerate(notebook.cells) if re.search(r"^## Exercises", c.source, re.M))
    before, after = notebook.cells[:start], notebook.cells[start:]
    assert not any(tagged(c, "exercise") for c in before), "an exercise before `## Exercises`"
    assert sum(tagged(c, "exercise") for c in after) >= 2, "fewer than two cells tagged `exercise`"
    calls = re.findall(r"^(?:\w+\.)?check_\w+\(", "\n".join(c.source for c in after), re.M)
    assert len(calls) >= 2, f"fewer than two calls of check_...: {calls}"


def check_explorers(path, notebook):
    if path.name == START:
        return
    predicted, unexplained, found = False, None, 0
    for cell in notebook.cells:
        if pictured(cell) and not tagged(cell, "exercise"):
            assert predicted, f"no **Predict** before the explorer:\n{cell.source}"
            assert unexplained is None, f"no **What you saw** after the explorer:\n{unexplained}"
            predicted, unexplained, found = False, cell.source, found + 1
        elif cell.cell_type == "code":
            predicted = predicted or "predict(" in cell.source
        else:
            if unexplained is not None:
                assert cell.source.startswith("**What you saw"), f"no **What you saw** after:\n{unexplained}"
                unexplained = None
            predicted = predicted or "**Predict" in cell.source
    assert found, "no explorer"
    assert unexplained is None, f"no **What you saw** after the explorer:\n{unexplained}"


def check_driven(path, notebook):
    if path.name == START:
        return
    source = "\n".join(cell.source for cell in lessons(notebook))
    assert ".set(" in source, "no explorer is driven with .set(...)"
    assert re.search(r"^assert ", source, re.M), "nothing that the text claims is asserted"


def check_links(path, notebook):
    text = "\n".join(cell.source for cell in markdown(notebook))
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"""(?:src|href)=["']([^"']+)""", text)
    for target in targets:
        if not re.match(r"https://|#", target):
            assert (path.parent / target.split("#")[0]).exists(), f"a link leads nowhere: {target}"


CHECKS = {name.removeprefix("check_"): f for name, f in list(globals().items()) if name.startswith("check_")}


@pytest.mark.parametrize("rule", CHECKS)
@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_frame(path, rule):
    CHECKS[rule](path, nbformat.read(path, as_version=4))


# ---- every rule can fail ----------------------------------------------------------------------------------

def model(folder):
    """A notebook that keeps all rules, beside a start page."""
    new_code, new_text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    picture = nbformat.v4.new_output("execute_result", {"text/plain": "an_explorer()", "image/png": "aaaa"})
    exercise = {"tags": ["exercise"]}
    cells = [
        new_text("# A\n\nSlides 1-2 · about 10 minutes\n\nYou will be able to\n\n- read\n- write\n- count"),
        new_code("import numpy as np\nfrom lecture12.explorers import an_explorer"),
        new_text("## An idea\n\n$y = x$\n\n**Predict**: up or down?"),
        new_code("explorer = an_explorer()\nexplorer", outputs=[picture]),
        new_code("explorer.set(x=2)\nassert explorer.state.y == 2"),
        new_text("**What you saw**: y follows x."),
        new_text("## Summary\n\nIt does."),
        new_text("## Exercises"),
        new_code("def f(x):\n    ...\n\ncheck_f(f)", metadata=exercise),
        new_code("y = ...\ncheck_y(y)", metadata=exercise),
    ]
    start, path = folder / START, folder / "01_model.ipynb"
    for file in start, path:
        nbformat.write(nbformat.v4.new_notebook(cells=[new_text("# Start")]), file)
    (folder / "launch.svg").touch()
    notebook = nbformat.v4.new_notebook(cells=with_navigation(cells, path), metadata=METADATA)
    notebook.nbformat_minor = 5
    for number, cell in enumerate(code(notebook), 1):
        cell.execution_count = number
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
    return path, notebook


def output(**fields):
    return nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": "1", **fields})


def change(number, **fields):
    return lambda notebook: notebook.cells[number].update(nbformat.from_dict(fields))


def show(number, text):
    return lambda notebook: notebook.cells[number].outputs.append(output(text=text))


new_output = nbformat.v4.new_output
VIEW = new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "x"})
BROKEN = {
    "executed": [change(2, execution_count=None), change(2, execution_count=7)],
    "outputs": [
        show(5, "<Model at 0x7f0012345678>"), show(5, "RuntimeWarning: overflow"),
        change(2, outputs=[output(name="stderr")]), change(2, outputs=[VIEW]),
        change(2, outputs=[new_output("error", ename="E", evalue="", traceback=[])])],
    "metadata": [
        lambda nb: nb.metadata.update(widgets={}), change(3, id="f00"),
        change(3, metadata={"tags": ["nbval-skip"]}),
        change(3, metadata={"jupyter": {"source_hidden": True}})],
    "size": [show(5, "x" * MAX_BYTES)],
    "lengths": [
        lambda nb: nb.cells.pop(5), lambda nb: nb.cells.extend(nb.cells * 2), change(2, source=""),
        change(2, source="x = 1\n" * 16)],
    "code": [change(2, source=source) for source in (
        "import matplotlib.pyplot as plt", "from matplotlib import cm", "import numpy", "import torch",
        "def f(): ...", "class A: ...", "%matplotlib inline", "an_explorer();", "# NBVAL_SKIP\nx = 1")],
    "navigation": [
        lambda nb: nb.cells.pop(0), change(-1, source="the end"), change(0, source="[old](old.ipynb)")],
    "opening": [change(1, source=source) for source in (
        "A\nSlides 1-2 · about 10 minutes\nYou will be able to\n- read\n- write\n- count",
        "# A\nSlides 1-2 · about 10 minutes\nYou will be able to\n- read\n- write",
        "# A\nSlides 1-2\nYou will be able to\n- read\n- write\n- count",
        "# A\nabout 10 minutes\nYou will be able to\n- read\n- write\n- count")],
    "ending": [
        change(7, source="## Short"), change(8, source="## Tasks"), change(3, source="no heading"),
        change(10, metadata={}), change(10, source="y = ..."), change(2, metadata={"tags": ["exercise"]})],
    "explorers": [change(3, source="## An idea"), change(6, source="So it is."), change(4, outputs=[])],
    "driven": [change(5, source="explorer.set(x=2)"), change(5, source="assert True")],
    "links": [change(3, source="[gone](99_gone.ipynb)"), change(3, source='<img src="gone.png">')],
}


def test_the_model_keeps_all_rules(tmp_path):
    path, notebook = model(tmp_path)
    for check in CHECKS.values():
        check(path, notebook)


@pytest.mark.parametrize(("rule", "number"), [(rule, n) for rule in CHECKS for n in range(len(BROKEN[rule]))])
def test_each_rule_can_be_broken(tmp_path, rule, number):
    path, notebook = model(tmp_path)
    BROKEN[rule][number](notebook)
    with pytest.raises(AssertionError):
        CHECKS[rule](path, notebook)


def test_navigation_links_all_notebooks(tmp_path):
    for name in START, "01_a.ipynb", "02_b.ipynb":
        cells = [nbformat.v4.new_markdown_cell(f"# Title of {name[:2]}")]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / name)
    assert links(tmp_path / START) == "[01 Title of 01 →](01_a.ipynb)"
    assert links(tmp_path / "01_a.ipynb") == f"[Start here]({START}) · [02 Title of 02 →](02_b.ipynb)"
    assert links(tmp_path / "02_b.ipynb") == f"[← 01 Title of 01](01_a.ipynb) · [Start here]({START})"


def test_start_here_leads_to_every_notebook():
    text = "\n".join(cell.source for cell in markdown(nbformat.read(NOTEBOOKS / START, as_version=4)))
    missing = [path.name for path in notebooks() if path.name != START and f"({path.name})" not in text]
    assert not missing, f"{START} has no link to {missing}"
