"""The graph of slide 42: every unit with its value, both bias units, every weight a line, and one of them marked."""

import numpy as np
from matplotlib.collections import LineCollection

from .graph import edge_style, edges, positions
from .labels import Labels, number
from .style import GREY, INK, RED, YELLOW, moving


class Wiring:
    """Artists for a network of one hidden layer; `update` moves them.

    Units are counted as on the slide: 0 is the bias unit, which is drawn as a square; the outputs have none.
    """

    def __init__(self, ax):
        self.ax = ax
        self.halo = LineCollection([], colors=YELLOW, linewidths=9, zorder=1, capstyle="round")
        self.lines = LineCollection([], zorder=2)
        for collection in (self.halo, self.lines):
            ax.add_collection(collection)
        look = {"ms": 15, "mfc": "white", "mec": INK, "zorder": 3}
        self.units = ax.plot([], [], "o", **look)[0]
        self.biases = ax.plot([], [], "s", **look | {"mec": GREY})[0]
        self.literal = ax.plot([], [], "o", **look | {"mec": RED, "mew": 2})[0]
        self.names, self.values = Labels(ax), Labels(ax, halo="white", zorder=4)
        ax.set(xlim=(-0.1, 1.1), ylim=(0, 1.02))
        ax.set_axis_off()
        moving(self.halo, self.lines, self.units, self.biases, self.literal)

    def update(self, W, y, names, chosen, literal=False):
        """W: {1: (h, 1+d), 2: (K, 1+h)}, or (1+h, 1+d) with a row for the hidden unit 0 if `literal`;
        y, names: values and names of all units, a list per layer, bias units first; chosen: the edge (k, i, j)."""
        places = positions([len(values) for values in y])
        targets = {1: places[1] if literal else places[1][1:], 2: places[2]}
        first = {1: 0 if literal else 1, 2: 1}                          # what the slide calls the first row of W
        self.index = [(k, i + first[k], j) for k in W for i, j in np.ndindex(W[k].shape)]
        self.ends = np.concatenate([edges([places[k - 1], targets[k]]) for k in W])
        widths, colors = edge_style(np.concatenate([W[k].ravel() for k in W]))
        self.lines.set(segments=self.ends, linewidths=np.maximum(widths, 0.6), colors=colors)
        self.halo.set_segments(self.ends[[self.index.index(chosen)]])
        clamped = 0 if literal else 1
        self.units.set_data(*np.concatenate([places[0][1:], places[1][1:], places[2]]).T)
        self.biases.set_data(*np.concatenate([places[0][:1], places[1][:clamped]]).T)
        self.literal.set_data(*places[1][:1 - clamped].T)
        crowded = max(map(len, places)) > 6
        for units in (self.units, self.biases, self.literal):
            units.set_markersize(12 if crowded else 15)
        everywhere = np.concatenate(places)
        self.names.update(sum(names, []), everywhere)
        self.values.update([number(value) for value in np.concatenate(y)], everywhere + [0, 0.054 if crowded else 0.064])

    def nearest(self, x, y):
        """The edge (k, i, j) that passes closest to a place of the axes."""
        a, b = self.ends[:, 0], self.ends[:, 1]
        along = np.clip((([x, y] - a) * (b - a)).sum(1) / ((b - a) ** 2).sum(1), 0, 1)
        return self.index[int(np.argmin(np.hypot(*(a + along[:, None] * (b - a) - [x, y]).T)))]
