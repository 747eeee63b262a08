"""The checks of notebook 01: the stub, right answers, and each classic mistake in its own words."""

import numpy as np
import pytest

from lecture12.exercises import random_forests as ask
from lecture12.impurity import entropy, gini
from questions import all_answers

QUESTIONS = [ask.half, ask.largest_printed, ask.can_differ, ask.copies, ask.distinct, ask.smoother, ask.overfits]


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions(question):
    all_answers(question)


def test_answers_are_those_of_the_slides():
    assert [q().right for q in QUESTIONS] == ["no, but every Δi is halved", "0", "never", "60 %", "67 %", "it gets smoother",
                                             "their depth"]
    assert "0.672" in ask.distinct().because and "60%" in ask.copies().because
    assert "Δi = 0.222 and 0.111" in ask.half().because
    assert "Twenty full trees: 0 of 600" in ask.can_differ().because


def test_largest_step():
    assert ask.largest_step([[0, 0.5], [0.2, 0.9]]) == pytest.approx(0.7)


def share(counts):
    return counts / counts.sum()


@pytest.mark.parametrize(("function", "words"), [
    (lambda c: ..., "not solved yet"), (lambda c: None, "not solved yet"), (lambda c: gini(share(c)) / 2, "no factor ½"),
    (lambda c: (share(c)**2).sum(), "take it from 1"), (lambda c: 1 - (c**2).sum(), "divide the counts"),
    (lambda c: 1 - share(c).sum(), "squared"), (lambda c: entropy(share(c)), "entropy"),
    (lambda c: 1 - share(c).max(), "misclassification"), (lambda c: 1 - share(c).prod(), "1 − Π"),
    (lambda c: 1 - share(c)**2, "one number is expected, got shape (2,)"), (lambda c: 1 / 0, "raised ZeroDivisionError"),
    (lambda c: 0.3, "largest difference")])
def test_gini_mistakes(function, words):
    verdict = ask.check_gini(function)
    assert not verdict.solved and words in verdict.words, verdict


@pytest.mark.parametrize("function", [
    lambda c: 1 - (share(c)**2).sum(), lambda c: sum(p * (1 - p) for p in c / sum(c)),
    lambda c: np.outer(share(c), share(c)).sum() - (share(c)**2).sum()])
def test_gini(function):
    assert ask.check_gini(function).solved


@pytest.mark.parametrize(("answer", "words"), [
    (..., "not solved yet"), (None, "not solved yet"), ((..., ...), "not solved yet"), ((2.75, ...), "not solved yet"),
    (2.75, "expected two numbers"), ((1, 2, 3), "expected two numbers"), ((0.5, 0.1), "one side is empty"),
    ((9, 0.1), "one side is empty"), ((4.5, 0.18), "Δi is 0.1800, another one earns more"),
    ((2.75, 3 / 28), "factor ½"), ((2.75, 0.0918), "must be weighted"), ((2.75, 0.2959), "not ½"),
    ((2.75, 0.2857), "now i(s) minus"), ((2.75, 0.3958), "entropy"), ((2.75, 0.25), "largest difference is 0.0357")])
def test_best_split_mistakes(answer, words):
    verdict = ask.check_best_split(answer)
    assert not verdict.solved and words in verdict.words, verdict


@pytest.mark.parametrize("answer", [(2.75, 3 / 14), (2.5, 0.2143), [2.9, 0.214286]])
def test_best_split(answer):
    assert ask.check_best_split(answer).solved


def test_misclassification_would_not_have_known():
    x, labels = ask.ten_points()
    error = {t: min((labels[x <= t] == c).sum() + (labels[x > t] == 1 - c).sum() for c in (0, 1)) for t in (2.75, 4.5)}
    assert error[2.75] == error[4.5] == 2


def test_the_ten_points_are_a_copy():
    x, labels = ask.ten_points()
    x[:], labels[:] = 0, 0
    assert ask.ten_points()[0].max() == 9 and ask.ten_points()[1].sum() == 5


@pytest.mark.parametrize(("function", "words"), [
    (lambda N: ..., "not solved yet"), (lambda N: None, "not solved yet"), (lambda N: (1 - 1 / N)**N, "take it from 1"),
    (lambda N: 1 - np.exp(-1), "limit for large N"), (lambda N: np.exp(-1), "limit of the share left out"),
    (lambda N: N * (1 - (1 - 1 / N)**N), "divide by N"), (lambda N: 1 / N, "one draw"),
    (lambda N: 1 - 1 / N, "missed by one"), (lambda N: [N], "one number is expected"),
    (lambda N: N.size, "raised AttributeError"), (lambda N: 0.5, "largest difference")])
def test_distinct_mistakes(function, words):
    verdict = ask.check_distinct(function)
    assert not verdict.solved and words in verdict.words, verdict


@pytest.mark.parametrize("function", [lambda N: 1 - (1 - 1 / N)**N, lambda N: 1 - ((N - 1) / N)**N])
def test_distinct(function):
    assert ask.check_distinct(function).solved
