"""Impurity of a node and what a split takes from it (slide 4/5)."""

from typing import NamedTuple

import numpy as np

from lecture12.checks import choice, finite


def entropy(p):
    """Entropy impurity in bits: i(s) = -sum_k p_k log2 p_k with 0 log 0 = 0 (slide 4/5).

    p (..., C): class probabilities along the last axis, else ValueError; returns (...).
    Slide 6 prints Delta E = sum_k |S_k|/|S| sum_j p_j log2 p_j. This is *minus* the mean entropy of the children, at
    most 0; the information gain is H(S) + Delta E. H(S) is the same for all splits, so both choose the same one.

    >>> print(entropy([0.5, 0.5]), entropy([0.5, 0.25, 0.25]), entropy([1, 0]))
    1.0 1.5 0.0
    """
    p = _probabilities(p)
    return 0.0 - (p * np.log2(p, where=p > 0, out=np.zeros_like(p))).sum(axis=-1)  # "0.0 -": never prints -0.0


def gini(p):
    """Gini impurity: i(s) = sum_{k != l} p_k p_l = 1 - sum_k p_k^2 (slide 4/5), how often two draws differ in class.

    p (..., C) as for `entropy`. Erratum: the slide's factor 1/2 belongs to the sum over pairs k < l; over the ordered
    pairs k != l there is none. The tree is the same either way, since a factor does not move the best split.

    >>> print(gini([0.5, 0.5]), gini([0.5, 0.25, 0.25]), gini([1, 0]))
    0.5 0.625 0.0
    """
    return 1 - (_probabilities(p) ** 2).sum(axis=-1)


def misclassification(p):
    """Misclassification impurity: i(s) = 1 - max_k p_k, the error of the majority class. p (..., C) as for `entropy`.

    >>> print(misclassification([0.5, 0.5]), misclassification([0.5, 0.25, 0.25]), misclassification([1, 0]))
    0.5 0.5 0.0
    """
    return 1 - _probabilities(p).max(axis=-1)


IMPURITIES = {"entropy": entropy, "gini": gini, "misclassification": misclassification}


class Split(NamedTuple):
    """The parts of Delta i(s) = i(s) - P_L i(L) - (1 - P_L) i(R) (slide 4/5); P_L is the share that goes left."""

    i: float
    P_L: float
    i_L: float
    i_R: float

    @property
    def delta(self):
        return self.i - self.P_L * self.i_L - (1 - self.P_L) * self.i_R


def split(left, right, impurity="gini"):
    """The Split of a node into two parts with the class counts left and right, each (..., C).

    `impurity`: a name in IMPURITIES or a function of p. A part without examples has weight 0 and, so that it is
    defined, the impurity of the node. ValueError for counts that are negative or all 0.
    Of two splits with equal error, Gini prefers the one with a pure part:

    >>> print(split([300, 100], [100, 300], "misclassification").delta, split([300, 100], [100, 300]).delta)
    0.25 0.125
    >>> print(split([200, 400], [200, 0], "misclassification").delta, split([200, 400], [200, 0]).delta.round(3))
    0.25 0.167
    """
    impurity, left, right = function(impurity), finite("left", left, 1), finite("right", right, 1)
    if left.shape != right.shape or (left < 0).any() or (right < 0).any():
        raise ValueError(f"left and right must be equally many class counts >= 0, got {left} and {right}")
    n_L, n_R = left.sum(axis=-1)[..., None], right.sum(axis=-1)[..., None]
    node, n = left + right, n_L + n_R
    if not (n > 0).all():
        raise ValueError("left and right must hold at least one example, got counts that are all 0")
    p_L = np.where(n_L > 0, left, node) / np.where(n_L > 0, n_L, n)
    p_R = np.where(n_R > 0, right, node) / np.where(n_R > 0, n_R, n)
    return Split(impurity(node / n), (n_L / n)[..., 0], impurity(p_L), impurity(p_R))


def function(impurity):
    """The function with this name in IMPURITIES, or the function that came."""
    impurity = choice("impurity", impurity, IMPURITIES)
    if not callable(impurity):
        raise TypeError(f"impurity must be one of {', '.join(IMPURITIES)} or a function of p, got {impurity!r}")
    return impurity


def _probabilities(p):
    p = finite("p", p, 1)
    if (p < 0).any() or (abs(p.sum(axis=-1) - 1) > 1e-9).any():
        raise ValueError(f"p must be class probabilities >= 0 with sum 1 along the last axis, got {p}")
    return p
