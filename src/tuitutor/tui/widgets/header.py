"""The line at the top: where the learner is, how far, and whether something isn't saved."""

from __future__ import annotations

from msgspec import Struct
from rich.text import Text

from tuitutor.draw.look import Look
from tuitutor.tui.marks import Marks
from tuitutor.tui.widgets.skyline import skyline


class HeaderContents(Struct, frozen=True):
    """The header's contents. `shares` are the lessons' shares done; `unsaved`: something can't be saved."""

    course: str
    chapter: str
    lesson: str
    shares: tuple[float, ...]
    passed: int
    exercises: int
    unsaved: bool


def draw_header(standing: HeaderContents, look: Look, marks: Marks) -> list[Text]:
    """The right side of the header, then versions of the left one, each shorter than the one before."""
    quiet = look.style("quiet")
    steps = [look.text(step) + f" {marks.separator} " for step in (standing.course, standing.chapter) if step]
    word = (f"{marks.word} ", look.style("train"))
    lefts = [
        Text.assemble(word, ("".join(steps[start:]), quiet), (look.text(standing.lesson), "bold"))
        for start in range(len(steps) + 1)
    ]
    right = skyline(standing.shares, look)
    if standing.exercises:
        right.append(f" {standing.passed}/{standing.exercises}", quiet)
    if standing.unsaved:
        right.append("  not saved", look.style("bad"))
    return [right, *lefts]
