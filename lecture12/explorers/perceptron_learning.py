"""Slides 34-35: perceptron learning, one example at a time, and why it ends."""

from functools import lru_cache
from itertools import islice
from types import SimpleNamespace

import numpy as np

from .. import data as datasets
from ..convergence import bound_from, lower, mistakes, upper
from ..panels.plane import Plane, line
from ..panels.style import GREEN, GREY, INK, PURPLE, RED, label, legend, logarithmic, moving, sheet
from ..panels.weight_space import InputPlane, WeightSpace, planes
from ..perceptron import margin, max_margin, perceptron_learning
from .base import Explorer
from .controls import choice, int_slider, log_slider, play, slider, toggle
from .controls import seed as seed_slider

DATA = ["separable, no bias", "separable", "XOR"]
STARTS = {"w = 0": 0.0, "w = (0, 3, 3)": 3.0}
STEPS = 400                                                # the longest run that is kept to scrub through
TIPS = {"data": "no bias: weight space has two dimensions, and you see all of it; else you see it at the present w₀",
        "margin": "no example is closer to the hidden line", "order": "slide 34: process the cases in some permutation",
        "start": "the weights before the first example"}


@lru_cache(maxsize=64)
def steps(data, n, gap, order, start, seed):
    """A run: X, labels, path (1+T, 3) of w, which sample was seen (T,), which were mistakes (T,), and how it ended."""
    X, labels = datasets.xor_corners() if data == "XOR" else datasets.separable(n, gap, seed)
    bias = data != DATA[0]
    if not bias:                                           # move the hidden line into the origin
        hidden = datasets.hidden_line(seed)
        X = X + hidden[0] * hidden[1:]
    w = STARTS[start] * np.array([0.0, 1.0, 1.0])[0 if bias else 1:]
    run = perceptron_learning(X, labels, w, order=order, rng=seed, bias=bias)
    run = list(islice(run, 48 if data == "XOR" else STEPS))
    path = np.array([w, *(s.w for s in run)])
    wrong = np.array([s.mistake for s in run])
    ends = path[len(X)::len(X)].tolist()                   # w at the end of each epoch: the same twice, and it never ends
    ending = ("An epoch without a mistake: learning has ended." if not wrong[-len(X):].any() else
              f"At the end of this epoch w is again {told(path[-1], data)}: it goes round in a circle, for ever."
              if order == "fixed" and ends.count(ends[-1]) > 1 else
              "No w has all four right: it never ends." if data == "XOR" else "It is not at its end yet.")
    return SimpleNamespace(X=X, labels=labels, path=path if bias else np.column_stack([0 * path[:, 0], path]),
                           seen=np.array([s.n for s in run]), wrong=wrong, ending=ending)


def learning_explorer(data=DATA[0], n=10, margin=0.05, order="fixed", start="w = 0", only=False, tau=5, seed=0):
    """Slide 34: right, leave w alone; wrong, add the input vector or subtract it. Two pictures of the same step."""
    controls = [choice("data", "data", data, DATA, TIPS["data"]), int_slider("n", "examples N", n, 4, 20, "how many"),
                slider("margin", "margin", margin, 0.02, 0.5, 0.01, TIPS["margin"]),
                choice("order", "order", order, ["fixed", "random"], TIPS["order"]),
                choice("start", "start", start, STARTS, TIPS["start"]),
                toggle("only", "mistakes only", only, "skip the steps at which nothing happens"),
                play("tau", "step τ", tau, STEPS, 700, "slide 34: one example after the other, both ways"),
                seed_slider(seed)]
    figure, (left, right) = sheet("Examples with the vector w, and weight space with the feasible cone", 2, size=(8, 4.1),
                                  margins={"left": 0.085, "right": 0.99, "bottom": 0.12, "top": 0.93, "wspace": 0.2})
    inputs, weights = InputPlane(left), WeightSpace(right)

    def compute(data, n, margin, order, start, only, tau, seed):
        run = steps(data, n, margin, order, start, seed)
        stops = np.flatnonzero(run.wrong) + 1 if only else np.arange(1, len(run.path))  # steps at which to stop
        step = int(stops[min(tau, len(stops)) - 1]) if tau and len(stops) else 0
        path, current = run.path[:step + 1], int(run.seen[step - 1]) if step else None
        state = SimpleNamespace(run=run, path=path, current=current, step=step, mistakes=int(run.wrong[:step].sum()),
                                reach=1.15 * max(np.abs(run.path[:, 1:]).max(), np.abs(run.X).max()),
                                right=int(((path[-1, 0] + run.X @ path[-1, 1:] >= 0) == run.labels).sum()),
                                inert=["n", "margin"] + ["seed"] * (order == "fixed") if data == "XOR" else [],
                                last={"tau": max(1, len(stops))},
                                words=f"The start, w = {told(run.path[0], data)}: no example has been seen.")
        if step:
            t, score = run.labels[current], path[-2] @ [1, *run.X[current]]
            act = "right: w stays" if not run.wrong[step - 1] else f"wrong: {'add' if t else 'subtract'} x"
            state.words = (f"Step {step}, epoch {(step - 1) // len(run.X) + 1}: wᵀx = {score:.2f}, y = {int(score >= 0)}, "
                           f"t = {t}; {act}. w = {told(path[-1], data)} has {state.right} of {len(run.X)} right, "
                           f"after {state.mistakes} mistake{'s' * (state.mistakes != 1)}. "
                           f"{run.ending if step == len(run.path) - 1 else ''}")
        return state

    def draw(s):
        planes(left, right, s.reach)
        inputs.update(s.path[-2] if s.step else s.path[-1], s.path[-1], s.run.X, s.run.labels, s.current)
        weights.update(s.path, s.run.X, s.run.labels, s.current)

    return Explorer(learning_explorer, controls, compute, figure, draw)


def told(w, data):
    """w in words, with its bias where there is one."""
    return "(" + ", ".join(f"{v + 0.0:.2f}" for v in (w[1:] if data == DATA[0] and len(w) == 3 else w)) + ")"


EPOCHS = {"separable": 5000, "XOR": 50}


@lru_cache(maxsize=64)
def proof(data, gap, order, start, eta, seed):
    """A run of 40 examples or of XOR to its end (or for 50 epochs), and the bounds between which w is caught."""
    X, labels = datasets.xor_corners() if data == "XOR" else datasets.separable(40, gap, seed)
    w = STARTS[start] * np.array([0.0, 1.0, 1.0])
    run = mistakes(X, labels, w, eta, order, EPOCHS[data], seed)
    w_star, K = max_margin(X, labels), len(run.n) - 1
    bound = np.inf if w_star is None else bound_from(w_star, X, labels, w, eta)
    k = np.unique(np.geomspace(1, max(2 * K, 1.6 * bound if w_star is not None else 1), 200).round())
    lines = {"upper": upper(k, X, w, eta)}
    if w_star is not None:
        lines["lower"] = lower(k, w_star, X, labels, w, eta)
    return SimpleNamespace(X=X, labels=labels, run=run, w_star=w_star, K=K, bound=bound, k=k, lines=lines,
                           length=np.linalg.norm(run.w, axis=1), along=None if w_star is None else run.w @ w_star)


def convergence_explorer(data="separable", margin=0.1, order="fixed", start="w = 0", eta=1.0, part=100, seed=0):
    """Slide 34, "guaranteed to converge": every mistake pushes w between two bounds that must meet."""
    controls = [choice("data", "data", data, EPOCHS, "40 examples on two sides of a hidden line, or the corners of XOR"),
                slider("margin", "margin", margin, 0.02, 0.5, 0.01, TIPS["margin"]),
                choice("order", "order", order, ["fixed", "random"], TIPS["order"]),
                choice("start", "start", start, STARTS, TIPS["start"]),
                log_slider("eta", "learning rate η", eta, 1e-3, 10, "slide 36: how much of x is added"),
                play("part", "part shown (%)", part, 100, 100, "mistake by mistake, both ways"), seed_slider(seed)]
    figure, (left, middle, right) = sheet("The boundary, the two bounds on the weights, and the number of mistakes", 3,
                                          size=(8, 3.3), width_ratios=[1, 1.25, 1], margins={
        "left": 0.09, "right": 0.99, "bottom": 0.15, "top": 0.91, "wspace": 0.3})
    plane = Plane(left, (-1.15, 1.15), size=5)
    label(left, "boundary", "x₁", "x₂")
    lines = {name: moving(left.plot([], [], color=color, ls=ls, lw=2, zorder=5)[0])
             for name, color, ls in (("found", INK, "-"), ("widest", GREEN, "--"))}
    label(middle, "between two bounds", "mistakes k", "")
    label(right, "mistakes so far", "examples seen τ", "")
    logarithmic(middle, "both")
    logarithmic(right, "both")
    curves = {"upper": ("R√k ≥", RED, "--", 1.5), "length": ("|w|", INK, ".-", 2), "along": ("w·w*/|w*|", PURPLE, ".-", 2),
              "lower": ("≥ kγ", GREEN, "--", 1.5)}
    curves = {name: moving(middle.plot([1], [1], style, color=color, lw=width, label=word)[0])
              for name, (word, color, style, width) in curves.items()}
    legend(middle, loc="upper left", ncols=2)
    meet = moving(middle.axvline(1, color=GREY, lw=1, ls=":"))
    count = moving(right.plot([1], [1], color=INK, lw=2, drawstyle="steps-post")[0])
    limit = moving(right.axhline(1, color=RED, lw=1.5, ls="--"))
    note = moving(right.text(0.03, 0.97, "", transform=right.transAxes, va="top", color=RED))

    def compute(data, margin, order, start, eta, part, seed):
        p = proof(data, margin, order, start, eta, seed)
        k = int(np.ceil(part / 100 * p.K))
        w = p.run.w[k]
        if data == "XOR":
            last = p.run.w[np.flatnonzero(p.run.epoch == p.run.epochs - 1)[-1]]
            end = ("w is the same as one epoch before: a circle" if np.array_equal(last, p.run.w[-1])
                   else "no w has all four right")
            words = (f"{k} mistakes. No separator, no γ, no lower bound: after {p.run.epochs} epochs still "
                     f"{(p.run.epoch == p.run.epochs).sum()} mistakes per epoch; {end}.")
        else:
            words = (f"{k} mistakes; with γ = {margin_of(p.w_star, p):.3f} the bounds meet at k = {p.bound:.1f}: "
                     f"at most {int(p.bound)}. ")
            words += (f"Learning ended after {p.K} in {p.run.epochs} epochs with the margin "
                      f"{margin_of(p.run.w[-1], p):.4f}: a solution, not the widest." if part == 100 else
                      f"|w| = {p.length[k]:.3g}.")
        return SimpleNamespace(p=p, k=k, w=w, per_epoch=np.bincount(p.run.epoch[1:], minlength=p.run.epochs + 1)[1:],
                               words=words, inert=["margin"] + ["seed"] * (order == "fixed") if data == "XOR" else [])

    def draw(s):
        p, k = s.p, s.k
        plane.update(np.where(s.w[0] + plane.grid @ s.w[1:] >= 0, 0.72, 0.28), None, p.X, p.labels,
                     p.run.n[k] if k else None)
        lines["found"].set_data(*line(s.w, plane.limits))
        lines["widest"].set_data(*([], []) if p.w_star is None else line(p.w_star, plane.limits))
        for name in ("upper", "lower"):
            curves[name].set_data(*(p.k, p.lines[name]) if name in p.lines else ([], []))
        for name in ("length", "along"):
            values = getattr(p, name)
            curves[name].set_data(*([], []) if values is None else (np.arange(1, k + 1), values[1:k + 1]))
        meet.set_xdata([p.bound if p.w_star is not None else np.nan] * 2)
        limit.set_ydata([p.bound if p.w_star is not None else np.nan] * 2)
        count.set_data(np.r_[p.run.tau[1:k + 1], p.run.epochs * len(p.X) if k == p.K else p.run.tau[k]],
                       np.r_[np.arange(1, k + 1), k])
        note.set_text("no bound" if p.w_star is None else f"at most {int(p.bound)}")
        fit(middle, (0.8, p.k[-1]), around(p.lines["upper"], p.lines.get("lower"), p.length[1:], p.along))
        fit(right, (0.8, 1.2 * p.run.epochs * len(p.X)), (0.8, 6 * (p.K if p.w_star is None else p.bound)))

    return Explorer(convergence_explorer, controls, compute, figure, draw)


def margin_of(w, p):
    return float(margin(w, p.X, p.labels))


def around(*curves):
    """Limits of a logarithmic axis that hold all curves (None: not there), and leave room for a legend above."""
    values = np.concatenate([c for c in curves if c is not None])
    values = values[values > 0]
    return values.min() / 1.5, values.max() * 6


def fit(ax, x, y):
    """New limits, only if they have changed: they cost a full redraw."""
    if (*ax.get_xlim(), *ax.get_ylim()) != (*x, *y):
        ax.set(xlim=x, ylim=y)
