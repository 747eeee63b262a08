"""Any number of bars as one artist: they are drawn and moved together."""

import numpy as np
from matplotlib.collections import PolyCollection

from .style import moving


class Bars:
    """Bars in an axes; `update(left, right, high, low)` puts others in their place. colors: one, or given with `update`."""

    def __init__(self, ax, color=None, **kw):
        self.artist = moving(ax.add_collection(PolyCollection([], facecolors=color, **kw), autolim=False))

    def update(self, left, right, high, low=0.0, colors=None):
        """left, right, high, low (n,): the sides of each bar; or one number for all."""
        left, right, high, low = np.broadcast_arrays(left, right, high, low)
        x, y = np.stack([left, right, right, left], axis=1), np.stack([low, low, high, high], axis=1)
        self.artist.set_verts(np.stack([x, y], axis=-1))
        if colors is not None:
            self.artist.set_facecolors(colors)
