"""The shared argument checks: what they let through, and the three things every message says."""

import numpy as np
import pytest

from lecture12 import checks


def test_what_is_right_comes_back_as_floats():
    assert checks.positive("eta", 2) == 2.0 and isinstance(checks.positive("eta", 2), float)
    assert checks.positive("eta", [1, 2], stack=True).dtype == float and checks.nonnegative("lam", 0) == 0
    assert checks.number("x9", -3) == -3.0 and checks.flag("bias", np.False_) is None
    assert checks.whole("n", np.int64(3)) == 3 and isinstance(checks.whole("n", np.int64(3)), int)
    assert checks.finite("X", np.ones(2, np.float32)).dtype == np.float32 and checks.finite("X", [1, 2]).dtype == float
    assert checks.floats("X", [True, False]).tolist() == [1, 0]
    X = np.ones((2, 2))
    assert checks.finite("X", X) is X                                            # not copied
    assert checks.choice("loss", "a", {"a": 1}) == 1 and checks.choice("loss", max, {"a": 1}) is max
    rng = np.random.default_rng(0)
    assert checks.generator("rng", rng) is rng and checks.generator("rng", 3).random() == np.random.default_rng(3).random()


@pytest.mark.parametrize("call, error, words", [
    (lambda: checks.positive("eta", 0), ValueError, "eta must be positive and finite, got 0"),
    (lambda: checks.positive("eta", np.inf), ValueError, "eta must be positive and finite, got inf"),
    (lambda: checks.positive("eta", [1.0, -1.0], stack=True), ValueError,
     r"eta must be positive and finite, got \[1.0, -1.0\]"),
    (lambda: checks.positive("scale", [1.0, 2.0]), TypeError, r"scale must be a single number, got \[1.0, 2.0\]"),
    (lambda: checks.number("x9", np.nan), ValueError, "x9 must be a number and finite, got nan"),
    (lambda: checks.flag("bias", 0.1), TypeError, "bias must be True or False, got 0.1"),
    (lambda: checks.flag("bias", 1), TypeError, "bias must be True or False, got 1"),
    (lambda: checks.positive("eta", None), TypeError, "eta must be an array of numbers, got None"),
    (lambda: checks.positive("eta", 1j), TypeError, "eta must be an array of numbers, got 1j"),
    (lambda: checks.nonnegative("lam", -1e-9), ValueError, "lam must be nonnegative and finite, got -1e-09"),
    (lambda: checks.whole("n", True), TypeError, "n must be a whole number >= 1, got True"),
    (lambda: checks.whole("n", 3.0), TypeError, "n must be a whole number >= 1, got 3.0"),
    (lambda: checks.whole("n", 1, 2), ValueError, "n must be a whole number >= 2, got 1"),
    (lambda: checks.finite("X", [[1.0, np.nan]]), ValueError, "X must be finite, got nan"),
    (lambda: checks.finite("X", [1.0], 2), ValueError, r"X must have at least 2 axes, got shape \(1,\)"),
    (lambda: checks.finite("X", [[1.0], [1.0, 2.0]]), TypeError, "X must be an array of numbers"),
    (lambda: checks.floats("X", "abc"), TypeError, "X must be an array of numbers, got 'abc'"),
    (lambda: checks.choice("g", "b", {"a": 1, "c": 2}), ValueError, "g must be one of 'a', 'c', got 'b'"),
    (lambda: checks.choice("g", max, {"a": 1}, "derivative"), TypeError, r"an object like them, got .*max> without .deriv"),
    (lambda: checks.choice("g", 3, {"a": 1}, "__call__"), TypeError, r"or an object like them, got 3 without .__call__"),
    (lambda: checks.named("order", 3, {"a": 1, "c": 2}), TypeError, "order must be one of 'a', 'c', got 3"),
    (lambda: checks.function("gradient", "backprop"), TypeError, "gradient must be a function.*got 'backprop'"),
    (lambda: checks.instance("net", 3, dict), TypeError, "net must be of the class dict, got 3"),
    (lambda: checks.common(net=(2, 1), eta=(3,), X=(4,)), ValueError, r"stacks of net \(2, 1\), eta \(3,\), X \(4,\) must"),
    (lambda: checks.like("f", None, {1: np.ones(2)}), TypeError, r"f must return one matrix for each .*\[1\], got None"),
    (lambda: checks.like("f", {2: 0}, {1: np.ones(2)}), TypeError, r"for each of the keys \[1\], got {2: 0}"),
    (lambda: checks.like("f", {1: 0}, {1: np.ones(2)}), ValueError, r"for layer 1 the shape of its W, \(2,\), got \(\)"),
    (lambda: checks.generator("rng", None), TypeError, "rng must be a numpy Generator or .* its seed, got None"),
    (lambda: checks.generator("rng", -1), TypeError, "got -1"),
])
def test_what_is_wrong_is_said(call, error, words):
    with pytest.raises(error, match=words):
        call()
