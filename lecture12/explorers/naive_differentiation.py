"""Slides 48-49: the gradient written out, and the chain rule with finite changes."""

import re
from collections import Counter
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from ..chain_rule import CHAINS
from ..notation import rounded, subscript
from ..panels.formula import Formula, wrap
from ..panels.labels import number
from ..panels.style import BLUE, GREEN, GREY, INK, RED, label, legend, logarithmic, moving, sheet
from ..symbolic import chain, derive, pieces, write
from .base import Explorer
from .controls import buttons, choice, int_slider, log_slider, slider, toggle

DEPTHS = range(1, 9)
LEVELS = (BLUE, RED, GREEN, "#b3478f", "#5b3fa0", "#8a6a00", "#1c93c4", "#a0325a")       # of z₁ ... z₈
COLUMNS = 97
SMALL = {"frameon": False, "fontsize": 9, "handlelength": 1.6}


@lru_cache(maxsize=16)
def _gradients(depth):
    """Of the net with one weight a layer: all ∂E/∂w_k, the names of its z and y, and how many pieces: in ∂E/∂w₁ as
    written, in all gradients as written, in all gradients without repetition."""
    E, names = chain(depth)
    gradients = tuple(derive(E, "w" + subscript(k)) for k in range(1, depth + 1))
    counted = [pieces(gradient) for gradient in gradients]
    together = sum(counted, Counter())
    return gradients, names, (counted[0].total(), together.total(), len(together))


def _places(text, names, k):
    """Where z_k stands in the text, written out or as a name: [(begin, end), ...]."""
    z = next(u for u, name in names.items() if name == "z" + subscript(k))
    return [found.span() for found in re.finditer(f"{re.escape(write(z))}|z{subscript(k)}", text)]


def _by_line(lines, values):
    return np.split(values, np.cumsum([len(line) for line in lines])[:-1])


@lru_cache(maxsize=64)
def _formula(depth, k, form):
    """The lines of text, for each letter the k of the innermost z_k in which it stands (or 0), {k: the places of z_k},
    and {k: how often z_k stands in the gradients}."""
    gradients, names, _ = _gradients(depth)
    if form == "written out":
        head = [f"E = {write(chain(depth)[0])}", ""]
        lines = wrap(f"∂E/∂w{subscript(k)} = {write(gradients[k - 1])}", COLUMNS)
    else:
        head, lines = [], [f"∂E/∂w{subscript(i)} = {write(g, names)}" for i, g in enumerate(gradients, 1)]
    text = "".join(head + lines)
    places = {j: _places(text, names, j) for j in range(depth, 0, -1)}
    levels = np.zeros(len(text), dtype=int)
    for j, spans in places.items():                 # z₁ stands in z₂, z₂ in z₃: the innermost comes last
        for begin, end in spans:
            levels[begin:end] = j
    return head + lines, levels, places, {j: len(_places("".join(lines), names, j)) for j in places}


def derivative_explorer(depth=3, layer=1, piece=1, form="written out"):
    """Slide 48: ∂E/∂w derived on paper, for a net with one weight a layer; equal pieces have equal colours."""
    tip = "in w, x and t only, or all gradients with z and y named"
    controls = [int_slider("depth", "layers L", depth, 1, 8, "slide 48: one weight in each"),
                buttons("form", "the formula", form, ["written out", "with names"], tip),
                int_slider("layer", "weight wₖ, k", layer, 1, 8, "the weight by which E is derived"),
                int_slider("piece", "boxed: zₘ, m", piece, 1, 8, "every place at which this piece is needed")]
    figure, axes = sheet("The gradient as a formula, and the number of its pieces against the depth", size=(8, 4),
                         mosaic=[["formula", "formula"], ["pieces", "needed"]], height_ratios=[1.2, 1],
                         width_ratios=[1.5, 1])
    formula = Formula(axes["formula"], COLUMNS, 8, LEVELS)
    ax, needed = axes["pieces"], axes["needed"]
    label(ax, "pieces of the formulas (log)", "layers L", "", (0.8, 8.2), (8, 6000))
    logarithmic(ax)
    dots, numbers = [], zip(*(_gradients(L)[2] for L in DEPTHS), strict=True)
    for style, color, words in (("--", INK, "∂E/∂w₁, as written"), ("-", INK, "all L gradients, as written"),
                                ("-", GREEN, "all L gradients, distinct pieces")):
        ax.plot(DEPTHS, next(numbers), style, color=color, label=words)
        dots.append(moving(ax.plot([], [], "o", color=color, mec="white", ms=8)[0]))
    legend(ax, loc="upper left")
    label(needed, "how often each z stands there", "", "", (0.4, 8.6), (0, 10.5))
    needed.set_yticks(range(0, 11, 2))
    needed.set_xticks(DEPTHS, ["z" + subscript(k) for k in DEPTHS])
    bars = [moving(bar) for bar in needed.bar(DEPTHS, [0] * 8, 0.7, color=LEVELS)]
    box = moving(needed.bar([1], [0], 0.9, fill=False, ec=INK, lw=1.5)[0])

    def compute(depth, form, layer, piece):
        k, m, out, counts = min(layer, depth), min(piece, depth), form == "written out", _gradients(depth)[2]
        lines, levels, places, times = _formula(depth, k if out else 1, form)
        boxed = np.zeros(len(levels), dtype=int)
        for begin, end in places[m]:
            boxed[begin:end] = 1
        what = f"∂E/∂w{subscript(k)}" if out else "the gradients, taken together,"
        more = counts[2] - _gradients(depth - 1)[2][2] if depth > 1 else None
        growth = f": {more} more than for {depth - 1}" if more else ""
        return SimpleNamespace(
            depth=depth, lines=lines, levels=levels, boxed=boxed, times=times, piece=m, counts=counts, more=more,
            inert=[] if out else ["layer"], words=(
                f"z{subscript(m)} stands in {what} {times[m]} time{'s' * (times[m] != 1)}. All gradients for "
                f"L = {depth} are {counts[1]} pieces as written, but only {counts[2]} distinct ones{growth}."))

    def draw(s):
        formula.update(s.lines, _by_line(s.lines, s.levels), _by_line(s.lines, s.boxed))
        for dot, count in zip(dots, s.counts, strict=True):
            dot.set_data([s.depth], [count])
        for k, bar in enumerate(bars, 1):
            bar.set_height(s.times.get(k, 0))
        box.set(x=s.piece - 0.45, height=s.times[s.piece])

    return Explorer(derivative_explorer, controls, compute, figure, draw, wide=True)


def chain_explorer(x=1.2, dx=0.3, functions="y = x², z = sin y", magnified=False):
    """Slide 49: a change of x travels to y and on to z; the local slopes tell it up to an error of order Δx²."""
    controls = [slider("x", "x", x, -1.5, 1.5, 0.05, "slide 49: where we stand; or drag the point"),
                log_slider("dx", "change Δx", dx, 1e-3, 1, "slide 49: how far x is moved"),
                choice("functions", "functions", functions, CHAINS, "slide 49: y = f(x), z = g(y)"),
                toggle("magnified", "magnify all changes by 1/Δx", magnified, "a microscope on the three lines")]
    figure, (lines, error) = sheet("Three number lines linked by local slopes, and the error of the slopes", 2,
                                   width_ratios=[1.9, 1], size=(8, 3.6))
    lines.set(xlim=(-9, 4.7), ylim=(-0.3, 2.3))
    lines.set_axis_off()
    lines.hlines([0, 1, 2], -4.7, 4.7, color=GREY, lw=1.2)
    threads = moving(LineCollection([], colors="#c9d6de", linewidths=0.8, antialiaseds=False))
    lines.add_collection(threads)
    here, there, slopes = (moving(lines.plot([], [], style, color=color, lw=lw, ms=8, mec="white")[0])
                           for style, color, lw in (("o-", INK, 1.6), ("o-", BLUE, 2.2), ("D--", RED, 1.6)))
    handles = [here, there, slopes]
    told = [moving(lines.text(-9, height, "", fontsize=10, va="center")) for height in (2, 1, 0)]
    knob = moving(lines.plot([], [], "o", color=INK, ms=12, mec="white")[0])
    figure.draggable(knob)
    label(error, "error of Δz by the slopes", "Δx", "", (8e-4, 1.3), (1e-9, 1e4))
    logarithmic(error, "both")
    grid = np.geomspace(1e-3, 1, 61)
    curve, dot = moving(error.plot([], [], color=RED)[0], error.plot([], [], "o", color=RED, mec="white", ms=9)[0])
    handles += error.plot(grid, grid**2, ":", color=GREY)
    error.legend(handles, ["x, y, z", "moved by Δx", "by local slopes", "∝ Δx²"], **SMALL, loc="upper left")

    def compute(x, dx, functions, magnified):
        f = CHAINS[functions]
        y, z, dy_dx, dz_dy = f.at(x)
        c, all_ = f.change(x, dx), f.change(x, grid)
        off, errors = abs(c.dz - c.linear_z), np.abs(all_.dz - all_.linear_z)
        steps = dx * np.linspace(-1.5, 1.5, 13)
        around = f.change(x, steps)
        centre, zoom = (np.zeros(3), 1 / dx) if magnified else (np.array([x, y, z]), 1.0)
        moves = np.array([steps, around.dy, around.dz]).T
        small = errors[grid < 0.02]
        slope = np.polyfit(np.log(grid[grid < 0.02]), np.log(small), 1)[0] if small.min() > 1e-12 else np.nan
        exact = "the slopes are exact: f and g are lines" if off < 1e-12 else f"off by {rounded(off, 2)}"
        order = "" if np.isnan(slope) else f" A tenth of a small Δx makes it {10**slope:.0f} times smaller."
        return SimpleNamespace(
            centre=centre, zoom=zoom, threads=centre + zoom * moves, change=c, errors=errors, error=off, dx=dx,
            slope=slope, at=np.array([x, y, z]), local=(dy_dx, dz_dy), words=(
                f"(dz/dy)(dy/dx)Δx = {rounded(dz_dy)} · {rounded(dy_dx)} · {rounded(dx)} = {rounded(c.linear_z, 4)}; "
                f"really Δz = {rounded(c.dz, 4)}, "
                f"{exact}.{order}"))

    def draw(s):
        heights, c = [2, 1, 0], s.change
        threads.set_segments([np.column_stack([row, heights]) for row in s.threads])
        here.set_data(s.centre, heights)
        knob.set_data(s.centre[:1], [2])
        knob.set_visible(s.zoom == 1)                       # under the microscope x stays in the middle
        there.set_data(s.centre + s.zoom * np.array([s.dx, c.dy, c.dz]), heights)
        slopes.set_data(s.centre + s.zoom * np.array([s.dx, c.linear_y, c.linear_z]), heights)
        changes = (f"Δx = {rounded(s.dx)}", f"Δy = {rounded(c.dy)}\ndy/dx = {rounded(s.local[0])}",
                   f"Δz = {rounded(c.dz)}\ndz/dy = {rounded(s.local[1])}")
        for text, name, value, words in zip(told, "xyz", s.at, changes, strict=True):
            text.set_text(f"{name} = {number(value, 3)}\n{words}")
        curve.set_data(grid, np.maximum(s.errors, 1e-12))
        dot.set_data([s.dx], [max(s.error, 1.5e-9)])

    return Explorer(chain_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"x": event.x} if event.grabbed else None)
