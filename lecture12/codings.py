"""How class labels are coded as targets t, and how outputs y are turned back into labels: one coding per kind of loss."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps

import numpy as np

from lecture12.checks import finite, floats, whole


@dataclass(frozen=True)
class Coding:
    """What t may be, in words and as a test, how it is made of labels, and where y is cut to decide.

    >>> SIGNS.encode([0, 1])
    array([[-1.],
           [ 1.]])
    >>> SIGNS.decide(np.array([[-0.2], [3.]]))
    array([0, 1])
    >>> SIGNS.check(np.array([[0.]]))
    Traceback (most recent call last):
    ValueError: t must be -1 or +1, got 0
    """

    words: str
    holds: Callable[[np.ndarray], np.ndarray]
    of_labels: Callable[[np.ndarray], np.ndarray]
    threshold: float

    def encode(self, labels, classes=None):
        """t (N, K) for labels (N,); `classes`, where more exist than occur among the labels."""
        return self.of_labels(labels, classes if classes is None else whole("classes", classes))

    def check(self, t):
        """Raise ValueError with the first value of t that is not in this coding."""
        expect("t", t, self.holds(t), self.words)

    def decide(self, y):
        """Labels (..., N): is the only output y above the threshold, or which of several is the largest?"""
        y = floats("y", y, 2)
        return (y[..., 0] >= self.threshold).astype(int) if y.shape[-1] == 1 else y.argmax(-1)


def coded(method):
    """A loss's method(t, y), which takes lists, too, and refuses t in another coding and shapes that do not fit."""
    @wraps(method)
    def checked(loss, t, y):
        t, y = floats("t", t), floats("y", y)
        axes = min(2, t.ndim, y.ndim)                       # y may be a stack; a single t (K,) goes with every row
        if not axes or t.shape[-axes:] != y.shape[-axes:]:
            raise ValueError(f"t and y must have the same shape (..., N, K), got {t.shape} and {y.shape}")
        loss.check(t)
        if hasattr(loss, "check_output"):
            loss.check_output(y)
        return method(loss, t, y)

    checked.bare = method
    return checked


def bare(method):
    """The formula alone, for t that has been checked before; a loss of one's own has nothing else."""
    return partial(method.bare, method.__self__) if hasattr(method, "bare") else method


def expect(name, values, holds, words):
    """Raise ValueError with the first of `values` for which `holds` is False."""
    if not holds.all():
        wrong = values[np.broadcast_to(~holds, values.shape)]
        raise ValueError(f"{name} must be {words}, got {wrong[0]:g}")


def one_hot(labels, classes=None):
    """(N,) -> (N, K): a 1 in the column of the class, K at least 2."""
    labels = finite("labels", labels)
    k = labels.astype(int)
    if labels.ndim != 1 or not len(labels) or (k != labels).any() or (k < 0).any():
        raise ValueError(f"labels must be a row of class numbers 0, 1, 2, ..., got {labels!r}")
    return np.eye(max(2, classes or 0, k.max() + 1))[k]


def indicator(labels, classes=None):
    """(N,) -> (N, 1) of 0 and 1 for two classes, one-hot for more."""
    t = one_hot(labels, classes)
    return t[:, 1:] if t.shape[1] == 2 else t


def real(labels, classes=None):
    """Whole numbers are class labels; real numbers are the targets themselves, (N,) becoming (N, 1)."""
    targets = finite("labels", labels, 1)
    if np.asarray(labels).dtype.kind != "f":
        return indicator(labels, classes)
    return targets[:, None] if targets.ndim == 1 else targets


REAL = Coding("finite real numbers", np.isfinite, real, 0.5)
ZERO_ONE = Coding("0 or 1", lambda t: (t == 0) | (t == 1), indicator, 0.5)
SIGNS = Coding("-1 or +1", lambda t: (t == -1) | (t == 1), lambda labels, classes: 2 * indicator(labels, classes) - 1, 0.0)
ONE_HOT = Coding("rows with a single 1 (one-hot)", lambda t: ZERO_ONE.holds(t) & (t.sum(-1, keepdims=True) == 1),
                 one_hot, 0.0)
