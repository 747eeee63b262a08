"""The checks of notebook 06: the stub, right answers, and each classic mistake in its own words."""

import numpy as np
import pytest

from lecture12.exercises import regularization as ask
from lecture12.regularizers import L1
from questions import all_answers


@pytest.mark.parametrize("question", [ask.zeros, ask.corner, ask.errors, ask.factor, ask.shifted])
def test_questions(question):
    all_answers(question)


def test_the_reasons_hold_the_numbers():
    assert "leaves 7 exact zeros" in ask.zeros().because
    assert "w₂ = 0 there" in ask.corner().because
    assert "by 1 − ηλ = -2" in ask.factor().because


def soft(w, step):
    return np.sign(w) * np.maximum(np.abs(w) - step, 0)


@pytest.mark.parametrize("function", [soft, lambda w, step: w - np.clip(w, -step, step),
                                      lambda w, step: L1(bias=True).proximal(w[None], step)[0]])
def test_proximal(function):
    assert ask.check_proximal(function).solved


@pytest.mark.parametrize(("function", "words"), [
    (lambda w, step: ..., "not solved yet"), (lambda w, step: None, "not solved yet"),
    (lambda w, step: w - step * np.sign(w), "jump across 0"),
    (lambda w, step: np.maximum(np.abs(w) - step, 0), "sign is lost"),
    (lambda w, step: np.where(np.abs(w) > step, w, 0), "larger ones must shrink"), (lambda w, step: w - step, "towards 0"),
    (lambda w, step: np.where(w > 0, np.maximum(w - step, 0), w), "negative weights must move up"),
    (lambda w, step: w / (1 + 2 * step), "L2"), (lambda w, step: soft(w, step)[:2], "shape"),
    (lambda w, step: w.nonsense, "AttributeError"), (lambda w, step: 0.9 * soft(w, step), "largest difference")])
def test_proximal_mistakes(function, words):
    verdict = ask.check_proximal(function)
    assert not verdict.solved and words in verdict.words, verdict


@pytest.mark.parametrize(("answer", "words"), [
    (..., "not solved yet"), (2.0, "mean"), (12.0, "½"), (4.0, "square the x"), (5.0, "largest difference"),
    ("six", "numbers")])
def test_halving_mistakes(answer, words):
    verdict = ask.check_halving(answer)
    assert not verdict.solved and words in verdict.words, verdict


def test_halving():
    assert ask.check_halving(6).solved


FREE = np.array([0, 1, 1])


@pytest.mark.parametrize("function", [
    lambda w, g, eta, lam: w - eta * (g + 2 * lam * FREE * w),
    lambda w, g, eta, lam: (1 - 2 * eta * lam * FREE) * w - eta * g])
def test_decay(function):
    assert ask.check_decay(function).solved


@pytest.mark.parametrize(("function", "words"), [
    (lambda w, g, eta, lam: ..., "not solved yet"), (lambda w, g, eta, lam: w - eta * (g + lam * FREE * w), "factor 2"),
    (lambda w, g, eta, lam: w - eta * (g + 2 * lam * w), "bias w[0] is not"),
    (lambda w, g, eta, lam: w - eta * g, "missing"),
    (lambda w, g, eta, lam: (1 - 2 * eta * lam * FREE) * w + eta * g, "against the gradient"),
    (lambda w, g, eta, lam: w - eta * (g - 2 * lam * FREE * w), "weights grow"),
    (lambda w, g, eta, lam: w - eta * g - 2 * lam * FREE * w, "scaled by η"), (lambda w, g, eta, lam: 1 / 0, "ZeroDivision"),
    (lambda w, g, eta, lam: w - 3, "largest difference")])
def test_decay_mistakes(function, words):
    verdict = ask.check_decay(function)
    assert not verdict.solved and words in verdict.words, verdict
