"""Forward and backward pass of slide 66 as a list of stops: symbol, number, and the line of the package that computed it."""

from typing import NamedTuple

import numpy as np

from lecture12.gradients.backprop import backprop
from lecture12.network import Network, with_bias
from lecture12.objective import Objective, check
from lecture12.tracing import Line, trace


class Stop(NamedTuple):
    """A number on the way: y^(k), z^(k), E (k = l), or "dE/dy", "dE/dz", "dE/dW" of layer k.

    `line` is the line that has just computed it, None for what the package does without; value: (N, n_k), or as W[k].
    """

    symbol: str
    k: int
    value: np.ndarray
    line: Line | None


def stops(objective, net, X, t):
    """The stops of one network: x, then z and y layer by layer, E, and the derivatives from E back to x (5 l + 3 in all).

    The numbers are not computed for the show: `backprop` runs, and is watched. Two are supplied because learning can do
    without them: dE/dx, and dE/dy^(l) where cross-entropy and sigma are differentiated in one go.

    >>> for stop in stops(Objective("squared error"), Network([[[0., 2.]]], "identity"), [[3.]], [[5.]]):
    ...     print(stop.symbol, stop.k, stop.value.tolist())
    y 0 [[3.0]]
    z 1 [[6.0]]
    y 1 [[6.0]]
    E 1 1.0
    dE/dy 1 [[2.0]]
    dE/dz 1 [[2.0]]
    dE/dW 1 [[2.0, 6.0]]
    dE/dy 0 [[4.0]]
    """
    X, t = check(objective, net, X, t)
    found = {}

    def run():
        p = net.forward(X)
        objective.data_of(net, p, t)
        backprop(objective, net, X, t, p)

    for line in trace(run, Network.forward, Objective.data_of, Objective.delta, backprop):
        found[_place(line, net.l)] = line                       # the penalty comes after the data part, and replaces it
    dz = {k: found["dE/dz", k].value for k in net.W}
    supplied = {("y", 0): X, ("dE/dy", 0): dz[1] @ net.W[1][..., 1:]}
    if objective.fuses(net):
        supplied["dE/dy", net.l] = objective.dL(t, found["y", net.l].value)
    order = [("y", 0), *[(s, k) for k in net.W for s in "zy"], ("E", net.l), ("dE/dy", net.l)]
    order += [(s, k - (s == "dE/dy")) for k in range(net.l, 0, -1) for s in ("dE/dz", "dE/dW", "dE/dy")]
    return [Stop(*at, supplied.get(at, found[at].value if at in found else None), found.get(at)) for at in order]


def _place(line, last):
    """(symbol, k) of the number that a line of forward, data_of, delta or backprop computes."""
    if (line.function, line.target) == ("forward", "X"):
        return "y", 0
    of = {("forward", "z[k]"): "z", ("forward", "y[k]"): "y", ("data_of", "return"): "E", ("delta", "h"): "dE/dy",
          ("delta", "return"): "dE/dz", ("backprop", "dW[k]"): "dE/dW"}.get((line.function, line.target))
    if of:
        return of, line.k or last
    if line.function == "backprop" and line.k:              # h, twice: dE/dy^(k-1) = W^T h, then dE/dz^(k-1) = h * g'
        return ("dE/dz" if "slope" in line.source else "dE/dy"), line.k - 1
    return line.function, line.target                       # not a number of the slide


def moved(objective, net, X, t, symbol, k, change):
    """E with the number y^(k) or z^(k) of every sample changed by `change`, (..., N, n_k): what its derivative is about."""
    y = X + change if (symbol, k) == ("y", 0) else X
    for layer, W in net.W.items():
        z = with_bias(y) @ W.mT + (change if (symbol, layer) == ("z", k) else 0)
        y = net.g[layer](z) + (change if (symbol, layer) == ("y", k) else 0)
    if objective.fuses(net) and (symbol, k) != ("y", net.l):
        return objective.loss.of_scores(t, z).sum(-1)
    return objective.L(t, y).sum(-1)


def central(objective, net, X, t, symbol, k, eps=1e-5):
    """dE/dy^(k) or dE/dz^(k) as a central difference, (N, n_k): every one of the numbers is moved by itself.

    >>> net = Network([[[0., 2.]]], "identity")
    >>> central(Objective("squared error"), net, np.array([[3.]]), np.array([[5.]]), "y", 0).round(6)   # dE/dx
    array([[4.]])
    """
    N, n = X.shape[0], net.sizes[k]
    change = eps * np.eye(N * n).reshape(N * n, N, n)       # a stack: one changed number each
    up, down = (moved(objective, net, X, t, symbol, k, sign * change) for sign in (1, -1))
    return ((up - down) / (2 * eps)).reshape(N, n)
