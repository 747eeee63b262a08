"""How fast the numeric layer is, against references run in turn with it: python tests/benchmarks/bench_training.py

Times are processor time, the best of many rounds, and in each round all candidates of a table run one after the other, so
that a busy machine slows all of them alike. The rows with PyTorch are skipped where it is not installed (pip install torch).
The bars are those the project has set itself; the tests in tests/test_speed.py hold it to looser ones.
"""

import subprocess
import sys
import warnings
from time import perf_counter, process_time

import numpy as np

from lecture12 import Network, Objective, data
from lecture12.training import gradient_descent

try:
    import torch
    torch.set_num_threads(1)                                        # one thread is fastest for nets of this size
except ImportError:
    torch = None

RINGS = data.rings(200)
CORNERS = data.xor_corners()
ETA = 0.5


def by_hand(net, X, t, epochs):
    """What one writes for exactly one hidden layer of tanh, sigma and cross-entropy: forward, E, gradients, update."""
    W1, b1, W2, b2 = net.W[1][:, 1:], net.W[1][:, 0], net.W[2][:, 1:], net.W[2][:, 0]
    N = len(X)
    for _ in range(epochs):
        y1 = np.tanh(X @ W1.T + b1)
        y2 = 1 / (1 + np.exp(-(y1 @ W2.T + b2)))
        E = -np.sum(t * np.log(y2) + (1 - t) * np.log(1 - y2))
        h2 = y2 - t
        h1 = h2 @ W2 * (1 - y1**2)
        W2, b2 = W2 - ETA / N * (h2.T @ y1), b2 - ETA / N * h2.sum(0)
        W1, b1 = W1 - ETA / N * (h1.T @ X), b1 - ETA / N * h1.sum(0)
    return E


def ours(net, X, t, epochs):
    for snapshot in gradient_descent(net, Objective("cross-entropy"), X, t, ETA, epochs):    # not kept
        E = snapshot.E
    return E


def pytorch(net, X, t, epochs):
    d, h, K = net.sizes
    model = torch.nn.Sequential(torch.nn.Linear(d, h), torch.nn.Tanh(), torch.nn.Linear(h, K)).double()
    with torch.no_grad():
        for layer, k in (model[0], 1), (model[2], 2):
            layer.weight.copy_(torch.tensor(net.W[k][:, 1:]))
            layer.bias.copy_(torch.tensor(net.W[k][:, 0]))
    X, t = torch.tensor(X), torch.tensor(t)
    loss, optimizer = torch.nn.BCEWithLogitsLoss(), torch.optim.SGD(model.parameters(), lr=ETA)
    for _ in range(epochs):
        optimizer.zero_grad()
        E = loss(model(X), t)
        E.backward()
        optimizer.step()
    return E.item() * len(X)


def scikit_learn(net, X, t, epochs):
    from sklearn.neural_network import MLPClassifier
    warnings.simplefilter("ignore")                                 # that it has not converged is no news
    model = MLPClassifier((net.sizes[1],), activation="tanh", solver="sgd", momentum=0, alpha=0, learning_rate_init=ETA,
                          batch_size=len(X), max_iter=epochs, tol=0, n_iter_no_change=epochs, random_state=0)
    return model.fit(X, t[:, 0]).loss_ * len(X)


def race(candidates, rounds, clock=process_time):
    """The best time of each candidate, a dict of functions, over the rounds; all run once in every round."""
    best = dict.fromkeys(candidates, np.inf)
    for _ in range(rounds):
        for name, run in candidates.items():
            start = clock()
            run()
            best[name] = min(best[name], clock() - start)
    return best


def one_epoch(rounds=20, epochs=200, candidates=(ours, by_hand, scikit_learn, *([pytorch] if torch else []))):
    """Seconds an epoch of a 2-8-1 net on 200 samples takes, by candidate."""
    net, t = Network.random([2, 8, 1], ["tanh", "sigmoid"], 0), RINGS.labels[:, None].astype(float)
    times = race({f.__name__: lambda f=f: f(net, RINGS.X, t, epochs) for f in candidates}, rounds)
    return {name: time / epochs for name, time in times.items()}


def hundred_networks(rounds=3, steps=2000, candidates=(pytorch,) if torch else ()):
    """Seconds for 100 nets 2-4-1 on the four corners; the loops train 5 of them, times 20."""
    stack, t = Network.random([2, 4, 1], ["tanh", "sigmoid"], 0, stack=100), CORNERS.labels[:, None].astype(float)
    few = {f.__name__: lambda f=f: [f(stack[i], CORNERS.X, t, steps) for i in range(5)] for f in (ours, *candidates)}
    times = race({"one stack": lambda: ours(stack, CORNERS.X, t, steps), **few}, rounds)
    return {name: time if name == "one stack" else 20 * time for name, time in times.items()}


def imports(rounds=25):
    """Seconds of a fresh interpreter with each import, by the clock on the wall, which knows no ticks."""
    return race({code: lambda code=code: subprocess.run([sys.executable, "-c", code], check=True)
                 for code in ("import numpy", "import lecture12")}, rounds, perf_counter)


def table(title, times, unit, scale, reference, bars):
    print(f"\n{title}")
    for name, time in times.items():
        ratio = f"{time / times[reference]:8.2f} x {reference}"
        print(f"  {name:18} {time * scale:10.1f} {unit} {ratio}{'   bar: ' + bars[name] if name in bars else ''}")


if __name__ == "__main__":
    print(f"numpy {np.__version__}, torch {torch.__version__ if torch else 'not installed: its rows are skipped'}")
    table("one epoch of 2-8-1, N = 200", one_epoch(), "us", 1e6, "ours",
          {"by_hand": "at least 0.67", "scikit_learn": "at least 3", "pytorch": "at least 3"})
    table("100 networks 2-4-1, 4 samples, 2000 steps", hundred_networks(), "ms", 1e3, "one stack",
          {"pytorch": "at least 50", "one stack": "at most 700 ms"})
    table("a fresh interpreter", imports(), "ms", 1e3, "import numpy", {"import lecture12": "at most 1.3"})
