"""`w` after an attempt that failed: changes of its training race to the goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.engine.test_what_if import FIT, HIGHER, LAST, LOWER, Script
from tests.tui.attempts.conftest import attempt, bench_of, fit, to_exercise
from tests.tui.conftest import Answers, Maker, dense, opened, screen_text, sees, until
from tuitutor.protocol.events import Event, Measured
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.requests import Measure, Record, Repeat, Request
from tuitutor.workers.scripted import Gate


class Training(Answers):
    """Answers whose fit can be repeated; each repetition waits at the gate."""

    gate: Gate
    script: Script

    def __call__(self, request: Request) -> Iterable[Event | Gate]:
        match request:
            case Record():
                yield from self.script(request)
            case Repeat():
                yield self.gate
                yield from self.script(request)
            case Measure():
                facts = ProgramFacts(dense(self.params), "Sequential", None, (replace(FIT),), saved=True)
                yield Measured(request.child, request.run, facts)
            case _:
                yield from super().__call__(request)


@pytest.fixture
def answers() -> Training:
    training = Training({"model": fit}, params=16)
    training.gate = Gate()
    training.script = Script({LAST: (0.9, 0.91, 0.92), HIGHER: (0.6,), LOWER: (0.5,), None: (0.5, 0.55, 0.5)})
    return training


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.long
async def test_changes_race_below_the_curve(make: Maker, answers: Training, size: tuple[int, int]) -> None:
    app = make()
    async with opened(app, size, "Begin.") as pilot:
        await pilot.press("w")
        await sees(pilot, "Try it yourself first")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await pilot.press("f4", "f4")
        await sees(pilot, "w what if")
        focused, results = app.focused, bench_of(pilot).results
        assert results.at == "model"
        await pilot.press("w")
        await sees(pilot, "Trying 3 changes, one at a time: at most 7 runs like yours")
        await sees(pilot, "what if 1/7")
        await sees(pilot, "w stop")
        assert app.focused is focused, "it stays where the learner looks"
        await pilot.press("w")
        await sees(pilot, "w what if")
        await sees(pilot, "nothing more is tried")
        answers.gate.set()
        while results.at != "curves":
            await pilot.press("f4")
        await pilot.press("w")
        await until(pilot, lambda: bool((shown := bench_of(pilot).view.what_if) and shown.helped))
        outcome = bench_of(pilot).view.what_if
        assert outcome is not None
        assert outcome.said[0] == "This helped: last activation softmax → sigmoid."
        assert results.at == "curves"
        while results.at != "checks":
            await pilot.press("f4")
        await sees(pilot, "This helped: last activation s")  # it may wrap
        await sees(pilot, "as you have it")
        await sees(pilot, "ends at 0.9")
        assert "attempts 1" in screen_text(app), "nothing of it is an attempt"
