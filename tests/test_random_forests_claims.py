"""Slides 4-18: what notebook 01 says, over more than its default settings, and what its explorers do when pointed at."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.svm import LinearSVC

from lecture12 import explorers
from lecture12.exercises.random_forests import largest_step
from lecture12.explorers import random_forest_partitions as partitions
from lecture12.explorers import random_forests as recap
from lecture12.explorers.random_forest_ensembles import HOW, combined
from lecture12.features import FEATURES, Features
from lecture12.forest import distinct_share
from lecture12.impurity import split
from lecture12.network import Network


def point(explorer, kind, artist, index, x, y=0.0):
    """What a pointer that has grabbed this point does."""
    explorer._on_pointer(SimpleNamespace(kind=kind, grabbed=(artist, index), axes=artist.axes, x=x, y=y))


# ---- slide 4/5 -------------------------------------------------------------------------------------------------

def test_half_of_gini_moves_no_best_split():
    rng = np.random.default_rng(0)
    for classes in ("".join(map(str, rng.integers(0, 2, 12))) for _ in range(50)):
        one, half = (recap.all_splits(classes, name)[0].delta for name in ("Gini", "Gini with ½"))
        assert half == pytest.approx(one / 2)
    assert recap.half_gini([0.5, 0.5]) == 0.25


def test_entropy_and_gini_mostly_agree_and_misclassification_is_often_flat():
    rng, agree, flat = np.random.default_rng(0), [], []
    for classes in ("".join(map(str, rng.integers(0, 2, 12))) for _ in range(200)):
        entropy, gini, error = (recap.all_splits(classes, n)[0].delta for n in ("entropy", "Gini", "misclassification"))
        agree.append(gini[entropy.argmax()] > gini.max() - 1e-9)
        flat.append(((error < 1e-9) & (gini > 1e-9)).any())
        assert (gini >= -1e-12).all() and (error >= -1e-12).all()
    assert np.mean(agree) > 0.8 and np.mean(flat) > 0.6


def test_eight_hundred_examples():
    assert [split([300, 100], [100, 300], i).delta for i in ("misclassification", "gini")] == [0.25, 0.125]
    assert split([200, 400], [200, 0], "misclassification").delta == 0.25
    assert split([200, 400], [200, 0]).delta == pytest.approx(1 / 6)


def test_all_splits_is_the_package_s_split_at_every_cut():
    labels = np.array([0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1])
    parts, left = recap.all_splits("001011001011", "Gini")
    for cut in range(1, 12):
        here = split(*(np.bincount(part, minlength=2) for part in (labels[:cut], labels[cut:])))
        assert here.delta == pytest.approx(parts.delta[cut]) and left[cut].sum() == cut


def test_the_line_is_dragged_and_a_click_changes_a_class():
    explorer = explorers.split_explorer()
    handle, zeros, ones = (a for a, _ in {id(a): (a, i) for a, i, *_ in explorer.figure._points()}.values())
    point(explorer, "press", handle, 0, 3.0)
    assert explorer.values["cut"] == 6                                          # not before it is dragged
    point(explorer, "drag", handle, 0, 3.4)
    assert explorer.values["cut"] == 3 and explorer.state.cut == 3
    point(explorer, "press", zeros, 1, 1.5)
    assert explorer.values["classes"] == "010100110111"
    point(explorer, "drag", zeros, 1, 1.5)
    point(explorer, "release", zeros, 1, 1.5)
    assert explorer.values["classes"] == "010100110111"                         # once per click
    point(explorer, "press", ones, 0, 1.5)
    assert explorer.values["classes"] == "000100110111"
    explorer._on_pointer(SimpleNamespace(kind="press", grabbed=None, axes=None, x=1.0, y=0.0))
    assert explorer.values["classes"] == "000100110111" and explorer.values["cut"] == 3


@pytest.mark.parametrize("classes", ["", "0101", "0123", "01010101010a", "0000000000000"])
def test_classes_that_make_no_sense(classes):
    with pytest.raises(ValueError, match="expected 12 digits 0 or 1"):
        explorers.split_explorer(classes=classes)


def test_one_class_only():
    state = explorers.split_explorer(classes="0" * 12).state
    assert state.best == [] and "No split earns anything" in state.words and abs(state.delta).max() < 1e-12


# ---- slides 6 and 12 -------------------------------------------------------------------------------------------

def test_lottery():
    explorer = explorers.lottery_explorer(K=16)
    assert explorer.state.roots == 1 and explorer.state.share[explorer.state.best] == 1
    explorer.set(bootstrap=True)
    assert 1 < explorer.state.roots < 6
    for seed in range(3):
        explorer.set(K=4, bootstrap=False, seed=seed)
        s = explorer.state
        assert s.share[s.best] == pytest.approx(0.25, abs=0.13)                 # four standard deviations
        assert s.winner in s.drawn and len(s.drawn) == 4 and s.printed <= 0
        assert s.gains[s.winner] == max(s.gains[s.drawn])
        assert s.gains[s.winner] == pytest.approx(1 + s.printed)                # H(S) = 1: as many of both classes
        assert abs(s.share - s.expected).max() < 0.13
    explorer.set(K=4)
    full, part = explorer.state.work
    assert (part < full).all()


# ---- slides 7 and 10 -------------------------------------------------------------------------------------------

@pytest.mark.parametrize("L", [1, 5, 20, 60])
def test_full_trees_vote_as_they_average(L):
    explorer = explorers.combination_explorer(L=L, depth="full")
    for seed in range(3):
        explorer.set(seed=seed)
        assert explorer.state.differ == 0
        assert explorer.state.here[HOW[0]] == pytest.approx(explorer.state.here[HOW[1]])


def test_shallow_trees_differ_at_some_points():
    differ = [explorers.combination_explorer(L=L, seed=seed).state.differ for L in (5, 20, 60) for seed in range(3)]
    assert 0 < np.mean(differ) < 40


def test_combined_is_what_slides_7_and_10_say():
    p = np.array([[0.0, 0.9], [0.4, 0.9], [0.8, 0.1]])
    assert combined(HOW[0], p, None) == pytest.approx([0.4, 1.9 / 3])
    assert combined(HOW[1], p, None) == pytest.approx([1 / 3, 2 / 3])
    assert combined(HOW[2], p, [0.1, 1.0, 0.0, -1.0]) == pytest.approx([-0.7, 0.9])


def test_the_map_goes_through_the_bars():
    """The output at the diamond is that of the map at the same place."""
    explorer = explorers.combination_explorer()
    axis = np.linspace(-1.6, 1.6, 60)
    for how in HOW:
        explorer.set(how=how, x1=0.6, x2=-0.3)
        i, j = np.abs(axis + 0.3).argmin(), np.abs(axis - 0.6).argmin()
        near = explorer.state.map.reshape(60, 60)[i - 1:i + 2, j - 1:j + 2]
        assert near.min() - 1e-6 <= np.clip(explorer.state.here[how], 0, 1) <= near.max() + 1e-6


def test_the_diamond_is_dragged_within_its_range():
    explorer = explorers.combination_explorer()
    diamond = next(explorer.figure._points())[0]
    point(explorer, "drag", diamond, 0, 0.52, 9.0)
    assert (explorer.values["x1"], explorer.values["x2"]) == (0.5, 1.5)


# ---- slides 9-12 -----------------------------------------------------------------------------------------------

def test_crowd_takes_p_and_rho_from_the_forest():
    explorer = explorers.crowd_explorer(measured=True, L=41)
    for depth in ("2", "full"):
        for K in ("1", "4", "16"):
            explorer.set(K=K, depth=depth)
            s = explorer.state
            assert s.inert == ["p", "rho"] and abs(s.curve[40] - s.real[40]) < 0.03
            assert s.seen.sum() == pytest.approx(1) and s.votes.sum() == pytest.approx(1)
            assert s.variance[-1] == pytest.approx(s.rho + (1 - s.rho) / 41)    # exact for all voters
    explorer.set(measured=False, rho=1.0, p=0.6, L=101)
    assert explorer.state.curve == pytest.approx(0.6)


def test_strength_and_correlation_grow_with_k_and_the_vote_likes_small_k():
    best = []
    for seed in range(4):
        s = explorers.crowd_explorer(seed=seed).state
        full = [s.found["full"][K] for K in (1, 2, 4, 8, 16)]
        assert (np.diff([c.rho for c in full]) > -0.01).all() and full[-1].rho > 2 * full[0].rho
        assert full[0].error - full[-1].error > 0.05                            # one tree is better with large K,
        assert s.vote["full"][2] < s.vote["full"][16]                           # the forest with small K
        assert s.found["2"][1].error > full[0].error                            # shallow and random is the weakest
        best.append(min(s.vote["full"].values()) - min(s.vote["2"].values()))
    assert np.mean(best) < 0.01


# ---- slide 11 --------------------------------------------------------------------------------------------------

def test_expected_shares():
    assert distinct_share([2, 5, 10, 100]) == pytest.approx([0.75, 0.672, 0.651, 0.634], abs=5e-4)
    for n in (2, 10, 200):
        state = explorers.bootstrap_explorer(n=n, L=100).state
        assert state.times.sum() == n and state.mean_share == pytest.approx(distinct_share(n), abs=0.05)
        assert state.share == (state.times > 0).mean() and state.judges.max() <= 100


def test_oob_speaks_of_a_forest_of_37_percent_of_the_trees():
    """Averaged over data sets, the out-of-bag error of L trees is the test error of 0.37 L: pessimistic for small L."""
    curves = [recap._bagged(150, 0.3, seed)[1:3] for seed in range(40)]
    oob, test = (np.mean(c, axis=0) for c in zip(*curves, strict=True))
    for L in (5, 10, 20, 50, 100):
        assert oob[L - 1] == pytest.approx(test[max(1, round(0.37 * L)) - 1], abs=0.025)
    assert oob[4] > test[4] + 0.01 and oob[99] == pytest.approx(test[99], abs=0.012)
    apart = [abs(o[-1] - t[-1]) for o, t in curves]
    assert np.median(apart) > 0.01                                              # unbiased, but not equal on a sample


def test_two_examples_and_few_trees():
    state = explorers.bootstrap_explorer(n=2, L=1).state
    assert np.isfinite(state.test).all() and state.words
    s = explorers.bootstrap_explorer(n=200, L=1).state
    assert s.unjudged == (s.times > 0).sum()                                    # what the only tree has seen


# ---- slides 12-17 ----------------------------------------------------------------------------------------------

def test_cells_multiply_and_steps_shrink():
    for seed in range(3):
        one, many = (explorers.partition_explorer(L=L, seed=seed).state for L in (1, 100))
        assert (np.diff(many.cells) >= 0).all() and many.cells[99] > 20 * many.cells[0]
        assert largest_step(one.mean) == 1 and largest_step(many.mean) < 0.75
        assert many.error["mean"] < many.alone


def test_oblique_boundaries_are_hard_for_a_tree():
    tree, forest = {}, {}
    for angle in (0, 45):
        states = [explorers.partition_explorer(L=100, dataset="xor", noise=0, K=2, angle=angle, seed=seed).state
                  for seed in range(3)]
        tree[angle], forest[angle] = np.mean([(s.alone, s.error["mean"]) for s in states], axis=0)
    assert tree[45] > 2 * tree[0] and forest[45] < 0.65 * tree[45] and forest[0] < tree[0]


def test_the_pale_band_is_wide_where_classes_mix_and_where_there_are_no_data():
    s = explorers.partition_explorer(L=100).state
    axis = np.linspace(*partitions.LIMITS, partitions.SIDE)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    distance = np.sqrt(((grid[:, None] - s.train.X) ** 2).sum(axis=2))
    others = np.take(s.train.labels, np.argsort(distance, axis=1)[:, :9])
    mixed, unsure = abs(others.mean(axis=1) - 0.5) < 0.25, abs(s.mean - 0.5) < 0.3
    far = distance.min(axis=1) > 0.4
    assert unsure[mixed].mean() > 2 * unsure[~mixed].mean()
    assert unsure[far & ~mixed].mean() > 2 * unsure[~far & ~mixed].mean()


def test_lines_of_all_trees_are_those_of_each():
    s = explorers.partition_explorer(L=7).state
    f = partitions._forest("moons", 0.3, 0, 1, "full", 0)
    assert f.ends[0] == 0 and len(s.lines[1]) == f.ends[7] and len(s.lines[0]) == f.ends[7] - f.ends[6]
    assert np.isnan(s.lines[1][2::3]).all() and np.isfinite(np.delete(s.lines[1], np.s_[2::3], axis=0)).all()


# ---- slide 18 --------------------------------------------------------------------------------------------------

def test_depth_overfits_and_the_number_of_trees_does_not():
    states = [explorers.knob_explorer(seed=seed).state for seed in range(4)]
    for s in states:
        assert s.E.own[12] < 0.01 and s.E.trees[0][-1] < s.E.one[12]
        assert abs(s.E.depth[0][12] - s.E.trees[0][s.L - 1]) < 1e-6             # two pictures of the same forest
        assert s.E.depth[0][0] == pytest.approx(0.5, abs=0.1)                   # depth 0: no question asked
    assert np.mean([s.E.one[12] - s.E.one[s.best] for s in states]) > 0.01
    assert np.mean([s.E.depth[0][12] - s.E.depth[0].min() for s in states]) < 0.03
    assert np.mean([s.E.trees[0][-1] - s.E.trees[0][29] for s in states]) < 0.005


def test_each_doubling_of_the_data_helps_less():
    runs = [partitions._learning_curves("moons", 0.3, seed) for seed in range(6)]
    error = np.mean([[*run.values()] for run in runs], axis=0)
    assert (error[:, 0] - error[:, 2] > 2 * (error[:, 2] - error[:, 4])).all()
    assert np.ptp(error[:, -1]) < 0.04


def test_as_good_as_an_svm_and_sometimes_better():
    """Slide 9, with 400 examples; on the spirals none of the eight features is any good."""
    for dataset, noise in (("moons", 0.3), ("xor", 0.15), ("rings", 0.15), ("spirals", 0.05)):
        runs = [partitions._learning_curves(dataset, noise, seed) for seed in range(4)]
        forest, svm = (np.mean([run[name][-1] for run in runs]) for name in ("forest", "SVM, 8 features"))
        assert forest < svm / 5 if dataset == "spirals" else abs(forest - svm) < 0.03


@pytest.mark.parametrize("dataset", ["moons", "rings", "spirals"])
def test_the_svm_is_scikit_learns(dataset):
    (X, labels), test = (partitions.data.DATASETS[dataset](n, 0.2, n) for n in (200, 2000))
    phi = Features(tuple(FEATURES))
    svm = LinearSVC(C=1 / (2 * 0.1), loss="hinge", max_iter=10**6).fit(phi(X), labels)     # λ|w|² + Σ L
    ours = partitions.rivals(X, labels)["SVM, 8 features"](test.X)
    errors = [(y != test.labels).mean() for y in (ours, svm.predict(phi(test.X)))]
    assert errors[0] == pytest.approx(errors[1], abs=0.04)


def test_the_memory_of_a_forest_grows_with_the_data():
    explorer = explorers.knob_explorer(n=100)
    half = explorer.state.nodes
    explorer.set(n=200)
    assert 1.6 * half < explorer.state.nodes < 2.4 * half
    forest = partitions._cut("moons", 200, 0.3, 1, 0)[2]
    assert explorer.state.nodes <= sum(len(tree.nodes.left) for tree in forest.trees[:30])
    explorer.set(depth=1, L=1)
    assert explorer.state.nodes == 3 and "3 nodes for 1 tree, 33 weights" in explorer.words
    assert Network.random([2, 8, 1], "tanh", 0).count == 33
