"""The recorded runs: which is the latest of a folder, which name is whose, and what reading one takes."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from tuitutor.watch.known_runs import RunState, files_by_name, find_state, latest_run, read_run
from tuitutor.watch.run_file import RunEnd, RunHead


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


MB = 1_000_000
GONE = 2**22 + 1  # no process has this number


def write(records: Path, name: str, at: float, folder: str, *losses: float) -> Path:
    records.mkdir(exist_ok=True)
    head = {"is": "run", "script": f"{name[0]}.py", "folder": folder, "host": platform.node(), "pid": GONE, "at": at}
    lines = [
        {**head, "arguments": []},
        {"is": "fit", "fit": 1, "epochs": 9, "steps": 3},
    ]
    lines += [
        {"is": "epoch", "fit": 1, "epoch": n, "seconds": n, "logs": {"loss": loss}} for n, loss in enumerate(losses, 1)
    ]
    (records / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return records / f"{name}.jsonl"


def test_the_latest_run_of_a_folder_is_the_one_that_was_written_to_last(tmp_path: Path) -> None:
    records, here = tmp_path / "runs", str(tmp_path)
    for at, name in enumerate(("b", "a", "c")):
        file = write(records, name, 3.0 - at, "/elsewhere" if name == "c" else here)
        os.utime(file, (at, at))
    (records / "odd.jsonl").write_text('["not a run"]\n')
    (records / "torn.jsonl").write_text('{"is": "run", "fol')
    assert latest_run(records, tmp_path) == records / "a.jsonl"
    assert latest_run(records, tmp_path / "other") is None
    assert files_by_name(records)["b"] == records / "b.jsonl"


def test_a_run_is_read_up_to_a_torn_line(tmp_path: Path) -> None:
    file = write(tmp_path, "a", 1.0, "/", 0.5, 0.25)
    with file.open("a") as more:
        more.write('{"is": "end", "st')
    run = read_run(file)
    assert run.state.name == "killed"
    assert run.shown.curves is not None
    assert run.shown.curves.history == {"loss": (0.5, 0.25)}


@pytest.mark.long
def test_100_000_epochs_take_no_more_memory_than_what_is_drawn(tmp_path: Path) -> None:
    file = write(tmp_path, "a", 1.0, "/")
    line = '{{"is": "epoch", "fit": 1, "epoch": {0}, "seconds": {0}, "logs": {{"loss": {0}.5}}}}\n'
    with file.open("a") as more:
        more.writelines(line.format(epoch) for epoch in range(1, 100_001))
    tracemalloc.start()
    try:
        run = read_run(file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert run.shown.curves is not None
    assert run.shown.curves.points("loss")[-1] == (100_000, 100_000.5)
    assert peak < 8 * MB, "the values of all epochs are 10 MB"
