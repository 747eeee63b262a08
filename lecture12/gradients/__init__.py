"""Three ways to the gradient dE/dW^(k): f(objective, net, X, t) -> matrices keyed 1..l, shaped as net.W.

`naive` walks every path through the network (slides 48-51), `numerical` takes finite differences (slide 53),
`backprop` works backwards layer by layer (slides 55-66). They agree, and `check_gradient` measures how well.
All raise ValueError or TypeError for arguments that `Objective` rules out, and for options of theirs out of range.
"""

from lecture12.gradients.backprop import backprop
from lecture12.gradients.naive import naive
from lecture12.gradients.numerical import check_gradient, numerical

__all__ = ["backprop", "check_gradient", "naive", "numerical"]
