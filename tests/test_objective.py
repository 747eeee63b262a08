"""Objective: both parts by hand, stacks, sigma with cross-entropy at |z| = 700, losses of your own, bad input."""

import numpy as np
import pytest

from lecture12.activations import ACTIVATIONS
from lecture12.losses import LOSSES, CrossEntropy, SquaredError
from lecture12.network import Network
from lecture12.objective import Objective
from lecture12.regularizers import L1, L2, REGULARIZERS

rng = np.random.default_rng(0)
X, labels = rng.normal(size=(6, 2)), np.array([0, 1, 0, 1, 1, 0])


def test_the_sum_over_samples_plus_lambda_omega_of_every_layer():
    net, E = Network.random([2, 3, 1], "tanh", 0), Objective(SquaredError(0.5), L2(), lam=0.3)
    t = labels[:, None]
    data = sum(0.5 * (net(x[None]) - y) ** 2 for x, y in zip(X, labels, strict=True)).item()
    weights = sum((W[:, 1:] ** 2).sum() for W in net.W.values())
    assert E.data(net, X, t) == pytest.approx(data) and E.penalty(net) == pytest.approx(0.3 * weights)
    assert E(net, X, t) == pytest.approx(data + 0.3 * weights)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("regularizer", REGULARIZERS)
def test_a_stack_is_a_loop_and_lambda_may_differ_in_it(loss, regularizer):
    K = 2 if loss == "softmax" else 1
    E = Objective(loss, regularizer, lam=np.array([0.0, 0.1, 2.0]))
    net, t = Network.random([2, 3, K], ["tanh", E.loss.output], 0, stack=3), E.loss.encode(labels)
    assert E(net, X, t).shape == E.penalty(net).shape == (3,)
    for i, lam in enumerate(E.lam):
        assert E(net, X, t)[i] == pytest.approx(Objective(loss, regularizer, lam)(net[i], X, t), rel=1e-12)
    np.testing.assert_allclose(E(net, X, t), E.data(net, X, t) + E.penalty(net))


def test_data_and_targets_may_differ_in_the_stack():
    E, net = Objective("squared error"), Network.random([2, 1], "identity", 0, stack=4)
    Xs, ts = rng.normal(size=(4, 6, 2)), rng.normal(size=(4, 6, 1))
    np.testing.assert_allclose(E(net, Xs, ts), [E(net[i], Xs[i], ts[i]) for i in range(4)])


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("z, t, value, delta", [
    (700, 0, 700, 1), (-700, 1, 700, -1), (700, 1, np.exp(-700.0), 0), (-40, 0, np.exp(-40.0), np.exp(-40.0))])
def test_sigma_and_cross_entropy_stay_exact(z, t, value, delta):
    E, net = Objective("cross-entropy"), Network([[[0.0, 1.0]]], "sigmoid")
    assert E(net, [[z]], [[t]]) == pytest.approx(value, rel=1e-13, abs=0)
    p = net.forward([[z]])
    np.testing.assert_allclose(E.delta(net, p, np.array([[float(t)]])), p.y[1] - t)
    np.testing.assert_allclose(E.delta(net, p, np.array([[float(t)]])), [[delta]], rtol=1e-13)


def test_in_the_middle_the_fused_pair_is_loss_and_activation_one_by_one():
    E, net, t = Objective("cross-entropy"), Network.random([2, 1], "sigmoid", 3), labels[:, None].astype(float)
    p, loss = net.forward(X), CrossEntropy()
    assert E.data_of(net, p, t) == pytest.approx(loss(t, p.y[1]).sum(), rel=1e-13)
    np.testing.assert_allclose(E.delta(net, p, t), loss.gradient(t, p.y[1]) * net.g[1].derivative(p.z[1]), rtol=1e-12)


def test_a_loss_of_your_own_needs_two_methods():
    class Fourth:
        def __call__(self, t, y):
            return ((y - t) ** 4).sum(-1)

        def gradient(self, t, y):
            return 4 * (y - t) ** 3

    E = Objective(Fourth(), "L2", 1.0)
    net = Network([[[1.0, 2.0]]], "identity")
    assert E(net, [[1.0]], [[1.0]]) == 16 + 4
    assert E.delta(net, net.forward([[1.0]]), np.array([[1.0]])) == 32


def test_names_and_repr():
    assert Objective("hinge", "L1", 0.5).regularizer == L1()
    assert repr(Objective("hinge")) == "Objective(loss=Hinge(), regularizer=NoRegularizer(), lam=0.0)"


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("g", ACTIVATIONS)
def test_weights_that_have_diverged_give_no_warning_and_no_finite_E(g):
    net = Network([[[0.0, 1.0]], [[0.0, 1.0]]], [g, "identity"])
    net = net.replace({1: net.W[1], 2: np.array([[np.inf, -np.inf]])})
    assert not np.isfinite(Objective("squared error", "L2", 1.0)(net, [[1.0]], [[1.0]]))


net = Network.random([2, 1], "sigmoid", 0)


@pytest.mark.parametrize("make, error, words", [
    (lambda: Objective("huber"), ValueError, "loss must be one of 'squared error'.*got 'huber'"),
    (lambda: Objective(SquaredError), TypeError, "loss must be .*, or an object like them, got <class .*SquaredError"),
    (lambda: Objective("hinge", None), TypeError, "regularizer must be .*, got None"),
    (lambda: Objective("hinge", "L3"), ValueError, "regularizer must be one of 'none', 'L2', 'L1', got 'L3'"),
    (lambda: Objective("hinge", 0.1), TypeError, "regularizer must be .*, got 0.1 without .gradient"),
    (lambda: Objective(abs), TypeError, "loss must be .*, got <built-in function abs> without .gradient"),
    (lambda: Objective("hinge", "L2", -1), ValueError, "lam must be nonnegative and finite, got -1"),
    (lambda: Objective("hinge", "L2", np.array([1, np.nan])), ValueError, "lam must be nonnegative and finite"),
    (lambda: Objective("hinge", "L2", "much"), TypeError, "lam must be an array of numbers, got 'much'"),
    (lambda: Objective("hinge")(net, X, labels[:, None]), ValueError, "t must be -1 or [+]1, got 0"),
    (lambda: Objective("cross-entropy")(net, X, 2.0 * labels[:, None] - 1), ValueError, "t must be 0 or 1, got -1"),
    (lambda: Objective("cross-entropy")(Network.random([2, 1], "tanh", 0), X, labels[:, None]), ValueError,
     "y must be between 0 and 1, as a sigmoid output is, got -0"),
    (lambda: Objective("hinge")(net, X, labels), ValueError, r"t must have shape .* here \(..., 6, 1\), got \(6,\)"),
    (lambda: Objective("hinge")(net, X, labels[:5, None]), ValueError, r"t must have shape .*got \(5, 1\)"),
    (lambda: Objective("hinge")(net, X * np.nan, labels[:, None]), ValueError, "X must be finite"),
    (lambda: Objective("hinge")(net, X[:, :1], labels[:, None]), ValueError, r"X must have shape \(..., N, 2\)"),
    (lambda: Objective("squared error")(net, X, labels[:, None] + np.inf), ValueError, "t must be finite"),
    (lambda: Objective("hinge")("net", X, labels[:, None]), TypeError, "net must be of the class Network, got 'net'"),
    (lambda: Objective("squared error")(net, X[:0], labels[:0, None]), ValueError, r"one sample, got shape \(0, 2\)"),
    (lambda: Objective("squared error", "L2", [1, 2])(Network.random([2, 1], "tanh", 0, 3), X, labels[:, None]), ValueError,
     r"the stacks of net \(3,\), lam \(2,\) must broadcast"),
])
def test_bad_input(make, error, words):
    with pytest.raises(error, match=words):
        make()
