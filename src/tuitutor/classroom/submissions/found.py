"""Submissions as values: files and their contents, and whose answers they are."""

from __future__ import annotations

import os
from dataclasses import dataclass

import msgspec

from tuitutor.classroom.class_verdicts import Ungradable
from tuitutor.grading.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class FileSlice:
    """Bytes on the disk: `size` of them, from `start` on, in the open file `fd`."""

    fd: int
    start: int
    size: int

    def read(self) -> bytes:
        """The bytes; fewer if the file was shortened."""
        parts: list[bytes] = []
        at, end = self.start, self.start + self.size
        while at < end and (part := os.pread(self.fd, end - at, at)):
            parts.append(part)
            at += len(part)
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """A file that was handed in; `problem` is a sentence on why it has no `data`, or "", and `remedy` goes with it.

    `parts` is its path, including the names of zips; the last `below` of them lie below the folder or zip with
    everybody's answers (0: it is that zip itself). `modified` is in seconds since 1970, `source` is the name to show.
    Only zips, and files that may be answers, have data.
    """

    parts: tuple[str, ...]
    modified: float = 0.0
    data: bytes | FileSlice = b""
    below: int = 1
    source: str = ""
    problem: str = ""
    remedy: str = ""

    @property
    def bytes(self) -> bytes:
        """The data, read from the disk if it lies there."""
        return self.data.read() if isinstance(self.data, FileSlice) else self.data

    @property
    def size(self) -> int:
        """Bytes of data."""
        return self.data.size if isinstance(self.data, FileSlice) else len(self.data)


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """The verdict of a learner's own tuitutor on an answer. It never counts, since anybody can write it.

    If the exercise has variants, `variant` is the number of the one drawn for the name `learner`.
    """

    version: str
    verdict: Verdict | None
    variant: int = 0
    learner: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A learner's answer to an exercise.

    `who` is unique to a learner, even if two have the same name. No name here has control characters. `answer` is the
    text, or a slice of a file with it, as UTF-8. `path` is that of the file, as in `Ungradable`.
    """

    who: str
    exercise: str
    answer: str | FileSlice
    source: str
    path: str = ""
    claim: Claim | None = None


def text_of(answer: str | FileSlice) -> str:
    """The text of an answer, read from the disk if it lies there."""
    return answer.read().decode() if isinstance(answer, FileSlice) else answer


@dataclass(frozen=True, slots=True)
class Collected:
    """All submissions and all other files, sorted by who, exercise and source."""

    submissions: tuple[Submission, ...] = ()
    unread: tuple[Ungradable, ...] = ()


def unreadable(error: OSError) -> str:
    """A sentence on a file that its permissions or its disk make unreadable; it goes after the file's name."""
    hint = "make it readable" if isinstance(error, PermissionError) else "it has to be copied again"
    return f"it cannot be read ({error.strerror}); {hint}."


def printable(name: str) -> str:
    """The name with U+FFFD for unprintable characters, which is safe for terminals and any Unicode encoding."""
    return name if name.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in name)
