"""Lines to order: after the last hint, by keys, graded by running what they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_course import write_course
from tests.tui.conftest import COUNTS, Maker, screen_text, sees, until
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.screens.line_order import LineOrderScreen

LINES = "\n```yaml lines\n- units = 5\n- model = wrong\n```\n"
SOLUTION = "units = 4\nsize = units\nlast = size\nmodel = right"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    counts = COUNTS.replace("model = right", SOLUTION).replace("```{exercise-end}", f"{LINES}\n```{{exercise-end}}", 1)
    return write_course(tmp_path / "course", {"Counting": {"counts.md": counts}})


def program(app: LineOrderScreen) -> list[str]:
    return app._order.program.split("\n")


@pytest.mark.spine
async def test_lines_are_put_in_order_by_keys_and_graded_by_running(make: Maker) -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "ctrl+p more")
        await pilot.press("f2", "ctrl+g", "ctrl+g")
        await sees(pilot, "Four units, each with 4 weights")
        await pilot.press("ctrl+g")
        await sees(pilot, "ctrl+g again: a solution's lines to put in order")
        assert make.store is not None
        assert not make.store.progress().exercise("small-net").asked_solution
        await pilot.press("ctrl+g")
        await sees(pilot, "These lines make a solution")
        assert make.store.progress().exercise("small-net").asked_solution
        screen = app.screen
        assert isinstance(screen, LineOrderScreen)
        for wrong in ("units = 5", "model = wrong"):
            await choose(pilot, screen, wrong)
            await pilot.press("x")
        await sees(pilot, "left out:")
        for at, line in enumerate(SOLUTION.split("\n")):
            await choose(pilot, screen, line)
            while screen._order.lines.index(line) > at:
                await pilot.press("K")
        assert screen._order.used == tuple(SOLUTION.split("\n"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await pilot.press("ctrl+g")  # it is as it was left
        await sees(pilot, "left out:")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: make.store is not None and make.store.progress().exercise("small-net").passed)
        await sees(pilot, "last = size")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "last = size" not in screen_text(app))


async def choose(pilot: object, screen: LineOrderScreen, line: str) -> None:
    await pilot.press("home")  # type: ignore[attr-defined]
    for _ in screen._order.lines:
        if screen._order.lines[screen._chosen] == line:
            return
        await pilot.press("down")  # type: ignore[attr-defined]
