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
from tuitutor.protocol.facts import CompileFacts, DataFacts, ModelFacts

SUFFIX = ".jsonl"
_PIECE = 1 << 20  # bytes that are read at a time
_LONGEST = 4 << 20  # bytes of a line; a longer one is none of the recorder's


class RunHead(Struct, frozen=True):
    """How a run began. `at` is in seconds since 1970, `job` is Slurm's number, and `restarts` counts how often that job
    was requeued; `begun` counts the processes that went on in the same file. All texts are untrusted."""

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
    """How the script ended, by its own record: "ok", "failed", "interrupted" or "signal"; `error` is its message, or
    that signal's name."""

    status: str
    error: str = ""
    at: float = 0.0

    @property
    def is_final(self) -> bool:
        """Whether no more can be known: only Slurm knows why a signal ended its job, and it may start it again."""
        return self.status != "signal"


class FitNotes(Struct, frozen=True):
    """The recorder's notes on a fit, besides its curves: its data, its network, how that was compiled, the most memory
    of the process in bytes (0: unknown), and the range of the learning rate (None: unknown)."""

    given: DataFacts | None = None
    model: ModelFacts | None = None
    compiled: CompileFacts | None = None
    memory: int = 0
    lowest_rate: float | None = None
    highest_rate: float | None = None


def head_of(path: Path) -> RunHead | None:
    """How the run in a file began, from its first line alone; None if it is no record of a run. Raises OSError."""
    with path.open("rb") as file, suppress(ValueError, TypeError, RecursionError, OverflowError):
        record = json.loads(file.readline(_LONGEST))
        if isinstance(record, dict) and record.get("is") == "run":
            return _head(record, 1)
    return None


def _head(record: Mapping[str, Any], begun: int) -> RunHead:
    return convert({**record, "begun": begun}, RunHead, strict=False)


class RunReader:
    """Reads new lines of a run's file; `head`, `end` and `notes` are the latest about the run as a whole."""

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
        """The events since the last call. A head begins a process, the first one or one after a restart.

        Raises OSError. Lines that are torn or not ours are left out.
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
            record = json.loads(line)
            if isinstance(record, dict):
                yield from self._event_of(record)
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError, ValidationError):
            return

    def _event_of(self, record: dict[str, Any]) -> Iterator[ProgramEvent | RunHead]:
        match record.get("is"):
            case "run":
                self._begun += 1
                self.end, self.notes = None, FitNotes()
                self.head = _head(record, self._begun)
                yield self.head
            case "fit":
                epochs, steps = int(record["epochs"]), record.get("steps")
                self.notes, self._own_loop = FitNotes(memory=self.notes.memory), epochs == 0
                if not self._own_loop:
                    yield FitStarted("", "", int(record["fit"]), epochs, None if steps is None else int(steps), False)
            case "given":
                self.notes = replace(self.notes, given=convert(record["facts"], DataFacts))
            case "model":
                self.notes = replace(self.notes, model=convert(record["facts"], ModelFacts))
            case "compiled":
                self.notes = replace(self.notes, compiled=convert(record["facts"], CompileFacts))
            case "step":
                yield BatchEnded("", "", int(record["fit"]), int(record["epoch"]), int(record["step"]), _logs(record))
            case "epoch":
                yield from self._epoch(record)
            case "fitted":
                yield FitEnded("", "", int(record["fit"]), int(record["epochs"]))
            case "end":
                self.end = RunEnd(str(record["status"]), str(record.get("error", "")), float(record.get("at", 0)))

    def _epoch(self, record: dict[str, Any]) -> Iterator[ProgramEvent]:
        known = self.notes
        rates = [
            float(rate) for rate in (record.get("rate"), known.lowest_rate, known.highest_rate) if rate is not None
        ]
        memory = max(known.memory, int(record.get("memory", 0)))
        low, high = min(rates, default=None), max(rates, default=None)
        self.notes = replace(known, memory=memory, lowest_rate=low, highest_rate=high)
        epoch, logs = int(record["epoch"]), _logs(record)
        if self._own_loop:
            yield from (ScalarLogged("", "", name, epoch, value) for name, value in logs.items())
        else:
            yield EpochEnded("", "", int(record["fit"]), epoch, float(record["seconds"]), logs)


def _logs(record: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(value) for name, value in record["logs"].items()}
