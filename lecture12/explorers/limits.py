"""Slide 39: which Boolean functions a perceptron can compute, and why exclusive or is none of them."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb

from .. import data
from ..activations import Step
from ..network import Network
from ..panels.plane import Plane, line
from ..panels.style import COLORS, GREEN, GREY, INK, LIGHT, MARKERS, RED, label, moving, sheet
from ..separability import decide, truth_tables
from .base import Explorer
from .controls import choice, int_slider, slider, toggle

BITS = data.all_bits(2)
FUNCTIONS = ["0", "NOR", "x₂ ∧ ¬x₁", "NOT x₁", "x₁ ∧ ¬x₂", "NOT x₂", "XOR", "NAND",
             "AND", "XNOR", "x₂", "x₁ ⇒ x₂", "x₁", "x₂ ⇒ x₁", "OR", "1"]   # by number, as in data.boolean(2, number)
PLANE = (-0.8, 1.8)
LOW, HIGH = -0.7, 1.7                   # how far the handles of the line go


def outputs(w, X=BITS):
    """What a perceptron with threshold says to every x: 1 if w^T (1, x) >= 0, else 0."""
    return Network([[w]], Step())(X)[:, 0].astype(int)


def formula(w):
    """The condition for class 1 in words, such as −3 + 2 x₁ + 2 x₂ ≥ 0."""
    terms = [f"{'−' if v < 0 else '+'} {'' if abs(v) == 1 else f'{abs(v):g} '}x{digit}"
             for v, digit in zip(w[1:], "₁₂₃₄", strict=False) if v]
    return " ".join([f"{w[0]:g}".replace("-", "−"), *terms, "≥ 0"])


def contradiction(table, proof):
    """The proof that no w exists, such as (0,1) + (1,0) = (0,0) + (1,1): left class 1, right class 0."""
    X = data.all_bits(len(table).bit_length() - 1).astype(int).tolist()

    def side(c):
        chosen = [(n, x) for n, x, t in zip(proof, X, table, strict=True) if n and t == c]
        return " + ".join(f"{n}·"[:2 * (n > 1)] + f"({','.join(map(str, x))})" for n, x in chosen)
    return f"{side(1)} = {side(0)}"


def handles(w):
    """Two points (x1, x2, x1', x2') on the line of w, class 1 to the left of the way from the first to the second."""
    if not np.any(w[1:]):                                           # 0 and 1: a line that passes by, on either side
        return (-0.5, 0.0, -0.5, 1.0) if w[0] < 0 else (-0.5, 1.0, -0.5, 0.0)
    x, y = line(w, (0, 1))
    a, b = np.array([x[0], y[0]]), np.array([x[1], y[1]])
    along = (b - a) / np.hypot(*(b - a))
    middle = a + along * ((0.5 - a) @ along)                        # the point nearest to the centre of the square
    ends = middle - 0.7 * along, middle + 0.7 * along
    ends = ends if (outputs(line_weights(*ends[0], *ends[1])) == outputs(w)).all() else ends[::-1]
    return tuple(float(v) for v in np.clip(np.round(np.concatenate(ends) / 0.05) * 0.05, LOW, HIGH).round(2))


def line_weights(ax, ay, bx, by):
    """w of the line through (ax, ay) and (bx, by), class 1 on its left; 0 if the two are one point."""
    w1, w2 = ay - by, bx - ax
    return np.array([-w1 * ax - w2 * ay, w1, w2]) + 0.0


def board_explorer(function="AND", ax=-0.2, ay=0.4, bx=1.2, by=0.6, verdicts=False):
    """Slide 39: the 16 Boolean functions of two inputs; choose one and try to place a line."""
    handle = "slide 39: a point on the line, to be dragged too; class 1 lies left of the way from A to B"
    controls = [choice("function", "function", function, FUNCTIONS, "slide 39: or click it on the board"),
                *(slider(name, f"{name[0].upper()}: x{'₁₂'[name[1] == 'y']}", value, LOW, HIGH, 0.05, handle)
                  for name, value in (("ax", ax), ("ay", ay), ("bx", bx), ("by", by))),
                toggle("verdicts", "show what can be done", verdicts, "green: some line does it; red: none can")]
    figure, (board, right) = sheet("The 16 Boolean functions of two inputs, and a line in their plane", 2, size=(8, 3.8))
    label(board, "16 functions of two bits: click one", "", "", (0, 4), (4, 0))
    board.set(aspect="equal", xticks=[], yticks=[])
    board.spines[:].set_visible(False)
    column, row = np.meshgrid(range(4), range(4))
    corner = np.stack([column.ravel(), row.ravel()], axis=-1)[:, None] + [0.5, 0.38] + (BITS - 0.5) * [0.4, -0.4]
    edges = np.arange(5.0)
    cells = moving(board.pcolormesh(edges, edges, np.zeros((4, 4, 3)), edgecolor="white", lw=4, zorder=0))
    tables = truth_tables(2)
    for c in (0, 1):
        moving(board.plot(*corner[tables == c].T, MARKERS[c], color=COLORS[c], ms=6)[0])
    moving(*(board.text(i % 4 + 0.5, i // 4 + 0.79, name, ha="center", va="center", fontsize=8, color=INK)
             for i, name in enumerate(FUNCTIONS)))
    chosen = moving(board.plot([], [], color=INK, lw=2.5)[0])
    computed = moving(board.plot([], [], color=GREEN, lw=2.5, ls=":")[0])
    plane = Plane(right, PLANE, 80, size=15)
    right.set_title("the line: drag A and B", loc="left", fontsize=11)
    border = moving(right.plot([], [], color=INK, lw=3, zorder=3)[0])
    ends = moving(right.plot([], [], "o", color="white", mec=INK, ms=13, mew=2, zorder=6)[0])
    names = moving(*(right.text(0, 0, name, ha="center", va="center", fontsize=8, zorder=7) for name in "AB"))
    wrong = moving(right.plot([], [], "x", color=RED, ms=17, mew=3, zorder=5)[0])
    figure.draggable(ends)
    answer = decide(tables)
    square = np.array([[0.04, 0.04], [0.96, 0.04], [0.96, 0.96], [0.04, 0.96], [0.04, 0.04]])

    def compute(function, ax, ay, bx, by, verdicts):
        number = FUNCTIONS.index(function)
        w, target = line_weights(ax, ay, bx, by), tables[number]
        y = outputs(w)
        mine = int((tables == y).all(1).argmax())
        wrong = np.flatnonzero(y != target)
        if not w.any():
            words = "A and B are one point: no line."
        elif not len(wrong):
            words = f"Separated: the line computes {function}, {formula(w.round(2))}."
        else:
            at = ", ".join(f"({x1:.0f},{x2:.0f})" for x1, x2 in BITS[wrong])
            words = f"Your line computes {FUNCTIONS[mine]}, not {function}: wrong at {at}."
        if verdicts:
            words += f" {answer.separable.sum()} of {len(tables)} functions can be done."
            words += "" if answer.separable[number] else (
                f" {function} cannot: {contradiction(target, answer.proof[number])}, "
                "so the scores of class 1 have the same sum as those of class 0.")
        return SimpleNamespace(number=number, target=target, w=w, y=y, mine=mine, wrong=wrong, separated=not len(wrong),
                               verdicts=verdicts, ends=((ax, bx), (ay, by)), words=words)

    def draw(s):
        plain, good, bad = (to_rgb(color) for color in ("#f4f4f4", LIGHT[2], "#f6cdb3"))
        shade = [plain if not s.verdicts else good if yes else bad for yes in answer.separable]
        cells.set_array(np.array(shade).reshape(4, 4, 3))
        chosen.set_data(*(square + [s.number % 4, s.number // 4]).T)
        computed.set_data(*(square * 0.9 + 0.05 + [s.mine % 4, s.mine // 4]).T)
        plane.update(outputs(s.w, plane.grid), None, BITS, s.target)
        border.set_data(*line(s.w, PLANE))
        border.set_color(GREEN if s.separated else INK)
        ends.set_data(*s.ends)
        for name, *at in zip(names, *s.ends, strict=True):
            name.set_position(at)
        wrong.set_data(*BITS[s.wrong].T)

    def pointer(event, s):
        if event.grabbed:
            return dict(zip(("ax", "ay") if event.grabbed[1] == 0 else ("bx", "by"), (event.x, event.y), strict=True))
        if event.axes is board and event.kind == "press" and 0 <= event.x < 4 and 0 <= event.y < 4:
            return {"function": FUNCTIONS[int(event.y) * 4 + int(event.x)]}

    def solve(explorer):
        number = explorer.state.number
        if answer.separable[number]:
            explorer.set(**dict(zip(("ax", "ay", "bx", "by"), handles(answer.w[number]), strict=True)))
        else:
            explorer.set(verdicts=True)

    return Explorer(board_explorer, controls, compute, figure, draw, pointer, buttons={"Solve it": solve})


@lru_cache
def separable(d):
    """Which of all functions of d bits are separable, (2^2^d,); of a function and its opposite only one is decided."""
    half = decide(truth_tables(d)[:2**2**d // 2]).separable
    return np.concatenate([half, half[::-1]])


CUBE = np.array([[1, 0], [0, 1], [0.5, 0.4], [1.9, 0.15]])             # where a 1 in each bit goes on the page


def counting_explorer(d=2, number=6):
    """Slide 39: all Boolean functions of d bits as pixels: which ones can a single perceptron compute?"""
    controls = [int_slider("d", "inputs d", d, 1, 4, "slide 39: there are 2^(2^d) functions of d bits"),
                int_slider("number", "function number", number, 0, 65535, "one of them, modulo their number; or click")]
    figure, axes = sheet("All Boolean functions of d bits, one of them on the cube, and the share that is separable",
                         mosaic=[["all", "cube"], ["all", "share"]], size=(8, 4.2), height_ratios=[1.4, 1])
    everything, cube, share = axes["all"], axes["cube"], axes["share"]
    label(everything, "all functions: green if separable", "", "", (0, 1), (1, 0))
    everything.set(aspect="equal", xticks=[], yticks=[])
    pixels = moving(everything.imshow(np.zeros((4, 4, 3)), extent=(0, 1, 1, 0), interpolation="nearest"))
    grid = moving(LineCollection([], colors="white", linewidths=1))
    everything.add_collection(grid)
    ring = moving(everything.plot([], [], "o", ms=13, mfc="none", mec=INK, mew=2)[0])
    label(cube, "the chosen function", "", "", (-0.3, 3.9), (-0.4, 1.8))
    cube.set(aspect="equal", xticks=[], yticks=[])
    cube.spines[:].set_visible(False)
    edges = moving(cube.plot([], [], color=GREY, lw=1)[0])
    points = [moving(cube.plot([], [], MARKERS[c], color=COLORS[c], ms=9, mec="white")[0]) for c in (0, 1)]
    names = [moving(cube.text(0, 0, "", ha="center", va="top", fontsize=8, color=INK)) for _ in range(16)]
    label(share, "share of separable functions", "", "", (-0.6, 3.6), (0, 1.25))
    share.set(xticks=range(4), xticklabels=[f"d = {k}" for k in range(1, 5)], yticks=[0, 0.5, 1])
    bars = [moving(bar) for bar in share.bar(range(4), [0] * 4, 0.6, color=GREEN)]
    counts = [moving(share.text(k, 0, "", ha="center", va="bottom", color=INK, fontsize=9)) for k in range(4)]
    color = np.array([to_rgb("#f6cdb3"), to_rgb(GREEN)])

    def compute(d, number):
        yes = {k: separable(k) for k in range(1, d + 1)}
        number %= 2**2**d
        table = truth_tables(d)[number]
        answer = decide(table)
        side = 2**2**(d - 1)
        words = f"d = {d}: {yes[d].sum()} of {len(yes[d])} functions are separable ({yes[d].mean():.1%}). "
        words += (f"Function {number} is {formula(answer.w[0])}." if answer.separable[0] else
                  f"Function {number} is not: {contradiction(table, answer.proof[0])} (left class 1, right class 0).")
        return SimpleNamespace(d=d, number=number, table=table, separable=yes, side=side, answer=answer, words=words,
                               counts={k: (int(v.sum()), len(v)) for k, v in yes.items()})

    def draw(s):
        pixels.set_data(color[s.separable[s.d].astype(int)].reshape(s.side, s.side, 3))
        lines = np.arange(1, s.side) / s.side if s.d < 4 else []
        grid.set_segments([[(v, 0), (v, 1)] for v in lines] + [[(0, v), (1, v)] for v in lines])
        ring.set_data([(s.number % s.side + 0.5) / s.side], [(s.number // s.side + 0.5) / s.side])
        X = data.all_bits(s.d)
        at = X @ CUBE[:s.d]
        at += [1.8, 0.75] - at.mean(0)                                   # in the middle, whatever d is
        near = [(i, j) for i in range(len(X)) for j in range(i) if np.abs(X[i] - X[j]).sum() == 1]
        edges.set_data(*np.concatenate([[at[i], at[j], [np.nan] * 2] for i, j in near]).T)
        for c, artist in enumerate(points):
            artist.set_data(*at[s.table == c].T)
        for k, name in enumerate(names):
            name.set(text="".join(f"{b:.0f}" for b in X[k]) if k < len(X) else "", position=at[k % len(X)] - [0, 0.13])
        for k, (bar, text) in enumerate(zip(bars, counts, strict=True), 1):
            yes, of = s.counts.get(k, (0, 1))
            bar.set_height(yes / of)
            text.set(text=f"{yes}/{of}" if k in s.counts else "", y=yes / of + 0.02)

    def pointer(event, s):
        if event.axes is everything and event.kind == "press" and 0 <= event.x < 1 and 0 <= event.y < 1:
            return {"number": int(event.y * s.side) * s.side + int(event.x * s.side)}

    return Explorer(counting_explorer, controls, compute, figure, draw, pointer)
