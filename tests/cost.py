"""`make test ARGS=--cost`: the CPU time of each test, in its own process and in all that it started.

It is a report for people, never a test: absolute times are noise.
"""

from __future__ import annotations

import os
import resource
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.processes import stat

CHEAP_S = 0.2
CHEAP_IN_APP_S = 0.6  # in tests/tui, where each test opens an app
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def cpu_seconds() -> float:
    """CPU time of this process, of the children it has waited for, and of all that it started and that still run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime + sum(map(_running, _children(os.getpid())))


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _running(pid: int) -> float:
    try:
        times = stat(pid)[11:15]  # utime, stime, cutime and cstime: proc(5)'s fields 14 to 17
    except OSError:
        return 0.0
    return sum(map(int, times)) * TICK_S + sum(map(_running, _children(pid)))


class CostReport:
    """A pytest plugin: measures each test, and lists the dearest at the end."""

    def __init__(self) -> None:
        self.costs = defaultdict[str, float](float)
        self.spine = set[str]()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Measure set-up, call and teardown together."""
        item.stash[STARTED] = cpu_seconds()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Write what a test has used so far into its reports, which xdist sends to the process that sums up."""
        report = yield
        now = cpu_seconds()
        report.user_properties = [*report.user_properties, (f"cpu-{call.when}", now - item.stash[STARTED])]
        item.stash[STARTED] = now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up a test's phases."""
        for name, value in report.user_properties:
            if name == f"cpu-{report.when}" and isinstance(value, float):
                self.costs[report.nodeid] += value
        if "spine" in report.keywords:
            self.spine.add(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the sum of each folder, the spine, and what else uses more than its share."""
        over = {test for test, cost in self.costs.items() if cost > share_of(test)} - self.spine
        terminalreporter.section(f"{sum(self.costs.values()):.0f} s of CPU in {len(self.costs)} tests")
        for folder, costs in self._by_folder().items():
            terminalreporter.line(f"{sum(costs):7.1f} s  {folder}, {len(costs)} tests")
        spine = f"the spine, {len(self.spine)} tests"
        others = f"{len(over)} others that use more than {CHEAP_S} s, in tests/tui {CHEAP_IN_APP_S} s"
        for name, tests in ((spine, self.spine), (others, over)):
            terminalreporter.line(f"\n{sum(self.costs[test] for test in tests):7.1f} s  {name}:")
            for test in sorted(tests, key=lambda test: -self.costs[test]):
                terminalreporter.line(f"{self.costs[test]:7.2f} s  {test}")

    def _by_folder(self) -> dict[str, list[float]]:
        folders = defaultdict[str, list[float]](list)
        for test, cost in self.costs.items():
            folders["/".join(test.partition("::")[0].split("/")[:2])].append(cost)
        return dict(sorted(folders.items(), key=lambda each: -sum(each[1])))


def share_of(test: str) -> float:
    """The seconds of CPU that a test may use."""
    return CHEAP_IN_APP_S if test.startswith("tests/tui/") else CHEAP_S


STARTED = pytest.StashKey[float]()
