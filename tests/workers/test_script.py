"""A script that is watched runs as with `python`: real processes, without Keras where it isn't the point."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tuitutor.protocol.events import ChildEnded, Event, Executed, Output, ScriptStarted
from tuitutor.workers.script import Record, is_record, started

ALL_OF_IT = """
import multiprocessing, os, random, sys

import helper


def square(n):
    return n * n


if __name__ == "__main__":
    print(__name__, __file__, sys.argv, sys.path, __spec__, sorted(globals()), sys.stdin.read())
    print(random.getstate() == random.Random(0).getstate(), os.getcwd(), sorted(os.environ))
    for way in ("spawn", "fork"):
        with multiprocessing.get_context(way).Pool(2) as pool:
            print(pool.map(square, range(3)))
    helper.fail()
"""
HELPER = """
def fail():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ValueError("no") from error
"""


def write(folder: Path, text: str, name: str = "train.py") -> Path:
    (folder / name).write_text(text)
    return folder / name


def seen(
    *words: str, via: str = "", act: Callable[[Event], None] = lambda event: None, python: str = sys.executable
) -> list[Event]:
    found = []
    with started(python, via, words, os.environ) as script:
        for events in script.events(0.05):
            for event in events:
                act(event)
                found.append(event)
    return found


def printed(events: list[Event], stream: str = "stdout") -> str:
    return "".join(event.text for event in events if isinstance(event, Output) and event.stream == stream)


@pytest.mark.long
@pytest.mark.parametrize("words", [("train.py", "--rate", "0.1"), ("-m", "package.train", "-v")])
def test_a_script_is_what_it_is_without_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (tmp_path / "package").mkdir()
    write(tmp_path / "package", "", "__init__.py")
    for folder in (tmp_path, tmp_path / "package"):
        write(folder, ALL_OF_IT.replace("__spec__", "__spec__ and __spec__.name"))
    write(tmp_path, HELPER, "helper.py")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    plain = subprocess.run([sys.executable, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    begun, *events, ended = seen(*words)
    assert isinstance(begun, ScriptStarted)
    assert (begun.script, begun.folder) == (words[-2] if "-m" in words else words[0], str(tmp_path))
    assert (printed(events), printed(events, "stderr")) == (plain.stdout, plain.stderr)
    assert plain.stderr.endswith("ValueError: no\n")
    assert ended == ChildEnded("", "exited", plain.returncode)
    (done,) = (event for event in events if isinstance(event, Executed))
    assert done.error is not None
    assert [(Path(frame.filename).name, frame.line) for frame in done.error.frames][-1] == ("helper.py", 6)


@pytest.mark.parametrize(
    ("text", "cause", "code"),
    [
        ("import sys; sys.exit(3)", "exited", 3),
        ("import os; os._exit(7)", "exited", 7),
        ("import os; os.kill(os.getpid(), 9)", "crashed", 9),
        ("raise KeyboardInterrupt", "crashed", signal.SIGINT),
    ],
)
def test_its_end_is_pythons_own(tmp_path: Path, text: str, cause: str, code: int) -> None:
    *_, ended = seen(str(write(tmp_path, text)))
    assert ended == ChildEnded("", cause, code)  # type: ignore[arg-type]


@pytest.mark.parametrize("via", ["", "env"])
def test_signals_are_passed_on_and_we_get_our_handlers_back(tmp_path: Path, via: str) -> None:
    text = (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})\nprint('ready')\n"
        "print(signal.sigtimedwait({signal.SIGUSR1}, 60).si_signo == signal.SIGUSR1)"
    )

    def act(event: Event) -> None:
        if isinstance(event, Output) and event.text == "ready\n":
            os.kill(os.getpid(), signal.SIGUSR1)

    before = signal.getsignal(signal.SIGUSR1)
    *events, ended = seen(str(write(tmp_path, text)), via=via, act=act)
    assert (printed(events), ended) == ("ready\nTrue\n", ChildEnded("", "exited", 0))
    assert signal.getsignal(signal.SIGUSR1) is before


def test_no_line_is_torn_by_the_other_stream_or_by_an_event_and_odd_bytes_are_replaced(tmp_path: Path) -> None:
    text = (
        "import os, sys, threading\n"
        "def err():\n    for n in range(300): print('e' * 90, file=sys.stderr)\n"
        "thread = threading.Thread(target=err); thread.start()\n"
        "for n in range(300): print('o' * 40, end=''); print('o' * 50)\n"
        "thread.join(); sys.stdout.flush(); os.write(1, b'\\xc3'); os.write(2, b'x'); os.write(1, b'\\xa9\\xff')\n"
    )
    events = seen(str(write(tmp_path, text)))
    assert printed(events) == ("o" * 90 + "\n") * 300 + "é\ufffd"
    assert printed(events, "stderr") == ("e" * 90 + "\n") * 300 + "x"
    whole = [event.text for event in events if isinstance(event, Output)]
    assert all(text.endswith("\n") for text in whole[:-2])


def test_what_it_leaves_running_keeps_nobody_waiting(tmp_path: Path) -> None:
    text = (
        "import subprocess, sys\n"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\nprint(left.pid)"
    )
    events = seen(str(write(tmp_path, text)))
    os.kill(int(printed(events)), signal.SIGKILL)
    assert events[-1] == ChildEnded("", "exited", 0)


def test_behind_a_launcher_its_standard_input_is_empty_and_it_goes_when_we_do(tmp_path: Path) -> None:
    script = str(write(tmp_path, "import sys, time\nprint(repr(sys.stdin.read()))\ntime.sleep(600)"))
    with started(sys.executable, "env", [script], os.environ) as running:
        events: list[Event] = []
        for some in running.events(0.05):
            events += some
            if printed(events):
                break
    assert printed(events) == "''\n"
    (begun,) = (event for event in events if isinstance(event, ScriptStarted))
    with pytest.raises(ProcessLookupError):
        os.kill(begun.pid, 0)


# ---- the record of a job


def become(folder: Path, to: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = "import os, sys; from pathlib import Path; from tuitutor.workers.script import become\n"
    code += "become(sys.executable, sys.argv[2:], Path(sys.argv[1]), os.environ)"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SLURM")}
    return subprocess.run(
        [sys.executable, "-c", code, to, *words],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.long
def test_a_job_that_is_started_again_goes_on_in_its_record_after_a_torn_line(tmp_path: Path) -> None:
    write(tmp_path, "print('hello')")
    first = become(tmp_path, "run.jsonl", "train.py", "3", SLURM_JOB_ID="12")
    assert (first.returncode, first.stdout, first.stderr) == (0, "hello\n", "")
    with (tmp_path / "run.jsonl").open("a") as file:
        file.write('{"is": "Execu')
    become(tmp_path, "run.jsonl", "train.py", "3", SLURM_JOB_ID="12", SLURM_RESTART_COUNT="1")
    record = Record(tmp_path / "run.jsonl")
    begun, done, again, done_again = record.read()
    assert isinstance(begun, ScriptStarted)
    assert isinstance(again, ScriptStarted)
    assert (begun.arguments, begun.job, begun.restarts, again.restarts) == (("3",), "12", 0, 1)
    assert isinstance(done, Executed)
    assert isinstance(done_again, Executed)
    assert is_record(record.path)
    assert not is_record(tmp_path / "train.py")
    assert list(record.read()) == []


@pytest.mark.long
def test_only_the_first_process_of_a_job_records_and_a_full_disk_stops_no_script(tmp_path: Path) -> None:
    write(tmp_path, "print('hello')")
    second = become(tmp_path, "run.jsonl", "train.py", SLURM_PROCID="1")
    assert (second.stdout, second.stderr, (tmp_path / "run.jsonl").exists()) == ("hello\n", "", False)
    nowhere = become(tmp_path, "no/run.jsonl", "train.py")
    assert (nowhere.returncode, nowhere.stdout) == (0, "hello\n")
    assert nowhere.stderr == "This is not recorded: no/run.jsonl: No such file or directory\n"
    full = become(tmp_path, "/dev/full", "train.py")
    assert (full.returncode, full.stdout, full.stderr) == (0, "hello\n", "")
