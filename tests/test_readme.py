"""The README says what is so: its commands, its links, the badge."""

import re

import pytest

from store_notebooks import ROOT, binder

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = re.findall(r"```bash\n(.*?)\n```", README, re.S)


def test_two_one_liners():
    """One opens the start page, one runs the tests; both make their environment, and CI runs the second."""
    start, test = LINES
    for line, extra in (start, "lab"), (test, "test"):
        assert line.startswith(f'python3 -m venv .venv && .venv/bin/pip install -q -e ".[{extra}]" && .venv/bin/')
        assert "\n" not in line
    assert start.endswith("jupyter lab notebooks/00_start_here.ipynb")
    ci = (ROOT / ".ci/run").read_text().splitlines()
    assert all(any(line.endswith(command) for line in ci) for command in test.split(" && "))


@pytest.mark.parametrize("line", LINES, ids=["start", "test"])
def test_windows_and_uv_say_the_same(line):
    command, extra = line.split(".venv/bin/")[-1], re.search(r"\[(\w+)\]", line)[1]
    windows = f'py -m venv .venv; .venv\\Scripts\\pip install -q -e ".[{extra}]"; .venv\\Scripts\\{command}'
    assert f"`{windows}`" in README and f"`uv run --extra {extra} {command}`" in README


def test_badge_opens_the_start_page():
    assert f"(notebooks/launch.svg)]({binder()})" in README


def test_links_resolve():
    for target in re.findall(r"\]\(([^)\s]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_extras():
    """`test` holds `lab`, so that one environment serves both lines."""
    assert '"lecture12[lab]"' in (ROOT / "pyproject.toml").read_text().split("test = [")[1]
