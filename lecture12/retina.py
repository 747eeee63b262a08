"""The Mark I's retina of 20 x 20 points (slide 21): marks on cards, and the same cards with all points shuffled.

The public demonstration of 1958 told cards marked on the left from cards marked on the right after about fifty of them.
"""

import numpy as np

from lecture12.checks import named, whole
from lecture12.dataset import Dataset

SIDE = 20
LETTERS = {
    "T": ["#####", "..#..", "..#..", "..#..", "..#.."],
    "L": ["#....", "#....", "#....", "#....", "#####"],
}


def cards(n=50, pattern="left or right", seed=0):
    """n cards, X (n, 400) of 0 and 1, row by row; labels 0 and 1 in turn. pattern "left or right": a square mark of 4 x 4
    in the left or the right half; "T or L": the letter, three points a stroke, anywhere on the retina.

    >>> cards(2).X.reshape(2, 20, 20)[0][:, 10:].sum()      # the first is marked on the left
    np.float64(0.0)
    """
    named("pattern", pattern, {"left or right": 0, "T or L": 1})
    rng, X, labels = np.random.default_rng(seed), np.zeros((whole("n", n), SIDE, SIDE)), np.arange(n) % 2
    for card, label in zip(X, labels, strict=True):
        if pattern == "left or right":
            row, column = rng.integers(SIDE - 3), rng.integers(SIDE // 2 - 3) + label * SIDE // 2
            card[row:row + 4, column:column + 4] = 1
        else:
            glyph = np.array([[mark == "#" for mark in line] for line in LETTERS["TL"[label]]])
            glyph = np.kron(glyph, np.ones((3, 3)))
            row, column = rng.integers(SIDE - 14, size=2)
            card[row:row + 15, column:column + 15] = glyph
    return Dataset(X.reshape(n, -1), labels)


def shuffle(X, seed=0):
    """X with its 400 points in another order, the same for every card: (n, 400) -> (n, 400).

    >>> X = cards(4).X
    >>> bool((shuffle(X).sum(1) == X.sum(1)).all()), bool((shuffle(X) == X).all())
    (True, False)
    """
    return X[:, np.random.default_rng(seed).permutation(X.shape[1])]
