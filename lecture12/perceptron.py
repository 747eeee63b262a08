"""Perceptron learning (slides 34-35), the delta rule (slide 36), and why the first ends: the bound on its mistakes.

X (N, d) comes without its bias column; t (N,) or (N, 1) is 0 or 1; w (1+d,), or a stack (..., 1+d), has the bias first.
"""

from typing import NamedTuple

import numpy as np

from lecture12.activations import ACTIVATIONS, Step
from lecture12.checks import choice, finite, generator, positive, whole
from lecture12.network import quiet, with_bias


class LearningStep(NamedTuple):
    """Step tau = 1, 2, ..., in epoch 1, 2, ...: sample n was seen with output y and target t, and w_before became w."""

    tau: int
    epoch: int
    n: int
    w_before: np.ndarray
    w: np.ndarray
    y: np.ndarray
    t: float
    mistake: np.ndarray


def perceptron_learning(X, t, w=None, eta=1.0, order="fixed", epochs=None, rng=None, bias=True):
    """Iterate over the samples; where the output is wrong, add the input vector or subtract it (slide 34).

    w <- w - eta (y - t) x with y = 1 if w^T x >= 0, else 0: eta = 1 adds or subtracts x itself. Ends with the first epoch
    without a mistake, or after `epochs` of them; None goes on as long as there are mistakes. w starts at 0 unless given.
    order: "fixed", or "random", every epoch in another order drawn from rng, a Generator or a seed.
    bias: False leaves out x_0 = 1 and w_0, and the boundary passes through the origin; w is (d,) then.

    >>> steps = list(perceptron_learning([[0.], [1.]], [0, 1]))                 # learn t = x
    >>> [s.w.tolist() for s in steps if s.mistake], len(steps)
    ([[-1.0, 0.0], [0.0, 1.0], [-1.0, 1.0]], 6)
    """
    _binary(t)
    return _until_correct(delta_rule(X, t, Step(), eta, w, order, epochs, rng, bias), len(X))


def delta_rule(X, t, g="identity", eta=0.1, w=None, order="fixed", epochs=None, rng=None, bias=True):
    """Iterate w <- w - eta (y - t) phi with y = g(w^T phi), phi = (1, x), one sample at a time (slide 36).

    One line, three algorithms: perceptron learning for g = step; least mean squares for g = identity, gradient descent on
    (y - t)^2 / 2, t any real number; logistic regression for g = sigmoid, gradient descent on the cross-entropy.
    `mistake`: y and t lie on different sides of 1/2. Other arguments as above.

    >>> [s.w.tolist() for s in delta_rule([[1.], [2.]], [0, 1], "identity", eta=0.5, epochs=1)]
    [[0.0, 0.0], [0.5, 1.0]]
    """
    X, t = finite("X", X), finite("t", t).ravel()
    if X.ndim != 2 or t.shape != X.shape[:1]:
        raise ValueError(f"X must be (N, d) and t (N,), got {X.shape} and {t.shape}")
    phi = with_bias(X) if bias else X
    w = np.zeros(phi.shape[1]) if w is None else finite("w", w, 1)
    if w.shape[-1:] != phi.shape[1:]:
        raise ValueError(f"w must have shape (..., {phi.shape[1]}){', bias first' * bias}, got {w.shape}")
    shuffled = choice("order", order, {"fixed": False, "random": True})
    rng = generator("rng", rng) if shuffled else None
    epochs = epochs if epochs is None else whole("epochs", epochs)
    return _visit(phi, t, choice("g", g, ACTIVATIONS), np.asarray(positive("eta", eta)), w, epochs, rng)


def _visit(phi, t, g, eta, w, epochs, rng):
    """The loop of both, whose arguments have been checked before the first step is asked for."""
    @quiet                                                                      # too large an eta shows in w
    def step(w, phi, t):
        y = g(w @ phi)
        return y, w - (eta * (y - t))[..., None] * phi                          # w <- w - eta (y - t) phi

    tau = epoch = 0
    while epochs is None or epoch < epochs:
        epoch += 1
        for n in range(len(phi)) if rng is None else rng.permutation(len(phi)).tolist():
            tau, w_before = tau + 1, w
            y, w = step(w, phi[n], t[n])
            yield LearningStep(tau, epoch, n, w_before, w, y, t[n], (y >= 0.5) != (t[n] >= 0.5))


def _until_correct(steps, N):
    mistaken = False
    for step in steps:
        mistaken |= step.mistake.any()
        yield step
        if step.tau % N == 0:
            if not mistaken:
                return
            mistaken = False


def margin(w, X, t):
    """gamma = min_n t'_n w^T x_n / |w|, t' = +1 for t = 1 and -1 for t = 0, x_n and w with bias; positive if all are right.

    >>> print(margin([0., 2.], [[-3.], [1.]], [0, 1]))
    1.0
    """
    w, length = finite("w", w, 1), np.linalg.norm(w, axis=-1)
    if not length.all():
        raise ValueError("w must not be 0, or it has no direction")
    return (w @ _signed(X, t).T).min(-1) / length


def bound(w_star, X, t):
    """(R / gamma)^2: perceptron learning from w = 0 never makes more mistakes, for any eta and order (Novikoff 1962).

    R is the length of the longest (1, x_n), gamma the margin of w_star: any w that separates the classes, else ValueError.

    >>> print(bound([0., 2.], [[-3.], [1.]], [0, 1]).round(6))                  # R^2 = 1 + 9, gamma = 1
    10.0
    """
    gamma = margin(w_star, X, t)
    if np.any(gamma <= 0):
        raise ValueError(f"w_star must separate the classes, got one with margin {gamma}")
    return (_signed(X, t) ** 2).sum(-1).max() / gamma**2


def max_margin(X, t, steps=10_000, tol=1e-9):
    """The w (1+d,), |w| = 1, of the largest margin; None if no w separates the classes.

    t'_n x_n span a convex body, and its point nearest to 0 is w times the margin. Weight alpha moves from the worst of the
    samples that carry it to the worst of all (Mitchell, Demyanov & Malozemov 1974), until both are the same to `tol`.

    >>> max_margin([[-3.], [1.]], [0, 1]).round(3)                              # (-1, 3) to (1, 1): (1, 1) is nearest to 0
    array([0.707, 0.707])
    """
    Z = _signed(X, t)
    alpha = np.eye(len(Z))[0]
    for _ in range(steps):
        p = alpha @ Z                                                           # a point of the body
        height = Z @ p
        worst, best = height.argmin(), np.where(alpha > 0, height, -np.inf).argmax()
        if height[best] - height[worst] <= tol * (p @ p) or p @ p < tol**2:
            break
        way = Z[worst] - Z[best]
        move = min(alpha[best], (height[best] - height[worst]) / (way @ way))
        alpha[worst] += move
        alpha[best] -= move
    return p / np.linalg.norm(p) if (Z @ p).min() > 0 else None


def stability_limit(X):
    """The eta at which w <- w - (eta/N) sum_n (y_n - t_n) x_n with linear y stops converging: 2 / lambda_max(Z^T Z / N).

    Z holds the rows (1, x_n). Beyond the limit each step overshoots by more than it corrects; the perceptron knows no limit.

    >>> round(stability_limit([[-1.], [1.]]), 6)                                # Z^T Z / N is the identity
    2.0
    """
    Z = with_bias(finite("X", X, 2))
    return float(2 / np.linalg.eigvalsh(Z.T @ Z / len(Z))[-1])


def _signed(X, t):
    """The rows t'_n (1, x_n): a w separates the classes if its product with all of them is positive."""
    return (2 * _binary(t) - 1)[:, None] * with_bias(finite("X", X, 2))


def _binary(t):
    t = finite("t", t).ravel()
    if not ((t == 0) | (t == 1)).all():
        raise ValueError(f"t must be 0 or 1, got {t[(t != 0) & (t != 1)][0]:g}")
    return t
