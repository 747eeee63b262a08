"""Slides 4-5 and 11: what a split earns, and what a bootstrap sample leaves out."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import data
from ..forest import RandomForest, distinct_share
from ..impurity import entropy, gini, misclassification
from ..impurity import split as split_of
from ..panels.bars import Bars
from ..panels.style import (
    COLORS,
    GREEN,
    GREY,
    INK,
    LIGHT,
    MARKERS,
    PURPLE,
    RED,
    SKY,
    label,
    legend,
    logarithmic,
    moving,
    sheet,
)
from .base import Explorer
from .controls import choice, int_slider, play, slider, text
from .controls import seed as seed_slider


def half_gini(p):
    """The Gini impurity as slide 4/5 prints it, with the factor ½ that belongs to the sum over k < l."""
    return gini(p) / 2


KINDS = {"entropy": (entropy, GREEN), "Gini": (gini, RED), "Gini with ½": (half_gini, PURPLE),
         "misclassification": (misclassification, SKY)}
POINTS = 12


def twelve(classes):
    """The classes of the twelve points, from a text such as 000101110111."""
    if len(classes) != POINTS or set(classes) - {"0", "1"}:
        raise ValueError(f"classes: got {classes!r}, expected {POINTS} digits 0 or 1, one for each point")
    return np.array([int(c) for c in classes])


def all_splits(classes, impurity):
    """The Split of the twelve points at every cut 0 ... 12, as arrays: cut 0 has all of them on the right."""
    ones = np.concatenate([[0], np.cumsum(twelve(classes))])
    left = np.stack([np.arange(POINTS + 1) - ones, ones], axis=1)
    return split_of(left, left[-1] - left, KINDS[impurity][0]), left


def split_explorer(cut=6, classes="000100110111", impurity="Gini"):
    """Slide 4/5: twelve points and a split to be moved; what it earns, for four impurities."""
    controls = [int_slider("cut", "split after point", cut, 0, POINTS, "slide 4/5: the query s; or drag the line"),
                choice("impurity", "impurity i(s)", impurity, KINDS, "slide 4/5; with ½ as printed, and without"),
                text("classes", "classes", classes, "twelve digits; or click a point to change its class", twelve)]
    figure, axes = sheet("Impurity against the class share p, what a split earns, and twelve points with a split",
                         mosaic=[["curves", "bars"], ["row", "row"]], size=(8, 4.6), height_ratios=[1.15, 1],
                         width_ratios=[1.35, 1])
    curves, bars, row = axes["curves"], axes["bars"], axes["row"]
    label(curves, "impurity, and the parts on its curve", "share p of class 1", "i", (-0.02, 1.75), (0, 1.05))
    curves.set_xticks([0, 0.25, 0.5, 0.75, 1])
    label(bars, "Δi and its parts", "", "", (0, 1.32), (3.5, -0.5))
    bars.set_yticks(range(4), ["$i(s)$", "$P_L\\,i(L)$", "$(1-P_L)\\,i(R)$", "$\\Delta i$"])
    label(row, "Δi of every split", "split after point", "Δi", (-0.4, 12.4), (-0.22, 1.12))
    row.set_xticks(range(POINTS + 1))
    row.set_yticks([0, 0.5, 1])
    row.axhline(0, color=GREY, lw=0.8)
    p = np.linspace(0, 1, 201)
    lines, deltas = {}, {}
    for name, (function, color) in KINDS.items():
        lines[name] = moving(curves.plot(p, function(np.stack([1 - p, p], axis=1)), color=color, label=name)[0])
        deltas[name] = moving(row.plot([], [], ".-", color=color, ms=7)[0])
    legend(curves, loc="upper right")
    chord = moving(curves.plot([], [], "o-", color=INK, lw=1.4, ms=6, mec="white")[0])
    gap = moving(curves.plot([], [], color=INK, lw=5, solid_capstyle="butt")[0])
    names = [moving(curves.text(0, 0, name, ha="center", va="top", fontsize=9)) for name in ("L", "R")]
    heights = [moving(bar) for bar in bars.barh(range(4), [0] * 4, 0.6, color=[GREY, LIGHT[3], LIGHT[4], INK])]
    numbers = [moving(bars.text(0, k, "", va="center", fontsize=9)) for k in range(4)]
    line = moving(row.axvline(cut, color=INK, lw=1.6))
    handle = moving(row.plot([], [], "D", color=INK, ms=9, mec="white", zorder=6)[0])
    points = [moving(row.plot([], [], MARKERS[c], color=COLORS[c], ms=9, mec="white", zorder=5)[0]) for c in (0, 1)]
    best = moving(row.plot([], [], "o", ms=12, mfc="none", mec=INK, mew=1.6)[0])
    figure.draggable(handle)
    for artist in points:
        figure.draggable(artist)

    def compute(cut, classes, impurity):
        earned = {name: all_splits(classes, name)[0].delta for name in KINDS}
        parts, left = all_splits(classes, impurity)
        i, P_L, i_L, i_R = (float(part[cut]) for part in parts)
        delta = earned[impurity]
        top = np.flatnonzero(delta >= delta.max() - 1e-12)
        terms = i, P_L * i_L, (1 - P_L) * i_R, float(delta[cut])
        sides = [n[1] / n.sum() if n.sum() else np.nan for n in (left[cut], left[-1] - left[cut])]
        where = ", ".join(map(str, top)) if delta.max() > 1e-12 else "none"
        (a, b), (c, d) = left[cut], left[-1] - left[cut]
        found = f"Best split after point {where}: Δi = {delta.max():.3f}." if where != "none" else "No split earns anything."
        words = (f"Left {a} of class 0 and {b} of class 1, right {c} and {d}: Δi = {i:.3f} − {terms[1]:.3f} − {terms[2]:.3f}"
                 f" = {terms[3]:.3f} ({impurity}). {found}")
        return SimpleNamespace(cut=cut, classes=classes, labels=twelve(classes), impurity=impurity, terms=terms, delta=delta,
                               earned=earned, best=top.tolist() if where != "none" else [], sides=sides,
                               p=left[-1][1] / POINTS, i=(i_L, i_R), words=words)

    def draw(s):
        for name in KINDS:
            for artist in (lines[name], deltas[name]):
                artist.set(alpha=1 if name == s.impurity else 0.25, linewidth=2.2 if name == s.impurity else 1.2)
            deltas[name].set_data(range(POINTS + 1), s.earned[name])
        both = np.isfinite(s.sides).all()
        chord.set_data(s.sides, s.i)
        gap.set_data([s.p, s.p], [s.terms[0] - s.terms[3], s.terms[0]])
        for name, side, i in zip(names, s.sides, s.i, strict=True):
            name.set(position=(side if both else 0, i - 0.05 if i > 0.15 else i + 0.16), visible=both)
        for bar, number, value in zip(heights, numbers, s.terms, strict=True):
            bar.set_width(value)
            number.set(text=f"{value:.3f}", x=value + 0.02)
        line.set_xdata([s.cut, s.cut])
        handle.set_data([s.cut], [0.93])
        for c in (0, 1):
            n = np.flatnonzero(s.labels == c)
            points[c].set_data(n + 0.5, np.full(len(n), -0.12))
        best.set_data(s.best, s.delta[s.best])

    def pointer(event, s):
        if event.grabbed is None or event.grabbed[0] is handle:
            return {"cut": event.x} if event.grabbed and event.kind != "press" else None
        if event.kind == "press":
            n = int(event.grabbed[0].get_xdata()[event.grabbed[1]])
            return {"classes": s.classes[:n] + "10"[int(s.classes[n])] + s.classes[n + 1:]}

    return Explorer(split_explorer, controls, compute, figure, draw, pointer=pointer)


TREES = 100


@lru_cache(maxsize=64)
def _bagged(n, noise, seed):
    """A forest of 100 trees on n examples, and its errors against L: out of bag, on 1000 test examples, of a tree alone."""
    train, test = data.moons(n, noise, seed), data.moons(1000, noise, 1000 + seed)
    forest = RandomForest(TREES, seed=seed).fit(*train)
    p = forest.posteriors(test.X)[..., 1]
    mean = np.cumsum(p, axis=0) / np.arange(1, TREES + 1)[:, None]
    return forest, forest.oob_curve(), ((mean > 0.5) != test.labels).mean(axis=1), float(((p > 0.5) != test.labels).mean())


def bootstrap_explorer(n=40, noise=0.3, tree=1, L=30, seed=0):
    """Slide 11: what a bootstrap sample leaves out, and the error measured with it, beside a real test error."""
    controls = [int_slider("n", "examples N", n, 2, 200, "slide 11: drawn N times, with replacement"),
                slider("noise", "noise", noise, 0, 0.6, 0.05, "blur of the two half moons"),
                int_slider("tree", "sample of tree", tree, 1, TREES, "slide 11: each tree has a sample of its own"),
                play("L", "trees L", L, TREES, tip="slide 11: the forest grows; scrub both ways", first=1),
                seed_slider(seed)]
    figure, axes = sheet("How often each example was drawn; share of distinct examples against N; errors against L",
                         mosaic=[["drawn", "drawn"], ["share", "error"]], size=(8, 4.4), height_ratios=[1, 1.4],
                         width_ratios=[1, 1.5])
    drawn, share, error = axes["drawn"], axes["share"], axes["error"]
    label(drawn, "how often each example was drawn (× : out of the bag)", "", "", (0, 1), (-0.9, 7))
    drawn.set_xticks([])
    label(share, "share of distinct examples", "examples N", "", (1.8, 220), (0.45, 1.02))
    logarithmic(share, "x")
    share.set_xticks([2, 10, 50, 200], ["2", "10", "50", "200"])
    label(error, "error", "trees L", "", (0, TREES + 1), (0, 0.6))
    every = np.arange(2, 201)
    share.plot(every, distinct_share(every), color=INK, label="1 − (1 − 1/N)ᴺ")
    share.axhline(1 - np.exp(-1), color=GREY, lw=1, ls="--", label="1 − 1/e = 0.632")
    spot = moving(share.plot([], [], "o", color=GREEN, ms=8, mec="white", label="mean of L samples")[0])
    this = moving(share.plot([], [], "D", color=PURPLE, ms=6, mec="white", label="this sample")[0])
    legend(share, loc="upper right", fontsize=8)
    bars = Bars(drawn, PURPLE)
    out = moving(drawn.plot([], [], "x", color=RED, mew=1.6)[0])
    curves = [moving(error.plot([], [], "o-", color=c, mec="white", ms=8, lw=2, label=name)[0])
              for name, c in (("out of bag", RED), ("test", GREEN))]
    alone = moving(error.axhline(0, color=GREY, lw=1.4, ls="--", label="a tree alone (test)"))
    few = moving(error.plot([], [], "o", mfc="none", mec=GREEN, mew=1.6, ms=8, label="test, with 37 % of the L trees")[0])
    legend(error, loc="upper right", fontsize=8, ncols=2)

    def compute(n, noise, tree, L, seed):
        forest, oob, test, single = _bagged(n, noise, seed)
        times = np.bincount(forest.samples[tree - 1], minlength=n)
        distinct = ~forest.out_of_bag[:L]
        judges = forest.out_of_bag[:L].sum(axis=0)
        judged = f"out-of-bag error {oob[L - 1]:.3f}" if np.isfinite(oob[L - 1]) else "no example is out of any bag yet"
        unjudged = int((judges == 0).sum())
        words = (f"Tree {tree} has seen {(times > 0).sum()} of {n} examples, {(times > 0).mean():.1%}; expected are "
                 f"{distinct_share(n):.1%}. With {L} tree{'s' * (L > 1)}: {judged}, test error {test[L - 1]:.3f}, a tree "
                 f"alone {single:.3f}; an example is judged by {judges.mean():.1f} trees, {unjudged} by none (not counted).")
        return SimpleNamespace(n=n, L=L, times=times, share=float((times > 0).mean()), mean_share=float(distinct.mean()),
                               oob=oob, test=test, single=single, judges=judges, unjudged=unjudged, words=words)

    def draw(s):
        edges = np.linspace(0, 1, s.n + 1)
        gap = 0.1 * edges[1]
        bars.update(edges[:-1] + gap, edges[1:] - gap, np.minimum(s.times, 7))
        missed = np.flatnonzero(s.times == 0)
        out.set_data((missed + 0.5) / s.n, np.full(len(missed), -0.45))
        out.set_markersize(8 if s.n <= 80 else 4)
        spot.set_data([s.n], [s.mean_share])
        this.set_data([s.n], [s.share])
        L = np.arange(1, TREES + 1)
        for curve, y in zip(curves, (s.oob, s.test), strict=True):
            curve.set(data=(L, y), markevery=[s.L - 1])
        alone.set_ydata([s.single, s.single])
        fewer = max(1, round(s.L * (1 - s.mean_share)))
        few.set_data([fewer], [s.test[fewer - 1]])

    return Explorer(bootstrap_explorer, controls, compute, figure, draw)
