"""A data set: inputs X with one label or target per row, and its split into training and test samples."""

from dataclasses import dataclass

import numpy as np

from lecture12.checks import finite, generator, number


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """X (N, d) with labels (N,): whole numbers 0, 1, 2, ... for classes, real numbers for targets of a regression.

    `loss.encode(dataset.labels)` makes t of both. Raises ValueError for shapes that do not fit and for nan or inf.

    >>> d = Dataset([[0., 1.], [2., 3.], [4., 5.]], [0, 1, 1])
    >>> d, d[1:], len(d)
    (Dataset(3 samples, 2 inputs, 1 + 2 per class), Dataset(2 samples, 2 inputs, 0 + 2 per class), 3)
    >>> X, labels = d
    """

    X: np.ndarray
    labels: np.ndarray

    def __post_init__(self):
        X, labels = finite("X", self.X).copy(), np.array(self.labels)
        finite("labels", labels)
        if X.ndim != 2 or labels.shape != X.shape[:1]:
            raise ValueError(f"X must be (N, d) and labels (N,), got {X.shape} and {labels.shape}")
        if labels.dtype.kind != "f" and labels.min(initial=0) < 0:
            raise ValueError(f"labels must be 0, 1, 2, ..., got {labels.min()}")
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "labels", labels)

    def __len__(self):
        return len(self.X)

    def __iter__(self):
        return iter((self.X, self.labels))

    def __getitem__(self, n):
        """The data set of the samples n: a slice, indices or a mask."""
        return Dataset(self.X[n], self.labels[n])

    def __repr__(self):
        kind = "real targets"
        if self.labels.dtype.kind != "f":
            kind = " + ".join(map(str, np.bincount(self.labels))) + " per class"
        return f"Dataset({len(self)} samples, {self.X.shape[1]} input{'s' * (self.X.shape[1] != 1)}, {kind})"


def split(dataset, fraction, rng):
    """Two data sets drawn at random: round(fraction N) samples to train on, 0 < fraction < 1, and the rest to test.

    rng: a numpy Generator or a seed.

    >>> d = Dataset([[0.], [1.], [2.], [3.]], [0., 1., 2., 3.])
    >>> split(d, 0.75, rng=0)
    (Dataset(3 samples, 1 input, real targets), Dataset(1 samples, 1 input, real targets))
    """
    if not 0 < number("fraction", fraction) < 1:
        raise ValueError(f"fraction must lie between 0 and 1, got {fraction}")
    order, cut = generator("rng", rng).permutation(len(dataset)), round(fraction * len(dataset))
    return dataset[order[:cut]], dataset[order[cut:]]
