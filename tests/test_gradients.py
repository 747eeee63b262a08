"""The three ways to the gradient: against each other for all of the registries; slide 57's example; the checker."""

import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture12.activations import ACTIVATIONS
from lecture12.gradients import backprop, check_gradient, naive, numerical
from lecture12.losses import LOSSES, SquaredError
from lecture12.network import Network
from lecture12.objective import Objective
from lecture12.regularizers import L1, L2, REGULARIZERS

everything = [(loss, omega, g, depth, N) for loss in LOSSES for omega in REGULARIZERS for g in ACTIVATIONS
              for depth in (1, 2, 3) for N in (1, 5)]


def setup(loss, omega, g, depth, N, lam=0.3, stack=(), seed=0, scale=1.0):
    """An objective, a net whose hidden units are g and whose output suits the loss, and N samples of all classes."""
    rng = np.random.default_rng(seed)
    objective = Objective(loss, omega, lam)
    K = 3 if loss == "softmax" else 2
    net = Network.random([2, *[3] * (depth - 1), K], [*[g] * (depth - 1), objective.loss.output], rng, stack, scale)
    t = rng.integers(0, 2, (N, K)).astype(float)
    t = {"hinge": 2 * t - 1, "softmax": np.eye(K)[rng.integers(0, K, N)]}.get(loss, t)
    return objective, net, rng.normal(size=(N, 2)), t


@pytest.mark.parametrize("loss, omega, g, depth, N", everything, ids=lambda v: str(v))
def test_all_three_agree_for_everything_in_the_registries(loss, omega, g, depth, N):
    arguments = setup(loss, omega, g, depth, N)
    ours = backprop(*arguments)
    assert max(check_gradient(*arguments).values()) < 1e-7
    for reference in naive(*arguments), naive(*arguments, remember=True):
        for k, dW in ours.items():
            np.testing.assert_allclose(dW, reference[k], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("g", [g for g in ACTIVATIONS if g != "identity"])
def test_the_output_may_have_any_activation(g):
    objective, net, X, t = setup("squared error", "L2", "tanh", 2, 5)
    net = Network(net.W, ["tanh", g])
    assert max(check_gradient(objective, net, X, t).values()) < 1e-7


@pytest.mark.parametrize("omega", [L2(bias=True), L1(bias=True)], ids=repr)
def test_a_penalised_bias(omega):
    assert max(check_gradient(*setup("squared error", omega, "tanh", 2, 5)).values()) < 1e-7


@pytest.mark.parametrize("gradient", [backprop, numerical, naive])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_stack_is_a_loop(gradient, loss):
    lam = np.array([[0.0], [0.5]])
    objective, net, X, t = setup(loss, "L2", "tanh", 2, 4, lam=lam, stack=(2, 3))
    dW = gradient(objective, net, X, t)
    for i in np.ndindex(2, 3):
        single = gradient(Objective(loss, "L2", lam[i[0], 0]), net[i], X, t)
        for k in dW:
            np.testing.assert_allclose(dW[k][i], single[k], rtol=1e-9, atol=1e-9)


def test_every_network_of_a_stack_may_have_its_own_data():
    objective, net, _, _ = setup("squared error", "none", "tanh", 2, 4, stack=(3,))
    rng = np.random.default_rng(1)
    X, t = rng.normal(size=(3, 4, 2)), rng.normal(size=(3, 4, 2))
    for gradient in backprop, numerical, naive:
        dW = gradient(objective, net, X, t)
        for i in range(3):
            for k, single in gradient(objective, net[i], X[i], t[i]).items():
                np.testing.assert_allclose(dW[k][i], single, rtol=1e-9, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["squared error", "cross-entropy", "softmax"]), st.integers(1, 4))
def test_backprop_is_the_numerical_gradient_of_any_smooth_net(seed, loss, depth):
    assert max(check_gradient(*setup(loss, "L2", "tanh", depth, 3, seed=seed)).values()) < 1e-6


# The example of the notebook on slides 55-65: 2-2-1, sigma, E = (y - t)^2 / 2. Each number is one that the slides name.
example = (Objective(SquaredError(1 / 2)), Network([[[0, 0.1, -0.2], [0.1, 0.4, 0.3]], [[0.2, 0.5, -0.6]]], "sigmoid"),
           np.array([[0.5, -1.0]]), np.array([[1.0]]))


def test_the_example_forward():
    objective, net, X, t = example
    p = net.forward(X)
    assert p.z[1][0] == pytest.approx([0.25, 0], abs=1e-12) and p.y[1][0] == pytest.approx([0.562177, 0.5], abs=5e-7)
    assert p.z[2][0] == pytest.approx([0.181088], abs=1e-6) and p.y[2][0] == pytest.approx([0.545149], abs=1e-6)
    assert objective(net, X, t) == pytest.approx(0.103445, abs=1e-6)
    assert objective.loss.gradient(t, p.y[2])[0] == pytest.approx([-0.454851], abs=1e-6)
    assert objective.delta(net, p, t)[0] == pytest.approx([-0.112786], abs=1e-6)


@pytest.mark.parametrize("gradient", [backprop, naive, numerical])
def test_the_example_backward(gradient):
    dW = gradient(*example)
    assert dW[2][0] == pytest.approx([-0.112786, -0.063405, -0.056393], abs=1e-6)
    assert dW[1][0] == pytest.approx([-0.013880, -0.006940, 0.013880], abs=1e-6)
    assert dW[1][1] == pytest.approx([0.016918, 0.008459, -0.016918], abs=1e-6)


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("loss, g", [("cross-entropy", "sigmoid"), ("softmax", "identity")])
def test_at_700_the_first_layer_still_gets_y_minus_t(loss, g):
    """Two linear layers of weight 1, so that what arrives at z of the first layer is dL/dz of the last."""
    K = 1 if loss == "cross-entropy" else 2
    W = np.hstack([np.zeros((K, 1)), np.eye(K)])
    net, objective = Network([W, W], ["identity", g]), Objective(loss)
    X = np.array([[700.0, 0.0][:K], [-700.0, 0.0][:K]])
    t = objective.loss.encode([0, 1]) if K == 1 else objective.loss.encode([1, 0])      # both quite wrong
    for gradient in backprop, naive:
        bias = gradient(objective, net, X[:1], t[:1])[1][:, 0], gradient(objective, net, X[1:], t[1:])[1][:, 0]
        np.testing.assert_allclose(bias, [[1.0], [-1.0]] if K == 1 else [[1, -1], [-1, 1]], rtol=1e-14)


def test_the_paths_are_counted():
    """Slide 51. A first-layer weight of a net 5 layers of 3 deeper: 1 + 3 + ... + 3^5 calls; remembered: 1 + 5 * 3."""
    objective, net = Objective("squared error"), Network.random([1, 1, 3, 3, 3, 3, 3], "tanh", rng=0)
    arguments = (objective, net, [[0.5]], [[0.0, 0.0, 0.0]])
    calls, remembered = Counter(), Counter()
    path_by_path = naive(*arguments, calls=calls, layers=[1])
    same = naive(*arguments, calls=remembered, layers=[1], remember=True)
    assert calls.total() == sum(3**i for i in range(6)) == 364 and calls[6, 0] == 3**4
    assert remembered.total() == 1 + 5 * 3 and set(remembered.values()) == {1}
    assert list(path_by_path) == [1] and same[1] == pytest.approx(path_by_path[1], rel=1e-12)
    naive(*arguments, calls=remembered, remember=True)
    assert remembered.total() == 2 * 16                                          # a counter goes on counting


@pytest.mark.parametrize("scheme, order", [("forward", 1), ("central", 2)])
def test_the_truncation_error_has_the_order_of_the_scheme(scheme, order):
    arguments = setup("squared error", "none", "sigmoid", 2, 1)
    exact = backprop(*arguments)
    errors = [np.linalg.norm(numerical(*arguments, eps=eps, scheme=scheme)[1] - exact[1]) for eps in (1e-1, 1e-2)]
    assert np.log10(errors[0] / errors[1]) == pytest.approx(order, abs=0.15)


def test_round_off_wins_below_some_eps_and_sooner_in_float32():
    objective, net, X, t = setup("squared error", "none", "sigmoid", 2, 1)

    def error(**options):
        return check_gradient(objective, net, X, t, lambda *a: numerical(*a, **options))[1]

    assert error(eps=1e-5) < 1e-9 < error(eps=1e-12) and error(eps=1e-12) > 1e-6
    assert 1e-6 < error(eps=1e-2, dtype=np.float32) < 1e-3
    assert error(eps=1e-9, dtype=np.float32) == 1.0                              # both evaluations are the same number
    assert numerical(objective, net, X, t, dtype=np.float32)[1].dtype == np.float32


def test_numerical_in_parts_is_numerical_in_one(monkeypatch):
    arguments = setup("cross-entropy", "L2", "tanh", 3, 5, stack=(2,))
    whole = numerical(*arguments)
    sizes, chunks = [], np.array_split
    monkeypatch.setattr(np, "array_split", lambda *a: sizes.append(len(chunks(*a))) or chunks(*a))
    monkeypatch.setattr(sys.modules[numerical.__module__], "MEMORY", 20_000)
    for k, dW in numerical(*arguments).items():
        np.testing.assert_allclose(dW, whole[k], rtol=1e-12, atol=1e-14)
    assert 1 < sizes[0] < arguments[1].count


def wrong(change):
    """A gradient function that is backprop but for `change(dW, net)`."""
    def gradient(objective, net, X, t):
        dW = backprop(objective, net, X, t)
        change(dW, net)
        return dW
    return gradient


mistakes = {
    "wrong sign": lambda dW, net: dW.update({1: -dW[1]}),
    "factor 2": lambda dW, net: dW.update({1: 2 * dW[1]}),
    "bias forgotten": lambda dW, net: dW[1][..., 0].fill(0),
    "bias penalised": lambda dW, net: dW[1].__setitem__((..., 0), dW[1][..., 0] + 0.6 * net.W[1][..., 0]),
    "a single entry off by 1 %": lambda dW, net: dW[1].__setitem__((0, 1), 1.01 * dW[1][0, 1]),
    "zero": lambda dW, net: dW[1].fill(0),
}


@pytest.mark.parametrize("mistake", mistakes)
def test_the_checker_catches_a_wrong_gradient_and_says_in_which_layer(mistake):
    errors = check_gradient(*setup("cross-entropy", "L2", "sigmoid", 3, 5), gradient=wrong(mistakes[mistake]))
    assert errors[1] > 1e-4 and errors[2] < 1e-8 and errors[3] < 1e-8


def test_the_checker_catches_the_gradient_as_printed():
    """Slide 66 prints g'(y) for g'(z): the direction is nearly right, the check is not deceived."""
    def printed(objective, net, X, t):
        p = net.forward(X)
        h = objective.loss.gradient(t, p.y[2]) * net.g[2].derivative(p.y[2])
        dW = {2: h.mT @ p.biased[1]}
        h = (h @ net.W[2][..., 1:]) * net.g[1].derivative(p.y[1])
        return dW | {1: h.mT @ p.biased[0]}

    assert min(check_gradient(*example, gradient=printed).values()) > 1e-3
    assert max(check_gradient(*example).values()) < 1e-9


def test_the_checker_at_its_limits():
    arguments = setup("squared error", "none", "tanh", 2, 3)
    assert check_gradient(*arguments, gradient=wrong(mistakes["wrong sign"]))[1] == pytest.approx(1)
    assert check_gradient(*arguments, gradient=wrong(mistakes["factor 2"]))[1] == pytest.approx(1 / 3)
    assert np.isnan(check_gradient(*arguments, gradient=wrong(lambda dW, net: dW[1].fill(np.nan)))[1])
    with pytest.raises(ValueError, match=r"the shape of its W, \(3, 3\), got \(3, 2\)"):
        check_gradient(*arguments, gradient=wrong(lambda dW, net: dW.update({1: dW[1][:, 1:]})))


@pytest.mark.parametrize("gradient", [backprop, numerical, naive])
def test_bad_data_is_refused_by_all_three(gradient):
    objective, net, X, t = setup("hinge", "L2", "tanh", 2, 3)
    with pytest.raises(ValueError, match="t must be -1 or [+]1, got 0"):
        gradient(objective, net, X, np.zeros_like(t))
    with pytest.raises(ValueError, match="X must be finite"):
        gradient(objective, net, X * np.inf, t)
    with pytest.raises(TypeError, match="objective must be of the class Objective, got Network"):
        gradient(net, objective, X, t)


@pytest.mark.parametrize("options, error, words", [
    ({"eps": 0}, ValueError, "eps must be positive and finite, got 0"),
    ({"eps": [1e-5, 1e-6]}, TypeError, "eps must be a single number"),
    ({"dtype": int}, TypeError, "dtype must be np.float32 or np.float64, got <class 'int'>"),
    ({"scheme": "backward"}, ValueError, "scheme must be one of 'central', 'forward', got 'backward'"),
])
def test_bad_options_of_numerical(options, error, words):
    with pytest.raises(error, match=words):
        numerical(*example, **options)


def test_naive_knows_its_layers():
    with pytest.raises(ValueError, match=r"layers must be among \[1, 2\], got \[3\]"):
        naive(*example, layers=[3])


def test_keys_come_in_the_order_of_the_layers():
    """A gradient can stand in for weights: net.replace(dW).flat is dE/dw in the order of net.flat."""
    net, objective = Network.random([2, 3, 1], "tanh", rng=0), Objective("squared error")
    X, t = np.array([[0.5, -1.0]]), np.array([[1.0]])
    for gradient in (backprop, numerical, naive):
        dW = gradient(objective, net, X, t)
        assert list(dW) == [1, 2]
        np.testing.assert_allclose(net.replace(dict(dW)).flat, np.concatenate([dW[k].ravel() for k in (1, 2)]))


@pytest.mark.parametrize("stack", [4, 13])      # 13 is also the number of weights
def test_numerical_takes_a_stack_of_samples_or_of_lambdas(stack):
    rng, net = np.random.default_rng(0), Network.random([2, 3, 1], "tanh", rng=0)
    X, t = rng.standard_normal((stack, 5, 2)), rng.standard_normal((5, 1))
    for objective, samples in ((Objective("squared error"), X),
                               (Objective("squared error", "L2", np.linspace(0, 1, stack)), X[0])):
        ours, reference = backprop(objective, net, samples, t), numerical(objective, net, samples, t)
        for k in net.W:
            assert reference[k].shape == (stack, *net.W[k].shape)
            np.testing.assert_allclose(ours[k], reference[k], rtol=1e-6, atol=1e-7)
