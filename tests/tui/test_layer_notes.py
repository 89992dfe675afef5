"""Shapes and parameters beside the code: where there is room, where nobody is writing, and when they are asked for."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.tui.conftest import Answers, Maker, focused_editor, opened, screen_text, until
from tuitutor.assist.margin import MarginNote
from tuitutor.draw.look import Look
from tuitutor.protocol.facts import LayerLine
from tuitutor.protocol.requests import BuildLayers
from tuitutor.tui.widgets.editor import CodeEditor

CODE = "one = 1\ntwo = 2\nlonger = 333333\nlast = 4"
NOTES = {
    0: MarginNote("→ (3)      ", "→ (3)"),
    1: MarginNote("→ (24)   96", "→ (24) 96"),
    2: MarginNote("→ (2)  1,000", "→ (2) 1,000"),
    3: MarginNote("✗ activation?", "✗ activation?", wrong=True),
}


class _App(App[None]):
    def compose(self) -> ComposeResult:
        yield CodeEditor(CODE)

    @property
    def editor(self) -> CodeEditor:
        return self.query_one(CodeEditor)


def rows(app: App[None]) -> list[str]:
    return [line.rstrip() for line in screen_text(app).splitlines()[:5]]


async def shown(pilot: Pilot[None], *lines: str) -> None:
    await until(pilot, lambda: rows(pilot.app)[: len(lines)] == list(lines), f"{lines} is not what is shown")


async def test_notes_stand_at_the_right_edge_where_there_is_room() -> None:
    async with _App().run_test(size=(34, 8)) as pilot:
        assert isinstance(pilot.app, _App)
        editor = pilot.app.editor
        editor.show_notes(NOTES)
        await shown(
            pilot,
            "1  one = 1            → (3)",
            "2  two = 2            → (24)   96",
            "3  longer = 333333   → (2)  1,000",
            "4  last = 4         ✗ activation?",
        )
        colours = [
            [segment.style.color for segment in editor.render_line(row) if segment.style and segment.text[:1] in "→✗"]
            for row in (1, 3)
        ]
        assert colours == [[Style.parse(Look().style(role)).color] for role in ("quiet", "bad")]
        await pilot.resize_terminal(31, 8)  # as short as it gets, or not at all: never over the code
        short = "3  longer = 333333 → (2) 1,000"
        await shown(pilot, "1  one = 1         → (3)", "2  two = 2         → (24)   96", short)
        await pilot.resize_terminal(30, 8)
        await shown(pilot, "1  one = 1        → (3)", "2  two = 2        → (24)   96", "3  longer = 333333")


async def test_a_note_goes_with_its_line_and_is_gone_where_somebody_writes() -> None:
    async with _App().run_test(size=(40, 8)) as pilot:
        assert isinstance(pilot.app, _App)
        editor = pilot.app.editor
        editor.focus()
        editor.show_notes(NOTES)
        await pilot.press("down", "end", "0")
        await until(pilot, lambda: "96" not in screen_text(pilot.app))
        assert "→ (3)" in rows(pilot.app)[0]
        await pilot.press("up", "home", "enter")
        await until(pilot, lambda: "→ (3)" in rows(pilot.app)[1])
        assert "activation?" in rows(pilot.app)[4]
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: "activation?" in rows(pilot.app)[3])
        assert "96" not in screen_text(pilot.app)  # the line is as it was, but nobody has looked at it again
        editor.reload(CODE)
        await until(pilot, lambda: "→" not in screen_text(pilot.app))


def layers(draft: str) -> tuple[LayerLine, ...]:
    """A layer for each line that makes one."""
    lines = enumerate(draft.split("\n"), 1)
    return tuple(LayerLine(number, ((None, number),), 10 * number) for number, line in lines if "Dense" in line)


@pytest.mark.long
async def test_they_are_asked_for_at_a_pause_and_stand_beside_the_draft(make: Maker, answers: Answers) -> None:
    answers.layers = layers
    async with opened(make(), (120, 36)) as pilot:
        await pilot.press("f2")
        editor = await focused_editor(pilot)
        assert not asked(answers)  # nobody has typed yet
        editor.put("a = Dense(1)\nb = 2")
        await until(pilot, lambda: "→ (1)  10" in screen_text(pilot.app))
        await pilot.press("down", "end", *"\t# Dense", "enter")
        await until(pilot, lambda: "→ (2)  20" in screen_text(pilot.app))
        assert asked(answers)[-1].source == editor.text
        assert asked(answers)[-1].setup == "size = 4"
        assert len(asked(answers)) < 6  # not once for each key


@pytest.mark.parametrize("told", [":margin: false\n", "- question: {answer: 4}\n"])
async def test_an_exercise_that_asks_for_them_says_nothing(make: Maker, answers: Answers, told: str) -> None:
    answers.layers = layers
    path = make.course / "counts.md"
    text = path.read_text().replace(":tags: [starter]\n", f":tags: [starter]\n{told * told.startswith(':')}")
    path.write_text(text.replace("- params: {total: 20}\n", f"{told * told.startswith('-')}- params: {{total: 20}}\n"))
    async with opened(make(), (120, 36)) as pilot:
        await pilot.press("f2")
        editor = await focused_editor(pilot)
        editor.put("a = Dense(1)")
        await pilot.pause(0.8)
        assert not asked(answers)


def asked(answers: Answers) -> list[BuildLayers]:
    return [request for request in answers.requests if isinstance(request, BuildLayers)]
