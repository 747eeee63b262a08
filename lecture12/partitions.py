"""What trees do to the input space (slides 12-18): cells of several partitions, trees cut at a depth, nearest neighbours."""

import numpy as np

from lecture12.checks import finite, whole


def cells(leaves):
    """How many cells the first 1, 2, ..., L partitions make together, as far as points lie in them: (L,) (slides 14-17).

    leaves (L, N): the leaf of tree l in which point n lies. Two points share a cell if they share a leaf in all trees.

    >>> cells([[0, 0, 1, 1], [0, 1, 1, 1]])
    array([2, 3])
    """
    cell, count = 0, []
    for leaf in np.asarray(leaves):
        found, cell = np.unique(cell * (leaf.max() + 1) + leaf, return_inverse=True)
        count.append(len(found))
    return np.array(count)


def by_depth(nodes, X, most):
    """The posterior of a tree cut off at depth 0, 1, ..., most: (1 + most, N, C). nodes: those of a DecisionTree.

    >>> from lecture12.forest import DecisionTree
    >>> nodes = DecisionTree().fit([[0.], [1.], [2.]], [0, 1, 0]).nodes
    >>> by_depth(nodes, [[0.]], 2)[:, 0, 0].round(2)            # 2 of 3, then perhaps 1 of 2, then 1 of 1 of class 0
    array([0.67, 1.  , 1.  ])
    """
    parent, inner = np.zeros(len(nodes.left), dtype=int), np.flatnonzero(nodes.attribute >= 0)
    parent[nodes.left[inner]] = parent[nodes.left[inner] + 1] = inner
    node, p = nodes.leaf(X), []
    for depth in range(max(nodes.depth.max(), whole("most", most, 0)), -1, -1):     # from the leaf up to the root
        node = np.where(nodes.depth[node] > depth, parent[node], node)
        p.append(nodes.p[node])
    return np.stack(p[::-1][: most + 1])


def nearest(X, labels, at):
    """The class of the nearest of the examples X (N, d), labels (N,), for each point of `at` (M, d): 1-NN (slide 12).

    >>> nearest([[0.], [1.]], [0, 1], [[0.4], [0.6]])
    array([0, 1])
    """
    X, at = finite("X", X, 2), finite("at", at, 2)
    if X.shape[1] != at.shape[1] or len(X) != len(labels):
        raise ValueError(f"X (N, d), labels (N,) and at (M, d) must fit, got {X.shape}, {np.shape(labels)} and {at.shape}")
    distance = (X**2).sum(axis=1) - 2 * at @ X.T                # |at - X|^2 without |at|^2, which is the same for all
    return np.asarray(labels)[distance.argmin(axis=1)]


def rotated(X, degrees):
    """Points (..., 2) turned about the origin, counter-clockwise.

    >>> rotated([[1., 0.]], 90).round(6).tolist()
    [[0.0, 1.0]]
    """
    X, angle = finite("X", X, 1), np.radians(degrees)
    return X @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
