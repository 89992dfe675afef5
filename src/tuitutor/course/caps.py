"""Limits on a course, so that reading any course takes bounded time and memory.

Each is many times what the longest of our own lessons needs.
"""

from __future__ import annotations

import re

FILE_BYTES = 128 * 1024  # of myst.yml, a lesson or data.py: a lesson is read in one sitting, its page must open at once
# no mutant: so much more or less makes no difference to anybody
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
DIRECTIVE_DEPTH = 8  # what is nested more deeply stays as it is written
NUMBER = 40  # characters of a number
PROBLEMS = 100  # of a file that are told
SENTENCE = 600  # characters of a problem

_RULE = re.compile(r"[\s>|:-]*-[\s>|:-]*")


def excess(text: str) -> tuple[int, str] | None:
    """The first line of a lesson's text that goes over a limit, and a sentence that names the limit."""
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
