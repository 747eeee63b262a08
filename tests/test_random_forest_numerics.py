"""The small modules around the forest: lottery of attributes, crowds of voters, cells, and trees reweighted by the lasso."""

from itertools import combinations, product
from math import comb

import numpy as np
import pytest
from sklearn.linear_model import Lasso
from sklearn.neighbors import KNeighborsClassifier

from lecture12 import data
from lecture12.attributes import D, gains, sixteen_attributes, ticket, wins, work, work_bounds
from lecture12.crowd import crowd, majority, variance, votes
from lecture12.forest import DecisionTree, RandomForest, entropy
from lecture12.partitions import by_depth, cells, nearest, rotated
from lecture12.reweighting import lasso

# ---- slides 6 and 12: the lottery ------------------------------------------------------------------------------


@pytest.mark.parametrize("K", [1, 2, 4, 6])
def test_wins_by_counting_all_draws(K):
    first = [min(draw) for draw in combinations(range(6), K)]
    assert wins(6, K) == pytest.approx(np.bincount(first, minlength=6) / comb(6, K))


def test_without_bootstrap_all_full_roots_are_equal_and_k_of_d_share_the_best():
    X, labels = sixteen_attributes()
    ranks = np.argsort(-gains(X, labels, "gini"))
    roots = {K: np.array([t.nodes.attribute[0] for t in
                          RandomForest(400, K, max_depth=1, bootstrap=False).fit(X, labels).trees]) for K in (4, D)}
    assert (roots[D] == ranks[0]).all()
    share = np.bincount(roots[4], minlength=D)[ranks] / 400
    assert abs(share - wins(D, 4)).max() < 4 * np.sqrt(0.25 * 0.75 / 400)       # four standard deviations
    bagged = {t.nodes.attribute[0] for t in RandomForest(100, D, max_depth=1).fit(X, labels).trees}
    assert 1 < len(bagged) < 6                                                  # bootstrap alone varies it a little


@pytest.mark.parametrize("K", [1, 4, 16])
def test_the_ticket_holds_the_root_and_the_root_is_its_best(K):
    X, labels = sixteen_attributes(100)
    alone = gains(X, labels, "gini")
    for tree in RandomForest(50, K, max_depth=1, bootstrap=False).fit(X, labels).trees:
        drawn = ticket(tree, D)
        assert len(set(drawn)) == K and tree.nodes.attribute[0] == drawn[alone[drawn].argmax()]


def test_a_gain_is_what_is_left_of_the_entropy():
    X, labels = sixteen_attributes(60)
    x = X[:, 0]
    left = [x <= (a + b) / 2 for a, b in zip(np.sort(x), np.sort(x)[1:], strict=False)]
    rest = [sum(part.mean() * entropy(np.bincount(labels[part], minlength=2) / part.sum()) for part in (one, ~one))
            for one in left]
    assert gains(X, labels)[0] == pytest.approx(1 - min(rest))
    assert gains(np.ones((4, 2)), [0, 1, 0, 1]).tolist() == [0, 0]


def test_strong_attributes_gain_most_and_twins_say_the_same():
    for twins in (False, True):
        X, labels = sixteen_attributes(400, twins)
        assert set(np.argsort(-gains(X, labels))[:2]) == {0, 1}
        assert (np.corrcoef(X[:, 0], X[:, 1])[0, 1] > 0.95) == twins


def test_the_work_of_balanced_and_of_lopsided_trees():
    X, each = np.arange(64)[:, None], np.arange(64)                             # every example a class of its own
    halves = DecisionTree().fit(X, each)                                        # Gini: even parts are best
    peeled = DecisionTree(impurity=lambda p: -1.0 * (p == 1).any(axis=-1)).fit(X, each)     # one against all is best
    assert (halves.nodes.depth.max(), peeled.nodes.depth.max()) == (6, 63)
    assert (work(halves.nodes, 1), work(peeled.nodes, 1)) == pytest.approx(work_bounds(64, 1))
    assert work_bounds(64, 16) == pytest.approx(16 * np.array(work_bounds(64, 1)))


def test_real_trees_cost_far_less_than_slide_6_fears():
    for N in (50, 200, 800):
        nodes = DecisionTree().fit(*sixteen_attributes(N)).nodes
        assert 10 * work(nodes, D) < D * N**2 * np.log2(N) and work(nodes, D) < 1.5 * work_bounds(N, D)[0]


# ---- slides 9-10: crowds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.0, 0.3, 0.6, 1.0])
def test_independent_votes_are_binomial(p):
    for L in (1, 2, 7, 60):
        assert votes(p, L) == pytest.approx([comb(L, k) * p**k * (1 - p)**(L - k) for k in range(L + 1)])


@pytest.mark.parametrize(("p", "rho"), [(0.6, 0.0), (0.6, 0.3), (0.8, 0.9), (0.3, 1.0)])
def test_votes_have_the_mean_and_the_variance_that_p_and_rho_say(p, rho):
    for L in (1, 2, 5, 40):
        v, share = votes(p, L, rho), np.arange(L + 1) / L
        mean = v @ share
        assert (v.sum(), mean) == pytest.approx((1, p))
        assert v @ (share - mean)**2 == pytest.approx(p * (1 - p) * variance(L, rho))


def test_majority_by_counting_all_outcomes():
    for L in (1, 2, 3, 6):
        right = 0.0
        for outcome in product([0, 1], repeat=L):
            chance = np.prod([0.6 if o else 0.4 for o in outcome])
            right += chance * (1 if sum(outcome) > L / 2 else 0.5 if sum(outcome) == L / 2 else 0)
        assert majority(0.6, L)[-1] == pytest.approx(right)


def test_condorcets_numbers():
    curve = majority(0.6, 101)
    assert curve[[0, 2, 10, 24, 100]] == pytest.approx([0.6, 0.648, 0.753, 0.846, 0.979], abs=6e-4)
    assert majority(0.45, 25)[-1] == pytest.approx(0.306, abs=6e-4)             # a crowd of the misled is worse
    assert majority(0.6, 1000, rho=1)[-1] == pytest.approx(0.6)
    assert variance(np.array([10, 100]), 0.5) == pytest.approx([0.55, 0.505])


def test_crowd_is_the_mean_of_all_pairs():
    rng = np.random.default_rng(0)
    hard = rng.random(200)
    wrong = rng.random((6, 200)) < 0.5 * hard
    found = crowd(wrong)
    covariance = np.cov(wrong, bias=True)
    pairs = [covariance[i, j] for i, j in combinations(range(6), 2)]
    assert found == pytest.approx((wrong.mean(), np.diag(covariance).mean(), np.mean(pairs) / np.diag(covariance).mean()))
    assert wrong.mean(axis=0).var() == pytest.approx(found.variance * variance(6, found.rho))
    assert crowd(np.zeros((3, 4))) == (0, 0, 0)


def test_two_numbers_foretell_the_error_of_a_real_forest():
    X, labels = sixteen_attributes(100)
    test = sixteen_attributes(1000, seed=1)
    for K in (1, 4, 16):
        p = RandomForest(41, K).fit(X, labels).posteriors(test.X)
        wrong = p.argmax(axis=2) != test.labels
        found = crowd(wrong)
        assert abs((wrong.mean(axis=0) > 0.5).mean() - (1 - majority(1 - found.error, 41, found.rho)[-1])) < 0.02
        assert abs((wrong.mean(axis=0) > 0.5).mean() - (1 - majority(1 - found.error, 41)[-1])) > 0.03  # not without rho


@pytest.mark.parametrize(("call", "words"), [
    (lambda: votes(1.2, 3), "p must be a probability from 0 to 1, got 1.2"),
    (lambda: majority(0.5, 3, -0.1), "rho must be a correlation from 0 to 1, got -0.1"),
    (lambda: votes(0.5, 0), "L must be a whole number >= 1, got 0"),
    (lambda: crowd([[1, 0]]), "wrong must be .* got shape"),
    (lambda: wins(4, 5), "K must be at most D = 4, got 5"),
    (lambda: sixteen_attributes(1), "n must be a whole number >= 2, got 1"),
    (lambda: nearest([[0.0]], [0], [[0.0, 1.0]]), "must fit, got"),
    (lambda: lasso([[1.0]], [1.0, 2.0], 1.0), r"P must be \(N, L\) and t \(N,\), got \(1, 1\) and \(2,\)"),
    (lambda: lasso([[1.0], [2.0]], [1.0, 2.0], -1.0), "lams must be nonnegative"),
    (lambda: by_depth(DecisionTree().fit([[0.0], [1.0]], [0, 1]).nodes, [[0.0]], -1), "most must be"),
])
def test_bad_input(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# ---- slide 10's alternative ------------------------------------------------------------------------------------

LAMS = np.array([0.5, 1.0, 3.0, 10.0, 30.0])


@pytest.mark.parametrize("depth", [2, 4, None])
def test_the_lasso_is_scikit_learns(depth):
    train = data.moons(150, 0.3, seed=0)
    P = RandomForest(60, max_depth=depth).fit(*train).posteriors(train.X)[..., 1].T
    ours = lasso(P, train.labels, LAMS)

    def E(w, lam):
        return ((w[0] + P @ w[1:] - train.labels)**2).sum() + lam * abs(w[1:]).sum()
    for w, lam in zip(ours, LAMS, strict=True):
        other = Lasso(alpha=lam / (2 * len(P)), tol=1e-9, max_iter=200_000).fit(P, train.labels)
        theirs = np.r_[other.intercept_, other.coef_]
        assert E(w, lam) == pytest.approx(E(theirs, lam), rel=1e-4)
        assert abs(P @ (w - theirs)[1:] + (w - theirs)[0]).max() < 0.01         # the same output
        pull = 2 * P.T @ (train.labels - w[0] - P @ w[1:])                      # what holds at the least of E:
        assert (abs(pull) <= lam * 1.02).all()                                  # nobody pulls harder than lam,
        assert pull[abs(w[1:]) > 0.05] == pytest.approx(lam * np.sign(w[1:][abs(w[1:]) > 0.05]), rel=0.02)
    kept = (ours[:, 1:] != 0).sum(axis=1)
    assert (np.diff(kept) <= 0).all() and kept[-1] < 10


def test_few_trees_do_as_well_as_all():
    test = data.moons(1000, 0.3, seed=1000)
    few, lost = [], []
    for seed in range(5):
        train = data.moons(150, 0.3, seed=seed)
        forest = RandomForest(60, seed=seed).fit(*train)
        w = lasso(forest.posteriors(train.X)[..., 1].T, train.labels, 3.0)
        y = w[0] + w[1:] @ forest.posteriors(test.X)[..., 1]
        few.append((w[1:] != 0).sum())
        lost.append(((y >= 0.5) != test.labels).mean() - (forest.predict(test.X) != test.labels).mean())
    assert max(few) < 30 and abs(np.mean(lost)) < 0.03


def test_lasso_of_equal_trees_and_of_a_large_lambda():
    t = np.array([0.0, 0.0, 1.0, 1.0])
    w = lasso(np.stack([t, t, np.ones(4)], axis=1), t, [1e-9, 1e3])
    assert w[0, 1] == pytest.approx(w[0, 2]) and w[0, 1:].sum() == pytest.approx(1, abs=1e-6) and w[0, 3] == 0
    assert w[1] == pytest.approx([0.5, 0, 0, 0])
    again = lasso(np.stack([t, t, np.ones(4)], axis=1), t, [1e-9, 1e3])
    assert np.array_equal(w, again)


# ---- slides 12-17: cells, depths, neighbours -------------------------------------------------------------------

def test_cells_are_distinct_tuples_of_leaves():
    leaves = np.random.default_rng(0).integers(0, 4, (6, 300))
    assert cells(leaves).tolist() == [len({tuple(c) for c in leaves[:L].T}) for L in range(1, 7)]


def test_a_tree_cut_at_a_depth_is_the_tree_grown_to_it():
    train, test = data.moons(150, 0.3, seed=0), data.moons(50, 0.3, seed=1)
    full = RandomForest(5, K=1).fit(*train)
    for number, tree in enumerate(full.trees):
        p = by_depth(tree.nodes, test.X, 20)
        assert p.shape == (21, 50, 2)
        for depth in (0, 1, 3, 20):
            shallow = RandomForest(5, K=1, max_depth=depth).fit(*train)
            assert np.array_equal(p[depth], shallow.trees[number].predict_proba(test.X))
    assert len(by_depth(full.trees[0].nodes, test.X, 2)) == 3


def test_nearest_is_scikit_learns():
    train, test = data.moons(150, 0.3, seed=0), data.moons(300, 0.3, seed=1)
    theirs = KNeighborsClassifier(1).fit(*train).predict(test.X)
    assert np.array_equal(nearest(*train, test.X), theirs)
    assert np.array_equal(nearest(*train, train.X), train.labels)


def test_a_full_tree_is_some_nearest_neighbour():
    """Slide 12: no error on what it has seen, and as often wrong elsewhere as 1-NN, not as the forest."""
    test, error = data.moons(1000, 0.3, seed=1000), []
    for seed in range(8):
        train = data.moons(150, 0.3, seed=seed)
        tree = DecisionTree(K=1, seed=seed).fit(*train)
        assert (tree.predict(train.X) == train.labels).all()
        forest = RandomForest(60, seed=seed).fit(*train)
        error.append([(y != test.labels).mean() for y in
                      (tree.predict(test.X), nearest(*train, test.X), forest.predict(test.X))])
    tree, neighbour, forest = np.mean(error, axis=0)
    assert abs(tree - neighbour) < 0.03 and forest < neighbour - 0.02


def test_rotated():
    X = np.random.default_rng(0).standard_normal((5, 2))
    assert rotated(rotated(X, 30), 60) == pytest.approx(np.stack([-X[:, 1], X[:, 0]], axis=1))
