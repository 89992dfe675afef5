"""A lesson's outline: sections with their cells, exercises and how they stand, and what a part may be called."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.engine.test_reading_order import LESSON
from tests.shipped import shipped_course
from tuitutor.course.model import Prose
from tuitutor.engine.outline import (
    OutlineLine,
    cell_lines,
    goal_of_link,
    names_in,
    outline_of,
    part_called,
    search_outline,
)
from tuitutor.engine.reading_order import note_read, note_run, parts_of
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import Attempted
from tuitutor.progress.progress import Progress
from tuitutor.progress.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path, "small")


def told(lines: tuple[OutlineLine, ...]) -> list[tuple[str, str]]:
    """Each line's title, and the fullest note."""
    return [(line.title, line.notes[0] if line.notes else "") for line in lines]


def test_sections_with_their_cells_and_what_a_prediction_holds_back() -> None:
    lines = outline_of(LESSON, Progress())
    assert told(lines) == [
        ("Steps", ""),
        ("What they are", "cells 1-2"),
        ("Fewer", "after the prediction at cell 2"),
        ("What they are", ""),
        ("What they are", "cell 3"),
    ]
    assert [line.held for line in lines] == [False, False, True, True, True]
    assert [line.level for line in lines] == [1, 2, 0, 2, 3]
    assert not any(line.held for line in outline_of(LESSON, Progress(), can_run=False))


def test_each_part_is_in_one_line_and_the_course_has_a_line_for_each_heading_and_exercise() -> None:
    for lesson in shipped_course().lessons:
        lines, parts = outline_of(lesson, Progress()), parts_of(lesson)
        assert tuple(part for line in lines for part in line.parts) == parts
        assert len(lines) >= sum(bool(part.level) or part.kind.is_graded for part in parts)
        assert all(line.title.strip() for line in lines)
        assert len(lines) <= 21, "more than a small window shows"


def test_what_was_read_and_passed(store: Store) -> None:
    note_read(LESSON, [part.name for part in parts_of(LESSON)], store)
    assert not outline_of(LESSON, store.progress())[1].done, "one of its cells didn't run"
    note_run(LESSON, LESSON.cells[1], store)
    task = LESSON.exercises[0]
    failed = Attempted("fewer", Verdict.FAILED, 1.0, 2.0, task.version, 0.5, store.now())
    store.record(failed)
    first, second, exercise, *_ = outline_of(LESSON, store.progress())
    assert (first.done, second.done, exercise.done) == (True, True, False)
    assert exercise.notes == ("1 attempt",)
    store.record(replace(failed, verdict=Verdict.PASSED))
    exercise = outline_of(LESSON, store.progress())[2]
    assert exercise.done
    assert exercise.notes == ("passed · 2 attempts", "passed")


def test_cells_are_listed_and_found_by_code_or_question_unless_they_are_held_back() -> None:
    lines = outline_of(LESSON, Progress())
    assert told(cell_lines(lines[1])) == [("cell 1: import math", "setup"), ("cell 2: steps = 4", "")]
    assert [cell.name for cell in cell_lines(lines[1])] == ["cell:0", "guess:1"]
    assert cell_lines(lines[4]) == ()
    assert [line.title for line in search_outline(lines, "how  MANY")] == ["cell 2: How many steps?"]
    assert search_outline(lines, "print") == ()
    assert [line.title for line in search_outline(lines, "fewer")] == ["Fewer"]
    assert search_outline(lines, " ") == lines


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("1", "cell:0"),
        ("2", "guess:1"),
        ("4", None),
        ("0", None),
        ("fewer", "exercise:fewer"),
        ("what-they-are", "section:what-they-are"),
        ("what-they-are-1", "section:what-they-are-2"),  # as GitHub counts
        ("What", None),
        ("", None),
    ],
)
def test_what_a_part_may_be_called(called: str, name: str | None) -> None:
    part = part_called(LESSON, called)
    assert (part and part.name) == name


def test_links_find_a_heading_with_signs_and_letters_of_other_languages_as_on_github() -> None:
    text = Prose("# What's new?\n\nA.\n\n## Übung 中文\n\nB.", line=1)
    lesson = replace(LESSON, blocks=(text,))
    assert names_in(lesson)[:2] == ("what-s-new", "übung-中文")
    for called, name in (("whats-new", "what-s-new"), ("übung-中文", "übung-中文")):
        part = part_called(lesson, called)
        assert part is not None
        assert part.name == f"section:{name}"


def test_all_names_lead_to_a_part() -> None:
    for lesson in shipped_course().lessons:
        assert all(part_called(lesson, name) for name in names_in(lesson))


def test_a_link_leads_to_a_lesson_or_a_part_of_one() -> None:
    course = shipped_course()
    start, xor = (next(lesson for lesson in course.lessons if lesson.id == each) for each in ("start", "xor"))

    def leads(address: str) -> tuple[str, str] | None:
        goal = goal_of_link(course, start, address)
        return None if goal is None else (goal.lesson.id, goal.part)

    assert leads("xor.md") == ("xor", "")
    assert leads("xor.md#a-map-of-its-answers") == ("xor", "section:a-map-of-its-answers")
    assert leads("xor.md#xor-corners") == ("xor", "exercise:xor-corners")
    assert leads("xor.md#no-such-part") == ("xor", "")
    assert leads("#break-it") == ("start", "section:break-it")
    assert [leads(address) for address in ("#no-such-part", "#", "data.py", "https://keras.io/xor.md")] == [None] * 4
    assert goal_of_link(course, xor, "#break-it") is None
