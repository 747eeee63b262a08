"""Differentiation on paper (slide 48): formulas as nested tuples, derived by rule, written out and counted.

A formula is a number, a name such as "x", or ("·", a, b), ("+", a, b), ("−", a, b), ("²", u), ("σ", u), ("σ′", u).
"""

from collections import Counter

from lecture12.activations import Sigmoid
from lecture12.checks import whole
from lecture12.notation import subscript


def derive(u, name):
    """du/d(name) by the sum rule, the product rule and the chain rule, as a formula.

    Raises ValueError for what is no formula, and for σ′, whose derivative is not needed here.

    >>> write(derive(("²", ("−", ("·", "w", "x"), "t")), "w"))
    '2·(w·x−t)·x'
    """
    match u:
        case ("σ", v):
            return product(("σ′", v), derive(v, name))              # chain rule, slide 49
        case ("²", v):
            return product(product(2, v), derive(v, name))
        case ("·", a, b):
            return plus("+", product(derive(a, name), b), product(a, derive(b, name)))
        case ("+" | "−" as mark, a, b):
            return plus(mark, derive(a, name), derive(b, name))
        case str() | int():
            return int(u == name)
    raise ValueError(f"u must be a formula with '·', '+', '−', '²' and 'σ' only, got {u!r}")


def product(a, b):
    """a·b without factors 0 and 1; (a·b)·c rather than a·(b·c), so that equal beginnings are equal pieces."""
    if 0 in (a, b) or 1 in (a, b):
        return 0 if 0 in (a, b) else b if a == 1 else a
    return product(product(a, b[1]), b[2]) if sign(b) == "·" else ("·", a, b)


def plus(mark, a, b):
    """a + b or a − b, without a zero that changes nothing."""
    return a if b == 0 else b if a == 0 and mark == "+" else (mark, a, b)


def sign(u):
    """What stands first in a formula that has parts, else None."""
    return u[0] if isinstance(u, tuple) else None


def write(u, names=None):
    """The formula as a string; pieces that stand in `names` {formula: name} are written as their name.

    >>> write(("·", ("σ′", ("·", "w", "x")), "x"), {("·", "w", "x"): "z"})
    'σ′(z)·x'
    """
    def text(u):
        match (names or {}).get(u, u):
            case ("σ" | "σ′" as g, v):
                return f"{g}({text(v)})"
            case ("²", v):
                return f"{bracket(v)}²"
            case ("·", a, b):
                return f"{bracket(a)}·{bracket(b)}"
            case ("+" | "−" as mark, a, b):
                return f"{text(a)}{mark}{bracket(b)}"
            case leaf:
                return str(leaf)

    def bracket(u):
        return f"({text(u)})" if u not in (names or {}) and sign(u) in ("+", "−") else text(u)
    return text(u)


def pieces(u):
    """A Counter of all pieces of a formula, itself included: how often is each one written?

    >>> counted = pieces(("·", ("σ", "x"), ("σ", "x")))             # σ(x)·σ(x): twice σ(x), twice x, and the whole
    >>> counted.total(), len(counted)
    (5, 3)
    """
    counted, parts = Counter([u]), u[1:] if isinstance(u, tuple) else ()
    for part in parts:
        counted += pieces(part)
    return counted


def evaluate(u, values):
    """The number that a formula stands for, with `values` {name: number}.

    >>> evaluate(("−", ("²", "x"), 1), {"x": 3.0})
    8.0
    """
    match u:
        case tuple():
            return OPERATIONS[u[0]](*(evaluate(part, values) for part in u[1:]))
        case str():
            return values[u]
        case number:
            return number


OPERATIONS = {"·": lambda a, b: a * b, "+": lambda a, b: a + b, "−": lambda a, b: a - b, "²": lambda u: u**2,
              "σ": Sigmoid(), "σ′": Sigmoid().derivative}


def chain(depth):
    """A network with one weight a layer, written down: `(E, names)` with E = (y_L − t)², y_k = σ(z_k), z_k = w_k·y_{k−1}.

    names: {formula: "z₁" or "y₁"} for every z_k and y_k, in the order of the layers.

    >>> E, names = chain(2)
    >>> write(E), list(names.values())
    ('(σ(w₂·σ(w₁·x))−t)²', ['z₁', 'y₁', 'z₂', 'y₂'])
    """
    y, names = "x", {}
    for k in range(1, whole("depth", depth) + 1):
        z = ("·", "w" + subscript(k), y)
        y = ("σ", z)
        names |= {z: "z" + subscript(k), y: "y" + subscript(k)}
    return ("²", ("−", y, "t")), names
