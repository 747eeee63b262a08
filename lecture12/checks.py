"""Argument checks shared by the package: an error names the argument, what came and what is expected."""

from collections.abc import Mapping

import numpy as np


def positive(name, value, stack=False):
    """Return `value`, a number, or with stack=True an array of them, as floats if all of it is finite and > 0.

    >>> positive("eta", -1)
    Traceback (most recent call last):
    ValueError: eta must be positive and finite, got -1
    """
    return _numbers(name, value, stack, "positive", lambda v: v > 0)


def nonnegative(name, value, stack=False):
    """Return `value`, a number, or with stack=True an array of them, as floats if all of it is finite and >= 0."""
    return _numbers(name, value, stack, "nonnegative", lambda v: v >= 0)


def number(name, value):
    """Return `value` as a float if it is a single finite number."""
    return _numbers(name, value, False, "a number", lambda v: True)


def flag(name, value):
    """Raise TypeError unless `value` is True or False: bias=0.1 would be taken for True."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {value!r}")


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
    array = floats(name, value, ndim)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, got nan or inf among its {array.size} values")
    return array


def floats(name, value, ndim=None):
    """Return `value` as a float array with at least `ndim` axes; float32 stays float32, everything else becomes float64."""
    try:
        array = np.asarray(value)
    except ValueError:                                      # rows of different lengths
        array = np.array(None)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} must be an array of numbers, got {value!r}")
    if ndim is not None and array.ndim < ndim:
        raise ValueError(f"{name} must have at least {ndim} axes, got shape {array.shape}")
    return array if array.dtype.char in "fd" else array.astype(float)


def named(name, value, registry):
    """Return `registry[value]`.

    >>> named("loss", "huber", {"hinge": 1, "softmax": 2})
    Traceback (most recent call last):
    ValueError: loss must be one of 'hinge', 'softmax', got 'huber'
    """
    if not isinstance(value, str) or value not in registry:
        error = ValueError if isinstance(value, str) else TypeError
        raise error(f"{name} must be one of {', '.join(map(repr, registry))}, got {value!r}")
    return registry[value]


def choice(name, value, registry, method=None):
    """Return `registry[value]` for a name, and an object of one's own as it is: no class, not None, and if a `method` is
    named, something that can be called and has it.

    >>> choice("loss", 0.1, {"hinge": 1, "softmax": 2}, "gradient")
    Traceback (most recent call last):
    TypeError: loss must be one of 'hinge', 'softmax', or an object like them, got 0.1 without .gradient()
    """
    if isinstance(value, str):
        return named(name, value, registry)
    lacks = f" without .{method}()" if method and not (callable(value) and hasattr(value, method)) else ""
    if value is None or isinstance(value, type) or lacks:
        names = ", ".join(map(repr, registry))
        raise TypeError(f"{name} must be one of {names}, or an object like them, got {value!r}{lacks}")
    return value


def function(name, value):
    """Raise TypeError unless `value` can be called."""
    if not callable(value):
        raise TypeError(f"{name} must be a function, not the name of one, got {value!r}")


def instance(name, value, kind):
    """Raise TypeError unless `value` is of the class `kind`."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be of the class {kind.__name__}, got {value!r}")


def common(**stacks):
    """The shape to which all stacks broadcast, () for no stack.

    >>> common(net=(4,), eta=(3,), X=())
    Traceback (most recent call last):
    ValueError: the stacks of net (4,), eta (3,) must broadcast against each other
    """
    try:
        return np.broadcast_shapes(*stacks.values())
    except ValueError:
        words = ", ".join(f"{name} {shape}" for name, shape in stacks.items() if shape)
        raise ValueError(f"the stacks of {words} must broadcast against each other") from None


def like(name, matrices, W):
    """Return `matrices`, which a function `name` has returned, if their keys and shapes are those of W, keyed 1..l."""
    if not isinstance(matrices, Mapping) or set(matrices) != set(W):
        raise TypeError(f"{name} must return one matrix for each of the keys {list(W)}, got {matrices!r}")
    for k in W:
        if (shape := np.shape(matrices[k])) != W[k].shape:
            raise ValueError(f"{name} must return for layer {k} the shape of its W, {W[k].shape}, got {shape}")
    return matrices


def _numbers(name, value, stack, words, holds):
    array = floats(name, value)
    if array.ndim and not stack:
        raise TypeError(f"{name} must be a single number, got {value!r}")
    if not (np.isfinite(array) & holds(array)).all():
        raise ValueError(f"{name} must be {words} and finite, got {value!r}")
    return array if array.ndim else float(array)
