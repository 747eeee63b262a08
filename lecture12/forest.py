"""The recap of slides 4-18: impurity, best split, decision tree, random forest.

The formulas of slide 4/5 are in `impurity`, the growing of all trees at once in `growing`.
"""

from dataclasses import dataclass

import numpy as np

from lecture12.checks import choice, finite, whole
from lecture12.growing import grow, points
from lecture12.impurity import IMPURITIES, Split, entropy, function, gini, misclassification, split

AT_ONCE = 2**18  # examples that grow together: bounds the memory of a large forest

__all__ = ["IMPURITIES", "DecisionTree", "RandomForest", "Split", "best_split", "distinct_share", "entropy", "gini",
           "misclassification", "split"]


def best_split(X, labels, impurity="gini"):
    """(attribute, threshold, Split) of the split x_attribute <= threshold with the largest Delta i (slide 4/5).

    Thresholds lie midway between neighbouring values. None if the labels agree or no attribute tells examples apart.

    >>> attribute, threshold, parts = best_split([[7, 1], [9, 2], [7, 4], [9, 5]], [0, 0, 1, 1])
    >>> print(attribute, threshold, parts.delta)
    1 3.0 0.5
    """
    nodes = DecisionTree(max_depth=1, impurity=impurity).fit(X, labels).nodes
    if len(nodes.left) == 1:
        return None
    return int(nodes.attribute[0]), float(nodes.threshold[0]), split(*nodes.counts[1:], impurity)


class _Classifier:
    def __post_init__(self):
        function(self.impurity)
        if self.max_depth is not None:
            whole("max_depth", self.max_depth, least=0)
        if self.K is not None:
            whole("K", choice("K", self.K, {"sqrt": 1}))
        for seed in np.ravel(self.seed):
            whole("seed", seed, least=0)

    def __getattr__(self, name):  # asked for what is not there
        raise AttributeError(f"{type(self).__name__} has no {name!r}; what it learns is there after fit(X, labels)")

    def _examples(self, X, labels):
        X, y = points(X), finite("labels", labels)
        if y.shape != X.shape[:1] or not ((0 <= y) & (y < 1000) & (y % 1 == 0)).all():
            raise ValueError(f"labels must be {len(X)} class numbers 0, 1, ..., 999, one for each row of X, got {y}")
        if self.K not in (None, "sqrt") and self.K > X.shape[1]:
            raise ValueError(f"K must be at most D = {X.shape[1]}, the number of attributes, got {self.K}")
        return X, y.astype(int)

    def predict(self, X):
        """The class with the largest posterior, (N,); of equals the first."""
        return self.predict_proba(X).argmax(axis=1)


@dataclass(eq=False)
class DecisionTree(_Classifier):
    """A decision tree, grown until its leaves are pure or max_depth is reached (slides 4-6, 12).

    K attributes, drawn anew at each node, compete for its split: a number, "sqrt" for sqrt(D), None for all D.
    `impurity`: a name in IMPURITIES or a function of p. A split is made even if Delta i = 0, as XOR needs at its root.
    fit leaves `nodes`: `Nodes`.

    >>> tree = DecisionTree().fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])  # XOR
    >>> print(tree.nodes.attribute, tree.predict([[0.2, 0.9], [0.8, 0.9]]))
    [ 0  1  1 -1 -1 -1 -1] [1 0]
    """

    max_depth: int | None = None
    K: int | str | None = None
    impurity: object = "gini"
    seed: int | tuple = 0

    def fit(self, X, labels):
        """Grow the tree on X (N, D) and labels (N,), class numbers 0, 1, ..., C-1; returns the tree."""
        X, y = self._examples(X, labels)
        grow([self], X, y, np.ones((1, len(X)), dtype=int))
        return self

    def predict_proba(self, X):
        """The posterior of the leaf that x reaches, (N, C)."""
        return self.nodes.p[self.nodes.leaf(X)]


@dataclass(eq=False)
class RandomForest(_Classifier):
    """L trees, each grown on a bootstrap sample with K random attributes per node (Breiman 2001; slides 7-18).

    Arguments as for DecisionTree. fit leaves `trees`, `samples` (L, N), the rows drawn for each tree, and `out_of_bag`
    (L, N), True where a tree has not seen a row. Each tree is, bit for bit, what its repr grows on its sample, and the
    first trees of a forest are a smaller forest.

    >>> forest = RandomForest(L=9).fit([[0], [1], [10], [11]], [0, 0, 1, 1])
    >>> print(len(forest.trees), forest.samples.shape, forest.predict([[0], [11]]))
    9 (9, 4) [0 1]
    """

    L: int = 50
    K: int | str | None = "sqrt"
    max_depth: int | None = None
    bootstrap: bool = True
    impurity: object = "gini"
    seed: int = 0

    def __post_init__(self):
        super().__post_init__()
        whole("L", self.L)
        whole("seed", self.seed, least=0)
        if self.bootstrap not in (True, False):
            raise ValueError(f"bootstrap must be True or False, got {self.bootstrap!r}")

    def fit(self, X, labels):
        """Grow the trees on X (N, D) and labels (N,), class numbers 0, 1, ..., C-1; returns the forest."""
        X, y = self._examples(X, labels)
        L, N = self.L, len(X)
        if self.bootstrap:  # slide 11: draw N times with replacement
            self.samples = np.random.default_rng(self.seed).integers(N, size=(L, N))
        else:
            self.samples = np.tile(np.arange(N), (L, 1))
        times = np.stack([np.bincount(sample, minlength=N) for sample in self.samples])
        self.trees = [DecisionTree(self.max_depth, self.K, self.impurity, seed=(self.seed, t)) for t in range(1, L + 1)]
        some = max(1, AT_ONCE // N)
        for t in range(0, L, some):
            grow(self.trees[t : t + some], X, y, times[t : t + some])
        self.X, self.y, self.out_of_bag = X, y, times == 0
        return self

    def posteriors(self, X):
        """p_l(C | x) of every tree l, (L, N, C)."""
        return np.stack([tree.predict_proba(X) for tree in self.trees])

    def predict_proba(self, X):
        """The mean posterior p(C | x) = 1/L sum_l p_l(C | x) (slide 7), (N, C)."""
        return self.posteriors(X).mean(axis=0)

    def vote(self, X):
        """The share of trees that vote for each class (slide 10), (N, C): the mean posterior if all leaves are pure."""
        p = self.posteriors(X)
        return np.eye(p.shape[2])[p.argmax(axis=2)].mean(axis=0)

    def oob_curve(self):
        """The out-of-bag error of the first 1, 2, ..., L trees (slide 11), (L,).

        A tree judges only the examples it has not seen, some 37 %. An example that all trees have seen is not counted;
        nan if there is no other. ValueError without bootstrap, as then nothing is out of the bag.
        """
        if not self.bootstrap:
            raise ValueError("bootstrap must be True for an out-of-bag error, got False")
        p = np.cumsum(self.posteriors(self.X) * self.out_of_bag[..., None], axis=0)  # (L, N, C)
        judged = np.logical_or.accumulate(self.out_of_bag, axis=0)
        wrong, n = (judged & (p.argmax(axis=2) != self.y)).sum(axis=1), judged.sum(axis=1)
        return np.where(n > 0, wrong / np.maximum(n, 1), np.nan)

    def oob_error(self):
        """The out-of-bag error of the whole forest: the end of `oob_curve`."""
        return float(self.oob_curve()[-1])


def distinct_share(N):
    """The expected share of distinct examples in a bootstrap sample of N: 1 - (1 - 1/N)^N, towards 1 - 1/e (slide 11).

    >>> print(distinct_share(1), distinct_share(2), distinct_share(5).round(3), distinct_share(1000).round(3))
    1.0 0.75 0.672 0.632
    """
    N = finite("N", N)
    if (N < 1).any():
        raise ValueError(f"N must be at least 1, got {N}")
    return 1 - (1 - 1 / N) ** N
