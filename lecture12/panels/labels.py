"""Many short texts as one artist: their outlines, drawn together in a millisecond where a text each takes fifty."""

from functools import lru_cache

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from .style import INK, moving

FONT = FontProperties(family="DejaVu Sans")
ALIGN = {"left": 0.0, "center": 0.5, "right": 1.0}


@lru_cache(maxsize=4096)
def outline(text, ha):
    """The outline of a text one point high, its middle at height 0 and its left, center or right at 0."""
    if not text.strip():
        return Path(np.empty((0, 2)))
    path = TextPath((0, 0), text, size=1, prop=FONT)
    x = path.vertices[:, 0]
    return Path(path.vertices - [x.min() + ALIGN[ha] * (x.max() - x.min()), 0.36], path.codes)


def number(value, digits=2):
    """A number with its sign as printers set it.

    >>> number(-0.5), number(1.234), number(-0.001)
    ('−0.50', '1.23', '0.00')
    """
    return f"{round(float(value), digits) + 0.0:.{digits}f}".replace("-", "−")


class Labels:
    """Texts of one size at places of an axes; `update(texts, places)` writes others. halo: a rim that covers lines."""

    def __init__(self, ax, size=8.0, ha="center", color=INK, halo=None, zorder=5):
        self.ha = ha
        scale = Affine2D().scale(size / 72) + ax.figure.dpi_scale_trans
        common = {"sizes": None, "offset_transform": ax.transData, "transform": scale}
        self.layers = [PathCollection([], facecolors=halo, edgecolors=halo, linewidths=2.5, zorder=zorder, **common)
                       ] if halo else []
        self.layers.append(PathCollection([], facecolors=color, linewidths=0, zorder=zorder, **common))
        for layer in self.layers:
            layer.set_transform(scale)
            ax.add_collection(layer, autolim=False)
        moving(*self.layers)

    def update(self, texts, places):
        """texts: any number of them; places: (x, y) of each, in data coordinates."""
        paths, places = [outline(text, self.ha) for text in texts], np.reshape(places, (-1, 2))
        for layer in self.layers:
            layer.set_paths(paths)
            layer.set_offsets(places)
