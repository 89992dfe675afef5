"""The recorded runs, and the state of a run by its record, its process and Slurm."""

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
_SILENT = 300  # seconds without news of a process on another machine, until its state is unknown
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
_MOST_RUNS = 200  # to look through for the latest
_WITHOUT_A_WORD = "its process ended without a word, as with kill -9 or a lack of memory"


class RunState(Struct, frozen=True):
    """Its `name`, and the `reason` for it as a clause, "" if there is none."""

    name: Literal["running", "waiting", "ended", "failed", "interrupted", "killed", "unknown"]
    reason: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the run has ended for good."""
        return self.name not in ("running", "waiting", "unknown")


def find_state(head: RunHead, end: RunEnd | None, written: float) -> RunState:
    """The state of a run, if need be by Slurm. `written` is the time of its file, in seconds since 1970."""
    if end is not None and end.is_final:
        return _final_state(end)
    here = head.host == platform.node()
    if here and _lives(head):
        return RunState("running")
    queued = _in_queue(head) if head.job else None
    if queued is not None and not (queued.name == "unknown" and end):
        return queued
    if end or head.job or here:
        return _killed(head, end)
    silent = time.time() - written
    if silent < _SILENT:
        return RunState("running")
    return RunState("unknown", f"no news for {silent / 60:.0f} minutes; its process is on another machine")


def _final_state(end: RunEnd) -> RunState:
    states = {"ok": RunState("ended"), "interrupted": RunState("interrupted", "ctrl+c stopped it")}
    if end.status in states:
        return states[end.status]
    # Keras puts the message on the second line, between the layer's name and all its arguments
    lines = [line.strip() for line in end.error.splitlines() if line.strip()] or [""]
    kind, _, message = lines[0].partition(": ")
    wrapped = message.startswith(_WRAPPED) and len(lines) > 1
    return RunState("failed", f"{kind}: {lines[1]}" if wrapped else lines[0])


def _killed(head: RunHead, end: RunEnd | None) -> RunState:
    """The state of a run whose process is gone: by Slurm's accounting, or else by the signal that it recorded."""
    account = _ask("sacct", "--noheader", "--parsable2", "-X", "-j", head.job, "-o", "State") if head.job else None
    state = (account or "").strip().rpartition("\n")[2].partition(" ")[0]
    in_job = f" (job {head.job})" if head.job else ""
    why = _BY_SIGNAL.get(end.error, f"{end.error} ended it") if end else _WITHOUT_A_WORD
    return _ended_by_slurm(head, state) or RunState("killed", f"{why}{in_job}")


def _lives(head: RunHead) -> bool:
    """Whether the run's process exists; a process that began after the run only has the same number."""
    with suppress(OSError, ValueError, IndexError):
        stat = Path(f"/proc/{head.pid}/stat").read_bytes().rpartition(b")")[2].split()
        if stat[0] in b"ZX":
            return False
        lines = Path("/proc/stat").read_text(encoding="utf-8").splitlines()
        booted = next(float(line.split()[1]) for line in lines if line.startswith("btime "))
        return booted + int(stat[19]) / os.sysconf("SC_CLK_TCK") <= head.at + _LATE
    return False


def _in_queue(head: RunHead) -> RunState | None:
    """The state by squeue, which forgets a job some minutes after its end; None if squeue doesn't know the job."""
    output = _ask("squeue", "--noheader", "--states=all", f"--jobs={head.job}", "--format=%T %r")
    if output is None:
        unknown = RunState("unknown", f"Slurm does not answer here (job {head.job})")
        return None if head.host == platform.node() else unknown
    state, _, why = output.strip().partition("\n")[0].partition(" ")
    if state in _ALIVE:
        return RunState("running")
    if state in _WAITS:
        return RunState("waiting", f"job {head.job} waits to be started again ({why})")
    return _ended_by_slurm(head, state)


def _ended_by_slurm(head: RunHead, state: str) -> RunState | None:
    return RunState("killed", f"{_BY_SLURM[state]} (job {head.job}: {state})") if state in _BY_SLURM else None


def _ask(*command: str) -> str | None:
    """The output of a command of Slurm's, "" for a job that it has forgotten; None if it fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    unknown = "Invalid job id" in done.stderr
    return done.stdout if done.returncode == 0 or unknown else None


class KnownRun(Struct, frozen=True):
    """A run as far as it is recorded: its file, its head, its state, its curves, and notes on its last fit."""

    path: Path
    head: RunHead
    state: RunState
    shown: Shown
    notes: FitNotes


def known_run(reader: RunReader, shown: Shown) -> KnownRun:
    """The run that `reader` has read so far, which is folded into `shown`.

    Raises OSError, and UsageError if the file is no record of a run.
    """
    path = reader.path
    if reader.head is None:
        raise UsageError(f"{path} is not the record of a training run.")
    state = find_state(reader.head, reader.end, path.stat().st_mtime)
    return KnownRun(path, reader.head, state, shown, reader.notes)


def read_run(path: Path) -> KnownRun:
    """The run in a file. Raises OSError, and UsageError if the file is no record of a run."""
    reader, shown = RunReader(path), Shown()
    for begins, events in groupby(reader.read(), lambda event: isinstance(event, RunHead)):
        shown = Shown() if begins else shown_after_all(shown, cast(Iterator[ProgramEvent], events))
    return known_run(reader, shown)


def records_of(settings: Settings) -> Path:
    """The folder in which runs are recorded."""
    return settings.runs_dir or settings.data_dir / "runs"


def latest_run(records: Path, folder: Path) -> Path | None:
    """The file of the latest run in a working folder; None if there is none."""
    files = sorted(records.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[:_MOST_RUNS]:
        with suppress(OSError):
            if (head := head_of(path)) and Path(head.folder) == folder:
                return path
    return None


def files_by_name(records: Path) -> dict[str, Path]:
    """The files of runs by their names."""
    return {path.name.removesuffix(SUFFIX): path for path in records.glob(f"*{SUFFIX}")}
