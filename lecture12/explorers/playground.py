"""All together: data, features, layers, activation, loss, regularizer, learning rate, and the network at work."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import data as datasets
from ..activations import ACTIVATIONS
from ..data import DATASETS, Dataset
from ..features import FEATURES, Features
from ..losses import LOSSES, Softmax
from ..network import Network
from ..objective import Objective
from ..panels.graph import NetworkGraph
from ..panels.labels import number
from ..panels.plane import Plane
from ..panels.style import COLORS, GREEN, GREY, INK, MARKERS, label, legend, moving, sheet
from ..regularizers import REGULARIZERS
from ..training import History, gradient_descent
from .base import Explorer
from .controls import choice, int_slider, log_slider, play, several, slider
from .controls import hidden as without_widget
from .controls import seed as seed_slider

FRAMES = 150                                               # stored along a run, to scrub through
UPDATES = {"all samples": (600, None), "10 samples": (900, 10), "1 sample": (1200, 1)}    # steps of a run, batch size
GRID = 48                                                  # points along each side of the maps


@lru_cache(maxsize=16)
def examples(data, n, noise, data_seed, points):
    """(training set, test set): halves of 2 n samples; points (x1, x2, label) that were clicked in are trained on."""
    train, test = datasets.split(DATASETS[data](2 * n, noise, data_seed), 0.5, data_seed)
    if points:
        *x, labels = zip(*points, strict=True)
        train = Dataset(np.vstack([train.X, np.column_stack(x)]), np.append(train.labels, np.array(labels, dtype=int)))
    return train, test


@lru_cache(maxsize=8)
def run(train, test, features, layers, hidden, activation, loss, regularizer, lam, eta, update, seed):
    """The whole trajectory: History, and loss of training, loss of test and λΩ along it, each per training sample."""
    phi, objective = Features(features), Objective(loss, regularizer, lam)
    classes = 1 + max(train.labels.max(), test.labels.max())
    t, t_test = (objective.loss.encode(part.labels, classes) for part in (train, test))
    sizes = [len(phi), *[hidden] * layers, t.shape[1]]
    scale = 1.0 if layers < 2 else (2 / (1 + hidden)) ** 0.5           # deeper nets start smaller, so that they start at all
    g = [activation] * layers + [objective.loss.output]
    net = Network.random(sizes, g, np.random.default_rng(seed), scale=scale)
    steps, batch = UPDATES[update]
    snapshots = gradient_descent(net, objective, phi(train.X), t, eta, steps, batch, np.random.default_rng(seed))
    history = History.of(snapshots, every=steps // FRAMES)
    parts = SimpleNamespace(train=objective.data(history.net, phi(train.X), t) / len(train),
                            test=objective.data(history.net, phi(test.X), t_test) / len(test),
                            penalty=objective.penalty(history.net) / len(train))
    return history, parts


def confidence(loss, y):
    """Outputs as numbers from 0 (class 0) to 1 (class 1), (..., K) -> (..., K); 1/2 is the boundary."""
    if isinstance(loss, Softmax):
        return loss.probabilities(y)
    return np.clip(y / 2 + 0.5 if loss.name == "hinge" else y, 0, 1)


def unit_maps(y, g):
    """Outputs of one layer at all grid points, (points, n) -> (n, GRID, GRID), scaled to 0..1."""
    name = getattr(g, "name", None)
    if name == "tanh":
        y = y / 2 + 0.5
    elif name != "sigmoid":
        y = 0.5 + y / (2 * np.abs(y).max(0) + 1e-12)
    return y.T.reshape(-1, GRID, GRID)


def mlp_explorer(data="moons", n=100, noise=0.15, data_seed=0, features=("x1", "x2"), layers=1, hidden=4,
                 activation="tanh", loss="cross-entropy", regularizer="none", lam=0.01, eta=3.0, update="all samples",
                 seed=0, frame=FRAMES, points=()):
    """Slides 30-66 in one: change anything, and see the whole run anew; then scrub through it."""
    controls = [
        choice("data", "data set", data, DATASETS, "what is to be learned"),
        int_slider("n", "samples N", n, 4, 200, "as many again are kept for the test"),
        slider("noise", "noise", noise, 0, 0.5, 0.01, "standard deviation added to every coordinate"),
        int_slider("data_seed", "data seed", data_seed, 0, 99, "another sample of the same data"),
        int_slider("layers", "hidden layers", layers, 0, 3, "slide 43; with 0 it is the perceptron of slide 30"),
        int_slider("hidden", "hidden units h", hidden, 1, 16, "slide 43: units in each hidden layer"),
        choice("activation", "activation g", activation, [a for a in ACTIVATIONS if a != "step"], "slide 43"),
        seed_slider(seed),
        choice("loss", "loss L", loss, LOSSES, "slide 37; the output is the one that belongs to it"),
        choice("regularizer", "regularizer Ω", regularizer, REGULARIZERS, "slide 38"),
        log_slider("lam", "regularization λ", lam, 1e-4, 10, "slide 38: E = Σ L + λ Ω"),
        log_slider("eta", "learning rate η", eta, 1e-3, 30, "slide 46: W ← W − (η/N) ∂E/∂W"),
        choice("update", "update after", update, UPDATES, "slides 36 and 66: single samples or a whole batch"),
        several("features", "features φ", features, list(FEATURES), "slides 32-33: what the first layer sees"),
        play("frame", "progress", frame, FRAMES, tip="scrub through the run, both ways"),
        added_points(points)]
    figure, axes = sheet("The input plane with the network's decision, the network with a map in every unit, and the loss",
                         size=(8, 2.95), mosaic=[["plane", "graph", "curve"]], width_ratios=[1, 1.32, 0.95],
                         margins=dict(left=0.075, right=0.976, bottom=0.165, top=0.9, wspace=0.2))
    plane, graph = Plane(axes["plane"], (-1.6, 1.6), GRID, size=5.5, classes=3), NetworkGraph(axes["graph"], width=1.3)
    label(axes["plane"], "decision, training ●, test ○", "x₁", "x₂")
    axes["plane"].set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])             # short labels: x₂ has room beside them
    tests = [moving(axes["plane"].plot([], [], m, mfc="none", mec=c, ms=4, mew=1, zorder=3)[0])
             for m, c in zip(MARKERS[:3], COLORS, strict=False)]
    added = moving(axes["plane"].plot([], [], "o", ms=10, mfc="none", mec=INK, mew=1.2, zorder=6)[0])
    curve = axes["curve"]
    label(curve, "per training sample", "step τ")
    lines = {name: moving(curve.plot([], [], style, color=color, label=words)[0]) for name, style, color, words in (
        ("train", "-", INK, "training loss"), ("test", "--", GREY, "test loss"), ("penalty", "-", GREEN, "λΩ"))}
    now = moving(curve.axvline(0, color=INK, lw=1))
    legend(curve, loc="upper right")
    figure.draggable(added)

    def compute(data, n, noise, data_seed, points, frame, **hyper):
        features, L = hyper["features"], LOSSES[hyper["loss"]]
        if not features:
            raise ValueError("features: choose at least one")
        train, test = examples(data, n, noise, data_seed, points)
        history, parts = run(train, test, **hyper)
        i = min(frame, len(history) - 1)
        net, phi = history[i], Features(features)
        with np.errstate(all="ignore"):
            p = net.forward(phi(plane.grid))
            maps = [unit_maps(p.y[k], net.g.get(k)) for k in range(net.l)] + [
                confidence(L, p.y[net.l]).T.reshape(-1, GRID, GRID)]
            wrong, wrong_test = (int((L.decide(net(phi(part.X))) != part.labels).sum()) for part in (train, test))
            classes = L.decide(p.y[net.l])
        state = SimpleNamespace(
            train=train, test=test, net=net, tau=int(history.tau[i]), history=history, parts=parts, maps=maps,
            decision=classes if len(maps[-1]) > 2 else maps[-1][-1], wrong=wrong, wrong_test=wrong_test,
            points=points, names=features,
            decay=2 * hyper["eta"] * hyper["lam"] / len(train) if hyper["regularizer"] == "L2" else 0.0,
            inert=["hidden", "activation"] * (hyper["layers"] == 0) + ["lam"] * (hyper["regularizer"] == "none")
            + ["Remove added points"] * (not points))
        state.words = in_words(state, i, hyper["eta"])
        return state

    def draw(s):
        level = None if s.decision.dtype.kind == "i" else 0.5
        plane.update(map=s.decision, level=level, X=s.train.X, labels=s.train.labels)
        for c, artist in enumerate(tests):
            artist.set_data(*s.test.X[s.test.labels == c].T)
        added.set_data(*(np.array(s.points)[:, :2].T if s.points else ([], [])))
        graph.update(s.net, s.maps, s.names)
        tau = s.history.tau
        for name, line in lines.items():
            line.set_data(tau, getattr(s.parts, name))
        top = 1.15 * max(s.parts.train[0], s.parts.test[0], 0.1)
        limits = ((0, tau[-1] or 1), (0, top))
        if (curve.get_xlim(), curve.get_ylim()) != limits:              # a full redraw: only when it must be
            curve.set(xlim=limits[0], ylim=limits[1])
        now.set_xdata([s.tau, s.tau])

    def pointer(event, s):
        if event.axes is not plane.ax:
            return None
        spot = (round(float(np.clip(event.x, -1.6, 1.6)), 2), round(float(np.clip(event.y, -1.6, 1.6)), 2))
        if event.grabbed and event.kind == "drag":
            i = event.grabbed[1]
            return {"points": (*s.points[:i], (*spot, s.points[i][2]), *s.points[i + 1:])}
        if event.kind == "press" and not event.grabbed:
            return {"points": (*s.points, (*spot, 0 if event.shift else 1))}
        return None

    return Explorer(mlp_explorer, controls, compute, figure, draw, pointer, wide=True,
                    buttons={"Remove added points": lambda explorer: explorer.set(points=())})


def in_words(s, i, eta):
    """What is seen, with its numbers; divergence too."""
    if s.decay >= 2:
        return (f"<b>The weight decay diverges</b>: every step multiplies the weights by 1 − 2ηλ/N = {number(1 - s.decay)}. "
                f"2ηλ/N must stay below 2: with this λ, η below {2 * eta / s.decay:.2g}.")
    if s.history.diverged is not None:
        return (f"<b>Diverged at step {s.history.diverged}</b>: η = {eta:.3g} is too large here; each step overshoots by "
                "more than it corrects. Try a third of it.")
    return (f"Step {s.tau}: loss {s.parts.train[i]:.3f} + λΩ {s.parts.penalty[i]:.3f} per training sample, test loss "
            f"{s.parts.test[i]:.3f}. Wrong: {s.wrong} of {len(s.train)} training and {s.wrong_test} of {len(s.test)} test "
            f"samples. {s.net.count} weights." + (
                "" if s.points else " Click in the plane to add a blue point, shift-click for an orange one."))


def added_points(points):
    """The clicked points: a tuple of (x1, x2, label) with label 0, 1 or 2."""
    def check(points):
        for point in points:
            if len(point) != 3 or not np.isfinite(point).all() or point[2] not in (0, 1, 2):
                raise ValueError(f"points: got {point!r}, expected (x1, x2, label) with a label 0, 1 or 2")
    return without_widget("points", tuple(map(tuple, points)), check)
