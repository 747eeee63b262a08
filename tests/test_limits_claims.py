"""What notebook 07 shows: the board, the proof, the counts, the look-up table and the three ways; pointer and buttons."""

import numpy as np
import pytest

from lecture12 import data, with_bias
from lecture12.explorers import board_explorer, counting_explorer, lookup_explorer, proof_explorer, three_ways_explorer
from lecture12.explorers.limits import FUNCTIONS, contradiction, formula, handles, line_weights, outputs, separable
from lecture12.live import Pointer
from lecture12.separability import decide, truth_tables

X1, X2 = data.all_bits(2).astype(bool).T
MEANING = {"0": X1 & ~X1, "NOR": ~(X1 | X2), "x₂ ∧ ¬x₁": X2 & ~X1, "NOT x₁": ~X1, "x₁ ∧ ¬x₂": X1 & ~X2, "NOT x₂": ~X2,
           "XOR": X1 ^ X2, "NAND": ~(X1 & X2), "AND": X1 & X2, "XNOR": ~(X1 ^ X2), "x₂": X2, "x₁ ⇒ x₂": ~X1 | X2, "x₁": X1,
           "x₂ ⇒ x₁": ~X2 | X1, "OR": X1 | X2, "1": X1 | ~X1}


def press(explorer, axes, x, y):
    for listener in explorer.figure._listeners:
        listener(Pointer("press", axes, x, y))


def test_names_of_the_sixteen():
    assert list(MEANING) == FUNCTIONS
    assert all(np.array_equal(truth_tables(2)[i], MEANING[name]) for i, name in enumerate(FUNCTIONS))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_solve_it(name):
    """The button finds a line for 14 functions, within the sliders' range, and says why there is none for the others."""
    explorer = board_explorer(function=name)
    button = next(b for b in explorer.children[0].children[0].children[-1].children if b.description == "Solve it")
    button.click()
    assert explorer.state.separated == (name not in ("XOR", "XNOR"))
    if not explorer.state.separated:
        assert explorer.values["verdicts"] and f"{name} cannot: (" in explorer.words


def test_no_line_does_xor():
    """The board's own arithmetic, for 20000 lines: every function but two is met."""
    rng = np.random.default_rng(0)
    met = {tuple(outputs(line_weights(*ends))) for ends in rng.uniform(-0.7, 1.7, (20_000, 4))}
    assert {name for name, table in MEANING.items() if tuple(table.astype(int)) not in met} == {"XOR", "XNOR"}


def test_handles_lie_on_their_line():
    for w in ([-3.0, 2, 2], [1.0, -1, -1], [-1.0, 2, 0], [1.0, 0, -2], [-1.0, 2, -2]):
        found = line_weights(*handles(np.array(w)))
        assert np.allclose(found / np.linalg.norm(found[1:]), w / np.linalg.norm(w[1:]), atol=0.05)


def test_two_handles_in_one_point():
    explorer = board_explorer(ax=0.5, ay=0.5, bx=0.5, by=0.5)
    assert explorer.words == "A and B are one point: no line."


def test_board_is_clicked_and_handles_are_dragged():
    explorer = board_explorer()
    explorer.figure.draw()
    board, plane = explorer.figure.figure.axes
    press(explorer, board, 2.5, 1.5)
    assert explorer.values["function"] == "XOR"
    press(explorer, plane, 0.5, 0.5)
    assert explorer.values["function"] == "XOR"
    (line, _, *_), (_, second, *_) = list(explorer.figure._points())
    for listener in explorer.figure._listeners:
        listener(Pointer("drag", plane, 0.51, 5.0, grabbed=(line, second)))
    assert explorer.values["bx"] == 0.5 and explorer.values["by"] == 1.7 and explorer.values["ax"] == -0.2


def test_formulas_and_contradictions_in_words():
    assert formula(np.array([-3, 2, 2])) == "−3 + 2 x₁ + 2 x₂ ≥ 0" and formula(np.array([1, -1, 0])) == "1 − x₁ ≥ 0"
    assert formula(np.array([1, 0, 0])) == "1 ≥ 0" and formula(np.array([-0.5, 0.25, -1])) == "−0.5 + 0.25 x₁ − x₂ ≥ 0"
    for number in range(0, 65536, 777):
        table = truth_tables(4)[number]
        answer = decide(table)
        if not answer.separable[0]:
            sides = [[term.partition("·")[::2] if "·" in term else ("1", term) for term in side.split(" + ")]
                     for side in contradiction(table, answer.proof[0]).split(" = ")]
            sums = [sum(int(n) * np.array([1, *eval(x)]) for n, x in side) for side in sides]     # noqa: S307
            assert np.array_equal(*sums)


@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_counts_by_halves_are_those_of_all(d):
    assert np.array_equal(separable(d), decide(truth_tables(d)).separable)


def test_counting_explorer():
    explorer = counting_explorer(d=4)
    assert explorer.state.counts == {1: (4, 4), 2: (14, 16), 3: (104, 256), 4: (1882, 65536)}
    assert [f"{100 * a / b:.1f}" for a, b in explorer.state.counts.values()] == ["100.0", "87.5", "40.6", "2.9"]
    names = explorer.figure.figure.axes[1].texts              # every corner of the cube has its bits
    assert sorted(name.get_text() for name in names) == [f"{k:04b}" for k in range(16)]
    explorer.set(d=1, number=1)
    assert sorted(name.get_text() for name in names) == [""] * 14 + ["0", "1"]
    explorer.set(d=3, number=256 + 150)                       # numbers start again
    assert explorer.state.number == 150 and np.array_equal(explorer.state.table, data.parity(3).labels)
    press(explorer, explorer.figure.figure.axes[0], 0.999, 0.999)
    assert explorer.state.number == 255
    press(explorer, explorer.figure.figure.axes[0], 6.5 / 16, 9.5 / 16)
    assert explorer.state.number == 9 * 16 + 6


@pytest.mark.parametrize("function", ["XOR", "XNOR", "AND", "OR", "NAND"])
def test_inequalities(function):
    explorer, best = proof_explorer(function=function), 0
    for w in np.random.default_rng(0).uniform(-3, 3, (100, 3)).round(2):
        explorer.set(w0=w[0], w1=w[1], w2=w[2])
        s = explorer.state
        assert np.allclose(s.score, with_bias(data.all_bits(2)) @ w)
        assert np.array_equal(s.ticks, (s.score >= 0) == MEANING[function])
        one, zero = s.score[s.target == 1].sum(), s.score[s.target == 0].sum()
        assert function not in ("XOR", "XNOR") or one == pytest.approx(zero) == pytest.approx(2 * w[0] + w[1] + w[2])
        best = max(best, s.ticks.sum())
        if best == 4:
            break
    assert best == (3 if function in ("XOR", "XNOR") else 4)


@pytest.mark.parametrize("d", [4, 6, 8, 10])
def test_a_look_up_table_learns_all_and_generalises_nothing(d):
    runs = [lookup_explorer(d=d, seed=seed).state for seed in range(6)]
    assert all(s.right[0] == 1 and s.features == 2**d for s in runs)
    for s in runs:
        assert not s.w[1:][~s.seen].any() and s.w[1:][s.seen].any()    # the weights of unseen inputs never moved,
        assert (s.y[~s.seen] == (s.w[0] >= 0)).all()                   # the bias answers
    assert abs(np.mean([s.right[1] for s in runs]) - 0.5) < (0.3 if d == 4 else 0.15)


def test_the_design_of_the_features_solves_the_task():
    for seed in range(5):
        for features, target, low in (("product of signs", "parity", 1.0), ("the bits", "majority", 0.9)):
            assert min(lookup_explorer(8, 0.5, target, features, seed).state.right) >= low
        assert lookup_explorer(8, 0.5, "parity", "the bits", seed).state.right[0] < 0.8
    assert lookup_explorer(2, 0.1).state.seen.sum() == 1               # one input at least is seen,
    assert (~lookup_explorer(2, 0.9).state.seen).sum() == 1            # and one is not


def test_few_inputs_are_fitted_by_nearly_any_features_and_prove_little():
    few, many = lookup_explorer(3, 0.5, "parity", "the bits"), lookup_explorer(10, 0.5, "majority", "the bits")
    assert few.state.right[0] == 1 and few.state.right[1] <= 0.5 and "says little about the rest" in few.words
    assert min(many.state.right) > 0.95 and "say something about the rest" in many.words


@pytest.mark.parametrize("dataset", ["xor", "rings", "moons"])
@pytest.mark.parametrize("lam", [0.1, 1.0, 10.0])
def test_features_and_kernel_are_one_model(dataset, lam):
    s = three_ways_explorer(dataset, lam=lam).state
    assert s.kernels < 1e-12 and s.outputs < 1e-12 and "differ by less than 10⁻¹²" in s.words


def test_learned_features_where_squares_are_the_wrong_ones():
    for seed in range(3):
        s = three_ways_explorer("moons", seed=seed).state
        assert s.right["phi"] == s.right["kernel"] < 0.95 < s.right["hidden"]
    for dataset in "xor", "rings":
        assert min(three_ways_explorer(dataset).state.right.values()) > 0.95
