"""The network as a graph on which every value and every derivative stands as a number, for nets of up to 3-4-3-2 units."""

from itertools import zip_longest
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from ..notation import subscript, up
from .labels import Labels
from .style import BLUE, GREY, INK, RED, moving

NAMED, VALUE, PITCH, GAP, PAD = 2.2, 4.3, 1.15, 0.5, 0.2    # widths of name and number, pitch of rows, ...: in font sizes
SMALLEST, LARGEST, BETWEEN = 8.0, 12.5, 41.0                 # font sizes; least room between two layers, in points
USED, NEW = "#707070", "#fff3a0"               # the frame of what is read, the ground of what is written


class Layout(NamedTuple):
    """Where everything stands, in points from the lower left corner; the keys of `rows` are those of `rows_of`."""

    size: float             # of the font
    rows: dict              # key -> (x of the name, right end of the value, right end of the derivative, y)
    frames: list            # (left, bottom, right, top) of every unit, and of E
    lines: dict             # (k, j, i), i > 0 -> ((x, y), (x, y)), from y_i^(k-1) to the row of w_ji^(k)


def rows_of(sizes):
    """The units of every layer, each a list of its rows; E is the last unit.

    >>> rows_of([1, 1])
    [[[('y', 0, 0)]], [[('w', 1, 0, 0), ('w', 1, 0, 1), ('z', 1, 0), ('y', 1, 0), ('t', 1, 0)], [('E', 1, 0)]]]
    """
    last = len(sizes) - 1
    layers = [[[("y", 0, i)] for i in range(sizes[0])]]
    for k in range(1, last + 1):
        layers.append([[*[("w", k, j, i) for i in range(1 + sizes[k - 1])], ("z", k, j), ("y", k, j),
                        *([("t", k, j)] if k == last else [])] for j in range(sizes[k])])
    layers[-1].append([("E", last, 0)])
    return layers


def layout(sizes, width, height):
    """The layout of a network in width x height points, with the largest font from 8 to 12.5 points for which all fits."""
    layers, l = rows_of(sizes), len(sizes) - 1  # noqa: E741
    tall = max(sum(PITCH * len(rows) + 2 * PAD for rows in units) + GAP * len(units) for units in layers)
    block = NAMED + 2 * VALUE + 2 * PAD
    size = min(LARGEST, height / tall, (width - l * BETWEEN) / ((l + 1) * block))
    if size < SMALLEST:
        raise ValueError(f"sizes: {'-'.join(map(str, sizes))} units do not fit, at most 3-4-3-2 do")
    rows, frames, lefts = {}, [], np.linspace(1, width - 1 - block * size, l + 1)
    for left, units in zip(lefts, layers, strict=True):
        heights = [size * (PITCH * len(unit) + 2 * PAD) for unit in units]
        gap = (height - sum(heights)) / (len(units) + 1)
        top = height - gap
        for unit, tall in zip(units, heights, strict=True):
            frames.append((left, top - tall, left + block * size, top))
            for r, key in enumerate(unit):
                at = left + size * np.array([PAD, PAD + NAMED + VALUE, PAD + NAMED + 2 * VALUE])
                rows[key] = (*at, top - size * (PAD + PITCH * (r + 0.5)))
            top -= tall + gap
    lines = {key[1:]: ((rows["y", key[1] - 1, key[3] - 1][2] + PAD * size, rows["y", key[1] - 1, key[3] - 1][3]),
                       (rows[key][0] - PAD * size, rows[key][3])) for key in rows if key[0] == "w" and key[3]}
    return Layout(size, rows, frames, lines)


def number(v):
    """At most six characters for a number on the graph.

    >>> [number(v) for v in (0.5621765, -0.01388, 1.5, -12.346, 3e-6, 0, 1e-17)]
    ['.5622', '−.0139', '1.5', '−12.35', '3e−6', '0', '0']
    """
    size = abs(v)
    if size < 1e-12:
        return "0"
    if size < 5e-5 or size >= 999.95:
        mantissa, exponent = f"{v:.0e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    else:
        text = f"{v:.{4 if size < 0.99995 else 3 if size < 9.9995 else 2 if size < 99.995 else 1}f}".rstrip("0").rstrip(".")
        text = text.replace("0.", ".", 1) if size < 0.99995 else text
    return text.replace("-", "−")


class ValueGraph:
    """Artists for a network and its numbers; `arrange` places them for a net, `update` writes and moves them."""

    def __init__(self, ax, width, height, header=24):
        self.ax, self.width, self.height, self.sizes = ax, width, height, None
        ax.set(xlim=(0, width), ylim=(0, height + header))
        ax.set_axis_off()
        self.frames = PolyCollection([], facecolors="none", edgecolors=GREY, linewidths=0.8)
        self.lines = LineCollection([], zorder=1)
        self.fills = PolyCollection([], zorder=2, linewidths=0.9)
        self.chosen = PolyCollection([], facecolors="none", edgecolors=INK, linewidths=1.5, zorder=4)
        for collection in (self.frames, self.lines, self.fills, self.chosen):
            ax.add_collection(collection)
        self.names = [ax.text(0, 0, "", va="center", color=INK) for _ in layout((3, 4, 3, 2), 1000, 1000).rows]
        self.values, self.slopes = (Labels(ax, ha="right", color=color, zorder=3) for color in (BLUE, RED))
        self.heads = [[ax.text(0, 0, "", fontsize=8, **look) for look in (
            {"color": INK}, {"color": BLUE, "ha": "right"}, {"color": RED, "ha": "right"})] for _ in range(4)]
        moving(self.lines, self.fills, self.chosen)

    def arrange(self, sizes):
        """Place everything for a net of these sizes, [d, n_1, ..., n_l]. Costs a full redraw."""
        if sizes == self.sizes:
            return
        self.sizes, self.at = sizes, layout(sizes, self.width, self.height)
        rows, size = self.at.rows, self.at.size
        self.frames.set_verts([box(*frame) for frame in self.at.frames])
        for text, (key, (x, _, _, y)) in zip_longest(self.names, rows.items(), fillvalue=(None, (0, 0, 0, 0))):
            text.set(text=name(key) if key else "", position=(x, y), fontsize=size)
        for labels in (self.values, self.slopes):
            labels.resize(size)
        for k, texts in enumerate(self.heads):
            for text in texts:
                text.set_visible(k < len(sizes))
            if k < len(sizes):
                unit = next(row for key, row in rows.items() if key[:2] == ("w" if k else "y", k))
                above = f"W{up(k)}  (57–65: w{up(k - 1)})" if k else "x = y⁽⁰⁾"
                for text, words, x, y in zip(texts, (above, "value", "∂E/∂"), unit, (12, 2, 2), strict=False):
                    text.set(text=words, position=(x, self.height + y))

    def update(self, values, slopes, used=(), new=(), active=None, chosen=None):
        """values, slopes: {key: number} that are known by now; used, new: the cells ("value" or "slope", key) that the
        step at hand reads and writes; active: (layer k, colour) whose edges are at work; chosen: the edge (k, j, i)."""
        rows, size = self.at.rows, self.at.size
        for labels, numbers, column in ((self.values, values, 1), (self.slopes, slopes, 2)):
            labels.update(map(number, numbers.values()), [(rows[key][column], rows[key][3]) for key in numbers])
        self.fills.set(verts=[self.cell(*c) for c in (*used, *new)], facecolors=["none"] * len(used) + [NEW] * len(new),
                       edgecolors=[USED] * len(used) + ["none"] * len(new))
        k, color = active or (None, None)
        self.lines.set(segments=list(self.at.lines.values()),
                       colors=[INK if e == chosen else color if e[0] == k else "#c4c4c4" for e in self.at.lines],
                       linewidths=[2.5 if e == chosen else 1.2 if e[0] == k else 0.8 for e in self.at.lines])
        row, half, pad = rows["w", *chosen], size * PITCH / 2, size * PAD / 2
        self.chosen.set_verts([box(row[0] - pad, row[3] - half, row[2] + pad, row[3] + half)])

    def cell(self, column, key):
        """The corners of the cell of a number."""
        _, value, slope, y = self.at.rows[key]
        right, half = (value if column == "value" else slope), self.at.size * PITCH / 2
        return box(right - (VALUE - 0.3) * self.at.size, y - half, right + 0.1 * self.at.size, y + half)

    def edge_at(self, x, y, reach=9):
        """The edge (k, j, i), bias weights included, whose row or line is at a place of the axes; None if there is none."""
        for key, (left, _, right, row) in self.at.rows.items():
            if key[0] == "w" and left <= x <= right and abs(y - row) <= self.at.size * PITCH / 2:
                return key[1:]
        ends = np.array(list(self.at.lines.values()))
        start, along, point = ends[:, 0], ends[:, 1] - ends[:, 0], np.array([x, y])
        share = np.clip(((point - start) * along).sum(1) / (along**2).sum(1), 0, 1)
        distance = np.hypot(*(start + share[:, None] * along - point).T)
        return list(self.at.lines)[distance.argmin()] if distance.min() <= reach else None


def box(left, bottom, right, top):
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def name(key):
    """What stands before a row: w₂₁, z₂, y₂, t₁, E; the layer stands above its column."""
    symbol, k, *index = key
    if symbol == "w":
        return "w" + subscript(index[0] + 1, index[1])
    return "E" if symbol == "E" else ("x" if symbol == "y" and not k else symbol) + subscript(index[0] + 1)
