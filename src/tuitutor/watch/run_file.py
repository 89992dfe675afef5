"""Reads the file of a recorded run, also while it is being written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, convert
from msgspec.structs import replace

from tuitutor.engine.events import ProgramEvent
from tuitutor.protocol.events import BatchEnded, EpochEnded, FitEnded, FitStarted, ScalarLogged
from tuitutor.protocol.facts import CompileFacts, GivenFacts, ModelFacts

SUFFIX = ".jsonl"
_PIECE = 1 << 20  # bytes that are read at a time
_LONGEST = 4 << 20  # bytes of a line; a longer one is none of the recorder's


class RunHead(Struct, frozen=True):
    """How a run began. `at` is in seconds since 1970, `job` is Slurm's number, and `restarts` counts how often that job
    was requeued; `begun` counts the processes that went on in the same file. All texts are the run's: untrusted."""

    script: str = ""
    arguments: tuple[str, ...] = ()
    folder: str = ""
    host: str = ""
    pid: int = 0
    job: str = ""
    restarts: int = 0
    at: float = 0.0
    begun: int = 1


class RunEnd(Struct, frozen=True):
    """How the script ended, as far as it could say so: "ok", "failed", "interrupted" or "signal"; `error` is its last
    words, or that signal's name."""

    status: str
    error: str = ""
    at: float = 0.0

    @property
    def is_final(self) -> bool:
        """Whether this says all: of a job that a signal ended, Slurm knows why, and may start it again."""
        return self.status != "signal"


class FitNotes(Struct, frozen=True):
    """What the recorder noted about a fit, besides its curves: what it was given, its network, how that was compiled,
    the most memory of the process in bytes (0: unknown), and the ends of the learning rate (None: unknown)."""

    given: GivenFacts | None = None
    model: ModelFacts | None = None
    compiled: CompileFacts | None = None
    memory: int = 0
    lowest_rate: float | None = None
    highest_rate: float | None = None


def head_of(path: Path) -> RunHead | None:
    """How the run in a file began, from its first line alone; None if it is no run's. Raises OSError."""
    with path.open("rb") as file, suppress(ValueError, TypeError, RecursionError, OverflowError):
        said = json.loads(file.readline(_LONGEST))
        if isinstance(said, dict) and said.get("is") == "run":
            return _head(said, 1)
    return None


def _head(said: Mapping[str, Any], begun: int) -> RunHead:
    return RunHead(
        script=str(said.get("script", "")),
        arguments=tuple(map(str, said.get("arguments", ()))),
        folder=str(said.get("folder", "")),
        host=str(said.get("host", "")),
        pid=int(said.get("pid", 0)),
        job=str(said.get("job", "")),
        restarts=int(said.get("restarts", 0)),
        at=float(said.get("at", 0)),
        begun=begun,
    )


class RunReader:
    """Reads what is new in a run's file, and keeps what it said about the run as a whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head: RunHead | None = None
        self.end: RunEnd | None = None
        self.notes = FitNotes()  # of the latest fit
        self._at = 0
        self._begun = 0
        self._rest = b""
        self._own_loop = False

    def read(self) -> Iterator[ProgramEvent | RunHead]:
        """What happened since the last call. A head says that a process begins, the first or one after a restart.

        Raises OSError. A line that is torn or isn't ours is left out.
        """
        with self.path.open("rb") as file:
            if file.seek(0, 2) < self._at:
                self._at, self._rest, self._begun = 0, b"", 0  # another run has taken its place
            file.seek(self._at)
            while piece := file.read(_PIECE):
                self._at += len(piece)
                *lines, self._rest = (self._rest + piece).split(b"\n")
                if len(self._rest) > _LONGEST:
                    self._rest = b""
                for line in lines:
                    yield from self._events_of(line)

    def _events_of(self, line: bytes) -> Iterator[ProgramEvent | RunHead]:
        try:
            said = json.loads(line)
            if isinstance(said, dict):
                yield from self._event_of(said)
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError, ValidationError):
            return

    def _event_of(self, said: dict[str, Any]) -> Iterator[ProgramEvent | RunHead]:
        match said.get("is"):
            case "run":
                self._begun += 1
                self.end, self.notes = None, FitNotes()
                self.head = _head(said, self._begun)
                yield self.head
            case "fit":
                epochs, steps = int(said["epochs"]), said.get("steps")
                self.notes, self._own_loop = FitNotes(memory=self.notes.memory), epochs == 0
                if not self._own_loop:
                    yield FitStarted("", "", int(said["fit"]), epochs, None if steps is None else int(steps), False)
            case "given":
                self.notes = replace(self.notes, given=convert(said["facts"], GivenFacts))
            case "model":
                self.notes = replace(self.notes, model=convert(said["facts"], ModelFacts))
            case "compiled":
                self.notes = replace(self.notes, compiled=convert(said["facts"], CompileFacts))
            case "step":
                yield BatchEnded("", "", int(said["fit"]), int(said["epoch"]), int(said["step"]), _logs(said))
            case "epoch":
                yield from self._epoch(said)
            case "fitted":
                yield FitEnded("", "", int(said["fit"]), int(said["epochs"]))
            case "end":
                self.end = RunEnd(str(said["status"]), str(said.get("error", "")), float(said.get("at", 0)))

    def _epoch(self, said: dict[str, Any]) -> Iterator[ProgramEvent]:
        known = self.notes
        rates = [float(rate) for rate in (said.get("rate"), known.lowest_rate, known.highest_rate) if rate is not None]
        memory = max(known.memory, int(said.get("memory", 0)))
        low, high = min(rates, default=None), max(rates, default=None)
        self.notes = replace(known, memory=memory, lowest_rate=low, highest_rate=high)
        epoch, logs = int(said["epoch"]), _logs(said)
        if self._own_loop:
            yield from (ScalarLogged("", "", name, epoch, value) for name, value in logs.items())
        else:
            yield EpochEnded("", "", int(said["fit"]), epoch, float(said["seconds"]), logs)


def _logs(said: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(value) for name, value in said["logs"].items()}
