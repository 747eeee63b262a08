"""Slides 44-46: what notebook 09 and its pictures claim, derived again or against an independent reference."""

from collections import deque

import numpy as np
import pytest

from lecture12 import Network, Objective, data, xor
from lecture12.activations import Sigmoid
from lecture12.explorers import hidden_plane_explorer, starts_explorer, surface_explorer, three_seeds_explorer
from lecture12.explorers.error_surface import NEURON, XOR_NET
from lecture12.explorers.hidden_units import xor_run
from lecture12.explorers.starts import EVERY, STEPS, Growing, run, uphill
from lecture12.gradients import backprop, numerical
from lecture12.network import with_bias
from lecture12.surface import along, flat_gradient, hessian, slice_of, weight_names

SQUARED = Objective("squared error")


def end(snapshots):
    """The last of them, without keeping the others."""
    return deque(snapshots, maxlen=1).pop()


# ---- XOR ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("g, expected", [
    ("identity", (0, 0, 0, 0, 0)), ("sigmoid", (0, 65, 94, 100, 100)), ("tanh", (0, 47, 92, 100, 100)),
    ("relu", (0, 32, 56, 78, 97))])
def test_successes_of_a_hundred_starts(g, expected):
    """The table to slide 44, with this package's own initialisation: cross-entropy, η = 0.5, 3000 epochs."""
    found = []
    for h in (1, 2, 3, 4, 8):
        last = end(xor.descend(xor.starts(h, g), 0.5, 3000))
        found.append(int(xor.solved(last.net).sum()))
    assert np.abs(np.subtract(found, expected)).max() <= (0 if g == "identity" else 12), found
    assert found[0] == 0 and found == sorted(found)


def test_the_explorer_s_counts_are_those_of_gradient_descent():
    s = starts_explorer(tau=150).state
    for h in (1, 2, 8):
        last = end(xor.descend(xor.starts(h, "tanh"), 1.0, 150))
        assert s.count[h] == xor.solved(last.net).sum()
    assert 30 <= starts_explorer(tau=STEPS).state.count[2] <= 60


def test_a_growing_run_looks_the_same_in_any_order():
    late, early = (Growing(xor.descend(xor.starts(2, "tanh"), 1.0, 60)) for _ in range(2))
    a = late[20][0].flat
    assert np.array_equal([early[frame][0].flat for frame in range(21)][20], a)
    assert np.array_equal(late[5][0].flat, early[5][0].flat) and EVERY * 20 == 60
    assert late[99][0] is late[20][0]                                 # beyond its end it stays at the last


def test_network_7_of_the_stack_is_the_hidden_plane_s_seed_7():
    stack = run(2, "tanh", 1.0, "−", 0)[60 // EVERY][0]
    single = xor_run(2, "tanh", (7,), 1.0)
    assert np.allclose(stack[7].flat, single[30][0].flat) and single.tau[30] == 60
    assert starts_explorer(tau=60).state.solved[7] == hidden_plane_explorer(tau=60).state.solved


def test_forty_odd_solutions_with_eight_sets_of_features():
    for g in ("tanh", "sigmoid"):
        last = end(xor.descend(xor.starts(2, g), 1.0, 1000))
        solved = np.flatnonzero(xor.solved(last.net))
        kinds = {frozenset(xor.unit_names(last.net[n])) for n in solved}
        one_corner = [{"AND", "NAND"}, {"NOR", "OR"}, {"x₁ only", "NOT x₁ OR x₂"}, {"x₂ only", "x₁ OR NOT x₂"}]
        assert kinds == {frozenset((a, b)) for k in (0, 2) for a in one_corner[k] for b in one_corner[k + 1]}
        assert len(kinds) == 8 and len(solved) > 40


def test_three_seeds_with_three_sets_of_features():
    s = three_seeds_explorer().state
    assert all(s.solved) and s.different == 3


def test_more_steps_help_few_of_those_that_are_stuck():
    last = end(xor.descend(xor.starts(2, "tanh"), 1.0, 3000))
    assert 0 <= xor.solved(last.net).sum() - starts_explorer(tau=STEPS).state.count[2] <= 5


@pytest.mark.parametrize("h", [3, 4])
def test_most_relu_networks_that_fail_have_a_dead_unit(h):
    last = end(xor.descend(xor.starts(h, "relu"), 1.0, STEPS))
    failed = np.flatnonzero(~xor.solved(last.net))
    dead = [n for n in failed if "never" in xor.unit_names(last.net[n])]
    assert len(dead) > 0.7 * len(failed) > 10
    k = xor.unit_names(last.net[dead[0]]).index("never")              # and nothing moves such a unit any more
    X, labels = xor.corners()
    assert not backprop(xor.E, last.net[dead[0]], X, labels[:, None])[1][k].any()


@pytest.mark.parametrize("number", range(16))
def test_the_names_of_boolean_functions(number):
    on = data.boolean(2, number).labels
    x1, x2 = data.all_bits(2).T.astype(bool)
    meaning = {"never": 0 * x1, "always": 0 * x1 + 1, "AND": x1 & x2, "OR": x1 | x2, "XOR": x1 ^ x2, "NAND": ~(x1 & x2),
               "NOR": ~(x1 | x2), "XNOR": ~(x1 ^ x2), "x₁": x1, "x₂": x2, "NOT x₁": ~x1, "NOT x₂": ~x2, "x₁ only": x1 & ~x2,
               "x₂ only": x2 & ~x1, "NOT x₁ OR x₂": ~x1 | x2, "x₁ OR NOT x₂": x1 | ~x2}
    assert np.array_equal(meaning[xor.NAMES[number]].astype(int), on)


def test_the_solution_by_hand_for_bits_and_for_signs():
    X, labels = data.xor_corners()
    net = Network([[[-10, 20, 20], [30, -20, -20]], [[-30, 20, 20]]], "sigmoid")
    assert np.abs(net(X)[:, 0] - labels).max() < 1e-4
    assert np.allclose(xor.by_hand().forward(xor.corners().X).z[2], net.forward(X).z[2])     # the same, for x = -1, +1
    assert xor.unit_names(xor.by_hand()) == ("OR", "NAND")


def test_uphill_no_start_solves_xor_and_every_loss_rises():
    snapshots = list(xor.descend(xor.starts(2, "tanh"), 1.0, 50, gradient=uphill))
    assert (snapshots[1].E > snapshots[0].E).all() and xor.solved(snapshots[-1].net).sum() == 0
    assert starts_explorer(sign="+", tau=STEPS).state.count == dict.fromkeys((1, 2, 3, 4, 8), 0)


def test_the_hidden_plane_s_line_is_the_boundary():
    s = hidden_plane_explorer(tau=400).state
    X = xor.corners().X
    z = s.w[0] + s.y @ s.w[1:]
    assert np.allclose(Sigmoid()(z), s.net(X)[:, 0])
    swapped = hidden_plane_explorer(tau=400, i=2, j=1).state
    assert np.array_equal(swapped.y, s.y[:, ::-1]) and np.allclose(swapped.w[0] + swapped.y @ swapped.w[1:], z)
    assert hidden_plane_explorer(hidden=3, tau=400).state.w is None
    assert hidden_plane_explorer(hidden=1).state.inert == ["i", "j"]


# ---- the error surface --------------------------------------------------------------------------------------

@pytest.fixture
def problem():
    X, labels = xor.corners()
    return SQUARED, Network.random([2, 3, 2, 1], ["tanh", "sigmoid", "identity"], rng=4), X, labels[:, None]


def test_weight_names_and_gradient_are_in_the_order_of_flat(problem):
    E, net, X, t = problem
    dW = numerical(E, net, X, t)
    assert np.allclose(flat_gradient(*problem), net.replace({k: dW[k] for k in net.W}).flat, atol=1e-7)
    names = weight_names(net)
    assert len(names) == net.count and names[0] == "W⁽¹⁾₁₀" and names[9] == "W⁽²⁾₁₀" and names[-1] == "W⁽³⁾₁₂"


def test_a_slice_is_the_loop_over_networks(problem):
    E, net, X, t = problem
    a, b = np.array([-1.0, 0.5, 2.0]), np.array([0.0, 1.0])
    surface = slice_of(E, net, X, t, (1, 10), a, b)
    for row, vertical in enumerate(b):
        for column, across in enumerate(a):
            flat = net.flat.copy()
            flat[1], flat[10] = across, vertical
            assert surface[row, column] == pytest.approx(E(net.replace(net.unflatten(flat)), X, t))


def test_along_a_direction_the_slope_is_the_gradient(problem):
    E, net, X, t = problem
    D = {k: np.random.default_rng(k).standard_normal(W.shape) for k, W in net.W.items()}
    s = 1e-5
    up, down = along(E, net, X, t, D, [s, -s])
    dW = backprop(E, net, X, t)
    assert (up - down) / (2 * s) == pytest.approx(sum((dW[k] * D[k]).sum() for k in D), rel=1e-6)


def test_the_hessian_against_second_differences_and_in_closed_form(problem):
    E, net, X, t = problem
    H, s = hessian(*problem), 1e-4
    for i, j in ((0, 0), (3, 12), (8, 15), (16, 17)):
        def at(di, dj, i=i, j=j):
            flat = net.flat.copy()
            flat[i] += di
            flat[j] += dj
            return E(net.replace(net.unflatten(flat)), X, t)
        second = (at(s, s) - at(s, -s) - at(-s, s) + at(-s, -s)) / (4 * s * s)
        assert H[i, j] == pytest.approx(second, abs=1e-5) and H[i, j] == H[j, i]
    X, t = data.line(20)
    Z = with_bias(X)
    assert np.allclose(hessian(SQUARED, Network([[[1.0, 2.0]]], "identity"), X, t[:, None]), 2 * Z.T @ Z)


@pytest.mark.parametrize("model", [NEURON, XOR_NET])
@pytest.mark.parametrize("sign, direction", [("−", -1), ("+", 1)])
def test_a_small_step_does_what_the_first_order_says(model, sign, direction):
    s = surface_explorer(model, eta=1e-3, sign=sign, adapt="all weights").state
    assert s.change == pytest.approx(s.promised, rel=0.02) and np.sign(s.change) == direction
    N = {NEURON: 20, XOR_NET: 4}[model]
    E, X, t = SQUARED, *(data.line(20, noise=0.2, seed=7) if model == NEURON else xor.corners())
    assert s.promised == pytest.approx(direction * 1e-3 / N * (flat_gradient(E, s.net, X, t[:, None]) ** 2).sum())


def test_the_limit_of_the_learning_rate():
    X, _ = data.line(20)
    limit = surface_explorer().state.limit
    assert limit == pytest.approx(2 * 20 / np.linalg.eigvalsh(2 * with_bias(X).T @ with_bias(X)).max())
    runs = {share: surface_explorer(eta=share * limit, tau=100).state.run.E for share in (0.98, 1.02)}
    assert (np.diff(runs[0.98]) < 0).all() and runs[1.02][-1] > runs[1.02][0]
    assert "Diverged" in surface_explorer(eta=1.2).words and "Diverged" not in surface_explorer(eta=0.9).words


def test_only_the_chosen_weights_move_unless_all_do():
    s = surface_explorer(XOR_NET, eta=0.2).state
    moved = np.ptp(s.run.net.flat, axis=0) > 0
    assert set(np.flatnonzero(moved)) == set(s.pair)
    assert (np.ptp(surface_explorer(XOR_NET, eta=0.2, adapt="all weights").state.run.net.flat, axis=0) > 0).all()


def test_the_surface_lies_under_the_path():
    """At the place of step τ the slice has the error of step τ."""
    s = surface_explorer(XOR_NET, eta=0.2, adapt="all weights", tau=30).state
    a, b = s.path[30]
    X, labels = xor.corners()
    assert slice_of(SQUARED, s.net, X, labels[:, None], s.pair, [a], [b])[0, 0] == pytest.approx(s.E)
