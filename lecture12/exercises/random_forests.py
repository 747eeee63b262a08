"""Slides 4-18: questions and exercises on impurity, bootstrap and random forests."""

from math import e

import numpy as np

from ..crowd import majority
from ..forest import best_split, distinct_share
from ..impurity import entropy, gini, split
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved


def half():
    from ..explorers.random_forests import all_splits
    full, printed = (all_splits("000100110111", name)[0].delta for name in ("Gini", "Gini with ½"))
    return Predict("Slide 4/5 prints a factor ½ before 1 − Σ p². We multiply the impurity by ½. Does the tree change?",
                   ["yes, other splits are best", "no, but every Δi is halved", "no, and Δi stays as it is"],
                   "no, but every Δi is halved",
                   f"the best split is after point {full.argmax()} with and {printed.argmax()} without, with Δi = "
                   f"{full.max():.3f} and {printed.max():.3f}: a factor cannot move the best.")


def largest_printed():
    pure = split([2, 0], [0, 2], "entropy")
    printed = -pure.P_L * pure.i_L - (1 - pure.P_L) * pure.i_R + 0.0
    return Predict("What is the largest value that ΔE = Σ |S_k|/|S| Σ p log₂ p, as slide 6 prints it, can have?",
                   ["0", "1", "log₂ of the number of classes"], "0",
                   f"it is minus the mean entropy of the children, {printed:.0f} if they are pure. The information gain is "
                   f"H(S) + ΔE, here {entropy([0.5, 0.5]):.0f} + {printed:.0f}; H(S) is the same for all splits.")


def can_differ():
    from ..explorers import combination_explorer
    differ = [combination_explorer(depth=depth, L=20).state.differ for depth in ("full", "2")]
    return Predict("Slide 7 averages posteriors, slide 10 lets the trees vote. If the trees are grown fully, as on slide "
                   "12, can the two decide differently?", ["yes, now and then", "never"], "never",
                   f"in a pure leaf the posterior is 0 or 1, so their mean is the share of votes. Twenty full trees: "
                   f"{differ[0]} of 600 test points; twenty trees of depth 2: {differ[1]}.")


def copies():
    return Predict("A tree is right with 60 %, and the errors of any two trees have correlation 1. How often is the "
                   "majority of 1000 trees right?", ["60 %", "98 %", "100 %"], "60 %",
                   f"all trees err together: {majority(0.6, 1000, rho=1)[-1]:.0%}. With correlation 0 it would be "
                   f"{majority(0.6, 1000)[-1]:.1%}.")


def distinct():
    share = distinct_share(5)
    return Predict("A bootstrap sample of N = 5 examples: which share of the five do you expect to be in it?",
                   ["63 %", "67 %", "80 %"], "67 %",
                   f"1 − (1 − 1/5)⁵ = {share:.3f}; the limit for large N is 1 − 1/e = {1 - 1 / e:.3f}.")


def largest_step(map):
    """The largest difference between neighbours on a square grid."""
    map = np.reshape(map, (int(np.sqrt(np.size(map))), -1))
    return float(max(abs(np.diff(map, axis=axis)).max() for axis in (0, 1)))


def smoother():
    from ..explorers import partition_explorer
    one, twenty = (partition_explorer(L=L).state for L in (1, 20))
    return Predict("One tree draws a boundary of stairs. From L = 1 to L = 20, what becomes of the boundary?",
                   ["it gets smoother", "it gets more ragged", "it jumps to another place"], "it gets smoother",
                   f"every tree has its steps elsewhere. Between neighbouring points of the grid the output of one tree "
                   f"jumps by {largest_step(one.mean):.0f}, the mean of twenty by at most {largest_step(twenty.mean):.2f}, "
                   f"and the cells grow from {one.cells[0]} to {twenty.cells[19]}.")


def overfits():
    from ..explorers import knob_explorer
    E = knob_explorer().state.E
    return Predict("Which knob can overfit: the number of trees, or their depth?",
                   ["the number of trees", "their depth", "both"], "their depth",
                   f"one tree errs on {E.one[1:].min():.3f} of the test points at its best depth, and on "
                   f"{E.one[-1]:.3f} fully grown; from 1 to 100 full trees the error falls from {E.one[-1]:.3f} to "
                   f"{E.trees[0][-1]:.3f}.")


def _answers(function, questions, hint):
    """What a student's function returns, one number for each question; or the Verdict if it does not."""
    answers = []
    for question in questions:
        answer, failed = attempt(function, question)
        if failed:
            return failed
        if unsolved(answer):
            return not_solved(hint)
        if np.ndim(answer):
            return Verdict(False, f"not yet: one number is expected, got shape {np.shape(answer)}")
        answers.append(answer)
    return answers


def check_gini(function):
    """Judge `function(counts)`: the Gini impurity of a node with so many examples of each class."""
    nodes = [np.array(counts) for counts in ((1, 1), (3, 1), (2, 3, 5), (0, 4), (100, 300))]
    answers = _answers(function, nodes, "return 1 − Σ p_k², where p_k is the share of class k in the node.")
    if isinstance(answers, Verdict):
        return answers
    p = [counts / counts.sum() for counts in nodes]
    right = np.array([gini(q) for q in p])
    return judge(answers, right, "", "how often two examples, drawn from the node with replacement, differ in class.", {
        "no factor ½: the sum runs over all ordered pairs k ≠ l": right / 2,
        "that is Σ p_k², how often two agree: take it from 1": 1 - right,
        "divide the counts by their sum first": [1 - (counts**2).sum() for counts in nodes],
        "p_k must be squared": [0.0] * len(nodes),
        "that is the entropy": [entropy(q) for q in p],
        "that is the misclassification 1 − max p_k": [1 - q.max() for q in p],
        "that is 1 − Π p_k": [1 - np.prod(q) for q in p]})


TEN = np.array([1.0, 1.5, 2.5, 3.0, 4.0, 5.0, 5.5, 7.0, 8.0, 9.0]), np.array([0, 0, 0, 1, 0, 1, 1, 0, 1, 1])


def ten_points():
    """x (10,) and labels (10,) of the exercise."""
    return TEN[0].copy(), TEN[1].copy()


def check_best_split(answer):
    """Judge (threshold, Δi): the best split x ≤ threshold of `ten_points` for the Gini impurity, and what it earns."""
    if unsolved(answer) or any(unsolved(part) for part in np.atleast_1d(np.array(answer, dtype=object))):
        return not_solved("try all nine thresholds between neighbours: Δi = i(s) − P_L i(L) − (1 − P_L) i(R) with Gini.")
    try:
        threshold, delta = (float(part) for part in answer)
    except (TypeError, ValueError):
        return Verdict(False, f"not yet: got {answer!r}, expected two numbers, the threshold and its Δi")
    x, labels = TEN
    _, best, parts = best_split(x[:, None], labels)
    left = x <= threshold
    if not 0 < left.sum() < len(x):
        return Verdict(False, f"not yet: with the threshold {threshold:g} one side is empty")
    if left.sum() != (x <= best).sum():
        here = split(*(np.bincount(labels[part], minlength=2) for part in (left, ~left)))
        return Verdict(False, f"not yet: with the threshold {threshold:g} Δi is {here.delta:.4f}, another one earns more")
    return judge(delta, parts.delta, "", f"{left.sum()} points go left, the node gets purer by {parts.delta:.4f}.", {
        "the threshold is right, but Δi has the factor ½": parts.delta / 2,
        "the threshold is right, but the sides must be weighted with P_L and 1 − P_L": parts.i - parts.i_L - parts.i_R,
        "the threshold is right, but P_L is the share that goes left, not ½": parts.i - (parts.i_L + parts.i_R) / 2,
        "the threshold is right; now i(s) minus the weighted impurity of the sides": parts.i - parts.delta,
        "the threshold is right, but that is the gain in entropy": split(
            *(np.bincount(labels[part], minlength=2) for part in (left, ~left)), "entropy").delta}, tolerance=5e-4)


def check_distinct(function):
    """Judge `function(N)`: the expected share of distinct examples in a bootstrap sample of N."""
    N = np.array([1, 2, 5, 10, 100])
    answers = _answers(function, N.tolist(), "with what probability is one given example never drawn in N draws?")
    if isinstance(answers, Verdict):
        return answers
    right = distinct_share(N)
    return judge(answers, right, "", "one minus the chance (1 − 1/N)ᴺ to be missed N times; the limit is 1 − 1/e.", {
        "that is the share that is left out: take it from 1": 1 - right,
        "that is the limit for large N": np.full(len(N), 1 - 1 / e),
        "that is the limit of the share left out": np.full(len(N), 1 / e),
        "that is the number of distinct examples: divide by N": N * right,
        "that is one draw: there are N of them": 1 / N,
        "that is the chance to be missed by one draw": 1 - 1 / N})
