"""Collects what is wrong with one file, so that all of it is reported at once."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from tuitutor.course.model import Problem

# Labels and ids become the names of files and folders on any platform.
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

_LARGEST = 128 * 1024  # bytes: a lesson is read in one sitting, and its page must open at once
_MOST_READ = 1024 * 1024  # bytes of a larger file; the rest is ignored


def safe_name(name: str) -> str:
    """The nearest name that is safe for a file; "" if nothing is left of it."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")


@dataclass(slots=True)
class Findings:
    """The problems of one file with `lines` lines. Lines count from 1, and a problem's line is always in the file.

    `unclosed` has the first lines of blocks that are never closed, whose contents may be anything.
    """

    path: Path
    lines: int = 1
    problems: list[Problem] = field(default_factory=list)
    unclosed: set[int] = field(default_factory=set)

    def add(self, line: int, text: str) -> None:
        """Adds a problem; its text becomes one line."""
        self.problems.append(Problem(self.path, max(1, min(line, self.lines)), " ".join(text.split())))

    def sorted(self) -> tuple[Problem, ...]:
        """The problems sorted by line, without duplicates."""
        return tuple(sorted(dict.fromkeys(self.problems), key=lambda problem: problem.line))


def read_text(path: Path, findings: Findings) -> str:
    """The file's text with plain line ends and without a byte order mark; "" if it cannot be read.

    Bytes that are not UTF-8 are replaced; the first of them is a problem.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_READ)
            size = os.fstat(file.fileno()).st_size
    except (OSError, ValueError) as error:
        findings.add(1, f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return ""
    if size > _LARGEST:
        findings.add(1, f"found a file of {size // 1024:,} KiB; split it, the limit is {_LARGEST // 1024} KiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        byte = data[error.start]
        findings.lines = line
        findings.add(line, f"found the byte 0x{byte:02x}, which is not UTF-8; save the file as UTF-8")
        text = data.decode("utf-8-sig", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    findings.lines = max(1, text.count("\n") + (not text.endswith("\n")))
    return text
