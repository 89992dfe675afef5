"""The recorded runs in a folder, and what all that is known of one comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tuitutor.engine.differences import Column, compare_codes
from tuitutor.engine.folding import shown_after
from tuitutor.engine.snapshots import Shown
from tuitutor.errors import UsageError
from tuitutor.runs.run_file import SUFFIX, FitNotes, RunHead, RunReader
from tuitutor.runs.run_state import RunState, find_state

_MOST_RUNS = 200  # that are listed


class KnownRun(Struct, frozen=True):
    """A run as far as it is recorded. `written` is when its file was last written to, in seconds since 1970."""

    path: Path
    head: RunHead
    state: RunState
    shown: Shown
    notes: FitNotes
    written: float

    @property
    def name(self) -> str:
        return self.path.name.removesuffix(SUFFIX)


def read_run(path: Path) -> KnownRun:
    """All that a file says. Raises OSError, and UsageError if it isn't the record of a run."""
    reader, shown = RunReader(path), Shown()
    for event in reader.read():
        shown = Shown() if isinstance(event, RunHead) else shown_after(shown, event)
    if reader.head is None:
        raise UsageError(f"{path} is not the record of a training run.")
    written = path.stat().st_mtime
    return KnownRun(path, reader.head, find_state(reader.head, reader.end, written), shown, reader.notes, written)


def runs_in(folder: Path, of: Path | None = None) -> Iterator[KnownRun]:
    """The runs that are recorded in a folder, the latest first; `of` this working folder, if one is given."""
    paths = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in paths[:_MOST_RUNS]:
        try:
            run = read_run(path)
        except (OSError, UsageError):
            continue
        if of is None or Path(run.head.folder) == of:
            yield run


def differing(runs: Sequence[KnownRun]) -> tuple[Column, ...]:
    """What differs between the scripts and the arguments of runs, which are in order of time."""
    codes = [f"{run.head.code}\n{_as_call(run.head.arguments)}\n" for run in runs]
    return compare_codes(codes).columns


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
