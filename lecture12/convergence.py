"""Why perceptron learning ends (slide 34): its mistakes one by one, and the two bounds between which they are caught.

Let w* be any separator, u = w* / |w*|, gamma its margin and R the length of the longest (1, x_n). After k mistakes

    w^T u >= w_start^T u + k eta gamma          each mistake turns w towards w* by at least eta gamma, and
    |w|^2 <= |w_start|^2 + k eta^2 R^2          lengthens it little, since w and x pointed apart (Novikoff 1962);

but w^T u <= |w|: so k cannot go on for ever.
"""

from typing import NamedTuple

import numpy as np

from lecture12.checks import finite, generator, named, positive, whole
from lecture12.margins import binary, samples
from lecture12.network import with_bias
from lecture12.perceptron import margin


class Mistakes(NamedTuple):
    """Row k = 0..K: the k-th mistake was made at step tau of `epoch`, at sample n, and left w; row 0 is the start."""

    tau: np.ndarray
    epoch: np.ndarray
    n: np.ndarray
    w: np.ndarray
    converged: bool             # the last epoch was free of mistakes
    epochs: int                 # how many there were


def mistakes(X, t, w=None, eta=1.0, order="fixed", epochs=1000, rng=None):
    """The mistakes of `perceptron_learning` with the same arguments, without the steps at which nothing happens.

    All samples that are left of an epoch are looked at at once: the first that is wrong is the next mistake.

    >>> run = mistakes([[0.], [1.]], [0, 1])                                    # learn t = x
    >>> run.w.tolist(), run.tau.tolist(), run.converged
    ([[0.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [-1.0, 1.0]], [0, 1, 2, 3], True)
    """
    (X, t), eta = samples(X, binary(t)), positive("eta", eta)
    Z = with_bias(X)
    w = np.zeros(Z.shape[1]) if w is None else finite("w", w)
    if w.shape != Z.shape[1:]:
        raise ValueError(f"w must have shape ({Z.shape[1]},), bias first, got {w.shape}")
    epochs = whole("epochs", epochs)
    shuffled = named("order", order, {"fixed": False, "random": True})
    rng, N = generator("rng", rng) if shuffled else None, len(Z)
    rows = [(0, 0, -1, w)]
    for epoch in range(1, epochs + 1):
        sequence, start, before = np.arange(N) if rng is None else rng.permutation(N), 0, len(rows)
        while start < N:
            left = sequence[start:]
            wrong = (Z[left] @ w >= 0) != (t[left] == 1)
            first = wrong.argmax()
            if not wrong[first]:
                break
            n = left[first]
            w = w + eta * (2 * t[n] - 1) * Z[n]                                 # add the input vector, or subtract it
            start += first + 1
            rows.append(((epoch - 1) * N + start, epoch, n, w))
        if len(rows) == before:
            break
    tau, of_epoch, n, w = map(np.array, zip(*rows, strict=True))
    return Mistakes(tau, of_epoch, n, w, len(rows) == before, epoch)


def lower(k, w_star, X, t, w, eta=1.0):
    """What w^T u is at least after k mistakes from the start w: w^T u + k eta gamma."""
    return w @ w_star / np.linalg.norm(w_star) + k * eta * margin(w_star, X, t)


def upper(k, X, w, eta=1.0):
    """What |w| is at most after k mistakes from the start w: sqrt(|w|^2 + k eta^2 R^2)."""
    return np.sqrt(w @ w + k * eta**2 * (with_bias(X) ** 2).sum(-1).max())


def bound_from(w_star, X, t, w, eta=1.0):
    """The k at which `lower` and `upper` meet: no run from the start w makes more mistakes. From w = 0 it is (R/gamma)^2.

    >>> X, t = np.array([[-3.], [1.]]), [0, 1]
    >>> print(bound_from(np.array([0., 2.]), X, t, np.zeros(2)).round(6))       # as perceptron.bound
    10.0
    """
    gamma, p, R2 = margin(w_star, X, t), lower(0, w_star, X, t, w), upper(1, X, 0 * w) ** 2
    # (p + k eta gamma)^2 = |w|^2 + k eta^2 R^2: a quadratic equation for k, whose larger root is the bound
    a, b, c = (eta * gamma) ** 2, 2 * p * eta * gamma - (eta**2) * R2, p**2 - w @ w
    return (-b + np.sqrt(b**2 - 4 * a * min(c, 0.0))) / (2 * a)
