"""In CI nothing is skipped: what cannot run there has failed. And no server outlives the run."""

import os
import signal

import pytest


def pytest_configure():
    signal.signal(signal.SIGTERM, signal.default_int_handler)   # ended from outside: clean up as after Ctrl-C


def skipped_is_failed(report):
    """In CI, turn a skipped report (of a test, or of a whole file) into a failed one."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as a failure in CI: {report.longrepr[-1]}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return skipped_is_failed((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return skipped_is_failed((yield))
