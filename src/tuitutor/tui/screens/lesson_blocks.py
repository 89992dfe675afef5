"""A lesson's blocks as widgets, with the first screenful separate."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from textual.widget import Widget

from tuitutor.course.model import Cell, Exercise, Lesson, Prose
from tuitutor.engine.predictions import said
from tuitutor.engine.reading_order import PartKind, held_parts, holding_cell, parts_of
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
    lesson: Lesson, text_of: Callable[[Draft], str], progress: Progress, marks: Marks, lines: int, width: int
) -> tuple[list[Widget], list[Widget]]:
    """Widgets for about `lines` lines of `width`, and those for the rest. `text_of` gives a cell's current text.

    A broken lesson has no rest: it may be broken because it is far too large to be shown.
    """
    if lesson.problems:
        lesson, lines = _cut(lesson), _MOST_BROKEN
    first: list[Widget] = [ProblemList(lesson.problems)] if lesson.problems else []
    rest: list[Widget] = []
    holder = holding_cell(lesson, progress)
    room, held = lines - len(lesson.problems), {part.name for part in held_parts(lesson, progress)}
    for part in parts_of(lesson):
        now, later = list[Widget](), list[Widget]()
        if part.name in held:
            room = 0  # it isn't shown yet
        match part.block:
            case Prose():
                shown, hidden = split_prose(part.text, room, width) if room > 0 else ("", part.text)
                now += [ProseView(shown, part.name), *_playgrounds(shown, marks)] if shown.strip() else []
                later += [ProseView(hidden, part.name), *_playgrounds(hidden, marks)] if hidden.strip() else []
                room = 0 if hidden.strip() else room - rows(shown, width)
            case Cell() as cell if part.kind is PartKind.CELL:
                draft = CellDraft.of(lesson, cell)
                guess = GuessBox(cell.guess, said(lesson, cell, progress), marks) if cell.guess else None
                box = CellBox(cell, draft, text_of(draft), marks, guess)
                box.show_holding(cell == holder)
                (now if room > 0 else later).append(box)
                room -= 4 + len(cell.guess.choices) if cell.guess else 0
                room -= 2 if cell.is_setup else 3 + cell.source.count("\n")  # a setup cell is folded
            case Cell():
                pass  # the prediction is in its cell's box
            case Exercise() as exercise:
                card = ExerciseCard(exercise, progress.exercise(exercise.label), marks)
                (now if room > 0 else later).append(card)
                room -= 3 + rows(exercise.task, width)
        for widget in (*now, *later) if part.name in held else ():
            widget.display = False
        first += now
        rest += later
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
