"""Slide 67: a connection that skips a layer; slide 66 goes back as if it were not there, the graph does not."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from ..gradients import backprop, check_gradient
from ..network import Network
from ..notation import up
from ..objective import Objective
from ..panels.graph import edges, positions
from ..panels.style import GREEN, GREY, INK, RED, label, legend, logarithmic, moving, sheet
from ..skips import SkipNetwork, by_graph
from .base import Explorer
from .controls import choice, int_slider, slider
from .controls import seed as seed_control
from .spelled import label as name
from .spelled import num

SIZES = [2, 3, 3, 3, 1]
SKIPS = {"x to layer 2": (0, 2), "x to layer 3": (0, 3), "x to output": (0, 4), "layer 1 to layer 3": (1, 3),
         "layer 1 to output": (1, 4), "layer 2 to output": (2, 4)}
PASSES, EPS = 1e-6, 1e-5                        # a relative error above PASSES is no round-off


@lru_cache(maxsize=512)
def gradients(skip, i, j, v, g, seed):
    """printed, graph {layer: relative error}, wrong {layer: which weights are}; dv, by_difference: dE/dv of the skip."""
    rng, (a, b) = np.random.default_rng(seed), SKIPS[skip]
    net, objective = Network.random(SIZES, [g] * 3 + ["sigmoid"], rng), Objective("cross-entropy")
    X, t = rng.normal(size=(6, 2)), rng.integers(0, 2, (6, 1)).astype(float)
    one = np.zeros((SIZES[b], SIZES[a]))
    one[j, i] = 1.0
    with_v = {change: SkipNetwork.of(net, a, b, (v + change) * one) for change in (0, EPS, -EPS)}
    net = with_v[0]
    (dW, dV), printed = by_graph(objective, net, X, t), backprop(objective, net, X, t)
    return SimpleNamespace(
        printed=check_gradient(objective, net, X, t),
        graph=check_gradient(objective, net, X, t, lambda *problem: by_graph(*problem)[0]),
        wrong={k: abs(printed[k] - dW[k]) > 1e-9 * abs(dW[k]).max() for k in dW}, dv=float(dV[j, i]),
        by_difference=float(objective(with_v[EPS], X, t) - objective(with_v[-EPS], X, t)) / (2 * EPS))


def skip_explorer(skip="layer 1 to layer 3", i=1, j=1, v=1.0, g="tanh", seed=0):
    """Slide 67: choose a skip and see which weights the printed algorithm gets wrong, and that the graph gets all right."""
    controls = [choice("skip", "skip", skip, SKIPS, "slide 67: one more edge in the forward pass of a 2-3-3-3-1 net"),
                int_slider("i", "from its unit", i, 1, 3, "where the skip begins"),
                int_slider("j", "to its unit", j, 1, 3, "where the skip ends"),
                slider("v", "skip weight v", v, -3, 3, 0.1, "at 0 the skip carries nothing"),
                choice("g", "hidden g", g, ["tanh", "sigmoid"], "slide 43"), seed_control(seed)]
    figure, (picture, errors) = sheet("A network with one skip, its wrong gradients in red, and errors by layer", 2,
                                      width_ratios=[1.5, 1])
    places = positions(SIZES, 4, 3)
    label(picture, "slide 66 with this skip: red weights get a wrong gradient", "", "", (-0.35, 4.3), (-0.8, 3.3))
    picture.set_axis_off()
    lines = LineCollection(edges(places), zorder=1)
    picture.add_collection(lines)
    bow = picture.plot([], [], color=INK, lw=3, ls=(0, (4, 1.5)), zorder=2)[0]
    moving(lines, bow, picture.plot(*np.concatenate(places).T, "o", ms=17, mfc="white", mec=INK, zorder=3)[0])
    for k, units in enumerate(places):
        picture.text(units[0, 0], -0.7, "x" if not k else "output" if k == 4 else f"layer {k}", ha="center", fontsize=9)
    label(errors, "gradient check", "relative error", "", (1e-12, 30), (5.5, -0.6))
    logarithmic(errors, "x")
    errors.set(yticks=range(5), yticklabels=[f"W{up(k)}" for k in range(1, 5)] + ["skip v"], xticks=[1e-12, 1e-8, 1e-4, 1])
    errors.axvline(PASSES, color=GREY, lw=0.8, ls="--")
    graph = moving(errors.plot([], [], "s", ms=11, mfc="none", mec=GREEN, mew=2, label="graph")[0])
    printed = moving(errors.plot([], [], "o", color=RED, ms=7, label="slide 66")[0])
    legend(errors, loc="lower right", ncols=2, handletextpad=0.2, columnspacing=0.8)

    def compute(skip, i, j, v, g, seed):
        a, b = SKIPS[skip]
        i, j = min(i, SIZES[a]), min(j, SIZES[b])
        s = gradients(skip, i - 1, j - 1, v, g, seed)
        bad = [k for k, error in s.printed.items() if error > PASSES]
        names = " and ".join(f"W{up(k)} ({s.printed[k]:.0%})" for k in bad)
        words = f"The skip adds v·{name('y', a, i)} to {name('z', b, j)}. "
        why = "with v = 0 the forgotten path carries nothing" if a else "no weight leads to x, where the skip starts"
        words += (f"Slide 66 now has {names} wrong, in all weights that lead to the start of the skip: one path back is "
                  f"forgotten (slide 50). The others check." if bad else f"All W of slide 66 still check: {why}.")
        words += f" It has no ∂E/∂v at all; the graph says {num(s.dv)}, and has every derivative right."
        return SimpleNamespace(**vars(s), a=a, b=b, ends=(places[a][i - 1], places[b][j - 1]), bad=bad, v=v, words=words,
                               inert=["j"] if SIZES[b] == 1 else [], last={"i": SIZES[a], "j": max(SIZES[b], 2)})

    def draw(s):
        wrong = np.concatenate([s.wrong[k][:, 1:].ravel() for k in s.wrong])
        lines.set(colors=np.where(wrong, RED, "#b5b5b5"), linewidths=np.where(wrong, 2.4, 1.2))
        (x0, y0), (x1, y1) = s.ends
        u, between, side = np.linspace(0, 1, 25), np.arange(1, s.b - s.a) / (s.b - s.a), 1 if y0 + y1 > 2.9 else -1
        clear = 1.3 - side * (y0 + between * (y1 - y0) - 1.5)        # past the units of the layers in between
        high = max(1.9, (clear / (between * (1 - between))).max())
        bow.set_data(x0 + u * (x1 - x0), y0 + u * (y1 - y0) + side * high * u * (1 - u))
        own = abs(s.dv - s.by_difference) / (abs(s.dv) + abs(s.by_difference) or 1)
        printed.set_data([max(e, 1e-12) for e in s.printed.values()], range(4))
        graph.set_data([max(e, 1e-12) for e in (*s.graph.values(), own)], range(5))

    return Explorer(skip_explorer, controls, compute, figure, draw)
