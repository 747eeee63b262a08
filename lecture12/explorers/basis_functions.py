"""Slides 32-33: a perceptron on fixed features φ(x). A line in the feature plane is a curve in the input plane."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection

from .. import data as datasets
from ..activations import Sigmoid
from ..expressions import Expression
from ..features import Features
from ..labellings import best_labelling
from ..network import Network
from ..objective import Objective
from ..panels.arrows import clip, outline, region
from ..panels.plane import Plane, line
from ..panels.style import COLORS, GREEN, INK, LIGHT, MARKERS, PURPLE, label, moving, sheet
from ..training import gradient_descent
from .base import Explorer
from .controls import choice, slider, text, toggle
from .controls import seed as seed_slider

PHI = ("x1", "x2", "x1²", "x2²", "x1·x2", "r")
RANGE = {"x1": (-1.6, 1.6), "x2": (-1.6, 1.6), "x1²": (-0.2, 2), "x2²": (-0.2, 2), "x1·x2": (-2.1, 2.1), "r": (-0.1, 2)}
AXIS = np.linspace(-1.6, 1.6, 65)
GRID = np.stack(np.meshgrid(AXIS, AXIS), axis=-1).reshape(-1, 2)


@lru_cache(maxsize=64)
def fitted(data, phi1, phi2, noise, seed):
    """Samples, and the w (3,) of a perceptron with logistic output on (φ1, φ2): cross-entropy, 400 steps downhill."""
    X, labels = datasets.DATASETS[data](120, noise, seed)
    Z = Features((phi1, phi2))(X)
    middle, spread = Z.mean(0), Z.std(0)                                        # features of one size: one η fits all
    start = Network([np.zeros((1, 3))], "sigmoid")
    *_, last = gradient_descent(start, Objective("cross-entropy"), (Z - middle) / spread, labels[:, None], 4.0, 400)
    w = last.net.W[1][0] / np.r_[1, spread]
    return X, labels, np.r_[w[0] - w[1:] @ middle, w[1:]]


def basis_explorer(data="rings", phi1="x1", phi2="x2", x1=0.8, x2=0.5, noise=0.1, seed=0):
    """Slides 32-33: the input plane, the plane of two fixed features, and one point that is in both."""
    tip = "slide 32: one point, shown in both planes; or drag it in either"
    controls = [choice("data", "data", data, ["rings", "xor", "blobs", "moons"], "two classes in the input plane"),
                choice("phi1", "feature φ₁(x)", phi1, PHI, "slide 32: a fixed function of the inputs"),
                choice("phi2", "feature φ₂(x)", phi2, PHI, "slide 32: a fixed function of the inputs"),
                slider("x1", "point x₁", x1, -1.4, 1.4, 0.05, tip), slider("x2", "point x₂", x2, -1.4, 1.4, 0.05, tip),
                slider("noise", "noise", noise, 0, 0.3, 0.02, "standard deviation of the blur"), seed_slider(seed)]
    figure, (left, right) = sheet("The input plane with a curve, and the feature plane with a line", 2, size=(8, 4),
                                  margins={"left": 0.085, "right": 0.99, "bottom": 0.13, "top": 0.93, "wspace": 0.22})
    plane = Plane(left, size=5.5)
    label(left, "input plane", "x₁", "x₂")
    sides = [region(right, color) for color in LIGHT[:2]]
    points = [moving(right.plot([], [], MARKERS[c], color=COLORS[c], ms=5.5, mec="white", mew=0.8, zorder=4)[0])
              for c in (0, 1)]
    border = moving(right.plot([], [], color=INK, lw=2, zorder=3)[0])
    levels = [moving(left.add_collection(LineCollection([], colors=c, lw=1.8, zorder=3))) for c in (GREEN, PURPLE)]
    cross = moving(right.axvline(0, color=GREEN, lw=1.8, zorder=3), right.axhline(0, color=PURPLE, lw=1.8, zorder=3))
    stars = [moving(ax.plot([], [], "*", color=INK, mec="white", ms=17, zorder=8, clip_on=False)[0])
             for ax in (left, right)]
    for star in stars:
        figure.draggable(star)

    def compute(data, phi1, phi2, x1, x2, noise, seed):
        X, labels, w = fitted(data, phi1, phi2, noise, seed)
        phi, x = Features((phi1, phi2)), np.array([x1, x2])
        Z, z = phi(X), phi(x[None])[0]
        right = (w[0] + Z @ w[1:] >= 0) == (labels == 1)
        output = Network([w[None]], "sigmoid")(phi(plane.grid))[:, 0]
        words = (f"With φ = ({phi1}, {phi2}) the best line found has {right.sum()} of {len(X)} right. "
                 f"Of x = ({x1:.2f}, {x2:.2f}) the perceptron sees only φ = ({z[0]:.2f}, {z[1]:.2f}).")
        return SimpleNamespace(X=X, labels=labels, w=w, phi=phi, Z=Z, x=x, z=z, output=output, right=int(right.sum()),
                               words=words)

    def draw(s):
        plane.update(s.output, X=s.X, labels=s.labels)
        spans = [RANGE[name] for name in s.phi.names]
        names = [f"φ{k} = {name}" for k, name in zip("₁₂", s.phi.names, strict=True)]
        if [right.get_xlabel(), right.get_ylabel()] != names:                   # else it would all be redrawn
            label(right, "feature plane", *names, *spans)
        corners = np.array([[spans[0][i], spans[1][j]] for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))])
        for side, sign in zip(sides, (-1, 1), strict=True):
            outline(side, clip(corners, sign * s.w))
        border.set_data(*line(s.w, np.array(spans)))
        for c, artist in enumerate(points):
            artist.set_data(*s.Z[s.labels == c].T)
        for k, artist in enumerate(levels):
            heights = s.phi(GRID)[:, k].reshape(len(AXIS), -1)
            artist.set_segments(contour_generator(AXIS, AXIS, heights).lines(s.z[k]))
        cross[0].set_xdata([s.z[0]] * 2)
        cross[1].set_ydata([s.z[1]] * 2)
        for star, at in zip(stars, (s.x, s.z), strict=True):
            star.set_data(*at[:, None])

    def pointer(event, s):
        if not event.grabbed:
            return None
        if event.grabbed[0] is stars[0]:
            return {"x1": event.x, "x2": event.y}
        away = (np.abs(s.phi(GRID) - [event.x, event.y]) ** 2).sum(1)          # the inputs whose φ is nearest, and of
        near = GRID[away <= away.min() + 1e-3]                                 # those the one nearest to x
        x = near[((near - s.x) ** 2).sum(1).argmin()]
        return {"x1": x[0], "x2": x[1]}

    return Explorer(basis_explorer, controls, compute, figure, draw, pointer)


CORNERS = datasets.xor_corners()
MARGIN = (-0.4, 1.4)


def best_on_xor(phi, both):
    """(features of the four corners, their best labelling by a perceptron, its w, features as a function of X)."""
    read = Expression(phi, ("x1", "x2") if both else ("x",))
    features = (lambda X: np.column_stack([X, read(*X.T)])) if both else read
    Z = features(CORNERS.X)
    if not np.isfinite(Z).all() or np.abs(Z).max() > 1e100:
        values = read(*CORNERS.X.T) if both else read(np.array([0.0, 1.0]))
        raise ValueError(f"phi: got {phi!r}, expected a moderate number at every corner, "
                         f"not {', '.join(f'{v:.3g}' for v in values)}")
    return Z, *best_labelling(Z, CORNERS.labels), features


def coordinate_explorer(phi="x**2", both=False, phi_both="x1*x2"):
    """Slide 32 as printed, φ(x_i): a feature that you type, of one coordinate or of both, and XOR."""
    controls = [text("phi", "φ(x) =", phi, "slide 32: a function of ONE coordinate x; NumPy, such as sin(3*x)",
                     lambda phi: best_on_xor(phi, False)),
                toggle("both", "φ may see both inputs", both, "slide 36: φ(x) with the whole vector x, beside x₁ and x₂"),
                text("phi_both", "φ(x1, x2) =", phi_both, "slide 36: a function of both, such as x1*x2",
                     lambda phi: best_on_xor(phi, True))]
    figure, (left, middle, right) = sheet("XOR, its features, and the scores of the best perceptron", 3, size=(8, 2.9),
                                          margins={"left": 0.08, "right": 0.985, "bottom": 0.17, "top": 0.91,
                                                   "wspace": 0.38})
    middle.set_box_aspect(1)
    right.set_box_aspect(1)
    plane = Plane(left, MARGIN, size=9)
    label(left, "best perceptron", "x₁", "x₂")
    seen = [moving(middle.plot([], [], MARKERS[c], color=COLORS[c], ms=9, mec="white", zorder=4)[0]) for c in (0, 1)]
    border = moving(middle.plot([], [], color=INK, lw=2, zorder=3)[0])
    label(right, "scores f, pair means", "", "", (-0.7, 1.7), (-1.25, 1.25))
    right.set(xticks=[0, 1], xticklabels=["(0,0) (1,1)", "(0,1) (1,0)"])
    right.axhline(0, color=INK, lw=1.2)
    pairs = [moving(right.plot([c - 0.2, c + 0.2], [0, 0], MARKERS[c] + "-", color=COLORS[c], ms=9, mec="white")[0])
             for c in (0, 1)]
    means = moving(right.plot([0, 1], [0, 0], "_--", color=GREEN, ms=24, mew=3, lw=1.5, zorder=5)[0])

    def compute(phi, both, phi_both):
        Z, given, w, features = best_on_xor(phi_both if both else phi, both)
        w = w / np.abs(w[0] + Z @ w[1:]).max()                                  # the largest |f| is 1
        f = w[0] + Z @ w[1:]                                                    # of the corners in counting order
        sums = f[0] + f[3], f[1] + f[2]
        right = int((given == CORNERS.labels).sum())
        name = "φ(x₁), φ(x₂)" if not both else "x₁, x₂, φ(x₁, x₂)"
        words = (f"The best perceptron on {name} has {right} of 4 right. f(0,0) + f(1,1) = {sums[0]:.3f}, "
                 f"f(0,1) + f(1,0) = {sums[1]:.3f}: ")
        words += ("the same, as for every sum of functions of one coordinate; XOR needs the first below 0, the second above."
                  if abs(sums[0] - sums[1]) < 1e-9 else "they differ, which no sum of functions of one coordinate can do.")
        with np.errstate(all="ignore"):
            output = Sigmoid()(8 * (w[0] + features(plane.grid) @ w[1:]))
        seen = np.column_stack([CORNERS.X @ w[1:3], Z[:, 2]]) if both else Z
        edge = np.array([w[0], 1, w[3]]) if both else w
        return SimpleNamespace(Z=Z, w=w, given=given, right=right, f=f, sums=sums, both=both, seen=seen, edge=edge,
                               output=output, words=words,
                               inert=["phi"] if both else ["phi_both"])

    def draw(s):
        plane.update(s.output, X=CORNERS.X, labels=CORNERS.labels)
        low, high = s.seen.min(0), s.seen.max(0)
        room = np.where(high > low, 0.3 * (high - low), 1)
        names = ("w₁x₁ + w₂x₂", "φ(x₁, x₂)") if s.both else ("φ(x₁)", "φ(x₂)")
        label(middle, "what it sees", *names, *zip(low - room, high + room, strict=True))
        for c, artist in enumerate(seen):
            artist.set_data(*s.seen[CORNERS.labels == c].T)
        border.set_data(*line(s.edge, np.array([low - room, high + room])))
        for pair, corners in zip(pairs, ([0, 3], [1, 2]), strict=True):
            pair.set_ydata(s.f[corners])
        means.set_ydata(np.array(s.sums) / 2)

    return Explorer(coordinate_explorer, controls, compute, figure, draw, wide=True)
