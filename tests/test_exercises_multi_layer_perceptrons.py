"""The questions and checks of notebook 08: stubs, right answers, and each mistake that a check claims to know."""

import numpy as np
import pytest

from lecture12.approximation import collapse
from lecture12.exercises import multi_layer_perceptrons as ask
from lecture12.network import Network
from questions import all_answers


@pytest.mark.parametrize(("question", "right"), [
    (ask.weights, "13"), (ask.linear_xor, "no"), (ask.bump_error, "a half"), (ask.outside, "a hundred times or more")])
def test_questions_have_the_computed_answer(question, right):
    assert all_answers(question).right == right


@pytest.mark.parametrize(("function", "words"), [
    (lambda d, h, K: ..., "not solved yet"),
    (lambda d, h, K: h * (d + 1) + K * (h + 1), "correct"),
    (lambda d, h, K: h * d + K * h, "bias weights are missing"),
    (lambda d, h, K: h * (d + 1) + K * h, "hidden layer has a bias"),
    (lambda d, h, K: h * d + K * (h + 1), "input layer has a bias"),
    (lambda d, h, K: (h + 1) * (d + 1) + K * (h + 1), "always 1"),
    (lambda d, h, K: 13, "largest difference"),
    (lambda d, h, K: 1 / 0, "ZeroDivisionError")])
def test_count(function, words):
    verdict = ask.check_count(function)
    assert words in repr(verdict) and verdict.solved == (words == "correct")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(W1, W2, X, hidden=np.tanh, out=sigmoid, first=1, second=1):
    y = hidden(X @ W1[:, 1:].T + first * W1[:, 0])
    return out(y @ W2[:, 1:].T + second * W2[:, 0])


@pytest.mark.parametrize(("change", "words"), [
    ({}, "correct"), ({"first": 0}, "bias of the hidden layer"), ({"second": 0}, "bias of the output layer"),
    ({"first": 0, "second": 0}, "both biases"), ({"hidden": lambda z: z}, "no activation: this is a linear network"),
    ({"out": lambda z: z}, "σ is missing"), ({"out": np.tanh}, "tanh, not σ"), ({"hidden": sigmoid}, "are σ, not tanh"),
    ({"out": lambda z: (1 + np.tanh(z)) / 2}, "(1 + tanh z) / 2"), ({"hidden": np.sin}, "largest difference")])
def test_forward(change, words):
    verdict = ask.check_forward(lambda W1, W2, X: forward(W1, W2, X, **change))
    assert words in repr(verdict) and verdict.solved == (words == "correct")


def test_forward_stub_shape_and_bias_in_the_last_column():
    assert "not solved yet" in repr(ask.check_forward(lambda W1, W2, X: ...))
    assert "the shape is (2, 5)" in repr(ask.check_forward(lambda W1, W2, X: forward(W1, W2, X).T))
    last = [list(range(-1, n)) for n in (2, 3)]                       # W with its last column taken for the bias
    assert "in column 0" in repr(ask.check_forward(lambda W1, W2, X: forward(W1[:, last[0]], W2[:, last[1]], X)))


@pytest.mark.parametrize(("W", "words"), [
    (..., "not solved yet"), ([[2.0, 4.0, -2.0]], "correct"), ([[3.0, 4.0, -2.0]], "bias of the hidden units"),
    ([[-1.0, 4.0, -2.0]], "bias of the output unit"), ([[4.0, -2.0, 2.0]], "column 0"), ([2.0, 4.0, -2.0], "the shape is"),
    ([[0.0, 0.0, 0.0]], "largest difference")])
def test_collapse(W, words):
    verdict = ask.check_collapse(W)
    assert words in repr(verdict) and verdict.solved == (words == "correct")
    assert collapse(ask.LINEAR).W[1].tolist() == [[2.0, 4.0, -2.0]]   # multiplied out by hand


S = 100.0


@pytest.mark.parametrize(("W1", "W2", "words"), [
    (..., [[0, 1, -1]], "not solved yet"),
    ([[-0.2 * S, S], [-0.6 * S, S]], [[0, 1, -1]], "correct"),
    ([[0.6 * S, -S], [0.2 * S, -S]], [[0, 1, -1]], "correct"),        # steps that go down do as well
    ([[0.2 * S, S], [0.6 * S, S]], [[0, -1, 1]], "bump is at −0.4"),
    ([[-0.2 * S, S], [-0.6 * S, S]], [[0, 1, 1]], "taken away"),
    ([[-0.2 * S, S], [-0.6 * S, S]], [[0, -1, 1]], "upside down"),
    ([[-2, 10], [-6, 10]], [[0, 1, -1]], "steeper"),
    ([[-0.1 * S, S], [-0.7 * S, S]], [[0, 1, -1]], "sides"),
    ([[0, 0], [0, 0]], [[0, 0, 0]], "expected 0, 1, 0"),
    ([[-0.2 * S, S]], [[0, 1]], "shape (2, 2)"),
    ([[1, 2, 3]], [[0, 1, -1]], "not yet")])
def test_bump(W1, W2, words):
    verdict = ask.check_bump(W1, W2)
    assert words in repr(verdict) if words != "correct" else verdict.solved
    assert verdict.solved == (words == "correct")


def test_the_linear_network_of_the_exercise_is_what_the_notebook_says():
    W1, W2 = ask.LINEAR.W.values()
    assert W1.tolist() == [[1, 2, 0], [-1, 1, -1]] and W2.tolist() == [[3, 1, 2]]
    assert isinstance(ask.LINEAR, Network)
