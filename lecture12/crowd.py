"""Why a vote of many weak voters can be strong (slides 9-12): Condorcet's theorem, and what correlation takes from it.

Of the voters each is right with probability p, and any two of them, asked about the same example, have the
correlation rho. Errors cancel as far as they are uncorrelated: slide 10's two goals, strength and low correlation.
"""

from typing import NamedTuple

import numpy as np

from lecture12.checks import finite, whole


def votes(p, L, rho=0.0):
    """How likely it is that k = 0, 1, ..., L of L voters are right, (L + 1,).

    They answer one after another. If k of n were right so far, the next is right with the probability
    ((1 - rho) p + rho k) / (1 - rho + rho n): its own judgement and the example of the others (Polya's urn). With
    rho = 0 this is the binomial distribution, with rho = 1 all say what the first said.

    >>> votes(0.5, 2), votes(0.5, 2, rho=1)
    (array([0.25, 0.5 , 0.25]), array([0.5, 0. , 0.5]))
    """
    *_, last = _growing(p, L, rho)
    return last


def majority(p, L, rho=0.0):
    """How likely the majority of 1, 2, ..., L voters is to be right, (L,); a tie is decided by a coin.

    >>> majority(0.6, 3), majority(0.6, 3, rho=1)
    (array([0.6  , 0.6  , 0.648]), array([0.6, 0.6, 0.6]))
    """
    return np.array([v[len(v) // 2 + len(v) % 2 :].sum() + (v[len(v) // 2] / 2 if len(v) % 2 else 0)
                     for v in _growing(p, L, rho)])


def variance(L, rho):
    """Var of the mean of L equal variables with the correlation rho, in units of their variance: rho + (1 - rho) / L.

    >>> variance(10, 0.0), variance(10, 0.5)
    (0.1, 0.55)
    """
    return rho + (1 - rho) / L


class Crowd(NamedTuple):
    """The mean error of a voter, the mean variance sigma^2 of its errors over the examples, and their correlation rho."""

    error: float
    variance: float
    rho: float


def crowd(wrong):
    """The Crowd of real voters: wrong (L, N), True where voter l is wrong about example n; L, N >= 2.

    rho is the mean covariance of two voters' errors, divided by their mean variance: with it, the variance of the share
    of wrong voters is exactly rho sigma^2 + (1 - rho) sigma^2 / L. 0 if no error varies.

    >>> crowd([[1, 0, 0, 0], [1, 0, 0, 0]])
    Crowd(error=0.25, variance=0.1875, rho=1.0)
    """
    wrong = finite("wrong", wrong, 2).astype(float)
    if wrong.ndim != 2 or min(wrong.shape) < 2:
        raise ValueError(f"wrong must be (L, N) with L, N >= 2, got shape {wrong.shape}")
    L, one, mean = len(wrong), wrong.var(axis=1).mean(), wrong.mean(axis=0).var()
    covariance = (L * mean - one) / (L - 1)                     # as mean = one / L + (1 - 1/L) covariance
    return Crowd(float(wrong.mean()), float(one), float(covariance / one) if one > 0 else 0.0)


def _growing(p, L, rho):
    """The distributions of `votes` for 1, 2, ..., L voters."""
    if not 0 <= p <= 1:
        raise ValueError(f"p must be a probability from 0 to 1, got {p}")
    if not 0 <= rho <= 1:
        raise ValueError(f"rho must be a correlation from 0 to 1, got {rho}")
    v = np.array([1 - p, p])
    for n in range(1, whole("L", L) + 1):
        yield v
        right = ((1 - rho) * p + rho * np.arange(n + 1)) / (1 - rho + rho * n)
        v = np.append(v * (1 - right), 0) + np.append(0, v * right)
