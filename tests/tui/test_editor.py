"""The editor among other things in a column."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tuitutor.tui.widgets.editor import CodeEditor


class _App(App[None]):
    heights: list[int]

    def compose(self) -> ComposeResult:
        self.heights = []
        yield CodeEditor("short = 1\nlong = " + "1 + " * 20 + "1", grows=True)

    def _display(self, *args: object) -> None:
        self.heights += [editor.size.height for editor in self.query(CodeEditor) if editor.size]
        super()._display(*args)  # type: ignore[arg-type]


async def test_it_is_as_tall_as_its_lines_from_the_first_frame_on() -> None:
    async with _App().run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        assert isinstance(pilot.app, _App)
        assert set(pilot.app.heights) == {2}
