"""Slide 36: one update, w ← w − η (y − t) φ, and three outputs y; and how large η may be when y is linear."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import data, fits
from ..activations import Identity, Sigmoid, Step
from ..losses import SquaredError
from ..network import Network, with_bias
from ..objective import Objective
from ..panels.style import COLORS, GREEN, GREY, INK, MARKERS, PURPLE, RED, SKY, label, legend, logarithmic, moving, sheet
from ..perceptron import delta_rule, perceptron_learning, stability_limit
from ..training import History, gradient_descent
from .base import Explorer
from .controls import log_slider, play, slider

EPOCHS = 300
RULES = {"step": Step(), "linear": Identity(), "logistic": Sigmoid()}
TITLES = {"step": "step: perceptron", "linear": "linear: LMS", "logistic": "σ: logistic"}
FRAMED = {"frameon": True, "edgecolor": "none", "framealpha": 0.9}                # a legend that a curve may pass behind
HUGE = 1e6                                                 # beyond this, w has left for good


@lru_cache(maxsize=64)
def learned(x9, eta):
    """{output: (1+EPOCHS, 2) the weights at the end of each epoch} of the delta rule on the nine points, from w = 0."""
    X, t = data.nine_points(x9)
    runs = {name: delta_rule(X, t, g, eta, epochs=EPOCHS) for name, g in RULES.items() if name != "step"}
    runs["step"] = perceptron_learning(X, t, eta=eta, epochs=EPOCHS)            # the same rule, to its end
    paths = {}
    for name, run in runs.items():
        w = np.array([[0.0, 0.0], *(s.w for s in run if s.tau % len(X) == 0)])
        paths[name] = np.vstack([w, np.repeat(w[-1:], EPOCHS + 1 - len(w), axis=0)])
    return paths


def delta_explorer(x9=2.0, eta=0.002, epoch=300):
    """Slide 36: the same update with three outputs. A point that is more than right moves one boundary only."""
    controls = [slider("x9", "point x₉", x9, 2, 30, 0.1, "slide 36: a point of class 1; or drag it"),
                log_slider("eta", "learning rate η", eta, 1e-4, 1, "slide 36: the size of the update"),
                play("epoch", "epoch", epoch, EPOCHS, tip="all nine points once; both ways")]
    figure, axes = sheet("The outputs of three perceptrons on nine points, and their boundaries", 3, 2, size=(8, 4.4),
                         height_ratios=[2, 1])
    panels = {}
    for column, name in enumerate(RULES):
        top, low = axes[:, column]
        label(top, TITLES[name], "", "" if column else "y", (-3.5, 33), (-0.5, 1.75))
        label(low, "", "x, enlarged" if column == 1 else "", "", (-2.4, 2.4), (-1, 1))
        low.set(yticks=[])
        low.spines["left"].set_visible(False)
        top.axhline(0.5, color=GREY, lw=0.8, ls="--")
        panels[name] = SimpleNamespace(
            curve=moving(top.plot([], [], color=INK, lw=2)[0]),
            push=[moving(top.plot([], [], color=COLORS[c], lw=1.2)[0]) for c in (0, 1)],
            points=[moving(ax.plot([], [], MARKERS[c], color=COLORS[c], ms=7, mec="white", zorder=4)[0])
                    for ax in (top, low) for c in (0, 1)],
            ring=moving(top.plot([], [], "o", ms=14, mfc="none", mec=INK, mew=2, zorder=5)[0]),
            text=moving(top.text(0.03, 0.97, "", transform=top.transAxes, va="top", fontsize=9, zorder=7,
                                 bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})),
            edge=moving(low.axvline(0, color=INK, lw=3)),
            wrong=moving(low.plot([], [], "x", color=RED, ms=12, mew=2.5, zorder=6)[0]))
        figure.draggable(panels[name].ring)
    exact = moving(axes[1, 1].axvline(0, color=RED, lw=1.5, ls="--", label="least squares"))
    moving(*legend(axes[1, 1], loc="upper left", handlelength=1, **FRAMED).findobj())
    line = np.linspace(-3.5, 33, 366)

    def compute(x9, eta, epoch):
        X, labels = data.nine_points(x9)
        w0, w1 = fits.least_squares(X, labels.astype(float))
        state = SimpleNamespace(X=X, labels=labels, w={}, y={}, boundary={}, errors={}, gone={}, exact=(0.5 - w0) / w1)
        told = []
        for name, g in RULES.items():
            path = learned(x9, eta)[name]
            w, level = path[epoch], 0.5 * (name == "linear")                     # of wᵀφ at which it decides
            lost = np.flatnonzero(~(np.abs(path) < HUGE).all(1))
            state.gone[name] = int(lost[0]) if len(lost) and lost[0] <= epoch else None
            state.w[name] = w = np.full(2, np.nan) if state.gone[name] else w
            z = with_bias(X) @ w
            state.y[name] = g(z) if np.isfinite(w).all() else np.full(9, np.nan)
            state.boundary[name] = round(float((level - w[0]) / w[1]), 9) + 0.0 if w[1] else np.nan
            state.errors[name] = (z >= level) != labels
            told.append(f"{name} {said(state.boundary[name])} ({state.errors[name].sum()} wrong)"
                        if state.gone[name] is None else
                        f"{name} <b>diverged</b> in epoch {state.gone[name]}: η is too large, one example at a time it must "
                        f"stay below about 2/|φ₉|² = {2 / (1 + x9**2):.2g}")
        state.words = f"Boundaries: {'; '.join(told)}. The least-squares line: {state.exact:.2f}."
        return state

    def draw(s):
        x, t = s.X[:, 0], s.labels
        exact.set_xdata([s.exact] * 2)
        for name, p in panels.items():
            gone = s.gone[name] is not None
            p.curve.set_data(line, RULES[name](s.w[name][0] + s.w[name][1] * line) if not gone else np.nan * line)
            for c in (0, 1):
                n = t == c
                p.push[c].set_data(np.column_stack([x[n], x[n], np.nan * x[n]]).ravel(),
                                   np.column_stack([t[n], s.y[name][n], np.nan * x[n]]).ravel())
                p.points[c].set_data(x[n], t[n])
                p.points[2 + c].set_data(x[n], 0 * x[n])
            p.ring.set_data(x[-1:], t[-1:])
            push = (s.y[name][-1] - 1) * np.array([1, x[-1]])
            p.text.set_text("diverged" if gone else "−(y−t)φ at x₉: ({:.2f}, {:.2f})".format(*(-push.round(2) + 0.0)))
            p.edge.set_xdata([np.nan if gone else s.boundary[name]] * 2)
            wrong = x[s.errors[name]] if not gone else x[:0]
            p.wrong.set_data(wrong, 0 * wrong)

    return Explorer(delta_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"x9": event.x} if event.grabbed else None)


def said(x):
    """Where a boundary is, with two digits, and 0.00 without a sign; nan: w1 is still 0."""
    return "none yet" if np.isnan(x) else f"{round(x, 2) + 0.0:.2f}"


STEPS = 300


@lru_cache(maxsize=64)
def descent(x9, eta):
    """w (1+T, 2) of gradient descent from 0 on ½ Σ (y − t)², linear y, nine points; it may end early, where E is inf."""
    X, t = data.nine_points(x9)
    start = Network([np.zeros((1, 2))], "identity")
    return History.of(gradient_descent(start, Objective(SquaredError(0.5)), X, t[:, None], eta, STEPS)).net.W[1][:, 0]


def stability_explorer(x9=2.0, eta=0.5, tau=300):
    """Slide 36: how large may η be? Every step multiplies the error along an eigenvector by 1 − ηλ."""
    controls = [slider("x9", "point x₉", x9, -3, 30, 0.1, "slide 36: the ninth point"),
                log_slider("eta", "learning rate η", eta, 1e-3, 3, "slide 36: the size of the update"),
                play("tau", "step τ", tau, STEPS, tip="one update with the mean of all nine, both ways")]
    figure, (left, middle, right) = sheet("The path of the weights, the excess error, and the factor per step", 3,
                                          size=(8, 3.3))
    label(left, "weights", "w₀", "w₁", (-0.7, 1.7), (-0.9, 1.5))
    label(middle, "E − min E", "step τ", "", (0, STEPS), (1e-12, 1e12))
    label(right, "factor |1 − ηλ| of a step", "η", "", (1e-3, 3), (0, 2))
    logarithmic(middle)
    logarithmic(right, "x")
    angle = np.linspace(0, 2 * np.pi, 121)
    rings = [moving(left.plot([], [], color=SKY, lw=1.2)[0]) for _ in range(4)]
    path = moving(left.plot([], [], ".-", color=INK, lw=1.2, ms=5)[0])
    best = moving(left.plot([], [], "+", color=RED, ms=14, mew=2.5)[0])
    excess = moving(middle.plot([], [], color=INK, lw=2)[0])
    now = moving(middle.plot([], [], "o", color=INK, ms=7)[0])
    eta_axis = np.geomspace(1e-3, 3, 300)
    factors = [moving(right.plot([], [], color=c, lw=2, label=word)[0])
               for c, word in ((PURPLE, "largest λ"), (GREEN, "smallest λ"))]
    dots = [moving(right.plot([], [], "o", color=c, mec="white", ms=9, zorder=5)[0]) for c in (PURPLE, GREEN)]
    right.axhline(1, color=GREY, lw=1, ls="--")
    limit = moving(right.axvline(1, color=RED, lw=1.5, ls="--", label="2/λ_max"))
    moving(*legend(right, loc="upper left", **FRAMED).findobj())

    def compute(x9, eta, tau):
        X, t = data.nine_points(x9)
        Z = with_bias(X)
        λ, v = np.linalg.eigh(Z.T @ Z / len(Z))                                 # eigenvalues, the largest last
        least, w = fits.least_squares(X, t.astype(float)), descent(x9, eta)
        with np.errstate(all="ignore"):
            E = 0.5 * len(Z) * ((((w - least) @ v) ** 2) * λ).sum(1)            # E − min E, without a difference of E
        end, bound = stability_limit(X), min(tau, len(w) - 1)
        grows = not np.isfinite(E[-1]) or E[-1] > E[-2] and E[-1] > 1e-20
        factor = 1 - eta * λ
        said = f"{E[-1]:.2g} after {len(w) - 1} steps" if np.isfinite(E[-1]) else f"not finite after {len(w) - 1} steps"
        words = (f"λ_max = {λ[-1]:.3g}, so the limit is 2/λ_max = {end:.4g}; η = {eta:.4g}. Along the steep direction each "
                 f"step multiplies the error by {factor[-1]:.3f}. E − min E: {E[0]:.2g} at the start, {said}: it "
                 + ("<b>diverges</b>, η is too large." if grows else "converges."))
        return SimpleNamespace(λ=λ, v=v, least=least, w=w[:bound + 1], E=E, tau=bound, eta=eta, limit=end, grows=bool(grows),
                               factor=factor, words=words)

    def draw(s):
        for k, ring in enumerate(rings):
            radius = 0.02 * 4**k
            ring.set_data(*(s.least + (np.column_stack([np.cos(angle), np.sin(angle)]) * np.sqrt(radius / s.λ)) @ s.v.T).T)
        path.set_data(*np.clip(np.nan_to_num(s.w), -1e6, 1e6).T)
        best.set_data(*s.least[:, None])
        shown = np.clip(np.nan_to_num(s.E, nan=1e13, posinf=1e13), 1e-13, 1e13)
        excess.set_data(np.arange(len(shown)), shown)
        now.set_data([s.tau], np.clip(shown[s.tau:s.tau + 1], 1e-12, 1e12))
        for curve, dot, λ in zip(factors, dots, s.λ[::-1], strict=True):
            curve.set_data(eta_axis, np.abs(1 - eta_axis * λ))
            dot.set_data([s.eta], [min(abs(1 - s.eta * λ), 1.97)])
        limit.set_xdata([s.limit] * 2)

    def near(factor):
        return lambda explorer: explorer.set(eta=factor * explorer.state.limit)

    return Explorer(stability_explorer, controls, compute, figure, draw,
                    buttons={"just below the limit": near(0.99), "just above": near(1.01)})
