"""The checks of notebook 07: the stub, right answers, and each classic mistake in its own words."""

import numpy as np
import pytest

from lecture12 import data
from lecture12.exercises import limits as ask
from lecture12.features import lookup_table
from lecture12.separability import decide
from questions import all_answers


@pytest.mark.parametrize("question", [ask.sixteen, ask.three_bits, ask.four_inequalities, ask.unseen, ask.before_the_data])
def test_questions(question):
    all_answers(question)


def test_answers_are_those_of_the_slides():
    assert ask.sixteen().right == "14" and ask.three_bits().right == "104" and ask.four_inequalities().right == "three"
    assert "100% of those seen" in ask.unseen().because


@pytest.mark.parametrize("w", [(-2, 1, 1, 1), [-1.5, 1, 1, 1], np.array([-3, 2, 2, 2])])
def test_majority(w):
    assert ask.check_majority(w).solved


@pytest.mark.parametrize(("w", "words"), [
    (..., "not solved yet"), (None, "not solved yet"), ((..., 1, 1, 1), "not solved yet"), ((1, 2), "shape is (2,)"),
    ("abc", "expected numbers"), ((np.nan, 1, 1, 1), "not finite"), ((-3, 1, 1, 1), "that is AND"),
    ((-1, 1, 1, 1), "that is OR"), ((1.5, -1, -1, -1), "minority"), ((-2, 1, 1, 2), "wrong at (0, 0, 1)"),
    ((1, 1, 1, -2), "wrong at")])
def test_majority_mistakes(w, words):
    verdict = ask.check_majority(w)
    assert not verdict.solved and words in verdict.words, verdict


def test_multiplexer():
    X = data.all_bits(3).astype(int)
    assert np.array_equal(ask.MULTIPLEXER, np.where(X[:, 0] == 1, X[:, 1], X[:, 2]))
    answer = decide(ask.MULTIPLEXER)
    assert not answer.separable[0] and ask.check_contradiction(answer.proof[0]).solved
    for once in (1, 2, 0.5):
        assert ask.check_contradiction(once * np.array([0, 1, 1, 0, 0, 1, 1, 0])).solved


@pytest.mark.parametrize(("counts", "words"), [
    (..., "not solved yet"), ([0] * 7 + [...], "not solved yet"), ([0] * 8, "0 = 0"), ([1] * 7, "shape"), ("abc", "numbers"),
    ([1] * 8, "class 1 sums to (2, 3, 3), class 0 to (2, 1, 1)"), ([1, 0, 0, 1, 0, 0, 0, 0], "sums to"),
    ([0, 1, 0, 1, 1, 0, 0, 0], "2 of class 1 and 1 of class 0"), ([0, -1, 1, 0, 0, 0, 0, 0], "not subtracted")])
def test_contradiction_mistakes(counts, words):
    verdict = ask.check_contradiction(counts)
    assert not verdict.solved and words in verdict.words, verdict


@pytest.mark.parametrize(("phi", "words"), [
    (lambda X: (2 * X - 1).prod(1, keepdims=True), "1 feature,"), (lambda X: X.sum(1, keepdims=True) % 2, "1 feature,"),
    (lambda X: X.sum(1)[:, None] ** [1, 2, 3], "3 features,"), (lambda X: lookup_table(3)(X), "look-up table")])
def test_parity_features(phi, words):
    verdict = ask.check_parity_features(phi)
    assert verdict.solved and words in verdict.words, verdict


@pytest.mark.parametrize(("phi", "words"), [
    (lambda X: ..., "not solved yet"), (lambda X: X, "bits themselves"), (lambda X: X.sum(1), "expected (8, m)"),
    (lambda X: X.sum(1, keepdims=True), "more than 6 of the 8"), (lambda X: np.c_[X, X[:, 0] * X[:, 1]], "more than 6"),
    (lambda X: np.eye(8), "other rows"), (lambda X: X[:4], "expected (8, m)"), (lambda X: X / 0, "not finite"),
    (lambda X: X.nonsense, "AttributeError")])
@pytest.mark.filterwarnings("ignore:.*encountered")
def test_parity_feature_mistakes(phi, words):
    verdict = ask.check_parity_features(phi)
    assert not verdict.solved and words in verdict.words, verdict
