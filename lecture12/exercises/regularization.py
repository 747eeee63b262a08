"""Slide 38: questions and exercises on regularization."""

import numpy as np

from ..regularizers import L1
from ..shrinkage import decay_factor, minimum
from .base import Predict, attempt, judge, not_solved, unsolved


def zeros():
    from ..explorers import weight_path_explorer
    plain, proximal = (weight_path_explorer(lam=100.0, method=f"L1 {how}").state for how in ("subgradient", "proximal"))
    return Predict("L1 with λ = 100, by plain (sub)gradient descent. How many of the eight weights are exactly 0?",
                   ["none", "seven", "all eight"], "none", f"each step jumps across 0 and back; the smallest |w| is "
                   f"{plain.smallest:.1g}. The proximal step, which stops at 0, leaves {proximal.zeros} exact zeros.")


def corner():
    from ..explorers import contact_explorer
    w = {omega: contact_explorer(omega=omega).state.w[1] for omega in ("L2", "L1")}
    return Predict("The data want w = (2, 0.8), and λ = 3. Which regularizer makes w₂ exactly 0?",
                   ["L2, the disc", "L1, the diamond", "both"], "L1, the diamond",
                   f"it has its corners on the axes, and w₂ = {w['L1']:.0f} there; the disc has none, w₂ = {w['L2']:.2f}.")


def errors():
    from ..explorers import smoothness_explorer
    from ..explorers.weight_decay import LAMS
    test = smoothness_explorer().state.wrong[1]
    return Predict("A polynomial of degree 9 learns 60 noisy examples. As λ grows from 0.0001 to 100, its share of errors "
                   "on <i>new</i> examples", ["only falls", "falls, then rises", "only rises"], "falls, then rises",
                   f"it is {test[0]:.1%} at first, {test.min():.1%} at λ = {LAMS[test.argmin()]:.3g}, then {test[-1]:.1%}.")


def factor():
    f = decay_factor(0.3, 10.0, half=True)
    return Predict("Learning rate η = 0.3, penalty ½ λ w² with λ = 10: what does a weight do that the data do not need?",
                   ["it shrinks slowly", "it is 0 at once", "it diverges"], "it diverges",
                   f"each step multiplies it by 1 − ηλ = {f:g}, and {abs(f):g} is more than 1.")


def shifted():
    from ..explorers import bias_explorer
    there, moved = (bias_explorer(shift=shift).state.distance for shift in (0.0, 5.0))
    free = bias_explorer(penalised=False).state.distance
    return Predict("Add 5 to both inputs of every example, with a penalty on the bias too. The boundary",
                   ["moves along with the data", "lags behind, towards the origin", "stays where it was"],
                   "lags behind, towards the origin", f"without the penalty it goes from {abs(there):.2f} to {free:.2f} "
                   f"from the origin, with it only to {moved:.2f}: a boundary far away needs a large bias.")


def check_proximal(function):
    """Judge `function(w, step)`, the proximal step of L1 for an array of weights."""
    w, step = np.array([3.0, 0.5, 0.0, -0.5, -3.0]), 1.0
    answer, failed = attempt(function, w.copy(), step)
    if failed or unsolved(answer):
        return failed or not_solved("move every weight by `step` towards 0, and let it stop there.")
    right = L1(bias=True).proximal(w[None], step)[0]
    return judge(answer, right, "", "weights below the step become exactly 0, the others lose it.", {
        "weights smaller than the step jump across 0: they must stop there": w - step * np.sign(w),
        "the sign is lost: large negative weights stay negative": np.abs(right),
        "the larger ones must shrink too": np.where(np.abs(w) > step, w, 0),
        "negative weights must move up towards 0": np.where(w > 0, np.maximum(w - step, 0), w),
        "all weights move towards 0, the negative ones up": w - step,
        "that is the proximal step of L2: it never gives an exact 0": w / (1 + 2 * step)})


def check_halving(answer):
    """Judge the λ that halves w in Σ (w x_n − t_n)² + λ w² for x = 1, 1, 2 and t = 3, 3, 6."""
    x, t = np.array([1.0, 1.0, 2.0]), np.array([3.0, 3.0, 6.0])
    right = x @ x                               # w = x·t / (x·x + λ)
    best = x @ t / right
    assert minimum([[right]], [best], right) == best / 2
    return judge(answer, right, "set the derivative with respect to w to 0 and solve for w.",
                 "w = Σxt / (Σx² + λ): λ = Σx² halves it, and twice the data need twice the λ.", {
                     "that halves it if E is the mean over the three examples": right / 3,
                     "that would be right for the penalty ½ λ w²": 2 * right, "square the x before you add them": x.sum()})


def check_decay(function):
    """Judge `function(w, gradient, eta, lam)`: one step w − η dE/dw on Σ L + λ ‖w‖², bias w[0] free."""
    w, gradient, eta, lam = np.array([2.0, 1.0, -3.0]), np.array([1.0, 0.5, -2.0]), 0.1, 0.7
    answer, failed = attempt(function, w.copy(), gradient.copy(), eta, lam)
    if failed or unsolved(answer):
        return failed or not_solved("shrink the weights, but not the bias w[0], and step against the gradient.")
    free = np.array([0.0, 1.0, 1.0])
    right = w - eta * (gradient + 2 * lam * free * w)
    praise = f"every weight but the bias is multiplied by 1 − 2ηλ, here {decay_factor(eta, lam):.2f}."
    return judge(answer, right, "", praise, {
        "the gradient of λw² is 2λw: a factor 2 is missing": w - eta * (gradient + lam * free * w),
        "the bias w[0] is not penalised": w - eta * (gradient + 2 * lam * w),
        "the step goes against the gradient: subtract it": (1 - 2 * eta * lam * free) * w + eta * gradient,
        "the weights grow: the penalty's part has the wrong sign": w - eta * (gradient - 2 * lam * free * w),
        "the penalty must be scaled by η as well": w - eta * gradient - 2 * lam * free * w,
        "the penalty is missing": w - eta * gradient})
