"""Learner code behind a real ssh: a line that hangs, and one that never was."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shlex
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cluster.grading import ANSWERS, VERDICTS, class_in, first_verdict, said_by
from tests.processes import marked, stat
from tests.sshd import Sshd, server
from tests.unshared import hiding
from tests.waiting import wait_until
from tuitutor.authoring.data_list import keep_list
from tuitutor.errors import WorkerLost, WorkerUnavailable
from tuitutor.protocol.events import Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.worker.processes import descendants
from tuitutor.workers.connection import Patience
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.long


@pytest.fixture
def sshd(tmp_path: Path) -> Iterator[Sshd]:
    with marked() as marker, server(tmp_path, marker) as sshd:
        yield sshd


def via(sshd: Sshd, *more: str) -> str:
    return shlex.join(["ssh", *more, *sshd.options, sshd.account])


def session(sshd: Sshd, pid: int) -> list[int]:
    """The processes of sshd's between it and the worker."""
    found = []
    while (pid := int(stat(pid)[1])) != sshd.pid:
        found.append(pid)
    return found


async def test_a_line_that_hangs_is_given_up(sshd: Sshd) -> None:
    worker = Worker(LocalLauncher(sys.executable, via(sshd), Patience(silence_s=6.0)))
    ready = await worker.start()
    child = await worker.child(Limits(), columns=72, seed=0)
    request = Execute(child.name, child.next_run(), "print('here we go', flush=True)\nwhile True: pass", "answer.py")
    frozen: list[int] = []

    async def run() -> None:
        async for event in child.ask(request):
            if isinstance(event, Output) and not frozen:
                frozen.extend(session(sshd, ready.pid))
                for pid in frozen:
                    os.kill(pid, signal.SIGSTOP)

    try:
        with pytest.raises(
            WorkerLost, match=r"nothing for 6 s, so the node or the connection to it \(ssh\) seems to hang"
        ):
            await run()
    finally:
        await worker.close()
        for pid in frozen:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
    gone = await asyncio.to_thread(wait_until, lambda: not Path(f"/proc/{ready.pid}").exists(), 30)
    assert gone, "the worker outlives its connection"


async def test_data_of_a_course_is_sent_in_pieces_where_no_disk_is_shared(sshd: Sshd, tmp_path: Path) -> None:
    (data := tmp_path / "course/data").mkdir(parents=True)
    content = bytes(range(256)) * 80_000  # 20 MB
    (data / "rows.bin").write_bytes(content)
    assert not keep_list(data.parent).problems
    launcher = LocalLauncher(sys.executable, f"{via(sshd)} {hiding(data.parent, tmp_path)}", course=lambda: data.parent)
    worker, told = Worker(launcher), []
    source = "import hashlib\nprint(hashlib.sha256(open('data/rows.bin', 'rb').read()).hexdigest())"
    try:
        starting = asyncio.create_task(worker.start())
        async for waiting in worker.waits(starting):
            told.append(str(waiting))
        child = await worker.child(Limits(), columns=72, seed=0)
        request = Execute(child.name, child.next_run(), source, "answer.py")
        printed = "".join([event.text async for event in child.ask(request) if isinstance(event, Output)])
    finally:
        await worker.close()
    assert printed == f"{hashlib.sha256(content).hexdigest()}\n"
    assert "Sending the course's data: 20 of 20 MB" in told
    assert not list(Path(tempfile.gettempdir()).glob("tuitutor-run-*/course"))  # noqa: ASYNC240


@pytest.mark.soak
def test_a_line_that_is_cut_is_opened_again_and_costs_no_verdict(sshd: Sshd, tmp_path: Path) -> None:
    graded = class_in(tmp_path, os.environ)
    with graded.grade("--via", via(sshd), "--jobs", "1") as run:
        first_verdict(run)
        there = descendants(sshd.pid)
        for pid in there:
            if (Path("/proc") / str(pid) / "comm").read_text().startswith("sshd"):
                os.kill(pid, signal.SIGKILL)
        said = said_by(run)
    assert run.returncode == 0, said
    assert said.count("Ready on") == 2, said
    assert graded.verdicts() == VERDICTS
    assert sorted(graded.lines()) == sorted(ANSWERS)
    assert wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in there), 30)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["-p", "1"], r"'ssh' did not start your code's Python: it ended with status 255: .*Connection refused"),
        (
            ["-o", "StrictHostKeyChecking=yes"],
            r"'ssh' did not start your code's Python: .*Host key verification failed",
        ),
    ],
)
async def test_a_connection_that_fails_is_not_pythons_fault(sshd: Sshd, more: list[str], said: str) -> None:
    worker = Worker(LocalLauncher(sys.executable, via(sshd, *more)))
    with pytest.raises(WorkerUnavailable, match=said):
        await worker.start()
    await worker.close()


async def test_a_python_that_is_not_there_is(sshd: Sshd) -> None:
    worker = Worker(LocalLauncher("/no/python", via(sshd)))
    with pytest.raises(
        WorkerUnavailable, match=r"/no/python' isn't a working Python: it ended with status 127: .*not found"
    ):
        await worker.start()
    await worker.close()
