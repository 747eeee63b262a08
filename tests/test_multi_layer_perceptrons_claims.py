"""Slides 42-43: what notebook 08 and its pictures claim, derived again or against an independent reference."""

import inspect

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from lecture12 import Network, xor
from lecture12.approximation import TARGETS, Square, bumps, collapse, fit_output, middles, random_hidden, rmse
from lecture12.explorers import approximation_explorer, bumps_explorer, collapse_explorer, edge_explorer
from lecture12.explorers.multi_layer_perceptrons import count, forward_lines, in_terms
from lecture12.live import Pointer

X, SINE = np.linspace(-1, 1, 201)[:, None], TARGETS["sin 2πx"]


# ---- the graph and its matrices -----------------------------------------------------------------------------

@pytest.mark.parametrize("d, h, K", [(1, 1, 1), (2, 3, 1), (4, 8, 3)])
def test_the_counter_counts_the_weights_of_the_network(d, h, K):
    assert count(d, h, K) == Network.random([d, h, K], "tanh", rng=0).count == edge_explorer(d, h, K).state.count
    assert count(2, 3, 1) == 13 and count(2, 3, 1, literal=True) == 16


@pytest.mark.parametrize("d, h, K", [(1, 1, 1), (2, 3, 1), (4, 8, 3)])
def test_the_values_in_the_units_are_those_of_the_network(d, h, K):
    s = edge_explorer(d, h, K).state
    p = Network(s.W, ["tanh", "sigmoid"]).forward(s.y[0][None, 1:])
    for ours, theirs in zip(s.y, (p.biased[0], p.biased[1], p.y[2]), strict=True):
        assert np.allclose(ours, theirs[0])
    assert s.y[0][0] == s.y[1][0] == 1                                # both bias units are clamped


def test_the_literal_formula_computes_the_hidden_unit_0():
    s = edge_explorer(literal=True).state
    assert s.y[1][0] == pytest.approx(np.tanh(s.W[1][0] @ s.y[0])) and s.y[1][0] != 1
    moved = edge_explorer(literal=True, x1=-2.0).state
    assert moved.y[1][0] != s.y[1][0] and moved.y[2][0] == pytest.approx(1 / (1 + np.exp(-moved.W[2][0] @ moved.y[1])))


@pytest.mark.parametrize("literal", [False, True])
def test_edge_entry_term_and_words_belong_together(literal):
    explorer = edge_explorer(3, 4, 2, literal=literal)
    for layer, rows, columns in ((1, 4, 3), (2, 2, 4)):
        for to in range(0 if literal and layer == 1 else 1, rows + 1):
            for origin in range(columns + 1):
                explorer.set(layer=layer, to=to, origin=origin)
                s = explorer.state
                row = to if literal and layer == 1 else to - 1
                assert s.chosen == (layer, to, origin) and s.entry == (row, origin)
                assert s.term == s.W[layer][row, origin] * s.y[layer - 1][origin]
                assert f"net.W[{layer}][{row}, {origin}]" in explorer.words
                lines, (a, b) = in_terms(s, layer, to, origin)
                assert f"W{'₀₁₂₃₄'[to]}{'₀₁₂₃₄'[origin]}" in lines[0][a:b]
                assert float(lines[1][a:b].replace("−", "-")) == pytest.approx(s.term, abs=0.005)
                assert float(lines[1].split("=")[-1].replace("−", "-")) == pytest.approx(s.z[layer][row], abs=0.005)


def test_the_lit_lines_are_the_package_s_own():
    source = inspect.getsource(Network.forward)
    assert len(forward_lines()) == 4 and all(line in source for line in forward_lines())
    assert "W.mT" in forward_lines()[2] and "with_bias" in forward_lines()[1]


def test_a_click_chooses_the_nearest_edge_or_the_entry():
    explorer = edge_explorer()
    graph, W1, W2 = explorer.figure.figure.axes[:3]
    for axes, x, y, edge in ((W1, 2.5, 1.5, (1, 2, 2)), (W2, 0.2, 0.7, (2, 1, 0)), (W1, 3.5, 0.5, None)):
        before = explorer.state.chosen
        explorer._on_pointer(Pointer("press", axes, x, y))
        assert explorer.state.chosen == (edge or explorer.state.chosen)
        if axes is W1 and edge is None:
            assert explorer.state.chosen == before                    # beside the matrix: nothing
    # the middle of an edge of the graph: hidden unit 0 to the output is the uppermost of layer 2
    explorer._on_pointer(Pointer("press", graph, 0.75, (0.875 + 0.5) / 2))
    assert explorer.state.chosen == (2, 1, 0)


# ---- linear hidden layers -----------------------------------------------------------------------------------

@pytest.mark.parametrize("sizes", [[2, 1, 1], [2, 8, 1], [3, 5, 4, 2], [2, 3, 3, 3, 1]])
def test_linear_layers_collapse_to_one_matrix(sizes):
    net = Network.random(sizes, "identity", rng=1, stack=(3, 2))
    x = np.random.default_rng(2).standard_normal((20, sizes[0]))
    assert collapse(net).l == 1 and collapse(net).sizes == (sizes[0], sizes[-1])
    assert np.allclose(collapse(net)(x), net(x), rtol=0, atol=1e-11)


def test_collapse_refuses_what_is_not_linear():
    with pytest.raises(ValueError, match=r"linear hidden layers, but g\[2\] is Tanh"):
        collapse(Network.random([2, 3, 3, 1], ["identity", "tanh", "identity"], rng=0))


@pytest.mark.parametrize("h", range(1, 9))
def test_xor_sticks_at_ln_2_for_every_number_of_linear_units(h):
    *_, snapshot = xor.descend(xor.starts(h, "identity"), 0.5, 600)
    loss = snapshot.E / 4
    assert (loss >= np.log(2) - 1e-12).all() and loss.max() < np.log(2) + 1e-3
    assert xor.solved(snapshot.net).sum() == 0                        # 0 of 100 seeds


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_the_explorer_s_boundary_is_the_product_s_line(layers):
    for tau in (0, 20, 600):
        s = collapse_explorer(layers=layers, tau=tau, change=1.5).state
        assert s.difference < 1e-12 and s.one.count == 3
    assert collapse_explorer(g="tanh", tau=600).state.difference > 0.1
    assert collapse_explorer(g="tanh", tau=600).state.right == 4


# ---- universal approximation --------------------------------------------------------------------------------

def test_bumps_are_pairs_of_sigmoids():
    net, x = bumps([2.0, -1.0, 0.5], steepness=40), np.linspace(-1.2, 1.2, 50)
    edge = np.linspace(-1, 1, 4)

    def up(a):
        return 1 / (1 + np.exp(-40 * (x - a)))
    expected = sum(height * (up(a) - up(b)) for height, a, b in zip([2, -1, 0.5], edge, edge[1:], strict=False))
    assert np.allclose(net(x[:, None])[:, 0], expected) and net.sizes == (1, 6, 1)


@pytest.mark.parametrize("target", ["sin 2πx", "|x|", "x²"])
def test_steep_bumps_halve_the_error_when_doubled(target):
    f, fine = TARGETS[target], np.linspace(-0.9, 0.9, 9001)[:, None]       # the outermost bumps fall to 0 at -1 and 1
    E = [rmse(bumps(f(middles(n)), 1e4), fine, f(fine)) for n in (16, 32, 64)]
    assert E[1] / E[0] == pytest.approx(0.5, abs=0.05) and E[2] / E[1] == pytest.approx(0.5, abs=0.05)


def test_dragging_a_bump_changes_its_height_only():
    explorer = bumps_explorer()
    before = explorer.state
    tops = next(line for line in explorer.figure._draggable)
    explorer._on_pointer(Pointer("drag", tops.axes, 0.3, 0.25, grabbed=(tops, 2)))
    after = explorer.state
    assert after.height[2] == 0.25 and np.allclose(np.delete(after.height, 2), np.delete(before.height, 2), atol=1e-4)
    assert after.error > before.error and "1 heights changed" in explorer.words
    with pytest.raises(ValueError, match="heights: got"):
        explorer.set(heights=(3.0,))


@pytest.mark.parametrize("h, low, high", [(1, 0.6, 0.7), (5, 0.3, 0.45), (8, 0.09, 0.2), (16, 1e-3, 8e-3), (32, 0, 1e-4)])
def test_median_error_of_random_tanh_features(h, low, high):
    """SLIDES: .65, .40, .13, .0035, below 1e-4 for sin 2πx on [-1, 1]."""
    nets = fit_output(random_hidden(h, "tanh", rng=1, stack=100), X, SINE(X))
    assert low <= np.median(rmse(nets, X, SINE(X))) <= high


def test_inside_the_domain_and_beyond():
    nets = fit_output(random_hidden(16, "tanh", rng=1, stack=100), X, SINE(X))
    beyond = np.linspace(1, 2, 101)[:, None]
    assert np.median(rmse(nets, X, SINE(X))) < 0.01 and np.median(rmse(nets, beyond, SINE(beyond))) > 1


@pytest.mark.parametrize("g, degree", [(Square(), 2), ("identity", 1)])
@pytest.mark.parametrize("h", [2, 10, 32])
def test_polynomial_activations_fit_polynomials_only(g, degree, h):
    best = np.polynomial.Polynomial.fit(X[:, 0], SINE(X)[:, 0], degree)(X[:, 0])
    net = fit_output(random_hidden(h, g, rng=3), X, SINE(X))
    assert np.allclose(net(X)[:, 0], best, atol=1e-8)


def test_the_output_layer_is_that_of_scikit_learn():
    net = fit_output(random_hidden(6, "sigmoid", rng=0), X, SINE(X))
    hidden = net.forward(X).y[1]
    reference = LinearRegression().fit(hidden, SINE(X))
    assert np.allclose(net.W[2][:, 1:], reference.coef_, atol=1e-6)
    assert np.allclose(net.W[2][:, 0], reference.intercept_, atol=1e-6)


def test_fit_output_needs_a_linear_output():
    with pytest.raises(ValueError, match=r"linear output, but g\[2\] is Sigmoid"):
        fit_output(Network.random([1, 3, 1], "sigmoid", rng=0), X, SINE(X))


def test_the_explorer_fits_better_the_more_units_it_has():
    errors = [approximation_explorer(h=h).state.errors[0] for h in (2, 8, 16, 32)]
    assert errors == sorted(errors, reverse=True) and errors[-1] < 1e-3
    assert approximation_explorer(h=32, g="a²").state.errors[0] > 0.5
