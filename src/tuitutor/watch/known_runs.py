"""The recorded runs in a folder, and what all that is known of one comes to, such as that something has ended it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import cast

from msgspec import Struct

from tuitutor.config.settings import Settings
from tuitutor.engine.differences import Column, Differences, Parameter, compare_codes, no_name
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.experiments import one_name
from tuitutor.engine.folding import shown_after_all
from tuitutor.engine.snapshots import Shown
from tuitutor.errors import StateError, UsageError
from tuitutor.watch.run_file import SUFFIX, FitNotes, RunHead, RunReader, head_of
from tuitutor.watch.run_state import RunState, find_state

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
