"""Perceptron learning and the delta rule: convergence within the bound, the cycle on exclusive or, what eta does, LMS."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.svm import SVC

from lecture12 import data
from lecture12.losses import SquaredError
from lecture12.network import Network, with_bias
from lecture12.objective import Objective
from lecture12.perceptron import bound, delta_rule, margin, max_margin, perceptron_learning, stability_limit
from lecture12.training import gradient_descent


def learn(X, t, epochs=2000, **options):
    """All steps, as a list, but not for ever should learning not end."""
    return list(perceptron_learning(X, t, epochs=epochs, **options))


def mistakes(steps):
    return sum(int(s.mistake) for s in steps)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.05, 0.5), st.integers(2, 40), st.integers(0, 10**6), st.floats(1e-3, 1e3),
       st.sampled_from(["fixed", "random"]))
def test_it_ends_within_the_bound_for_every_separable_set_eta_and_order(distance, n, seed, eta, order):
    X, t = data.separable(n, distance, seed)
    steps = learn(X, t, eta=eta, order=order, rng=seed)
    assert margin(steps[-1].w, X, t) >= 0 and not any(s.mistake for s in steps[-n:])
    assert mistakes(steps) <= bound(max_margin(X, t), X, t) * (1 + 1e-6) <= bound(data.hidden_line(seed), X, t) * (1 + 1e-5)


def test_every_step_is_the_one_of_slide_34():
    X, t = data.separable(20, 0.1, 3)
    w = np.zeros(3)
    for s in learn(X, t[:, None]):
        y = float(w @ [1, *X[s.n]] >= 0)                                         # the tie w = 0 counts as 1
        assert (s.y, s.t, s.mistake) == (y, t[s.n], y != t[s.n]) and (s.w_before == w).all()
        w = w + (s.t - y) * np.array([1, *X[s.n]])                               # add the input vector, or subtract it
        assert (s.w == w).all()
    assert [s.tau for s in learn(X, t, epochs=1)] == list(range(1, 21))


def test_a_start_without_mistakes_is_left_after_one_epoch():
    X, t = data.separable(20, 0.1, 3)
    assert len(learn(X, t, w=data.hidden_line(3))) == 20


def test_exclusive_or_cycles_for_ever():
    X, t = data.xor_corners()
    steps = learn(X, t, epochs=50)
    of_epoch = [mistakes(s for s in steps if s.epoch == e) for e in range(1, 51)]
    ends = [steps[4 * e - 1].w.tolist() for e in range(1, 51)]
    assert of_epoch == [3, 3] + [4] * 48 and ends[2:] == [[0, -1, 0]] * 48
    assert len(list(islice(perceptron_learning(X, t), 10_000))) == 10_000        # and does not end by itself


def test_eta_changes_nothing_from_zero_and_much_from_elsewhere():
    X, t = data.separable(40, 0.1, 0)
    runs = [learn(X, t, eta=eta) for eta in (2.0**-10, 1.0, 2.0**5)]
    directions = [steps[-1].w / np.linalg.norm(steps[-1].w) for steps in runs]
    for steps, direction in zip(runs, directions, strict=True):
        assert [s.mistake for s in steps] == [s.mistake for s in runs[0]]
        np.testing.assert_array_equal(direction, directions[0])
    elsewhere = [mistakes(learn(X, t, w=[0, 3, 3], eta=eta)) for eta in (0.01, 0.1, 1.0)]
    assert elsewhere[0] > 5 * elsewhere[1] > 5 * elsewhere[2]


def test_the_order_is_the_samples_or_shuffled_by_rng():
    X, t = data.xor_corners()
    assert [s.n for s in learn(X, t, epochs=3)] == [0, 1, 2, 3] * 3
    a, b, c = ([s.n for s in learn(X, t, order="random", epochs=5, rng=r)] for r in (1, 1, 2))
    assert a == b != c and all(sorted(a[i:i + 4]) == [0, 1, 2, 3] for i in range(0, 20, 4))


def test_least_mean_squares_is_gradient_descent_term_by_term():
    """Slide 36: y = w^T phi, and (y - t) phi is the gradient of (y - t)^2 / 2, so the same single-sample steps."""
    X, t = data.line(10, seed=1)
    steps = list(delta_rule(X, t, "identity", eta=0.1, epochs=3))
    net, E = Network([[[0.0, 0.0]]], "identity"), Objective(SquaredError(1 / 2))
    descent = gradient_descent(net, E, X, t[:, None], 0.1, 30, batch=1)
    for step, snapshot in zip([None, *steps], descent, strict=True):
        if step:
            np.testing.assert_allclose(step.w, snapshot.net.W[1][0], rtol=1e-12)


def test_with_sigma_it_is_gradient_descent_on_the_cross_entropy():
    X, t = data.nine_points()
    steps = list(delta_rule(X, t, "sigmoid", eta=0.5, epochs=2))
    net, E = Network([[[0.0, 0.0]]], "sigmoid"), Objective("cross-entropy")
    *_, last = gradient_descent(net, E, X, t[:, None], 0.5, 18, batch=1)
    np.testing.assert_allclose(steps[-1].w, last.net.W[1][0], rtol=1e-12)


def test_with_step_it_is_perceptron_learning():
    X, t = data.separable(20, 0.1, 1)
    learned = learn(X, t)
    for a, b in zip(learned, delta_rule(X, t, "step", eta=1.0), strict=False):
        assert a.tau == b.tau and (a.w == b.w).all() and a.mistake == b.mistake


def test_a_point_that_is_more_right_breaks_least_squares_only():
    """Slide 36: x9 from 2 to 15. Exact least squares errs, threshold and sigma do not."""
    for x9, errors in (2, 0), (15, 1):
        X, t = data.nine_points(x9)
        w = np.linalg.lstsq(with_bias(X), t, rcond=None)[0]
        assert ((with_bias(X) @ w >= 0.5) != t).sum() == errors
        assert margin(learn(X, t)[-1].w, X, t) >= 0
        *_, last = delta_rule(X, t, "sigmoid", eta=0.1, epochs=500)
        assert margin(last.w, X, t) > 0


def test_a_stack_of_starts_and_rates_is_a_loop():
    X, t = data.separable(12, 0.1, 2)
    w, eta = np.array([[0.0, 0, 0], [0, 3, 3], [1, -1, 0]]), np.array([1.0, 0.5, 0.1])
    stack = learn(X, t, w=w, eta=eta, epochs=20)
    for i in range(3):
        single = learn(X, t, w=w[i], eta=eta[i], epochs=20)
        for a, b in zip(stack, single, strict=False):
            np.testing.assert_allclose(a.w[i], b.w, rtol=1e-12)
            assert a.mistake[i] == b.mistake
    assert not any(s.mistake.any() for s in stack[-12:])


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_above_the_stability_limit_gradient_descent_leaves_and_below_it_stays():
    X, t = data.nine_points(10)
    net, E, limit = Network([[[0.0, 0.0]]], "identity"), Objective(SquaredError(1 / 2)), stability_limit(X)
    below, above = (list(gradient_descent(net, E, X, t[:, None], f * limit, 3000)) for f in (0.98, 1.02))
    assert below[-1].E < below[0].E and above[-1].E > 1e6 * above[0].E
    Z = with_bias(X)
    assert limit == pytest.approx(2 / np.linalg.norm(Z.T @ Z / len(Z), 2))
    *_, last = delta_rule(X, t, "identity", eta=100 * limit, epochs=60)
    assert not np.isfinite(last.w).all()


@settings(max_examples=25, deadline=None)
@given(st.floats(0.02, 0.5), st.integers(3, 30), st.integers(0, 10**6))
def test_the_largest_margin_is_that_of_a_support_vector_machine(distance, n, seed):
    """SVC on t'_n (1, x_n) and their mirror images, which leaves it no bias of its own."""
    X, t = data.separable(n, distance, seed)
    Z = (2 * t - 1)[:, None] * with_bias(X)
    svm = SVC(kernel="linear", C=1e9, tol=1e-8).fit(np.vstack([Z, -Z]), [1] * n + [0] * n)
    ours = max_margin(X, t)
    assert np.linalg.norm(ours) == pytest.approx(1)
    assert margin(ours, X, t) == pytest.approx(1 / np.linalg.norm(svm.coef_), rel=1e-4)


def test_no_margin_where_nothing_separates():
    assert max_margin(*data.xor_corners()) is None and max_margin(*data.parity(4)) is None
    assert max_margin(*data.boolean(3, 0b11101000)) is not None                  # the majority of three bits
    assert max_margin([[1.0], [1.0]], [0, 1]) is None


def test_without_a_bias_the_boundary_passes_through_the_origin():
    X, t = np.array([[1.0, 2.0], [-1.0, -1.0], [2.0, -0.5]]), [1, 0, 1]
    steps = learn(X, t, bias=False)
    assert steps[-1].w.shape == (2,) and ((X @ steps[-1].w >= 0) == t).all()
    assert len(learn([[1.0], [2.0]], [0, 1], bias=False, epochs=9)) == 2 * 9      # needs a bias


def test_margins_by_hand():
    X, t = [[-3.0], [1.0]], [0, 1]
    assert margin([0, 2.0], X, t) == 1 and margin([0, -2.0], X, t) == -3
    assert margin([[0, 2.0], [0, -2.0]], X, t).tolist() == [1, -3]
    assert margin(10 * np.array([1.0, 2.0]), X, t) == pytest.approx(3 / np.sqrt(5))


X, t = data.xor_corners()


@pytest.mark.parametrize("call, error, words", [
    (lambda: perceptron_learning(X, [0, 1, 1, 2]), ValueError, "t must be 0 or 1, got 2"),
    (lambda: perceptron_learning(X, 2 * t - 1), ValueError, "t must be 0 or 1, got -1"),
    (lambda: perceptron_learning(X, t[:3]), ValueError, r"X must be \(N, d\) and t \(N,\), got \(4, 2\) and \(3,\)"),
    (lambda: perceptron_learning(X * np.nan, t), ValueError, "X must be finite"),
    (lambda: perceptron_learning(X, t, w=[0, 1]), ValueError, r"w must have shape \(..., 3\), bias first, got \(2,\)"),
    (lambda: perceptron_learning(X, t, w=[0, 1, 1], bias=False), ValueError, r"w must have shape \(..., 2\), got \(3,\)"),
    (lambda: perceptron_learning(X[:0], t[:0]), ValueError, r"got \(0, 2\) and \(0,\): no sample"),
    (lambda: perceptron_learning(X, t, bias="no"), TypeError, "bias must be True or False, got 'no'"),
    (lambda: perceptron_learning(X, t, w=np.zeros((3, 3)), eta=[1, 2]), ValueError, r"stacks of w \(3,\), eta \(2,\)"),
    (lambda: perceptron_learning(X, t, order=1), TypeError, "order must be one of 'fixed', 'random', got 1"),
    (lambda: delta_rule(X, t, 0.1), TypeError, "g must be one of .*got 0.1"),
    (lambda: margin([0, 1.0], X, t), ValueError, r"w must have shape \(..., 3\), bias first, got \(2,\)"),
    (lambda: max_margin(X, t[:3]), ValueError, r"X must be \(N, d\) and t \(N,\), got \(4, 2\) and \(3,\)"),
    (lambda: stability_limit(np.zeros((0, 2))), ValueError, r"X must be \(N, d\) with at least one sample"),
    (lambda: perceptron_learning(X, t, eta=0), ValueError, "eta must be positive"),
    (lambda: perceptron_learning(X, t, order="sorted"), ValueError, "order must be one of 'fixed', 'random', got 'sorted'"),
    (lambda: perceptron_learning(X, t, order="random"), TypeError, "rng must be .* got None"),
    (lambda: perceptron_learning(X, t, epochs=0), ValueError, "epochs must be a whole number >= 1, got 0"),
    (lambda: delta_rule(X, t, g="softmax"), ValueError, "g must be one of 'identity'.*got 'softmax'"),
    (lambda: bound([0, 1.0, 1.0], X, t), ValueError, "w_star must separate the classes, got one with margin -"),
    (lambda: margin([0, 0.0, 0.0], X, t), ValueError, "w must not be 0"),
    (lambda: stability_limit([1.0, 2.0]), ValueError, "X must have at least 2 axes"),
])
def test_bad_input_is_refused_at_the_call(call, error, words):
    with pytest.raises(error, match=words):
        call()
