"""Backpropagation, the algorithm of slide 66."""

import numpy as np

from lecture12.network import with_bias


def backprop(objective, net, X, t, p=None):
    """dE/dW^(k), keyed 1..l, each of the shape of net.W[k] (slide 66).

    Row n of h holds the slide's h of sample n. `p` is the forward pass, if it has been made already. The slide prints g'(y);
    it is g'(z). Its lambda dOmega/dy is 0, since Omega depends on W only; the bias unit has no z to go back to.

    >>> from lecture12 import Network, Objective
    >>> dW = backprop(Objective("squared error"), Network([[[0., 2.]]], "identity"), [[3.]], [[5.]])
    >>> dW[1]                                                       # 2 (y - t) (1, x) with y = 6
    array([[2., 6.]])
    """
    if p is None:
        X, t = objective.check(net, X, t)
        p = net.forward(X)
    loss, g, y = objective.output(net, p)
    lam = np.asarray(objective.lam)[..., None, None]
    dW = {}
    h = loss.gradient(t, y[net.l])                                  # h <- dL/dy^(l)
    for k in range(net.l, 0, -1):
        h = h * g[k].derivative(p.z[k])                             # h <- h * g_k'(z^(k))
        dW[k] = h.swapaxes(-1, -2) @ with_bias(y[k - 1])            # dE/dW^(k) = h y^(k-1)T, summed over the samples
        dW[k] = dW[k] + lam * objective.regularizer.gradient(net.W[k])    # + lambda dOmega/dW^(k)
        if k > 1:
            h = h @ net.W[k][..., 1:]                               # h <- W^(k)T h, without the bias column
    return dW
