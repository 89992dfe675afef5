"""What is done before the first paint of a lesson: counted, since no clock is the same on two machines."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen

from tests.tui.conftest import Maker, opened, sees, until
from tuitutor.progress.journal import Scrolled

WIDE = 120, 36


class Counted:
    """Counts layouts; `drawn` has, for each drawing, how many there were before, and how many widgets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.layouts = 0
        self.drawn: list[tuple[int, int]] = []
        lay_out = Screen._refresh_layout

        def count(screen: Screen[object], *args: Any, **how: Any) -> None:
            self.layouts += 1
            lay_out(screen, *args, **how)

        def draw(app: App[object], screen: Screen[object], what: object) -> None:
            if what is not None:
                self.drawn.append((self.layouts, len(screen.query("*"))))

        monkeypatch.setattr(Screen, "_refresh_layout", count)
        monkeypatch.setattr(App, "_display", draw)


@pytest.mark.parametrize(("at_exercise", "most"), [(False, 36), (True, 58)])
async def test_a_lesson_is_painted_after_its_first_layout(
    make: Maker, monkeypatch: pytest.MonkeyPatch, at_exercise: bool, most: int
) -> None:
    app, counted = make(), Counted(monkeypatch)
    if at_exercise:
        assert make.store is not None
        make.store.record(Scrolled(lesson="counts", y=0, focus="exercise:small-net", at=make.store.now()))
    app.post_message(events.Resize(Size(*WIDE), Size(*WIDE)))  # as Textual's driver does
    async with opened(app, WIDE) as pilot:
        await until(pilot, lambda: bool(counted.drawn))
        layouts, widgets = counted.drawn[0]
        assert layouts == 1, "a frame that is not drawn makes the learner wait for the next"
        assert widgets <= most, "each is styled, laid out and painted first, which takes 2 ms"


async def test_there_is_no_place_for_textuals_messages_until_there_is_one(make: Maker) -> None:
    app = make()
    assert app._disable_notifications
    assert app._disable_tooltips
    async with app.run_test() as pilot:
        await sees(pilot, "Before you count")
        assert not app.screen.query("ToastRack, Tooltip")
        await pilot.press("ctrl+c", "ctrl+c")
        await sees(pilot, "to quit the app")
        assert len(app.screen.query("ToastRack")) == 1
