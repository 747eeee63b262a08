"""Perceptron learning (slides 34-35) and the delta rule (slide 36); why the first ends, and when: lecture12/margins.py.

X (N, d) comes without its bias column; t (N,) or (N, 1) is 0 or 1; w (1+d,), or a stack (..., 1+d), has the bias first.
"""

from typing import NamedTuple

import numpy as np

from lecture12.activations import ACTIVATIONS, Step
from lecture12.checks import choice, common, finite, flag, generator, named, positive, whole
from lecture12.margins import binary, bound, margin, max_margin, samples, stability_limit
from lecture12.network import quiet, with_bias

__all__ = ["LearningStep", "bound", "delta_rule", "margin", "max_margin", "perceptron_learning", "stability_limit"]


class LearningStep(NamedTuple):
    """Step tau = 1, 2, ..., in epoch 1, 2, ...: sample n was seen with output y and target t, and w_before became w."""

    tau: int
    epoch: int
    n: int
    w_before: np.ndarray
    w: np.ndarray
    y: np.ndarray
    t: float
    mistake: np.ndarray


def perceptron_learning(X, t, w=None, eta=1.0, order="fixed", epochs=None, rng=None, bias=True):
    """Iterate over the samples; where the output is wrong, add the input vector or subtract it (slide 34).

    w <- w - eta (y - t) x with y = 1 if w^T x >= 0, else 0: eta = 1 adds or subtracts x itself. Ends with the first epoch
    without a mistake, or after `epochs` of them; None goes on as long as there are mistakes. w starts at 0 unless given.
    order: "fixed", or "random", every epoch in another order drawn from rng, a Generator or a seed.
    bias: False leaves out x_0 = 1 and w_0, and the boundary passes through the origin; w is (d,) then.

    >>> steps = list(perceptron_learning([[0.], [1.]], [0, 1]))                 # learn t = x
    >>> [s.w.tolist() for s in steps if s.mistake], len(steps)
    ([[-1.0, 0.0], [0.0, 1.0], [-1.0, 1.0]], 6)
    """
    binary(t)
    return _until_correct(delta_rule(X, t, Step(), eta, w, order, epochs, rng, bias), len(X))


def delta_rule(X, t, g="identity", eta=0.1, w=None, order="fixed", epochs=None, rng=None, bias=True):
    """Iterate w <- w - eta (y - t) phi with y = g(w^T phi), phi = (1, x), one sample at a time (slide 36).

    One line, three algorithms: perceptron learning for g = step; least mean squares for g = identity, gradient descent on
    (y - t)^2 / 2, t any real number; logistic regression for g = sigmoid, gradient descent on the cross-entropy.
    `mistake`: y and t lie on different sides of 1/2. Other arguments as above.

    >>> [s.w.tolist() for s in delta_rule([[1.], [2.]], [0, 1], "identity", eta=0.5, epochs=1)]
    [[0.0, 0.0], [0.5, 1.0]]
    """
    (X, t), eta = samples(X, t), np.asarray(positive("eta", eta, stack=True))
    flag("bias", bias)
    phi = with_bias(X) if bias else X
    w = np.zeros(phi.shape[1]) if w is None else finite("w", w, 1)
    if w.shape[-1:] != phi.shape[1:]:
        raise ValueError(f"w must have shape (..., {phi.shape[1]}){', bias first' * bias}, got {w.shape}")
    common(w=w.shape[:-1], eta=eta.shape)
    shuffled = named("order", order, {"fixed": False, "random": True})
    rng = generator("rng", rng) if shuffled else None
    epochs = epochs if epochs is None else whole("epochs", epochs)
    return _visit(phi, t, choice("g", g, ACTIVATIONS, "__call__"), eta, w, epochs, rng)


def _visit(phi, t, g, eta, w, epochs, rng):
    """The loop of both, whose arguments have been checked before the first step is asked for."""
    @quiet                                                                      # too large an eta shows in w
    def step(w, phi, t):
        y = g(w @ phi)
        return y, w - (eta * (y - t))[..., None] * phi                          # w <- w - eta (y - t) phi

    tau = epoch = 0
    while epochs is None or epoch < epochs:
        epoch += 1
        for n in range(len(phi)) if rng is None else rng.permutation(len(phi)).tolist():
            tau, w_before = tau + 1, w
            y, w = step(w, phi[n], t[n])
            yield LearningStep(tau, epoch, n, w_before, w, y, t[n], (y >= 0.5) != (t[n] >= 0.5))


def _until_correct(steps, N):
    mistaken = False
    for step in steps:
        mistaken |= step.mistake.any()
        yield step
        if step.tau % N == 0:
            if not mistaken:
                return
            mistaken = False
