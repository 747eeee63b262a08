"""Test the notebooks as other processors compute them, and print a table of what differs:

    python tests/other_machines.py                     # under every setting, a minute or two each
    python tests/other_machines.py Prescott plain      # under these settings
    python tests/other_machines.py Nehalem -- notebooks/06_regularization.ipynb tests

A sum of floats depends on its order, and OpenBLAS and NumPy choose the order by the processor. So the last
digits of a product of matrices differ from machine to machine. Two environment variables make this machine
compute as an older one does; the column OpenBLAS says what it really uses (a Mac's NumPy has another library).
What comes after `--` is given to pytest in place of the notebooks.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

ROOT = Path(__file__).parents[1]
CORES = "Haswell", "Nehalem", "Prescott"  # for OpenBLAS: with AVX2, with SSE4.2, with SSE3 only
VARIABLES = "OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES"
ASK = """
from threadpoolctl import threadpool_info
import numpy
print(*(library.get("architecture", "?") for library in threadpool_info()) or ["none"])
"""


def settings():
    """name -> the environment variables that it sets."""
    found = {"this machine": {}}
    for core in CORES:
        found[core] = {"OPENBLAS_CORETYPE": core}
    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    features = simd.get("found", []) + simd.get("not found", [])  # of this NumPy, on any processor
    plain = {"NPY_DISABLE_CPU_FEATURES": " ".join(features)}  # without its faster loops
    found["plain"] = plain
    found["oldest"] = {"OPENBLAS_CORETYPE": "Prescott", **plain}
    return found


def chosen(names):
    """The settings with these names, or all of them."""
    found = settings()
    unknown = [name for name in names if name not in found]
    if unknown:
        raise SystemExit(f"no setting {', '.join(unknown)}; there are: {', '.join(found)}")
    return {name: found[name] for name in names or found}


def environment(variables):
    """The environment of this process with `variables`, and with nothing left of another setting."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**kept, **variables}


def kernels(variables):
    """What OpenBLAS says it computes with under these variables."""
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, env=environment(variables), capture_output=True, text=True)
    return done.stdout.strip() or "?"


def read(report):
    """The number of passed tests and the names of the failed ones, from pytest's report in XML."""
    passed = 0
    failed = []
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed.append(f"{case.get('classname')} {case.get('name')}")
        elif case.find("skipped") is None:
            passed += 1
    return passed, failed


def run(variables, tested):
    """pytest in a process of its own: how many passed, which failed, and what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--tb=short",
            f"--junitxml={report}",
            *tested,
        ]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        passed, failed = read(report) if report.exists() else (0, [])
    if done.returncode and not failed:
        failed = [f"pytest ended with {done.returncode}"]
    return passed, failed, done.stdout


def main(arguments):
    names = arguments
    tested = ["notebooks"]
    if "--" in arguments:
        cut = arguments.index("--")
        names = arguments[:cut]
        tested = arguments[cut + 1 :]
    everything_passed = True
    print(f"{'setting':<14}{'OpenBLAS':<12}{'passed':>8}{'failed':>8}", flush=True)
    for name, variables in chosen(names).items():
        passed, failed, output = run(variables, tested)
        print(f"{name:<14}{kernels(variables):<12}{passed:>8}{len(failed):>8}", flush=True)
        if failed:
            everything_passed = False
            print(output, *failed, sep="\n", flush=True)
    return 0 if everything_passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
