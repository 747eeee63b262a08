"""Explorer: named controls -> compute(**values) -> state -> draw(state) -> one frame.

An explorer is written as one function: its arguments are the controls' values, and it returns an `Explorer`.

    def step_explorer(a=1.0):
        controls = [slider("a", "slope a", a, -3, 3, tip="slide 30")]
        figure, axes = sheet("a line through the origin")
        line, = axes.plot(x, x, animated=True)                   # built once ...

        def compute(a):                                          # pure: the same values, the same state
            return SimpleNamespace(y=a * x, words=f"The slope is {a:.2f}.")

        def draw(state):                                         # ... and only moved from then on
            line.set_ydata(state.y)

        return Explorer(step_explorer, controls, compute, figure, draw)
"""

import inspect
import re
from html import escape, unescape

import ipywidgets as widgets

from ..live import static_bundle


class Explorer(widgets.VBox):
    """Controls, a live picture and one line of words that says what is seen.

    rebuild:  the function that makes this explorer; `repr(explorer)` is the call that restores the present setting
    controls: widgets from `lecture12.explorers.controls`, in the order in which they are shown
    compute:  `compute(**values) -> state`, pure; `state.words` is the line below the picture (may hold simple HTML).
              It may set `state.inert`, the controls and buttons without effect just now: they are greyed out; and
              `state.last`, `{name: where an integer slider ends just now}`.
    figure:   a `LiveFigure`
    draw:     `draw(state)` moves the artists of the figure
    pointer:  `pointer(event, state) -> dict` of values to set (or None) for a `Pointer` event; kept within range
    wide:     controls in a band above the picture, for explorers with many of them
    buttons:  further `{label: function(explorer)}`
    """

    def __init__(self, rebuild, controls, compute, figure, draw, pointer=None, wide=False, buttons=None):
        self.controls = {c.name: c for c in controls if hasattr(c, "name")}
        self._rebuild, self._compute, self._draw, self._pointer = rebuild, compute, draw, pointer
        self._defaults = {p.name: p.default for p in inspect.signature(rebuild).parameters.values()}
        self.figure, self.state = figure, None
        self._quiet = False
        self._initial = self.values
        actions = {"Reset": Explorer.reset}
        if "seed" in self.controls:
            actions["New initialisation"] = lambda explorer: explorer.set(seed=(explorer.values["seed"] + 1) % 100)
        self._buttons = {label: self._button(label, action) for label, action in (actions | (buttons or {})).items()}
        row = widgets.HBox(list(self._buttons.values()))
        shown = [getattr(c, "row", c) for c in controls]
        panel = widgets.VBox([c for c in shown if isinstance(c, widgets.Widget)] + [row])
        picture = widgets.VBox([figure])
        body = widgets.Box([panel, picture])
        super().__init__([body])
        parts = {"explorer": self, "body": body, "controls": panel, "picture": picture, "buttons": row}
        for name, widget in parts.items():
            widget.add_class(f"l12-{name}")
        if wide:
            self.add_class("l12-wide")
        for control in self.controls.values():
            control.observe(self._on_change, names="value")
        if pointer:
            figure.on_pointer(self._on_pointer)
        self.refresh()

    def _button(self, label, action):
        button = widgets.Button(description=label, layout={"width": "auto"})
        button.on_click(lambda _: action(self))
        return button

    @property
    def values(self):
        """The controls' values by name: the arguments of the call that rebuilds this explorer."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def words(self):
        """The line below the picture, as plain text."""
        return unescape(re.sub(r"</?\w+>", "", self.state.words))

    def set(self, **values):
        """Change several controls with one redraw; a value that cannot be leaves everything as it was, and is told.

        Raises ValueError or TypeError naming the control, the value and what is expected.
        """
        for name, value in values.items():
            if name not in self.controls:
                raise ValueError(f"no control {name!r}; this explorer has {', '.join(self.controls)}")
            self.controls[name].check(value)
        before = self.values
        try:
            self._put(values)
            self.refresh()
        except Exception:
            self._put(before)
            self._draw(self.state)
            raise

    def reset(self):
        """Back to the setting it was made with, bit for bit."""
        self.set(**self._initial)

    def _put(self, values):
        self._quiet = True
        try:
            for name, value in values.items():
                if isinstance(self.controls[name], widgets.IntSlider):     # it may end elsewhere after this change
                    self.controls[name].max = max(self.controls[name].max, value)
                self.controls[name].value = value
        finally:
            self._quiet = False

    def _on_change(self, change):
        if not self._quiet:
            self.refresh()

    def _on_pointer(self, event):
        values = self._pointer(event, self.state)
        if values:
            controls = self.controls
            self.set(**{name: controls[name].near(value) if hasattr(controls[name], "near") else value
                        for name, value in values.items()})

    def refresh(self):
        """Compute the state of the controls' values, draw it, say it. An error is said in the explorer and raised."""
        try:
            state = self._compute(**self.values)
            self._draw(state)
        except Exception as error:
            self.figure.words, self.figure.error = f"{type(error).__name__}: {escape(str(error))}", True
            self.figure.refresh()
            raise
        self.state = state
        self._end(getattr(state, "last", {}))
        inert = getattr(state, "inert", ())
        for name, control in (self.controls | self._buttons).items():
            control.disabled = name in inert
        self.figure.words, self.figure.error, self.figure.call = state.words, False, repr(self)
        self.figure.refresh()

    def _end(self, last):
        """Let integer sliders end where the state says; a slider that stood further comes back."""
        self._quiet = True
        for name, end in last.items():
            self.controls[name].max = end
        self._quiet = False

    def __repr__(self):
        changed = {name: value for name, value in self.values.items() if value != self._defaults[name]}
        return f"{self._rebuild.__name__}({', '.join(f'{k}={v!r}' for k, v in changed.items())})"

    def _repr_mimebundle_(self, **kwargs):
        return static_bundle(repr(self), self.figure, super()._repr_mimebundle_(**kwargs))

    def _repr_keys(self):   # VBox would list its children
        return iter(())
