"""What notebook 06 shows: the numbers of slide 38's demonstrations, derived again, and what pointer and controls do."""

import numpy as np
import pytest

from lecture12.explorers import (
    bias_explorer,
    contact_explorer,
    decay_explorer,
    smoothness_explorer,
    weight_path_explorer,
)
from lecture12.explorers.regularization import LAMS, METHODS
from lecture12.explorers.weight_decay import monomials
from lecture12.live import Pointer


def test_zeros_against_lambda():
    """Exact zeros by the proximal step, more and more of them; none by the subgradient and none with L2."""
    explorer, zeros, norms = weight_path_explorer(), {}, {}
    for method in METHODS:
        for lam in (1, 10, 100, 1000):
            explorer.set(lam=lam, method=method)
            zeros.setdefault(method, []).append(explorer.state.zeros)
            norms.setdefault(method, []).append(explorer.state.norm)
    assert zeros == {"L2": [0] * 4, "L1 subgradient": [0] * 4, "L1 proximal": [0, 2, 7, 8]}
    assert all((np.diff(norm) < 0).all() and norm[-1] < 0.1 * norm[0] for norm in norms.values())


@pytest.mark.parametrize("seed", range(5))
def test_inputs_that_do_not_matter_go_first(seed):
    s = weight_path_explorer(seed=seed).state
    order = np.argmax(s.path == 0, axis=0)                    # the λ at which each weight is first 0
    assert np.median(order[3:]) < np.median(order[:3])


@pytest.mark.parametrize("method", METHODS)
def test_the_two_parts_of_the_objective(method):
    s = weight_path_explorer(method=method).state
    total = s.data + s.penalty
    assert (total >= s.data).all()
    if method == "L1 subgradient":                            # it does not quite reach the minimum
        assert 1 < total.max() < 1.25
    else:
        assert (np.diff(total) >= -1e-9).all() and (np.diff(s.data) >= -1e-9).all() and total.max() <= 1 + 1e-9


@pytest.mark.parametrize("method", METHODS)
def test_sum_and_mean(method):
    """The sum: twice the data, twice the λ, the same weights. The mean: N does not count; λ is the sum's λ times N."""
    def path(**values):
        return weight_path_explorer(method=method, **values).state.path

    once, twice = np.nonzero(np.isclose(2 * LAMS[:, None], LAMS))        # where one λ of the stack doubles another
    assert len(once) > 25
    assert np.allclose(path(twice=True)[twice], path()[once], atol=1e-9)
    assert np.allclose(path(over="mean", twice=True), path(over="mean"), atol=1e-9)
    by_hundred = len(LAMS) - 20                               # two decades of ten λ each
    assert np.allclose(path(over="mean", n=100)[:by_hundred], path(n=100)[20:], atol=1e-9)


def test_doubling_n_halves_the_effect_of_lambda():
    weak, strong = (weight_path_explorer(lam=50.0, n=n).state.norm for n in (200, 50))
    assert weak > strong


def drag_the_point(explorer, x, y):
    """Drag the first point that can be dragged to (x, y)."""
    explorer.figure.draw()
    grabbed = next((artist, index) for artist, index, *_ in explorer.figure._points())
    for listener in explorer.figure._listeners:
        listener(Pointer("drag", grabbed[0].axes, x, y, grabbed=grabbed))


def test_contact_is_dragged_within_the_sliders():
    explorer = contact_explorer()
    drag_the_point(explorer, 1.234, 9.0)
    assert explorer.values["a1"] == 1.2 and explorer.values["a2"] == 3
    assert explorer.state.a.tolist() == [1.2, 3.0]


@pytest.mark.parametrize("omega", ["L1", "L2"])
@pytest.mark.parametrize("lam", [0.1, 1.0, 3.0])
def test_contact_touches_and_the_slice_has_its_minimum_there(omega, lam):
    s = contact_explorer(lam=lam, omega=omega).state
    size = np.abs(s.w).sum() if omega == "L1" else (s.w**2).sum()
    assert s.c == pytest.approx(size) and s.c > 0
    ring = s.a + np.sqrt(s.level) * s.ring                    # the contour through w: none of it inside the region
    sizes = np.abs(ring).sum(1) if omega == "L1" else (ring**2).sum(1)
    assert sizes.min() > s.c - 2e-2 and np.linalg.norm(ring - s.w, axis=1).min() < 0.1
    u = np.linspace(-2.6, 3.4, 121)
    assert abs(u[sum(s.slice).argmin()] - s.w[1]) <= 0.03
    assert (np.abs(s.pull) <= lam + 1e-9).all() if omega == "L1" else np.allclose(s.pull, 2 * lam * s.w)


def test_54_products_and_their_order():
    X = np.array([[1.5, 3.0]])
    assert monomials(X).shape == (1, 54)
    assert sorted(monomials(X, degree=2)[0]) == [1, 1, 2, 2, 4]        # x1 = 1, x2 = 2: x1, x1², x2, x1 x2, x2²


@pytest.mark.parametrize("model", ["polynomial of degree 9", "16 hidden units"])
def test_errors_on_new_examples_have_their_minimum_inside(model):
    """Over five data sets: learned by heart at the smallest λ, worse on new examples than at the best one."""
    curves = np.mean([smoothness_explorer(model=model, seed=seed).state.wrong for seed in range(5)], axis=0)
    train, test = curves
    assert train[0] < 0.05 < test[0] and train[0] < train[-1]
    assert 0 < test.argmin() < 12 and test.min() < test[0] - 0.005 and test.min() < test[-1] - 0.02


def test_weights_shrink_and_the_output_becomes_flat():
    for model in "polynomial of degree 9", "16 hidden units":
        sharp, flat = (smoothness_explorer(lam, model).state for lam in (1e-4, 100.0))
        assert np.abs(flat.w).max() < 0.1 * np.abs(sharp.w).max()
        assert np.abs(flat.map - 0.5).mean() < 0.3 * np.abs(sharp.map - 0.5).mean()
        assert sharp.counts.sum() == flat.counts.sum() == sharp.w.size


def test_the_factor_and_its_limits():
    """Slide 38: 1 − 2ηλ; with ½ λ w², η = 0.3 and λ = 10 it is −2."""
    s = decay_explorer(eta=0.3, lam=10.0, step="half").state
    assert s.factor == -2 and s.limit == 2 and s.w[:4].tolist() == [1, -2, 4, -8]
    explorer = decay_explorer()
    for step, n, limit in (("slide 38", 1, 1), ("package", 1, 1), ("package", 40, 40), ("half", 1, 2)):
        for product in (0.4, 0.6, 0.95, 1.05):
            explorer.set(eta=0.5, lam=product * limit / 0.5, step=step, n=n)
            s = explorer.state
            assert s.limit == limit
            assert s.factor == pytest.approx(1 - 2 * product)
            assert np.allclose(s.w, s.factor ** np.arange(13))        # the steps are the package's own
            assert (abs(s.w[-1]) > 1) == (product > 1)


def test_n_counts_in_the_package_only():
    assert decay_explorer().state.inert == ["n"] and decay_explorer(step="package").state.inert == []


def test_decay_point_is_dragged_on_logarithmic_axes():
    explorer = decay_explorer()
    drag_the_point(explorer, 1.0, 50.0)
    assert explorer.values["eta"] == pytest.approx(1.0, rel=0.06) and explorer.values["lam"] == pytest.approx(50, rel=0.06)
    assert explorer.state.factor < -1


def test_a_penalised_bias_drags_the_boundary_to_the_origin():
    free = [bias_explorer(shift, 10.0, False).state for shift in (0.0, 5.0)]
    held = [bias_explorer(shift, 10.0, True).state for shift in (0.0, 5.0)]
    assert free[1].distance - free[0].distance == pytest.approx(5 * np.sqrt(2), rel=0.01)    # moves with the data
    assert held[1].distance < free[1].distance - 1 and free[1].accuracy == 1 > held[1].accuracy
    distances = [abs(bias_explorer(5.0, lam).state.distance) for lam in (0.1, 1, 10, 100, 1000)]
    assert (np.diff(distances) < 0).all() and distances[-1] < 0.5
    assert bias_explorer(5.0, 1000.0, False).state.accuracy == 1
