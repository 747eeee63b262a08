"""Which line computed which number: real code, watched while it runs."""

import ast
import inspect
import sys
from functools import cache
from textwrap import dedent
from typing import NamedTuple

import numpy as np


class Line(NamedTuple):
    """One line that has been run, and the array that it computed."""

    function: str           # the name of its function
    number: int             # its line in the file
    source: str             # as it stands there, without its comment
    target: str             # what it assigns: "z[k]", "h", or "return"
    k: int | None           # the layer, if the function has one in its hands
    value: np.ndarray


def trace(run, *functions):
    """Call `run()`; return a Line for every array that one of the `functions` assigned or returned, in order.

    >>> def double(x):
    ...     y = 2 * x           # a comment
    ...     return y
    >>> lines = trace(lambda: double(np.ones(2)), double)
    >>> [(line.source, line.target, line.value.tolist()) for line in lines]
    [('    y = 2 * x', 'y', [2.0, 2.0]), ('    return y', 'return', [2.0, 2.0])]
    """
    statements = {inspect.unwrap(f).__code__: _statements(inspect.unwrap(f)) for f in functions}
    lines, begun = [], {}                                   # begun: the statement that each frame is about to run

    def watch(frame, event, result):
        done = begun.pop(frame, None)                       # the next event in a frame ends the statement before
        if done:
            number, source, target = done
            value = result if target == "return" else eval(target, frame.f_globals, frame.f_locals)
            if isinstance(value, np.ndarray | np.generic):
                lines.append(Line(frame.f_code.co_name, number, source, target, frame.f_locals.get("k"), value))
        if event == "line" and frame.f_lineno in statements[frame.f_code]:
            begun[frame] = statements[frame.f_code][frame.f_lineno]
        return watch

    before = sys.gettrace()
    sys.settrace(lambda frame, event, arg: watch if frame.f_code in statements else None)
    try:
        run()
    finally:
        sys.settrace(before)
    return lines


@cache
def _statements(function):
    """{line: (line, source, target)} of the assignments to one name or item, and of the returns, of a function."""
    rows, first = inspect.getsourcelines(function)
    found = {}
    for node in ast.walk(ast.parse(dedent("".join(rows)))):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Subscript):
            target = ast.unparse(node.targets[0])
        elif isinstance(node, ast.Return):
            target = "return"
        else:
            continue
        number = first + node.lineno - 1
        found[number] = number, rows[node.lineno - 1].split("  #")[0].rstrip(), target
    return found
