"""What the app looks like, screen by screen: `make snapshots` draws them again, and then they are to be looked at."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui import test_completion as completion
from tests.tui import test_maps as maps
from tests.tui.conftest import Answers, Maker, lesson_of, opened, screen_text, sees, until
from tuitutor.assist.reference import keep_reference, kept_in
from tuitutor.protocol.events import EpochEnded, Event, FitEnded, FitStarted, Output
from tuitutor.protocol.requests import Execute
from tuitutor.tui.widgets.results import AttemptsView
from tuitutor.tui.widgets.run_views import MapView
from tuitutor.workers.scripted import READY, Gate

FOLDER = Path(__file__).parent / "snapshots"
DRAW_AGAIN = "TUITUTOR_DRAW_SNAPSHOTS" in os.environ
EPOCHS = 12
FIT = "model = None"  # the starter, which is told to train

Drive = Callable[[Pilot[None]], Awaitable[None]]


async def read(pilot: Pilot[None]) -> None:
    await sees(pilot, "ctrl+p more")


async def run_cell(pilot: Pilot[None]) -> None:
    await pilot.press("tab", "tab", "ctrl+r")
    await sees(pilot, "ran 0.1 s")
    await sees(pilot, "Loss fell from")


async def open_exercise(pilot: Pilot[None]) -> None:
    await pilot.press("f2")
    await sees(pilot, "f2 text")


async def train(pilot: Pilot[None]) -> None:
    await pilot.press("f2", "ctrl+r")
    await sees(pilot, f"epoch 6/{EPOCHS}")


async def grade(pilot: Pilot[None]) -> None:
    await pilot.press("f2", "ctrl+r")
    await sees(pilot, "attempts 1")
    await sees(pilot, "ctrl+r run exercise")


async def go_to(pilot: Pilot[None], part: type[Widget]) -> None:
    """Go through the results until this part of them has the focus; which there are may be told late."""
    for _ in range(10):
        if not isinstance(pilot.app.focused, part):
            await pilot.press("f4")
    assert isinstance(pilot.app.focused, part)


async def see_attempts(pilot: Pilot[None]) -> None:
    await grade(pilot)
    await go_to(pilot, AttemptsView)
    await sees(pilot, "r restore")


async def get_an_error(pilot: Pilot[None]) -> None:
    await pilot.press("f2", "down", "end", "enter", *"wrong", "up", "ctrl+r")
    await sees(pilot, "NameError")


async def ask_for_a_hint(pilot: Pilot[None]) -> None:
    await pilot.press("f2", "ctrl+g")
    await sees(pilot, "Do not forget the biases.")


async def complete(pilot: Pilot[None]) -> None:
    await completion.ready(pilot)
    await pilot.press(*"model", "full_stop")
    await sees(pilot, "compute_loss")
    await pilot.press("down")


async def read_the_map(pilot: Pilot[None]) -> None:
    await pilot.press("f2", "ctrl+r")
    await sees(pilot, "1 of 1 check")  # on the bench; the card in the text tells of the pass earlier
    await go_to(pilot, MapView)
    await pilot.press("left")
    await sees(pilot, "epoch 4")
    await sees(pilot, "first input")


async def see_outline(pilot: Pilot[None]) -> None:
    await pilot.press("f3")
    await sees(pilot, "n next open")


async def see_contents(pilot: Pilot[None]) -> None:
    await pilot.press("f3", "f3")
    await sees(pilot, "0 of 1 exercises passed")


async def get_help(pilot: Pilot[None]) -> None:
    await pilot.press("f1")
    await sees(pilot, "Read, run the cells")


async def open_palette(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+p", *"theme")
    await sees(pilot, "Theme: high-contrast")


async def find(pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"more")
    await sees(pilot, "more")


async def open_broken(pilot: Pilot[None]) -> None:
    await pilot.press("]", "]")
    await sees(pilot, "This lesson is broken")


async def wait(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "at least 60x16" in screen_text(pilot.app))


SCENES: dict[str, tuple[Drive, tuple[int, int], dict[str, object]]] = {
    "reading-80x24": (read, (80, 24), {}),
    "reading-120x36": (read, (120, 36), {}),
    "reading-200x50": (read, (200, 50), {}),
    "reading-80x24-light": (read, (80, 24), {"theme": "light"}),
    "reading-120x36-light": (read, (120, 36), {"theme": "light"}),
    "reading-120x36-high-contrast": (read, (120, 36), {"theme": "high-contrast"}),
    "reading-80x24-16": (read, (80, 24), {"theme": "16"}),
    "reading-80x24-ascii": (read, (80, 24), {"glyphs": "ascii"}),
    "cell-80x24": (run_cell, (80, 24), {}),
    "cell-120x36-light": (run_cell, (120, 36), {"theme": "light"}),
    "exercise-80x24": (open_exercise, (80, 24), {}),
    "exercise-120x36": (open_exercise, (120, 36), {}),
    "training-80x24": (train, (80, 24), {}),
    "training-120x36": (train, (120, 36), {}),
    "training-200x50": (train, (200, 50), {}),
    "failed-80x24": (grade, (80, 24), {}),
    "failed-120x36": (grade, (120, 36), {}),
    "failed-200x50": (grade, (200, 50), {}),
    "failed-120x36-light": (grade, (120, 36), {"theme": "light"}),
    "failed-120x36-ascii": (grade, (120, 36), {"glyphs": "ascii"}),
    "passed-80x24": (grade, (80, 24), {}),
    "passed-120x36": (grade, (120, 36), {}),
    "attempts-120x36": (see_attempts, (120, 36), {}),
    "error-80x24": (get_an_error, (80, 24), {}),
    "hint-120x36": (ask_for_a_hint, (120, 36), {}),
    "completion-80x24": (complete, (80, 24), {}),
    "completion-120x36-16": (complete, (120, 36), {"theme": "16"}),
    "map-120x36": (read_the_map, (120, 36), {}),
    "map-80x24-plain": (read_the_map, (80, 24), {"glyphs": "plain"}),
    "outline-80x24": (see_outline, (80, 24), {}),
    "contents-80x24": (see_contents, (80, 24), {}),
    "help-80x24": (get_help, (80, 24), {}),
    "palette-120x36": (open_palette, (120, 36), {}),
    "find-80x24": (find, (80, 24), {}),
    "broken-80x24": (open_broken, (80, 24), {}),
    "too-small": (wait, (50, 10), {}),
}


def trains(request: Execute) -> list[Event | Gate]:
    """A fit that half succeeds."""
    epochs = [
        EpochEnded(
            request.child, request.run, 1, at, 0.2 * at, {"loss": math.exp(-at / 6), "val_loss": 1 / (1 + at / 5)}
        )
        for at in range(1, EPOCHS + 1)
    ]
    start = FitStarted(request.child, request.run, 1, EPOCHS, 10, True)
    return [start, *epochs, FitEnded(request.child, request.run, 1, EPOCHS)]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", SCENES)
@pytest.mark.long
async def test_snapshot(make: Maker, answers: Answers, tmp_path: Path, name: str) -> None:
    drive, size, settings = SCENES[name]
    if drive is complete:
        make.cache = tmp_path / "cache"
        keep_reference(kept_in(make.cache, READY), completion.REFERENCE)
    path = FOLDER / f"{name}.svg"
    answers.params = 20 if name.startswith(("passed", "map")) else 16
    answers.told["print(size)"] = lambda r: [*trains(r), Output(r.child, r.run, "4\n")]
    fits: dict[Drive, Callable[[Execute], list[Event | Gate]]] = {
        train: lambda r: [*trains(r)[:7], Gate()],
        read_the_map: maps.training,
    }
    answers.told[FIT] = fits.get(drive, trains)
    app = make(READY, **settings, origins=dict.fromkeys(settings, "flag"))
    async with opened(app, size) as pilot:
        screen = lesson_of(app)
        await until(pilot, lambda: screen.saver._started)  # all of the lesson is there
        await drive(pilot)
        await pilot.pause()
        if DRAW_AGAIN:
            path.parent.mkdir(exist_ok=True)
            path.write_text(await settled(pilot))
        kept = path.read_text()
        # What the store tells, such as the number of attempts, may come later than what the scene waits for.
        told = f"{name} looks different; if it should, make snapshots, and look at {path}"
        await until(pilot, lambda: picture(app) == kept, told)


@pytest.mark.parametrize("name", ["failed-200x50", *(name for name in SCENES if name.endswith("-light"))])
@pytest.mark.long
async def test_a_theme_that_is_chosen_later_looks_as_from_the_start(make: Maker, answers: Answers, name: str) -> None:
    drive, size, _ = SCENES[name]
    answers.told["print(size)"] = lambda r: [*trains(r), Output(r.child, r.run, "4\n")]
    answers.params, answers.told[FIT] = 16, trains
    theme = "light" if name.endswith("-light") else "dark"
    app = make(READY, theme="high-contrast", origins={"theme": "flag"})
    async with opened(app, size) as pilot:
        screen = lesson_of(app)
        await until(pilot, lambda: screen.saver._started)
        await drive(pilot)
        await pilot.pause()
        app.theme = theme
        kept = (FOLDER / f"{name}.svg").read_text()
        await until(pilot, lambda: picture(app) == kept, f"{name} has something left of the other theme")


async def settled(pilot: Pilot[None]) -> str:
    """The picture that stays for two seconds."""
    latest = ""
    while latest != picture(pilot.app):
        latest = picture(pilot.app)
        await pilot.pause(2)
    return latest


def picture(app: App[None]) -> str:
    """What is on the screen, without fonts to load, numbers drawn by chance, durations and times."""
    svg = app.export_screenshot(title="tuitutor")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = re.sub(r"\d+\.\d(&#160;| )s\b", r"0.0\1s", svg)
    return re.sub(r"\b\d\d:\d\d\b", "12:00", svg)


def test_every_picture_has_a_scene() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(SCENES)
