"""Lists to choose from."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tuitutor.tui.widgets.choosing import ChoiceList


class Cramped(App[None]):
    """A list that has no room."""

    CSS = "ChoiceList { height: 0; border: none; }"

    def compose(self) -> ComposeResult:
        yield ChoiceList("one", "two", "three")


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_a_list_without_room_does_not_page(key: str) -> None:
    async with Cramped().run_test() as pilot:
        choices = pilot.app.query_one(ChoiceList)
        choices.focus()
        choices.highlighted = 1
        await pilot.press(key)
        assert choices.highlighted == 1
