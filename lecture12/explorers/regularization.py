"""Slide 38: what the regularizers L2 and L1 do to the weights, and why one of them makes exact zeros."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from ..network import with_bias
from ..panels.style import GREEN, GREY, INK, LIGHT, PURPLE, RED, SKY, label, legend, logarithmic, moving, sheet
from ..regularizers import REGULARIZERS
from ..shrinkage import TRUE, eight_features, minimum, weight_path
from .base import Explorer
from .controls import choice, int_slider, log_slider, slider, toggle
from .controls import seed as seed_slider

LAMS = np.append(np.outer([0.01, 0.1, 1, 10, 100], [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8]), 1000)
# the stack: one network for each of these λ, all trained at once; they are round numbers, and some double others
METHODS = {"L2": ("L2", False), "L1 subgradient": ("L1", False), "L1 proximal": ("L1", True)}
NAMES = [f"w{digit}" for digit in "₁₂₃₄₅₆₇₈"]
DATA, PENALTY = SKY, PURPLE             # the two parts of E


@lru_cache(maxsize=32)
def paths(method, n=50, over="sum", twice=False, seed=0):
    """For every λ of LAMS: w (51, 9), and the two parts of E (51,) as shares of the data part at w = 0."""
    X, t = eight_features(n, seed=seed)
    X, t = (np.tile(X, (2, 1)), np.tile(t, 2)) if twice else (X, t)
    lams = LAMS * len(X) if over == "mean" else LAMS            # (1/N) Σ L + λΩ is (1/N) times (Σ L + NλΩ)
    name, proximal = METHODS[method]
    w = weight_path(X, t, lams, name, proximal)
    data = ((with_bias(X) @ w.T - t[:, None]) ** 2).sum(0)
    penalty = lams * REGULARIZERS[name](w[:, None])
    return w, data / ((t - t.mean()) ** 2).sum(), penalty / ((t - t.mean()) ** 2).sum()


def weight_path_explorer(lam=10.0, method="L1 proximal", n=50, over="sum", twice=False, seed=0):
    """Slide 38: eight weights against λ; three belong to inputs that matter, five should be 0."""
    how = "slide 38: Ω = Σ w² or Σ |w|; the latter by plain gradient descent or with the proximal step"
    controls = [log_slider("lam", "regularization λ", lam, 1e-2, 1e3, "slide 38: how much large weights cost"),
                choice("method", "regularizer Ω", method, METHODS, how),
                int_slider("n", "examples N", n, 20, 200, "E sums over them (slide 38): with more, λΩ counts less"),
                choice("over", "data part", over, ["sum", "mean"], "slide 38 sums L over n; others take the mean"),
                toggle("twice", "every example twice", twice, "the same data, doubled: N becomes 2N"),
                seed_slider(seed)]
    figure, axes = sheet("Weights against λ, the two parts of E against λ, and the weights at this λ",
                         mosaic=[["paths", "now"], ["parts", "now"]], size=(8, 4.4), width_ratios=[1.5, 1])
    top, parts, now = axes["paths"], axes["parts"], axes["now"]
    label(top, "weights against λ", "", "w", (1e-2, 1e3), (-2.6, 3.4))
    label(parts, "the two parts of E, as shares of E at w = 0", "λ", "", (1e-2, 1e3), (0, 1.25))
    label(now, "weights at this λ", "w", "", (-2.7, 3.2), (7.6, -0.6))
    now.set_yticks(range(8), NAMES)
    for ax in (top, parts):
        logarithmic(ax, "x")
    top.axhline(0, color=GREY, lw=0.8)
    now.axvline(0, color=GREY, lw=0.8)
    colors = [GREEN if w else GREY for w in TRUE]
    names = ["inputs that matter", None, None, "inputs that do not", *[None] * 4]
    lines = [moving(top.plot([], [], color=c, lw=1.8, label=name)[0]) for c, name in zip(colors, names, strict=True)]
    legend(top, loc="upper right")
    areas = [moving(parts.fill([0], [0], color=c, alpha=0.75, label=name)[0])
             for c, name in ((DATA, "data part"), (PENALTY, "λΩ"))]
    legend(parts, loc="upper left")
    marks = [moving(ax.axvline(1, color=INK, lw=1.2)) for ax in (top, parts)]
    now.plot(TRUE, range(8), "o", ms=13, mfc="none", mec=INK, label="true")
    stems = moving(LineCollection([], colors=colors, linewidths=3))
    now.add_collection(stems)
    dots = moving(now.scatter(TRUE, range(8), s=50, c=colors, zorder=3, label="learned"))
    zeros = moving(now.plot([], [], "x", color=RED, ms=9, mew=2.5, zorder=4, label="exactly 0")[0])
    legend(now, loc="lower right")

    def compute(lam, method, n, over, twice, seed):
        path, data, penalty = paths(method, n, over, twice, seed)
        i = int(np.abs(np.log(LAMS / lam)).argmin())
        w = path[i, 1:]
        zero = int((w == 0).sum())
        smallest, norm = np.abs(w).min(initial=np.inf, where=w != 0), float(np.linalg.norm(w))
        words = (f"λ = {LAMS[i]:.4g}, {method}: {zero} of 8 weights are exactly 0"
                 + (f", the smallest other |w| is {smallest:.1g}" if zero < 8 else "")
                 + f"; length ‖w‖ = {norm:.2f}. Of E at w = 0 the data part is {data[i]:.0%} now, λΩ {penalty[i]:.0%}.")
        return SimpleNamespace(lam=float(LAMS[i]), i=i, w=w, zeros=zero, smallest=float(smallest), norm=norm,
                               path=path[:, 1:], data=data, penalty=penalty, words=words)

    def draw(s):
        for line, w in zip(lines, s.path.T, strict=True):
            line.set_data(LAMS, w)
        low, around = np.zeros_like(LAMS), np.r_[LAMS, LAMS[::-1]]
        for area, high in zip(areas, (s.data, s.data + s.penalty), strict=True):
            area.set_xy(np.column_stack([around, np.r_[low, high[::-1]]]))
            low = high
        for mark in marks:
            mark.set_xdata([s.lam, s.lam])
        stems.set_segments([[(0, row), (w, row)] for row, w in enumerate(s.w)])
        dots.set_offsets(np.column_stack([s.w, range(8)]))
        zeros.set_data(s.w[s.w == 0], np.flatnonzero(s.w == 0))

    return Explorer(weight_path_explorer, controls, compute, figure, draw)


def contact_explorer(lam=3.0, omega="L1", a1=2.0, a2=0.8, rho=0.5):
    """Slide 38: E is least where a contour of the data part touches the disc or the diamond Ω(w) ≤ c."""
    best = "the least of the data part: drag it, or move it here"
    controls = [log_slider("lam", "regularization λ", lam, 0.01, 10, "slide 38: the larger λ, the smaller the region"),
                choice("omega", "regularizer Ω", omega, ["L2", "L1"], "slide 38: the sum of w² (disc) or |w| (diamond)"),
                slider("a1", "data's best w₁", a1, -2, 3, 0.1, best),
                slider("a2", "data's best w₂", a2, -2, 3, 0.1, best),
                slider("rho", "correlation ρ", rho, -0.9, 0.9, 0.1, "of the two inputs: it tilts the valley")]
    figure, axes = sheet("Contours of the data part, the region of the penalty, E along w₂, the pull of the data",
                         mosaic=[["plane", "slice"], ["plane", "pulls"]], size=(8, 4.4), width_ratios=[1.5, 1])
    plane, along, pulls = axes["plane"], axes["slice"], axes["pulls"]
    label(plane, "where a contour touches Ω(w) ≤ c", "w₁", "w₂", (-2.6, 3.4), (-2.6, 3.4))
    plane.set_aspect("equal")
    plane.axhline(0, color=GREY, lw=0.8)
    plane.axvline(0, color=GREY, lw=0.8)
    region = moving(plane.fill([0], [0], fc=LIGHT[3], ec=PENALTY, lw=1.8, label="Ω(w) ≤ c")[0])
    rings = moving(LineCollection([], colors=GREY, linewidths=0.8, antialiased=False))      # half the bytes of a frame
    plane.add_collection(rings)
    touching = moving(plane.plot([], [], color=DATA, lw=2, label="data part")[0])
    route = moving(plane.plot([], [], ":", color=RED, lw=1.8, label="w, all λ")[0])
    centre = moving(plane.plot([], [], "P", color=INK, ms=10, mec="white", zorder=6, label="its minimum")[0])
    dot = moving(plane.plot([], [], "o", color=RED, ms=9, mec="white", zorder=6, label="minimum of E")[0])
    framed = {"frameon": True, "edgecolor": "none", "framealpha": 0.9, "fontsize": 8, "ncols": 3}
    moving(*legend(plane, loc="lower center", **framed).findobj())
    figure.draggable(centre)
    u, angle = np.linspace(-2.6, 3.4, 121), np.linspace(0, 2 * np.pi, 101)
    circle, diamond = np.column_stack([np.cos(angle), np.sin(angle)]), np.array([[1, 0], [0, 1], [-1, 0], [0, -1], [1, 0]])
    label(along, "E along w₂, up to a constant", "", "", (-2.6, 3.4), (0, 14))
    curves = [moving(along.plot([], [], color=color, lw=width, label=words)[0]) for words, color, width in
              (("data part", DATA, 1.6), ("λΩ", PENALTY, 1.6), ("E", RED, 2.2))]
    lowest = moving(along.plot([], [], "o", color=RED, ms=8, mec="white")[0])
    moving(*legend(along, loc="upper center", **framed).findobj())
    label(pulls, "the data's pull on each weight", "", "", (-0.6, 1.6), (0, 12))
    pulls.set(xticks=[0, 1], xticklabels=NAMES[:2])
    bars = [moving(bar) for bar in pulls.bar([0, 1], [0, 0], 0.5, color=DATA)]
    limit = moving(pulls.axhline(0, color=PENALTY, lw=2, label="λ: no pull is larger"))
    most = legend(pulls, loc="upper right")
    moving(*most.findobj())
    every = np.r_[0, np.logspace(-2, 2, 60)]

    def compute(lam, omega, a1, a2, rho):
        A, a = np.array([[1, rho], [rho, 1]]), np.array([a1, a2])

        def parts(w):
            return np.einsum("...i,ij,...j", w - a, A, w - a), lam * REGULARIZERS[omega](with_bias(w)[..., None, :])

        w, route = minimum(A, a, lam, omega), minimum(A, a, every, omega)
        level, penalty = parts(w)
        c, pull = penalty / lam, 2 * A @ (a - w)
        data, penalties = parts(np.column_stack([np.full_like(u, w[0]), u]))           # along w₂, w₁ is kept
        words = f"λ = {lam:.3g}: w = ({w[0]:.2f}, {w[1]:.2f}) has the least E; no w with Ω(w) ≤ c = {c:.2g} fits better. "
        if omega == "L2":
            words += f"The data's pull ({pull[0]:.2f}, {pull[1]:.2f}) is balanced by 2λw: no weight is 0 unless its pull is."
        else:
            words += " ".join(f"The data pull {name} with {p:.2f}; λ {'holds it at exactly 0' if v == 0 else 'balances it'}."
                              for name, p, v in zip(NAMES, pull, w, strict=False))
        return SimpleNamespace(lam=lam, omega=omega, w=w, c=float(c), pull=pull, a=a, route=route, level=float(level),
                               slice=(data - data.min(), penalties - penalties.min()),
                               region=np.sqrt(c) * circle if omega == "L2" else c * diamond,
                               ring=circle @ np.linalg.inv(np.linalg.cholesky(A)), words=words)

    def draw(s):
        region.set_xy(s.region)
        rings.set_segments([s.a + r * s.ring for r in (0.5, 1, 2, 3, 4)])
        touching.set_data(*(s.a + np.sqrt(s.level) * s.ring).T)
        route.set_data(*s.route.T)
        centre.set_data(*s.a[:, None])
        dot.set_data(*s.w[:, None])
        data, penalty = s.slice
        for line, y in zip(curves, (data, penalty, data + penalty), strict=True):
            line.set_data(u, y)
        lowest.set_data([s.w[1]], [np.interp(s.w[1], u, data + penalty)])
        for bar, pull in zip(bars, s.pull, strict=True):
            bar.set_height(abs(pull))
        for artist in (limit, most):                            # λw² sets the pull no limit
            artist.set_visible(s.omega == "L1")
        limit.set_ydata([s.lam, s.lam])

    return Explorer(contact_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"a1": event.x, "a2": event.y} if event.grabbed else None)
