"""Slides 42-43: the graph of a network beside its matrices, and linear hidden layers that collapse to one matrix."""

import inspect
from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from .. import xor
from ..activations import Sigmoid, Tanh
from ..approximation import collapse, with_bias_row
from ..network import Network, with_bias
from ..notation import power_above, subscript
from ..panels.formula import Formula
from ..panels.labels import number
from ..panels.matrix import MatrixView
from ..panels.plane import Plane, line
from ..panels.style import GREY, INK, PURPLE, YELLOW, label, legend, moving, sheet
from ..panels.wiring import Wiring
from ..surface import weight_name
from ..training import History
from .base import Explorer
from .controls import buttons, int_slider, play, slider, toggle
from .controls import seed as seed_slider

COLUMNS = 104           # letters in a line below the picture
INPUTS = np.array([0.5, -1.0, 0.8, -0.4])
LN2 = float(np.log(2))
MOST = (5, 9, 3)           # units per layer, bias units included
STEPS, EVERY = 600, 5


def forward_lines():
    """The four lines of `Network.forward` that do the work, as they stand in the package."""
    source = inspect.cleandoc("\n" + inspect.getsource(Network.forward)).splitlines()
    loop = next(i for i, line in enumerate(source) if line.strip().startswith("for "))
    body = inspect.cleandoc("\n".join(["", *source[loop:loop + 4]]))
    return [line.split("#")[0].rstrip() for line in body.splitlines()]


def count(d, h, K, literal=False):
    """The number of weights of a network d-h-K; read literally, slide 42 gives the hidden unit 0 weights as well.

    >>> count(2, 3, 1), count(2, 3, 1, literal=True)
    (13, 16)
    """
    return (h + literal) * (d + 1) + K * (h + 1)


def edge_explorer(d=2, hidden=3, K=1, layer=1, to=1, origin=2, x1=0.5, literal=False, seed=0):
    """Slide 42: choose an edge, and its entry of the matrix, its term of the sum and its line of code are lit."""
    controls = [
        int_slider("d", "inputs d", d, 1, MOST[0] - 1, "slide 42: x₁ ... x_d, and the bias unit x₀ = 1"),
        int_slider("hidden", "hidden h", hidden, 1, MOST[1] - 1, "slide 42: y₁ ... y_h, and a bias unit too"),
        int_slider("K", "outputs K", K, 1, MOST[2], "slide 42: one output y_k per class"),
        int_slider("layer", "edge in layer", layer, 1, 2, "slide 42: an entry of W⁽¹⁾ or of W⁽²⁾; or click an edge"),
        int_slider("to", "to unit", to, 0, MOST[1] - 1, "the row of the matrix: where the edge ends; or click an edge"),
        int_slider("origin", "from unit", origin, 0, MOST[1] - 1, "the column: where it begins, 0 is the bias unit"),
        slider("x1", "input x₁", x1, -2, 2, 0.1, "slide 42: see which units it reaches"),
        toggle("literal", "the formula read literally", literal,
               "slide 42: without a rule for it, hidden unit 0 is computed like the others"),
        seed_slider(seed)]
    figure, axes = sheet("A network as a graph, its two matrices, the sum at the chosen unit and its code",
                         size=(8, 3.95), mosaic=[["graph", "W1"], ["graph", "W2"], ["text", "text"]],
                         width_ratios=[1, 1.05], height_ratios=[11, 5, 8.5])
    graph, text = Wiring(axes["graph"]), Formula(axes["text"], COLUMNS, 7, (), 1.5)
    tables = {1: MatrixView(axes["W1"], MOST[1], MOST[0] + 4), 2: MatrixView(axes["W2"], MOST[2], MOST[1])}
    text.boxes.set_facecolor(YELLOW)
    code = forward_lines()

    def compute(d, hidden, K, layer, to, origin, x1, literal, seed):
        rng = np.random.default_rng(seed)
        big = {1: rng.standard_normal(MOST[1::-1]), 2: rng.standard_normal(MOST[:0:-1])}
        W = {1: big[1][0 if literal else 1:hidden + 1, :d + 1], 2: big[2][:K, :hidden + 1]}   # sizes change no weight
        x = np.r_[x1, INPUTS[1:d]][None]
        first = 0 if literal else 1
        z = {1: (with_bias(x) @ W[1].T)[0]}
        y = [np.r_[1, x[0]], np.r_[[1][:first], Tanh()(z[1])]]
        z[2] = W[2] @ y[1]
        y.append(Sigmoid()(z[2]))
        lowest, highest = (first, hidden) if layer == 1 else (1, K)
        i, j = min(max(to, lowest), highest), min(origin, (d, hidden)[layer - 1])
        row = i - lowest
        entry = (row, j)
        w, value = W[layer][entry], y[layer - 1][j]
        state = SimpleNamespace(W=W, y=y, z=z, chosen=(layer, i, j), entry=entry, literal=literal, d=d, h=hidden, K=K,
                                count=count(d, hidden, K, literal), term=float(w * value))
        source = f"{'x' if layer == 1 else 'y'}{subscript(j)}"
        name = weight_name(layer, i - 1, j)
        target = f"{'hidden unit' if layer == 1 else 'output'} {i}"
        state.words = (f"From {source} to {target}: {name} = {number(w)}, in the code net.W[{layer}][{row}, {j}]. "
                       f"It adds {number(w)} · {number(value)} = {number(w * value)} to the sum. ")
        if literal:
            state.words += (f"Read literally, hidden unit 0 is a neuron: it says {number(y[1][0])} instead of 1, "
                            f"and there are {state.count} weights instead of {count(d, hidden, K)}.")
        else:
            state.words += (f"Weights: {hidden} · ({d} + 1) + {K} · ({hidden} + 1) = {state.count}; "
                            "nothing leads into a bias unit.")
        return state

    def draw(s):
        k, i, j = s.chosen
        x, hidden, out = ([f"{letter}{subscript(u)}" for u in range(len(values))]
                          for letter, values in zip("xyy", s.y, strict=True))
        out = [f"y{subscript(u + 1)}" for u in range(len(s.y[2]))]
        names = [x, hidden, out]
        graph.update(s.W, s.y, names, s.chosen, s.literal)
        for layer, table in tables.items():
            rows = names[layer] if layer == 2 or s.literal else names[layer][1:]
            title = f"W⁽{'¹²'[layer - 1]}⁾, {s.W[layer].shape[0]} × {s.W[layer].shape[1]}"
            table.update(s.W[layer], title, rows, ["1" if n in ("x₀", "y₀") and not (s.literal and layer == 2) else n
                                                   for n in names[layer - 1]], s.entry if layer == k else None)
        lines, term = in_terms(s, k, i, j)
        lit = {2} | ({1} if j == 0 else set())                  # z = W y, and for a bias weight the unit 1 as well
        lines = [line.ljust(COLUMNS) for line in [*lines, *code]]
        boxed = np.zeros((len(lines), COLUMNS), dtype=int)
        boxed[:2, slice(*term)] = 1
        for row in lit:
            boxed[3 + row, 4:len(lines[3 + row].rstrip())] = 1
        text.update(lines, 0 * boxed, boxed)

    def pointer(event, s):
        if event.kind != "press" or event.axes is None:
            return None
        edge = graph.nearest(event.x, event.y) if event.axes is graph.ax else None
        for k, table in tables.items():
            cell = table.cell(event.x, event.y) if event.axes is table.ax else None
            if cell:
                edge = (k, cell[0] + (1 if k == 2 or not s.literal else 0), cell[1])
        return edge and dict(zip(("layer", "to", "origin"), edge, strict=True))

    return Explorer(edge_explorer, controls, compute, figure, draw, pointer=pointer, wide=True)


@lru_cache(maxsize=64)
def linear_run(hidden, layers, g, seed):
    """Gradient descent on XOR with so many hidden layers of the activation g: the History."""
    net = Network.random([2, *[hidden] * layers, 1], [g] * layers + ["sigmoid"], np.random.default_rng(seed))
    return History.of(xor.descend(net, 0.1, STEPS), EVERY)


def collapse_explorer(hidden=4, layers=1, g="identity", change=0.0, seed=16, tau=0):
    """Slides 43-44: hidden layers with g(a) = a are one matrix, their boundary is a line, and XOR out of reach."""
    controls = [int_slider("hidden", "hidden units h", hidden, 1, 8, "slide 43: any number of hidden units"),
                int_slider("layers", "hidden layers", layers, 1, 3, "slide 44: more linear layers do not help"),
                buttons("g", "hidden g(a)", g, ["identity", "tanh"], "slide 43 has g(a) = a; tanh to compare"),
                slider("change", "add to W⁽¹⁾₁₁", change, -3, 3, 0.1, "change a weight, and see the product follow"),
                seed_slider(seed), play("tau", "step τ", tau, STEPS, tip="scrub through training on XOR, both ways")]
    figure, axes = sheet("The input plane with XOR, the matrices with their product, and the loss during training",
                         size=(8, 3.9), mosaic=[["plane", "factors"], ["plane", "product"], ["plane", "loss"]],
                         width_ratios=[1, 1.3], height_ratios=[10, 4, 10])
    plane = Plane(axes["plane"], size=9)
    label(axes["plane"], "output y(x)", "x₁", "x₂")
    single = moving(axes["plane"].plot([], [], "--", color=PURPLE, lw=2.5, zorder=3, label="the product's line")[0])
    factors = [MatrixView(axes["factors"], 9, 36, numbers=False) for _ in range(4)]
    product = MatrixView(axes["product"], 1, 8)
    curve = moving(axes["loss"].plot([], [], color=INK, label="E / N")[0])
    now = moving(axes["loss"].plot([], [], "o", color=INK, mec="white", ms=8)[0])
    axes["loss"].axhline(LN2, color=GREY, ls="--", lw=1.2, label="ln 2 = 0.693: y = ½ for all")
    label(axes["loss"], "", "step τ", "loss per sample", (0, STEPS + 9), (0, 2))
    legend(axes["loss"], loc="upper right")
    moving(legend(axes["plane"], loc="lower center", frameon=True))     # the map would cover what stands still

    def compute(hidden, layers, g, change, seed, tau):
        run = linear_run(hidden, layers, g, seed)
        i = min(tau // EVERY, len(run) - 1)
        net = run[i]
        W1 = net.W[1].copy()
        W1[0, 1] += change
        net = net.replace({**net.W, 1: W1})
        one = collapse(Network(net.W, ["identity"] * layers + ["sigmoid"]))     # whatever g: what the product says
        outputs, product_of = net(plane.grid)[:, 0], one(plane.grid)[:, 0]
        X, labels = xor.corners()
        E = float(xor.E(net, X, labels[:, None])) / len(X)
        state = SimpleNamespace(net=net, one=one, map=outputs.round(9), tau=run.tau[i], E=E, curve=run.E / len(X),
                                taus=run.tau, right=int((abs(net(X)[:, 0] - labels) < 0.49).sum()),
                                difference=float(abs(outputs - product_of).max()))
        W = " · ".join(f"W⁽{'¹²³⁴'[k - 1]}⁾" for k in range(net.l, 0, -1))
        state.words = f"{net.count} weights; the product W = {W} has {one.count}. "
        same = f"Both compute the same, to {power_above(state.difference, 1e-12)}: "
        state.words += (same + ("½ everywhere. " if abs(outputs - 0.5).max() < 0.005 else "the boundary is a line. ")
                        if g == "identity" else "With tanh in between it is another function, off by up to "
                        f"{state.difference:.2f}. ")
        state.words += f"Loss per sample {E:.3f} (ln 2 = {LN2:.3f}), {state.right} of 4 corners clearly right."
        return state

    def draw(s):
        plane.update(map=s.map, X=xor.corners().X, labels=xor.corners().labels)
        w = s.one.W[1][0]
        single.set_data(*line(w if abs(w).max() > 1e-6 else 0 * w, plane.limits))    # y = 1/2 for all has none
        at = 0
        for view, k in zip(factors, (4, 3, 2, 1), strict=True):
            if k <= s.net.l:
                W = s.net.W[k] if k == s.net.l else with_bias_row(s.net.W[k])
                view.update(W, f"W⁽{'¹²³⁴'[k - 1]}⁾", at=at)
                at += max(W.shape[1], 3) + 0.7
            else:
                view.update(np.zeros((0, 0)))
        product.update(s.one.W[1], "= W, one layer", columns=["1", "x₁", "x₂"])
        curve.set_data(s.taus, s.curve)
        now.set_data([s.tau], [min(s.E, 1.97)])

    return Explorer(collapse_explorer, controls, compute, figure, draw)


def in_terms(s, k, i, j):
    """The sum at unit i of layer k in symbols and in numbers, and from where to where its term j reaches."""
    unit, up, letter = subscript(i), "¹²"[k - 1], "xy"[k - 1]
    w, y = s.W[k][s.entry[0]], s.y[k - 1]
    terms = [f"W{unit}{subscript(u)}·{letter}{subscript(u)}" if u or (s.literal and k == 2) else f"W{unit}₀·1"
             for u in range(len(w))]
    width = max(map(len, terms))
    values = [number(a) for a in w * y]
    head = f"z⁽{up}⁾{unit} = "
    start = len(head) + j * (width + 3)
    z = s.z[k][s.entry[0]]
    g = "tanh" if k == 1 else "σ"
    value = s.y[1][i] if k == 1 else s.y[2][i - 1]
    return [head + " + ".join(t.center(width) for t in terms),
            "=".rjust(len(head) - 1) + " " + " + ".join(v.center(width) for v in values) + f" = {number(z)}",
            f"y⁽{up}⁾{unit} = g⁽{up}⁾(z⁽{up}⁾{unit}) = {g}({number(z)}) = {number(value)}"], (start, start + width)
