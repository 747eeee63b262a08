"""Slides 39-40: questions and exercises on the limits of perceptrons."""

import numpy as np

from .. import data
from ..activations import Step
from ..labellings import best_labelling
from ..network import Network
from ..separability import decide, truth_tables
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved

MULTIPLEXER = np.array([0, 1, 0, 1, 0, 0, 1, 1])        # x2 if x1, else x3; inputs in counting order


def sixteen():
    right = int(decide(truth_tables(2)).separable.sum())
    return Predict("Of the 16 Boolean functions of two inputs, how many can be separated by a line?", ["8", "14", "16"],
                   str(right), "only XOR and its opposite XNOR cannot.")


def three_bits():
    from ..explorers.limits import separable
    counts = {d: int(separable(d).sum()) for d in (2, 3)}
    return Predict("Of all 256 functions of three bits, how many can one perceptron compute?", ["254", "104", "16"],
                   str(counts[3]), f"with two bits it was {counts[2]} of 16; the share falls quickly.")


def four_inequalities():
    separable = truth_tables(2)[decide(truth_tables(2)).separable]
    most = int((separable == [0, 1, 1, 0]).sum(1).max())
    names = {2: "two", 3: "three", 4: "four"}
    return Predict("However you choose w: how many of XOR's four inequalities can hold at the same time?", names.values(),
                   names[most], "each sum of two opposite corners is 2w₀ + w₁ + w₂, which cannot be ≥ 0 and < 0; but giving "
                   "up any one of the four is enough.")


def unseen():
    from ..explorers.fixed_features import learned
    runs = [(y == labels, seen) for labels, seen, y, _ in (learned(6, 0.5, "parity", "look-up table", i) for i in range(20))]
    known, new = (np.mean([right[seen == which].mean() for right, seen in runs]) for which in (True, False))
    return Predict("One feature for each of the 64 inputs of 6-bit parity; half of the inputs are learned. How many answers "
                   "are right for the other half?", ["nearly all", "about half", "none"], "about half",
                   f"over 20 seeds {new:.0%} are (and {known:.0%} of those seen): all unseen inputs get the same answer, "
                   "that of the class seen more often, which is the rarer one among the rest.")


def before_the_data():
    return Predict("In which of the three were the features in the program before any data arrived?",
                   ["features by hand only", "features by hand and kernel", "all three"], "features by hand and kernel",
                   "a kernel is a product of fixed features, written in another way; only the hidden layer chose its own.")


def _open(answer):
    """Whether something in the answer is still to be filled in."""
    return any(unsolved(value) for value in np.ravel(np.array(answer, dtype=object)))


def _malformed(answer, shape):
    """The verdict on an answer that is no array of finite numbers of this shape, else None."""
    words = judge(answer, np.zeros(shape), "", "").words
    return Verdict(False, words) if words and "the largest difference" not in words else None


def check_majority(w):
    """Judge w = (w0, w1, w2, w3), class 1 where w0 + w1 x1 + w2 x2 + w3 x3 >= 0: is it the majority of three bits?"""
    if _open(w):
        return not_solved("four numbers, the bias first: class 1 if at least two of the three bits are 1.")
    if malformed := _malformed(w, 4):
        return malformed
    X = data.all_bits(3)
    target, y = X.sum(1) >= 2, Network([[w]], Step())(X)[:, 0] == 1
    if (y == target).all():
        return Verdict(True, "each bit has one vote, and the bias says how many are needed.")
    known = {"that is AND: two votes must be enough": X.sum(1) == 3, "that is OR: one vote is not enough": X.sum(1) >= 1,
             "that is the minority: all signs are reversed": ~target}
    for words, other in known.items():
        if (y == other).all():
            return Verdict(False, f"not yet: {words}")
    wrong = ", ".join(str(tuple(x)) for x in X[y != target].astype(int).tolist())
    return Verdict(False, f"not yet: wrong at {wrong}")


def check_contradiction(counts):
    """Judge how often to add each of the eight inequalities of the multiplexer, so that they contradict each other."""
    if _open(counts):
        return not_solved("choose some inputs of class 1 and as many of class 0 with the same sum.")
    if malformed := _malformed(counts, 8):
        return malformed
    X, t = data.all_bits(3), 2.0 * MULTIPLEXER - 1
    a = np.asarray(counts, dtype=float)
    if (a < 0).any():
        return Verdict(False, "not yet: an inequality can be added, not subtracted; no count may be negative")
    if not a.any():
        return Verdict(False, "not yet: 0 = 0 contradicts nothing; add at least one inequality")
    n1, n0 = a[t > 0].sum(), a[t < 0].sum()
    if n1 != n0:
        return Verdict(False, f"not yet: {n1:g} of class 1 and {n0:g} of class 0, so the biases w0 do not cancel")
    left, right = (X[t == c].T @ a[t == c] for c in (1, -1))
    if (left != right).any():
        sums = [f"({', '.join(f'{v:g}' for v in side)})" for side in (left, right)]
        return Verdict(False, f"not yet: class 1 sums to {sums[0]}, class 0 to {sums[1]}")
    return Verdict(True, "the same sum of scores would have to be ≥ 0 and < 0: no perceptron computes this function.")


def check_parity_features(phi):
    """Judge `phi(X)`, features (8, m) of all inputs of three bits (8, 3): is their parity separable with them?"""
    X, labels = data.parity(3)
    answer, failed = attempt(phi, X.copy())
    if failed or unsolved(answer):
        return failed or not_solved("return features (N, m) of X (N, 3), with which a perceptron can tell odd from even.")
    if malformed := _malformed(answer, np.shape(answer)):
        return malformed
    F = np.asarray(answer, dtype=float)
    if F.ndim != 2 or len(F) != len(X):
        return Verdict(False, f"not yet: the shape is {F.shape}, expected (8, m): one row for each input")
    if np.array_equal(F, X):
        return Verdict(False, "not yet: those are the bits themselves, and no w separates their parity")
    backwards = phi(X[::-1].copy())
    if np.shape(backwards) != F.shape or not np.allclose(backwards[::-1], F):
        return Verdict(False, "not yet: the features of an input must not depend on the other rows of X")
    right = int((best_labelling(F, labels)[0] == labels).sum())
    if right < 8:
        return Verdict(False, f"not yet: with these features no w gets more than {right} of the 8 inputs right")
    if F.shape[1] >= 8:
        return Verdict(True, f"but {F.shape[1]} features for 8 inputs are a look-up table. One feature is enough.")
    return Verdict(True, f"{F.shape[1]} feature{'s' * (F.shape[1] > 1)}, and you solved the task, not the perceptron.")
