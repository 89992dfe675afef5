"""Reads the answers in submitted files, and the manifest of a zip from a learner's own tuitutor.

`classroom.file_reader` does so in a subprocess with limits.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import msgspec

from tuitutor.classroom.submissions.found import Claim, FileSlice, SubmittedFile
from tuitutor.classroom.submissions.layouts import CourseWords
from tuitutor.classroom.submissions.notebooks import answer_in, answered, cells_of
from tuitutor.classroom.submissions.texts import decode_answer, is_notebook
from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.course.python_cells import without_magics
from tuitutor.errors import Remedy, UsageError
from tuitutor.progress.files import zipped
from tuitutor.spelling import nearest

MANIFEST = "tuitutor.json"
ENDINGS = (".py", ".ipynb", ".md")
WANTED = (*ENDINGS, MANIFEST)
"""The endings of files that are read."""
_LARGEST = 256 * 1024  # bytes of the manifest
Answers = Sequence[tuple[str, str | FileSlice]]
"""The labels of the exercises that a file answers, with the answers."""


class Reader(Protocol):
    """Looks into files. All methods raise UsageError for unreadable files, LimitExceeded for too large ones."""

    def members(self, zipped: SubmittedFile, may_read: int) -> Generator[SubmittedFile, None, None]:
        """The files in a zip; see `zips.files_in`."""

    def answers(self, file: SubmittedFile, label: str, word: str) -> Answers:
        """The answers in a file; see `answers_in`, which may also raise UsageError."""

    def manifest(self, file: SubmittedFile) -> AnswersManifest:
        """The claims in a zip's manifest; see `read_answers_manifest`."""


def answers_in(data: bytes, name: str, label: str, word: str, words: CourseWords) -> Iterator[tuple[str, str]]:
    """The labels of the exercises that the file `name` answers, with the answers as plain Python.

    `label` is the exercise in its path, or "", and `word` the part of the path that should name it. Raises UsageError,
    a sentence without the file's name, if there is no answer.
    """
    text = decode_answer(data, name)
    if not is_notebook(name):
        if not label:
            raise UsageError(_names_none(word, words), Remedy.WHICH_EXERCISE)
        yield label, without_magics(text)
        return
    cells = cells_of(name, text, words.renamed)
    labels = answered(cells, words.exercises, words.lesson_of) or [label]
    if labels == [""]:
        if any(not cell.tags.isdisjoint(words.exercises) or cell.gate in words.exercises for cell in cells):
            raise UsageError("no exercise in it has an answer yet: its starters are as they were.")
        tag = "tag each cell that is an answer with the label of its exercise"
        raise UsageError(f"{_names_none(word, words)[:-1]}, or {tag}.", Remedy.WHICH_EXERCISE)
    for label in labels:
        yield label, answer_in(cells, words.exercises[label], words.lesson_of[label])


def answer_to(exercise: Exercise, lesson: Lesson, data: bytes, name: str) -> str:
    """The answer to the exercise in the file `name`.

    Raises UsageError, a sentence without the file's name, if there is none.
    """
    text = decode_answer(data, name)
    if not is_notebook(name):
        return text
    return answer_in(cells_of(name, text, dict.fromkeys(exercise.was, exercise.label)), exercise, lesson)


def _names_none(word: str, words: CourseWords) -> str:
    near = nearest(word, words.exercises)
    hint = f"did you mean '{near}'? Rename it" if near else "rename it"
    return f"its name matches no exercise; {hint}, or say which it answers."


# ---- the zip of a learner's own tuitutor


@dataclass(frozen=True, slots=True)
class Packed:
    """An answer to hand in, when it was `modified`, and the `claim` about it."""

    exercise: str
    answer: str
    modified: float
    claim: Claim


class AnswersManifest(msgspec.Struct, frozen=True):
    """The zip's manifest, with a claim about each answer. Unknown fields are ignored, as in the journals."""

    course: str
    claims: dict[str, Claim] = {}
    tuitutor: int = 1
    kind: str = "submission"


def pack_answers(course_id: str, answers: Iterable[Packed]) -> bytes:
    """The zip; the same answers give the same bytes."""
    in_order = sorted(answers, key=lambda answer: answer.exercise)
    manifest = AnswersManifest(course_id, {answer.exercise: answer.claim for answer in in_order})
    document = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    latest = max((answer.modified for answer in in_order), default=0.0)
    texts = [
        (f"{answer.exercise}.py", answer.answer.encode("utf-8", "replace"), answer.modified) for answer in in_order
    ]
    return zipped([(MANIFEST, document, latest), *texts])


def read_answers_manifest(data: bytes, course: Course) -> AnswersManifest:
    """Decode a manifest; it is empty if it is damaged or for another course."""
    if len(data) <= _LARGEST:
        with suppress(ValueError, RecursionError):
            manifest = msgspec.json.decode(data, type=AnswersManifest)
            if manifest.course == course.id:
                return manifest
    return AnswersManifest(course.id)
