"""Slides 45-46: the error surface over two weights, the path of gradient descent on it, and what one step does."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .. import data, xor
from ..network import Network, quiet
from ..notation import rounded
from ..objective import Objective
from ..panels.style import GREEN, GREY, INK, RED, label, legend, logarithmic, moving, sheet
from ..surface import along, flat_gradient, hessian, slice_of, weight_names
from ..training import History, gradient_descent
from .base import Explorer
from .controls import buttons, choice, log_slider, play, slider
from .controls import seed as seed_slider

STEPS, REACH, CELLS = 100, 5.0, 60
E = Objective("squared error")
NEURON, XOR_NET = "one neuron", "XOR 2-2-1"
HEIGHTS = LinearSegmentedColormap.from_list("low to high", ["#ffffff", "#a8c6cf", "#33505c"], 20)
HEIGHT = {NEURON: (-0.5, 3.0), XOR_NET: (-1.0, 2.0)}                   # log10 E, white and darkest
AXIS = np.linspace(-REACH, REACH, CELLS)


def examples(model, seed):
    """X (N, d) and t (N, 1): a noisy line, another one for each seed, or XOR."""
    X, t = data.line(20, noise=0.2, seed=seed) if model == NEURON else xor.corners()
    return X, t[:, None]


def start(model, seed):
    """A random network: y = w0 + w1 x, or 2-2-1 with tanh and a linear output."""
    sizes, g = ([1, 1], "identity") if model == NEURON else ([2, 2, 1], ["tanh", "identity"])
    return Network.random(sizes, g, np.random.default_rng(seed))


NAMES = {model: weight_names(start(model, 0)) for model in (NEURON, XOR_NET)}


def gradient_of(pair, sign):
    """backprop for the two weights of `pair` only (None: for all), and with the other sign for "+"."""
    def gradient(objective, net, X, t):
        dE = flat_gradient(objective, net, X, t)
        free = np.ones(net.count) if pair is None else np.isin(np.arange(net.count), pair)
        return net.unflatten(dE * free * (1 if sign == "−" else -1))
    return gradient


@lru_cache(maxsize=64)
def descent(model, pair, a, b, eta, sign, everything, seed):
    """The History from weights `pair` = (a, b), the others as the seed has them; everything: whether they move too."""
    net = start(model, seed)
    flat = net.flat.copy()
    flat[list(pair)] = a, b
    X, t = examples(model, seed)
    gradient = gradient_of(None if everything else pair, sign)
    return History.of(gradient_descent(net.replace(net.unflatten(flat)), E, X, t, eta, STEPS, gradient=gradient))


def surface_explorer(model=NEURON, first=NAMES[XOR_NET][1], second=NAMES[XOR_NET][7], a=-2.0, b=-3.0, eta=0.1, sign="−",
                     adapt="these two", seed=7, tau=0):
    """Slides 45-46: E over two weights, the path downhill, and the step that the tangent promises too much of."""
    tip = "slide 45: any weight W_ij of any layer"
    controls = [buttons("model", "network", model, [NEURON, XOR_NET], "y = w₀ + w₁x on 20 points; or two tanh units"),
                choice("first", "2-2-1: across", first, NAMES[XOR_NET], tip),
                choice("second", "2-2-1: upwards", second, NAMES[XOR_NET], tip),
                slider("a", "start, across", a, -4.5, 4.5, 0.1, "where descent starts; or drag the start"),
                slider("b", "start, upwards", b, -4.5, 4.5, 0.1, "where descent starts; or drag the start"),
                log_slider("eta", "learning rate η", eta, 1e-3, 10, "slide 46: from crawling to diverging"),
                buttons("sign", "W ← W … η ∂E/∂W", sign, ["−", "+"], "slides 45-46: it must be the negative gradient"),
                buttons("adapt", "2-2-1: move", adapt, ["these two", "all weights"], "slide 45: all; the picture shows two"),
                seed_slider(seed, "of the noise on the twenty points, or of the other seven weights"),
                play("tau", "step τ", tau, STEPS, tip="scrub along the path, both ways")]
    figure, axes = sheet("The error over two weights with the path of gradient descent, and a section along the step",
                         size=(8, 3.9), mosaic=[["surface", "section"], ["surface", "curve"]], width_ratios=[1.15, 1])
    ax, section, curve = axes["surface"], axes["section"], axes["curve"]
    label(ax, "log E over two weights", "", "", (-REACH, REACH), (-REACH, REACH))
    label(section, "E along this step, tangent dashed", "multiples of the step", "", (0, 2.2), (-2.4, 2.4))
    section.set_yticks([-1, 0, 1], ["fall promised", "E now", "rise promised"])
    label(curve, "", "step τ", "E", (0, STEPS), (1e-4, 1e6))
    logarithmic(curve)
    image = moving(ax.imshow(np.zeros((CELLS, CELLS)), cmap=HEIGHTS, origin="lower",
                             extent=(-REACH, REACH) * 2, interpolation="nearest"))
    path = moving(ax.plot([], [], ".-", color=RED, ms=5, lw=1.2)[0])
    handle = moving(ax.plot([], [], "o", ms=9, mfc="white", mec=INK, mew=1.5, label="start")[0])
    here = moving(ax.plot([], [], "o", color=INK, mec="white", ms=9, label="step τ")[0])
    moving(legend(ax, loc="lower right", frameon=True))             # the map would cover what stands still
    tangent = moving(section.plot([], [], "--", color=GREY, lw=1.5)[0])
    real = moving(section.plot([], [], color=GREEN, lw=2)[0])
    landing = moving(section.plot([], [], "o", color=INK, mec="white", ms=9)[0])
    errors = moving(curve.plot([], [], color=INK)[0])
    now = moving(curve.plot([], [], "o", color=INK, mec="white", ms=9)[0])
    figure.draggable(handle)
    s_axis = np.linspace(0, 2.2, 45)

    @quiet
    def compute(model, first, second, a, b, eta, sign, adapt, seed, tau):
        names = NAMES[model]
        pair = (0, 1) if model == NEURON else (names.index(first), names.index(second))
        if pair[0] == pair[1]:
            pair = pair[0], (pair[0] + 1) % len(names)
        run = descent(model, pair, a, b, eta, sign, adapt == "all weights", seed)
        X, t = examples(model, seed)
        good = int(np.flatnonzero(run.E < 1e12)[-1])                     # beyond that there is nothing to draw
        frame = min(tau, good)
        net, N = run[frame], len(X)
        gradient = gradient_of(None if adapt == "all weights" else pair, sign)(E, net, X, t)
        step = {k: -eta / N * dW for k, dW in gradient.items()}
        promised = float(flat_gradient(E, net, X, t) @ net.replace(step).flat)     # how much E changes to first order
        changes = along(E, net, X, t, step, np.r_[1, s_axis]) - run.E[frame]
        limit = 2 * N / float(np.linalg.eigvalsh(hessian(E, net, X, t))[-1])
        scale = max(abs(promised), 1e-300)
        state = SimpleNamespace(
            net=net, pair=pair, tau=frame, E=float(run.E[frame]), run=run, promised=promised, change=float(changes[0]),
            limit=limit, eta=eta, heights=HEIGHT[model], surface=slice_of(E, net, X, t, pair, AXIS, AXIS),
            path=run.net.flat[:good + 1, list(pair)], section=changes[1:] / scale, at=changes[0] / scale,
            sign=np.sign(promised), names=[("bias " if name[-1] == "₀" else "weight ") + name for name in
                                           (names[i] for i in pair)],
            inert=["first", "second", "adapt"] if model == NEURON else [])
        state.words = in_words(state, model, good)
        return state

    def draw(s):
        ax.set(xlabel=s.names[0], ylabel=s.names[1])                # another weight is a full redraw, and rare
        image.set_data(np.log10(np.maximum(s.surface, 1e-9)))
        image.set_clim(*s.heights)
        path.set_data(*s.path.T)
        handle.set_data(*s.path[:1].T)
        here.set_data(*s.path[[s.tau]].T)
        tangent.set_data([0, 2.2], [0, 2.2 * s.sign])
        real.set_data(s_axis, np.clip(s.section, -9, 9))
        landing.set_data([1], [np.clip(s.at, -2.3, 2.3)])
        errors.set_data(s.run.tau, np.clip(s.run.E, 1e-12, 1e12))
        now.set_data([s.tau], [np.clip(s.E, 1.5e-4, 6e5)])             # what leaves the axis stays in sight

    def pointer(event, s):
        return {"a": event.x, "b": event.y} if event.grabbed else None

    return Explorer(surface_explorer, controls, compute, figure, draw, pointer=pointer)


def in_words(s, model, good):
    """What the step at this place promises and what it does, and the η that is too large."""
    words = f"Step {s.tau}: E = {rounded(s.E)}. "
    words += f"To first order this step changes E by {rounded(s.promised, sign='+')}, in fact by "
    words += f"{rounded(s.change, sign='+')}. " if abs(s.change) < 1e12 else "more than 10¹². "
    where = "The limit is" if model == NEURON else "The curvature here allows"
    words += f"{where} η = 2N / (largest curvature of E) = {s.limit:.2f}. " if s.limit > 0 else ""
    if good < len(s.run) - 1 or s.run.E[-1] > 10 * s.run.E[0]:
        first = int(np.flatnonzero(~(s.run.E <= 10 * s.run.E[0]))[0])
        reason = "+ goes uphill" if s.promised > 0 else f"η = {s.eta:.3g} is too large"
        words += f"Diverged: at step {first} E is more than ten times what it was at the start, for {reason}."
    return words
