"""Slides 55-67: the worked example, the picture, and the tables of the bug hunt, the vanishing gradient and the skips."""

import ast
import inspect
import itertools
import sys
import textwrap

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lecture12 import Network, Objective, data
from lecture12.explorers import backpropagation_explorer
from lecture12.gradients import backprop, check_gradient, graph, naive, numerical
from lecture12.gradients.wrong import WRONG, bias_kept, bias_penalised, g_of_y, no_slope, stale, wrong_sign
from lecture12.hunt import CANDIDATES, PAIRS, Hunt, gradients, together
from lecture12.losses import CrossEntropy, SquaredError
from lecture12.panels.value_graph import ValueGraph, layout, number
from lecture12.skips import SkipNetwork, by_graph
from lecture12.stops import central, stops
from lecture12.tracing import trace
from lecture12.training import gradient_descent

rng = np.random.default_rng(0)
SMALLER = [sizes for most in ((3, 2), (3, 4, 2), (3, 4, 3, 2))
           for sizes in itertools.product(*[range(1, n + 1) for n in most])]
EXAMPLE = Network([[[0, 0.1, -0.2], [0.1, 0.4, 0.3]], [[0.2, 0.5, -0.6]]], "sigmoid")
HALF = Objective(SquaredError(1 / 2))
X1, T1 = np.array([[0.5, -1.0]]), np.array([[1.0]])


def found(run):
    return {(s.symbol, s.k): s.value for s in run}


# ---- the worked example ---------------------------------------------------------------------------------------

def test_the_worked_example_to_six_digits():
    v = found(stops(HALF, EXAMPLE, X1, T1))
    expected = {
        ("z", 1): [.25, 0], ("y", 1): [.562177, .5], ("z", 2): [.181088], ("y", 2): [.545149], ("E", 2): .103445,
        ("dE/dy", 2): [-.454851], ("dE/dz", 2): [-.112786], ("dE/dW", 2): [-.112786, -.063405, -.056393],
        ("dE/dy", 1): [-.056393, .067671], ("dE/dz", 1): [-.013880, .016918],
        ("dE/dW", 1): [[-.013880, -.006940, .013880], [.016918, .008459, -.016918]], ("dE/dy", 0): [.005379, .007851]}
    for at, value in expected.items():
        np.testing.assert_allclose(np.squeeze(v[at]), np.squeeze(value), atol=6e-7, err_msg=str(at))
    assert len(v) == 13                                                 # the input and twelve stops


def test_the_half_is_a_factor_two_in_every_derivative():
    half, whole = (found(stops(Objective(SquaredError(f)), EXAMPLE, X1, T1)) for f in (1 / 2, 1))
    for at in half:
        if at[0].startswith("dE") or at[0] == "E":
            np.testing.assert_allclose(whole[at], 2 * half[at], rtol=1e-12)


@pytest.mark.parametrize("loss", [SquaredError(1 / 2), CrossEntropy()], ids=lambda loss: loss.name)
@pytest.mark.parametrize("g", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize("sizes", [(2, 1), (2, 2, 1), (1, 1, 1, 1), (3, 4, 3, 2)])
def test_every_number_is_a_central_difference(loss, g, sizes):
    seed = np.random.default_rng(sum(sizes))
    net = Network.random(sizes, [*[g] * (len(sizes) - 2), "sigmoid"], seed)
    X, t, E = seed.normal(size=(3, sizes[0])), seed.integers(0, 2, (3, sizes[-1])).astype(float), Objective(loss)
    differences, checked = numerical(E, net, X, t), 0
    for symbol, k, value, _ in stops(E, net, X, t):
        if symbol.startswith("dE"):
            other = differences[k] if symbol == "dE/dW" else central(E, net, X, t, symbol[-1], k)
            np.testing.assert_allclose(value, other, rtol=1e-6, atol=1e-8)
            checked += 1
    assert checked == 3 * net.l + 1


def test_central_differences_notice_a_wrong_number():
    right = central(HALF, EXAMPLE, X1, T1, "z", 1)
    assert np.abs(right - np.array([[-.056393, .067671]])).max() > 0.04       # that is dE/dy: g' forgotten


# ---- the lines of code ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("loss", [SquaredError(1 / 2), CrossEntropy()], ids=lambda loss: loss.name)
def test_every_stop_names_the_line_that_computes_it(loss):
    """The line exists where it is said to, and run by itself in its place it gives the number of the stop."""
    objective, seen = Objective(loss), set()
    functions = {f.__name__: inspect.unwrap(f) for f in (Network.forward, Objective.data_of, Objective.delta, backprop)}
    run = stops(objective, EXAMPLE, X1, T1)
    v, p = found(run), EXAMPLE.forward(X1)
    for stop in run:
        if stop.line is None:
            assert (stop.symbol, stop.k) in [("dE/dy", 0), *[("dE/dy", 2)] * objective.fuses(EXAMPLE)]
            continue
        rows, first = inspect.getsourcelines(functions[stop.line.function])
        assert rows[stop.line.number - first].startswith(stop.line.source) and "#" not in stop.line.source
        statement = ast.parse(textwrap.dedent(stop.line.source)).body[0]
        k = stop.k + (stop.line.function == "backprop" and stop.symbol in ("dE/dz", "dE/dy"))
        h = {"dE/dW": v.get(("dE/dz", stop.k)), "dE/dz": v.get(("dE/dy", stop.k)), "dE/dy": v.get(("dE/dz", stop.k + 1))}
        names = functions[stop.line.function].__globals__ | {
            "k": k, "h": h.get(stop.symbol), "X": X1, "t": T1, "p": p, "net": EXAMPLE, "y": p.y, "z": p.z,
            "biased": p.biased, "biased_X": None, "W": EXAMPLE.W[k] if stop.line.function == "forward" and k else EXAMPLE.W,
            "self": EXAMPLE if stop.line.function == "forward" else objective}
        again = eval(compile(ast.Expression(statement.value), "line", "eval"), names)
        np.testing.assert_array_equal(again, stop.value, err_msg=stop.line.source)
        seen.add(stop.line.source.strip())
    assert len(seen) == 9 - objective.fuses(EXAMPLE)


def test_a_watched_run_is_left_as_it_was():
    before = sys.gettrace()
    with pytest.raises(ZeroDivisionError):
        trace(lambda: 1 / 0, backprop)
    assert sys.gettrace() is before
    lines = trace(lambda: backprop(HALF, EXAMPLE, X1, T1), backprop)
    assert [line.target for line in lines if line.k] == ["dW[k]", "h", "h", "dW[k]"]
    np.testing.assert_array_equal(lines[-1].value, backprop(HALF, EXAMPLE, X1, T1)[1])


# ---- the picture ------------------------------------------------------------------------------------------------

def overlaps(boxes):
    """How many pairs of (left, bottom, right, top) share more than a tenth of a point in both directions."""
    boxes = np.array(boxes)
    shared = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:]) - np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    return int(np.triu((shared > 0.1).all(-1), k=1).sum())


def test_overlaps_are_counted():
    assert overlaps([(0, 0, 2, 2), (1, 1, 3, 3), (2, 0, 3, 1), (0, 5, 9, 6)]) == 1


def boxes(labels, size):
    """(left, bottom, right, top) of the texts of a Labels, in points."""
    for path, (x, y) in zip(labels.layers[0].get_paths(), labels.layers[0].get_offsets(), strict=True):
        low, high = path.vertices.min(0) * size, path.vertices.max(0) * size
        yield x + low[0], y + low[1], x + high[0], y + high[1]


@pytest.mark.parametrize("sizes", SMALLER, ids=str)
def test_no_two_texts_overlap_in_any_net_up_to_3_4_3_2(sizes):
    """With the widest numbers there are: six characters, minus sign and exponent."""
    figure = Figure(figsize=(502 / 72, 292 / 72), dpi=72)
    renderer, ax = FigureCanvasAgg(figure).get_renderer(), figure.add_axes([0, 0, 1, 1])
    view = ValueGraph(ax, 502, 268)
    view.arrange(sizes)
    widest = -2e-10
    assert len(number(widest)) == 6
    values = dict.fromkeys(view.at.rows, widest)
    slopes = {key: widest for key in view.at.rows if key[0] not in "tE"}
    view.update(values, slopes, chosen=(1, 0, 0))
    size = view.at.size
    assert 8 <= size <= 12.5
    written = [*boxes(view.values, size), *boxes(view.slopes, size)]
    assert len(written) == len(values) + len(slopes)
    texts = [text for text in [*view.names, *sum(view.heads, [])] if text.get_text() and text.get_visible()]
    written += [text.get_window_extent(renderer).extents for text in texts]
    frames = view.at.frames
    assert overlaps(written) == overlaps(frames) == 0
    for left, bottom, right, top in written:
        assert 0 <= left and right <= 502.5 and 0 <= bottom and top <= 292
    for (x0, _), (x1, _) in view.at.lines.values():                   # lines run between the layers, never across a frame
        assert x1 - x0 >= 40 and not any(f[0] + 0.1 < x < f[2] - 0.1 for x in (x0, (x0 + x1) / 2, x1) for f in frames)


def test_the_equation_fits_its_line():
    explorer, widest = backpropagation_explorer(net="3-4-3-2", x1=-1.9, x2=-1.7, x3=-1.3), 0
    text = next(t for ax in explorer.figure.figure.axes for t in ax.texts if t.get_weight() == "bold")
    renderer = FigureCanvasAgg(Figure(dpi=72)).get_renderer()
    explorer.figure.figure.set_dpi(72)
    for loss, edge, stop in itertools.product(["½ squared error", "cross-entropy"], (1, 8, 30, 39), range(18)):
        explorer.set(loss=loss, edge=edge, stop=stop)
        assert text.get_text() == explorer.state.equation
        widest = max(widest, text.get_window_extent(renderer).width)
    assert 400 < widest < 760


def test_a_larger_net_is_refused():
    with pytest.raises(ValueError, match="4-5-4-3 units do not fit"):
        layout((4, 5, 4, 3), 502, 268)


@pytest.mark.parametrize("v, text", [
    (-.0138802, "−.0139"), (.99996, "1"), (-1.0, "−1"), (.2, ".2"), (12.3456, "12.35"), (6e-5, ".0001"), (-999.9, "−999.9"),
    (1234.0, "1e3"), (4e-5, "4e−5"), (9.9996, "10"), (-1e-300, "0")])
def test_numbers_on_the_graph_have_at_most_six_characters(v, text):
    assert number(v) == text and len(text) <= 6


# ---- the three gradients, scikit-learn, stacks ------------------------------------------------------------------

@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "relu"])
def test_scikit_learn_from_the_same_weights(hidden):
    """One SGD step of MLPClassifier, from weights drawn here, moves each weight by eta times our gradient / N."""
    from sklearn.neural_network import MLPClassifier
    X, labels = data.moons(50, seed=3)
    t, eta = labels[:, None].astype(float), 1e-3
    sk = MLPClassifier((4, 3), activation={"sigmoid": "logistic"}.get(hidden, hidden), solver="sgd", alpha=0, momentum=0,
                       batch_size=50, shuffle=False, learning_rate_init=eta, max_iter=1)
    sk.partial_fit(X, labels, classes=[0, 1])                           # builds the layers
    net = Network.random([2, 4, 3, 1], [hidden, hidden, "sigmoid"], rng=5)
    sk.coefs_ = [W[:, 1:].T.copy() for W in net.W.values()]
    sk.intercepts_ = [W[:, 0].copy() for W in net.W.values()]
    sk._optimizer.params = sk.coefs_ + sk.intercepts_
    sk.partial_fit(X, labels)
    dW = backprop(Objective("cross-entropy"), net, X, t)
    for k, W in net.W.items():
        theirs = (W - np.column_stack([sk.intercepts_[k - 1], sk.coefs_[k - 1].T])) * len(X) / eta
        np.testing.assert_allclose(dW[k], theirs, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("f", [backprop, *WRONG.values()])
def test_stacks_are_loops(f):
    net = Network.random([2, 3, 4, 1], ["tanh", "sigmoid", "sigmoid"], rng, stack=(2, 3))
    X, t, E = rng.normal(size=(5, 2)), rng.integers(0, 2, (5, 1)).astype(float), Objective("cross-entropy", "L2", 0.1)
    stacked = f(E, net, X, t)
    for index in np.ndindex(2, 3):
        alone = f(E, net[index], X, t)
        for k in net.W:
            np.testing.assert_allclose(stacked[k][index], alone[k], rtol=1e-11, atol=1e-14)


def test_naive_memoised_backprop_and_graph_are_one_number():
    net, E = Network.random([3, 4, 4, 2], "tanh", rng=1), Objective("squared error")
    X, t = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    W = {k: graph.Node(W) for k, W in net.W.items()}
    y = graph.Node(X)
    for k in W:
        y = graph.unit(net.g[k], graph.linear(W[k], graph.biased(y)))
    graph.error(E.loss, t, y).backward()
    ways = [naive(E, net, X, t), naive(E, net, X, t, remember=True), backprop(E, net, X, t),
            {k: node.slope for k, node in W.items()}]
    for k in net.W:
        for other in ways[1:]:
            np.testing.assert_allclose(other[k], ways[0][k], rtol=1e-12, atol=1e-12)


def test_the_graph_is_25_lines():
    tree = ast.parse(inspect.getsource(graph))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node):
            node.body = node.body[1:]
    lines = [line for line in ast.unparse(tree).splitlines() if line.strip() and "import" not in line]
    assert len(lines) <= 25


# ---- the wrong ones -----------------------------------------------------------------------------------------------

def test_the_check_finds_each_mistake_where_it_is():
    net, E = Network.random([2, 4, 2], "sigmoid", rng=4), Objective("squared error", "L2", 0.01)
    X, t = rng.normal(size=(3, 2)), rng.integers(0, 2, (3, 2)).astype(float)
    errors = {f.__name__: check_gradient(E, net, X, t, f) for f in (backprop, *WRONG.values())}
    assert max(errors["backprop"].values()) < 1e-8
    only_below = {name for name, e in errors.items() if e[2] < 1e-8 and e[1] > 1e-3}
    assert only_below == {"no_slope", "stale", "bias_kept"}            # what is lost on the way back spares the last layer
    assert {name for name, e in errors.items() if min(e.values()) > 1e-4} == {"g_of_y", "wrong_sign", "bias_penalised"}
    assert errors["wrong_sign"][2] > 0.9


def test_the_printed_gradient_points_almost_the_right_way():
    """SLIDES: 2-4-2 sigmoid net, one example: cosine .996 with the true gradient, relative error .066."""
    cosines, errors = [], []
    for seed in range(50):
        draw = np.random.default_rng(seed)
        net, E = Network.random([2, 4, 2], "sigmoid", draw), Objective("squared error")
        X, t = draw.normal(size=(1, 2)), draw.integers(0, 2, (1, 2)).astype(float)
        a, b = (np.concatenate([dW.ravel() for dW in f(E, net, X, t).values()]) for f in (backprop, g_of_y))
        cosines.append(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
        errors.append(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))
        assert max(check_gradient(E, net, X, t, g_of_y).values()) > 1e-3               # always caught
    assert 0.97 < np.median(cosines) < 1 and min(cosines) > 0.4                        # always downhill
    assert 0.03 < np.median(errors) < 0.2


def test_with_identity_units_the_printed_formula_is_right():
    net, E = Network.random([2, 3, 1], "identity", rng=0), Objective("squared error")
    X, t = rng.normal(size=(4, 2)), rng.normal(size=(4, 1))
    assert max(check_gradient(E, net, X, t, g_of_y).values()) < 1e-8


def test_without_lambda_a_penalised_bias_is_no_mistake():
    net, (X, labels) = Network.random([2, 3, 1], ["tanh", "sigmoid"], rng=0), data.xor_corners()
    for lam, right in ((0.0, True), (0.01, False)):
        errors = check_gradient(Objective("cross-entropy", "L2", lam), net, X, labels[:, None], bias_penalised)
        assert (max(errors.values()) < 1e-8) == right


def test_the_bias_row_undropped_and_uncut_is_refused_by_numpy():
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"], rng=0)
    p = net.forward(X1)
    with pytest.raises(ValueError, match="broadcast"):
        (np.ones((1, 1)) @ net.W[2]) * net.g[1].derivative(p.z[1])


def successes(pair, eta, steps, names):
    """How many of 100 starts learn XOR with each gradient; 2-4-1, from the same weights."""
    g, loss = PAIRS[pair]
    X, labels = data.xor_corners()
    t, result = labels[:, None].astype(float), {}
    for name in names:
        net = Network.random([2, 4, 1], [g, "sigmoid"], rng=0, stack=100)
        *_, last = gradient_descent(net, Objective(loss), X, t, eta, steps, gradient=gradients(eta)[name])
        result[name] = int(((last.net(X) > 0.5) == (t == 1)).all((-2, -1)).sum())
    return result


@pytest.mark.parametrize("pair, printed", [("tanh, cross-entropy", (95, 100)), ("sigmoid, cross-entropy", (40, 90)),
                                           ("sigmoid, squared error", (60, 95))])
def test_the_table_of_the_bug_hunt(pair, printed):
    """SLIDES, 3000 epochs: correct 100 each; as printed 100, 54, 85; too early 100; forgotten 1, 0, 0; wrong sign 0."""
    n = successes(pair, 2.0, 2000, ["correct", "g′(y) as printed", "W updated too early", "⊙ g′ forgotten", "wrong sign"])
    assert n["correct"] >= 98 and n["W updated too early"] >= 97 and n["wrong sign"] == 0
    assert printed[0] <= n["g′(y) as printed"] <= printed[1]
    assert n["⊙ g′ forgotten"] < n["correct"] - 15


def test_the_hunt_is_what_one_gets_one_by_one():
    """Seven candidates as one stack: the same E as each of them alone."""
    hunt = Hunt("tanh, cross-entropy", 2.0, 0.001).upto(30)
    assert hunt.learned.shape == hunt.E.shape == (31, 7)
    for i, name in enumerate(CANDIDATES):
        net = Network.random([2, 4, 1], ["tanh", "sigmoid"], rng=0, stack=100)
        run = gradient_descent(net, hunt.objective, hunt.X, hunt.t, 2.0, 30, gradient=gradients(2.0)[name])
        for step in run:
            np.testing.assert_allclose(np.median(step.E), hunt.E[step.tau, i], rtol=1e-9)
    assert hunt.upto(10) is hunt and len(hunt.E) == 31                 # what has been trained is kept


def test_the_gradients_of_the_hunt_know_eta():
    net = Network.random([2, 4, 1], ["tanh", "sigmoid"], rng=0, stack=(7, 2))
    X, labels = data.xor_corners()
    E, t = Objective("cross-entropy", "L2", 0.01), labels[:, None].astype(float)
    dW = together(0.5)(E, net, X, t)
    i = CANDIDATES.index("W updated too early")
    np.testing.assert_array_equal(dW[1][i], stale(E, net[i], X, t, eta=0.5)[1])
    assert (dW[1][i] != stale(E, net[i], X, t, eta=1.0)[1]).any()
    assert {f.__name__ for f in WRONG.values()} == {
        f.__name__ for f in (g_of_y, no_slope, stale, wrong_sign, bias_penalised, bias_kept)}


# ---- vanishing gradients --------------------------------------------------------------------------------------------

def test_the_gradient_of_sigmoids_vanishes_and_that_of_tanh_does_not():
    """SLIDES: sigmoid .37 (2 layers), .019 (4), 3.6e-5 (8), 2.5e-10 (16); tanh .95, 1.1, .86, .69."""
    from lecture12.explorers.vanishing import norms
    ratio = {(g, d): np.median(n[:, 0] / n[:, -1]) for g in ("sigmoid", "tanh") for d in (2, 4, 8, 16)
             for n in [norms(g, d, 1.0, 0)]}
    for depth, about in {2: .37, 4: .019, 8: 3.6e-5, 16: 2.5e-10}.items():
        assert about / 4 < ratio["sigmoid", depth] < about * 4
        assert ratio["tanh", depth] > 0.03
    steps = [ratio["sigmoid", 2 * d] / ratio["sigmoid", d] ** 2 for d in (2, 4, 8)]
    assert all(0.02 < s < 5 for s in steps)                            # twice as deep, the ratio squared: a factor a layer


# ---- skips ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("a, b", [(0, 2), (0, 3), (0, 4), (1, 3), (1, 4), (2, 4)])
@pytest.mark.parametrize("g", ["tanh", "sigmoid"])
def test_a_skip_breaks_the_layers_up_to_its_start(a, b, g):
    draw = np.random.default_rng(a + 5 * b)
    base, E = Network.random([2, 3, 3, 3, 1], [g] * 3 + ["sigmoid"], draw), Objective("cross-entropy")
    X, t = draw.normal(size=(8, 2)), draw.integers(0, 2, (8, 1)).astype(float)
    V = np.zeros((base.sizes[b], base.sizes[a]))
    V[0, 0] = 1.5
    net = SkipNetwork.of(base, a, b, V)
    printed = check_gradient(E, net, X, t)
    right = check_gradient(E, net, X, t, lambda *problem: by_graph(*problem)[0])
    for k in net.W:
        assert right[k] < 1e-6
        assert printed[k] > 1e-2 if k <= a else printed[k] < 1e-6
    for j, i in np.ndindex(V.shape):                                   # dE/dV, every entry
        change = np.zeros_like(V)
        change[j, i] = 1e-5
        up, down = (E(SkipNetwork.of(base, a, b, V + s * change), X, t) for s in (1, -1))
        assert by_graph(E, net, X, t)[1][j, i] == pytest.approx((up - down) / 2e-5, abs=1e-7)


def test_a_skip_of_weight_zero_is_the_network_itself():
    base = Network.random([2, 3, 3, 1], "tanh", rng=0)
    net = SkipNetwork.of(base, 1, 3, np.zeros((1, 3)))
    X = rng.normal(size=(4, 2))
    np.testing.assert_array_equal(net(X), base(X))
    assert isinstance(net.replace(dict(net.W)), SkipNetwork)


@pytest.mark.parametrize("a, b, V, words", [
    (1, 2, [[0.0] * 3] * 3, "a, b"), (-1, 2, [[0.0]], "a, b"), (1, 4, [[0.0]], "a, b"),
    (1, 3, [[0.0]], "V must have shape"), (1, 3, [[np.nan] * 3], "V must be finite")])
def test_an_impossible_skip_is_refused(a, b, V, words):
    with pytest.raises(ValueError, match=words):
        SkipNetwork.of(Network.random([2, 3, 3, 1], "tanh", rng=0), a, b, V)


def test_a_node_used_twice_adds_both_paths_up():
    x = graph.Node(np.array([[2.0]]))
    total = graph.add(x, x)
    total.backward()
    assert x.slope == 2.0
