"""Where somebody who knows a part already could begin, by ten items of rising difficulty. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.course.model import Course
from tuitutor.engine.asking import PosedItem

ITEMS = 10
_MOST_NAMED = 3  # lessons to read before


def placement_items(course: Course) -> tuple[PosedItem, ...]:
    """One item, the first, of up to ten lessons, evenly spread from the first to the last: later ones are harder."""
    each = [
        PosedItem(lesson, item)
        for lesson in course.lessons
        if (item := next((item for item in lesson.items if not item.gain), None)) and not lesson.problems
    ]
    count = min(ITEMS, len(each))
    return tuple(each[round(at * (len(each) - 1) / max(1, count - 1))] for at in range(count))


def where_to_begin(course: Course, answers: Sequence[tuple[PosedItem, bool]]) -> str:
    """A sentence on where to begin and what to read before, by whether these items were answered right.

    Of all places to begin, it is the one that most answers speak for: right ones before it, wrong ones from it on. Of
    several such places it is the first, since reading what one knows costs less than missing what one doesn't.
    """
    right = [each for _, each in answers]
    fits = [sum(right[:at]) + right[at:].count(False) for at in range(len(right) + 1)]
    at = fits.index(max(fits))
    missed = [posed.lesson for posed, each in answers[:at] if not each]
    named = ", ".join(f"“{lesson.title}”" for lesson in missed[:_MOST_NAMED])
    these = ("this one", "these two", "these three")[min(len(missed), _MOST_NAMED) - 1]
    before = f"; {these} you may want to read before: {named}" if missed else ""
    if at == len(right):
        return f"You know most of this course; its exercises will show what is new to you{before}."
    begin = course.lessons[0]
    if at:
        last = answers[at - 1][0].lesson
        begin = course.neighbour(last, 1) or last
    return f"You could begin at “{begin.title}”{before}."
