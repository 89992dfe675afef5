"""What the editor's keys do to lines of Python: pure functions from lines to lines."""

from __future__ import annotations

import re
from collections.abc import Sequence


def indented(lines: Sequence[str], width: int) -> list[str]:
    """The lines one step deeper; blank ones stay empty."""
    return [" " * width + line if line.strip() else line for line in lines]


def dedented(lines: Sequence[str], width: int) -> list[str]:
    """The lines one step less deep, if they are indented."""
    return [line[min(width, _depth(line)) :] for line in lines]


def commented(lines: Sequence[str]) -> list[str]:
    """The lines as comments; if all of them are comments already, the code inside."""
    written = [line for line in lines if line.strip()]
    if not written:
        return list(lines)
    if all(line.lstrip().startswith("#") for line in written):
        return [_uncommented(line) for line in lines]
    at = min(map(_depth, written))
    return [f"{line[:at]}# {line[at:]}" if line.strip() else line for line in lines]


def _uncommented(line: str) -> str:
    before, sign, after = line.partition("#")
    return before + (after.removeprefix(" ") if sign else "")


def backspaced(before: str, width: int) -> int:
    """How many characters backspace deletes: in an indentation, back to the previous tab stop; elsewhere one."""
    return (len(before) - 1) % width + 1 if before and not before.strip(" ") else 1


def places(lines: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where a one-line text occurs, as (line, column) in order; case is ignored."""
    wanted = re.compile(re.escape(text), re.IGNORECASE) if text else None
    return [
        (row, match.start()) for row, line in enumerate(lines) for match in (wanted.finditer(line) if wanted else ())
    ]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
