"""Reads what others wrote in a subprocess with limits: files that were handed in, and the code in them.

Nothing of it is parsed in this process, which gets from there: which files a zip holds, which answers a file has, what
is read in an answer's text, and advice. Contents of zips and answers are kept in files without a name, so they need no
memory, and nothing is left when this process ends.
"""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

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
from tuitutor.errors import LimitExceeded, StateError, UsageError
from tuitutor.grading.verdicts import Advice
from tuitutor.grading.written import Written
from tuitutor.workers.limited import LimitedSubprocess, RequestLimits

_Member = tuple[tuple[str, ...], float, FileSlice, str, str]
"""Of a file in a zip: path there, time, contents, end of the source, problem. Without a path it is the zip itself."""


class FileReader:
    """A `submissions.reader.Reader`, which also reads code. Close it to end its subprocess."""

    def __init__(self, course: Course, bounds: Bounds = Bounds(), limits: RequestLimits = RequestLimits()) -> None:
        self._bounds, self._open = bounds, ExitStack()
        self._subprocess = self._open.enter_context(LimitedSubprocess(course, limits))
        self._members = self._open.enter_context(tempfile.TemporaryFile()).fileno()  # noqa: SIM115
        self._answers = self._open.enter_context(tempfile.TemporaryFile()).fileno()  # noqa: SIM115

    def __enter__(self) -> FileReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    # ---- files

    def members(self, zipped: Found, may_read: int) -> Generator[Found, None, None]:
        limits = replace(self._subprocess.limits, cpu_s=300, wall_s=600)  # it may have the answers of a class
        piece, before = _slice(zipped), os.fstat(self._members).st_size
        about, files = (piece, zipped.modified, self._bounds, may_read), (piece.fd, self._members)
        try:
            members = self._subprocess.request(list[_Member], _members_in, *about, files=files, limits=limits)
        except UsageError:
            os.truncate(self._members, before)
            raise
        for inside, modified, data, source, problem in members:
            parts, below = (*zipped.parts, *inside), zipped.below + len(inside)
            data = replace(data, fd=self._members)
            yield Found(parts, modified, data, below, zipped.source + source, problem)
        os.truncate(self._members, before)  # the caller has read them

    def answers(self, found: Found, label: str, word: str) -> Answers:
        return self._kept(_answers_in, found, label, word)

    def answer_to(self, exercise: Exercise, data: bytes, name: str) -> FileSlice:
        """Where the answer to an exercise lies; see `submissions.reader.answer_to`. Raises UsageError."""
        return self._kept(_answer_to, Found((name,), data=_add(self._members, data)), exercise.label)[0][1]

    def manifest(self, found: Found) -> AnswersManifest:
        piece = _slice(found)
        manifest: AnswersManifest = self._subprocess.request(AnswersManifest, _manifest, piece, files=(piece.fd,))
        return manifest

    def _kept(self, function: Any, found: Found, *words: str) -> list[tuple[str, FileSlice]]:
        """The answers in a file, which are kept until the reader is closed."""
        piece = _slice(found)
        about, files = (piece, found.parts[-1], *words), (piece.fd, self._answers)
        kept = self._subprocess.request(list[tuple[str, FileSlice]], function, *about, files=files)
        return [(label, replace(answer, fd=self._answers)) for label, answer in kept]

    # ---- code

    def read(self, exercise: Exercise, answer: str | FileSlice) -> Read:
        """What is read in an answer before it runs. Raises UsageError, for one that takes too much LimitExceeded."""
        if isinstance(answer, str):
            answer = _add(self._answers, answer.encode())
        drawn = exercise.drawn.number if exercise.drawn is not None else 0
        about = (answer, exercise.label, drawn)
        return Read(self._subprocess.request(Written, _written, *about, files=(answer.fd,)), self._advise)

    async def _advise(self, *arguments: Any) -> tuple[Advice, ...]:
        """Advice, as `coach.advise` gives it; none on what takes too much to be read."""
        try:
            request = self._subprocess.request
            advice: tuple[Advice, ...] = await asyncio.to_thread(request, tuple[Advice, ...], _advice, *arguments)
        except LimitExceeded:
            return ()
        return advice


def _slice(found: Found) -> FileSlice:
    assert isinstance(found.data, FileSlice)
    return found.data


def _add(file: int, data: bytes) -> FileSlice:
    """Add bytes to the end of a file. Raises StateError if the disk is full."""
    start = os.fstat(file).st_size
    try:
        with open(file, "ab", closefd=False) as stream:
            stream.write(data)
    except OSError as error:
        where = tempfile.gettempdir()
        said = f"{where} has no room for the answers ({error.strerror}); set TMPDIR to a folder that has."
        raise StateError(said) from None
    return FileSlice(file, start, len(data))


# ---- what the subprocess does


def _members_in(
    _: Course, file: int, kept: int, piece: FileSlice, modified: float, bounds: Bounds, may_read: int
) -> list[_Member]:
    small = piece.size <= bounds.inner  # as each zip in another is
    data = _read(file, piece if small else replace(piece, size=1))  # also a disk that fails shows here
    with io.BytesIO(data) if small else open(file, "rb", closefd=False) as stream:
        files = files_in(stream, Found((), modified), WANTED, bounds, may_read)
        return [(each.parts, each.modified, _add(kept, each.bytes), each.source, each.problem) for each in files]


def _answers_in(
    course: Course, file: int, kept: int, piece: FileSlice, name: str, label: str, word: str
) -> list[tuple[str, FileSlice]]:
    found = answers_in(_read(file, piece), name, label, word, CourseWords(course))
    return [(of, _add(kept, text.encode())) for of, text in found]


def _answer_to(
    course: Course, file: int, kept: int, piece: FileSlice, name: str, label: str
) -> list[tuple[str, FileSlice]]:
    exercise = next(each for each in course.exercises if each.label == label)
    text = answer_to(exercise, course.lesson_of(exercise), _read(file, piece), name)
    return [(label, _add(kept, without_magics(text).encode()))]


def _manifest(course: Course, file: int, piece: FileSlice) -> AnswersManifest:
    return read_answers_manifest(_read(file, piece), course)


def _written(course: Course, file: int, piece: FileSlice, label: str, variant: int) -> Written:
    exercise = next(each for each in course.exercises if each.label == label)
    drawn = exercise.variant(variant) if variant else exercise
    return facts_of_text(course.lesson_of(exercise), drawn, _read(file, piece).decode())


def _advice(_: Course, *arguments: Any) -> tuple[Advice, ...]:
    return advise(*arguments)


def _read(file: int, piece: FileSlice) -> bytes:
    """The piece, whose file has another descriptor here. Raises UsageError if the disk fails."""
    try:
        return replace(piece, fd=file).read()
    except OSError as error:
        raise UsageError(unreadable(error)) from None
