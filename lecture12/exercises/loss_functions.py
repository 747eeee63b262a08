"""Slide 37: questions and exercises on the loss functions."""

import numpy as np

from ..activations import Sigmoid
from ..losses import Hinge, Softmax
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved


def too_right():
    from ..explorers.loss_functions import margin_losses
    at = {name: L for name, (L, _) in margin_losses(3.0).items()}
    return Predict("An example lies far on the right side, m = 3. Which losses punish it for being <i>too</i> right?",
                   ["none", "squared and absolute error", "all but 0/1"], "squared and absolute error",
                   f"at m = 3 they are {at['squared error']:.0f} and {at['absolute error']:.0f}; the hinge is "
                   f"{at['hinge']:.0f}, the cross-entropy {at['cross-entropy']:.3f}.")


def outlier():
    from .. import data, fits
    X, t = data.line(20, noise=0.1, seed=0)
    t = t + 20 * (np.arange(20) == 17)
    return Predict("One of twenty points is dragged up by 20. What happens to the slope of the L1 fit?",
                   ["it triples, as that of the L2 fit does", "it grows a little", "it stays as it is"],
                   "it stays as it is", f"the L2 slope is now {fits.least_squares(X, t)[1]:.2f}, the L1 slope "
                   f"{fits.least_absolute(X, t)[1]:.2f}: a median does not ask how far away a point is.")


def far_point():
    from ..explorers.loss_functions import boundary_explorer
    at = boundary_explorer(x9=10.0).state.boundary
    return Predict("The rightmost point of class 1 is dragged further to the right, from 2 to 10. Whose boundary moves?",
                   ["no one's: the point is right anyway", "that of squared and absolute error", "that of the hinge"],
                   "that of squared and absolute error",
                   f"they move to {at['squared error']:.2f} and {at['absolute error']:.2f}, across points of class 1; "
                   f"hinge and cross-entropy stay at {abs(at['hinge']):.2f} and {abs(at['cross-entropy']):.2f}.")


def saturated():
    from ..explorers.saturation import slope
    z = np.array([-8.0])
    ratio = float(slope("cross-entropy", z)[0] / slope("squared error", z)[0])
    return Predict("A sigmoid unit stands at z = −8, the target is 1. How much harder than the squared error does the "
                   "cross-entropy push?", ["about 4 times", "about 150 times", "more than 1000 times"],
                   "more than 1000 times", f"the ratio is {ratio:.0f}: the factor σ′(z) = y (1 − y) of the squared error "
                   "is nearly 0 exactly where the unit is most wrong.")


def shift():
    return Predict("Add 5 to every score. Which output changes?",
                   ["the softmax", "independent sigmoids", "both"], "independent sigmoids",
                   f"e⁵ cancels in the softmax, while σ(0) = {Sigmoid()(0.0):.3f} becomes σ(5) = {Sigmoid()(5.0):.3f}.")


def check_hinge_gradient(function):
    """Judge `function(t, y)`, which is to return dL/dy of the hinge loss, element by element."""
    answer, failed = attempt(function, np.array([1.0]), np.array([0.0]))
    if failed or unsolved(answer):
        return failed or not_solved("return dL/dy for L = max(0, 1 − t·y): where is the loss flat, and where does it fall?")
    t, y = np.array([1.0, 1.0, -1.0, -1.0]), np.array([0.5, 2.0, 0.5, -2.0])
    answer, failed = attempt(function, t, y)
    right = Hinge().gradient(t, y)
    return failed or judge(answer, right, "", "the push is −t inside the margin and 0 beyond it.", {
        "the sign is reversed": -right, "it must be 0 where t·y > 1": -t,
        "compare t·y with 1, not with 0 (that would be the perceptron's loss)": np.where(t * y < 0, -t, 0),
        "compare t·y, not y alone, with 1": np.where(y < 1, -t, 0)})


def check_softmax(function):
    """Judge `function(y)`: scores (..., K) to probabilities, right at scores of a thousand too."""
    answer, failed = attempt(function, np.ones(2))
    if failed or unsolved(answer):
        return failed or not_solved("return exp(y_k) / Σ_j exp(y_j) along the last axis.")
    y = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 5.0]])
    with np.errstate(all="ignore"):
        answer, failed = attempt(function, y)
        verdict = failed or judge(answer, Softmax().probabilities(y), "", "", {
            "the sum must run along the last axis only": np.exp(y) / np.exp(y).sum(),
            "divide by the sum of the exponentials, not of the scores": np.exp(y) / y.sum(-1, keepdims=True)})
        if not verdict.solved:
            return verdict
        large = np.array([1000.0, 1001.0, 0.0])
        answer, failed = attempt(function, large)
    if failed or not np.allclose(answer, Softmax().probabilities(large)):
        return Verdict(False, "nearly: right for small scores, but exp(1000) overflows. Subtract the largest score first.")
    return Verdict(True, "right, and without overflow.")


def check_median(answer):
    """Judge the constant that minimises Σ|y − t| for the targets 1, 2, 3, 4, 90."""
    t = np.array([1.0, 2.0, 3.0, 4.0, 90.0])
    return judge(answer, np.median(t), "which constant y makes Σ|y − t| least?", "the median: half of the points lie on "
                 "each side, however far.", {"that is the mean, the best constant for the squared error": t.mean()})
