"""Slides 19-28: a brief history, with the experiments that can be repeated here."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from ..panels.style import BLUE, GREY, INK, ORANGE, SIGNED, label, moving, sheet
from ..perceptron import perceptron_learning
from ..retina import SIDE, cards, shuffle
from .base import Explorer
from .controls import buttons, choice, hidden, int_slider, toggle
from .controls import seed as seed_slider

EVENTS = {      # name: (year, what happened and where it is written, what of it this notebook repeats)
    "1958 perceptron": (1958, """Rosenblatt's report is of 1957, the paper of 1958 (<i>Psychological Review</i> 65). In July
        1958 an IBM 704 learns in public, after about fifty cards, to tell marks on the left from marks on the right; the
        Mark I with its 20 × 20 photocells follows. <b>Repeated below</b>: that demonstration."""),
    "1969 limits": (1969, """Minsky and Papert, <i>Perceptrons</i> (MIT Press): parity and connectedness are out of reach of
        perceptrons of bounded order. They knew that several layers can do XOR. <b>Repeated below</b>: XOR fails."""),
    "1986 backprop": (1986, """Rumelhart, Hinton and Williams, <i>Nature</i> 323, 533-536: hidden units learn their features
        by backpropagation. <b>Repeated below</b>: XOR is solved, and a large net overfits."""),
    "1995 SVM": (1995, """Cortes and Vapnik, <i>Machine Learning</i> 20, 273-297: support vector networks.
        <b>Repeated below</b>: one linear unit with hinge loss and weight decay is a linear SVM."""),
    "2006 deep nets": (2006, """Hinton, Osindero and Teh, <i>Neural Computation</i> 18, 1527-1554: deep nets can be trained
        after all, layer by layer. Large data sets and graphics processors do the rest."""),
    "2012 ImageNet": (2012, """Krizhevsky, Sutskever and Hinton (NIPS 2012): a ConvNet brings the top-5 error from 26.2 %
        (second place) to 15.3 %, which is 42 % less, not quite half. Convolutions, ReLU, dropout, 1.2 million images and
        two graphics processors; no data set of that size is loaded here."""),
}
HYPE = [(1943, 0.1), (1956, 0.25), (1960, 0.9), (1969, 0.35), (1974, 0.12), (1984, 0.3), (1989, 0.85), (1996, 0.35),
        (2004, 0.2), (2010, 0.4), (2015, 1.0)]      # drawn by hand after the slides' words, not a measurement


def timeline_explorer(event="1958 perceptron"):
    """Slides 21-28: a time line to click on; the hype curve is qualitative."""
    controls = [choice("event", "event", event, EVENTS, "slides 21-28; or click on the time line")]
    figure, ax = sheet("A time line from 1943 to 2015 with six events and a qualitative curve of hype", size=(8, 2.6))
    years, hype = np.array(HYPE).T
    ax.fill_between(np.arange(1943, 2016), np.interp(np.arange(1943, 2016), years, hype), color="#e8e8e8")
    label(ax, "hype (qualitative, not measured)", "year", "", (1942, 2019), (0, 1.25))
    ax.set_yticks([])
    at = {name: (year, np.interp(year, years, hype)) for name, (year, _) in EVENTS.items()}
    ax.plot(*zip(*at.values(), strict=True), "o", color=GREY, ms=9)
    for name, (year, height) in at.items():
        ax.annotate(name.partition(" ")[2], (year, height), (0, 9), textcoords="offset points", ha="center")
    mark = moving(ax.plot([], [], "o", ms=15, color=BLUE, mec="white", mew=2)[0])

    def compute(event):
        return SimpleNamespace(event=event, at=at[event], words=f"<b>{event}</b>. {' '.join(EVENTS[event][1].split())}")

    def pointer(event, s):
        return {"event": min(EVENTS, key=lambda name: abs(EVENTS[name][0] - event.x))} if event.axes is ax else None

    return Explorer(timeline_explorer, controls, compute, figure, lambda s: mark.set_data(*np.array([s.at]).T), pointer)


@lru_cache(maxsize=64)
def learned(n, pattern, shuffled, seed):
    """(w, mistakes of every epoch, share of 500 new cards that are right) of perceptron learning on n cards."""
    train, test = cards(n, pattern, seed), cards(500, pattern, 1000 + seed)
    X, X_test = (shuffle(part.X) if shuffled else part.X for part in (train, test))
    steps = list(perceptron_learning(X, train.labels, epochs=30))
    mistakes = np.bincount([s.epoch for s in steps if s.mistake], minlength=steps[-1].epoch + 1)[1:]
    w = steps[-1].w
    return w, mistakes, float(((w[0] + X_test @ w[1:] >= 0) == test.labels).mean())


def retina_explorer(n=50, pattern="left or right", shuffled=False, card=0, seed=0, drawn=()):
    """Slide 21: the Mark I's task. A perceptron with 400 inputs looks at n cards, then at new ones, or at your drawing."""
    controls = [
        int_slider("n", "training cards", n, 1, 200, "the demonstration of 1958 took about fifty"),
        buttons("pattern", "cards show", pattern, ["left or right", "T or L"], "slide 21: what is to be told apart"),
        toggle("shuffled", "shuffle all 400 points the same way", shuffled, "in training, test and drawing alike"),
        int_slider("card", "look at new card", card, 0, 99, "a card that was not trained on"),
        seed_slider(seed), hidden("drawn", drawn, _points)]
    figure, (eye, weights, learning) = sheet("A card on the retina, the weight of each point, mistakes in every epoch", 3,
                                             size=(8, 2.9), width_ratios=[1, 1, 0.9])
    picture = dict(origin="upper", interpolation="nearest", extent=(0, SIDE, SIDE, 0))
    card_image = moving(eye.imshow(np.zeros((SIDE, SIDE)), cmap="Greys", vmin=0, vmax=1.3, **picture))
    weight_image = moving(weights.imshow(np.zeros((SIDE, SIDE)), cmap=SIGNED, vmin=-1, vmax=1, **picture))
    label(eye, "retina: draw on it")
    label(weights, "weights: blue +, red −")
    for ax in (eye, weights):
        ax.set(xticks=[0, 10, 20], yticks=[])
        moving(*ax.spines.values())
    label(learning, "mistakes in each epoch", "epoch", "", (0.5, 10.5), (0, 1))
    learning.set_yticks([])
    bars = moving(learning.plot([], [], color=ORANGE, marker="o", ms=4)[0])
    most = moving(learning.text(10, 0.93, "", ha="right", color=INK))

    def compute(n, pattern, shuffled, card, seed, drawn):
        w, mistakes, right = learned(n, pattern, shuffled, seed)
        names = ("left", "right") if pattern == "left or right" else ("T", "L")
        x = np.zeros(SIDE * SIDE)
        x[list(drawn)] = 1
        shown = x[None] if drawn else cards(100, pattern, 1000 + seed).X[card][None]
        shown = shuffle(shown)[0] if shuffled else shown[0]
        score = float(w[0] + w[1:] @ shown)
        answer = names[int(score >= 0)]
        end = "then none" if mistakes[-1] == 0 else "and still some in the last"
        what = "Your drawing" if drawn else f"New card {card}, which shows {names[card % 2]}"
        words = (
            f"{n} cards: {mistakes.sum()} mistakes in {len(mistakes)} epochs, {end}. Of 500 new cards {right:.1%} are "
            f"right. {what}: wᵀx = {score:.0f}, the answer is <b>{answer}</b>.")
        return SimpleNamespace(w=w, mistakes=mistakes, right=right, shown=shown, score=score, answer=answer, drawn=drawn,
                               words=words, inert=["card"] if drawn else ["Clear drawing"])

    def draw(s):
        card_image.set_data(s.shown.reshape(SIDE, SIDE))
        weight_image.set_data(s.w[1:].reshape(SIDE, SIDE) / max(1, np.abs(s.w[1:]).max()))
        top = max(1, s.mistakes.max())
        bars.set_data(np.arange(1, len(s.mistakes) + 1), s.mistakes / top * 0.9)
        most.set_text(f"most: {s.mistakes.max()}")

    def pointer(event, s):
        if event.axes is not eye or event.kind == "release" or not (0 <= event.x < SIDE and 0 <= event.y < SIDE):
            return None
        point = int(event.y) * SIDE + int(event.x)
        return {"drawn": tuple(sorted(set(s.drawn) - {point} if event.shift else set(s.drawn) | {point}))}

    return Explorer(retina_explorer, controls, compute, figure, draw, pointer,
                    buttons={"Clear drawing": lambda explorer: explorer.set(drawn=())})


def _points(drawn):
    for point in drawn:
        if point not in range(SIDE * SIDE):
            raise ValueError(f"drawn: got {point!r}, expected points 0 to {SIDE * SIDE - 1}, row by row")
