"""The explorers of slides 55-67: what lights up together, what a click does, what is said, and where sliders end."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from lecture12 import explorers
from lecture12.explorers.backpropagation import backpropagation_explorer
from lecture12.explorers.batch import batch_explorer
from lecture12.explorers.bug_hunt import LETTERS, bug_hunt_explorer
from lecture12.explorers.passes import EXAMPLE, edges, network, read
from lecture12.explorers.skip_connections import SIZES, SKIPS, skip_explorer
from lecture12.explorers.spelled import num
from lecture12.explorers.vanishing import vanishing_explorer
from lecture12.hunt import CANDIDATES
from lecture12.objective import Objective


def value(text):
    """The number at the end of an equation."""
    return float(text.rpartition("= ")[2].replace("−", "-"))


@pytest.mark.parametrize("loss", ["½ squared error", "cross-entropy"])
@pytest.mark.parametrize("net", ["2-1", "2-2-1", "1-1-1-1", "3-4-3-2"])
def test_symbol_number_and_line_light_up_together(net, loss):
    explorer = backpropagation_explorer(net=net, loss=loss, g="tanh", t2=1)
    seen = set()
    for stop in range(explorer.state.last["stop"] + 1):
        explorer.set(stop=stop)
        s = explorer.state
        row = s.rows[s.row]
        assert row[1] and (not s.now.line or row[2:] == (s.now.line.function, s.now.line.source.strip()))
        column = s.slopes if s.now.symbol.startswith("dE") else s.values
        for where, key in s.new:                                        # what has just been computed is on the graph, ...
            assert where == ("slope" if column is s.slopes else "value") and key in column
        for where, key in s.used:                                       # ... and what it is made of was there before
            assert key in (s.slopes if where == "slope" else s.values) and (where, key) not in s.new
        if stop:                                                        # the equation ends with one of the new numbers
            assert value(s.equation) in [pytest.approx(float(num(column[key]).replace("−", "-"))) for _, key in s.new]
        assert f"Stop {stop} of" in s.words and len(s.new) == np.size(s.now.value)
        assert not seen & set(s.new)
        seen |= set(s.new)
    assert {key for _, key in seen if key[0] == "w"} == {("w", *e) for e in edges(s.net)}


def test_the_row_of_the_table_is_marked_and_only_run_code():
    explorer = backpropagation_explorer()
    frame, = (p for ax in explorer.figure.figure.axes for p in ax.patches)
    heights = set()
    for stop in range(13):
        explorer.set(stop=stop)
        assert frame.get_height() == pytest.approx(290 / 9 if stop < 12 else 290 / 18)      # no code computes ∂E/∂x
        heights.add(round(frame.get_y() + frame.get_height()))
    assert len(heights) == 9


@pytest.mark.parametrize("net", ["2-2-1", "3-4-3-2"])
def test_a_click_on_an_edge_or_its_row_marks_the_weight(net):
    explorer = backpropagation_explorer(net=net, stop=17)
    axes = explorer.figure.figure.axes[0]
    view = explorer._pointer.__closure__
    graph = next(cell.cell_contents for cell in view if hasattr(cell.cell_contents, "edge_at"))
    for number, edge in enumerate(explorer.state.edges, 1):
        left, _, right, y = graph.at.rows["w", *edge]
        explorer.set(edge=1 + number % len(explorer.state.edges))
        explorer._on_pointer(SimpleNamespace(kind="press", axes=axes, x=(left + right) / 2, y=y))
        assert explorer.values["edge"] == number and explorer.state.chosen == edge
        k, j, i = edge
        y_in = explorer.state.values["y", k - 1, i - 1] if i else 1
        shown = y_in * explorer.state.slopes["z", k, j]
        assert f"= {num(explorer.state.slopes['w', *edge])}" in explorer.words
        assert explorer.state.slopes["w", *edge] == pytest.approx(shown)
        if i:                                                           # the line itself, near its end where it is alone
            (x0, y0), (x1, y1) = graph.at.lines[edge]
            assert graph.edge_at(x1 - 0.02 * (x1 - x0), y1 - 0.02 * (y1 - y0)) == edge
    explorer._on_pointer(SimpleNamespace(kind="press", axes=axes, x=2, y=2))
    assert explorer.values["edge"] == number                            # a click beside everything changes nothing


def test_a_changed_weight_moves_e_as_its_derivative_foretells():
    explorer = backpropagation_explorer(delta=0.1)
    s, before = explorer.state, backpropagation_explorer().state
    E, changed = Objective("squared error"), s.net
    assert changed.W[1][1, 2] == pytest.approx(0.4) and before.net.W[1][1, 2] == 0.3
    assert 2 * s.values["E", 2, 0] == pytest.approx(float(E(changed, [[0.5, -1]], [[1]])))
    assert s.foretold == pytest.approx(0.1 * before.slopes["w", 1, 1, 2]) and s.E == before.values["E", 2, 0]
    assert abs(s.values["E", 2, 0] - s.E - s.foretold) < 0.05 * abs(s.foretold)
    assert "foretold −0.001692" in explorer.words


def test_weights_can_be_typed():
    text = "0 1 2, 3 4 5, −6 7 .5"
    explorer = backpropagation_explorer(weights=text)
    np.testing.assert_array_equal(explorer.state.net.flat, [0, 1, 2, 3, 4, 5, -6, 7, .5])
    assert "seed" in explorer.state.inert and "seed" not in backpropagation_explorer().state.inert
    numbers = "expected numbers"
    for bad, words in ("1 2", "got 2 numbers, expected 9 for 2-2-1"), ("a b", numbers), ("1 nan", numbers), ("1e9", numbers):
        with pytest.raises(ValueError, match=f"weights: .*{words}"):
            explorer.set(weights=bad)
        assert explorer.values["weights"] == text
    assert read(" ") == []


def test_the_seeds():
    np.testing.assert_array_equal(network("2-2-1", "tanh").W[1], EXAMPLE[0])
    drawn = network("2-2-1", "tanh", seed=1).flat
    assert (drawn != network("2-2-1", "tanh", seed=2).flat).any() and (drawn == drawn.round(1)).all()


def test_the_kink_of_a_relu_is_said():
    explorer = backpropagation_explorer(g="relu")                       # z2 of the example is 0
    assert "kink" in explorer.words and max(explorer.state.off.values()) > 1e-3
    explorer.set(x1=0.7)
    assert "kink" not in explorer.words and max(explorer.state.off.values()) < 1e-8


def test_the_scrub_bar_ends_where_the_net_does():
    explorer = backpropagation_explorer()
    stop, edge = explorer.controls["stop"], explorer.controls["edge"]
    assert (stop.max, edge.max) == (12, 9)
    explorer.set(net="3-4-3-2", stop=17, edge=39)
    assert (stop.max, edge.max) == (17, 39) and repr(explorer) == "backpropagation_explorer(stop=17, net='3-4-3-2', edge=39)"
    again = explorers.backpropagation_explorer(stop=17, net="3-4-3-2", edge=39)
    assert again.values == explorer.values and again.words == explorer.words
    explorer.controls["net"].value = "2-1"                              # by hand, on the page
    assert (stop.max, stop.value, edge.max, edge.value) == (7, 7, 3, 3) and explorer.state.stop == 7
    explorer.reset()
    assert repr(explorer) == "backpropagation_explorer()" and (stop.max, edge.max) == (12, 9)


# ---- a batch --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("net", ["2-2-1", "2-4-1", "3-4-2", "3-4-3-2"])
@pytest.mark.parametrize("N", [1, 5, 12])
def test_what_a_line_combines_gives_what_it_says(net, N):
    explorer = batch_explorer(net=net, N=N)
    for line in range(explorer.state.last["line"] + 1):
        explorer.set(line=line)
        *parts, equals, (_, result) = explorer.state.parts
        assert equals == "="
        if len(parts) == 3:
            (_, a), sign, (_, b) = parts
            made = {"@": np.matmul, "⊙": np.multiply, "−": np.subtract}[sign](a, b)
        else:
            made = {"σ": lambda z: 1 / (1 + np.exp(-z)), "½ Σ": lambda d: d.sum(keepdims=True) / 2}[parts[0]](parts[1][1])
        np.testing.assert_allclose(made, result, rtol=1e-12)
        shape = explorer.state.shapes[line]
        assert shape == ("a number" if explorer.state.now.symbol == "E" else "{} × {}".format(*result.shape))
        assert explorer.state.now.line.source.strip() == explorer.state.rows[line][3]
    assert explorer.state.off < 1e-12


# ---- the bug hunt ---------------------------------------------------------------------------------------------------

def test_letters_hide_the_names_until_one_is_picked():
    explorer = bug_hunt_explorer()
    assert not any(name in explorer.words for name in CANDIDATES) and "Whose gradient is right?" in explorer.words
    right = explorer.state.right[0]
    explorer.set(pick=right)
    assert explorer.words.startswith("Right. ") and explorer.state.name[right] == "correct"
    wrong = next(letter for letter in LETTERS if letter != right)
    explorer.set(pick=wrong)
    assert f"{wrong} is: {explorer.state.name[wrong]}" in explorer.words


def test_another_shuffle_is_another_order_of_the_same():
    explorer = bug_hunt_explorer(pick="show me")
    results = {explorer.state.name[letter]: n for letter, n in explorer.state.learned.items()}
    orders = set()
    for shuffle in range(5):
        explorer.set(shuffle=shuffle)
        s = explorer.state
        orders.add(tuple(s.name.values()))
        assert {s.name[letter]: n for letter, n in s.learned.items()} == results and set(results) == set(CANDIDATES)
        assert [s.name[letter] for letter in s.right] == ["correct"]
    assert len(orders) == 5


def test_training_is_kept_and_does_not_depend_on_the_way():
    explorer = bug_hunt_explorer(tau=5, eta=1.3)
    early = explorer.state
    explorer.set(tau=25)
    late = explorer.state
    explorer.set(tau=5)
    np.testing.assert_array_equal(explorer.state.E, early.E)
    np.testing.assert_array_equal(late.E[:6], early.E)
    assert explorer.state.learned == early.learned


def test_a_learning_rate_that_is_too_large_is_said():
    assert "η is too large" in bug_hunt_explorer(eta=10, pick="show me").words
    assert "η is too large" not in bug_hunt_explorer(pick="show me").words


def test_without_lambda_two_are_right():
    s = bug_hunt_explorer(lam=0, pick="show me").state
    assert {s.name[letter] for letter in s.right} == {"correct", "bias penalised"} and "λ = 0" in s.words


# ---- vanishing gradients, skips ---------------------------------------------------------------------------------------

def test_the_words_about_the_gradient():
    explorer = vanishing_explorer()
    assert "vanishes" in explorer.words
    explorer.set(g="tanh", scale=5, depth=16)
    assert explorer.state.left == explorer.state.ratio["tanh"][15] > 1
    explorer.set(depth=1)
    assert explorer.state.left == 1 and "keeps" in explorer.words


@pytest.mark.parametrize("skip", SKIPS)
def test_a_skip_colours_the_weights_that_lead_to_its_start(skip):
    a, b = SKIPS[skip]
    explorer = skip_explorer(skip=skip, i=2, j=2)
    s = explorer.state
    assert s.bad == list(range(1, a + 1)) and max(s.graph.values()) < 1e-6
    for k, wrong in s.wrong.items():
        expected = np.zeros_like(wrong)
        expected[1 if k == a else slice(None)] = k <= a                # all below, and of layer a the row of unit 2
        np.testing.assert_array_equal(wrong, expected)
    assert s.dv == pytest.approx(s.by_difference, abs=1e-7)
    assert ("j" in s.inert) == (SIZES[b] == 1)
    assert re.search(r"wrong|still check", s.words)
    explorer.set(v=0)
    assert explorer.state.bad == []


@pytest.mark.parametrize("dpi", [72, 97, 111, 150, 200])
@pytest.mark.parametrize("explorer", [
    backpropagation_explorer(net="3-4-3-2"), backpropagation_explorer(loss="cross-entropy"), batch_explorer(net="3-4-3-2")],
    ids=repr)
def test_slide_equation_function_and_code_have_room(explorer, dpi):
    """Letters of a fixed width are rounded to whole pixels, so their lines are a little longer on some screens."""
    figure = explorer.figure.figure
    figure.set_dpi(dpi)
    explorer.figure.draw()
    table = next(ax for ax in figure.axes if any(text.get_text() == "forward" for text in ax.texts))
    inside = table.get_window_extent().extents
    rows = [text.get_window_extent().extents for text in table.texts if text.get_text()]
    assert len(rows) > 30
    for n, (left, bottom, right, top) in enumerate(rows):
        assert inside[0] <= left and right <= inside[2] and bottom < top
        for other in rows[n + 1:]:
            assert right < other[0] or other[2] < left or top <= other[1] + 1.5 or other[3] <= bottom + 1.5, dpi
