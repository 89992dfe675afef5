"""A drawing is shown as it stands, whatever else moves on the screen."""

from __future__ import annotations

from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tests.tui.conftest import sees
from tuitutor.draw.look import Look
from tuitutor.tui.widgets.drawing import Draw, Drawing, FullDrawing


def says(word: str) -> Draw:
    def draw(width: int, look: Look) -> Text:
        return Text("\n".join(f"{word} {line} of {width}" for line in range(30)))

    return draw


class _App(App[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll(id="text"):
            yield Static("text\n" * 100)
        yield Drawing()


async def test_what_changed_while_hidden_is_drawn_though_the_text_scrolls_when_it_is_shown() -> None:
    async with _App().run_test(size=(40, 20)) as pilot:
        drawing = pilot.app.query_one(Drawing)
        drawing.show(says("old"))
        await sees(pilot, "old 1")
        drawing.display = False
        await pilot.pause()
        drawing.show(says("new"))
        drawing.display = True
        # Textual lays a scrolled screen out without telling widgets that were shown meanwhile of their size
        pilot.app.screen._refresh_layout(scroll=True)
        await sees(pilot, "new 1")


async def test_it_is_drawn_anew_for_another_width() -> None:
    async with _App().run_test(size=(40, 20)) as pilot:
        pilot.app.query_one(Drawing).show(says("new"))
        await sees(pilot, "new 1 of 38")  # less the scrollbar
        await pilot.resize_terminal(30, 20)
        await sees(pilot, "new 1 of 28")


async def test_it_grows_with_its_parent_though_a_layout_is_waiting_already() -> None:
    async with _App().run_test(size=(40, 20)) as pilot:
        drawn = pilot.app.query_one(Drawing).query_one(FullDrawing)
        drawn.show(lambda width, look: Text("one line"))
        await sees(pilot, "one line")
        drawn.refresh(layout=True)
        pilot.app.screen._refresh_layout()  # measures it before the request above was heeded
        drawn.show(says("new"))
        await sees(pilot, "new 1")
        assert drawn.size.height == 30
