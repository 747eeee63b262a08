"""The network as a graph: units in columns, weights as lines, and in every unit its own map of the input plane."""

import numpy as np
from matplotlib.collections import LineCollection

from .style import BLUE, GREY, INK, RED, TWO_CLASSES, moving

HEIGHT = 416            # of the panel, in its own pixels: 16 units of 26


def positions(sizes, width=1.0, height=1.0):
    """Centres of the units of every layer, `[(n_0, 2), ..., (n_l, 2)]`, input layer left, first unit on top.

    Layers are spread over the width; each is centred, and the largest fills the height.

    >>> positions([2, 1])
    [array([[0.  , 0.75],
           [0.  , 0.25]]), array([[1. , 0.5]])]
    """
    pitch, x = height / max(sizes), np.linspace(0, width, len(sizes))
    return [np.column_stack([np.full(n, x[k]), height / 2 + pitch * ((n - 1) / 2 - np.arange(n))])
            for k, n in enumerate(sizes)]


def edges(places):
    """The lines between neighbouring layers, (number of weights, 2, 2), ordered as `net.W[k][:, 1:].ravel()`, k = 1..l.

    >>> edges(positions([2, 1])).tolist()
    [[[0.0, 0.75], [1.0, 0.5]], [[0.0, 0.25], [1.0, 0.5]]]
    """
    return np.concatenate([np.stack(np.broadcast_arrays(a[None, :], b[:, None]), axis=2).reshape(-1, 2, 2)
                           for a, b in zip(places, places[1:], strict=False)])


def edge_style(w):
    """Line widths and colours of weights: blue for plus, red for minus, thicker the larger, nothing for 0 or nan."""
    w = np.nan_to_num(w)
    return 5 * np.tanh(np.abs(w) / 2.5), np.where(w >= 0, BLUE, RED)


class NetworkGraph:
    """Artists for a network of any size up to 16 units a layer; `update(net, maps, names)` moves them.

    width: of the panel, in heights. The bias weights are not drawn.
    """

    def __init__(self, ax, width=1.2, margin=50):
        self.width, self.margin = int(HEIGHT * width), margin
        self.edges = LineCollection([], zorder=1)
        self.frames = LineCollection([], colors=GREY, linewidths=0.8, zorder=3)
        self.image = ax.imshow(np.zeros((HEIGHT, self.width, 4)), origin="lower", extent=(0, self.width, 0, HEIGHT),
                               interpolation="nearest", zorder=2)      # all maps are pasted into this one picture
        self.names = [ax.text(0, 0, "", ha="right", va="center", color=INK, fontsize=9) for _ in range(16)]
        for lines in (self.edges, self.frames):
            ax.add_collection(lines)
        ax.set(xlim=(0, self.width), ylim=(0, HEIGHT), aspect="equal")
        ax.set_axis_off()
        moving(self.edges, self.image, self.frames, *self.names)

    def update(self, net, maps, names=("x₁", "x₂")):
        """net: one network. maps: for every layer k = 0..l an array (n_k, R, R), 0 (orange) to 1 (blue), low x2 first.
        names: of the inputs, written to their left. Afterwards `places` holds the centres of the units, a list per layer,
        and `half` half a unit's side, for whoever wants to write beside them."""
        places = [p + [self.margin, 0] for p in positions(net.sizes, self.width - 2 * self.margin, HEIGHT)]
        widths, colors = edge_style(np.concatenate([net.W[k][:, 1:].ravel() for k in net.W]))
        self.edges.set(segments=edges(places), linewidths=widths, colors=colors)
        half = min(int(0.42 * HEIGHT / max(net.sizes)), 34)            # of a unit's side
        self.places, self.half = places, half
        canvas, frames = np.zeros((HEIGHT, self.width, 4)), []
        for centres, layer in zip(places, maps, strict=True):
            pick = np.linspace(0, layer.shape[-1] - 1, 2 * half).astype(int)
            for (x, y), map in zip(centres.astype(int), TWO_CLASSES(layer[:, pick[:, None], pick]), strict=True):
                canvas[y - half:y + half, x - half:x + half] = map
                frames.append([[x + i * half, y + j * half] for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))])
        self.image.set_data(canvas)
        self.frames.set_segments(frames)
        for k, text in enumerate(self.names):
            text.set_visible(k < len(names))
            if k < len(names):
                text.set(text=names[k], position=places[0][k] - [half + 5, 0])
