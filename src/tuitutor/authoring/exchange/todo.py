"""What an author still has to decide about an imported lesson: comments in it, which go when they are deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tuitutor.course.pieces import as_written

_MARK = "% To decide: "
_TO_DO = re.compile(rf"^{re.escape(_MARK)}(.*)$")


def noted(remarks: Iterable[str]) -> str:
    """Comments that say this, a line each, which no reader sees."""
    return "\n".join(_MARK + " ".join(said.split()) for said in dict.fromkeys(remarks))


def still_noted(text: str) -> list[tuple[int, str]]:
    """What a lesson's comments still say, each with its line, from 1."""
    lines = enumerate(text.split("\n"), start=1)
    return [(number, found[1]) for number, line in lines if (found := _TO_DO.match(line))]


def notes_above(text: str, line: int) -> list[int]:
    """The lines, from 1, of the comments right above the block that has this line; they are about it."""
    starts = [piece.line for piece, _ in as_written(text)[1] if piece.line <= line]
    above = list(enumerate(text.split("\n")[: max(starts, default=line) - 1], start=1))
    while above and not above[-1][1].strip():
        above.pop()
    found: list[int] = []
    while above and _TO_DO.match(above[-1][1]):
        found.append(above.pop()[0])
    return found
