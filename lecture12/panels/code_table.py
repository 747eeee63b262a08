"""Slide, equation and line of code together, row by row; a frame marks the row that is at work."""

from matplotlib.patches import Rectangle

from .style import GREY, INK, ORANGE, moving

MONO = {"family": "DejaVu Sans Mono"}
LOOKS = {"color": GREY}, {"color": INK}, {"color": GREY, **MONO}, {"color": INK, **MONO}   # slide, equation, function, code
HIGH, MIDDLE, LOW = 0.28, 0.5, 0.74         # of a row, from its top


class CodeTable:
    """Artists for up to `most` rows on an axes of width x height points; `write` fills them, `mark` moves the frame.

    columns: where slide, equation, function and code begin, in points, all in one line. Without them a row has two lines,
    the code below the equation.
    """

    def __init__(self, ax, width, height, most, columns=()):
        self.pitch, self.top, self.lines = height / most, height, 1 if columns else 2
        ax.set(xlim=(0, width), ylim=(0, height))
        ax.set_axis_off()
        places = [(x, MIDDLE) for x in columns] or [(6, HIGH), (28, HIGH), (width - 6, HIGH), (16, LOW)]
        aligned = "left", "left", "left" if columns else "right", "left"
        sizes = (8, 9, 8, 8) if columns else (8.5, 9.5, 8, 8.25)
        self.texts = [[ax.text(x, self.height(r, down), "", va="center", ha=ha, fontsize=size, **look)
                       for (x, down), ha, size, look in zip(places, aligned, sizes, LOOKS, strict=True)]
                      for r in range(most)]
        self.frame = moving(ax.add_patch(Rectangle((1, 0), width - 2, self.pitch, fc="none", ec=ORANGE, lw=2.2,
                                                   clip_on=False)))     # a coloured row would send all its letters anew

    def height(self, row, down=MIDDLE):
        """Where a row stands in the axes: its middle, or the place a share `down` from its top."""
        return self.top - self.pitch * (row + down)

    def write(self, rows):
        """rows: (slide, equation, function, code). A row that is not as before costs a full redraw."""
        for r, texts in enumerate(self.texts):
            for text, words in zip(texts, rows[r] if r < len(rows) else [""] * 4, strict=True):
                text.set_text(words)

    def mark(self, row, code=True):
        """Move the frame to a row; without code, and in two lines, around the equation only."""
        share = 1 if code or self.lines == 1 else 0.5
        self.frame.set(y=self.height(row, share), height=share * self.pitch)
