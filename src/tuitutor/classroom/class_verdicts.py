"""A class's verdicts, in a folder with all the state of grading a class.

    <folder>/run.json                            the course and the seeds, the same for the whole class
    <folder>/verdicts/<host>-<pid>-<id>.jsonl    a file per process, with a mark per line
    <folder>/answers/<who>/<exercise>.py         the graded answers
    <folder>/grade.sbatch, <folder>/logs         the script for Slurm, and the output of its tasks

Files are written like a learner's journal: lines are appended and synced, and readers merge all files and ignore torn
lines, unknown kinds and unknown fields.
"""

from __future__ import annotations

import math
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tuitutor import safe_read
from tuitutor.course.model import Variant
from tuitutor.errors import Remedy, StateError, UsageError
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict, of_any_version
from tuitutor.progress import files
from tuitutor.progress.attempt_record import PastCurves
from tuitutor.progress.journal import sayable
from tuitutor.progress.sessions import session_name

_RUN = "run.json"
SCRIPT, LOGS = "grade.sbatch", "logs"
"""The script for Slurm, and the folder for the output of its tasks."""
BY_LEARNER = attrgetter("who", "exercise", "source")
"""The key by which answers, and files without one, are sorted."""


class Mark(msgspec.Struct, frozen=True, gc=False, tag_field="kind", tag="mark"):
    """The grade of one answer. `key` hashes all that decides the verdict, `answer` only the text.

    `verified` and `reported` are points as in `engine.events.Graded`; `source` is the file of the answer. `time` is
    the limit in seconds and in seconds of CPU time, if the answer ran into it. `right_for` is another variant than the
    learner's for which a wrong answer is right. `other_version`: the answer was made for another version of the
    exercise; the last submission tells, so this isn't stored with the mark.
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
        """The verdict for a class, which may be pending where the grade's is not."""
        return self.grade.overall

    @property
    def final(self) -> bool:
        """Whether its points are a mark."""
        return self.verdict not in (Verdict.ERRORED, Verdict.PENDING)

    @property
    def not_run(self) -> tuple[CheckResult, ...]:
        """The checks without a result because the answer did not run to its end."""
        results = self.grade.results if self.grade.why else ()
        return tuple(check for check in results if not (check.verdict.done or check.found))

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that were run and failed."""
        failed = (check for check in self.grade.results if check.verdict is Verdict.FAILED)
        return tuple(check for check in failed if check.found or not self.grade.why)


class Ungradable(msgspec.Struct, frozen=True):
    """A file that gave no answer; `problem` is a sentence on why, and what to do. `exercise` is "" if unknown.

    `who` is "" if it is nobody's, `path` its absolute path, through zips. `unused`: no mark waits for it, since its
    learner has other answers, also to its exercise if it names one. That follows from those, so it isn't stored.
    """

    who: str
    exercise: str
    source: str
    problem: str = msgspec.field(name="trouble")  # its name in files
    remedy: str = ""
    path: str = ""
    unused: bool = False


class Received(msgspec.Struct, frozen=True, gc=False):
    """An answer that was handed in; `answer` hashes its text, `source` is its file, `other_version` as in `Mark`."""

    who: str
    exercise: str
    answer: str
    source: str
    other_version: bool = False


class FilesRead(msgspec.Struct, frozen=True, tag_field="kind", tag="collected"):
    """The answers in the files and folders handed in as `names`, and the files without.

    It replaces earlier ones of these names, and what others have of files in them, and of those that are `gone`.
    """

    names: tuple[str, ...]
    unread: tuple[Ungradable, ...]
    at: float
    received: tuple[Received, ...] = ()
    gone: tuple[str, ...] = ()


class _StoredCurves(msgspec.Struct, frozen=True):
    """The curves in the line of a mark. They are large, so they are read only to be drawn."""

    who: str
    key: str
    exercise: str
    curves: PastCurves | None = None


class Submitted(msgspec.Struct, frozen=True, tag_field="kind", tag="submitted"):
    """An array job `name`, submitted to Slurm for so many `answers`; `again`: also for those already graded."""

    name: str
    answers: int
    again: bool
    at: float


class Renamed(msgspec.Struct, frozen=True, tag_field="kind", tag="renamed"):
    """The exercise `old` was renamed to `label`, and its marks with it."""

    old: str
    label: str
    at: float


class ClassRun(msgspec.Struct, frozen=True):
    """What is the same for the whole class: the course's id and folder, and the seeds of runs and of hidden data."""

    course: str
    seed: int
    hidden_seed: int
    folder: str = ""


_Entry = Mark | FilesRead | Submitted | Renamed
_DECODER: msgspec.json.Decoder[_Entry] = msgspec.json.Decoder(_Entry)
_CURVES = msgspec.json.Decoder(_StoredCurves)
T = TypeVar("T")
Of = TypeVar("Of", bound=Mark | Ungradable | Received)


class Verdicts:
    """The verdicts in a folder, merged from all its journals, and those added since. Raises StateError."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._journals = folder / "verdicts"
        self._own = self._journals / session_name()
        self._clock = clock
        self._latest = -math.inf
        self._marks: dict[tuple[str, str], Mark] = {}
        self.attempts = Counter[tuple[str, str]]()  # graded answers by learner and exercise
        self._collected: dict[tuple[str, ...], FilesRead] = {}
        self._changed: dict[str, float] = {}  # when marks or files of learners changed last
        self.renamed: dict[str, str] = {}  # the present labels of renamed exercises, by their old labels
        self.submitted: list[Submitted] = []  # sorted by time
        for entry in sorted(self._read(_entry), key=attrgetter("at")):
            self._add(entry)

    # ---- what is known

    @property
    def marks(self) -> list[Mark]:
        """The current mark of each learner in each exercise, sorted by these."""
        last = (answer for answer, _ in self._last_received().values())
        others = {(answer.who, answer.exercise, answer.answer) for answer in last if answer.other_version}
        return [
            msgspec.structs.replace(mark, other_version=(*pair, mark.answer) in others)
            for pair, mark in sorted(self._marks.items(), key=itemgetter(0))
        ]

    @property
    def unread(self) -> list[Ungradable]:
        """The files without an answer, without duplicates."""
        answered = self._last_received().keys()
        learners = {who for who, _ in answered}

        def is_unused(file: Ungradable) -> bool:
            label = self.renamed.get(file.exercise, file.exercise)
            return not file.who or (file.who in learners and (not label or (file.who, label) in answered))

        files = (msgspec.structs.replace(file, unused=is_unused(file)) for file in self._files())
        return sorted(files, key=BY_LEARNER)

    def _files(self) -> set[Ungradable]:
        return {file for entry in self._collected.values() for file in entry.unread}

    @property
    def waiting(self) -> list[Received]:
        """The answers that were handed in and not graded since, sorted by who and exercise."""
        waiting = []
        for pair, (answer, at) in sorted(self._last_received().items()):
            mark = self._marks.get(pair)
            if mark is None or (mark.answer != answer.answer and mark.at < at):
                waiting.append(answer)
        return waiting

    def _last_received(self) -> dict[tuple[str, str], tuple[Received, float]]:
        """The last answers by learner and exercise, and when they were recorded."""
        last: dict[tuple[str, str], tuple[Received, float]] = {}
        for entry in sorted(self._collected.values(), key=attrgetter("at")):
            for answer in entry.received:
                label = self.renamed.get(answer.exercise, answer.exercise)
                last[answer.who, label] = msgspec.structs.replace(answer, exercise=label), entry.at
        return last

    def curves(self, learners: Container[str]) -> Iterator[tuple[str, str, PastCurves]]:
        """The curves of these learners' current marks, as (who, exercise, curves)."""
        for stored in self._read(_CURVES.decode):
            if stored.curves is not None and stored.who in learners:
                label = self.renamed.get(stored.exercise, stored.exercise)
                mark = self._marks.get((stored.who, label))
                if mark is not None and mark.key == stored.key:
                    yield stored.who, label, stored.curves

    def latest(self) -> dict[str, float]:
        """When the marks or files of each learner who has any changed last, in seconds since 1970."""
        known = {who for who, _ in self._marks} | {file.who for file in self._files()}
        return {who: at for who, at in self._changed.items() if who in known}

    def mark(self, who: str, exercise: str) -> Mark | None:
        """The current mark, or None."""
        return self._marks.get((who, exercise))

    def counts(self, mark: Mark) -> bool:
        """Whether the mark is a verdict, and no later array job grades all answers again."""
        again = max((job.at for job in self.submitted if job.again), default=-math.inf)
        return mark.grade.verdict is not Verdict.ERRORED and mark.at > again

    # ---- the run

    @property
    def begun(self) -> ClassRun | None:
        """The run that the folder was begun with; None if it is new."""
        path = self.folder / _RUN
        try:
            with _naming(path):
                data = files.read_if_there(path)
            return None if data is None else msgspec.json.decode(data, type=ClassRun)
        except ValueError:
            raise StateError(f"{path} is damaged; grade into another folder.", Remedy.ANOTHER_FOLDER) from None

    def begin(self, new: ClassRun, *, same_data: bool) -> ClassRun:
        """The run that the folder was begun with; `new` if it is a new folder.

        Raises UsageError if it was begun with another course or, with `same_data`, with other hidden data.
        """
        path = self.folder / _RUN
        if (run := self.begun) is None:
            with _naming(path):
                files.create_whole(path, msgspec.json.encode(new) + b"\n")
            run = self.begun or new  # another process may have been first
        if run.course != new.course:
            has = f"{self.folder} has verdicts on the course '{run.course}'"
            raise UsageError(f"{has}; name another folder.", Remedy.ANOTHER_FOLDER)
        if same_data and run.hidden_seed != new.hidden_seed:
            has = f"{self.folder} was started with the hidden seed {run.hidden_seed}"
            raise UsageError(f"{has}; use that one, or another folder.", Remedy.SAME_SEED)
        if run.folder != new.folder:
            self.write(_RUN, msgspec.json.encode(msgspec.structs.replace(run, folder=new.folder)) + b"\n")
        return run

    # ---- adding entries

    def record(self, mark: Mark, curves: PastCurves | None = None) -> None:
        """Add a mark, whose time is set here; it is on the disk once this returns."""
        document = msgspec.to_builtins(msgspec.structs.replace(mark, grade=mark.grade.without_traceback))
        del document["other_version"]
        self._append({**document, "exercise": mark.exercise, "curves": msgspec.to_builtins(curves)})

    def collect(self, names: Iterable[str], received: Iterable[Received], unread: Iterable[Ungradable]) -> None:
        """Record the answers in the files and folders `names` (absolute paths), and the files without one.

        Earlier files without one that are gone, or were read in another way now, are forgotten.
        """
        key = tuple(sorted(names))
        others = {file.path for other, entry in self._collected.items() if other != key for file in entry.unread}
        gone = tuple(sorted(path for path in others if path and not _is_there(path)))
        entry = FilesRead(key, tuple(unread), 0.0, tuple(received), gone)
        before = self._collected.get(key, FilesRead(key, (), 0.0))
        if any(_lies_in(path, {*key, *gone}) for path in others) or entry != msgspec.structs.replace(before, at=0.0):
            self._append(msgspec.to_builtins(entry))

    def follow(self, renamed: Mapping[str, str]) -> None:
        """Give the marks and answers of renamed exercises to their present labels."""
        for old, label in renamed.items():
            marks = [mark for mark in self.marks if mark.exercise == old]
            for mark in marks:
                answer = self._answer(mark.who, old)
                with suppress(OSError):
                    if not (new := answer.with_stem(files.file_stem(label))).exists():
                        answer.rename(new)
            if marks:
                self._append(msgspec.to_builtins(Renamed(old, label, 0.0)))

    def submit(self, name: str, answers: int, script: str, *, again: bool) -> None:
        """Store the script of an array job, and record how many answers it will grade, before it goes to Slurm.

        Entries of its tasks get later times than this one, whatever their clocks say.
        """
        self.write(SCRIPT, script)
        with _naming(self.folder / LOGS):
            files.make_private(self.folder / LOGS)
        self._append(msgspec.to_builtins(Submitted(name, answers, again, 0.0)))

    def _append(self, document: Mapping[str, Any]) -> None:
        at = max(self._clock(), math.nextafter(self._latest, math.inf))  # later than all known, so that it counts
        line = msgspec.json.encode(sayable({**document, "at": at}))
        with _naming(self._own):
            files.append(self._own, line + b"\n")
        self._add(_DECODER.decode(line))

    def _add(self, entry: _Entry) -> None:
        self._latest = max(self._latest, entry.at)
        match entry:
            case FilesRead():
                read_now, listed = {*entry.names, *entry.gone}, self._files()
                for names, earlier in self._collected.items():
                    rest = tuple(file for file in earlier.unread if not _lies_in(file.path, read_now))
                    self._collected[names] = msgspec.structs.replace(earlier, unread=rest)
                self._collected[entry.names] = entry
                self._changed |= {file.who: entry.at for file in listed ^ self._files() if file.who}
            case Submitted():
                self.submitted.append(entry)
            case Renamed(old=old, label=label):
                self.renamed[old] = label
                for who, _ in [pair for pair in self._marks if pair[1] == old]:
                    mark = self._marks.pop((who, old))
                    grade = msgspec.structs.replace(mark.grade, exercise=label)
                    self._marks.setdefault((who, label), msgspec.structs.replace(mark, grade=grade))
            case Mark():
                self._changed[entry.who] = entry.at
                pair = entry.who, entry.exercise
                before = self._marks.get(pair)
                self.attempts[pair] += before is None or before.answer != entry.answer
                # if grading it again fails, the earlier verdict stays
                if entry.grade.verdict is not Verdict.ERRORED or before is None or before.key != entry.key:
                    self._marks[pair] = entry

    def _read(self, decode: Callable[[bytes], T]) -> Iterator[T]:
        with _naming(self._journals):
            for path in sorted(self._journals.glob("*.jsonl")):
                with safe_read.open_regular(path) as lines:
                    for line in lines:
                        with suppress(ValueError, RecursionError):  # as in `progress.journal`
                            yield decode(line)

    # ---- other files

    def _answer(self, who: str, exercise: str) -> Path:
        return self.folder / "answers" / files.readable_stem(who) / f"{files.file_stem(exercise)}.py"

    def keep_answer(self, who: str, exercise: str, answer: str) -> None:
        """Store the text of a graded answer."""
        path = self._answer(who, exercise)
        data = answer.encode("utf-8", "replace")
        with _naming(path):
            if files.read_if_there(path) != data:
                files.write_whole(path, data)

    def write(self, name: str, data: str | bytes, at: float | None = None) -> Path:
        """Write a file into the folder atomically, with the time `at` if given. Returns its path."""
        path = self.folder / name
        with _naming(path):
            files.write_whole(path, data.encode("utf-8", "replace") if isinstance(data, str) else data)
            if at is not None:
                os.utime(path, (at, at))
        return path

    def read(self, name: str) -> str:
        """The text of a report."""
        path = self.folder / name
        with _naming(path):
            return safe_read.text_of_file(path, safe_read.MOST)

    def written(self, name: str) -> float | None:
        """The time of a report; None if there is none."""
        with suppress(OSError):
            return (self.folder / name).stat().st_mtime
        return None


def _lies_in(path: str, places: Container[str]) -> bool:
    """Whether the path is one of these files and folders, or lies in one."""
    return any(place in places for place in (path, *map(str, Path(path).parents)))


def _is_there(path: str) -> bool:
    """Whether there is a file at the path, or the zip on it."""
    zips = [str(place) for place in Path(path).parents if place.suffix.lower() == ".zip"]
    return any(map(os.path.lexists, (path, *zips)))


def _entry(line: bytes) -> _Entry:
    """Decode a line of a journal. Raises ValueError."""
    try:
        return _DECODER.decode(line)
    except msgspec.ValidationError:
        pass
    try:
        document = msgspec.json.decode(line)
        if "grade" in document:
            return msgspec.convert({**document, "grade": of_any_version(document["grade"])}, Mark)
        # the oldest form of a mark: its own fields beside all that `--json` prints of a grade
        if error := document.get("error"):
            frames = [{**frame, "filename": frame.get("file")} for frame in error.get("frames", ())]
            error = {"kind": error.get("type"), "message": error.get("message"), "frames": frames}
        advice = [{**part, "try_": part.get("try")} for part in document.get("advice", ())]
        grade = {**document, "error": error, "results": document.get("checks"), "advice": advice}
        return msgspec.convert({**document, "kind": "mark", "grade": of_any_version(grade)}, Mark)
    except (AttributeError, TypeError) as error:
        raise ValueError from error


def by_who(entries: Iterable[Of]) -> dict[str, list[Of]]:
    """Groups entries by learner, in the given order."""
    groups: dict[str, list[Of]] = defaultdict(list)
    for entry in entries:
        groups[entry.who].append(entry)
    return groups


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Turn an OSError into a StateError that names the path."""
    try:
        yield
    except OSError as error:
        why = error.strerror or os.strerror(error.errno or 0)
        raise StateError(f"{path}: {why}; fix that, and run the same command again to continue.") from None
