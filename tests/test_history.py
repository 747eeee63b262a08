"""The retina of slide 21, its explorer, and the checks of the history notebook."""

import numpy as np
import pytest

from lecture12.exercises import history as ask
from lecture12.explorers import mlp_explorer, retina_explorer, timeline_explorer
from lecture12.explorers.history import EVENTS, learned
from lecture12.live import Pointer
from lecture12.retina import SIDE, cards, shuffle
from questions import all_answers


@pytest.mark.parametrize("pattern", ["left or right", "T or L"])
def test_cards(pattern):
    X, labels = cards(40, pattern, seed=3)
    assert X.shape == (40, SIDE * SIDE) and set(np.unique(X)) == {0.0, 1.0} and labels.tolist() == [0, 1] * 20
    assert np.array_equal(X, cards(40, pattern, seed=3).X) and not np.array_equal(X, cards(40, pattern, seed=4).X)
    assert len(set(X.sum(1))) == 1                          # every card has as many points: counting does not help


def test_marks_lie_in_their_half():
    X, labels = cards(100)
    right = X.reshape(-1, SIDE, SIDE)[:, :, SIDE // 2:].sum((1, 2))
    assert ((right > 0) == labels).all() and set(right) == {0.0, 16.0}


def test_bad_input():
    with pytest.raises(ValueError, match="pattern .*left or right"):
        cards(10, "up or down")
    with pytest.raises(ValueError, match="n must be"):
        cards(0)
    with pytest.raises(ValueError, match="drawn: got 400"):
        retina_explorer(drawn=(400,))


@pytest.mark.parametrize("pattern", ["left or right", "T or L"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_shuffling_the_points_changes_nothing_but_their_places(pattern, seed):
    (w, mistakes, right), (w2, mistakes2, right2) = (learned(50, pattern, shuffled, seed) for shuffled in (False, True))
    assert np.array_equal(mistakes, mistakes2) and right == right2 and w[0] == w2[0]
    assert np.array_equal(shuffle(w[None, 1:])[0], w2[1:]) and not np.array_equal(w, w2)


def test_fifty_cards_are_enough():
    assert all(learned(50, "left or right", False, seed)[2] > 0.9 for seed in range(5))
    assert learned(2, "left or right", False, 0)[2] < 0.9


def test_drawing_with_the_pointer():
    explorer = retina_explorer()
    eye = explorer.figure.figure.axes[0]
    for x in (3.5, 4.5):
        explorer._on_pointer(Pointer("press", eye, x, 2.5))
    assert explorer.values["drawn"] == (43, 44) and explorer.state.shown.sum() == 2 and "Your drawing" in explorer.words
    explorer._on_pointer(Pointer("drag", eye, 3.5, 2.5, shift=True))
    explorer._on_pointer(Pointer("drag", eye, -3, 2.5))     # outside: nothing
    assert repr(explorer) == "retina_explorer(drawn=(44,))" and explorer.state.inert == ["card"]


def test_clicking_on_the_time_line():
    explorer = timeline_explorer()
    ax = explorer.figure.figure.axes[0]
    for name, (year, _) in EVENTS.items():
        explorer._on_pointer(Pointer("press", ax, year + 1, 0.5))
        assert explorer.values["event"] == name and name in explorer.words


def test_every_event_shows_its_experiment():
    shown = {name: timeline_explorer(name).state.stage for name in EVENTS}
    assert np.array_equal(shown["1958 perceptron"].weights, learned(50, "left or right", False, 0)[0][1:])
    wrong = [shown[name].wrong for name in ("1969 limits", "1986 backprop", "1995 SVM")]
    assert wrong[0] > 25 and wrong[1] < 10 and wrong[2] == 0
    for name in ("1969 limits", "1986 backprop", "1995 SVM"):
        decided = shown[name].loss.decide(shown[name].net(shown[name].train.X))
        assert (decided != shown[name].train.labels).sum() == shown[name].wrong
        assert f"{shown[name].wrong} of 100 wrong" in shown[name].title
    curves = shown["2006 deep nets"].curves
    assert curves["sigmoid"][0] < 1e-4 and curves["tanh"][0] > 0.1 and all(c[-1] == 1 for c in curves.values())
    assert [*shown["2012 ImageNet"].bars.values()] == [26.2, 15.3]


def test_the_same_networks_as_in_the_explorers_below():
    for name, same in {"1969 limits": dict(data="xor", layers=0), "1986 backprop": dict(data="xor"),
                       "1995 SVM": dict(data="blobs", layers=0, loss="hinge", regularizer="L2", lam=0.1, eta=1.0)}.items():
        below = mlp_explorer(**same).state.net
        assert all(np.array_equal(W, timeline_explorer(name).state.stage.net.W[k]) for k, W in below.W.items())


def square(row, column):
    return tuple(r * SIDE + c for r in range(row, row + 4) for c in range(column, column + 4))


def test_checks():
    assert "not solved yet" in repr(ask.check_drawing(retina_explorer()))
    assert "0 in the right half" in repr(ask.check_drawing(retina_explorer(drawn=square(0, 0)[:3])))
    assert "8 in the right half" in repr(ask.check_drawing(retina_explorer(drawn=square(0, 8))))
    w = learned(50, "left or right", False, 0)[0][1:].reshape(SIDE, SIDE)
    row, column = next((r, c) for r in range(17) for c in range(10, 17) if w[r:r + 4, c:c + 4].min() > 0)
    assert ask.check_drawing(retina_explorer(drawn=square(row, column))).solved
    assert "not solved yet" in repr(ask.check_fooled(retina_explorer()))
    assert "is right" in repr(ask.check_fooled(retina_explorer(drawn=square(row, column))))
    blank = tuple(np.flatnonzero((w == 0).ravel() & (np.arange(400) % SIDE < 10))[:4])      # no opinion: w0 decides
    answer = retina_explorer(drawn=tuple(map(int, blank))).state.answer
    assert ask.check_fooled(retina_explorer(drawn=tuple(map(int, blank)))).solved == (answer == "right")
    assert "not solved yet" in repr(ask.check_reduction(...)) and ask.check_reduction(41.6).solved
    assert "percentage points" in repr(ask.check_reduction(10.9)) and "26.2" in repr(ask.check_reduction(71.24))


@pytest.mark.parametrize("question", [ask.shuffled_points, ask.halved])
def test_questions(question):
    all_answers(question)
