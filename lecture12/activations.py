"""Activation functions g: a function of z and its derivative, kept together as one value.

A new one is a small frozen dataclass with `__call__(z)` and `derivative(z)`, both element by element.
Entered in ACTIVATIONS it has a name and is in the drop-downs, the plots and the property tests.
"""

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np


class Activation(Protocol):
    """What a network asks of an activation."""

    def __call__(self, z: np.ndarray) -> np.ndarray: ...

    def derivative(self, z: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class Identity:
    """g(z) = z, the linear output of slide 30.

    >>> Identity()(np.array([-1., 2.]))
    array([-1.,  2.])
    """

    name: ClassVar[str] = "identity"
    formula: ClassVar[str] = "g(z) = z"

    def __call__(self, z):
        return np.asarray(z)

    def derivative(self, z):
        return np.ones_like(z)


@dataclass(frozen=True)
class Sigmoid:
    """σ(z) = 1 / (1 + e^-z), the logistic output of slide 30, without overflow for any z.

    >>> Sigmoid()(np.array([-800., 0., 800.]))
    array([0. , 0.5, 1. ])
    >>> Sigmoid().derivative(np.array([0.]))
    array([0.25])
    """

    name: ClassVar[str] = "sigmoid"
    formula: ClassVar[str] = "σ(z) = 1 / (1 + e⁻ᶻ)"

    @np.errstate(over="ignore")                      # e^-z may become inf; then sigma is 0, as it should be
    def __call__(self, z):
        return 1 / (1 + np.exp(np.negative(z)))

    def derivative(self, z):
        e = np.exp(-np.abs(z))                       # σ' is even in z
        return e / (1 + e) ** 2                      # σ' = σ (1 - σ), without the difference 1 - 1 for large z


@dataclass(frozen=True)
class Tanh:
    """g(z) = tanh z, a sigmoid from -1 to 1 (slide 43).

    >>> Tanh().derivative(np.array([0.]))
    array([1.])
    """

    name: ClassVar[str] = "tanh"
    formula: ClassVar[str] = "g(z) = tanh z"

    def __call__(self, z):
        return np.tanh(z)

    def derivative(self, z):
        return self.derivative_from(np.tanh(z))

    def derivative_from(self, y):
        return 1 - y**2


@dataclass(frozen=True)
class ReLU:
    """g(z) = max(0, z); the derivative at the kink is taken as 0.

    >>> ReLU()(np.array([-2., 3.]))
    array([0., 3.])
    """

    name: ClassVar[str] = "relu"
    formula: ClassVar[str] = "g(z) = max(0, z)"

    def __call__(self, z):
        return np.maximum(z, 0)

    def derivative(self, z):
        return _number(np.greater(z, 0), z)


@dataclass(frozen=True)
class Step:
    """g(z) = 1 if z >= 0, else 0: Rosenblatt's threshold (slide 30); its derivative is 0 everywhere it exists.

    >>> Step()(np.array([-1., 0., 1.]))
    array([0., 1., 1.])
    """

    name: ClassVar[str] = "step"
    formula: ClassVar[str] = "g(z) = 1 if z ≥ 0 else 0"

    def __call__(self, z):
        return _number(np.greater_equal(z, 0), z)

    def derivative(self, z):
        return np.zeros_like(z)


def _number(truth, z):
    """1 for True and 0 for False, in the precision of z."""
    return np.asarray(truth, np.result_type(np.asarray(z), 0.0))


ACTIVATIONS = {g.name: g for g in (Identity(), Sigmoid(), Tanh(), ReLU(), Step())}
