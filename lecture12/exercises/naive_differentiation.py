"""Slides 48-51: questions and exercises on the chain rule, paths and what walking them costs."""

from collections import Counter
from math import prod

import numpy as np

from ..chain_rule import CHAINS, total_derivative
from ..notation import subscript
from ..paths import counts
from ..symbolic import chain, derive, write
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved

SIZES = (2, 3, 4, 5, 1)                 # the network of the exercise on paths


def repeated():
    E, names = chain(3)
    times = [write(derive(E, "w" + subscript(k)), names).count("σ′(z₃)") for k in (1, 2, 3)]
    return Predict("A net with three layers. How often does σ′(z₃) stand in ∂E/∂w₁, ∂E/∂w₂, ∂E/∂w₃?",
                   ["3, 2, 1 times", "0, 0, 1 times", "1, 1, 1 times"], f"{', '.join(map(str, times))} times",
                   "every way down from E begins at the top: the same factor is worked out anew for each weight.")


def error_order():
    chain_ = CHAINS["y = x², z = sin y"]
    off = [abs(c.dz - c.linear_z) for c in (chain_.change(0.3, dx) for dx in (0.1, 0.01))]
    return Predict("The local slopes miss Δz by some error. Make Δx ten times smaller. The error becomes …",
                   ["10 times smaller", "100 times smaller", "0"], "100 times smaller",
                   f"from Δx = 0.1 to 0.01 it falls from {off[0]:.2g} to {off[1]:.2g}: it is of the order Δx².")


def two_paths():
    right = total_derivative([2, -1], [3, 4])
    return Predict("∂z/∂y₁ = 2, ∂y₁/∂x = 3, ∂z/∂y₂ = −1, ∂y₂/∂x = 4. What is ∂z/∂x?", ["2", "6", "−24"],
                   f"{right:.0f}", f"2·3 + (−1)·4 = {right:.0f}: multiply along a path, add over the paths.")


def how_many():
    c = counts(3, 5)
    return Predict("Behind the first unit lie five layers of three units each. How many paths lead from its weight to E?",
                   ["15", str(c.edges), str(c.paths)], str(c.paths), f"each layer triples them: 3⁵ = {c.paths}, over only "
                   f"{c.edges} weights.")


def remembering():
    c = counts(4, 8)
    return Predict(f"Width 4, 8 layers: path by path the recursion is called {c.calls} times. And if each known value is "
                   "remembered?", [str(c.remembered), "1024", "10922"], str(c.remembered),
                   f"one call for every unit behind the weight: 1 + 8·4 = {c.remembered}.")


def check_total_derivative(answer):
    """Judge dz/dx at x = 2 for z = y1 y2, y1 = x², y2 = 3x."""
    x = 2.0
    dz_dy, dy_dx = (3 * x, x**2), (2 * x, 3.0)          # ∂z/∂y1 = y2, ∂z/∂y2 = y1
    right, alone = total_derivative(dz_dy, dy_dx), [a * b for a, b in zip(dz_dy, dy_dx, strict=True)]
    return judge(answer, right, "add (∂z/∂y)·(dy/dx) over the two paths, at x = 2.", f"{alone[0]:.0f} + {alone[1]:.0f}, and "
                 "z = 3x³ has the derivative 9x² = 36 as well.", {
        "the path through y2 is forgotten": alone[0], "the path through y1 is forgotten": alone[1],
        "multiply along a path, but add over the paths": prod(alone),
        "the inner derivatives dy/dx are missing": sum(dz_dy), "the outer derivatives ∂z/∂y are missing": sum(dy_dx)})


def check_paths(answer):
    """Judge the number of paths from one weight of the first layer to E in a network of the sizes 2-3-4-5-1."""
    _, first, *rest = SIZES
    return judge(answer, prod(rest), "how many units can a path choose from in each layer behind the weight?",
                 f"4 · 5 · 1 = {prod(rest)}: from the one unit that the weight leads to, each layer multiplies.", {
        "the weight leads to one unit of the first layer only": first * prod(rest),
        "the paths begin at the weight, not at the inputs": prod(SIZES),
        "each layer multiplies the number of paths, it does not add to it": sum(rest)})


def recursion(remember, h, L, seed=0):
    """A recursion like that of slide 51, ∂E/∂z of unit i in layer k, decorated with `remember`: (value, number of calls)."""
    w, calls = np.random.default_rng(seed).uniform(-1, 1, (L + 1, h, h)), Counter()

    def slope(k, i):
        calls[k, i] += 1
        return w[L, 0, i] if k == L else sum(w[k, j, i] * slope(k + 1, j) for j in range(h))
    slope = remember(slope)
    return slope(0, 0), calls.total()


def check_remember(remember):
    """Judge a decorator: `remember(function)` is to return a function that works out each function(k, i) only once."""
    decorated, failed = attempt(remember, lambda k, i: 0)
    if failed or unsolved(decorated):
        return failed or not_solved("return a function of k and i that looks into a dictionary before it calls `function`.")
    h, L, c = 4, 5, counts(4, 5)
    for seed in (0, 1):
        result, failed = attempt(recursion, remember, h, L, seed)
        if failed:
            return failed
        value, calls = result
        right, _ = recursion(lambda function: function, h, L, seed)
        if unsolved(value) or not np.isclose(value, right):
            return Verdict(False, "not yet: a second function gets the values of the first; each needs a memory of its own"
                           if seed else "not yet: the value is wrong; what is remembered must depend on both k and i")
        if calls == c.calls:
            return Verdict(False, f"not yet: the value is right, but it takes {calls} calls: nothing is remembered")
        if calls != c.remembered:
            return Verdict(False, f"not yet: {calls} calls, expected {c.remembered}: one for each unit")
    return Verdict(True, f"{c.remembered} calls instead of {c.calls}. Python has it ready made, as functools.cache.")
