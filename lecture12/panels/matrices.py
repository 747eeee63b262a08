"""Matrices side by side as coloured cells, with signs between them: what a line of code multiplies, in its shapes."""

import numpy as np
from matplotlib.collections import PolyCollection

from .labels import Labels
from .style import GREY, SIGNED, moving


class Matrices:
    """Artists for a row of matrices on an axes of width x height points; `update` moves them.

    most: the side of the largest cell. White is 0; blue and red, plus and minus, go to the largest number of each matrix.
    """

    def __init__(self, ax, width, height, most=26):
        self.size, self.most = (width, height), most
        ax.set(xlim=(0, width), ylim=(0, height))
        ax.set_axis_off()
        self.cells = PolyCollection([], edgecolors=GREY, linewidths=0.4)
        ax.add_collection(self.cells)
        moving(self.cells)
        self.names, self.shapes, self.signs = Labels(ax, 10), Labels(ax, 9, color=GREY), Labels(ax, 13)

    def update(self, parts):
        """parts: (name, matrix) and signs ("@", "=", "→", ...) in their order, a matrix as (rows, columns)."""
        matrices = [part for part in parts if not isinstance(part, str)]

        def widths(side):                                   # names may be wider than their matrix
            return [26 if isinstance(part, str) else max(64, side * part[1].shape[1] + 12) for part in parts]

        largest = min(self.most, (self.size[1] - 34) / max(m.shape[0] for _, m in matrices))
        side = next(side for side in np.arange(largest, 0, -0.5) if sum(widths(side)) <= self.size[0])
        wide = widths(side)
        x, middle, corners, colors, written = (self.size[0] - sum(wide)) / 2, self.size[1] / 2, [], [], {}
        for part, width in zip(parts, wide, strict=True):
            centre, x = x + width / 2, x + width
            if isinstance(part, str):
                written.setdefault(self.signs, []).append((part, (centre, middle)))
                continue
            name, m = part
            left, top = centre - side * m.shape[1] / 2, middle + side * m.shape[0] / 2
            i, j = np.indices(m.shape).reshape(2, -1)
            cell = np.array([[0, 0], [1, 0], [1, -1], [0, -1]])
            corners.append(([left, top] + side * np.column_stack([j, -i]))[:, None] + side * cell)
            colors.append(SIGNED(0.5 + 0.5 * m.ravel() / (np.abs(m).max() or 1)))
            written.setdefault(self.names, []).append((name, (centre, top + 10)))
            written.setdefault(self.shapes, []).append(("{} × {}".format(*m.shape), (centre, top - side * m.shape[0] - 9)))
        self.cells.set(verts=np.concatenate(corners), facecolors=np.concatenate(colors))
        for labels in (self.names, self.shapes, self.signs):
            labels.update(*zip(*written.get(labels, []), strict=True) if labels in written else ([], []))
