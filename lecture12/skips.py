"""A network with a connection that skips a layer (slide 67), and its gradient by the graph."""

import numpy as np

from lecture12.checks import finite
from lecture12.gradients import graph
from lecture12.network import Network, Pass, with_bias


class SkipNetwork(Network):
    """A Network with z^(b) = W^(b) y^(b-1) + V y^(a) in one layer b > a + 1; V (n_b, n_a) holds the weights of the skip.

    For everything else it is the Network of its W, so `backprop` takes it, and goes back as if there were no skip.

    >>> SkipNetwork.of(Network([[[0., 1.]], [[0., 1.]]], "identity"), 0, 2, [[5.]])([[1.]])      # 1 * 1 * 1 + 5 * 1
    array([[6.]])
    """

    @classmethod
    def of(cls, net, a, b, V):
        """A Network with a skip from layer a to layer b. Raises ValueError if there can be none, or V is not (n_b, n_a)."""
        if not 0 <= a < b - 1 < net.l:
            raise ValueError(f"a, b must be layers from 0 to {net.l} with a + 1 < b, got {a}, {b}")
        V = finite("V", V, 2)
        if V.shape != (net.sizes[b], net.sizes[a]):
            raise ValueError(f"V must have shape (n_{b}, n_{a}), here {net.sizes[b], net.sizes[a]}, got {V.shape}")
        return cls._with(net, dict(net.W), (a, b, V))

    @classmethod
    def _with(cls, net, W, skip):
        new = object.__new__(cls)
        object.__setattr__(new, "skip", skip)
        return new._set(W, net.g)

    def replace(self, W):
        return self._with(self, W, self.skip)

    def forward(self, X, biased_X=None):
        y, z, biased = {0: X}, {}, {}
        a, b, V = self.skip
        for k, W in self.W.items():
            biased[k - 1] = with_bias(y[k - 1])
            z[k] = biased[k - 1] @ W.mT
            if k == b:
                z[k] = z[k] + y[a] @ V.mT                           # the skip; slide 66 has no such line
            y[k] = self.g[k](z[k])
        return Pass(y, z, biased)


def by_graph(objective, net, X, t):
    """(dW keyed 1..l, dV) of a SkipNetwork: its forward pass as a graph, which then goes back by itself. Without penalty.

    >>> from lecture12 import Objective
    >>> net = SkipNetwork.of(Network([[[0., 1.]], [[0., 1.]]], "identity"), 0, 2, [[5.]])
    >>> dW, dV = by_graph(Objective("squared error"), net, np.array([[1.]]), np.array([[0.]]))        # y = 6
    >>> dV                                                          # 2 y x
    array([[12.]])
    """
    W, (a, b, V) = {k: graph.Node(W) for k, W in net.W.items()}, net.skip
    V, y = graph.Node(V), {0: graph.Node(np.asarray(X, dtype=float))}
    for k in W:
        z = graph.linear(W[k], graph.biased(y[k - 1]))
        if k == b:
            z = graph.add(z, graph.linear(V, y[a]))
        y[k] = graph.unit(net.g[k], z)
    graph.error(objective.loss, t, y[net.l]).backward()
    return {k: node.slope for k, node in W.items()}, V.slope
