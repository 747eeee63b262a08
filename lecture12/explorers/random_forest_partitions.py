"""Slides 12-18: the partitions of the trees, what their mean makes of them, and which knob overfits."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import data
from ..features import FEATURES, Features
from ..forest import RandomForest
from ..losses import Hinge
from ..network import Network
from ..objective import Objective
from ..panels.plane import Plane
from ..panels.style import BLUE, GREEN, GREY, INK, PURPLE, RED, label, legend, logarithmic, moving, sheet
from ..partitions import by_depth, cells, nearest, rotated
from ..training import gradient_descent
from .base import Explorer
from .controls import buttons, choice, int_slider, play, slider
from .controls import seed as seed_slider
from .random_forest_ensembles import DEPTHS

SETS = ("moons", "blobs", "xor", "rings", "spirals")
TREES = 100
LIMITS = (-1.7, 1.7)
SIDE = 60                                       # the maps have so many points along each side


@lru_cache(maxsize=8)
def _forest(name, noise, angle, K, depth, seed):
    """Sets and forest; for 100 trees p_l(C_1 | x) on grid and test set, leaves, cells, and the lines of the partitions."""
    train, test = (data.Dataset(rotated(X, angle), y) for X, y in
                   (data.DATASETS[name](100, noise, seed), data.DATASETS[name](600, noise, 1000 + seed)))
    forest = RandomForest(TREES, K, max_depth=DEPTHS[depth], seed=seed).fit(*train)
    axis = np.linspace(*LIMITS, SIDE)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    leaves = np.stack([tree.nodes.leaf(grid) for tree in forest.trees])
    p = np.stack([tree.nodes.p[leaf, 1] for tree, leaf in zip(forest.trees, leaves, strict=True)]).astype("f")
    lines = [np.pad(tree.nodes.segments([LIMITS] * 2), ((0, 0), (0, 1), (0, 0)), constant_values=np.nan).reshape(-1, 2)
             for tree in forest.trees]          # with a gap after each line, to be drawn as one
    p_test = forest.posteriors(test.X)[..., 1]
    return SimpleNamespace(train=train, test=test, p=p, p_test=p_test, cells=cells(leaves),
                           alone=float(((p_test > 0.5) != test.labels).mean()),
                           leaves=np.array([(tree.nodes.attribute < 0).sum() for tree in forest.trees]),
                           lines=np.concatenate(lines), ends=np.cumsum([0, *map(len, lines)]),
                           nearest=nearest(*train, grid), nearest_test=nearest(*train, test.X))


def partition_explorer(L=1, left="tree L", dataset="moons", noise=0.3, angle=0, K=1, depth="full", seed=0):
    """Slides 12-17: the partition of one tree, the partitions of L trees on top of each other, and their mean posterior."""
    controls = [play("L", "trees L", L, TREES, 150, "slides 14-17: press play; scrub both ways", first=1),
                buttons("left", "on the left", left, ["tree L", "1-NN"], "slide 12: some form of nearest neighbour"),
                choice("dataset", "data", dataset, SETS, "slides 14-17: 100 examples to grow on, 600 to test"),
                slider("noise", "noise", noise, 0, 0.6, 0.05, "blur of the data"),
                int_slider("angle", "turned by, °", angle, 0, 90, "the data, not the axes: splits stay parallel to these"),
                int_slider("K", "attributes K", K, 1, 2, "slide 12: of the two, so many compete at each node"),
                choice("depth", "depth", depth, DEPTHS, "slide 12: grown fully, or not"), seed_slider(seed)]
    figure, axes = sheet("The partition of the newest tree, of all L trees, and the mean posterior", 3, size=(8, 3.1),
                         sharey=True)
    planes = [Plane(ax, LIMITS, SIDE, size=3.5) for ax in axes[::2]]
    axes[1].set(xlim=LIMITS, ylim=LIMITS, aspect="equal")
    for ax, title in zip(axes, ("newest tree, or 1-NN", "lines of all L trees", "mean posterior"), strict=True):
        label(ax, title, "x₁")
    for ax in axes[1:]:
        ax.set_ylabel("")
    lines = [moving(ax.plot([], [], color=GREY, lw=0.7, snap=True, zorder=1)[0]) for ax in axes[:2]]

    def compute(L, left, dataset, noise, angle, K, depth, seed):
        f = _forest(dataset, noise, angle, K, depth, seed)
        mean = f.p[:L].mean(axis=0)
        wrong = {"tree": (f.p_test[L - 1] > 0.5), "mean": f.p_test[:L].mean(axis=0) > 0.5, "1-NN": f.nearest_test == 1}
        error = {name: float((y != f.test.labels).mean()) for name, y in wrong.items()}
        alike = float(((f.p[L - 1] > 0.5) == f.nearest).mean())
        together = f"{L} trees make {f.cells[L - 1]} cells (seen on the grid), their mean errs on {error['mean']:.1%}. "
        words = (f"Tree {L} has {f.leaves[L - 1]} leaves and errs on {error['tree']:.1%} of the test points (mean of all "
                 f"trees: {f.alone:.1%}). {together * (L > 1)}"
                 f"1-NN errs on {error['1-NN']:.1%} and agrees with tree {L} on {alike:.0%} of the plane.")
        return SimpleNamespace(L=L, one=f.p[L - 1] if left == "tree L" else f.nearest.astype(float), mean=mean, left=left,
                               train=f.train, lines=(f.lines[f.ends[L - 1]:f.ends[L]], f.lines[:f.ends[L]]), error=error,
                               cells=f.cells, leaves=f.leaves, alone=f.alone, alike=alike, words=words)

    def draw(s):
        for plane, map in zip(planes, (s.one, s.mean), strict=True):
            plane.update(map=map, X=s.train.X, labels=s.train.labels)
        for line, xy in zip(lines, s.lines, strict=True):
            line.set_data(*xy.T)
        lines[0].set_visible(s.left == "tree L")

    return Explorer(partition_explorer, controls, compute, figure, draw, wide=True)


MOST = 12
SIZES = (25, 50, 100, 200, 400)


@lru_cache(maxsize=4)
def _cut(dataset, n, noise, K, seed):
    """p_l(C_1 | x) of 100 trees cut at depth 0 ... 12, on the training and on a test set: (13, 100, ...); and the sets."""
    train, test = data.DATASETS[dataset](n, noise, seed), data.DATASETS[dataset](500, noise, 1000 + seed)
    forest = RandomForest(TREES, K, seed=seed).fit(*train)
    p, p_test = (np.stack([by_depth(tree.nodes, X, MOST)[..., 1] for tree in forest.trees], axis=1).astype("f")
                 for X in (train.X, test.X))
    return train, test, forest, p, p_test


def rivals(X, labels, seed=0):
    """Three classifiers of two inputs, trained: {name: X -> labels}. The SVM is one linear unit, hinge + L2 (slide 37)."""
    phi, t = Features(tuple(FEATURES)), labels[:, None].astype(float)
    forest = RandomForest(25, seed=seed).fit(X, labels)
    start = Network.random([2, 8, 1], ["tanh", "sigmoid"], np.random.default_rng(seed))
    *_, mlp = gradient_descent(start, Objective("cross-entropy"), X, t, 3.0, 120)
    start = Network([np.zeros((1, 1 + len(phi)))], "identity")
    *_, svm = gradient_descent(start, Objective("hinge", "L2", 0.1), phi(X), Hinge().encode(labels), 2.0, 50)
    return {"forest": forest.predict, "MLP 2-8-1": lambda X: mlp.net(X)[:, 0] > 0.5,
            f"SVM, {len(phi)} features": lambda X: svm.net(phi(X))[:, 0] > 0}


@lru_cache(maxsize=32)
def _learning_curves(dataset, noise, seed):
    """{name: test errors with the first 25, 50, ... of 400 examples} of the three `rivals`."""
    (X, labels), test = data.DATASETS[dataset](SIZES[-1], noise, seed), data.DATASETS[dataset](600, noise, 1000 + seed)
    trained = [rivals(X[:n], labels[:n], seed) for n in SIZES]
    return {name: np.array([(some[name](test.X) != test.labels).mean() for some in trained]) for name in trained[0]}


def knob_explorer(L=30, depth=12, dataset="moons", n=150, noise=0.3, K=1, seed=0):
    """Slides 9 and 18: errors against the number of trees, their depth, and the number of examples, there with rivals."""
    controls = [int_slider("L", "trees L", L, 1, TREES, "slide 18: does a larger forest overfit?"),
                int_slider("depth", "depth at most", depth, 1, MOST, "slide 12: trees cut at this depth"),
                choice("dataset", "data", dataset, SETS, "slide 9: is the forest as good as the others?"),
                int_slider("n", "examples N", n, 20, 300, "of the two pictures on the left"),
                slider("noise", "noise", noise, 0, 0.6, 0.05, "blur of the data"),
                int_slider("K", "attributes K", K, 1, 2, "slide 12: of the two, so many compete at each node"),
                seed_slider(seed)]
    figure, (trees, deep, many) = sheet("Errors against the number of trees, their depth, the number of examples", 3,
                                        size=(8, 3.4), sharey=True)
    label(trees, "knob: number of trees", "trees L", "error", (0, TREES + 2), (-0.01, 0.56))
    label(deep, "knob: depth", "depth", "", (0, MOST + 0.4))
    deep.set_xticks(range(0, MOST + 1, 2))
    label(many, "more examples", "examples N", "", (22, 460))
    logarithmic(many, "x")
    many.set_xticks(SIZES, map(str, SIZES))
    names = {"forest, test": (GREEN, "-"), "forest, training": (GREEN, ":"), "one tree, test": (RED, "-"),
             "one tree, own sample": (RED, ":")}
    on_trees = {name: moving(trees.plot([], [], color=c, ls=ls, lw=2, label=name)[0]) for name, (c, ls) in names.items()}
    on_depth = {name: moving(deep.plot([], [], color=c, ls=ls, lw=2)[0]) for name, (c, ls) in names.items()}
    legend(trees, loc="upper right", fontsize=8)
    sizes = {name: moving(many.plot([], [], style, color=c, ms=5, label=name)[0])
             for name, style, c in zip(_learning_curves(dataset, noise, seed), ("o-", "s-", "^--"), (GREEN, BLUE, INK),
                                       strict=True)}
    legend(many, loc="upper right", fontsize=8)
    marks = [moving(ax.axvline(0, color=GREY, lw=1.2)) for ax in (trees, deep)]
    least = moving(deep.plot([], [], "v", color=PURPLE, ms=9, mec="white", label="least, one tree")[0])
    legend(deep, loc="upper center", fontsize=8)

    def compute(L, depth, dataset, n, noise, K, seed):
        train, test, forest, p, p_test = _cut(dataset, n, noise, K, seed)
        count = np.arange(1, TREES + 1)[:, None]
        times = np.stack([np.bincount(sample, minlength=n) for sample in forest.samples]) / n
        both = (p_test, test.labels), (p, train.labels)
        E = SimpleNamespace(
            trees=[((np.cumsum(q[depth], axis=0) / count > 0.5) != y).mean(axis=1) for q, y in both],
            depth=[((q[:, :L].mean(axis=1) > 0.5) != y).mean(axis=1) for q, y in both],
            one=((p_test > 0.5) != test.labels).mean(axis=(1, 2)),
            own=(((p > 0.5) != train.labels) * times).sum(axis=2).mean(axis=1), sizes=_learning_curves(dataset, noise, seed))
        best = int(E.one[1:].argmin()) + 1
        nodes = sum(int((tree.nodes.depth <= depth).sum()) for tree in forest.trees[:L])
        words = (f"Depth {depth}: from 1 to {TREES} trees the test error goes from {E.one[depth]:.3f} (one tree) to "
                 f"{E.trees[0][-1]:.3f}. One tree errs least at depth {best} ({E.one[best]:.3f}); at depth {MOST} it "
                 f"errs on {E.own[MOST]:.3f} of its own sample but on {E.one[MOST]:.3f} of the test points. To be stored: "
                 f"{nodes} nodes for {L} tree{'s' * (L > 1)}, 33 weights for the MLP.")
        return SimpleNamespace(L=L, depth=depth, E=E, best=best, nodes=nodes, words=words)

    def draw(s):
        L, d, E = np.arange(1, TREES + 1), np.arange(MOST + 1), s.E
        flat = np.ones(TREES)
        for name, y in zip(names, (*E.trees, E.one[s.depth] * flat, E.own[s.depth] * flat), strict=True):
            on_trees[name].set_data(L, y)
        for name, y in zip(names, (*E.depth, E.one, E.own), strict=True):
            on_depth[name].set_data(d, y)
        for name, line in sizes.items():
            line.set_data(SIZES, E.sizes[name])
        for mark, at in zip(marks, (s.L, s.depth), strict=True):
            mark.set_xdata([at, at])
        least.set_data([s.best], [E.one[s.best] + 0.025])

    return Explorer(knob_explorer, controls, compute, figure, draw)
