"""Codings of t: made of labels, refused when wrong, turned back into labels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture12.losses import LOSSES, AbsoluteError, CrossEntropy, Hinge, Softmax, SquaredError

every = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
labels_of = st.lists(st.integers(0, 3), min_size=1, max_size=8)


@every
@given(labels=labels_of)
def test_what_is_encoded_is_accepted_and_decided_back(loss, labels):
    t = loss.encode(labels)
    loss.check(t)
    assert t.ndim == 2 and len(t) == len(labels) and t.dtype == float
    np.testing.assert_array_equal(loss.decide(t), labels)


def test_codings_by_hand():
    assert CrossEntropy().encode([0, 1]).tolist() == [[0], [1]]
    assert Hinge().encode([0, 1]).tolist() == [[-1], [1]]
    assert Softmax().encode([0, 1]).tolist() == [[1, 0], [0, 1]]
    assert Softmax().encode([0, 1], classes=3).tolist() == [[1, 0, 0], [0, 1, 0]]            # a class that does not occur
    assert Hinge().encode([0, 1], classes=2).tolist() == [[-1], [1]]
    assert Hinge().encode([2, 0]).tolist() == [[-1, -1, 1], [1, -1, -1]]
    assert SquaredError().encode([0.5, 2.0]).tolist() == [[0.5], [2.0]]          # targets of a regression
    assert AbsoluteError().encode(np.array([[0.5, 2.0]])).tolist() == [[0.5, 2.0]]


@pytest.mark.parametrize("loss, t, expected", [
    (CrossEntropy(), [[-1.0]], "0 or 1, got -1"),
    (CrossEntropy(), [[0.5]], "0 or 1, got 0.5"),
    (Hinge(), [[1.0], [0.0]], "-1 or [+]1, got 0"),
    (Softmax(), [[1.0, 1.0]], "one-hot.*got 1"),
    (Softmax(), [[0.0, 2.0]], "one-hot.*got 0"),
    (SquaredError(), [[np.nan]], "finite real numbers, got nan"),
])
def test_a_wrong_coding_is_refused_in_words(loss, t, expected):
    with pytest.raises(ValueError, match="t must be .*" + expected):
        loss.check(np.array(t))


@every
@pytest.mark.parametrize("labels", [[-1, 1], [[0, 1]], []])
def test_labels_that_are_none_are_refused(loss, labels):
    with pytest.raises(ValueError, match="labels must be a row of class numbers"):
        loss.encode(np.array(labels, dtype=int))


@every
@pytest.mark.parametrize("labels, error", [(["a", "b"], TypeError), ([np.nan, 1.0], ValueError)])
def test_labels_must_be_finite_numbers(loss, labels, error):
    with pytest.raises(error, match="labels must be"):
        loss.encode(labels)


def test_the_output_of_cross_entropy_is_a_probability():
    CrossEntropy().check_output(np.array([[0.0], [1.0]]))
    with pytest.raises(ValueError, match="y must be between 0 and 1.*got 1.5"):
        CrossEntropy().check_output(np.array([[0.5], [1.5]]))


def test_decisions_by_hand():
    assert SquaredError().decide(np.array([[0.49], [0.5]])).tolist() == [0, 1]   # linear output, 0/1 targets: half-way
    assert Hinge().decide(np.array([[-0.1], [0.0]])).tolist() == [0, 1]
    assert Softmax().decide(np.array([[1.0, 3.0, 2.0]])).tolist() == [1]
    assert Hinge().decide(np.zeros((5, 4, 1))).shape == (5, 4)
