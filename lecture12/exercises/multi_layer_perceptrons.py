"""Slides 42-43: questions and exercises on multi-layer perceptrons."""

import numpy as np

from ..approximation import TARGETS, bumps, collapse, middles, rmse
from ..network import Network
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved

LINEAR = Network([[[1.0, 2.0, 0.0], [-1.0, 1.0, -1.0]], [[3.0, 1.0, 2.0]]], "identity")


def weights():
    from ..explorers.multi_layer_perceptrons import count
    return Predict("A network with d = 2 inputs, h = 3 hidden units, K = 1 output, both bias units: how many weights?",
                   ["9", "11", "13", "16"], str(count(2, 3, 1)),
                   f"3 · (2 + 1) lead to the hidden units and 1 · (3 + 1) to the output. Without biases there would be "
                   f"{2 * 3 + 3}, and {count(2, 3, 1, literal=True)} if the hidden bias unit had weights of its own.")


def linear_xor():
    from ..explorers.multi_layer_perceptrons import LN2, linear_run
    loss = linear_run(8, 3, "identity", 0).E[-1] / 4
    return Predict("A thousand hidden units with g(a) = a. Can the network learn XOR?",
                   ["yes, there are enough units", "only with several hidden layers", "no"], "no",
                   f"the product of the matrices is one matrix of three numbers, a perceptron. Three hidden layers of "
                   f"eight units end at a loss of {loss:.3f} per sample, which is ln 2 = {LN2:.3f}: y = ½ everywhere.")


def bump_error():
    f, x = TARGETS["sin 2πx"], np.linspace(-1, 1, 2001)[:, None]
    E = {n: float(rmse(bumps(f(middles(n)), 1000), x, f(x))) for n in (8, 16)}
    right = {0.25: "a quarter", 0.5: "a half", 1.0: "nearly all of it"}
    ratio = min(right, key=lambda share: abs(E[16] / E[8] - share))
    return Predict("Steep bumps, as high as the function in their middles. With 16 of them instead of 8, how much of "
                   "the error is left?", list(right.values()), right[ratio],
                   f"the RMSE goes from {E[8]:.3f} to {E[16]:.3f}: stairs half as wide are half as far off.")


def outside():
    from ..explorers.universal import typical
    h, inside, out = typical("tanh", "sin 2πx", 6.0)
    at = int(np.flatnonzero(h == 16)[0])
    right = "a hundred times or more" if out[at] > 100 * inside[at] else "about ten times"
    return Predict("Sixteen tanh units are fitted to sin 2πx on [−1, 1]. How large is the error on [1, 2] beside it?",
                   ["about the same", "about ten times", "a hundred times or more"], right,
                   f"the median RMSE is {inside[at]:.2g} inside and {out[at]:.2g} outside: the theorem speaks of the "
                   "compact domain only.")


def check_count(function):
    """Judge `function(d, h, K)`, which is to return the number of weights of slide 42's network, with biases."""
    first, failed = attempt(function, 2, 3, 1)
    if not failed and unsolved(first):
        return not_solved("how many numbers are in W⁽¹⁾ and W⁽²⁾?")
    sizes = np.array([(2, 3, 1), (4, 8, 3), (1, 1, 2), (784, 100, 10)])
    d, h, K = sizes.T
    answers = [attempt(function, *map(int, size)) for size in sizes]
    failed = next((verdict for _, verdict in answers if verdict), None)
    return failed or judge([answer for answer, _ in answers], h * (d + 1) + K * (h + 1), "",
                           f"a net 784-100-10 has {100 * 785 + 10 * 101} weights.", {
        "the bias weights are missing": h * d + K * h, "the hidden layer has a bias unit too": h * (d + 1) + K * h,
        "the input layer has a bias unit too": h * d + K * (h + 1),
        "nothing leads into the hidden bias unit, it is always 1": (h + 1) * (d + 1) + K * (h + 1)})


def check_forward(function):
    """Judge `function(W1, W2, X)`: y (N, K) of a network with tanh and then sigmoid units, biases in column 0."""
    rng = np.random.default_rng(0)
    W1, W2, X = rng.standard_normal((3, 3)), rng.standard_normal((2, 4)), rng.standard_normal((5, 2))
    answer, failed = attempt(function, W1.copy(), W2.copy(), X.copy())
    if not failed and unsolved(answer):
        return not_solved("z⁽¹⁾ = W⁽¹⁾ (1, x), y⁽¹⁾ = tanh z⁽¹⁾, and the same once more with σ.")
    z = X @ W1[:, 1:].T
    scores = np.tanh(z + W1[:, 0]) @ W2[:, 1:].T
    linear = (z + W1[:, 0]) @ W2[:, 1:].T + W2[:, 0]
    y = Network([W1, W2], ["tanh", "sigmoid"])(X)
    squashed = (1 + np.tanh(np.tanh(z + W1[:, 0]) @ W2[:, 1:].T + W2[:, 0])) / 2

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))
    return failed or judge(answer, y, "", "that is all a forward pass is.", {
        "the bias of the hidden layer is missing": sigmoid(np.tanh(z) @ W2[:, 1:].T + W2[:, 0]),
        "the bias of the output layer is missing": sigmoid(scores),
        "both biases are missing": sigmoid(np.tanh(z) @ W2[:, 1:].T),
        "the hidden layer has no activation: this is a linear network": sigmoid(linear),
        "the output has no activation, σ is missing": scores + W2[:, 0],
        "the output is tanh, not σ": np.tanh(scores + W2[:, 0]),
        "σ(z) is 1 / (1 + e^−z), not (1 + tanh z) / 2": squashed,
        "the hidden units are σ, not tanh": sigmoid(sigmoid(z + W1[:, 0]) @ W2[:, 1:].T + W2[:, 0]),
        "the bias stands in column 0 of W, not in the last one": sigmoid(
            np.tanh(X @ W1[:, :-1].T + W1[:, -1]) @ W2[:, :-1].T + W2[:, -1])})


def check_collapse(W):
    """Judge the matrix (1, 3) of the single layer that computes the same as the linear network `LINEAR`."""
    right = collapse(LINEAR).W[1]
    W1, W2 = LINEAR.W.values()
    weights = W2[:, 1:] @ W1[:, 1:]
    return judge(W, right, "y = W⁽²⁾ (1, W⁽¹⁾ (1, x)): multiply it out.", "five numbers did no more than three.", {
        "the weights are right, but the bias of the hidden units goes on to the output as well":
            np.hstack([W2[:, :1], weights]),
        "the weights are right, but the bias of the output unit is missing":
            np.hstack([right[:, :1] - W2[:, :1], weights]),
        "the bias belongs into column 0": np.roll(right, -1, axis=1)})


def check_bump(W1, W2):
    """Judge the weights W1 (2, 2), W2 (1, 3) of two sigmoids that make a bump of height 1 between 0.2 and 0.6."""
    if unsolved(W1) or unsolved(W2):
        return not_solved("one sigmoid goes up at 0.2, the other, with a minus before it, at 0.6: z = s (x − a).")
    try:
        net = Network([W1, W2], ["sigmoid", "identity"])
        if net.sizes != (1, 2, 1):
            raise ValueError(f"W1 must have the shape (2, 2) and W2 (1, 3), got {np.shape(W1)} and {np.shape(W2)}")
    except (TypeError, ValueError) as error:
        return Verdict(False, f"not yet: {error}")
    before, inside, after = (float(y) for y in net([[0.0], [0.4], [0.8]])[:, 0])
    values = f"y(0) = {before:.2f}, y(0.4) = {inside:.2f}, y(0.8) = {after:.2f}"
    if max(abs(before), abs(inside - 1), abs(after)) < 0.02:
        places = net([[0.2], [0.6]])[:, 0]
        good = np.abs(places - 0.5).max() < 0.1
        return Verdict(bool(good), f"{values}." if good else
                       f"not yet: a bump, but its sides, where y = ½, are not at 0.2 and 0.6: y = {places.round(2)}")
    mirrored = net([[0.0], [-0.4], [-0.8]])[:, 0]
    if np.abs(mirrored - [0, 1, 0]).max() < 0.02:
        return Verdict(False, "not yet: the bump is at −0.4. z = s (x − a) has the bias −s·a")
    if abs(before) < 0.02 and abs(inside - 1) < 0.02 and abs(after - 2) < 0.02:
        return Verdict(False, "not yet: the second sigmoid must be taken away, not added")
    if max(abs(before), abs(inside + 1), abs(after)) < 0.02:
        return Verdict(False, "not yet: upside down, the signs in W2 are reversed")
    if max(abs(before), abs(inside - 1), abs(after)) < 0.35:
        return Verdict(False, f"not yet: a bump, but a soft one ({values}). Make the sigmoids steeper")
    return Verdict(False, f"not yet: {values}, expected 0, 1, 0")
