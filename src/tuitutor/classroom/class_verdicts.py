"""A class's verdicts, in a folder that holds all the state of grading a class.

    <folder>/run.json                            the course and the seeds, the same for the whole class
    <folder>/verdicts/<host>-<pid>-<id>.jsonl    a file per process, with a mark per line
    <folder>/answers/<who>/<exercise>.py         what was graded
    <folder>/grade.sbatch, <folder>/logs         the script for Slurm, and the output of its tasks

Files are written like a learner's: lines are appended and synced, and readers merge all files and ignore torn lines,
unknown kinds and unknown fields.
"""

from __future__ import annotations

import math
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tuitutor import safe_read
from tuitutor.course.model import Variant
from tuitutor.errors import Remedy, StateError, UsageError
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress import files
from tuitutor.progress.attempt_record import PastCurves
from tuitutor.progress.journal import sayable
from tuitutor.progress.sessions import session_name

SCRIPT, LOGS = "grade.sbatch", "logs"
"""The script for Slurm, and the folder for the output of its tasks."""


class Mark(msgspec.Struct, frozen=True, gc=False, tag_field="kind", tag="mark"):
    """The grade of one answer. `key` hashes all that decides the verdict, `answer` only the text.

    `verified` and `reported` are points as in `engine.events.Graded`; `source` is the file of the answer. `time` are
    the seconds, and those of CPU time, that were allowed where that ended it. `right_for` is another variant than the
    learner's that a wrong answer is right for. `other_version`: it was made for another version of the exercise,
    which is known from what was handed in last, and isn't kept with the mark.
    """

    who: str
    key: str
    answer: str
    grade: Grade
    at: float = 0.0
    verified: float = 0.0
    reported: float = 0.0
    source: str = ""
    time: tuple[float, float] | None = None
    right_for: Variant | None = None
    other_version: bool = False

    @property
    def exercise(self) -> str:
        """The exercise's label."""
        return self.grade.exercise

    @property
    def verdict(self) -> Verdict:
        """The verdict that a class is told."""
        return self.grade.overall

    @property
    def final(self) -> bool:
        """Whether its points are a mark."""
        return self.verdict not in (Verdict.ERRORED, Verdict.PENDING)

    @property
    def not_run(self) -> tuple[CheckResult, ...]:
        """The checks that nothing was found for, because the answer did not run to its end."""
        results = self.grade.results if self.grade.why else ()
        return tuple(check for check in results if not (check.verdict.done or check.found))

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that were run and failed."""
        failed = (check for check in self.grade.results if check.verdict is Verdict.FAILED)
        return tuple(check for check in failed if check.found or not self.grade.why)


class Ungradable(msgspec.Struct, frozen=True):
    """A file without an answer; `problem` is one sentence on why, and what to do. `exercise` is "" if unknown."""

    who: str
    exercise: str
    source: str
    problem: str = msgspec.field(name="trouble")  # its name in files
    remedy: str = ""


class Received(msgspec.Struct, frozen=True, gc=False):
    """An answer that was handed in; `answer` hashes its text, `source` is its file, `other_version` as in `Mark`."""

    who: str
    exercise: str
    answer: str
    source: str
    other_version: bool = False


class FilesRead(msgspec.Struct, frozen=True, tag_field="kind", tag="collected"):
    """The answers in the files handed in as `names`, and the files without; a later one with the same names counts."""

    names: tuple[str, ...]
    unread: tuple[Ungradable, ...]
    at: float
    received: tuple[Received, ...] = ()


class _Drawn(msgspec.Struct, frozen=True):
    """The curves in the line of a mark. They are large, so they are only read to be drawn."""

    who: str
    key: str
    exercise: str
    curves: PastCurves | None = None


class Submitted(msgspec.Struct, frozen=True, tag_field="kind", tag="submitted"):
    """An array job `name`, submitted to Slurm for this number of `answers`; `again`: also for those already graded."""

    name: str
    answers: int
    again: bool
    at: float


class Renamed(msgspec.Struct, frozen=True, tag_field="kind", tag="renamed"):
    """The exercise `old` is called `label` from now on: its marks are those of that one."""

    old: str
    label: str
    at: float


class ClassRun(msgspec.Struct, frozen=True):
    """What is the same for the whole class: the course's id, and the seeds of each run and of the hidden data."""

    course: str
    seed: int
    hidden_seed: int


_Entry = Mark | FilesRead | Submitted | Renamed
_DECODER: msgspec.json.Decoder[_Entry] = msgspec.json.Decoder(_Entry)
_CURVES = msgspec.json.Decoder(_Drawn)
T = TypeVar("T")
Of = TypeVar("Of", bound=Mark | Ungradable | Received)


class Verdicts:
    """The verdicts in one folder: those merged when it was opened, and those added since. Raises StateError."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._journals = folder / "verdicts"
        self._own = self._journals / session_name()
        self._clock = clock
        self._latest = -math.inf
        self._marks: dict[tuple[str, str], Mark] = {}
        self.attempts = Counter[tuple[str, str]]()  # answers that were graded, by learner and exercise
        self._collected: dict[tuple[str, ...], FilesRead] = {}
        self.renamed: dict[str, str] = {}  # labels that exercises have now, by those that they had
        self.submitted: list[Submitted] = []  # in the order of their times
        for entry in sorted(self._read(_entry), key=lambda entry: entry.at):
            self._count(entry)

    @property
    def marks(self) -> list[Mark]:
        """The verdict that counts for each learner and exercise, sorted by these."""
        others = {(each.who, each.exercise, each.answer) for each in self.received if each.other_version}
        return [
            msgspec.structs.replace(mark, other_version=(*of, mark.answer) in others)
            for of, mark in sorted(self._marks.items(), key=itemgetter(0))
        ]

    @property
    def unread(self) -> list[Ungradable]:
        """The files without an answer, each once."""
        found = {unread for collected in self._collected.values() for unread in collected.unread}
        return sorted(found, key=lambda unread: (unread.who, unread.exercise, unread.source))

    @property
    def waiting(self) -> list[Received]:
        """The answers that were handed in and not graded since, sorted by who and exercise."""
        waiting = []
        for of, (each, at) in sorted(self._latest_received().items()):
            mark = self._marks.get(of)
            if mark is None or (mark.answer != each.answer and mark.at < at):
                waiting.append(each)
        return waiting

    @property
    def received(self) -> list[Received]:
        """The answers that were handed in last, for each learner and exercise."""
        return [each for each, _ in self._latest_received().values()]

    def _latest_received(self) -> dict[tuple[str, str], tuple[Received, float]]:
        """These, each with when it was recorded."""
        found: dict[tuple[str, str], tuple[Received, float]] = {}
        for collected in sorted(self._collected.values(), key=attrgetter("at")):
            for each in collected.received:
                label = self.renamed.get(each.exercise, each.exercise)
                found[each.who, label] = msgspec.structs.replace(each, exercise=label), collected.at
        return found

    def curves(self, of: Container[str]) -> Iterator[tuple[str, str, PastCurves]]:
        """The curves of the verdicts that count for these learners, as (who, exercise, curves)."""
        for drawn in self._read(_CURVES.decode):
            if drawn.curves is not None and drawn.who in of:
                label = self.renamed.get(drawn.exercise, drawn.exercise)
                mark = self._marks.get((drawn.who, label))
                if mark is not None and mark.key == drawn.key:
                    yield drawn.who, label, drawn.curves

    def latest(self) -> dict[str, float]:
        """When something was last recorded about each learner, in seconds since 1970."""
        found = [(mark.who, mark.at) for mark in self._marks.values()]
        found += [(each.who, collected.at) for collected in self._collected.values() for each in collected.unread]
        return {who: at for who, at in sorted(found, key=itemgetter(1))}

    def mark(self, who: str, exercise: str) -> Mark | None:
        """The verdict that counts, or None."""
        return self._marks.get((who, exercise))

    def counts(self, mark: Mark) -> bool:
        """Whether it is a verdict, and no later array job grades all answers again."""
        again = max((each.at for each in self.submitted if each.again), default=-math.inf)
        return mark.grade.verdict is not Verdict.ERRORED and mark.at > again

    @property
    def begun(self) -> ClassRun | None:
        """The run that the folder was begun with; None if it is new."""
        path = self.folder / "run.json"
        try:
            data = files.read_if_there(path)
            return None if data is None else msgspec.json.decode(data, type=ClassRun)
        except OSError as error:
            raise _unusable(path, error) from None
        except ValueError:
            raise StateError(f"{path} is damaged; grade into another folder.", Remedy.ANOTHER_FOLDER) from None

    def begin(self, wanted: ClassRun, *, same_data: bool) -> ClassRun:
        """The run that the folder was begun with: `wanted`, if it is new.

        Raises UsageError if it was begun with another course or, with `same_data`, with other hidden data.
        """
        path = self.folder / "run.json"
        if (run := self.begun) is None:
            try:
                files.create_whole(path, msgspec.json.encode(wanted) + b"\n")
            except OSError as error:
                raise _unusable(path, error) from None
            run = self.begun or wanted  # another process may have been first
        if run.course != wanted.course:
            has = f"{self.folder} has verdicts on the course '{run.course}'"
            raise UsageError(f"{has}; name another folder.", Remedy.ANOTHER_FOLDER)
        if same_data and run.hidden_seed != wanted.hidden_seed:
            has = f"{self.folder} was started with the hidden seed {run.hidden_seed}"
            raise UsageError(f"{has}; use that one, or another folder.", Remedy.SAME_SEED)
        return run

    def keep_answer(self, who: str, exercise: str, answer: str) -> None:
        """Keep the answer that is graded."""
        path = self._answer(who, exercise)
        data = answer.encode("utf-8", "replace")
        try:
            if files.read_if_there(path) != data:
                files.write_whole(path, data)
        except OSError as error:
            raise _unusable(path, error) from None

    def _answer(self, who: str, exercise: str) -> Path:
        return self.folder / "answers" / files.file_stem(who) / f"{files.file_stem(exercise)}.py"

    def record(self, mark: Mark, curves: PastCurves | None = None) -> None:
        """Add a mark, whose time is set here; it is on the disk once this returns."""
        kept = msgspec.to_builtins(msgspec.structs.replace(mark, grade=mark.grade.without_traceback))
        del kept["other_version"]
        self._append({**kept, "exercise": mark.exercise, "curves": msgspec.to_builtins(curves)})

    def collect(self, names: Iterable[str], received: Iterable[Received], unread: Iterable[Ungradable]) -> None:
        """Record which answers the files handed in as `names` gave, and which of them gave none."""
        collected = FilesRead(tuple(sorted(names)), tuple(unread), 0.0, tuple(received))
        before = self._collected.get(collected.names, FilesRead(collected.names, (), 0.0))
        if collected != msgspec.structs.replace(before, at=0.0):
            self._append(msgspec.to_builtins(collected))

    def follow(self, renamed: Mapping[str, str]) -> None:
        """Let the marks of exercises that were renamed be those of the labels that they have now."""
        for old, label in renamed.items():
            for mark in [mark for mark in self.marks if mark.exercise == old]:
                answer = self._answer(mark.who, old)
                with suppress(OSError):
                    if not (new := answer.with_stem(files.file_stem(label))).exists():
                        answer.rename(new)
            if any(mark.exercise == old for mark in self.marks):
                self._append(msgspec.to_builtins(Renamed(old, label, 0.0)))

    def submit(self, name: str, answers: int, script: str, *, again: bool) -> None:
        """Keep the script of an array job, and record how many answers it will grade, before it is submitted to Slurm.

        Entries that its tasks add are later than this, whatever their clocks say.
        """
        self.write(SCRIPT, script)
        try:
            files.make_private(self.folder / LOGS)
        except OSError as error:
            raise _unusable(self.folder / LOGS, error) from None
        self._append(msgspec.to_builtins(Submitted(name, answers, again, 0.0)))

    def write(self, name: str, data: str | bytes, at: float | None = None) -> Path:
        """Write a file into the folder atomically, with the time `at` if given. Returns its path."""
        path = self.folder / name
        try:
            files.write_whole(path, data.encode("utf-8", "replace") if isinstance(data, str) else data)
            if at is not None:
                os.utime(path, (at, at))
        except OSError as error:
            raise _unusable(path, error) from None
        return path

    def read(self, name: str) -> str:
        """The text of a report that was written."""
        path = self.folder / name
        try:
            return safe_read.text_of_file(path, safe_read.MOST)
        except OSError as error:
            raise _unusable(path, error) from None

    def written(self, name: str) -> float | None:
        """The time of a report; None if there is none."""
        with suppress(OSError):
            return (self.folder / name).stat().st_mtime
        return None

    def _append(self, document: Mapping[str, Any]) -> None:
        at = max(self._clock(), math.nextafter(self._latest, math.inf))  # later than all known, so that it counts
        line = msgspec.json.encode(sayable({**document, "at": at}))
        try:
            files.append(self._own, line + b"\n")
        except OSError as error:
            raise _unusable(self._own, error) from None
        self._count(_DECODER.decode(line))

    def _count(self, entry: _Entry) -> None:
        self._latest = max(self._latest, entry.at)
        match entry:
            case FilesRead():
                self._collected[entry.names] = entry
            case Submitted():
                self.submitted.append(entry)
            case Renamed(old=old, label=label):
                self.renamed[old] = label
                for who, _ in [of for of in self._marks if of[1] == old]:
                    mark = self._marks.pop((who, old))
                    grade = msgspec.structs.replace(mark.grade, exercise=label)
                    self._marks.setdefault((who, label), msgspec.structs.replace(mark, grade=grade))
            case Mark():
                of = entry.who, entry.exercise
                before = self._marks.get(of)
                self.attempts[of] += before is None or before.answer != entry.answer
                # if grading it again fails, the earlier verdict stays
                if entry.grade.verdict is not Verdict.ERRORED or before is None or before.key != entry.key:
                    self._marks[of] = entry

    def _read(self, decode: Callable[[bytes], T]) -> Iterator[T]:
        try:
            paths = sorted(self._journals.glob("*.jsonl"))
            for path in paths:
                with safe_read.open_regular(path) as lines:
                    for line in lines:
                        with suppress(ValueError, RecursionError):  # as in `progress.journal`
                            yield decode(line)
        except OSError as error:
            raise _unusable(self._journals, error) from None


def _entry(line: bytes) -> _Entry:
    """What a line of a journal says. Raises ValueError."""
    try:
        return _DECODER.decode(line)
    except msgspec.ValidationError:
        pass
    try:  # a mark as it was kept at first: with all that `--json` prints of a grade beside its own fields
        document = msgspec.json.decode(line)
        if error := document.get("error"):
            frames = [{**frame, "filename": frame.get("file")} for frame in error.get("frames", ())]
            error = {"kind": error.get("type"), "message": error.get("message"), "frames": frames}
        advice = [{**each, "try_": each.get("try")} for each in document.get("advice", ())]
        grade = {**document, "error": error, "results": document.get("checks"), "advice": advice}
        return msgspec.convert({**document, "kind": "mark", "grade": grade}, Mark)
    except (AttributeError, TypeError) as error:
        raise ValueError from error


def by_who(found: Iterable[Of]) -> dict[str, list[Of]]:
    """Each learner's, in the given order."""
    theirs: dict[str, list[Of]] = defaultdict(list)
    for each in found:
        theirs[each.who].append(each)
    return theirs


def _unusable(path: Path, error: OSError) -> StateError:
    why = error.strerror or os.strerror(error.errno or 0)
    return StateError(f"{path}: {why}; fix that, and run the same command again to continue.")
