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


def is_noted(text: str, line: int) -> bool:
    """Whether a comment right above says what to do about the block that has this line, from 1."""
    starts = [piece.line for piece, _ in as_written(text)[1] if piece.line <= line]
    above = "\n".join(text.split("\n")[: max(starts, default=line) - 1]).rstrip().rpartition("\n")[2]
    return _TO_DO.match(above) is not None
