"""Network: the slide's sums by hand, stacks as loops, immutability, and bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture12.activations import Identity, Sigmoid, Tanh
from lecture12.network import Network, with_bias


def test_the_forward_pass_is_the_sum_of_slide_42():
    """y_k = g2(sum_i W2_ki g1(sum_j W1_ij x_j)), written as loops, with x_0 = 1 and a hidden unit 0 clamped to 1."""
    net, x = Network.random([2, 3, 2], ["tanh", "sigmoid"], rng=1), [0.7, -0.4]
    hidden = [1] + [np.tanh(sum(net.W[1][i, j] * [1, *x][j] for j in range(3))) for i in range(3)]
    y = [1 / (1 + np.exp(-sum(net.W[2][k, i] * hidden[i] for i in range(4)))) for k in range(2)]
    assert net([x])[0] == pytest.approx(y)


def test_exclusive_or_by_hand():
    """OR and NAND in the hidden layer, AND of them at the output: the hand-made solution to slide 39."""
    net = Network([[[-10, 20, 20], [30, -20, -20]], [[-30, 20, 20]]], "sigmoid")
    assert net([[0, 0], [0, 1], [1, 0], [1, 1]]).round(3).tolist() == [[0], [1], [1], [0]]


def test_one_layer_is_the_perceptron():
    net = Network([[[-1.5, 1, 1]]], "step")
    assert net([[0, 0], [0, 1], [1, 0], [1, 1]]).tolist() == [[0], [0], [0], [1]] and net.l == 1


def test_a_pass_holds_what_the_slides_name():
    net, X = Network.random([2, 3, 1], ["tanh", "sigmoid"], rng=0, stack=(4,)), np.ones((5, 2))
    p = net.forward(X)
    assert p.y[0] is X and list(p.y) == [0, 1, 2] and list(p.z) == [1, 2] and list(p.biased) == [0, 1]
    assert p.z[1].shape == p.y[1].shape == (4, 5, 3) and p.y[2].shape == (4, 5, 1) and p.biased[1].shape == (4, 5, 4)
    np.testing.assert_array_equal(p.biased[1], with_bias(p.y[1]))


@given(st.lists(st.integers(1, 4), min_size=2, max_size=4), st.lists(st.integers(1, 3), max_size=2), st.integers(1, 4),
       st.integers(0, 10**6))
def test_a_stack_is_a_loop(sizes, stack, N, seed):
    rng = np.random.default_rng(seed)
    net = Network.random(sizes, "tanh", rng, stack=tuple(stack))
    shared, own = rng.normal(size=(N, sizes[0])), rng.normal(size=(*stack, N, sizes[0]))
    assert net(shared).shape == (*stack, N, sizes[-1])
    for i in np.ndindex(*stack):
        single = net[i] if stack else net
        np.testing.assert_allclose(net(shared)[i], single(shared), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(net(own)[i], single(own[i]), rtol=1e-12, atol=1e-14)


def test_flat_and_back():
    net = Network.random([2, 3, 1], "tanh", rng=0, stack=(5, 6))
    assert net.flat.shape == (5, 6, net.count) and net.count == 13               # slide 42: d = 2, h = 3, K = 1 with biases
    for k, W in net.unflatten(net.flat).items():
        np.testing.assert_array_equal(W, net.W[k])
    assert net.unflatten(np.zeros((7, 13)))[1].shape == (7, 3, 3)


def test_index_and_broadcast():
    net = Network.random([2, 3, 1], "tanh", rng=0, stack=(5, 6))
    assert net.stack == (5, 6) and net[2].stack == (6,) and net[2, 3].stack == () and net[:, 1:3].stack == (5, 2)
    assert net[net.W[1][..., 0, 0] > 0].stack == ((net.W[1][..., 0, 0] > 0).sum(),)
    np.testing.assert_array_equal(net[2, 3].W[2], net.W[2][2, 3])
    np.testing.assert_array_equal(net[0, 0].broadcast((3,)).W[1][2], net.W[1][0, 0])
    with pytest.raises(IndexError):
        net[0, 0, 0]
    with pytest.raises(TypeError, match="single network"):
        net[0, 0][0]


def test_the_same_seed_gives_the_same_bits_and_scale_scales():
    a, b = (Network.random([2, 3, 1], "tanh", rng, stack=4, scale=0.5) for rng in (7, np.random.default_rng(7)))
    np.testing.assert_array_equal(a.flat, b.flat)
    np.testing.assert_allclose(Network.random([2, 3, 1], "tanh", 7, stack=4).flat * 0.5, a.flat)
    assert Network.random([9, 9], "tanh", 0, stack=999).flat.std() == pytest.approx(1, abs=0.02)


def test_a_network_does_not_change():
    W1 = np.ones((1, 2))
    net = Network({1: W1}, {1: "identity"})
    W1[:] = 9
    assert net.W[1].tolist() == [[1, 1]]                                         # a copy
    with pytest.raises(ValueError):
        net.W[1][0, 0] = 2
    with pytest.raises(TypeError):
        net.W[1] = W1
    with pytest.raises(TypeError):
        net.g[1] = Tanh()
    with pytest.raises(AttributeError):
        net.W = {}
    assert net.replace({1: np.zeros((3, 1, 2))}).g is net.g


def test_activations_by_name_by_layer_and_of_your_own():
    class Square:
        def __call__(self, z):
            return z**2

        def derivative(self, z):
            return 2 * z

    net = Network.random([1, 2, 1], {2: Sigmoid(), 1: "tanh"}, rng=0)
    assert dict(net.g) == {1: Tanh(), 2: Sigmoid()}
    assert dict(Network.random([1, 2, 1], Identity(), rng=0).g) == {1: Identity(), 2: Identity()}
    own = Network([[[0, 1.0]]], Square())
    assert own([[3.0]]).tolist() == [[9]] and repr(own) == "Network(1-1, Square)"


def test_precision_is_that_of_weights_and_inputs():
    net = Network([np.ones((1, 3), np.float32)], "sigmoid")
    assert net(np.ones((2, 2), np.float32)).dtype == np.float32 and net(np.ones((2, 2))).dtype == np.float64


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_weights_that_have_diverged_raise_no_warning():
    net = Network([[[1.0, 1.0]]], "sigmoid").replace({1: np.array([[np.inf, -np.inf]])})
    assert np.isnan(net([[1.0]])).all()


@pytest.mark.parametrize("make, error, words", [
    (lambda: Network([[[1.0, 2.0]], [[1.0, 2.0, 3.0]]], "tanh"), ValueError, r"W\[2\] must have shape .*n_2, 1[+]n_1\)"),
    (lambda: Network([[1.0, 2.0]], "tanh"), ValueError, r"W\[1\] must have at least 2 axes, got shape \(2,\)"),
    (lambda: Network([[[1.0]]], "tanh"), ValueError, r"W\[1\] must have shape"),
    (lambda: Network([[[1.0, np.nan]]], "tanh"), ValueError, r"W\[1\] must be finite"),
    (lambda: Network([[["a", "b"]]], "tanh"), TypeError, r"W\[1\] must be an array of numbers"),
    (lambda: Network([], "tanh"), ValueError, r"W must have the keys \[1\]"),
    (lambda: Network({0: [[1.0, 2.0]]}, "tanh"), ValueError, r"W must have the keys \[1\], one for each layer, got \[0\]"),
    (lambda: Network([[[1.0, 2.0]]], "selu"), ValueError, r"g\[1\] must be one of 'identity', 'sigmoid'.*got 'selu'"),
    (lambda: Network([[[1.0, 2.0]]], ["tanh", "tanh"]), ValueError, r"g must have the keys \[1\]"),
    (lambda: Network([[[1.0, 2.0]]], 3), TypeError, r"g\[1\] must be .*an object like them, got 3 without .deriv"),
    (lambda: Network([[[1.0, 2.0]]], np.tanh), TypeError, r"g\[1\] must be .*got <ufunc 'tanh'> without .derivative"),
    (lambda: Network(3, "tanh"), TypeError, r"W must be a mapping keyed 1..l, or a list .* got 3"),
    (lambda: Network({"a": np.ones((1, 2)), 1: np.ones((1, 2))}, "tanh"), ValueError, r"W must have the keys \[1, 2\].*'a'"),
    (lambda: Network.random(2, "tanh", 0), ValueError, r"sizes must be \[d, n_1, ..., n_l\].*got \[2\]"),
    (lambda: Network.random([2, 1.5], "tanh", 0), TypeError, r"sizes\[1\] must be a whole number >= 1, got 1.5"),
    (lambda: Network.random([2, 1], "tanh", 0, scale=[1.0, 2.0]), TypeError, "scale must be a single number"),
    (lambda: Network.random([2, 1], "tanh", 0, stack=3)(np.ones((2, 5, 2))), ValueError,
     r"the stacks of net \(3,\), X \(2,\) must broadcast"),
    (lambda: with_bias(5.0), ValueError, "X must have at least 1 axes"),
    (lambda: Network([[[1.0, 2.0]]], Tanh), TypeError, r"g\[1\] must be .*an object like them, got <class .*Tanh"),
    (lambda: Network.random([2, 1], "tanh", 0, stack=-1), ValueError, "stack must be a whole number >= 1, got -1"),
    (lambda: Network.random([2, 1], "tanh", 0, stack=(2, 2.5)), TypeError, "stack must be a whole number >= 1, got"),
    (lambda: Network([np.ones((2, 1, 2)), np.ones((3, 1, 2))], "tanh"), ValueError, r"W\[2\] must have shape"),
    (lambda: Network.random([2, 0, 1], "tanh", 0), ValueError, r"sizes\[1\] must be a whole number >= 1, got 0"),
    (lambda: Network.random([2], "tanh", 0), ValueError, "sizes must be"),
    (lambda: Network.random([2, 1], "tanh", None), TypeError, "rng must be a numpy Generator"),
    (lambda: Network.random([2, 1], "tanh", 0, scale=0), ValueError, "scale must be positive"),
    (lambda: Network([[[1.0, 2.0]]], "tanh")([[1.0, 2.0]]), ValueError, r"X must have shape \(..., N, 1\) for Network\(1-1"),
    (lambda: Network([[[1.0, 2.0]]], "tanh")([1.0]), ValueError, "X must have at least 2 axes"),
    (lambda: Network([[[1.0, 2.0]]], "tanh")([[np.inf]]), ValueError, "X must be finite"),
])
def test_bad_input(make, error, words):
    with pytest.raises(error, match=words):
        make()
