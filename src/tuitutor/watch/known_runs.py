"""The recorded runs, and what all that is known of one comes to, such as that something has ended it."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct

from tuitutor.config.settings import Settings
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.folding import shown_after_all
from tuitutor.engine.snapshots import Shown
from tuitutor.errors import UsageError
from tuitutor.watch.run_file import SUFFIX, FitNotes, RunEnd, RunHead, RunReader, head_of

_PATIENCE = 10  # seconds for Slurm to answer
_SILENT = 300  # seconds without news of a process that can't be looked at, after which that is said
_LATE = 2.0  # seconds by which clocks may differ
_ALIVE = ("RUNNING", "COMPLETING", "SUSPENDED", "STOPPED")
_WAITS = ("PENDING", "REQUEUED", "REQUEUE_HOLD", "SPECIAL_EXIT", "CONFIGURING", "REQUEUE_FED")
_BY_SLURM = {
    "TIMEOUT": "its time limit ended it",
    "OUT_OF_MEMORY": "it needed more memory than its job has",
    "CANCELLED": "its job was cancelled",
    "NODE_FAIL": "its node failed",
    "PREEMPTED": "a job of higher priority took its place",
    "DEADLINE": "its job's deadline ended it",
    "BOOT_FAIL": "its node failed",
}
_BY_SIGNAL = {
    "SIGTERM": "something asked it to end, as kill and scancel do (SIGTERM)",
    "SIGHUP": "the terminal or connection that it ran in was closed (SIGHUP)",
}
_WRAPPED = "Exception encountered when calling "  # keras.src.utils.traceback_utils
_WITHOUT_A_WORD = "its process ended without a word, as with kill -9 or a lack of memory"


class RunState(Struct, frozen=True):
    """Its `name` in one word, and `said` in a sentence's words, "" if the state says all."""

    name: Literal["running", "waiting", "ended", "failed", "interrupted", "killed", "unknown"]
    said: str = ""

    @property
    def is_over(self) -> bool:
        return self.name not in ("running", "waiting", "unknown")


def find_state(head: RunHead, end: RunEnd | None, written: float) -> RunState:
    """The state of a run. Asks Slurm if it has to. `written` is when its file was last written to, in s since 1970."""
    if end is not None and end.is_final:
        states = {"ok": RunState("ended"), "interrupted": RunState("interrupted", "ctrl+c stopped it")}
        if end.status in states:
            return states[end.status]
        # Keras wraps what was wrong between where that was and all the arguments
        lines = [line.strip() for line in end.error.splitlines() if line.strip()] or [""]
        kind, _, said = lines[0].partition(": ")
        return RunState("failed", f"{kind}: {lines[1]}" if said.startswith(_WRAPPED) and len(lines) > 1 else lines[0])
    if head.host == platform.node() and _lives(head):
        return RunState("running")
    queued = _in_queue(head) if head.job else None
    if queued is not None and not (queued.name == "unknown" and end):
        return queued
    if end or head.job or head.host == platform.node():
        # why the process is gone, as far as the accounting of Slurm knows, or else the signal that it told of
        account = _ask("sacct", "--noheader", "--parsable2", "-X", "-j", head.job, "-o", "State") if head.job else None
        state = (account or "").strip().rpartition("\n")[2].partition(" ")[0]
        in_job = f" (job {head.job})" if head.job else ""
        why = _BY_SIGNAL.get(end.error, f"{end.error} ended it") if end else _WITHOUT_A_WORD
        return _ended_by_slurm(head, state) or RunState("killed", f"{why}{in_job}")
    silent = time.time() - written
    if silent < _SILENT:
        return RunState("running")
    return RunState("unknown", f"no news for {silent / 60:.0f} minutes; its process is on another machine")


def _lives(head: RunHead) -> bool:
    """Whether the run's process is there; one that began after the run has only the same number."""
    with suppress(OSError, ValueError, IndexError):
        stat = Path(f"/proc/{head.pid}/stat").read_bytes().rpartition(b")")[2].split()
        if stat[0] in b"ZX":
            return False
        lines = Path("/proc/stat").read_text(encoding="utf-8").splitlines()
        booted = next(float(line.split()[1]) for line in lines if line.startswith("btime "))
        return booted + int(stat[19]) / os.sysconf("SC_CLK_TCK") <= head.at + _LATE
    return False


def _in_queue(head: RunHead) -> RunState | None:
    """Its job as squeue knows it, which forgets a job some minutes after its end; None if squeue doesn't know it."""
    said = _ask("squeue", "--noheader", "--states=all", f"--jobs={head.job}", "--format=%T %r")
    if said is None:
        return (
            None
            if head.host == platform.node()
            else RunState("unknown", f"Slurm does not answer here (job {head.job})")
        )
    state, _, why = said.strip().partition("\n")[0].partition(" ")
    if state in _ALIVE:
        return RunState("running")
    if state in _WAITS:
        return RunState("waiting", f"job {head.job} waits to be started again ({why})")
    return _ended_by_slurm(head, state)


def _ended_by_slurm(head: RunHead, state: str) -> RunState | None:
    return RunState("killed", f"{_BY_SLURM[state]} (job {head.job}: {state})") if state in _BY_SLURM else None


def _ask(*command: str) -> str | None:
    """What a command prints; None if it isn't there or gives no answer in time. Slurm forgets old jobs: then ""."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    unknown = "Invalid job id" in done.stderr
    return done.stdout if done.returncode == 0 or unknown else None


_MOST_RUNS = 200  # that are looked through for the latest


class KnownRun(Struct, frozen=True):
    """A run as far as it is recorded."""

    path: Path
    head: RunHead
    state: RunState
    shown: Shown
    notes: FitNotes


def known_run(reader: RunReader, shown: Shown) -> KnownRun:
    """A run that was read so far, which came to `shown`. Raises OSError, and UsageError if it isn't a run's record."""
    path = reader.path
    if reader.head is None:
        raise UsageError(f"{path} is not the record of a training run.")
    state = find_state(reader.head, reader.end, path.stat().st_mtime)
    return KnownRun(path, reader.head, state, shown, reader.notes)


def read_run(path: Path) -> KnownRun:
    """All that a file says. Raises OSError, and UsageError if it isn't the record of a run."""
    reader, shown = RunReader(path), Shown()
    for begins, events in groupby(reader.read(), lambda event: isinstance(event, RunHead)):
        shown = Shown() if begins else shown_after_all(shown, cast(Iterator[ProgramEvent], events))
    return known_run(reader, shown)


def records_of(settings: Settings) -> Path:
    """The folder in which runs are recorded."""
    return settings.runs_dir or settings.data_dir / "runs"


def latest_run(records: Path, folder: Path) -> Path | None:
    """The file of the run of a working folder that was written to last."""
    files = sorted(records.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[:_MOST_RUNS]:
        with suppress(OSError):
            if (head := head_of(path)) and Path(head.folder) == folder:
                return path
    return None


def files_by_name(records: Path) -> dict[str, Path]:
    """The files of runs by their names."""
    return {path.name.removesuffix(SUFFIX): path for path in records.glob(f"*{SUFFIX}")}
