"""The checks of notebooks 05 and 13: the stub, the right answer, and each classic mistake."""

import numpy as np
import pytest

from lecture12.exercises import history, playground
from lecture12.exercises import loss_functions as ask
from lecture12.explorers import mlp_explorer
from questions import all_answers


@pytest.mark.parametrize(("function", "words"), [
    (lambda t, y: ..., "not solved yet"),
    (lambda t, y: np.where(t * y < 1, -t, 0), "correct"),
    (lambda t, y: np.where(t * y < 1, t, 0), "sign"),
    (lambda t, y: -t, "0 where t·y > 1"),
    (lambda t, y: np.where(t * y < 0, -t, 0), "perceptron"),
    (lambda t, y: np.where(y < 1, -t, 0), "not y alone"),
    (lambda t, y: undefined, "NameError")])                 # noqa: F821
def test_hinge_gradient(function, words):
    assert words in repr(ask.check_hinge_gradient(function))


@pytest.mark.parametrize(("function", "words"), [
    (lambda y: None, "not solved yet"),
    (lambda y: np.exp(y - np.logaddexp.reduce(y, -1, keepdims=True)), "correct"),
    (lambda y: np.exp(y) / np.exp(y).sum(-1, keepdims=True), "overflows"),
    (lambda y: np.exp(y) / np.exp(y).sum(), "last axis only"),
    (lambda y: np.exp(y) / y.sum(-1, keepdims=True), "not of the scores"),
    (lambda y: y.nonsense, "AttributeError")])
def test_softmax(function, words):
    assert words in repr(ask.check_softmax(function))


def test_median():
    assert "not solved yet" in repr(ask.check_median(...)) and "mean" in repr(ask.check_median(20))
    assert ask.check_median(3).solved


@pytest.mark.parametrize("question", [ask.too_right, ask.outlier, ask.far_point, ask.saturated, ask.shift,
                                      playground.no_hidden_layer, playground.one_feature, playground.strong_decay,
                                      playground.large_eta])
def test_questions(question):
    all_answers(question)


def test_challenges_of_the_playground():
    assert "not solved yet" in repr(playground.check_without_hidden_layer(mlp_explorer(data="rings", layers=0)))
    assert playground.check_without_hidden_layer(mlp_explorer(data="rings", layers=0, features=("x1²", "x2²"))).solved
    assert "rings" in repr(playground.check_without_hidden_layer(mlp_explorer()))
    assert "at most 13" in repr(playground.check_frugal(mlp_explorer()))
    assert playground.check_frugal(mlp_explorer(hidden=3, seed=1)).solved
    assert "not solved yet" in repr(playground.check_overfit(mlp_explorer()))
    assert playground.check_overfit(mlp_explorer(n=20, noise=0.4, hidden=16)).solved


@pytest.mark.parametrize("check", [playground.check_without_hidden_layer, playground.check_frugal, playground.check_overfit,
                                   history.check_drawing, history.check_fooled])
def test_a_stub_in_place_of_an_explorer(check):
    assert "not solved yet" in repr(check(...)) and check.__doc__
