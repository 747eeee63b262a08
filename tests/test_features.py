"""Features: names, values by hand, and what slides 32-39 say they can and cannot do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture12 import data
from lecture12.features import FEATURES, Features, lookup_table, polynomial
from lecture12.perceptron import max_margin


def test_values_by_hand():
    phi = Features(FEATURES)
    assert phi(np.array([[3.0, 4.0]])).round(12).tolist() == [[3, 4, 9, 16, 12, 5, 0, 0]]
    assert Features(["sin x1", "sin x2"])([[0.5, -0.5]]).tolist() == [[1, -1]]
    assert polynomial(4)([[2.0], [-1.0]]).tolist() == [[2, 4, 8, 16], [-1, 1, -1, 1]]


@pytest.mark.parametrize("phi, d", [(Features(), 2), (Features(["r"]), 2), (polynomial(5), 1), (lookup_table(3), 3)])
def test_one_row_of_len_phi_features_for_each_sample(phi, d):
    X = np.random.default_rng(0).normal(size=(7, 5, d))
    assert phi(X).shape == (7, 5, len(phi))
    np.testing.assert_array_equal(phi(X)[3], phi(X[3]))
    assert eval(repr(phi)) == phi


@given(st.integers(1, 5))
def test_the_lookup_table_has_one_indicator_for_each_input(d):
    np.testing.assert_array_equal(lookup_table(d)(data.all_bits(d)), np.eye(2**d))


def test_with_the_product_a_perceptron_can_do_exclusive_or_and_with_squares_it_cannot():
    X, labels = data.xor_corners()
    assert max_margin(Features(["x1", "x2", "x1·x2"])(X), labels) is not None
    assert max_margin(Features(["x1", "x2", "x1²", "x2²", "sin x1", "sin x2"])(X), labels) is None     # one coordinate each


@pytest.mark.parametrize("make, error, words", [
    (lambda: Features(["x3"]), ValueError, "names must be one of 'x1'.*got 'x3'"),
    (lambda: Features([]), ValueError, "at least one of x1"),
    (lambda: polynomial(0), ValueError, "degree must be a whole number >= 1, got 0"),
    (lambda: polynomial(1.5), TypeError, "degree .* got 1.5"),
    (lambda: lookup_table(17), ValueError, "d must be at most 16"),
    (lambda: Features()([[1.0, 2.0, 3.0]]), ValueError, r"X must have shape \(..., N, 2\), got \(1, 3\)"),
    (lambda: Features()([[1.0, np.inf]]), ValueError, "X must be finite"),
    (lambda: polynomial(2)([1.0]), ValueError, "X must have at least 2 axes"),
])
def test_bad_input(make, error, words):
    with pytest.raises(error, match=words):
        make()
