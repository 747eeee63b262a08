"""Slide 66: a whole batch goes through the two passes at once, one row for each example."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from ..gradients import backprop
from ..live import LiveFigure
from ..network import Network, with_bias
from ..notation import power_above, up
from ..objective import Objective
from ..panels.code_table import CodeTable
from ..panels.labels import Labels
from ..panels.matrices import Matrices
from ..panels.style import GREY
from ..stops import stops
from .base import Explorer
from .controls import choice, int_slider, play
from .controls import seed as seed_control
from .passes import LOSSES

NETS = ["2-2-1", "2-4-1", "3-4-2", "3-4-3-2"]
NAME = {"y": "y", "z": "z", "E": "E", "dE/dy": "∂E/∂y", "dE/dz": "∂E/∂z", "dE/dW": "∂E/∂W"}
WIDE, HIGH = 772, 300                                           # of the picture, in points
MOST = 16                                                       # lines of 3-4-3-2 that compute a number of the slide


@lru_cache(maxsize=256)
def _batch(net, N, seed):
    """Network, t, the stops that have a line, and how far dW is from the sum of the gradients of single examples."""
    sizes, rng = [int(n) for n in net.split("-")], np.random.default_rng(seed)
    net, objective = Network.random(sizes, "sigmoid", rng), Objective(LOSSES["½ squared error"])
    X, t = rng.normal(size=(N, sizes[0])).round(1), rng.integers(0, 2, (N, sizes[-1])).astype(float)
    run, together = stops(objective, net, X, t), backprop(objective, net, X, t)
    alone = [backprop(objective, net, X[[n]], t[[n]]) for n in range(N)]
    off = max(np.abs(together[k] - sum(dW[k] for dW in alone)).max() for k in net.W)
    return SimpleNamespace(net=net, t=t, run=run[1:-1], known={(s.symbol, s.k): s.value for s in run}, off=float(off))


def operands(stop, known, net, t):
    """What the line of a stop combines, for `Matrices`: operands, signs, and the result."""
    (symbol, k, value, _), y = stop, {m: v for (s, m), v in known.items() if s == "y"}
    result = "=", (symbol, value.reshape(1, 1)) if symbol == "E" else (NAME[symbol] + up(k), value)
    if symbol == "z":
        return (f"1, y{up(k - 1)}", with_bias(y[k - 1])), "@", (f"W{up(k)}ᵀ", net.W[k].mT), *result
    if symbol == "y":
        return "σ", (f"z{up(k)}", known["z", k]), *result
    if symbol == "E":
        return "½ Σ", (f"(t − y{up(k)})²", (t - y[k]) ** 2), *result
    if symbol == "dE/dz":
        return (f"∂E/∂y{up(k)}", known["dE/dy", k]), "⊙", (f"σ′(z{up(k)})", net.g[k].derivative(known["z", k])), *result
    if symbol == "dE/dW":
        return (f"∂E/∂z{up(k)}ᵀ", known["dE/dz", k].mT), "@", (f"1, y{up(k - 1)}", with_bias(y[k - 1])), *result
    if k == net.l:
        return (f"y{up(k)}", y[k]), "−", ("t", t), *result
    return (f"∂E/∂z{up(k + 1)}", known["dE/dz", k + 1]), "@", (f"W{up(k + 1)} without bias", net.W[k + 1][:, 1:]), *result


def batch_explorer(line=7, net="3-4-2", N=5, seed=0):
    """Slide 66: the lines of both passes in the order in which they run, and the shapes that they combine."""
    controls = [play("line", "line", line, MOST - 1, 900, "slide 66: forward, then backward; both ways"),
                int_slider("N", "examples N", N, 1, 12, "slide 66: an entire batch is processed at once, a row for each"),
                choice("net", "network", net, NETS, "units per layer"), seed_control(seed, "other weights and examples")]
    figure = LiveFigure(Figure(figsize=(WIDE / 72, HIGH / 72), dpi=92), "The matrices that the present line combines, as "
                        "coloured cells, and beside them all lines with the shapes of their results")
    left, right = (figure.figure.add_axes([x / WIDE, 6 / HIGH, w / WIDE, 1 - 12 / HIGH]) for x, w in ((6, 400), (412, 354)))
    picture, code = Matrices(left, 400, HIGH - 12), CodeTable(right, 354, HIGH - 12, MOST, (4, 24, 74, 120))
    shapes = Labels(right, 8.5, "right", GREY)

    def compute(line, net, N, seed):
        s = _batch(net, N, seed)
        line = min(line, len(s.run) - 1)
        now = s.run[line]
        told = {"z": "every row is one example, and all meet the same weights", "y": "element by element",
                "E": "the loss of every example, and their sum", "dE/dy": "every example gets its own derivative",
                "dE/dz": "⊙ is right since g works element by element (a softmax would need a matrix here)",
                "dE/dW": f"the inner size is N = {N}: this product <i>sums</i> over the examples. One by one and added up "
                         f"they give the same to {power_above(s.off, 1e-12)}; a larger batch means a longer step unless η "
                         "is divided by N"}
        state = SimpleNamespace(**vars(s), line=line, now=now, parts=operands(now, s.known, s.net, s.t))
        state.rows = [(str(n), NAME[p.symbol] + ("" if p.symbol == "E" else up(p.k)), p.line.function, p.line.source.strip())
                      for n, p in enumerate(s.run)]
        state.shapes = [" × ".join(map(str, np.shape(p.value))) or "a number" for p in s.run]
        state.last = {"line": len(s.run) - 1}
        result = "is" if now.symbol == "E" else "has the shape"
        state.words = f"Line {line}: {told[now.symbol]}. The result {result} {state.shapes[line]}."
        return state

    def draw(s):
        picture.update(s.parts)
        code.write(s.rows)
        code.mark(s.line)
        shapes.update(s.shapes, [(350, code.height(n)) for n in range(len(s.shapes))])

    return Explorer(batch_explorer, controls, compute, figure, draw, wide=True)
