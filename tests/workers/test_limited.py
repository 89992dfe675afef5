"""Requests to a subprocess with limits: its replies, its ends, and that nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workers.calls import (
    LOW,
    below,
    count_files,
    count_open,
    echo,
    end,
    fail,
    fill,
    gone,
    measure,
    pid,
    read,
    refuse,
    shout,
    spin,
    tell,
    wait,
    work,
)
from tuitutor.errors import LimitExceeded, StateError, UsageError
from tuitutor.workers.limited import LimitedSubprocess, MiB

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def find_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the subprocess find `calls`."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def process() -> Iterator[LimitedSubprocess]:
    with LimitedSubprocess("so", LOW) as started:
        yield started


def test_it_replies_to_one_request_after_the_other(process: LimitedSubprocess) -> None:
    first = process.request(int, pid)
    assert process.request(str, echo, "one\ntwo") == "so one\ntwo"
    assert process.request(int, pid) == first != os.getpid()


def test_a_request_brings_the_files_that_it_is_about(process: LimitedSubprocess) -> None:
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as other:
        for opened, text in ((file, b"what was handed in"), (other, b"kept")):
            opened.write(text)
            opened.flush()
        assert process.request(list[str], read, 4, files=(file.fileno(), other.fileno())) == ["what", "kept"]


@pytest.mark.long
def test_requests_come_from_several_threads(process: LimitedSubprocess) -> None:
    """As when several answers of a class end at the same moment, and all need advice."""
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as pool:
            told = list(pool.map(lambda word: process.request(str, echo, word), map(str, range(300))))
    finally:
        sys.setswitchinterval(often)
    assert told == [f"so {number}" for number in range(300)]


@pytest.mark.spine
@pytest.mark.parametrize(
    ("call", "said"),
    [
        ((fill, 300 * MiB), "takes more than 200 MiB of memory"),
        ((tell, 33 * MiB), "has more in it"),
        ((end, signal.SIGSEGV), "of memory"),
        ((end, signal.SIGSYS), "of memory"),
        ((fail,), "KeyError at calls.py:"),
    ],
)
def test_a_limit_ends_the_request_and_not_the_next(
    process: LimitedSubprocess, call: tuple[object, ...], said: str
) -> None:
    with pytest.raises(LimitExceeded, match=said) as breach:
        process.request(object, *call)  # type: ignore[arg-type]
    assert "secret" not in str(breach.value)
    assert process.request(str, echo, "x") == "so x"


@pytest.mark.spine
def test_a_request_that_never_ends_is_ended() -> None:
    with LimitedSubprocess("so", replace(LOW, cpu_s=0)) as process:  # which leaves it a second, in which it began
        with pytest.raises(LimitExceeded, match="takes more than 0 s, which no answer needs; look into it"):
            process.request(object, spin)
        assert process.request(str, echo, "x") == "so x"


@pytest.mark.long
def test_each_request_has_the_time_anew(process: LimitedSubprocess) -> None:
    first = process.request(int, pid)
    assert [process.request(float, work, 0.8) for _ in range(4)] == [0.8] * 4
    assert process.request(int, pid) == first
    with pytest.raises(LimitExceeded, match="takes more than 1 s"):
        process.request(float, work, 3)
    assert process.request(float, work, 3, limits=replace(LOW, cpu_s=5)) == 3


def test_what_a_request_prints_is_seen_by_nobody(process: LimitedSubprocess, capfd: pytest.CaptureFixture[str]) -> None:
    assert process.request(str, shout) == "done"
    assert capfd.readouterr() == ("", "")


@pytest.mark.long
def test_a_request_may_not_wait_long() -> None:
    with LimitedSubprocess("so", replace(LOW, wall_s=1)) as process:
        with pytest.raises(LimitExceeded, match="could not be read within 1 s"):
            process.request(object, wait)
        assert process.request(str, echo, "x") == "so x"


def test_what_a_function_refuses_is_said_and_the_subprocess_goes_on(process: LimitedSubprocess) -> None:
    first = process.request(int, pid)
    with pytest.raises(UsageError, match=r"^no café here$") as refused:
        process.request(object, refuse, "no café here")
    assert (type(refused.value), refused.value.remedy) == (UsageError, "a remedy")
    with pytest.raises(StateError, match=r"^full$"):
        process.request(object, refuse, "full", True)
    assert process.request(int, pid) == first


def test_requests_and_replies_may_be_large(process: LimitedSubprocess) -> None:
    for length in (1, 3_000_000):
        assert process.request(int, measure, "x" * length) == length
        assert process.request(str, tell, length) == "x" * length


@pytest.mark.long
def test_without_limits_of_our_own_there_is_room_for_what_classes_hand_in() -> None:
    with LimitedSubprocess("so") as process:
        assert process.request(int, fill, 300 * MiB) == 300 * MiB


@pytest.mark.long
def test_each_request_has_the_memory_anew(process: LimitedSubprocess) -> None:
    assert [process.request(int, fill, 150 * MiB) for _ in range(5)] == [150 * MiB] * 5


def test_no_file_is_open_there_that_is_not_needed(process: LimitedSubprocess) -> None:
    needed = 4  # the connection, two that lead nowhere, and the one that lists them
    with tempfile.TemporaryFile() as file:
        for _ in range(2):
            assert process.request(int, count_open) == needed
            assert process.request(int, count_open, files=(file.fileno(),)) == needed + 1
            with pytest.raises(LimitExceeded):
                process.request(object, fail, files=(file.fileno(),))


def test_no_file_and_no_process_is_left_here() -> None:
    files, processes = count_files(), set(below(os.getpid()))
    with LimitedSubprocess("so", LOW) as process:
        assert not set(below(os.getpid())) - processes, "it isn't started before it is needed"
        with pytest.raises(LimitExceeded):
            process.request(object, end, signal.SIGSEGV)
        process.request(str, echo)
        [started] = set(below(os.getpid())) - processes
    assert gone([started])
    assert count_files() == files


def test_another_one_replaces_one_that_was_ended_meanwhile(process: LimitedSubprocess) -> None:
    first = process.request(int, pid)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert process.request(int, pid) != first


def test_nothing_of_the_working_folder_is_imported(
    process: LimitedSubprocess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("tuitutor.py", "msgspec.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    assert process.request(str, echo, "x") == "so x"


def test_where_it_cannot_start_that_is_said(process: LimitedSubprocess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(LimitExceeded, match=r"/bin/false ended with exit code 1"):
        process.request(str, echo)


_REQUESTS = """
from tests.workers.calls import echo, spin
from tuitutor.workers.limited import LimitedSubprocess, RequestLimits
with LimitedSubprocess("so", RequestLimits(cpu_s=60)) as process:
    process.request(str, echo)
    print(flush=True)
    process.request(object, spin)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_does_not_outlive_the_process_that_makes_requests(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _REQUESTS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as asking:
        assert asking.stdout is not None
        asking.stdout.readline()
        [started] = below(asking.pid)
        if number is signal.SIGINT:
            os.killpg(asking.pid, number)  # as ctrl+c does
        else:
            asking.send_signal(number)
        asking.wait(30)
    assert gone([started])
