"""Slide 37: five loss functions, what they reward, what they punish, and where their fits end up."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import data, fits
from ..activations import Sigmoid, Step
from ..losses import AbsoluteError, CrossEntropy, Hinge, SquaredError
from ..objective import Objective
from ..panels.labels import number
from ..panels.style import (
    BLUE,
    COLORS,
    GREEN,
    GREY,
    INK,
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
from .controls import choice, slider

LOSS_COLORS = {"squared error": RED, "absolute error": PURPLE, "cross-entropy": BLUE, "hinge": GREEN,
               "perceptron": SKY, "0/1": INK}


def margin_losses(m):
    """{name: (L, dL/dm)} of one example with t = +1 against its margin m = t·y."""
    y, t = np.asarray(m, dtype=float)[..., None], np.ones((1,))
    losses = {loss.name: (loss(t, y), loss.gradient(t, y)[..., 0]) for loss in (SquaredError(), AbsoluteError(), Hinge())}
    wrong = 1 - Step()(y[..., 0])
    return losses | {"cross-entropy": (CrossEntropy().of_scores(t, y), Sigmoid()(y[..., 0]) - 1),
                     "perceptron": (np.maximum(0, -y[..., 0]), -wrong), "0/1": (wrong, 0 * wrong)}


def margin_explorer(m=-1.0, loss="all"):
    """Slide 37: the losses against the margin m, and below them the push each one gives."""
    controls = [slider("m", "margin m = t·y", m, -3, 3, 0.05, "slide 37: positive is right, above 1 is too right"),
                choice("loss", "loss", loss, ["all", *LOSS_COLORS], "slide 37: look at one loss alone")]
    figure, (values, slopes) = sheet("Loss and its derivative against the margin of one example", 2)
    x = np.linspace(-3, 3, 601)
    curves = {name: [ax.plot(x, y, color=LOSS_COLORS[name], label=name, animated=True)[0]
                     for ax, y in zip((values, slopes), pair, strict=True)] for name, pair in margin_losses(x).items()}
    label(values, "loss L", "margin m", "", (-3.1, 3.1), (-0.2, 6))
    label(slopes, "derivative dL/dm", "margin m", "", (-3.1, 3.1), (-6, 4.4))
    legend(values, loc="upper right")
    marks = [ax.axvline(m, color=GREY, lw=1.2, animated=True) for ax in (values, slopes)]
    dots = {name: [ax.plot([], [], "o", color=LOSS_COLORS[name], mec="white", animated=True)[0]
                   for ax in (values, slopes)] for name in curves}
    for pair in dots.values():
        figure.draggable(pair[0])

    def compute(m, loss):
        at = {name: (float(L), float(slope)) for name, (L, slope) in margin_losses(m).items()}
        names = list(LOSS_COLORS) if loss == "all" else [loss]
        told = ", ".join(f"{name} {at[name][0]:.3g}" for name in names)
        side = "wrong side" if m < 0 else "right side, but closer than 1" if m < 1 else "right side"
        if m > 1:
            side += ": squared and absolute error still punish it, for being too right"
        return SimpleNamespace(m=m, at=at, names=names, words=f"At m = {number(m)} ({side}) the loss is: {told}.")

    def draw(s):
        for name, lines in curves.items():
            for k, (curve, dot) in enumerate(zip(lines, dots[name], strict=True)):
                curve.set_alpha(1 if name in s.names else 0.15)
                dot.set_visible(name in s.names)
                dot.set_data([s.m], [s.at[name][k]])
        for mark in marks:
            mark.set_xdata([s.m, s.m])

    return Explorer(margin_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"m": event.x})


def outlier_explorer(dy=0.0, model="line"):
    """Slide 37: twenty points, one of them dragged upwards: least squares follows it, the median regression does not."""
    controls = [slider("dy", "outlier Δy", dy, 0, 20, 0.1, "slide 37: the ringed point, moved up; or drag it"),
                choice("model", "model y(x)", model, ["constant", "line"], "constant: mean against median")]
    figure, (ax, bars) = sheet("Twenty points, a fit of least squares and one of least absolute errors", 2,
                               width_ratios=[2.4, 1])
    X, t0 = data.line(20, noise=0.1, seed=0)
    x, moved = X[:, 0], 17                                  # the point near the right end
    cloud = moving(ax.plot(x, t0, "o", color=GREY, mec="white", label="targets t")[0])
    outlier = moving(ax.plot([], [], "o", ms=13, mfc="none", mec=INK, mew=2)[0])
    lines = {name: moving(ax.plot([], [], color=LOSS_COLORS[name], label=label_)[0])
             for name, label_ in (("squared error", "L2: least squares"), ("absolute error", "L1: median regression"))}
    label(ax, "targets and fits", "x", "t", (-1.1, 1.1), (-3, 23))
    legend(ax, loc="upper left")
    label(bars, "both measures (log)", "", "", None, (0.05, 1000))
    logarithmic(bars)
    bars.set(xticks=[0, 1], xticklabels=["Σ (y−t)²", "Σ |y−t|"], xlim=(-0.6, 1.6))
    side = {"squared error": -0.15, "absolute error": 0.15}
    heights = {name: moving(bars.plot([], [], "s", ms=12, color=LOSS_COLORS[name])[0]) for name in lines}
    figure.draggable(outlier)

    def compute(dy, model):
        t = t0.copy()
        t[moved] += dy
        Z = X if model == "line" else X[:, :0]
        w = {"squared error": fits.least_squares(Z, t), "absolute error": fits.least_absolute(Z, t)}
        y = {name: w[name][0] + Z @ w[name][1:] for name in w}
        E = {name: (((y[name] - t) ** 2).sum(), np.abs(y[name] - t).sum()) for name in w}
        what, k = ("slope", 1) if model == "line" else ("level", 0)
        return SimpleNamespace(t=t, w=w, y=y, E=E, words=(
            f"The outlier is {dy:.1f} above its place. {what.capitalize()} of the L2 fit: {w['squared error'][k]:.2f}, "
            f"of the L1 fit: {w['absolute error'][k]:.2f}; each is the best by its own measure only."))

    def draw(s):
        cloud.set_ydata(s.t)
        outlier.set_data([x[moved]], [s.t[moved]])
        for name in lines:
            lines[name].set_data(x, s.y[name])
            heights[name].set_data(np.array([0, 1]) + side[name], s.E[name])

    return Explorer(outlier_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"dy": event.y - t0[moved]} if event.grabbed else None)


@lru_cache(maxsize=256)
def _fits(x9):
    """{loss: (w, the level of y at which it decides)} of slide 36's nine points with the last one at x9."""
    X, labels = data.nine_points(x9)
    t, codings = labels.astype(float), {"cross-entropy": (CrossEntropy(), "sigmoid"), "hinge": (Hinge(), "identity")}
    w = {"squared error": fits.least_squares(X, t), "absolute error": fits.least_absolute(X, t)}
    for name, (loss, g) in codings.items():     # λ = 0.01: without it separable data have no best slope for these two
        w[name] = fits.minimise(Objective(loss, "L2", 0.01), X, loss.encode(labels), g=g)
    return {name: (w[name], 0.5 if name in ("squared error", "absolute error") else 0.0) for name in w}


def boundary_explorer(x9=2.0):
    """Slide 37: nine points on a line, one of class 1 dragged about: where does each loss put its boundary?"""
    controls = [slider("x9", "point x₉", x9, -3, 30, 0.1, "slides 36-37: a point of class 1; or drag it")]
    figure, (ax, near) = sheet("Nine points on a line, the boundaries of four losses", 2, width_ratios=[1.5, 1])
    names = list(_fits(2.0))
    shown = dict.fromkeys(names, lambda y: y) | {"cross-entropy": Sigmoid(), "hinge": lambda y: (y + 1) / 2}
    label(ax, "outputs y(x), scaled to the targets 0 and 1", "x", "y", (-3.5, 31), (-0.35, 1.75))
    label(near, "boundaries, enlarged", "x", "", (-3.4, 7), (-0.8, 4.6))
    near.set(yticks=range(4), yticklabels=names)
    near.spines["left"].set_visible(False)
    ax.axhline(0.5, color=GREY, lw=0.8, ls="--")
    line = np.linspace(-3.5, 31, 500)
    curves = {name: moving(ax.plot([], [], color=LOSS_COLORS[name], label=name)[0]) for name in names}
    points = [moving(ax.plot([], [], MARKERS[c], color=COLORS[c], mec="white", ms=8)[0]) for c in (0, 1)]
    rows = [moving(near.plot([], [], MARKERS[c], color=COLORS[c], mec="white", ms=6)[0]) for c in (0, 1)]
    wrong = moving(near.plot([], [], "x", color=INK, ms=11, mew=2.5, label="wrong")[0])
    marks = {name: moving(near.plot([], [], color=LOSS_COLORS[name], lw=4, solid_capstyle="butt")[0]) for name in names}
    dragged = moving(ax.plot([], [], "o", ms=13, mfc="none", mec=INK, mew=2)[0])
    legend(ax, loc="upper right", ncols=2)
    legend(near, loc="upper right")
    figure.draggable(dragged)

    def compute(x9):
        X, labels = data.nine_points(x9)
        fit = _fits(x9)
        boundary = {name: float(round((level - w[0]) / w[1], 4)) + 0.0 for name, (w, level) in fit.items()}
        errors = {name: (w[0] + X[:, 0] * w[1] >= level - 1e-9) != labels for name, (w, level) in fit.items()}
        told = "; ".join(f"{name} {number(boundary[name])} ({errors[name].sum()} wrong)" for name in fit)
        return SimpleNamespace(X=X, labels=labels, fit=fit, boundary=boundary, errors=errors,
                               words=f"x₉ = {number(x9, 1)}. Boundaries: {told}.")

    def draw(s):
        x = s.X[:, 0]
        for c in (0, 1):
            points[c].set_data(x[s.labels == c], np.full((s.labels == c).sum(), c))
            here = np.tile(x[s.labels == c], len(names))
            rows[c].set_data(here, np.repeat(np.arange(4), len(here) // 4))
        dragged.set_data(x[-1:], [1])
        row, n = np.nonzero([s.errors[name] for name in names])
        wrong.set_data(x[n], row)
        for row, name in enumerate(names):
            w, level = s.fit[name]
            curves[name].set_data(line, shown[name](w[0] + w[1] * line))
            marks[name].set_data([min(s.boundary[name], 6.9)] * 2, [row - 0.35, row + 0.35])

    return Explorer(boundary_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"x9": event.x} if event.grabbed else None)
