"""LiveFigure: a matplotlib figure on the page that redraws fast and reports the pointer.

Three ideas make it fast:

1. Artists that move are marked (`artist.set_animated(True)`). Everything else is drawn once and kept
   as a background; a frame is that background plus the moving artists. Whatever else changes (limits,
   texts, a new artist) makes the figure stale, and the next frame is a full redraw: never wrong, only slower.
2. Only the pixels that differ from the last frame travel, in rectangles, as lossless WebP (half the bytes of PNG).
3. A frame leaves only when the page has painted the one before. What happens in between changes the artists
   but sends nothing: the newest state wins, and no queue can grow.

>>> from matplotlib.figure import Figure
>>> figure = Figure(figsize=(4, 3), dpi=100)
>>> line, = figure.subplots().plot([0, 1], [0, 1], animated=True)
>>> live = LiveFigure(figure, alt="a line")
>>> live
LiveFigure(400x300, 'a line')
>>> line.set_ydata([1, 0])
>>> live.refresh()
"""

import base64
import io
from dataclasses import dataclass
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

HERE = Path(__file__).parent
GAP = 24           # pixels: changes further apart than this travel as two rectangles
MAX_PIXELS = 3200  # no picture is drawn wider than this, however sharp the screen


@dataclass(frozen=True)
class Pointer:
    """What the pointer (or the keyboard in its place) did, in data coordinates of `axes`.

    kind: "press", "drag" or "release"; a drag stays with the axes in which it began.
    grabbed: `(artist, index)` of the draggable point under the press, else None.
    """

    kind: str
    axes: Axes | None
    x: float
    y: float
    shift: bool = False
    grabbed: tuple | None = None


def packed(pixels):
    """The bytes of an array of pixels (H, W, 3 or 4) as a lossless WebP; more effort than this costs time, not bytes."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, method=1, quality=30)
    return file.getvalue()


def runs(changed):
    """The intervals [a, b) in which a boolean vector is True, gaps shorter than GAP closed.

    >>> runs(np.array([False, True, True, False]))
    [(1, 3)]
    >>> runs(np.arange(100) % 60 < 2)
    [(0, 2), (60, 62)]
    """
    where = np.flatnonzero(changed)
    if not where.size:
        return []
    cuts = np.flatnonzero(np.diff(where) > GAP)
    starts, ends = where[np.r_[0, cuts + 1]], where[np.r_[cuts, -1]] + 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]


class LiveFigure(anywidget.AnyWidget):
    """A `matplotlib.figure.Figure` as a widget; call `refresh()` after moving its artists.

    alt: the description for those who cannot see the picture (its `aria-label`).
    words, call: the line below the picture and the code that the Copy button hands out; they travel with the frames.
    """

    _esm = HERE / "live.js"
    _css = HERE / "live.css"
    alt = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int().tag(sync=True)      # natural size in CSS pixels; the page scales it
    height = traitlets.Int().tag(sync=True)
    pointing = traitlets.Bool(False).tag(sync=True)
    reach = traitlets.Int(18).tag(sync=True)    # CSS pixels around a point within which the pointer grabs it

    def __init__(self, figure, alt=""):
        self.figure, self.canvas = figure, FigureCanvasAgg(figure)
        self.words, self.call, self.error = "", "", False
        self._listeners, self._draggable, self._grabbed = [], [], None
        self._background = self._painted = None
        self._waiting = self._dirty = False     # for the page to paint; something new to send
        self._ready = False                     # no page, no work
        width, height = (int(round(side * figure.dpi)) for side in figure.get_size_inches())
        super().__init__(alt=alt, width=width, height=height)
        self.on_msg(self._on_message)

    def __repr__(self):
        return f"LiveFigure({self.width}x{self.height}, {self.alt!r})"

    # ---- frames ------------------------------------------------------------------------------------

    def draw(self):
        """Bring the pixels up to date: all of them if need be, else background and moving artists."""
        if self.figure.stale or self._background is None:
            layout = self.figure.get_layout_engine()
            if layout is not None:              # laid out once: the panels never jump
                layout.execute(self.figure)
                self.figure.set_layout_engine("none")
            self.canvas.draw()                  # leaves the moving artists out
            self._background = self.canvas.copy_from_bbox(self.figure.bbox)
            self.figure.stale = False
        else:
            self.canvas.restore_region(self._background)
        for axes in self.figure.axes:
            if not axes.get_visible():
                continue
            moving = [a for a in axes.get_children() if a.get_animated()]
            for artist in sorted(moving, key=lambda a: a.zorder):
                axes.draw_artist(artist)
        return np.asarray(self.canvas.buffer_rgba())

    def refresh(self):
        """The artists, the words or the call have changed: show it as soon as the page can take it."""
        self._dirty = True
        if self._ready and not self._waiting:
            self._send_frame()

    def _send_frame(self):
        pixels = self.draw()
        corners, patches = [], []
        for x, y, patch in self._changed(pixels):
            corners.append([x, y])
            patches.append(packed(patch))
        height, width = pixels.shape[:2]
        self._dirty, self._waiting = False, True
        self.send({"type": "frame", "width": width, "height": height, "corners": corners, "words": self.words,
                   "error": self.error, "call": self.call, "handles": self.handles()}, patches)

    def _changed(self, pixels):
        """Yield (x, y, patch) for each rectangle that differs from the last frame; then remember this one.

        Within a patch, what did not change is transparent: the page keeps it, and it costs hardly a byte.
        """
        now, last = pixels.view(np.uint32)[..., 0], self._painted
        if last is None or last.shape != now.shape:
            yield 0, 0, np.ascontiguousarray(pixels[..., :3])
        else:
            changed = now != last
            for left, right in runs(changed.any(axis=0)):
                for top, bottom in runs(changed[:, left:right].any(axis=1)):
                    here = np.s_[top:bottom, left:right]
                    yield left, top, pixels[here] * changed[here][..., None]
        self._painted = now.copy()

    def _repr_mimebundle_(self, **kwargs):
        return static_bundle(repr(self), self, super()._repr_mimebundle_(**kwargs))

    def png(self, dpi=80):
        """The whole picture as PNG bytes, for pages without a kernel (at most 128 colours: small files)."""
        file = io.BytesIO()
        self.figure.savefig(file, format="png", dpi=dpi)
        image = Image.open(file).convert("RGB").quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        small = io.BytesIO()
        image.save(small, "PNG", optimize=True)
        return small.getvalue()

    # ---- pointer -----------------------------------------------------------------------------------

    def on_pointer(self, listener):
        """Call `listener(pointer)` for every press, drag and release; see `Pointer`."""
        self._listeners.append(listener)
        self.pointing = True

    def draggable(self, artist):
        """Let the pointer grab the points of a line or a scatter: `Pointer.grabbed` names them."""
        self._draggable.append(artist)

    def _points(self):
        """Yield (artist, index, fx, fy): every draggable point, in fractions of the picture from its top left."""
        for artist in self._draggable:
            data = artist.get_xydata() if hasattr(artist, "get_xydata") else artist.get_offsets()
            if not artist.get_visible() or not len(data):
                continue
            fractions = self.figure.transFigure.inverted().transform(artist.axes.transData.transform(data))
            for index, (fx, fy) in enumerate(fractions):
                yield artist, index, float(fx), float(1 - fy)

    def handles(self):
        return [[round(fx, 4), round(fy, 4)] for *_, fx, fy in self._points()]

    def _pointer(self, kind, fx, fy, shift):
        size = np.array([self.width, self.height])
        if kind == "press":
            at = self.figure.transFigure.transform((fx, 1 - fy))
            axes = next((a for a in self.figure.axes if a.get_visible() and a.bbox.contains(*at)), None)
            points = list(self._points())
            near = [(np.hypot(*((px - fx, py - fy) * size)), i) for i, (*_, px, py) in enumerate(points)]
            grabbed = points[min(near)[1]][:2] if near and min(near)[0] <= self.reach else None
            self._grabbed = (grabbed[0].axes if grabbed else axes), grabbed
        if self._grabbed is None:
            return
        axes, grabbed = self._grabbed
        if kind == "release":
            self._grabbed = None
        if axes is None:
            return
        x, y = axes.transData.inverted().transform(self.figure.transFigure.transform((fx, 1 - fy)))
        for listener in self._listeners:
            listener(Pointer(kind, axes, float(x), float(y), shift, grabbed))

    # ---- messages from the page --------------------------------------------------------------------

    def _on_message(self, widget, content, buffers):
        kind = content["type"]
        if kind in ("ready", "resize"):         # a page opened or changed its width: draw for its pixels
            pixels = min(MAX_PIXELS, max(200, content["pixels"]))
            self.figure.set_dpi(pixels / self.figure.get_size_inches()[0])
            self._background = self._painted = None
            self._ready, self._waiting = True, False
            self._send_frame()
        elif kind == "painted":
            self._waiting = False
            if self._dirty:
                self._send_frame()
        elif kind == "pointer":
            try:
                self._pointer(content["kind"], content["fx"], content["fy"], content["shift"])
            finally:
                self.send({"type": "handled"})  # the page may send the next move


def static_bundle(text, figure, bundle):
    """A widget's mime bundle with its full text and a static picture beside the live view."""
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
    return {**data, "text/plain": text, "image/png": base64.b64encode(figure.png()).decode()}, metadata
