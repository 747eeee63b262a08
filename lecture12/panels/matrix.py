"""A matrix as a table: coloured cells with their numbers, names along its sides, and one entry marked."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from .labels import Labels, number
from .style import SIGNED, YELLOW, moving


class MatrixView:
    """Artists for a matrix; `update` moves them. Entry (0, 0) is at the top left, each cell one unit wide and high.

    rows, columns: how many there is room for; numbers: whether they are written into the cells.
    """

    def __init__(self, ax, rows, columns, numbers=True):
        self.ax, self.W, self.numbers = ax, np.zeros((0, 0)), numbers
        self.cells = PolyCollection([], edgecolors="white", linewidths=0.5, zorder=1)
        self.mark = Rectangle((0, 0), 1, 1, fc="none", ec=YELLOW, lw=3.5, zorder=2)
        ax.add_collection(self.cells)
        ax.add_patch(self.mark)
        self.title, self.inside = Labels(ax, 10, "left"), Labels(ax)
        self.tops, self.sides = Labels(ax), Labels(ax, ha="right")
        ax.set(xlim=(-0.9, columns), ylim=(rows, -2.1))
        ax.set_axis_off()
        moving(self.cells, self.mark)

    def update(self, W, title="", rows=(), columns=(), mark=None, at=0):
        """W (rows, columns): the numbers; rows, columns: the names along the sides; mark: the entry (i, j) to mark;
        at: so many units from the left, where several matrices share the axes."""
        self.W = W = np.asarray(W)
        i, j = np.indices(W.shape).reshape(2, -1) + [[0], [at]]
        square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
        self.cells.set_verts(np.stack([j, i], axis=-1)[:, None] + square)
        self.cells.set_facecolors(SIGNED(0.5 + 0.32 * np.tanh(W.ravel() / 2)))       # never too dark for the number
        if self.numbers:
            self.inside.update([number(w) for w in W.ravel()], np.stack([j + 0.5, i + 0.5], axis=-1))
        self.title.update([title], [(at, -1.6)])
        self.tops.update(columns, [(at + j + 0.5, -0.45) for j in range(len(columns))])
        self.sides.update(rows, [(at - 0.12, i + 0.5) for i in range(len(rows))])
        self.mark.set_visible(mark is not None)
        if mark is not None:
            self.mark.set_xy((at + mark[1], mark[0]))

    def cell(self, x, y):
        """(row, column) of the entry at a place of the axes, or None."""
        i, j = int(np.floor(y)), int(np.floor(x))
        return (i, j) if 0 <= i < self.W.shape[0] and 0 <= j < self.W.shape[1] else None
