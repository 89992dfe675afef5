"""How a script of the learner's own stands, by its record, its process and Slurm."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct

from tuitutor.protocol.events import ChildEnded, Executed, ScriptStarted
from tuitutor.workers.connection import signal_name

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
_WRAPPED = "Exception encountered when calling "  # keras.src.utils.traceback_utils
_WITHOUT_A_WORD = "its process ended without a word, as with kill -9 or a lack of memory"


class ScriptState(Struct, frozen=True):
    """Its `name`, and the `reason` for it as a clause, "" if there is none."""

    name: Literal["running", "waiting", "ended", "failed", "interrupted", "killed", "unknown"]
    reason: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the run has ended for good."""
        return self.name not in ("running", "waiting", "unknown")


def state_of(script: ScriptStarted, done: Executed | None, ended: ChildEnded | None, written: float) -> ScriptState:
    """The state of a script, if need be by Slurm. `written` is the time of its record, in seconds since 1970."""
    if done is not None and (done.outcome != "ok" or ended is None or not ended.code):
        return _final_state(done)
    if ended is not None:
        return _ended_state(ended)
    here = script.host == platform.node()
    if here and _lives(script):
        return ScriptState("running")
    if script.job and (queued := _in_queue(script)) is not None:
        return queued
    if script.job or here:
        return _killed(script)
    silent = time.time() - written
    if silent < _SILENT:
        return ScriptState("running")
    return ScriptState("unknown", f"no news for {silent / 60:.0f} minutes; its process is on another machine")


def _final_state(done: Executed) -> ScriptState:
    if done.outcome == "interrupted":
        return ScriptState("interrupted", "ctrl+c stopped it")
    if done.error is None:
        return ScriptState("ended")
    if done.error.kind == "SystemExit":
        return ScriptState("failed", f"exit status {done.error.message}")
    # Keras puts the message on the second line, between the layer's name and all its arguments
    lines = [line.strip() for line in done.error.message.splitlines() if line.strip()] or [""]
    is_wrapped = lines[0].startswith(_WRAPPED) and len(lines) > 1
    return ScriptState("failed", f"{done.error.kind}: {lines[1] if is_wrapped else lines[0]}".removesuffix(": "))


def _ended_state(ended: ChildEnded) -> ScriptState:
    if ended.cause == "exited":
        return ScriptState("failed", f"exit status {ended.code}") if ended.code else ScriptState("ended")
    return ScriptState("killed", f"{signal_name(ended.code)} ended it")


def _killed(script: ScriptStarted) -> ScriptState:
    """The state of a script whose process is gone without a word: by Slurm's accounting."""
    job = script.job
    account = _ask("sacct", "--noheader", "--parsable2", "-X", "-j", job, "-o", "State") if job else None
    state = (account or "").strip().rpartition("\n")[2].partition(" ")[0]
    in_job = f" (job {job})" if job else ""
    return _ended_by_slurm(script, state) or ScriptState("killed", f"{_WITHOUT_A_WORD}{in_job}")


def _lives(script: ScriptStarted) -> bool:
    """Whether the run's process exists; a process that began after the run only has the same number."""
    with suppress(OSError, ValueError, IndexError):
        stat = Path(f"/proc/{script.pid}/stat").read_bytes().rpartition(b")")[2].split()
        if stat[0] in b"ZX":
            return False
        lines = Path("/proc/stat").read_text(encoding="utf-8").splitlines()
        booted = next(float(line.split()[1]) for line in lines if line.startswith("btime "))
        return booted + int(stat[19]) / os.sysconf("SC_CLK_TCK") <= script.at + _LATE
    return False


def _in_queue(script: ScriptStarted) -> ScriptState | None:
    """The state by squeue, which forgets a job some minutes after its end; None if squeue doesn't know the job."""
    output = _ask("squeue", "--noheader", "--states=all", f"--jobs={script.job}", "--format=%T %r")
    if output is None:
        unknown = ScriptState("unknown", f"Slurm does not answer here (job {script.job})")
        return None if script.host == platform.node() else unknown
    state, _, why = output.strip().partition("\n")[0].partition(" ")
    if state in _ALIVE:
        return ScriptState("running")
    if state in _WAITS:
        return ScriptState("waiting", f"job {script.job} waits to be started again ({why})")
    return _ended_by_slurm(script, state)


def _ended_by_slurm(script: ScriptStarted, state: str) -> ScriptState | None:
    return ScriptState("killed", f"{_BY_SLURM[state]} (job {script.job}: {state})") if state in _BY_SLURM else None


def _ask(*command: str) -> str | None:
    """The output of a command of Slurm's, "" for a job that it has forgotten; None if it fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    unknown = "Invalid job id" in done.stderr
    return done.stdout if done.returncode == 0 or unknown else None
