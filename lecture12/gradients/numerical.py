"""Numerical differentiation (slide 53): change each weight a little and see what E does."""

import numpy as np

from lecture12.checks import choice, positive
from lecture12.gradients.backprop import backprop
from lecture12.objective import Objective

MEMORY = 2**27                                                      # bytes that the perturbed networks' outputs may take


def numerical(objective, net, X, t, eps=1e-5, scheme="central", dtype=float):
    """dE/dW^(k) as `backprop` returns it, by finite differences; two (or one more than one) passes per weight.

    scheme "central": (E(w + eps) - E(w - eps)) / 2 eps, error of order eps^2; "forward": (E(w + eps) - E(w)) / eps, error
    of order eps. Below some eps round-off wins; dtype=np.float32 shows it sooner. All perturbed networks are one stack.

    >>> from lecture12 import Network
    >>> dW = numerical(Objective("squared error"), Network([[[0., 2.]]], "identity"), [[3.]], [[5.]])
    >>> dW[1].round(6)                                              # 2 (y - t) (1, x) with y = 6
    array([[2., 6.]])
    """
    E_at, eps = _evaluation(objective, net, X, t, dtype), positive("eps", eps)
    eps = np.dtype(dtype).type(eps)
    difference = choice("scheme", scheme, {"central": _central, "forward": _forward})
    w = net.flat.astype(dtype)
    steps = eps * np.eye(net.count, dtype=dtype)                    # row i changes weight i only
    steps = steps.reshape(net.count, *[1] * len(net.stack), net.count)
    chunks = np.array_split(steps, max(1, net.count * _size(net, X) // MEMORY))
    slopes = np.concatenate([difference(E_at, w, chunk, eps) for chunk in chunks])
    return net.unflatten(np.moveaxis(slopes, 0, -1))


def _central(E_at, w, steps, eps):
    return (E_at(w + steps) - E_at(w - steps)) / (2 * eps)


def _forward(E_at, w, steps, eps):
    return (E_at(w + steps) - E_at(w)) / eps


def _evaluation(objective, net, X, t, dtype):
    """E as a function of all weights in one row, computed in `dtype` throughout."""
    X, t = (np.asarray(a, dtype) for a in objective.check(net, X, t))
    exact = Objective(objective.loss, objective.regularizer, np.asarray(objective.lam, dtype))

    def E_at(flat):
        varied = net.replace(net.unflatten(flat))
        return exact.data_of(varied, varied.forward(X), t) + exact.penalty(varied)

    return E_at


def _size(net, X):
    """Bytes of one forward pass of the whole stack."""
    return 8 * 3 * max(net.sizes) * np.prod([*net.stack, np.shape(X)[-2]], dtype=int)


def check_gradient(objective, net, X, t, gradient=backprop, eps=1e-5):
    """The relative error |dW - numerical| / (|dW| + |numerical|) of each layer, keyed 1..l: about 1e-10 if `gradient` is right.

    The norm runs over all weights of a layer, so that the round-off of tiny entries does not count.

    >>> from lecture12 import Network, Objective
    >>> net = Network.random([2, 3, 1], "sigmoid", rng=0)
    >>> errors = check_gradient(Objective("squared error"), net, [[0.5, -1.]], [[1.]])
    >>> all(error < 1e-8 for error in errors.values())
    True
    """
    ours, reference = gradient(objective, net, X, t), numerical(objective, net, X, t, eps)
    return {k: _relative(ours[k], reference[k]) for k in net.W}


def _relative(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0
