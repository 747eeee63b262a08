"""Regularized weights (slide 38) against scikit-learn, closed forms and the conditions of an optimum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Lasso, Ridge

from lecture12 import Network, Objective, fits, with_bias
from lecture12.regularizers import L1, L2
from lecture12.shrinkage import TRUE, decay_factor, eight_features, minimum, ridge, weight_path
from lecture12.training import gradient_descent

LAMS = np.array([0.01, 0.5, 3.0, 10.0, 40.0, 150.0, 1000.0])
X, T = eight_features(50)


@pytest.mark.parametrize("n", [20, 50, 200])
def test_l2_path_is_ridge(n):
    X, t = eight_features(n, seed=3)
    w = weight_path(X, t, LAMS, "L2")
    assert np.allclose(w, ridge(X, t, LAMS), atol=1e-5)
    for lam, row in zip(LAMS, w, strict=True):
        model = Ridge(alpha=lam).fit(X, t)
        assert np.allclose(row, [model.intercept_, *model.coef_], atol=1e-5)
        assert np.allclose(row, fits.least_squares(X, t, lam), atol=1e-5)


@pytest.mark.parametrize("n", [20, 50, 200])
def test_proximal_l1_path_is_the_lasso(n):
    X, t = eight_features(n, seed=3)
    w = weight_path(X, t, LAMS, "L1", proximal=True)
    for lam, row in zip(LAMS, w, strict=True):
        model = Lasso(alpha=lam / 2 / n, tol=1e-12, max_iter=100_000).fit(X, t)      # (1/2N) Σ (y−t)² + α Σ |w|
        assert np.allclose(row, [model.intercept_, *model.coef_], atol=1e-5)
        assert ((row[1:] == 0) == (model.coef_ == 0)).all()                  # the same exact zeros


def test_zeros_by_the_proximal_step_and_none_by_the_subgradient():
    counts = {method: (weight_path(X, T, LAMS, "L1", proximal)[:, 1:] == 0).sum(1)
              for method, proximal in (("proximal", True), ("subgradient", False))}
    assert counts["proximal"][0] == 0 and counts["proximal"][-1] == 8 and (np.diff(counts["proximal"]) >= 0).all()
    assert not counts["subgradient"].any()
    assert not (weight_path(X, T, LAMS, "L2")[:, 1:] == 0).any()


def test_the_subgradient_comes_near_the_lasso():
    plain, exact = (weight_path(X, T, LAMS, "L1", proximal) for proximal in (False, True))
    assert np.abs(plain - exact).max() < 0.1
    assert 0 < np.abs(plain[-1, 1:]).max() < 0.05                            # near 0, never on it


@pytest.mark.parametrize("regularizer", ["L1", "L2"])
def test_the_path_is_a_stack_of_single_runs(regularizer):
    together = weight_path(X, T, LAMS, regularizer, regularizer == "L1", steps=50)
    alone = [weight_path(X, T, lam, regularizer, regularizer == "L1", steps=50) for lam in LAMS]
    assert np.allclose(together, alone, atol=1e-12)


@pytest.mark.parametrize("regularizer", ["L1", "L2"])
def test_doubling_the_data_halves_lambda(regularizer):
    twice = weight_path(np.tile(X, (2, 1)), np.tile(T, 2), 2 * LAMS, regularizer, regularizer == "L1")
    assert np.allclose(twice, weight_path(X, T, LAMS, regularizer, regularizer == "L1"), atol=1e-9)


def test_all_weights_vanish_from_a_known_lambda_on():
    """L1: w = 0 is optimal as soon as λ is the largest |∂ data part / ∂w| at 0."""
    limit = 2 * np.abs((X - X.mean(0)).T @ (T - T.mean())).max()
    w = weight_path(X, T, limit * np.array([0.99, 1.01]), "L1", proximal=True)[:, 1:]
    assert (w[0] != 0).sum() == 1 and not w[1].any()


def test_eight_features_are_continued_by_more_of_them():
    assert np.array_equal(eight_features(80).X[:30], eight_features(30).X)
    X, t = eight_features(100_000, noise=0.0)
    assert np.allclose(fits.least_squares(X, t), [1, *TRUE])


@given(st.floats(0.01, 100), st.booleans(), st.integers(0, 99))
def test_ridge_is_the_minimum(lam, bias, seed):
    rng = np.random.default_rng(seed)
    X, t = rng.standard_normal((12, 3)) + 2, rng.standard_normal(12)
    w = ridge(X, t, lam, bias)
    gradient = 2 * with_bias(X).T @ (with_bias(X) @ w - t) + L2(bias=bias).gradient(w[None])[0] * lam
    assert np.abs(gradient).max() < 1e-8 * max(1, lam)


def test_ridge_takes_a_stack_of_lambdas_and_more_weights_than_samples():
    X, t = np.random.default_rng(0).standard_normal((2, 5, 30))[0], np.arange(5.0)
    w = ridge(X, t, [[0.1, 1.0], [2.0, 3.0]])
    assert w.shape == (2, 2, 31)
    assert np.allclose(w[1, 0], fits.least_squares(X, t, 2.0))


MATRICES = st.builds(lambda rho: np.array([[1, rho], [rho, 1]]), st.floats(-0.9, 0.9))
POINTS = st.tuples(st.floats(-2, 3), st.floats(-2, 3)).map(np.array)


def data_part(w, A, a):
    return np.einsum("...i,ij,...j", w - a, A, w - a)


@given(MATRICES, POINTS, st.floats(0.01, 10))
def test_minimum_satisfies_the_conditions(A, a, lam):
    pull = {omega: 2 * A @ (a - minimum(A, a, lam, omega)) for omega in ("L1", "L2")}
    assert np.allclose(pull["L2"], 2 * lam * minimum(A, a, lam, "L2"), atol=1e-8)
    w = minimum(A, a, lam, "L1")
    assert np.allclose(pull["L1"][w != 0], lam * np.sign(w[w != 0]), atol=1e-6)
    assert (np.abs(pull["L1"][w == 0]) <= lam + 1e-6).all()


@given(MATRICES, POINTS, st.floats(0.01, 10), st.sampled_from(["L1", "L2"]))
def test_the_minimum_is_the_contact_point(A, a, lam, omega):
    """Duality: least E with penalty λ is the least data part within Ω(w) ≤ c, c = Ω of the minimum."""
    w = minimum(A, a, lam, omega)
    c = {"L1": np.abs(w).sum(), "L2": (w**2).sum()}[omega]
    angle = np.linspace(0, 2 * np.pi, 4001)
    around = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    border = around * np.sqrt(c) if omega == "L2" else around / np.abs(around).sum(1, keepdims=True) * c
    least = data_part(border, A, a).min()
    assert data_part(w, A, a) <= least + 1e-9
    assert c > 1e-9 or (w == 0).all() or omega == "L2"
    shrunk = 0.5 * border                                                    # nor is it inside
    assert data_part(w, A, a) <= data_part(shrunk, A, a).min() + 1e-9


def test_minimum_for_many_lambdas_and_without_a_penalty():
    A, a = np.array([[1, 0.5], [0.5, 1]]), np.array([2.0, 0.8])
    for omega in ("L1", "L2"):
        path = minimum(A, a, np.array([0, 0.1, 1.0, 50.0]), omega)
        assert path.shape == (4, 2) and np.allclose(path[0], a, atol=1e-8)
    assert (minimum(A, a, 50.0, "L1") == 0).all() and (minimum(A, a, 50.0, "L2") != 0).all()


@pytest.mark.parametrize(("eta", "lam", "N", "half", "right"), [
    (0.1, 1.0, 1, False, 0.8), (0.25, 2.0, 1, False, 0.0), (0.5, 2.0, 1, False, -1.0), (0.3, 10.0, 1, True, -2.0),
    (0.3, 10.0, 12, False, 0.5)])
def test_decay_factor(eta, lam, N, half, right):
    assert decay_factor(eta, lam, N, half) == pytest.approx(right, abs=1e-12)


@pytest.mark.parametrize("N", [1, 3, 10])
@pytest.mark.parametrize("lam", [0.1, 1.0, 30.0])
def test_a_step_of_the_package_multiplies_by_the_factor(N, lam):
    """On data that say nothing, W <- W - (eta/N) dE/dW is W <- (1 - 2 eta lam/N) W, and the bias stays."""
    start = Network([[[0.0, 1.0, -2.0]]], "identity")
    nothing = np.zeros((N, 2)), np.zeros((N, 1))
    *_, last = gradient_descent(start, Objective("squared error", "L2", lam), *nothing, eta=0.2, steps=3)
    assert np.allclose(last.net.W[1], [[0, *(decay_factor(0.2, lam, N) ** 3 * np.array([1.0, -2.0]))]])


def test_the_limits_of_the_factor():
    """It is negative for eta lam > 1/2 and below -1, so that weights diverge, for eta lam > 1; times N in the package."""
    for N in (1, 7):
        factors = [decay_factor(0.5, product * N / 0.5, N) for product in (0.49, 0.51, 0.99, 1.01)]
        assert [f < 0 for f in factors] == [False, True, True, True]
        assert [f < -1 for f in factors] == [False, False, False, True]


@pytest.mark.parametrize(("call", "words"), [
    (lambda: weight_path(X, T, [-1.0]), "lams must be nonnegative"),
    (lambda: weight_path(X, T, 1.0, "L3"), "regularizer must"),
    (lambda: ridge(X, T, 0.0), "lams must be positive"), (lambda: minimum(np.eye(2), [1, 1], 1.0, "L3"), "regularizer must"),
    (lambda: minimum(np.eye(2), [1, np.nan], 1.0), "a must be finite"), (lambda: eight_features(1), "n must")])
def test_bad_arguments(call, words):
    with pytest.raises((ValueError, TypeError), match=words):
        call()


def test_l1_penalty_of_the_objective_is_the_one_that_is_minimised():
    """No small change of a lasso solution lowers the package's own E."""
    w = weight_path(X, T, 10.0, "L1", proximal=True)
    E = Objective("squared error", L1(), 10.0)
    moved = w + 1e-3 * np.concatenate([np.eye(9), -np.eye(9)])
    here, there = (E(Network([v[..., None, :]], "identity"), X, T[:, None]) for v in (w, moved))
    assert (there >= here).all()
