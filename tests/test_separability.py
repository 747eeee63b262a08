"""Linear separability: counts, and every single answer checked by its own proof and against other methods."""

import time
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture12 import data
from lecture12.network import with_bias
from lecture12.perceptron import bound, max_margin, perceptron_learning
from lecture12.separability import decide, truth_tables

ALL = {d: decide(truth_tables(d)) for d in (1, 2, 3, 4)}


@pytest.mark.parametrize(("d", "count", "of"), [(1, 4, 4), (2, 14, 16), (3, 104, 256), (4, 1882, 65536)])
def test_counts(d, count, of):
    assert ALL[d].separable.shape == (of,) and ALL[d].separable.sum() == count


@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_every_answer_carries_its_proof(d):
    answer, tables = ALL[d], truth_tables(d)
    z, t = with_bias(data.all_bits(d)).astype(int), 2 * tables - 1
    yes, no = answer.separable, ~answer.separable
    assert (t[yes] * (answer.w[yes] @ z.T) > 0).all()                        # w separates
    assert (answer.proof[no] >= 0).all() and answer.proof[no].any(1).all()
    assert ((answer.proof[no] * t[no]) @ z == 0).all()                       # the conditions cancel: 0 > 0
    assert not answer.w[no].any() and not answer.proof[yes].any()
    assert answer.w.dtype.kind == "i" and (np.gcd.reduce(answer.w[yes], axis=1) == 1).all()


def test_only_xor_and_xnor_of_two_bits_are_not():
    assert np.flatnonzero(~ALL[2].separable).tolist() == [0b0110, 0b1001]


def test_a_table_in_row_k_is_the_function_number_k():
    for d, number in ((1, 2), (2, 11), (3, 150), (4, 27030)):
        assert np.array_equal(truth_tables(d)[number], data.boolean(d, number).labels)


@pytest.mark.parametrize("d", [2, 3])
def test_against_the_largest_margin(d):
    X = data.all_bits(d)
    other = [max_margin(X, table) is not None for table in truth_tables(d)]
    assert np.array_equal(ALL[d].separable, other)


def test_against_small_whole_weights():
    """Four bits need no weight above 3 when bits are -1 and 1 (a determinant bound): all such w, and nothing else."""
    z = with_bias(2 * data.all_bits(4) - 1)
    w = np.array(list(product(range(-3, 4), repeat=5)))
    score = w @ z.T
    tables = (score > 0)[(score != 0).all(1)].astype(int)
    numbers = np.unique(tables @ 2 ** np.arange(16))
    assert np.array_equal(np.flatnonzero(ALL[4].separable), numbers)


@pytest.mark.parametrize("d", [2, 3, 4])
def test_renaming_inputs_and_opposites_change_nothing(d):
    tables, X = truth_tables(d), data.all_bits(d).astype(int)
    place = 2 ** np.arange(d)[::-1]
    assert np.array_equal(ALL[d].separable, ALL[d].separable[::-1])          # NOT f
    flipped = X.copy()
    flipped[:, 0] = 1 - flipped[:, 0]
    for order in (*(X[:, p] @ place for p in permutations(range(d))), flipped @ place):
        numbers = tables[:, order] @ 2 ** np.arange(2**d)
        assert np.array_equal(ALL[d].separable, ALL[d].separable[numbers])


@given(st.lists(st.integers(-4, 4), min_size=6, max_size=6), st.integers(0, 31))
def test_five_bits_with_a_known_answer(w, changed):
    """A function made by weights is separable, whatever the weights; decide finds some of its own."""
    z = with_bias(data.all_bits(5))
    table = (z @ np.array(w) >= 0).astype(int)
    answer = decide(table)
    assert answer.separable[0] and ((z @ answer.w[0] > 0) == table).all()
    table[changed] ^= 1                                                      # perhaps no longer; the proof must hold then
    answer, t = decide(table), 2 * table - 1
    assert (t * (z @ answer.w[0]) > 0).all() if answer.separable[0] else ((answer.proof[0] * t) @ z == 0).all()


@pytest.mark.parametrize("d", [2, 3, 4, 5, 6])
def test_parity_is_never_separable(d):
    assert not decide(data.parity(d).labels).separable[0]


def test_the_perceptron_itself_agrees():
    """Slide 34's algorithm, one example at a time: within its bound where decide says yes, at its end nowhere else."""
    X = data.all_bits(3)
    for number in range(0, 256, 5):
        table = truth_tables(3)[number]
        steps = list(perceptron_learning(X, table, epochs=60))
        assert (not any(s.mistake for s in steps[-8:])) == ALL[3].separable[number]
        if ALL[3].separable[number]:
            assert sum(s.mistake for s in steps) <= bound(ALL[3].w[number], X, table)


def test_all_functions_of_four_bits_take_a_second():
    tables = truth_tables(4)
    start = time.process_time()
    decide(tables)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("tables", [[0, 1, 1], [0, 1, 1, 2], [[[0, 1]]], [1], 3, [0, 1, 0.5, 1]])
def test_bad_tables(tables):
    with pytest.raises(ValueError, match="tables must"):
        decide(tables)


@pytest.mark.parametrize(("d", "error"), [(5, ValueError), (0, ValueError), (2.0, TypeError)])
def test_bad_d(d, error):
    with pytest.raises(error, match="d must"):
        truth_tables(d)
