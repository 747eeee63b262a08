"""Loss functions L(t, y) of slide 37, one value per sample; the sum over samples belongs to the objective.

t and y have shape (..., N, K). Every loss says which coding of t it needs: `encode` makes it of class labels,
`check` refuses another one, `decide` turns outputs y back into labels, `output` names the activation that belongs to it.
"""

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np


class Loss(Protocol):
    """What the objective asks of a loss. A loss of your own needs no more than these two."""

    def __call__(self, t: np.ndarray, y: np.ndarray) -> np.ndarray: ...

    def gradient(self, t: np.ndarray, y: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class SquaredError:
    """L = sum_k factor (y_k - t_k)^2: factor 1 on slides 37 and 45, 1/2 on slide 57; t any real number.

    >>> SquaredError()(np.array([[1.]]), np.array([[3.]])), SquaredError(1/2).gradient(np.array([[1.]]), np.array([[3.]]))
    (array([4.]), array([[2.]]))
    """

    name: ClassVar[str] = "squared error"
    formula: ClassVar[str] = "L = Σ (y − t)²"
    output: ClassVar[str] = "identity"
    factor: float = 1.0

    def __call__(self, t, y):
        return self.factor * ((y - t) ** 2).sum(-1)

    def gradient(self, t, y):
        return 2 * self.factor * (y - t)

    def encode(self, labels):
        return _real(labels)

    def check(self, t, y=None):
        _expect(np.isfinite(t), t, "finite real numbers", self)

    def decide(self, y):
        return _decide(y, 0.5)


@dataclass(frozen=True)
class AbsoluteError:
    """L = sum_k |y_k - t_k|, which an outlying t cannot pull (slide 37); t any real number.

    >>> AbsoluteError()(np.array([[1.]]), np.array([[3.]])), AbsoluteError().gradient(np.array([[1.]]), np.array([[3.]]))
    (array([2.]), array([[1.]]))
    """

    name: ClassVar[str] = "absolute error"
    formula: ClassVar[str] = "L = Σ |y − t|"
    output: ClassVar[str] = "identity"

    def __call__(self, t, y):
        return np.abs(y - t).sum(-1)

    def gradient(self, t, y):
        return np.sign(y - t)

    def encode(self, labels):
        return _real(labels)

    def check(self, t, y=None):
        _expect(np.isfinite(t), t, "finite real numbers", self)

    def decide(self, y):
        return _decide(y, 0.5)


@dataclass(frozen=True)
class Logistic:
    """L = sum_k ln(1 + e^z) - t z: cross-entropy and sigma in one, a loss of the score z; t in {0, 1}.

    With y = sigma(z) this is the cross-entropy, and dL/dz = y - t; nothing overflows or vanishes on the way.

    >>> Logistic()(np.array([[1.]]), np.array([[-700.]])), Logistic().gradient(np.array([[1.]]), np.array([[-700.]]))
    (array([700.]), array([[-1.]]))
    """

    name: ClassVar[str] = "logistic"
    formula: ClassVar[str] = "L = Σ ln(1 + eᶻ) − t z"
    output: ClassVar[str] = "identity"

    def __call__(self, t, z):
        return np.logaddexp(0, (1 - 2 * t) * z).sum(-1)         # softplus(-z) for t = 1, softplus(z) for t = 0

    def gradient(self, t, z):
        return np.exp(-np.logaddexp(0, -z)) - t       # sigma(z) - t

    def encode(self, labels):
        return _indicator(labels)

    def check(self, t, y=None):
        _expect((t == 0) | (t == 1), t, "0 or 1", self)

    def decide(self, z):
        return _decide(z, 0)


@dataclass(frozen=True)
class CrossEntropy:
    """L = -sum_k t_k ln y_k + (1 - t_k) ln(1 - y_k), y = sigma(z) (slide 37); t in {0, 1}.

    `of_scores` is the same loss as a function of z; the objective takes it where the output is a sigmoid.

    >>> CrossEntropy()(np.array([[1.]]), np.array([[.25]])).round(3), CrossEntropy().gradient(np.array([[1.]]), np.array([[.25]]))
    (array([1.386]), array([[-4.]]))
    """

    name: ClassVar[str] = "cross-entropy"
    formula: ClassVar[str] = "L = −Σ t ln y + (1 − t) ln(1 − y)"
    output: ClassVar[str] = "sigmoid"
    of_scores: ClassVar[Logistic] = Logistic()

    def __call__(self, t, y):
        with np.errstate(divide="ignore"):                          # ln 0 = -inf is the right answer
            return -np.log(np.where(t == 1, y, 1 - y)).sum(-1)      # the probability given to the truth

    def gradient(self, t, y):
        with np.errstate(divide="ignore"):
            return 1 / (1 - t - y)                                  # -1/y for t = 1, 1/(1 - y) for t = 0

    def encode(self, labels):
        return _indicator(labels)

    def check(self, t, y=None):
        _expect((t == 0) | (t == 1), t, "0 or 1", self)
        if y is not None:
            _expect((0 <= y) & (y <= 1), y, "between 0 and 1 (a sigmoid output)", self, "y")

    def decide(self, y):
        return _decide(y, 0.5)


@dataclass(frozen=True)
class Hinge:
    """L = sum_k max(0, 1 - t_k y_k), y linear (slide 37); t in {-1, +1}.

    >>> Hinge()(np.array([[-1.]]), np.array([[.5]])), Hinge().gradient(np.array([[-1.]]), np.array([[.5]]))
    (array([1.5]), array([[1.]]))
    """

    name: ClassVar[str] = "hinge"
    formula: ClassVar[str] = "L = Σ max(0, 1 − t y)"
    output: ClassVar[str] = "identity"

    def __call__(self, t, y):
        return np.maximum(0, 1 - t * y).sum(-1)

    def gradient(self, t, y):
        return np.where(t * y < 1, -t, 0)

    def encode(self, labels):
        return 2 * _indicator(labels) - 1

    def check(self, t, y=None):
        _expect((t == -1) | (t == 1), t, "-1 or +1", self)

    def decide(self, y):
        return _decide(y, 0)


@dataclass(frozen=True)
class Softmax:
    """L = -sum_k t_k ln p_k with p_k = e^y_k / sum_j e^y_j, y the linear scores (slide 37); t one-hot.

    >>> t, y = np.array([[1., 0.]]), np.array([[0., 1000.]])
    >>> Softmax()(t, y), Softmax().gradient(t, y)
    (array([1000.]), array([[-1.,  1.]]))
    """

    name: ClassVar[str] = "softmax"
    formula: ClassVar[str] = "L = −Σ t ln(eʸ / Σ eʸ)"
    output: ClassVar[str] = "identity"

    def __call__(self, t, y):
        top = y.max(-1, keepdims=True)                              # e^(y - top) cannot overflow
        return np.log(np.exp(y - top).sum(-1)) + top[..., 0] - (t * y).sum(-1)

    def gradient(self, t, y):
        return self.probabilities(y) - t

    def probabilities(self, y):
        """p_k = e^y_k / sum_j e^y_j, shape of y."""
        e = np.exp(y - y.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)

    def encode(self, labels):
        return _one_hot(labels)

    def check(self, t, y=None):
        _expect(((t == 0) | (t == 1)) & (t.sum(-1, keepdims=True) == 1), t, "one-hot rows", self)

    def decide(self, y):
        return y.argmax(-1)


LOSSES = {loss.name: loss for loss in (SquaredError(), AbsoluteError(), CrossEntropy(), Hinge(), Softmax())}


def _one_hot(labels):
    labels = _labels(labels)
    return np.eye(max(2, labels.max() + 1))[labels]


def _indicator(labels):
    """One column of 0 and 1 for two classes, one column per class for more."""
    labels = _labels(labels)
    return labels[:, None].astype(float) if labels.max() < 2 else _one_hot(labels)


def _real(labels):
    """Integers are class labels; real numbers are the targets themselves, as one column if they come without."""
    labels = np.asarray(labels)
    if labels.dtype.kind == "f":
        return labels[:, None] if labels.ndim == 1 else labels
    return _indicator(labels)


def _labels(labels):
    labels = np.asarray(labels)
    whole = labels.astype(int)
    if labels.ndim != 1 or not len(labels) or (whole != labels).any() or (whole < 0).any():
        raise ValueError(f"labels must be one row of class numbers 0, 1, 2, ..., got {labels!r}")
    return whole


def _decide(y, threshold):
    return (y[..., 0] >= threshold).astype(int) if y.shape[-1] == 1 else y.argmax(-1)


def _expect(holds, values, words, loss, name="t"):
    if not holds.all():
        wrong = values[np.broadcast_to(~holds, values.shape)]
        raise ValueError(f"{name} must be {words} for the {loss.name} loss, got {wrong.flat[0]:g}")
