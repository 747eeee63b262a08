"""Slides 30-31: the perceptron is a line and a scale; several of them share the plane, each for itself or by softmax."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.colors import to_rgb

from .. import data
from ..activations import Identity, Sigmoid, Step
from ..losses import CrossEntropy, Softmax
from ..network import Network, with_bias
from ..objective import Objective
from ..panels.arrows import arrow, point
from ..panels.plane import Plane, line
from ..panels.style import COLORS, GREEN, GREY, INK, LIGHT, PURPLE, label, moving, sheet
from ..training import gradient_descent
from .base import Explorer
from .controls import choice, log_slider, slider
from .controls import seed as seed_slider

OUTPUTS = {"linear": Identity(), "logistic": Sigmoid(), "step": Step()}
LIMITS = (-3.3, 3.3)
ALONG = (-4.5, 4.5)                     # along the normal: also x in a corner of the plane


def perceptron_explorer(w1=1.0, w2=1.0, w0=-1.0, scale=1.0, x1=1.0, x2=-2.0, output="logistic", targets="−1, +1"):
    """Slide 30: w and w0 are a line with a normal, an offset and a scale; three outputs along the normal."""
    tip = "slide 30: the weight of this input; or drag the tip of w"
    here = "slide 30: the point whose outputs are marked; or drag it"
    controls = [slider("w1", "weight w₁", w1, -3, 3, 0.1, tip), slider("w2", "weight w₂", w2, -3, 3, 0.1, tip),
                slider("w0", "bias w₀", w0, -3, 3, 0.1, "slide 30: moves the line along its normal"),
                log_slider("scale", "scale s", scale, 0.1, 10, "slide 30: multiplies w and w₀ by the same number"),
                slider("x1", "point x₁", x1, -3, 3, 0.1, here), slider("x2", "point x₂", x2, -3, 3, 0.1, here),
                choice("output", "output in the plane", output, OUTPUTS, "slide 30: colours the plane on the left"),
                choice("targets", "targets of linear y", targets, ["−1, +1", "0, 1"],
                       "slides 30 and 36: a linear output trained on 0 and 1 decides at ½, not at 0")]
    figure, axes = sheet("The line of a perceptron with its normal, and three outputs along the normal", size=(8, 4.3),
                         mosaic=[["plane", name] for name in OUTPUTS], width_ratios=[1.25, 1])
    plane = Plane(axes["plane"], LIMITS)
    label(axes["plane"], "the line wᵀx + w₀ = 0 and its normal w", "x₁", "x₂")
    lines = [moving(axes["plane"].plot([], [], color=INK, lw=2, ls=ls)[0]) for ls in ("-", ":")]
    normal, offset = arrow(axes["plane"], INK), arrow(axes["plane"], GREEN, 7, 5, "-")
    distance = moving(axes["plane"].plot([], [], color=PURPLE, lw=2, ls="--", zorder=4)[0])
    tip_dot = moving(axes["plane"].plot([], [], "o", color=INK, ms=9, zorder=7)[0])
    dots = [moving(ax.plot([], [], "D", color=PURPLE, mec="white", ms=9, zorder=8)[0]) for ax in axes.values()]
    texts = [moving(axes["plane"].text(0, 0, word, color=INK, fontsize=11, weight="bold", zorder=9)) for word in "wx"]
    u = np.linspace(*ALONG, 901)
    curves = {name: moving(axes[name].plot([], [], color=INK, lw=2)[0]) for name in OUTPUTS}
    thresholds = {name: moving(axes[name].axhline(0, color=GREY, lw=1, ls="--")) for name in OUTPUTS}
    edges = {name: moving(axes[name].axvline(0, color=GREEN, lw=2)) for name in OUTPUTS}
    for name, limits in zip(OUTPUTS, [(-3, 3), (-0.15, 1.15), (-0.15, 1.15)], strict=True):
        label(axes[name], "", "", name, ALONG, limits)
    axes["linear"].set_title("three outputs y along the normal", loc="left", fontsize=11)
    axes["step"].set_xlabel("position along the normal")
    figure.draggable(tip_dot)
    figure.draggable(dots[0])

    def compute(w1, w2, w0, scale, x1, x2, output, targets):
        w, x, length = np.array([w0, w1, w2]), np.array([x1, x2]), float(np.hypot(w1, w2))
        levels = {"linear": 0.5 * (targets == "0, 1"), "logistic": 0.5, "step": 0.5}     # y at which it decides
        z = float(scale * (w @ [1, x1, x2]))                                             # s (w^T x + w0)
        y = {name: float(g(np.array(z))) for name, g in OUTPUTS.items()}
        unit = w[1:] / length if length else np.array([1.0, 0.0])
        shifted = {name: w - [levels["linear"] / scale * (name == "linear"), 0, 0] for name in OUTPUTS}
        told = f"linear y = {y['linear']:.2f}, logistic {y['logistic']:.3f}, step {y['step']:.0f}"
        words = f"w = 0: there is no line, the output is the same everywhere: {told}."
        r = far = np.nan
        if length:
            r, far = float(w @ [1, x1, x2]) / length, abs(w0) / length
            words = (f"The line is |w₀|/|w| = {far:.2f} from the origin; x lies {abs(r):.2f} on its "
                     f"{'positive' if r >= 0 else 'negative'} side: {told}.")
            if levels["linear"]:
                words += f" With targets 0 and 1, y = ½ is a parallel, {0.5 / scale / length:.2f} further on (dotted)."
        return SimpleNamespace(w=w, scale=scale, x=x, y=y, unit=unit, length=length, shifted=shifted, levels=levels,
                               output=output, distance=r, offset=far, words=words)

    def draw(s):
        z = s.scale * with_bias(plane.grid) @ s.w
        shown = OUTPUTS[s.output](z)
        shown = np.clip((shown + 1) / 2 if s.levels[s.output] == 0 else shown, 0, 1)
        plane.update(np.round(10 * shown) / 10, level=None)                              # in bands: small frames
        for artist, w in zip(lines, (s.w, s.shifted["linear"]), strict=True):
            artist.set_data(*line(w, LIMITS))
        point(normal, (0, 0), s.w[1:])
        foot = -s.w[0] * s.unit / s.length if s.length else np.zeros(2)
        point(offset, (0, 0), foot)
        distance.set_data(*np.array([s.x, s.x - np.nan_to_num(s.distance) * s.unit]).T)
        tip_dot.set_data(*s.w[1:, None])
        for text, at in zip(texts, (s.w[1:] + 0.15, s.x + [0.2, -0.4]), strict=True):
            text.set_position(np.clip(at, LIMITS[0] + 0.1, LIMITS[1] - 0.3))
        at = float(s.unit @ s.x)
        dots[0].set_data(*s.x[:, None])
        for dot, (name, g) in zip(dots[1:], OUTPUTS.items(), strict=True):
            curves[name].set_data(u, g(s.scale * (s.w[0] + s.length * u)))
            dot.set_data([at], np.clip([s.y[name]], *axes[name].get_ylim()))
            thresholds[name].set_ydata([s.levels[name]] * 2)
            edges[name].set_xdata([-s.shifted[name][0] / s.length if s.length else np.nan] * 2)

    def pointer(event, s):
        if event.grabbed:
            return dict(zip(("w1", "w2") if event.grabbed[0] is tip_dot else ("x1", "x2"), (event.x, event.y), strict=True))

    return Explorer(perceptron_explorer, controls, compute, figure, draw, pointer)


TRAINED = {"softmax": (Softmax(), "identity"), "independent σ": (CrossEntropy(), "sigmoid")}


@lru_cache(maxsize=64)
def _three(noise, seed, trained):
    """Three clouds and the W (3, 3) of a network with one output node per class, trained for one of the two outputs."""
    loss, g = TRAINED[trained]
    X, labels = data.three_classes(90, noise, seed)
    *_, last = gradient_descent(Network([np.zeros((3, 3))], g), Objective(loss, "L2", 0.2), X, np.eye(3)[labels], 1.0, 150)
    return X, labels, last.net.W[1]


def multiclass_explorer(x1=0.3, x2=0.2, shift=0.0, scale=1.0, regions="independent σ", trained="softmax", noise=0.25,
                        seed=0):
    """Slide 31: one output node per class, each with a σ of its own, or all of them in one softmax."""
    tip = "slide 31: the point whose outputs are shown; or drag it"
    controls = [slider("x1", "point x₁", x1, -1.6, 1.6, 0.1, tip), slider("x2", "point x₂", x2, -1.6, 1.6, 0.1, tip),
                slider("shift", "add to all scores", shift, -10, 10, 0.5, "the same number added to y₁, y₂ and y₃"),
                log_slider("scale", "scale s", scale, 0.1, 10, "slide 30: multiplies all scores"),
                choice("regions", "regions", regions, TRAINED, "which output colours the plane"),
                choice("trained", "W trained for", trained, TRAINED, "slide 37: softmax loss, or cross-entropy of each σ"),
                slider("noise", "noise", noise, 0.1, 0.6, 0.05, "standard deviation of the clouds"), seed_slider(seed)]
    figure, axes = sheet("Three classes in the plane, and the outputs at one point", mosaic=[["plane", *TRAINED]],
                         width_ratios=[1.7, 1, 1], size=(8, 3.6))
    plane = Plane(axes["plane"], resolution=90, classes=3, size=5)
    scores = [moving(axes["plane"].plot([], [], color=COLORS[k], lw=2, ls="--", zorder=3)[0]) for k in range(3)]
    dot = moving(axes["plane"].plot([], [], "*", color=INK, mec="white", ms=17, zorder=8, clip_on=False)[0])
    figure.draggable(dot)
    label(axes["plane"], "regions, and the lines y_k = 0")
    bars, texts = {}, {}
    for name in TRAINED:
        label(axes[name], name, "", "", (-0.6, 3.6), (0, 3.3))
        axes[name].set_xticks(range(4), ["1", "2", "3", "sum"])
        axes[name].axhline(1, color=GREY, lw=0.8, ls="--")
        bars[name] = [moving(bar) for bar in axes[name].bar(range(4), [0] * 4, 0.7, color=[*COLORS[:3], GREY])]
        texts[name] = [moving(axes[name].text(k, 0, "", ha="center", va="bottom", color=INK)) for k in range(4)]
    colors = np.array([to_rgb(c) for c in (*LIGHT[:3], "#ffffff", "#bdbdbd")])       # one class; none; more than one

    def compute(x1, x2, shift, scale, regions, trained, noise, seed):
        X, labels, W = _three(noise, seed, trained)
        W = scale * W + [shift, 0, 0]                                       # y_k + c: the bias of every node
        y = W @ [1, x1, x2]
        outputs = {"softmax": Softmax().probabilities(y), "independent σ": Sigmoid()(y)}
        grid = with_bias(plane.grid) @ W.T
        region, yes = grid.argmax(1), (grid > 0).sum(1)                     # σ > 1/2 where the score is positive
        if regions != "softmax":
            region = np.where(yes == 1, region, np.where(yes == 0, 3, 4))
        σ, p = outputs["independent σ"], outputs["softmax"]
        saying = [f"class {k + 1}" for k in range(3) if σ[k] > 0.5]
        words = (f"Each σ decides for itself: {' and '.join(saying) or 'no class'} above ½, the sum is {σ.sum():.2f}. The "
                 f"softmax divides 1 among them: {', '.join(f'{v:.2f}' for v in p)}.")
        if regions != "softmax":
            share = [100 * float(np.mean(part)) for part in (yes == 0, yes > 1)]
            words += f" No σ above ½ in {share[0]:.0f} % of the plane (white), more than one in {share[1]:.0f} % (grey)."
        return SimpleNamespace(X=X, labels=labels, W=W, y=y, outputs=outputs, region=region, x=np.array([x1, x2]),
                               yes=yes, words=words)

    def draw(s):
        plane.update(X=s.X, labels=s.labels)
        plane.image.set_data(colors[s.region].reshape(plane.resolution, plane.resolution, 3))
        dot.set_data(*s.x[:, None])
        for k in range(3):
            scores[k].set_data(*line(s.W[k], plane.limits))
        for name, values in s.outputs.items():
            for k, value in enumerate([*values, values.sum()]):
                bars[name][k].set_height(value)
                texts[name][k].set_text(f"{value:.2f}")
                texts[name][k].set_y(value)

    return Explorer(multiclass_explorer, controls, compute, figure, draw,
                    pointer=lambda event, s: {"x1": event.x, "x2": event.y} if event.grabbed else None)
