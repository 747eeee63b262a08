"""The network of slide 42, y^(k) = g^(k)(W^(k) y^(k-1)); with one layer it is the perceptron of slide 30."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from lecture12.activations import ACTIVATIONS, Activation
from lecture12.checks import choice, common, finite, floats, generator, positive, whole

quiet = np.errstate(all="ignore")                       # a decorator: divergence shows in E, not in NumPy's warnings


def with_bias(X):
    """X with the column x_0 = 1 in front: (..., N, d) -> (..., N, 1+d), or (d,) -> (1+d,).

    >>> with_bias(np.array([[5., 7.]]))
    array([[1., 5., 7.]])
    """
    X = floats("X", X, 1)
    biased = np.empty((*X.shape[:-1], X.shape[-1] + 1), X.dtype)
    biased[..., 0] = 1
    biased[..., 1:] = X
    return biased


class Pass(NamedTuple):
    """What a forward pass leaves behind, for a backward pass to use again."""

    y: dict[int, np.ndarray]            # y^(k), k = 0..l, shape (..., N, n_k); y[0] is X
    z: dict[int, np.ndarray]            # z^(k), k = 1..l, shape (..., N, n_k)
    biased: dict[int, np.ndarray]       # y^(k) with its bias unit 1 in front, k = 0..l-1, shape (..., N, 1+n_k)


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A network, or a stack of them: weights W[k] (..., n_k, 1+n_{k-1}) and activations g[k], k = 1..l.

    Column 0 of W[k] is the bias; leading axes of W are the stack, which every function of the package takes and returns.
    W: a mapping keyed 1..l, or a sequence; g: the same, or one for all layers, objects or names of ACTIVATIONS.
    Raises ValueError or TypeError for shapes that do not fit each other, weights that are not finite, unknown names, and
    objects that are no activation.

    >>> net = Network([[[-1., 2., 3.]]], "identity")                        # y = -1 + 2 x1 + 3 x2
    >>> net([[1., 1.], [0., 0.]])
    array([[ 4.],
           [-1.]])
    """

    W: Mapping[int, np.ndarray]
    g: Mapping[int, Activation]

    def __post_init__(self):
        W = {k: finite(f"W[{k}]", w, 2).copy() for k, w in _keyed("W", self.W).items()}
        g = self.g if isinstance(self.g, Mapping | list | tuple) else [self.g] * len(W)
        g = {k: choice(f"g[{k}]", a, ACTIVATIONS, "derivative") for k, a in _keyed("g", g, len(W)).items()}
        for k in W:
            expected = (*W[1].shape[:-2], W[k].shape[-2], 1 + W[k - 1].shape[-2]) if k > 1 else W[1].shape
            if W[k].shape != expected or W[k].shape[-2] < 1 or W[k].shape[-1] < 2:
                shapes = ", ".join(str(w.shape) for w in W.values())
                raise ValueError(f"W[{k}] must have shape (..., n_{k}, 1+n_{k - 1}), got W of the shapes {shapes}")
        self._set(W, MappingProxyType(g))

    def _set(self, W, g):
        for w in W.values():
            w.flags.writeable = False
        object.__setattr__(self, "W", MappingProxyType(W))
        object.__setattr__(self, "g", g)
        return self

    @classmethod
    def random(cls, sizes, g, rng, stack=(), scale=1.0):
        """A network of the sizes [d, n_1, ..., n_l]; all weights, biases too, are drawn from N(0, scale^2).

        rng: a numpy Generator or a seed; stack: the shape of the stack, a number or a tuple.

        >>> Network.random([2, 8, 1], ["tanh", "sigmoid"], rng=0, stack=100)
        Network(2-8-1, tanh, sigmoid, stack=(100,))
        """
        sizes = [whole(f"sizes[{k}]", n) for k, n in enumerate(np.ravel(np.asarray(sizes, object)).tolist())]
        if len(sizes) < 2:
            raise ValueError(f"sizes must be [d, n_1, ..., n_l] with at least one layer, got {sizes}")
        stack = [whole("stack", n) for n in np.ravel(stack).tolist()]
        rng, scale = generator("rng", rng), positive("scale", scale)
        return cls([scale * rng.standard_normal((*stack, n, 1 + m)) for m, n in zip(sizes, sizes[1:], strict=False)], g)

    def replace(self, W):
        """The same network with other weights, of any stack. Not checked, as training does it at every step."""
        return object.__new__(Network)._set(W, self.g)

    @quiet
    def __call__(self, X):
        """y^(l), shape (..., N, n_l), for finite X (N, d), or (..., N, d) with the leading axes of the stack."""
        X = finite("X", X, 2)
        common(net=self.stack, X=X.shape[:-2])
        return self.forward(X).y[self.l]

    def forward(self, X, biased_X=None):
        """All z^(k) and y^(k), the first half of slide 66, as a Pass. biased_X: with_bias(X), if that is known already."""
        X = floats("X", X)
        if X.ndim < 2 or X.shape[-1] + 1 != self.W[1].shape[-1]:
            raise ValueError(f"X must have shape (..., N, {self.sizes[0]}) for {self!r}, got {X.shape}")
        y, z, biased = {0: X}, {}, {}
        for k, W in self.W.items():
            biased[k - 1] = with_bias(y[k - 1]) if k > 1 or biased_X is None else biased_X
            z[k] = biased[k - 1] @ W.mT                     # z^(k) = W^(k) y^(k-1), one row per sample
            y[k] = self.g[k](z[k])                          # y^(k) = g^(k)(z^(k))
        return Pass(y, z, biased)

    def slope(self, p, k):
        """g_k'(z^(k)) at a Pass p, from y^(k) where that is enough: tanh' = 1 - y^2. Slide 66 writes g'(y) in this sense."""
        g = self.g[k]
        return g.derivative_from(p.y[k]) if hasattr(g, "derivative_from") else g.derivative(p.z[k])

    @property
    def l(self):  # noqa: E743
        """The number of layers."""
        return len(self.W)

    @property
    def sizes(self):
        """(d, n_1, ..., n_l)."""
        return (self.W[1].shape[-1] - 1, *(W.shape[-2] for W in self.W.values()))

    @property
    def stack(self):
        """The shape of the stack, () for a single network."""
        return self.W[1].shape[:-2]

    @property
    def count(self):
        """The number of weights of one network, biases included."""
        return sum(prod(W.shape[-2:]) for W in self.W.values())

    @property
    def flat(self):
        """All weights in one row, layer by layer: (..., count)."""
        return np.concatenate([W.reshape(*self.stack, -1) for W in self.W.values()], axis=-1)

    def unflatten(self, flat):
        """The inverse of `flat`, for any stack: (..., count) -> matrices keyed 1..l."""
        ends = np.cumsum([prod(W.shape[-2:]) for W in self.W.values()])[:-1]
        parts = np.split(flat, ends, axis=-1)
        return {k: part.reshape(*flat.shape[:-1], *self.W[k].shape[-2:]) for k, part in enumerate(parts, 1)}

    def __getitem__(self, index):
        """The networks at `index` of the stack: net[3], net[2:5], net[mask]."""
        if not self.stack:
            raise TypeError(f"{self!r} is a single network, it has no index")
        index = index if isinstance(index, tuple) else (index,)
        return self.replace({k: W[*index, ..., :, :] for k, W in self.W.items()})

    def broadcast(self, stack):
        """The same network, repeated to the stack shape given."""
        return self.replace({k: np.broadcast_to(W, (*stack, *W.shape[-2:])) for k, W in self.W.items()})

    def __repr__(self):
        words = ["-".join(map(str, self.sizes)), *(getattr(g, "name", type(g).__name__) for g in self.g.values())]
        return f"Network({', '.join(words)}{f', stack={self.stack}' if self.stack else ''})"


def _keyed(name, values, layers=None):
    """`values`, a mapping keyed 1..l or a sequence, as a dict keyed 1..l; ValueError if there is not one per layer."""
    if not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a mapping keyed 1..l, or a list with one entry for each layer, got {values!r}")
    keyed = dict(values) if isinstance(values, Mapping) else dict(enumerate(values, 1))
    expected = list(range(1, 1 + (layers or max(1, len(keyed)))))
    if set(keyed) != set(expected):
        raise ValueError(f"{name} must have the keys {expected}, one for each layer, got {list(keyed)}")
    return {k: keyed[k] for k in expected}
