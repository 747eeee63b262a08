"""The slides' small digits, for names and numbers that are printed: w₁₂, z⁽²⁾, 3·10⁻¹²."""

import math

BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
ABOVE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def subscript(*numbers):
    """Numbers in small digits, one after the other.

    >>> "w" + subscript(1, 2), "z" + subscript(12)
    ('w₁₂', 'z₁₂')
    """
    return "".join(map(str, numbers)).translate(BELOW)


def up(k):
    """⁽ᵏ⁾, the layer of a symbol.

    >>> "z" + up(2)
    'z⁽²⁾'
    """
    return f"⁽{str(k).translate(ABOVE)}⁾"


def rounded(v, digits=3, sign=""):
    """A number in so many digits as printers set it; sign="+" for one that tells a change.

    >>> rounded(-0.25), rounded(3e-12), rounded(1e-5), rounded(-1.88e11), rounded(66.3, sign="+")
    ('−0.25', '3·10⁻¹²', '10⁻⁵', '−1.88·10¹¹', '+66.3')
    """
    text, _, exponent = f"{v + 0.0:{sign}.{digits}g}".partition("e")
    if exponent:
        power = "10" + str(int(exponent)).replace("-", "⁻").translate(ABOVE)
        text = power if text == "1" else f"{text}·{power}"
    return text.replace("-", "−")


def power_above(v, least=1e-16):
    """The next power of ten above v >= 0, at least `least`: what can be said of round-off on every machine.

    The digits of round-off depend on the order of the sums, and so on the processor.

    >>> power_above(7e-11), power_above(7e-11, 1e-8), power_above(2e-5)
    ('10⁻¹⁰', '10⁻⁸', '0.0001')
    """
    if not math.isfinite(v):
        return rounded(v)
    if v < least:
        return rounded(least)
    return rounded(10.0 ** (math.floor(math.log10(v)) + 1))
