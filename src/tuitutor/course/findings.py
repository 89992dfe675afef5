"""Collects the problems of a file, so that all are reported at once; and the limits on a course, so that reading any
course takes bounded time and memory. Our own longest lessons need a small part of them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct, field

from tuitutor import safe_read
from tuitutor.course.model import Problem

FILE_BYTES = 128 * 1024  # of myst.yml, a lesson or data.py: a lesson is read in one sitting, its page must open at once
COURSE_BYTES = 2 * 1024 * 1024  # of all lessons together
LESSONS = 200
LINES = 3_000  # of a lesson
LINE = 4_000  # characters; numbers in code may be long
STRETCH = 8_000  # characters between two blank lines: a parser may need the square of them
COLUMNS = 20  # of a table
TABLE_LINES = 400  # from a table's rule to the next blank line
CELLS = 200  # of a lesson, with those of its exercises
YAML_VALUES = 2_000  # of a block, with the lists and mappings
YAML_DEPTH = 20
DIRECTIVE_DEPTH = 8  # more deeply nested ones stay as they are written
NUMBER = 40  # characters of a number
PROBLEMS = 100  # reported of a file
SENTENCE = 600  # characters of a problem
OF_THE_LMS = "deadlines, and marks that a person gives, belong to your LMS"

_RULE = re.compile(r"[\s>|:-]*-[\s>|:-]*")


def excess(text: str) -> tuple[int, str] | None:
    """The first line of a lesson's text beyond a limit, and a sentence with the limit."""
    lines = text.split("\n")
    if len(lines) > LINES + 1:  # the last line ends, too
        return LINES + 1, f"found {len(lines):,} lines; split the lesson, the limit is {LINES:,} lines"
    stretch = rule = 0  # where they begin
    size = 0
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE:
            return number, f"found a line of {len(line):,} characters; the limit is {LINE:,}"
        if not line.replace(">", "").strip():
            size = rule = 0
            continue
        stretch = number if not size else stretch
        size += len(line) + 1
        if size > STRETCH:
            return stretch, f"found more than {STRETCH:,} characters without a blank line; put blank lines between them"
        if "|" in line and _RULE.fullmatch(line):
            rule = number
            if line.count("|") > COLUMNS + 1:
                return number, f"found a table of more than {COLUMNS} columns, which is the limit"
        if rule and number - rule > TABLE_LINES:
            return rule, f"found a table of more than {TABLE_LINES} lines, which is the limit"
    return None


# Labels and ids become the names of files and folders on any platform.
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
HOW_TO_NAME = "use letters, digits, '-' and '_' only"


def safe_name(name: str) -> str:
    """The nearest safe name for a file; "" if nothing is left of it."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")


class Findings(Struct):
    """The problems of one file with `lines` lines. Lines count from 1, and a problem's line is always in the file.

    `unclosed` has the first lines of blocks without an end, whose contents may be anything.
    """

    path: Path
    lines: int = 1
    problems: list[Problem] = field(default_factory=list)
    unclosed: set[int] = field(default_factory=set)

    def add(self, line: int, text: str) -> None:
        """Add a problem; its text becomes a single line, and a very long text is cut."""
        sentence = " ".join(text.split())
        if len(sentence) > SENTENCE:
            sentence = f"{sentence[:SENTENCE]}…"
        self.problems.append(Problem(self.path, max(1, min(line, self.lines)), sentence))

    def sorted(self) -> tuple[Problem, ...]:
        """The problems sorted by line, without duplicates; of very many, the first and the number of the rest."""
        found = sorted(dict.fromkeys(self.problems), key=lambda problem: problem.line)
        if len(found) > PROBLEMS:
            more = f"found {len(found) - PROBLEMS:,} more problems in this file, which are not told"
            found[PROBLEMS:] = [Problem(self.path, found[PROBLEMS].line, more)]
        return tuple(found)


def read_text(path: Path, findings: Findings) -> str:
    """The file's text with plain line ends and without a byte order mark; "" if it cannot be read or is too large.

    Bytes that are not UTF-8 are replaced; the first of them is a problem.
    """
    try:
        with safe_read.open_regular(path) as file:
            data, size = file.read(FILE_BYTES + 1), os.fstat(file.fileno()).st_size
    except (OSError, ValueError) as error:
        findings.add(1, f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return ""
    if len(data) > FILE_BYTES:
        findings.add(1, f"found a file of {size // 1024:,} KiB; split it, the limit is {FILE_BYTES // 1024} KiB")
        return ""
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


def read_lesson(path: Path, findings: Findings) -> str:
    """A lesson's text, as `read_text` reads it; "" if it is beyond a limit, which is a problem."""
    text = read_text(path, findings)
    if (found := excess(text)) is not None:
        findings.add(*found)
        return ""
    return text
