"""Why perceptron learning ends (slide 34): the margin, and the bound on its mistakes. Least squares has a limit on eta.

X (N, d) comes without its bias column; t (N,) or (N, 1) is 0 or 1; w (1+d,), or a stack (..., 1+d), has the bias first.
"""

import numpy as np

from lecture12.checks import finite
from lecture12.network import with_bias


def margin(w, X, t):
    """gamma = min_n t'_n w^T x_n / |w|, t' = +1 for t = 1 and -1 for t = 0, x_n and w with bias; positive if all are right.

    >>> print(margin([0., 2.], [[-3.], [1.]], [0, 1]))
    1.0
    """
    w, Z = finite("w", w, 1), _signed(X, t)
    if w.shape[-1] != Z.shape[1]:
        raise ValueError(f"w must have shape (..., {Z.shape[1]}), bias first, got {w.shape}")
    length = np.linalg.norm(w, axis=-1)
    if not length.all():
        raise ValueError("w must not be 0, or it has no direction")
    return (w @ Z.T).min(-1) / length


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
    X = finite("X", X, 2)
    if X.ndim != 2 or not len(X):
        raise ValueError(f"X must be (N, d) with at least one sample, got {X.shape}")
    Z = with_bias(X)
    return float(2 / np.linalg.eigvalsh(Z.T @ Z / len(Z))[-1])


def _signed(X, t):
    """The rows t'_n (1, x_n): a w separates the classes if its product with all of them is positive."""
    X, t = samples(X, binary(t))
    return (2 * t - 1)[:, None] * with_bias(X)


def samples(X, t):
    """X (N, d) and t (N,) as arrays, or ValueError if they do not fit or hold no sample."""
    X, t = finite("X", X), finite("t", t).ravel()
    if X.ndim != 2 or not t.size or t.shape != X.shape[:1]:
        raise ValueError(f"X must be (N, d) and t (N,), got {X.shape} and {t.shape}{'' if t.size else ': no sample'}")
    return X, t


def binary(t):
    """t in one row, or ValueError if it is not all 0 and 1."""
    t = finite("t", t).ravel()
    if not ((t == 0) | (t == 1)).all():
        raise ValueError(f"t must be 0 or 1, got {t[(t != 0) & (t != 1)][0]:g}")
    return t
