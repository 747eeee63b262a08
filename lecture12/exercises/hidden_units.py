"""Slides 44-46: questions and exercises on hidden units and gradient descent."""

import numpy as np

from .. import xor
from ..data import xor_corners
from ..network import Network
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved


def trained():
    """A hundred networks with two tanh units, and which of them solve XOR, at the end of the explorer's run."""
    from ..explorers.starts import EVERY, STEPS, run
    return run(2, "tanh", 1.0, "−", 0)[STEPS // EVERY]


def hidden_plane():
    X, labels = xor.corners()
    net = trained()[0][7]
    z = net.forward(X).z[2][:, 0]
    separated = (z > 0).astype(int).tolist() == labels.tolist()
    return Predict("The hidden units carry the four corners of XOR into the plane of their outputs (y₁, y₂). What must "
                   "be so there, if the output unit is to be right?",
                   ["the corners form a square again", "a straight line separates the classes",
                    "each class is one point"],
                   "a straight line separates the classes" if separated else "the corners form a square again",
                   f"the output unit is a perceptron on (y₁, y₂). In the net of seed 7 its z at the corners becomes "
                   f"{', '.join(f'{v:.1f}' for v in z).replace('-', '−')}.")


def feature_sets():
    net, solved = trained()
    kinds = {frozenset(xor.unit_names(net[n])) for n in np.flatnonzero(solved)}
    return Predict("Some of a hundred networks with two tanh units solve XOR. How many different pairs of "
                   "Boolean functions do their hidden units compute?", ["1", "8", "one for each solution"], str(len(kinds)),
                   "each unit cuts off one corner of the square, two opposite ones in all: 2 diagonals, and for each "
                   "unit 2 sides on which it may be on, 2 · 2 · 2.")


def share():
    solved = trained()[1].sum()
    right = min((100, 50, 10), key=lambda percent: abs(percent - solved))
    return Predict("Two tanh hidden units suffice for XOR. In what share of random starts does descent find them?",
                   ["100 %", "about 50 %", "about 10 %"], "100 %" if right == 100 else f"about {right} %",
                   f"{solved} of these hundred starts get there; the others get stuck, or nearly so.")


def too_large():
    from ..explorers.error_surface import NEURON, descent, surface_explorer
    limit = surface_explorer().state.limit
    runs = {eta: descent(NEURON, (0, 1), -2.0, -3.0, eta, "−", False, 7).E for eta in (0.9 * limit, 1.1 * limit)}
    grows = [run[-1] > 10 * run[0] for run in runs.values()]
    return Predict(f"One neuron, squared error. With η = {0.9 * limit:.2f} descent still arrives. What happens with "
                   f"η = {1.1 * limit:.2f}?",
                   ["it arrives a little faster", "it swings about for ever", "E grows without bound"],
                   "E grows without bound" if grows == [False, True] else "it arrives a little faster",
                   f"the limit is 2N / (largest curvature of E) = {limit:.2f}: beyond it every step "
                   "lands higher on the other side than it began on this one.")


def sign():
    from ..explorers.error_surface import XOR_NET, surface_explorer
    up = surface_explorer(XOR_NET, sign="+").state
    return Predict("Slides 45-46 speak of the direction of the gradient. If a step really takes W ← W + η/N ∂E/∂W, "
                   "what does E do, to first order?", ["it falls", "it stays", "it rises"],
                   "it rises" if up.promised > 0 else "it falls",
                   f"the change is +η/N ‖∂E/∂W‖², here {up.promised:+.3g}: the gradient points uphill, "
                   "descent needs the minus.")


def check_step(function):
    """Judge `function(W, dW, eta, N)`: the weights after one step of descent, dW being the sum over N samples."""
    W, dW, eta, N = np.array([[1.0, -2.0]]), np.array([[4.0, 6.0]]), 0.5, 8
    answer, failed = attempt(function, W.copy(), dW.copy(), eta, N)
    if not failed and unsolved(answer):
        return not_solved("which way is downhill, and what does η mean for every N?")
    return failed or judge(answer, W - eta / N * dW, "", "downhill, and η means the same for every N.", {
        "this goes uphill: the direction is the negative gradient": W + eta / N * dW,
        "divide by N, for dW is a sum over the samples": W - eta * dW,
        "uphill, and the division by N is missing": W + eta * dW,
        "this is only the step, not the new W": -eta / N * dW,
        "N belongs into the denominator": W - eta * N * dW})


def check_eta(eta, steps=20):
    """Judge a learning rate for the neuron of the surface explorer: in 20 steps E must come to 1 % of its least."""
    from ..explorers.error_surface import NEURON, descent, examples, surface_explorer
    if unsolved(eta):
        return not_solved("look at the section along the step: where does its curve have its lowest point?")
    if isinstance(eta, bool) or not isinstance(eta, int | float | np.number) or not np.isfinite(eta) or eta <= 0:
        return Verdict(False, f"not yet: got {eta!r}, expected a positive number")
    run, limit = descent(NEURON, (0, 1), -2.0, -3.0, float(eta), "−", False, 7), surface_explorer().state.limit
    X, t = examples(NEURON, 7)
    least = float(((np.polynomial.Polynomial.fit(X[:, 0], t[:, 0], 1)(X[:, 0]) - t[:, 0]) ** 2).sum())
    at = float(run.E[min(steps, len(run) - 1)])
    told = f"after {steps} steps E = {at:.3g}, the least possible is {least:.3g}"
    if at < 1.01 * least:
        return Verdict(True, f"{told}.")
    if eta >= limit:
        return Verdict(False, f"not yet: {told}. The limit is {limit:.2f}")
    return Verdict(False, f"not yet: {told}. It {'swings about: smaller' if eta > 0.75 * limit else 'crawls: larger'}")


def check_xor(W1, W2):
    """Judge weights W1 (h, 3), W2 (1, 1+h) of sigmoid units that compute XOR of inputs 0 and 1, biases in column 0."""
    if unsolved(W1) or unsolved(W2):
        return not_solved("one hidden unit for OR, one for NAND, the output is the AND of both; weights of about 20.")
    try:
        net = Network([W1, W2], ["sigmoid", "sigmoid"])
        if net.sizes[0] != 2 or net.sizes[2] != 1:
            raise ValueError(f"W1 must have the shape (h, 3) and W2 (1, 1+h), got {np.shape(W1)} and {np.shape(W2)}")
    except (TypeError, ValueError) as error:
        return Verdict(False, f"not yet: {error}")
    X, labels = xor_corners()
    y = net(X)[:, 0]
    units = " and ".join(xor.NAMES[n] for n in 2 ** np.arange(4) @ (net.forward(X).z[1] > 0))
    if (np.abs(y - labels) < 0.1).all():
        return Verdict(True, f"the hidden units are {units}; y = {', '.join(f'{v:.3f}' for v in y)}.")
    if ((y > 0.5) == labels).all():
        return Verdict(False, f"not yet: only just right, y = {', '.join(f'{v:.2f}' for v in y)}. Take larger weights")
    if xor.solved(net, 0.1):
        return Verdict(False, "not yet: right for inputs −1 and 1, but here they are 0 and 1")
    name = xor.NAMES[int(2 ** np.arange(4) @ (y > 0.5))]
    return Verdict(False, f"not yet: the hidden units are {units}, and the output is {name}")
