"""Gradient descent (slides 45-46) as an iterator of snapshots, and the history of a run."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from math import isfinite
from typing import NamedTuple

import numpy as np

from lecture12.checks import positive, whole
from lecture12.gradients.backprop import backprop
from lecture12.network import Network
from lecture12.objective import quiet


class Snapshot(NamedTuple):
    """The network after step tau and its objective E(W) over all samples, shape (...) of the stack."""

    tau: int
    net: Network
    E: np.ndarray


def gradient_descent(net, objective, X, t, eta, steps=None, batch=None, rng=None, gradient=backprop, proximal=False):
    """Iterate W <- W - (eta/N) dE/dW and yield a Snapshot before the first step (tau = 0) and after each one.

    eta:      learning rate > 0, a number or an array that broadcasts against the stack, as objective.lam may be.
              Divided by N it means the same for every N. The slides say "direction of the gradient": it is the negative one.
    steps:    stop after so many; None goes on for ever.
    batch:    use so many samples a step, all in turn, shuffled anew in every epoch if there is an `rng`; the sum over
              the batch is scaled to N samples. None uses all.
    gradient: any f(objective, net, X, t) -> dW.
    proximal: take the regularizer by its proximal step after the step on the data part (L1: exact zeros).

    Divergence is not an error: iteration ends with the first snapshot at which E is not finite in any network of the stack.

    >>> from lecture12 import Network, Objective
    >>> net, E = Network([[[0., 0.]]], "identity"), Objective("squared error")
    >>> for s in gradient_descent(net, E, [[1.]], [[1.]], eta=0.1, steps=2):       # y = w0 + w1
    ...     print(s.tau, s.net.W[1].round(2), s.E.round(4))
    0 [[0. 0.]] 1.0
    1 [[0.2 0.2]] 0.36
    2 [[0.32 0.32]] 0.1296
    """
    X, t = objective.check(net, X, t)
    eta, N = positive("eta", eta), X.shape[-2]
    stack = np.broadcast_shapes(net.stack, np.shape(eta), np.shape(objective.lam), X.shape[:-2], t.shape[:-2])
    net = net.broadcast(stack) if stack != net.stack else net
    if batch is not None and whole("batch", batch) > N:
        raise ValueError(f"batch must be at most N = {N}, got {batch}")
    if proximal and not hasattr(objective.regularizer, "proximal"):
        raise ValueError(f"proximal needs a regularizer with a proximal step, such as 'L1', got {objective.regularizer!r}")
    if steps is not None:
        whole("steps", steps, 0)
    return _descend(net, objective, X, t, eta, steps, batch, rng, gradient, proximal)


def _descend(net, objective, X, t, eta, steps, batch, rng, gradient, proximal):
    """The loop of `gradient_descent`, whose arguments have been checked before the first step is asked for."""
    N, rate = X.shape[-2], _per_network(eta)
    lam = 0 if proximal else objective.lam
    part = cache(lambda B: replace(objective, lam=lam * (B / N)))       # B samples carry their share of lambda
    samples = _batches(N, batch, rng)

    @quiet
    def look(net):
        p = net.forward(X)
        return p, objective.data_of(net, p, t) + objective.penalty(net)

    @quiet
    def step(net, p):
        if batch is None and gradient is backprop:                      # the forward pass of E serves the gradient too
            B, dW = N, backprop(part(N), net, X, t, p)
        else:
            n = next(samples)
            B, dW = len(n), gradient(part(len(n)), net, X[..., n, :], t[..., n, :])
        W = {k: W - rate / B * dW[k] for k, W in net.W.items()}         # W <- W - (eta/N) dE/dW
        if proximal:
            W = {k: objective.regularizer.proximal(w, eta / N * objective.lam) for k, w in W.items()}
        return net.replace(W)

    p, E = look(net)
    yield Snapshot(0, net, E)
    for tau in count(1) if steps is None else range(1, steps + 1):
        if not _any_finite(E):
            return
        net = step(net, p)
        p, E = look(net)
        yield Snapshot(tau, net, E)


def _any_finite(E):
    return isfinite(E) if E.ndim == 0 else np.isfinite(E).any()


def _per_network(number):
    """A number as it is; one number per network of a stack with two axes more, to multiply its weights."""
    return number if np.ndim(number) == 0 else number[..., None, None]


def _batches(N, size, rng):
    """Index arrays that go through all N samples, epoch after epoch, in order or shuffled by rng."""
    rng = rng if rng is None else np.random.default_rng(rng)
    while True:
        order = np.arange(N) if rng is None else rng.permutation(N)
        yield from np.split(order, range(size or N, N, size or N))


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """A run, kept: `net` is a Network whose leading stack axis is the step, E has shape (T, ...), tau (T,).

    Since a trajectory is a network, objective.data(history.net, X, t) is the data part of E at every step.

    >>> from lecture12 import Network, Objective
    >>> net, E = Network([[[0., 0.]]], "identity"), Objective("squared error")
    >>> History.of(gradient_descent(net, E, [[1.]], [[1.]], eta=0.1, steps=10), every=5)
    History(3 snapshots, tau = 0..10, E = 1 -> 3.66e-05)
    """

    tau: np.ndarray
    net: Network
    E: np.ndarray

    @classmethod
    def of(cls, snapshots, every=1):
        """Keep every `every`-th snapshot, the first and the last included."""
        kept, last = [], None
        for i, last in enumerate(snapshots):
            if i % whole("every", every) == 0:
                kept.append(last)
        if last is None:
            raise ValueError("snapshots must hold at least one snapshot, got none")
        if kept[-1] is not last:
            kept.append(last)
        W = {k: np.stack([s.net.W[k] for s in kept]) for k in last.net.W}
        return cls(np.array([s.tau for s in kept]), last.net.replace(W), np.array([s.E for s in kept]))

    def __len__(self):
        return len(self.tau)

    def __getitem__(self, i):
        """The network at the i-th kept snapshot (the last one: history[-1])."""
        return self.net[i]

    @property
    def diverged(self):
        """The first kept step tau at which E is not finite, or None; for a stack an array, -1 where it stayed finite."""
        bad = ~np.isfinite(self.E)
        step = np.where(bad.any(0), self.tau[bad.argmax(0)], -1)
        return step if step.ndim else (int(step) if step >= 0 else None)

    def __repr__(self):
        E = f"E = {self.E[0]:.3g} -> {self.E[-1]:.3g}" if self.E.ndim == 1 else f"stack={self.E.shape[1:]}"
        return f"History({len(self)} snapshots, tau = {self.tau[0]}..{self.tau[-1]}, {E})"
