"""Perceptron learning seen twice: examples as points with w as an arrow, and w as a point with examples as half-planes."""

import numpy as np
from matplotlib.collections import LineCollection

from .arrows import arrow, clip, outline, point, region, square
from .plane import line
from .style import COLORS, GREEN, GREY, INK, LIGHT, MARKERS, label, moving


class Change:
    """Three arrows from the origin: w before (grey), what is added to it (in the colour of the class), w after."""

    def __init__(self, ax):
        self.before, self.after = arrow(ax, GREY), arrow(ax, INK, 2.4)
        self.added = [arrow(ax, color, 2.2, 7) for color in COLORS[:2]]

    def update(self, before, after, c):
        """From `before` to `after`, both (2,), by an example of class c."""
        changed = not np.array_equal(before, after)
        point(self.before, (0, 0), before if changed else (0, 0))
        point(self.after, (0, 0), after)
        for k, patch in enumerate(self.added):
            point(patch, before, after if k == c else before)


class InputPlane:
    """The examples, the half-plane of class 1, and the arrow w that is its normal; `update` moves them."""

    def __init__(self, ax):
        self.ax, self.sides = ax, [region(ax, color) for color in LIGHT[:2]]
        self.border = moving(ax.plot([], [], color=INK, lw=2, zorder=3)[0])
        self.old = moving(ax.plot([], [], color=GREY, lw=1.5, ls="--", zorder=3)[0])
        self.points = [moving(ax.plot([], [], MARKERS[c], color=COLORS[c], ms=6.5, mec="white", mew=0.8, zorder=5)[0])
                       for c in (0, 1)]
        self.ring = moving(ax.plot([], [], "o", ms=14, mfc="none", mec=INK, mew=2, zorder=6)[0])
        self.change = Change(ax)
        ax.set_aspect("equal")

    def update(self, before, after, X, labels, current=None):
        """w as (w0, w1, w2), before and after example `current`, a row of X (N, 2), or None."""
        limits = self.ax.get_xlim()
        for side, sign in zip(self.sides, (-1, 1), strict=True):
            outline(side, clip(square(limits), sign * after))
        self.border.set_data(*line(after, limits))
        self.old.set_data(*line(before, limits))
        for c, artist in enumerate(self.points):
            artist.set_data(*X[labels == c].T)
        self.ring.set_data(*([[], []] if current is None else X[current, :, None]))
        self.change.update(before[1:], after[1:], None if current is None else labels[current])


class WeightSpace:
    """The plane of (w1, w2) at the present w0: each example is a line with a right side, and these meet in the cone."""

    def __init__(self, ax):
        self.ax, self.cone = ax, region(ax, GREEN, 0.35)
        self.lines = [moving(ax.add_collection(LineCollection([], colors=color, lw=1, zorder=2))) for color in COLORS[:2]]
        self.current = [moving(ax.plot([], [], color=color, lw=3.5, zorder=3)[0]) for color in COLORS[:2]]
        self.path = moving(ax.plot([], [], ".-", color=GREY, lw=1.2, ms=5, zorder=4)[0])
        self.change = Change(ax)
        self.dot = moving(ax.plot([], [], "o", color=INK, ms=7, zorder=8)[0])
        ax.set_aspect("equal")

    def update(self, path, X, labels, current=None):
        """path (1+tau, 3): all w so far; X, labels, current as above."""
        w, limits = path[-1], self.ax.get_xlim()
        conditions = np.column_stack([np.full(len(X), w[0]), X])          # w0 + x1 w1 + x2 w2 = 0, a line for each example
        cone = square(limits)
        for sign, condition in zip(2 * labels - 1, conditions, strict=True):
            cone = clip(cone, sign * condition)
        outline(self.cone, cone)
        ends = np.array([np.transpose(line(c, limits)) for c in conditions])
        for c in (0, 1):
            self.lines[c].set_segments(ends[labels == c])
            here = current is not None and labels[current] == c
            self.current[c].set_data(*(ends[current].T if here else ([], [])))
        self.path.set_data(*path[:, 1:].T)
        before = path[-2] if current is not None else w
        self.change.update(before[1:], w[1:], None if current is None else labels[current])
        self.dot.set_data(*w[1:, None])
        return cone


def planes(left, right, reach):
    """Give both pictures the same scale, so that x added to w is as long as x; only if it has changed."""
    if left.get_xlim() != (-reach, reach):
        label(left, "input plane with w, and ± x", "x₁", "x₂", (-reach, reach), (-reach, reach))
        label(right, "weight space; green: all right", "w₁", "w₂", (-reach, reach), (-reach, reach))
        for ax in (left, right):
            ax.locator_params(nbins=5)
