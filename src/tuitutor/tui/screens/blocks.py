"""A lesson's blocks as widgets, the first screenful apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from textual.widget import Widget

from tuitutor.course.model import Cell, Exercise, Lesson, Prose
from tuitutor.progress.progress import Progress
from tuitutor.tui.marks import Marks
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.problems import ProblemList
from tuitutor.tui.widgets.prose import Prose as ProseView
from tuitutor.tui.widgets.prose import split

_MOST_BROKEN = 200  # lines of a broken lesson
_LONGEST_BROKEN = 4_000  # characters of one stretch of its text


def lesson_widgets(
    lesson: Lesson, drafts: dict[int, str], progress: Progress, marks: Marks, *, ascii_only: bool, lines: int
) -> tuple[list[Widget], list[Widget]]:
    """Widgets for about `lines` lines, and those for the rest. `drafts` holds edited sources by cell index.

    Of a broken lesson there is no rest: it may be broken in that it is far too large to be shown.
    """
    if lesson.problems:
        lesson, lines = _cut(lesson), _MOST_BROKEN
    first: list[Widget] = []
    rest: list[Widget] = []
    room = lines
    for widget, height in _widgets(lesson, drafts, progress, marks, ascii_only=ascii_only, lines=lines):
        (first if room > 0 else rest).append(widget)
        room -= height
    return first, [] if lesson.problems else rest


def _cut(lesson: Lesson) -> Lesson:
    """The lesson with the beginning of each stretch of text."""
    blocks = (
        replace(block, text=block.text[:_LONGEST_BROKEN]) if isinstance(block, Prose) else block
        for block in lesson.blocks[:_MOST_BROKEN]
    )
    return replace(lesson, blocks=tuple(blocks))


def _widgets(
    lesson: Lesson, drafts: dict[int, str], progress: Progress, marks: Marks, *, ascii_only: bool, lines: int
) -> Iterator[tuple[Widget, int]]:
    """Widgets with a guess at their heights that is rather too small."""
    if lesson.problems:
        yield ProblemList(lesson.problems), len(lesson.problems)
    for block in lesson.blocks:
        match block:
            case Prose(text=text):
                for part in split(text, lines):
                    if part.strip():
                        yield ProseView(part, ascii_only=ascii_only), part.count("\n")
            case Cell():
                yield CellBox(block, drafts.get(block.index, block.source), marks), 1 + block.source.count("\n")
            case Exercise():
                yield ProseView(block.prose, ascii_only=ascii_only), block.prose.count("\n")
                yield ExerciseCard(block, progress.exercise(block.label), marks), 1
            case _:
                assert_never(block)
