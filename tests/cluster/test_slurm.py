"""Learner code behind a real srun: what a cluster does to jobs is never taken for what an answer does."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cluster.slurm import NODES, PATIENCE, Slurm
from tests.e2e.walks import ANSWERS
from tests.processes import processes, stat
from tests.unshared import hiding
from tests.waiting import wait_until
from tuitutor.authoring.data_list import keep_list
from tuitutor.errors import WorkerLost, WorkerUnavailable
from tuitutor.protocol.events import ChildEnded, Event, Executed, Output, Waiting
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.worker.processes import descendants
from tuitutor.workers.connection import Patience
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.long

GOOD = ANSWERS / "xor" / "good" / "sequential_list.py"
ENDLESS = "print('here we go', flush=True)\nwhile True: pass"
WALL = 20.0
SOON = Patience(silence_s=6.0)
CLI = [sys.executable, "-m", "tuitutor"]

Until = Callable[[Callable[[], object]], Awaitable[None]]


@asynccontextmanager
async def worker_behind(via: str, patience: Patience = Patience(), **options: object) -> AsyncIterator[Worker]:
    worker = Worker(replace(LocalLauncher(sys.executable, via, patience), **options))  # type: ignore[arg-type]
    try:
        yield worker
    finally:
        await worker.close()


async def until(condition: Callable[[], object]) -> None:
    """Wait in a thread, so that what is told meanwhile is heard."""
    assert await asyncio.to_thread(wait_until, condition, PATIENCE)


async def run(worker: Worker, source: str, heard: list[Event], limits: Limits = Limits()) -> list[Event]:
    """Run source in a new child, adding what is told of it to `heard` as it comes."""
    child = await worker.child(limits, columns=72, seed=0)
    async for event in child.ask(Execute(child.name, child.next_run(), source, "answer.py")):
        heard.append(event)
    return heard


def begun(heard: list[Event]) -> Callable[[], bool]:
    return lambda: any(isinstance(event, Output) for event in heard)


def of_worker(slurm: Slurm, pid: int) -> list[int]:
    """The worker's host and all below it, and the process of Slurm's that has it in its care."""
    parent = int(stat(pid)[1])
    return [parent, pid, *descendants(pid)]


# ---- one worker


def test_an_allocation_for_two_tasks_starts_one_worker(slurm: Slurm, tmp_path: Path) -> None:
    environment = {**slurm.environment, "TUITUTOR_DATA_DIR": str(tmp_path), "TUITUTOR_NICE": "0"}
    done = subprocess.run(
        ["salloc", "-n2", *CLI, "--via", "srun", "check", "xor", str(GOOD)],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


async def test_two_workers_behind_one_prefix_are_no_verdict(slurm: Slurm) -> None:
    async with worker_behind("srun -n2") as worker:
        await asyncio.wait([running := asyncio.create_task(run(worker, ENDLESS, []))])
        with pytest.raises(WorkerUnavailable, match=r"'srun' started several workers at once; .* srun -n1 -N1"):
            running.result()
        assert worker.restarts == 0


async def test_two_workers_fit_into_one_allocation(slurm: Slurm, monkeypatch: pytest.MonkeyPatch) -> None:
    slurm.ask("salloc", "--no-shell", "-n2")
    [job] = slurm.jobs()
    monkeypatch.setenv("SLURM_JOB_ID", job)
    async with worker_behind("srun") as one, worker_behind("srun") as other:
        await asyncio.gather(one.start(), other.start())
    assert slurm.jobs() == {job: "RUNNING"}  # somebody else's to end


async def test_a_job_has_our_name_unless_the_user_gives_it_one(slurm: Slurm) -> None:
    async with worker_behind("srun") as one, worker_behind("srun -J mine") as other:
        await asyncio.gather(one.start(), other.start())
        assert sorted(slurm.ask("squeue", "--noheader", "--format=%j").split()) == ["mine", "tuitutor"]


# ---- time that does not count


async def test_a_suspended_job_is_waited_for_and_its_time_does_not_count(slurm: Slurm) -> None:
    async with worker_behind("srun", SOON) as worker:
        ready = await worker.start()
        heard: list[Event] = []
        source = "import time\nprint('here we go', flush=True)\nstart = time.process_time()\n"
        source += "while time.process_time() < start + 2: pass"
        running = asyncio.create_task(run(worker, source, heard, Limits(wall_s=WALL)))
        await until(begun(heard))
        [job] = slurm.jobs()
        slurm.ask("scontrol", "suspend", job)
        since = age(ready.pid)
        await until(lambda: any("suspended" in str(event) for event in heard if isinstance(event, Waiting)))
        await until(lambda: age(ready.pid) > since + WALL)
        slurm.ask("scontrol", "resume", job)
        last = (await running)[-1]
        assert isinstance(last, Executed), last
        assert last.outcome == "ok"
        assert Waiting() in heard


def age(pid: int) -> float:
    """Seconds of wall time since a process began."""
    ticks = int(stat(pid)[19])
    return float(Path("/proc/uptime").read_text().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")


async def test_a_worker_whose_child_is_busy_answers(slurm: Slurm) -> None:
    async with worker_behind("srun", SOON) as worker:
        await worker.start()
        last = (await run(worker, ENDLESS, [], Limits(wall_s=10)))[-1]
        assert isinstance(last, ChildEnded)
        assert last.cause == "wall"


# ---- silence


async def test_a_frozen_node_is_lost_before_slurm_says_so(slurm: Slurm) -> None:
    async with worker_behind("srun", SOON) as worker:
        ready = await worker.start()
        heard: list[Event] = []
        running = asyncio.create_task(run(worker, ENDLESS, heard))
        await until(begun(heard))
        frozen = of_worker(slurm, ready.pid)
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        try:
            with pytest.raises(WorkerLost, match=r"said nothing for 6 s, so the node or the connection"):
                await running
            await worker.start()  # a new one, on another node
            assert worker.restarts == 1
        finally:
            for pid in frozen:
                with contextlib.suppress(ProcessLookupError):  # Slurm may have ended it
                    os.kill(pid, signal.SIGCONT)
    await until(lambda: not slurm.jobs())


async def test_a_job_that_is_cancelled_is_said_to_be(slurm: Slurm) -> None:
    async with worker_behind("srun") as worker:
        await worker.start()
        heard: list[Event] = []
        running = asyncio.create_task(run(worker, ENDLESS, heard))
        await until(begun(heard))
        slurm.ask("scancel", *slurm.jobs())
        with pytest.raises(WorkerLost, match=r"The worker is gone: .*CANCELLED"):
            await running


# ---- queueing and leaving


async def test_what_it_waits_for_is_told_and_leaving_takes_the_job_out_of_the_queue(slurm: Slurm) -> None:
    slurm.ask("salloc", "--no-shell", "-N3", "--exclusive")
    async with worker_behind("srun") as worker:
        told: list[str] = []

        async def listen() -> None:
            async for waiting in worker.waits(asyncio.create_task(worker.start())):
                told.append(str(waiting))

        starting = asyncio.create_task(listen())
        await until(lambda: "PENDING" in slurm.jobs().values())
        await until(lambda: any("(Resources)" in each and "queued and waiting" in each for each in told))
        assert told[-1].startswith("Waiting for srun (Resources), ")
        starting.cancel()
    assert "PENDING" not in slurm.jobs().values()


def test_ctrl_c_in_the_queue_leaves_no_job(slurm: Slurm, tmp_path: Path) -> None:
    slurm.ask("salloc", "--no-shell", "-N3", "--exclusive")
    environment = {**slurm.environment, "TUITUTOR_DATA_DIR": str(tmp_path)}
    argv = [*CLI, "--via", "srun", "check", "xor", str(GOOD)]
    with subprocess.Popen(argv, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as check:
        assert check.stderr is not None
        for line in check.stderr:
            if "(Resources)" in line:
                break
        check.send_signal(signal.SIGINT)
        check.communicate(timeout=PATIENCE)
        assert check.returncode == 130
    assert "PENDING" not in slurm.jobs().values()


@pytest.mark.soak
async def test_a_job_that_may_run_on_is_named(slurm: Slurm) -> None:
    left: list[str] = []
    async with worker_behind("srun", left=left.append) as worker:
        await worker.start()
        [job] = slurm.jobs()
        slurm.stop_controller()
        try:
            await worker.close()
        finally:
            slurm.start_controller(idle=False)
    assert left == [f"Slurm doesn't answer, so job {job} may still be running; once it answers: scancel {job}"]


# ---- words


@pytest.mark.parametrize(
    ("via", "said"),
    [
        ("srun -p nosuch", r"'srun' did not start your code's Python: .*: srun: error: .*Invalid partition"),
        ("srun --nosuch", r"'srun' did not start your code's Python: .*nosuch"),
        ("nosuchlauncher", r"There is no command 'nosuchlauncher'; name another launcher"),
    ],
)
async def test_a_launcher_that_fails_is_not_pythons_fault(slurm: Slurm, via: str, said: str) -> None:
    async with worker_behind(via) as worker:
        with pytest.raises(WorkerUnavailable, match=said):
            await worker.start()


async def test_a_python_that_is_not_there_is(slurm: Slurm) -> None:
    async with worker_behind("srun", python="/no/python") as worker:
        with pytest.raises(WorkerUnavailable, match=r"'srun /no/python' isn't a working Python: .*127.*not found"):
            await worker.start()


async def test_a_node_that_does_not_see_the_course_gets_its_data(slurm: Slurm, tmp_path: Path) -> None:
    (rows := tmp_path / "course" / "data" / "rows.csv").parent.mkdir(parents=True)
    rows.write_text("1,2\n")
    assert not keep_list(tmp_path / "course").problems
    via = f"srun {hiding(tmp_path / 'course', tmp_path)}"
    async with worker_behind(via, course=lambda: tmp_path / "course") as worker:
        heard = await run(worker, f"print(open('data/rows.csv').read(), open({str(rows)!r}))", [])
        said = "".join(each.text for each in heard if isinstance(each, Output))
        error = next(each.error for each in heard if isinstance(each, Executed))
    assert (said, error and error.kind) == ("", "FileNotFoundError"), "the course's folder isn't there"
    async with worker_behind(via, course=lambda: tmp_path / "course") as worker:
        heard = await run(worker, "print(open('data/rows.csv').read())", [])
    assert "".join(each.text for each in heard if isinstance(each, Output)) == "1,2\n\n"


def test_nothing_is_left(slurm: Slurm) -> None:
    daemons = {daemon.pid for daemon in slurm.daemons.values()}
    assert len(daemons) == len(NODES) + 2
    assert wait_until(lambda: set(processes(slurm.marker)) <= daemons, 20)
