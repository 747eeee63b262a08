"""Which Boolean functions can a perceptron compute (slide 39)? Decided for all at once, with a proof either way."""

from itertools import count
from typing import NamedTuple

import numpy as np

from lecture12.checks import whole
from lecture12.data import all_bits
from lecture12.network import with_bias


class Decision(NamedTuple):
    """For each function either weights that compute it, or a sum of its conditions that contradicts itself."""

    separable: np.ndarray     # (F,) True or False
    w: np.ndarray             # (F, 1+d) whole numbers, w^T (1, x) > 0 for class 1, < 0 for class 0; 0 if there is none
    proof: np.ndarray         # (F, 2^d) how often to add the condition of each input, see `decide`; 0 if separable


def truth_tables(d):
    """All Boolean functions of d bits, (2^2^d, 2^d): row `number` holds the labels of data.boolean(d, number).

    >>> truth_tables(1)                                     # 0, NOT x, x, 1
    array([[0, 0],
           [1, 0],
           [0, 1],
           [1, 1]])
    """
    if whole("d", d) > 4:
        raise ValueError(f"d must be at most 4 (65536 functions), got {d}; decide() takes some of more bits")
    return np.arange(2**2**d)[:, None] >> np.arange(2**d) & 1


def decide(tables):
    """Perceptron learning (slide 34) on every truth table, (2^d,) or (F, 2^d) of 0 and 1, until it proves something.

    No mistake is left: w separates. Or the same w comes back, as it must if nothing separates, because w is whole and
    stays bounded (Block & Levin 1970). Then the steps in between add up to zero: sum_i a_i t_i (1, x_i) = 0, t = -1, +1,
    a_i mistakes at input i. A w with t_i w^T (1, x_i) > 0 for all i would make that sum positive: none exists.
    Raises ValueError for tables of another shape or with other values.

    >>> decide([0, 0, 0, 1]).w                                          # AND: 2 x1 + 2 x2 - 3 > 0
    array([[-3,  2,  2]])
    >>> decide([0, 1, 1, 0]).proof                                      # XOR: (0,1) + (1,0) = (0,0) + (1,1)
    array([[1, 1, 1, 1]])
    """
    tables, d = _check(tables)
    x = with_bias(2 * all_bits(d).astype(np.float32) - 1)   # bits as -1, +1: fewer steps, same answer
    t = 2 * tables.astype(np.float32) - 1
    w, a = np.zeros((len(t), 1 + d), np.float32), np.zeros(t.shape, int)
    remembered, all_w, all_a = w, w.astype(int), a.copy()
    running = np.arange(len(t))                             # the functions without an answer yet
    for step in count(1):
        f, score = np.arange(len(t)), t * (w @ x.T)
        n = score.argmin(1)                                 # for each function the input most wrong
        solved = score[f, n] > 0
        all_w[running[solved]] = w[solved]
        w = w + t[f, n, None] * x[n]                        # add or subtract the input vector
        a[f, n] += 1
        cycle = ~solved & (w == remembered).all(1)
        all_a[running[cycle]] = a[cycle]
        left = ~(solved | cycle)
        running, t, w, a, remembered = running[left], t[left], w[left], a[left], remembered[left]
        if not len(running):
            return Decision(~all_a.any(1), _for_bits(all_w), all_a)
        if step & (step - 1) == 0:                          # after 1, 2, 4, 8, ... steps: a new w
            remembered, a = w, np.zeros_like(a)             # to come back to (Brent 1980)


def _for_bits(w):
    """Weights for x = 0, 1 from those for 2x - 1: w0 - sum_i w_i and 2 w_i, over their greatest common divisor."""
    w = np.concatenate([w[:, :1] - w[:, 1:].sum(1, keepdims=True), 2 * w[:, 1:]], axis=1)
    return w // np.maximum(1, np.gcd.reduce(w, axis=1))[:, None]


def _check(tables):
    tables = np.atleast_2d(np.asarray(tables))
    d = tables.shape[-1].bit_length() - 1
    if tables.ndim != 2 or tables.shape[-1] != 2**d or d < 1:
        raise ValueError(f"tables must have shape (F, 2^d), one column for each input of d bits, got {tables.shape}")
    if not np.isin(tables, (0, 1)).all():
        raise ValueError(f"tables must hold 0 and 1, got {tables[~np.isin(tables, (0, 1))][0]!r}")
    return tables, d
