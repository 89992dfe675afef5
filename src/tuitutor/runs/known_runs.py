"""The recorded runs in a folder, and what all that is known of one comes to, such as that something has ended it."""

from __future__ import annotations

import math
import os
import platform
import subprocess
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct

from tuitutor.config.settings import Settings
from tuitutor.engine.differences import Column, Differences, Parameter, compare_codes, no_name
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.experiments import one_name
from tuitutor.engine.folding import shown_after_all
from tuitutor.engine.snapshots import Shown
from tuitutor.errors import StateError, UsageError
from tuitutor.runs.run_file import SUFFIX, FitNotes, RunEnd, RunHead, RunReader, head_of

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
        return _gone(head, end)
    silent = time.time() - written
    if silent < _SILENT:
        return RunState("running")
    return RunState("unknown", f"no news for {silent / 60:.0f} minutes; its process is on another machine")


def _lives(head: RunHead) -> bool:
    """Whether the run's process is there; one that began after the run has only the same number."""
    with suppress(OSError, ValueError, IndexError):
        stat = Path(f"/proc/{head.pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        if stat[0] in "ZX":
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


def _gone(head: RunHead, end: RunEnd | None) -> RunState:
    """Why a process is gone, as far as Slurm's accounting knows, or else the signal that it told of."""
    said = _ask("sacct", "--noheader", "--parsable2", "-X", "-j", head.job, "-o", "State") if head.job else None
    state = (said or "").strip().rpartition("\n")[2].partition(" ")[0]
    in_job = f" (job {head.job})" if head.job else ""
    why = _BY_SIGNAL.get(end.error, f"{end.error} ended it") if end else _WITHOUT_A_WORD
    return _ended_by_slurm(head, state) or RunState("killed", f"{why}{in_job}")


def _ask(*command: str) -> str | None:
    """What a command prints; None if it isn't there or gives no answer in time. Slurm forgets old jobs: then ""."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    unknown = "Invalid job id" in done.stderr
    return done.stdout if done.returncode == 0 or unknown else None


_MOST_RUNS = 200  # that are listed
_STATE_SECONDS = 5.0  # between two looks at the process or the job of a run that is not over
_NAMED = ".name"  # ends the file with the learner's name for a run


class KnownRun(Struct, frozen=True):
    """A run as far as it is recorded. `called` is the learner's name for it, "" if it has none."""

    path: Path
    head: RunHead
    state: RunState
    shown: Shown
    notes: FitNotes
    called: str = ""

    @property
    def name(self) -> str:
        """Its file's, by which commands know it."""
        return self.path.name.removesuffix(SUFFIX)


class RunFollower:
    """Reads a run's file on from where the last look ended; its state is asked for again once that may have changed."""

    def __init__(self, path: Path) -> None:
        self._reader = RunReader(path)
        self._shown = Shown()
        self._seen = (0, 0.0)  # size and time of the file at the last look
        self._asked = -math.inf
        self._known: KnownRun | None = None

    def look(self, now: float = 0.0) -> KnownRun:
        """All that the file says; by `now`, a clock's time in seconds, a state is known to be fresh.

        Raises OSError, and UsageError if it isn't the record of a run.
        """
        path, reader = self._reader.path, self._reader
        file = path.stat()
        seen = (file.st_size, file.st_mtime)
        run, fresh = self._known, now - self._asked < _STATE_SECONDS
        if run is not None and seen == self._seen and (run.state.is_over or fresh):
            return run
        for begins, events in groupby(reader.read(), lambda event: isinstance(event, RunHead)):
            self._shown = Shown() if begins else shown_after_all(self._shown, cast(Iterator[ProgramEvent], events))
        self._known = known_run(reader, self._shown)
        self._seen, self._asked = seen, now
        return self._known

    def forget(self) -> None:
        """Look at all of it again next time."""
        self._seen = (0, 0.0)


def known_run(reader: RunReader, shown: Shown) -> KnownRun:
    """A run that was read so far, which came to `shown`. Raises OSError, and UsageError if it isn't a run's record."""
    path = reader.path
    if reader.head is None:
        raise UsageError(f"{path} is not the record of a training run.")
    state = find_state(reader.head, reader.end, path.stat().st_mtime)
    return KnownRun(path, reader.head, state, shown, reader.notes, _called(path))


def read_run(path: Path) -> KnownRun:
    """All that a file says. Raises OSError, and UsageError if it isn't the record of a run."""
    return RunFollower(path).look()


def records_of(settings: Settings) -> Path:
    """The folder in which runs are recorded."""
    return settings.runs_dir or settings.data_dir / "runs"


class RunsOfFolder:
    """The runs of a working folder that are recorded in `records`, followed."""

    def __init__(self, records: Path, folder: Path) -> None:
        self.records, self.folder = records, folder
        self._followers: dict[Path, RunFollower] = {}
        self._begun: dict[Path, float | None] = {}  # when; None if it is a run of another folder

    def paths(self) -> list[Path]:
        """The files of the runs in the order in which they began, at most the latest 200, by their first lines."""
        found: dict[Path, float] = {}
        for path in _latest(self.records):
            with suppress(OSError):
                if path not in self._begun and (head := head_of(path)):
                    self._begun[path] = head.at if Path(head.folder) == self.folder else None
                if (at := self._begun.get(path)) is not None:
                    found[path] = at
        return sorted(found, key=found.__getitem__)

    def look(self, now: float = 0.0) -> tuple[KnownRun, ...]:
        """The runs in that order."""
        found = []
        for path in self.paths():
            with suppress(OSError, UsageError):
                found.append(self._followers.setdefault(path, RunFollower(path)).look(now))
        return tuple(found)

    def name(self, run: KnownRun, name: str) -> str:
        """Keep a name for a run, "" for none, beside its file: only the recorder writes to that. Raises StateError."""
        beside, line = run.path.with_suffix(_NAMED), one_name(name)
        try:
            if line:
                beside.write_text(f"{line}\n", encoding="utf-8")
            else:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise StateError(f"The name can't be kept in {beside}: {error.strerror or error}.") from None
        self._followers[run.path].forget()
        return line


def _latest(records: Path) -> list[Path]:
    """The files of runs, the one that was written to last first."""
    return sorted(records.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)[:_MOST_RUNS]


def latest_run(records: Path, folder: Path) -> Path | None:
    """The file of the run of a working folder that was written to last."""
    for path in _latest(records):
        with suppress(OSError):
            if (head := head_of(path)) and Path(head.folder) == folder:
                return path
    return None


def files_by_name(records: Path) -> dict[str, Path]:
    """The files of runs by their names, and by the names that the learner gave them."""
    paths = sorted(records.glob(f"*{SUFFIX}"))
    called = {name: path for path in paths if (name := _called(path))}
    return called | {path.name.removesuffix(SUFFIX): path for path in paths}


def _called(path: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return one_name(path.with_suffix(_NAMED).read_text(encoding="utf-8"))
    return ""


def compare_runs(runs: Sequence[KnownRun], parameter: Parameter = no_name, among: Collection[int] = ()) -> Differences:
    """What differs between the scripts and the arguments of runs, which are in order of time; first, which script.

    `parameter` and `among` are those of `compare_codes`.
    """
    found = compare_codes([f"{run.head.code}\n{_as_call(run.head.arguments)}\n" for run in runs], parameter, among)
    scripts = tuple(Path(run.head.script).name for run in runs)
    column = Column("script", scripts, place=-1)
    return Differences((column, *found.columns), found.other) if len(set(scripts)) > 1 else found


def _as_call(arguments: Sequence[str]) -> str:
    """A script's arguments as a call, whose arguments can be compared: `--rate 0.1` is the argument `rate`."""
    named: dict[str, str] = {}
    plain: list[str] = []
    words = list(arguments)
    while words:
        word = words.pop(0)
        name, given, value = word.lstrip("-").partition("=")
        if word.startswith("-") and name.replace("-", "_").isidentifier():
            if not given and words and not words[0].startswith("--"):
                value = words.pop(0)
            named[name.replace("-", "_")] = value or "yes"
        else:
            plain.append(word)
    listed = [repr(word) for word in plain] + [f"{name}={value!r}" for name, value in named.items()]
    return f"arguments({', '.join(listed)})"
