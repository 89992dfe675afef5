"""Problems in the code, marked while somebody types, and what the run key asks about them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tests.tui.test_completion import cache as _cache
from tests.tui.test_completion import ready
from tuitutor.assist import diagnostics
from tuitutor.protocol.requests import Execute
from tuitutor.tui.flow.lesson_drafts import CellDraft
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.editor import CodeEditor

cache = _cache


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_they_are_marked_once_the_line_is_left_and_the_run_key_asks_once(
    make: Maker, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def look(code: str, *rest: Any) -> tuple[diagnostics.Diagnostic, ...]:
        looked.append(code)
        return settled(code, *rest)

    settled = diagnostics.settled
    monkeypatch.setattr(diagnostics, "settled", look)
    async with opened(make()) as pilot:
        editor = await ready(pilot)
        await pilot.press(*"print(modl)", "enter")
        await until(pilot, lambda: [problem.line for problem in editor.problems] == [3])
        await pilot.press(*"print(othr)")
        await until(pilot, lambda: looked[-1].endswith("print(othr)"))
        assert [problem.line for problem in editor.problems] == [3]  # but not the line that is being written
        await pilot.press("up")
        await until(pilot, lambda: [problem.line for problem in editor.problems] == [3, 4])
        await sees(pilot, "There is no 'modl' at this point. Did you mean 'model'?")
        line = editor.get_line(2)
        marked = [line.plain[span.start : span.end] for span in line.spans if getattr(span.style, "underline", None)]
        assert marked == ["modl"]
        await pilot.press("ctrl+home")
        await sees(pilot, "2 problems · f12 next")
        await pilot.press("f12")
        assert editor.cursor_location == (2, 6)
        await pilot.press("f12")
        assert editor.cursor_location[0] == 3
        await pilot.press("ctrl+r")
        await sees(pilot, "Line 3: There is no 'modl' at this point. Did you mean 'model'? ctrl+r again")
        await sees(pilot, "runs it anyway.")
        assert not any(isinstance(request, Execute) for request in answers.requests)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: any(isinstance(request, Execute) for request in answers.requests))


@pytest.mark.long
async def test_a_cell_is_looked_at_too_and_knows_the_cells_around_it(make: Maker) -> None:
    async with opened(make(theme="dark"), seen="print(size * 2)") as pilot:
        await pilot.press("tab", "tab", "enter", "end", "enter", *"print(sze)", "escape")
        await sees(pilot, "1 problem · f12 goes there")
        assert isinstance(pilot.app.screen, LessonScreen)
        cell = pilot.app.screen.column.cells[1]
        assert [problem.sentence for problem in cell.editor.problems] == [
            "There is no `sze` at this point. Did you mean `size`?"
        ]
        await pilot.press("f12")
        assert cell.editor.cursor_location == (1, 6)
        await pilot.press(*["delete"] * 3, *"size", "escape")
        await until(pilot, lambda: "problem" not in screen_text(pilot.app))


async def test_without_colours_a_sign_shows_where_they_are(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(make(), seen="f2 exercise") as pilot:
        await pilot.press("f2", "end", *" + nothing", "escape")
        await pilot.press("f2")
        await until(pilot, lambda: re.search(r"\+ nothing +!", screen_text(pilot.app)) is not None)


async def test_they_are_looked_for_while_cells_below_are_still_being_built(make: Maker) -> None:
    async with opened(make(), seen="print(size)") as pilot:
        await pilot.press("tab", "tab", "enter")
        screen, editor = pilot.app.screen, pilot.app.focused
        assert isinstance(screen, LessonScreen)
        assert isinstance(editor, CodeEditor)
        late = replace(screen.column.cells[-1].cell, index=99)
        draft = CellDraft.of(screen.lesson, late)
        screen.column.mount(CellBox(late, draft, "print(late)"))
        around = screen._help._around(editor)
        assert around is not None
        assert around.after == ("print(size * 2)", "print(late)")


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_where_the_sentence_does_not_fit_the_line_says_what_to_do(make: Maker) -> None:
    async with opened(make(), (120, 36)) as pilot:
        editor = await ready(pilot)
        await pilot.press(*"print(modl)", "enter")
        await until(pilot, lambda: [problem.line for problem in editor.problems] == [3])
        await pilot.press("up")
        await sees(pilot, "Write 'model', or define 'modl' above this line.")
        assert "There is no" not in screen_text(pilot.app)
