"""Long formulas on an axes, in letters of equal width: pieces in colours, and boxes behind those of one kind."""

from functools import cache

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from .style import INK, moving

MONO = FontProperties(family="DejaVu Sans Mono")
WIDE, HIGH = 0.602, 1.75            # of a letter and of a line, in units of the font size
NOTHING = Path(np.empty((0, 2)))


@cache
def glyph(letter):
    return TextPath((0, 0), letter, size=1, prop=MONO)


def wrap(text, columns, after="·"):
    """Break a formula into lines of at most `columns` letters, where possible after a multiplication sign.

    >>> wrap("2·(y−t)·x·w", 8)
    ['2·(y−t)·', 'x·w']
    """
    lines = []
    while len(text) > columns:
        cut = text.rfind(after, 0, columns) + 1 or columns
        lines.append(text[:cut])
        text = text[cut:]
    return [*lines, text]


class Formula:
    """Artists for up to `rows` lines of `columns` letters; `update(lines, marks, boxed)` moves them.

    colors: one for each kind of mark; letters without a mark are black. high: of a line, in font sizes.
    The letters are drawn as outlines, so that they stand exactly where the boxes are.
    """

    def __init__(self, ax, columns, rows, colors, high=HIGH):
        self.high = high
        self.boxes = PolyCollection([], facecolors="#ffe9a8", edgecolors="none", zorder=1)
        ax.add_collection(self.boxes)
        self.inks = [ax.add_patch(PathPatch(NOTHING, color=color, lw=0, zorder=2)) for color in (INK, *colors)]
        ax.set(xlim=(0, columns * WIDE), ylim=(-rows * high, 0), aspect="equal", anchor="NW")
        ax.set_axis_off()
        moving(self.boxes, *self.inks)

    def update(self, lines, marks, boxed):
        """lines: of text; marks: for each line, for each letter the number of its colour, 0 for black;
        boxed: for each line, whether each letter stands in a box."""
        letters = [[] for _ in self.inks]
        boxes = []
        for row, (line, kinds, inside) in enumerate(zip(lines, marks, boxed, strict=True)):
            base = -(row + 0.7) * self.high
            for column, (letter, kind) in enumerate(zip(line, kinds, strict=True)):
                if letter != " ":
                    letters[kind].append(Path(glyph(letter).vertices + [column * WIDE, base], glyph(letter).codes))
            edges = np.flatnonzero(np.diff([0, *inside, 0]))
            for left, right in edges.reshape(-1, 2) * WIDE:
                boxes.append([(left, base - 0.4), (right, base - 0.4), (right, base + 1), (left, base + 1)])
        for ink, paths in zip(self.inks, letters, strict=True):
            ink.set_path(Path.make_compound_path(*paths) if paths else NOTHING)
        self.boxes.set_verts(boxes)
