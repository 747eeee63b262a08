"""Slides 50-51: the sum over all paths, the closed forms, and naive = remembering = backprop = the sum of products."""

from itertools import product

import numpy as np
import pytest

from lecture12.chain_rule import CHAINS, total_derivative
from lecture12.gradients import backprop
from lecture12.paths import OBJECTIVE, X, counts, network, products, rate, spoken, units, uses, walk, walks


@pytest.mark.parametrize(("h", "L"), [(1, 1), (1, 6), (2, 4), (3, 3), (3, 5), (4, 4), (6, 3)])
def test_four_ways_to_the_same_number(h, L):
    net, t = network(h, L)
    long, short, exact = walk(h, L), walk(h, L, remember=True), backprop(OBJECTIVE, net, X, t)[1][0, 1]
    assert long.gradient == pytest.approx(exact, rel=1e-12)
    assert short.gradient == pytest.approx(exact, rel=1e-12)
    assert products(net, t).sum() == pytest.approx(exact, rel=1e-10)
    assert (long.calls, short.calls) == counts(h, L)[2:]
    assert len(products(net, t)) == counts(h, L).paths


@pytest.mark.parametrize(("h", "L", "calls", "remembered"), [(3, 5, 364, 16), (4, 8, 87_381, 33), (5, 8, 488_281, 41)])
def test_the_closed_forms(h, L, calls, remembered):
    assert counts(h, L)[2:] == (calls, remembered)
    assert calls == (h ** (L + 1) - 1) // (h - 1)
    net, _ = network(h, L)
    assert counts(h, L).edges == sum(net.W[k][:, 1:].size for k in range(2, net.l + 1))


def test_calls_are_counted_not_computed_also_for_a_large_one():
    assert walk(4, 6).calls == counts(4, 6).calls == 5461
    assert walk(10, 10, remember=True).calls == 101 and counts(10, 10).paths == 10**10


def test_bad_counts_are_refused():
    for h, L in ((0, 3), (3, 0)):
        with pytest.raises(ValueError):
            counts(h, L)


@pytest.mark.parametrize(("h", "L"), [(2, 3), (3, 2), (1, 4)])
def test_units_and_uses_against_enumeration(h, L):
    every = list(product(range(h), repeat=L))
    used = [np.zeros((h, 1)), *(np.zeros((h, h)) for _ in range(L - 1)), np.zeros((1, h))]
    for number, path in enumerate(every):
        assert tuple(units(number, h, L)) == path
        for m, (a, b) in enumerate(zip((0, *path), (*path, 0), strict=True)):
            used[m][b, a] += 1
        assert all(np.array_equal(ours, theirs) for ours, theirs in zip(uses(number + 1, h, L), used, strict=True))


def test_each_product_is_that_of_its_path():
    h, L = 3, 3
    net, t = network(h, L)
    p, delta = net.forward(X), OBJECTIVE.delta(net, net.forward(X), t)
    slope = {k: net.g[k].derivative(p.z[k])[0] for k in net.W}
    for number, value in enumerate(products(net, t)):
        expected, unit = 1.0, 0
        for k, j in enumerate(units(number, h, L), 1):
            expected, unit = expected * slope[k][unit] * net.W[k + 1][j, 1 + unit], j
        assert value == pytest.approx(expected * delta[0, unit], rel=1e-12)


def test_time_grows_path_by_path_and_hardly_when_remembering():
    long, short = walk(4, 6), walk(4, 6, remember=True)
    assert long.calls / short.calls > 200
    assert long.seconds > 10 * short.seconds                # about 60 on an idle machine


def test_walks_stop_within_their_budget():
    assert [w.calls for w in walks(2, 4, budget=10)] == [counts(2, L).calls for L in range(1, 5)]
    assert len(walks(6, 8, budget=1e-9)) == 1
    done = walks(5, 10, budget=0.005)
    assert 1 <= len(done) < 10 and rate(done) * counts(5, len(done) + 1).calls >= 0.005


def test_spoken():
    assert [spoken(s) for s in (3e-9, 0.5, 90, 2 * 86400)] == ["3 ns", "500 ms", "1.5 min", "2 days"]


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("x", [-1.3, 0.3, 1.1])
def test_slopes_of_the_chains(name, x):
    chain, eps = CHAINS[name], 1e-6
    y, z, dy_dx, dz_dy = chain.at(x)
    assert dy_dx == pytest.approx((chain.f(x + eps) - chain.f(x - eps)) / (2 * eps), rel=1e-7, abs=1e-9)
    assert dz_dy == pytest.approx((chain.g(y + eps) - chain.g(y - eps)) / (2 * eps), rel=1e-7, abs=1e-9)
    assert chain.f(x) == y and chain.g(y) == z


def test_the_error_of_the_slopes_is_of_second_order():
    dx = np.geomspace(1e-4, 1e-2, 9)
    for name, chain in CHAINS.items():
        change = chain.change(0.3, dx)
        error = np.abs(change.dz - change.linear_z)
        if name.startswith("y = 2x"):
            assert error.max() < 1e-15
        else:
            assert np.polyfit(np.log(dx), np.log(error), 1)[0] == pytest.approx(2, abs=0.05)


def test_total_derivative_against_a_difference():
    a, b = np.array([3.0, 4.0, 0.5]), np.array([2.0, -1.0, 1.0])            # y_i = a_i x, z = Σ b_i sin(y_i)
    x, eps = 0.2, 1e-6
    z = [np.sin(a * (x + sign * eps)) @ b for sign in (1, -1)]
    slopes = b * np.cos(a * x)
    assert total_derivative(slopes, a) == pytest.approx((z[0] - z[1]) / (2 * eps), rel=1e-8)
    assert total_derivative(slopes, a, without=[1]) == pytest.approx(total_derivative(slopes, a) - slopes[1] * a[1])
