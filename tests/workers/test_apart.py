"""Calls in processes of their own: what they tell, what ends them, and that none is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
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
    family,
    fill,
    flood,
    gone,
    measure,
    one,
    pid,
    read,
    refuse,
    shout,
    spin,
    tell,
    wait,
    write,
)
from tuitutor.errors import Breach, UsageError
from tuitutor.workers.apart import Apart, MiB


@pytest.fixture
def apart() -> Iterator[Apart]:
    with Apart("so", LOW) as started:
        yield started


def test_what_a_call_tells_comes_in_order_with_its_data(apart: Apart) -> None:
    kept: list[bytes] = []
    told = list(apart.ask(echo, "one", "two", keep=kept.append))
    assert told == [(b"so one", 9), (b"so two", 9)]
    assert b"".join(kept) == b"oneoneonetwotwotwo"
    assert list(apart.ask(echo)) == []


def test_a_call_gets_the_file_that_it_is_about(apart: Apart) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"what was handed in")
        file.flush()
        assert one(apart, read, 4, file=file.fileno()) == b"what"


def test_a_process_makes_one_call_after_the_other_and_another_one_meanwhile(apart: Apart) -> None:
    first = list(apart.ask(pid))
    assert list(apart.ask(pid)) == first
    with closing(apart.ask(echo, "one", "two")) as outer:
        assert next(outer) == (b"so one", 9)
        assert list(apart.ask(pid)) != first
        assert next(outer) == (b"so two", 9)


@pytest.mark.long
def test_calls_come_from_several_threads(apart: Apart) -> None:
    """As when several answers of a class end at the same moment, and each wants advice."""
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as pool:
            told = list(pool.map(lambda word: list(apart.ask(echo, word)), map(str, range(300))))
    finally:
        sys.setswitchinterval(often)
    assert told == [[(f"so {number}".encode(), 3 * len(str(number)))] for number in range(300)]


def test_a_call_that_is_left_early_is_ended(apart: Apart) -> None:
    told = apart.ask(flood, 10)
    next(told)
    told.close()
    assert list(apart.ask(echo, "x")) == [(b"so x", 3)]


@pytest.mark.spine
@pytest.mark.parametrize(
    ("call", "said"),
    [
        ((fill, 300 * MiB), "takes more than 200 MiB of memory"),
        ((flood, 1000), "has more in it"),
        ((flood, 3 * MiB), "has more in it"),
        ((end, signal.SIGSEGV), "of memory"),
        ((end, signal.SIGSYS), "of memory"),
        ((fail,), "KeyError at calls.py:"),
    ],
)
def test_a_limit_ends_the_call_and_not_the_next(apart: Apart, call: tuple[object, ...], said: str) -> None:
    with pytest.raises(Breach, match=said) as breach:
        for _ in apart.ask(*call):  # type: ignore[arg-type]
            pass
    assert "secret" not in str(breach.value)
    assert list(apart.ask(echo, "x")) == [(b"so x", 3)]


@pytest.mark.spine
def test_a_call_that_never_ends_is_ended() -> None:
    with Apart("so", replace(LOW, cpu_s=0)) as apart:  # which leaves it a second, in which it began
        with pytest.raises(Breach, match="takes more than 0 s, which no answer needs; look into it"):
            list(apart.ask(spin))
        assert list(apart.ask(echo, "x")) == [(b"so x", 3)]


def test_what_a_call_prints_is_seen_by_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with Apart("so", LOW) as apart:
        assert one(apart, shout) == b"done"
    assert capfd.readouterr() == ("", "")


def test_a_call_may_not_wait_long_but_who_reads_it_may() -> None:
    with Apart("so", replace(LOW, wall_s=1)) as apart, closing(apart.ask(flood, 900_000)) as told:
        next(told)
        with pytest.raises(Breach, match="could not be read within 1 s"):  # meanwhile the other one waits for us
            list(apart.ask(wait))
        assert next(told) == (b"more", 900_000)


@pytest.mark.parametrize("length", [1, 2])
@pytest.mark.parametrize("size", range(5))
def test_the_shortest_messages_are_messages(length: int, size: int, apart: Apart) -> None:
    assert list(apart.ask(tell, length, size)) == [(b"m" * length, size)]


@pytest.mark.long
def test_a_call_may_tell_just_as_much_as_is_allowed(apart: Apart) -> None:
    most = 1 << 20
    assert list(apart.ask(tell, most, most)) == [(b"m" * most, most)]
    for length, size in ((most + 1, 0), (1, 2 * most), (most, most + 1)):
        with pytest.raises(Breach, match="has more in it"):
            list(apart.ask(tell, length, size))


def test_what_a_call_refuses_is_said_and_its_process_goes_on(apart: Apart) -> None:
    first = list(apart.ask(pid))
    told = apart.ask(refuse, "no café here")
    assert next(told) == (b"begun", 0)
    with pytest.raises(UsageError, match=r"^no café here$"):
        next(told)
    assert list(apart.ask(pid)) == first


def test_arguments_may_be_large(apart: Apart) -> None:
    for length in (1, 3_000_000):
        assert list(apart.ask(measure, "x" * length)) == [(str(length).encode(), 0)]


@pytest.mark.long
def test_without_limits_of_our_own_there_is_room_for_what_classes_hand_in() -> None:
    with Apart("so") as apart:
        assert list(apart.ask(fill, 300 * MiB)) == [(str(300 * MiB).encode(), 0)]
        assert list(apart.ask(tell, 3 * MiB, 6 * MiB)) == [(b"m" * 3 * MiB, 6 * MiB)]


def test_no_file_is_open_there_that_is_not_needed(apart: Apart) -> None:
    needed = b"7"  # three that lead nowhere, the connection, two ends of the alarm, and the one that lists them
    with tempfile.TemporaryFile() as file:
        for _ in range(2):
            assert list(apart.ask(count_open)) == [(needed, 0)]
            list(apart.ask(count_open, file=file.fileno()))
    with closing(apart.ask(echo, "one", "two")) as outer:
        next(outer)
        assert list(apart.ask(count_open)) == [(needed, 0)]


def test_no_file_is_left_open_here() -> None:
    before = count_files()
    apart = Apart("so", LOW)
    for _ in range(2):
        apart.close()
        with pytest.raises(RuntimeError, match="isn't started, or was closed"):
            list(apart.ask(echo))
        with apart:
            list(apart.ask(echo, "one"))
            with pytest.raises(Breach):
                list(apart.ask(fail))
    assert count_files() == before


def test_a_process_that_ended_meanwhile_is_a_breach_and_another_takes_its_place(apart: Apart) -> None:
    for with_parent in (False, True):
        [(told, _)] = list(apart.ask(family))
        parent, child = map(int, told.split())
        for each in (parent, child) if with_parent else (child,):
            os.kill(each, signal.SIGKILL)
        with pytest.raises(Breach, match="MiB of memory"):
            list(apart.ask(echo, "x"))
        if not with_parent:
            assert list(apart.ask(echo, "x")) == [(b"so x", 3)]


@pytest.mark.long
def test_a_signal_that_the_one_that_asks_survives_ends_no_call(apart: Apart) -> None:
    parent = int(one(apart, family).split()[0])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(parent, number)
        assert int(one(apart, family).split()[0]) == parent


def test_a_process_that_has_grown_a_little_is_used_again(apart: Apart) -> None:
    first = list(apart.ask(pid))
    list(apart.ask(fill, 30 * MiB))
    assert list(apart.ask(pid)) == first


@pytest.mark.long
def test_a_process_that_has_grown_is_not_used_again(apart: Apart) -> None:
    before = list(apart.ask(pid))
    for _ in range(5):  # in one process, the memory that the first ones left in pieces would be missing at the end
        assert list(apart.ask(fill, 150 * MiB)) == [(str(150 * MiB).encode(), 0)]
    assert list(apart.ask(pid)) != before


def test_nothing_is_written_but_what_is_told(apart: Apart, tmp_path: Path) -> None:
    assert one(apart, write, str(tmp_path / "new")) == b"File too large"


def test_no_process_is_left() -> None:
    before = set(below(os.getpid()))
    with Apart("so", LOW) as apart:
        told = apart.ask(echo, "one", "two")
        next(told)
        list(apart.ask(pid))  # to its end, so that its process stays
        started = [each for each in below(os.getpid()) if each not in before]
        assert len(started) == 3
    assert gone(started)
    told.close()


_ASKS = """
import sys
from tests.workers.calls import echo, spin
from tuitutor.workers.apart import Apart
with Apart("so") as apart:
    list(apart.ask(echo))
    print(flush=True)
    list(apart.ask(spin))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_one_that_asks(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _ASKS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as asking:
        assert asking.stdout is not None
        asking.stdout.readline()
        started = below(asking.pid)
        assert len(started) == 2
        if number is signal.SIGINT:
            os.killpg(asking.pid, number)  # as ctrl+c does
        else:
            asking.send_signal(number)
        asking.wait(30)
    assert gone(started)
