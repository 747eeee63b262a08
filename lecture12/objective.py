"""The objective of slides 38 and 45, E(W) = sum_n L(t_n, y(x_n; W)) + lambda Omega(W)."""

from dataclasses import dataclass

import numpy as np

from lecture12.activations import Sigmoid
from lecture12.checks import choice, common, finite, instance, nonnegative
from lecture12.codings import bare
from lecture12.losses import LOSSES, CrossEntropy, Loss
from lecture12.network import Network, quiet
from lecture12.regularizers import REGULARIZERS, NoRegularizer, Regularizer


@dataclass(frozen=True, eq=False)
class Objective:
    """E(W): the *sum* over the samples n, as on the slides, plus lambda times Omega summed over the layers.

    loss, regularizer: objects, or names of LOSSES and REGULARIZERS; lam >= 0, a number or an array that broadcasts
    against the stack. L is the loss of one sample (slide 37 prints the sum over n once more). Raises ValueError or
    TypeError for unknown names, lam < 0, and objects without a gradient; when called, for no samples, shapes that do
    not fit, X not finite, t not coded as the loss needs it.

    >>> from lecture12 import Network
    >>> net, E = Network([[[1., 2.]]], "identity"), Objective("squared error", "L2", lam=0.1)     # y = 1 + 2 x
    >>> X, t = [[0.], [1.]], [[0.], [1.]]                                                         # y = 1, 3
    >>> print(E.data(net, X, t), E.penalty(net), E(net, X, t))                                    # 1 + 4, 0.1 * 2^2
    5.0 0.4 5.4
    """

    loss: Loss
    regularizer: Regularizer = NoRegularizer()
    lam: float = 0.0

    def __post_init__(self):
        lam = nonnegative("lam", self.lam, stack=True)
        object.__setattr__(self, "loss", choice("loss", self.loss, LOSSES, "gradient"))
        object.__setattr__(self, "regularizer", choice("regularizer", self.regularizer, REGULARIZERS, "gradient"))
        object.__setattr__(self, "lam", lam)
        object.__setattr__(self, "penalises", np.any(lam))          # False: nothing to add to L
        object.__setattr__(self, "L", bare(self.loss.__call__))     # `check` looks at t once, not at every step
        object.__setattr__(self, "dL", bare(self.loss.gradient))

    @quiet
    def __call__(self, net, X, t):
        """E(W), shape (...) of the stack."""
        X, t = self.check(net, X, t)
        return self.of(net, net.forward(X), t)

    @quiet
    def data(self, net, X, t):
        """The first part of E, sum_n L(t_n, y_n)."""
        X, t = self.check(net, X, t)
        return self.data_of(net, net.forward(X), t)

    @quiet
    def penalty(self, net):
        """The second part of E, lambda Omega(W)."""
        if not self.penalises:
            return np.zeros(net.stack)[()]
        return self.lam * sum(self.regularizer(W) for W in net.W.values())

    def penalty_gradient(self, W):
        """lambda dOmega/dW for one layer, the shape of W."""
        return np.asarray(self.lam)[..., None, None] * self.regularizer.gradient(W)

    def of(self, net, p, t):
        """E(W), from a forward pass p."""
        E = self.data_of(net, p, t)
        return E + self.penalty(net) if self.penalises else E

    def data_of(self, net, p, t):
        """sum_n L(t_n, y_n), from a forward pass p."""
        k = net.l
        if self.fuses(net):
            return self.loss.of_scores(t, p.z[k]).sum(-1)
        return self.L(t, p.y[k]).sum(-1)

    def delta(self, net, p, t):
        """dE/dz^(l), shape (..., N, n_l): how slide 66 begins, from a forward pass p."""
        k = net.l
        if self.fuses(net):
            return p.y[k] - t                               # both lines below, multiplied out: (y-t)/(y(1-y)) * y(1-y)
        h = self.dL(t, p.y[k])                              # h <- dL/dy^(l)
        return h * net.slope(p, k)                          # h <- h * g_l'(z^(l))

    def fuses(self, net):
        """Cross-entropy after sigma: exact for large |z| if both are taken as one function of z, not one by one."""
        return isinstance(self.loss, CrossEntropy) and isinstance(net.g[net.l], Sigmoid)

    @quiet
    def check(self, net, X, t):
        """Return X and t as arrays, or raise the ValueErrors named above. Training does it once, not at every step."""
        instance("net", net, Network)
        X, t = finite("X", X, 2), finite("t", t)
        N, K = X.shape[-2], net.sizes[-1]
        if not N:
            raise ValueError(f"X must hold at least one sample, got shape {X.shape}")
        if t.ndim < 2 or t.shape[-2:] != (N, K):
            raise ValueError(f"t must have shape (..., N, K), here (..., {N}, {K}), got {t.shape}")
        common(net=net.stack, lam=np.shape(self.lam), X=X.shape[:-2], t=t.shape[:-2])
        y = net(X)
        if hasattr(self.loss, "check"):
            self.loss.check(t)
        if hasattr(self.loss, "check_output"):
            self.loss.check_output(y)
        return X, t


def check(objective, net, X, t):
    """`objective.check(net, X, t)`, or TypeError for what is no Objective, such as the name of a loss."""
    instance("objective", objective, Objective)
    return objective.check(net, X, t)
