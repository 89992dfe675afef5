"""What is looked for in files that were handed in: answers, and what a learner's own tuitutor packed with them.

`classroom.file_reader` looks, in a subprocess with limits.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import msgspec

from tuitutor.classroom.submissions.found import Claim, FileSlice, Found
from tuitutor.classroom.submissions.layouts import CourseWords
from tuitutor.classroom.submissions.notebooks import answer_in, answered, cells_of, under_labels
from tuitutor.classroom.submissions.texts import decode_answer, is_notebook
from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.course.python_cells import without_magics
from tuitutor.errors import Remedy, UsageError
from tuitutor.progress.files import zipped
from tuitutor.spelling import nearest

MANIFEST = "tuitutor.json"
ENDINGS = (".py", ".ipynb", ".md")
WANTED = (*ENDINGS, MANIFEST)
_LARGEST = 256 * 1024  # bytes of the manifest
Answers = Sequence[tuple[str, str | FileSlice]]
"""The label of each exercise that a file answers, and the answer, or where it lies."""


class Reader(Protocol):
    """Looks into files. All methods raise UsageError for a file that cannot be read, LimitExceeded for a large one."""

    def members(self, zipped: Found, may_read: int) -> Generator[Found, None, None]:
        """The files in a zip; see `zips.files_in`."""

    def answers(self, found: Found, label: str, word: str) -> Answers:
        """The answers in a file; see `answers_in`, which may also raise UsageError."""

    def manifest(self, found: Found) -> AnswersManifest:
        """What a zip's manifest says; see `read_answers_manifest`."""


def answers_in(data: bytes, name: str, label: str, word: str, words: CourseWords) -> Iterator[tuple[str, str]]:
    """Each exercise that the file `name` answers, with the answer, as plain Python.

    `label` is the exercise that its path names, if it names one, `word` what its path has in place of it. Raises
    UsageError, a sentence without the file's name, if there is no answer.
    """
    text = decode_answer(data, name)
    if not is_notebook(name):
        if not label:
            raise UsageError(_names_none(word, words), Remedy.WHICH_EXERCISE)
        yield label, without_magics(text)
        return
    cells = under_labels(cells_of(name, text), words.renamed)
    labels = answered(cells, words.exercises, words.lesson_of) or [label]
    if not labels[0]:  # then it is the only one
        if any(not cell.tags.isdisjoint(words.exercises) or cell.gate in words.exercises for cell in cells):
            raise UsageError("no exercise in it has an answer yet: its starters are as they were.")
        tag = "tag each cell that is an answer with the label of its exercise"
        raise UsageError(f"{_names_none(word, words)[:-1]}, or {tag}.", Remedy.WHICH_EXERCISE)
    for each in labels:
        yield each, answer_in(cells, words.exercises[each], words.lesson_of[each])


def answer_to(exercise: Exercise, lesson: Lesson, data: bytes, name: str) -> str:
    """The answer to the exercise in the file `name`.

    Raises UsageError, a sentence without the file's name, if there is none.
    """
    text = decode_answer(data, name)
    if not is_notebook(name):
        return text
    return answer_in(under_labels(cells_of(name, text), dict.fromkeys(exercise.was, exercise.label)), exercise, lesson)


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
    """The zip's manifest: a claim about each answer. Unknown fields are ignored, as in the journals."""

    course: str
    claims: dict[str, Claim] = {}
    tuitutor: int = 1
    kind: str = "submission"


def pack_answers(course_id: str, answers: Iterable[Packed]) -> bytes:
    """The zip; the same answers give the same bytes."""
    in_order = sorted(answers, key=lambda answer: answer.exercise)
    claims = {answer.exercise: answer.claim for answer in in_order}
    manifest = AnswersManifest(course_id, claims)
    told = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    latest = max((answer.modified for answer in in_order), default=0.0)
    texts = [(f"{each.exercise}.py", each.answer.encode("utf-8", "replace"), each.modified) for each in in_order]
    return zipped([(MANIFEST, told, latest), *texts])


def read_answers_manifest(data: bytes, course: Course) -> AnswersManifest:
    """What a manifest says; nothing if it is damaged or for another course."""
    if len(data) <= _LARGEST:
        with suppress(ValueError, RecursionError):
            manifest = msgspec.json.decode(data, type=AnswersManifest)
            if manifest.course == course.id:
                return manifest
    return AnswersManifest(course.id)
