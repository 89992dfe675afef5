"""The run line in the header, the frames of cells that wait, and what no message may cover."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest import mock

import pytest
from textual.pilot import Pilot

from tests.tui import test_maps as maps
from tests.tui.conftest import Answers, Maker, at_once, lesson_of, opened, screen_text, sees, until
from tuitutor.draw.look import Look
from tuitutor.draw.run_line import draw_run_line
from tuitutor.engine.snapshots import CellState, Ongoing
from tuitutor.protocol.events import EpochEnded, Event, FitEnded, FitStarted, Output, Waiting
from tuitutor.protocol.requests import Execute, Wake
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.progress_marks import HeaderContents, draw_header
from tuitutor.tui.widgets.single_lines import LONG
from tuitutor.workers.scripted import Gate

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)])
MESSAGE = "A message that needs two lines in a window of eighty columns, since it has many words to say that little."


def header(pilot: Pilot[None]) -> str:
    return screen_text(pilot.app).split("\n")[0].rstrip()


def row_of(pilot: Pilot[None], text: str) -> int:
    """The row of the screen where a text is; -1 if it is nowhere."""
    return next((row for row, line in enumerate(screen_text(pilot.app).split("\n")) if text in line), -1)


async def header_says(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: text in header(pilot), f"{text!r} is not in the header")


@pytest.mark.sampled(2)
@SIZES
async def test_from_the_first_key_on_it_is_said_what_runs_and_what_waits(make: Maker, size: tuple[int, int]) -> None:
    app = make(greeting=Waiting("a worker that never says that it is ready"))
    async with opened(app, size, "print(size * 2)") as pilot:
        assert "◐" not in screen_text(app)
        await pilot.press("ctrl+r")
        await header_says(pilot, "◐ starting Keras · then 1, 2")
        await sees(pilot, "─ waiting for Keras")
        await sees(pilot, "─ waiting for 1")
        await pilot.press("f2")
        await sees(pilot, "model = None")
        await header_says(pilot, "◐ starting Keras · then 1, 2")
        await pilot.press("ctrl+r")
        await header_says(pilot, "◐ starting Keras  ◐ starting Keras · then 1, 2")
        await pilot.press("ctrl+r", "escape", "ctrl+r")
        await until(pilot, lambda: "◐" not in screen_text(app))
        await until(pilot, lambda: "waiting for" not in screen_text(app))
        assert header(pilot).endswith("0/1 passed")


@asynccontextmanager
async def nothing_imported(pilot: Pilot[None]) -> AsyncIterator[tuple[RunController, Gate]]:
    """What runs code is imported once the gate opens, as from a slow disk."""
    imported = Gate()
    await sees(pilot, "print(size)")
    screen = lesson_of(pilot.app)
    runner = screen._runner
    await until(pilot, lambda: runner._is_imported)
    runner._is_imported = False

    async def importing() -> None:
        await imported.wait()
        runner._is_imported = True

    with mock.patch.object(runner, "_import_ahead", importing):
        try:
            yield runner, imported
        finally:
            imported.set()  # or the app would wait for it to end


async def test_a_key_before_what_runs_code_is_imported_is_answered_at_once(make: Maker, answers: Answers) -> None:
    async with opened(make()) as pilot, nothing_imported(pilot) as (_, imported):
        at_once(pilot.app, "ctrl+r")
        await header_says(pilot, "◐ starting Python · then 2")
        assert set(answers.requests) <= {Wake()}
        imported.set()
        await sees(pilot, "ran 0.1 s")


@pytest.mark.long
async def test_no_run_key_is_lost_while_what_runs_code_is_imported(make: Maker, answers: Answers) -> None:
    async with opened(make(), (120, 36)) as pilot, nothing_imported(pilot) as (runner, imported):
        press = runner.run_or_stop  # not by the key: the widget with the focus is busy then, and a pilot waits for all
        cell = asyncio.create_task(press())
        await header_says(pilot, "◐ starting Python · then 2")
        await pilot.press("f2")
        await sees(pilot, "ctrl+r run exercise")
        stopped = asyncio.create_task(press())
        await header_says(pilot, "◐ starting Python  ◐ starting Python · then 2")
        await sees(pilot, "ctrl+r stop")
        await press()
        await until(pilot, lambda: header(pilot).count("◐") == 1)
        again = asyncio.create_task(press())
        await header_says(pilot, "◐ starting Python  ◐ starting Python · then 2")
        imported.set()
        await asyncio.gather(cell, stopped, again)
        await sees(pilot, "passed · 1 of 1 check")
        ran = [request.source for request in answers.requests if isinstance(request, Execute)]
        assert (ran.count("print(size)"), ran.count("model = None")) == (1, 1)


def test_the_progress_gives_way_to_the_run_line_and_what_is_not_saved_to_nothing() -> None:
    contents = HeaderContents("Course", "", "Lesson", (1.0, 0.0), 1, 9, unsaved=True)
    waiting = draw_run_line(Ongoing((2,), loading=9), Look())
    rights, _ = draw_header(contents, waiting, Look())
    assert [right.plain for right in rights] == [
        "◐ starting Keras, 9 s · then 2  █▁ 1/9 passed  not saved",
        "◐ starting Keras, 9 s · then 2  not saved",
        "◐ starting Keras · then 2  not saved",
        "◐ starting Keras  not saved",
    ]
    rights, _ = draw_header(contents, (), Look())
    assert [right.plain for right in rights] == ["█▁ 1/9 passed  not saved"]


@pytest.mark.sampled(2)
@SIZES
@pytest.mark.long
async def test_training_is_told_in_every_pane(make: Maker, answers: Answers, size: tuple[int, int]) -> None:
    gates = {"print(size)": Gate(), "model = None": Gate()}

    def train(r: Execute) -> list[Event | Gate]:
        gate = next(gate for piece, gate in gates.items() if piece in r.source)
        epochs = [EpochEnded(r.child, r.run, 1, epoch, float(epoch), {"loss": 1 / epoch}) for epoch in range(1, 6)]
        return [
            FitStarted(r.child, r.run, 1, 5, 10, False),
            *epochs[:3],
            gate,
            *epochs[3:],
            FitEnded(r.child, r.run, 1, 5),
        ]

    answers.told |= dict.fromkeys(gates, train)
    async with opened(make(), size, "print(size)") as pilot:
        await pilot.press("ctrl+r")
        await header_says(pilot, "◐ 2: epoch 3/5 · 2 s left")
        await pilot.press("f2")
        await sees(pilot, "model = None")
        await header_says(pilot, "◐ 2: epoch 3/5 · 2 s left")
        gates["print(size)"].set()
        await until(pilot, lambda: "◐" not in screen_text(pilot.app))
        await pilot.press("ctrl+r")
        await header_says(pilot, "◐ epoch 3/5 · 2 s left")
        assert screen_text(pilot.app).count("epoch 3/5") == 1  # nowhere else
        await pilot.press("f2")
        await sees(pilot, "Build model with")
        await header_says(pilot, "◐ epoch 3/5 · 2 s left")
        gates["model = None"].set()
        await until(pilot, lambda: "◐" not in screen_text(pilot.app))


async def test_a_cell_that_is_stopped_is_said_to_stop(make: Maker, answers: Answers) -> None:
    gate = Gate()
    answers.told["print(size)"] = lambda r: [Output(r.child, r.run, "begun\n"), gate]
    async with opened(make(), seen="print(size)") as pilot:
        await pilot.press("ctrl+r")
        await header_says(pilot, "◐ running 2")
        await pilot.press("ctrl+r")
        await header_says(pilot, "◐ stopping 2")
        gate.set()
        await until(pilot, lambda: "◐" not in screen_text(pilot.app))


@pytest.mark.long
async def test_no_message_covers_the_last_row_of_a_cells_output(make: Maker, answers: Answers) -> None:
    answers.told["print(size)"] = lambda r: [Output(r.child, r.run, "".join(f"line {at}\n" for at in range(9)))]
    async with opened(make()) as pilot:
        await until(pilot, lambda: len(pilot.app.screen.query(CellBox)) == 3)
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "line 8")
        screen = lesson_of(pilot.app)
        column, cell = screen.column, list(screen.query(CellBox))[1]
        await until(pilot, lambda: cell.state is CellState.OK)

        def at_its_end() -> bool:
            column.scroll_to(y=cell.virtual_region.bottom - column.size.height, force=True)  # again, if it has grown
            return row_of(pilot, "line 8") == 21  # below is the cell's margin

        for follows in (True, False):  # until the reader scrolls, the output is followed
            column.follow(cell) if follows else await pilot.press("k")
            await until(pilot, at_its_end)
            assert column.scrolls_itself is follows
            screen.say(MESSAGE, LONG)
            await sees(pilot, MESSAGE)
            await until(pilot, lambda: 0 < row_of(pilot, "line 8") < 21)
            screen.unsay(MESSAGE)
            await until(pilot, lambda: "A message" not in screen_text(pilot.app))
        await until(pilot, lambda: row_of(pilot, "line 8") == 21)  # where the reader had scrolled


async def test_an_error_after_training_leaves_the_curve_in_sight_and_no_message_covers_what_is_said(
    make: Maker, answers: Answers
) -> None:
    answers.told["model = None"] = lambda r: maps.training(r)
    async with opened(make(), seen="f2 exercise") as pilot:
        await pilot.press("f2", "down", "end", "enter", *"wrong", "ctrl+r")
        await sees(pilot, "NameError: name 'wrong' is not defined")
        await sees(pilot, "loss 0.59 val 0.5")
        await sees(pilot, "not checked: parameters")
        screen = lesson_of(pilot.app)
        screen.say(MESSAGE, LONG)
        await sees(pilot, MESSAGE)
        await sees(pilot, "not checked: parameters")
        assert "loss 0.59 val 0.5" in screen_text(pilot.app)
