"""The questions and checks of notebook 09: stubs, right answers, and each mistake that a check claims to know."""

import numpy as np
import pytest

from lecture12.exercises import hidden_units as ask
from questions import all_answers


@pytest.mark.parametrize(("question", "right"), [
    (ask.hidden_plane, "a straight line separates the classes"), (ask.feature_sets, "8"), (ask.share, "about 50 %"),
    (ask.too_large, "E grows without bound"), (ask.sign, "it rises")])
def test_questions_have_the_computed_answer(question, right):
    assert all_answers(question).right == right


@pytest.mark.parametrize(("function", "words"), [
    (lambda W, dW, eta, N: ..., "not solved yet"), (lambda W, dW, eta, N: W - eta / N * dW, "correct"),
    (lambda W, dW, eta, N: W + eta / N * dW, "uphill: the direction"), (lambda W, dW, eta, N: W - eta * dW, "divide by N"),
    (lambda W, dW, eta, N: W + eta * dW, "division by N is missing"),
    (lambda W, dW, eta, N: -eta / N * dW, "only the step"), (lambda W, dW, eta, N: W - eta * N * dW, "denominator"),
    (lambda W, dW, eta, N: 0 * W, "largest difference"), (lambda W, dW, eta, N: W[5], "IndexError")])
def test_step(function, words):
    verdict = ask.check_step(function)
    assert words in repr(verdict) and verdict.solved == (words == "correct")


@pytest.mark.parametrize(("eta", "words"), [
    (..., "not solved yet"), (0.5, "correct"), (np.float64(0.6), "correct"), (0.05, "crawls"), (0.95, "swings"),
    (1.3, "limit is 1.00"), (-0.5, "positive"), (True, "positive"), ("much", "positive"), (float("nan"), "positive")])
def test_eta(eta, words):
    verdict = ask.check_eta(eta)
    assert words in repr(verdict) and verdict.solved == (words == "correct")


OR, NAND, AND = [-10, 20, 20], [30, -20, -20], [-30, 20, 20]


@pytest.mark.parametrize(("W1", "W2", "words"), [
    (..., ..., "not solved yet"), ([OR, NAND], [AND], "units are OR and NAND"), ([OR, AND], [[-10, 20, -40]], "OR and AND"),
    ([OR, NAND], [OR], "output is always"), ([OR, OR], [AND], "output is OR"),
    (np.array([OR, NAND]) / 8, [np.array(AND) / 8], "larger weights"),
    ([[10, 10, 10], [10, -10, -10]], [AND], "inputs −1 and 1"), ([OR[:2], NAND[:2]], [AND], "shape (h, 3)"),
    ([OR, NAND], [AND[:2]], "must have shape"), ([OR, "x"], [AND], "not yet")])
def test_xor(W1, W2, words):
    verdict = ask.check_xor(W1, W2)
    assert words in repr(verdict)
    assert verdict.solved == (words in ("units are OR and NAND", "OR and AND"))
