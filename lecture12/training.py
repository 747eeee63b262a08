"""Gradient descent (slides 45-46) as an iterator of snapshots; History keeps a run."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import count
from math import isfinite
from typing import NamedTuple

import numpy as np

from lecture12.checks import common, flag, function, generator, like, positive, whole
from lecture12.gradients.backprop import backprop
from lecture12.history import History
from lecture12.network import Network, quiet, with_bias
from lecture12.objective import check

__all__ = ["History", "Snapshot", "gradient_descent"]


class Snapshot(NamedTuple):
    """The network after step tau, and its E(W) over all samples, shape (...) of the stack."""

    tau: int
    net: Network
    E: np.ndarray


def gradient_descent(net, objective, X, t, eta, steps=None, batch=None, rng=None, gradient=backprop,
                     proximal=False) -> Iterator[Snapshot]:
    """Iterate W <- W - (eta/N) dE/dW; yield a Snapshot of the start, tau = 0, and one after each step.

    eta: learning rate > 0, a number or an array that broadcasts against the stack, as objective.lam may be. It is divided by
        N, to mean the same for every N. (Slides 45-46 say "direction of the gradient"; it is the negative one.)
    steps: how many; None goes on for ever.
    batch: samples a step, each once an epoch, shuffled if there is an rng (Generator or seed); None takes all. A step
        on B samples is W <- W - (eta/B) dE_B/dW with their own losses and the share B/N of lambda.
    gradient: any f(objective, net, X, t) -> dW keyed 1..l.
    proximal: leave the regularizer out of the gradient and take its proximal step instead (L1: weights exactly 0).

    Divergence is no error: the iteration ends with the first snapshot in which no network of the stack has a finite E.
    Raises ValueError or TypeError, before the first step, for arguments that `objective` or this list rule out.

    >>> from lecture12 import Network, Objective
    >>> net, E = Network([[[0., 0.]]], "identity"), Objective("squared error")
    >>> for s in gradient_descent(net, E, [[1.]], [[1.]], eta=0.1, steps=2):                  # y = w0 + w1
    ...     print(s.tau, s.net.W[1].round(2), s.E.round(4))
    0 [[0. 0.]] 1.0
    1 [[0.2 0.2]] 0.36
    2 [[0.32 0.32]] 0.1296
    """
    X, t = check(objective, net, X, t)
    eta, N = positive("eta", eta, stack=True), X.shape[-2]
    steps = steps if steps is None else whole("steps", steps, 0)
    rng = rng if rng is None else generator("rng", rng)
    if batch is not None and whole("batch", batch) > N:
        raise ValueError(f"batch must be at most N = {N}, got {batch}")
    function("gradient", gradient)
    flag("proximal", proximal)
    if proximal and not hasattr(objective.regularizer, "proximal"):
        raise ValueError(f"proximal needs a regularizer with a proximal step, such as L1(), not {objective.regularizer}")
    stack = common(net=net.stack, eta=np.shape(eta), lam=np.shape(objective.lam), X=X.shape[:-2], t=t.shape[:-2])
    net = net.broadcast(stack) if stack != net.stack else net
    return _descend(net, objective, X, t, eta, steps, batch, rng, gradient, proximal)


def _descend(net, objective, X, t, eta, steps, batch, rng, gradient, proximal):
    """The loop of `gradient_descent`, whose arguments have been checked before the first step is asked for."""
    N, rate = X.shape[-2], _per_network(eta)
    lam = 0 if proximal else objective.lam
    part = cache(lambda B: replace(objective, lam=lam * (B / N)))       # B samples carry their share of lambda
    samples = _batches(N, batch, rng)

    biased_X = with_bias(X)

    def look(net):
        p = net.forward(X, biased_X)
        return p, objective.of(net, p, t)

    @quiet
    def step(net, p):
        n = next(samples)
        X_n, t_n = X[..., n, :], t[..., n, :]
        B = X_n.shape[-2]
        if gradient is backprop:                                        # it can use the forward pass that E came from
            dW = backprop(part(B), net, X_n, t_n, p if batch is None else net.forward(X_n))
        else:
            dW = like("gradient", gradient(part(B), net, X_n, t_n), net.W)
        W = {k: W - rate / B * dW[k] for k, W in net.W.items()}         # W <- W - (eta/N) dE/dW
        if proximal:
            W = {k: objective.regularizer.proximal(w, eta / N * objective.lam) for k, w in W.items()}
        net = net.replace(W)
        return net, *look(net)

    p, E = quiet(look)(net)
    yield Snapshot(0, net, E)
    for tau in count(1) if steps is None else range(1, steps + 1):
        if not _any_finite(E):
            return
        net, p, E = step(net, p)
        yield Snapshot(tau, net, E)


def _any_finite(E):
    return isfinite(E) if E.ndim == 0 else np.isfinite(E).any()


def _per_network(number):
    """A number as it is; one number for each network of a stack with two more axes, to multiply its weights."""
    return number if np.ndim(number) == 0 else number[..., None, None]


def _batches(N, size, rng):
    """Indices of `size` samples after the other through all N, epoch after epoch, in order or shuffled by rng."""
    while size is None:
        yield slice(None)
    while True:
        order = np.arange(N) if rng is None else rng.permutation(N)
        yield from (order[n:n + size] for n in range(0, N, size))
