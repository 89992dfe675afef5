"""The line at the top: where the learner is, how far, and whether all is saved."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from tuitutor.draw.look import Look
from tuitutor.tui.marks import Marks

_MOST_DOTS = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """What the header says. `saved` is "saved", "saving" or why not; `trouble` when it is the latter."""

    course: str
    chapter: str
    lesson: str
    passed: int
    exercises: int
    saved: str
    trouble: bool = False


def draw_header(standing: Standing, look: Look, marks: Marks) -> list[Text]:
    """The right of the header, then its left, ever shorter."""
    quiet = look.style("quiet")
    steps = [look.text(step) + f" {marks.separator} " for step in (standing.course, standing.chapter) if step]
    lefts = [
        Text.assemble(("".join(steps[start:]), quiet), (look.text(standing.lesson), "bold"))
        for start in range(len(steps) + 1)
    ]
    right = Text()
    if standing.exercises:
        right.append_text(_dots(standing, look, marks)).append(f" {standing.passed}/{standing.exercises}   ", quiet)
    right.append(look.text(standing.saved), look.style("bad" if standing.trouble else "quiet"))
    return [right, *lefts]


def _dots(standing: Standing, look: Look, marks: Marks) -> Text:
    """A dot an exercise, or fewer where there are many."""
    dots = min(standing.exercises, _MOST_DOTS)
    full = standing.passed * dots // standing.exercises
    return Text.assemble(
        (marks.full * full, look.style("good")), (marks.untouched * (dots - full), look.style("quiet"))
    )
