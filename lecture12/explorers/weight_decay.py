"""Slide 38: what λ does to a decision boundary, to one step of gradient descent, and to the bias."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import data
from ..network import Network
from ..objective import Objective
from ..panels.plane import Plane, line
from ..panels.style import BLUE, GREEN, GREY, INK, LIGHT, PURPLE, RED, label, legend, logarithmic, moving, sheet
from ..shrinkage import decay_factor, ridge
from ..training import History, gradient_descent
from .base import Explorer
from .controls import choice, int_slider, log_slider, slider, toggle
from .controls import seed as seed_slider

LAMS = np.logspace(-4, 2, 13)           # the stack of models, one for each λ
MODELS = ["polynomial of degree 9", "16 hidden units"]


def monomials(X, degree=9, scale=1.5):
    """φ(x): all products x1^i x2^j with 1 <= i + j <= degree, (N, 54) for degree 9; inputs scaled to about -1..1."""
    x1, x2 = (X / scale).T
    return np.stack([x1**i * x2**(k - i) for k in range(1, degree + 1) for i in range(k + 1)], axis=-1)


@lru_cache(maxsize=32)
def _models(model, noise, seed):
    """Weights without biases (13, m), and the outputs 0..1 of all 13 models on the X given, as a function."""
    X, labels = data.moons(60, noise, seed)
    if model == MODELS[0]:
        w = ridge(monomials(X), 2.0 * labels - 1, LAMS)
        return w[:, 1:], lambda X: np.clip((w[:, 0] + monomials(X) @ w[:, 1:].T).T / 2 + 0.5, 0, 1)
    start = Network.random([2, 16, 1], ["tanh", "sigmoid"], rng=seed)
    start = start.replace({k: np.float32(w) for k, w in start.W.items()})               # half the time of float64
    eta = np.float32(np.minimum(3, 0.15 * len(X) / LAMS))                               # weight decay sets it a limit
    objective = Objective("cross-entropy", "L2", np.float32(LAMS))
    *_, last = gradient_descent(start, objective, np.float32(X), np.float32(labels[:, None]), eta, 1000)
    w = np.concatenate([W[..., 1:].reshape(13, -1) for W in last.net.W.values()], axis=1)
    return w, lambda X: last.net(np.float32(X))[..., 0]


def smoothness_explorer(lam=1e-4, model=MODELS[0], noise=0.3, seed=1):
    """Slide 38: a model with many weights, its boundary from wiggly to flat as λ grows."""
    controls = [log_slider("lam", "regularization λ", lam, 1e-4, 100, "slide 38: L2 on all weights but the biases"),
                choice("model", "model", model, MODELS, "54 products of powers of x₁ and x₂, or 16 tanh units"),
                slider("noise", "noise", noise, 0.05, 0.5, 0.05, "of the two moons"), seed_slider(seed)]
    figure, axes = sheet("Decision boundary of a model with many weights, its errors against λ, the sizes of weights",
                         mosaic=[["plane", "errors"], ["plane", "sizes"]], size=(8, 4.3), width_ratios=[1.25, 1])
    plane, errors, sizes = Plane(axes["plane"], (-1.7, 1.7), 48), axes["errors"], axes["sizes"]
    axes["plane"].set_title("output and boundary", loc="left", fontsize=11)
    label(errors, "share of wrong answers", "λ", "", (8e-5, 125), (0, 0.55))
    label(sizes, "how many weights of which size |w|", "|w|", "", (1e-4, 1e4), (0, 30))
    logarithmic(errors, "x")
    logarithmic(sizes, "x")
    train = moving(errors.plot([], [], "o-", color=GREY, ms=4, label="60 training examples")[0])
    test = moving(errors.plot([], [], "s-", color=PURPLE, ms=4, label="2000 new examples")[0])
    mark = moving(errors.axvline(1, color=INK, lw=1.2))
    legend(errors, loc=(0.12, 0.62))
    edges = np.logspace(-4, 4, 17)
    bars = moving(*sizes.bar(edges[:-1], [0] * 16, np.diff(edges) * 0.9, align="edge", color=GREEN))

    def compute(lam, model, noise, seed):
        w, output = _models(model, noise, seed)
        i = int(np.abs(np.log(LAMS / lam)).argmin())
        examples = data.moons(60, noise, seed)
        fresh = data.moons(2000, noise, 1000 + seed)
        wrong = [((output(X) >= 0.5) != labels).mean(1) for X, labels in (examples, fresh)]
        words = (f"λ = {LAMS[i]:.3g}: {wrong[0][i]:.0%} of the training examples are wrong, {wrong[1][i]:.0%} of new ones; "
                 f"the largest |w| is {np.abs(w[i]).max():.2g}. Best for new ones: λ = {LAMS[wrong[1].argmin()]:.3g}.")
        return SimpleNamespace(lam=LAMS[i], i=i, w=w[i], map=output(plane.grid)[i], examples=examples, wrong=wrong,
                               words=words, counts=np.histogram(np.clip(np.abs(w[i]), 1.1e-4, 9e3), edges)[0])

    def draw(s):
        plane.update(s.map, 0.5, *s.examples)
        train.set_data(LAMS, s.wrong[0])
        test.set_data(LAMS, s.wrong[1])
        mark.set_xdata([s.lam, s.lam])
        for bar, height in zip(bars, s.counts, strict=True):
            bar.set_height(height)

    return Explorer(smoothness_explorer, controls, compute, figure, draw)


STEPS = {"slide 38": "w − η dE/dw", "package": "W − (η/N) dE/dW", "half": "w − η dE/dw, Ω = ½ Σ w²"}


def decay_explorer(eta=0.3, lam=1.0, step="slide 38", n=10):
    """Slide 38: weight decay multiplies the weights by 1 − 2ηλ at every step: shrinking, alternating or diverging."""
    controls = [log_slider("eta", "learning rate η", eta, 1e-3, 10, "slide 46: the length of the step"),
                log_slider("lam", "regularization λ", lam, 1e-3, 100, "slide 38"),
                choice("step", "step", step, STEPS, "slide 38: " + "; ".join(f"{k}: {v}" for k, v in STEPS.items())),
                int_slider("n", "examples N", n, 1, 200, "the package divides η by N: it means the same for every N")]
    figure, axes = sheet("Learning rate against λ with the regions of the factor, the factor, one weight step by step",
                         mosaic=[["map", "meter"], ["map", "weight"]], size=(8, 4.2), height_ratios=[1, 2.2])
    plane, meter, run = axes["map"], axes["meter"], axes["weight"]
    label(plane, "η and λ: drag the point", "learning rate η", "regularization λ", (1e-3, 10), (1e-3, 100))
    logarithmic(plane, "both")
    label(meter, "factor of one step", "", "", (-3, 1.3), (0, 1))
    meter.set_yticks([])
    label(run, "a weight that the data do not need", "step τ", "w", (-0.3, 12.3), (-3.2, 3.2))
    zones = [("shrinks", LIGHT[2], 0, 1), ("alternates", "#fbf7b5", -1, 0), ("diverges", "#f6cdb3", -3, -1)]
    for words, color, low, high in zones:
        meter.axvspan(low, high, color=color)
        meter.text((low + high) / 2, 0.35, words, ha="center", va="center", color=INK)
    areas = [moving(plane.fill([1], [1], color=color, zorder=0)[0]) for _, color, *_ in reversed(zones)]
    needle = moving(meter.plot([], [], "v", color=INK, ms=12, clip_on=False)[0])
    point = moving(plane.plot([], [], "o", color=INK, ms=10, mec="white", clip_on=False)[0])
    trace = moving(run.plot([], [], "o-", color=BLUE, ms=5)[0])
    run.axhline(0, color=GREY, lw=0.8)
    figure.draggable(point)

    def compute(eta, lam, step, n):
        N = n if step == "package" else 1
        factor = decay_factor(eta, lam, N, half=step == "half")
        objective = Objective("squared error", "L2", lam / 2 if step == "half" else lam)
        zero = np.zeros((N, 1))                                     # x = t = 0: the data part has no say
        start = Network([[[0.0, 1.0]]], "identity")
        w = History.of(gradient_descent(start, objective, zero, zero, eta, steps=12)).net.W[1][:, 0, 1]
        formula = {"slide 38": "1 − 2ηλ", "package": "1 − 2ηλ/N", "half": "1 − ηλ"}[step]
        effect = ("the weight flips its sign for ever." if factor == -1 else "the weight diverges." if factor < -1 else
                  "the weight overshoots 0 at every step, and still shrinks." if factor < 0 else
                  "the weight is 0 after one step." if factor == 0 else "the weight shrinks at every step.")
        limit = (2 if step == "half" else 1) * N
        words = (f"The factor {formula} is {factor:.4g}: {effect} It is negative for ηλ > {limit / 2:g} and below −1 "
                 f"for ηλ > {limit:g}; here ηλ = {eta * lam:.4g}.")
        return SimpleNamespace(factor=factor, w=w, eta=eta, lam=lam, limit=limit, words=words,
                               inert=[] if step == "package" else ["n"])

    def draw(s):
        eta = np.array([1e-3, 10])
        for area, limit in zip(areas, (np.inf, s.limit, s.limit / 2), strict=True):
            area.set_xy(np.column_stack([[*eta, *eta[::-1]], [1e-4, 1e-4, *np.minimum(limit / eta[::-1], 1e3)]]))
        point.set_data([s.eta], [s.lam])
        needle.set_data([max(s.factor, -3)], [0.82])
        trace.set_data(range(len(s.w)), np.clip(s.w, -1e3, 1e3))

    return Explorer(decay_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"eta": event.x, "lam": event.y} if event.grabbed else None)


def bias_explorer(shift=5.0, lam=10.0, penalised=True, seed=0):
    """Slide 38: a penalty on the bias drags the boundary towards the origin, wherever the data are."""
    controls = [slider("shift", "shift of the data", shift, 0, 5, 0.1, "added to both inputs of all examples"),
                log_slider("lam", "regularization λ", lam, 0.1, 1000, "slide 38"),
                toggle("penalised", "penalise the bias too", penalised, "slide 38: Ω with or without w₀²"),
                seed_slider(seed)]
    figure, (ax, right) = sheet("Two classes away from the origin, the boundary with a penalty on the bias and without", 2,
                                size=(8, 3.8))
    limits, shifts = (-1.7, 6.7), np.linspace(0, 5, 51)
    plane = Plane(ax, limits, 80, size=5)
    ax.set_title("boundary (dashed: the other choice)", loc="left", fontsize=11)
    moving(ax.plot(0, 0, "P", color=INK, ms=10, mec="white", zorder=6)[0])          # the origin, above the moving map
    mine, other = (moving(ax.plot([], [], style, color=INK, lw=1.8, zorder=3)[0]) for style in ("-", "--"))
    label(right, "share of right answers against the shift", "shift", "", (-0.1, 5.1), (0.4, 1.05))
    curves = [moving(right.plot([], [], color=color, label=words)[0]) for words, color in
              (("bias free", GREEN), ("bias penalised", RED))]
    dot = moving(right.plot([], [], "o", color=INK, ms=9, mec="white")[0])
    legend(right, loc="lower left")

    def compute(shift, lam, penalised, seed):
        X, labels = data.blobs(60, 0.3, seed)
        w = np.array([[ridge(X + s, 2.0 * labels - 1, lam, bias) for s in (*shifts, shift)] for bias in (False, True)])
        y = w[..., :1] + np.einsum("bsi,sni->bsn", w[..., 1:], X + np.r_[shifts, shift][:, None, None])
        right = ((y >= 0) == labels).mean(-1)
        here, there = w[int(penalised), -1], w[1 - penalised, -1]
        far = -here[0] / np.hypot(*here[1:])
        words = (f"Bias {('free', 'penalised')[penalised]}, shift {shift:.1f}: the boundary is {abs(far):.2f} from the "
                 f"origin. {right[int(penalised), -1]:.0%} are right; with the other choice {right[1 - penalised, -1]:.0%}.")
        return SimpleNamespace(w=here, other=there, right=right, shift=shift, X=X + shift, labels=labels, words=words,
                               distance=float(far), accuracy=float(right[int(penalised), -1]))

    def draw(s):
        plane.update((s.w[0] + plane.grid @ s.w[1:] >= 0).astype(int), None, s.X, s.labels)
        mine.set_data(*line(s.w, limits))
        other.set_data(*line(s.other, limits))
        for curve, right in zip(curves, s.right, strict=True):
            curve.set_data(shifts, right[:-1])
        dot.set_data([s.shift], [s.accuracy])

    return Explorer(bias_explorer, controls, compute, figure, draw)
