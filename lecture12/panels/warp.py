"""The hidden plane: where a hidden layer sends the input plane, as a warped grid, with the line that decides there."""

import numpy as np
from matplotlib.collections import LineCollection

from .labels import Labels
from .plane import line
from .style import COLORS, INK, MARKERS, TWO_CLASSES, moving

LIMITS = {"sigmoid": (-0.12, 1.12), "tanh": (-1.25, 1.25), "relu": (-0.4, 4.0), "identity": (-4.0, 4.0)}
TICKS = {"sigmoid": (0, 0.5, 1), "tanh": (-1, 0, 1), "relu": (0, 1, 2, 3), "identity": (-3, 0, 3)}


def grid_lines(reach=1.6, lines=9, points=41):
    """Lines of constant x1 and of constant x2 in the input plane, (2 lines, points, 2).

    >>> grid_lines(1, lines=2, points=2).tolist()                 # left, right, bottom, top
    [[[-1.0, -1.0], [-1.0, 1.0]], [[1.0, -1.0], [1.0, 1.0]], [[-1.0, -1.0], [1.0, -1.0]], [[-1.0, 1.0], [1.0, 1.0]]]
    """
    along, across = np.linspace(-reach, reach, points), np.linspace(-reach, reach, lines)
    upright = np.stack(np.broadcast_arrays(across[:, None], along), axis=-1)
    return np.concatenate([upright, upright[..., ::-1]])


class HiddenPlane:
    """Artists for the plane of the outputs of two hidden units; `update` moves them.

    The axes run from 0 to 1 and carry the ticks of the activation's range, so that another activation moves no frame.
    """

    def __init__(self, ax, resolution=40, size=8):
        self.ax = ax
        unit = np.linspace(0, 1, resolution)
        self._unit = np.stack(np.meshgrid(unit, unit), axis=-1)
        self.image = ax.imshow(np.zeros((resolution, resolution)), cmap=TWO_CLASSES, vmin=0, vmax=1, origin="lower",
                               extent=(0, 1, 0, 1), interpolation="nearest", zorder=0)
        self.boundary = ax.plot([], [], color=INK, lw=1.8, zorder=2)[0]
        self.grid = LineCollection([], colors="#555555", linewidths=0.8, zorder=1)
        ax.add_collection(self.grid)
        self.points = [ax.plot([], [], MARKERS[c], color=COLORS[c], ms=size, mec="white", mew=0.8, zorder=4)[0]
                       for c in range(2)]
        self.across, self.upwards = Labels(ax, 9.5), Labels(ax, 9.5, ha="right")
        ax.set(aspect="equal", xticks=[], yticks=[], xlim=(0, 1), ylim=(0, 1))
        ax.set_xlabel("y₁", labelpad=17)
        ax.set_ylabel("y₂", labelpad=20)
        moving(self.image, self.boundary, self.grid, *self.points, *ax.spines.values())

    def update(self, grid, y, labels, g="tanh", w=None):
        """grid: images of `grid_lines`, (lines, points, 2); y (N, 2) with labels (N,): images of the examples;
        g: name of the hidden activation; w (3,): of a sigmoid output unit, if it depends on these two units only."""
        low, high = LIMITS[g]
        scale = high - low
        self.grid.set_segments((grid - low) / scale)
        for c, artist in enumerate(self.points):
            artist.set_data(*((y[labels == c] - low) / scale).T)
        names, places = [f"{tick:g}".replace("-", "−") for tick in TICKS[g]], (np.array(TICKS[g]) - low) / scale
        self.across.update(names, [(place, -0.06) for place in places])
        self.upwards.update(names, [(-0.03, place) for place in places])
        self.image.set_visible(w is not None)
        self.boundary.set_visible(w is not None)
        if w is not None:
            w = np.r_[w[0] + low * (w[1] + w[2]), scale * w[1:]]                  # of the axes from 0 to 1
            self.image.set_data(0.5 + 0.5 * np.tanh((w[0] + self._unit @ w[1:]) / 2))     # = σ(z), without overflow
            self.boundary.set_data(*line(w, (0, 1)))
