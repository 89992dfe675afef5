"""Looks into files in the tests' own process, where that is quick and can be patched."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

from tuitutor.classroom.submissions import recognise as recognising
from tuitutor.classroom.submissions.found import Collected, SubmittedFile
from tuitutor.classroom.submissions.layouts import CourseWords
from tuitutor.classroom.submissions.reader import (
    Answers,
    AnswersManifest,
    Reader,
    answers_in,
    read_answers_manifest,
)
from tuitutor.classroom.submissions.zips import Bounds, files_in
from tuitutor.course.model import Course


@dataclass(frozen=True, slots=True)
class ReaderInProcess:
    """A `Reader`."""

    course: Course
    bounds: Bounds = field(default_factory=Bounds)

    def members(self, zipped: SubmittedFile, may_read: int) -> Generator[SubmittedFile, None, None]:
        return files_in(io.BytesIO(zipped.bytes), zipped, self.bounds, may_read)

    def answers(self, file: SubmittedFile, label: str, word: str) -> Answers:
        return list(answers_in(file.bytes, file.parts[-1], label, word, CourseWords(self.course)))

    def manifest(self, file: SubmittedFile) -> AnswersManifest:
        return read_answers_manifest(file.bytes, self.course)


def recognise(
    files: Iterable[SubmittedFile], course: Course, exercise: str = "", reader: Reader | None = None
) -> Collected:
    """`recognise`, by default with a reader in this process."""
    return recognising.recognise(files, course, reader or ReaderInProcess(course), exercise)
