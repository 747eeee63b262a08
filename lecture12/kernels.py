"""The same linear model in features and as a kernel machine (slide 40): k(x, x') = phi(x)^T phi(x')."""

import numpy as np

from lecture12.checks import finite, positive


def quadratic(X):
    """phi(x) = (sqrt2 x1, sqrt2 x2, x1^2, sqrt2 x1 x2, x2^2), designed by hand: (..., N, 2) -> (..., N, 5).

    The factors sqrt2 are there for the kernel: with the bias unit, (1, phi(x))^T (1, phi(x')) = (1 + x^T x')^2.

    >>> quadratic(np.array([[1., 2.]])).round(2)
    array([[1.41, 2.83, 1.  , 2.83, 4.  ]])
    """
    X = finite("X", X, 2)
    if X.shape[-1] != 2:
        raise ValueError(f"X must have shape (..., N, 2), got {X.shape}")
    x1, x2, root = X[..., 0], X[..., 1], np.sqrt(2)
    return np.stack([root * x1, root * x2, x1**2, root * x1 * x2, x2**2], axis=-1)


def quadratic_kernel(X, Y):
    """k(x, y) = (1 + x^T y)^2 for all pairs of rows, (N, d) and (M, d) -> (N, M): no feature is ever computed.

    >>> from lecture12 import with_bias
    >>> x, y = np.array([[1., 2.]]), np.array([[3., 1.]])
    >>> print(quadratic_kernel(x, y)[0, 0], (with_bias(quadratic(x)) @ with_bias(quadratic(y)).T)[0, 0].round(9))
    36.0 36.0
    """
    return (1 + finite("X", X, 2) @ finite("Y", Y, 2).T) ** 2


def kernel_ridge(kernel, X, t, lam):
    """The a (N,) with which y(x) = sum_n a_n k(x_n, x) minimises sum_n (y_n - t_n)^2 + lam |w|^2.

    w = sum_n a_n (1, phi(x_n)) is never computed, as |w|^2 = a^T K a.
    a = (K + lam I)^-1 t, K the kernel of all pairs; the bias, part of w, is penalised too. X (N, d), t (N,), lam > 0.

    >>> a = kernel_ridge(quadratic_kernel, np.array([[0., 0.], [1., 0.]]), np.array([1., -1.]), lam=1.0)
    >>> a.round(3)                                          # K + I = [[2, 1], [1, 5]]
    array([ 0.667, -0.333])
    """
    X, t = finite("X", X, 2), finite("t", t)
    return np.linalg.solve(kernel(X, X) + positive("lam", lam) * np.eye(len(X)), t)
