"""The recorded runs, and what all that is known of one comes to, such as that something has ended it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import cast

from msgspec import Struct

from tuitutor.config.settings import Settings
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.folding import shown_after_all
from tuitutor.engine.snapshots import Shown
from tuitutor.errors import UsageError
from tuitutor.watch.run_file import SUFFIX, FitNotes, RunHead, RunReader, head_of
from tuitutor.watch.run_state import RunState, find_state

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
