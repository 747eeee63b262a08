"""Slide 44: hidden units that solve XOR, what they have learned, and how often gradient descent gets there."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import xor
from ..panels.graph import NetworkGraph
from ..panels.labels import Labels
from ..panels.plane import Plane
from ..panels.style import label, sheet
from ..panels.warp import HiddenPlane, grid_lines
from ..training import History
from .base import Explorer
from .controls import buttons, choice, int_slider, log_slider, play
from .controls import seed as seed_slider
from .playground import GRID, unit_maps

STEPS, EVERY = 400, 2
ACTIVATIONS = ["identity", "sigmoid", "tanh", "relu"]
BY_HAND = xor.by_hand()


@lru_cache(maxsize=64)
def xor_run(hidden, g, seeds, eta):
    """Gradient descent from some of the hundred starts, a stack of networks: the History."""
    return History.of(xor.descend(xor.starts(hidden, g)[list(seeds)], eta, STEPS), EVERY)


def features(names):
    """What the hidden units compute, in words."""
    return ", ".join(names) if len(set(names)) > 1 or len(names) == 1 else f"{len(names)} times {names[0]}"


def hidden_plane_explorer(hidden=2, g="tanh", weights="trained", eta=1.0, i=1, j=2, seed=7, tau=20):
    """Slide 44: the input plane, the hidden plane that it is warped into, and a map in every unit of the network."""
    controls = [int_slider("hidden", "hidden units h", hidden, 1, 8, "slide 44: two suffice for XOR, if found"),
                choice("g", "activation g", g, ACTIVATIONS, "slide 44: non-linear hidden units are needed"),
                buttons("weights", "weights", weights, ["trained", "by hand"], "slide 44: learned, or OR, NAND, AND"),
                log_slider("eta", "learning rate η", eta, 0.1, 10, "slide 46: the length of the step"),
                int_slider("i", "across: unit", i, 1, 8, "the hidden unit on the first axis of the hidden plane"),
                int_slider("j", "upwards: unit", j, 1, 8, "the hidden unit on the second axis"),
                seed_slider(seed, "one of the hundred starts of the demonstration after the next"),
                play("tau", "step τ", tau, STEPS, tip="scrub through training, both ways")]
    figure, axes = sheet("The input plane, the plane of two hidden units as a warped grid, a map in every unit",
                         size=(8, 2.95), mosaic=[["input", "hidden", "graph"]], width_ratios=[1, 1, 1.25])
    plane, warped = Plane(axes["input"], (-1.6, 1.6), GRID, size=8), HiddenPlane(axes["hidden"])
    graph, told = NetworkGraph(axes["graph"], width=1.3), Labels(axes["graph"], ha="left", halo="white")
    label(axes["input"], "input plane", "x₁", "x₂")
    label(axes["hidden"], "hidden plane")
    axes["hidden"].set_xlabel("unit across")
    axes["hidden"].set_ylabel("unit upwards")
    lines, (X, labels) = grid_lines(), xor.corners()

    def compute(hidden, g, weights, eta, i, j, seed, tau):
        if weights == "by hand":
            net, g, hidden, step = BY_HAND, "sigmoid", 2, 0
        else:
            run = xor_run(hidden, g, (seed,), eta)
            frame = min(tau // EVERY, len(run) - 1)
            net, step = run[frame][0], int(run.tau[frame])
        pair = [min(i, hidden) - 1, min(j, hidden) - 1]

        def image(x):                               # the outputs of the two hidden units shown; of one, if there is one
            y = net.forward(x.reshape(-1, 2)).y[1][:, pair]
            return (y if hidden > 1 else y * [1, 0]).reshape(x.shape)
        w = None
        if hidden == 1:
            w = np.r_[net.W[2][0], 0]
        elif hidden == 2 and pair[0] != pair[1]:
            w = net.W[2][0][[0, pair[0] + 1, pair[1] + 1]]
        p = net.forward(plane.grid)
        maps = [unit_maps(p.y[0], None), unit_maps(p.y[1], net.g[1]), p.y[2].T.reshape(-1, GRID, GRID)]
        E, names = float(xor.E(net, X, labels[:, None])) / 4, xor.unit_names(net)
        state = SimpleNamespace(net=net, g=g, tau=step, E=E, solved=bool(xor.solved(net)), names=names, maps=maps,
                                grid=image(lines), y=image(X), w=w,
                                right=int((abs(net(X)[:, 0] - labels) < 0.49).sum()))
        where = "By hand" if weights == "by hand" else f"Step {step}"
        verdict = "XOR is solved" if state.solved else f"{state.right} of 4 right"
        state.words = (f"{where}: loss per sample {E:.3f}, {verdict}. "
                       f"At the corners the hidden units compute: {features(names)}.")
        state.inert = ["hidden", "g", "eta", "seed", "tau"] if weights == "by hand" else []
        state.inert += ["i", "j"] if hidden == 1 else []
        return state

    def draw(s):
        plane.update(map=s.maps[2][0], X=X, labels=labels)
        warped.update(s.grid, s.y, labels, s.g, s.w)
        graph.update(s.net, s.maps)
        places = graph.places[1]
        told.update(s.names, places + [graph.half + 6, 0])

    return Explorer(hidden_plane_explorer, controls, compute, figure, draw)


def three_seeds_explorer(first=7, second=10, third=51, g="tanh", tau=STEPS):
    """Slide 44: nobody says what the hidden units should do; three starts find three sets of features."""
    tip = "slide 44: one of the hundred starts"
    controls = [int_slider("first", "left: seed", first, 0, 99, tip),
                int_slider("second", "middle: seed", second, 0, 99, tip),
                int_slider("third", "right: seed", third, 0, 99, tip),
                choice("g", "activation g", g, ACTIVATIONS[1:], "slide 44: of the two hidden units"),
                play("tau", "step τ", tau, STEPS, tip="scrub through training, both ways")]
    figure, axes = sheet("The hidden planes of three networks that start from different weights", 3, 2, size=(8, 4.6),
                         height_ratios=[1, 1])
    (top, bottom), (X, labels), lines = axes, xor.corners(), grid_lines()
    inputs, warped = [Plane(ax, (-1.6, 1.6), 36, size=7) for ax in top], [HiddenPlane(ax, 30) for ax in bottom]
    titles = [Labels(ax, 9, "left") for ax in bottom]
    for ax, name in zip(top, ("left", "middle", "right"), strict=True):
        label(ax, f"{name}: input plane", "", "x₂" if name == "left" else "")
    for ax in bottom:
        ax.set_title(" ", fontsize=11)                              # room for the features' names

    def compute(first, second, third, g, tau):
        seeds = (first, second, third)
        run = xor_run(2, g, seeds, 1.0)
        frame = min(tau // EVERY, len(run) - 1)
        nets = [run[frame][k] for k in range(3)]
        names, ok = [xor.unit_names(net) for net in nets], [bool(xor.solved(net)) for net in nets]
        told = "; ".join(f"seed {seed}: {' and '.join(name)}{'' if done else ' (not solved)'}"
                         for seed, name, done in zip(seeds, names, ok, strict=True))
        different = len({frozenset(name) for name, done in zip(names, ok, strict=True) if done})
        return SimpleNamespace(nets=nets, g=g, names=names, solved=ok, different=different, words=(
            f"Step {run.tau[frame]}. Hidden units: {told}. {sum(ok)} of 3 solve XOR"
            + (f", with {different} different set{'s' * (different != 1)} of features." if different else ".")))

    def draw(s):
        for net, plane, hidden, title, name in zip(s.nets, inputs, warped, titles, s.names, strict=True):
            plane.update(map=net(plane.grid)[:, 0], X=X, labels=labels)
            hidden.update(net.forward(lines.reshape(-1, 2)).y[1].reshape(lines.shape), net.forward(X).y[1], labels, s.g,
                          net.W[2][0])
            title.update([f"y₁: {name[0]}, y₂: {name[1]}"], [(0, 1.08)])

    return Explorer(three_seeds_explorer, controls, compute, figure, draw)
