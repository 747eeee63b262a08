"""The loss functions L(t, y) of slide 37, one value per sample; the sum over the samples belongs to the objective.

t and y have shape (..., N, K). Each loss says how t is to be coded: `encode` makes it of class labels, `check` refuses
anything else, `decide` turns outputs y back into labels; `output` names the activation that belongs to the loss.
@coded: raises ValueError or TypeError for t in another coding, and for shapes that do not fit.
"""

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from lecture12.checks import floats, positive
from lecture12.codings import ONE_HOT, REAL, SIGNS, ZERO_ONE, coded, expect


class Loss(Protocol):
    """What the objective asks of a loss. A loss of your own needs no more than these two."""

    def __call__(self, t: np.ndarray, y: np.ndarray) -> np.ndarray: ...

    def gradient(self, t: np.ndarray, y: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class SquaredError:
    """L = sum_k factor (y_k - t_k)^2 for real t: factor 1 on slides 37 and 45, 1/2 on slide 57.

    >>> t, y = np.array([[1.]]), np.array([[3.]])
    >>> SquaredError()(t, y), SquaredError().gradient(t, y), SquaredError(1/2).gradient(t, y)
    (array([4.]), array([[4.]]), array([[2.]]))
    """

    name: ClassVar[str] = "squared error"
    formula: ClassVar[str] = "L = Σ (y − t)²"
    output: ClassVar[str] = "identity"
    encode, check, decide = REAL.encode, REAL.check, REAL.decide
    factor: float = 1.0

    def __post_init__(self):
        positive("factor", self.factor)

    @coded
    def __call__(self, t, y):
        return self.factor * ((y - t) ** 2).sum(-1)

    @coded
    def gradient(self, t, y):
        return 2 * self.factor * (y - t)


@dataclass(frozen=True)
class AbsoluteError:
    """L = sum_k |y_k - t_k| for real t: one outlying t pulls no harder than any other (slide 37).

    >>> AbsoluteError()(np.array([[1.]]), np.array([[3.]])), AbsoluteError().gradient(np.array([[1.]]), np.array([[3.]]))
    (array([2.]), array([[1.]]))
    """

    name: ClassVar[str] = "absolute error"
    formula: ClassVar[str] = "L = Σ |y − t|"
    output: ClassVar[str] = "identity"
    encode, check, decide = REAL.encode, REAL.check, REAL.decide

    @coded
    def __call__(self, t, y):
        return np.abs(y - t).sum(-1)

    @coded
    def gradient(self, t, y):
        return np.sign(y - t)


@dataclass(frozen=True)
class CrossEntropy:
    """L = -sum_k t_k ln y_k + (1 - t_k) ln(1 - y_k) for t in {0, 1} and y = sigma(z) (slide 37).

    For large |z| sigma(z) is rounded to 0 or 1 and its logarithm is lost; `of_scores` computes the same from z.

    >>> t, y = np.array([[1.]]), np.array([[.25]])
    >>> CrossEntropy()(t, y).round(3), CrossEntropy().gradient(t, y)              # ln 4, -1/y
    (array([1.386]), array([[-4.]]))
    >>> CrossEntropy().of_scores(t, np.array([[-700.]]))
    array([700.])
    """

    name: ClassVar[str] = "cross-entropy"
    formula: ClassVar[str] = "L = −Σ t ln y + (1 − t) ln(1 − y)"
    output: ClassVar[str] = "sigmoid"
    encode, check, decide = ZERO_ONE.encode, ZERO_ONE.check, ZERO_ONE.decide

    @coded
    @np.errstate(divide="ignore")                                   # y may be 0 or 1: ln 0 = -inf is the right answer
    def __call__(self, t, y):
        return -np.log(np.where(t == 1, y, 1 - y)).sum(-1)          # ln of the probability given to the truth

    @coded
    @np.errstate(divide="ignore")
    def gradient(self, t, y):
        return (1 - 2 * t) / np.where(t == 1, y, 1 - y)             # -1/y for t = 1, 1/(1 - y) for t = 0

    def of_scores(self, t, z):
        """L for y = sigma(z): -ln sigma(z) = ln(1 + e^-z) for t = 1, -ln(1 - sigma(z)) = ln(1 + e^z) for t = 0."""
        return np.logaddexp(0, (1 - 2 * t) * z).sum(-1)

    def check_output(self, y):
        """Raise ValueError unless 0 <= y <= 1."""
        expect("y", y, ~((y < 0) | (y > 1)), "between 0 and 1, as a sigmoid output is")


@dataclass(frozen=True)
class Hinge:
    """L = sum_k max(0, 1 - t_k y_k) for t in {-1, +1} and linear y (slide 37).

    >>> Hinge()(np.array([[-1.]]), np.array([[.5]])), Hinge().gradient(np.array([[-1.]]), np.array([[.5]]))
    (array([1.5]), array([[1.]]))
    """

    name: ClassVar[str] = "hinge"
    formula: ClassVar[str] = "L = Σ max(0, 1 − t y)"
    output: ClassVar[str] = "identity"
    encode, check, decide = SIGNS.encode, SIGNS.check, SIGNS.decide

    @coded
    def __call__(self, t, y):
        return np.maximum(0, 1 - t * y).sum(-1)

    @coded
    def gradient(self, t, y):
        return np.where(t * y < 1, -t, 0)


@dataclass(frozen=True)
class Softmax:
    """L = -sum_k t_k ln p_k, p_k = e^y_k / sum_j e^y_j, for one-hot t and linear scores y, not probabilities (slide 37).

    >>> t, y = np.array([[1., 0.]]), np.array([[0., 1000.]])
    >>> Softmax()(t, y), Softmax().gradient(t, y)
    (array([1000.]), array([[-1.,  1.]]))
    """

    name: ClassVar[str] = "softmax"
    formula: ClassVar[str] = "L = −Σ t ln(eʸ / Σ eʸ)"
    output: ClassVar[str] = "identity"
    encode, check, decide = ONE_HOT.encode, ONE_HOT.check, ONE_HOT.decide

    @coded
    def __call__(self, t, y):
        y_true = (t * y).sum(-1, keepdims=True)
        return np.logaddexp.reduce(y - y_true, axis=-1)             # -ln p = ln sum_j e^(y_j - y_true), no overflow

    @coded
    def gradient(self, t, y):
        return self.probabilities(y) - t

    def probabilities(self, y):
        """p_k, the shape of y."""
        y = floats("y", y, 1)
        e = np.exp(y - y.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)


LOSSES = {loss.name: loss for loss in (SquaredError(), AbsoluteError(), CrossEntropy(), Hinge(), Softmax())}
