"""Numerical differentiation (slide 53): change each weight a little and see what E does."""

import numpy as np

from lecture12.checks import function, like, named, positive
from lecture12.gradients.backprop import backprop
from lecture12.network import quiet
from lecture12.objective import Objective, check

MEMORY = 2**27                                                      # bytes that the perturbed networks may take at a time


def numerical(objective, net, X, t, eps=1e-5, scheme="central", dtype=np.float64):
    """dE/dW^(k) as `backprop` returns it, by finite differences: a forward pass or two for every single weight.

    scheme "central": (E(w + eps) - E(w - eps)) / 2 eps with an error of order eps^2; "forward": (E(w + eps) - E(w)) / eps,
    of order eps. When eps > 0 is too small, round-off wins, sooner in np.float32, the other dtype. All perturbed networks
    are one stack.

    >>> from lecture12 import Network
    >>> dW = numerical(Objective("squared error"), Network([[[0., 2.]]], "identity"), [[3.]], [[5.]])
    >>> dW[1].round(6)                                              # 2 (y - t) (1, x) with y = 6
    array([[2., 6.]])
    """
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise TypeError(f"dtype must be np.float32 or np.float64, got {dtype!r}")
    X, t = (array.astype(dtype) for array in check(objective, net, X, t))
    scheme = named("scheme", scheme, {"central": _central, "forward": _forward})
    eps = np.dtype(dtype).type(positive("eps", eps))
    lam = np.asarray(objective.lam, dtype)
    net = net.broadcast(np.broadcast_shapes(net.stack, X.shape[:-2], t.shape[:-2], lam.shape))
    objective = Objective(objective.loss, objective.regularizer, lam)

    @quiet
    def E(w):
        perturbed = net.replace(net.unflatten(w))
        return objective.data_of(perturbed, perturbed.forward(X), t) + objective.penalty(perturbed)

    w, weights = net.flat.astype(dtype), np.arange(net.count)
    chunks = np.array_split(weights, _chunks(net, X))
    slopes = [scheme(E, w, _only(chunk, w, eps), eps) for chunk in chunks]
    return net.unflatten(np.moveaxis(np.concatenate(slopes), 0, -1))


def _central(E, w, change, eps):
    return (E(w + change) - E(w - change)) / (2 * eps)


def _forward(E, w, change, eps):
    return (E(w + change) - E(w)) / eps


def _only(chunk, w, eps):
    """One row of changes for each weight of the chunk: eps in its column, 0 elsewhere; (chunk, 1, ..., 1, count)."""
    change = np.zeros((len(chunk), w.shape[-1]), w.dtype)
    change[np.arange(len(chunk)), chunk] = eps
    return change.reshape(len(chunk), *[1] * (w.ndim - 1), w.shape[-1])


def _chunks(net, X):
    """Into how many parts the weights have to be split for the perturbed networks to fit into MEMORY."""
    stack = np.broadcast_shapes(net.stack, X.shape[:-2])
    floats = 3 * (net.count + X.shape[-2] * sum(net.sizes)) * int(np.prod(stack))     # of one perturbed network and its pass
    return min(net.count, 1 + 8 * floats * net.count // MEMORY)


def check_gradient(objective, net, X, t, gradient=backprop, eps=1e-5):
    """The relative error |dW - numerical| / (|dW| + |numerical|) of each layer k: below 1e-8 if `gradient` is right.

    The norm is that of all weights of the layer, so that round-off in tiny entries does not count. It is at most 1;
    1 says wrong sign, 1/3 a factor 2. nan in dW gives nan, which is not small.

    >>> from lecture12 import Network
    >>> objective, net = Objective("squared error"), Network.random([2, 3, 1], "sigmoid", rng=0)
    >>> {k: error < 1e-8 for k, error in check_gradient(objective, net, [[0.5, -1.]], [[1.]]).items()}
    {1: True, 2: True}
    """
    X, t = check(objective, net, X, t)
    function("gradient", gradient)
    ours, reference = gradient(objective, net, X, t), numerical(objective, net, X, t, eps)
    return {k: _relative(dW, reference[k]) for k, dW in like("gradient", ours, reference).items()}


def _relative(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0
