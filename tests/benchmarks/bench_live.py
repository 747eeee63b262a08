"""How fast does the picture follow the slider? In JupyterLab in Chromium, side by side in one run:

    python tests/benchmarks/bench_live.py

ours       an explorer of this package: two panels of 450x400 pixels
empty      the same slider, but the kernel only echoes the value, and no picture travels
interact   ipywidgets.interact with matplotlib's inline backend, the usual notebook widget
ipympl     matplotlib's interactive backend, the artists moved, the canvas redrawn

The time runs from the key's event in the page to the moment the new picture is on its canvas. The slider is then
dragged for five seconds: pictures a second, and how long after the release the last one comes. The exit status
is 1 if a bar is missed; the bars of the drag are for a machine that does nothing else.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "browser"))
from lab import Page, Server, browser  # noqa: E402

PICTURE = '''
import numpy as np
from matplotlib.figure import Figure

rng = np.random.default_rng(0)
X = rng.normal(size=(200, 2))
axis = np.linspace(-3, 3, 60)
steps = np.arange(200)

def build(figure, animated):
    """Points and a map of the output on the left, a falling curve on the right; a function that moves them."""
    left, right = figure.subplots(1, 2)
    left.set(xlim=(-3, 3), ylim=(-3, 3), title="input plane", xlabel="x1", ylabel="x2")
    map = left.imshow(np.zeros((60, 60)), cmap="RdBu", vmin=-3, vmax=3, extent=(-3, 3, -3, 3), aspect="auto",
                      interpolation="nearest", animated=animated)
    left.plot(*X[:100].T, "o", ms=5, animated=animated)
    left.plot(*X[100:].T, "s", ms=5, animated=animated)
    line, = left.plot([], [], "k", animated=animated)
    right.set(xlim=(0, 200), ylim=(0, 1.1), title="error", xlabel="step", ylabel="E")
    curve, = right.plot([], [], animated=animated)
    dot, = right.plot([], [], "o", animated=animated)

    def move(value):
        w = np.array([np.cos(value / 20), np.sin(value / 20)])
        map.set_data(np.sign(w[0] * axis + w[1] * axis[:, None]))
        line.set_data([-5 * w[1], 5 * w[1]], [5 * w[0], -5 * w[0]])
        E = np.exp(-steps / (20 + value))
        curve.set_data(steps, E)
        dot.set_data([value], [E[value]])
    return move
'''
CASES = {
    "ours": '''
from types import SimpleNamespace
from lecture12.explorers.base import Explorer
from lecture12.explorers.controls import int_slider
from lecture12.live import LiveFigure

def explorer(value=50):
    figure = Figure(figsize=(9, 4), dpi=100)
    move = build(figure, animated=True)
    return Explorer(explorer, [int_slider("value", "value", value, 0, 100)],
                    lambda value: SimpleNamespace(value=value, words=f"value {value}"),
                    LiveFigure(figure, alt="two panels"), lambda state: move(state.value))

explorer()
''',
    "empty": '''
import anywidget, traitlets
from ipywidgets import IntSlider, VBox

class Echo(anywidget.AnyWidget):
    _esm = """export default { render({ model, el }) {
        const show = () => { el.dataset.echo = model.get("value"); };
        model.on("change:value", show);
        el.classList.add("echo");
        show(); } }"""
    value = traitlets.Int(50).tag(sync=True)

slider, echo = IntSlider(50), Echo()
slider.observe(lambda change: echo.set_trait("value", change.new), "value")
VBox([slider, echo])
''',
    "interact": '''
%matplotlib inline
import matplotlib.pyplot as plt
from ipywidgets import IntSlider, interact

@interact(value=IntSlider(50))
def show(value):
    build(plt.figure(figsize=(9, 4), dpi=100), animated=False)(value)
    plt.show()
''',
    "ipympl": '''
%matplotlib widget
import matplotlib.pyplot as plt
from ipywidgets import IntSlider

with plt.ioff():
    figure = plt.figure(figsize=(9, 4), dpi=100)
figure.canvas.header_visible = False
move = build(figure, animated=False)
move(50)

def follow(change):
    move(change.new)
    figure.canvas.draw_idle()

slider = IntSlider(50)
slider.observe(follow, "value")
display(slider, figure.canvas)
''',
}
PAINTED = {  # an expression of the page whose value changes when a new picture has been painted
    "ours": "document.querySelector('canvas.l12-canvas').dataset.frame",
    "empty": "document.querySelector('.echo').dataset.echo",
    "interact": "[...document.querySelectorAll('.jp-OutputArea img')].filter(i => i.complete).map(i => i.src)[0]",
    "ipympl": "[...document.querySelectorAll('.jupyter-matplotlib canvas')].map(c => c.dataset.painted).join()",
}
COUNT_PAINTS = """(() => {
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...args) {
        draw.apply(this, args);
        if (this.canvas.isConnected) this.canvas.dataset.painted = Number(this.canvas.dataset.painted || 0) + 1;
    }; })()"""
REST = """async () => {     // until nothing has been painted for 150 ms
    const painted = () => PAINTED;
    let since = performance.now();
    window.before = painted();
    while (performance.now() - since < 150) {
        await new Promise(next => setTimeout(next, 10));
        if (painted() !== window.before) { window.before = painted(); since = performance.now(); }
    } }"""
LISTEN = "addEventListener('keydown', () => { window.pressed = performance.now(); }, true)"
WAIT = """async () => {
    const start = performance.now();
    const painted = () => PAINTED;
    while ((painted() ?? window.before) === window.before) {
        if (performance.now() - start > 10000) return null;
        await new Promise(next => setTimeout(next, 2));
    }
    return performance.now() - window.pressed; }"""
RECORD = """() => {
    window.frames_seen = [];
    const canvas = document.querySelector('canvas.l12-canvas');
    new MutationObserver(() => window.frames_seen.push([performance.now(), Number(canvas.dataset.bytes)]))
        .observe(canvas, { attributeFilter: ['data-frame'] });
    addEventListener('pointerup', () => { window.released = performance.now(); }, true); }"""


def write(folder):
    for name, source in CASES.items():
        cells = [nbformat.v4.new_code_cell(text.strip()) for text in (PICTURE, source)]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, Path(folder) / f"{name}.ipynb")


def open_case(tab, name):
    tab.open(f"{name}.ipynb")
    tab.page.evaluate(LISTEN)
    tab.run()
    tab.page.wait_for_function(f"!!({PAINTED[name]})")
    tab.page.wait_for_timeout(1000)
    assert not tab.errors(), tab.errors()
    return tab.page.locator(".noUi-handle").first


def press(tab, name, handle, times):
    """Milliseconds from key to picture, `times` times, up and down in turn."""
    rest, wait = (script.replace("PAINTED", PAINTED[name]) for script in (REST, WAIT))
    for number in range(times):
        tab.page.evaluate(rest)
        handle.press("ArrowRight" if number % 20 < 10 else "ArrowLeft")
        took = tab.page.evaluate(wait)
        assert took is not None, f"{name}: no picture within 10 s"
        yield took


def drag(tab, handle, seconds=5):
    """Drag the slider to and fro: pictures a second, milliseconds from release to last picture, bytes a picture."""
    page, box = tab.page, handle.bounding_box()
    page.evaluate(RECORD)
    x, y, far = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 50
    page.mouse.move(x, y)
    page.mouse.down()
    start = page.evaluate("performance.now()")
    now, number = start, 0
    while now < start + 1000 * seconds:
        number += 1
        page.mouse.move(x + far * (abs(number % 80 - 40) / 20 - 1), y)
        page.wait_for_timeout(8)
        now = page.evaluate("performance.now()")
    page.mouse.up()
    page.wait_for_timeout(1500)
    seen, released = page.evaluate("[window.frames_seen, window.released]")
    value, words = handle.get_attribute("aria-valuenow"), page.locator(".l12-words").inner_text()
    assert words == f"value {float(value):.0f}", f"the last picture shows {words!r}, the slider {value}"
    while_dragged = [time for time, _ in seen if start <= time <= released]
    last = max(time for time, _ in seen)
    rate = len(while_dragged) / (released - start) * 1000
    return rate, max(0.0, last - released), statistics.median(size for _, size in seen if size)


def main(rounds=2, times=20):
    took = {name: [] for name in CASES}
    drags = []
    with tempfile.TemporaryDirectory() as folder:
        write(folder)
        with Server(folder) as server, browser() as chromium:
            tab = Page(chromium, server, width=1420)
            tab.page.add_init_script(COUNT_PAINTS)
            for _ in range(rounds):
                for name in CASES:
                    handle = open_case(tab, name)
                    list(press(tab, name, handle, 5))
                    took[name] += press(tab, name, handle, times)
                    if name == "ours":
                        canvas = tab.page.locator("canvas.l12-canvas")
                        size = canvas.evaluate("canvas => `${canvas.width}x${canvas.height}`")
                        drags.append(drag(tab, handle))
                    tab.end_kernel()
    return report({name: statistics.median(values) for name, values in took.items()}, took, drags, size)


def report(median, took, drags, size):
    busy = f"; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else ""
    print("key press to painted picture, milliseconds "
          f"({len(took['ours'])} presses each; our picture {size} pixels{busy})\n")
    print(f"{'':10}{'median':>8}{'fastest':>9}{'slowest':>9}{'of ours':>9}")
    for name, values in took.items():
        ratio = median[name] / median["ours"]
        print(f"{name:10}{median[name]:8.0f}{min(values):9.0f}{max(values):9.0f}{ratio:9.2f}")
    rate, delay, size = (statistics.median(values) for values in zip(*drags, strict=True))
    bars = [
        ("ours / empty", median["ours"] / median["empty"], "<=", 2.5),
        ("interact / ours", median["interact"] / median["ours"], ">=", 4),
        ("drag: pictures a second", rate, ">=", 10),
        ("drag: last picture after release, ms", delay, "<=", 150),
        ("drag: median kB a picture", size / 1000, "<=", 15),
    ]
    print()
    missed = 0
    for what, value, sign, bar in bars:
        held = value <= bar if sign == "<=" else value >= bar
        missed += not held
        print(f"{what:38}{value:8.2f}   bar {sign} {bar:<5}{'' if held else 'MISSED'}")
    return missed


if __name__ == "__main__":
    sys.exit(bool(main()))
