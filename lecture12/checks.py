"""Argument checks shared by the package: an error names the argument, what came and what is expected."""

import numpy as np


def positive(name, value):
    """Return `value` (a number or an array) as floats if all of it is finite and > 0.

    >>> positive("eta", -1)
    Traceback (most recent call last):
    ValueError: eta must be positive and finite, got -1
    """
    return _numbers(name, value, "positive", lambda v: v > 0)


def nonnegative(name, value):
    """Return `value` (a number or an array) as floats if all of it is finite and >= 0."""
    return _numbers(name, value, "nonnegative", lambda v: v >= 0)


def whole(name, value, least=1):
    """Return `value` as an int if it is a whole number >= `least`.

    >>> whole("n", 2.5)
    Traceback (most recent call last):
    TypeError: n must be a whole number >= 1, got 2.5
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number >= {least}, got {value!r}")
    if value < least:
        raise ValueError(f"{name} must be a whole number >= {least}, got {value}")
    return int(value)


def generator(name, value):
    """Return a numpy Generator for a Generator or a seed; None is refused, for it would not be reproducible.

    >>> generator("rng", None)
    Traceback (most recent call last):
    TypeError: rng must be a numpy Generator or a whole number >= 0 as its seed, got None
    """
    if isinstance(value, np.random.Generator):
        return value
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        raise TypeError(f"{name} must be a numpy Generator or a whole number >= 0 as its seed, got {value!r}")
    return np.random.default_rng(value)


def finite(name, value, ndim=None):
    """Return `value` as a float array (float32 stays float32), all finite, with at least `ndim` axes."""
    array = floats(name, value)
    if ndim is not None and array.ndim < ndim:
        raise ValueError(f"{name} must have at least {ndim} axes, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, got nan or inf among its {array.size} values")
    return array


def floats(name, value):
    """Return `value` as a float array; float32 stays float32, everything else becomes float64."""
    try:
        array = np.asarray(value)
    except ValueError:                                      # rows of different lengths
        array = np.array(None)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} must be an array of numbers, got {value!r}")
    return array if array.dtype.char in "fd" else array.astype(float)


def choice(name, value, registry):
    """Return `registry[value]` for a name, and an object of one's own as it is; a class or None is not one.

    >>> choice("loss", "huber", {"hinge": 1, "softmax": 2})
    Traceback (most recent call last):
    ValueError: loss must be one of 'hinge', 'softmax', got 'huber'
    """
    if value is None or isinstance(value, type):
        raise TypeError(f"{name} must be one of {', '.join(map(repr, registry))}, or an object like them, got {value!r}")
    if not isinstance(value, str):
        return value
    if value not in registry:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, registry))}, got {value!r}")
    return registry[value]


def _numbers(name, value, words, holds):
    array = floats(name, value)
    if not (np.isfinite(array) & holds(array)).all():
        raise ValueError(f"{name} must be {words} and finite, got {value!r}")
    return array if array.ndim else float(array)
