"""XOR with hidden units (slide 44): what a hidden unit computes, a solution by hand, and a hundred random starts."""

import numpy as np

from lecture12.data import all_bits, xor_corners
from lecture12.dataset import Dataset
from lecture12.network import Network
from lecture12.objective import Objective
from lecture12.training import gradient_descent

# what a unit is called that is on at these of the inputs 00, 01, 10, 11; the number is that of data.boolean
NAMES = ("never", "NOR", "x₂ only", "NOT x₁", "x₁ only", "NOT x₂", "XOR", "NAND",
         "AND", "XNOR", "x₂", "NOT x₁ OR x₂", "x₁", "x₁ OR NOT x₂", "OR", "always")
STARTS = 100
E = Objective("cross-entropy")


def corners():
    """The four examples of XOR with -1 in place of 0, in the order 00, 01, 10, 11: centred inputs learn faster.

    >>> corners().X.astype(int).tolist(), corners().labels.tolist()
    ([[-1, -1], [-1, 1], [1, -1], [1, 1]], [0, 1, 1, 0])
    """
    return Dataset(2 * xor_corners().X - 1, xor_corners().labels)


def by_hand(s=10.0):
    """OR and NAND, and the AND of both: XOR without learning, for inputs -1 and +1, the steeper the larger s.

    >>> by_hand()(corners().X).round(3).ravel() + 0.0
    array([0., 1., 1., 0.])
    """
    OR, NAND = [s, s, s], [s, -s, -s]                            # z = s (1 + x1 + x2), z = s (1 - x1 - x2)
    AND = [-3 * s, 2 * s, 2 * s]                                 # of y = 0 or 1: z = 2s (y1 + y2 - 3/2)
    return Network([[OR, NAND], [AND]], ["sigmoid", "sigmoid"])


def unit_names(net):
    """The Boolean function that each unit of the first layer computes at the four corners: it is on where z > 0.

    >>> unit_names(by_hand())
    ('OR', 'NAND')
    """
    on = net.forward(2 * all_bits(2) - 1).z[1] > 0                   # (4, h)
    return tuple(NAMES[number] for number in 2 ** np.arange(4) @ on)


def solved(net, margin=0.01):
    """Whether all four outputs are on the right side of 1/2, by more than rounding errors: shape (...) of the stack.

    >>> bool(solved(by_hand())), solved(Network.random([2, 1, 1], ["tanh", "sigmoid"], rng=0, stack=3))
    (True, array([False, False, False]))
    """
    X, labels = corners()
    return (np.abs(net(X)[..., 0] - labels) < 0.5 - margin).all(-1)


def starts(h, g, seed=0):
    """A hundred random networks 2-h-1 as one stack, all weights from N(0, 1); sigmoid output.

    >>> starts(2, "tanh")
    Network(2-2-1, tanh, sigmoid, stack=(100,))
    """
    return Network.random([2, h, 1], [g, "sigmoid"], np.random.default_rng(seed), stack=STARTS)


def descend(net, eta, steps=None, gradient=None):
    """Gradient descent on the cross-entropy of XOR: the snapshots of `gradient_descent`."""
    X, labels = corners()
    return gradient_descent(net, E, X, labels[:, None], eta, steps, **({"gradient": gradient} if gradient else {}))
