"""The controls of an explorer: ipywidgets with a name, a slide in the tooltip and a check of their values.

Each function takes the argument's name first, then the words beside the control, then the value; it returns an
ipywidget with two more attributes: `name`, and `check(value)`, which raises `ValueError` for a value that the
control cannot take (a widget by itself would clip it in silence).
"""

from math import log10

import ipywidgets as widgets
import traitlets

STYLE = {"description_width": "135px"}
ROW = {"width": "auto", "margin": "1px 0"}


def _named(widget, name, check, value, row=None):
    check(value)
    widget.name, widget.check, widget.row = name, check, row or widget
    widget.value = value
    return widget


def _in_range(name, low, high, kind):
    def check(value):
        if isinstance(value, bool) or not isinstance(value, kind) and not hasattr(value, "__float__"):
            raise TypeError(f"{name}: got {value!r}, expected a number from {low:g} to {high:g}")
        if not low <= value <= high or kind is int and value != int(value):
            raise ValueError(f"{name}: got {value!r}, expected {'an integer' if kind is int else 'a number'} "
                             f"from {low:g} to {high:g}")
    return check


def _one_of(name, choices):
    def check(value):
        if value not in choices:
            raise ValueError(f"{name}: got {value!r}, expected one of {', '.join(map(repr, choices))}")
    return check


class _Slider(widgets.Box):
    """A slider over a list of values, and a box with the number.

    The box holds the value exactly, also one between two steps. The slider stands on the nearest step and counts
    whole steps, so that nothing is lost on the way to the page and back.
    """

    value = traitlets.Float()
    disabled = traitlets.Bool()

    def __init__(self, steps, label, tip):
        self.steps, self.min, self.max = steps, steps[0], steps[-1]
        self.position = widgets.IntSlider(max=len(steps) - 1, description=label, tooltip=tip, style=STYLE,
                                          readout=False)
        self.number = widgets.BoundedFloatText(min=self.min, max=self.max, tooltip=f"{label}: {tip}")
        super().__init__([self.position, self.number], layout=ROW)
        self.description, self.tooltips = label, [tip]       # a Box itself can show none
        self.add_class("l12-slider")
        self.position.observe(self._moved, names="value")
        self.number.observe(self._typed, names="value")
        self.value = self.min

    def near(self, value):
        """The step nearest to a value: where a dragged point goes, as keys would."""
        return min(self.steps, key=lambda step: abs(step - value))

    def _moved(self, change):
        if self.steps[self.position.value] != self.near(self.value):
            self.value = self.steps[self.position.value]

    def _typed(self, change):
        self.value = self.number.value

    @traitlets.observe("value")
    def _show(self, change):
        self.number.value, self.position.value = self.value, self.steps.index(self.near(self.value))

    @traitlets.observe("disabled")
    def _disable(self, change):
        self.number.disabled = self.position.disabled = self.disabled


class _IntSlider(widgets.IntSlider):
    def near(self, value):
        return min(self.max, max(self.min, round(value)))


def slider(name, label, value, low, high, step=0.1, tip=""):
    """A number on a linear scale, e.g. `slider("dy", "shift Δy", 0, 0, 20, tip="slide 37")`."""
    steps = [round(low + k * step, 10) for k in range(round((high - low) / step) + 1)]
    return _named(_Slider(steps, label, tip), name, _in_range(name, low, high, (int, float)), value)


def int_slider(name, label, value, low, high, tip=""):
    """A whole number, e.g. `int_slider("hidden", "hidden units h", 4, 1, 16)`."""
    widget = _IntSlider(min=low, max=high, description=label, tooltip=tip, style=STYLE, layout=ROW)
    return _named(widget, name, _in_range(name, low, high, int), value)


def log_slider(name, label, value, low, high, tip=""):
    """A positive number on a logarithmic scale, e.g. `log_slider("eta", "learning rate η", 0.3, 1e-3, 10)`.

    Fifty steps to a factor of ten, each rounded to two digits, so that 0.3 and 3 are among them.
    """
    first, last = log10(low), log10(high)
    powers = [10 ** (first + k / 50) for k in range(round(50 * (last - first)))]
    steps = sorted({float(low), float(high), *(float(f"{power:.2g}") for power in powers)})
    return _named(_Slider(steps, label, tip), name, _in_range(name, low, high, (int, float)), value)


def choice(name, label, value, options, tip=""):
    """One of several names in a drop-down."""
    options = list(options)
    widget = widgets.Dropdown(options=options, description=label, tooltip=tip, style=STYLE, layout=ROW)
    return _named(widget, name, _one_of(name, options), value)


def buttons(name, label, value, options, tip=""):
    """One of a few names, all in view: a row of buttons."""
    options = list(options)
    widget = widgets.ToggleButtons(options=options, description=label, tooltips=[tip] * len(options), layout=ROW,
                                   style=STYLE | {"button_width": "auto"})
    return _named(widget, name, _one_of(name, options), value)


def toggle(name, label, value, tip=""):
    """Yes or no."""
    widget = widgets.Checkbox(description=label, tooltip=tip, indent=False, layout=ROW)
    return _named(widget, name, _one_of(name, [False, True]), value)


def text(name, label, value, tip="", check=None):
    """A line of text, taken over on Enter; `check(text)` raises ValueError for one that makes no sense."""
    widget = widgets.Text(description=label, tooltip=tip, style=STYLE, layout=ROW, continuous_update=False)
    return _named(widget, name, check or (lambda value: None), value)


def play(name, label, value, last, interval=60, tip="", first=0):
    """A step from `first` to `last` with play buttons beside the slider: scrub both ways through what is stored."""
    widget = _IntSlider(min=first, max=last, description=label, tooltip=tip, style=STYLE, layout=ROW)
    player = widgets.Play(min=first, max=last, step=max(1, last // 100), interval=interval, show_repeat=False)
    widgets.jslink((player, "value"), (widget, "value"))   # linked on the page: no round trip
    widgets.jslink((widget, "max"), (player, "max"))
    row = widgets.Box([widget, player], layout=ROW)
    row.add_class("l12-play")
    return _named(widget, name, _in_range(name, first, last, int), value, row)


def seed(value, tip="another seed, another picture; the same seed, the same bits"):
    """The seed of all randomness in the explorer, 0 to 99; with it comes a *New initialisation* button."""
    return int_slider("seed", "seed", value, 0, 99, tip)


class _Several(widgets.Box):
    """Toggle buttons of which any number may be down; `value` is the tuple of those that are, in their order."""

    value = traitlets.Tuple()
    disabled = traitlets.Bool()

    _writing = False

    def __init__(self, label, options, tip):
        self.toggles = {option: widgets.ToggleButton(description=option, tooltip=tip, layout={"width": "auto"})
                        for option in options}
        super().__init__([widgets.Label(label, layout={"width": STYLE["description_width"]}), *self.toggles.values()])
        self.description, self.tooltips = label, [tip] * len(self.toggles)   # a Box itself can show none
        self.add_class("l12-several")
        for button in self.toggles.values():
            button.observe(self._read, names="value")

    def _read(self, change):
        if not self._writing:
            self.value = tuple(option for option, button in self.toggles.items() if button.value)

    @traitlets.observe("value")
    def _write(self, change):
        self._writing = True                                # one change of value, not one for each button
        for option, button in self.toggles.items():
            button.value = option in self.value
        self._writing = False

    @traitlets.observe("disabled")
    def _disable(self, change):
        for button in self.toggles.values():
            button.disabled = self.disabled


def several(name, label, value, options, tip=""):
    """Any number of a few names, such as the features φ: a tuple of them."""
    def check(value):
        if not isinstance(value, tuple) or not set(value) <= set(options):
            raise ValueError(f"{name}: got {value!r}, expected a tuple of some of {', '.join(map(repr, options))}")
    return _named(_Several(label, options, tip), name, check, value)


class _Hidden(traitlets.HasTraits):
    value = traitlets.Any()
    disabled = False


def hidden(name, value, check=None):
    """A value without a widget, such as points added with the pointer: `set`, `repr` and reset know it all the same."""
    return _named(_Hidden(), name, check or (lambda value: None), value)
