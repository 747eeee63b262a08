"""The error surface that gradient descent walks on (slides 45-46): slices of E(W), its slope and its curvature."""

import numpy as np

from lecture12 import notation
from lecture12.checks import positive
from lecture12.gradients import backprop


def weight_names(net):
    """A name for every weight, in the order of `net.flat`, such as W⁽¹⁾₂₀: layer 1, to unit 2, from the bias.

    >>> from lecture12 import Network
    >>> weight_names(Network.random([1, 2, 1], "tanh", rng=0))
    ['W⁽¹⁾₁₀', 'W⁽¹⁾₁₁', 'W⁽¹⁾₂₀', 'W⁽¹⁾₂₁', 'W⁽²⁾₁₀', 'W⁽²⁾₁₁', 'W⁽²⁾₁₂']
    """
    return [weight_name(k, i, j) for k, W in net.W.items() for i, j in np.ndindex(W.shape[-2:])]


def weight_name(k, i, j):
    """The name of row i and column j, from 0, of net.W[k]; the slides count units from 1 and have the bias as 0."""
    return f"W{notation.up(k)}{notation.subscript(i + 1, j)}"


def slice_of(objective, net, X, t, pair, a, b):
    """E over two weights, the others as they are: (len(b), len(a)), by one forward pass of a whole grid of networks.

    pair: two indices into `net.flat`, the first varied along a, the second along b.

    >>> from lecture12 import Network, Objective
    >>> net = Network([[[0., 0.]]], "identity")                     # y = w0 + w1 x
    >>> slice_of(Objective("squared error"), net, [[1.]], [[3.]], (0, 1), a=[0, 1, 2], b=[0, 1])   # (w0 + w1 - 3)^2
    array([[9., 4., 1.],
           [4., 1., 0.]])
    """
    flat = np.tile(net.flat, (len(b), len(a), 1))
    flat[..., pair[0]] = np.asarray(a, dtype=float)
    flat[..., pair[1]] = np.asarray(b, dtype=float)[:, None]
    return objective(net.replace(net.unflatten(flat)), X, t)


def along(objective, net, X, t, direction, s):
    """E(W + s D) for each number in s, shape (len(s),); direction: D as matrices keyed 1..l.

    >>> from lecture12 import Network, Objective
    >>> net = Network([[[0., 0.]]], "identity")
    >>> along(Objective("squared error"), net, [[1.]], [[3.]], {1: np.array([[1., 0.]])}, [0, 1, 2])
    array([9., 4., 1.])
    """
    s = np.asarray(s, dtype=float)[:, None, None]
    return objective(net.replace({k: W + s * direction[k] for k, W in net.W.items()}), X, t)


def flat_gradient(objective, net, X, t):
    """dE/dw of all weights in the order of `net.flat`, (..., count), by `backprop`.

    >>> from lecture12 import Network, Objective
    >>> flat_gradient(Objective("squared error"), Network([[[0., 0.]]], "identity"), [[2.]], [[3.]])  # 2 (y - t) (1, x)
    array([ -6., -12.])
    """
    return net.replace(backprop(objective, net, X, t)).flat


def hessian(objective, net, X, t, eps=1e-5):
    """d²E/dw_i dw_j over all weights in the order of `net.flat`, (count, count), by central differences of `backprop`.

    >>> from lecture12 import Network, Objective
    >>> net = Network([[[0., 0.]]], "identity")
    >>> hessian(Objective("squared error"), net, [[2.]], [[3.]]).round(6)        # 2 (1, x)(1, x)^T with x = 2
    array([[2., 4.],
           [4., 8.]])
    """
    w, nudge = net.flat, positive("eps", eps) * np.eye(net.count)
    shifted = net.replace(net.unflatten(np.stack([w + nudge, w - nudge])))
    up, down = flat_gradient(objective, shifted, X, t)               # the gradients, one row per weight nudged
    H = (up - down) / (2 * eps)
    return (H + H.T) / 2
