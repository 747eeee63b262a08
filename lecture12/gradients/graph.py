"""Reverse mode on a graph: backpropagation without layers, right for every way of connecting (slide 67, the next lecture).

A `Node` knows the nodes that it was computed from, and how dE/d(itself) is pulled back to each of them. That is all;
no loop over k, so nothing has to be derived anew when a connection skips a layer.
"""

import numpy as np

from lecture12.network import with_bias


class Node:
    """A value in a graph; after `E.backward()`, once, its `slope` is dE/d(value), of the same shape.

    sources: pairs (node, pull), where pull(dE/dself) is what reaches dE/dnode along this edge.

    >>> x = Node(np.array(3.0))
    >>> square = Node(x.value**2, (x, lambda slope: slope * 2 * x.value))
    >>> E = Node(square.value + x.value, (square, lambda slope: slope), (x, lambda slope: slope))     # x^2 + x, two paths
    >>> E.backward()
    >>> print(x.slope)                                              # 2 x + 1
    7.0
    """

    def __init__(self, value, *sources):
        self.value, self.sources, self.slope = value, sources, 0.0

    def backward(self):
        """Set the slope of all nodes that this one was computed from."""
        order = []

        def visit(node):                                            # sources before what is computed from them
            if node not in order:
                for source, _ in node.sources:
                    visit(source)
                order.append(node)

        visit(self)
        self.slope = np.ones_like(self.value)
        for node in reversed(order):
            for source, pull in node.sources:
                source.slope = source.slope + pull(node.slope)      # paths add up: slide 50


def linear(W, y):
    """y W^T."""
    return Node(y.value @ W.value.mT, (W, lambda h: h.mT @ y.value), (y, lambda h: h @ W.value))


def biased(y):
    """y with its bias unit."""
    return Node(with_bias(y.value), (y, lambda h: h[..., 1:]))


def add(a, b):
    """a + b."""
    return Node(a.value + b.value, (a, lambda h: h), (b, lambda h: h))


def unit(g, z):
    """g(z)."""
    return Node(g(z.value), (z, lambda h: h * g.derivative(z.value)))


def error(loss, t, y):
    """sum_n L(t_n, y_n)."""
    return Node(loss(t, y.value).sum(-1), (y, lambda h: h * loss.gradient(t, y.value)))
