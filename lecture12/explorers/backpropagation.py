"""Slides 55-66, the centrepiece: forward and backward pass, every number on the graph, equation and code beside it."""

from types import SimpleNamespace

from matplotlib.figure import Figure

from ..live import LiveFigure
from ..notation import power_above, subscript, up
from ..panels.code_table import CodeTable
from ..panels.style import BLUE, INK, RED, moving
from ..panels.value_graph import ValueGraph
from .base import Explorer
from .controls import choice, int_slider, play, slider, text
from .controls import seed as seed_control
from .passes import LOSSES, NETS, cells, on_graph, passes, read
from .spelled import SAID, label, num, place, spelled, table

MOST_STOPS, MOST_WEIGHTS = 17, 39                               # of 3-4-3-2
WIDE, HIGH = 772, 326                                           # of the picture, in points
PANELS = {"graph": (6, 32, 502, 292), "table": (512, 32, 258, 290), "equation": (6, 2, 760, 24)}    # left, low, wide, high


def backpropagation_explorer(stop=12, net="2-2-1", edge=6, delta=0.0, x1=0.5, x2=-1.0, x3=1.0, t1=1, t2=0, g="sigmoid",
                             loss="½ squared error", weights="", seed=0):
    """Slides 55-66: scrub through both passes; numbers on the graph, the slide's equation and the line of code together."""
    tip = "slide 55: an input; its ∂E/∂x is the last stop"
    controls = [
        play("stop", "stop", stop, MOST_STOPS, 900, "slides 57-66: forward to E, then backward; both ways"),
        choice("net", "network", net, NETS, "units per layer; any net up to 3-4-3-2 fits"),
        int_slider("edge", "weight no.", edge, 1, MOST_WEIGHTS, "slide 64: the marked weight, bias first; or click it"),
        slider("delta", "change Δw", delta, -2, 2, 0.1, "what its derivative foretells, and what happens"),
        *[slider(f"x{i}", f"input x{subscript(i)}", x, -2, 2, 0.1, tip) for i, x in enumerate((x1, x2, x3), 1)],
        *[int_slider(f"t{k}", f"target t{subscript(k)}", t, 0, 1, "slide 57: 0 or 1") for k, t in enumerate((t1, t2), 1)],
        choice("g", "hidden g", g, ["sigmoid", "tanh", "relu", "identity"], "slide 62: g of all layers but the last, σ"),
        choice("loss", "loss L", loss, LOSSES, "slide 57 has the ½; with cross-entropy σ′ cancels"),
        text("weights", "all weights", weights, "unit by unit, bias first; empty: those of the seed", read),
        seed_control(seed, "other weights; seed 0 of 2-2-1 is the worked example")]
    figure = LiveFigure(Figure(figsize=(WIDE / 72, HIGH / 72), dpi=92), "A network with value and derivative of every unit "
                        "and weight; beside it all steps as equations and code, below it the present one with its numbers")
    axes = {name: figure.figure.add_axes([x / WIDE, y / HIGH, w / WIDE, h / HIGH]) for name, (x, y, w, h) in PANELS.items()}
    graph, code = ValueGraph(axes["graph"], 502, 268), CodeTable(axes["table"], 258, 290, 9)
    axes["equation"].set_axis_off()
    equation = moving(axes["equation"].text(0, 0.5, "", va="center", color=INK, weight="bold"))

    def compute(stop, net, edge, delta, x1, x2, x3, t1, t2, g, loss, weights, seed):
        d, K = int(net[0]), int(net[-1])
        s = passes(net, g, loss, (x1, x2, x3)[:d], (t1, t2)[:K], weights, seed, edge, delta)
        stop = min(stop, len(s.run) - 1)
        now, known = s.run[stop], {(p.symbol, p.k): p.value for p in s.run[:stop + 1]}
        values, slopes = on_graph(s.run[:stop + 1], s.net, s.t)
        used, new = cells(now, s.net)
        state = SimpleNamespace(
            **vars(s), stop=stop, now=now, values=values, slopes=slopes, used=used, new=new,
            rows=table(s.run, s.fused), row=place(now, s.net.l),
            equation=spelled(now, known, s.net, s.fused, s.t, s.chosen), last={"stop": len(s.run) - 1, "edge": len(s.edges)})
        state.inert = [name for name, idle in {"x2": d < 2, "x3": d < 3, "t2": K < 2, "g": s.net.l < 2,
                                               "seed": weights.strip()}.items() if idle]
        state.words = words(state, slopes, known, delta)
        return state

    def draw(s):
        graph.arrange(s.net.sizes)
        k = s.now.k + (s.now.symbol == "dE/dy")                 # the layer whose weights are at work
        at_work = s.now.symbol in ("z", "dE/dW") or s.now.symbol == "dE/dy" and k <= s.net.l
        color = BLUE if s.now.symbol == "z" else RED
        graph.update(s.values, s.slopes, s.used, s.new, (k, color) if at_work else None, s.chosen)
        equation.set(text=s.equation, fontsize=12 if len(s.equation) < 85 else 10)
        code.write(list(s.rows.values()))
        code.mark(list(s.rows).index(s.row), bool(s.now.line))

    def pointer(event, s):
        if event.kind == "press" and event.axes is graph.ax and (found := graph.edge_at(event.x, event.y)):
            return {"edge": s.edges.index(found) + 1}

    return Explorer(backpropagation_explorer, controls, compute, figure, draw, pointer, wide=True)


def words(s, slopes, known, delta):
    """The line below the picture: the stop, the marked weight, the check."""
    k, j, i = s.chosen
    w, unit = f"w{subscript(j + 1, i)}{up(k)}", f"∂E/∂z{subscript(j + 1)}{up(k)}"
    said = SAID[s.now.symbol] if (s.now.symbol, s.now.k) != ("y", 0) else "the input, y⁽⁰⁾ = x"
    if (s.now.symbol, s.now.k) == ("dE/dy", 0):
        said = "∂E/∂x: backprop leaves it out (it stops at k = 1), for learning moves weights, not inputs"
    elif s.now.symbol == "dE/dy" and s.now.k == s.net.l:
        said = "how E changes with the output" + (": not computed, the code goes on to y − t at once" if s.fused else "")
    way = "backward" if s.now.symbol.startswith("dE") else "forward"
    told = [f"Stop {s.stop} of {len(s.run) - 1}, {way}: {said}."]
    if ("w", *s.chosen) in slopes:
        y = known["y", k - 1][0, i - 1] if i else 1
        told.append(f"Marked {w}: {label('y', k - 1, i) if i else 'the bias unit 1'} × {unit} = {num(y)} × "
                    f"{num(known['dE/dz', k][0, j])} = {num(slopes['w', *s.chosen])}.")
    if delta and "E" in {symbol for symbol, _ in known}:
        E = known["E", s.net.l]
        told.append(f"Changed by {num(delta)}, {w} moves E from {num(s.E)} by {num(float(E) - s.E)}; its derivative "
                    f"foretold {num(s.foretold)}.")
    worst = max(s.off.values())
    told.append("A ReLU stands at its kink, where there is no derivative: there the central difference is half of it."
                if s.kink else f"Central differences agree with all derivatives to {power_above(worst, 1e-8)}.")
    return " ".join(told)
