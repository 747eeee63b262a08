"""Slide 43: universal approximation, by bumps put together by hand and by least squares on the output layer."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from ..activations import ReLU, Sigmoid, Tanh
from ..approximation import TARGETS, Square, bumps, fit_output, middles, random_hidden, rmse
from ..panels.labels import number
from ..panels.style import BLUE, GREEN, GREY, INK, PURPLE, RED, SKY, label, legend, logarithmic, moving, sheet
from .base import Explorer
from .controls import choice, hidden, int_slider, log_slider
from .controls import seed as seed_slider

INSIDE, OUTSIDE = np.linspace(-1, 1, 201)[:, None], np.linspace(1, 2, 101)[:, None]
MOST, DRAWS, FLOOR = 32, 20, 1e-6
HIDDEN = {"tanh": Tanh(), "sigmoid": Sigmoid(), "relu": ReLU(), "a²": Square(), "identity": "identity"}


def bump_errors(target, steepness):
    """The RMSE on [-1, 1] of 1..16 bumps as high as the target in their middles."""
    f = TARGETS[target]
    return [float(rmse(bumps(f(middles(n)), steepness), INSIDE, f(INSIDE))) for n in range(1, MOST // 2 + 1)]


def check_heights(heights):
    good = isinstance(heights, tuple) and all(isinstance(h, int | float) and abs(h) <= 2 for h in heights)
    if not good or len(heights) > MOST // 2:
        raise ValueError(f"heights: got {heights!r}, expected a tuple of at most {MOST // 2} numbers from -2 to 2")


def bumps_explorer(n=4, steepness=30.0, target="sin 2πx", pair=1, heights=()):
    """Slide 43: two sigmoids make a bump, many bumps make any continuous function; drag their heights."""
    controls = [int_slider("n", "bumps", n, 1, MOST // 2, "slide 43: each bump takes two hidden units, h = 2 · bumps"),
                log_slider("steepness", "steepness s", steepness, 1, 1000, "of the sigmoids σ(s (x − a)): 1 is round"),
                choice("target", "function f", target, TARGETS, "slide 43: any continuous function; the step is none"),
                int_slider("pair", "show bump", pair, 1, MOST // 2, "the two hidden units of one bump, on the right"),
                hidden("heights", heights, check_heights)]
    figure, axes = sheet("A function and a sum of bumps, the two sigmoids of one bump, and the error", size=(8, 3.5),
                         mosaic=[["sum", "pair"], ["sum", "error"]], width_ratios=[1.6, 1])
    ax, two, error = axes["sum"], axes["pair"], axes["error"]
    x = np.linspace(-1.15, 1.15, 461)[:, None]
    label(ax, "f and the sum of the bumps", "x", "", (-1.15, 1.15), (-1.9, 1.9))
    label(two, "one bump: two hidden units", "x", "", (-1.15, 1.15), (-2, 2))
    label(error, "RMSE on [−1, 1]", "hidden units h", "", (0, MOST + 1), (3e-3, 3))
    logarithmic(error)
    f_line = moving(ax.plot([], [], "--", color=GREY, lw=2, label="f(x)")[0])
    single = LineCollection([], colors=SKY, linewidths=1, antialiaseds=False)
    ax.add_collection(single)
    total = moving(ax.plot([], [], color=BLUE, lw=2.2, label="sum of the bumps, y(x)")[0])
    tops = moving(ax.plot([], [], "o", color=BLUE, mec="white", ms=9)[0])
    up = moving(two.plot([], [], color=GREEN, lw=1.6)[0])
    down = moving(two.plot([], [], color=RED, lw=1.6)[0])
    both = moving(two.plot([], [], color=BLUE, lw=2.2)[0])
    for y, color, words in (1.5, GREEN, "σ(s (x − a))"), (0.5, BLUE, "their sum"), (-1.5, RED, "−σ(s (x − b))"):
        two.text(1.1, y, words, color=color, ha="right", va="center", fontsize=9)
    errors = moving(error.plot([], [], ".-", color=GREY, ms=4, label="as high as f")[0])
    now = moving(error.plot([], [], "o", color=BLUE, mec="white", ms=9, label="these bumps")[0])
    moving(single)
    legend(ax, loc="upper right")
    legend(error, loc="lower left")
    figure.draggable(tops)

    def compute(n, steepness, target, pair, heights):
        f, centre = TARGETS[target], middles(n)
        auto = f(centre)
        height = np.array([*heights[:n], *auto[len(heights):]])            # those not dragged are as high as f
        net = bumps(height, steepness)
        p = net.forward(x)
        parts = p.y[1] * net.W[2][0, 1:]                                   # every hidden unit's share of the output
        i = min(pair, n) - 1
        E = float(rmse(net, INSIDE, f(INSIDE)))
        state = SimpleNamespace(n=n, net=net, f=f(x), y=p.y[2], bump=parts[:, ::2] + parts[:, 1::2], centre=centre,
                                height=height, pair=(p.y[1][:, 2 * i], -p.y[1][:, 2 * i + 1]), error=E,
                                errors=bump_errors(target, steepness))
        dragged = int((abs(height - auto) > 1e-3).sum())
        a, b = -net.W[1][2 * i:2 * i + 2, 0] / steepness
        state.words = (f"{n} bump{'s' * (n > 1)} of {2 * n} hidden units, {net.count} weights, none of them learned: "
                       f"RMSE {E:.3f} on [−1, 1]. {f'{dragged} heights changed by hand. ' if dragged else ''}"
                       f"Bump {i + 1} reaches from a = {number(a)} to b = {number(b)}.")
        return state

    def draw(s):
        f_line.set_data(x, s.f)
        single.set_segments([np.column_stack([x[:, 0], bump]) for bump in s.bump.T])
        total.set_data(x, s.y)
        tops.set_data(s.centre, s.height)
        up.set_data(x, s.pair[0])
        down.set_data(x, s.pair[1])
        both.set_data(x, s.pair[0] + s.pair[1])
        errors.set_data(2 * np.arange(1, len(s.errors) + 1), s.errors)
        now.set_data([2 * s.n], [s.error])

    def pointer(event, s):
        if event.grabbed is None:
            return None
        changed = s.height.copy()
        changed[event.grabbed[1]] = np.clip(event.y, -1.8, 1.8).round(2)
        return {"heights": tuple(changed.round(4).tolist())}

    return Explorer(bumps_explorer, controls, compute, figure, draw, pointer=pointer)


@lru_cache(maxsize=512)
def fitted(h, g, target, steepness, seed):
    """Random hidden units with an output layer of least squares, and its RMSE on [-1, 1] and on [1, 2]."""
    f = TARGETS[target]
    net = fit_output(random_hidden(h, HIDDEN[g], np.random.default_rng(seed), steepness), INSIDE, f(INSIDE))
    return net, float(rmse(net, INSIDE, f(INSIDE))), float(rmse(net, OUTSIDE, f(OUTSIDE)))


@lru_cache(maxsize=32)
def typical(g, target, steepness):
    """h, and the medians over DRAWS random nets of the RMSE on [-1, 1] and on [1, 2]."""
    h = np.array([1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32])
    f, rng = TARGETS[target], np.random.default_rng(0)
    nets = [fit_output(random_hidden(k, HIDDEN[g], rng, steepness, DRAWS), INSIDE, f(INSIDE)) for k in h]
    return h, *(np.array([np.median(rmse(net, X, f(X))) for net in nets]) for X in (INSIDE, OUTSIDE))


def approximation_explorer(h=8, g="tanh", target="sin 2πx", steepness=6.0, seed=0):
    """Slide 43: random hidden units, only the output layer fitted; exact inside the compact domain, anything beyond."""
    controls = [int_slider("h", "hidden units h", h, 1, MOST, "slide 43: arbitrarily well, with enough hidden units"),
                choice("g", "activation g⁽¹⁾", g, HIDDEN, "slide 43: it must not be a polynomial, as a² is"),
                choice("target", "function f", target, TARGETS, "slide 43: any continuous function; the step is none"),
                log_slider("steepness", "steepness", steepness, 0.5, 30, "spread of the random weights w"),
                seed_slider(seed)]
    figure, axes = sheet("A function and its approximation inside and outside the domain, and both errors against h",
                         size=(8, 3.5), mosaic=[["fit", "error"]], width_ratios=[1.6, 1])
    ax, error = axes["fit"], axes["error"]
    x = np.linspace(-2, 2, 401)[:, None]
    ax.axvspan(-1, 1, color="#e8f3ea", lw=0, zorder=0)
    label(ax, "f and the network; fitted on [−1, 1] only", "x", "", (-2, 2), (-2.4, 2.4))
    label(error, "RMSE, median of 20 nets", "hidden units h", "", (0, MOST + 1), (FLOOR / 2, 3e3))
    logarithmic(error)
    f_line = moving(ax.plot([], [], "--", color=GREY, lw=2, label="f(x)")[0])
    fit = moving(ax.plot([], [], color=BLUE, lw=2.2, label="y(x), this net")[0])
    curves = [moving(error.plot([], [], ".-", color=color, ms=4, label=words)[0])
              for color, words in ((GREEN, "inside, [−1, 1]"), (PURPLE, "outside, [1, 2]"))]
    now = [moving(error.plot([], [], "o", color=color, mec="white", ms=9)[0]) for color in (GREEN, PURPLE)]
    now.append(moving(error.axvline(h, color=INK, lw=0.8)))
    legend(ax, loc="lower left", ncols=2)
    legend(error, loc="lower left")

    def compute(h, g, target, steepness, seed):
        net, inside, outside = fitted(h, g, target, steepness, seed)
        sizes, *medians = typical(g, target, steepness)
        words = f"h = {h}: RMSE {inside:.2g} inside [−1, 1], {outside:.2g} on [1, 2]. "
        if g in ("a²", "identity"):
            name, degree = ("a²", 2) if g == "a²" else ("a", 1)
            words += f"With g(a) = {name}, y(x) is a polynomial of degree {degree}, however large h."
        else:
            words += "Nothing is promised beyond the domain, and nothing about how to find the weights."
        return SimpleNamespace(h=h, net=net, f=TARGETS[target](x), y=net(x), errors=(inside, outside), sizes=sizes,
                               medians=medians, words=words)

    def draw(s):
        f_line.set_data(x, s.f)
        fit.set_data(x, np.clip(s.y, -50, 50))
        for curve, dot, medians, E in zip(curves, now, s.medians, s.errors, strict=False):
            curve.set_data(s.sizes, np.maximum(medians, FLOOR))
            dot.set_data([s.h], [max(E, FLOOR)])
        now[2].set_xdata([s.h, s.h])

    return Explorer(approximation_explorer, controls, compute, figure, draw)
