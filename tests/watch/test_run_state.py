"""How a run stands, by real processes; the cluster's part is in tests/cluster."""

from __future__ import annotations

import platform
import subprocess
import sys
import time

import pytest

from tuitutor.watch.run_file import RunEnd, RunHead
from tuitutor.watch.run_state import RunState, find_state


def test_what_the_script_said_at_its_end_counts() -> None:
    head = RunHead(host=platform.node(), pid=1)
    assert find_state(head, RunEnd("ok"), 0) == RunState("ended")
    assert find_state(head, RunEnd("failed", "ValueError: no\n  hint"), 0) == RunState("failed", "ValueError: no")
    keras = "TypeError: Exception encountered when calling Net.call().\n\nno matmul\n\nArguments received:\n  • x=1"
    assert find_state(head, RunEnd("failed", keras), 0) == RunState("failed", "TypeError: no matmul")
    assert find_state(head, RunEnd("interrupted"), 0).name == "interrupted"
    gone = RunHead(host="elsewhere", pid=1)
    assert find_state(gone, RunEnd("signal", "SIGHUP"), 0) == RunState(
        "killed", "the terminal or connection that it ran in was closed (SIGHUP)"
    )


def test_a_process_that_is_gone_was_killed_and_another_with_its_number_is_not_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        head = RunHead(host=platform.node(), pid=process.pid, at=time.time() + 1)
        assert find_state(head, None, 0) == RunState("running")
        before = RunHead(host=platform.node(), pid=process.pid, at=time.time() - 3600)
        assert find_state(before, None, 0).name == "killed"
        process.kill()
        process.wait()
    assert find_state(head, None, 0).name == "killed"


@pytest.mark.parametrize(("silent", "state"), [(10, "running"), (3600, "unknown")])
def test_of_a_process_elsewhere_only_its_news_is_known(silent: int, state: str) -> None:
    assert find_state(RunHead(host="elsewhere", pid=1), None, time.time() - silent).name == state
