"""Losses: every one of the registry against differences, values worked out by hand, exactness at |z| = 700."""

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture12.losses import LOSSES, AbsoluteError, CrossEntropy, Hinge, Softmax, SquaredError

getcontext().prec = 700
every = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)


def outputs(loss, rng, shape):
    """Outputs y in the range the loss takes, and targets t in its coding."""
    y = rng.uniform(0.05, 0.95, shape) if loss.output == "sigmoid" else rng.normal(size=shape)
    labels = rng.integers(0, shape[-1] if shape[-1] > 1 else 2, size=shape[-2])
    labels[0] = max(1, shape[-1] - 1)                                            # all classes, so that t has K columns
    return loss.encode(labels), y


@every
@pytest.mark.parametrize("K", [1, 2, 3])
@given(seed=st.integers(0, 10**6))
def test_the_gradient_is_the_slope(loss, K, seed):
    if K == 2 or (loss == Softmax() and K == 1):
        return                                                                   # two classes have one column, softmax two
    rng, eps = np.random.default_rng(seed), 1e-6
    t, y = outputs(loss, rng, (4, K))
    dy = rng.normal(size=y.shape)
    slope = (loss(t, y + eps * dy) - loss(t, y - eps * dy)) / (2 * eps)
    if isinstance(loss, Hinge | AbsoluteError) and np.abs(t * y - 1 if loss == Hinge() else y - t).min() < 1e-4:
        return                                                                   # at a kink
    np.testing.assert_allclose((loss.gradient(t, y) * dy).sum(-1), slope, rtol=1e-5, atol=1e-7)


@every
def test_one_value_for_each_sample_of_each_stack(loss):
    t, y = outputs(loss, np.random.default_rng(0), (5, 3))
    stack = np.stack([y, y[::-1]])
    assert loss(t, stack).shape == (2, 5) and loss.gradient(t, stack).shape == (2, 5, 3)
    np.testing.assert_array_equal(loss(t, stack)[0], loss(t, y))


@pytest.mark.parametrize("m, squared, hinge, logistic", [
    (-2, 9, 3, 2.127), (0, 1, 1, 0.693), (1, 0, 0, 0.313), (3, 4, 0, 0.049)])
def test_the_table_of_losses_against_the_margin(m, squared, hinge, logistic):
    """m = t y with t = 1; (1-m)^2 also for a point that is too right."""
    t, y = np.array([[1.0]]), np.array([[float(m)]])
    assert SquaredError()(t, y) == squared and Hinge()(t, y) == hinge and AbsoluteError()(t, y) == abs(1 - m)
    assert CrossEntropy().of_scores(t, y) == pytest.approx(logistic, abs=5e-4)


def test_the_half_of_slide_57_halves_everything():
    t, y = np.array([[1.0, 0.0]]), np.array([[3.0, 1.0]])
    assert SquaredError()(t, y) == 5 and SquaredError(0.5)(t, y) == 2.5
    np.testing.assert_array_equal(SquaredError(0.5).gradient(t, y), y - t)


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("z", [-700.0, -40.0, 0.3, 40.0, 700.0])
@pytest.mark.parametrize("t", [0.0, 1.0])
def test_cross_entropy_of_scores_is_exact(z, t):
    y = 1 / (1 + (-Decimal(z)).exp())
    L = -(y if t else 1 - y).ln()
    assert CrossEntropy().of_scores(np.array([[t]]), np.array([[z]]))[0] == pytest.approx(float(L), rel=1e-13, abs=0)


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_cross_entropy_of_outputs_that_are_0_or_1():
    t, y = np.array([[1.0], [0.0], [1.0], [0.0]]), np.array([[1.0], [0.0], [0.0], [1.0]])
    assert CrossEntropy()(t, y).tolist() == [0, 0, np.inf, np.inf]
    assert CrossEntropy().gradient(t, y)[:, 0].tolist() == [-1, 1, -np.inf, np.inf]


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_softmax_at_700_and_beyond():
    t, y = np.array([[1.0, 0.0, 0.0]] * 3), np.array([[700.0, 0, 0], [-700, 0, 0], [1e300, -1e300, 0]])
    np.testing.assert_allclose(Softmax()(t, y), [2 * np.exp(-700.0), 700 + np.log(2), 0], rtol=1e-14)
    np.testing.assert_allclose(Softmax().gradient(t, y), [[0, 0, 0], [-1, 0.5, 0.5], [0, 0, 0]], atol=1e-15)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=5), st.floats(-1e3, 1e3))
def test_softmax_does_not_see_a_shift_of_all_scores(scores, shift):
    y = np.array([scores])
    p = Softmax().probabilities(y)
    assert p.sum() == pytest.approx(1)
    np.testing.assert_allclose(Softmax().probabilities(y + shift), p, atol=1e-9)


def test_softmax_of_two_classes_is_sigma_of_the_difference():
    y = np.random.default_rng(0).normal(size=(6, 2))
    t = Softmax().encode([0, 1, 1, 0, 0, 1])
    np.testing.assert_allclose(Softmax()(t, y), CrossEntropy().of_scores(t[:, 1:], y[:, 1:] - y[:, :1]), rtol=1e-12)


@pytest.mark.parametrize("loss, t, y, words", [
    (SquaredError(), [0.0, 1.0, 1.0], [[0.2], [0.3], [0.4]], r"t and y must have the same shape .* got \(3,\) and \(3, 1\)"),
    (Softmax(), [[1.0, 0.0]], [[0.2, 0.1], [0.3, 0.1]], r"t and y must have the same shape .* got \(1, 2\) and \(2, 2\)"),
    (AbsoluteError(), 1.0, 2.0, "t and y must have the same shape"),
    (AbsoluteError(), [[np.nan]], [[1.0]], "t must be finite real numbers, got nan"),
    (Hinge(), [[0.0]], [[1.0]], "t must be -1 or [+]1, got 0"),
    (CrossEntropy(), [[-1.0]], [[0.5]], "t must be 0 or 1, got -1"),
    (CrossEntropy(), [[1.0]], [[-0.5]], "y must be between 0 and 1"),
    (Softmax(), [[1.0, 1.0]], [[0.2, 0.1]], "t must be rows with a single 1"),
])
def test_bad_input_of_a_loss_that_is_called_directly(loss, t, y, words):
    for call in loss, loss.gradient:
        with pytest.raises(ValueError, match=words):
            call(t, y)


def test_a_loss_takes_lists_and_a_factor_above_zero():
    assert Hinge()([[-1]], [[0.5]]).tolist() == [1.5] and Softmax().probabilities([0, 0]).tolist() == [0.5, 0.5]
    with pytest.raises(ValueError, match="factor must be positive and finite, got -1"):
        SquaredError(-1)
    with pytest.raises(TypeError, match="t must be an array of numbers, got 'a'"):
        Hinge()("a", [[1.0]])


@every
def test_values_compare_print_and_cannot_be_changed(loss):
    assert loss == type(loss)() and hash(loss) == hash(type(loss)())
    assert loss.name in LOSSES and loss.formula.startswith("L = ") and loss.output in ("identity", "sigmoid")
    with pytest.raises(AttributeError):
        loss.factor = 3.0
    assert repr(SquaredError(0.5)) == "SquaredError(factor=0.5)"
