"""Slides 39-40: the proof that XOR is out of reach, features that know everything and learn nothing, three ways out."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.colors import to_rgb

from .. import data
from ..features import lookup_table
from ..kernels import kernel_ridge, quadratic, quadratic_kernel
from ..network import Network, with_bias
from ..notation import power_above
from ..objective import Objective
from ..panels.plane import Plane, line
from ..panels.style import COLORS, GREEN, GREY, INK, LIGHT, RED, TWO_CLASSES, label, logarithmic, moving, sheet
from ..perceptron import perceptron_learning
from ..separability import decide, truth_tables
from ..shrinkage import ridge
from ..training import gradient_descent
from .base import Explorer
from .controls import choice, int_slider, log_slider, slider
from .controls import seed as seed_slider
from .limits import BITS, FUNCTIONS, PLANE, formula, outputs

TERMS = ["w₀", "w₀ + w₂", "w₀ + w₁", "w₀ + w₁ + w₂"]                    # w^T (1, x) for the four inputs


def proof_explorer(w0=-0.5, w1=1.0, w2=1.0, function="XOR"):
    """Slide 39: four inequalities, and why those of exclusive or contradict each other in three lines."""
    tip = "slide 30: class 1 where w₀ + w₁x₁ + w₂x₂ ≥ 0"
    controls = [*(slider(f"w{i}", name, w, -3, 3, 0.05, tip) for i, (name, w) in
                  enumerate((("bias w₀", w0), ("weight w₁", w1), ("weight w₂", w2)))),
                choice("function", "function", function, ["XOR", "XNOR", "AND", "OR", "NAND"], "slide 39")]
    figure, (ax, text) = sheet("The line of a perceptron, and the four inequalities that it should satisfy", 2,
                               size=(8, 3.3), width_ratios=[1, 1.6])
    plane = Plane(ax, PLANE, 80, size=14)
    border = moving(ax.plot([], [], color=INK, lw=2.5, zorder=3)[0])
    label(text, "what w has to satisfy", "", "", (0, 1), (0, 8))
    text.set_axis_off()
    rows = [[moving(text.text(x, 7.3 - i * 0.85, "", color=INK, ha=align)) for x, align in
             ((0, "left"), (0.17, "left"), (0.85, "right"), (0.93, "center"))] for i in range(4)]
    lines = [moving(text.text(0, 3.0 - i * 0.95, "", color=INK)) for i in range(3)]
    for artist in text.texts:
        artist.set_in_layout(False)                                     # the panels stay where they are, whatever is said

    def compute(w0, w1, w2, function):
        w, target = np.array([w0, w1, w2]), truth_tables(2)[FUNCTIONS.index(function)]
        score, y = with_bias(BITS) @ w, outputs(np.array([w0, w1, w2]))
        ticks = y == target
        answer = decide(target)
        signs = [f"{term} {'≥' if t else '<'} 0" for term, t in zip(TERMS, target, strict=True)]
        if answer.separable[0]:
            argument = ["No contradiction: it can be done, for example by", f"{formula(answer.w[0])}   for class 1."]
        else:
            one, zero = score[target == 1].sum(), score[target == 0].sum()
            argument = [f"1. Sum of those with ≥:  2w₀ + w₁ + w₂ = {one:.2f}, must be ≥ 0.",
                        f"2. Sum of those with <:  2w₀ + w₁ + w₂ = {zero:.2f}, must be < 0.",
                        "3. The same number, ≥ 0 and < 0: there is no such w."]
        words = f"{ticks.sum()} of the 4 inequalities {'holds' if ticks.sum() == 1 else 'hold'} for {function}. " + (
            "All four: this perceptron computes it." if ticks.all() else "It can be done: go on." if answer.separable[0] else
            "Four never will: the sums of both kinds are the same number.")
        return SimpleNamespace(w=w, target=target, score=score, ticks=ticks, signs=signs, argument=argument, words=words)

    def draw(s):
        plane.update(outputs(s.w, plane.grid), None, BITS, s.target)
        border.set_data(*line(s.w, PLANE))
        for row, x, sign, score, tick in zip(rows, BITS, s.signs, s.score, s.ticks, strict=True):
            number = f"{score:.2f}".replace("-", "−")
            for artist, words in zip(row, (f"({x[0]:.0f},{x[1]:.0f}):", sign, number, "✗✓"[int(tick)]), strict=True):
                artist.set_text(words)
            row[3].set_color(GREEN if tick else RED)
        for i, artist in enumerate(lines):
            artist.set_text(s.argument[i].replace("-", "−") if i < len(s.argument) else "")

    return Explorer(proof_explorer, controls, compute, figure, draw)


FEATURES = {"look-up table": lambda X: lookup_table(X.shape[1])(X), "the bits": lambda X: 2 * X - 1,
            "product of signs": lambda X: (2 * X - 1).prod(1, keepdims=True)}


EPOCHS = 15                             # at most; on look-up tables about half of them are enough


@lru_cache(maxsize=64)
def learned(d, fraction, target, features, seed):
    """All inputs of d bits: labels, which were seen, the answers of a perceptron that learned those, its weights."""
    X, rng = data.all_bits(d), np.random.default_rng(seed)
    ones = X.sum(1)
    labels = {"parity": ones % 2, "majority": ones > d / 2, "random": rng.integers(0, 2, len(X))}[target].astype(int)
    seen = rng.permutation(len(X)) < np.clip(round(fraction * len(X)), 1, len(X) - 1)
    phi = FEATURES[features](X)
    *_, last = perceptron_learning(phi[seen], labels[seen], order="random", epochs=EPOCHS, rng=rng)
    return labels, seen, outputs(last.w, phi), last.w


def lookup_explorer(d=6, fraction=0.5, target="parity", features="look-up table", seed=0):
    """Slide 39: one feature for every possible input: all that was seen is known, and nothing is known of the rest."""
    controls = [int_slider("d", "inputs d", d, 2, 10, "slide 39: bits; there are 2^d inputs"),
                slider("fraction", "share seen", fraction, 0.1, 0.9, 0.1, "of all inputs: for training"),
                choice("target", "function", target, ["parity", "majority", "random"], "what is to be learned"),
                choice("features", "features φ", features, FEATURES, "slide 39: it is their design that solves the task"),
                seed_slider(seed)]
    figure, axes = sheet("All inputs of d bits, right answers and those given, accuracy, number of features",
                         mosaic=[["truth", "answer", "share"], ["truth", "answer", "count"]], size=(8, 3.4))
    images = []
    for name, title in (("truth", "true class (pale: unseen)"), ("answer", "its answer (✕: wrong)")):
        label(axes[name], title, "", "", (0, 1), (1, 0))
        axes[name].set(xticks=[], yticks=[], aspect="equal")
        images.append(moving(axes[name].imshow(np.zeros((4, 4, 4)), extent=(0, 1, 1, 0), interpolation="nearest")))
    missed = moving(axes["answer"].plot([], [], "x", color=INK, ms=4, mew=0.8)[0])
    share, count = axes["share"], axes["count"]
    label(share, "share of right answers", "", "", (-0.6, 1.6), (0, 1.25))
    share.set(xticks=[0, 1], xticklabels=["seen", "unseen"], yticks=[0, 0.5, 1])
    share.axhline(0.5, color=GREY, lw=0.8, ls="--")
    bars = [moving(bar) for bar in share.bar([0, 1], [0, 0], 0.6, color=GREEN)]
    heights = [moving(share.text(k, 0, "", ha="center", va="bottom", color=INK, fontsize=9)) for k in (0, 1)]
    label(count, "number of features", "inputs d", "", (1.5, 10.5), (0.6, 3000))
    logarithmic(count)
    places = (4.4, 120, "2^d"), (8.5, 16, "d"), (6.5, 1.4, "1")
    for phi, mark, (x, y, words) in zip(FEATURES.values(), ("-", "--", ":"), places, strict=True):
        count.plot(range(2, 11), [phi(np.zeros((1, k))).shape[1] for k in range(2, 11)], mark, color=GREY)
        count.text(x, y, words, color=GREY, fontsize=9)
    dot = moving(count.plot([], [], "o", color=INK, ms=8)[0])
    shades = np.array([[to_rgb(color) for color in row[:2]] for row in (COLORS, LIGHT)])      # seen, unseen

    def compute(d, fraction, target, features, seed):
        labels, seen, y, w = learned(d, fraction, target, features, seed)
        right = [float((y == labels)[which].mean()) for which in (seen, ~seen)]
        words = (f"{len(w) - 1} feature{'s' * (len(w) > 2)}: {right[0]:.0%} of the {seen.sum()} inputs seen are right, "
                 f"{right[1]:.0%} of the other {(~seen).sum()}. ")
        if features == "look-up table":
            words += ("No weight of an unseen input ever moved: there the answer is the bias alone, "
                      f"{w[0]:.0f}, so class {int(w[0] >= 0)}.")
        elif right[0] < 1:
            words += f"{EPOCHS} epochs of perceptron learning have not made these features fit what was seen."
        elif seen.sum() < 2 * len(w):                       # then most labellings are separable (Cover 1965)
            words += f"{len(w)} weights fit most labellings of so few inputs: this says little about the rest."
        else:
            words += "So few features fit all that was seen, and therefore they say something about the rest."
        return SimpleNamespace(d=d, labels=labels, seen=seen, y=y, w=w, right=right, features=len(w) - 1, words=words)

    def draw(s):
        shape = 2**(s.d // 2), 2**(s.d - s.d // 2)
        for image, classes in zip(images, (s.labels, s.y), strict=True):
            image.set_data(shades[(~s.seen).astype(int), classes].reshape(*shape, 3))
        row, column = np.divmod(np.flatnonzero(s.y != s.labels), shape[1])
        missed.set_data((column + 0.5) / shape[1], (row + 0.5) / shape[0])
        for bar, text, value in zip(bars, heights, s.right, strict=True):
            bar.set_height(value)
            text.set(text=f"{value:.0%}", y=value + 0.02)
        dot.set_data([s.d], [s.features])

    return Explorer(lookup_explorer, controls, compute, figure, draw)


DATASETS = {"xor": data.xor, "rings": data.rings, "moons": data.moons}
STRIP = 17                              # pixels of a small map


@lru_cache(maxsize=32)
def _three(dataset, noise, hidden, lam, seed):
    """Outputs 0..1 of the three models at any X, and what each one sees: functions of X."""
    X, labels = DATASETS[dataset](100, noise, seed)
    t = 2.0 * labels - 1
    w, a = ridge(quadratic(X), t, lam, bias=True), kernel_ridge(quadratic_kernel, X, t, lam)
    start = Network.random([2, hidden, 1], ["tanh", "sigmoid"], rng=seed)
    *_, last = gradient_descent(start, Objective("cross-entropy", "L2", lam / 10), X, labels[:, None], eta=1.0, steps=1500)
    return {"phi": (lambda X: with_bias(quadratic(X)) @ w, lambda X: quadratic(X)),
            "kernel": (lambda Y: quadratic_kernel(Y, X) @ a, lambda Y: quadratic_kernel(Y, X[:6])),
            "hidden": (lambda X: 2 * last.net(X)[:, 0] - 1, lambda X: last.net.forward(X).y[1][:, :6])}


def three_ways_explorer(dataset="xor", noise=0.1, hidden=6, lam=0.1, seed=0):
    """Slide 40: features by hand, a kernel, a hidden layer that learns its own: three boundaries to compare."""
    controls = [choice("dataset", "data", dataset, DATASETS, "slide 40: none of them is linearly separable"),
                slider("noise", "noise", noise, 0, 0.4, 0.05, "of the data"),
                int_slider("hidden", "hidden units h", hidden, 1, 8, "slide 40: features learned, in the third model"),
                log_slider("lam", "regularization λ", lam, 0.1, 10, "slide 38: L2 for all three models"),
                seed_slider(seed)]
    figure, axes = sheet("Three models of the same data, and below each one the features that it works with", 3, 2,
                         size=(8, 4.4), height_ratios=[3, 2])
    titles = ["features φ by hand", "kernel k = φᵀφ", "hidden layer, learned"]
    planes, strips = [], []
    for top, bottom, title in zip(*axes, titles, strict=True):
        planes.append(Plane(top, (-1.6, 1.6), 36, size=4))
        top.set_title(title, loc="left", fontsize=11)
        top.set_ylabel("")
        label(bottom, {"f": "its 5 features", "k": "k(xₙ, ·), 6 of 100 points", "h": "its units, at most 6"}[title[0]])
        bottom.set_axis_off()
        strips.append(moving(bottom.imshow(np.zeros((2 * STRIP, 3 * STRIP)), cmap=TWO_CLASSES, vmin=-1, vmax=1,
                                           origin="lower", interpolation="nearest")))
    small = np.stack(np.meshgrid(*[np.linspace(-1.6, 1.6, STRIP - 2)] * 2), axis=-1).reshape(-1, 2)

    def strip(features):
        """Up to six maps, each scaled to -1..1, pasted into one picture, two rows of three."""
        picture = np.full((2 * STRIP, 3 * STRIP), np.nan)
        for k, values in enumerate((features / np.abs(features).max(0).clip(1e-9)).T):
            y, x = STRIP * (1 - k // 3) + 1, STRIP * (k % 3) + 1
            picture[y:y + STRIP - 2, x:x + STRIP - 2] = values.reshape(STRIP - 2, -1)
        return picture

    def compute(dataset, noise, hidden, lam, seed):
        X, labels = DATASETS[dataset](100, noise, seed)
        models = _three(dataset, noise, hidden, lam, seed)
        y = {name: output(planes[0].grid) for name, (output, _) in models.items()}
        right = {name: float(((output(X) >= 0) == labels).mean()) for name, (output, _) in models.items()}
        phi = with_bias(quadratic(X))
        kernels = float(np.abs(quadratic_kernel(X, X) - phi @ phi.T).max())
        outputs_ = float(np.abs(y["phi"] - y["kernel"]).max())
        words = (f"Right: φ {right['phi']:.0%}, kernel {right['kernel']:.0%}, hidden layer {right['hidden']:.0%}. "
                 f"(1 + xᵀx′)² and φᵀφ, and the first two outputs, differ by less than "
                 f"{power_above(max(kernels, outputs_), 1e-12)}: one model, computed in two ways.")
        return SimpleNamespace(X=X, labels=labels, y=y, right=right, kernels=kernels, outputs=outputs_, words=words,
                               strips=[strip(features(small)) for _, features in models.values()])

    def draw(s):
        for plane, y, picture, image in zip(planes, s.y.values(), s.strips, strips, strict=True):
            plane.update(np.clip(y / 2 + 0.5, 0, 1), 0.5, s.X, s.labels)
            image.set_data(picture)

    return Explorer(three_ways_explorer, controls, compute, figure, draw)
