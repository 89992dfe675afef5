"""Looking into what others wrote, in processes with limits: files that were handed in, and the code in them.

Nothing of it is parsed in this process, which gets from there: which files a zip holds, which answers a file has, what
is read in an answer's text, and advice. Answers are kept in a file without a name, so they need no memory, and nothing
is left when this process ends.
"""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import IO, Any

import msgspec

from tuitutor.classroom.submissions.found import FileSlice, Found, unreadable
from tuitutor.classroom.submissions.layouts import CourseWords
from tuitutor.classroom.submissions.reader import (
    WANTED,
    Answers,
    AnswersManifest,
    answer_to,
    answers_in,
    read_answers_manifest,
)
from tuitutor.classroom.submissions.zips import Bounds, files_in
from tuitutor.coach import advise
from tuitutor.course.model import Course, Exercise
from tuitutor.course.python_cells import without_magics
from tuitutor.engine.answer_facts import Read, facts_of_text
from tuitutor.errors import Breach, StateError, UsageError
from tuitutor.grading.verdicts import Advice
from tuitutor.grading.written import Written
from tuitutor.workers.apart import Apart, CallLimits, Told


class ReaderApart:
    """Looks into files as `submissions.reader.Reader` says, and into code. Close it to end its processes."""

    def __init__(self, course: Course, bounds: Bounds = Bounds(), limits: CallLimits = CallLimits()) -> None:
        self._bounds = bounds
        self._apart = Apart(course, limits)
        self._members = _Spool()
        self._answers = _Spool()

    def __enter__(self) -> ReaderApart:
        self._apart.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._apart.close()
        self._members.close()
        self._answers.close()

    # ---- files

    def members(self, zipped: Found, may_read: int) -> Generator[Found, None, None]:
        piece, bare = _piece(zipped), replace(zipped, data=b"")
        spool = self._members
        arguments = (piece.start, piece.size, bare, self._bounds, may_read)
        before = spool.end
        with closing(self._apart.ask(_members, *arguments, file=piece.fd, keep=spool.add)) as told:
            for message, size in told:
                inside, modified, source, problem = msgspec.json.decode(
                    message, type=tuple[tuple[str, ...], float, str, str]
                )
                found = Found(
                    (*bare.parts, *inside), modified, spool.last(size), bare.below + len(inside), source, problem
                )
                yield replace(found, source=f"{bare.source}{source}") if inside else replace(bare, problem=problem)
                spool.cut(before)  # the caller has read this one when it asks for the next

    def answers(self, found: Found, label: str, word: str) -> Answers:
        return self._keep(_answers, found, label, word)

    def _keep(self, function: Any, found: Found, *arguments: str) -> list[tuple[str, FileSlice]]:
        """The answers in a file, which are kept until the reader is closed."""
        piece, name = _piece(found), found.parts[-1]
        spool, answers = self._answers, list[tuple[str, FileSlice]]()
        asked = self._apart.ask(function, piece.start, piece.size, name, *arguments, file=piece.fd, keep=spool.add)
        with closing(asked) as told:
            for message, size in told:
                answers.append((message.decode(), spool.last(size)))
        return answers

    def answer_to(self, exercise: Exercise, data: bytes, name: str) -> FileSlice:
        """Where the answer to an exercise lies; see `submissions.reader.answer_to`. Raises UsageError."""
        self._members.add(data)
        piece = self._members.last(len(data))
        found = Found((name,), data=piece)
        return self._keep(_answer_to, found, exercise.label)[0][1]

    def manifest(self, found: Found) -> AnswersManifest:
        piece = _piece(found)
        manifest: AnswersManifest = self._one(AnswersManifest, _manifest, piece.start, piece.size, file=piece.fd)
        return manifest

    # ---- code

    def read(self, exercise: Exercise, answer: str | FileSlice) -> Read:
        """What is read in an answer before it runs. Raises UsageError, for one that takes too much Breach."""
        if isinstance(answer, str):
            self._answers.add(data := answer.encode())
            answer = self._answers.last(len(data))
        drawn = exercise.drawn.number if exercise.drawn is not None else 0
        arguments = (answer.start, answer.size, exercise.label, drawn)
        return Read(self._one(Written, _written, *arguments, file=answer.fd), self._advise)

    async def _advise(self, *arguments: Any) -> tuple[Advice, ...]:
        """Advice, as `coach.advise` gives it; none on what takes too much to be read."""
        try:
            return await asyncio.to_thread(self._one, tuple[Advice, ...], _advice, arguments)
        except Breach:
            return ()

    def _one(self, kind: Any, function: Any, *arguments: Any, file: int | None = None) -> Any:
        with closing(self._apart.ask(function, *arguments, file=file)) as told:
            (message, _), *_ = told
        return msgspec.json.decode(message, type=kind)


class _Spool:
    """A file without a name, to which pieces are added."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self.end = 0

    def add(self, data: bytes) -> None:
        """Raises StateError if the disk is full."""
        try:
            while data:
                written = os.pwrite(self._file.fileno(), data, self.end)
                self.end += written
                data = data[written:]
        except OSError as error:
            where = tempfile.gettempdir()
            raise StateError(
                f"{where} has no room for the answers ({error.strerror}); set TMPDIR to a folder that has."
            ) from None

    def last(self, size: int) -> FileSlice:
        """The last bytes that were added."""
        return FileSlice(self._file.fileno(), self.end - size, size)

    def cut(self, end: int) -> None:
        """Forget what was added after `end`."""
        os.truncate(self._file.fileno(), end)
        self.end = end

    def close(self) -> None:
        self._file.close()


def _piece(found: Found) -> FileSlice:
    assert isinstance(found.data, FileSlice)
    return found.data


# ---- what runs apart


def _members(
    _: Course, file: int, start: int, size: int, zipped: Found, bounds: Bounds, may_read: int
) -> Iterator[Told]:
    stream = io.BufferedReader(_Window(FileSlice(file, start, size)))
    above = len(zipped.parts)
    for found in files_in(stream, zipped, WANTED, bounds, may_read):
        source = found.source.removeprefix(zipped.source)
        said = (found.parts[above:], found.modified, source, found.problem)
        yield msgspec.json.encode(said), found.bytes


def _answers(course: Course, file: int, start: int, size: int, name: str, label: str, word: str) -> Iterator[Told]:
    for of, text in answers_in(_read(file, start, size), name, label, word, CourseWords(course)):
        yield of.encode(), text.encode()


def _answer_to(course: Course, file: int, start: int, size: int, name: str, label: str) -> Iterator[Told]:
    exercise = next(each for each in course.exercises if each.label == label)
    text = answer_to(exercise, course.lesson_of(exercise), _read(file, start, size), name)
    yield label.encode(), without_magics(text).encode()


def _manifest(course: Course, file: int, start: int, size: int) -> Iterator[Told]:
    yield msgspec.json.encode(read_answers_manifest(_read(file, start, size), course)), b""


def _written(course: Course, file: int, start: int, size: int, label: str, variant: int) -> Iterator[Told]:
    exercise = next(each for each in course.exercises if each.label == label)
    drawn = exercise.variant(variant) if variant else exercise
    text = _read(file, start, size).decode()
    yield msgspec.json.encode(facts_of_text(course.lesson_of(exercise), drawn, text)), b""


def _advice(_: Course, arguments: Sequence[Any]) -> Iterator[Told]:
    yield msgspec.json.encode(advise(*arguments)), b""


def _read(file: int, start: int, size: int) -> bytes:
    """Raises UsageError if the disk fails, which is no fault of ours."""
    try:
        return FileSlice(file, start, size).read()
    except OSError as error:
        raise UsageError(unreadable(error)) from None


class _Window(io.RawIOBase):
    """The bytes of a piece as a file; it has a position of its own, which that of a shared descriptor isn't."""

    def __init__(self, piece: FileSlice) -> None:
        self._piece, self._at = piece, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._piece.size}[whence]
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), max(0, self._piece.size - self._at))
        data = _read(self._piece.fd, self._piece.start + self._at, wanted)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
