"""Exact fits of linear models y = w0 + w^T x: where the losses of slide 37 lead when training is at its end."""

from itertools import combinations

import numpy as np

from lecture12.network import Network, with_bias


def least_squares(X, t, lam=0.0):
    """The w (1+d,) that minimises sum_n (y_n - t_n)^2 + lam |w|^2, bias not penalised (slide 38): a closed form.

    (Z^T Z + lam D) w = Z^T t with Z = with_bias(X) and D the identity without the bias. X (N, d), t (N,).

    >>> least_squares(np.array([[0.], [1.], [2.]]), np.array([1., 3., 5.])).round(6)     # t = 1 + 2 x
    array([1., 2.])
    """
    Z = with_bias(X)
    D = np.diag([0.0] + [1.0] * X.shape[-1])
    return np.linalg.lstsq(Z.T @ Z + lam * D, Z.T @ t, rcond=None)[0]


def least_absolute(X, t):
    """The w (1+d,) that minimises sum_n |y_n - t_n|: some best line passes through 1+d of the points, so all are tried.

    X (N, d), t (N,); N over (1+d) candidates, meant for N up to about 40 and d = 0 or 1. With d = 0 it is the median.

    >>> X = np.array([[0.], [1.], [2.], [3.], [4.]])
    >>> least_absolute(X, np.array([0., 1., 2., 3., 99.]))  # 99 counts for nothing
    array([0., 1.])
    """
    Z = with_bias(X)
    chosen = np.array(list(combinations(range(len(Z)), Z.shape[1])))
    square = Z[chosen]                                                    # (candidates, 1+d, 1+d)
    regular = np.abs(np.linalg.det(square)) > 1e-12
    w = np.linalg.solve(square[regular], t[chosen[regular]][..., None])[..., 0]
    E = np.abs(Z @ w.T - t[:, None]).sum(0)
    return w[np.isclose(E, E.min())].mean(0)                              # ties: the middle of the best


def minimise(objective, X, t, reach=20.0, g="identity", points=21, rounds=60):
    """The w (2,) that minimises E for y = g(w0 + w1 x), one input x: a grid of networks closes in on the minimum.

    Right for every convex E, smooth or not. X (N, 1), t (N, 1) in the coding of the objective's loss; `reach`:
    the weights of the standardised input are looked for up to here; g: the output's activation.

    >>> from lecture12 import Objective
    >>> minimise(Objective("squared error"), np.array([[0.], [1.], [2.]]), np.array([[1.], [3.], [5.]])).round(4)
    array([1., 2.])
    """
    middle, spread = X.mean(), X.std()
    best, unit = np.zeros(2), np.linspace(-1, 1, points)
    grid = np.stack(np.meshgrid(unit, unit), axis=-1).reshape(-1, 2)
    for _ in range(rounds):
        a = best + reach * grid                                           # y = a0 + a1 (x - middle) / spread
        w = np.stack([a[:, 0] - a[:, 1] * middle / spread, a[:, 1] / spread], axis=-1)
        E = objective(Network([w[:, None, :]], g), X, t)
        best, reach = a[E.argmin()], 0.7 * reach
    return w[E.argmin()]
