"""Gradient descent: the step by hand, stacks and sweeps as loops, batches, proximal steps, divergence, the history."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture12 import data
from lecture12.gradients import backprop, naive, numerical
from lecture12.losses import LOSSES
from lecture12.network import Network
from lecture12.objective import Objective
from lecture12.perceptron import stability_limit
from lecture12.regularizers import L1, L2
from lecture12.training import History, Snapshot, gradient_descent

X, labels = data.moons(20, seed=1)
E = Objective("cross-entropy")
t = E.loss.encode(labels)
net = Network.random([2, 3, 1], ["tanh", "sigmoid"], 0)


def run(*arguments, **options):
    return list(gradient_descent(*arguments, **options))


def test_each_step_is_the_negative_gradient_over_N():
    before, after = run(net, E, X, t, eta=0.3, steps=1)
    assert before == Snapshot(0, net, before.E) and after.tau == 1
    for k, dW in backprop(E, net, X, t).items():
        np.testing.assert_array_equal(after.net.W[k], net.W[k] - 0.3 / 20 * dW)
    assert before.E == E(net, X, t) and after.E == E(after.net, X, t) < before.E


def test_eta_means_the_same_for_every_N():
    once, twice = run(net, E, X, t, 0.3, 5), run(net, E, np.tile(X, (2, 1)), np.tile(t, (2, 1)), 0.3, 5)
    np.testing.assert_allclose(once[-1].net.flat, twice[-1].net.flat, rtol=1e-9)
    assert twice[-1].E == pytest.approx(2 * once[-1].E)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(list(LOSSES)), st.floats(1e-4, 1e-2))
def test_a_small_step_against_the_gradient_never_climbs(seed, loss, eta):
    objective = Objective(loss, "L2", 0.01)
    net = Network.random([2, 3, 2 if loss == "softmax" else 1], ["tanh", objective.loss.output], seed)
    E = [s.E for s in run(net, objective, X, objective.loss.encode(labels), eta, 3)]
    if loss in ("squared error", "cross-entropy", "softmax"):                    # those without a kink
        assert E[0] >= E[1] >= E[2] >= E[3]
    else:
        assert E[3] <= E[0] * 1.01


def test_the_same_arguments_give_the_same_bits():
    for options in {}, {"batch": 3, "rng": 5}:
        a, b = (run(net, E, X, t, 0.3, 50, **options)[-1] for _ in range(2))
        assert a.E == b.E and (a.net.flat == b.net.flat).all()


def test_a_stack_is_a_loop_with_eta_and_lambda_of_its_own():
    """Two starts, by two lambda, by three eta: twelve runs as one."""
    lam, eta = np.array([[[0.0]], [[0.5]]]), np.array([0.1, 0.3, 1.0])
    starts = Network.random([2, 3, 1], ["tanh", "sigmoid"], 0, stack=(2, 1))
    last = run(starts, Objective("cross-entropy", "L2", lam), X, t, eta, 20)[-1]
    assert last.E.shape == last.net.stack == (2, 2, 3)
    for i, j, k in np.ndindex(2, 2, 3):
        single = run(starts[j, 0], Objective("cross-entropy", "L2", lam[i, 0, 0]), X, t, eta[k], 20)[-1]
        assert last.E[i, j, k] == pytest.approx(single.E, rel=1e-9)
        np.testing.assert_allclose(last.net[i, j, k].flat, single.net.flat, rtol=1e-8)


def test_a_sweep_over_eta_or_lambda_starts_from_one_network():
    for objective, eta in (E, np.array([0.1, 1.0])), (Objective("cross-entropy", "L2", np.array([0.0, 1.0])), 0.1):
        snapshots = run(net, objective, X, t, eta, 3)
        assert [s.net.stack for s in snapshots] == [(2,)] * 4 and [s.E.shape for s in snapshots] == [(2,)] * 4
        assert History.of(snapshots).E.shape == (4, 2)


def test_every_network_of_a_stack_may_have_its_own_data():
    Xs, ts = np.stack([X, X + 1, -X]), np.stack([t, 1 - t, t])
    for options in {}, {"batch": 7}:
        last = run(net, E, Xs, ts, 0.3, 5, **options)[-1]
        for i in range(3):
            single = run(net, E, Xs[i], ts[i], 0.3, 5, **options)[-1]
            np.testing.assert_allclose(last.net[i].flat, single.net.flat, rtol=1e-9)


@pytest.mark.parametrize("gradient", [numerical, naive])
def test_any_gradient_leads_the_same_way(gradient):
    ours, theirs = (run(net, E, X, t, 0.3, 5, gradient=g)[-1] for g in (backprop, gradient))
    np.testing.assert_allclose(ours.net.flat, theirs.net.flat, rtol=1e-6)


def test_the_wrong_sign_climbs():
    E_of_tau = [s.E for s in run(net, E, X, t, 0.3, 10, gradient=lambda *a: {k: -d for k, d in backprop(*a).items()})]
    assert (np.diff(E_of_tau) > 0).all()


def test_a_batch_of_all_samples_is_no_batch_and_an_epoch_sees_each_sample_once():
    whole, batch = run(net, E, X, t, 0.3, 3), run(net, E, X, t, 0.3, 3, batch=20)
    np.testing.assert_allclose(batch[-1].net.flat, whole[-1].net.flat, rtol=1e-12)
    seen = []
    run(net, E, X, t, 0.3, 6, batch=7, rng=3,
        gradient=lambda o, n, X, t: seen.append(X) or backprop(o, n, X, t))
    assert [len(x) for x in seen] == [7, 7, 6] * 2
    for epoch in seen[:3], seen[3:]:
        np.testing.assert_array_equal(np.sort(np.concatenate(epoch), axis=0), np.sort(X, axis=0))
    assert (np.concatenate(seen[:3]) != np.concatenate(seen[3:])).any()


def test_the_steps_of_one_epoch_add_up_to_one_step_of_all():
    """For a tiny eta, where the order does not matter yet: eta and lambda mean the same with and without batches."""
    objective, eta = Objective("cross-entropy", "L2", 2.0), 1e-6
    whole = run(net, objective, X, t, eta, 1)[-1].net.flat - net.flat
    for batch in 1, 4, 5:
        steps = run(net, objective, X, t, eta / (20 / batch), 20 // batch, batch=batch)
        np.testing.assert_allclose(steps[-1].net.flat - net.flat, whole, rtol=1e-4)


def test_single_samples_in_order_are_the_update_of_one_sample():
    last = run(net, E, X, t, 0.3, 2, batch=1)[-1]
    first = run(net, E, X[:1], t[:1], 0.3, 1)[-1].net
    np.testing.assert_allclose(last.net.flat, run(first, E, X[1:2], t[1:2], 0.3, 1)[-1].net.flat, rtol=1e-12)


def test_proximal_steps_make_zeros_and_subgradient_steps_none():
    """Slide 38: eight inputs of which three count."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 8))
    t = (X @ [2, -3, 1, 0, 0, 0, 0, 0])[:, None] + 0.1 * rng.normal(size=(60, 1))
    start, objective = Network.random([8, 1], "identity", 0), Objective("squared error", L1(), lam=12.0)
    ends = [run(start, objective, X, t, 0.1, 400, proximal=p)[-1] for p in (True, False)]
    zeros = [(s.net.W[1][0, 1:] == 0).sum() for s in ends]
    assert zeros == [5, 0] and ends[0].E <= ends[1].E
    free = run(start, objective, X, t, 0.1, 400, proximal=True, batch=20)[-1]
    assert np.abs(free.net.flat - ends[0].net.flat).max() < 0.1


def test_weight_decay_shrinks_by_the_factor_of_slide_38():
    """E = lambda Omega alone: w <- (1 - 2 eta lambda) w per sample, the bias stays."""
    objective, start = Objective("hinge", "L2", 0.2), Network([[[0.7, 1.0, -2.0]]], "identity")
    easy = np.array([[9.0, -9.0]])                                               # hinge 0, whatever the weights do here
    W = run(start, objective, easy, [[1.0]], 0.5, 1)[-1].net.W[1]
    np.testing.assert_allclose(W, [[0.7, 0.8, -1.6]])


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_divergence_ends_the_run_of_a_single_net_with_the_step_it_happened_at():
    X, labels = data.blobs(30, seed=0)
    objective, start = Objective("squared error"), Network.random([2, 1], "identity", 0)
    limit = stability_limit(X) / 2                                               # the gradient of (y-t)^2 has the factor 2
    t = labels[:, None]
    stays, leaves = (History.of(gradient_descent(start, objective, X, t, f * limit, 5000)) for f in (0.99, 1.1))
    assert stays.diverged is None and len(stays) == 5001 and stays.E[-1] < stays.E[0]
    assert leaves.diverged == leaves.tau[-1] < 5000 and np.isfinite(leaves.E[:-1]).all() and not np.isfinite(leaves.E[-1])
    assert not np.isfinite(objective.data(leaves.net, X, t)[-1])


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_stack_goes_on_until_none_is_finite():
    X, labels = data.blobs(30, seed=0)
    arguments = Network.random([2, 1], "identity", 0), Objective("squared error"), X, labels[:, None]
    mixed = History.of(gradient_descent(*arguments, np.array([0.1, 30.0, 300.0]), 300))
    assert len(mixed) == 301 and mixed.diverged[0] == -1 and 300 > mixed.diverged[1] > mixed.diverged[2] > 0
    lost = History.of(gradient_descent(*arguments, np.array([30.0, 300.0]), 300))
    assert len(lost) == 1 + mixed.diverged[1]
    np.testing.assert_array_equal(lost.diverged, mixed.diverged[1:])


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_iterating_leaves_the_error_state_alone():
    steps = gradient_descent(net, E, X, t, 0.3)
    next(steps)
    next(steps)
    with pytest.raises(FloatingPointError), np.errstate(all="raise"):
        np.array(1.0) / 0
    assert np.geterr()["divide"] == "warn"


def test_the_iterator_goes_on_for_ever_and_starts_at_once():
    steps = gradient_descent(net, E, X, t, 0.3)
    assert [next(steps).tau for _ in range(4)] == [0, 1, 2, 3]
    assert [s.tau for s in run(net, E, X, t, 0.3, 0)] == [0]


def test_a_history_is_a_network_over_time():
    objective = Objective("cross-entropy", L2(), 0.1)
    snapshots = run(net, objective, X, t, 0.3, 7)
    history = History.of(snapshots, every=3)
    assert history.tau.tolist() == [0, 3, 6, 7] and len(history) == 4 and history.net.stack == (4,)
    np.testing.assert_array_equal(history[-1].flat, snapshots[-1].net.flat)
    np.testing.assert_array_equal(history[1].W[2], snapshots[3].net.W[2])
    np.testing.assert_allclose(history.E, objective.data(history.net, X, t) + objective.penalty(history.net))
    assert History.of(snapshots).tau.tolist() == list(range(8)) and history.diverged is None


def test_the_history_of_a_stack():
    history = History.of(gradient_descent(Network.random([2, 3, 1], ["tanh", "sigmoid"], 0, stack=5), E, X, t, 0.3, 4), 2)
    assert history.E.shape == history.net.stack == (3, 5) and (history.diverged == -1).all()
    assert repr(history) == "History(3 snapshots, tau = 0..4, stack=(5,))"
    np.testing.assert_allclose(E(history.net, X, t), history.E)


@pytest.mark.parametrize("options, error, words", [
    ({"eta": 0}, ValueError, "eta must be positive and finite, got 0"),
    ({"eta": -0.1}, ValueError, "eta must be positive and finite, got -0.1"),
    ({"eta": np.array([0.1, np.nan])}, ValueError, "eta must be positive"),
    ({"steps": -1}, ValueError, "steps must be a whole number >= 0, got -1"),
    ({"steps": 2.5}, TypeError, "steps must be a whole number >= 0, got 2.5"),
    ({"batch": 0}, ValueError, "batch must be a whole number >= 1, got 0"),
    ({"batch": 21}, ValueError, "batch must be at most N = 20, got 21"),
    ({"rng": "now"}, TypeError, "rng must be"),
    ({"proximal": True}, ValueError, r"proximal needs a regularizer with a proximal step, such as L1\(\), not NoReg"),
    ({"proximal": 1}, TypeError, "proximal must be True or False, got 1"),
    ({"gradient": "backprop"}, TypeError, "gradient must be a function"),
    ({"objective": "cross-entropy"}, TypeError, "objective must be of the class Objective, got 'cross-entropy'"),
    ({"net": None}, TypeError, "net must be of the class Network, got None"),
    ({"net": Network.random([2, 1], "sigmoid", 0, stack=3), "eta": [0.1, 0.2]}, ValueError,
     r"the stacks of net \(3,\), eta \(2,\) must broadcast"),
    ({"X": X[:0], "t": t[:0]}, ValueError, "X must hold at least one sample"),
    ({"t": 2 * t - 1}, ValueError, "t must be 0 or 1, got -1"),
    ({"X": X[:5]}, ValueError, "t must have shape"),
])
def test_bad_input_is_refused_at_the_call_not_at_the_first_step(options, error, words):
    arguments = {"net": net, "objective": E, "X": X, "t": t, "eta": 0.1} | options
    with pytest.raises(error, match=words):
        gradient_descent(**arguments)


@pytest.mark.parametrize("gradient, error", [
    (lambda objective, net, X, t: None, TypeError),
    (lambda objective, net, X, t: {1: net.W[1]}, TypeError),
    (lambda objective, net, X, t: {k: W[:1, :1] for k, W in net.W.items()}, ValueError),    # would broadcast
])
def test_a_gradient_of_ones_own_that_does_not_fit_is_refused(gradient, error):
    with pytest.raises(error, match="gradient must return"):
        run(net, E, X, t, 0.3, 1, gradient=gradient)


def test_bad_input_of_a_history():
    with pytest.raises(ValueError, match="snapshots must hold at least one"):
        History.of([])
    with pytest.raises(ValueError, match="every must be a whole number >= 1, got 0"):
        History.of(run(net, E, X, t, 0.3, 1), every=0)
