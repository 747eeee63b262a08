"""Correct backpropagation and its wrong variants, set to learn exclusive or from the same hundred starts (slide 66)."""

from functools import lru_cache, partial

import numpy as np

from lecture12.data import xor_corners
from lecture12.gradients import backprop, check_gradient
from lecture12.gradients.wrong import WRONG, stale
from lecture12.network import Network, quiet
from lecture12.objective import Objective
from lecture12.training import gradient_descent

CANDIDATES = ("correct", *WRONG)
STARTS, HIDDEN = 100, 4
PAIRS = {"tanh, cross-entropy": ("tanh", "cross-entropy"), "sigmoid, cross-entropy": ("sigmoid", "cross-entropy"),
         "sigmoid, squared error": ("sigmoid", "squared error")}    # hidden g, loss; the output is sigma


def gradients(eta):
    """{name: gradient function} of all candidates; one of them needs to know the learning rate."""
    return {"correct": backprop, **WRONG, "W updated too early": partial(stale, eta=eta)}


def together(eta):
    """The gradient of a stack whose first axis are the CANDIDATES, each computed in its own way."""
    functions = list(gradients(eta).values())

    def gradient(objective, net, X, t):
        parts = [f(objective, net[i], X, t) for i, f in enumerate(functions)]
        return {k: np.stack([dW[k] for dW in parts]) for k in net.W}
    return gradient


class Hunt:
    """All candidates learn from 100 starts, 700 networks as one stack; trained as far as it has been asked for.

    pair: a name of PAIRS. `E[tau]` is the median of E over the starts, `learned[tau]` the number of starts with all four
    points right, both (7,) in the order of CANDIDATES; `errors` {name: the relative errors of the gradient check, by layer}.

    >>> hunt = Hunt("tanh, cross-entropy", eta=2.0, lam=0.0)
    >>> hunt.upto(1).learned.shape, len(hunt.E)
    ((2, 7), 2)
    """

    def __init__(self, pair, eta, lam):
        g, loss = PAIRS[pair]
        X, labels = xor_corners()
        self.X, self.t, self.objective = X, labels[:, None].astype(float), Objective(loss, "L2", lam)
        net = Network.random([2, HIDDEN, 1], [g, "sigmoid"], rng=0, stack=STARTS)
        self.errors = {name: check_gradient(self.objective, net[0], X, self.t, f) for name, f in gradients(eta).items()}
        self._steps = gradient_descent(net.broadcast((len(CANDIDATES), STARTS)), self.objective, X, self.t, eta,
                                       gradient=together(eta))
        self.E, self.learned = np.zeros((0, len(CANDIDATES))), np.zeros((0, len(CANDIDATES)), int)

    @quiet
    def upto(self, tau):
        """Train until step `tau` has been reached; returns itself."""
        E, learned = [], []
        for _ in range(len(self.E), tau + 1):
            step = next(self._steps)
            E.append(np.median(np.where(np.isfinite(step.E), step.E, np.inf), axis=-1))
            right = (step.net.forward(self.X).y[2] > 0.5) == (self.t == 1)
            learned.append((right.all((-2, -1)) & np.isfinite(step.E)).sum(-1))
        if E:
            self.E, self.learned = np.vstack([self.E, E]), np.vstack([self.learned, learned])
        return self


hunt = lru_cache(maxsize=64)(Hunt)
