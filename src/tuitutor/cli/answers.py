"""Where an answer comes from: a file, a notebook, standard input or the draft."""

from __future__ import annotations

import sys
from pathlib import Path

from tuitutor.course.model import Exercise, Lesson
from tuitutor.errors import UsageError
from tuitutor.progress.store import Store
from tuitutor.submissions.texts import EMPTY, decoded, is_notebook, most_bytes


def read_answer(exercise: Exercise, lesson: Lesson, file: str | None, store: Store) -> str:
    """The text of `file`, of standard input ("-") or of the draft (None); from a notebook, the exercise's cells.

    Raises UsageError, naming the file, if it is missing, empty, too large or not UTF-8.
    """
    if file is None:
        name, text = str(store.draft_path(exercise.label)), store.draft(exercise.label)
        if text is None:
            raise UsageError(f"There is no draft of '{exercise.label}' yet: tuitutor edit {exercise.label} starts one.")
        if not text.strip():
            raise UsageError(f"{name}: {EMPTY}")
        return text
    name = "standard input" if file == "-" else file
    data = _data_of(file)
    try:
        text = decoded(data, file)
        if not is_notebook(file):
            return text
        from tuitutor.submissions.notebooks import answer_in, cells_of

        return answer_in(cells_of(file, text), exercise, lesson)
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None


def _data_of(file: str) -> bytes:
    """The bytes, up to one more than an answer may have, so that a larger file shows."""
    most = most_bytes(file) + 1
    try:
        if file == "-":
            return sys.stdin.buffer.read(most)
        with Path(file).open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}.") from None
