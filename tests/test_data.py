"""Data sets: the same bits each time, shapes, ranges, the promised structure, and the split."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture12 import data
from lecture12.data import DATASETS, Dataset
from lecture12.perceptron import margin

every = pytest.mark.parametrize("make", DATASETS.values(), ids=DATASETS)


@every
def test_same_arguments_same_bits_other_seed_other_data(make):
    a, b, c = make(30, 0.1, 5), make(30, 0.1, 5), make(30, 0.1, 6)
    np.testing.assert_array_equal(a.X, b.X)
    assert (a.X != c.X).all() and (a.labels == c.labels).all()


@every
@pytest.mark.parametrize("n", [3, 50, 201])
def test_shapes_classes_and_range(make, n):
    d = make(n)
    classes = np.bincount(d.labels)
    assert d.X.shape == (n, 2) and len(d) == n and classes.max() - classes.min() <= 1
    assert np.abs(make(n, noise=0).X).max() <= 1.3 and np.quantile(np.abs(d.X), 0.95) <= 1.5


@every
def test_the_noise_is_the_standard_deviation_of_the_blur(make):
    blur = make(4000, noise=0.2, seed=1).X - make(4000, noise=0.0, seed=1).X
    assert blur.std() == pytest.approx(0.2, rel=0.05) and abs(blur.mean()) < 0.01


def test_the_structure_without_noise():
    X, labels = data.xor(100, noise=0)
    np.testing.assert_array_equal(labels, X[:, 0] * X[:, 1] < 0)
    X, labels = data.rings(100, noise=0)
    np.testing.assert_array_equal(labels, np.hypot(*X.T) > 0.6)
    X, labels = data.rings(4000, noise=0)
    assert (X[labels == 0] ** 2).sum(1).mean() == pytest.approx(0.4**2 / 2, rel=0.05)      # uniform in the disc
    X, labels = data.three_classes(9, noise=0)
    assert len(np.unique(X.round(9), axis=0)) == 3 and X.mean(0) == pytest.approx([0, 0])


@settings(max_examples=30)
@given(st.integers(2, 60), st.floats(0.01, 0.5), st.integers(0, 1000))
def test_separable_keeps_its_distance_from_the_hidden_line(n, distance, seed):
    X, labels = data.separable(n, distance, seed)
    w = data.hidden_line(seed)
    assert np.linalg.norm(w[1:]) == pytest.approx(1) and np.abs(X).max() <= 1
    assert ((2 * labels - 1) * (w[0] + X @ w[1:])).min() >= distance
    assert margin(w, X, labels) > 0 and np.bincount(labels).min() >= n // 2


def test_bits():
    assert data.xor_corners().X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.xor_corners().labels.tolist() == [0, 1, 1, 0]
    X, labels = data.parity(5)
    assert len(np.unique(X, axis=0)) == 32 and (labels == X.sum(1) % 2).all()
    assert [data.boolean(2, 0b1110).labels.tolist(), data.boolean(2, 0b0110).labels.tolist()] == [[0, 1, 1, 1], [0, 1, 1, 0]]
    assert len({tuple(data.boolean(2, i).labels) for i in range(16)}) == 16


def test_regression_and_the_nine_points():
    d = data.line(20, noise=0)
    np.testing.assert_allclose(d.labels, 2 * d.X[:, 0] + 0.3)
    assert repr(data.sine(10)) == "Dataset(10 samples, 1 input, real targets)"
    X, labels = data.nine_points(30)
    assert X[-1, 0] == 30 and (labels == (X[:, 0] > 0)).all()


@given(st.integers(4, 40), st.floats(0.2, 0.8), st.integers(0, 1000))
def test_the_split_loses_and_repeats_nothing(n, fraction, seed):
    whole = Dataset(np.arange(n)[:, None], np.arange(n) % 2)
    train, test = data.split(whole, fraction, seed)
    assert sorted(np.concatenate([train.X, test.X])[:, 0]) == list(range(n)) and len(train) == round(fraction * n)
    np.testing.assert_array_equal(train.labels, train.X[:, 0] % 2)


@pytest.mark.parametrize("make, error, words", [
    (lambda: data.xor(0), ValueError, "n must be a whole number >= 2, got 0"),
    (lambda: data.xor(10.5), TypeError, "n must be a whole number"),
    (lambda: data.xor(noise=-1), ValueError, "noise must be nonnegative and finite, got -1"),
    (lambda: data.xor(noise=np.nan), ValueError, "noise must be nonnegative and finite, got nan"),
    (lambda: data.xor(seed=None), TypeError, "seed must be .* got None"),
    (lambda: data.separable(margin=0.6), ValueError, "margin must be at most 0.5, got 0.6"),
    (lambda: data.separable(margin=0), ValueError, "margin must be positive"),
    (lambda: data.boolean(2, 16), ValueError, "number must be below"),
    (lambda: data.parity(0), ValueError, "d must be a whole number >= 1"),
    (lambda: data.split(data.xor(), 1.0, 0), ValueError, "fraction must lie between 0 and 1, got 1.0"),
    (lambda: data.split(data.xor(), 0.5, None), TypeError, "rng must be"),
    (lambda: Dataset([[1.0]], [0, 1]), ValueError, r"X must be \(N, d\) and labels \(N,\), got \(1, 1\) and \(2,\)"),
    (lambda: Dataset([[np.nan]], [0]), ValueError, "X must be finite"),
    (lambda: Dataset([[1.0]], [-1]), ValueError, "labels must be 0, 1, 2, ..., got -1"),
])
def test_bad_input(make, error, words):
    with pytest.raises(error, match=words):
        make()
