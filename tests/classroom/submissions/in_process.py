"""Looks into files in the tests' own process, where that is quick and can be patched."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

from tuitutor.classroom.submissions import recognise as recognising
from tuitutor.classroom.submissions.found import Collected, Found
from tuitutor.classroom.submissions.layouts import CourseWords
from tuitutor.classroom.submissions.reader import (
    WANTED,
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

    def members(self, zipped: Found, may_read: int) -> Generator[Found, None, None]:
        return files_in(io.BytesIO(zipped.bytes), zipped, WANTED, self.bounds, may_read)

    def answers(self, found: Found, label: str, word: str) -> Answers:
        return list(answers_in(found.bytes, found.parts[-1], label, word, CourseWords(self.course)))

    def manifest(self, found: Found) -> AnswersManifest:
        return read_answers_manifest(found.bytes, self.course)


def recognise(found: Iterable[Found], course: Course, exercise: str = "", reader: Reader | None = None) -> Collected:
    """The same as in `recognise`, with a reader if there is none."""
    return recognising.recognise(found, course, reader or ReaderInProcess(course), exercise)
