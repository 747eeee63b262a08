"""All paths from one weight to E (slide 51): how many there are, what each one contributes, and what walking them costs.

The network here has one input x, one unit in its first layer, and then L layers of h units each; E adds up the errors of
all h outputs. The one weight is that from x into the first unit: every path from it to E passes one unit in each layer.
"""

from collections import Counter
from time import perf_counter
from typing import NamedTuple

import numpy as np

from lecture12.checks import whole
from lecture12.gradients import naive
from lecture12.network import Network
from lecture12.objective import Objective

OBJECTIVE, X = Objective("squared error"), np.ones((1, 1))


class Counts(NamedTuple):
    """paths: h^L. edges: of the graph, behind the first unit. calls: of the recursion `naive`. remembered: of the same one
    if it remembers what it knows."""

    paths: int
    edges: int
    calls: int
    remembered: int


def counts(h, L):
    """The closed forms: h^L paths, h + (L−1) h² edges, 1 + h + ... + h^L calls, and 1 + L h calls.

    >>> counts(3, 5)
    Counts(paths=243, edges=39, calls=364, remembered=16)
    """
    h, L = whole("h", h), whole("L", L)
    return Counts(h**L, h + (L - 1) * h**2, sum(h**k for k in range(L + 1)), 1 + L * h)


def network(h, L, seed=0):
    """The network described above, with tanh units, and targets for its outputs: `(net, t)`."""
    rng = np.random.default_rng(seed)
    net = Network.random([1, 1] + [whole("h", h)] * whole("L", L), "tanh", rng, scale=h**-0.5)
    return net, rng.uniform(-1, 1, (1, h))


def products(net, t):
    """What each path contributes to ∂E/∂w: the product of the local derivatives on its way, (h^L,) in counting order.

    >>> from lecture12.gradients import backprop
    >>> net, t = network(2, 3)
    >>> bool(np.isclose(products(net, t).sum(), backprop(OBJECTIVE, net, X, t)[1][0, 1]))      # total derivative, slide 50
    True
    """
    p = net.forward(X)
    along = X
    for k in range(1, net.l):
        local = net.g[k].derivative(p.z[k]).T * net.W[k + 1][:, 1:].T       # dz_j^(k+1)/dz_i^(k), at [i, j]
        along = (along.reshape(-1, net.sizes[k], 1) * local).ravel()        # one more step, in every possible way
    return (along.reshape(-1, net.sizes[-1]) * OBJECTIVE.delta(net, p, t)).ravel()


def units(number, h, L):
    """The units (numbered from 0, one per layer) that path `number` visits: its digits in base h.

    >>> units(5, 3, 3).tolist()
    [0, 1, 2]
    """
    return number // h ** np.arange(L - 1, -1, -1) % h


def uses(number, h, L):
    """How often the first `number` paths have walked each edge: (h, 1) into the first layer of h, then (h, h) for each
    next one, rows for the unit that an edge leads to, and (1, h) into E.

    >>> [u.tolist() for u in uses(3, 2, 2)]                 # 0-0, 0-1, 1-0
    [[[2], [1]], [[1, 1], [1, 0]], [[2, 1]]]
    """
    def of(pairs, block):                                   # an edge's turn comes every `pairs` blocks of paths
        rounds, rest = divmod(number, pairs * block)
        return rounds * block + np.clip(rest - block * np.arange(pairs), 0, block)
    inside = [of(h * h, h ** (L - m)).reshape(h, h).T for m in range(2, L + 1)]
    return [of(h, h ** (L - 1)).reshape(h, 1), *inside, of(h, 1).reshape(1, h)]


class Walk(NamedTuple):
    """What `naive` took: counted calls, measured seconds (the shorter of two runs), and its ∂E/∂w."""

    calls: int
    seconds: float
    gradient: float


def walk(h, L, remember=False):
    """Run `naive` for the one weight, path by path or remembering, count its calls and take its time.

    >>> walk(3, 5).calls, walk(3, 5, remember=True).calls
    (364, 16)
    """
    (net, t), seconds = network(h, L), []
    for _ in range(2):
        calls, start = Counter(), perf_counter()
        dW = naive(OBJECTIVE, net, X, t, remember, calls, layers=[1])
        seconds.append(perf_counter() - start)
    return Walk(calls.total(), min(seconds), float(dW[1][0, 1]))


def walks(h, depths, budget=0.04):
    """Path by path for L = 1, 2, ..., `depths`, as far as a run should take at most `budget` seconds: a list of Walks."""
    done = [walk(h, 1)]
    while len(done) < depths and rate(done) * counts(h, len(done) + 1).calls < budget:
        done.append(walk(h, len(done) + 1))
    return done


def rate(done):
    """Seconds per call in the longest of some walks: with it one extrapolates to what cannot be waited for."""
    longest = max(done, key=lambda walk: walk.calls)
    return longest.seconds / longest.calls


def spoken(seconds):
    """A time in a unit that fits.

    >>> spoken(0.00021), spoken(7200)
    ('210 µs', '2 hours')
    """
    units = {"years": 365 * 86400, "days": 86400, "hours": 3600, "min": 60, "s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}
    unit = next((unit for unit, size in units.items() if seconds >= size), "ns")
    return f"{seconds / units[unit]:.3g} {unit}"
