"""The whole lecture in one explorer: questions, and challenges that are judged by what the explorer shows."""

from ..explorers.playground import mlp_explorer
from .base import Predict, Verdict, of_explorer


def no_hidden_layer():
    state = mlp_explorer(data="xor", layers=0).state
    return Predict("XOR, features x1 and x2, no hidden layer: how many of 100 training samples are wrong in the end?",
                   ["none", "about a quarter to a half", "all"], "about a quarter to a half",
                   f"{state.wrong} are: without a hidden layer the boundary is a line, and no line separates XOR.")


def one_feature():
    state = mlp_explorer(data="xor", layers=0, features=("x1", "x2", "x1·x2")).state
    return Predict("Now add the feature x1·x2, still without a hidden layer. How many are wrong?",
                   ["as many as before", "a handful"], "a handful",
                   f"{state.wrong} of {len(state.train)}: the right feature makes the problem linear.")


def strong_decay():
    state = mlp_explorer(regularizer="L2", lam=10.0).state
    return Predict("L2 with λ = 10 on the moons. What does the decision map look like?",
                   ["smoother, but the same", "almost flat: close to ½ everywhere"], "almost flat: close to ½ everywhere",
                   f"outputs lie between {state.decision.min():.2f} and {state.decision.max():.2f}: the weights are drawn "
                   "to 0, and only the bias, which is not penalised, is left.")


def large_eta():
    small, large = (mlp_explorer(loss="squared error", eta=eta).state for eta in (0.3, 30.0))
    return Predict("Squared error, and η from 0.3 to 30. What happens?",
                   ["it learns a hundred times as fast", "it diverges"], "it diverges",
                   f"with 0.3 the loss ends at {small.parts.train[-1]:.3f}; with 30 it ceases to be a number at step "
                   f"{large.history.diverged}.")


@of_explorer
def check_without_hidden_layer(explorer):
    """Judge an explorer: rings, no hidden layer, at most 3 % of the test samples wrong."""
    values, state = explorer.values, explorer.state
    if (values["data"], values["layers"]) != ("rings", 0):
        return Verdict(False, 'not yet: it must be data="rings" with layers=0')
    return _test_error(state, 0.03, "which features φ see the distance from the middle?",
                       f"{state.net.count} weights do it: it is the features that solve the task.")


@of_explorer
def check_frugal(explorer):
    """Judge an explorer: moons with noise of at least 0.1, features x1 and x2, at most 13 weights, at most 8 % wrong."""
    values, state = explorer.values, explorer.state
    if values["data"] != "moons" or values["noise"] < 0.1 or set(values["features"]) != {"x1", "x2"}:
        return Verdict(False, "not yet: moons with noise 0.1 or more, features x1 and x2 only")
    if state.net.count > 13:
        return Verdict(False, f"not yet: {state.net.count} weights, at most 13 are allowed")
    return _test_error(state, 0.08, "try other learning rates and seeds", f"{state.net.count} weights are enough.")


@of_explorer
def check_overfit(explorer):
    """Judge an explorer: no training sample wrong, and at least 15 percentage points more wrong in the test."""
    state = explorer.state
    train, test = state.wrong / len(state.train), state.wrong_test / len(state.test)
    if train > 0:
        return Verdict(False, f"not solved yet: {state.wrong} training samples are wrong; fewer samples, more units?")
    if test < 0.15:
        return Verdict(False, f"not yet: the test error is only {test:.0%}; more noise?")
    return Verdict(True, f"0 % wrong in training and {test:.0%} in the test: learned by heart.")


def _test_error(state, most, hint, praise):
    error = state.wrong_test / len(state.test)
    if error > most:
        return Verdict(False, f"not solved yet: {error:.0%} wrong in the test, at most {most:.0%} may be; {hint}")
    return Verdict(True, f"{error:.0%} wrong in the test. {praise}")
