"""The slides' small digits, for names that are printed: w₁₂, z⁽²⁾."""

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
