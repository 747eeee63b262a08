"""Impurity, split, tree and forest against definitions, brute force and scikit-learn."""

import copy
import math
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import make_circles, make_classification, make_moons
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

from lecture12 import forest as module
from lecture12.forest import (
    IMPURITIES,
    DecisionTree,
    RandomForest,
    best_split,
    distinct_share,
    entropy,
    gini,
    misclassification,
    split,
)

names = pytest.mark.parametrize("impurity", IMPURITIES)
counts = st.lists(st.integers(0, 50), min_size=2, max_size=5).filter(any)


@st.composite
def examples(draw, D=3, C=3):
    """Few examples on few values: equal values, equal points with different labels, constant attributes."""
    N = draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    return rng.integers(0, draw(st.integers(1, 6)), size=(N, D)).astype(float), rng.integers(0, C, size=N)


def moons(N=300, seed=0):
    return make_moons(N, noise=0.3, random_state=seed)


def walk(tree, X):
    """Who is in which node, by the rule of the docstring, one example and one step at a time: (nodes, N)."""
    nodes, inside = tree.nodes, np.zeros((len(tree.nodes.left), len(X)), dtype=bool)
    for n, x in enumerate(X):
        s = 0
        inside[s, n] = True
        while nodes.attribute[s] >= 0:
            s = nodes.left[s] + int(x[nodes.attribute[s]] > nodes.threshold[s])
            inside[s, n] = True
    return inside


def candidates(X, y, impurity):
    """{(attribute, threshold): Delta i} of all splits, from scratch."""
    def i(labels):
        return IMPURITIES[impurity](np.bincount(labels, minlength=y.max() + 1) / len(labels))

    gains = {}
    for a in range(X.shape[1]):
        values = sorted(set(X[:, a]))
        for low, high in zip(values, values[1:], strict=False):
            threshold = (low + high) / 2
            L = X[:, a] <= threshold
            gains[a, threshold] = i(y) - L.mean() * i(y[L]) - (1 - L.mean()) * i(y[~L])
    return gains


# --- impurity and split ---

@settings(deadline=None)
@given(counts)
def test_impurities_are_their_definitions(n):
    p = [Fraction(k, sum(n)) for k in n]
    pairs = sum(p[k] * p[j] for k in range(len(p)) for j in range(len(p)) if k != j)
    below = sum(p[k] * p[j] for k in range(len(p)) for j in range(len(p)) if k < j)
    assert gini(np.array(p, dtype=float)) == pytest.approx(float(pairs))
    assert pairs == 1 - sum(q * q for q in p) == 2 * below  # the factor 1/2 of slide 4/5 goes with k < l
    assert entropy(np.array(p, dtype=float)) == pytest.approx(-sum(float(q) * math.log2(q) for q in p if q))
    assert misclassification(np.array(p, dtype=float)) == pytest.approx(float(1 - max(p)))


@names
@settings(deadline=None)
@given(n=counts, seed=st.integers(0, 99))
def test_every_impurity_is_one(impurity, n, seed):
    i, p = IMPURITIES[impurity], np.array(n) / sum(n)
    C = len(p)
    assert i(np.eye(C)).tolist() == [0] * C and not np.signbit(i(np.eye(C))).any()
    assert -1e-12 <= i(p) <= i(np.full(C, 1 / C)) + 1e-12
    assert i(np.random.default_rng(seed).permutation(p)) == pytest.approx(i(p))
    assert i(np.broadcast_to(p, (2, 3, C))) == pytest.approx(np.full((2, 3), i(p)))


@names
@settings(deadline=None)
@given(data=st.data(), n=counts)
def test_no_split_raises_the_impurity(impurity, data, n):
    left = np.array([data.draw(st.integers(0, k)) for k in n])
    s = split(left, np.array(n) - left, impurity)
    assert s.delta >= -1e-12
    assert s.P_L == pytest.approx(left.sum() / sum(n))
    assert s.delta == pytest.approx(s.i - s.P_L * s.i_L - (1 - s.P_L) * s.i_R)


@names
def test_an_empty_part_takes_nothing(impurity):
    s = split([[0, 0], [3, 1]], [[3, 1], [0, 0]], impurity)
    assert s.delta.tolist() == [0, 0] and s.P_L.tolist() == [0, 1]


def test_slide_6_prints_minus_the_entropy_of_the_children():
    S_1, S_2 = np.array([6, 2]), np.array([1, 7])
    E = sum(S.sum() / 16 * (S / S.sum() * np.log2(S / S.sum())).sum() for S in (S_1, S_2))  # as printed
    assert E < 0
    assert split(S_1, S_2, "entropy").delta == pytest.approx(entropy([7 / 16, 9 / 16]) + E)


@names
@settings(deadline=None)
@given(examples())
def test_best_split_is_the_best_of_all(impurity, example):
    X, y = example
    gains = candidates(X, y, impurity)
    found = best_split(X, y, impurity)
    if not gains or len(set(y)) == 1:
        assert found is None
    else:
        a, threshold, s = found
        assert s.delta == pytest.approx(gains[a, threshold]) == pytest.approx(max(gains.values()))
        assert s.P_L == pytest.approx((X[:, a] <= threshold).mean())
        assert a == min(b for (b, _), delta in gains.items() if delta > max(gains.values()) - 1e-12)


def test_half_the_gini_halves_delta_and_keeps_the_tree():
    X, y = moons(80)
    half = DecisionTree(impurity=lambda p: gini(p) / 2).fit(X, y).nodes
    full = DecisionTree().fit(X, y).nodes
    assert np.array_equal(half.threshold, full.threshold) and np.array_equal(half.attribute, full.attribute)
    assert 2 * best_split(X, y, lambda p: gini(p) / 2)[2].delta == pytest.approx(best_split(X, y)[2].delta)


# --- tree ---

@names
@settings(deadline=None)
@given(example=examples(), max_depth=st.sampled_from([None, 0, 1, 2]))
def test_every_node_of_a_tree(impurity, example, max_depth):
    """Counts, depth, best split; leaves only where pure, indistinguishable or deep enough."""
    X, y = example
    tree = DecisionTree(max_depth=max_depth, impurity=impurity).fit(X, y)
    nodes, C = tree.nodes, y.max() + 1
    for s, inside in enumerate(walk(tree, X)):
        assert np.array_equal(nodes.counts[s], np.bincount(y[inside], minlength=C)) and inside.any()
        gains = candidates(X[inside], y[inside], impurity)
        if nodes.attribute[s] < 0:
            assert not gains or len(set(y[inside])) == 1 or nodes.depth[s] == max_depth
            assert nodes.left[s] == s and nodes.threshold[s] == np.inf
        else:
            assert gains[nodes.attribute[s], nodes.threshold[s]] == pytest.approx(max(gains.values()))
            assert nodes.depth[nodes.left[s]] == nodes.depth[nodes.left[s] + 1] == nodes.depth[s] + 1
    leaf = walk(tree, X) & (nodes.attribute < 0)[:, None]
    assert np.array_equal(nodes.leaf(X), leaf.argmax(axis=0))
    assert np.array_equal(tree.predict_proba(X), nodes.p[leaf.argmax(axis=0)])
    assert np.array_equal(tree.predict(X), tree.predict_proba(X).argmax(axis=1))


@pytest.mark.parametrize("impurity", ["gini", "entropy"])
@pytest.mark.parametrize(("D", "max_depth"), [(1, None), (2, 2), (5, 3)])
def test_same_tree_as_scikit_learn_where_it_is_unique(impurity, D, max_depth):
    unique = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(60, D)).astype(np.float32).astype(float)  # scikit-learn rounds to float32
        y = (X @ rng.normal(size=(D, 3)) + 0.3 * rng.normal(size=(60, 3)) * (D > 1)).argmax(axis=1)
        tree = DecisionTree(max_depth=max_depth, impurity=impurity).fit(X, y)
        gains = [sorted(candidates(X[inside], y[inside], impurity).values()) for s, inside in enumerate(walk(tree, X))
                 if tree.nodes.attribute[s] >= 0]
        if any(len(g) > 1 and g[-1] - g[-2] < 1e-9 for g in gains):
            continue  # a tie: another tree is as good
        unique += 1
        theirs = DecisionTreeClassifier(criterion=impurity, max_depth=max_depth, random_state=0).fit(X, y)
        Q = 2 * rng.normal(size=(500, D)).astype(np.float32).astype(float)
        classes = np.unique(y)
        assert np.array_equal(tree.predict_proba(Q)[:, classes], theirs.predict_proba(Q))
        assert len(tree.nodes.left) == theirs.tree_.node_count and tree.nodes.depth.max() == theirs.get_depth()
        inner = theirs.tree_.feature >= 0
        ours = tree.nodes.attribute >= 0
        assert (set(zip(tree.nodes.attribute[ours], tree.nodes.threshold[ours], strict=True))
                == set(zip(theirs.tree_.feature[inner], theirs.tree_.threshold[inner], strict=True)))
    assert unique >= 5


def test_same_error_as_scikit_learns_tree():
    errors = np.array([[np.mean(tree.fit(*moons(150, s)).predict(moons(1000, 99)[0]) != moons(1000, 99)[1])
                        for tree in (DecisionTree(), DecisionTreeClassifier(random_state=s))] for s in range(10)])
    difference = errors[:, 0] - errors[:, 1]
    assert abs(difference.mean()) < 3 * difference.std(ddof=1) / math.sqrt(10) + 0.002


@settings(deadline=None)
@given(examples())
def test_only_the_order_of_values_matters(example):
    X, y = example
    a, b = DecisionTree().fit(X, y).nodes, DecisionTree().fit(np.exp(X), y).nodes
    assert np.array_equal(a.attribute, b.attribute) and np.array_equal(a.counts, b.counts)


def test_a_shallow_tree_is_the_top_of_the_full_one():
    full = DecisionTree().fit(*moons()).nodes
    for depth in range(full.depth.max()):
        top, nodes = full.depth < depth, DecisionTree(max_depth=depth).fit(*moons()).nodes
        assert np.array_equal(nodes.threshold[: top.sum()], full.threshold[top])
        assert (nodes.attribute[top.sum() :] < 0).all() and nodes.depth.max() == depth


def test_equal_points_with_different_labels_share_a_leaf():
    tree = DecisionTree().fit([[0, 0], [1, 1], [1, 1], [1, 1]], [0, 0, 1, 1])
    assert tree.predict_proba([[0, 0], [1, 1]]) == pytest.approx(np.array([[1, 0], [1 / 3, 2 / 3]]))
    assert len(DecisionTree().fit([[2, 2]] * 4, [0, 1, 1, 3]).nodes.left) == 1


def test_one_class_one_example_and_a_missing_class():
    for model in (DecisionTree(), RandomForest(L=3)):
        assert model.fit([[1.0], [2.0]], [0, 0]).predict_proba([[5]]).tolist() == [[1]]
        assert model.fit([[1.0]], [1]).predict_proba([[5]]).tolist() == [[0, 1]]
        assert model.fit([[1.0], [2.0]], [2, 2]).predict([[5]]).tolist() == [2]


def test_constant_attributes_are_never_asked():
    X = np.ones((20, 10))
    X[:, 7] = np.arange(20)
    y = np.arange(20) % 2
    for tree in RandomForest(L=20, K=1, bootstrap=False).fit(X, y).trees:  # K = 1 draws from those that vary
        assert set(tree.nodes.attribute) == {-1, 7}
        assert np.array_equal(tree.predict(X), y)


@pytest.mark.parametrize("values", [[-1e308, 1.7e308], [1e308, 1.7e308], [0, 5e-324], [5e-324, 1e-323],
                                    [1.5e-323, 2e-323], [1, np.nextafter(1, 2)], [np.nextafter(-1, 0), -0.9]])
def test_extreme_values_are_told_apart(values):
    X = np.array(values)[:, None]
    tree = DecisionTree().fit(X, [0, 1])
    assert X[0, 0] <= tree.nodes.threshold[0] < X[1, 0]
    assert tree.nodes.threshold[0] == pytest.approx(values[0] / 2 + values[1] / 2)
    assert tree.predict(X).tolist() == [0, 1]


# --- forest ---

def test_each_tree_is_the_tree_of_its_sample():
    X, y = make_classification(150, 8, n_informative=5, n_classes=3, random_state=0)
    for forest in (RandomForest(L=8), RandomForest(L=8, K=None, bootstrap=False, seed=3, impurity="entropy")):
        forest.fit(X, y)
        for sample, tree in zip(forest.samples, forest.trees, strict=True):
            alone = eval(repr(tree)).fit(X[sample], y[sample])
            assert all(np.array_equal(getattr(alone.nodes, f), getattr(tree.nodes, f)) for f in vars(tree.nodes))


def test_the_same_arguments_give_the_same_bits(monkeypatch):
    X, y = moons(100)
    state = np.random.get_state()[1].copy()
    forest = RandomForest(L=12).fit(X, y)
    assert np.array_equal(np.random.get_state()[1], state)
    posteriors = forest.posteriors(X)
    assert np.array_equal(forest.fit(X, y).posteriors(X), posteriors)
    assert np.array_equal(RandomForest(L=5).fit(X, y).posteriors(X), posteriors[:5])  # a smaller forest
    assert not np.array_equal(RandomForest(L=12, seed=1).fit(X, y).posteriors(X), posteriors)
    monkeypatch.setattr(module, "AT_ONCE", 250)  # two trees at a time
    assert np.array_equal(RandomForest(L=12).fit(X, y).posteriors(X), posteriors)
    assert len({tree.nodes.threshold[0] for tree in forest.trees}) > 5


@names
def test_full_trees_know_their_sample_and_vote_as_they_believe(impurity):
    X, y = moons()
    forest = RandomForest(L=20, impurity=impurity).fit(X, y)
    for sample, tree in zip(forest.samples, forest.trees, strict=True):
        assert np.array_equal(tree.predict(X[sample]), y[sample])
    Q = np.random.default_rng(0).normal(size=(500, 2))
    assert np.array_equal(forest.predict_proba(Q), forest.vote(Q))
    assert np.array_equal(forest.predict_proba(Q), np.mean([t.predict_proba(Q) for t in forest.trees], axis=0))
    assert np.array_equal(forest.predict(Q), forest.vote(Q).argmax(axis=1))
    shallow = RandomForest(L=20, impurity=impurity, max_depth=2).fit(X, y)
    assert not np.allclose(shallow.predict_proba(Q), shallow.vote(Q))
    votes = np.mean([np.eye(2)[t.predict(Q)] for t in shallow.trees], axis=0)
    assert shallow.vote(Q) == pytest.approx(votes)
    assert shallow.posteriors(Q).shape == (20, 500, 2)


@pytest.mark.parametrize("make", [
    lambda n, s: make_moons(n, noise=0.3, random_state=s),
    lambda n, s: make_circles(n, noise=0.2, factor=0.5, random_state=s),
    lambda n, s: make_classification(n, 10, n_informative=5, n_classes=3, flip_y=0.1, shuffle=False, random_state=7),
], ids=["moons", "circles", "classification"])
@pytest.mark.parametrize("impurity", ["gini", "entropy"])
def test_same_error_as_scikit_learns_forest(make, impurity):
    errors = []
    for seed in range(10):
        X, y = make(1200, seed)
        order = np.random.default_rng(seed).permutation(1200)
        train, test = order[:200], order[200:]
        models = RandomForest(L=50, seed=seed, impurity=impurity), RandomForestClassifier(
            50, criterion=impurity, random_state=seed, n_jobs=1)
        errors.append([np.mean(m.fit(X[train], y[train]).predict(X[test]) != y[test]) for m in models])
    difference = np.subtract(*np.transpose(errors))
    assert abs(difference.mean()) < 3 * difference.std(ddof=1) / math.sqrt(10) + 0.002


def test_the_attribute_lottery():
    """Slide 6: the strongest of D = 16 attributes wins a root whenever it is among the K = 4 drawn."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 200)
    X = rng.normal(size=(200, 16))
    X[:, 5] += 3 * y
    roots = [[t.nodes.attribute[0] for t in RandomForest(400, K=K, max_depth=1, bootstrap=False).fit(X, y).trees]
             for K in ("sqrt", 4, 16, None, 1)]
    assert roots[0] == roots[1] and set(roots[2]) == set(roots[3]) == {5}
    wins, once = roots[0].count(5) / 400, np.bincount(roots[4], minlength=16) / 400
    assert abs(wins - 4 / 16) < 4 * math.sqrt(0.25 * 0.75 / 400)
    assert (abs(once - 1 / 16) < 4 * math.sqrt(15 / 16**2 / 400)).all()


# --- out of the bag ---

def test_a_sample_leaves_out_37_percent():
    N, L = 60, 2000
    forest = RandomForest(L=L, max_depth=1).fit(np.arange(N)[:, None], np.arange(N) % 2)
    assert forest.samples.shape == forest.out_of_bag.shape == (L, N)
    assert all(set(np.flatnonzero(~out)) == set(sample)
               for sample, out in zip(forest.samples, forest.out_of_bag, strict=True))
    p = (1 - 1 / N) ** N
    assert abs(forest.out_of_bag.mean() - p) < 4 * math.sqrt(p * (1 - p) / (L * N))
    assert (abs(forest.out_of_bag.mean(axis=0) - p) < 5 * math.sqrt(p * (1 - p) / L)).all()  # so each is judged
    distinct = np.mean([len(set(sample)) / N for sample in forest.samples])
    assert distinct == pytest.approx(distinct_share(N), abs=0.005)
    assert distinct_share([1, 2, 10**6]) == pytest.approx([1, 0.75, 1 - math.exp(-1)], abs=1e-6)


@pytest.mark.parametrize("max_depth", [None, 2])
def test_oob_curve_counts_what_is_out_of_the_bag(max_depth):
    X, y = moons(60)
    forest = RandomForest(L=15, max_depth=max_depth).fit(X, y)
    for trees, error in enumerate(forest.oob_curve(), 1):
        judged = wrong = 0
        for n in range(60):
            mine = [t.predict_proba(X[n : n + 1])[0] for t, sample in
                    zip(forest.trees[:trees], forest.samples, strict=False) if n not in sample]
            if mine:
                judged += 1
                wrong += np.sum(mine, axis=0).argmax() != y[n]
        assert error == pytest.approx(wrong / judged)
    assert forest.oob_error() == forest.oob_curve()[-1]


def test_oob_sees_through_learning_by_heart():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(400, 2)), rng.integers(0, 2, 400)  # nothing to learn
    forest = RandomForest(L=50).fit(X, y)
    assert np.mean(forest.predict(X) != y) < 0.02
    assert abs(forest.oob_error() - 0.5) < 4 * 0.5 / math.sqrt(400)


def test_oob_error_is_near_the_test_error():
    X, y = moons(400)
    forest = RandomForest(L=100).fit(X, y)
    Q, t = moons(5000, 1)
    error = np.mean(forest.predict(Q) != t)
    assert abs(forest.oob_error() - error) < 4 * math.sqrt(error * (1 - error) / 400)


def test_oob_without_anyone_out_of_the_bag():
    assert math.isnan(RandomForest(L=5).fit([[1.0]], [0]).oob_error())
    with pytest.raises(ValueError, match="bootstrap must be True"):
        RandomForest(bootstrap=False).fit([[1.0], [2.0]], [0, 1]).oob_error()


# --- partitions ---

def test_the_leaves_tile_the_plane():
    X, y = moons()
    limits = np.array([(-1.0, 1.5), (-0.5, 1.0)])
    Q = np.random.default_rng(0).uniform(*limits.T, size=(2000, 2))
    for tree in [DecisionTree().fit(X, y), *RandomForest(L=5).fit(X, y).trees, DecisionTree(max_depth=0).fit(X, y)]:
        boxes, is_leaf = tree.nodes.boxes(limits), tree.nodes.attribute < 0
        assert np.prod(np.diff(boxes[is_leaf])[..., 0], axis=1).sum() == pytest.approx(2.5 * 1.5)
        cells = boxes[tree.nodes.leaf(Q)]
        assert ((cells[..., 0] < Q) & (Q <= cells[..., 1])).all()


def test_lines_part_the_leaves():
    tree = DecisionTree().fit(*moons())
    everything = [(-9, 9), (-9, 9)]
    assert len(tree.nodes.segments(everything)) == (tree.nodes.attribute >= 0).sum()
    limits = np.array([(-0.3, 0.8), (0.0, 0.9)])
    for tree in RandomForest(L=10).fit(*moons()).trees:
        lines = tree.nodes.segments(limits)
        assert 5 < len(lines) < (tree.nodes.attribute >= 0).sum()
        assert (lines >= limits[:, 0]).all() and (lines <= limits[:, 1]).all()
        for a, b in lines:
            assert (a == b).sum() == 1  # parallel to one axis
            middle, across = (a + b) / 2, np.where(a == b, 1e-9, 0)
            assert np.diff(tree.nodes.leaf(np.array([middle - across, middle + across]))) != 0
    assert DecisionTree(max_depth=0).fit(*moons()).nodes.segments(limits).shape == (0, 2, 2)


def test_boxes_in_three_dimensions():
    X = np.random.default_rng(0).uniform(size=(100, 3))
    tree = DecisionTree().fit(X, (X.sum(axis=1) > 1.5).astype(int))
    boxes = tree.nodes.boxes([(0, 1)] * 3)[tree.nodes.attribute < 0]
    assert np.prod(np.diff(boxes)[..., 0], axis=1).sum() == pytest.approx(1)
    with pytest.raises(ValueError, match="2 attributes"):
        tree.nodes.segments([(0, 1)] * 3)


# --- bad input ---

@pytest.mark.parametrize(("model", "arguments", "error", "words"), [
    (RandomForest, {"L": 0}, ValueError, "L must be a whole number >= 1, got 0"),
    (RandomForest, {"L": 2.5}, TypeError, "L must be a whole number"),
    (RandomForest, {"bootstrap": "no"}, ValueError, "bootstrap must be True or False, got 'no'"),
    (RandomForest, {"seed": (1, 2)}, TypeError, "seed must be a whole number"),
    (DecisionTree, {"seed": -1}, ValueError, "seed must be a whole number >= 0, got -1"),
    (DecisionTree, {"seed": None}, TypeError, "seed must be a whole number"),
    (DecisionTree, {"max_depth": -1}, ValueError, "max_depth must be a whole number >= 0, got -1"),
    (DecisionTree, {"max_depth": 1.5}, TypeError, "max_depth must be a whole number"),
    (DecisionTree, {"K": 0}, ValueError, "K must be a whole number >= 1, got 0"),
    (DecisionTree, {"K": "log2"}, ValueError, "K must be one of 'sqrt', got 'log2'"),
    (DecisionTree, {"impurity": "Gini"}, ValueError, "impurity must be one of 'entropy', 'gini', 'misclassification'"),
    (DecisionTree, {"impurity": 3}, TypeError, "impurity must be one of entropy, gini, .* or a function of p, got 3"),
])
def test_bad_parameters(model, arguments, error, words):
    with pytest.raises(error, match=words):
        model(**arguments)


@pytest.mark.parametrize("model", [DecisionTree, RandomForest])
@pytest.mark.parametrize(("X", "labels", "error", "words"), [
    ([[1.0], [np.nan]], [0, 1], ValueError, "X must be finite, got nan"),
    ([[1.0], [np.inf]], [0, 1], ValueError, "X must be finite"),
    ([[1.0], [None]], [0, 1], TypeError, "X must be an array of numbers"),
    ([[1.0], ["?"]], [0, 1], TypeError, "X must be an array of numbers"),
    ([1.0, 2.0], [0, 1], ValueError, "X must have at least 2 axes"),
    (np.zeros((2, 2, 2)), [0, 1], ValueError, r"X must be \(N, D\).*got shape \(2, 2, 2\)"),
    (np.zeros((0, 2)), [], ValueError, r"X must be \(N, D\).*got shape \(0, 2\)"),
    ([[1.0], [2.0]], [0, 1, 1], ValueError, "labels must be 2 class numbers"),
    ([[1.0], [2.0]], [[0], [1]], ValueError, "labels must be 2 class numbers"),
    ([[1.0], [2.0]], [0, 0.5], ValueError, "labels must be 2 class numbers 0, 1, .*got .*0.5"),
    ([[1.0], [2.0]], [-1, 1], ValueError, "labels must be 2 class numbers 0, 1, .*got .*-1"),
    ([[1.0], [2.0]], [0, 1e12], ValueError, "labels must be 2 class numbers"),
    ([[1.0], [2.0]], [0, np.nan], ValueError, "labels must be finite"),
    ([[1.0], [2.0]], ["a", "b"], TypeError, "labels must be an array of numbers"),
])
def test_bad_examples(model, X, labels, error, words):
    with pytest.raises(error, match=words):
        model().fit(X, labels)


def test_k_beyond_d():
    with pytest.raises(ValueError, match="K must be at most D = 2, the number of attributes, got 3"):
        RandomForest(K=3).fit([[1, 2], [3, 4]], [0, 1])


def test_questions_that_do_not_fit():
    for model in (DecisionTree(), RandomForest(L=2)):
        with pytest.raises(AttributeError, match=r"after fit\(X, labels\)"):
            model.predict([[1.0]])
        assert repr(copy.deepcopy(model)) == repr(model)
        model.fit([[1, 2], [3, 4]], [0, 1])
        with pytest.raises(ValueError, match=r"X must be \(N, 2\).*got shape \(1, 3\)"):
            model.predict([[1, 2, 3]])
        with pytest.raises(ValueError, match="X must be finite"):
            model.predict([[1, np.nan]])
    nodes = DecisionTree().fit([[1, 2], [3, 4]], [0, 1]).nodes
    for limits in ([(0, 1)], [(0, 1), (1, 1)], [(0, 1), (3, 2)]):
        with pytest.raises(ValueError, match="limits must be 2 pairs low < high"):
            nodes.boxes(limits)


@names
@pytest.mark.parametrize("p", [[3, 1], [-0.5, 1.5], 0.5])
def test_what_is_no_probability(impurity, p):
    with pytest.raises(ValueError, match="p must"):
        IMPURITIES[impurity](p)


@pytest.mark.parametrize(("left", "right", "words"), [
    ([1, 2], [1, 2, 3], "left and right must be equally many"), ([-1, 2], [1, 2], "counts >= 0"),
    ([0, 0], [0, 0], "at least one example"), (3, 4, "left must have at least 1 axes"), ([np.nan, 1], [1, 1], "left")])
def test_what_is_no_split(left, right, words):
    with pytest.raises(ValueError, match=words):
        split(left, right)


def test_an_impurity_that_forgets_0_log_0():
    def naive(p):
        with np.errstate(all="ignore"):
            return -(p * np.log2(p)).sum(axis=-1)

    with pytest.raises(ValueError, match="impurity must be finite for every p"):
        DecisionTree(impurity=naive).fit([[1], [2], [3]], [0, 1, 1])
    with pytest.raises(ValueError, match="N must be at least 1"):
        distinct_share(0)


# --- speed ---

def fastest(f, times=7):
    """The least of several measurements: what disturbs can only slow down."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        f()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def test_fast_enough_to_play_with():
    X, y = moons()
    ours = fastest(lambda: RandomForest(50).fit(X, y))
    theirs = fastest(lambda: RandomForestClassifier(50, random_state=0, n_jobs=1).fit(X, y))
    assert ours < 4 * theirs and ours < 0.5, f"{1e3 * ours:.0f} ms, scikit-learn {1e3 * theirs:.0f} ms"
    forest, grid = RandomForest(100).fit(X, y), np.stack(np.meshgrid(*[np.linspace(-2, 3, 100)] * 2), -1).reshape(-1, 2)
    assert fastest(lambda: forest.predict_proba(grid), 3) < 0.3
