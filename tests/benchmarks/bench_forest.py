"""Forests beside scikit-learn's in one run: python tests/benchmarks/bench_forest.py. Medians of 9, in milliseconds."""

import time

import numpy as np
from sklearn.datasets import make_moons
from sklearn.ensemble import RandomForestClassifier

from lecture12.forest import IMPURITIES, RandomForest


def median(f, times=9):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        f()
        seconds.append(time.perf_counter() - start)
    return 1e3 * np.median(seconds)


def main():
    grid = np.stack(np.meshgrid(*[np.linspace(-2, 3, 100)] * 2), axis=-1).reshape(-1, 2)
    for N in (300, 3000):
        X, y = make_moons(N, noise=0.3, random_state=0)
        theirs = median(lambda: RandomForestClassifier(50, n_jobs=1, random_state=0).fit(X, y))  # noqa: B023
        print(f"50 full trees on {N} points: scikit-learn {theirs:.0f}")
        for impurity in IMPURITIES:
            ours = median(lambda: RandomForest(50, impurity=impurity).fit(X, y))  # noqa: B023
            print(f"  ours, {impurity}: {ours:.0f}, {ours / theirs:.2f} of scikit-learn")
        forest, other = RandomForest(100).fit(X, y), RandomForestClassifier(100, n_jobs=1, random_state=0).fit(X, y)
        for name, model in (("scikit-learn", other), ("ours", forest)):
            print(f"  100 trees on a 100 x 100 grid, {name}: {median(lambda: model.predict_proba(grid)):.0f}")  # noqa: B023
        limits = [(-2, 3), (-2, 3)]
        print(f"  oob_curve of 100 trees: {median(forest.oob_curve):.0f}, their partitions' lines: "
              f"{median(lambda: [tree.nodes.segments(limits) for tree in forest.trees]):.0f}")  # noqa: B023


if __name__ == "__main__":
    main()
