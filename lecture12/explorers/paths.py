"""Slides 50-51: the sum over paths; how many paths there are, and what it costs to walk them all."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from ..chain_rule import total_derivative
from ..gradients import backprop
from ..notation import power_above, rounded, subscript
from ..panels.graph import positions
from ..panels.labels import number
from ..panels.style import BLUE, GREEN, GREY, INK, RED, label, legend, logarithmic, moving, sheet
from ..paths import OBJECTIVE, X, counts, network, products, rate, spoken, units, uses, walk, walks
from .base import Explorer
from .controls import int_slider, play, slider, toggle
from .controls import seed as seed_control

DEEPEST = 10                                    # layers in the explorer of the cost


def total_derivative_explorer(dy1=3.0, dz1=2.0, cut1=False, dy2=4.0, dz2=-1.0, cut2=False,
                              dy3=0.5, dz3=1.0, cut3=False):
    """Slide 50: x acts on z by three paths; the derivative is the sum of their products, and every one counts."""
    slopes, cuts = {"dy1": dy1, "dz1": dz1, "dy2": dy2, "dz2": dz2, "dy3": dy3, "dz3": dz3}, (cut1, cut2, cut3)
    controls = []
    tip = "slide 50: a local derivative, one edge of the graph"
    for i, cut in enumerate(cuts, 1):
        y = "y" + subscript(i)
        for name, words in ((f"dy{i}", f"∂{y}/∂x"), (f"dz{i}", f"∂z/∂{y}")):
            controls.append(slider(name, words, slopes[name], -4, 4, 0.1, tip))
        controls.append(toggle(f"cut{i}", f"forget the path through {y}", cut, "or click on the path in the graph"))
    figure, (ax, bars) = sheet("A graph with three paths from x to z, and the product of each path", 2, size=(8, 3.7),
                               width_ratios=[1.35, 1])
    ax.set(xlim=(-0.15, 2.15), ylim=(-0.3, 2.3))
    ax.set_axis_off()
    ends = np.array([[[[0, 1], [1, 2 - i]], [[1, 2 - i], [2, 1]]] for i in range(3)], dtype=float)      # (path, edge, 2, 2)
    edges = moving(LineCollection(ends.reshape(6, 2, 2), zorder=1))
    ax.add_collection(edges)
    at = {"x": (0, 1), "z": (2, 1)} | {"y" + subscript(i + 1): (1, 2 - i) for i in range(3)}
    box = {"boxstyle": "circle,pad=0.35", "fc": "white", "ec": INK}
    moving(*(ax.text(*place, name, ha="center", va="center", fontsize=12, bbox=box, zorder=3) for name, place in at.items()))
    plate = {"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none"}
    numbers = [moving(ax.text(*pair.mean(0), "", ha="center", va="center", bbox=plate)) for pair in ends.reshape(6, 2, 2)]
    label(bars, "product of each path, and their sum", "", "", (-0.6, 3.6))
    bars.set_xticks(range(4), ["by y₁", "by y₂", "by y₃", "sum"])
    bars.axhline(0, color=GREY, lw=0.8)
    heights = [moving(bar) for bar in bars.bar(range(4), [0] * 4, 0.62, color=[GREY] * 3 + [INK])]
    right = moving(bars.plot([2.55, 3.45], [0, 0], color=GREEN, lw=2.5, label="with all paths")[0])
    values = [moving(bars.text(i, 0, "", ha="center", bbox=plate if i == 3 else None)) for i in range(4)]
    legend(bars, loc="lower left")

    def compute(**v):
        dy, dz = ([v[f"{name}{i}"] for i in (1, 2, 3)] for name in ("dy", "dz"))
        cut = [i for i in range(3) if v[f"cut{i + 1}"]]
        products = [a * b for a, b in zip(dz, dy, strict=True)]
        kept, full = total_derivative(dz, dy, cut), total_derivative(dz, dy)
        sum_ = " + ".join(f"({number(dz[i], 1)})·({number(dy[i], 1)})" for i in range(3) if i not in cut) or "0"
        words = f"∂z/∂x = {sum_} = {number(kept)}."
        if cut:
            lost = " and ".join("y" + subscript(i + 1) for i in cut)
            words += (f" Right is {number(full)}: what passes {lost} is missing, and nothing in the number {number(kept)} "
                      "shows it.")
        return SimpleNamespace(local=np.array([dy, dz]).T, products=products, cut=cut, sum=kept, full=full, words=words)

    def draw(s):
        kept = np.array([i not in s.cut for i in range(3)])
        local, on = s.local.ravel(), kept.repeat(2)
        edges.set(linewidths=0.6 + 1.6 * np.abs(local) * on, colors=np.where(on, np.where(local < 0, RED, BLUE), "#cccccc"))
        for text, w, k in zip(numbers, local, on, strict=True):
            text.set(text=number(w, 1), color=INK if k else "#aaaaaa")
        top = 12 if max(map(abs, (*s.products, s.full, s.sum))) < 10.5 else 55
        if bars.get_ylim()[1] != top:
            bars.set_ylim(-top, top)
        for i, (bar, text, value) in enumerate(zip(heights, values, (*s.products, s.sum), strict=True)):
            bar.set(height=value, alpha=0.25 if i in s.cut else 1)
            text.set(text=number(value), y=value + np.sign(value) * top / 60, va="top" if value < 0 else "bottom")
        right.set_ydata([s.full] * 2)

    def click(event, s):
        if event.kind == "press" and event.axes is ax and 0.2 < event.x < 1.8:
            tent = np.interp(event.x, [0, 1, 2], [0, 1, 0])         # the paths lie at 1 + tent, 1, 1 − tent
            i = int(np.argmin(np.abs(event.y - 1 - tent * np.array([1, 0, -1]))))
            return {f"cut{i + 1}": i not in s.cut}
        return None

    return Explorer(total_derivative_explorer, controls, compute, figure, draw, pointer=click)


@lru_cache(maxsize=8)
def _walked(h, L, seed):
    """(how many paths have been walked, product of the last one, sum so far) at 1 % ... 100 %, and ∂E/∂w by backprop."""
    net, t = network(h, L, seed)
    contribution = products(net, t)
    number = np.maximum(1, np.round(np.arange(101) / 100 * h**L)).astype(int)
    return number, contribution[number - 1], np.cumsum(contribution)[number - 1], _exact(net, t)


def paths_explorer(width=3, layers=3, percent=20, seed=0):
    """Slide 51: all paths from one weight of the first layer to E, lit one after another, and the sum that they make."""
    controls = [int_slider("width", "units per layer h", width, 1, 6, "slide 51: every path chooses one unit in each layer"),
                int_slider("layers", "layers L", layers, 1, 8, "slide 51: behind the first unit"),
                play("percent", "walked, %", percent, 100, interval=120, tip="light the paths one after another"),
                seed_control(seed)]
    figure, (ax, total) = sheet("A network, one path through it lit, and the sum of the paths so far", 2, size=(8, 3.6),
                                width_ratios=[1.6, 1])
    ax.set(xlim=(-0.08, 1.08), ylim=(-0.1, 1.02))
    ax.set_axis_off()
    lines, lit = LineCollection([], zorder=1), LineCollection([], colors=RED, linewidths=3.5, zorder=2)
    for collection in (lines, lit):
        ax.add_collection(collection)
    dots = ax.plot([], [], "o", ms=13, mfc="white", mec=INK, zorder=3)[0]
    on = ax.plot([], [], "o", ms=13, mfc=RED, mec=INK, zorder=4)[0]
    box = {"fc": "white", "ec": INK, "pad": 4}
    names = [ax.text(0, 0.5, name, ha="center", va="center", fontsize=12, zorder=5, bbox=box) for name in "xE"]
    weight = ax.text(0, 0.56, "w", color=RED, fontsize=12, ha="center", va="bottom", zorder=5)
    moving(lines, lit, dots, on, *names, weight)
    label(total, "sum of the products so far", "paths walked, %", "", (0, 102), (-1.1, 1.3))
    total.set_yticks([0])
    total.axhline(0, color=GREY, lw=0.8)
    goal = moving(total.plot([0, 102], [0, 0], color=GREEN, label="∂E/∂w")[0])
    curve = moving(total.plot([], [], color=INK, drawstyle="steps-post", label="sum")[0])
    legend(total, loc="upper right", ncols=2)
    now = moving(total.plot([], [], "o", color=RED, mec="white", ms=9)[0])

    def compute(width, layers, percent, seed):
        number, product, sums, exact = (part[percent] if np.ndim(part) else part for part in _walked(width, layers, seed))
        sizes = [1, 1] + [width] * layers + [1]
        n, c = int(number), counts(width, layers)
        route = [0, 0, *units(n - 1, width, layers), 0]
        walked = [np.array([[n]]), *uses(n, width, layers)]
        return SimpleNamespace(
            sizes=sizes, number=n, counts=c, route=route, walked=walked, percent=percent, product=float(product),
            sum=float(sums), exact=exact, sums=_walked(width, layers, seed)[2], words=(
                f"Path {n} of hᴸ = {c.paths}: its product is {rounded(product)}, the sum so far {rounded(sums, 5)}, and "
                f"∂E/∂w = {rounded(exact, 5)}. The {c.edges} weights behind the first unit have been walked "
                f"over {n * layers} times."))

    def draw(s):
        places = positions(s.sizes)
        segments = [[a, b] for left, right in zip(places, places[1:], strict=False) for b in right for a in left]
        share = np.concatenate([u.ravel() for u in s.walked]) / s.counts.paths
        lines.set(segments=segments, linewidths=np.where(share > 0, 0.8 + 4 * share, 0.6),
                  colors=[BLUE if u else "#cccccc" for u in share])
        route = [places[k][i] for k, i in enumerate(s.route)]
        lit.set_segments([route])
        dots.set_data(*np.concatenate(places[1:-1]).T)
        on.set_data(*np.array(route[1:-1]).T)
        for name, place in zip(names, (places[0][0], places[-1][0]), strict=True):
            name.set_position(place)
        weight.set_x(places[1][0, 0] / 2)
        scale = np.abs(s.sums).max()
        curve.set_data(np.arange(101), s.sums / scale)
        now.set_data([s.percent], [s.sum / scale])
        goal.set_ydata([s.exact / scale] * 2)

    return Explorer(paths_explorer, controls, compute, figure, draw)


@lru_cache(maxsize=16)
def _measured(h):
    """Walks path by path as far as bearable, walks that remember for every depth, and ∂E/∂w by backprop: measured once."""
    every = range(1, DEEPEST + 1)
    return walks(h, DEEPEST), [walk(h, L, remember=True) for L in every], [_exact(*network(h, L)) for L in every]


def _exact(net, t):
    return float(backprop(OBJECTIVE, net, X, t)[1][0, 1])


def path_cost_explorer(width=4, layers=8):
    """Slide 51: calls and time of the recursion path by path, and of the same one when it remembers, against the depth."""
    controls = [int_slider("width", "units per layer h", width, 1, 10, "slide 51"),
                int_slider("layers", "layers L", layers, 1, DEEPEST, "slide 51: behind the first unit")]
    figure, (count, time) = sheet("Calls and seconds against the depth, path by path and remembering", 2, size=(8, 3.6))
    depths = np.arange(1, DEEPEST + 1)
    label(count, "how many (log)", "layers L", "", (0.7, DEEPEST + 0.3), (0.7, 1e12))
    label(time, "seconds (log)", "layers L", "", (0.7, DEEPEST + 0.3), (1e-5, 1e8))
    for ax in (count, time):
        logarithmic(ax)
        ax.set_xticks(depths)
    for seconds, words in ((1, "1 s"), (3600, "1 hour"), (86400, "1 day")):
        time.axhline(seconds, color=GREY, lw=0.7, ls=":")
        time.text(0.8, seconds / 1.3, words, va="top", fontsize=8, color=GREY)
    styles = {"paths": (RED, ":", "paths hᴸ"), "calls": (RED, "-", "calls, path by path"), "edges": (GREY, "-", "weights"),
              "remembered": (BLUE, "-", "calls, remembering")}
    curves = {name: moving(count.plot([], [], style, color=color, label=words)[0])
              for name, (color, style, words) in styles.items()}
    styles = ((RED, "o-", "path by path, measured"), (RED, "o:", "path by path, extrapolated"),
              (BLUE, "o-", "remembering, measured"))
    runs = [moving(time.plot([], [], style, color=color, ms=5, label=words)[0]) for color, style, words in styles]
    runs[1].set(mfc="white", zorder=1.9)
    rings = [moving(ax.plot([], [], "o", ms=13, mfc="none", mec=INK, mew=1.6)[0]) for ax in (count, time)]
    legend(count, loc="upper left")
    legend(time, loc="upper left")

    def compute(width, layers):
        numbers, (long, short, exact) = [counts(width, int(L)) for L in depths], _measured(width)
        guess = [rate(long) * c.calls for c in numbers[len(long):]]
        c, seconds = numbers[layers - 1], ([w.seconds for w in long] + guess)[layers - 1]
        off = max(abs(w.gradient / right - 1) for done in (long, short) for w, right in zip(done, exact, strict=False))
        how, quick = "measured" if layers <= len(long) else "extrapolated", short[layers - 1].seconds
        return SimpleNamespace(
            numbers=numbers, long=long, short=short, guess=guess, layers=layers, counts=c, seconds=seconds,
            difference=off, words=(
                f"{c.paths:,} path{'s' * (c.paths > 1)}, {c.calls:,} calls path by path: {spoken(seconds)}, {how}. "
                f"Remembering: {c.remembered} calls, {spoken(quick)}, measured. All that was run agrees with "
                f"backpropagation up to {power_above(off, 1e-12)} of the value."))

    def draw(s):
        for name, curve in curves.items():
            curve.set_data(depths, [getattr(c, name) for c in s.numbers])
        done = len(s.long)
        runs[0].set_data(depths[:done], [w.seconds for w in s.long])
        runs[1].set_data(depths[done - 1:], [s.long[-1].seconds, *s.guess])
        runs[2].set_data(depths, [w.seconds for w in s.short])
        rings[0].set_data([s.layers] * 2, [s.counts.calls, s.counts.remembered])
        rings[1].set_data([s.layers] * 2, [s.seconds, s.short[s.layers - 1].seconds])

    return Explorer(path_cost_explorer, controls, compute, figure, draw)
