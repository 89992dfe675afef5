"""Reads submitted files, and the code in them, in a subprocess with limits.

Nothing is parsed in this process. It gets the list of a zip's files, the answers in a file, the facts of an answer's
text, and advice. Contents of zips and answers are stored in temporary files without a name, so they need no memory, and
nothing is left when this process ends.
"""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, NamedTuple

from tuitutor.classroom.submissions.found import FileSlice, SubmittedFile, unreadable
from tuitutor.classroom.submissions.layouts import CourseWords
from tuitutor.classroom.submissions.reader import (
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
from tuitutor.engine.answer_facts import ParsedAnswer, facts_of_text
from tuitutor.errors import LimitExceeded, StateError, UsageError
from tuitutor.grading.verdicts import Advice
from tuitutor.grading.written import Written
from tuitutor.workers.limited import LimitedSubprocess, RequestLimits


class _Member(NamedTuple):
    """A file in a zip: its path there, () for the zip itself, and what its source adds to the zip's."""

    parts: tuple[str, ...]
    modified: float
    data: FileSlice
    source: str
    problem: str


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

    def members(self, zipped: SubmittedFile, may_read: int) -> Generator[SubmittedFile, None, None]:
        limits = replace(self._subprocess.limits, cpu_s=300, wall_s=600)  # it may have the answers of a class
        data, size = _slice(zipped), os.fstat(self._members).st_size
        arguments, files = (data, zipped.modified, self._bounds, may_read), (data.fd, self._members)
        try:
            members = self._subprocess.request(list[_Member], _members_in, *arguments, files=files, limits=limits)
        except UsageError:
            os.truncate(self._members, size)
            raise
        for member in members:
            yield SubmittedFile(
                (*zipped.parts, *member.parts),
                member.modified,
                replace(member.data, fd=self._members),
                zipped.below + len(member.parts),
                zipped.source + member.source,
                member.problem,
            )
        os.truncate(self._members, size)  # the caller has read them

    def answers(self, file: SubmittedFile, label: str, word: str) -> Answers:
        return self._request_answers(_answers_in, file, label, word)

    def answer_to(self, exercise: Exercise, data: bytes, name: str) -> FileSlice:
        """The answer to an exercise, as `submissions.reader.answer_to` reads it. Raises UsageError."""
        file = SubmittedFile((name,), data=_add(self._members, data))
        return self._request_answers(_answer_to, file, exercise.label)[0][1]

    def manifest(self, file: SubmittedFile) -> AnswersManifest:
        data = _slice(file)
        manifest: AnswersManifest = self._subprocess.request(AnswersManifest, _manifest, data, files=(data.fd,))
        return manifest

    def _request_answers(self, function: Any, file: SubmittedFile, *words: str) -> list[tuple[str, FileSlice]]:
        """The answers in a file, which are stored until the reader is closed."""
        data = _slice(file)
        arguments, files = (data, file.parts[-1], *words), (data.fd, self._answers)
        answers = self._subprocess.request(list[tuple[str, FileSlice]], function, *arguments, files=files)
        return [(label, replace(answer, fd=self._answers)) for label, answer in answers]

    # ---- code

    def read(self, exercise: Exercise, answer: str | FileSlice) -> ParsedAnswer:
        """The facts of an answer's text. Raises UsageError, or LimitExceeded if reading takes too much."""
        if isinstance(answer, str):
            answer = _add(self._answers, answer.encode())
        variant = exercise.drawn.number if exercise.drawn is not None else 0
        arguments = (answer, exercise.label, variant)
        return ParsedAnswer(self._subprocess.request(Written, _written, *arguments, files=(answer.fd,)), self._advise)

    async def _advise(self, *arguments: Any) -> tuple[Advice, ...]:
        """Advice, as `coach.advise` gives it; none on what takes too much to be read."""
        try:
            request = self._subprocess.request
            advice: tuple[Advice, ...] = await asyncio.to_thread(request, tuple[Advice, ...], _advice, *arguments)
        except LimitExceeded:
            return ()
        return advice


def _slice(file: SubmittedFile) -> FileSlice:
    assert isinstance(file.data, FileSlice)
    return file.data


def _add(fd: int, data: bytes) -> FileSlice:
    """Add bytes to the end of a file. Raises StateError if the disk is full."""
    start = os.fstat(fd).st_size
    try:
        with open(fd, "ab", closefd=False) as stream:
            stream.write(data)
    except OSError as error:
        full = f"{tempfile.gettempdir()} has no room for the answers ({error.strerror})"
        raise StateError(f"{full}; set TMPDIR to a folder that has.") from None
    return FileSlice(fd, start, len(data))


# ---- functions of the subprocess. `fd` is its descriptor of the submitted file, `store` of the file for results


def _members_in(
    _: Course, fd: int, store: int, data: FileSlice, modified: float, bounds: Bounds, may_read: int
) -> list[_Member]:
    small = data.size <= bounds.inner  # as each zip in another is
    content = _read(fd, data if small else replace(data, size=1))  # also to see whether the disk fails
    with io.BytesIO(content) if small else open(fd, "rb", closefd=False) as stream:
        return [
            _Member(file.parts, file.modified, _add(store, file.bytes), file.source, file.problem)
            for file in files_in(stream, SubmittedFile((), modified), bounds, may_read)
        ]


def _answers_in(
    course: Course, fd: int, store: int, data: FileSlice, name: str, label: str, word: str
) -> list[tuple[str, FileSlice]]:
    answers = answers_in(_read(fd, data), name, label, word, CourseWords(course))
    return [(answered, _add(store, text.encode())) for answered, text in answers]


def _answer_to(
    course: Course, fd: int, store: int, data: FileSlice, name: str, label: str
) -> list[tuple[str, FileSlice]]:
    exercise = _exercise(course, label)
    text = answer_to(exercise, course.lesson_of(exercise), _read(fd, data), name)
    return [(label, _add(store, without_magics(text).encode()))]


def _manifest(course: Course, fd: int, data: FileSlice) -> AnswersManifest:
    return read_answers_manifest(_read(fd, data), course)


def _written(course: Course, fd: int, data: FileSlice, label: str, variant: int) -> Written:
    exercise = _exercise(course, label)
    drawn = exercise.variant(variant) if variant else exercise
    return facts_of_text(course.lesson_of(exercise), drawn, _read(fd, data).decode())


def _advice(_: Course, *arguments: Any) -> tuple[Advice, ...]:
    return advise(*arguments)


def _exercise(course: Course, label: str) -> Exercise:
    return next(exercise for exercise in course.exercises if exercise.label == label)


def _read(fd: int, data: FileSlice) -> bytes:
    """The bytes of a slice, whose file has the descriptor `fd` here. Raises UsageError if the disk fails."""
    try:
        return replace(data, fd=fd).read()
    except OSError as error:
        raise UsageError(unreadable(error)) from None
