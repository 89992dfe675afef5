"""A learner comes over ssh, to an account that is the course and nothing else, with and without tmux."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal
from tests.e2e.walks import (
    ANSWERS,
    EXERCISES,
    LONG_FIT,
    TRAINING,
    empty_editor,
    go_to_exercise,
    header,
    key_bar,
    leave_cell,
    open_xor,
    scroll_to,
    wait_for_xor,
)
from tests.processes import marked
from tests.sshd import server
from tests.waiting import wait_until

pytestmark = pytest.mark.long

GOOD = (ANSWERS / "xor" / "good" / "sequential_list.py").read_text()
GONE = 6.0  # seconds after a cut in which all has to be saved and every process ended
SSH = "import os, sys; os.execvp('ssh', ['ssh', *sys.argv[1:]])"

Log_in = Callable[..., Terminal]


@pytest.fixture
def log_in(tmp_path: Path) -> Iterator[Log_in]:
    """Logs in on a server of our own: `log_in(columns, rows, tmux=True)`; the course is what the account runs."""
    with marked() as marker, marked() as learners, ExitStack() as stack:
        sshd = stack.enter_context(server(tmp_path, marker, kiosk(tmp_path, learners)))

        def connect(columns: int = 80, rows: int = 24, *, tmux: bool = False) -> Terminal:
            program = ("-c", SSH, "-tt", *sshd.options, sshd.account, "tmux" if tmux else "plain")
            return stack.enter_context(
                closing(Terminal(tmp_path, learners, columns, rows, program=program, framed=not tmux))
            )

        yield connect


def kiosk(folder: Path, learners: str) -> Path:
    """What the account runs whatever it is asked for: the course, in tmux if asked for that."""
    course = shlex.join([sys.executable, "-m", "tuitutor"])
    path = folder / "kiosk"
    path.write_text(
        f"""#!/bin/sh
export {learners} HOME={folder} XDG_DATA_HOME={folder}/data XDG_CONFIG_HOME={folder}/config TUITUTOR_NICE=0
export LANG=C.UTF-8 TEXTUAL_ANIMATIONS=none
case "$SSH_ORIGINAL_COMMAND" in
tmux) exec tmux -f /dev/null -S {folder}/tmux.socket new-session -A -s course {shlex.quote(course)} ;;
*) exec {course} ;;
esac
"""
    )
    path.chmod(0o755)
    return path


def type_while_it_trains(terminal: Terminal) -> None:
    """Put the endless fit into the empty editor, run it, and type on."""
    empty_editor(terminal)
    terminal.wait_for(lambda: "keras.layers" not in terminal.text)
    terminal.paste(LONG_FIT)
    terminal.wait_for("epochs=100_000")
    terminal.press("ctrl+r")
    terminal.wait_for(lambda: TRAINING.search(terminal.text))
    terminal.type("# typed while it trains\n")
    terminal.wait_for("# typed while it trains")


def test_the_main_job_over_ssh_and_a_line_that_is_cut(log_in: Log_in) -> None:
    first = log_in()
    open_xor(first)
    scroll_to(first, "(a, b, c), label")
    first.click("(a, b, c), label")
    first.wait_for(lambda: "ctrl+r run cell" in key_bar(first))
    first.press("ctrl+r")
    first.wait_for("If this connection drops, a run ends")
    first.wait_for(lambda: "ctrl+r run cell" in key_bar(first) and "ran " in first.text)
    leave_cell(first)
    go_to_exercise(first)
    type_while_it_trains(first)
    first.resize(120, 36)
    first.wait_for(lambda: len(header(first)) == 120 and "# typed while it trains" in first.text)
    first.kill()  # the client is gone without a word
    first.wait_for_end(GONE)

    second = log_in(120, 36)
    wait_for_xor(second)
    second.wait_for(lambda: re.search(r"last time: stopped at epoch [\d,]+ of 100,000", second.text))
    second.wait_for("# typed while it trains")
    second.wait_for(lambda: "f2 text" in key_bar(second))  # in the exercise, where it was left
    empty_editor(second)
    second.wait_for(lambda: "keras.layers" not in second.text)
    second.paste(GOOD)
    second.press("ctrl+r")
    second.wait_for("✓ passed", 120)
    assert f" 1/{EXERCISES}" in header(second)
    second.press("ctrl+q")
    assert second.wait_for_end() == 0


def test_detached_from_tmux_it_trains_on(log_in: Log_in) -> None:
    first = log_in(tmux=True)
    open_xor(first)
    go_to_exercise(first)
    type_while_it_trains(first)
    assert "If this connection drops, a run ends" not in "\n".join(first.frames)
    first.press("ctrl+b")
    first.type("d")
    assert wait_until(lambda: not first.running, 20)

    second = log_in(120, 36, tmux=True)
    second.wait_for(lambda: len(header(second).rstrip()) > 80)  # drawn again for the larger window
    second.wait_for(lambda: TRAINING.search(second.text) and "# typed while it trains" in second.text)
    second.press("ctrl+r")
    second.wait_for(lambda: "ctrl+r run exercise" in second.text)
    second.press("ctrl+q")
    assert second.wait_for_end() == 0


TRAINS = """
import pathlib, time
import keras, numpy as np


class UntilEnough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = pathlib.Path("enough").exists()
        time.sleep(0.05)


x = np.random.default_rng(0).normal(size=(64, 3))
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, x.sum(axis=1), epochs=9999, verbose=0, callbacks=[UntilEnough()])
"""


def test_a_run_is_followed_over_a_connection_that_is_cut(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(TRAINS)
    watch = shlex.join([sys.executable, "-m", "tuitutor", "watch"])
    with marked() as marker, marked() as followers, ExitStack() as stack:
        sshd = stack.enter_context(server(tmp_path, marker))
        here = f"cd {tmp_path} && {marker} LANG=C.UTF-8"
        record = ("--to", "run.jsonl", "train.py")
        job = subprocess.Popen(["ssh", *sshd.options, sshd.account, " ".join([here, watch, *record])])
        stack.enter_context(job)
        assert wait_until((tmp_path / "run.jsonl").exists, 60)

        def watch_there(*words: str) -> Terminal:
            command = " ".join([here, followers, "TERM=xterm-256color", watch, *words])
            program = ("-c", SSH, "-tt", *sshd.options, sshd.account, command)
            return stack.enter_context(closing(Terminal(tmp_path, followers, 80, 24, program=program, framed=False)))

        first = watch_there("run.jsonl")
        first.wait_for(lambda: re.search(r"\d+/9999", first.text))
        first.kill()  # the client is gone without a word
        first.wait_for_end(GONE)
        second = watch_there("run.jsonl")
        second.wait_for(lambda: re.search(r"\d+/9999", second.text))
        (tmp_path / "enough").touch()
        second.wait_for("It ended.")
        assert second.wait_for_end() == 0
        assert job.wait() == 0

        (tmp_path / "enough").unlink()
        (tmp_path / "run.jsonl").unlink()
        third = watch_there(*record)  # no job, so it goes down with its connection
        third.wait_for(lambda: (tmp_path / "run.jsonl").exists())
        third.kill()
        third.wait_for_end(GONE)
        fourth = watch_there("run.jsonl")
        fourth.wait_for("its process ended without a word")
        assert fourth.wait_for_end() == 1
