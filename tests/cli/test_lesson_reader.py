"""Each piece of each lesson of the course can be found again by its place, and none is long."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.shipped import shipped_course
from tuitutor.cli.plain.lesson_reader import at_place, pieces_of
from tuitutor.course.model import Cell, Exercise, Lesson
from tuitutor.progress.progress import Place

LESSONS = shipped_course().lessons


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_place_leads_back_to_its_piece(lesson: Lesson) -> None:
    pieces = pieces_of(lesson)
    assert [at_place(pieces, piece.place) for piece in pieces] == [*range(len(pieces))]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_all_that_can_be_done_is_there_once_and_no_heading_ends_a_piece(lesson: Lesson) -> None:
    pieces = pieces_of(lesson)
    assert [piece.block for piece in pieces if piece.block] == [
        block for block in lesson.blocks if isinstance(block, Cell | Exercise)
    ]
    for piece in pieces:
        assert sum(not passage.verbatim for passage in piece.passages) <= 12
        assert not piece.passages or piece.block or not piece.passages[-1].heading


def test_a_place_of_the_app_is_the_piece_that_holds_its_row() -> None:
    pieces = pieces_of(LESSONS[0])
    above = Counter(piece.place.below for piece in pieces if piece.place.below.startswith("cell:")).most_common(1)[0][0]
    below = [i for i, piece in enumerate(pieces) if piece.place.below == above]
    rows = [pieces[i].place.y for i in below]
    assert len(below) > 1
    assert at_place(pieces, Place(rows[1] + 1, "", above)) == below[1]
    assert at_place(pieces, Place(rows[1] - 1, "cell:9", above)) == below[0]
    assert at_place(pieces, Place(3, "", "cell:gone")) == 0
