"""The trees of a forest reweighted by regularized regression: slide 10's alternative (Friedman & Popescu 2003)."""

import numpy as np

from lecture12.checks import finite, nonnegative, whole
from lecture12.network import with_bias
from lecture12.regularizers import L1


def lasso(P, t, lams, steps=600):
    """The lasso: argmin over w of sum_n (w_0 + sum_l w_l P_nl - t_n)^2 + lam sum_l |w_l|, for every lam: (..., 1 + L).

    P (N, L): what tree l says about example n, p_l(C_1 | x_n); t (N,): its target; lams (...) >= 0; w_0 is free.
    Each step goes down the slope of the sum, then takes the proximal step of L1, which sets weights to exactly 0. It
    starts from a point a little ahead (FISTA, Beck & Teboulle 2009), and without a run-up whenever that leads uphill
    (O'Donoghue & Candes 2015). All lams descend at once, as a stack.

    >>> print(lasso([[0.], [2.]], [0., 4.], [0., 2., 99.]).round(3).tolist())       # w_1 = 2 - lam / 4, not below 0
    [[0.0, 2.0], [0.5, 1.5], [2.0, 0.0]]
    """
    P, t, lams = finite("P", P, 2), finite("t", t, 1), np.asarray(nonnegative("lams", lams, stack=True))
    if P.ndim != 2 or t.shape != P.shape[:1]:
        raise ValueError(f"P must be (N, L) and t (N,), got {P.shape} and {t.shape}")
    Z, L = with_bias(P - P.mean(axis=0)), P.shape[1]            # centred: then w_0 does not depend on the others
    A, b = 2 * Z.T @ Z, 2 * Z.T @ t                             # the slope of the sum is A w - b
    eta = 1 / np.linalg.eigvalsh(A)[-1]
    w = np.zeros((*lams.shape, 1, 1 + L))
    ahead, run = w, np.ones((*lams.shape, 1, 1))
    for _ in range(whole("steps", steps)):
        new = L1().proximal(ahead - eta * (ahead @ A - b), eta * lams)
        uphill = ((ahead - new) * (new - w)).sum(axis=-1, keepdims=True) > 0
        last, run = np.where(uphill, 1, run), (1 + np.sqrt(1 + 4 * np.where(uphill, 1, run) ** 2)) / 2
        ahead, w = new + (last - 1) / run * (new - w), new
    w = w[..., 0, :]
    w[..., 0] -= w[..., 1:] @ P.mean(axis=0)
    return w
