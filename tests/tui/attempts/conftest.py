"""A course of two exercises whose answers train, and how a learner makes attempts at them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.small_course import exercise, lesson, write_course
from tests.tui.conftest import Answers, screen_text, sees, until
from tuitutor.protocol.events import EpochEnded, Event, FitEnded, FitStarted
from tuitutor.protocol.requests import Execute
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.workbench import Workbench
from tuitutor.workers.scripted import Gate


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    checks = "- params: {total: 20}\n  name: parameters\n  points: 2"
    tasks = [
        exercise(
            f"Task {name}",
            f"task-{name}",
            f"Do {name}.",
            starter=f"model = {name}",
            checks=checks,
            hints=["Look."],
            solution="model = right",
            why="So it is.",
        )
        for name in ("one", "two")
    ]
    lessons = {"tasks.md": lesson("Tasks", "Two.", "Begin.", *tasks), "end.md": lesson("End", "No more.", "Read.")}
    return write_course(tmp_path / "course", {"Tasks": lessons})


@pytest.fixture
def answers() -> Answers:
    return Answers({"model": fit}, params=16)


def fit(request: Execute) -> list[Event | Gate]:
    """A fit of two epochs; the loss ends at 0.5, or where the source says."""
    last = float(request.source.partition("loss=")[2] or 0.5)
    what = request.child, request.run, 1
    return [
        FitStarted(*what, epochs=2, steps=1, validation=False),
        EpochEnded(*what, 1, 0.1, {"loss": 0.75}),
        EpochEnded(*what, 2, 0.2, {"loss": last}),
        FitEnded(*what, epochs_run=2),
    ]


def bench_of(pilot: Pilot[None]) -> Workbench:
    assert isinstance(pilot.app.screen, LessonScreen)
    assert pilot.app.screen.bench is not None
    return pilot.app.screen.bench


async def to_exercise(pilot: Pilot[None]) -> None:
    """Go to the exercise, unless the app has opened there."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, LessonScreen) and app.screen.restored)
    if not bench_of(pilot).has_focus_within:
        await pilot.press("f2")


async def attempt(pilot: Pilot[None], code: str, verdict: str = "✗ parameters") -> None:
    """Make an attempt with this code."""
    bench = bench_of(pilot)
    bench.editor.put(code)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: bench.editor.shows(code) and "ctrl+r stop" not in screen_text(pilot.app))
    await until(pilot, lambda: "edited since" not in screen_text(pilot.app))
    await sees(pilot, verdict)
