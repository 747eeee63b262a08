"""The history of a run of gradient descent: its networks in a row are one network with the step as first axis."""

from dataclasses import dataclass

import numpy as np

from lecture12.checks import whole
from lecture12.network import Network


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """A run, kept: tau (T,), E (T, ...), and `net`, a Network whose first stack axis is the kept step.

    A trajectory is a network: history.net(X) are all outputs, objective.data(history.net, X, t) the data part of all E.

    >>> from lecture12 import Network, Objective
    >>> from lecture12.training import gradient_descent
    >>> net, E = Network([[[0., 0.]]], "identity"), Objective("squared error")
    >>> history = History.of(gradient_descent(net, E, [[1.]], [[1.]], eta=0.1, steps=10), every=5)
    >>> history, history[-1], history.diverged
    (History(3 snapshots, tau = 0..10, E = 1 -> 3.66e-05), Network(1-1, identity), None)
    """

    tau: np.ndarray
    net: Network
    E: np.ndarray

    @classmethod
    def of(cls, snapshots, every=1):
        """Keep every `every`-th of the snapshots, the first and the last in any case; they must come to an end (`steps`)."""
        every, kept, last = whole("every", every), [], None
        for i, last in enumerate(snapshots):
            if i % every == 0:
                kept.append(last)
        if last is None:
            raise ValueError("snapshots must hold at least one, got none")
        if kept[-1] is not last:
            kept.append(last)
        net = last.net.replace({k: np.stack([s.net.W[k] for s in kept]) for k in last.net.W})
        return cls(np.array([s.tau for s in kept]), net, np.array([s.E for s in kept]))

    def __len__(self):
        return len(self.tau)

    def __getitem__(self, i):
        """The network at the i-th kept step; history[-1] is the last."""
        return self.net[i]

    @property
    def diverged(self):
        """The first kept step tau at which E is not finite, or None; for a stack an array, -1 where E stayed finite."""
        lost = ~np.isfinite(self.E)
        tau = np.where(lost.any(0), self.tau[lost.argmax(0)], -1)
        return tau if tau.ndim else (int(tau) if tau >= 0 else None)

    def __repr__(self):
        E = f"E = {self.E[0]:.3g} -> {self.E[-1]:.3g}" if self.E.ndim == 1 else f"stack={self.E.shape[1:]}"
        return f"History({len(self)} snapshots, tau = {self.tau[0]}..{self.tau[-1]}, {E})"
