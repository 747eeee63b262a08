"""Slides 30-33: questions and exercises on the perceptron, its line, its classes and its features."""

import numpy as np

from .. import data
from ..activations import Sigmoid
from ..losses import Softmax
from ..perceptron import max_margin
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved


def scale():
    at = {s: float(Sigmoid()(s * 0.5)) for s in (1, 10)}
    return Predict("Multiply w and w₀ by 10. What moves?",
                   ["the line", "the line and the outputs", "only how sure the outputs are"],
                   "only how sure the outputs are", "10 (wᵀx + w₀) is 0 where wᵀx + w₀ is 0. At a point with "
                   f"wᵀx + w₀ = 0.5 the sigmoid goes from {at[1]:.2f} to {at[10]:.2f}.")


def add_five():
    y = np.array([1.0, 0.0, -1.0])
    σ, p = Sigmoid(), Softmax().probabilities
    return Predict("Add 5 to all three scores. Which outputs change?",
                   ["the independent σ", "the softmax", "both"], "the independent σ",
                   f"for the scores 1, 0, −1 the three σ then sum to {σ(y + 5).sum():.2f} instead of {σ(y).sum():.2f}, "
                   f"while e⁵ cancels in the softmax: {p(y + 5)[0]:.3f} for the first class before and after.")


def ring_features():
    from ..explorers.basis_functions import fitted
    from ..features import Features
    right = {}
    for pair in (("x1", "x2"), ("x1", "x1·x2"), ("x1²", "x2²")):
        X, labels, w = fitted("rings", *pair, 0.1, 0)
        right["φ = ({}, {})".format(*pair)] = int(((w[0] + Features(pair)(X) @ w[1:] >= 0) == labels).sum())
    return Predict("A disc of class 0 inside a ring of class 1: with which features can a straight line tell them apart?",
                   list(right), max(right, key=right.get),
                   f"of {len(X)} samples the fits get {', '.join(f'{n} right with {name}' for name, n in right.items())}.")


def any_phi():
    from ..explorers.basis_functions import best_on_xor
    tried = ["x", "x**2", "sin(9*x)", "exp(x)", "where(x > 0, 7, -3)"]
    best = max(int((best_on_xor(phi, False)[1] == data.xor_corners().labels).sum()) for phi in tried)
    return Predict("Slide 32 prints φ(x_i): a function of one coordinate. Choose any φ you like. How many of the four XOR "
                   "corners can a perceptron on φ(x₁) and φ(x₂) get right?", ["2", "3", "4"], str(best),
                   "f(0,0) + f(1,1) = f(0,1) + f(1,0) for every f(x) = w₀ + w₁ φ(x₁) + w₂ φ(x₂), and XOR wants the left "
                   "side negative and the right side positive.")


NAMES = {0b0000: "the constant 0", 0b1111: "the constant 1", 0b1000: "AND", 0b1110: "OR", 0b0001: "NOR", 0b1010: "x2",
         0b1100: "x1", 0b0101: "NOT x2", 0b0011: "NOT x1", 0b0111: "NAND"}


def check_nand(w):
    """Judge (w0, w1, w2): y = 1 if w0 + w1 x1 + w2 x2 >= 0 is to be NOT (x1 AND x2)."""
    if unsolved(w) or any(unsolved(v) for v in np.atleast_1d(np.array(w, dtype=object))):
        return not_solved("three numbers (w0, w1, w2); draw the four corners and a line that cuts off (1, 1).")
    failed = judge(w, np.zeros(3), "", "")
    if failed.words.startswith(("not yet: the shape", "not yet: got", "not yet: there are")):
        return failed
    X, w = data.all_bits(2), np.asarray(w, dtype=float)
    outputs = w[0] + X @ w[1:] >= 0
    number = sum(int(y) << i for i, y in enumerate(outputs))
    if number == 0b0111:
        return Verdict(True, "the line cuts (1, 1) off from the other three.")
    if (w[2] + X @ w[:2] >= 0).tolist() == [True, True, True, False]:
        return Verdict(False, "not yet: the bias comes first, (w0, w1, w2)")
    tie = " Remember that a score of exactly 0 counts as 1." if (w[0] + X @ w[1:] == 0).any() else ""
    wrong = ", ".join(f"({a:.0f}, {b:.0f})" for (a, b), y, t in zip(X, outputs, [1, 1, 1, 0], strict=True) if y != t)
    return Verdict(False, f"not yet: this is {NAMES.get(number, 'another function')}, wrong at {wrong}.{tie}")


def check_distance(function):
    """Judge `function(w0, w, X)`: the signed distances (N,) of the rows of X to the line w^T x + w0 = 0."""
    w0, w, X = -5.0, np.array([3.0, 4.0]), np.array([[0.0, 0.0], [3.0, 4.0], [1.0, 0.5], [-2.0, 7.0]])
    answer, failed = attempt(function, w0, w, X)
    score = w0 + X @ w
    return failed or judge(answer, score / 5, "(wᵀx + w₀) / |w|, one number for each row of X.",
                           "positive on the side to which w points.", {
        "divide by the length of w": score, "keep the sign: it says on which side x lies": np.abs(score) / 5,
        "w₀ is missing": X @ w / 5, "the sign is reversed": -score / 5,
        "the length of w is √(w₁² + w₂²), without w₀": score / np.sqrt(50), "|w| is not |w|²": score / 25})


def check_ring_features(phi):
    """Judge `phi(X)`, (N, 2) -> (N, m): can a perceptron on at most two such features separate disc and ring?"""
    X, labels = data.rings(80, 0.05, seed=1)
    Z, failed = attempt(phi, X.copy())
    if failed or unsolved(Z):
        return failed or not_solved("return one column for each feature; what tells the ring from the disc inside it?")
    failed, Z = _table(Z, len(X))
    if failed:
        return failed
    spread = np.where(Z.std(0) > 0, Z.std(0), 1)
    w = max_margin((Z - Z.mean(0)) / spread, labels)
    if w is None:
        return Verdict(False, "not yet: no line in your feature plane separates the two classes")
    X_new, labels_new = data.rings(400, 0.05, seed=2)
    Z_new, failed = attempt(phi, X_new)
    failed, Z_new = (failed, None) if failed else _table(Z_new, len(X_new), Z.shape[1:])
    if failed:
        return failed
    wrong = int(((w[0] + (Z_new - Z.mean(0)) / spread @ w[1:] >= 0) != labels_new).sum())
    if wrong > 4:
        return Verdict(False, f"not yet: the 80 samples are separated, but {wrong} of 400 new ones are wrong")
    return Verdict(True, "a straight line in your feature plane is a closed curve around the disc.")


def _table(Z, N, columns=(1, 2)):
    """(what is wrong with features Z, or None; Z as floats); `columns`: how many there may be."""
    try:
        Z = np.asarray(Z, dtype=float)
    except (TypeError, ValueError):
        return Verdict(False, f"not yet: got {type(Z).__name__}, expected an array of numbers (N, m)"), None
    if Z.ndim != 2 or len(Z) != N or Z.shape[1] not in columns:
        return Verdict(False, f"not yet: the shape is {Z.shape}, expected (N, m) = ({N}, 1) or ({N}, 2); "
                              "np.column_stack([a, b]) makes a table of columns"), None
    return (None, Z) if np.isfinite(Z).all() else (Verdict(False, "not yet: some features are nan or inf"), None)
