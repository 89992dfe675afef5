"""The workbench's rows: who has them, and that what doesn't fit into them can be scrolled to."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.small_course import exercise, lesson, write_course
from tests.tui import test_maps as maps
from tests.tui.conftest import Answers, Maker, lesson_of, opened, screen_text, sees, until
from tuitutor.draw.strip import STRIP_ROWS
from tuitutor.tui.widgets.panels import CODE, CODE_IF_LOW, LEAST_CODE, PANEL, share_rows, stack_panels
from tuitutor.tui.widgets.workbench import Workbench
from tuitutor.workers.scripted import Gate

BECAUSE = "This counts a row for each feature. Which axis comes first, that of the samples or that of the features?"
LONG = " ".join(["Another of so many reasons."] * 40) + " That was the last."
QUESTION = f"""- question:
    choices: [nine, twelve, sixteen]
    answer: twelve
    because: {{nine: "{BECAUSE}", sixteen: "{LONG}"}}
  name: the count"""
SIZES = pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 50)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    asked = exercise(
        "Some counts",
        "asked",
        "\n\n".join(f"What is count {number}?" for number in range(6)),
        starter="# answer:",
        checks=QUESTION,
        hints=["Count."],
        solution="# answer: twelve",
        why="So it is.",
    )
    built = exercise(
        "A network",
        "built",
        "Build it.",
        starter="model = None",
        checks=f'- params: {{total: 20}}\n  name: parameters\n  feedback: "{LONG}"',
        hints=["Count."],
        solution="model = right",
        why="So it is.",
    )
    return write_course(tmp_path / "course", {"Counts": {"counts.md": lesson("Counts", "Counts.", asked, built)}})


async def bench_of(pilot: Pilot[None]) -> Workbench:
    screen = lesson_of(pilot.app)
    await until(pilot, lambda: screen.saver._started)
    await pilot.press("f2")
    assert screen.bench is not None
    return screen.bench


@pytest.mark.sampled(2)
@SIZES
@pytest.mark.long
async def test_what_a_wrong_answer_is_told_can_be_read(make: Maker, size: tuple[int, int]) -> None:
    async with opened(make(), size) as pilot:
        await bench_of(pilot)
        await pilot.press("1", "ctrl+r")
        await sees(pilot, "✗ the count: nine")
        await sees(pilot, BECAUSE.split()[-1])  # without scrolling
        assert "[1] nine" in screen_text(pilot.app)
        await pilot.press("3", "ctrl+r")
        await sees(pilot, "✗ the count: sixteen")
        await reads_on(pilot)


@pytest.mark.sampled(2)
@SIZES
@pytest.mark.long
async def test_what_a_check_says_can_be_read(make: Maker, answers: Answers, size: tuple[int, int]) -> None:
    answers.params = 16
    async with opened(make(), size) as pilot:
        bench = await bench_of(pilot)
        await pilot.app.screen.run_action("next_exercise")
        await sees(pilot, "model = None")
        await pilot.press("ctrl+r")
        await sees(pilot, "✗ parameters 16, wants 20")
        assert bench.editor.size.height >= LEAST_CODE
        await reads_on(pilot)


async def reads_on(pilot: Pilot[None]) -> None:
    """Press the key until the end is there; how often is of no matter, so a screen that never moves ends it."""
    for _ in range(30):
        if "last." in screen_text(pilot.app):
            return
        await pilot.press("ctrl+down")
    pytest.fail("it can't be scrolled to:\n" + screen_text(pilot.app))


def test_the_code_keeps_its_rows_and_what_is_below_gets_the_rest() -> None:
    low, high = STRIP_ROWS + 1 + PANEL, 13 + PANEL
    assert 19 - share_rows(19, 0, lines=30, below=low, keep=CODE_IF_LOW) >= CODE_IF_LOW  # in 80x24
    assert 31 - share_rows(31, 0, lines=30, below=high) == CODE  # in 120x36
    assert share_rows(45, 0, lines=100, below=high) == high
    assert share_rows(45, 0, lines=10, below=high) == 45 - 12, "what the code doesn't need is for what is below it"


def test_in_a_tiny_window_the_code_and_the_panel_have_a_few_rows() -> None:
    assert share_rows(11, 0, lines=30, below=13, keep=CODE_IF_LOW) == 5


def test_a_message_takes_its_rows_from_the_code_as_long_as_that_has_some() -> None:
    assert share_rows(45, 3, lines=10, below=21) == share_rows(45, 0, lines=10, below=21)
    assert share_rows(20, 9, lines=10, below=12) == 20 - 9 - LEAST_CODE


def test_panels_have_what_they_need_by_importance_and_the_first_has_the_rest() -> None:
    assert stack_panels(30, [12, 7, 2]) == [21, 7, 2]
    assert stack_panels(20, [12, 7, 5]) == [12, 5, 3]
    assert stack_panels(12, [20, 9, 2]) == [7, 3, 2]


async def test_a_question_keeps_no_rows_for_the_curves_of_the_exercise_before(make: Maker, answers: Answers) -> None:
    answers.told["model = None"] = maps.training
    async with opened(make()) as pilot:
        await bench_of(pilot)
        await pilot.app.screen.run_action("next_exercise")
        await sees(pilot, "model = None")
        await pilot.press("ctrl+r")
        await sees(pilot, "✓ passed")
        await pilot.press("f4")  # they are all that is below the code now
        await pilot.app.screen.run_action("next_exercise")
        await sees(pilot, "[3] sixteen")
        await pilot.press("1", "ctrl+r")
        await sees(pilot, "✗ the count: nine")
        lines = screen_text(pilot.app).split("\n")
        last = next(at for at, line in enumerate(lines) if "[3] sixteen" in line)
        assert "✗ the count" in lines[last + 1]


async def test_in_a_large_window_the_map_is_large_and_a_message_moves_nothing(make: Maker, answers: Answers) -> None:
    answers.told["model = None"] = maps.training
    async with opened(make(), (200, 50)) as pilot:
        bench = await bench_of(pilot)
        await pilot.app.screen.run_action("next_exercise")
        await sees(pilot, "model = None")
        await pilot.press("ctrl+r")
        await sees(pilot, "epoch 5 ")
        await sees(pilot, "ctrl+r run exercise")
        parts = [bench.query_one(f"#{name}") for name in ("curves", "checks", "model", "hints")]
        await until(pilot, lambda: parts[3].region.bottom == bench.content_region.bottom)  # all is laid out
        assert parts[0].size.height >= 12
        heights, rows = [part.size.height for part in parts], bench.size.height
        screen = lesson_of(pilot.app)
        screen.say("\n".join(["A message of several lines."] * 4))
        await until(pilot, lambda: bench.size.height < rows and parts[3].region.bottom == bench.content_region.bottom)
        assert [part.size.height for part in parts] == heights


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("size", "least"), [((80, 24), 6), ((100, 30), 6), ((120, 36), 10), ((200, 50), 10)])
@pytest.mark.long
async def test_the_goal_is_in_sight_and_the_code_keeps_its_rows_through_a_run(
    make: Maker, answers: Answers, size: tuple[int, int], least: int
) -> None:
    gate, answers.params = Gate(), 16
    answers.told["model = None"] = lambda r: maps.training(r, gate)
    async with opened(make(), size) as pilot:
        bench = await bench_of(pilot)
        await pilot.app.screen.run_action("next_exercise")
        await sees(pilot, "model = None")
        bench.editor.put("model = None" + "\n" * 30)
        heights = []
        for seen in ("parameters", "epoch 2", "✗ "):
            await sees(pilot, seen)
            await pilot.pause()
            heights.append(bench.editor.size.height)
            assert "parameters" in screen_text(pilot.app).split("\n")[2]
            await pilot.press("ctrl+r") if seen == "parameters" else gate.set()
        assert heights[0] >= least
        assert len(set(heights)) == 1


@pytest.mark.sampled(2)
@pytest.mark.parametrize("sizes", [((80, 24), (120, 36)), ((120, 36), (80, 24))])
async def test_a_new_size_is_drawn_once(
    make: Maker, answers: Answers, monkeypatch: pytest.MonkeyPatch, sizes: tuple[tuple[int, int], ...]
) -> None:
    """No layout in between is seen: the first that is drawn is the last."""
    answers.told["model = None"] = maps.training
    app = make()
    async with opened(app, sizes[0]) as pilot:
        await bench_of(pilot)
        await app.screen.run_action("next_exercise")
        await sees(pilot, "model = None")
        await pilot.press("ctrl+r")
        await sees(pilot, "ctrl+r run exercise")
        await pilot.pause(1)
        drawn: list[str] = []
        monkeypatch.setattr(App, "_display", lambda *_: drawn.append(screen_text(app)))
        await pilot.resize_terminal(*sizes[1])
        await until(pilot, lambda: bool(drawn))
        await pilot.pause(1)
        assert set(drawn) == {screen_text(app)}
