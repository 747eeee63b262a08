"""Slides 6 and 9-12: K of D attributes compete for each split; strength, correlation, and why the crowd is right."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from ..attributes import D, gains, sixteen_attributes, ticket, wins, work, work_bounds
from ..crowd import crowd, majority, variance, votes
from ..forest import DecisionTree, RandomForest
from ..impurity import entropy
from ..panels.bars import Bars
from ..panels.labels import Labels, number
from ..panels.style import GREEN, GREY, INK, PURPLE, RED, SKY, label, legend, logarithmic, moving, sheet
from .base import Explorer
from .controls import choice, int_slider, slider, toggle
from .controls import seed as seed_slider
from .random_forest_ensembles import DEPTHS

TREES = 200
SIZES = (10, 20, 50, 100, 200, 400)


@lru_cache(maxsize=64)
def _roots(K, twins, bootstrap, n, seed):
    """The training set, 200 trees of one split, and which attribute each has at its root."""
    X, labels = sixteen_attributes(n, twins, seed)
    forest = RandomForest(TREES, K, max_depth=1, bootstrap=bootstrap, impurity="entropy", seed=seed).fit(X, labels)
    return forest, np.array([tree.nodes.attribute[0] for tree in forest.trees])


@lru_cache(maxsize=64)
def _work(K, twins, seed):
    """The work of full trees on the first 10, 20, ... examples, one with K attributes a node."""
    X, labels = sixteen_attributes(SIZES[-1], twins, seed)
    return np.array([work(DecisionTree(K=K, seed=seed).fit(X[:N], labels[:N]).nodes, K) for N in SIZES])


@lru_cache(maxsize=256)
def _gains(twins, bootstrap, n, seed, tree, K):
    forest = _roots(K, twins, bootstrap, n, seed)[0]
    rows = forest.samples[tree - 1]
    return gains(forest.X[rows], forest.y[rows])


def lottery_explorer(K=4, tree=1, twins=False, bootstrap=False, n=100, seed=0):
    """Slides 6 and 12: sixteen attributes, of which K drawn ones compete for the root of each of 200 trees."""
    controls = [int_slider("K", "attributes K", K, 1, D, "slides 6, 12: so many compete at each node; usual is √16 = 4"),
                int_slider("tree", "tree", tree, 1, TREES, "whose draw is shown on the left"),
                toggle("bootstrap", "bootstrap", bootstrap, "slide 11: every tree has its own sample of the examples"),
                toggle("twins", "attribute 2 copies 1", twins, "two strong attributes that say nearly the same"),
                int_slider("n", "examples N", n, 20, 150, "slide 6: how many examples the trees are grown on"),
                seed_slider(seed)]
    figure, axes = sheet("Information gain of sixteen attributes, which of them wins the root, and the work of a tree",
                         mosaic=[["gain", "work"], ["wins", "work"]], size=(8, 4.4), width_ratios=[1.5, 1])
    gain, winners, cost = axes["gain"], axes["wins"], axes["work"]
    ids = np.arange(1, D + 1)
    label(gain, "information gain at the root; drawn: dark", "", "", (0.3, 16.7), (0, 1.3))
    label(winners, "share of 200 trees with this root", "attribute", "", (0.3, 16.7), (0, 1.3))
    for ax, names in ((gain, []), (winners, ids)):
        ax.set_xticks(ids if len(names) else [], names, fontsize=8)
        ax.set_yticks([0, 0.5, 1])
    label(cost, "work to grow a full tree", "examples N", "", (8, 500), (20, 3e7))
    logarithmic(cost, "both")
    cost.set_xticks([10, 100, 400], ["10", "100", "400"])
    cost.set_yticks([1e2, 1e3, 1e4, 1e5, 1e6, 1e7], ["100", "10³", "10⁴", "10⁵", "10⁶", "10⁷"])
    every = np.arange(10, 401, 10)
    cost.plot(every, D * every**2 * np.log2(every), ":", color=GREY, label="D N² log N (slide 6)")
    cost.plot(every, [work_bounds(int(N), D)[0] for N in every], "--", color=GREY, label="D N (log N)², balanced")
    full = moving(cost.plot([], [], "o-", color=INK, ms=5, label="measured, all D")[0])
    part = moving(cost.plot([], [], "s-", color=GREEN, ms=5, label="measured, K of D")[0])
    legend(cost, loc="upper left", fontsize=8)
    gain_bars, win_bars = Bars(gain), Bars(winners, SKY)
    star = moving(gain.plot([], [], "*", color=RED, ms=13, mec="white", label="wins the root")[0])
    expected = moving(winners.plot([], [], "_", color=RED, ms=12, mew=2, label="expected without bootstrap")[0])
    legend(gain, loc="upper right")
    legend(winners, loc="upper right")

    def compute(K, tree, bootstrap, twins, n, seed):
        forest, roots = _roots(K, twins, bootstrap, n, seed)
        gain = _gains(twins, bootstrap, n, seed, tree, K)
        drawn, winner = ticket(forest.trees[tree - 1], D), int(roots[tree - 1])
        share = np.bincount(roots, minlength=D) / TREES
        all_gains = gain if not bootstrap else gains(forest.X, forest.y)
        expected = np.zeros(D)
        expected[np.argsort(-all_gains, kind="stable")] = wins(D, K)
        best = int(all_gains.argmax())
        printed = float(gain[winner] - entropy(forest.trees[tree - 1].nodes.p[0]))      # H(S) + ΔE is the gain
        numbers = ", ".join(str(a + 1) for a in sorted(drawn)) if K < D else "all"
        words = (f"Tree {tree} drew {numbers}: attribute {winner + 1} wins the root with the gain {gain[winner]:.3f} "
                 f"(slide 6's ΔE: {number(printed, 3)}). Attribute {best + 1}, the strongest, is root in {share[best]:.0%} "
                 f"of {TREES} trees; K/D = {K / D:.0%}.")
        return SimpleNamespace(gains=gain, drawn=drawn, winner=winner, share=share, expected=expected, best=best,
                               printed=printed, roots=int((share > 0).sum()), words=words,
                               work=(_work(D, twins, seed), _work(K, twins, seed)))

    def draw(s):
        gain_bars.update(ids - 0.4, ids + 0.4, s.gains, colors=np.where(np.isin(ids - 1, s.drawn), INK, "#c9c9c9"))
        win_bars.update(ids - 0.4, ids + 0.4, s.share)
        star.set_data([s.winner + 1], [s.gains[s.winner] + 0.04])
        expected.set_data(ids, s.expected)
        full.set_data(SIZES, s.work[0])
        part.set_data(SIZES, s.work[1])

    return Explorer(lottery_explorer, controls, compute, figure, draw)


KS = (1, 2, 4, 8, 16)
VOTERS = 41


@lru_cache(maxsize=32)
def _forests(depth, seed):
    """{K: (which of 41 trees is wrong about which of 1000 test examples, their Crowd, the error of the vote against L)}."""
    train, test = sixteen_attributes(100, seed=seed), sixteen_attributes(1000, seed=1000 + seed)
    found = {}
    for K in KS:
        forest = RandomForest(VOTERS, K, max_depth=DEPTHS[depth], seed=seed).fit(*train)
        wrong = forest.posteriors(test.X).argmax(axis=2) != test.labels
        found[K] = wrong, crowd(wrong), majority_error(wrong)
    return found


def majority_error(wrong):
    """The error of the vote of the first 1, 2, ... of all trees: wrong (L, N) -> (L,); a tie counts half."""
    against = 2 * np.cumsum(wrong, axis=0) - np.arange(1, len(wrong) + 1)[:, None]
    return ((against > 0) + 0.5 * (against == 0)).mean(axis=1)


def crowd_explorer(p=0.6, rho=0.0, L=11, measured=False, K="4", depth="full", seed=0):
    """Slides 9-12: the majority of L voters, what correlation takes from it, and a real forest beside it."""
    controls = [slider("p", "voter right: p", p, 0.3, 0.9, 0.01, "slide 10: the strength of each tree"),
                slider("rho", "correlation ρ", rho, 0, 1, 0.01, "slide 10: of two voters' errors"),
                int_slider("L", "voters L", L, 1, 101, "slide 10: how many vote"),
                toggle("measured", "p and ρ of the forest", measured, "slide 10: what is measured on the forest below"),
                choice("K", "forest's K", K, list(map(str, KS)), "slide 12: of 16, drawn at each node"),
                choice("depth", "forest's depth", depth, ["2", "full"], "slide 12: grown fully, or not"), seed_slider(seed)]
    figure, axes = sheet("Chance that the majority is right; spread of the votes; their variance; strength and correlation",
                         mosaic=[["right", "spread"], ["variance", "trade"]], size=(8, 4.6))
    right, spread, var, trade = (axes[name] for name in ("right", "spread", "variance", "trade"))
    label(right, "majority is right", "", "", (0, 102), (0, 1.25))
    label(spread, "share of voters that are right", "", "", (-0.02, 1.02), (0, 1.3))
    label(var, "variance of that share, in units of σ²", "voters L", "", (0, 102), (0, 1.03))
    label(trade, "K: strength against correlation", "correlation ρ of the trees' errors", "error", (0, 0.65), (0, 0.5))
    right.set_yticks([0, 0.25, 0.5, 0.75, 1])
    spread.set_yticks([])
    spread.axvline(0.5, color=GREY, lw=1, ls="--")
    single = moving(right.plot([], [], ls=":", color=GREY, label="if ρ were 0")[0])
    model = [moving(a.plot([], [], color=PURPLE, label="p and ρ")[0]) for a in (right, var)]
    real = [moving(a.plot([], [], "o", color=GREEN, ms=4, label="forest's trees")[0]) for a in (right, var)]
    floor = moving(var.axhline(0, color=PURPLE, lw=1, ls=":"))
    now = [moving(a.axvline(L, color=GREY, lw=1)) for a in (right, var)]
    legend(right, loc="upper right", fontsize=8, ncols=3, columnspacing=1)
    tall = moving(spread.plot([], [], color=PURPLE, drawstyle="steps-mid", label="p and ρ")[0])
    seen = moving(spread.fill([0], [0], color=GREEN, alpha=0.35, label="forest (up to 41)")[0])
    legend(spread, loc="upper left", fontsize=8, ncols=2)
    trees = {d: moving(trade.plot([], [], "o-", color=GREY, ms=5, lw=1, label="a tree" if d == "full" else None)[0])
             for d in ("2", "full")}
    forests = {d: moving(trade.plot([], [], "s-", color=GREEN, ms=5, lw=1, label="their vote" if d == "full" else None)[0])
               for d in ("2", "full")}
    ring = moving(trade.plot([], [], "o", ms=13, mfc="none", mec=INK, mew=1.6, ls="none")[0])
    names = Labels(trade, 8)
    legend(trade, loc="upper right", fontsize=8, ncols=2)

    def compute(p, rho, L, measured, K, depth, seed):
        found = {d: {k: forest[1] for k, forest in _forests(d, seed).items()} for d in ("2", "full")}
        vote = {d: {k: float(forest[2][-1]) for k, forest in _forests(d, seed).items()} for d in ("2", "full")}
        wrong, one, errors = _forests(depth, seed)[int(K)]
        p, rho = (1 - one.error, max(0.0, one.rho)) if measured else (p, rho)
        curve, l = majority(p, 101, rho), min(L, VOTERS)                                # noqa: E741
        share = np.cumsum(wrong, axis=0) / np.arange(1, VOTERS + 1)[:, None]
        votes_seen = np.bincount(l - wrong[:l].sum(axis=0), minlength=l + 1) / wrong.shape[1]
        alone = majority(p, 101)
        words = (f"{L} voter{'s' * (L > 1)}, right with p = {p:.3f}, correlation ρ = {rho:.2f}: the majority is right with "
                 f"{curve[L - 1]:.3f} (if ρ were 0: {alone[L - 1]:.3f}). Forest with K = {K}: a tree is right with "
                 f"{1 - one.error:.3f}, ρ = {one.rho:.2f}, the vote of {VOTERS} trees with {1 - vote[depth][int(K)]:.3f}.")
        return SimpleNamespace(p=p, rho=rho, L=L, curve=curve, alone=alone, votes=votes(p, L, rho), seen=votes_seen,
                               real=1 - errors, variance=share.var(axis=1) / one.variance, found=found,
                               vote=vote, K=int(K), depth=depth, words=words, inert=["p", "rho"] if measured else [])

    def draw(s):
        every, few = np.arange(1, 102), np.arange(1, VOTERS + 1)
        single.set_data(every, s.alone)
        for line, y in zip(model, (s.curve, variance(every, s.rho)), strict=True):
            line.set_data(every, y)
        for dots, y in zip(real, (s.real, s.variance), strict=True):
            dots.set_data(few[::2], y[::2])
        floor.set_ydata([s.rho, s.rho])
        for mark in now:
            mark.set_xdata([s.L, s.L])
        tall.set_data(np.linspace(0, 1, s.L + 1), s.votes / s.votes.max())
        edges = (np.repeat(np.arange(len(s.seen) + 1), 2) - 0.5) / (len(s.seen) - 1)
        seen.set_xy(np.stack([edges, np.r_[0, np.repeat(s.seen / s.seen.max(), 2), 0]], axis=1))
        for d in trees:
            rho, error = [s.found[d][K].rho for K in KS], [s.found[d][K].error for K in KS]
            for artist, y in ((trees[d], error), (forests[d], [s.vote[d][K] for K in KS])):
                artist.set(data=(rho, y), alpha=1 if d == s.depth else 0.25)
        at = [(s.found[s.depth][K].rho, s.found[s.depth][K].error) for K in KS]
        names.update([f"K={K}" for K in KS], np.add(at, (0.012, 0.04)))
        i = KS.index(s.K)
        ring.set_data([at[i][0]] * 2, [at[i][1], s.vote[s.depth][s.K]])

    return Explorer(crowd_explorer, controls, compute, figure, draw)
