"""The stops of slides 57-66 as equations: as the slides have them, and with the numbers of one unit put in."""

import numpy as np

from ..notation import subscript, up

NAMES = {"sigmoid": "σ", "tanh": "tanh", "relu": "relu", "identity": "id"}
SAID = {"y": "every z goes through its activation", "z": "every unit adds up what comes in, weighted",
        "E": "output and target are compared; the forward pass is over",
        "dE/dy": "each unit collects, through the weights, the derivatives of all units that it feeds",
        "dE/dz": "and back through the activation, whose y is known from the forward pass",
        "dE/dW": "∂E/∂z times the y that came in, known from the forward pass: this is what learning needs"}


def place(stop, l):  # noqa: E741
    """The row of the table that a stop belongs to: (symbol, whether it is about the output), ("x", False) for the input."""
    if (stop.symbol, stop.k) == ("y", 0):
        return "x", False
    return stop.symbol, stop.k == l and stop.symbol in ("E", "dE/dy", "dE/dz")


def table(stops, fused):
    """The rows (slide, equation, function, code) of a CodeTable, keyed by `place`."""
    l = max(stop.k for stop in stops)  # noqa: E741
    of_loss = (("−Σ [t ln y + (1 − t) ln (1 − y)]", "−t/y + (1 − t)/(1 − y)", "y⁽ˡ⁾ − t, for σ′ cancels") if fused else
               ("½ Σ (t − y⁽ˡ⁾)²", "−(t − y⁽ˡ⁾)", "∂E/∂y⁽ˡ⁾ ⊙ g′(z⁽ˡ⁾)"))
    printed = {("x", False): ("66", "y⁽⁰⁾ = x"), ("z", False): ("62", "z⁽ᵏ⁾ = W⁽ᵏ⁾ y⁽ᵏ⁻¹⁾"),
               ("y", False): ("62", "y⁽ᵏ⁾ = g(z⁽ᵏ⁾)"),
               ("E", True): ("57", f"E = {of_loss[0]}"), ("dE/dy", True): ("57", f"∂E/∂y⁽ˡ⁾ = {of_loss[1]}"),
               ("dE/dz", True): ("62", f"∂E/∂z⁽ˡ⁾ = {of_loss[2]}"), ("dE/dW", False): ("64", "∂E/∂W⁽ᵏ⁾ = ∂E/∂z⁽ᵏ⁾ y⁽ᵏ⁻¹⁾ᵀ"),
               ("dE/dy", False): ("63", "∂E/∂y⁽ᵏ⁻¹⁾ = W⁽ᵏ⁾ᵀ ∂E/∂z⁽ᵏ⁾"),
               ("dE/dz", False): ("62", "∂E/∂z⁽ᵏ⁻¹⁾ = ∂E/∂y⁽ᵏ⁻¹⁾ ⊙ g′(z⁽ᵏ⁻¹⁾)")}
    lines = {place(stop, l): stop.line for stop in stops if stop.line}
    return {at: (*words, lines[at].function, lines[at].source.strip()) if at in lines else (*words, "", "")
            for at, words in printed.items()}


def num(v):
    """Four digits, with a real minus sign.

    >>> num(-0.0138802), num(5.5e-17), num(2)
    ('−0.01388', '0', '2')
    """
    return f"{0 if abs(v) < 1e-12 else v:.4g}".replace("-", "−")


def factor(v):
    """A number as a factor: in brackets if it is negative."""
    return f"({num(v)})" if v < -1e-12 else num(v)


def unit(k, chosen):
    """Which unit of layer k is spelled out: the one at an end of the chosen edge (k, j, i), else the first."""
    return chosen[1] if k == chosen[0] else chosen[2] - 1 if k == chosen[0] - 1 and chosen[2] else 0


def label(letter, k, i):
    """y₂⁽¹⁾, and x₂ for y₂⁽⁰⁾; i counts from 1.

    >>> label("y", 1, 2), label("y", 0, 2)
    ('y₂⁽¹⁾', 'x₂')
    """
    return f"{letter}{subscript(i)}{up(k)}" if k else f"x{subscript(i)}"


def spelled(stop, known, net, fused, t, chosen):
    """The equation of a stop with the numbers of one unit; known: {(symbol, k): value} up to here, one sample each."""
    (symbol, k, value, _), l = stop, net.l  # noqa: E741
    v = {at: np.atleast_1d(np.squeeze(x, 0)) if at[0] != "dE/dW" else x for at, x in known.items() if at[0] != "E"}
    j = unit(k, chosen)
    own = subscript(j + 1) + up(k)
    if symbol == "E":
        pairs = list(zip(t, v["y", l], strict=True))
        terms = [f"½ ({num(a)} − {num(y)})²" for a, y in pairs]
        if fused:
            terms = [f"ln {num(y)}" if a else f"ln (1 − {num(y)})" for a, y in pairs]
        return f"E = {'−' if fused else ''}{' − '.join(terms) if fused else ' + '.join(terms)} = {num(value)}"
    if symbol == "z":
        w, y = net.W[k][j], v["y", k - 1]
        terms = [f"{factor(a)}·{factor(b)}" for a, b in zip(w[1:], y, strict=True)]
        return f"z{own} = {' + '.join([num(w[0]), *terms])} = {num(v['z', k][j])}"
    if symbol == "y":
        if not k:
            return "x = (" + ", ".join(map(num, v["y", 0])) + ")"
        return f"y{own} = {NAMES[net.g[k].name]}({num(v['z', k][j])}) = {num(v['y', k][j])}"
    if symbol == "dE/dW":
        i = chosen[2] if k == chosen[0] else unit(k - 1, chosen) + 1
        came = v["y", k - 1][i - 1] if i else 1
        what = label("y", k - 1, i) if i else "1"
        return (f"∂E/∂w{subscript(j + 1, i)}{up(k)} = {what} · ∂E/∂z{own} = {num(came)}·{factor(v['dE/dz', k][j])} = "
                f"{num(value[j, i])}")
    result = num(v[symbol, k][j])
    if symbol == "dE/dz":
        if fused and k == l:
            return f"∂E/∂z{own} = y − t = {num(v['y', k][j])} − {num(t[j])} = {result}"
        slope = net.g[k].derivative(v["z", k][j])
        return (f"∂E/∂z{own} = ∂E/∂y{own} · {NAMES[net.g[k].name]}′({num(v['z', k][j])}) = "
                f"{num(v['dE/dy', k][j])}·{num(slope)} = {result}")
    if k == l:
        y = v["y", l][j]
        how = f"−({num(t[j])} − {num(y)})" if not fused else f"−1/{num(y)}" if t[j] else f"1/(1 − {num(y)})"
        return f"∂E/∂y{own} = {how} = {result}"
    w, dz = net.W[k + 1][:, j + 1], v["dE/dz", k + 1]
    terms = [f"{factor(a)}·{factor(b)}" for a, b in zip(w, dz, strict=True)]
    return f"∂E/∂{label('y', k, j + 1)} = {' + '.join(terms)} = {result}"
