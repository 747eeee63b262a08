"""Slide 66, the bug hunt: seven programs for the gradient, one of them right; what does training show, what the check?"""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from ..hunt import CANDIDATES, PAIRS, STARTS, hunt
from ..notation import power_above, rounded
from ..panels.labels import Labels
from ..panels.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, SKY, label, legend, logarithmic, moving, sheet
from .base import Explorer
from .controls import choice, int_slider, log_slider, play

LETTERS, LAST, PASSES = "ABCDEFG", 100, 1e-7                    # a relative error below PASSES passes the gradient check
LINES = (ORANGE, BLUE, GREEN, RED, PURPLE, SKY, INK)
LOW, HIGH = 1e-3, 1e2                                           # of E in the picture


def bug_hunt_explorer(tau=80, pick="not yet", pair="tanh, cross-entropy", eta=2.0, lam=0.001, shuffle=0):
    """Slide 66: A to G learn XOR from the same hundred starts; pick the right one, and be shown which it is."""
    controls = [
        play("tau", "step τ", tau, LAST, tip="slides 45-46: all seven hundred networks learn as one stack"),
        choice("pick", "the right one is", pick, ["not yet", *LETTERS, "show me"], "slide 66: pick, and the names appear"),
        choice("pair", "hidden g, loss", pair, PAIRS, "slide 43, 37: a 2-4-1 net with output σ"),
        log_slider("eta", "learning rate η", eta, 0.1, 10, "slide 46"),
        choice("lam", "regularization λ", lam, [0, 0.001, 0.01], "slide 38: λ Σ w², without the bias"),
        int_slider("shuffle", "shuffle A to G", shuffle, 0, 99, "another order of the letters")]
    figure, (curves, bars, check) = sheet("Loss curves, successes and gradient checks of seven programs, A to G",
                                          3, size=(8, 3.5), width_ratios=[1.1, 1, 0.9])
    label(curves, "E, median of 100 starts", "step τ", "", (0, LAST + 18), (LOW, HIGH))
    logarithmic(curves)
    curves.set_xticks([0, 50, 100])
    label(bars, "XOR learned, of 100", "", "", (0, 118), (7.5, -0.6))
    bars.set(yticks=range(7), yticklabels=LETTERS, xticks=[0, 50, 100])
    label(check, "gradient check (log)", "relative error (dashed: 10⁻⁷)", "", (1e-12, 10), (7.5, -0.6))
    logarithmic(check, "x")
    check.set(yticks=range(7), yticklabels=LETTERS, xticks=[1e-12, 1e-8, 1e-4, 1])
    check.axvline(PASSES, color=GREY, lw=0.8, ls="--")
    lines = [moving(curves.plot([], [], color=color, lw=2)[0]) for color in LINES]
    now = moving(curves.axvline(tau, color=GREY, lw=1))
    ends, leaders = Labels(curves, 10), moving(LineCollection([], colors=LINES, linewidths=1))
    curves.add_collection(leaders, autolim=False)
    boxes = [moving(bar) for bar in bars.barh(range(7), [0] * 7, 0.7, color=LINES, alpha=0.35)]
    names, counts = Labels(bars, 8, "left"), Labels(bars, 8, "left")
    dots = [moving(check.plot([], [], marker, color=INK, ms=6, mfc=face, label=f"W⁽{k}⁾")[0])
            for k, marker, face in (("¹", "o", INK), ("²", "s", "white"))]
    picked = moving(bars.plot([], [], ">", color=INK, ms=7, clip_on=False)[0])
    hint = moving(check.text(0.5, 0.5, "first pick\nthe right one", transform=check.transAxes, ha="center", color=GREY))
    for artist in (*ends.layers, *names.layers, *counts.layers, picked):
        artist.set_in_layout(False)
    legend(check, handles=dots, loc="lower right", ncols=2, handletextpad=0.1, columnspacing=0.5)

    def compute(tau, pick, pair, eta, lam, shuffle):
        order = np.random.default_rng(shuffle).permutation(len(CANDIDATES))
        run = hunt(pair, eta, lam).upto(tau)
        name = {letter: CANDIDATES[i] for letter, i in zip(LETTERS, order, strict=True)}
        learned = dict(zip(LETTERS, run.learned[tau, order].tolist(), strict=True))
        errors = {letter: list(run.errors[name[letter]].values()) for letter in LETTERS}
        right = [letter for letter in LETTERS if max(errors[letter]) < PASSES]
        state = SimpleNamespace(tau=tau, E=run.E[:tau + 1, order], name=name, learned=learned, errors=errors, right=right,
                                pick=pick, shown=pick != "not yet")
        state.words = told(state)
        return state

    def draw(s):
        E = np.clip(s.E, LOW * 1.1, HIGH)
        for line, column in zip(lines, E.T, strict=True):
            line.set_data(np.arange(s.tau + 1), column)
        now.set_xdata([s.tau, s.tau])
        heights = 10 ** apart(np.log10(E[-1]), 0.32, np.log10(HIGH))
        ends.update(LETTERS, [(s.tau + 14, y) for y in heights])
        leaders.set_segments([[(s.tau, end), (s.tau + 10, y)] for end, y in zip(E[-1], heights, strict=True)])
        for box, n in zip(boxes, s.learned.values(), strict=True):
            box.set_width(n)
        counts.update(map(str, s.learned.values()), [(103, row) for row in range(7)])
        names.update(s.name.values() if s.shown else [], [(3, row) for row in range(7)] if s.shown else [])
        for k, dot in enumerate(dots):
            dot.set_data([max(e[k], 1e-12) for e in s.errors.values()], range(7))
            dot.set_visible(s.shown)
        hint.set_visible(not s.shown)
        picked.set_data(*([[-14], [LETTERS.index(s.pick)]] if s.pick in s.name else [[], []]))

    return Explorer(bug_hunt_explorer, controls, compute, figure, draw)


def apart(heights, least, top):
    """Heights moved as little downwards as makes neighbours differ by `least`, from below `top`.

    >>> apart(np.array([1.0, 2.0, 2.0]), 0.25, 9.0).tolist()
    [1.0, 2.0, 1.75]
    """
    moved, ceiling = heights.copy(), top
    for i in np.argsort(-heights, kind="stable"):
        moved[i] = min(heights[i], ceiling)
        ceiling = moved[i] - least
    return moved


def told(s):
    """The line below the picture: before the pick the successes, after it what the gradient check says."""
    if not s.shown:
        counts = ", ".join(f"{letter} {n}" for letter, n in s.learned.items())
        return f"After {s.tau} steps so many of {STARTS} starts have learned XOR: {counts}. Whose gradient is right?"
    right = " and ".join(s.right)
    worst = {s.name[letter]: max(e) for letter, e in s.errors.items()}
    by_name = {s.name[letter]: letter for letter in LETTERS}
    words = f"The right gradient is {right}, with an error below {power_above(worst['correct'], PASSES)}."
    if len(s.right) > 1:
        words += " (With λ = 0 there is no penalty, and so none to put on the bias.)"
    if s.pick in s.name:
        picked = s.name[s.pick]
        wrong = f"{s.pick} is: {picked}; its error is {rounded(worst[picked], 1)}. "
        words = ("Right. " if s.pick in s.right else wrong) + words
    correct = LETTERS.index(by_name["correct"])
    if s.E[-1, correct] > s.E[0, correct]:
        words += " But E has risen even there: η is too large."
    printed = by_name["g′(y) as printed"]
    alike = s.learned[printed] > 0.8 * s.learned[by_name["correct"]]
    verdict = "training does not tell" if alike else "training is poor, as it could be for many reasons"
    return words + (f" {printed}, g′(y) as printed, has learned {s.learned[printed]} of {STARTS} (the right one "
                    f"{s.learned[by_name['correct']]}), and is wrong by {worst['g′(y) as printed']:.2f}: "
                    f"{verdict}; the check tells.")
