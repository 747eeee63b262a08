"""Vectors and half-planes: the pieces of which pictures of a perceptron are made, in the input plane and in weight space."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, Polygon

from .style import moving


def arrow(ax, color, width=2.0, zorder=6, style="-|>", line="-"):
    """A moving arrow of an axes; `point(arrow, tail, tip)` places it."""
    patch = FancyArrowPatch((0, 0), (0, 0), arrowstyle=style, mutation_scale=13, shrinkA=0, shrinkB=0, color=color,
                            lw=width, ls=line, zorder=zorder)
    return moving(ax.add_patch(patch))


def point(patch, tail, tip):
    """Let an arrow point from `tail` to `tip`; it vanishes if they are the same."""
    patch.set_visible(bool(np.hypot(*np.subtract(tip, tail)) > 1e-9))
    patch.set_positions(tail, tip)


def region(ax, color, alpha=1.0, zorder=0.5):
    """A moving polygon without points; `outline(region, corners)` gives it some."""
    return moving(ax.add_patch(Polygon(np.zeros((1, 2)), facecolor=color, edgecolor="none", alpha=alpha, zorder=zorder)))


def outline(patch, corners):
    """Give a region its corners (M, 2); without any it vanishes."""
    patch.set_visible(len(corners) > 2)
    if len(corners) > 2:
        patch.set_xy(corners)


def square(limits):
    """The four corners of the square (low, high) x (low, high)."""
    low, high = limits
    return np.array([[low, low], [high, low], [high, high], [low, high]], dtype=float)


def clip(corners, w):
    """The corners of that part of a convex polygon (M, 2) in which w0 + w1 x + w2 y >= 0.

    >>> clip(square((0, 2)), [-1, 1, 0]).tolist()               # x >= 1
    [[1.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 2.0]]
    """
    corners, w = np.asarray(corners, dtype=float), np.asarray(w, dtype=float)
    if not len(corners):
        return corners
    height, kept = w[0] + corners @ w[1:], []
    for a, b, ha, hb in zip(corners, np.roll(corners, -1, 0), height, np.roll(height, -1), strict=True):
        if ha >= 0:
            kept.append(a)
        if (ha >= 0) != (hb >= 0):
            kept.append(a + ha / (ha - hb) * (b - a))           # where the edge crosses the line
    return np.array(kept).reshape(-1, 2)
