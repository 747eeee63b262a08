"""The chain rule with finite changes (slides 49-50): what a change of x does to z, exactly and by local slopes."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lecture12.activations import Sigmoid
from lecture12.checks import floats

sigma = Sigmoid()


class Change(NamedTuple):
    """The exact changes dy and dz for a change of x, and what the local slopes say of them."""

    dy: np.ndarray
    dz: np.ndarray
    linear_y: np.ndarray                # (dy/dx) Δx
    linear_z: np.ndarray                # (dz/dy)(dy/dx) Δx


@dataclass(frozen=True)
class Chain:
    """x -> y = f(x) -> z = g(y), with the local slopes f' = dy/dx and g' = dz/dy (slide 49).

    >>> Chain(np.square, lambda x: 2 * x, np.negative, lambda y: -1.0).change(1.0, 0.5)     # y = x², z = −y
    Change(dy=1.25, dz=-1.25, linear_y=1.0, linear_z=-1.0)
    """

    f: object
    f_slope: object
    g: object
    g_slope: object

    def at(self, x):
        """(y, z, dy/dx, dz/dy) at x."""
        y = self.f(x)
        return y, self.g(y), self.f_slope(x), self.g_slope(y)

    def change(self, x, dx):
        """Δy and Δz, exactly and to first order, for Δx (numbers or arrays)."""
        y, z, dy_dx, dz_dy = self.at(x)
        moved = self.f(x + dx)
        return Change(*map(_plain, (moved - y, self.g(moved) - z, dy_dx * dx, dz_dy * dy_dx * dx)))


def _plain(number):
    return number if np.ndim(number) else float(number)


CHAINS = {
    "y = x², z = sin y": Chain(np.square, lambda x: 2 * x, np.sin, np.cos),
    "y = σ(3x), z = y²": Chain(lambda x: sigma(3 * x), lambda x: 3 * sigma.derivative(3 * x), np.square, lambda y: 2 * y),
    "y = sin 2x, z = eʸ": Chain(lambda x: np.sin(2 * x), lambda x: 2 * np.cos(2 * x), np.exp, np.exp),
    "y = 2x, z = −y/2": Chain(lambda x: 2 * x, lambda x: 2.0, lambda y: -y / 2, lambda y: -0.5),
}


def total_derivative(dz_dy, dy_dx, without=()):
    """dz/dx = Σ_i ∂z/∂y_i ∂y_i/∂x (slide 50), leaving out the paths named in `without`.

    >>> total_derivative([2, -1], [3, 4]), total_derivative([2, -1], [3, 4], without=[1])
    (2.0, 6.0)
    """
    products = floats("dz_dy", dz_dy) * floats("dy_dx", dy_dx)
    return float(sum(p for i, p in enumerate(products) if i not in without))
