"""A class's verdicts: the folder in which they are kept, which is all the state that grading a class has.

    <folder>/run.json                            the course and the seeds, the same for the whole class
    <folder>/verdicts/<host>-<pid>-<id>.jsonl    a file a process: a grade document a line, with whose it is
    <folder>/answers/<who>/<exercise>.py         what was graded
    <folder>/grade.sbatch, <folder>/logs         what Slurm was asked to run, and what its tasks said

Files are written as those of a learner are: lines are appended and put on the disk, readers merge all files, and pass
over lines that are torn or of an unknown kind and fields that they do not know.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tuitutor.course.model import Variant
from tuitutor.errors import StateError, UsageError
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import files
from tuitutor.progress.journal import sayable
from tuitutor.progress.kept import KeptCurves
from tuitutor.progress.sessions import session_name

SCRIPT, LOGS = "grade.sbatch", "logs"
"""What Slurm is asked to run, and where it puts what the tasks print."""


class Raised(msgspec.Struct, frozen=True, gc=False):
    """The exception that ended an answer."""

    type: str
    message: str
    line: int | None = None


class Check(msgspec.Struct, frozen=True, gc=False):
    """What one check said; `count` is as in `grading.verdicts.CheckResult`."""

    name: str
    verdict: Verdict
    points: float | None = 0.0
    out_of: float | None = 0.0
    why: str = ""
    expected: str = ""
    found: str = ""
    count: float | None = None


class Advised(msgspec.Struct, frozen=True, gc=False, rename={"try_": "try"}):
    """What the coach said; `topic` is the same for the same mistake. The rest is as in `grading.verdicts.Advice`."""

    topic: str
    why: str = ""
    try_: str = ""
    line: int | None = None


class Mark(msgspec.Struct, frozen=True, gc=False, tag_field="kind", tag="grade"):
    """What counts of one grade document. `key` stands for all that decides the verdict, `answer` for the text alone.

    `verified` and `reported` are the points as in `engine.events.Graded`, and `source` is the file it was found in.
    """

    who: str
    exercise: str
    key: str
    answer: str
    version: str
    verdict: Verdict
    points: float
    out_of: float
    at: float
    verified: float = 0.0
    reported: float = 0.0
    trouble: str = ""
    stopped: str = ""
    error: Raised | None = None
    seconds: float | None = None
    checks: tuple[Check, ...] = ()
    advice: tuple[Advised, ...] = ()
    source: str = ""
    variant: Variant | None = None

    @property
    def why(self) -> str:
        """Why it has no verdict, or did not run to its end; "" where it did."""
        if self.trouble or self.stopped or self.error is None:
            return self.trouble or self.stopped
        where = f" (line {self.error.line})" if self.error.line is not None else ""
        return f"{self.error.type}: {self.error.message}{where}"


class Unread(msgspec.Struct, frozen=True):
    """A file that gave no answer, and one sentence on why; `exercise` is "" where unknown."""

    who: str
    exercise: str
    source: str
    trouble: str


class Collected(msgspec.Struct, frozen=True, tag_field="kind", tag="collected"):
    """What was handed in as `names` but gave no answer; a later one of the same names counts instead."""

    names: tuple[str, ...]
    unread: tuple[Unread, ...]
    at: float


class _Drawn(msgspec.Struct, frozen=True, tag_field="kind", tag="grade"):
    """The curves of a grade document, which are large, so that they are only read when they are drawn."""

    who: str
    exercise: str
    key: str
    curves: KeptCurves | None = None


class Submitted(msgspec.Struct, frozen=True, tag_field="kind", tag="submitted"):
    """An array job called `name` that Slurm was asked to run, for so many `answers`; with `again`, graded or not."""

    name: str
    answers: int
    again: bool
    at: float


class Run(msgspec.Struct, frozen=True):
    """What is the same for the whole class: the course's id, and the seeds of each run and of the hidden data."""

    course: str
    seed: int
    hidden_seed: int


_Entry = Mark | Collected | Submitted
_DECODER: msgspec.json.Decoder[_Entry] = msgspec.json.Decoder(_Entry)
_CURVES = msgspec.json.Decoder(_Drawn)
T = TypeVar("T")


class Verdicts:
    """The verdicts in one folder, merged as it was opened, and those that are added. Raises StateError."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._journals = folder / "verdicts"
        self._own = self._journals / session_name()
        self._clock = clock
        self._latest = -math.inf
        self._marks: dict[tuple[str, str], Mark] = {}
        self._collected: dict[tuple[str, ...], Collected] = {}
        self.submitted: list[Submitted] = []  # in the order of their times
        for entry in sorted(self._read(_DECODER), key=lambda entry: entry.at):
            self._count(entry)

    @property
    def marks(self) -> list[Mark]:
        """The verdict that counts of each learner and exercise, in their order."""
        return [self._marks[of] for of in sorted(self._marks)]

    @property
    def unread(self) -> list[Unread]:
        """The files that gave no answer, each once."""
        found = {unread for collected in self._collected.values() for unread in collected.unread}
        return sorted(found, key=lambda unread: (unread.who, unread.exercise, unread.source))

    def curves(self, of: Container[str]) -> Iterator[tuple[str, str, KeptCurves]]:
        """Whose curves they are, of which exercise, and the curves, for the verdicts that count of these learners."""
        for drawn in self._read(_CURVES):
            if drawn.curves is not None and drawn.who in of:
                mark = self._marks.get((drawn.who, drawn.exercise))
                if mark is not None and mark.key == drawn.key:
                    yield drawn.who, drawn.exercise, drawn.curves

    def latest(self) -> dict[str, float]:
        """When something was last found out of each learner, in seconds since 1970."""
        found = [(mark.who, mark.at) for mark in self._marks.values()]
        found += [(each.who, collected.at) for collected in self._collected.values() for each in collected.unread]
        return {who: at for who, at in sorted(found, key=itemgetter(1))}

    def mark(self, who: str, exercise: str) -> Mark | None:
        """The verdict that counts."""
        return self._marks.get((who, exercise))

    def counts(self, mark: Mark) -> bool:
        """Whether it is a verdict, and no later array job is to grade all answers again."""
        again = max((each.at for each in self.submitted if each.again), default=-math.inf)
        return mark.verdict is not Verdict.ERRORED and mark.at > again

    @property
    def begun(self) -> Run | None:
        """The run that the folder was begun with."""
        path = self.folder / "run.json"
        try:
            data = files.read_if_there(path)
            return None if data is None else msgspec.json.decode(data, type=Run)
        except OSError as error:
            raise _unusable(path, error) from None
        except ValueError:
            raise StateError(f"{path} is damaged; grade into another folder: -o DIR.") from None

    def begin(self, wanted: Run, *, same_data: bool) -> Run:
        """The run that the folder was begun with: `wanted`, where it is new.

        Raises UsageError where it was begun with another course or, with `same_data`, with other hidden data.
        """
        path = self.folder / "run.json"
        if (run := self.begun) is None:
            try:
                files.make_private(self.folder)
                files.create_whole(path, msgspec.json.encode(wanted) + b"\n")
            except OSError as error:
                raise _unusable(path, error) from None
            run = self.begun or wanted  # another process may have been first
        if run.course != wanted.course:
            raise UsageError(f"{self.folder} has verdicts on the course '{run.course}'; name another folder: -o DIR.")
        if same_data and run.hidden_seed != wanted.hidden_seed:
            raise UsageError(
                f"{self.folder} was started with --hidden-seed {run.hidden_seed}; omit it, or name another folder."
            )
        return run

    def keep_answer(self, who: str, exercise: str, text: str) -> None:
        """Keep the text that is graded."""
        path = self.folder / "answers" / files.file_stem(who) / f"{files.file_stem(exercise)}.py"
        data = text.encode("utf-8", "replace")
        try:
            if files.read_if_there(path) != data:
                files.make_private(path.parent)
                files.write_whole(path, data)
        except OSError as error:
            raise _unusable(path, error) from None

    def record(self, document: Mapping[str, Any]) -> None:
        """Add a grade document that has what a `Mark` has, `at` aside; it is on the disk once this returns."""
        self._append(document)

    def collect(self, names: Iterable[str], unread: Iterable[Unread]) -> None:
        """Say what gave no answer of what was handed in as `names`."""
        collected = Collected(tuple(sorted(names)), tuple(unread), 0.0)
        before = self._collected.get(collected.names)
        if collected.unread != (before.unread if before is not None else ()):
            self._append(msgspec.to_builtins(collected))

    def found_at(self, mark: Mark, source: str) -> None:
        """Say that the same answer was found in another file, as when it is handed in again."""
        self._append(msgspec.to_builtins(msgspec.structs.replace(mark, source=source)))

    def submit(self, name: str, answers: int, script: str, *, again: bool) -> None:
        """Keep the script of an array job, and say that it is to grade so many answers, before Slurm is asked.

        What its tasks add is later than this, whatever their clocks say.
        """
        self.write(SCRIPT, script)
        try:
            files.make_private(self.folder / LOGS)
        except OSError as error:
            raise _unusable(self.folder / LOGS, error) from None
        self._append(msgspec.to_builtins(Submitted(name, answers, again, 0.0)))

    def write(self, name: str, data: str | bytes, at: float | None = None) -> Path:
        """Write a file into the folder, at one stroke, and where `at` is given as of that time; where it is."""
        path = self.folder / name
        try:
            files.make_private(path.parent)
            files.write_whole(path, data.encode("utf-8", "replace") if isinstance(data, str) else data)
            if at is not None:
                os.utime(path, (at, at))
        except OSError as error:
            raise _unusable(path, error) from None
        return path

    def read(self, name: str) -> str:
        """A report that was written."""
        path = self.folder / name
        try:
            return path.read_text("utf-8")
        except OSError as error:
            raise _unusable(path, error) from None

    def written(self, name: str) -> float | None:
        """As of when a report is there; None where there is none."""
        with suppress(OSError):
            return (self.folder / name).stat().st_mtime
        return None

    def _append(self, document: Mapping[str, Any]) -> None:
        at = max(self._clock(), math.nextafter(self._latest, math.inf))  # what is added counts, whatever the clock
        line = msgspec.json.encode(sayable({**document, "at": at}))
        try:
            files.make_private(self._journals)
            files.append(self._own, line + b"\n")
        except OSError as error:
            raise _unusable(self._own, error) from None
        self._count(_DECODER.decode(line))

    def _count(self, entry: _Entry) -> None:
        self._latest = max(self._latest, entry.at)
        if isinstance(entry, Collected):
            self._collected[entry.names] = entry
            return
        if isinstance(entry, Submitted):
            self.submitted.append(entry)
            return
        before = self._marks.get((entry.who, entry.exercise))
        # what could not be graded once more has the verdict that it had
        if entry.verdict is not Verdict.ERRORED or before is None or before.key != entry.key:
            self._marks[entry.who, entry.exercise] = entry

    def _read(self, decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
        try:
            paths = sorted(self._journals.glob("*.jsonl"))
            for path in paths:
                with path.open("rb") as lines:
                    for line in lines:
                        with suppress(ValueError, RecursionError):  # as in `progress.journal`
                            yield decoder.decode(line)
        except OSError as error:
            raise _unusable(self._journals, error) from None


def _unusable(path: Path, error: OSError) -> StateError:
    why = error.strerror or os.strerror(error.errno or 0)
    return StateError(f"{path}: {why}; fix that, and run the same command again to continue.")
