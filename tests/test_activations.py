"""Activations: every one of the registry against differences and limits; sigma against exact arithmetic."""

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture12.activations import ACTIVATIONS, ReLU, Sigmoid, Step, Tanh
from lecture12.network import Network, Pass

getcontext().prec = 700                                                         # 1 - y for y = 1 - 1e-304
every = pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=ACTIVATIONS)


@every
@given(z=st.floats(-20, 20).filter(lambda z: abs(z) > 1e-3))                     # away from kink and jump
def test_the_derivative_is_the_slope(g, z):
    z, eps = np.array([z]), 1e-6
    assert g.derivative(z) == pytest.approx((g(z + eps) - g(z - eps)) / (2 * eps), rel=1e-6, abs=1e-9)


@every
def test_the_derivative_from_y_is_the_derivative(g):
    z = np.linspace(-5, 5, 101)
    p = Pass({1: g(z)}, {1: z}, {})
    np.testing.assert_array_equal(Network([[[0, 1]]], g).slope(p, 1), g.derivative(z))


@every
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_shape_and_precision_are_kept(g, dtype):
    z = np.linspace(-3, 3, 24, dtype=dtype).reshape(2, 3, 4)
    for values in g(z), g.derivative(z):
        assert values.shape == z.shape and values.dtype == dtype


@every
def test_numbers_are_taken_as_well_as_arrays(g):
    assert float(g(0.5)) == float(g(np.array([0.5]))[0])
    assert float(g.derivative(0.5)) == float(g.derivative(np.array([0.5]))[0])


@every
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_no_overflow_and_no_warning_for_large_z(g):
    z = np.array([-800.0, -700.0, 700.0, 800.0])
    assert np.isfinite(g(z)).all() and np.isfinite(g.derivative(z)).all()


@pytest.mark.parametrize("z", [-700, -40, -1, 0, 1, 40, 700])
def test_sigma_is_exact_to_the_last_digits(z):
    y = 1 / (1 + (-Decimal(z)).exp())
    assert Sigmoid()(float(z)) == pytest.approx(float(y), rel=1e-14, abs=0)
    assert Sigmoid().derivative(float(z)) == pytest.approx(float(y * (1 - y)), rel=1e-14, abs=0)


def test_values_at_the_kink_and_at_the_jump():
    assert ReLU().derivative(np.array([-1.0, 0.0, 1.0])).tolist() == [0, 0, 1]
    assert Step()(np.array([-1e-300, 0.0, -0.0])).tolist() == [0, 1, 1]          # the tie counts as class 1 (slide 34)


@every
def test_values_compare_print_and_cannot_be_changed(g):
    assert g == type(g)() and hash(g) == hash(type(g)()) and repr(g) == f"{type(g).__name__}()"
    assert g.name in ACTIVATIONS and "z" in g.formula
    with pytest.raises(AttributeError):
        g.slope = 1
    assert Tanh() != Sigmoid()


@every
def test_lists_are_taken_too(g):
    for f in g, g.derivative:
        np.testing.assert_array_equal(f([-1, 0, 2]), f(np.array([-1.0, 0.0, 2.0])))
