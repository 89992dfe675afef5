"""Cells in the text: running, watching, stopping, editing."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.small_course import cell, lesson
from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tuitutor.engine.snapshots import CellState
from tuitutor.protocol.events import EpochEnded, Event, FitEnded, FitStarted, Output, ValueShown
from tuitutor.protocol.requests import Execute, Interrupt, Stop
from tuitutor.tui.app import TutorApp
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.workers.scripted import Gate


async def test_a_cell_runs_with_what_stands_above_it_and_shows_its_output(make: Maker, answers: Answers) -> None:
    answers.told["print(size)"] = lambda r: [Output(r.child, r.run, "four\n"), ValueShown(r.child, r.run, "'a value'")]
    async with opened(make(), seen="run next cell", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "four")
        await sees(pilot, "'a value'")
        sources = [request.source for request in answers.requests if isinstance(request, Execute)]
        assert sources == ["size = 4", "print(size)"]
        assert "╶ 1 ▸ setup ─" in screen_text(pilot.app)
        assert "ran 0.1 s" in screen_text(pilot.app)


@pytest.mark.long
async def test_an_edit_makes_the_cell_and_those_below_stale(make: Maker) -> None:
    async with opened(make(), (80, 40), "print(size * 2)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await until(pilot, lambda: screen_text(pilot.app).count("ran 0.1 s") >= 2)
        await pilot.press("escape", "tab", "tab", "tab", "ctrl+r")
        await until(pilot, lambda: screen_text(pilot.app).count("ran 0.1 s") >= 3)
        await pilot.press("shift+tab", "enter", "x")
        await sees(pilot, "edited since it ran")
        await sees(pilot, "stale: cell 2 was edited")
        await pilot.press("backspace")
        await until(pilot, lambda: screen_text(pilot.app).count("ran 0.1 s") >= 3)
        await pilot.press("escape", "shift+tab", "ctrl+r")
        await sees(pilot, "stale: to be run again")


@pytest.mark.long
async def test_an_exception_is_shown_with_what_the_coach_says_of_it(make: Maker) -> None:
    async with opened(make(), (80, 40), "print(size * 2)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "enter", "down", "enter", *"wrong", "escape", "ctrl+r")
        await sees(pilot, "NameError: name 'wrong' is not defined")
        await sees(pilot, "Line 2: ")
        await sees(pilot, "Try: ")


@pytest.mark.long
async def test_curves_move_while_training_goes_on(make: Maker, answers: Answers) -> None:
    gates = [Gate(), Gate(), Gate()]

    def train(r: Execute) -> list[Event | Gate]:
        events: list[Event | Gate] = [FitStarted(r.child, r.run, 1, 3, 10, False)]
        for epoch, gate in enumerate(gates, 1):
            events += [EpochEnded(r.child, r.run, 1, epoch, float(epoch), {"loss": 1 / epoch}), gate]
        return [*events, FitEnded(r.child, r.run, 1, 3)]

    answers.told["print(size)"] = train
    async with opened(make(), (80, 40), "print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        plots = set()
        for epoch, gate in enumerate(gates, 1):
            await sees(pilot, f"epoch {epoch}/3")
            assert "running" in screen_text(pilot.app)
            plots.add(screen_text(pilot.app))
            gate.set()
        await sees(pilot, "3 epochs in 3.0 s")
        assert len(plots) == 3


@pytest.mark.long
async def test_run_again_interrupts(make: Maker, answers: Answers) -> None:
    answers.told["print(size)"] = lambda r: [Output(r.child, r.run, "begun\n")]
    async with opened(make(), seen="print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "enter", *"# forever", "enter", "ctrl+r")
        await sees(pilot, "begun")
        await sees(pilot, "ctrl+r stop")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: any(isinstance(request, Interrupt) for request in answers.requests))
        await sees(pilot, "You stopped it.")
        assert "KeyboardInterrupt" not in screen_text(pilot.app)


async def test_a_cell_that_ignores_the_interrupt_is_ended_when_asked_again(make: Maker, answers: Answers) -> None:
    answers.told["print(size)"] = lambda r: [Output(r.child, r.run, "begun\n"), Gate()]
    async with opened(make(), seen="print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "begun")
        await pilot.press("ctrl+r", "ctrl+r")
        await until(pilot, lambda: any(isinstance(request, Stop) for request in answers.requests))
        await sees(pilot, "stopped")
        await sees(pilot, "You stopped it. Cells above count as not run.")


async def test_an_error_names_the_line_and_the_editor_goes_there(make: Maker) -> None:
    app = make()
    async with opened(app, seen="print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "enter", "end", "enter", *"wrong", "ctrl+home", "up", "ctrl+r")
        await sees(pilot, "NameError")
        await sees(pilot, "failed")
        assert app.screen.focused.cursor_location[0] == 1  # type: ignore[union-attr]


async def test_what_a_program_prints_cannot_touch_the_screen(make: Maker, answers: Answers) -> None:
    hostile = "\x1b[2J\x1b]0;title\x07[bold]not markup[/bold]\x00\r\nend\n"
    answers.told["print(size)"] = lambda r: [Output(r.child, r.run, hostile)]
    async with opened(make(), seen="print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "[bold]not markup[/bold]")
        assert "\x1b" not in screen_text(pilot.app)


async def test_a_flood_keeps_its_head_and_its_end(make: Maker, answers: Answers) -> None:
    flood = "".join(f"line {number}\n" for number in range(100_000))
    pieces = [flood[start : start + 65_536] for start in range(0, len(flood), 65_536)]
    answers.told["print(size)"] = lambda r: [Output(r.child, r.run, piece) for piece in pieces]
    async with opened(make(), (80, 70), "print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "line 99999")
        assert "line 0" in screen_text(pilot.app)
        assert "left out" in screen_text(pilot.app)


async def test_a_setup_cell_is_never_next(make: Maker) -> None:
    async with opened(make(), seen="print(size)") as pilot:
        await pilot.press("ctrl+r")
        await sees(pilot, "╶ 2 ─")
        assert "╶ 1 ▸ setup ─" in screen_text(pilot.app)


async def test_a_selected_cell_that_was_paged_out_of_view_is_not_the_one_that_runs(make: Maker) -> None:
    text = "\n\n".join([cell("first = 1"), *(f"Paragraph {number}." for number in range(40)), cell("last = 9")])
    (make.course / "counts.md").write_text(lesson("Counts", "Count.", text))
    async with opened(make(), seen="first = 1") as pilot:
        await pilot.press("tab")
        await sees(pilot, "ctrl+r run cell")
        await pilot.press("space", "space", "space", "end")
        await sees(pilot, "last = 9")
        await sees(pilot, "ctrl+r run next cell")
        assert "enter edit" not in screen_text(pilot.app)
        await pilot.press("ctrl+r")
        await sees(pilot, "ran 0.1 s")
        assert "last = 9" in screen_text(pilot.app)


@pytest.mark.spine
async def test_the_output_of_a_cell_longer_than_the_screen_is_brought_into_sight(make: Maker, answers: Answers) -> None:
    answers.told["print(size)"] = lambda r: [Output(r.child, r.run, "the output\n")]
    async with opened(make(), seen="print(size)") as pilot:
        await pilot.press("tab", "tab", "enter", *["enter", "#"] * 30, "ctrl+r")
        await sees(pilot, "the output")


async def test_a_cell_that_has_just_got_the_focus_is_the_one_that_is_run(make: Maker, answers: Answers) -> None:
    async with opened(make(), seen="Before you count") as pilot:
        await until(pilot, lambda: len(pilot.app.screen.query(CellBox)) == 3)
        column, box = pilot.app.screen.query_one(LessonColumn), list(pilot.app.screen.query(CellBox))[1]
        column.focus()
        await pilot.press("space", "space", "space")
        await until(pilot, lambda: all_keys_acted(pilot) and not column.in_view(box))
        focus_now(box)
        assert isinstance(pilot.app.screen, LessonScreen)
        assert pilot.app.screen.selected is box
        await pilot.press("ctrl+r")
        await until(pilot, lambda: box.state is CellState.OK)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("keys", [("space", "space"), ("end",), ("space", "space", "end")])
async def test_the_text_stays_in_place_while_output_above_it_grows(
    make: Maker, answers: Answers, keys: tuple[str, ...]
) -> None:
    gate = Gate()
    answers.told["print(size)"] = lambda r: [gate, Output(r.child, r.run, "a line\n" * 12)]
    async with opened(make()) as pilot:
        await until(pilot, lambda: len(pilot.app.screen.query(CellBox)) == 3)
        column, box = pilot.app.screen.query_one(LessonColumn), list(pilot.app.screen.query(CellBox))[1]
        await pilot.press("ctrl+r", *keys)
        await until(pilot, lambda: all_keys_acted(pilot) and not column.in_view(box) and not column.scrolls_itself)
        await pilot.pause()
        before, height = rows(pilot), box.size.height
        gate.set()
        await until(pilot, lambda: box.size.height > height and box.state is CellState.OK)
        await pilot.pause()
        assert rows(pilot) == before


def all_keys_acted(pilot: Pilot[None]) -> bool:
    """Whether no key is left, and what the last one led to is done."""
    assert isinstance(pilot.app, TutorApp)
    return not pilot.app.turns._busy


def rows(pilot: Pilot[None]) -> list[str]:
    """The rows of the text, without its scrollbar."""
    return [line[:76] for line in screen_text(pilot.app).splitlines()[2:20]]


@pytest.mark.long
async def test_a_run_that_stops_above_says_so_and_enter_goes_there(make: Maker) -> None:
    async with opened(make(), (80, 40), "print(size * 2)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "enter", "down", *"wrong", "escape", "tab", "ctrl+r")
        await sees(pilot, "cell 2 failed; enter goes there")
        await pilot.press("enter")
        screen = pilot.app.screen
        assert isinstance(screen, LessonScreen)
        await until(pilot, lambda: screen.column.cells[1].editor.has_focus)
        assert "goes there" not in screen_text(pilot.app)
        await pilot.press("escape", "escape")
        assert screen.focused is screen.column
        await pilot.press("f12")
        assert screen.column.cells[1].editor.has_focus
