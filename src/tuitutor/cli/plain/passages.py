"""A lesson in pieces short enough to read at once, each with what can be done there and its place in the lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from tuitutor.course.model import Cell, Exercise, Lesson, Prose
from tuitutor.draw.screen_reader import Passage, read_aloud
from tuitutor.engine.reading_order import PartKind, parts_of
from tuitutor.progress.progress import Place

_MOST_ROWS = 12  # in a piece, if its passages allow it
_COLUMNS = 72  # for counting rows, however wide the terminal is, so that a place is the same in every terminal


@dataclass(frozen=True, slots=True)
class Piece:
    """Passages, and the `block` that can be run or answered there: a cell below them, or the exercise whose task it is.

    `place` is where the piece begins, and `parts` are the names of the lesson's parts that end with it. A task is one
    piece, however long, so that it can be done where it ends.
    """

    passages: tuple[Passage, ...]
    place: Place
    block: Cell | Exercise | None = None
    parts: tuple[str, ...] = ()


def pieces_of(lesson: Lesson) -> tuple[Piece, ...]:
    """The pieces of a lesson, in order; at least one."""
    found: list[Piece] = []
    texts: list[Piece] = []  # below that cell or exercise
    below, row = "", 0
    ended: tuple[str, ...] = ()  # parts without a passage, and predictions: they end with what comes next
    for part in parts_of(lesson):
        match part.block:
            case Prose():
                passages = read_aloud(part.text.removeprefix(f"# {lesson.title}\n"))
                ended = *ended, part.name
                if pieces := _placed(passages, below, row):
                    texts += [*pieces[:-1], replace(pieces[-1], parts=ended)]
                    row, ended = row + sum(map(_height, passages)), ()
            case Cell() as cell if part.kind is PartKind.CELL:
                *before, last = texts or [Piece((), Place(0, "", below))]
                place = structs.replace(last.place, focus=part.name)
                found += [*before, replace(last, block=cell, place=place, parts=(*last.parts, *ended, part.name))]
                texts, below, row, ended = [], part.name, 0, ()
            case Cell():
                ended = *ended, part.name
            case Exercise() as exercise:
                title = Passage(f"Exercise: {exercise.title}", heading=True)
                task = (title, *read_aloud(exercise.prose))
                found += [*texts, Piece(task, Place(row, part.name, below), exercise, (*ended, part.name))]
                texts, below, row, ended = [], part.name, 0, ()
    found += texts
    return tuple(found) or (Piece((), Place()),)


def _placed(passages: Sequence[Passage], below: str, row: int) -> list[Piece]:
    """Pieces of text only; the text begins so many rows below the cell or exercise `below`.

    A new piece begins at a heading, or when the old one would be too long.
    """
    pieces, portion = list[Piece](), list[Passage]()
    for passage in passages:
        too_much = sum(map(_height, (*portion, passage))) > _MOST_ROWS and not (portion and portion[-1].heading)
        if portion and (passage.heading or too_much):
            pieces.append(Piece(tuple(portion), Place(row, "", below)))
            row, portion = row + sum(map(_height, portion)), []
        portion.append(passage)
    return [*pieces, Piece(tuple(portion), Place(row, "", below))] if portion else pieces


def at_place(pieces: tuple[Piece, ...], place: Place) -> int:
    """The index of the piece at a place, which may be from the app; 0 if the place no longer exists."""
    if place.focus.startswith("exercise:"):
        for index, piece in enumerate(pieces):
            if piece.place.focus == place.focus:
                return index
    before = [i for i, piece in enumerate(pieces) if piece.place.below == place.below and piece.place.y <= place.y]
    return before[-1] if before else 0


def at_part(pieces: tuple[Piece, ...], name: str) -> int:
    """The index of the piece where the part with this name begins, or with its cell or exercise; 0 if there is none."""
    at = next((index for index, piece in enumerate(pieces) if name in piece.parts), 0)
    is_text = not name.startswith(("guess:", "cell:", "exercise:"))
    while is_text and at and not pieces[at - 1].parts:
        at -= 1
    return at


def _height(passage: Passage) -> int:
    """About how many rows it takes, including a blank one below it."""
    return 1 + sum(1 + len(line) // _COLUMNS for line in passage.text.split("\n"))
