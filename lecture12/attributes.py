"""The attribute lottery of slides 6 and 12: which of D attributes gets the split if only K, drawn at random, compete?"""

from math import comb

import numpy as np

from lecture12.checks import whole
from lecture12.data import Dataset
from lecture12.forest import best_split
from lecture12.growing import draw

D = 16
STRENGTHS = (1.0, 0.8, 0.65, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, *[0.0] * 6)    # the last six are noise alone


def sixteen_attributes(n=200, twins=False, seed=0):
    """Two classes in 16 attributes: normal noise about minus or plus STRENGTHS, strongest attribute first.

    twins: the second attribute is a blurred copy of the first, so that two strong attributes say the same.

    >>> sixteen_attributes(20)
    Dataset(20 samples, 16 inputs, 10 + 10 per class)
    """
    labels, rng = np.arange(whole("n", n, 2)) % 2, np.random.default_rng([whole("seed", seed, 0), D])
    X = rng.standard_normal((n, D)) + np.outer(2 * labels - 1, STRENGTHS)
    if twins:
        X[:, 1] = X[:, 0] + 0.3 * rng.standard_normal(n)
    return Dataset(X, labels)


def gains(X, labels, impurity="entropy"):
    """Delta i of the best split of each attribute alone, (D,): with the entropy, the information gain (slide 4/5).

    >>> gains([[0, 1], [1, 1], [2, 1], [3, 1]], [0, 0, 1, 1])
    array([1., 0.])
    """
    splits = [best_split(x[:, None], labels, impurity) for x in np.transpose(X)]
    return np.array([0.0 if s is None else s[2].delta for s in splits])


def ticket(tree, D):
    """The K attributes among which the root of a fitted DecisionTree has chosen, (K,), if all D varied."""
    return draw(tree.K, np.ones((D, 1), dtype=bool), np.zeros(1, dtype=int), [np.random.default_rng(tree.seed)])[:, 0]


def wins(D, K):
    """How often the best, second best, ... of D attributes is the best of K drawn ones: C(D - r, K - 1) / C(D, K), (D,).

    The best wins whenever it is drawn, which is in the share K / D of all draws.

    >>> wins(4, 2).round(3)
    array([0.5  , 0.333, 0.167, 0.   ])
    """
    if whole("K", K) > whole("D", D):
        raise ValueError(f"K must be at most D = {D}, got {K}")
    return np.array([comb(D - r, K - 1) for r in range(1, D + 1)]) / comb(D, K)


def work(nodes, K):
    """What growing a tree costs: every inner node sorts its n examples by K attributes, K n log2 n steps each (slide 6).

    nodes: those of a DecisionTree. Compare `work_bounds`.
    """
    n = nodes.counts[nodes.attribute >= 0].sum(axis=1)
    return float(K * (n * np.log2(n)).sum())


def work_bounds(N, K):
    """(balanced, chain): the work of two trees that go on until each of N examples has a leaf of its own.

    The chain splits off one example at a time, N - 1 nodes with N, ..., 2 examples: slide 6's O(D N^2 log N), with
    K = D. The balanced tree has log2 N levels with N examples each: O(D N (log N)^2), or O(D N log N) if each attribute
    is sorted once and for all. A real tree stops earlier, at pure nodes.

    >>> print(np.round(work_bounds(4, 1), 2))                   # 4 log2 4 + 2 (2 log2 2); 4 log2 4 + 3 log2 3 + 2 log2 2
    [12.   14.75]
    """
    n = np.arange(2, whole("N", N) + 1)
    levels = np.arange(0, np.log2(N))                           # the last with at least two examples in a node
    size = N / 2**levels
    return float(K * (N * np.log2(size)).sum()), float(K * (n * np.log2(n)).sum())
