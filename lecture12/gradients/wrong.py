"""Backpropagation with one tempting mistake each: what slide 66 invites one to write, and what the gradient check is for.

All are `f(objective, net, X, t) -> dW` as `backprop` is, so gradient descent and `check_gradient` take them in its place.
What is wrong is marked <--.
"""

from dataclasses import replace

from lecture12.gradients.backprop import backprop
from lecture12.network import quiet


@quiet
def g_of_y(objective, net, X, t):
    """g'(y) taken literally, as slide 66 prints it: y is put where z belongs.

    Read as "g' written in terms of y" the slide is right: 1 - y^2 for tanh.
    """
    p, W, dW = net.forward(X), net.W, dict.fromkeys(net.W)
    h = objective.delta(net, p, t)                      # cross-entropy after sigma: y - t, no g' is left
    if not objective.fuses(net):
        h = objective.dL(t, p.y[net.l]) * net.g[net.l].derivative(p.y[net.l])               # <-- p.z
    for k in range(net.l, 0, -1):
        dW[k] = h.mT @ p.biased[k - 1] + objective.penalty_gradient(W[k])
        if k > 1:
            h = h @ W[k][..., 1:] * net.g[k - 1].derivative(p.y[k - 1])                     # <-- p.z
    return dW


@quiet
def no_slope(objective, net, X, t):
    """The factor g'(z) of the hidden layers is forgotten: dE/dy is taken for dE/dz."""
    p, W, dW = net.forward(X), net.W, dict.fromkeys(net.W)
    h = objective.delta(net, p, t)
    for k in range(net.l, 0, -1):
        dW[k] = h.mT @ p.biased[k - 1] + objective.penalty_gradient(W[k])
        h = h @ W[k][..., 1:]                           # <-- and h <- h * g_{k-1}'(z^(k-1))
    return dW


@quiet
def stale(objective, net, X, t, eta=1.0):
    """W^(k) makes its step before it is used to go back, so the layers below see the new one."""
    p, W, dW = net.forward(X), dict(net.W), dict.fromkeys(net.W)
    h = objective.delta(net, p, t)
    for k in range(net.l, 0, -1):
        dW[k] = h.mT @ p.biased[k - 1] + objective.penalty_gradient(W[k])
        if k > 1:
            W[k] = W[k] - eta / X.shape[-2] * dW[k]     # <-- comes too early
            h = h @ W[k][..., 1:] * net.slope(p, k - 1)
    return dW


@quiet
def wrong_sign(objective, net, X, t):
    """The error is taken as t - y, not y - t."""
    p, W, dW = net.forward(X), net.W, dict.fromkeys(net.W)
    h = -objective.delta(net, p, t)                     # <-- slide 57: dE/dy = -(t - y)
    for k in range(net.l, 0, -1):
        dW[k] = h.mT @ p.biased[k - 1] + objective.penalty_gradient(W[k])
        if k > 1:
            h = h @ W[k][..., 1:] * net.slope(p, k - 1)
    return dW


def bias_penalised(objective, net, X, t):
    """The bias, column 0, is drawn to 0 like the weights; for a regularizer that can do so, L2 or L1."""
    penalised = replace(objective.regularizer, bias=True)                                   # <--
    return backprop(replace(objective, regularizer=penalised), net, X, t)


@quiet
def bias_kept(objective, net, X, t):
    """The bias column is not dropped on the way back; "to make the shapes fit", the last column is.

    With neither dropped, h has one column too many and NumPy refuses: a mistake that shouts does no harm.
    """
    p, W, dW = net.forward(X), net.W, dict.fromkeys(net.W)
    h = objective.delta(net, p, t)
    for k in range(net.l, 0, -1):
        dW[k] = h.mT @ p.biased[k - 1] + objective.penalty_gradient(W[k])
        if k > 1:
            h = h @ W[k][..., :-1]                      # <-- [..., 1:], for the bias is column 0
            h = h * net.slope(p, k - 1)
    return dW


WRONG = {"g′(y) as printed": g_of_y, "⊙ g′ forgotten": no_slope, "W updated too early": stale,
         "wrong sign": wrong_sign, "bias penalised": bias_penalised, "bias row not dropped": bias_kept}
