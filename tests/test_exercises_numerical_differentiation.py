"""The questions and checks of notebook 11: stubs, right answers, and each mistake by name."""

import numpy as np
import pytest

from lecture12.exercises import numerical_differentiation as ask
from questions import all_answers


@pytest.mark.parametrize("question", [ask.smaller_is_better, ask.passes_per_step, ask.cheapest])
def test_questions_have_one_right_answer(question):
    all_answers(question)


def test_the_numbers_in_the_questions():
    assert ask.smaller_is_better().right == "10⁻⁴"
    assert "159020" in ask.passes_per_step().because
    assert ask.cheapest().right == "finite differences"


def differences(change):
    """A gradient, weight by weight, by change(E, w, step, eps)."""
    return lambda E, w, eps: np.array([change(E, w, step, eps) for step in eps * np.eye(len(w))])


def in_place(E, w, eps):
    result = []
    for i in range(len(w)):
        w[i] += eps
        plus = E(w)
        w[i] -= 2 * eps
        result.append((plus - E(w)) / (2 * eps))
    return np.array(result)


def test_central():
    def central(E, w, step, eps):
        return (E(w + step) - E(w - step)) / (2 * eps)
    assert ask.check_central(lambda E, w, eps: ...).words.startswith("not solved yet")
    assert ask.check_central(differences(central)).solved
    for wrong, words in (
            (differences(lambda E, w, step, eps: (E(w + step) - E(w)) / eps), "forward"),
            (differences(lambda E, w, step, eps: (E(w) - E(w - step)) / eps), "backward"),
            (differences(lambda *a: 2 * central(*a)), "factor 2"), (differences(lambda *a: -central(*a)), "sign"),
            (differences(lambda E, w, step, eps: E(w + step) - E(w - step)), "not divided"),
            (differences(lambda E, w, step, eps: (E(w + eps) - E(w - eps)) / (2 * eps)), "one at a time"),
            (in_place, "w itself has changed"), (lambda E, w, eps: E(w), "shape"),
            (lambda E, w, eps: 1 / 0, "ZeroDivisionError")):
        verdict = ask.check_central(wrong)
        assert not verdict.solved and words in verdict.words, verdict


def test_eps():
    assert ask.check_eps(..., 1e-2).words.startswith("not solved yet")
    assert ask.check_eps(1e-5, ...).words.startswith("not solved yet")
    assert ask.check_eps(1e-5, 1e-2).solved and ask.check_eps(5e-6, 5e-3).solved
    for float64, float32, words in ((1e-12, 1e-2, "float64: with 1e-12"), (1e-2, 1e-2, "too large"),
                                    (1e-12, 1e-2, "too small"),
                                    (1e-5, 1e-5, "float32: with 1e-05"), (1e-5, 0.5, "float32: with 0.5"),
                                    (-1, 1e-2, "eps must be positive"), ("small", 1e-2, "float64: ")):
        verdict = ask.check_eps(float64, float32)
        assert not verdict.solved and words in verdict.words, verdict


def test_passes():
    assert ask.check_passes(...).words.startswith("not solved yet")
    assert ask.check_passes(2 * (300 * 785 + 10 * 301)).solved
    for wrong, words in ((238_510, "two passes for each"), (476_400, "biases are weights too"), (238_200, "and each weight"),
                         (2, "largest difference")):
        verdict = ask.check_passes(wrong)
        assert not verdict.solved and words in verdict.words, verdict


def test_accept():
    assert ask.check_accept(lambda E, w, change: ...).words.startswith("not solved yet")
    assert ask.check_accept(lambda E, w, change: w + change if E(w + change) < E(w) else w).solved
    for wrong, words in ((lambda E, w, change: w + change, "worse here"), (lambda E, w, change: w, "better here"),
                         (lambda E, w, change: w + change if E(w + change) > E(w) else w, "better here"),
                         (lambda E, w, change: change, "worse here"), (lambda E, w, change: E(w), "shape"),
                         (lambda E, w, change: w - change, "largest difference")):
        verdict = ask.check_accept(wrong)
        assert not verdict.solved and words in verdict.words, verdict
