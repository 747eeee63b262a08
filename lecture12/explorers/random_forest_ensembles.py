"""Slides 7 and 10: three ways to combine the trees of a forest."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import data
from ..forest import RandomForest
from ..panels.bars import Bars
from ..panels.labels import Labels
from ..panels.plane import Plane
from ..panels.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, label, legend, logarithmic, moving, sheet
from ..reweighting import lasso
from .base import Explorer
from .controls import buttons, choice, int_slider, log_slider, slider
from .controls import seed as seed_slider

DEPTHS = {"1": 1, "2": 2, "4": 4, "full": None}
HOW = ("mean posterior", "majority vote", "lasso")
MOST = 60                                       # trees of the forest whose trees are combined
LAMS = np.logspace(np.log10(0.5), np.log10(50), 21)
LIMITS = (-1.6, 1.6)


@lru_cache(maxsize=8)
def _combined(depth, seed):
    """Training and test set, a forest of 60 trees, and p_l(C_1 | x) on both sets and on the plane's grid, (60, ...)."""
    train, test = data.moons(150, 0.3, seed), data.moons(600, 0.3, 1000 + seed)
    forest = RandomForest(MOST, max_depth=DEPTHS[depth], seed=seed).fit(*train)
    axis = np.linspace(*LIMITS, 60)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    return train, test, forest, *(forest.posteriors(X)[..., 1] for X in (train.X, test.X, grid))


@lru_cache(maxsize=256)
def _weights(L, depth, lam, seed):
    """The lasso's weights (1 + L,) of the first L trees."""
    train, *_, p, _, _ = _combined(depth, seed)
    return lasso(p[:L].T, train.labels, lam)


@lru_cache(maxsize=64)
def _lasso_path(L, depth, seed):
    """For each λ of LAMS: how many trees are left, and the test error."""
    train, test, _, p, p_test, _ = _combined(depth, seed)
    w = lasso(p[:L].T, train.labels, LAMS)
    y = w[:, :1] + w[:, 1:] @ p_test[:L]
    return (w[:, 1:] != 0).sum(axis=1), ((y > 0.5) != test.labels).mean(axis=1)


def combined(how, p, w):
    """The output for class 1 of posteriors p (L, ...): their mean, the share of votes, or w_0 + Σ w_l p_l."""
    if how == "mean posterior":
        return p.mean(axis=0)
    return (p > 0.5).mean(axis=0) if how == "majority vote" else w[0] + np.tensordot(w[1:], p, 1)


def combination_explorer(how="mean posterior", L=20, depth="2", lam=3.0, x1=0.1, x2=0.0, seed=0):
    """Slides 7 and 10: the posteriors of L trees at a point that can be moved, and three ways to combine them."""
    here = "slide 7: where the trees are asked; or drag the diamond"
    controls = [buttons("how", "combination", how, HOW, "slide 7: mean; slide 10: vote, or weights from the lasso"),
                int_slider("L", "trees L", L, 1, MOST, "slide 7: how many trees are combined"),
                choice("depth", "depth of trees", depth, DEPTHS, "slide 12: full means that all leaves are pure"),
                log_slider("lam", "lasso's λ", lam, 0.5, 50, "slides 10, 38: the larger, the fewer trees are left"),
                slider("x1", "point x₁", x1, -1.5, 1.5, 0.05, here), slider("x2", "point x₂", x2, -1.5, 1.5, 0.05, here),
                seed_slider(seed)]
    figure, axes = sheet("The combined output in the plane; each tree's posterior at a point and its weight; test errors",
                         mosaic=[["plane", "bars"], ["plane", "weights"], ["plane", "path"]], size=(8, 4.4),
                         height_ratios=[1, 0.8, 1.2])
    ax, bars, weights, path = (axes[name] for name in ("plane", "bars", "weights", "path"))
    label(ax, "combined output and its boundary")
    plane = Plane(ax, LIMITS, size=4.5)
    diamond = moving(ax.plot([], [], "D", color=RED, ms=10, mec="white", mew=1.5, zorder=6)[0])
    figure.draggable(diamond)
    label(bars, "each tree's posterior; combined", "", "", (0, 1.3), (0, 1))
    label(weights, "weight of each tree", "", "", (0, 1.3), (-0.35, 0.75))
    for a in (bars, weights):
        a.set_xticks([])
    bars.set_yticks([0, 0.5, 1])
    weights.axhline(0, color=GREY, lw=0.8)
    zero, one = Bars(bars, ORANGE, edgecolors="white", linewidths=0.4), Bars(bars, BLUE, edgecolors="white", linewidths=0.4)
    moving(bars.axhline(0.5, color=INK, lw=1, ls="--"))
    stems = Bars(weights, PURPLE)
    cut = moving(weights.plot([], [], "x", color=RED, ms=5, mew=1.2, label="exactly 0")[0])
    legend(weights, loc="center right", handlelength=1)
    label(path, "test error; above: trees left by the lasso", "lasso's λ", "", (0.45, 56), (0.05, 0.36))
    logarithmic(path, "x")
    path.set_xticks([0.5, 1, 2, 5, 10, 20, 50], ["0.5", "1", "2", "5", "10", "20", "50"])
    curve = moving(path.plot([], [], "o-", color=PURPLE, ms=3, label="lasso")[0])
    levels = [moving(path.axhline(0, color=c, ls=ls, lw=1.6, label=name))
              for c, ls, name in ((GREEN, "-", "mean"), (INK, ":", "vote"))]
    mark = moving(path.axvline(1, color=GREY, lw=1.2))
    kept = Labels(path, 8, color=PURPLE)
    legend(path, loc="lower left", ncols=3)

    def compute(how, L, depth, lam, x1, x2, seed):
        train, test, forest, _, p_test, p_grid = _combined(depth, seed)
        p = np.array([tree.predict_proba([[x1, x2]])[0, 1] for tree in forest.trees[:L]])
        w = _weights(L, depth, lam, seed)
        y = {name: combined(name, p_test[:L], w) for name in HOW}
        error = {name: float(((y[name] > 0.5) != test.labels).mean()) for name in HOW}
        differ = int(((y[HOW[0]] > 0.5) != (y[HOW[1]] > 0.5)).sum())
        here, n = {name: float(combined(name, p, w)) for name in HOW}, int((w[1:] != 0).sum())
        words = (f"Votes for class 1 at the diamond: {(p > 0.5).sum()} of {L}, mean posterior: "
                 f"{here[HOW[0]]:.3f}. Mean and vote differ at {differ} of {len(test)} test points; test errors: "
                 f"mean {error[HOW[0]]:.3f}, vote {error[HOW[1]]:.3f}, lasso {error['lasso']:.3f} with {n} of the {L}.")
        return SimpleNamespace(p=p, x=(x1, x2), how=how, w=w if how == "lasso" else np.r_[0, np.full(L, 1 / L)], here=here,
                               map=np.clip(combined(how, p_grid[:L], w), 0, 1), train=train, error=error, differ=differ,
                               kept=n, path=_lasso_path(L, depth, seed), lam=lam, words=words)

    def draw(s):
        plane.update(map=s.map, X=s.train.X, labels=s.train.labels)
        diamond.set_data(*np.reshape(s.x, (2, 1)))
        edges = np.linspace(0, 1, len(s.p) + 1)
        p1, left, right = np.r_[s.p, np.clip(s.here[s.how], 0, 1)], np.r_[edges[:-1], 1.1], np.r_[edges[1:], 1.25]
        zero.update(left, right, 1, p1)
        one.update(left, right, p1)
        w = np.clip(s.w[1:], -0.35, 0.75)
        stems.update(edges[:-1], edges[1:], w)
        cut.set_data((edges[:-1] + edges[1:])[w == 0] / 2, w[w == 0])
        curve.set_data(LAMS, s.path[1])
        for level, name in zip(levels, HOW, strict=False):
            level.set_ydata([s.error[name]] * 2)
        mark.set_xdata([s.lam, s.lam])
        kept.update(list(map(str, s.path[0][::2])), np.stack([LAMS[::2], np.full(11, 0.335)], axis=1))

    return Explorer(combination_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"x1": event.x, "x2": event.y} if event.grabbed else None)
