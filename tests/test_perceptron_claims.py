"""What notebooks 03 and 04 claim about slides 30-36, derived from the package; what their explorers do when dragged."""

from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture12 import Network, Objective, data, explorers, fits
from lecture12.convergence import mistakes
from lecture12.explorers.basis_functions import PHI, fitted
from lecture12.explorers.delta_rule import descent
from lecture12.gradients import backprop
from lecture12.live import Pointer
from lecture12.losses import SquaredError
from lecture12.network import with_bias
from lecture12.panels.arrows import clip, square
from lecture12.perceptron import bound, delta_rule, margin, max_margin, perceptron_learning, stability_limit
from lecture12.training import gradient_descent


def drag(explorer, artist, x, y):
    explorer._on_pointer(Pointer("drag", artist.axes, x, y, grabbed=(artist, 0)))


# ---- slides 30-31 -------------------------------------------------------------------------------------------

@given(*[st.floats(-3, 3)] * 3, st.floats(0.1, 10))
@settings(max_examples=50, deadline=None)
def test_scale_moves_no_line(w0, w1, w2, s):
    z = with_bias(np.random.default_rng(0).uniform(-3, 3, (200, 2))) @ [w0, w1, w2]
    clear = np.abs(z) > 1e-9
    assert np.array_equal(z[clear] >= 0, (s * z)[clear] >= 0)


def test_scale_changes_the_outputs_only():
    e = explorers.perceptron_explorer()
    before = e.state
    e.set(scale=10)
    assert before.distance == e.state.distance and before.offset == e.state.offset and before.y["step"] == e.state.y["step"]
    assert before.y["logistic"] > 100 * e.state.y["logistic"]
    assert e.state.y["linear"] == pytest.approx(10 * before.y["linear"])


def test_distances_by_hand():
    s = explorers.perceptron_explorer(w1=3, w2=-3, w0=3, x1=1, x2=-1).state      # x1 - x2 + 1 = 0
    assert s.offset == pytest.approx(1 / 2**0.5) and s.distance == pytest.approx(3 / 2**0.5)
    assert s.y == {"linear": 9, "logistic": pytest.approx(1 / (1 + np.exp(-9))), "step": 1}


def test_a_linear_output_with_targets_0_and_1_decides_at_one_half():
    s = explorers.perceptron_explorer(targets="0, 1", scale=2.0).state
    foot = -s.shifted["linear"][0] / s.length * s.unit
    assert 2.0 * (s.w @ [1, *foot]) == pytest.approx(0.5)
    assert np.array_equal(s.shifted["step"], s.w)


def test_w_can_be_dragged_and_zero_has_no_line():
    e = explorers.perceptron_explorer()
    tip = e.figure._draggable[0]
    drag(e, tip, -1.5, 2.0)
    assert (e.values["w1"], e.values["w2"]) == (-1.5, 2.0)
    e.set(x1=-3, x2=3)                                       # in the corner: its outputs are still in sight
    for dot in [line for ax in e.figure.figure.axes[1:] for line in ax.lines if line.get_marker() == "D"]:
        assert dot.axes.get_xlim()[0] < dot.get_xdata()[0] < dot.axes.get_xlim()[1]
    drag(e, tip, 0.0, 0.0)
    assert "there is no line" in e.words and not np.isnan(e.figure.draw()).any()


def test_softmax_is_one_and_blind_to_a_shift_sigmoids_are_not():
    e = explorers.multiclass_explorer()
    sums = []
    for shift in (-10, 0, 5, 10):
        e.set(shift=shift)
        sums.append(e.state.outputs["independent σ"].sum())
        assert e.state.outputs["softmax"].sum() == pytest.approx(1)
        assert e.state.outputs["softmax"] == pytest.approx(explorers.multiclass_explorer().state.outputs["softmax"])
    assert sums == sorted(sums) and sums[0] < 0.01 and sums[-1] > 2.9
    assert (explorers.multiclass_explorer(shift=-3).state.yes == 0).mean() > 0.3        # regions where no σ is above 1/2
    assert (explorers.multiclass_explorer(shift=3).state.yes > 1).mean() > 0.3          # and where several are


# ---- slides 32-33 -------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("dataset", "features", "least", "most"), [
    ("rings", ("x1", "x2"), 0, 0.75), ("rings", ("x1²", "x2²"), 0.99, 1), ("rings", ("r", "x1"), 0.99, 1),
    ("xor", ("x1", "x2"), 0, 0.75), ("xor", ("x1", "x1·x2"), 0.95, 1), ("blobs", ("x1", "x2"), 0.95, 1)])
def test_features_decide_what_a_line_can_do(dataset, features, least, most):
    s = explorers.basis_explorer(dataset, *features).state
    assert least <= s.right / len(s.X) <= most


def test_the_fit_is_as_good_as_scikit_learns():
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, labels, w = fitted("xor", "x1", "x2", 0.1, 0)                             # not separable: the optimum is finite
    model = linear_model.LogisticRegression(C=np.inf, tol=1e-10).fit(X, labels)
    assert w == pytest.approx([model.intercept_[0], *model.coef_[0]], abs=1e-4)


@pytest.mark.parametrize(("pair", "target"), [
    (("x1²", "x2²"), (1.0, 0.25)), (("x1", "x1·x2"), (-1.0, 0.5)), (("r", "x2"), (1.2, 0.6))])
def test_a_point_moved_in_the_feature_plane_moves_in_the_input_plane(pair, target):
    e = explorers.basis_explorer(phi1=pair[0], phi2=pair[1])
    drag(e, e.figure._draggable[1], *target)
    assert e.state.z == pytest.approx(target, abs=0.06)
    x = e.state.x.copy()
    drag(e, e.figure._draggable[0], *x)
    assert e.state.x == pytest.approx(x)


def test_xor_in_words_and_a_bad_feature_keeps_the_picture():
    e = explorers.coordinate_explorer()
    picture = e.figure.draw().copy()
    for bad in ("foo(x)", "x1*x2", "log(x)", "1/x", "(", "1e200*x", ""):
        with pytest.raises(ValueError, match="cannot read|moderate number"):
            e.set(phi=bad)
        assert np.array_equal(e.figure.draw(), picture) and e.values["phi"] == "x**2"
        with pytest.raises(ValueError, match="cannot read|moderate number"):
            e.controls["phi"].value = bad                                        # typed
        assert e.figure.error and "ValueError" in e.figure.words
        e.controls["phi"].value = "x**2"                                         # and the old text typed again
        assert not e.figure.error and e.figure.words == e.words
    assert e.state.right == 3 and e.state.sums[0] == pytest.approx(e.state.sums[1])
    e.set(both=True)
    assert e.state.right == 4 and e.state.sums == pytest.approx((-2, 2))
    assert e.controls["phi"].disabled and not e.controls["phi_both"].disabled


@pytest.mark.parametrize("pair", list(combinations_with_replacement(PHI, 2)))
def test_the_star_is_in_sight_in_both_planes_wherever_it_goes(pair):
    e = explorers.basis_explorer(phi1=pair[0], phi2=pair[1])
    for x1, x2 in product((-1.4, 0, 1.4), repeat=2):
        e.set(x1=x1, x2=x2)
        for star in e.figure._draggable:
            (x,), (y,) = star.get_data()
            (left, right), (low, high) = star.axes.get_xlim(), star.axes.get_ylim()
            assert left <= x <= right and low <= y <= high


# ---- slides 34-35 -------------------------------------------------------------------------------------------

def test_clip_is_the_half_plane():
    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (500, 2))
    for w in rng.standard_normal((20, 3)):
        corners = clip(square((-1, 1)), w)
        if len(corners) < 3:
            assert not (with_bias(X) @ w >= 0).any()
            continue
        edges = np.roll(corners, -1, 0) - corners
        to = X[:, None] - corners
        inside = (edges[:, 0] * to[..., 1] - edges[:, 1] * to[..., 0] >= -1e-12).all(1)     # left of every edge
        assert np.array_equal(inside, with_bias(X) @ w >= 0)


def test_learning_without_bias():
    X = np.array([[1.0, 2.0], [-1.0, 1.0], [2.0, -1.0]])
    steps = list(perceptron_learning(X, [1, 0, 1], bias=False))
    assert all(s.w.shape == (2,) for s in steps) and steps[1].w.tolist() == [1, -1]
    assert ((X @ steps[-1].w >= 0) == [True, False, True]).all()
    with pytest.raises(ValueError, match=r"w must have shape \(..., 2\), got \(3,\)"):
        list(perceptron_learning(X, [1, 0, 1], np.zeros(3), bias=False))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("order", ["fixed", "random"])
@pytest.mark.parametrize("name", ["separable, no bias", "separable"])
def test_the_last_w_lies_in_the_cone(name, order, seed):
    e = explorers.learning_explorer(data=name, order=order, seed=seed)
    e.set(tau=e.controls["tau"].max)
    s = e.state
    assert s.right == len(s.run.X) and "learning has ended" in e.words
    steps = np.diff(s.run.path[:, 1:], axis=0)
    sign = (2 * s.run.labels - 1)[s.run.seen]
    assert np.allclose(steps, (sign * s.run.wrong)[:, None] * s.run.X[s.run.seen])      # w ← w ± x, or w stays


def test_scrubbing_goes_both_ways_and_over_mistakes_only():
    e = explorers.learning_explorer(start="w = (0, 3, 3)")
    last = e.controls["tau"].max
    pictures = []
    for tau in [*range(last + 1), *range(last, -1, -1)]:
        e.set(tau=tau)
        pictures.append(e.figure.draw().tobytes())
    assert pictures[:last + 1] == pictures[:last:-1]
    total = int(e.state.run.wrong.sum())
    e.set(only=True, tau=1)
    assert e.controls["tau"].max == total and e.state.mistakes == 1


def test_xor_goes_round_in_a_circle():
    X, t = data.xor_corners()
    run = mistakes(X, t, epochs=100)
    assert np.bincount(run.epoch)[1:9].tolist() == [3, 3, 4, 4, 4, 4, 4, 4] and not run.converged
    ends = [run.w[run.epoch == epoch][-1].tolist() for epoch in range(3, 101)]
    assert ends == [[0, -1, 0]] * 98
    e = explorers.learning_explorer(data="XOR")
    e.set(tau=48)
    assert "in a circle, for ever" in e.words


def test_mistakes_against_the_bound():
    shares = []
    for gap in (0.02, 0.05, 0.1, 0.2, 0.5):
        X, t = data.separable(40, gap, 0)
        run, w_star = mistakes(X, t), max_margin(X, t)
        hidden = data.hidden_line(0)
        assert margin(hidden, X, t) >= gap / np.linalg.norm(hidden) - 1e-12
        assert len(run.n) - 1 <= bound(w_star, X, t) <= bound(hidden, X, t)
        shares.append(margin(run.w[-1], X, t) / margin(w_star, X, t))
    assert max(shares) < 0.75 and shares[0] < 0.1                                # a solution, not a good one


def test_eta_changes_nothing_from_zero_and_much_from_elsewhere():
    X, t = data.separable(40, 0.1, 0)
    etas = (0.001, 0.01, 0.1, 1, 10)
    zero = [mistakes(X, t, eta=eta) for eta in etas]
    assert {len(run.n) for run in zero} == {7} and {run.epochs for run in zero} == {2}
    for run, eta in zip(zero, etas, strict=True):
        assert run.w[-1] / eta == pytest.approx(zero[3].w[-1])
    far = [len(mistakes(X, t, np.array([0.0, 3, 3]), eta, epochs=5000).n) - 1 for eta in etas]
    assert far == sorted(far, reverse=True) and far[0] > 5000 and far[-1] < 10


def test_the_order_matters():
    X, t = data.separable(40, 0.1, 0)
    counts = [len(mistakes(X, t, order="random", rng=seed).n) - 1 for seed in range(100)]
    assert (min(counts), max(counts)) == (2, 16)                                 # as notebook 04 says


def test_convergence_explorer_says_what_it_shows():
    e = explorers.convergence_explorer()
    assert "bounds meet at k = 108.6: at most 108" in e.words and "ended after 6 in 2 epochs" in e.words
    e.set(part=50)
    assert e.state.k == 3 and e.words.startswith("3 mistakes")
    e.set(data="XOR", part=100)
    assert "no γ" in e.words and "4 mistakes per epoch" in e.words and e.controls["margin"].disabled


# ---- slide 36 -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("g", "objective"), [
    ("identity", Objective(SquaredError(0.5))), ("sigmoid", Objective("cross-entropy"))])
def test_the_delta_rule_is_gradient_descent_term_by_term(g, objective):
    X, t = data.separable(12, 0.1, 1)
    for step in delta_rule(X, t, g, eta=0.3, epochs=3):
        net = Network([step.w_before[None]], g)
        n = slice(step.n, step.n + 1)
        gradient = backprop(objective, net, X[n], t[n, None])[1][0]
        np.testing.assert_allclose(step.w - step.w_before, -0.3 * gradient, atol=1e-12)


def test_the_step_rule_descends_the_perceptron_criterion():
    X, t = data.separable(12, 0.1, 1)
    for step in perceptron_learning(X, t, w=[0.3, -1, 2]):
        phi, sign = np.r_[1, X[step.n]], 2 * step.t - 1
        criterion = lambda w: max(0, -sign * (w @ phi))                         # noqa: B023, E731
        slope = [(criterion(step.w_before + h) - criterion(step.w_before - h)) / 2e-6 for h in 1e-6 * np.eye(3)]
        np.testing.assert_allclose(step.w - step.w_before, -np.array(slope), atol=1e-6)


def test_the_least_squares_boundary_follows_x9():
    found = []
    for x9 in (2, 4, 8, 10, 15, 30):
        w = fits.least_squares(data.nine_points(x9).X, data.nine_points(x9).labels.astype(float))
        found.append((0.5 - w[0]) / w[1])
    assert found == pytest.approx([0.05, 0.21, 0.42, 0.5, 0.64, 0.86], abs=0.006)


def test_one_point_too_right_breaks_lms_alone():
    near, far = explorers.delta_explorer().state, explorers.delta_explorer(x9=15.0).state
    assert [e.sum() for e in near.errors.values()] == [0, 0, 0]
    assert {name: int(e.sum()) for name, e in far.errors.items()} == {"step": 0, "linear": 1, "logistic": 0}
    assert far.boundary["linear"] > 0.5 and abs(far.boundary["step"] - near.boundary["step"]) < 1e-9
    e = explorers.delta_explorer()
    drag(e, e.figure._draggable[2], 15.0, 1.0)
    assert e.state.boundary == far.boundary
    e.set(x9=30, eta=0.01)
    assert e.state.gone["linear"] and "linear diverged" in e.words and e.state.gone["step"] is None
    e.set(epoch=0)                                                               # w = 0 has no boundary
    assert e.words.startswith("Boundaries: step none yet (4 wrong); linear none yet (5 wrong); logistic none yet (4 wrong)")


@pytest.mark.parametrize("x9", [-3.0, 2.0, 7.5, 30.0])
def test_the_stability_limit_is_that_of_the_largest_eigenvalue(x9):
    X = data.nine_points(x9).X
    limit = stability_limit(X)
    Z = with_bias(X)
    power = np.ones(2)                                                           # the largest eigenvalue, by another road
    for _ in range(500):
        power = Z.T @ Z @ power / 9
        power /= np.linalg.norm(power)
    assert limit == pytest.approx(2 / (power @ Z.T @ Z @ power / 9))
    e = explorers.stability_explorer(x9=x9)
    e.set(eta=0.99 * limit)
    assert not e.state.grows and e.words.endswith("it converges.") and e.state.E[-1] < 1e-3 * e.state.E[0]
    e.set(eta=1.01 * limit)
    assert e.state.grows and "diverges" in e.words and e.state.E[-1] > 2 * e.state.E[0]
    assert e.state.E[-1] == pytest.approx(excess(x9, descent(x9, 1.01 * limit)[-1]), rel=1e-6)


def excess(x9, w):
    X, t = data.nine_points(x9)
    E = [0.5 * ((with_bias(X) @ v - t) ** 2).sum() for v in (w, fits.least_squares(X, t.astype(float)))]
    return E[0] - E[1]


def test_logistic_regression_is_safe_up_to_four_times_the_limit():
    for x9 in (2.0, 30.0):
        X, t = data.nine_points(x9)
        start = Network([np.array([[2.0, -3.0]])], "sigmoid")
        runs = gradient_descent(start, Objective("cross-entropy"), X, t[:, None], 0.999 * 4 * stability_limit(X), 200)
        E = [float(s.E) for s in runs]
        assert (np.diff(E) <= 0).all() and E[-1] < E[0] / 2


def test_the_perceptron_has_no_limit():
    X, t = data.nine_points(30.0)
    assert all(mistakes(X, t, eta=eta).converged for eta in (1e-3, 1, 1e6))
