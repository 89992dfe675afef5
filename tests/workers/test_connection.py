"""What a connection makes of what a process says, of its silence and of its end. Scripts stand in for workers, for
launchers and for Slurm's commands.
"""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.waiting import wait_until
from tuitutor.errors import Remedy, WorkerError, WorkerLost, WorkerUnavailable
from tuitutor.protocol import codec
from tuitutor.protocol.events import Alive, Event, Launched, Output, Starting, Unready, Violated, Waiting
from tuitutor.workers import connection as connections
from tuitutor.workers import slurm
from tuitutor.workers.connection import Patience
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.scripted import READY

HI = Output("child", "1", "hi")
STAY = "cat >/dev/null"  # until its stdin is closed
DEAF = "trap '' TERM\nwhile :; do sleep 600; done"
STARTS = 'until test "$1" = env; do shift; done; exec "$@"'  # what srun does in the end
LONG = "head -c 2000000 /dev/zero | tr '\\0' x; echo"


def say(*events: Event) -> str:
    """Return a line of a script that prints these events."""
    return f"printf %s {shlex.quote(''.join(codec.encode(event).decode() for event in events))}"


Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a program of these lines, found before others of its name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def written(name: str, *lines: str) -> str:
        path = folder / name
        path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
        path.chmod(0o755)
        return str(path)

    return written


@pytest.fixture(autouse=True)
def in_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLURM_JOB_ID", raising=False)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all waiting times from seconds to moments."""
    monkeypatch.setattr(connections, "CLOSE_SECONDS", 0.3)
    monkeypatch.setattr(connections, "CANCEL_SECONDS", 0.3)
    monkeypatch.setattr(connections, "BEAT", 0.05)
    monkeypatch.setattr(connections, "LOOK", 0.05)


async def heard(
    launcher: LocalLauncher, until: Callable[[Event], bool] = lambda _: False
) -> tuple[list[Event], WorkerError | None]:
    """Return all events, or those up to a certain one, and the error that ended them."""
    connection = await launcher.open()
    found: list[Event] = []
    try:
        async for event in connection.events():
            found.append(event)
            if until(event):
                break
    except WorkerError as error:
        return found, error
    finally:
        await connection.close()
        await connection.close()  # which may be called twice
    return found, None


# ---- what it says ---------------------------------------------------------------------------


async def test_what_a_worker_says_counts_once_it_is_ready(write: Write) -> None:
    python = write("python", "echo banner", say(HI, Starting("py"), READY, Alive(), HI))
    assert await heard(LocalLauncher(python)) == ([READY, HI], None)


async def test_what_is_no_event_is_a_breach_and_what_comes_next_is_heard(write: Write) -> None:
    python = write("python", say(READY), "echo 7", LONG, say(HI))
    events, error = await heard(LocalLauncher(python))
    assert (events[0], events[-1], error) == (READY, HI, None)
    assert events[1] == Violated("", "not a JSON object")
    assert Violated("", "a line of more than the allowed length") in events


async def test_an_answer_of_the_largest_size_is_heard(write: Write, tmp_path: Path) -> None:
    empty = len(codec.encode(Output("child", "1", "")))
    large = Output("child", "1", "x" * (codec.MAX_LINE - empty))
    (tmp_path / "said").write_bytes(codec.encode(READY) + codec.encode(large))
    python = write("python", f"cat {tmp_path}/said")
    events, _ = await heard(LocalLauncher(python))
    assert (events == [READY, large]) is True  # no message of a megabyte


@pytest.mark.parametrize(
    ("said", "broken"), [("Traceback (most recent call last):\n  worker.py: bug", True), ("a warning of CUDA", False)]
)
async def test_a_worker_that_ends_with_a_traceback_is_reported(write: Write, said: str, broken: bool) -> None:
    words: list[str] = []
    python = write("python", say(READY), f"printf '%0{connections.STDERR_KEPT}d' 0 >&2; echo {shlex.quote(said)} >&2")
    assert await heard(LocalLauncher(python, broke=words.append)) == ([READY], None)
    assert [text.lstrip("0") for text in words] == ([f"{said}\n"] if broken else [])
    assert all(len(text) == connections.STDERR_KEPT for text in words)


@pytest.mark.parametrize("first", [Launched(), Starting("py"), READY, Unready("missing", "Keras", "py")])
async def test_several_workers_at_once_are_none(write: Write, first: Event) -> None:
    python = write("python", say(first, first), STAY)
    _, error = await heard(LocalLauncher(python))
    assert isinstance(error, WorkerUnavailable)
    assert str(error) == f"{python!r} started several workers at once; it has to start one."


async def test_an_srun_that_starts_several_is_told_how_to_start_one(write: Write) -> None:
    write("srun", say(Launched(), Launched()), STAY)
    write("scancel")
    _, error = await heard(LocalLauncher("python", "srun"))
    assert str(error) == "'srun' started several workers at once; it has to start one task: srun -n1 -N1."


# ---- how it ends ----------------------------------------------------------------------------


async def test_what_a_worker_says_of_itself_is_the_last_word(write: Write) -> None:
    unready = Unready("missing", "Keras", "py")
    assert await heard(LocalLauncher(write("python", say(Starting("py"), unready), "exit 3"))) == ([unready], None)


@pytest.mark.parametrize(
    ("lines", "unready"),
    [
        (["exit 4"], Unready("no-python", "it ended with status 4", "")),
        (["printf %0200d 7 >&2; exit 4"], Unready("no-python", f"it ended with status 4: {7:0200}", "")),
        (["printf %0201d 7 >&2; exit 4"], Unready("no-python", f"it ended with status 4: ... {7:0200}", "")),
        (["kill -9 $$"], Unready("no-python", "it was killed by SIGKILL", "")),
        (["kill -40 $$"], Unready("no-python", "it was killed by signal 40", "")),
        (
            ["echo one >&2; echo ' two. ' >&2; echo >&2; exit 1"],
            Unready("no-python", "it ended with status 1: two", ""),
        ),
        ([say(Starting("py")), "exit 1"], Unready("broken", "importing Keras failed: it ended with status 1", "py")),
    ],
)
async def test_an_end_before_it_is_ready_says_how_far_it_came(write: Write, lines: list[str], unready: Unready) -> None:
    python = write("python", *lines)
    [last], error = await heard(LocalLauncher(python))
    assert last == replace(unready, python=unready.python or python)
    assert error is None


LAUNCHED = say(Launched())
LIMIT = "slurmstepd-n7: error: *** STEP 7.0 ON n7 CANCELLED DUE TO TIME LIMIT ***"
GONE, NEXT = "The worker is gone:", "the next run starts a new one."
TASK = "echo 'srun: error: n7: task 0: Killed' >&2"
LATE = "exec >&- 2>&-; sleep 0.2"  # its pipes end before it does
HELP = "echo 'Try \"srun --help\"' >&2"


@pytest.mark.parametrize(
    ("launcher", "lines", "error"),
    [
        ("ssh", ["echo no. >&2", "exit 255"], "'ssh' did not start your code's Python: it ended with status 255: no."),
        ("ssh", [LAUNCHED, "echo no. >&2", "exit 255"], "'ssh' failed as Python started: no."),
        ("ssh", [LAUNCHED, say(READY), "echo no. >&2", "exit 255"], f"{GONE} no; {NEXT}"),
        ("ssh", [LAUNCHED, say(READY), "echo no. >&2", LATE, "exit 255"], f"{GONE} no; {NEXT}"),
        ("ssh", [LAUNCHED, say(READY), "echo no. >&2", "exit 254"], None),
        ("srun", [LAUNCHED, say(READY), f"echo '{LIMIT}' >&2", TASK, "exit 1"], f"{GONE} {LIMIT}; {NEXT}"),
        ("srun", [LAUNCHED, say(READY), TASK, "exit 255"], None),
        ("srun", [TASK, HELP, "exit 1"], "'srun' did not start your code's Python: it ended with status 1."),
    ],
)
async def test_a_launcher_that_fails_says_so(write: Write, launcher: str, lines: list[str], error: str | None) -> None:
    write(launcher, *lines)
    write("squeue")
    _, found = await heard(LocalLauncher("python", launcher))
    assert (found and str(found)) == error


async def test_a_worker_that_a_launcher_started_may_fail_by_itself(write: Write) -> None:
    write("ssh", LAUNCHED, "echo no licence >&2; exit 1")
    events, error = await heard(LocalLauncher("python", "ssh -q node"))
    assert events == [Waiting(), Unready("no-python", "it ended with status 1: no licence", "ssh -q node python")]
    assert error is None


# ---- closing --------------------------------------------------------------------------------


async def closed(launcher: LocalLauncher, marks: Path) -> str:
    """Close a connection once its process has started; return the marks that the process left."""
    connection = await launcher.open()
    assert await asyncio.to_thread(wait_until, marks.exists, 60)
    await connection.close()
    with pytest.raises(ProcessLookupError):
        os.kill(connection._process.pid, 0)
    return await asyncio.to_thread(marks.read_text)


@pytest.mark.usefixtures("impatient")
async def test_closing_asks_and_then_ends_it(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "CANCEL_SECONDS", 600)  # which only a launcher is given
    marks = tmp_path / "marks"
    asked = write("asked", f"echo on >{marks}", "cat >/dev/null", f"echo asked >>{marks}")
    assert await closed(LocalLauncher(asked), marks) == "on\nasked\n"
    marks.unlink()
    waits = f"trap 'echo told >>{marks}; exit' TERM", f"echo on >{marks}", "while :; do sleep 0.01; done"
    assert await closed(LocalLauncher(write("waits", *waits)), marks) == "on\ntold\n"
    marks.unlink()
    assert await closed(LocalLauncher(write("deaf", "trap '' TERM", f"echo on >{marks}", DEAF)), marks) == "on\n"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("launched", ["", LAUNCHED])
async def test_a_launcher_may_take_its_time_to_cancel_its_job(
    write: Write, tmp_path: Path, launched: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "CANCEL_SECONDS", 600)
    marks = tmp_path / "marks"
    lines = (
        f"trap 'sleep 1; echo told >>{marks}; exit' TERM",
        launched,
        f"echo on >{marks}",
        "while :; do sleep 0.01; done",
    )
    assert await closed(LocalLauncher("python", write("queue", *lines)), marks) == "on\ntold\n"


async def test_a_launcher_that_has_started_nothing_is_told_at_once(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes its job out of the queue then; that its input has ended tells it nothing."""
    monkeypatch.setattr(connections, "CLOSE_SECONDS", 600)
    marks = tmp_path / "marks"
    told = f"trap 'echo told >>{marks}; exit' TERM"
    queue = write("queue", told, f"echo on >{marks}", "while :; do sleep 0.01; done")
    assert await asyncio.wait_for(closed(LocalLauncher("python", queue), marks), 60) == "on\ntold\n"


# ---- silence --------------------------------------------------------------------------------


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("via", "where"), [("", "it"), ("ssh node", "the node or the connection to it (ssh)")])
async def test_a_worker_that_says_nothing_is_lost(write: Write, via: str, where: str) -> None:
    write("ssh", LAUNCHED, say(READY), STAY)
    python = write("python", say(READY), STAY)
    events, error = await heard(LocalLauncher(python, via, Patience(silence_s=0.3)))
    assert READY in events
    assert isinstance(error, WorkerLost)
    assert str(error) == (
        f"The worker said nothing for 0.3 s, so {where} seems to hang; the next run starts a new one."
    )


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("via", ["", "srun"])
async def test_a_worker_that_answers_is_not_and_slurm_is_left_alone(write: Write, tmp_path: Path, via: str) -> None:
    sources = 'read -r size; head -c "$size" >/dev/null'
    answers = "for n in $(seq 20); do", 'read -r ping; echo "$ping" >>pings', say(Alive()), "done"
    lines = f"cd {tmp_path}", sources, say(*([Launched("12.3")] if via else []), READY), *answers, say(HI)
    python = write("python", *lines)
    write("srun", *lines)
    write("squeue", f"touch {tmp_path}/asked")
    write("scancel")
    events, error = await heard(LocalLauncher(python, via, Patience(silence_s=0.3)))
    assert (events[-2:], error) == ([READY, HI], None)
    assert (tmp_path / "pings").read_text() == '{"is":"Ping"}\n' * 20
    assert not (tmp_path / "asked").exists()


# ---- Slurm ----------------------------------------------------------------------------------

QUEUED = "echo 'srun: job 17 queued and waiting for resources' >&2"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("told", "reason"), [("PENDING Priority", " (Priority)"), ("PENDING None", ""), ("slurm_load_jobs error", "")]
)
@pytest.mark.long
async def test_what_a_job_waits_for_is_told(write: Write, tmp_path: Path, told: str, reason: str) -> None:
    write("srun", f"cd {tmp_path}", 'echo "$@" >argv', QUEUED, "until test -e go; do sleep 0.01; done", STARTS)
    write("squeue", f"test \"$*\" = '--noheader --jobs=17 --format=%T %r' && echo {told}")
    write("scancel", f'echo "$@" >>{tmp_path}/cancelled')
    python = write("python", say(READY), STAY)

    def start(event: Event) -> bool:
        if isinstance(event, Waiting) and event.said:
            (tmp_path / "go").touch()
        return event == READY

    events, error = await heard(LocalLauncher(python, "srun -p short", Patience(start_s=5)), start)
    assert error is None
    assert (tmp_path / "argv").read_text().startswith("-n1 -N1 --job-name=tuitutor -p short env -u ")
    *waited, gone_on, ready = events
    assert (gone_on, ready) == (Waiting(), READY)
    last = waited[-1]
    assert isinstance(last, Waiting)
    assert (last.what, last.said) == (f"Waiting for srun{reason}", "job 17 queued and waiting for resources")
    assert last.seconds > 0  # said once a second, however long Python itself may take
    assert (tmp_path / "cancelled").read_text() == "17\n"


@pytest.mark.usefixtures("impatient")
async def test_a_job_that_slurm_suspends_is_waited_for_and_so_is_its_answer(write: Write, tmp_path: Path) -> None:
    """Its silence is not counted, and once it speaks again, nothing is waited for."""
    goes_on = "until test -e go; do sleep 0.01; done", say(Alive()), "until test -e end; do sleep 0.01; done"
    write("srun", f"cd {tmp_path}", say(Launched("12.3"), READY), *goes_on)
    write("squeue", "test \"$*\" = '--noheader --jobs=12 --format=%T %r' && echo SUSPENDED None")
    write("scancel")
    suspended = Waiting("Slurm has suspended the job; it continues when it is resumed")

    def resume(event: Event) -> bool:
        if event == suspended:
            (tmp_path / "go").touch()
        return event == Waiting() and (tmp_path / "go").exists()

    events, error = await heard(LocalLauncher("python", "srun", Patience(silence_s=0.3)), resume)
    assert error is None
    assert events[:2] == [Waiting(), READY]
    assert events[-1] == Waiting()
    assert {str(event) for event in events[2:-1]} == {str(suspended)}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("exit 0", ""),
        ("echo 'scancel: error: Invalid job id specified'; exit 1", ""),
        ("echo 'Job/step already completing or completed' >&2; exit 1", ""),
        ("exit 1", "Slurm doesn't answer, so job 12 may still be running; once it answers: scancel 12"),
        ("sleep 600", "Slurm doesn't answer, so job 12 may still be running; once it answers: scancel 12"),
    ],
)
async def test_a_job_that_may_still_run_is_named_once(
    write: Write, answer: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slurm, "PATIENCE", 0.3)
    left: list[str] = []
    write("srun", say(Launched("12.3"), READY), STAY)
    write("scancel", 'test "$*" = 12 || exit 0', answer)
    events, error = await heard(LocalLauncher("python", "srun", left=left.append), lambda event: event == READY)
    assert (events[-1], error) == (READY, None)
    assert left == ([said] if said else [])


async def test_where_there_are_no_commands_of_slurms_its_job_is_named(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    srun = write("srun", say(Launched("12.3"), READY), "/bin/cat >/dev/null")
    left: list[str] = []
    monkeypatch.setenv("PATH", str(Path(srun).parent))
    await heard(LocalLauncher("python", "srun", left=left.append), lambda event: event == READY)
    assert left == ["Slurm doesn't answer, so job 12 may still be running; once it answers: scancel 12"]


@pytest.mark.parametrize("within", [True, False])
async def test_a_step_in_an_allocation_takes_what_one_task_needs_and_only_the_step_is_cancelled(
    write: Write, tmp_path: Path, within: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if within:
        monkeypatch.setenv("SLURM_JOB_ID", "12")
    via = "srun" if within else "srun --jobid=12"
    write("srun", f'echo "$@" >{tmp_path}/argv', QUEUED, say(Launched("12.3"), READY), STAY)
    write("scancel", f'echo "$@" >>{tmp_path}/cancelled')
    await heard(LocalLauncher("python", via), lambda event: event == READY)
    assert (tmp_path / "argv").read_text().startswith("-n1 -N1 --job-name=tuitutor --exact ")
    assert (tmp_path / "cancelled").read_text() == "12.3\n"


async def test_a_job_whose_number_is_not_known_is_not_cancelled(write: Write, tmp_path: Path) -> None:
    write("srun", "echo 'srun: error: invalid partition' >&2; exit 1")
    for name in ("scancel", "squeue"):
        write(name, f"echo {name} >>{tmp_path}/asked")
    await heard(LocalLauncher("python", "srun"))
    assert not (tmp_path / "asked").exists()


# ---- how it is started -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "told"), [({}, {"cores": 0, "nice": 0}), ({"cores": 3, "nice": 7}, {"cores": 3, "nice": 7})]
)
async def test_a_worker_is_told_what_it_may_use(
    write: Write, tmp_path: Path, named: dict[str, int], told: dict[str, int]
) -> None:
    python = write("python", 'read -r size; head -c "$size" >' + f"{tmp_path}/told", say(READY))
    await heard(LocalLauncher(python, **named))  # type: ignore[arg-type]
    payload = json.loads((tmp_path / "told").read_bytes())
    sources = payload.pop("sources")
    assert payload == {"course": None, "keras_dir": "", **told}
    assert {"tuitutor", "tuitutor.errors", "tuitutor.protocol", "tuitutor.worker.training.fits"} <= set(sources)
    assert not [name for name in sources if "__init__" in name]


async def test_a_launcher_may_have_a_relative_path_and_a_python_starts_where_no_answers_are(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = write("python", f"pwd >{tmp_path}/where", say(READY))
    monkeypatch.chdir(Path(python).parent)
    await heard(LocalLauncher(python))
    assert (tmp_path / "where").read_text() == "/\n"
    write("launcher", f"pwd >{tmp_path}/where", say(Launched(), READY))
    assert (await heard(LocalLauncher(python, "./launcher")))[1] is None
    assert (tmp_path / "where").read_text() == f"{Path(python).parent}\n"


async def test_another_python_sees_no_packages_of_ours(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Path(connections.__file__).parents[2], Path(sys.prefix) / "lib"
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([*map(str, ours), "/site"]))
    await heard(LocalLauncher(write("python", f'echo "$PYTHONPATH" >{tmp_path}/path', say(READY))))
    in_venv = sys.prefix != sys.base_prefix
    assert (tmp_path / "path").read_text() == ("/site\n" if in_venv else f"{ours[1]}{os.pathsep}/site\n")


# ---- what cannot be started ------------------------------------------------------------------


async def test_a_launcher_that_is_not_there_is_told(write: Write, tmp_path: Path) -> None:
    with pytest.raises(WorkerUnavailable, match="There is no command 'nosuch'; name another launcher") as refused:
        await LocalLauncher("python", "nosuch -q").open()
    assert refused.value.remedy == Remedy.ANOTHER_LAUNCHER
    with pytest.raises(WorkerUnavailable, match=r"cannot be started: it is a folder; name another Python") as refused:
        await LocalLauncher(str(tmp_path)).open()
    assert refused.value.remedy == Remedy.ANOTHER_PYTHON
