"""The same optimum as scikit-learn, the same loss and the same step: references that share no code with the package.

scikit-learn's C weighs the data, lambda the penalty; its L2 penalty is |w|^2 / 2: C = 1 / (2 lambda). Lasso divides by 2 N.
"""

import numpy as np
import pytest
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.svm import SVC

from lecture12.gradients import backprop
from lecture12.network import Network, with_bias
from lecture12.objective import Objective
from lecture12.training import gradient_descent

rng = np.random.default_rng(0)
X = rng.normal(size=(60, 4))
labels = (X @ [1.0, -2.0, 0.5, 0.0] + 0.4 + rng.normal(size=60) > 0).astype(int)
labels_3 = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0.3)
real = X @ [1.0, -2.0, 0.5, 0.0] + 0.4 + 0.3 * rng.normal(size=60)


def trained(objective, t, eta, steps, g="identity", K=1, **options):
    """The network at the end of gradient descent from 0."""
    start = Network([np.zeros((K, 5))], g)
    *_, last = gradient_descent(start, objective, X, t, eta, steps, **options)
    return last.net


def linear(coef, intercept):
    return np.column_stack([np.atleast_1d(intercept), np.atleast_2d(coef)])


def slope(objective, net, t):
    """The length of the gradient at `net`, relative to that of its data part."""
    data = backprop(Objective(objective.loss), net, X, t)[1]
    return np.linalg.norm(backprop(objective, net, X, t)[1]) / np.abs(data).max()


@pytest.mark.parametrize("lam", [0.1, 2.0])
def test_logistic_regression(lam):
    E = Objective("cross-entropy", "L2", lam)
    t, net = E.loss.encode(labels), trained(E, E.loss.encode(labels), 1.0, 2000, "sigmoid")
    sk = LogisticRegression(C=1 / (2 * lam), tol=1e-10, max_iter=1000).fit(X, labels)
    np.testing.assert_allclose(net.W[1], linear(sk.coef_, sk.intercept_), atol=1e-5)
    assert E(net, X, t) == pytest.approx(E(Network([linear(sk.coef_, sk.intercept_)], "sigmoid"), X, t), rel=1e-9)
    np.testing.assert_allclose(net(X)[:, 0], sk.predict_proba(X)[:, 1], atol=1e-5)
    np.testing.assert_array_equal(E.loss.decide(net(X)), sk.predict(X))


def test_softmax_regression():
    E = Objective("softmax", "L2", 0.5)
    net = trained(E, E.loss.encode(labels_3), 1.0, 3000, K=3)
    sk = LogisticRegression(C=1, tol=1e-10, max_iter=1000).fit(X, labels_3)
    np.testing.assert_allclose(E.loss.probabilities(net(X)), sk.predict_proba(X), atol=1e-5)
    np.testing.assert_array_equal(E.loss.decide(net(X)), sk.predict(X))


def test_linear_support_vector_machine():
    """hinge + lambda |w|^2: the optimum is at a kink, so compare E, and let eta fall to get there."""
    E = Objective("hinge", "L2", 0.5)
    t = E.loss.encode(labels)
    sk = SVC(kernel="linear", C=1.0, tol=1e-8).fit(X, labels)
    best = E(Network([linear(sk.coef_, sk.intercept_)], "identity"), X, t)
    net = Network([np.zeros((1, 5))], "identity")
    for eta in 0.1 / 2 ** np.arange(10):
        *_, last = gradient_descent(net, E, X, t, eta, 500)
        net = last.net
    assert best <= last.E * (1 + 1e-8) and last.E == pytest.approx(best, rel=1e-4)
    np.testing.assert_allclose(net.W[1], linear(sk.coef_, sk.intercept_), atol=0.02)


@pytest.mark.parametrize("lam", [0.5, 20.0])
def test_ridge_regression_and_its_closed_form(lam):
    E = Objective("squared error", "L2", lam)
    net = trained(E, real[:, None], 0.2, 1000)
    sk = Ridge(alpha=lam, tol=1e-12).fit(X, real)
    np.testing.assert_allclose(net.W[1], linear(sk.coef_, sk.intercept_), atol=1e-8)
    Z, D = with_bias(X), np.diag([0.0, 1, 1, 1, 1])
    np.testing.assert_allclose(net.W[1][0], np.linalg.solve(Z.T @ Z + lam * D, Z.T @ real), atol=1e-8)
    assert slope(E, net, real[:, None]) < 1e-8


def test_least_squares():
    net = trained(Objective("squared error"), real[:, None], 0.2, 1000)
    sk = LinearRegression().fit(X, real)
    np.testing.assert_allclose(net.W[1], linear(sk.coef_, sk.intercept_), atol=1e-8)
    np.testing.assert_allclose(net.W[1][0], np.linalg.lstsq(with_bias(X), real, rcond=None)[0], atol=1e-8)


@pytest.mark.parametrize("lam", [5.0, 40.0])
def test_lasso_by_proximal_steps(lam):
    E = Objective("squared error", "L1", lam)
    net = trained(E, real[:, None], 0.2, 2000, proximal=True)
    sk = Lasso(alpha=lam / (2 * len(X)), tol=1e-12, max_iter=100_000).fit(X, real)
    reference = Network([linear(sk.coef_, sk.intercept_)], "identity")
    np.testing.assert_allclose(net.W[1], reference.W[1], atol=1e-7)
    np.testing.assert_array_equal(net.W[1] == 0, reference.W[1] == 0)
    assert (net.W[1] == 0).any() and E(net, X, real[:, None]) == pytest.approx(E(reference, X, real[:, None]), rel=1e-12)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("model, loss, g, target", [
    (MLPClassifier, "cross-entropy", "sigmoid", labels),
    (MLPClassifier, "softmax", "identity", labels_3),
    (MLPRegressor, "squared error", "identity", real),
])
@pytest.mark.parametrize("hidden", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("sizes", [(5,), (6, 3)])
def test_one_step_of_the_multi_layer_perceptron(model, loss, g, target, hidden, sizes):
    """One SGD step from the same weights: the same loss before, the same weights after, so the same gradient."""
    eta, lam = 0.05, 3.0
    names = {"sigmoid": "logistic"}
    sk = model(hidden_layer_sizes=sizes, activation=names.get(hidden, hidden), solver="sgd", alpha=2 * lam, batch_size=60,
               shuffle=False, learning_rate_init=1e-15, momentum=0, max_iter=1, random_state=0, warm_start=True)
    sk.fit(X, target)                                                                # makes the weights, all but unmoved

    def weights():
        return Network([np.vstack([b, W]).T for W, b in zip(sk.coefs_, sk.intercepts_, strict=True)],
                       [hidden] * len(sizes) + [g])

    factor = 2 if loss == "squared error" else 1                                     # theirs has the 1/2 of slide 57
    E = Objective(loss, "L2", lam * factor)
    t = E.loss.encode(target)
    net = weights()
    sk.set_params(learning_rate_init=eta).fit(X, target)                             # one step more
    assert sk.loss_ * factor == pytest.approx(E(net, X, t) / len(X), rel=1e-9)
    *_, last = gradient_descent(net, E, X, t, eta / factor, 1)
    assert np.abs(weights().flat - net.flat).max() > 1e-3                            # it has moved
    np.testing.assert_allclose(last.net.flat, weights().flat, atol=1e-12)
