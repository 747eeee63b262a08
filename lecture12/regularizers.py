"""Regularizers Omega(W) of slide 38, for one weight matrix W of shape (..., n, 1+m); the objective sums over layers.

The bias column 0 is left alone, unless `bias=True` asks for the opposite, to see what it does; lambda belongs to the
objective. Raises ValueError or TypeError for a W with less than two axes, and for a bias that is neither True nor False.
"""

from dataclasses import dataclass
from functools import wraps
from typing import ClassVar, Protocol

import numpy as np

from lecture12.checks import flag, floats, nonnegative


class Regularizer(Protocol):
    """What the objective asks of a regularizer."""

    def __call__(self, W: np.ndarray) -> np.ndarray: ...

    def gradient(self, W: np.ndarray) -> np.ndarray: ...


def of_matrix(method):
    """A regularizer's method(W, ...), which takes lists, too, and refuses what is no matrix, or stack of matrices."""
    @wraps(method)
    def checked(omega, W, *others, **named):
        return method(omega, floats("W", W, 2), *others, **named)
    return checked


@dataclass(frozen=True)
class NoRegularizer:
    """Omega(W) = 0.

    >>> print(NoRegularizer()(np.array([[5., 1., -2.]])))
    0.0
    """

    name: ClassVar[str] = "none"
    formula: ClassVar[str] = "Ω(W) = 0"

    @of_matrix
    def __call__(self, W):
        return np.zeros(W.shape[:-2], W.dtype)[()]

    @of_matrix
    def gradient(self, W):
        return np.zeros_like(W)


@dataclass(frozen=True)
class L2:
    """Omega(W) = sum of w^2, weight decay; its gradient is 2 W (slide 38).

    >>> print(L2()(np.array([[5., 1., -2.]])), L2(bias=True)(np.array([[5., 1., -2.]])))
    5.0 30.0
    >>> L2().gradient(np.array([[5., 1., -2.]]))
    array([[ 0.,  2., -4.]])
    """

    name: ClassVar[str] = "L2"
    formula: ClassVar[str] = "Ω(W) = Σ w²"
    bias: bool = False

    def __post_init__(self):
        flag("bias", self.bias)

    @of_matrix
    def __call__(self, W):
        return (_penalised(W, self.bias) ** 2).sum((-2, -1))

    @of_matrix
    def gradient(self, W):
        return _free_bias(2 * W, self.bias)


@dataclass(frozen=True)
class L1:
    """Omega(W) = sum of |w|, which makes weights exactly 0 (slide 38).

    The subgradient is sign(W), 0 at 0. Subgradient steps jump across 0 and never land on it; the proximal step,
    argmin_V of |V - W|^2 / 2 + step * Omega(V), does (Daubechies, Defrise & De Mol 2004).

    >>> print(L1()(np.array([[5., 1., -2.]])))
    3.0
    >>> L1().proximal(np.array([[5., 1., -2.]]), step=1.5)
    array([[ 5. ,  0. , -0.5]])
    """

    name: ClassVar[str] = "L1"
    formula: ClassVar[str] = "Ω(W) = Σ |w|"
    bias: bool = False

    def __post_init__(self):
        flag("bias", self.bias)

    @of_matrix
    def __call__(self, W):
        return np.abs(_penalised(W, self.bias)).sum((-2, -1))

    @of_matrix
    def gradient(self, W):
        return _free_bias(np.sign(W), self.bias)

    @of_matrix
    def proximal(self, W, step):
        """Every weight moves by `step` (a number, or one per network) towards 0, and stops there."""
        step = np.asarray(nonnegative("step", step, stack=True))[..., None, None]
        shrunk = W - np.clip(W, -step, step)
        if not self.bias:
            shrunk[..., 0] = W[..., 0]
        return shrunk


def _penalised(W, bias):
    return W if bias else W[..., 1:]


def _free_bias(gradient, bias):
    if not bias:
        gradient[..., 0] = 0
    return gradient


REGULARIZERS = {omega.name: omega for omega in (NoRegularizer(), L2(), L1())}
