"""What the backpropagation explorer shows: a small network, all stops of its two passes, and a check of every derivative."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from ..gradients import numerical
from ..losses import CrossEntropy, SquaredError
from ..network import Network
from ..objective import Objective
from ..stops import central, stops

NETS = ["2-1", "2-2-1", "2-3-1", "3-4-2", "1-1-1-1", "2-2-2-1", "3-4-3-2"]
EXAMPLE = [[[0, 0.1, -0.2], [0.1, 0.4, 0.3]], [[0.2, 0.5, -0.6]]]
LOSSES = {"½ squared error": SquaredError(1 / 2), "cross-entropy": CrossEntropy()}


def network(net, g, weights="", seed=0):
    """The Network of the sizes `net`, such as "2-2-1", σ at the output; weights: a text of all, unit by unit, bias first.

    Without a text, 2-2-1 with seed 0 has the weights of the example; others are drawn from N(0, 1), to one decimal.
    """
    sizes = [int(n) for n in net.split("-")]
    drawn = Network.random(sizes, [*[g] * (len(sizes) - 2), "sigmoid"], seed)
    flat = read(weights)
    if flat and len(flat) != drawn.count:
        raise ValueError(f"weights: got {len(flat)} numbers, expected {drawn.count} for {net}, or none")
    if flat:
        return drawn.replace(drawn.unflatten(np.array(flat)))
    W = EXAMPLE if (net, seed) == ("2-2-1", 0) else [W.round(1) for W in drawn.W.values()]
    return Network(W, drawn.g)


def read(text):
    """The numbers of a text such as "0 0.1 -0.2", from -99 to 99; ValueError if it holds anything else."""
    try:
        numbers = [float(w) for w in text.replace(",", " ").replace("−", "-").split()]
    except ValueError:
        numbers = [np.inf]
    if any(not abs(w) <= 99 for w in numbers):
        raise ValueError(f"weights: got {text!r}, expected numbers from -99 to 99, such as 0 0.1 -0.2")
    return numbers


def edges(net):
    """All weights as (k, j, i), in the order of `net.flat`; i = 0 is the bias."""
    return [(k, *index) for k, W in net.W.items() for index in np.ndindex(W.shape)]


@lru_cache(maxsize=512)
def passes(net, g, loss, x, t, weights, seed, edge, delta):
    """Everything about one example x, t, with the weight number `edge` changed by `delta`.

    Returns net, edges, chosen (k, j, i), run (the stops), off {(symbol, k): relative distance to the central differences},
    E before the change, and foretold: what the derivative there says about the change of E.
    """
    net, objective = network(net, g, weights, seed), Objective(LOSSES[loss])
    X, t, every = np.array([x]), np.array([t], dtype=float), edges(net)
    edge = min(edge, len(every))
    chosen, change = every[edge - 1], np.zeros(net.count)
    change[edge - 1] = delta
    E, slope = objective(net, X, t), numerical(objective, net, X, t)[chosen[0]][chosen[1:]]
    net = net.replace(net.unflatten(net.flat + change))
    run, difference, off = stops(objective, net, X, t), numerical(objective, net, X, t), {}
    for symbol, k, value, _ in run:
        if symbol.startswith("dE"):
            other = difference[k] if symbol == "dE/dW" else central(objective, net, X, t, symbol[-1], k)
            off[symbol, k] = float(np.abs(value - other).max() / (1 + np.abs(value).max()))
    z = net.forward(X).z
    kink = any(net.g[k].name == "relu" and (np.abs(z[k]) < 1e-4).any() for k in z)      # where ReLU has no derivative
    return SimpleNamespace(net=net, edges=every, edge=edge, chosen=chosen, run=run, off=off, E=float(E),
                           foretold=float(slope * delta), kink=kink, fused=objective.fuses(net), t=t[0])


def on_graph(run, net, t):
    """({key: value}, {key: derivative}) of the graph for the stops `run` reached so far; targets and weights are given."""
    values = {("t", net.l, j): v for j, v in enumerate(t)} | {("w", *e): net.W[e[0]][e[1:]] for e in edges(net)}
    slopes = {}
    for symbol, k, value, _ in run:
        column = slopes if symbol.startswith("dE") else values
        if symbol == "dE/dW":
            slopes |= {("w", *e): value[e[1:]] for e in edges(net) if e[0] == k}
        elif symbol == "E":
            values["E", k, 0] = float(value)
        else:
            column |= {(symbol[-1], k, j): v for j, v in enumerate(value[0])}
    return values, slopes


def cells(stop, net):
    """(used, new): the cells of the graph that a stop reads and those that it writes, each (column, key)."""
    symbol, k, l = stop.symbol, stop.k, net.l  # noqa: E741

    def units(column, s, m):
        return [(column, (s, m, j)) for j in range(net.sizes[m])]

    def weights(column, m):
        return [(column, ("w", *e)) for e in edges(net) if e[0] == m]

    if symbol == "y":
        return (units("value", "z", k) if k else []), units("value", "y", k)
    if symbol == "z":
        return units("value", "y", k - 1) + weights("value", k), units("value", "z", k)
    if symbol == "E":
        return units("value", "y", k) + units("value", "t", k), [("value", ("E", k, 0))]
    if symbol == "dE/dz":
        return units("slope", "y", k) + units("value", "z", k), units("slope", "z", k)
    if symbol == "dE/dW":
        return units("slope", "z", k) + units("value", "y", k - 1), weights("slope", k)
    if k == l:
        return units("value", "y", k) + units("value", "t", k), units("slope", "y", k)
    return units("slope", "z", k + 1) + weights("value", k + 1), units("slope", "y", k)
