"""Data sets of the lecture. The same arguments give the same bits; everything lies within about [-1.5, 1.5].

The two-dimensional ones in DATASETS take (n, noise, seed): n samples in all, equally many per class as far as possible,
noise >= 0 a standard deviation.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from lecture12.checks import finite, nonnegative, positive, whole


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """X (N, d) and, for classification, labels (N,) 0, 1, 2, ...; for regression labels are real targets (N,).

    >>> xor_corners()
    Dataset(4 samples in 2 dimensions, 2 + 2 per class)
    """

    X: np.ndarray
    labels: np.ndarray

    def __post_init__(self):
        X, labels = finite("X", self.X, 2), np.asarray(self.labels)
        finite("labels", labels)
        if X.ndim != 2 or labels.shape != X.shape[:1]:
            raise ValueError(f"X must be (N, d) and labels (N,), got {X.shape} and {labels.shape}")
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "labels", labels)

    def __len__(self):
        return len(self.X)

    def __iter__(self):
        """X, labels = data.xor()"""
        return iter((self.X, self.labels))

    def __getitem__(self, n):
        """The samples n: a slice, indices or a mask."""
        return Dataset(self.X[n], self.labels[n])

    def __repr__(self):
        words = f"{len(self)} samples in {self.X.shape[1]} dimension{'s' * (self.X.shape[1] > 1)}"
        if self.labels.dtype.kind == "f":
            return f"Dataset({words}, real targets)"
        return f"Dataset({words}, {' + '.join(map(str, np.bincount(self.labels)))} per class)"


def blobs(n=200, noise=0.3, seed=0):
    """Two Gaussian clouds around (-0.6, -0.6) and (0.6, 0.6)."""
    labels, rng = _start(n, noise, seed)
    return _noisy(0.6 * np.stack([2 * labels - 1, 2 * labels - 1], axis=1), labels, noise, rng)


def xor(n=200, noise=0.1, seed=0):
    """Uniform in the square [-1, 1]^2, class 1 where the signs of x1 and x2 differ, then blurred by the noise."""
    labels, rng = _start(n, noise, seed)
    X = rng.uniform(0.1, 1, (n, 2)) * rng.choice([-1, 1], (n, 1))
    X[:, 1] *= 1 - 2 * labels
    return _noisy(X, labels, noise, rng)


def rings(n=200, noise=0.1, seed=0):
    """Class 0 inside (radius up to 0.4), class 1 on a ring of radius 0.8 to 1.1."""
    labels, rng = _start(n, noise, seed)
    radius = np.where(labels == 0, 0.4 * np.sqrt(rng.uniform(0, 1, n)), rng.uniform(0.8, 1.1, n))
    return _noisy(_polar(radius, rng.uniform(0, 2 * np.pi, n)), labels, noise, rng)


def moons(n=200, noise=0.1, seed=0):
    """Two interleaved half circles."""
    labels, rng = _start(n, noise, seed)
    X = _polar(np.ones(n), np.pi * (labels + rng.uniform(0, 1, n)))          # upper and lower half
    X = (X + labels[:, None] * [1, 0.5] - [0.5, 0.25]) * 0.8
    return _noisy(X, labels, noise, rng)


def spirals(n=200, noise=0.05, seed=0):
    """Two spiral arms of one and a half turns."""
    labels, rng = _start(n, noise, seed)
    s = np.sqrt(rng.uniform(0.02, 1, n))
    return _noisy(_polar(1.2 * s, 3 * np.pi * s + np.pi * labels), labels, noise, rng)


def three_classes(n=200, noise=0.25, seed=0):
    """Three Gaussian clouds at the corners of a triangle."""
    labels, rng = _start(n, noise, seed, classes=3)
    return _noisy(_polar(np.full(n, 0.8), np.pi / 2 + 2 * np.pi / 3 * labels), labels, noise, rng)


DATASETS = {"blobs": blobs, "xor": xor, "rings": rings, "moons": moons, "spirals": spirals, "three classes": three_classes}


def separable(n=40, margin=0.1, seed=0):
    """Uniform in [-1, 1]^2, no sample closer than `margin` (0 < margin <= 0.5) to a random line that separates the classes."""
    rng = np.random.default_rng(seed)
    if positive("margin", margin) > 0.5:
        raise ValueError(f"margin must be at most 0.5, got {margin}")
    labels = np.arange(whole("n", n, 2)) % 2
    angle, w0 = rng.uniform(0, 2 * np.pi), rng.uniform(-0.2, 0.2)
    w, X = np.array([np.cos(angle), np.sin(angle)]), np.empty((n, 2))
    for i, side in enumerate(2 * labels - 1):
        while side * (X[i] @ w + w0) < margin or (X[i] == 0).all():
            X[i] = rng.uniform(-1, 1, 2)
    return Dataset(X, labels)


def xor_corners():
    """The four points of exclusive or, (0,0) (0,1) (1,0) (1,1) (slide 39)."""
    return parity(2)


def parity(d):
    """All 2^d inputs of d bits; the label says whether the number of ones is odd."""
    X = all_bits(d)
    return Dataset(X, X.sum(1).astype(int) % 2)


def boolean(d, number):
    """The Boolean function of d bits whose value at input i (in counting order) is bit i of `number`.

    >>> boolean(2, 0b1000).labels                               # AND is 1 at input 3 = (1, 1) only
    array([0, 0, 0, 1])
    """
    X = all_bits(d)
    if whole("number", number, 0) >= 2 ** len(X):
        raise ValueError(f"number must be below 2^2^{d} = {2 ** len(X)}, got {number}")
    return Dataset(X, np.array([number >> i & 1 for i in range(len(X))]))


def all_bits(d):
    """All inputs of d bits in counting order, (2^d, d).

    >>> all_bits(2).astype(int).tolist()
    [[0, 0], [0, 1], [1, 0], [1, 1]]
    """
    if whole("d", d) > 16:
        raise ValueError(f"d must be at most 16, got {d}")
    return np.array(list(product([0.0, 1.0], repeat=d)))


def line(n=20, noise=0.2, seed=0):
    """Regression: t = 2 x + 0.3 and noise, x evenly spaced in [-1, 1]."""
    return _regression(lambda x: 2 * x + 0.3, n, noise, seed)


def sine(n=40, noise=0.0, seed=0):
    """Regression: t = sin(2 pi x) and noise, x evenly spaced in [-1, 1]."""
    return _regression(lambda x: np.sin(2 * np.pi * x), n, noise, seed)


def nine_points(x9=2.0):
    """The nine points in one dimension of the demonstration to slide 36; x9, of class 1, is the one to move.

    >>> nine_points(10).X[:, 0].tolist()
    [-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 10.0]
    """
    X = np.array([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, x9])
    return Dataset(X[:, None], np.array([0] * 4 + [1] * 5))


def split(dataset, fraction, rng):
    """Two data sets, training and test, drawn at random: round(fraction N) samples, and the rest.

    >>> split(xor_corners(), 0.5, rng=0)[0]
    Dataset(2 samples in 2 dimensions, 1 + 1 per class)
    """
    if not 0 < fraction < 1:
        raise ValueError(f"fraction must lie between 0 and 1, got {fraction}")
    order = np.random.default_rng(rng).permutation(len(dataset))
    cut = round(fraction * len(dataset))
    return dataset[order[:cut]], dataset[order[cut:]]


def _start(n, noise, seed, classes=2):
    nonnegative("noise", noise)
    return np.arange(whole("n", n, classes)) % classes, np.random.default_rng(seed)


def _noisy(X, labels, noise, rng):
    return Dataset(X + noise * rng.standard_normal(X.shape), labels)


def _polar(radius, angle):
    return radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _regression(f, n, noise, seed):
    x = np.linspace(-1, 1, whole("n", n, 2))
    noise = nonnegative("noise", noise) * np.random.default_rng(seed).standard_normal(n)
    return Dataset(x[:, None], f(x) + noise)
