"""Slide 37: which loss for which output? A sigmoid that starts on the wrong side, and the softmax of several scores."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from ..activations import Sigmoid
from ..losses import Softmax
from ..network import Network
from ..objective import Objective
from ..panels.labels import number
from ..panels.style import BLUE, COLORS, GREY, INK, RED, label, legend, logarithmic, moving, sheet
from ..training import History, gradient_descent
from .base import Explorer
from .controls import choice, int_slider, log_slider, play, slider

STEPS = 200
PAIRS = {"squared error": RED, "cross-entropy": BLUE}     # the loss after a sigmoid output, and its colour


def slope(loss, z):
    """dE/dz of one sigmoid unit with t = 1 at each z: backpropagation through a stack of one-weight networks."""
    from ..gradients import backprop
    bias = np.stack([z, np.zeros_like(z)], axis=-1)[:, None]
    return backprop(Objective(loss), Network([bias], "sigmoid"), np.zeros((1, 1)), np.ones((1, 1)))[1][:, 0, 0]


@lru_cache(maxsize=64)
def _descent(z0, eta):
    """z at every step of gradient descent from z0 towards t = 1, for both losses."""
    start = Network([[[z0, 0.0]]], "sigmoid")
    runs = (History.of(gradient_descent(start, Objective(loss), [[0.0]], [[1.0]], eta, STEPS)) for loss in PAIRS)
    return {loss: run.net.W[1][:, 0, 0] for loss, run in zip(PAIRS, runs, strict=True)}


def saturation_explorer(z0=-8.0, eta=1.0, tau=50):
    """Slide 37: a sigmoid that is confidently wrong learns from the cross-entropy, hardly from the squared error."""
    controls = [slider("z0", "start z₀", z0, -8, 8, 0.5, "z before the sigmoid; the target is t = 1"),
                log_slider("eta", "learning rate η", eta, 1e-2, 10, "slide 46: the length of the step"),
                play("tau", "step τ", tau, STEPS, tip="scrub through the descent, both ways")]
    figure, (grad, path) = sheet("Size of the gradient against z, and the output during gradient descent", 2)
    z, tau_axis = np.linspace(-8.5, 8.8, 201), np.arange(STEPS + 1)
    label(grad, "push |dL/dz| towards t = 1 (log scale)", "z", "", (-8.8, 9), (1e-8, 10))
    logarithmic(grad)
    label(path, "output y = σ(z) during descent", "step τ", "", (0, STEPS), (-0.03, 1.05))
    path.axhline(1, color=GREY, lw=0.8, ls="--")
    dots, outputs, now = {}, {}, {}
    for name, color in PAIRS.items():
        grad.plot(z, abs(slope(name, z)), color=color, label=f"σ + {name}")
        dots[name] = moving(grad.plot([], [], "o", color=color, mec="white", ms=9)[0])
        outputs[name] = moving(path.plot([], [], color=color, label=f"σ + {name}")[0])
        now[name] = moving(path.plot([], [], "o", color=color, mec="white", ms=9)[0])
    legend(grad, loc="lower left")

    def compute(z0, eta, tau):
        z = {name: run[tau] for name, run in _descent(z0, eta).items()}
        push = {name: float(abs(slope(name, z[name][None]))[0]) for name in PAIRS}
        y = {name: float(Sigmoid()(z[name])) for name in PAIRS}
        at_start = {name: float(abs(slope(name, np.array([z0])))[0]) for name in PAIRS}
        ratio = at_start["cross-entropy"] / at_start["squared error"]
        runs = _descent(z0, eta)
        return SimpleNamespace(tau=tau, z=z, y=y, push=push, at_start=at_start, ratio=ratio, runs=runs, words=(
            f"At z₀ = {number(z0, 1)} the cross-entropy pushes {ratio:.4g} times as hard as the squared error. "
            f"After {tau} steps: y = {y['squared error']:.3f} (squared error), {y['cross-entropy']:.3f} (cross-entropy)."))

    def draw(s):
        for name in PAIRS:
            outputs[name].set_data(tau_axis, Sigmoid()(s.runs[name]))
            now[name].set_data([s.tau], [s.y[name]])
            dots[name].set_data([s.z[name]], [max(s.push[name], 1e-8)])

    return Explorer(saturation_explorer, controls, compute, figure, draw)


def softmax_explorer(z1=2.0, z2=1.0, z3=0.0, z4=-1.0, classes=4, shift=0.0, scale=1.0, formula="safe"):
    """Slide 37: scores become probabilities; a common shift changes nothing, unless the exponential overflows."""
    tip = "slide 37: the linear output y of this class, before the softmax"
    scores = [slider(f"z{k}", f"score y{'₁₂₃₄'[k - 1]}", z, -5, 5, 0.1, tip) for k, z in enumerate((z1, z2, z3, z4), 1)]
    safe = "naive: exp(y) / Σ exp(y) as printed; safe: the largest score is subtracted first"
    controls = [*scores, int_slider("classes", "classes K", classes, 2, 4, "with two, the softmax is σ(y₁ − y₂)"),
                slider("shift", "shift all", shift, -1000, 1000, 10, "the same number added to every score"),
                log_slider("scale", "scale", scale, 0.1, 10, "multiply every score: sharper or flatter"),
                choice("formula", "formula", formula, ["safe", "naive"], safe)]
    figure, (left, right) = sheet("Scores of up to four classes and their softmax probabilities", 2)
    names = [f"class {k}" for k in range(1, 5)]
    label(left, "scores, without the shift", "", "", (-0.6, 3.6), (-12, 12))
    label(right, "probabilities exp(y_k) / Σ exp(y_j)", "", "", (-0.6, 3.6), (0, 1.12))
    for ax in (left, right):
        ax.set_xticks(range(4), names)
    left.axhline(0, color=GREY, lw=0.8)
    bars = [[moving(bar) for bar in ax.bar(range(4), [0] * 4, 0.6, color=COLORS[:4])] for ax in (left, right)]
    texts = [[moving(ax.text(k, 0, "", ha="center", va=va, color=INK)) for k in range(4)]
             for ax, va in ((left, "center"), (right, "bottom"))]

    def compute(z1, z2, z3, z4, classes, shift, scale, formula):
        z = scale * np.array([z1, z2, z3, z4])[:classes]
        y = z + shift
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            p = Softmax().probabilities(y) if formula == "safe" else np.exp(y) / np.exp(y).sum()
        loss = Softmax()(np.eye(classes)[0], y)
        if np.isfinite(p).all():
            words = f"Probabilities ({formula} formula): {', '.join(f'{v:.3f}' for v in p)}; they sum to {p.sum():.3f}. "
            words += f"Adding {number(shift, 0)} to all scores made no difference. " if shift else ""
            words += f"If class 1 is right, the loss is −ln p₁ = {loss:.3g}."
            if classes == 2:
                words += f" σ(y₁ − y₂) = {Sigmoid()(z[0] - z[1]):.3f}: the same as p₁."
        else:
            words = (f"exp({number(y.max(), 0)}) is {'inf' if y.max() > 0 else '0'} in 64 bits, so the printed formula "
                     "gives nan. The safe one subtracts the largest score first: same value, no overflow.")
        return SimpleNamespace(z=z, y=y, p=p, loss=float(loss), words=words,
                               inert=[f"z{k}" for k in range(classes + 1, 5)])

    def draw(s):
        for values, row in zip((s.z, s.p), bars, strict=True):
            for k, bar in enumerate(row):
                bar.set_visible(k < len(values))
                bar.set_height(np.nan_to_num(np.clip(values[k], -10.5, 10.5)) if k < len(values) else 0)
        z, p = np.clip(s.z, -10.5, 10.5), np.nan_to_num(s.p)           # what is beyond is told by its number
        for row, values, y in zip(texts, ([number(z, 1) for z in s.z], [f"{p:.3f}" for p in s.p]),
                                  (z + np.where(s.z < 0, -0.8, 0.8), p + 0.01), strict=True):
            for k, text in enumerate(row):
                text.set_visible(k < len(values))
                if k < len(values):
                    text.set(text=values[k], y=y[k])

    return Explorer(softmax_explorer, controls, compute, figure, draw)
