"""Which labels can a perceptron give to a few points? Decided one labelling after the other (slides 32 and 39)."""

from itertools import product

import numpy as np

from lecture12.checks import finite
from lecture12.perceptron import max_margin


def best_labelling(X, labels):
    """The labels nearest to `labels` (N,) that a perceptron can give to the rows of X (N, d), and the w that does it.

    All 2^N labellings are tried, the nearest first, until `max_margin` separates one. The columns of X are first
    brought to the range from -1 to 1, which no perceptron minds: what is small is still seen. N <= 8; w is (1+d,).

    >>> X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
    >>> best_labelling(X, [0, 1, 1, 0])[0], best_labelling(X, [0, 1, 1, 1])[0]    # XOR: three of four; OR: all
    (array([0, 1, 1, 1]), array([0, 1, 1, 1]))
    """
    X, labels = finite("X", X, 2), np.asarray(labels)
    if X.ndim != 2 or labels.shape != X.shape[:1] or len(X) > 8:
        raise ValueError(f"X must be (N, d) and labels (N,) with N <= 8, got {X.shape} and {labels.shape}")
    low, high = X.min(0) / 2, X.max(0) / 2                                      # halved: the largest floats are allowed
    middle, half = high + low, np.where(high - low > 1e-300, high - low, 1)
    Z = (X - middle) / half
    for changed in sorted(product([0, 1], repeat=len(X)), key=sum):
        t = labels ^ np.array(changed)
        w = max_margin(Z, t)
        if w is not None:
            return t, np.r_[w[0] - w[1:] @ (middle / half), w[1:] / half]
