"""Slide 53: how exact a numerical gradient can be, and how many forward passes it costs."""

from os.path import commonprefix
from types import SimpleNamespace

import numpy as np

from ..differences import EPS, KINDS, digits, error_curve, passes, problem, relative_error
from ..network import Network
from ..notation import power_above, rounded
from ..panels.formula import Formula
from ..panels.labels import number
from ..panels.style import BLUE, GREEN, GREY, PURPLE, RED, SKY, label, legend, logarithmic, moving, sheet
from ..paths import spoken
from .base import Explorer
from .controls import choice, int_slider, log_slider
from .controls import seed as seed_control

FAIR = 3                # passes that we count for backpropagation: one forward, and one backward of twice its work
SPEED = 1e9             # multiplications a second that we assume


def difference_explorer(eps=1e-5, activation="tanh", kink=1e-4, seed=0):
    """Slide 53: the error of a numerical gradient against ε: too large an ε misses the curve, too small an ε the digits."""
    tips = "of the four hidden units", "ReLU only: one hidden unit stands at this z > 0"
    controls = [log_slider("eps", "change ε", eps, 1e-16, 1, "slide 53: how far each weight is moved"),
                choice("activation", "activation g⁽¹⁾", activation, ["tanh", "sigmoid", "relu"], tips[0]),
                log_slider("kink", "kink at distance", kink, 1e-8, 0.1, tips[1]),
                seed_control(seed)]
    figure, (ax, page) = sheet("The error of numerical gradients against ε, and the digits that are left", 2, size=(8, 3.9),
                               width_ratios=[1.6, 1])
    label(ax, "relative error of the gradient", "change ε", "", (5e-17, 2), (1e-15, 3e3))
    logarithmic(ax, "both")
    lines, dots = {}, {}
    for kind, color in zip(KINDS, (RED, BLUE, PURPLE, SKY), strict=True):
        style = "-" if "float64" in kind else "--"
        lines[kind] = moving(ax.plot([], [], style, color=color, label=", ".join(kind))[0])
        dots[kind] = moving(ax.plot([], [], "o", color=color, mec="white", ms=8)[0])
    now = moving(ax.axvline(eps, color=GREY, lw=1, zorder=0))
    legend(ax, loc="upper center", ncols=2)
    fitted = moving(ax.text(1e-16, 2e-15, "", fontsize=9, va="bottom"))
    label(page, "one weight, digit by digit")
    formula = Formula(page, 27, 13, (RED, GREEN))

    def compute(eps, activation, kink, seed):
        kink = kink if activation == "relu" else 1.0                        # not used
        net, X, t = problem(activation, kink, seed)
        curves = {kind: error_curve(activation, kink, seed, *kind) for kind in KINDS}
        errors = {kind: relative_error(net, X, t, eps, *kind) for kind in KINDS}
        best = {kind: (at, float(error.min())) for kind, (error, at, *_) in curves.items()}
        slopes = {kind: (left, right) for kind, (_, _, left, right) in curves.items()}
        shown = {precision: digits(net, X, t, eps, precision) for precision in ("float64", "float32")}
        return SimpleNamespace(
            eps=eps, curves=curves, errors=errors, best=best, slopes=slopes, shown=shown,
            inert=[] if activation == "relu" else ["kink"], words=(
                f"ε = {rounded(eps, 2)}, float64: relative error {_size(eps, errors, best, 'forward')} (forward), "
                f"{_size(eps, errors, best, 'central')} (central). The best central difference is off by less than "
                f"{power_above(best['central', 'float64'][1])}; in float32 by less than "
                f"{power_above(best['central', 'float32'][1])}."))

    def draw(s):
        for kind, line in lines.items():
            line.set_data(EPS, np.maximum(s.curves[kind][0], 1e-16))
            dots[kind].set_data([s.eps], [max(s.errors[kind], 1.3e-15)])
        now.set_xdata([s.eps, s.eps])
        fits = {scheme: map(_number, s.slopes[scheme, "float64"]) for scheme in ("forward", "central")}
        fitted.set_text("\n".join(["fitted slopes, float64:", *(f"{scheme}: {' left, '.join(both)} right"
                                                               for scheme, both in fits.items())]))
        formula.update(*_page(s.shown))

    return Explorer(difference_explorer, controls, compute, figure, draw)


def _size(eps, errors, best, scheme):
    """The error in float64: two digits far on the right of the best ε; nearer to it, round-off makes them a chance."""
    error, at = errors[scheme, "float64"], best[scheme, "float64"][0]
    return rounded(error, 2) if eps > 30 * at else f"below {power_above(error)}"


def _number(slope):
    return "none" if np.isnan(slope) else number(slope)


def _page(shown):
    """What `digits` found, as lines for a Formula: red where the two E differ, green where the quotient is right."""
    rows, marks, name = [], [], 7                           # letters before the number
    for kind, (plus, minus, ours, exact) in shown.items():
        wide = 16 if kind == "float64" else 8
        plus, minus, ours, exact = (number(v, wide) for v in (plus, minus, ours, exact))
        same, right = name + len(commonprefix([plus, minus])), name + len(commonprefix([ours, exact]))
        rows += [kind, f"E(w+ε) {plus}", f"E(w−ε) {minus}", f"÷ 2ε   {ours}", f"∂E/∂w  {exact}", ""]
        red, green = ([0] * same + [1] * (len(rows[-5]) - same)), ([0] * name + [2] * (right - name))
        marks += [[0] * 7, red, red[:same] + [1] * (len(rows[-4]) - same), green + [0] * (len(rows[-3]) - right),
                  [0] * len(rows[-2]), []]
    return rows, marks, [[0] * len(row) for row in rows]


def passes_explorer(inputs=2, hidden=4, outputs=1, samples=200, scheme="central"):
    """Slide 53: forward passes for one step of gradient descent, against the number of weights."""
    controls = [int_slider("inputs", "inputs d", inputs, 1, 784, "784: a picture of 28 by 28 pixels"),
                int_slider("hidden", "hidden units h", hidden, 1, 200, "one hidden layer"),
                int_slider("outputs", "outputs K", outputs, 1, 10, "ten: one for each digit"),
                log_slider("samples", "examples N", samples, 1, 1e5, "slide 53: each pass is a run over all of them"),
                choice("scheme", "difference", scheme, ["central", "forward"], "two passes per weight, or one")]
    figure, (ax, work) = sheet("Forward passes per step against the number of weights, and the work they are", 2,
                               size=(8, 3.5), width_ratios=[1.25, 1])
    label(ax, "forward passes per step (log)", "number of weights (log)", "", (3, 3e5), (0.6, 1e6))
    logarithmic(ax, "both")
    weights = np.geomspace(3, 3e5, 50)
    slope = moving(ax.plot(weights, weights, color=RED, label="numerical")[0])
    ax.plot(weights, np.full(50, FAIR), color=BLUE, label="backpropagation, in passes")
    ax.plot(weights, np.ones(50), "--", color=GREY, label="one try of a random search")
    for sizes in ((2, 4, 1), (784, 100, 10)):
        net = _plain(*sizes)
        ax.plot([net.count] * 2, [0.6, 2000], ":", color=GREY, lw=0.8)
        ax.text(net.count * 1.1, 3.6, "-".join(map(str, sizes)), color=GREY, fontsize=9, rotation=90, va="bottom")
    dots = [moving(ax.plot([], [], "o", color=color, mec="white", ms=9)[0]) for color in (RED, BLUE)]
    legend(ax, loc="upper left")
    label(work, "multiplications per step (log)", "", "", (1, 1e16), (-0.6, 1.6))
    logarithmic(work, "x")
    work.set_yticks([0, 1], ["backprop", "numerical"])
    for seconds, words in ((1, "1 s"), (3600, "1 h"), (86400, "1 day")):
        work.axvline(seconds * SPEED, color=GREY, lw=0.8, ls=":")
        work.text(seconds * SPEED, 1.57, words, color=GREY, fontsize=8, ha="right", va="top", rotation=90)
    bars = [moving(bar) for bar in work.barh([0, 1], [1, 1], 0.5, color=[BLUE, RED])]

    def compute(inputs, hidden, outputs, samples, scheme):
        net = _plain(inputs, hidden, outputs)
        n, N = passes(net, scheme), round(samples)
        products = [FAIR * N * net.count, n * N * net.count]            # one pass: every weight once for every example
        times = [p / SPEED for p in products]
        return SimpleNamespace(net=net, count=net.count, passes=n, products=products, times=times, scheme=scheme, words=(
            f"{inputs}-{hidden}-{outputs}: {net.count} weights, so {n} forward passes for one step, each over all N = {N}. "
            f"At 10⁹ multiplications a second: {spoken(times[1])}; by backpropagation {spoken(times[0])}."))

    def draw(s):
        slope.set_ydata(2 * weights if s.scheme == "central" else weights + 1)
        for dot, n in zip(dots, (s.passes, FAIR), strict=True):
            dot.set_data([s.count], [n])
        for bar, product in zip(bars, s.products, strict=True):
            bar.set_width(product)

    return Explorer(passes_explorer, controls, compute, figure, draw)


def _plain(d, h, K):
    return Network([np.zeros((h, 1 + d)), np.zeros((K, 1 + h))], "tanh")
