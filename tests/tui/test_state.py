"""What is there again when the learner comes back, and what is said when it cannot be kept."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from textual import events

from tests.tui.conftest import Maker, at_once, lesson_of, opened, preferences_in, screen_text, sees, until
from tuitutor.course.load import load_course
from tuitutor.progress import files
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.progress import Place
from tuitutor.progress.store import Store
from tuitutor.tui.app import TutorApp
from tuitutor.tui.screens import building, lesson
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.screens.reading import PlaceSaver
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.editor import CodeEditor


@pytest.mark.spine
async def test_drafts_place_and_verdicts_are_there_again(make: Maker) -> None:
    async with opened(make(), (120, 36), "print(size)", toasts=True) as pilot:
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
        await until(pilot, lambda: again.screen.query_one(LessonColumn).scroll_y == place)
        await pilot.press("home")
        await sees(pilot, "# mine")
        await pilot.press("f2")
        await sees(pilot, "# also mine")


async def test_where_the_reader_goes_while_the_lesson_is_made_is_remembered_too(make: Maker) -> None:
    store = BackgroundStore(Store.open(make.state, "small"))
    [lesson] = load_course(make.course).chapters[0].lessons
    saver = PlaceSaver(store, lesson, lambda: Place(0, "exercise:small-net"))
    saver.changed()
    saver.start()

    def places() -> dict[str, Place]:
        return dict(Store.open(make.state, "small").progress().places)

    for _ in range(1_500):
        if lesson.id in places():
            break
        await asyncio.sleep(0.02)
    assert places() == {lesson.id: Place(0, "exercise:small-net")}
    store.close(30.0)


async def test_a_keystroke_is_on_disk_soon_after_without_quitting(make: Maker) -> None:
    async with opened(make(), (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "x")
        await until(pilot, lambda: any(path.read_text() == "xmodel = None" for path in drafts(make.state)))


def drafts(state: Path) -> list[Path]:
    return list(state.glob("*/drafts/small-net.py"))


async def test_looking_at_an_exercise_leaves_no_draft(make: Maker) -> None:
    async with opened(make(), (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "escape", "ctrl+q")
    assert drafts(make.state) == []


async def test_the_last_lesson_is_opened_again(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("]")
        await sees(pilot, "Read this.")
        await pilot.press("ctrl+q")
    async with opened(make(), toasts=True) as pilot:
        await sees(pilot, "Read this.")


@pytest.mark.long
async def test_a_theme_that_is_chosen_is_a_setting(make: Maker) -> None:
    file = make.state / "config" / "config.toml"
    first = make()
    async with first.run_test(size=(80, 24), notifications=True) as pilot:
        await sees(pilot, "Before you count")
        await pilot.press("ctrl+p", *"theme: light", "enter")
        await sees(pilot, "Saved in ~/state/config/config.toml.")
        assert first.theme == "light"
        assert file.read_text() == 'theme = "light"\n'
        await pilot.press("f1", "s")
        await sees(pilot, "Colours theme light your file")
    assert make(theme=preferences_in(make.state).settings.theme).theme == "light"


@pytest.mark.long
async def test_a_theme_that_a_variable_sets_is_changed_for_the_session(make: Maker) -> None:
    make.environ["TUITUTOR_THEME"] = "16"
    app = make(theme="16")
    async with opened(app, seen="Before you count", toasts=True) as pilot:
        await pilot.press("ctrl+p", *"theme: light", "enter")
        await sees(pilot, "For this session: TUITUTOR_THEME in your environment sets it")
        assert app.theme == "light"
        assert not (make.state / "config").exists()


async def test_a_disk_that_takes_nothing_is_said(make: Maker) -> None:
    make.state.write_text("a file where the folder should be")
    app: TutorApp = make()
    async with opened(app, seen="not saved", toasts=True) as pilot:
        await pilot.press("f2", "x")
        await sees(pilot, "xmodel = None")
        assert "not saved" in screen_text(app)


@pytest.mark.long
async def test_a_draft_that_is_not_text_is_said_and_kept(make: Maker) -> None:
    async with opened(make(), (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "x", "ctrl+q")
    [draft] = drafts(make.state)
    draft.write_bytes(b"fine\n\xff\xfe")
    async with opened(make(), (120, 36), "not UTF-8", toasts=True) as pilot:
        await pilot.press("ctrl+q")
    assert draft.read_bytes() == b"fine\n\xff\xfe"


async def test_leaving_a_lesson_is_the_end_of_its_place(make: Maker) -> None:
    app = make()
    async with opened(app, seen="print(size)", toasts=True):
        screen = lesson_of(app)
        await screen.leave()
        screen.saver.changed()  # as the widgets do while they are taken away
        assert screen.saver._timer is None


async def test_what_is_left_to_make_of_a_lesson_is_left_when_the_reader_leaves(
    make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_AT_REST", 3600.0)
    async with opened(make(), seen="print(size)", toasts=True) as pilot:
        screen = lesson_of(pilot.app)
        await screen.leave()
        with mock.patch.object(screen, "call_after_refresh") as again:
            await screen._building._go_on()
        assert screen._building._rest, "nothing was left to make"
        assert not again.called, "it would ask again and again, and the app never end"


async def test_a_page_down_in_the_contents_lands_on_a_lesson(make: Maker) -> None:
    async with opened(make(), seen="print(size)", toasts=True) as pilot:
        await pilot.press("ctrl+o", "ctrl+o")
        await sees(pilot, "type to search")
        await pilot.press("pagedown", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))


@pytest.mark.long
async def test_an_outside_edit_is_shown_said_and_can_be_undone(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "x")
        await until(pilot, lambda: bool(drafts(make.state)))
        [draft] = drafts(make.state)
        draft.write_text("by = 'vim'\n")
        await sees(pilot, "by = 'vim'")
        await sees(pilot, "changed elsewhere")
        await pilot.press("ctrl+z")
        await sees(pilot, "xmodel = None")
        await until(pilot, lambda: draft.read_text() == "xmodel = None")
    assert copies(draft) == set()


def all_saved(app: TutorApp) -> bool:
    return not (app._study.drafts._unsaved or app._study.drafts._saving)


@pytest.mark.long
async def test_coming_back_to_the_window_shows_an_outside_edit(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson, "POLL", 3600.0)
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "x")
        await until(pilot, lambda: bool(drafts(make.state)) and all_saved(app))
        app.post_message(events.AppBlur())
        drafts(make.state)[0].write_text("by = 'vim'\n")
        app.post_message(events.AppFocus())
        await sees(pilot, "by = 'vim'")


@pytest.mark.long
async def test_the_cursor_stays_where_it_was_when_a_draft_arrives(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", *"first", "enter", *"second", "enter", "up", "right", "right")
        await until(pilot, lambda: any("second\n" in path.read_text() for path in drafts(make.state)))
        await until(pilot, lambda: all_saved(app))
        drafts(make.state)[0].write_text("first\nsecond\nby = 'vim'\n")
        await sees(pilot, "by = 'vim'")
        await pilot.press("X")
        await sees(pilot, "seXcond")


@pytest.mark.long
async def test_the_draft_of_a_cell_that_was_edited_outside_is_shown(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "enter", *"# mine", "enter")
        await until(pilot, lambda: bool(list(make.state.glob("*/cells/counts/*.py"))))
        [draft] = make.state.glob("*/cells/counts/*.py")
        await until(pilot, lambda: "# mine\n" in draft.read_text() and all_saved(app))
        draft.write_text("print('vim')\n")
        await sees(pilot, "print('vim')")


async def test_an_outside_edit_while_something_is_typed_is_kept_beside_and_said(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "x")
        await until(pilot, lambda: bool(drafts(make.state)))
        [draft] = drafts(make.state)
        with paused_disk() as disk:
            await pilot.press("y")
            await until(pilot, lambda: disk.waits)
            draft.write_text("by = 'vim'\n")
        await sees(pilot, "small-net.other-1.py")
        assert "xymodel = None" in screen_text(app)
        assert (draft.read_text(), copies(draft)) == ("xymodel = None", {"by = 'vim'\n"})


@pytest.mark.spine
async def test_a_disk_that_hangs_stalls_no_key_and_is_said(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        with paused_disk() as disk:
            await pilot.press("f2", "x")
            await until(pilot, lambda: disk.waits)
            await pilot.press(*"yz", "f4", "f2", "pagedown")
            await sees(pilot, "xyzmodel = None")
            await sees(pilot, "does not answer")
            await pilot.press("ctrl+g")
            await sees(pilot, "Do not forget the biases.")
        await until(pilot, lambda: "does not answer" not in screen_text(app))
        await until(pilot, lambda: any(path.read_text() == "xyzmodel = None" for path in drafts(make.state)))


@pytest.mark.long
async def test_a_lesson_whose_drafts_do_not_come_stays_closed(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        with paused_disk() as disk:
            await pilot.press("f2", "x")
            await until(pilot, lambda: disk.waits)
            await pilot.press("escape", "right_square_bracket")
            await sees(pilot, "try again when it does")
            assert "xmodel = None" in screen_text(app)
        await until(pilot, lambda: bool(drafts(make.state)))
        await pilot.press("right_square_bracket")
        await sees(pilot, "Read this.")


@pytest.mark.long
async def test_a_folder_that_is_removed_is_written_again_without_a_key(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "x", "ctrl+r")
        await sees(pilot, "1/1")
        await until(pilot, lambda: bool(drafts(make.state)))
        make.state.rename(make.state.with_name("gone"))  # at once: a folder that is emptied may be written to meanwhile
        await until(pilot, lambda: any(path.read_text() == "xmodel = None" for path in drafts(make.state)))
        await pilot.press("ctrl+q")
    async with opened(make(), (120, 36), toasts=True) as pilot:
        await sees(pilot, "1/1")


@pytest.mark.long
async def test_the_banner_comes_and_goes_without_a_key(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await until(pilot, lambda: bool(list(make.state.glob("*/journal/*"))))
        make.state.rename(make.state.with_name("gone"))
        make.state.write_text("a file where the folder should be")
        await sees(pilot, "not saved")
        make.state.unlink()
        await until(pilot, lambda: "not saved" not in screen_text(app))


async def test_an_idle_app_draws_nothing(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        screen = lesson_of(app)
        await until(pilot, lambda: screen.saver._started)  # the last that is done to it
        await pilot.pause()
        with mock.patch.object(app, "_display") as display:
            await screen.study.drafts.poll()
            screen.look_at_disk()
            await pilot.pause()
        assert not display.called


def copies(draft: Path) -> set[str]:
    return {path.read_text() for path in draft.parent.iterdir() if ".other-" in path.name}


@dataclass
class Disk:
    """A disk that does not answer; `waits` once something has been asked of it."""

    waits: bool = False


@contextmanager
def paused_disk() -> Iterator[Disk]:
    """No file is written while the block runs: whoever tries waits for its end."""
    disk, over, write = Disk(), threading.Event(), files.write_beside

    def waiting(path: Path, data: bytes) -> Path:
        disk.waits = True
        over.wait()
        return write(path, data)

    with mock.patch.object(files, "write_beside", waiting):
        try:
            yield disk
        finally:
            over.set()


@pytest.mark.parametrize("leave", ["ctrl+q", "SIGTERM"])
async def test_no_key_is_lost_that_was_typed_right_before_leaving(make: Maker, leave: str) -> None:
    app = make()
    async with opened(app, (120, 40), toasts=True) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.focused, CodeEditor))
        at_once(app, *"last = 1", *(["ctrl+q"] if leave == "ctrl+q" else []))
        if leave == "SIGTERM":
            signal.raise_signal(signal.SIGTERM)
        await until(pilot, lambda: app._exit)
    assert make.store is not None
    make.store.close(30.0)
    [draft] = drafts(make.state)
    assert draft.read_text().startswith("last = 1")


@pytest.mark.long
async def test_no_key_is_lost_that_is_typed_right_after_the_one_that_goes_to_the_editor(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 40), "f2 exercise", toasts=True) as pilot:
        at_once(app, "f2", *"first = 1")
        await sees(pilot, "first = 1model = None")
