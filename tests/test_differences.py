"""Slide 53: slopes of the error, the best ε, passes per step, and random search beside the two descents."""

import numpy as np
import pytest

from lecture12 import Network, Objective, data
from lecture12.differences import EPS, digits, error_curve, passes, problem, relative_error
from lecture12.explorers.numerical_differentiation import FAIR
from lecture12.explorers.race import GOAL, N, descent, search
from lecture12.random_search import random_search

SEEDS = range(4)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("seed", SEEDS)
def test_slopes_and_best_eps_in_float64(activation, seed):
    error, best, left, right = error_curve(activation, 1.0, seed, "forward", "float64")
    assert 1e-9 <= best <= 1e-6 and error.min() < 1e-6                      # theory: √u = 1.5e-8
    assert left == pytest.approx(-1, abs=0.1) and right == pytest.approx(1, abs=0.05)
    error, best, left, right = error_curve(activation, 1.0, seed, "central", "float64")
    assert 1e-6 <= best <= 1e-4 and error.min() < 1e-9                      # theory: u^(1/3) = 6e-6
    assert left == pytest.approx(-1, abs=0.1) and right == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("seed", SEEDS)
def test_float32_wants_a_larger_eps_and_gets_less(seed):
    forward, central = (error_curve("tanh", 1.0, seed, scheme, "float32") for scheme in ("forward", "central"))
    assert 1e-4 <= forward[1] <= 1e-2 and 1e-3 <= central[1] <= 1e-1
    assert forward[0].min() > 100 * error_curve("tanh", 1.0, seed, "forward", "float64")[0].min()
    assert central[0].min() < forward[0].min() and central[2] == pytest.approx(-1, abs=0.2)
    assert np.array_equal(central[0][EPS <= 1e-9], np.ones((EPS <= 1e-9).sum()))        # the difference is exactly 0


def test_too_small_an_eps():
    assert 1e-5 < relative_error(*problem(), 1e-12, "central", "float64") < 1e-2
    plus, minus, ours, exact = digits(*problem(), 1e-5, "float64")
    assert plus != minus and ours == pytest.approx(exact, rel=1e-8)
    plus, minus, ours, _ = digits(*problem(), 1e-9, "float32")
    assert plus == minus and ours == 0


@pytest.mark.parametrize("kink", [1e-2, 1e-4, 1e-6])
def test_a_kink_makes_a_plateau_down_to_its_distance(kink):
    error, *_ = error_curve("relu", kink, 0, "central", "float64")
    beyond, before = error[(EPS > 5 * kink) & (EPS < 0.2)], error[(EPS < kink / 5) & (EPS > kink / 500)]
    assert beyond.min() > 1e-2 and beyond.max() < 3 * beyond.min()
    assert before.max() < beyond.min() / 1000


def test_passes_from_the_number_of_weights():
    def of(d, h, K):
        return Network([np.zeros((h, 1 + d)), np.zeros((K, 1 + h))], "tanh")
    assert passes(of(2, 4, 1), "central") == 2 * (4 * 3 + 1 * 5) == 34
    assert passes(of(784, 100, 10), "central") == 2 * (100 * 785 + 10 * 101) == 159_020
    assert passes(of(784, 100, 10), "forward") == 79_511


# ---- the race ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("hidden", [4, 8, 16])
def test_finite_differences_walk_the_way_of_backprop_and_pay_for_every_weight(hidden):
    (ours, price), (exact, three) = (descent("rings", hidden, 0, way) for way in ("finite differences", "backpropagation"))
    steps = min(len(ours), len(exact))
    assert np.allclose(ours.E[:steps], exact.E[:steps], rtol=1e-3)
    weights = hidden * 3 + hidden + 1
    assert three == FAIR and price == weights + 1
    assert price * ours.tau[-1] > 3 * three * exact.tau[-1]


def test_passes_to_the_same_loss():
    paid = {}
    for hidden in (8, 32):
        runs = {way: descent("rings", hidden, 0, way) for way in ("finite differences", "backpropagation")}
        runs["random search"] = search("rings", hidden, 0, 0.2)
        assert all(run.E[-1] / N < GOAL for run, _ in runs.values())
        paid[hidden] = {way: run.tau[-1] * price for way, (run, price) in runs.items()}
        assert paid[hidden]["finite differences"] > 4 * paid[hidden]["random search"]
    ratio = {h: p["finite differences"] / p["backpropagation"] for h, p in paid.items()}
    assert ratio[32] > 3 * ratio[8] > 20                    # (number of weights + 1) / 3
    assert paid[8]["random search"] > paid[8]["backpropagation"]
    assert paid[32]["backpropagation"] < paid[8]["backpropagation"]


def test_random_search_can_get_stuck():
    X, labels = data.xor_corners()
    stuck = 0
    for seed in range(30):
        *_, last = random_search(Network.random([2, 2, 1], ["tanh", "sigmoid"], seed), Objective("cross-entropy"), X,
                                 labels[:, None].astype(float), 0.1, seed, tries=600)
        stuck += last.E / 4 > 0.3
    assert 5 <= stuck < 30                                  # 17: E/N stays at ln 2 / 2, one point in four is guessed


def test_random_search_accepts_only_what_improves_and_repeats_its_bits():
    X, labels = data.rings(20, 0.1, 0)
    net, E = Network.random([2, 4, 1], ["tanh", "sigmoid"], 1), Objective("cross-entropy", "L2", 0.01)
    def run(rng):
        return list(random_search(net, E, X, labels[:, None].astype(float), 0.2, rng, tries=200))
    first, again = run(3), run(np.random.default_rng(3))
    assert [s.tau for s in first] == list(range(201))
    for before, after in zip(first, first[1:], strict=False):
        assert after.E < before.E if after.net is not before.net else after.E == before.E
        assert after.E == pytest.approx(E(after.net, X, labels[:, None].astype(float)))
    assert 5 < len({id(s.net) for s in first}) < 200
    assert all(a.E == b.E and np.array_equal(a.net.flat, b.net.flat) for a, b in zip(first, again, strict=True))


def test_random_search_refuses_bad_input_at_the_call():
    net, E = Network.random([1, 1], "identity", 0), Objective("squared error")
    for error, name, change in ((ValueError, "step", {"step": 0}), (TypeError, "rng", {"rng": None}),
                                (ValueError, "tries", {"tries": -1}), (ValueError, "net", {"net": net.broadcast((2,))})):
        arguments = {"net": net, "step": 0.1, "rng": 0, "tries": 3} | change
        with pytest.raises(error, match=name):
            random_search(arguments.pop("net"), E, [[1.0]], [[1.0]], **arguments)
