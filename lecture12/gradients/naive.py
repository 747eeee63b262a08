"""Naive analytic differentiation: the chain rule of slides 48-51, path by path."""

from collections import Counter
from functools import cache

import numpy as np

from lecture12.network import quiet
from lecture12.objective import check


@quiet
def naive(objective, net, X, t, remember=False, calls=None, layers=None):
    """dE/dW^(k) as `backprop` returns it, by a recursion that walks every path from a weight to E (slide 51).

    calls: a Counter; calls[k, i] counts how often dE/dz_i^(k) was worked out. layers: only these k, default all.
    remember=True keeps every dE/dz_i^(k) that is known: one decorator, and the exponential cost is gone (slide 65).

    >>> from lecture12 import Network, Objective
    >>> net, calls = Network.random([1, 3, 3, 3], "tanh", rng=0), Counter()
    >>> dW = naive(Objective("squared error"), net, [[0.5]], [[0., 0., 0.]], calls=calls, layers=[1])
    >>> calls.total()                                               # 3 units, each with 1 + 3 + 3*3 calls
    39
    """
    X, t = check(objective, net, X, t)
    if not set(layers or net.W) <= set(net.W):
        raise ValueError(f"layers must be among {list(net.W)}, got {layers}")
    calls = Counter() if calls is None else calls
    p = net.forward(X)
    delta = objective.delta(net, p, t)
    dy_dz = {k: net.g[k].derivative(p.z[k]) for k in net.W}

    def dE_dz(k, i):                                        # of unit i in layer k, shape (..., N)
        calls[k, i] += 1
        if k == net.l:
            return delta[..., i]
        w = net.W[k + 1][..., None, :, 1 + i]               # unit i reaches all units j above
        dE_dy = sum(dE_dz(k + 1, j) * w[..., j]             # total derivative, slide 50
                    for j in range(net.sizes[k + 1]))
        return dE_dy * dy_dz[k][..., i]                     # chain rule, slide 49

    if remember:
        dE_dz = cache(dE_dz)                                # dynamic programming, slide 65

    dW = {}
    for k in layers or net.W:
        h = np.stack([dE_dz(k, i) for i in range(net.sizes[k])], axis=-1)
        dW[k] = h.mT @ p.biased[k - 1]                      # dz_i/dw_ij = y_j
        dW[k] = dW[k] + objective.penalty_gradient(net.W[k])
    return dW
