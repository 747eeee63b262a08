"""The checks of notebook 04: the stub, right answers, and each classic mistake in its own words."""

import numpy as np
import pytest

from lecture12.exercises import perceptron_learning as ask
from questions import all_answers


@pytest.mark.parametrize(("question", "right"), [
    (ask.afterwards, "not always, but nearer to it"), (ask.double_eta, "stays the same"),
    (ask.xor_run, "it goes round in a circle"), (ask.drag_right, "linear"), (ask.above_the_limit, "grows without end")])
def test_questions(question, right):
    assert all_answers(question).right == right


def test_the_numbers_behind_the_answers():
    assert "6 mistakes with η = 1, 6 with η = 2" in ask.double_eta().because
    assert "linear 0.06 → 0.87" in ask.drag_right().because and "by -1.02" in ask.above_the_limit().because


def output(w, x):
    return float(w @ x >= 0)


@pytest.mark.parametrize(("function", "words"), [
    (lambda w, x, t: ..., "not solved yet"), (lambda w, x, t: None, "not solved yet"),
    (lambda w, x, t: w - (t - output(w, x)) * x, "add x, don't subtract"), (lambda w, x, t: w, "w must change"),
    (lambda w, x, t: w + (t - w @ x) * x, "not as the score"), (lambda w, x, t: w + x, "leaves the weights alone"),
    (lambda w, x, t: w + (t == 1) * (1 - output(w, x)) * x, "subtract x"), (lambda w, x, t: w + (2 * t - 1) * x, "alone"),
    (lambda w, x, t: w + (t - float(w @ x > 0)) * x, "exactly 0"), (lambda w, x, t: w[0] + x[:2], "shape is (2,)"),
    (lambda w, x, t: w + "x", "raised")])
def test_step_mistakes(function, words):
    verdict = ask.check_perceptron_step(function)
    assert not verdict.solved and words in verdict.words, verdict


def test_step():
    assert ask.check_perceptron_step(lambda w, x, t: w + (t - output(w, x)) * x).solved


@pytest.mark.parametrize(("function", "words"), [
    (lambda w, phi, t, g, eta: ..., "not solved yet"),
    (lambda w, phi, t, g, eta: w + eta * (g(w @ phi) - t) * phi, "the sign"),
    (lambda w, phi, t, g, eta: w - (g(w @ phi) - t) * phi, "η is missing"),
    (lambda w, phi, t, g, eta: w - eta * (g(w @ phi) - t), "φ is missing"),
    (lambda w, phi, t, g, eta: w - 2 * eta * (g(w @ phi) - t) * phi, "no factor 2"),
    (lambda w, phi, t, g, eta: w - eta * (w @ phi - t) * phi, "not w @ phi alone"),
    (lambda w, phi, t, g, eta: w - eta * (g(w @ phi) - t) * g.derivative(w @ phi) * phi, "no g′"),
    (lambda w, phi, t, g, eta: 1.0, "shape is ()"), (lambda w, phi, t, g, eta: g(w @ t) + eta, "raised")])
def test_delta_rule_mistakes(function, words):
    verdict = ask.check_delta_rule(function)
    assert not verdict.solved and words in verdict.words, verdict


def test_delta_rule():
    assert ask.check_delta_rule(lambda w, phi, t, g, eta: w - eta * (g(w @ phi) - t) * phi).solved


@pytest.mark.parametrize(("answer", "words"), [
    (..., "not solved yet"), (4, "bias counts"), (5**0.5, "squared"), (1.25, "smallest margin"), (2, "longest"),
    (7, "difference is 2")])
def test_bound_mistakes(answer, words):
    assert words in ask.check_bound(answer).words and not ask.check_bound(answer).solved


def test_bound():
    assert ask.check_bound(5).solved


Z = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
λ = np.linalg.eigvalsh(Z.T @ Z)


@pytest.mark.parametrize(("answer", "words"), [
    (..., "not solved yet"), (2 / λ[1], "divide"), (6 / λ[0], "largest eigenvalue"), (3 / λ[1], "2 / λ_max"),
    (6 / 5, "bias column"), (np.nan, "not finite")])
def test_limit_mistakes(answer, words):
    assert words in ask.check_eta_limit(answer).words and not ask.check_eta_limit(answer).solved


def test_limit():
    assert ask.check_eta_limit(2 / np.linalg.eigvalsh(Z.T @ Z / 3)[-1]).solved and ask.check_eta_limit(6 / λ[1]).solved
