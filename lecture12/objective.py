"""The objective of slides 38 and 45, E(W) = sum_n L(t_n, y(x_n; W)) + lambda Omega(W)."""

from dataclasses import dataclass

import numpy as np

from lecture12.activations import Sigmoid, derivative
from lecture12.checks import choice, finite, nonnegative
from lecture12.losses import LOSSES, CrossEntropy, Loss
from lecture12.regularizers import REGULARIZERS, NoRegularizer, Regularizer

FREE = 0.0                                          # the lambda of no penalty: nothing to compute

quiet = np.errstate(all="ignore")                   # a decorator: divergence shows in E, not in NumPy's warnings


@dataclass(frozen=True, eq=False)
class Objective:
    """E(W), the *sum* over the samples n as on the slides, plus lambda times Omega summed over the layers.

    loss, regularizer: objects or names of LOSSES and REGULARIZERS; lam >= 0, a number or an array that broadcasts
    against the stack. L is slide 37's loss of one sample (the slides write a sum there as well as here).

    >>> from lecture12.network import Network
    >>> net = Network([[[1., 2.]]], "identity")                              # y = 1 + 2 x
    >>> E = Objective("squared error", "L2", lam=0.1)
    >>> X, t = np.array([[0.], [1.]]), np.array([[0.], [1.]])                # y = 1, 3
    >>> print(E.data(net, X, t), E.penalty(net), E(net, X, t))               # 1 + 4, 0.1 * 2^2
    5.0 0.4 5.4
    """

    loss: Loss
    regularizer: Regularizer = NoRegularizer()
    lam: float = 0.0

    def __post_init__(self):
        object.__setattr__(self, "loss", choice("loss", self.loss, LOSSES))
        object.__setattr__(self, "regularizer", choice("regularizer", self.regularizer, REGULARIZERS))
        lam = nonnegative("lam", self.lam)
        object.__setattr__(self, "lam", FREE if np.ndim(lam) == 0 and lam == 0 else lam)

    def __call__(self, net, X, t):
        """E(W), shape (...) of the stack."""
        return self.data(net, X, t) + self.penalty(net)

    @quiet
    def data(self, net, X, t):
        """The first part, sum_n L(t_n, y_n)."""
        X, t = self.check(net, X, t)
        return self.data_of(net, net.forward(X), t)

    @quiet
    def penalty(self, net):
        """The second part, lambda Omega(W), summed over the layers."""
        if self.lam is FREE:
            return np.zeros(net.stack)[()]
        return self.lam * sum(self.regularizer(W) for W in net.W.values())

    def penalty_gradient(self, W):
        """lambda dOmega/dW of one layer, shape of W."""
        if self.lam is FREE:
            return FREE
        return np.asarray(self.lam)[..., None, None] * self.regularizer.gradient(W)

    def data_of(self, net, p, t):
        """sum_n L for a forward pass p that has been made already."""
        if self.fuses(net):
            return self.loss.of_scores(t, p.z[net.l]).sum(-1)
        return self.loss(t, p.y[net.l]).sum(-1)

    def delta(self, net, p, t):
        """dE/dz^(l), (..., N, n_l): how slide 66 begins, h <- dL/dy, then h <- h * g'(z) for the output layer."""
        l = net.l
        if self.fuses(net):
            return p.y[l] - t                               # dL/dy * g' multiplied out
        h = self.loss.gradient(t, p.y[l])                   # h <- dL/dy^(l)
        return h * derivative(net.g[l], p.z[l], p.y[l])     # h <- h * g'(z^(l))

    def fuses(self, net):
        """Sigma followed by the cross-entropy: taken as one function of z they are exact for large |z|, apart they are not."""
        return isinstance(self.loss, CrossEntropy) and isinstance(net.g[net.l], Sigmoid)

    @quiet
    def check(self, net, X, t):
        """Return X and t as arrays, or raise ValueError: shapes, finite X, the coding of t that the loss needs."""
        X, t = finite("X", X, 2), finite("t", t)
        expected = (X.shape[-2], net.sizes[-1])
        if t.ndim < 2 or t.shape[-2:] != expected:
            raise ValueError(f"t must have shape (..., N, K) = (..., {expected[0]}, {expected[1]}), got {t.shape}")
        if hasattr(self.loss, "check"):
            self.loss.check(t, net(X))
        return X, t
