"""Slide, equation and line of code side by side, one row each; a bar marks the row that is at work."""

from matplotlib.patches import Rectangle

from .style import GREY, INK, moving

BAR = "#fff3a0"
LOOKS = ({"color": GREY}, {"color": INK, "fontsize": 9}, {"color": GREY, "family": "DejaVu Sans Mono"},
         {"color": INK, "family": "DejaVu Sans Mono"})


class CodeTable:
    """Artists for up to `most` rows on an axes of width x height points; `write` fills them, `mark` moves the bar.

    columns: where slide, equation, function and code begin, in points.
    """

    def __init__(self, ax, width, height, most, columns=(4, 34, 226, 280)):
        self.pitch, self.top = height / most, height
        ax.set(xlim=(0, width), ylim=(0, height))
        ax.set_axis_off()
        self.texts = [self._row(ax, columns, self.middle(r)) for r in range(most)]
        halves = (0, columns[2] - 4), (columns[2] - 4, width)
        self.bars = [ax.add_patch(Rectangle((left, 0), right - left, self.pitch, fc=BAR, ec="none"))
                     for left, right in halves]
        self.lit = self._row(ax, columns, 0)                # the marked row once more, above the bar
        moving(*self.bars, *self.lit)

    @staticmethod
    def _row(ax, columns, y):
        return [ax.text(x, y, "", va="center", **{"fontsize": 8} | look) for x, look in zip(columns, LOOKS, strict=True)]

    def middle(self, row):
        """Its height in the axes."""
        return self.top - self.pitch * (row + 0.5)

    def write(self, rows):
        """rows: (slide, equation, function, code). A row that is not as before costs a full redraw."""
        for r, texts in enumerate(self.texts):
            for text, words in zip(texts, rows[r] if r < len(rows) else [""] * 4, strict=True):
                text.set_text(words)

    def mark(self, row, code=True):
        """Move the bar to a row; without code it marks the equation only."""
        for bar, shown in zip(self.bars, (True, code), strict=True):
            bar.set_visible(shown)
            bar.set_y(self.top - self.pitch * (row + 1))
        for column, lit in enumerate(self.lit):
            lit.set(text=self.texts[row][column].get_text(), y=self.middle(row), color=INK, visible=code or column < 2)
