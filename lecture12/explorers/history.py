"""Slides 19-28: a brief history, with the experiments that can be repeated here."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from ..losses import LOSSES
from ..panels.bars import Bars
from ..panels.labels import Labels, number
from ..panels.plane import Plane
from ..panels.style import BLUE, GREEN, GREY, INK, ORANGE, RED, SIGNED, SKY, label, moving, sheet
from ..perceptron import perceptron_learning
from ..retina import SIDE, cards, shuffle
from .base import Explorer
from .controls import buttons, choice, hidden, int_slider, toggle
from .controls import seed as seed_slider
from .playground import confidence, examples, run
from .vanishing import norms

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
        after all, layer by layer. <b>The picture</b>, computed here, shows what had been in the way (notebook 12). Better
        starts and activations, large data sets and graphics processors do the rest."""),
    "2012 ImageNet": (2012, """Krizhevsky, Sutskever and Hinton (NIPS 2012): a ConvNet brings the top-5 error from 26.2 %
        (second place) to 15.3 %, which is 42 % less, not quite half. Convolutions, ReLU, dropout, 1.2 million images and
        two graphics processors; no data set of that size is loaded here: <b>the picture</b> shows published numbers."""),
}
TOP_5 = {"second": 26.2, "ConvNet": 15.3}          # top-5 error in percent, from the paper of 2012
DEEP = 8                                           # layers of the net whose gradients are compared
HYPE = [(1943, 0.1), (1956, 0.25), (1960, 0.9), (1969, 0.35), (1974, 0.12), (1984, 0.3), (1989, 0.85), (1996, 0.35),
        (2004, 0.2), (2010, 0.4), (2015, 1.0)]      # drawn by hand after the slides' words, not a measurement


def stage(event):
    """What the picture beside the time line shows, computed by this package: its title, and what is to be drawn."""
    shown = SimpleNamespace(title="top-5 error in %", weights=None, net=None, curves={}, bars={})
    if event == "1958 perceptron":
        w, _, right = learned(50, "left or right", False, 0)
        shown.title, shown.weights = f"weights after 50 cards: {right:.0%} right", w[1:]
    elif event == "2006 deep nets":
        length = {g: np.median(norms(g, DEEP, 1.0, 0), axis=0) for g in ("tanh", "sigmoid")}
        shown.title, shown.curves = f"gradient, layers 1 to {DEEP}", {g: n / n[-1] for g, n in length.items()}
    elif event == "2012 ImageNet":
        shown.bars = TOP_5
    else:
        data, layers, loss, regularizer, eta, title = {
            "1969 limits": ("xor", 0, "cross-entropy", "none", 3.0, "no hidden layer"),
            "1986 backprop": ("xor", 1, "cross-entropy", "none", 3.0, "four hidden units"),
            "1995 SVM": ("blobs", 0, "hinge", "L2", 1.0, "hinge + L2")}[event]
        shown.train, test = examples(data, 100, 0.15, 0, ())
        history, _ = run(shown.train, test, ("x1", "x2"), layers, 4, "tanh", loss, regularizer, 0.1, eta, "all samples", 0)
        shown.net, shown.loss = history[-1], LOSSES[loss]
        shown.wrong = int((shown.loss.decide(shown.net(shown.train.X)) != shown.train.labels).sum())
        shown.title = f"{title}: {shown.wrong} of 100 wrong"
    return shown


def timeline_explorer(event="1958 perceptron"):
    """Slides 21-28: a time line to click on, and beside it the experiment of each event; the hype curve is qualitative."""
    controls = [choice("event", "event", event, EVENTS, "slides 21-28; or click on the time line")]
    figure, (ax, small) = sheet("A time line from 1943 to 2015 with six events and a qualitative curve of hype; beside it "
                                "the experiment of the event", 2, size=(8, 2.7), width_ratios=[2.6, 1])
    years, hype = np.array(HYPE).T
    ax.fill_between(np.arange(1943, 2016), np.interp(np.arange(1943, 2016), years, hype), color="#e8e8e8")
    label(ax, "hype (qualitative, not measured)", "year", "", (1942, 2019), (0, 1.25))
    ax.set_yticks([])
    at = {name: (year, np.interp(year, years, hype)) for name, (year, _) in EVENTS.items()}
    ax.plot(*zip(*at.values(), strict=True), "o", color=GREY, ms=9)
    for name, (year, height) in at.items():
        ax.annotate(name.partition(" ")[2], (year, height), (0, 9), textcoords="offset points", ha="center")
    mark = moving(ax.plot([], [], "o", ms=15, color=BLUE, mec="white", mew=2)[0])

    plane = Plane(small, names=("", ""), size=4)
    small.set(xticks=[], yticks=[])
    weights = moving(small.imshow(np.zeros((SIDE, SIDE)), cmap=SIGNED, vmin=-1, vmax=1, interpolation="nearest",
                                  extent=(-1.6, 1.6, -1.6, 1.6), zorder=1))
    lines = [moving(small.plot([], [], "o-", ms=4, color=c)[0]) for c in (GREEN, RED)]
    bars, texts, title = Bars(small, SKY), Labels(small, 8), Labels(small, 9, ha="left")

    def compute(event):
        return SimpleNamespace(event=event, at=at[event], words=f"<b>{event}</b>. {' '.join(EVENTS[event][1].split())}",
                               stage=stage(event))

    def draw(s):
        mark.set_data(*np.array([s.at]).T)
        show = s.stage
        title.update([show.title], [(-1.6, 1.8)])
        weights.set_visible(show.weights is not None)
        if show.weights is not None:
            weights.set_data(show.weights.reshape(SIDE, SIDE) / abs(show.weights).max())
        if show.net:
            plane.update(confidence(show.loss, show.net(plane.grid))[:, 0], 0.5, *show.train)
        else:
            plane.update(np.full(len(plane.grid), 0.5), None, np.empty((0, 2)), np.empty(0))
        layers, gradients = np.linspace(-1.3, 1.3, DEEP), [*show.curves.values()]
        for k, line in enumerate(lines):
            line.set_data(*([layers, 1 + np.log10(gradients[k]) / 2] if gradients else [[], []]))
        x, height = np.linspace(-0.8, 0.8, len(show.bars)), np.array([*show.bars.values()]) / 10 - 1.6
        bars.update(x - 0.4, x + 0.4, height, -1.6)
        texts.update([f"{name}: {error}" for name, error in show.bars.items()] +
                     [f"{name}: 1/{float(f'{1 / g[0]:.1g}'):.0f}" for name, g in show.curves.items()],
                     [*zip(x, height + 0.15, strict=True)] + [(-0.8, 0.95), (0.4, -1.3)][:len(gradients)])

    def pointer(event, s):
        return {"event": min(EVENTS, key=lambda name: abs(EVENTS[name][0] - event.x))} if event.axes is ax else None

    return Explorer(timeline_explorer, controls, compute, figure, draw, pointer, wide=True)


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
        total = int(mistakes.sum())
        end = "then none" if mistakes[-1] == 0 else "and still some in the last"
        what = "Your drawing" if drawn else f"New card {card}, which shows {names[card % 2]}"
        words = (
            f"{n} card{'s' * (n > 1)}: {total} mistake{'s' * (total != 1)} in {len(mistakes)} epochs, {end}. Of 500 new "
            f"cards {right:.1%} are right. {what}: wᵀx = {number(score, 0)}, the answer is <b>{answer}</b>.")
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
