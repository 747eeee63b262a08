"""Slide 53: questions and exercises on numerical differentiation."""

import numpy as np

from ..differences import EPS, passes, problem, relative_error
from ..network import Network
from ..notation import power_above, rounded
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved

SIZES = (784, 300, 10)                  # the network of the exercise on passes


def smaller_is_better():
    error = relative_error(*problem(), 1e-12, "central", "float64")
    options = {-24: "10⁻²⁴", -11: "10⁻¹¹", -4: "10⁻⁴"}
    nearest = min(options, key=lambda power: abs(power - np.log10(error)))      # its digits are round-off
    return Predict("The error of a central difference is of the order ε², so take ε = 10⁻¹², in 64 bits. The relative "
                   "error of the gradient is about …", list(options.values()), options[nearest],
                   "E(w+ε) and E(w−ε) agree in nearly all of their 16 digits, and an error of about 10⁻¹⁶ in the last one "
                   "is divided by ε.")


def passes_per_step():
    n = passes(_network((784, 100, 10)), "central")
    return Predict("A 784-100-10 net, central differences. How many forward passes for one step of descent?",
                   ["2", "about 1800", "about 160000"], f"about {round(n, -4)}",
                   f"it has {n // 2} weights, biases included, and each one costs two passes: {n}.")


def cheapest():
    from ..explorers import race_explorer
    cost = race_explorer().state.cost
    return Predict("From the same start to the same E: which of the three ways needs most forward passes?", list(cost),
                   max(cost, key=cost.get), f"it needs {max(cost.values())} here: it pays for every single weight, at every "
                   "step. Guessing is cheap while the network is small.")


def _network(sizes):
    return Network([np.zeros((n, 1 + m)) for m, n in zip(sizes, sizes[1:], strict=False)], "tanh")


def check_central(function):
    """Judge `function(E, w, eps)`: the gradient (n,) of E at w (n,) by central differences."""
    def E(w):
        return np.exp(w[0]) + w[0] * w[1] ** 2 + np.sin(3 * w[2])
    start, eps = np.array([0.5, -1.0, 0.3]), 1e-2
    w = start.copy()
    answer, failed = attempt(function, E, w, eps)
    if failed or unsolved(answer):
        return failed or not_solved("for each weight i: E at w[i] + eps, E at w[i] − eps, their difference, divided by …?")
    if not np.array_equal(w, start):
        return Verdict(False, "not yet: w itself has changed; take a copy, or put the weight back before the next one")
    moves = eps * np.eye(3)
    plus, minus = (np.array([E(start + sign * move) for move in moves]) for sign in (1, -1))
    right, together = (plus - minus) / (2 * eps), (E(start + eps) - E(start - eps)) / (2 * eps)
    return judge(answer, right, "", "two forward passes for each weight.", {
        "that is the forward difference: go to both sides": (plus - E(start)) / eps,
        "that is the backward difference: go to both sides": (E(start) - minus) / eps,
        "a factor 2: the two points are 2·eps apart": 2 * right, "the sign is reversed": -right,
        "the difference is not divided by 2·eps": plus - minus,
        "all weights are moved at once; move one at a time": np.full(3, together)})


def check_eps(float64, float32):
    """Judge the choice of ε for central differences in 64 and in 32 bits: at most ten times the error of the best ε."""
    if unsolved(float64) or unsolved(float32):
        return not_solved("where is the lowest point of each central curve? Read it off, or set the slider.")
    said = []
    for kind, eps in (("float64", float64), ("float32", float32)):
        try:
            error = relative_error(*problem(), eps, "central", kind)
        except (TypeError, ValueError) as wrong:
            return Verdict(False, f"not yet: {kind}: {wrong}")
        errors = [relative_error(*problem(), e, "central", kind) for e in EPS]
        best = EPS[np.argmin(errors)]
        if not error <= 10 * min(errors):
            why = "too small: round-off is divided by it" if eps < best else "too large: the curve is not straight that far"
            return Verdict(False, f"not yet: {kind}: with {eps:g} the relative error is {rounded(error, 1)}; it is {why}")
        said.append(f"below {power_above(error)} in {kind}")
    return Verdict(True, f"relative errors {' and '.join(said)}: about the cube root of the precision, as the theory says.")


def check_passes(answer):
    """Judge the number of forward passes for one numerical gradient (central) of a 784-300-10 net."""
    d, h, K = SIZES
    n = _network(SIZES).count
    return judge(answer, 2 * n, "count the weights of both layers, biases too; how many passes for each?",
                 f"{n} weights, two passes each; backpropagation needs one forward and one backward.", {
        "two passes for each weight, for a central difference": n, "the biases are weights too": 2 * (d * h + h * K),
        "the biases are weights too, and each weight needs two passes": d * h + h * K})


def check_accept(function):
    """Judge one try of slide 53: `function(E, w, change)` is to return w + change if that improves E, else w."""
    def E(w):
        return float(((w - 1) ** 2).sum())
    w, better, worse = np.zeros(2), np.array([0.5, 0.5]), np.array([-0.5, 0.0])
    results = []
    for change in (better, worse):
        answer, failed = attempt(function, E, w.copy(), change)
        if failed or unsolved(answer):
            return failed or not_solved("compare E at w + change with E at w, and return one of the two.")
        results.append(judge(answer, w + change if change is better else w, "", "", {
            "w + change is better here, but w is returned" if change is better else
            "w + change is worse here, but it is returned": w if change is better else w + change,
            "return w + change, not the change": change}))
    wrong = next((result for result in results if not result.solved), None)
    return wrong or Verdict(True, "a random search, with one forward pass for each try. No derivative is taken anywhere.")
