"""What hidden layers can express (slides 43-44): linear ones nothing new, non-linear ones any continuous function.

Two ways to approximate f(x) on an interval, both a network with one hidden layer and a linear output: bumps put side
by side by hand, and random hidden units with an output layer fitted by least squares.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lecture12.activations import ACTIVATIONS, Identity
from lecture12.checks import choice, finite, generator, positive, whole
from lecture12.network import Network

TARGETS = {
    "sin 2πx": lambda x: np.sin(2 * np.pi * x),
    "|x|": np.abs,
    "step": lambda x: np.where(x >= 0, 1.0, -1.0),              # not continuous: no theorem promises it
    "x²": lambda x: x**2,
}


@dataclass(frozen=True)
class Square:
    """g(z) = z², a polynomial: with it a network of one hidden layer is a quadratic, whatever its size.

    >>> Square()(np.array([-3., 2.])), Square().derivative(np.array([-3., 2.]))
    (array([9., 4.]), array([-6.,  4.]))
    """

    name: ClassVar[str] = "a²"
    formula: ClassVar[str] = "g(z) = z²"

    def __call__(self, z):
        return z**2

    def derivative(self, z):
        return 2 * z


def collapse(net):
    """The network with a single layer that computes the same as `net`, whose hidden layers must be linear (slide 44).

    W = W^(l) ... W^(2) W^(1), where each hidden W^(k) has the row (1, 0, ..., 0) on top, to hand the bias unit on.
    Leading axes are a stack. Raises ValueError for a hidden activation that is not the identity.

    >>> net = Network([[[1., 2.], [0., 1.]], [[5., 1., 10.]]], "identity")       # 5 + (1 + 2 x) + 10 x
    >>> collapse(net).W[1]
    array([[ 6., 12.]])
    """
    for k in range(1, net.l):
        if not isinstance(net.g[k], Identity):
            raise ValueError(f"net must have linear hidden layers, but g[{k}] is {net.g[k]!r}")
    W = net.W[net.l]
    for k in range(net.l - 1, 0, -1):
        W = W @ with_bias_row(net.W[k])
    return Network([W], net.g[net.l])


def with_bias_row(W):
    """W^(k) with the row (1, 0, ..., 0) on top: it maps (1, y^(k-1)) to (1, z^(k)).

    >>> with_bias_row(np.array([[5., 7.]]))
    array([[1., 0.],
           [5., 7.]])
    """
    top = np.zeros((*W.shape[:-2], 1, W.shape[-1]))
    top[..., 0] = 1
    return np.concatenate([top, W], axis=-2)


def bumps(heights, steepness, low=-1.0, high=1.0):
    """One bump per height, side by side on [low, high], each made of two sigmoids (slide 43, by hand).

    Bump i lies between the edges a and b: heights_i (σ(s (x - a)) - σ(s (x - b))) with the steepness s > 0.
    Returns the Network 1-2n-1 for n heights; units 2i-1 and 2i make bump i.

    >>> net = bumps([3.0, -1.0], steepness=100)
    >>> net, net([[-0.5], [0.5]]).round(3).ravel()
    (Network(1-4-1, sigmoid, identity), array([ 3., -1.]))
    """
    heights = finite("heights", heights, 1)
    s = positive("steepness", steepness)
    edge = np.linspace(low, high, len(heights) + 1)
    a = np.stack([edge[:-1], edge[1:]], axis=1).ravel()              # left and right edge of each bump in turn
    first = np.stack([-s * a, np.full(len(a), s)], axis=1)           # z = s (x - a)
    second = np.concatenate([[0.0], np.stack([heights, -heights], axis=1).ravel()])
    return Network([first, second[None]], ["sigmoid", "identity"])


def middles(n, low=-1.0, high=1.0):
    """Where the n bumps on [low, high] have their middles.

    >>> middles(2)
    array([-0.5,  0.5])
    """
    edge = np.linspace(low, high, whole("n", n) + 1)
    return (edge[:-1] + edge[1:]) / 2


def random_hidden(h, g, rng, steepness=6.0, stack=()):
    """A network 1-h-1 whose hidden units switch at random places in [-1, 1], z = w (x - c), w ~ N(0, steepness^2).

    The output is linear and 0, for `fit_output` to fill in. g: an activation or its name; stack: as in Network.random.

    >>> random_hidden(5, "tanh", rng=0, stack=3)
    Network(1-5-1, tanh, identity, stack=(3,))
    """
    h, rng, g = whole("h", h), generator("rng", rng), choice("g", g, ACTIVATIONS)
    stack = (stack,) if isinstance(stack, int) else tuple(stack)
    w = positive("steepness", steepness) * rng.standard_normal((*stack, h))
    c = rng.uniform(-1, 1, (*stack, h))
    return Network([np.stack([-w * c, w], axis=-1), np.zeros((*stack, 1, 1 + h))], [g, "identity"])


def fit_output(net, X, t):
    """`net` with the last W that makes sum_n |y_n - t_n|^2 least: least squares on what the hidden layers hand over.

    X (N, d), t (N, K); the output must be linear. Leading axes of W are a stack, fitted one by one.

    >>> X = np.linspace(-1, 1, 9)[:, None]
    >>> net = fit_output(random_hidden(4, Square(), rng=0), X, X**2)             # a quadratic: exact
    >>> bool(abs(net(X) - X**2).max() < 1e-12)
    True
    """
    X, t, last = finite("X", X, 2), finite("t", t, 2), net.l
    if not isinstance(net.g[last], Identity):
        raise ValueError(f"net must have a linear output, but g[{last}] is {net.g[last]!r}")
    Z = net.forward(X).biased[last - 1]                                 # (..., N, 1+h): 1 and the hidden outputs
    W = [np.linalg.lstsq(z, t, rcond=None)[0].T for z in Z.reshape(-1, *Z.shape[-2:])]
    return net.replace({**net.W, last: np.array(W).reshape(*net.stack, *W[0].shape)})


def rmse(net, X, t):
    """Root of the mean squared error over the samples, shape (...) of the stack."""
    return np.sqrt(((net(X) - t) ** 2).mean((-1, -2)))
