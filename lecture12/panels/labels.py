"""Many short texts as one artist: their outlines, drawn together in a millisecond where a text each takes fifty."""

from functools import cache, lru_cache

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D

from .style import INK, moving

FONT = FontProperties(family="DejaVu Sans")
ALIGN = {"left": 0.0, "center": 0.5, "right": 1.0}


@cache
def glyph(letter):
    """The outline of a letter one point high, and how far it moves on."""
    wide = text_to_path.get_text_width_height_descent(10 * letter, FONT, ismath=False)[0]
    shape = Path(np.empty((0, 2)), []) if letter.isspace() else TextPath((0, 0), letter, size=1, prop=FONT)
    return shape, wide / 10 / FONT.get_size_in_points()


@lru_cache(maxsize=4096)
def outline(text, ha):
    """The outline of a text one point high, its middle at height 0 and its left, center or right at 0."""
    if not text.strip():
        return Path(np.empty((0, 2)))
    letters, wide = zip(*map(glyph, text), strict=True)                 # a new number costs no new outlines
    starts = np.cumsum((0, *wide))[:-1]
    vertices = np.concatenate([letter.vertices + [x, -0.36] for letter, x in zip(letters, starts, strict=True)])
    x = vertices[:, 0]
    vertices[:, 0] -= x.min() + ALIGN[ha] * (x.max() - x.min())
    return Path(vertices, np.concatenate([letter.codes for letter in letters]))


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
        common = {"sizes": None, "offset_transform": ax.transData}
        self.layers = [PathCollection([], facecolors=halo, edgecolors=halo, linewidths=2.5, zorder=zorder, **common)
                       ] if halo else []
        self.layers.append(PathCollection([], facecolors=color, linewidths=0, zorder=zorder, **common))
        for layer in self.layers:
            layer.set_clip_on(False)                        # titles stand outside of the axes
            ax.add_collection(layer, autolim=False)
        self.resize(size)
        moving(*self.layers)

    def resize(self, size):
        """Change the size of all texts, in points."""
        for layer in self.layers:
            layer.set_transform(Affine2D().scale(size / 72) + layer.figure.dpi_scale_trans)

    def update(self, texts, places):
        """texts: any number of them; places: (x, y) of each, in data coordinates."""
        paths, places = [outline(text, self.ha) for text in texts], np.reshape(places, (-1, 2))
        for layer in self.layers:
            layer.set_paths(paths)
            layer.set_offsets(places)
