"""Fused training steps change no bit, and what could change is never fused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.worker.conftest import Run
from tuitutor.protocol.events import Executed, FitStarted, MapTaken, Output
from tuitutor.protocol.limits import Limits

pytestmark = [pytest.mark.any_python, pytest.mark.new_keras, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.long
async def test_weights_and_history_are_bit_identical(run: Run, pytestconfig: pytest.Config) -> None:
    """All cases with --python (`make other-pythons`), a fifth of them otherwise."""
    every = 1 if pytestconfig.getoption("--python") else 5
    often = "import tuitutor.worker.training.maps as maps\nmaps.SHARE = 9.0\n"  # at all epochs that there are
    source = f"EVERY = {every}\n" + often + Path(__file__).with_name("fusing_cases.py").read_text()
    fused: list[bool] = []
    mapped: set[int] = set()
    cases: list[dict[str, object]] = []
    last = None
    for event in await run(source, Limits(wall_s=900, cpu_s=240)):
        last = event
        if isinstance(event, FitStarted):
            fused.append(event.fused)
        elif isinstance(event, MapTaken):
            mapped.add(event.fit)
        elif isinstance(event, Output) and event.stream == "stdout":
            cases += [json.loads(line) for line in event.text.splitlines()]
    assert isinstance(last, Executed)
    assert last.error is None, last.error.traceback
    assert len(cases) >= (20 if every == 1 else 4)
    assert {bool(case["must_fuse"]) for case in cases} == {True, False}
    assert [case for case in cases if case["differs"]] == []
    # a case that fuses is trained twice, since the second fit uses what the first has traced
    expected = [flag for case in cases for flag in ([True, True] if case["must_fuse"] else [False])]
    assert fused == expected
    assert {fit for fit, flag in enumerate(fused, 1) if flag} <= mapped  # which changed no bit either


@pytest.mark.spine
async def test_what_may_be_fused_is_and_nothing_else(run: Run) -> None:
    events = await run(Path(__file__).with_name("fusing_choices.py").read_text(), Limits(wall_s=120, cpu_s=120))
    assert isinstance(events[-1], Executed)
    assert events[-1].error is None, events[-1].error.traceback
    printed = "".join(event.text for event in events if isinstance(event, Output) and event.stream == "stdout")
    should, should_not, broken = json.loads(printed)
    assert (should, should_not, broken) == ([], [], [])
