"""Slide, equation and line of code side by side, one row each; a frame marks the row that is at work."""

from matplotlib.patches import Rectangle

from .style import GREY, INK, ORANGE, moving

LOOKS = ({"color": GREY}, {"color": INK, "fontsize": 9}, {"color": GREY, "family": "DejaVu Sans Mono"},
         {"color": INK, "family": "DejaVu Sans Mono"})


class CodeTable:
    """Artists for up to `most` rows on an axes of width x height points; `write` fills them, `mark` moves the frame.

    columns: where slide, equation, function and code begin, in points.
    """

    def __init__(self, ax, width, height, most, columns=(4, 34, 226, 280)):
        self.pitch, self.top = height / most, height
        ax.set(xlim=(0, width), ylim=(0, height))
        ax.set_axis_off()
        self.texts = [[ax.text(x, self.middle(r), "", va="center", **{"fontsize": 8} | look)
                       for x, look in zip(columns, LOOKS, strict=True)] for r in range(most)]
        halves = (0, columns[2] - 4), (columns[2] - 4, width)
        self.frames = [ax.add_patch(Rectangle((left + 1, 0), right - left - 2, self.pitch, fc="none", ec=ORANGE, lw=2.2,
                                              clip_on=False)) for left, right in halves]
        moving(*self.frames)                                # frames, for a coloured row would send all its letters anew

    def middle(self, row):
        """Its height in the axes."""
        return self.top - self.pitch * (row + 0.5)

    def write(self, rows):
        """rows: (slide, equation, function, code). A row that is not as before costs a full redraw."""
        for r, texts in enumerate(self.texts):
            for text, words in zip(texts, rows[r] if r < len(rows) else [""] * 4, strict=True):
                text.set_text(words)

    def mark(self, row, code=True):
        """Move the frame to a row; without code it marks the equation only."""
        for frame, shown in zip(self.frames, (True, code), strict=True):
            frame.set_visible(shown)
            frame.set_y(self.top - self.pitch * (row + 1))
