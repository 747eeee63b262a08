"""Best labellings against brute force over many lines, and on features of any scale."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture12 import data
from lecture12.expressions import Expression
from lecture12.labellings import best_labelling


def right(X, labels):
    """How many of the labels the best perceptron gets right; its weights must give the labelling returned."""
    t, w = best_labelling(X, labels)
    assert np.array_equal(w[0] + X @ w[1:] >= 0, t == 1)
    return int((t == labels).sum())


def test_the_sixteen_boolean_functions():
    solved = [number for number in range(16) if right(*data.boolean(2, number)) == 4]
    assert len(solved) == 14 and set(range(16)) - set(solved) == {0b0110, 0b1001}       # XOR and XNOR


@given(st.lists(st.tuples(*[st.integers(-4, 4)] * 2), min_size=5, max_size=5), st.integers(0, 31))
@settings(max_examples=40, deadline=None)
def test_no_random_line_does_better(points, number):
    X, labels = np.array(points, dtype=float), number >> np.arange(5) & 1
    w = np.random.default_rng(0).standard_normal((20_000, 3))
    w[:, 0] *= 5
    outputs = w[:, :1] + w[:, 1:] @ X.T >= 0
    assert right(X, labels) >= (outputs == labels).sum(1).max()


@pytest.mark.parametrize("text", [
    "x", "x**3", "sin(9*x)", "exp(50*x)", "1e-12*x", "1e12*x + 5", "1e307*(x - 0.5)", "x - 1e9"])
def test_no_feature_of_one_coordinate_solves_xor(text):
    X, labels = data.xor_corners()
    phi = Expression(text)(X)
    assert right(phi, labels) == 3
    w = np.random.default_rng(0).standard_normal((1000, 2))
    g = w @ Expression(text)(np.array([[0, 0], [1, 1], [0, 1], [1, 0]])).T              # f(x) = w1 phi(x1) + w2 phi(x2)
    np.testing.assert_allclose(g[:, 0] + g[:, 1], g[:, 2] + g[:, 3], rtol=1e-9)


@pytest.mark.parametrize(("text", "expected"), [
    ("x1*x2", 4), ("1e-9*x1*x2", 4), ("abs(x1 - x2)", 4), ("x1 + x2", 3), ("1", 3)])
def test_one_feature_of_both_coordinates_does(text, expected):
    X, labels = data.xor_corners()
    assert right(np.column_stack([X, Expression(text, ("x1", "x2"))(*X.T)]), labels) == expected


def test_bad_arguments():
    with pytest.raises(ValueError, match=r"N <= 8, got \(9, 1\)"):
        best_labelling(np.zeros((9, 1)), np.zeros(9, int))
    with pytest.raises(ValueError, match="X must be finite"):
        best_labelling([[np.nan]], [0])
