"""LiveFigure without a page: what it sends, when it sends it, and what it reports of the pointer."""

import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from lecture12.live import LiveFigure, packed, runs


class Page:
    """The other end: keeps what was sent, puts the rectangles together, answers when told to."""

    def __init__(self, live):
        self.live, self.frames, self.canvas, self.handled = live, [], None, 0
        live.send = self.receive

    def receive(self, message, buffers=None):
        if message["type"] == "handled":
            self.handled += 1
            return
        self.frames.append((message, buffers))
        size = (message["height"], message["width"], 3)
        if self.canvas is None or self.canvas.shape != size:
            self.canvas = np.zeros(size, np.uint8)
        for (x, y), data in zip(message["corners"], buffers, strict=True):
            patch = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))
            below = self.canvas[y:y + patch.shape[0], x:x + patch.shape[1]]
            below[:] = np.where(patch[..., 3:], patch[..., :3], below)      # as a canvas paints: transparent keeps

    def say(self, type, **content):
        self.live._on_message(self.live, {"type": type, **content}, [])

    def point(self, kind, fx, fy, shift=False):
        self.say("pointer", kind=kind, fx=fx, fy=fy, shift=shift)


@pytest.fixture
def parts():
    figure = Figure(figsize=(6, 3), dpi=100)
    left, right = figure.subplots(1, 2)
    line, = left.plot([0, 1], [0, 1], animated=True)
    dot, = right.plot([0.25, 0.75], [0.5, 0.5], "o", animated=True)
    for axes in (left, right):
        axes.set(xlim=(0, 1), ylim=(0, 1))
    live = LiveFigure(figure, "two panels")
    return live, Page(live), line, dot


def from_scratch(live):
    """The picture as a full redraw gives it."""
    live._background = None
    return live.draw()[..., :3].copy()


def test_no_page_no_work(parts):
    live, page, line, dot = parts
    line.set_ydata([1, 0])
    live.refresh()
    assert page.frames == [] and live._background is None


def test_the_first_frame_is_whole_and_in_the_pages_pixels(parts):
    live, page, line, dot = parts
    page.say("ready", pixels=900)
    message, buffers = page.frames[0]
    assert (message["width"], message["height"]) == (900, 450) and message["corners"] == [[0, 0]]
    page.say("resize", pixels=1200)
    assert page.frames[-1][0]["width"] == 1200
    assert np.array_equal(page.canvas, from_scratch(live))


def test_only_what_changed_is_sent_and_the_page_shows_the_full_picture(parts):
    live, page, line, dot = parts
    page.say("ready", pixels=600)
    page.say("painted")
    line.set_ydata([1, 0])
    live.refresh()
    (x, _), = page.frames[-1][0]["corners"]                 # one rectangle, in the left panel
    assert x < 300 and sum(map(len, page.frames[-1][1])) < 10_000
    assert np.array_equal(page.canvas, from_scratch(live))
    page.say("painted")
    line.set_ydata([0, 1])
    dot.set_ydata([0.2, 0.8])
    live.refresh()
    assert len({x > 300 for x, _ in page.frames[-1][0]["corners"]}) == 2    # one in each panel
    assert np.array_equal(page.canvas, from_scratch(live))


@pytest.mark.parametrize("change", [
    lambda axes: axes.set_xlim(0, 2), lambda axes: axes.set_title("new"), lambda axes: axes.plot([0, 1], [0.3, 0.3]),
    lambda axes: axes.text(0.5, 0.5, "x"), lambda axes: axes.set_yscale("symlog"), lambda axes: axes.set_visible(False),
    lambda axes: axes.lines[0].set_visible(False)])
def test_whatever_else_changes_is_redrawn(parts, change):
    live, page, line, dot = parts
    page.say("ready", pixels=600)
    page.say("painted")
    change(live.figure.axes[0])
    live.refresh()
    assert np.array_equal(page.canvas, from_scratch(live))
    assert not np.array_equal(page.canvas, 255 * np.ones_like(page.canvas))


def test_no_frame_before_the_last_was_painted_and_the_newest_wins(parts):
    live, page, line, dot = parts
    page.say("ready", pixels=600)
    for y in np.linspace(0, 0.9, 50):
        line.set_ydata([y, y])
        live.words = f"y = {y:.1f}"
        live.refresh()
    assert len(page.frames) == 1                            # the page has not answered yet
    page.say("painted")
    assert len(page.frames) == 2 and page.frames[-1][0]["words"] == "y = 0.9"
    assert np.array_equal(page.canvas, from_scratch(live))
    page.say("painted")
    assert len(page.frames) == 2                            # nothing new, nothing sent


def test_a_page_that_was_closed_does_not_block_the_next(parts):
    live, page, line, dot = parts
    page.say("ready", pixels=600)                           # never paints
    live.refresh()
    page.say("ready", pixels=700)                           # reloaded
    assert page.frames[-1][0]["width"] == 700


def test_pointer_in_data_coordinates(parts):
    live, page, line, dot = parts
    seen = []
    assert not live.pointing
    live.on_pointer(seen.append)
    assert live.pointing
    left, right = live.figure.axes
    fx, fy = live.figure.transFigure.inverted().transform(left.transData.transform((0.25, 0.75)))
    page.point("press", fx, 1 - fy, shift=True)
    event, = seen
    assert (event.kind, event.axes, event.shift, event.grabbed) == ("press", left, True, None)
    assert (event.x, event.y) == pytest.approx((0.25, 0.75))
    page.point("drag", 0.99, 0.5)                           # far outside: still the axes of the press
    assert seen[-1].axes is left and seen[-1].x > 1
    page.point("release", 0.99, 0.5)
    page.point("drag", 0.3, 0.5)                            # nothing is pressed
    assert len(seen) == 3 and page.handled == 4
    page.point("press", 0.001, 0.001)                       # outside of all axes
    assert len(seen) == 3


def test_a_point_is_grabbed_when_near_and_only_then(parts):
    live, page, line, dot = parts
    seen = []
    live.on_pointer(seen.append)
    live.draggable(dot)
    (_, _), (fx, fy) = live.handles()
    page.point("press", fx + 10 / 600, fy)
    assert seen[-1].grabbed == (dot, 1)
    page.point("drag", fx, fy)
    assert seen[-1].grabbed == (dot, 1)
    page.point("release", fx, fy)
    page.point("press", fx + 40 / 600, fy)
    assert seen[-1].grabbed is None
    dot.set_visible(False)
    assert live.handles() == []


def test_an_error_in_a_listener_is_raised_and_the_page_goes_on(parts):
    live, page, line, dot = parts
    live.on_pointer(lambda event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        page.point("press", 0.3, 0.5)
    assert page.handled == 1


def test_static_picture_holds_the_moving_artists(parts):
    live, page, line, dot = parts
    with_line = np.asarray(Image.open(io.BytesIO(live.png())).convert("RGB")).astype(int)
    line.set_visible(False)
    without = np.asarray(Image.open(io.BytesIO(live.png())).convert("RGB")).astype(int)
    assert with_line.shape == (240, 480, 3) and (abs(with_line - without).sum(-1) > 60).sum() > 100
    data, _ = live._repr_mimebundle_()
    assert data["text/plain"] == "LiveFigure(600x300, 'two panels')" and "image/png" in data


def test_runs_and_lossless_patches():
    assert runs(np.zeros(5, bool)) == []
    changed = np.zeros(200, bool)
    changed[[3, 5, 20, 150]] = True
    assert runs(changed) == [(3, 21), (150, 151)]
    for channels in 3, 4:
        image = np.random.default_rng(0).integers(0, 255, (5, 7, channels), np.uint8)
        image[..., 3:] = 255 * (image[..., 3:] > 100)
        image *= image[..., 3:].all(-1, keepdims=True)                                      # as in a patch of a frame
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(packed(image)))), image)
