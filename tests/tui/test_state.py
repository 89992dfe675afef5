"""What is there again when the learner comes back, and what is said when it cannot be kept."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Maker, screen_text, sees, until
from tuitutor.tui.app import TutorApp
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.column import LessonColumn


async def test_drafts_place_and_verdicts_are_there_again(make: Maker) -> None:
    async with make().run_test(size=(120, 36), notifications=True) as pilot:
        await sees(pilot, "print(size)")
        await pilot.press("tab", "tab", "enter", *"# mine", "enter")
        await pilot.press("f2", *"# also mine", "enter", "ctrl+r")
        await sees(pilot, "1/1")
        await pilot.press("escape", "pagedown")
        await until(pilot, lambda: pilot.app.screen.query_one(LessonColumn).scroll_y > 5)
        place = pilot.app.screen.query_one(LessonColumn).scroll_y
        await pilot.press("ctrl+q")
    again = make()
    async with again.run_test(size=(120, 36), notifications=True) as pilot:
        await sees(pilot, "1/1")
        await sees(pilot, "# also mine")
        await until(pilot, lambda: again.screen.query_one(LessonColumn).scroll_y == place)
        await pilot.press("home")
        await sees(pilot, "# mine")


async def test_a_keystroke_is_on_disk_soon_after_without_quitting(make: Maker) -> None:
    async with make().run_test(size=(120, 36), notifications=True) as pilot:
        await sees(pilot, "model = None")
        await pilot.press("f2", "x")
        await until(pilot, lambda: any(path.read_text() == "xmodel = None" for path in drafts(make.state)))


def drafts(state: Path) -> list[Path]:
    return list(state.glob("*/drafts/small-net.py"))


async def test_looking_at_an_exercise_leaves_no_draft(make: Maker) -> None:
    async with make().run_test(size=(120, 36), notifications=True) as pilot:
        await sees(pilot, "model = None")
        await pilot.press("f2", "escape", "ctrl+q")
    assert drafts(make.state) == []


async def test_the_last_lesson_is_opened_again(make: Maker) -> None:
    async with make().run_test(size=(80, 24), notifications=True) as pilot:
        await sees(pilot, "Before you count")
        await pilot.press("f8")
        await sees(pilot, "Read this.")
        await pilot.press("ctrl+q")
    async with make().run_test(size=(80, 24), notifications=True) as pilot:
        await sees(pilot, "Read this.")


async def test_a_theme_is_remembered(make: Maker) -> None:
    first = make()
    async with first.run_test(size=(80, 24), notifications=True) as pilot:
        await sees(pilot, "Before you count")
        await pilot.press("ctrl+p", *"theme: light", "enter")
        await until(pilot, lambda: first.theme == "light")
    assert make().theme == "light"


async def test_a_disk_that_takes_nothing_is_said(make: Maker) -> None:
    make.state.write_text("a file where the folder should be")
    app: TutorApp = make()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await sees(pilot, "not saved")
        await pilot.press("f2", "x")
        await sees(pilot, "xmodel = None")
        assert "not saved" in screen_text(app)


async def test_a_draft_that_is_not_text_is_said_and_kept(make: Maker) -> None:
    async with make().run_test(size=(120, 36), notifications=True) as pilot:
        await sees(pilot, "model = None")
        await pilot.press("f2", "x", "ctrl+q")
    [draft] = drafts(make.state)
    draft.write_bytes(b"fine\n\xff\xfe")
    async with make().run_test(size=(120, 36), notifications=True) as pilot:
        await sees(pilot, "not UTF-8")
        await pilot.press("ctrl+q")
    assert draft.read_bytes() == b"fine\n\xff\xfe"


async def test_leaving_a_lesson_is_the_end_of_its_place(make: Maker) -> None:
    app = make()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await sees(pilot, "print(size)")
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        await screen.leave()
        screen._places.changed()  # as the widgets do while they are taken away
        assert screen._places._timer is None


async def test_a_page_down_in_the_contents_lands_on_a_lesson(make: Maker) -> None:
    async with make().run_test(size=(80, 24), notifications=True) as pilot:
        await sees(pilot, "print(size)")
        await pilot.press("ctrl+o")
        await sees(pilot, "type to search")
        await pilot.press("pagedown", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
