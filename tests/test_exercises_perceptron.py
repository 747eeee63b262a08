"""The checks of notebook 03: the stub, right answers, and each classic mistake in its own words."""

import numpy as np
import pytest

from lecture12.exercises import perceptron as ask
from questions import all_answers


@pytest.mark.parametrize("question", [ask.scale, ask.add_five, ask.ring_features, ask.any_phi])
def test_questions(question):
    all_answers(question)


def test_answers_are_those_of_the_slides():
    assert ask.scale().right == "only how sure the outputs are" and ask.add_five().right == "the independent σ"
    assert ask.any_phi().right == "3" and ask.ring_features().right == "φ = (x1², x2²)"
    assert "sum to 2.97 instead of 1.50" in ask.add_five().because and "0.665" in ask.add_five().because


@pytest.mark.parametrize(("w", "words"), [
    (..., "not solved yet"), (None, "not solved yet"), ((..., ..., ...), "not solved yet"), ((1, 2), "shape is (2,)"),
    ("abc", "expected numbers"), ((np.nan, 1, 1), "not finite"), ((-3, 2, 2), "this is AND"), ((-1, 2, 2), "this is OR"),
    ((1, -2, -2), "this is NOR"), ((-2, -2, 3), "bias comes first"), ((2, -1, -1), "exactly 0 counts as 1"),
    ((-1, 0, 0), "the constant 0"), ((0.5, -1, 1), "another function"), ((1, 0, 0), "wrong at (1, 1)")])
def test_nand_mistakes(w, words):
    verdict = ask.check_nand(w)
    assert not verdict.solved and words in verdict.words, verdict


@pytest.mark.parametrize("w", [(3, -2, -2), [1.5, -1, -1], np.array([0.1, -0.06, -0.07])])
def test_nand(w):
    assert ask.check_nand(w).solved


def norm(w):
    return np.hypot(*w)


@pytest.mark.parametrize(("function", "words"), [
    (lambda w0, w, X: ..., "not solved yet"), (lambda w0, w, X: w0 + X @ w, "divide by the length"),
    (lambda w0, w, X: abs(w0 + X @ w) / norm(w), "keep the sign"), (lambda w0, w, X: X @ w / norm(w), "w₀ is missing"),
    (lambda w0, w, X: -(w0 + X @ w) / norm(w), "sign is reversed"), (lambda w0, w, X: (w0 + X @ w) / (w @ w), "not |w|²"),
    (lambda w0, w, X: (w0 + X @ w) / np.sqrt(w @ w + w0**2), "without w₀"), (lambda w0, w, X: w @ X, "raised ValueError"),
    (lambda w0, w, X: 1.0, "shape is ()")])
def test_distance_mistakes(function, words):
    verdict = ask.check_distance(function)
    assert not verdict.solved and words in verdict.words, verdict


def test_distance():
    assert ask.check_distance(lambda w0, w, X: (X @ w + w0) / np.linalg.norm(w)).solved


def memory(X):
    """Features that know the labels of the 80 samples, and nothing of others."""
    return (np.arange(len(X)) % 2 if len(X) == 80 else np.zeros(len(X)))[:, None]


@pytest.mark.parametrize(("phi", "words"), [
    (lambda X: ..., "not solved yet"), (lambda X: X, "no line in your feature plane"),
    (lambda X: X[:, 0] ** 2, "shape is (80,)"), (lambda X: [X[:, 0] ** 2, X[:, 1] ** 2], "shape is (2, 80)"),
    (lambda X: np.hstack([X, X**2]), "shape is (80, 4)"),
    (lambda X: X**2 if len(X) == 80 else X[:, :1], "shape is (400, 1)"),
    (lambda X: X**0.5, "nan or inf"), (lambda X: "r", "expected an array"), (lambda X: X @ X, "raised ValueError"),
    (lambda X: X[:, :1] * X[:, 1:], "no line"), (memory, "new ones are wrong")])
def test_ring_features_mistakes(phi, words):
    with np.errstate(invalid="ignore"):
        verdict = ask.check_ring_features(phi)
    assert not verdict.solved and words in verdict.words, verdict


@pytest.mark.parametrize("phi", [lambda X: X**2, lambda X: np.hypot(*X.T)[:, None], lambda X: (X**2).sum(1, keepdims=True),
                                 lambda X: 1e6 * np.abs(X) ** 2.5 + 1e7])
def test_ring_features(phi):
    assert ask.check_ring_features(phi).solved
