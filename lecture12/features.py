"""Fixed basis functions phi(x) of slides 32-33: what a perceptron sees in place of x."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lecture12.checks import finite, named, whole

FEATURES = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1²": lambda x1, x2: x1**2,
    "x2²": lambda x1, x2: x2**2,
    "x1·x2": lambda x1, x2: x1 * x2,
    "r": lambda x1, x2: np.hypot(x1, x2),
    "sin x1": lambda x1, x2: np.sin(np.pi * x1),
    "sin x2": lambda x1, x2: np.sin(np.pi * x2),
}


@dataclass(frozen=True)
class Features:
    """phi(X), one column per name of FEATURES: (..., N, 2) -> (..., N, m). The sines have period 2.

    Slide 32 prints phi(x_i), a function of one coordinate; as on slide 36 it is phi_i(x), a function of both.
    Raises ValueError or TypeError for unknown names, and for X of another shape or not finite.

    >>> phi = Features(["x1", "x1·x2"])
    >>> phi(np.array([[2., 3.]]))
    array([[2., 6.]])
    """

    names: tuple[str, ...] = ("x1", "x2")

    def __post_init__(self):
        names = tuple(self.names if isinstance(self.names, Iterable) and not isinstance(self.names, str) else [self.names])
        if not names:
            raise ValueError(f"names must hold at least one of {', '.join(FEATURES)}, got none")
        for name in names:
            named("names", name, FEATURES)
        object.__setattr__(self, "names", names)

    def __call__(self, X):
        X = _columns(X, 2)
        return np.stack([FEATURES[name](X[..., 0], X[..., 1]) for name in self.names], axis=-1)

    def __len__(self):
        return len(self.names)


@dataclass(frozen=True)
class polynomial:                                          # noqa: N801 - used as a function: phi = polynomial(9)
    """phi(x) = (x, x^2, ..., x^degree): (..., N, 1) -> (..., N, degree). The bias supplies x^0.

    >>> polynomial(3)(np.array([[2.]]))
    array([[2., 4., 8.]])
    """

    degree: int

    def __post_init__(self):
        whole("degree", self.degree)

    def __call__(self, X):
        return _columns(X, 1) ** np.arange(1, self.degree + 1)

    def __len__(self):
        return self.degree


@dataclass(frozen=True)
class lookup_table:                                        # noqa: N801 - used as a function: phi = lookup_table(3)
    """One indicator for each of the 2^d inputs of d bits (slide 39): (..., N, d) -> (..., N, 2^d). Bits are x > 1/2.

    With it every Boolean function is linear, and nothing is learned about inputs not seen.

    >>> lookup_table(2)(np.array([[0., 0.], [1., 0.]])).astype(int)
    array([[1, 0, 0, 0],
           [0, 0, 1, 0]])
    """

    d: int

    def __post_init__(self):
        if whole("d", self.d) > 16:
            raise ValueError(f"d must be at most 16 (65536 features), got {self.d}")

    def __call__(self, X):
        number = (_columns(X, self.d) > 0.5) @ (2 ** np.arange(self.d)[::-1])
        return (number[..., None] == np.arange(len(self))).astype(float)

    def __len__(self):
        return 2**self.d


def _columns(X, d):
    X = finite("X", X, 2)
    if X.shape[-1] != d:
        raise ValueError(f"X must have shape (..., N, {d}), got {X.shape}")
    return X
