"""The command that tests under the arithmetic of other processors: its settings reach NumPy, its table counts."""

import subprocess
import sys

import numpy as np
import pytest

import other_machines


def test_settings_change_what_numpy_uses():
    variables = other_machines.settings()["oldest"]
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    assert set(found) <= set(variables["NPY_DISABLE_CPU_FEATURES"].split())
    asked = (
        "import numpy; print(numpy.show_config(mode='dicts')['SIMD Extensions'].get('found', []))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", asked],
        env=other_machines.environment(variables),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_settings_change_what_openblas_uses():
    pytest.importorskip("threadpoolctl")
    plain = other_machines.kernels({})
    if "Haswell" not in other_machines.kernels({"OPENBLAS_CORETYPE": "Haswell"}):
        pytest.skip(f"NumPy computes with {plain}, which has no kernels of other processors")
    seen = {other_machines.kernels({"OPENBLAS_CORETYPE": core}) for core in other_machines.CORES}
    assert len(seen) == len(other_machines.CORES)


def test_nothing_is_left_of_another_setting(monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Nehalem")
    monkeypatch.setenv("KEPT", "as it was")
    plain = other_machines.environment({"NPY_DISABLE_CPU_FEATURES": "AVX2"})
    assert "OPENBLAS_CORETYPE" not in plain
    assert plain["NPY_DISABLE_CPU_FEATURES"] == "AVX2"
    assert plain["KEPT"] == "as it was"


def test_a_report_is_counted(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        "<testcase classname='a' name='good'/><testcase classname='a' name='fine'/>"
        "<testcase classname='a' name='left'><skipped/></testcase>"
        "<testcase classname='a' name='wrong'><failure/></testcase>"
        "<testcase classname='a' name='broken'><error/></testcase>"
        "</testsuite></testsuites>"
    )
    assert other_machines.read(report) == (2, ["a wrong", "a broken"])


@pytest.mark.parametrize(
    "written, passed, failed, code",
    [
        ("def test_core(): assert os.environ['OPENBLAS_CORETYPE'] == 'Nehalem'", 1, 0, 0),
        ("def test_a(): pass\ndef test_b(): assert 1 == 2", 1, 1, 1),
        ("", 0, 1, 1),  # nothing tested is no success
    ],
)
def test_the_table_and_the_exit_status(tmp_path, capsys, written, passed, failed, code):
    (tmp_path / "test_small.py").write_text(f"import os\n{written}\n")
    assert other_machines.main(["Nehalem", "--", str(tmp_path)]) == code
    table = capsys.readouterr().out.splitlines()
    assert table[0].split() == ["setting", "OpenBLAS", "passed", "failed"]
    assert table[1].split()[0] == "Nehalem"
    assert table[1].split()[-2:] == [str(passed), str(failed)]


def test_an_unknown_setting_is_named():
    with pytest.raises(SystemExit, match="no setting Pentium; there are: this machine, Haswell"):
        other_machines.main(["Pentium"])
