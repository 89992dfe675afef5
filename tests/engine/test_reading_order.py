"""A lesson's parts, which of them were read, which are held back, and which comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.progress.stores import attempted
from tests.small_course import cell, exercise, lesson
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Lesson
from tuitutor.engine.reading_order import (
    PartKind,
    begin_reading,
    held_parts,
    holding_cell,
    next_part,
    note_read,
    note_run,
    open_up_to,
    parts_of,
    parts_read,
    release_text,
)
from tuitutor.progress.journal import Scrolled
from tuitutor.progress.store import Store

ASKED = "```yaml predict\nquestion: How many steps?\nvalue: steps\n```\n"
TASK = {
    "checks": "- params: {total: 20}\n  name: parameters",
    "hints": ["One."],
    "solution": "model = right",
    "why": "So.",
}
TEXT = lesson(
    "Steps",
    "",
    "Some text.\n\n## What `they` *are*\n\n```\n# no heading\n```\n\nSee [Keras][k].",
    cell("import math", "setup"),
    ASKED + cell("steps = 4"),
    "Four of them, and [more](more.md) than a line has room for in any list of the parts.",
    exercise("Fewer", "fewer", "Do it.", starter="", **TASK),  # type: ignore[arg-type]
    "## What they are\n\nMore.\n\n### What they are\n\n[k]: https://keras.io",
    cell("print(steps)"),
    "The end.",
)


def read(text: str = TEXT) -> Lesson:
    found = parse_lesson(text, Path("steps.md"))
    assert not found.problems
    return found


LESSON = read()
NAMES = [part.name for part in parts_of(LESSON)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path, "course")


def onward(store: Store, after: str, can_run: bool = True) -> str:
    found = next_part(LESSON, after, store.progress(), can_run)
    return found.name if found else ""


def test_the_parts_are_in_order_and_have_names_of_their_own() -> None:
    assert [(part.name, part.kind.value, part.title, part.level) for part in parts_of(LESSON)] == [
        ("section:steps", "text", "Steps", 1),
        ("section:what-they-are", "text", "What they are", 2),
        ("cell:0", "cell", "cell 1", 0),
        ("guess:1", "prediction", "How many steps?", 0),
        ("cell:1", "cell", "cell 2", 0),
        ("below:cell:1", "text", "Four of them, and more than a line has room for…", 0),
        ("exercise:fewer", "exercise", "Fewer", 0),
        ("section:what-they-are-2", "text", "What they are", 2),
        ("section:what-they-are-3", "text", "What they are", 3),
        ("cell:2", "cell", "cell 3", 0),
        ("below:cell:2", "text", "The end.", 0),
    ]
    assert parts_of(LESSON)[1].text.endswith("\n\n[k]: <https://keras.io>"), "its links still lead somewhere"
    asks = TASK | {"checks": "- question: {answer: 4}\n  name: four", "solution": "# answer: 4"}
    question = read(lesson("Q", "", exercise("Q", "q", "?", starter="# answer:", **asks)))  # type: ignore[arg-type]
    assert parts_of(question)[-1].kind is PartKind.QUESTION


def test_what_was_read_stays_read_when_the_lesson_changes_elsewhere(store: Store) -> None:
    note_read(LESSON, NAMES, store)
    changed = read(TEXT.replace("Some text.", "Some text.\n\n" + cell("first = 1") + "\n\n## New\n\nNew text."))
    unread = [part.name for part in parts_of(changed) if part.name not in parts_read(changed, store.progress())]
    assert unread == ["cell:0", "section:new", "cell:2", "exercise:fewer", "cell:3"]
    note_run(LESSON, LESSON.cells[1], store)
    assert "cell:2" in parts_read(changed, store.progress()), "the same cell has another number"


def test_reading_goes_on_part_by_part_and_to_the_exercise_when_all_above_is_read(store: Store) -> None:
    begin_reading(LESSON, store)
    assert onward(store, "") == "section:steps"
    note_read(LESSON, NAMES[:3], store)
    assert onward(store, "section:steps") == "guess:1"
    note_run(LESSON, LESSON.cells[1], store)
    assert onward(store, "cell:1") == "below:cell:1"
    note_read(LESSON, ["section:what-they-are-2"], store)
    assert onward(store, "section:what-they-are") == "below:cell:1", "the exercise comes when all above it is read"
    note_read(LESSON, ["below:cell:1"], store)
    assert onward(store, "below:cell:1") == "exercise:fewer"
    assert onward(store, "exercise:fewer") == "section:what-they-are-3", "it may be left for later"
    note_read(LESSON, NAMES, store)
    assert onward(store, "below:cell:2") == "exercise:fewer"
    assert onward(store, "exercise:fewer") == "cell:2", "it didn't run"
    note_run(LESSON, LESSON.cells[2], store)
    assert onward(store, "exercise:fewer") == "", "all but this exercise is done"
    attempted(store, "passed", "fewer")
    assert onward(store, "") == ""


def test_what_is_unread_above_comes_after_the_end_but_no_cell_that_did_not_run(store: Store) -> None:
    note_read(LESSON, [name for name in NAMES if name != "section:steps"], store)
    attempted(store, "passed", "fewer")
    assert [onward(store, name) for name in ("exercise:fewer", "cell:2", "below:cell:2")] == [
        "cell:2",
        "section:steps",
        "section:steps",
    ]
    note_read(LESSON, NAMES, store)
    assert [onward(store, name) for name in ("", "below:cell:2")] == ["cell:1", ""]


def test_a_cell_is_read_when_it_ran_unless_nobody_has_to_run_it(store: Store) -> None:
    note_read(LESSON, NAMES, store)
    unread = [name for name in NAMES if name not in parts_read(LESSON, store.progress())]
    assert unread == ["cell:1", "exercise:fewer", "cell:2"], "the setup runs by itself"
    note_run(LESSON, LESSON.cells[2], store)
    assert "cell:2" in parts_read(LESSON, store.progress())
    never = read(lesson("Never", "", "Text.", cell("1 / 0", "skip-execution"), "The end."))
    note_read(never, ["cell:0"], store)
    assert parts_read(never, store.progress()) == {"cell:0"}


def test_a_cell_without_a_prediction_can_hold_back_what_tells_its_result(store: Store) -> None:
    tagged = read(
        lesson("Tagged", "", "Text.", cell("x = 1", "run-first"), "It is 1.", cell("x", "run-first"), "Yes, 1.")
    )
    first, second = tagged.cells
    assert [part.name for part in held_parts(tagged, store.progress())] == ["below:cell:0", "cell:1", "below:cell:1"]
    for after in ("section:tagged", "cell:0"):
        assert next_part(tagged, after, store.progress()) == parts_of(tagged)[1]
    note_read(tagged, ["section:tagged", "cell:0"], store)
    assert holding_cell(tagged, store.progress()) is first
    note_run(tagged, first, store)
    assert holding_cell(tagged, store.progress()) is second
    release_text(tagged, [second], store)
    assert holding_cell(tagged, store.progress()) is None
    assert parts_read(tagged, store.progress()) == {"section:tagged", "cell:0"}, "it was released, and didn't run"


def test_a_prediction_holds_back_what_follows_until_its_cell_has_run(store: Store) -> None:
    held = [part.name for part in held_parts(LESSON, store.progress())]
    assert held == NAMES[NAMES.index("cell:1") + 1 :]
    note_read(LESSON, NAMES[:3], store)
    assert onward(store, "cell:1") == onward(store, "below:cell:2") == "guess:1"
    assert onward(store, "cell:1", can_run=False) == "below:cell:1"
    note_run(LESSON, LESSON.cells[2], store)
    assert holding_cell(LESSON, store.progress()) is LESSON.cells[1]
    note_run(LESSON, LESSON.cells[1], store)
    assert holding_cell(LESSON, store.progress()) is None
    assert held_parts(LESSON, store.progress()) == ()


def test_going_to_a_part_by_its_name_opens_it(store: Store) -> None:
    open_up_to(LESSON, "cell:1", store)
    assert held_parts(LESSON, store.progress()), "it isn't below its own prediction"
    open_up_to(LESSON, "cell:2", store)
    assert not held_parts(LESSON, store.progress())
    assert parts_read(LESSON, store.progress()) == {"guess:1"}
    open_up_to(LESSON, "nowhere", store)


def test_an_exercise_that_is_passed_opens_what_is_above_it(store: Store) -> None:
    begin_reading(LESSON, store)
    attempted(store, "passed", "fewer")
    assert not held_parts(LESSON, store.progress())
    assert parts_read(LESSON, store.progress()) == {"exercise:fewer"}


def test_all_above_the_place_of_an_earlier_version_or_a_passed_exercise_is_read(store: Store) -> None:
    assert parts_read(LESSON, store.progress()) == frozenset()
    store.record(Scrolled("steps", 3, "", store.now(), below="cell:0"))
    assert parts_read(LESSON, store.progress()) == {*NAMES[:3]}
    attempted(store, "passed", "fewer")
    assert parts_read(LESSON, store.progress()) == {*NAMES[: NAMES.index("exercise:fewer") + 1]}
    begin_reading(LESSON, store)
    store.record(Scrolled("steps", 3, "", store.now(), below="cell:2"))
    assert "section:what-they-are-2" not in parts_read(LESSON, store.progress()), "a place says nothing since then"
    note_read(LESSON, ["cell:2"], store)
    assert "cell:2" not in parts_read(LESSON, store.progress()), "nor does a cell that was seen"
    note_run(LESSON, LESSON.cells[2], store)
    assert parts_read(LESSON, store.progress()) == {*NAMES[: NAMES.index("exercise:fewer") + 1], "cell:2"}
    assert parts_read(LESSON, Store.open(store.folder.parent, "course").progress()) == parts_read(
        LESSON, store.progress()
    )


def test_nothing_new_is_not_written_again(store: Store) -> None:
    note_read(LESSON, NAMES, store)
    note_run(LESSON, LESSON.cells[1], store)
    before = [file.read_text() for file in store.folder.rglob("*.jsonl")]
    note_read(LESSON, NAMES[:4], store)
    note_run(LESSON, LESSON.cells[1], store)
    assert [file.read_text() for file in store.folder.rglob("*.jsonl")] == before
