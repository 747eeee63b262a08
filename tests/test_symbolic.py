"""Formulas derived on paper: right as numbers, and how many pieces they are (slide 48)."""

from collections import Counter

import numpy as np
import pytest

from lecture12 import Network, Objective
from lecture12.gradients import backprop
from lecture12.notation import subscript
from lecture12.symbolic import chain, derive, evaluate, pieces, write

DEPTHS = range(1, 9)


def gradients(L):
    E, names = chain(L)
    return [derive(E, "w" + subscript(k)) for k in range(1, L + 1)], names


@pytest.mark.parametrize("L", DEPTHS)
def test_the_written_gradient_is_that_of_backprop(L):
    rng = np.random.default_rng(L)
    w, x, t = rng.standard_normal(L), 0.7, 0.2
    net = Network([[[0.0, v]] for v in w], "sigmoid")
    dW = backprop(Objective("squared error"), net, [[x]], [[t]])
    values = {"x": x, "t": t} | {"w" + subscript(k): v for k, v in enumerate(w, 1)}
    for k, gradient in enumerate(gradients(L)[0], 1):
        assert evaluate(gradient, values) == pytest.approx(dW[k][0, 1], rel=1e-12)


def test_rules_against_differences():
    u = ("+", ("·", ("²", "x"), ("σ", ("·", "x", "y"))), ("−", ("·", 3, "x"), ("σ", ("²", "x"))))
    values, eps = {"x": 0.6, "y": -1.2}, 1e-6
    plus, minus = (evaluate(u, values | {"x": 0.6 + sign * eps}) for sign in (1, -1))
    assert evaluate(derive(u, "x"), values) == pytest.approx((plus - minus) / (2 * eps), rel=1e-8)
    assert derive(u, "z") == 0


def test_what_cannot_be_derived_is_said():
    for u in (("σ′", "x"), ("√", "x"), 1.5):
        with pytest.raises(ValueError, match="u must be a formula"):
            derive(u, "x")
    with pytest.raises(ValueError, match="depth"):
        chain(0)


def test_distinct_pieces_grow_linearly_and_written_ones_cubically():
    written, all_written, distinct = [], [], []
    for L in DEPTHS:
        counted = [pieces(gradient) for gradient in gradients(L)[0]]
        together = sum(counted, Counter())
        written.append(counted[0].total())
        all_written.append(together.total())
        distinct.append(len(together))
    assert set(np.diff(distinct)) == {7}                        # z, y, w, σ′(z), and three products for each layer
    assert len(set(np.diff(written, 2))) == 1 and np.diff(written, 2)[0] > 0        # quadratic
    assert len(set(np.diff(all_written, 3))) == 1 and np.diff(all_written, 3)[0] > 0    # cubic


@pytest.mark.parametrize("L", [3, 6])
def test_each_factor_stands_once_in_the_gradient_of_every_layer_below(L):
    found, names = gradients(L)
    for m in range(1, L + 1):
        times = [write(gradient, names).count(f"σ′(z{subscript(m)})") for gradient in found]
        assert times == [1] * m + [0] * (L - m)


def test_brackets_where_they_are_needed():
    assert write(("·", ("−", "a", "b"), ("+", "c", "d"))) == "(a−b)·(c+d)"
    assert write(("−", "a", ("−", "b", "c"))) == "a−(b−c)"
    assert write(("²", ("·", "a", "b")), {("·", "a", "b"): "z"}) == "z²"
