"""Slide 44: a hundred random initialisations, trained as one stack while you watch."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from .. import xor
from ..gradients import backprop
from ..panels.labels import Labels
from ..panels.style import GREEN, GREY, INK, TWO_CLASSES, label, moving, sheet
from .base import Explorer
from .controls import buttons, choice, int_slider, log_slider, play
from .controls import seed as seed_slider
from .hidden_units import ACTIVATIONS, features

SIZES = (1, 2, 3, 4, 8)
STEPS, EVERY = 240, 3
TILE, GAP = 12, 2                   # pixels: the map of one network, and the space between two


def uphill(objective, net, X, t):
    """The gradient with the other sign: W moves in its direction, as slides 45-46 have it in words."""
    return {k: -dW for k, dW in backprop(objective, net, X, t).items()}


class Growing:
    """A run of gradient descent, computed as far as it is looked at: every `EVERY`-th network, and who solves XOR."""

    def __init__(self, snapshots):
        self.snapshots, self.kept = snapshots, []

    def __getitem__(self, frame):
        """(net, solved) at step EVERY * frame; the last that there is, if all networks have diverged before."""
        while len(self.kept) <= frame:
            snapshot = None
            for _ in range(EVERY if self.kept else 1):
                snapshot = next(self.snapshots, snapshot)
            if snapshot is None:
                return self.kept[-1]
            self.kept.append((snapshot.net, xor.solved(snapshot.net)))
        return self.kept[frame]


@lru_cache(maxsize=20)
def run(hidden, g, eta, sign, seed):
    return Growing(xor.descend(xor.starts(hidden, g, seed), eta, STEPS, backprop if sign == "−" else uphill))


def mosaic(maps, solved):
    """Maps (100, TILE, TILE), 0..1, as one picture of 10 x 10 tiles, pale where not solved; network 0 is top left."""
    pitch = TILE + GAP
    canvas = np.full((10 * pitch, 10 * pitch), 0.5)
    tiles = 0.5 + (maps - 0.5) * np.where(solved, 1, 0.3)[:, None, None]
    for n, tile in enumerate(tiles[:, ::-1]):                   # low x2 comes first, and belongs at the bottom
        row, column = pitch * (n // 10) + GAP // 2, pitch * (n % 10) + GAP // 2
        canvas[row:row + TILE, column:column + TILE] = tile
    return canvas


def starts_explorer(hidden=2, g="tanh", eta=1.0, sign="−", network=7, seed=0, tau=15):
    """Slide 44: how often does gradient descent find the hidden units? A hundred starts, trained as you watch."""
    controls = [buttons("hidden", "show h", hidden, SIZES, "slide 44: hidden units of the networks on the left"),
                choice("g", "activation g", g, ACTIVATIONS, "slide 44: linear hidden units do not help"),
                log_slider("eta", "learning rate η", eta, 0.1, 10, "slide 46: the length of the step"),
                buttons("sign", "W ← W … η ∂E/∂W", sign, ["−", "+"], "slides 45-46: + is the gradient's own direction"),
                int_slider("network", "network", network, 0, 99, "the framed one; its seed in the explorers above"),
                seed_slider(seed, "another hundred"),
                play("tau", "step τ", tau, STEPS, tip="press play: they are trained as you watch; scrub both ways")]
    controls[-1].step = EVERY
    figure, (tiles, bars) = sheet("The maps of a hundred networks, and how many solve XOR by number of hidden units", 2,
                                  size=(8, 3.7))
    pitch = TILE + GAP
    image = moving(tiles.imshow(np.full((10 * pitch,) * 2, 0.5), cmap=TWO_CLASSES, vmin=0, vmax=1,
                                interpolation="nearest"))
    frames = LineCollection([], colors=GREEN, linewidths=1.6)
    chosen = moving(tiles.plot([], [], color=INK, lw=3, zorder=3)[0])
    tiles.add_collection(moving(frames))
    label(tiles, "100 starts; solved ones framed")
    tiles.set_axis_off()
    label(bars, "starts that solve XOR", "hidden units h", "of 100", (-0.6, 4.6), (0, 110))
    bars.set_xticks(range(5), SIZES)
    rectangles = [moving(bar) for bar in bars.bar(range(5), [0] * 5, 0.65)]
    counts = Labels(bars, 10)
    axis = np.linspace(-1.6, 1.6, TILE)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)

    def compute(hidden, g, eta, sign, network, seed, tau):
        frame = round(tau / EVERY)
        at = {h: run(h, g, eta, sign, seed)[frame] for h in SIZES}
        net, solved = at[hidden]
        count = {h: int(s.sum()) for h, (_, s) in at.items()}
        names = [xor.unit_names(net[n]) for n in np.flatnonzero(solved)]
        kinds = {tuple(sorted(name)) for name in names}
        lost = int((~np.isfinite(net.flat)).any(-1).sum())
        words = (f"Step {frame * EVERY}, {g}, h = {hidden}: {count[hidden]} of 100 starts solve XOR"
                 + (f", with {len(kinds)} different set{'s' * (len(kinds) > 1)} of features" if kinds else "") + ". ")
        words += f"{lost} have diverged. " if lost else ""
        verdict = "solves it" if solved[network] else "does not"
        words += f"Network {network} {verdict}: {features(xor.unit_names(net[network]))}."
        with np.errstate(invalid="ignore"):
            picture = mosaic(np.nan_to_num(net(grid)[..., 0], nan=0.5).reshape(-1, TILE, TILE), solved)
        return SimpleNamespace(hidden=hidden, network=network, solved=solved, count=count, kinds=kinds, lost=lost,
                               picture=picture, words=words)

    def frame_of(n):
        x, y = pitch * (n % 10) - 0.5, pitch * (n // 10) - 0.5
        return np.array([(x, y), (x + pitch, y), (x + pitch, y + pitch), (x, y + pitch), (x, y)])

    def draw(s):
        image.set_data(s.picture)
        frames.set_segments([frame_of(n) for n in np.flatnonzero(s.solved)])
        chosen.set_data(*frame_of(s.network).T)
        for bar, h in zip(rectangles, SIZES, strict=True):
            bar.set_height(s.count[h])
            bar.set_facecolor(GREEN if h == s.hidden else GREY)
        counts.update([str(s.count[h]) for h in SIZES], [(k, s.count[h] + 4) for k, h in enumerate(SIZES)])

    def pointer(event, s):
        if event.kind == "press" and event.axes is tiles:
            row, column = int((event.y + 0.5) // pitch), int((event.x + 0.5) // pitch)
            return {"network": 10 * row + column} if 0 <= row < 10 and 0 <= column < 10 else None
        return None

    return Explorer(starts_explorer, controls, compute, figure, draw, pointer=pointer)
