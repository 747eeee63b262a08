"""Slides 19-28: questions and exercises on the history."""

import numpy as np

from ..explorers.history import learned
from ..retina import SIDE
from .base import Predict, Verdict, judge, of_explorer


def shuffled_points():
    plain, mixed = (learned(50, "left or right", shuffled, 0) for shuffled in (False, True))
    return Predict("Shuffle the 400 points of all cards in the same way. The share of right answers in the test:",
                   ["drops to a guess", "stays the same", "rises"], "stays the same",
                   f"{plain[2]:.1%} before, {mixed[2]:.1%} after: a perceptron knows no neighbours, only a sum over points.")


def halved():
    drop = (26.2 - 15.3) / 26.2
    return Predict("Slide 28: a ConvNet <i>halves</i> the error, from 26.2 % to 15.3 %. The reduction is:",
                   ["exactly a half", "42 %", "11 %"], "42 %",
                   f"(26.2 − 15.3) / 26.2 = {drop:.0%}; 11 are percentage points.")


@of_explorer
def check_drawing(explorer):
    """Judge a `retina_explorer` with a drawing: six points or more in one half, and the right answer."""
    if explorer.values["pattern"] != "left or right":
        return Verdict(False, 'not yet: pattern="left or right", please')
    drawn = np.array(explorer.values["drawn"], dtype=int)
    if not drawn.size:
        return Verdict(False, "not solved yet: draw on the retina, press Copy, and put the line here")
    right = drawn % SIDE >= SIDE // 2
    if drawn.size < 6 or right.any() != right.all():
        return Verdict(False, f"not yet: {drawn.size} points, {right.sum()} in the right half; six or more in one half")
    side = "right" if right.all() else "left"
    if explorer.state.answer != side:
        return Verdict(False, f"not yet: the mark is on the {side}, the answer is {explorer.state.answer}; more cards?")
    return Verdict(True, f"{drawn.size} points on the {side}, and the perceptron agrees.")


@of_explorer
def check_fooled(explorer):
    """Judge a `retina_explorer`: trained on 20 cards or more, four points drawn in one half, and a wrong answer."""
    drawn = np.array(explorer.values["drawn"], dtype=int)
    if drawn.size < 4 or explorer.values["n"] < 20 or explorer.values["shuffled"]:
        return Verdict(False, "not solved yet: n of at least 20, not shuffled, four points or more in one half")
    right = drawn % SIDE >= SIDE // 2
    if right.any() != right.all():
        return Verdict(False, "not yet: all points in one half, please")
    if explorer.state.answer == ("right" if right.all() else "left"):
        return Verdict(False, "not yet: the perceptron is right; look for points whose weight has the wrong sign")
    return Verdict(True, "fooled: a few points with the wrong weight outvote where the mark is.")


def check_reduction(answer):
    """Judge the relative reduction of the error from 26.2 to 15.3 in percent."""
    return judge(answer, 100 * (26.2 - 15.3) / 26.2, "by how many percent is 15.3 less than 26.2?", "not quite a half.",
                 {"those are percentage points; divide by 26.2": 26.2 - 15.3, "divide by where it started, 26.2":
                  100 * (26.2 - 15.3) / 15.3}, tolerance=0.02)
