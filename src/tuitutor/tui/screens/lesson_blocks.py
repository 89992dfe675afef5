"""A lesson's blocks as widgets, with the first screenful separate."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from msgspec.structs import replace
from textual.widget import Widget

from tuitutor.course.model import Cell, Exercise, Lesson, Prose
from tuitutor.engine.predictions import said
from tuitutor.playground.links import play_links
from tuitutor.progress.progress import Progress
from tuitutor.tui.flow.lesson_drafts import CellDraft, Draft
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.guess import GuessBox
from tuitutor.tui.widgets.looks import Marks
from tuitutor.tui.widgets.prose import ProblemList, ProseView, rows, split_prose

_MOST_BROKEN = 200  # lines of a broken lesson
_LONGEST_BROKEN = 4_000  # characters of one stretch of its text


def lesson_widgets(
    lesson: Lesson, text_of: Callable[[Draft], str], progress: Progress, marks: Marks, *, lines: int, width: int
) -> tuple[list[Widget], list[Widget]]:
    """Widgets for about `lines` lines of `width`, and those for the rest. `text_of` gives a cell's current text.

    A broken lesson has no rest: it may be broken because it is far too large to be shown.
    """
    if lesson.problems:
        lesson, lines = _cut(lesson), _MOST_BROKEN
    first: list[Widget] = [ProblemList(lesson.problems)] if lesson.problems else []
    rest: list[Widget] = []
    room = lines - len(lesson.problems)
    for block in lesson.blocks:
        match block:
            case Prose(text=text):
                shown, hidden = split_prose(text, room, width) if room > 0 else ("", text)
                first += [ProseView(shown), *_playgrounds(shown, marks)] if shown.strip() else []
                rest += [ProseView(hidden), *_playgrounds(hidden, marks)] if hidden.strip() else []
                room = 0 if hidden.strip() else room - rows(shown, width)
            case Cell():
                draft = CellDraft.of(lesson, block)
                guess = GuessBox(block.guess, said(lesson, block, progress), marks) if block.guess else None
                box = CellBox(block, draft, text_of(draft), marks, guess)
                (first if room > 0 else rest).append(box)
                room -= 4 + len(block.guess.choices) if block.guess else 0
                room -= 2 if block.is_setup else 3 + block.source.count("\n")  # a setup cell is folded
            case Exercise():
                card = ExerciseCard(block, progress.exercise(block.label), marks)
                (first if room > 0 else rest).append(card)
                room -= 3 + rows(block.prose, width)
            case _:
                assert_never(block)
    return first, [] if lesson.problems else rest


def _playgrounds(text: str, marks: Marks) -> list[PlayLink]:
    """A line to open for each link to a playground in a text."""
    return [PlayLink(address, words, marks) for address, words in play_links(text)]


def _cut(lesson: Lesson) -> Lesson:
    """The lesson with only the beginning of each stretch of text."""
    blocks = (
        replace(block, text=block.text[:_LONGEST_BROKEN]) if isinstance(block, Prose) else block
        for block in lesson.blocks[:_MOST_BROKEN]
    )
    return replace(lesson, blocks=tuple(blocks))
