"""Slides 55-67: the questions have the right answers, the checks know the right one and name each classic mistake."""

import numpy as np
import pytest

from lecture12.activations import Sigmoid
from lecture12.exercises import backpropagation as ask
from lecture12.explorers import backpropagation_explorer
from lecture12.network import with_bias
from questions import all_answers

QUESTIONS = [ask.largest, ask.doubled, ask.deep, ask.learns_so_right, ask.skipped]


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions(question):
    all_answers(question)


def test_the_largest_derivative_is_the_one_on_the_graph():
    slopes = backpropagation_explorer(stop=11).state.slopes
    layer_1 = {key: abs(v) for key, v in slopes.items() if key[:2] == ("w", 1) and key[3]}
    assert max(layer_1, key=layer_1.get) == ("w", 1, 1, 2) and ask.largest().right == "w₂₂"


# ---- tanh' from y -------------------------------------------------------------------------------------------

def test_tanh_derivative():
    assert ask.check_tanh_derivative(lambda y: 1 - y**2).solved
    assert "not solved yet" in repr(ask.check_tanh_derivative(lambda y: ...))


@pytest.mark.parametrize("wrong, words", [
    (lambda y: y * (1 - y), "σ′"), (lambda y: y**2 - 1, "sign"), (lambda y: 1 - y, "squared"),
    (lambda y: 1 - np.tanh(y) ** 2, "once more"), (lambda y: 0 * y, "largest difference"),
    (lambda y: 1 / 0, "ZeroDivisionError")])
def test_tanh_derivative_mistakes(wrong, words):
    verdict = ask.check_tanh_derivative(wrong)
    assert not verdict.solved and words in repr(verdict)


# ---- one step by hand ---------------------------------------------------------------------------------------

def by_hand():
    """The three answers, from the graph of the explorer with t = 0 and rounded as a student would."""
    slopes = backpropagation_explorer(t1=0).state.slopes
    return (round(slopes["z", 2, 0], 5), [round(slopes["w", 2, 0, i], 5) for i in range(3)],
            [round(slopes["z", 1, j], 5) for j in range(2)])


def test_backward_step():
    assert ask.check_backward_step(*by_hand()).solved
    assert "not solved yet: fill in ∂E/∂z⁽²⁾" in repr(ask.check_backward_step(..., ..., ...))
    assert "not solved yet: fill in ∂E/∂W⁽²⁾" in repr(ask.check_backward_step(by_hand()[0], ..., ...))


@pytest.mark.parametrize("part, change, words", [
    (0, lambda dz2: -dz2, "sign"), (0, lambda dz2: 2 * dz2, "factor 2"), (0, lambda dz2: 0.545149, "σ′"),
    (1, lambda dW: [dW[1], dW[2], dW[0]], "bias comes first"), (1, lambda dW: [-w for w in dW], "sign"),
    (1, lambda dW: [dW[0] * w for w in (0.2, 0.5, -0.6)], "not the weight"), (1, lambda dW: dW[1:], "shape"),
    (2, lambda dz: [0.135173 * 0.5, 0.135173 * -0.6], "hidden units is missing"), (2, lambda dz: [-v for v in dz], "sign"),
    (2, lambda dz: [0.135173 * 0.5 * Sigmoid().derivative(0.562177), 0.135173 * -0.6 * Sigmoid().derivative(0.5)], "σ′(y)")])
def test_backward_step_mistakes(part, change, words):
    answers = list(by_hand())
    answers[part] = change(answers[part])
    verdict = ask.check_backward_step(*answers)
    assert not verdict.solved and words in repr(verdict), verdict


# ---- one's own backprop -------------------------------------------------------------------------------------

def step(W1, W2, X, t, eta, lam, mistake=None):
    """The right step, and each classic mistake, as a student would write them."""
    y1 = np.tanh(with_bias(X) @ W1.T)
    y2 = Sigmoid()(with_bias(y1) @ W2.T)
    h = t - y2 if mistake == "sign" else y2 - t

    def penalty(W):
        dW = (lam if mistake == "2 λ w" else 0 if mistake == "missing" else 2 * lam) * W
        if mistake != "bias penalised":
            dW[:, 0] = 0
        return dW
    N = 1 if mistake == "N" else len(X)
    rate = -eta / N if mistake == "uphill" else eta / N
    dW2 = h.T @ with_bias(y1) + penalty(W2)
    new_W2 = W2 - rate * dW2
    columns = {"bias row": slice(-1), "bias kept": slice(None)}.get(mistake, slice(1, None))
    h = h @ (new_W2 if mistake == "stale" else W2)[:, columns]
    h = h * {"g′(y)": 1 - np.tanh(y1) ** 2, "g′ forgotten": 1.0}.get(mistake, 1 - y1**2)
    return W1 - rate * (h.T @ with_bias(X) + penalty(W1)), new_W2


def test_step():
    assert ask.check_step(step).solved
    assert "not solved yet" in repr(ask.check_step(lambda *a: ...))
    assert "two matrices" in repr(ask.check_step(lambda *a: 1.0))


@pytest.mark.parametrize("mistake, words", [
    ("g′(y)", "g′(y) as printed"), ("stale", "before it is used to go back"), ("g′ forgotten", "⊙ g′(z)"),
    ("sign", "y − t"), ("bias penalised", "bias is penalised"), ("bias row", "bias row is not dropped"),
    ("bias kept", "bias row is not dropped"),
    ("uphill", "uphill"), ("missing", "penalty λ Σ w² is missing"), ("2 λ w", "2 λ w"), ("N", "divide by N")])
def test_step_names_each_mistake(mistake, words):
    verdict = ask.check_step(lambda *a: step(*a, mistake=mistake))
    assert not verdict.solved and words in repr(verdict), verdict


def test_step_in_place_does_not_change_what_is_checked():
    def in_place(W1, W2, X, t, eta, lam):
        new = step(W1, W2, X, t, eta, lam)
        W1 -= 1
        return new
    assert ask.check_step(in_place).solved


# ---- the broken code ----------------------------------------------------------------------------------------

def mended(W1, W2, X, t, g=lambda y, z: Sigmoid().derivative(z), columns=slice(1, None)):
    z1 = with_bias(X) @ W1.T
    y1 = Sigmoid()(z1)
    z2 = with_bias(y1) @ W2.T
    y2 = Sigmoid()(z2)
    h = (y2 - t) * g(y2, z2)
    dW2 = h.T @ with_bias(y1)
    h = h @ W2[:, columns] * g(y1, z1)
    return h.T @ with_bias(X), dW2


def test_fixed():
    assert ask.check_fixed(mended).solved
    broken = ask.check_fixed(lambda *a: mended(*a, g=lambda y, z: Sigmoid().derivative(y)))
    assert not broken.solved and "relative errors W1" in repr(broken)
    half = ask.check_fixed(lambda *a: mended(*a, columns=slice(-1)))
    assert not half.solved and repr(half).endswith("W2 below 10⁻⁷")          # layer 2 is right already
    assert "each of the shape" in repr(ask.check_fixed(lambda *a: mended(*a)[::-1]))
    assert "ZeroDivisionError" in repr(ask.check_fixed(lambda *a: 1 / 0))
    assert not ask.check_fixed(lambda *a: [np.nan * dW for dW in mended(*a)]).solved
