"""How trees grow: all trees of a forest together, one level at a time.

The examples of all trees lie in one row, node after node, so that one sort and one running sum of class counts find
the best split of every node of every tree.
"""

from dataclasses import dataclass
from itertools import count
from math import isqrt

import numpy as np

from lecture12.checks import finite
from lecture12.impurity import split

TIE = 1e-12  # splits whose Delta i differs by less are equal up to rounding


@dataclass(frozen=True, eq=False)
class Nodes:
    """A tree's nodes, breadth first, 0 the root: x goes on to `left` if x_attribute <= threshold, else to left + 1.

    A leaf has attribute -1, threshold inf and itself as left, so that a walk that has arrived stays where it is.
    counts (nodes, C): the training examples per class; depth (nodes,), 0 at the root; D: the number of attributes.
    """

    attribute: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    counts: np.ndarray
    depth: np.ndarray
    D: int

    @property
    def p(self):
        """The posterior p(C_k | node) (slide 7), (nodes, C)."""
        return self.counts / self.counts.sum(axis=1, keepdims=True)

    def leaf(self, X):
        """The leaf that each row of X reaches, (N,): all rows walk down together, one step at a time."""
        X = points(X, self.D)
        x, first, node = X.ravel(), self.D * np.arange(len(X)), np.zeros(len(X), dtype=int)
        for _ in range(self.depth.max()):
            node = self.left[node] + (x[first + self.attribute[node]] > self.threshold[node])
        return node

    def boxes(self, limits):
        """The cell of every node within limits, a (low, high) per attribute: (nodes, D, 2). Empty if out of sight."""
        limits = finite("limits", limits)
        if limits.shape != (self.D, 2) or not (limits[:, 0] < limits[:, 1]).all():
            raise ValueError(f"limits must be {self.D} pairs low < high, one per attribute, got {limits.tolist()}")
        boxes = np.repeat(limits[None], len(self.left), axis=0)
        for depth in range(self.depth.max()):
            s = np.flatnonzero((self.depth == depth) & (self.attribute >= 0))
            a, left = self.attribute[s], self.left[s]
            boxes[left] = boxes[left + 1] = boxes[s]
            boxes[left, a, 1] = boxes[left + 1, a, 0] = np.clip(self.threshold[s], *boxes[s, a].T)
        return boxes

    def segments(self, limits):
        """The lines of a partition (slides 14-17): each threshold across its node's cell, (lines, 2 ends, 2)."""
        if self.D != 2:
            raise ValueError(f"X must have had 2 attributes for lines in the plane, got {self.D}")
        boxes, each = self.boxes(limits), np.arange(len(self.left))
        low, high = boxes[each, self.attribute].T
        seen = (low < self.threshold) & (self.threshold < high) & (boxes[..., 0] < boxes[..., 1]).all(axis=1)
        ends = boxes.swapaxes(1, 2).copy()  # two opposite corners of the cell,
        ends[each, :, self.attribute] = self.threshold[:, None]  # moved onto the threshold
        return ends[seen]


def grow(trees, X, y, times):
    """Give each of the L trees its `nodes`; times (L, N) says how often it sees each example of X (N, D), y (N,)."""
    rank = np.stack([np.unique(x, return_inverse=True)[1] for x in X.T])  # (D, N): a split needs the order only
    node, row = np.nonzero(times)  # the examples, tree after tree; each tree is one node yet, its root
    Y = (y[row] == np.arange(y.max() + 1)[:, None]) * times[node, row]  # (C, examples): one-hot times multiplicity
    rngs, tree, levels, first = [np.random.default_rng(tree.seed) for tree in trees], np.arange(len(trees)), [], 0
    for depth in count():
        start = np.flatnonzero(np.diff(node, prepend=-1))  # where the examples of each node begin
        counts = np.add.reduceat(Y, start, axis=1)  # (C, nodes)
        low, high = (extreme.reduceat(rank[:, row], start, axis=1) for extreme in (np.minimum, np.maximum))
        varies = low < high  # (D, nodes)
        inner = (counts.max(axis=0) < counts.sum(axis=0)) & varies.any(axis=0) & (depth != trees[0].max_depth)
        n = len(inner)
        attribute, threshold, left = np.full(n, -1), np.full(n, np.inf), first + np.arange(n)  # leaves, so far
        levels.append((tree, attribute, threshold, left, counts, np.full(n, depth)))
        if not inner.any():
            break
        stay = inner[node]  # the others have reached their leaf
        row, Y, node, tree = row[stay], Y[:, stay], (np.cumsum(inner) - 1)[node[stay]], tree[inner]
        drawn = draw(trees[0].K, varies[:, inner], tree, rngs)
        a, below, above, order, right = _best_splits(rank, row, Y, node, counts[:, inner], drawn, trees[0].impurity)
        attribute[inner], threshold[inner] = a, _midway(X[below, a], X[above, a])
        left[inner] = first + n + 2 * np.arange(len(a))
        row, Y, node, tree, first = row[order], Y[:, order], 2 * node + right, np.repeat(tree, 2), first + n
    of, attribute, threshold, left, counts, depth = (np.concatenate(c, axis=-1) for c in zip(*levels, strict=True))
    for t, tree in enumerate(trees):
        s = np.flatnonzero(of == t)
        tree.nodes = Nodes(attribute[s], threshold[s], np.searchsorted(s, left[s]), counts.T[s], depth[s], len(rank))


def draw(K, varies, tree, rngs):
    """K random attributes for each node, of those that still vary in it (slides 6, 12): (K, nodes)."""
    D, nodes = varies.shape
    K = D if K is None else isqrt(D) if K == "sqrt" else K
    if K == D:
        return np.repeat(np.arange(D)[:, None], nodes, axis=1)
    n = np.bincount(tree, minlength=len(rngs))  # each tree draws from its own stream
    u = np.concatenate([rng.random((n_t, D)) for rng, n_t in zip(rngs, n, strict=True)])
    return np.argsort(np.where(varies, u.T, 2), axis=0)[:K]


def _best_splits(rank, row, Y, node, counts, attributes, impurity):
    """Per node its attribute and the examples next to the threshold; an order with left parts first; who goes right."""
    r = rank[attributes[:, node], row]  # (K, examples)
    order = np.argsort(node * rank.shape[1] + r, axis=1)  # node after node, within it by value
    r = np.take_along_axis(r, order, axis=1)
    left = np.cumsum(Y[:, order], axis=-1) - (np.cumsum(counts, axis=1) - counts)[:, None, node]  # (C, K, examples)
    k, i = np.nonzero((r[:, :-1] < r[:, 1:]) & (node[:-1] == node[1:]))  # a threshold fits between i and i + 1
    left, delta = left[:, k, i], np.full(r.shape, -np.inf)
    delta[k, i] = split(left.T, (counts[:, node[i]] - left).T, impurity).delta
    if np.isnan(delta).any():
        raise ValueError(f"impurity must be finite for every p (0 log 0 = 0), got nan from {impurity}")
    best = np.maximum.reduceat(delta, np.flatnonzero(np.diff(node, prepend=-1)), axis=1)  # (K, nodes)
    k, best = np.argmax(best >= best.max(axis=0) - TIE, axis=0), best.max(axis=0)  # of equal attributes the first
    here, each = np.arange(len(node)), np.arange(len(k))
    ties = np.flatnonzero(delta[k[node], here] >= best[node] - TIE)
    first, last = np.searchsorted(node[ties], each), np.searchsorted(node[ties], each, side="right") - 1
    cut = ties[(first + last) // 2]  # of equal thresholds the middle one: trees stay shallow
    order = order[k[node], here]
    return attributes[k, each], row[order[cut]], row[order[cut + 1]], order, here > cut[node]


def _midway(a, b):
    middle = a / 2 + b / 2  # cannot overflow
    return np.where(middle < b, middle, a)  # there may be no number in between


def points(X, D=None):
    """X as floats (N, D), else an error."""
    X = finite("X", X, 2).astype(float)
    if X.ndim != 2 or X.size == 0 or (D or X.shape[1]) != X.shape[1]:
        raise ValueError(f"X must be (N, {D or 'D'}), a row for each example, got shape {X.shape}")
    return X
