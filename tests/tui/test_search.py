"""Finding in the text and in editors, and replacing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.conftest import Maker, lesson_of, opened, screen_text, sees, until
from tuitutor.tui.app import TutorApp
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.python_text import places

CODE = "size = 1\nprint(size)\nSize = size + 1\n"


@given(st.lists(st.text("aAb."), max_size=4), st.text("aAb.", min_size=1, max_size=2))
def test_places_are_where_the_text_is(lines: list[str], text: str) -> None:
    for row, column in places(lines, text):
        assert lines[row][column : column + len(text)].lower() == text.lower()
    assert len(places(lines, text)) == sum(line.lower().count(text.lower()) for line in lines)


def editor(app: TutorApp) -> CodeEditor:
    screen = lesson_of(app)
    assert screen.bench is not None
    return screen.bench.editor


@pytest.mark.long
async def test_in_an_editor_it_goes_from_place_to_place_and_back(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise") as pilot:
        await pilot.press("f2")
        editor(app).put(CODE)
        await pilot.press("ctrl+f", *"size")
        await sees(pilot, "find")
        await until(pilot, lambda: editor(app).selection.start == (0, 0))
        await sees(pilot, "1 of 4")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: editor(app).selection.start == (2, 0))
        await sees(pilot, "3 of 4")
        await pilot.press("enter", "enter")  # past the last one it begins again
        await until(pilot, lambda: editor(app).selection.start == (0, 0))
        await pilot.press("up")
        await until(pilot, lambda: editor(app).selection.start == (2, 7))
        await pilot.press("escape")
        await until(pilot, lambda: editor(app).has_focus)
        await pilot.press("x")
        assert editor(app).text == CODE.replace("= size", "= x")


@pytest.mark.long
async def test_it_stays_beside_the_text_that_it_searches_and_keeps_what_was_looked_for(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise") as pilot:
        await pilot.press("f2")
        editor(app).put(CODE)
        await pilot.press("ctrl+f", *"print", "ctrl+f", "end")
        await until(pilot, lambda: editor(app).has_focus)
        await sees(pilot, "1 of 1")
        await pilot.press("escape")  # of the two, the bar closes first
        await until(pilot, lambda: "1 of 1" not in screen_text(app))
        assert editor(app).has_focus
        await pilot.press("ctrl+home", "ctrl+f", "enter")
        await until(pilot, lambda: editor(app).selection.start == (1, 0))


@pytest.mark.long
async def test_one_or_all_are_replaced_in_steps_that_can_be_undone(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise") as pilot:
        await pilot.press("f2")
        editor(app).put(CODE)
        await pilot.press("ctrl+f", *"size", "tab", *"n", "enter")
        await until(pilot, lambda: editor(app).text == CODE.replace("size", "n", 1))
        await pilot.press("ctrl+a")
        await until(pilot, lambda: editor(app).text == "n = 1\nprint(n)\nn = n + 1\n")
        await sees(pilot, "Replaced 3 times")
        await pilot.press("escape", "ctrl+z")
        await until(pilot, lambda: editor(app).text == CODE.replace("size", "n", 1))


@pytest.mark.long
async def test_what_was_replaced_is_saved(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise") as pilot:
        await pilot.press("f2", "ctrl+f", *"None", "tab", *"right", "ctrl+a", "escape", "ctrl+q")
    assert make.store is not None
    assert make.store.draft_path("small-net").read_text() == "model = right"


@pytest.mark.long
async def test_in_the_text_it_scrolls_to_what_is_found(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Before you count") as pilot:
        await until(pilot, lambda: app.screen.query_one("#column").max_scroll_y > 60)
        await pilot.press("slash", *"paragraph 30", "enter")
        await sees(pilot, "Paragraph 30.")
        assert "Before you count" not in screen_text(app)
        await pilot.press("escape", "slash", *"nowhere", "enter")
        await sees(pilot, "“nowhere” was not found.")


def marked(app: TutorApp) -> str:
    """What is drawn in reverse in the text."""
    rows = [strip.crop(0, 76) for strip in app.screen._compositor.render_strips()[2:-2]]
    return " ".join(part.text for row in rows for part in row if part.style is not None and part.style.reverse)


@pytest.mark.long
async def test_what_is_found_in_the_text_is_marked_until_the_search_ends(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Before you count") as pilot:
        await until(pilot, lambda: app.screen.query_one("#column").max_scroll_y > 60)
        await pilot.press("slash", *"PARA", "enter")
        await sees(pilot, "enter next  ↑ previous  esc close")
        await until(pilot, lambda: marked(app) == "Para")
        await pilot.press(*"graph 30")
        await until(pilot, lambda: marked(app) == "Paragraph 30")
        await pilot.press("escape")
        await until(pilot, lambda: not marked(app))


async def test_keys_in_the_search_of_an_exercise_act_on_it_and_end_the_search(make: Maker) -> None:
    app = make()
    async with opened(app, seen="f2 exercise") as pilot:
        await pilot.press("f2", "ctrl+f", *"None")
        await sees(pilot, "ctrl+r run exercise")
        await pilot.press("ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await pilot.press("f2")
        await sees(pilot, "Build model with 20 parameters")
        await until(pilot, lambda: "replace" not in screen_text(app))
