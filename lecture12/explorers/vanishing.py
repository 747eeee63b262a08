"""Slide 24's "hard to train", measured with slide 66: how long the gradient is in every layer of a deep network."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from ..gradients import backprop
from ..network import Network
from ..notation import rounded
from ..objective import Objective
from ..panels.style import BLUE, GREEN, GREY, INK, RED, label, legend, logarithmic, moving, sheet
from .base import Explorer
from .controls import buttons, int_slider, slider
from .controls import seed as seed_control

HIDDEN = {"sigmoid": RED, "tanh": BLUE, "relu": GREEN}
DEEPEST, WIDTH, NETS = 16, 10, 30
LOWEST, HIGHEST = 1e-14, 1e10                                    # of the lengths, for all weight scales


@lru_cache(maxsize=512)
def norms(g, depth, scale, seed):
    """|dE/dW^(k)| for k = 1..depth of NETS networks with `depth` layers, (NETS, depth); weights N(0, scale^2 / 10)."""
    rng = np.random.default_rng(seed)
    sizes, layers = [WIDTH] * depth + [1], [*[g] * (depth - 1), "sigmoid"]
    net = Network.random(sizes, layers, rng, stack=NETS, scale=scale / np.sqrt(WIDTH))
    X, t = rng.normal(size=(20, WIDTH)), rng.integers(0, 2, (20, 1)).astype(float)
    dW = backprop(Objective("cross-entropy"), net, X, t)
    return np.stack([np.linalg.norm(dW[k], axis=(-2, -1)) for k in net.W], axis=-1)


def vanishing_explorer(depth=8, scale=1.0, g="sigmoid", seed=0):
    """Slide 24, 66: the length of the gradient layer by layer, and what is left of it in layer 1 against depth."""
    controls = [int_slider("depth", "layers l", depth, 1, DEEPEST, "slide 24: deeper networks were hard to train"),
                slider("scale", "weight scale s", scale, 0.5, 5, 0.1, "weights are drawn from N(0, s²/10), layers of ten"),
                buttons("g", "hidden g", g, list(HIDDEN), "slide 43: the one that is put forward; all are drawn"),
                seed_control(seed)]
    figure, (layers, depths) = sheet("Length of the gradient in every layer, and of the first layer's against depth", 2)
    label(layers, "‖∂E/∂W⁽ᵏ⁾‖ (median of 30 nets)", "layer k", "", (0.5, DEEPEST + 0.5), (LOWEST, HIGHEST))
    label(depths, "‖∂E/∂W⁽¹⁾‖ / ‖∂E/∂W⁽ˡ⁾‖", "layers l", "", (0.5, DEEPEST + 0.5), (LOWEST, HIGHEST))
    for ax in (layers, depths):
        logarithmic(ax)
        ax.axhline(1, color=GREY, lw=0.8, ls="--")
        ax.set_xticks(range(1, DEEPEST + 1, 3))
    chosen = moving(depths.axvline(depth, color=INK, lw=1))
    curves = {name: [moving(ax.plot([], [], "o-", ms=4, color=color, label=name)[0]) for ax in (layers, depths)]
              for name, color in HIDDEN.items()}
    legend(layers, loc="lower right")

    def compute(depth, scale, g, seed):
        by_layer = {name: np.median(norms(name, depth, scale, seed), axis=0) for name in HIDDEN}
        ratio = {name: np.array([np.median(n[:, 0] / n[:, -1]) for n in (norms(name, d, scale, seed) for d in
                                                                         range(1, DEEPEST + 1))]) for name in HIDDEN}
        left, factor = float(ratio[g][depth - 1]), float(ratio[g][depth - 1] ** (1 / max(depth - 1, 1)))
        said = ("vanishes" if left < 1e-2 else "shrinks" if left < 0.2 else "keeps about its size" if left < 5 else
                "grows" if left < 1e2 else "explodes")
        words = (f"{depth} layers of {g}: on its way back the gradient {said}. That of W⁽¹⁾ is {rounded(left, 2)} times as "
                 f"long as that of W⁽ˡ⁾, a factor of {factor:.2f} a layer.")
        if g == "sigmoid":
            words += " A sigmoid's g′ is at most ¼."
        return SimpleNamespace(depth=depth, g=g, by_layer=by_layer, ratio=ratio, left=left, factor=factor, words=words)

    def draw(s):
        for name, (by_layer, ratio) in curves.items():
            for line in (by_layer, ratio):
                line.set(linewidth=3 if name == s.g else 1.2, alpha=1 if name == s.g else 0.6)
            by_layer.set_data(np.arange(1, s.depth + 1), np.maximum(s.by_layer[name], LOWEST))
            ratio.set_data(np.arange(1, DEEPEST + 1), np.maximum(s.ratio[name], LOWEST))
        chosen.set_xdata([s.depth, s.depth])

    return Explorer(vanishing_explorer, controls, compute, figure, draw)
