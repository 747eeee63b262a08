"""Slide 53: accept what improves, finite differences and backpropagation, with the same meter of forward passes."""

from functools import lru_cache, partial
from types import SimpleNamespace

import numpy as np

from .. import data
from ..differences import passes
from ..gradients import backprop, numerical
from ..network import Network
from ..objective import Objective
from ..panels.plane import Plane
from ..panels.style import BLUE, GREY, INK, PURPLE, RED, label, legend, logarithmic, moving, sheet
from ..random_search import random_search
from ..training import History, gradient_descent
from .base import Explorer
from .controls import choice, int_slider, log_slider
from .controls import seed as seed_control
from .numerical_differentiation import FAIR

OBJECTIVE, N, ETA, GOAL = Objective("cross-entropy"), 40, 2.0, 0.1
WAYS = {"random search": PURPLE, "finite differences": RED, "backpropagation": BLUE}
forward_difference = partial(numerical, eps=1e-7, scheme="forward")         # the cheaper of the two


@lru_cache(maxsize=8)
def problem(name):
    X, labels = data.DATASETS[name](N, 0.1, 0)
    return X, labels, labels[:, None].astype(float)


@lru_cache(maxsize=32)
def descent(name, hidden, seed, way):
    """Gradient descent to E/N = GOAL: (History, passes per step); finite differences stop at 200 steps or 5000 passes."""
    X, _, t = problem(name)
    net = Network.random([2, hidden, 1], ["tanh", "sigmoid"], seed)
    price = FAIR if way == "backpropagation" else passes(net, "forward")
    gradient, steps = (backprop, 600) if way == "backpropagation" else (forward_difference, min(200, 5000 // price))
    return History.of(_until(gradient_descent(net, OBJECTIVE, X, t, ETA, steps, gradient=gradient))), price


@lru_cache(maxsize=32)
def search(name, hidden, seed, step):
    """Random search from the same start to the same goal, in at most 1000 tries of one pass each."""
    X, _, t = problem(name)
    net = Network.random([2, hidden, 1], ["tanh", "sigmoid"], seed)
    return History.of(_until(random_search(net, OBJECTIVE, X, t, step, seed, tries=1000))), 1


def _until(snapshots):
    """The snapshots up to the first one that has reached the goal."""
    for snapshot in snapshots:
        yield snapshot
        if snapshot.E / N < GOAL:
            return


def race_explorer(hidden=8, spent=300.0, step=0.2, dataset="rings", seed=0):
    """Slide 53: three ways to a smaller E, from the same weights to the same goal; what does each one cost?"""
    controls = [int_slider("hidden", "hidden units h", hidden, 2, 32, "slide 53: more weights, more passes per gradient"),
                log_slider("spent", "passes spent", spent, 1, 1e4, "scrub: what each way has learnt for this many passes"),
                log_slider("step", "search step", step, 0.01, 1, "standard deviation of a random change"),
                choice("dataset", "data", dataset, ["rings", "xor", "moons"], "40 examples"),
                seed_control(seed)]
    figure, axes = sheet("Loss against forward passes of three methods, and what they have learnt", size=(8, 4.6),
                         mosaic=[["loss"] * 2 + ["meter"], list(WAYS)], height_ratios=[1, 1.05])
    ax, meter = axes["loss"], axes["meter"]
    label(ax, "mean loss E/N", "forward passes (log)", "", (0.8, 1.3e4), (0, 1))
    logarithmic(ax, "x")
    ax.axhline(GOAL, color=GREY, lw=0.8, ls=":")
    curves = {way: moving(ax.plot([], [], color=color, label=way)[0]) for way, color in WAYS.items()}
    dots = {way: moving(ax.plot([], [], "o", color=color, mec="white", ms=8)[0]) for way, color in WAYS.items()}
    now = moving(ax.axvline(spent, color=GREY, lw=1))
    legend(ax, loc="upper right")
    label(meter, "passes to E/N = 0.1", "", "", (1, 1e5), (-0.6, 2.6))
    logarithmic(meter, "x")
    meter.set_yticks([])
    bars = dict(zip(WAYS, map(moving, meter.barh([2, 1, 0], [1] * 3, 0.6, color=WAYS.values())), strict=True))
    told = {way: moving(meter.text(1, y, "", va="center", color=INK)) for way, y in zip(WAYS, (2, 1, 0), strict=True)}
    planes = {way: Plane(axes[way], (-1.6, 1.6), 36, names=("", ""), size=4) for way in WAYS}
    for way in WAYS:
        axes[way].set_title(way, loc="left", fontsize=10, color=WAYS[way])
        axes[way].set(xticks=[], yticks=[])
    grid = planes["backpropagation"].grid

    def compute(hidden, spent, step, dataset, seed):
        runs = {way: descent(dataset, hidden, seed, way) for way in WAYS if way != "random search"}
        runs["random search"] = search(dataset, hidden, seed, step)
        at = {way: min(len(run) - 1, int(spent / price)) for way, (run, price) in runs.items()}
        done = {way: bool(run.E[-1] / N < GOAL) for way, (run, _) in runs.items()}
        cost = {way: price * int(run.tau[-1]) for way, (run, price) in runs.items()}
        maps = {way: run[at[way]](grid)[:, 0] for way, (run, _) in runs.items()}
        words = ", ".join(f"{way} {cost[way]}" + ("" if done[way] else " and not there yet") for way in WAYS)
        return SimpleNamespace(runs=runs, at=at, done=done, cost=cost, maps=maps, data=problem(dataset), spent=spent, words=(
            f"Forward passes to E/N = {GOAL}: {words}. One gradient costs {runs['finite differences'][1]} passes by "
            f"differences, {FAIR} by backpropagation, whatever h."))

    def draw(s):
        for way, (run, price) in s.runs.items():
            E = run.E / N
            curves[way].set_data(np.maximum(0.8, run.tau * price), E)
            dots[way].set_data([max(0.8, s.at[way] * price)], [E[s.at[way]]])
            bars[way].set_width(s.cost[way])
            bars[way].set_alpha(1 if s.done[way] else 0.4)
            told[way].set(x=1.3 * s.cost[way], text=f"{s.cost[way]}" if s.done[way] else f"> {s.cost[way]}")
            planes[way].update(s.maps[way], X=s.data[0], labels=s.data[1])
        now.set_xdata([s.spent] * 2)

    return Explorer(race_explorer, controls, compute, figure, draw)
