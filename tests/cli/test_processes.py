"""The command line as people run it: a process of its own, real Keras, signals, a real terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import learner_environment, marked, processes
from tests.waiting import wait_until

LONG = """
import keras, numpy as np
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile(loss="mse")
print("here we go", flush=True)
model.fit(np.zeros((64, 2)), np.zeros((64, 1)), epochs=1_000_000, verbose=0)
"""


@pytest.fixture
def marker() -> Iterator[str]:
    with marked() as marker:
        yield marker


@pytest.fixture
def environment(course: Path, home: Path, marker: str) -> dict[str, str]:
    return learner_environment(marker, home, TUITUTOR_COURSE=str(course), TUITUTOR_DATA_DIR=str(home))


@pytest.mark.spine
def test_an_answer_is_run_and_reported_as_json(environment: dict[str, str], tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text(LONG.replace("1_000_000", "3") + "model.count_params()\n")
    done = subprocess.run(
        [sys.executable, "-m", "tuitutor", "run", "how-many", str(answer), "--json"],
        capture_output=True,
        env=environment,
        text=True,
    )
    document = json.loads(done.stdout)
    assert (done.returncode, document["outcome"], document["value"]) == (0, "ok", "3")
    assert document["output"] == "here we go\n"
    assert document["fits"][0]["epochs_run"] == 3


@pytest.mark.long
def test_ctrl_c_stops_the_run_leaves_no_process_and_gives_the_cursor_back(
    environment: dict[str, str], marker: str, tmp_path: Path
) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text(LONG)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-m", "tuitutor", "run", "how-many", str(answer)], environment)
    output = b""
    while b"/1000000" not in output and (data := _read(terminal)):
        output += data
    os.write(terminal, b"\x03")
    while data := _read(terminal):
        output += data
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 130
    assert output.rindex(b"\x1b[?25h") > output.rindex(b"\x1b[?25l")
    assert b"Traceback" not in output
    assert b"You stopped it." in output
    assert wait_until(lambda: not processes(marker), 30), processes(marker)


def _read(terminal: int) -> bytes:
    assert select.select([terminal], [], [], 300)[0], "nothing for five minutes"  # a busy machine starts Keras in two
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end has closed
        return b""
