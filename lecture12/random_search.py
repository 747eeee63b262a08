"""What slide 53 describes: change the weights at random, keep what improves E. It needs no gradient at all."""

from lecture12.checks import generator, positive, whole
from lecture12.network import quiet
from lecture12.objective import check
from lecture12.training import Snapshot


def random_search(net, objective, X, t, step, rng, tries=None):
    """Iterate W' = W + step·N(0, 1), all weights at once, and W <- W' if E(W') < E(W); yield a Snapshot after each try.

    Every try costs one forward pass: tau counts them (tau = 0 is the start, one pass for E itself).
    step: > 0, the standard deviation of the change; rng: a Generator or a seed; tries: stop after so many, None: never.
    Raises TypeError for an rng that is neither, ValueError for step or tries out of range and for a stack of networks.

    >>> from lecture12 import Network, Objective
    >>> net, E = Network([[[0., 0.]]], "identity"), Objective("squared error")
    >>> run = list(random_search(net, E, [[1.]], [[1.]], step=0.5, rng=0, tries=50))
    >>> print(run[0].E, all(a.E >= b.E for a, b in zip(run, run[1:])), run[-1].E < 0.01)
    1.0 True True
    """
    X, t = check(objective, net, X, t)
    step, rng = positive("step", step), generator("rng", rng)
    if net.stack:
        raise ValueError(f"net must be a single network, got {net!r}")
    if tries is not None:
        whole("tries", tries, 0)
    return _search(net, objective, X, t, step, rng, tries)


@quiet
def _look(net, objective, X, t):
    return objective.data_of(net, net.forward(X), t) + objective.penalty(net)


def _search(net, objective, X, t, step, rng, tries):
    tau, E = 0, _look(net, objective, X, t)
    yield Snapshot(tau, net, E)
    while tries is None or tau < tries:
        tau += 1
        changed = net.replace(net.unflatten(net.flat + step * rng.standard_normal(net.count)))
        changed_E = _look(changed, objective, X, t)
        if changed_E < E:                               # accept what improves
            net, E = changed, changed_E
        yield Snapshot(tau, net, E)
