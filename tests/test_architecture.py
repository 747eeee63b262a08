"""The house of the package: imports point downwards only, and below the line nothing but NumPy is loaded."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import lecture12

PACKAGE = Path(lecture12.__file__).parent

# From the bottom up. A module may import from lower rows; a folder from itself too. A module of no row is a demonstration in
# numbers: it stands between `training` and `live`, where the line is, and may import from its like if there is no cycle.
BELOW_THE_LINE = [
    ["checks"],
    ["activations", "codings", "dataset", "features", "impurity", "regularizers"],
    ["losses", "data", "growing"],
    ["network", "forest"],
    ["objective", "history", "margins"],
    ["gradients"],
    ["training", "perceptron"],
]
ABOVE_THE_LINE = [["live"], ["panels"], ["explorers"], ["exercises"]]
TOO_HEAVY = ["matplotlib", "ipywidgets", "anywidget", "IPython", "traitlets", "sklearn", "scipy"]


def home(path):
    """The top-level module or folder of a file of the package: lecture12/panels/plane.py is at home in panels."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path):
    """All that a file imports, as full dotted names, within functions too."""
    package = ["lecture12", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[:len(package) - node.level + 1] if node.level else []
            base = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def neighbours(path):
    """The modules and folders of lecture12 that a file imports from."""
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "lecture12":
            yield "network" if name in ("lecture12.Network", "lecture12.with_bias") else (
                "objective" if name == "lecture12.Objective" else parts[1])


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if home(path) != "__init__"]
ROW = {name: len(BELOW_THE_LINE) for name in map(home, FILES)}
ROW |= {name: row for row, names in enumerate(BELOW_THE_LINE) for name in names}
ROW |= {name: row for row, names in enumerate(ABOVE_THE_LINE, len(BELOW_THE_LINE) + 1) for name in names}
NUMPY_ONLY = [path for path in FILES if ROW[home(path)] <= len(BELOW_THE_LINE)]
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))


@each_file
def test_imports_point_downwards_only(path):
    here = home(path)
    demonstration = ROW[here] == len(BELOW_THE_LINE)
    for there in set(neighbours(path)) - {here}:
        assert there in ROW, f"{here} imports {there}, which is not there"
        assert ROW[there] < ROW[here] + demonstration, f"{here} must not import {there}: imports point downwards only"


def test_there_is_no_cycle():
    graph = {}
    for path in FILES:
        graph.setdefault(home(path), set()).update(set(neighbours(path)) - {home(path)})
    list(TopologicalSorter(graph).static_order())                                # raises CycleError


def test_the_reader_of_imports_sees_every_kind(tmp_path):
    source = "import lecture12.live\nfrom .. import data\nfrom .base import a\nfrom lecture12 import Network, panels\n" \
             "def f():\n    from ..objective import Objective\n"
    path = PACKAGE / "panels" / "not_there.py"

    class Source(type(path)):
        def read_text(self, encoding):
            return source

    assert sorted(neighbours(Source(path))) == ["data", "live", "network", "objective", "panels", "panels"]


@pytest.mark.parametrize("path", NUMPY_ONLY, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_below_the_line_only_numpy_and_the_standard_library_are_imported(path):
    for name in imported(path):
        top = name.split(".")[0]
        assert top in ("lecture12", "numpy") or top in sys.stdlib_module_names, f"{path.name} imports {name}"


def test_below_the_line_neither_matplotlib_nor_ipywidgets_is_loaded():
    modules = sorted({f"lecture12.{home(path)}" for path in NUMPY_ONLY})
    code = f"import sys, lecture12; from importlib import import_module; [import_module(m) for m in {modules}]; " \
           f"print([m for m in {TOO_HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert len(modules) > 15 and done.stdout.strip() == "[]"


def test_no_file_is_longer_than_can_be_read():
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: n for name, n in lengths.items() if n > 300} == {}


@each_file
def test_no_global_randomness(path):
    """Only numpy Generators that were handed in or seeded: no np.random.seed, .normal, ..., no random module."""
    source = path.read_text(encoding="utf-8")
    assert "random" not in [name.split(".")[0] for name in imported(path)]
    used = {node.attr for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "np.random"}
    assert used <= {"default_rng", "Generator"}, f"np.random.{used} is global randomness"
    assert "default_rng()" not in source
