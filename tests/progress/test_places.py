"""Where a learner was in a lesson: the store writes it now and then, and loses none for long."""

from __future__ import annotations

from pathlib import Path

from tests.progress.stores import Clock, journals
from tuitutor.progress.journal import HintShown, Scrolled
from tuitutor.progress.progress import Place
from tuitutor.progress.store import Store


def test_positions_are_written_every_two_seconds_at_most(tmp_path: Path) -> None:
    clock = Clock()
    store = Store.open(tmp_path, "course", clock=clock)
    for y in range(100):
        clock.time += 0.1
        store.record(Scrolled("xor", y, "", store.now()))
        assert store.progress().places["xor"] == Place(y, "")
    (lines,) = journals(store).values()
    assert len(lines) == 5
    store.flush()
    assert Store.open(tmp_path, "course").progress().places["xor"] == Place(99, "")


def test_a_waiting_position_is_written_with_the_next_entry(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course", clock=Clock())
    for y in (1, 2, 3):
        store.record(Scrolled("xor", y, "cell:1", store.now()))
    store.record(HintShown("xor", 1, store.now()))
    (lines,) = journals(store).values()
    assert [line["is"] for line in lines] == ["Scrolled", "Scrolled", "HintShown"]
    assert lines[1]["y"] == 3


def test_a_position_in_another_lesson_does_not_replace_the_waiting_one(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course", clock=Clock())
    for lesson, y in (("first", 1), ("first", 2), ("xor", 7)):
        store.record(Scrolled(lesson, y, "", store.now()))
    store.flush()
    places = Store.open(tmp_path, "course").progress().places
    assert places == {"first": Place(2, ""), "xor": Place(7, "")}


def test_a_position_is_written_at_once_where_the_clock_went_back(tmp_path: Path) -> None:
    clock = Clock()
    store = Store.open(tmp_path, "course", clock=clock)
    store.record(Scrolled("xor", 1, "", store.now()))
    clock.time = 999.5
    store.record(Scrolled("xor", 2, "", store.now()))
    (lines,) = journals(store).values()
    assert [line["y"] for line in lines] == [1, 2]


def test_a_position_is_written_once_two_seconds_have_passed(tmp_path: Path) -> None:
    clock = Clock()
    store = Store.open(tmp_path, "course", clock=clock)
    for y, clock.time in enumerate((1000.0, 1001.9, 1002.0, 1003.9)):
        store.record(Scrolled("xor", y, "", store.now()))
    (lines,) = journals(store).values()
    assert [line["y"] for line in lines] == [0, 2]
    store.save_draft("xor", "1\n")
    assert len(next(iter(journals(store).values()))) == 2  # a save that works has nothing else to write
