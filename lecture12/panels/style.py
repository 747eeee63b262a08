"""One look for all panels: colours safe for the colour-blind (Okabe and Ito), large type, few lines."""

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from ..live import LiveFigure

ORANGE, BLUE, GREEN, RED, PURPLE, SKY, YELLOW, INK, GREY = (
    "#e69f00", "#0072b2", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#f0e442", "#222222", "#8a8a8a")
COLORS = (ORANGE, BLUE, GREEN, PURPLE, SKY)     # class 0 = orange circle, class 1 = blue square, ...
MARKERS = ("o", "s", "^", "D", "v")
LIGHT = ("#fbe3b3", "#b9dcf2", "#b5e3d5", "#efd5e3", "#d5edfa")   # the same as regions behind the points
TWO_CLASSES = LinearSegmentedColormap.from_list("orange to blue", [ORANGE, "#fbe3b3", "#ffffff", "#b9dcf2", BLUE], 24)
# Few levels make small files; behind points the paler one.
PALE = LinearSegmentedColormap.from_list("paler", ["#f2c55c", "#fbe3b3", "#ffffff", "#b9dcf2", "#63abd8"], 24)
SIGNED = LinearSegmentedColormap.from_list("minus to plus", [RED, "#ffffff", BLUE], 24)


def sheet(alt, columns=1, rows=1, size=(8, 3.5), mosaic=None, margins=None, **subplots):
    """A LiveFigure with a grid of axes in the common style: `figure, axes = sheet("what it shows", 2)`.

    Returns the LiveFigure and its axes: one Axes, or an array of them; with `mosaic=[["A", "B"], ["A", "C"]]` a dict.
    `subplots` goes to `Figure.subplots` (width_ratios, sharex, ...). Eight inches fill the page, so that
    matplotlib's 10 points are read from the last row: choose `size` by its width of 8 and a height that fits.
    `margins` (left, right, bottom, top, wspace, hspace) replace the automatic layout where tick labels change their width.
    """
    figure = Figure(figsize=size, dpi=120, layout=None if margins else "constrained")
    if margins:
        figure.subplots_adjust(**margins)
    axes = figure.subplot_mosaic(mosaic, **subplots) if mosaic else figure.subplots(rows, columns, **subplots)
    for ax in figure.axes:
        ax.spines[["top", "right"]].set_visible(False)
        ax.set_axisbelow(True)
    return LiveFigure(figure, alt), axes


def label(ax, title="", x="", y="", xlim=None, ylim=None):
    """Title (left), axis labels and limits of an axes, in one line."""
    ax.set_title(title, loc="left", fontsize=11)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    if xlim:
        ax.set_xlim(*xlim)
    if ylim:
        ax.set_ylim(*ylim)


def logarithmic(ax, axis="y"):
    """Make an axis ("x", "y" or "both") logarithmic, without minor ticks: they take longer to draw than all the rest."""
    ax.set(**{f"{name}scale": "log" for name in "xy" if axis in (name, "both")})
    ax.minorticks_off()


def legend(ax, **kw):
    """A legend without a frame; `loc` where it covers nothing."""
    return ax.legend(**{"frameon": False, "fontsize": 9, "handlelength": 1.6, "borderaxespad": 0.2} | kw)


def moving(*artists):
    """Mark artists as moving: they are redrawn on every frame, the rest is kept. Returns them."""
    for artist in artists:
        artist.set_animated(True)
    return artists[0] if len(artists) == 1 else artists
