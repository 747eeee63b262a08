"""Slides 34-36: questions and exercises on perceptron learning, its convergence, and the delta rule."""

import numpy as np

from .. import data
from ..activations import Identity, Sigmoid, Step
from ..convergence import mistakes
from ..network import with_bias
from ..perceptron import bound, stability_limit
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved


def afterwards():
    return Predict("An example of class 1 gets the output 0, so x is added to w. Is this example right afterwards?",
                   ["always", "not always, but nearer to it", "no, w has moved away from it"],
                   "not always, but nearer to it",
                   "(w + x)ᵀx = wᵀx + |x|²: its score has grown, but it may still be negative.")


def double_eta():
    X, t = data.separable(40, 0.1, 0)
    count = [len(mistakes(X, t, eta=eta).n) - 1 for eta in (1, 2)]
    return Predict("w starts at 0, and you double η. The number of mistakes …", ["halves", "stays the same", "doubles"],
                   "stays the same", "every w on the way is doubled, and 2w has the same boundary as w: "
                   f"{count[0]} mistakes with η = 1, {count[1]} with η = 2.")


def xor_run():
    X, t = data.xor_corners()
    w = mistakes(X, t, epochs=50).w
    return Predict("Four corners of XOR, perceptron learning. What happens to w?",
                   ["it stops at the best line", "it grows for ever", "it goes round in a circle"],
                   "it goes round in a circle", f"no line has all four right, so it never stops; but in 50 epochs |w| never "
                   f"exceeds {np.linalg.norm(w, axis=1).max():.2f}, and soon every epoch ends with the same w.")


def drag_right():
    from ..explorers.delta_rule import delta_explorer, said
    b = [delta_explorer(x9=x9).state.boundary for x9 in (2.0, 15.0)]
    moved = {name: f"{said(b[0][name])} → {said(b[1][name])}" for name in b[0]}
    return Predict("Drag the rightmost point of class 1 from 2 to 15: it is right, and becomes more so. Which of the three "
                   "boundaries moves across another point?", ["step", "linear", "logistic"], "linear",
                   "the linear output at x₉ is far above its target 1, and the update pulls it down; the boundaries: "
                   f"{', '.join(f'{name} {text}' for name, text in moved.items())}.")


def above_the_limit():
    from ..explorers.delta_rule import stability_explorer
    limit = stability_limit(data.nine_points(2.0).X)
    s = stability_explorer(eta=1.01 * limit).state
    return Predict("η is one per cent above 2/λ_max, and y is linear. The error …",
                   ["shrinks, but slowly", "swings with a constant size", "grows without end"], "grows without end",
                   f"along the steepest direction each step multiplies it by {s.factor[-1]:.2f}: after {s.tau} steps "
                   f"E − min E has gone from {s.E[0]:.1f} to {s.E[-1]:.0f}.")


def check_perceptron_step(function):
    """Judge `function(w, x, t)`: w after one example x = (1, x1, x2) of class t, 0 or 1, by slide 34 (η = 1)."""
    w, x = np.array([-1.0, 2.0, 0.5]), np.array([1.0, 1.0, -4.0])                # wᵀx = -1: the output is 0
    added, failed = attempt(function, w.copy(), x, 1)
    if failed or unsolved(added):
        return failed or not_solved("the output is 1 if w @ x >= 0, else 0; right: return w; wrong: add or subtract x.")
    verdict = judge(added, w + x, "", "", {
        "the output is 0 and should be 1: add x, don't subtract it": w - x,
        "t = 1 and output 0 is a mistake, w must change": w,
        "compute the output with the threshold, as 0 or 1, not as the score w @ x": w + 2 * x})
    if not verdict.solved:
        return verdict
    cases = [("a right output leaves the weights alone", (w, x, 0), w),
             ("output 1, target 0: subtract x", (w, -x, 0), w + x),
             ("a right output leaves the weights alone", (w, -x, 1), w),
             ("a score of exactly 0 counts as output 1", (0 * w, x, 0), -x),
             ("a score of exactly 0 counts as output 1", (0 * w, x, 1), 0 * w)]
    for words, args, right in cases:
        answer, failed = attempt(function, *(np.copy(a) for a in args))
        if failed or not judge(answer, right, "", "").solved:
            return failed or Verdict(False, f"not yet: {words} (w = {args[0].tolist()}, x = {args[1].tolist()}, "
                                            f"t = {args[2]})")
    return Verdict(True, "with a loop around it, this is all of perceptron learning.")


def check_delta_rule(function):
    """Judge `function(w, phi, t, g, eta)`: w after one step of slide 36's rule, for any output g."""
    w, phi, eta = np.array([0.5, -1.0, 2.0]), np.array([1.0, 0.5, 0.3]), 0.1
    z = w @ phi
    for g, t in ((Identity(), 1.0), (Sigmoid(), 1.0), (Step(), 0.0)):
        answer, failed = attempt(function, w.copy(), phi, t, g, eta)
        push = (g(z) - t) * phi
        verdict = failed or judge(answer, w - eta * push, "w − η (y − t) φ with y = g(w @ phi).", "", {
            "the sign: w must move against (y − t) φ": w + eta * push, "η is missing": w - push,
            "φ is missing": w - eta * (g(z) - t),
            "there is no factor 2, the error of slide 36 is ½ (y − t)²": w - 2 * eta * push,
            "y = g(w @ phi), not w @ phi alone": w - eta * (z - t) * phi,
            "the rule has no g′: that would be the gradient of the squared error": w - eta * g.derivative(z) * push})
        if not verdict.solved:
            return verdict
    return Verdict(True, "one line: perceptron learning with a step, LMS with a linear output, logistic regression with σ.")


def check_bound(answer):
    """Judge (R/γ)² for the points 2 (class 1) and −1 (class 0) and w* = (0, 1)."""
    X, t = np.array([[2.0], [-1.0]]), [1, 0]
    hint = "R is the length of the longest (1, x_n), γ the smallest t′ w*ᵀ(1, x_n) / |w*|."
    return judge(answer, bound(np.array([0.0, 1.0]), X, t), hint, "R² = 1 + 2², γ = 1.", {
        "the points are (1, x): the bias counts": 4.0, "the quotient is squared": np.sqrt(5),
        "γ is the smallest margin, not the largest": 5 / 4, "R belongs to the longest vector": 2.0})


def check_eta_limit(answer):
    """Judge the largest stable η of LMS for the inputs 0, 1 and 2 (with their bias)."""
    X = np.array([[0.0], [1.0], [2.0]])
    Z = with_bias(X)
    λ = np.linalg.eigvalsh(Z.T @ Z)
    return judge(answer, stability_limit(X), "2 / λ_max of Zᵀ Z / N; np.linalg.eigvalsh gives the eigenvalues, in order.",
                 f"beyond {stability_limit(X):.3f} every step overshoots by more than it corrects.", {
        "divide Zᵀ Z by N: the update is the mean": 2 / λ[1], "take the largest eigenvalue": 6 / λ[0],
        "the limit is 2 / λ_max; at 1 / λ_max one direction is solved in one step": 3 / λ[1],
        "Z needs its bias column of ones": 2 / (X.T @ X).item() * 3}, tolerance=1e-3)
