"""Slide 40: the kernel and its features are one model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.kernel_ridge import KernelRidge

from lecture12 import data, with_bias
from lecture12.kernels import kernel_ridge, quadratic, quadratic_kernel
from lecture12.shrinkage import ridge


@given(st.integers(0, 99), st.integers(1, 20), st.integers(1, 20))
def test_the_kernel_is_the_product_of_the_features(seed, n, m):
    X, Y = np.random.default_rng(seed).uniform(-1.5, 1.5, (2, 20, 2))
    phi = with_bias(quadratic(X[:n])) @ with_bias(quadratic(Y[:m])).T
    assert quadratic_kernel(X[:n], Y[:m]).shape == (n, m)
    assert np.abs(quadratic_kernel(X[:n], Y[:m]) - phi).max() < 1e-12


@pytest.mark.parametrize("lam", [0.1, 1.0, 10.0])
@pytest.mark.parametrize("dataset", [data.xor, data.rings, data.moons])
def test_features_and_kernel_give_one_output(dataset, lam):
    X, labels = dataset(100, 0.1, 0)
    t, new = 2.0 * labels - 1, np.random.default_rng(1).uniform(-1.5, 1.5, (200, 2))
    w, a = ridge(quadratic(X), t, lam, bias=True), kernel_ridge(quadratic_kernel, X, t, lam)
    by_features, by_kernel = with_bias(quadratic(new)) @ w, quadratic_kernel(new, X) @ a
    assert np.abs(by_features - by_kernel).max() < 1e-12
    other = KernelRidge(alpha=lam, kernel="poly", degree=2, gamma=1, coef0=1).fit(X, t).predict(new)
    assert np.allclose(by_kernel, other, atol=1e-8)


def test_the_weights_are_in_the_kernel_solution():
    X, labels = data.xor(40, 0.1, 0)
    a = kernel_ridge(quadratic_kernel, X, 2.0 * labels - 1, 1.0)
    w = with_bias(quadratic(X)).T @ a
    assert np.allclose(w, ridge(quadratic(X), 2.0 * labels - 1, 1.0, bias=True))
    assert a @ quadratic_kernel(X, X) @ a == pytest.approx(w @ w)


def test_stacks_and_bad_input():
    assert quadratic(np.zeros((4, 3, 2))).shape == (4, 3, 5)
    with pytest.raises(ValueError, match=r"X must have shape \(..., N, 2\), got \(3, 3\)"):
        quadratic(np.zeros((3, 3)))
    with pytest.raises(ValueError, match="lam must be positive"):
        kernel_ridge(quadratic_kernel, np.zeros((2, 2)), np.zeros(2), 0.0)
