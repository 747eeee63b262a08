"""Small explorers for the test of the tests: one as it should be, and others with one fault each."""

from types import SimpleNamespace

from matplotlib.figure import Figure

from lecture12.explorers.base import Explorer
from lecture12.explorers.controls import choice, play, slider, text, toggle
from lecture12.live import LiveFigure


class Sample:
    """A point that sliders and pointer move, and one more control of every kind."""

    def __call__(self, x=1.0, y=0.0, kind="thin", width=3.0, dashed=False, title="A", tau=0):
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

        return Explorer(self, controls, self.compute, live, draw, pointer=self.pointer)

    __name__ = "sample"

    def pointer(self, event, state):
        return {"x": event.x, "y": event.y} if event.kind == "drag" and event.grabbed else None

    def compute(self, **values):
        s = SimpleNamespace(**values, inert=["width"] if values["kind"] == "thin" else [])
        s.words = f"The point is at {s.x:.1f}, {s.y:.1f}."
        if not s.title.isalpha():
            s.words = f"{s.title!r} is no title: letters only."
        return s


class Faulty(Sample):
    """The y slider does nothing, x = 3 is an error, the width is never awake, a point cannot be dragged,
    nonsense in the title is taken, and the words are always the same."""

    def compute(self, x, y, **values):
        if x == 3:
            raise ValueError("x is too large")
        return SimpleNamespace(**values, x=x, y=0.0, inert=["width"], words="A point.")

    def pointer(self, event, state):
        return None


class Forgetful(Sample):
    """Reset does not bring back the first picture, which depends on how often it was asked for."""

    asked = 0

    def compute(self, tau, **values):
        self.asked += 1
        return super().compute(tau=tau + self.asked / 10, **values)
