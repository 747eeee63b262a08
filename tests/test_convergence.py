"""The mistakes, looked up ahead, against perceptron_learning; the two bounds hold at every one of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture12 import data
from lecture12.convergence import bound_from, lower, mistakes, upper
from lecture12.perceptron import bound, max_margin, perceptron_learning

START = np.array([0.0, 3.0, 3.0])


@pytest.mark.parametrize("order", ["fixed", "random"])
@pytest.mark.parametrize("eta", [0.01, 1.0, 10.0])
@pytest.mark.parametrize("start", [0 * START, START])
@pytest.mark.parametrize("dataset", [data.separable(40, 0.1), data.separable(15, 0.02, 7), data.xor_corners()])
def test_the_same_as_perceptron_learning(dataset, start, eta, order):
    X, t = dataset
    run = mistakes(X, t, start, eta, order, epochs=30, rng=3)
    steps = list(perceptron_learning(X, t, start, eta, order, epochs=30, rng=3))
    wrong = [s for s in steps if s.mistake]
    assert run.epochs == steps[-1].epoch and run.converged == (not any(s.mistake for s in steps[-len(X):]))
    for name in ("tau", "epoch", "n", "w"):
        assert np.array_equal(getattr(run, name)[1:], [getattr(s, name) for s in wrong]), name
    assert np.array_equal(run.w[0], start)


@given(st.integers(0, 10_000), st.floats(0.02, 0.5), st.sampled_from([0.1, 1.0, 7.0]), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_w_stays_between_the_bounds_and_ends_within_them(seed, gap, eta, random, far):
    X, t = data.separable(30, gap, seed)
    start = START * far
    run = mistakes(X, t, start, eta, "random" if random else "fixed", 5000, seed)
    k, w_star = np.arange(len(run.n)), max_margin(X, t)
    reached, length = run.w @ w_star, np.linalg.norm(run.w, axis=1)                     # |w_star| = 1
    room = 1e-9 * (1 + length.max())
    assert run.converged and k[-1] <= bound_from(w_star, X, t, start, eta) + 1e-6
    assert (reached >= lower(k, w_star, X, t, start, eta) - room).all()
    assert (length <= upper(k, X, start, eta) + room).all() and (reached <= length + room).all()


def test_the_bound_is_where_the_bounds_cross():
    X, t = data.separable(40, 0.1)
    w_star = max_margin(X, t)
    for start, eta in [(0 * START, 1.0), (START, 0.01), (-START, 0.3), (START, 10.0)]:
        k = bound_from(w_star, X, t, start, eta)
        assert lower(k, w_star, X, t, start, eta) == pytest.approx(upper(k, X, start, eta))
    assert bound_from(w_star, X, t, 0 * START) == pytest.approx(bound(w_star, X, t))
    assert bound_from(w_star, X, t, 0 * START, 0.01) == pytest.approx(bound(w_star, X, t))      # eta cancels


def test_on_xor_the_length_stays_below_its_bound_for_ever():
    X, t = data.xor_corners()
    run = mistakes(X, t, epochs=200)
    assert not run.converged and run.epochs == 200
    assert (np.linalg.norm(run.w, axis=1) <= upper(np.arange(len(run.n)), X, np.zeros(3)) + 1e-9).all()


@pytest.mark.parametrize(("bad", "words"), [
    ({"order": "radnom"}, "order"), ({"epochs": 0}, "epochs"), ({"t": [-1, 1]}, "t must")])
def test_bad_arguments(bad, words):
    with pytest.raises((ValueError, TypeError), match=words):
        mistakes(**({"X": [[0.0], [1.0]], "t": [0, 1]} | bad))
