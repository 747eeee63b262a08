"""The questions and checks of notebook 10: stubs, right answers, and each mistake by name."""

from collections import Counter
from functools import cache

import numpy as np
import pytest

from lecture12 import Network, Objective
from lecture12.exercises import naive_differentiation as ask
from lecture12.gradients import naive
from lecture12.paths import walk
from questions import all_answers


@pytest.mark.parametrize("question", [ask.repeated, ask.error_order, ask.two_paths, ask.how_many, ask.remembering])
def test_questions_have_one_right_answer(question):
    all_answers(question)


def test_the_numbers_in_the_questions():
    assert ask.two_paths().right == "2" and ask.how_many().right == "243"
    assert ask.remembering().right == str(walk(4, 8, remember=True).calls) == "33"


def test_total_derivative():
    x, eps = 2.0, 1e-5
    assert ask.check_total_derivative(...).words.startswith("not solved yet")
    assert ask.check_total_derivative(36).solved
    assert (3 * (x + eps) ** 3 - 3 * (x - eps) ** 3) / (2 * eps) == pytest.approx(36)
    for wrong, words in ((24, "y2 is forgotten"), (12, "y1 is forgotten"), (288, "add over"), (10, "inner"), (7, "outer"),
                         (35, "largest difference")):
        assert words in ask.check_total_derivative(wrong).words


def test_paths():
    net, calls = Network.random(ask.SIZES, "tanh", 0), Counter()
    naive(Objective("squared error"), net, np.ones((1, 2)), np.ones((1, 1)), calls=calls, layers=[1])
    paths = sum(n for (k, _), n in calls.items() if k == net.l) / net.sizes[1]      # calls in the last layer, for one unit
    assert ask.check_paths(paths).solved and paths == 20
    assert ask.check_paths(...).words.startswith("not solved yet")
    for wrong, words in ((60, "one unit of the first"), (120, "not at the inputs"), (10, "multiplies"), (7, "largest")):
        assert words in ask.check_paths(wrong).words


def remember(function):
    known = {}

    def f(k, i):
        if (k, i) not in known:
            known[k, i] = function(k, i)
        return known[k, i]
    return f


def by_layer(function):
    known = {}
    return lambda k, i: known[k] if k in known else known.setdefault(k, function(k, i))


shared_memory = {}


def shared(function):
    def f(k, i):
        if (k, i) not in shared_memory:
            shared_memory[k, i] = function(k, i)
        return shared_memory[k, i]
    return f


def half(function):
    """Remembers the odd layers only."""
    known = remember(function)
    return lambda k, i: known(k, i) if k % 2 else function(k, i)


def test_remember():
    assert ask.check_remember(lambda function: ...).words.startswith("not solved yet")
    assert ask.check_remember(remember).solved and ask.check_remember(cache).solved
    assert "21 calls instead of 1365" in ask.check_remember(remember).words
    for wrong, words in ((lambda f: f, "nothing is remembered"), (by_layer, "both k and i"), (shared, "a memory of its own"),
                         (half, "expected 21"), (lambda f: 3, "TypeError"), (lambda f: lambda k: f(k, 0), "TypeError"),
                         (lambda f: lambda k, i: None, "not yet")):
        verdict = ask.check_remember(wrong)
        assert not verdict.solved and words in verdict.words, verdict
