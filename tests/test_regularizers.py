"""Regularizers: each of the registry against differences; the proximal step against its definition; the bias left alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture12.regularizers import L1, L2, REGULARIZERS, NoRegularizer

every = pytest.mark.parametrize("omega", [*REGULARIZERS.values(), L1(bias=True), L2(bias=True)], ids=repr)
seeds = st.integers(0, 10**6)


@every
@given(seed=seeds)
def test_the_gradient_is_the_slope(omega, seed):
    rng, eps = np.random.default_rng(seed), 1e-6
    W, dW = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4))
    W[np.abs(W) < 1e-4] = 1                                                      # away from the kink of |w|
    slope = (omega(W + eps * dW) - omega(W - eps * dW)) / (2 * eps)
    np.testing.assert_allclose((omega.gradient(W) * dW).sum((-2, -1)), slope, rtol=1e-6, atol=1e-7)


@every
def test_shapes_of_a_stack_and_no_change_of_the_argument(omega):
    W = np.random.default_rng(0).normal(size=(5, 6, 3, 4))
    before = W.copy()
    assert omega(W).shape == (5, 6) and omega.gradient(W).shape == W.shape
    np.testing.assert_allclose(omega(W)[2, 3], omega(W[2, 3]))
    np.testing.assert_array_equal(W, before)


@pytest.mark.parametrize("omega", REGULARIZERS.values(), ids=repr)
def test_the_bias_is_left_alone(omega):
    W = np.array([[7.0, 0.5, -2.0]])
    moved = W + [[100.0, 0, 0]]
    assert omega(W) == omega(moved) and (omega.gradient(W)[..., 0] == 0).all()


def test_values_by_hand():
    W = np.array([[7.0, 0.5, -2.0]])
    assert (NoRegularizer()(W), L2()(W), L1()(W), L2(bias=True)(W), L1(bias=True)(W)) == (0, 4.25, 2.5, 53.25, 9.5)
    assert L2().gradient(W).tolist() == [[0, 1, -4]]                             # 2 W: a step is w <- (1 - 2 eta lambda) w
    assert L1().gradient(np.array([[7.0, 0.0, -2.0]])).tolist() == [[0, 0, -1]]


@given(seed=seeds, step=st.floats(0, 3))
def test_the_proximal_step_is_the_minimum_that_defines_it(seed, step):
    """argmin_V |V - W|^2 / 2 + step * |V|, weight by weight, on a fine grid."""
    W = np.random.default_rng(seed).normal(size=(1, 4))
    V, grid = L1().proximal(W, step), np.linspace(-6, 6, 6001)
    best = grid[((grid[:, None] - W[0, 1:]) ** 2 / 2 + step * np.abs(grid[:, None])).argmin(0)]
    np.testing.assert_allclose(V[0, 1:], best, atol=2.1e-3)
    assert V[0, 0] == W[0, 0]


def test_proximal_steps_of_a_stack_with_one_step_each():
    W = np.array([[[5.0, 1.0]], [[5.0, 1.0]], [[5.0, 1.0]]])
    assert L1().proximal(W, np.array([0.0, 0.25, 2.0]))[:, 0, 1].tolist() == [1, 0.75, 0]
    assert L1(bias=True).proximal(W, 0.5)[0].tolist() == [[4.5, 0.5]]


@every
def test_values_compare_and_print(omega):
    assert omega.name in REGULARIZERS and omega.formula.startswith("Ω(W) = ")
    assert eval(repr(omega)) == omega


@every
def test_what_is_no_matrix_is_refused(omega):
    for call in omega, omega.gradient:
        assert np.shape(call([[1, 2]])) == np.shape(call(np.array([[1.0, 2.0]])))
        with pytest.raises(ValueError, match=r"W must have at least 2 axes, got shape \(2,\)"):
            call([1.0, 2.0])


@pytest.mark.parametrize("kind", [L1, L2])
def test_lambda_is_not_taken_for_the_bias(kind):
    with pytest.raises(TypeError, match="bias must be True or False, got 0.1"):
        kind(0.1)
