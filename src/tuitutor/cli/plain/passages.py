"""A lesson in pieces short enough to read at once, each with what can be done there and its place in the lesson."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from msgspec import structs

from tuitutor.course.model import Cell, Exercise, Lesson, Prose
from tuitutor.draw.aloud import Passage, read_aloud
from tuitutor.engine.reading_order import PartKind, parts_of
from tuitutor.progress.progress import Place

_MOST_ROWS = 12  # in a piece, if its passages allow it
_COLUMNS = 72  # for counting rows, however wide the terminal is, so that a place is the same in every terminal


@dataclass(frozen=True, slots=True)
class Piece:
    """Passages, and the `block` that can be run or answered there: a cell below them, or the exercise whose task it is.

    `place` is where the piece begins. A task is one piece, however long, so that it can be done where it ends.
    """

    passages: tuple[Passage, ...]
    place: Place
    block: Cell | Exercise | None = None


def pieces_of(lesson: Lesson) -> tuple[Piece, ...]:
    """The pieces of a lesson, in order; at least one."""
    found: list[Piece] = []
    held: list[Passage] = []
    below = ""
    for block in lesson.blocks:
        match block:
            case Prose(text=text):
                held += read_aloud(text.removeprefix(f"# {lesson.title}\n"))
            case Cell():
                *before, last = _placed(held, below) or [Piece((), Place(0, "", below))]
                below, held = f"cell:{block.index}", []
                place = structs.replace(last.place, focus=below)
                found += [*before, replace(last, block=block, place=place)]
            case Exercise():
                found += _placed(held, below)
                start = Place(sum(map(_height, held)), f"exercise:{block.label}", below)
                title = Passage(f"Exercise: {block.title}", heading=True)
                found.append(Piece((title, *read_aloud(block.prose)), start, block))
                below, held = start.focus, []
            case never:
                assert_never(never)
    found += _placed(held, below)
    return tuple(found) or (Piece((), Place()),)


def _placed(passages: list[Passage], below: str) -> list[Piece]:
    """Pieces of text only; the text begins below the cell or exercise `below`."""
    pieces, row = [], 0
    for portion in _portions(passages):
        pieces.append(Piece(portion, Place(row, "", below)))
        row += sum(map(_height, portion))
    return pieces


def at_place(pieces: tuple[Piece, ...], place: Place) -> int:
    """The index of the piece at a place, which may be from the app; 0 if the place no longer exists."""
    if place.focus.startswith("exercise:"):
        for index, piece in enumerate(pieces):
            if piece.place.focus == place.focus:
                return index
    before = [i for i, piece in enumerate(pieces) if piece.place.below == place.below and piece.place.y <= place.y]
    return before[-1] if before else 0


def at_part(pieces: tuple[Piece, ...], name: str, lesson: Lesson) -> int:
    """The index of the piece where the lesson's part with this name begins, or whose cell or exercise it is."""
    part = next((part for part in parts_of(lesson) if part.name == name), None)
    for index, piece in enumerate(pieces):
        first = piece.passages[0] if piece.passages else None
        if part is not None and part.kind is not PartKind.TEXT and piece.block == part.block:
            return index
        if part is not None and part.level and first is not None and first.heading and first.text.endswith(part.title):
            return index
    return 0


def _portions(passages: list[Passage]) -> Iterator[tuple[Passage, ...]]:
    """Groups of passages to read together. A new group begins at a heading, or when the old one would be too long."""
    portion: list[Passage] = []
    for passage in passages:
        too_much = sum(map(_height, (*portion, passage))) > _MOST_ROWS and not (portion and portion[-1].heading)
        if portion and (passage.heading or too_much):
            yield tuple(portion)
            portion = []
        portion.append(passage)
    if portion:
        yield tuple(portion)


def _height(passage: Passage) -> int:
    """About how many rows it takes, including a blank one below it."""
    return 1 + sum(1 + len(line) // _COLUMNS for line in passage.text.split("\n"))
