"""Backpropagation, the algorithm of slide 66."""

from lecture12.network import quiet
from lecture12.objective import check


@quiet
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
        X, t = check(objective, net, X, t)
        p = net.forward(X)
    W, dW = net.W, dict.fromkeys(net.W)                             # keyed 1..l, filled from the top
    h = objective.delta(net, p, t)                                  # h <- dL/dy^(l), h <- h * g_l'(z^(l))
    for k in range(net.l, 0, -1):
        dW[k] = h.mT @ p.biased[k - 1]                              # dE/dW^(k) = h y^(k-1)T, summed over the samples
        if objective.penalises:
            dW[k] = dW[k] + objective.penalty_gradient(W[k])        #             + lambda dOmega/dW^(k)
        if k > 1:
            h = h @ W[k][..., 1:]                                   # h <- W^(k)T h, without the bias column
            h = h * net.slope(p, k - 1)                             # h <- h * g_{k-1}'(z^(k-1))
    return dW
