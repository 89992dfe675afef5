"""The session's CPU time in the app: told once near its end, and refused in place after it."""

from __future__ import annotations

import pytest

from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tuitutor.protocol.events import Spent
from tuitutor.protocol.requests import Execute

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)])


def shown(text: str) -> str:
    """The text of a screen without what divides its lines."""
    return " ".join("".join(c if c.isalnum() or c in " ;.-_'()" else " " for c in text).split())


@pytest.mark.sampled(2)
@SIZES
async def test_the_learner_is_told_near_the_end_and_refused_after_it(
    make: Maker, answers: Answers, size: tuple[int, int]
) -> None:
    answers.params, minutes = 16, [48]
    answers.told["model = None"] = lambda request: [Spent(request.child, minutes[0] * 60.0)]
    app = make()
    async with opened(app, size, "0/1", toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await until(pilot, lambda: "48 of this session's 60 CPU minutes are used" in shown(screen_text(app)))
        await until(pilot, lambda: "or train in a job (--via srun)." in shown(screen_text(app)))
        minutes[0] = 61
        await sees(pilot, "1 attempt ")
        app.clear_notifications()
        await pilot.press("ctrl+r")
        await sees(pilot, "2 attempts")
        assert not app._notifications  # it is told once
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "All 60 CPU minutes of this session are used up" in shown(screen_text(app)))
        await sees(pilot, "2 attempts")  # a refusal is none
        assert executed(answers) == 4  # the lesson's setup and the answer, twice


@SIZES
@pytest.mark.long
async def test_a_cell_is_refused_below_itself(make: Maker, answers: Answers, size: tuple[int, int]) -> None:
    answers.told["size = 4"] = lambda request: [Spent(request.child, 3600.0)]
    app = make()
    async with opened(app, size, "Before you count", toasts=True) as pilot:
        await pilot.press("ctrl+r")
        await until(pilot, lambda: executed(answers) == 2)
        await sees(pilot, "ran 0.1 s")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "All 60 CPU minutes of this session are used up" in shown(screen_text(app)))
        await until(pilot, lambda: "or train in a job (--via srun)." in shown(screen_text(app)))
        assert executed(answers) == 2


def executed(answers: Answers) -> int:
    return sum(isinstance(request, Execute) for request in answers.requests)
