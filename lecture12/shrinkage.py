"""What a regularizer does to the weights (slide 38): paths over lambda, least E, the factor of weight decay."""

import numpy as np

from lecture12.checks import choice, finite, nonnegative, positive, whole
from lecture12.data import Dataset
from lecture12.network import Network, with_bias
from lecture12.objective import Objective
from lecture12.perceptron import stability_limit
from lecture12.regularizers import L1, REGULARIZERS
from lecture12.training import gradient_descent

TRUE = (2.0, -1.5, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)          # the weights behind eight_features: three count, five do not


def eight_features(n=50, noise=2.0, seed=0):
    """Regression: t = 1 + TRUE^T x + noise with eight correlated inputs; more samples continue fewer, row by row.

    >>> eight_features(20)
    Dataset(20 samples, 8 inputs, real targets)
    """
    drawn = np.random.default_rng(seed).standard_normal((whole("n", n, 2), 10))
    X = drawn[:, :8] + 0.5 * drawn[:, 8:9]                   # all share a part
    return Dataset(X, 1 + X @ TRUE + nonnegative("noise", noise) * drawn[:, 9])


def weight_path(X, t, lams, regularizer="L1", proximal=False, steps=1000):
    """w (..., 1+d) after gradient descent on sum_n (y_n - t_n)^2 + lam Omega(w), all lam (...) at once, as one stack.

    X (N, d), t (N,), a linear output; starts at w = 0 with the best bias. Every network of the stack has its own eta.

    >>> X, t = np.array([[-1.], [1.]]), np.array([-3., 3.])
    >>> weight_path(X, t, [0., 4., 20.], "L1", proximal=True)[:, 1].round(6)     # 3 - lam / 4, but not below 0
    array([3., 2., 0.])
    """
    X, t, lams = finite("X", X, 2), finite("t", t), np.asarray(nonnegative("lams", lams, stack=True))
    N, slope = len(X), 4 / stability_limit(X)                # the largest curvature of the data part, divided by N
    if isinstance(choice("regularizer", regularizer, REGULARIZERS), L1):
        eta = np.minimum(1 / slope, 0.02 * N / np.maximum(lams, 1e-9))  # no subgradient step longer than 0.02
        eta = 1 / slope if proximal else eta
    else:
        eta = 1 / (slope + 2 * lams / N)
    start = np.zeros((*lams.shape, 1, 1 + X.shape[1]))
    start[..., 0] = t.mean()                                 # the best model without inputs
    objective = Objective("squared error", regularizer, lams)
    *_, last = gradient_descent(Network([start], "identity"), objective, X, t[:, None], eta, steps, proximal=proximal)
    return last.net.W[1][..., 0, :]


def ridge(X, t, lams, bias=False):
    """The w (..., 1+d) that minimises sum_n (y_n - t_n)^2 + lam |w|^2, for every lam > 0 (...) from one decomposition.

    With Z = U S V^T, w = V S / (S^2 + lam) U^T t. X (N, d), t (N,). The bias is not penalised: w0 = mean(t - w^T x),
    and Z holds the centred inputs. bias=True penalises it like every other weight; then Z = with_bias(X).

    >>> ridge(np.array([[0.], [2.]]), np.array([0., 4.]), [1e-9, 2.]).round(3)
    array([[0., 2.],
           [1., 1.]])
    """
    X, t, lams = finite("X", X, 2), finite("t", t), np.asarray(positive("lams", lams, stack=True))
    Z = with_bias(X) if bias else X - X.mean(0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    w = (s / (s**2 + lams[..., None]) * (U.T @ t)) @ Vt
    return w if bias else np.concatenate([(t.mean() - w @ X.mean(0))[..., None], w], axis=-1)


def minimum(A, a, lam, regularizer="L2"):
    """The exact argmin_w of (w - a)^T A (w - a) + lam Omega(w), for every lam (...): (..., d), no bias.

    L2: (A + lam I) w = A a. L1: one coordinate after the other, each by its own proximal step, until nothing moves.
    A (d, d) symmetric and positive definite, a (d,) the minimum of the data part.

    >>> minimum(np.eye(2), [2., 0.5], [0., 1., 2.], "L1")
    array([[2. , 0.5],
           [1.5, 0. ],
           [1. , 0. ]])
    """
    A, a, lam = finite("A", A, 2), finite("a", a), np.asarray(nonnegative("lam", lam, stack=True))
    if regularizer == "L2":
        return np.linalg.solve(A + lam[..., None, None] * np.eye(len(a)), (A @ a)[:, None])[..., 0]
    if regularizer != "L1":
        raise ValueError(f"regularizer must be 'L1' or 'L2', got {regularizer!r}")
    w = np.zeros((*lam.shape, len(a)))
    for _ in range(200):
        for i in range(len(a)):
            pull = (a - w) @ A[i] + A[i, i] * w[..., i]      # A_ii times its place without a penalty
            w[..., i] = (pull - np.clip(pull, -lam / 2, lam / 2)) / A[i, i]
    return w


def decay_factor(eta, lam, N=1, half=False):
    """The factor 1 - 2 eta lam / N of weight decay: a step on lam |w|^2 alone multiplies every weight by it (slide 38).

    N=1 is the slide's step, w <- w - eta dE/dw; with N it is the package's, W <- W - (eta/N) dE/dW. half: the penalty
    is lam/2 |w|^2. Weights shrink while the factor lies between -1 and 1; below 0 they change sign at every step.

    >>> decay_factor(0.1, 1.0), decay_factor(0.1, 1.0, N=10), decay_factor(0.3, 10.0, half=True)
    (0.8, 0.98, -2.0)
    """
    return 1 - (1 if half else 2) * eta * lam / N
