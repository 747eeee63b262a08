"""How exact a numerical gradient can be (slide 53), measured on a small network, and how many forward passes it costs."""

from functools import lru_cache

import numpy as np

from lecture12.gradients import backprop, numerical
from lecture12.network import Network
from lecture12.objective import Objective

OBJECTIVE = Objective("squared error")
EPS = 10.0 ** np.arange(0, -16.5, -0.5)
KINDS = [(scheme, precision) for precision in ("float64", "float32") for scheme in ("forward", "central")]


def passes(net, scheme):
    """Forward passes for one numerical gradient: two for each weight (central), or one, and one more for all (forward).

    >>> net = Network.random([2, 4, 1], "tanh", rng=0)
    >>> net.count, passes(net, "central"), passes(net, "forward")
    (17, 34, 18)
    """
    return 2 * net.count if scheme == "central" else net.count + 1


@lru_cache(maxsize=64)
def problem(activation="tanh", kink=1e-4, seed=0):
    """A 2-4-2 net and one example, `(net, X, t)`; with "relu" the first hidden unit stands at z = kink, just above its kink.

    >>> net, X, t = problem("relu", kink=0.01)
    >>> round(float(net.forward(X).z[1][0, 0]), 9)
    0.01
    """
    rng = np.random.default_rng(seed)
    net = Network.random([2, 4, 2], [activation, "identity"], rng)
    X, t = rng.standard_normal((1, 2)), rng.uniform(0, 1, (1, 2))
    if activation == "relu":
        first = net.W[1].copy()
        first[0, 0] += kink - net.forward(X).z[1][0, 0]
        net = net.replace({**net.W, 1: first})
    return net, X, t


def relative_error(net, X, t, eps, scheme, precision):
    """|numerical − exact| / |exact|, the norm taken over all weights; `precision` is "float64" or "float32".

    >>> good, too_small = (relative_error(*problem(), eps, "central", "float64") for eps in (1e-5, 1e-12))
    >>> good < 1e-10 < 1e-4 < too_small
    True
    """
    ours = net.replace(numerical(OBJECTIVE, net, X, t, eps, scheme, np.dtype(precision))).flat
    exact = net.replace(backprop(OBJECTIVE, net, X, t)).flat
    return float(np.linalg.norm(ours - exact) / np.linalg.norm(exact))


@lru_cache(maxsize=64)
def error_curve(activation, kink, seed, scheme, precision):
    """(errors at EPS, the best ε, slope on its left, slope on its right) in double logarithmic scale, the slopes fitted.

    Theory: truncation gives 1 (forward) or 2 (central) on the right, round-off gives −1 on the left. nan: too few points.
    """
    net = problem(activation, kink, seed)
    error = np.array([relative_error(*net, eps, scheme, precision) for eps in EPS])
    best = float(EPS[error.argmin()])
    left, right = (EPS < best / 5) & (error < 0.1), (EPS > best * 5) & (EPS <= 0.1)
    return error, best, _slope(left, error), _slope(right, error)


def _slope(where, error):
    """The slope of log error against log ε there, nan for less than four points."""
    return float(np.polyfit(np.log(EPS[where]), np.log(error[where]), 1)[0]) if where.sum() > 3 else np.nan


def digits(net, X, t, eps, precision):
    """For the weight of the first layer with the largest ∂E/∂w: E(w + ε), E(w − ε) and their difference ÷ 2ε, computed
    in the precision given, and ∂E/∂w by backpropagation.

    >>> plus, minus, ours, exact = digits(*problem(), 1e-16, "float32")
    >>> plus == minus, ours                                         # nothing is left of so small a change
    (True, 0.0)
    """
    exact = net.replace(backprop(OBJECTIVE, net, X, t)).flat
    number = np.abs(exact[:net.W[1].size]).argmax()
    w, eps, E = net.flat.astype(precision), np.dtype(precision).type(eps), []
    for change in (eps, -eps):
        moved = w.copy()
        moved[number] += change
        E.append(float(OBJECTIVE(net.replace(net.unflatten(moved)), X.astype(precision), t.astype(precision))))
    return *E, (E[0] - E[1]) / (2 * float(eps)), float(exact[number])
