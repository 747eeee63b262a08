"""Small explorers for the test of the tests: one as it should be, and others with one fault each."""

from types import SimpleNamespace

from matplotlib.figure import Figure

from lecture12.explorers.base import Explorer
from lecture12.explorers.controls import choice, play, slider, text, toggle
from lecture12.live import LiveFigure


class Sample:
    """A point that sliders and pointer move, and one more control of every kind."""

    def __call__(self, x=1.0, y=0.0, kind="thin", width=1.0, dashed=False, title="A", tau=0):
        figure = Figure(figsize=(5, 3), dpi=100)
        axes = figure.subplots()
        axes.set(xlim=(-4, 4), ylim=(-4, 4))
        line, = axes.plot([-4, 4], [0, 0], animated=True)
        point, = axes.plot([], [], "o", ms=12, animated=True)
        live = LiveFigure(figure, alt="a point and a line")
        live.draggable(point)
        controls = [
            slider("x", "to the right x", x, -3, 3), slider("y", "up y", y, -3, 3),
            choice("kind", "kind of line", kind, ["thin", "wide"]), slider("width", "width w", width, 1, 9),
            toggle("dashed", "dashed", dashed), text("title", "title", title), play("tau", "step τ", tau, 20),
        ]

        def draw(s):
            point.set_data([s.x], [s.y])
            line.set_data([-4, 4], [s.tau / 10, s.y])
            line.set(linewidth=s.width if s.kind == "wide" else 1, linestyle="--" if s.dashed else "-")

        def pointer(event, state):
            return {"x": event.x, "y": event.y} if event.kind == "drag" and event.grabbed else None

        return Explorer(self, controls, self.compute, live, draw, pointer=pointer)

    __name__ = "sample"

    def compute(self, **values):
        s = SimpleNamespace(**values, inert=["width"] if values["kind"] == "thin" else [])
        s.words = f"The point is at {s.x:.1f}, {s.y:.1f}."
        if not s.title.isalpha():
            s.words = f"{s.title!r} is no title: letters only."
        return s


class DeadControl(Sample):
    def compute(self, y, **values):
        return super().compute(y=0.0, **values)


class RaisesAtTheEnd(Sample):
    def compute(self, x, **values):
        if x == 3:
            raise ValueError("x is too large")
        return super().compute(x=x, **values)


class Forgetful(Sample):
    """Reset does not bring back the first picture: it draws how often it was asked."""
    asked = 0

    def compute(self, tau, **values):
        self.asked += 1
        return super().compute(tau=tau + self.asked / 10, **values)


class Stuck(Sample):
    """The point looks as if it could be dragged, and cannot."""
    def __call__(self, **values):
        explorer = super().__call__(**values)
        explorer._pointer = lambda event, state: None
        return explorer


class NeverAwake(Sample):
    def compute(self, **values):
        state = super().compute(**values)
        state.inert = ["width"]
        return state


class Silent(Sample):
    def compute(self, **values):
        state = super().compute(**values)
        state.words = "A point."
        return state
