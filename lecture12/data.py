"""The data sets of the lecture. The same arguments give the same bits; inputs lie within about [-1.5, 1.5].

Those in DATASETS are classes in the plane and take n, the number of samples, shared out evenly among the classes;
noise >= 0, the standard deviation of a blur, and a seed. Bad values raise ValueError or TypeError.

>>> xor(n=4, noise=0.1, seed=0)
Dataset(4 samples, 2 inputs, 2 + 2 per class)
"""

from itertools import product

import numpy as np

from lecture12.checks import generator, nonnegative, number, positive, whole
from lecture12.dataset import Dataset, split

__all__ = ["DATASETS", "Dataset", "all_bits", "blobs", "boolean", "hidden_line", "line", "moons", "nine_points", "parity",
           "rings", "separable", "sine", "spirals", "split", "three_classes", "xor", "xor_corners"]


def blobs(n=200, noise=0.3, seed=0):
    """Two round clouds about (-0.6, -0.6) and (0.6, 0.6)."""
    labels, noise, rng = _start(n, noise, seed)
    return _blurred(0.6 * np.stack([2 * labels - 1, 2 * labels - 1], axis=1), labels, noise, rng)


def xor(n=200, noise=0.1, seed=0):
    """Uniform in the four quadrants of [-1, 1]^2, 0.1 away from the axes; class 1 where x1 and x2 differ in sign."""
    labels, noise, rng = _start(n, noise, seed)
    X = rng.uniform(0.1, 1, (n, 2)) * rng.choice([-1, 1], (n, 1))
    return _blurred(X * np.stack([np.ones(n), 1 - 2 * labels], axis=1), labels, noise, rng)


def rings(n=200, noise=0.1, seed=0):
    """Class 0 uniform in a disc of radius 0.4, class 1 on a ring of radius 0.8 to 1.1 around it."""
    labels, noise, rng = _start(n, noise, seed)
    radius = np.where(labels == 0, 0.4 * np.sqrt(rng.uniform(0, 1, n)), rng.uniform(0.8, 1.1, n))
    return _blurred(_polar(radius, rng.uniform(0, 2 * np.pi, n)), labels, noise, rng)


def moons(n=200, noise=0.1, seed=0):
    """Two half circles, each reaching into the other."""
    labels, noise, rng = _start(n, noise, seed)
    arc = _polar(np.ones(n), np.pi * (labels + rng.uniform(0, 1, n)))              # upper half, lower half
    return _blurred(0.8 * (arc + np.outer(2 * labels - 1, [0.5, 0.25])), labels, noise, rng)


def spirals(n=200, noise=0.05, seed=0):
    """Two arms that wind one and a half times around the origin."""
    labels, noise, rng = _start(n, noise, seed)
    s = np.sqrt(rng.uniform(0.02, 1, n))
    return _blurred(_polar(1.2 * s, 3 * np.pi * s + np.pi * labels), labels, noise, rng)


def three_classes(n=200, noise=0.25, seed=0):
    """Three round clouds at the corners of a triangle."""
    labels, noise, rng = _start(n, noise, seed, classes=3)
    return _blurred(_polar(np.full(n, 0.8), np.pi / 2 + 2 * np.pi / 3 * labels), labels, noise, rng)


DATASETS = {f.__name__.replace("_", " "): f for f in (blobs, xor, rings, moons, spirals, three_classes)}


def separable(n=40, margin=0.1, seed=0):
    """Uniform in [-1, 1]^2 but for a strip: no sample is closer than `margin`, 0 < margin <= 0.5, to `hidden_line(seed)`."""
    if positive("margin", margin) > 0.5:
        raise ValueError(f"margin must be at most 0.5, got {margin}")
    rng, w, labels = generator("seed", seed), hidden_line(seed), np.arange(whole("n", n, 2)) % 2
    X = rng.uniform(-1, 1, (n, 2))
    while (near := (2 * labels - 1) * (w[0] + X @ w[1:]) < margin).any():
        X[near] = rng.uniform(-1, 1, (near.sum(), 2))
    return Dataset(X, labels)


def hidden_line(seed=0):
    """The w* = (w0, w1, w2), |(w1, w2)| = 1, whose sign gives the labels of `separable` with this seed."""
    rng = np.random.default_rng([whole("seed", seed, 0), 1])
    angle, w0 = rng.uniform(0, 2 * np.pi), rng.uniform(-0.2, 0.2)
    return np.array([w0, np.cos(angle), np.sin(angle)])


def all_bits(d):
    """All inputs of d bits in counting order, (2^d, d).

    >>> all_bits(2).tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    """
    if whole("d", d) > 16:
        raise ValueError(f"d must be at most 16, got {d}")
    return np.array(list(product([0.0, 1.0], repeat=d)))


def boolean(d, number):
    """The Boolean function of d bits that is, at the i-th of `all_bits(d)`, bit i of `number` (slide 39).

    >>> boolean(2, 0b1000).labels.tolist()                      # AND is 1 at input 3 = (1, 1) only
    [0, 0, 0, 1]
    """
    X = all_bits(d)
    if whole("number", number, 0) >= 2 ** len(X):
        raise ValueError(f"number must be below 2^(2^{d}), got {number}")
    return Dataset(X, np.array([number >> i & 1 for i in range(len(X))]))


def parity(d):
    """All inputs of d bits; class 1 if the number of ones is odd.

    >>> parity(2).labels.tolist()                               # 00, 01, 10, 11
    [0, 1, 1, 0]
    """
    X = all_bits(d)
    return Dataset(X, X.sum(1).astype(int) % 2)


def xor_corners():
    """Exclusive or, the four points (0,0) (0,1) (1,0) (1,1) of slide 39."""
    return parity(2)


def line(n=20, noise=0.2, seed=0):
    """Regression: t = 2 x + 0.3 and normal noise, x evenly from -1 to 1."""
    return _regression(lambda x: 2 * x + 0.3, n, noise, seed)


def sine(n=40, noise=0.0, seed=0):
    """Regression: t = sin(2 pi x) and normal noise, x evenly from -1 to 1."""
    return _regression(lambda x: np.sin(2 * np.pi * x), n, noise, seed)


def nine_points(x9=2.0):
    """Nine points on a line for slide 36: -2 ... -0.5 of class 0, 0.5 ... 2 and x9 of class 1; x9 is the one to move."""
    x = np.array([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, number("x9", x9)])
    return Dataset(x[:, None], np.array([0] * 4 + [1] * 5))


def _start(n, noise, seed, classes=2):
    return np.arange(whole("n", n, classes)) % classes, nonnegative("noise", noise), generator("seed", seed)


def _blurred(X, labels, noise, rng):
    return Dataset(X + noise * rng.standard_normal(X.shape), labels)


def _polar(radius, angle):
    return radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _regression(f, n, noise, seed):
    x = np.linspace(-1, 1, whole("n", n, 2))
    return Dataset(x[:, None], f(x) + nonnegative("noise", noise) * generator("seed", seed).standard_normal(n))
