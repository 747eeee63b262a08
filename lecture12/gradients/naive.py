"""Naive analytic differentiation: the chain rule of slides 48-51, path by path."""

from collections import Counter
from functools import cache

import numpy as np

from lecture12.network import with_bias


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
    X, t = objective.check(net, X, t)
    calls = Counter() if calls is None else calls
    p = net.forward(X)
    loss, g, y = objective.output(net, p)
    dL_dy = loss.gradient(t, y[net.l])
    dy_dz = {k: g[k].derivative(p.z[k]) for k in net.W}

    def dE_dz(k, i):                                                # of unit i in layer k, shape (..., N)
        calls[k, i] += 1
        return dE_dy(k, i) * dy_dz[k][..., i]                       # chain rule, slide 49

    def dE_dy(k, i):
        if k == net.l:
            return dL_dy[..., i]
        weights = net.W[k + 1][..., None, :, 1 + i]                 # unit i reaches every unit j of the next layer,
        return sum(dE_dz(k + 1, j) * weights[..., j] for j in range(net.sizes[k + 1]))    # total derivative, slide 50

    if remember:
        dE_dz = cache(dE_dz)                                        # dynamic programming

    lam = np.asarray(objective.lam)[..., None, None]
    dW = {}
    for k in layers or net.W:
        h = np.stack([dE_dz(k, i) for i in range(net.sizes[k])], axis=-1)
        dW[k] = h.swapaxes(-1, -2) @ with_bias(y[k - 1])            # dz_i/dW_ij = y_j
        dW[k] = dW[k] + lam * objective.regularizer.gradient(net.W[k])
    return dW
