"""The input plane: a map of the output, its boundary, and the examples on top."""

import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb

from .style import COLORS, INK, LIGHT, MARKERS, PALE, moving


class Plane:
    """Artists for the plane of two inputs; `update` moves them.

    limits: (low, high) of both axes; resolution: the map has so many points along each side.
    `plane.grid` (resolution^2, 2) are the points at which to compute the output for `update(map=...)`.
    """

    def __init__(self, ax, limits=(-1.6, 1.6), resolution=60, names=("x₁", "x₂"), size=6.5, classes=2):
        self.ax, self.limits, self.resolution = ax, limits, resolution
        axis = np.linspace(*limits, resolution)
        self._axis = axis
        self.grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
        self._light = np.array([to_rgb(c) for c in LIGHT])
        self.image = ax.imshow(np.full((resolution, resolution), 0.5), cmap=PALE, vmin=0, vmax=1, origin="lower",
                               extent=(*limits, *limits), interpolation="nearest", zorder=0)
        self.boundary = LineCollection([], colors=INK, linewidths=1.8, zorder=2)
        ax.add_collection(self.boundary)
        self.points = [ax.plot([], [], MARKERS[c], color=COLORS[c], ms=size, mec="white", mew=0.8, zorder=4)[0]
                       for c in range(classes)]
        self.ring = ax.plot([], [], "o", ms=size + 7, mfc="none", mec=INK, mew=2, zorder=5)[0]
        moving(self.image, self.boundary, *self.points, self.ring, *ax.spines.values())
        ax.set(xlim=limits, ylim=limits, aspect="equal", xlabel=names[0], ylabel=names[1])

    def update(self, map=None, level=0.5, X=None, labels=None, current=None):
        """map: output at `plane.grid`, numbers from 0 to 1, or whole class numbers (then regions are coloured);
        level: where the boundary is drawn (None: nowhere); X (N, 2) with labels (N,): the examples;
        current: the row of X that is ringed (None: no ring). What is not given stays as it is."""
        if map is not None:
            map = np.asarray(map).reshape(self.resolution, self.resolution)
            if map.dtype.kind in "iub":
                self.image.set_data(self._light[map.astype(int)])
            else:
                self.image.set_data(map)
            lines = [] if level is None else contour_generator(self._axis, self._axis, map.astype(float)).lines(level)
            self.boundary.set_segments(lines)
        if X is not None:
            for c, artist in enumerate(self.points):
                artist.set_data(*X[labels == c].T)
            self.ring.set_data(*([[], []] if current is None else X[current, :, None]))


def line(w, limits):
    """The end points x, x' and y, y' of the line w0 + w1 x1 + w2 x2 = 0, outside `limits`; nan if w1 = w2 = 0.

    >>> x, y = line(np.array([0., 1., -1.]), (-1, 1))      # x2 = x1
    >>> bool((x == y).all() and abs(x).min() > 1)
    True
    """
    normal = np.asarray(w[1:], dtype=float)
    length = np.hypot(*normal)
    if not length or not np.isfinite(length):
        return np.full(2, np.nan), np.full(2, np.nan)
    foot, along = -w[0] * normal / length**2, np.array([-normal[1], normal[0]]) / length
    reach = np.abs(limits).max() * 3 + np.hypot(*foot)
    return tuple(foot[:, None] + along[:, None] * [-reach, reach])
