"""Reads an answer from a file, a notebook, standard input or the draft."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tuitutor import safe_read
from tuitutor.classroom.submissions.texts import EMPTY, is_notebook, most_bytes
from tuitutor.course.model import Exercise, Lesson
from tuitutor.errors import UsageError
from tuitutor.progress.store import Store

if TYPE_CHECKING:
    from tuitutor.classroom.file_reader import FileReader
    from tuitutor.engine.answer_facts import ParsedAnswer


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
    from tuitutor.classroom.submissions.reader import answer_to

    with _named(file):
        return answer_to(exercise, lesson, _data_of(file), file)


def read_others(exercise: Exercise, file: str, reader: FileReader) -> tuple[str, ParsedAnswer]:
    """Somebody else's answer in `file` or on standard input ("-"), as text and as `reader` understands it.

    Raises UsageError, naming the file, as `read_answer` does, and if reading it takes too much time or memory.
    """
    data = _data_of(file)
    with _named(file):
        answer = reader.answer_to(exercise, data, file)
        return answer.read().decode(), reader.read(exercise, answer)


def answer_name(exercise: Exercise, file: str | None) -> str:
    """The file name of an answer in tracebacks; lines of a notebook's cell are not those of the notebook."""
    return exercise.filename if file is None or file == "-" or is_notebook(file) else Path(file).name


@contextmanager
def _named(file: str) -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{'standard input' if file == '-' else file}: {error}") from None


def _data_of(file: str) -> bytes:
    """The bytes of a file, at most one more than an answer may have, which shows that it is too large."""
    most = most_bytes(file) + 1
    try:
        if file == "-":
            return sys.stdin.buffer.read(most)
        path = Path(file)
        is_open = file.startswith(("/dev/fd/", "/dev/stdin"))  # a pipe of the user's own shell: <(command)
        with path.open("rb") if is_open else safe_read.open_regular(path) as stream:
            return stream.read(most)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}.") from None
