"""Slides 55-67: questions and exercises on backpropagation."""

import numpy as np

from ..gradients import backprop, check_gradient, numerical
from ..gradients.wrong import bias_kept, bias_penalised, g_of_y, no_slope, stale, wrong_sign
from ..losses import SquaredError
from ..network import Network
from ..notation import power_above, rounded
from ..objective import Objective
from .base import Predict, Verdict, attempt, judge, not_solved, unsolved


def largest():
    from ..explorers.passes import EXAMPLE
    net, E = Network(EXAMPLE, "sigmoid"), Objective(SquaredError(1 / 2))
    dW = backprop(E, net, [[0.5, -1.0]], [[1.0]])[1][:, 1:]
    j, i = np.unravel_index(abs(dW).argmax(), dW.shape)
    return Predict("Go forward to E, and no further: which weight of layer 1 will get the largest derivative, in size?",
                   ["w₁₁", "w₁₂", "w₂₁", "w₂₂"], f"w{'₁₂'[j]}{'₁₂'[i]}",
                   f"∂E/∂w is x times ∂E/∂z, and both are largest here: −1 and {-dW[j, i]:.4f}; so {dW[j, i]:.4f}.")


def doubled():
    rng = np.random.default_rng(0)
    net, E = Network.random([3, 4, 2], "sigmoid", rng), Objective("squared error")
    X, t = rng.normal(size=(5, 3)), rng.integers(0, 2, (5, 2)).astype(float)
    once, twice = (backprop(E, net, np.tile(X, (n, 1)), np.tile(t, (n, 1)))[2] for n in (1, 2))
    return Predict("Every example comes in twice: N is doubled. What happens to the matrix ∂E/∂W⁽²⁾?",
                   ["it gets twice as many rows", "same shape, every entry doubled", "nothing"],
                   "same shape, every entry doubled", f"its shape is {once.shape[0]} × {once.shape[1]} either way, and the "
                   f"product sums over the examples: {once[0, 0]:.4f} becomes {twice[0, 0]:.4f}.")


def deep():
    from ..explorers.vanishing import norms
    n = norms("sigmoid", 8, 1.0, 0)
    ratio = np.median(n[:, 0] / n[:, -1])
    return Predict("Eight layers of ten sigmoid units: how long is the gradient of W⁽¹⁾, compared with that of W⁽⁸⁾?",
                   ["about as long", "about a hundredth", "less than a thousandth"], "less than a thousandth",
                   f"the ratio is {ratio:.1g}: every layer multiplies by σ′, at most ¼, and by the weights.")


def learns_so_right():
    from ..hunt import hunt
    run = hunt("tanh, cross-entropy", 2.0, 0.001).upto(80)
    return Predict("A program with g′(y), as slide 66 prints it, in place of g′(z) learns XOR from nearly every start. "
                   "Is its gradient right?", ["yes, or it would not learn", "no"], "no",
                   f"it learned {run.learned[80, 1]} of 100, the right one {run.learned[80, 0]}; yet its gradient is off by "
                   f"{max(run.errors['g′(y) as printed'].values()):.2f}. Going roughly downhill is enough to learn.")


def skipped():
    from ..explorers.skip_connections import gradients
    worst = max(gradients("x to output", 0, 0, 1.0, "tanh", 0).printed.values())
    return Predict("An edge from x₁ straight to the output is added, and slide 66 knows nothing of it. Which derivatives "
                   "become wrong?", ["those of all weights", "those of W⁽¹⁾", "none; only the edge's own is missing"],
                   "none; only the edge's own is missing", "the gradient check finds errors below "
                   f"{power_above(worst, 1e-7)}: the path that is forgotten leads to x₁, and no weight lies beyond.")


def check_tanh_derivative(function):
    """Judge `function(y)`, tanh′(z) from y = tanh z."""
    y = np.tanh(np.array([-2.0, -0.5, 0.0, 1.0, 3.0]))
    answer, failed = attempt(function, y)
    if not failed and unsolved(answer):
        return not_solved("return tanh′(z) written with y = tanh z alone.")
    return failed or judge(answer, 1 - y**2, "", "1 − y²: that is how g′(y) on slide 66 wants to be read.", {
        "y (1 − y) is σ′, for y = σ(z)": y * (1 - y), "the sign is reversed": y**2 - 1, "y wants to be squared": 1 - y,
        "y is tanh z already; this takes tanh of it once more (g′(y) read literally)": 1 - np.tanh(y) ** 2})


def check_backward_step(dE_dz2, dE_dW2, dE_dz1):
    """Judge three derivatives of the 2-2-1 example with the target 0: a number, (bias, w1, w2), and two numbers."""
    from ..explorers.passes import EXAMPLE
    net, E = Network(EXAMPLE, "sigmoid"), Objective(SquaredError(1 / 2))
    X, t = np.array([[0.5, -1.0]]), np.array([[0.0]])
    p = net.forward(X)
    y1, y2, dz2 = p.y[1][0], p.y[2][0, 0], E.delta(net, p, t)[0, 0]
    slope1, w = y1 * (1 - y1), net.W[2][0, 1:]
    y = np.array([1.0, *y1])
    parts = {
        "∂E/∂z⁽²⁾": (dE_dz2, dz2, {
            "the factor σ′(z) = y (1 − y) is missing": y2, "the sign: ∂E/∂y = y − t, and t = 0": -dz2,
            "a factor 2: slide 57 has E = ½ (t − y)²": 2 * dz2}),
        "∂E/∂W⁽²⁾": (dE_dW2, dz2 * y, {"the bias comes first": dz2 * np.roll(y, -1), "the sign is reversed": -dz2 * y,
                                       "each entry is ∂E/∂z times the y that comes in, not the weight": dz2 * net.W[2][0]}),
        "∂E/∂z⁽¹⁾": (dE_dz1, dz2 * w * slope1, {
            "that is ∂E/∂y⁽¹⁾; the factor σ′ of the hidden units is missing": dz2 * w,
            "the sign is reversed": -dz2 * w * slope1, "σ′(z), not σ′(y)": dz2 * w * net.g[1].derivative(y1)})}
    for name, (answer, right, mistakes) in parts.items():
        if unsolved(answer):
            return not_solved(f"fill in {name}.")
        verdict = judge(answer, right, "", "", mistakes, tolerance=2e-4)
        if not verdict.solved:
            return Verdict(False, f"{name}: {verdict.words}")
    return Verdict(True, "one step back, by hand; t₁ = 0 in the explorer shows the same numbers.")


def check_step(function):
    """Judge `function(W1, W2, X, t, eta, lam)`: one step of gradient descent for one hidden layer, by its own backprop.

    tanh hidden units, σ at the output, cross-entropy + λ Σ w² without the biases; it returns the new W1 and W2.
    """
    rng, eta, lam, N = np.random.default_rng(1), 0.5, 0.3, 5
    net, E = Network.random([2, 3, 1], ["tanh", "sigmoid"], rng), Objective("cross-entropy", "L2", lam)
    X, t = rng.normal(size=(N, 2)), np.array([[0.0], [1], [1], [0], [1]])

    def stepped(dW):
        return {k: net.W[k] - eta / N * dW[k] for k in net.W}
    answer, failed = attempt(function, net.W[1].copy(), net.W[2].copy(), X, t, eta, lam)
    if failed:
        bias = any(shapes in failed.words for shapes in ("(5,4) (5,3)", "(5,3) (5,4)", "(3,3) (4,3)"))
        return Verdict(False, failed.words.rstrip(" .") + ". The bias row is not dropped: go back with W2[:, 1:]." * bias)
    if unsolved(answer):
        return not_solved("forward, then h = y2 − t, and backward; return the new W1 and W2.")
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        return Verdict(False, "not yet: return two matrices, W1 and W2")
    right = backprop(E, net, X, t)
    free = backprop(Objective("cross-entropy"), net, X, t)
    mistakes = {
        "the sign of the error: h starts as y − t": wrong_sign(E, net, X, t),
        "the step goes uphill: subtract the gradient": {k: -dW for k, dW in right.items()},
        "g′(y) as printed: tanh′ belongs to z, that is 1 − y²": g_of_y(E, net, X, t),
        "the factor ⊙ g′(z) of the hidden layer is forgotten": no_slope(E, net, X, t),
        "W2 is updated before it is used to go back: keep the old one": stale(E, net, X, t, eta),
        "the bias is penalised: λ spares column 0": bias_penalised(E, net, X, t),
        "the bias row is not dropped on the way back: W2[:, 1:], not W2[:, :-1]": bias_kept(E, net, X, t),
        "the penalty λ Σ w² is missing": free, "the gradient of λ w² is 2 λ w": {k: (right[k] + free[k]) / 2 for k in right},
        "divide by N: the step is η/N times the gradient": {k: N * dW for k, dW in right.items()}}
    for k in (2, 1):
        known = {words: stepped(dW)[k] for words, dW in mistakes.items()}
        verdict = judge(answer[k - 1], stepped(right)[k], "", "", known)
        if not verdict.solved:
            return Verdict(False, f"W{k}: {verdict.words}")
    return Verdict(True, "your backprop, and none of the classic mistakes.")


def check_fixed(function):
    """Judge the mended `function(W1, W2, X, t)`: it says what a gradient check says, and no more."""
    rng = np.random.default_rng(2)
    net, E = Network.random([2, 3, 1], "sigmoid", rng), Objective(SquaredError(1 / 2))
    X, t = rng.normal(size=(6, 2)), rng.integers(0, 2, (6, 1)).astype(float)
    answer, failed = attempt(function, net.W[1], net.W[2], X, t)
    if failed:
        return failed
    shapes = [np.shape(dW) for dW in answer] if isinstance(answer, list | tuple) else []
    if shapes != [W.shape for W in net.W.values()]:
        return Verdict(False, "not yet: return dE/dW1 and dE/dW2, each of the shape of its W")
    errors = check_gradient(E, net, X, t, lambda *problem: dict(enumerate(answer, 1)))
    if not max(errors.values()) < 1e-7:
        said = {k: "below 10⁻⁷" if error < 1e-7 else rounded(error, 2) for k, error in errors.items()}
        told = ", ".join(f"W{k} {error}" for k, error in said.items())
        return Verdict(False, f"not yet: the gradient check finds the relative errors {told}")
    return Verdict(True, "both gradients pass the check against "
                         f"{2 * sum(dW.size for dW in numerical(E, net, X, t).values())} forward passes.")
