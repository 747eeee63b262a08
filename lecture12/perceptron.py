"""Perceptron learning (slides 34-35), the delta rule (slide 36), and the bound on the number of mistakes.

X comes without its bias column; t is 0 or 1, shape (N,) or (N, 1). w has shape (1+d,), w[0] is the bias.
"""

from typing import NamedTuple

import numpy as np

from lecture12.activations import ACTIVATIONS, Step
from lecture12.checks import choice, finite, positive, whole
from lecture12.network import with_bias


class LearningStep(NamedTuple):
    """Sample n of this epoch was looked at: output y, target t, weights before and after."""

    tau: int
    epoch: int
    n: int
    w_before: np.ndarray
    w: np.ndarray
    y: float
    t: float
    mistake: bool


def perceptron_learning(X, t, w=None, eta=1.0, order="fixed", epochs=None, rng=None):
    """Iterate over the samples; where the output is wrong, add or subtract the input vector (slide 34).

    y = 1 if w^T x >= 0, else 0; w <- w + eta (t - y) x, so that eta = 1 adds or subtracts x itself.
    Ends after the first epoch without a mistake, or after `epochs`; None goes on as long as there are mistakes.
    order "fixed", or "random": every epoch in a new order, drawn from `rng` (Generator or seed).

    >>> steps = list(perceptron_learning([[0.], [1.]], [0, 1]))         # learn t = x
    >>> len(steps), sum(s.mistake for s in steps), steps[-1].w
    (6, 3, array([-1.,  1.]))
    """
    steps = delta_rule(X, t, Step(), eta, w, order, epochs, rng)
    _check_labels(t)
    return _until_correct(steps, len(X))


def delta_rule(X, t, g="identity", eta=0.1, w=None, order="fixed", epochs=None, rng=None):
    """Iterate w <- w - eta (y - t) phi, y = g(w^T phi), one sample at a time (slide 36).

    The same line is perceptron learning for g = step, least mean squares for g = identity (gradient descent on
    (y - t)^2 / 2) and logistic regression for g = sigmoid (gradient descent on the cross-entropy). `mistake` says
    whether y is on the wrong side of 1/2. w starts at 0 unless given. Arguments as in `perceptron_learning`.

    >>> [s.w.tolist() for s in delta_rule([[1.], [2.]], [0, 1], "identity", eta=0.5, epochs=1)]
    [[0.0, 0.0], [0.5, 1.0]]
    """
    X, t = finite("X", X, 2), finite("t", t).ravel()
    if X.ndim != 2 or t.shape != X.shape[:1]:
        raise ValueError(f"X must be (N, d) and t (N,), got {X.shape} and {np.shape(t)}")
    w = np.zeros(1 + X.shape[1]) if w is None else finite("w", w)
    if w.shape != (1 + X.shape[1],):
        raise ValueError(f"w must have shape ({1 + X.shape[1]},), bias first, got {w.shape}")
    g, eta = choice("g", g, ACTIVATIONS), positive("eta", eta)
    random = choice("order", order, {"fixed": False, "random": True})
    if epochs is not None:
        whole("epochs", epochs)
    return _visit(with_bias(X), t, g, eta, w, np.random.default_rng(rng) if random else None, epochs)


def _visit(phi, t, g, eta, w, rng, epochs):
    tau = epoch = 0
    while epochs is None or epoch < epochs:
        epoch += 1
        for n in range(len(phi)) if rng is None else rng.permutation(len(phi)):
            with np.errstate(all="ignore"):                             # too large an eta shows in w, not in a warning
                y, w_before = g(w @ phi[n]), w
                w = w - eta * (y - t[n]) * phi[n]
            tau += 1
            yield LearningStep(tau, epoch, int(n), w_before, w, float(y), float(t[n]), bool((y >= 0.5) != (t[n] >= 0.5)))


def _until_correct(steps, N):
    mistakes = 0
    for i, step in enumerate(steps, 1):
        mistakes += step.mistake
        yield step
        if i % N == 0:
            if not mistakes:
                return
            mistakes = 0


def margin(w, X, t):
    """gamma: the least signed distance of a sample to the hyperplane of w, in the space of (1, x); negative if one is wrong.

    min_n t'_n w^T (1, x_n) / |w| with t' = +1 for t = 1 and -1 for t = 0. w may be a stack (..., 1+d).

    >>> print(margin([0., 2.], [[-3.], [1.]], [0, 1]))
    1.0
    """
    w, phi = finite("w", w), with_bias(finite("X", X, 2))
    sign = 2 * _check_labels(t) - 1
    length = np.linalg.norm(w, axis=-1)
    if not length.all():
        raise ValueError("w must not be 0, a hyperplane needs a normal vector")
    return (sign * (w @ phi.T)).min(-1) / length


def bound(w_star, X, t):
    """(R / gamma)^2 >= the mistakes of perceptron learning from w = 0 (Novikoff 1962); R the longest (1, x_n).

    w_star: any weights that separate, else ValueError.

    >>> print(round(bound([0., 2.], [[-3.], [1.]], [0, 1])))              # R^2 = 1 + 9, gamma = 1
    10
    """
    gamma = margin(w_star, X, t)
    if gamma <= 0:
        raise ValueError(f"w_star must separate the classes, got margin {gamma:.3g}")
    return radius(X) ** 2 / gamma**2


def radius(X):
    """R: the length of the longest (1, x_n)."""
    return np.linalg.norm(with_bias(finite("X", X, 2)), axis=-1).max()


def stability_limit(X):
    """The eta below which gradient descent w <- w - (eta/N) sum_n (y_n - t_n) (1, x_n) with linear y converges.

    2 / lambda_max(Z^T Z / N), Z the rows (1, x_n): beyond it every step overshoots by more than it corrects.

    >>> round(stability_limit([[-1.], [1.]]), 6)                        # Z^T Z / N is the identity
    2.0
    """
    Z = with_bias(finite("X", X, 2))
    return float(2 / np.linalg.eigvalsh(Z.T @ Z / len(Z))[-1])


def _check_labels(t):
    t = finite("t", t).ravel()
    if not ((t == 0) | (t == 1)).all():
        raise ValueError(f"t must be 0 or 1, got {t[(t != 0) & (t != 1)][0]:g}")
    return t
