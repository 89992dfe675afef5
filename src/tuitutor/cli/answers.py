"""Where an answer comes from: a file, standard input or the draft."""

from __future__ import annotations

import sys
from pathlib import Path

from tuitutor.course.model import Exercise
from tuitutor.errors import UsageError
from tuitutor.progress.store import Store

LARGEST = 512 * 1024  # bytes; well below what one message to the worker may hold


def read_answer(exercise: Exercise, file: str | None, store: Store) -> str:
    """The text of `file`, of standard input for "-", or of the draft for None.

    Raises UsageError, naming the place, for what is missing, empty, too large or not UTF-8.
    """
    if file is None:
        return _nonempty(_draft(exercise, store), str(store.draft_path(exercise.label)))
    name = "standard input" if file == "-" else file
    return _nonempty(_decode(_read(file), name), name)


def _draft(exercise: Exercise, store: Store) -> str:
    draft = store.draft(exercise.label)
    if draft is None:
        raise UsageError(f"There is no draft of '{exercise.label}' yet: tuitutor edit {exercise.label} starts one.")
    return draft


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}.") from None


def _decode(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise UsageError(f"{name}: more than {LARGEST // 1024} KiB, which is too large for an answer.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise UsageError(f"{name}:{line}: byte 0x{byte:02x} is not UTF-8; save the file as UTF-8.") from None


def _nonempty(text: str, name: str) -> str:
    if not text.strip():
        raise UsageError(f"{name}: the answer is empty.")
    return text
