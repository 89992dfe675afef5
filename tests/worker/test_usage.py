"""The usage of processes is counted whoever waits for them, and whatever they hide; every walk has a bound."""

from __future__ import annotations

import mmap
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from tests.waiting import wait_until
from tuitutor.protocol.limits import MOST_FILES
from tuitutor.worker import usage
from tuitutor.worker.processes import below

LIMIT = 1 << 30  # bytes
NS = 10**9  # a second in nanoseconds


class Moment:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


# Burns CPU time in one child after another, in all a second of it, and then says so.
BURNING = """
import os, signal, sys, time
{before}
for _ in range({times}):
    ended, end = os.pipe()
    if os.fork() == 0:
        {inside}
        until = time.process_time() + 1 / {times}
        while time.process_time() < until: pass
        os._exit(0)
    os.close(end)
    os.read(ended, 1)
    os.close(ended)
    {after}
print("burnt", flush=True)
time.sleep(600)
"""
IGNORING = {"before": "signal.signal(signal.SIGCHLD, signal.SIG_IGN)", "inside": "", "after": ""}
LEAVING = {"before": "", "inside": "if os.fork(): os._exit(0)", "after": "os.wait()"}
WAITING = {"before": "", "inside": "", "after": "os.wait()"}
WAITING_IN_SOCKETS = """
import socket, time
held = [socket.socketpair() for _ in range(20)]
for one, _ in held:
    one.setblocking(False)
    try:
        while True: one.send(bytes(1 << 16))
    except BlockingIOError: pass
print(flush=True)
time.sleep(600)
"""
# As a keeper, it waits for whoever has lost his parent.
KEEPER = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-c", sys.argv[1]])
while True: os.wait()
"""


@contextmanager
def running(source: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process with one child, which runs `source`."""
    command = [sys.executable, "-c", KEEPER, source]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            for pid in [*below(process.pid), process.pid]:
                with suppress(ProcessLookupError):  # it may have ended by itself just now
                    os.kill(pid, signal.SIGKILL)


def said(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process prints something within the time."""
    assert process.stdout is not None
    return bool(select.select([process.stdout], [], [], 0.02)[0])


def counted(source: str) -> tuple[float, float]:
    """Return the CPU time counted while a program ran, and the part that nobody had waited for."""
    with running(source) as process:
        ledger = usage.UsageCount(process.pid)
        while not said(process):
            ledger.usage(100)
        return ledger.usage(100).cpu_s, ledger.lost_s


@pytest.mark.sampled(2)
@pytest.mark.parametrize("times", [2, 10])  # of more, on a busy machine, several end between two looks
def test_time_of_children_that_nobody_waits_for_counts(times: int) -> None:
    cpu_s, lost_s = counted(BURNING.format(times=times, **IGNORING))
    assert cpu_s > 0.97  # it is counted in ticks
    assert lost_s > 0


@pytest.mark.long
@pytest.mark.parametrize("times", [2, 50])
@pytest.mark.parametrize("how", [WAITING, LEAVING])
def test_time_of_others_counts_once(how: dict[str, str], times: int) -> None:
    cpu_s, lost_s = counted(BURNING.format(times=times, **how))
    assert cpu_s > 0.97  # it is counted in ticks
    assert lost_s == 0


@pytest.mark.spine
def test_time_without_a_cpu_is_what_an_endless_loop_lacks() -> None:
    """It never sleeps, so what it did not run it has waited; beside another one on the same core, that is half."""
    core = min(os.sched_getaffinity(0))
    readings: list[float] = []

    def read() -> float:
        readings.append(time.monotonic())
        return readings[-1]

    loop = f"import os\nos.sched_setaffinity(0, [{core}])\nprint(flush=True)\nwhile True: pass"
    with running(loop) as process, running(loop) as other:
        assert wait_until(lambda: said(process) and said(other), 60)
        [pid], ledger, waits = below(process.pid), usage.UsageCount(process.pid), usage.Waits(read)
        waits.update([pid])
        before = ledger.usage(5).cpu_s
        at_first = waits.waited_s
        while (after := ledger.usage(5).cpu_s) < before + 1:
            time.sleep(0.05)
            waits.update([pid])
    began, ended = readings[1], readings[-1]
    waited = waits.waited_s - at_first
    assert waited == pytest.approx(ended - began - (after - before), abs=0.3)  # this process may wait between two lines
    assert waited > 0.6


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """Replace the system's figures of threads: the nanoseconds for which they ran and waited."""
    told: dict[str, tuple[int, int]] = {}
    monkeypatch.setattr(usage, "_scheduled", lambda _: dict(told).items())
    return told


def test_threads_that_wait_for_each_other_have_a_cpu(told: dict[str, tuple[int, int]]) -> None:
    """Four endless loops on a core that nobody else uses wait most of their time, each by itself."""
    waits = usage.Waits(now := Moment())
    for second in range(1, 9):
        now.seconds = 4 * second
        told.update({str(thread): (second * NS, 3 * second * NS) for thread in range(4)})
        waits.update([1])
    assert waits.waited_s == 0


def test_threads_that_wait_at_the_same_time_wait_once(told: dict[str, tuple[int, int]]) -> None:
    waits = usage.Waits(now := Moment())
    now.seconds = 1
    told.update({str(thread): (NS // 100, NS * 9 // 10) for thread in range(4)})
    waits.update([1])
    assert waits.waited_s == 0.96


def test_threads_that_pass_on_their_work_wait_in_turn(told: dict[str, tuple[int, int]]) -> None:
    waits = usage.Waits(now := Moment())
    now.seconds = 1
    told.update({str(thread): (NS // 100, NS * 48 // 100) for thread in range(2)})
    waits.update([1])
    assert waits.waited_s == 0.94


def test_a_wait_that_is_told_late_counts_in_full(told: dict[str, tuple[int, int]]) -> None:
    waits = usage.Waits(now := Moment())
    told["1"] = (0, 0)
    for _ in range(5):
        now.seconds += 0.1
        waits.update([1])
    told["1"] = (0, NS * 4 // 10)
    waits.update([1])
    assert waits.waited_s == 0.4


def test_who_sleeps_does_not_wait_for_a_cpu() -> None:
    with running("import time\nprint(flush=True)\ntime.sleep(600)") as process:
        assert wait_until(lambda: said(process), 60)
        [pid], waits = below(process.pid), usage.Waits(now := Moment())
        waits.update([pid])
        before = waits.waited_s
        now.seconds += 60
        waits.update([pid])
        assert waits.waited_s - before < 0.5


def test_files_count_once_and_folders_too(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "file").write_bytes(bytes(1 << 20))
    (tmp_path / "again").hardlink_to(tmp_path / "below" / "file")
    assert 1 << 20 <= usage.disk(tmp_path) < 5 << 18


def test_what_waits_in_sockets_counts() -> None:
    """Twenty pairs hold more than four megabytes here, which are in no other figure."""
    with running(WAITING_IN_SOCKETS) as process:
        while not said(process):
            pass
        in_sockets = usage.in_sockets(below(process.pid))
        assert in_sockets >= 40 * int(Path("/proc/sys/net/core/wmem_default").read_text())
        assert usage.in_sockets([]) == 0


def test_the_kernels_own_memory_counts() -> None:
    """Pages that are only read cost nothing but their tables and mappings."""
    source = "import mmap, time\npages = [mmap.mmap(-1, 4 << 20, 2) for _ in range(512)]\n"
    read = f"{source}for page in pages: page.madvise(15), page[1 << 21]\nprint(flush=True)\ntime.sleep(600)"
    with running("print(flush=True)\nimport time\ntime.sleep(600)") as idle, running(read) as reader:
        assert wait_until(lambda: said(idle) and said(reader), 60)
        few, many = [*below(idle.pid)], [*below(reader.pid)]
        for count in (usage.memory, usage.shares):
            assert count(many, 0) - count(few, 0) > 512 * 4096
        assert usage.in_mappings(few, LIMIT) < usage.in_mappings(many, LIMIT)
        assert usage.in_mappings(many * 10, 1000) <= usage.in_mappings(many, LIMIT), "no more are counted"


@pytest.mark.ordinary_user
def test_a_folder_that_cannot_be_listed_may_hold_anything(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(0o300)
    assert usage.disk(tmp_path) > LIMIT


def test_so_may_one_whose_path_is_too_long(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=here)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    assert usage.disk(tmp_path) > LIMIT


@pytest.mark.long
def test_so_may_many_files(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 2):
        (tmp_path / str(number)).touch()
    assert usage.disk(tmp_path) > LIMIT


def test_files_without_a_name_count_while_they_are_open(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file, (tmp_path / "other").open("wb") as other:
        before = usage.nameless([os.getpid()])
        for opened in (file, other):
            opened.write(bytes(1 << 20))
            opened.flush()
        (tmp_path / "file").unlink()
        assert usage.nameless([os.getpid()]) - before == 1 << 20
        assert usage.nameless([os.getpid()], apart_from=other.fileno()) <= before, "what is counted otherwise"


def test_a_walk_through_descriptors_ends_soon() -> None:
    """No more descriptors are read than the largest number of files."""
    assert usage.nameless(os.getpid() for _ in range(10)) < LIMIT
    assert usage.nameless(os.getpid() for _ in count()) > LIMIT


def test_a_walk_through_processes_ends_soon() -> None:
    source = "import os, time\nfor _ in range(20):\n    if not os.fork(): time.sleep(600)\n"
    with running(f"{source}print(flush=True)\ntime.sleep(600)") as process:
        assert wait_until(lambda: said(process), 60)
        assert len(usage.UsageCount(process.pid).usage(5).pids) == 6
        assert len(usage.UsageCount(process.pid).usage(50).pids) == 21


def test_a_process_may_have_any_name() -> None:
    source = "import ctypes, time\nctypes.CDLL(None).prctl(15, bytes([255, 41, 32, 10, 40]))\nprint(flush=True)\n"
    with running(f"{source}time.sleep(600)") as process:
        assert wait_until(lambda: said(process), 60)
        [pid] = below(process.pid)
        used = usage.UsageCount(process.pid).usage(5)
        assert (used.pids, used.threads) == ((pid,), 1)
        assert usage.memory([pid], 0) > 0


def test_memory_that_processes_share_counts_once_where_it_matters() -> None:
    source = "import os, time\nx = b'x' * (64 << 20)\nfor _ in range(4):\n    if not os.fork(): time.sleep(600)\n"
    with running(f"{source}print(flush=True)\ntime.sleep(600)") as process:
        assert wait_until(lambda: said(process), 60)
        pids = [*below(process.pid)]
        assert usage.memory(pids, 0) > 320 << 20
        assert 64 << 20 < usage.shares(pids, 0) < 160 << 20
        assert usage.shares(pids, LIMIT) - usage.shares(pids, 0) == pytest.approx(LIMIT, rel=0.1), "files in memory"


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="read from /proc")
def test_memory_that_no_file_backs(tmp_path: Path) -> None:
    size = 40 << 20
    (tmp_path / "file").write_bytes(bytes(size))
    before = usage.anonymous(os.getpid(), [])
    with (tmp_path / "file").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert sum(mapped[::4096]) == 0
        after_mapping = usage.anonymous(os.getpid(), [])
    # not from malloc, which may have kept as much from what was freed before
    with mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as held:
        held.write(b"x" * size)
        after = usage.anonymous(os.getpid(), [])
    assert before is not None
    assert after_mapping is not None
    assert after is not None
    assert after_mapping - before < size / 4
    assert after - before > size * 3 / 4


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="read from /proc")
def test_what_a_forked_process_shares_counts_once() -> None:
    held = bytearray(b"x") * (40 << 20)
    pid = os.fork()
    if pid == 0:
        signal.pause()
    try:
        alone, both = (usage.anonymous(os.getpid(), others) for others in ([], [pid]))
        assert alone is not None
        assert both is not None
        assert both - alone < len(held) / 2  # the fork has page tables of its own, and pages that either wrote to
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert usage.anonymous(pid, []) is None


def test_a_clock_stands_still_while_nobody_reads_it() -> None:
    times = iter([100.0, 100.1, 100.2, 5000.0, 5000.5])
    clock = usage.Clock(lambda: next(times))
    assert [round(clock.now(), 6) for _ in range(4)] == [0.1, 0.2, 1.2, 1.7]
