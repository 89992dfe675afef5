"""How a script stands, by what it recorded and by its process."""

from __future__ import annotations

import platform
import subprocess
import sys
import time

import pytest

from tuitutor.protocol.events import ChildEnded, Executed, ScriptStarted
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.workers.script_state import ScriptState, state_of


def failed(kind: str, message: str) -> Executed:
    return Executed("", "", "raised", 1.0, ErrorInfo(kind, message))


def test_what_the_script_said_at_its_end_counts() -> None:
    script = ScriptStarted("train.py", host=platform.node(), pid=1)
    assert state_of(script, Executed("", "", "ok", 1.0), None, 0) == ScriptState("ended")
    assert state_of(script, failed("ValueError", "no\n  hint"), None, 0) == ScriptState("failed", "ValueError: no")
    keras = "Exception encountered when calling Net.call().\n\nno matmul\n\nArguments received:\n  • x=1"
    assert state_of(script, failed("TypeError", keras), None, 0) == ScriptState("failed", "TypeError: no matmul")
    assert state_of(script, failed("SystemExit", "3"), None, 0) == ScriptState("failed", "exit status 3")
    assert state_of(script, Executed("", "", "interrupted", 1.0), None, 0).name == "interrupted"


def test_what_became_of_its_process_counts_if_it_said_nothing_or_all_was_well_by_then() -> None:
    script, well = ScriptStarted("train.py", host="elsewhere", pid=1), Executed("", "", "ok", 1.0)
    assert state_of(script, None, ChildEnded("", "exited", 0), 0).name == "ended"
    assert state_of(script, None, ChildEnded("", "exited", 7), 0) == ScriptState("failed", "exit status 7")
    assert state_of(script, None, ChildEnded("", "crashed", 9), 0) == ScriptState("killed", "SIGKILL ended it")
    assert state_of(script, well, ChildEnded("", "crashed", 11), 0) == ScriptState("killed", "SIGSEGV ended it")


def test_a_process_that_is_gone_was_killed_and_another_with_its_number_is_not_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        script = ScriptStarted("train.py", host=platform.node(), pid=process.pid, at=time.time() + 1)
        assert state_of(script, None, None, 0) == ScriptState("running")
        before = ScriptStarted("train.py", host=platform.node(), pid=process.pid, at=time.time() - 3600)
        assert state_of(before, None, None, 0).name == "killed"
        process.kill()
        process.wait()
    assert state_of(script, None, None, 0).name == "killed"


@pytest.mark.parametrize(("silent", "state"), [(10, "running"), (3600, "unknown")])
def test_of_a_process_elsewhere_only_its_news_is_known(silent: int, state: str) -> None:
    script = ScriptStarted("train.py", host="elsewhere", pid=1)
    assert state_of(script, None, None, time.time() - silent).name == state
