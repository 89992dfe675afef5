"""A learner who comes back from a break finds the worker ready before they press Run."""

from __future__ import annotations

import pytest

from tests.tui.conftest import Answers, Maker, opened, sees, until
from tuitutor.protocol.requests import Rest, Wake
from tuitutor.workers.budget import IdleLimits

SIZE = (120, 36)


@pytest.mark.parametrize("key", ["down", "tab"])
async def test_reading_on_brings_the_worker_back(make: Maker, key: str) -> None:
    make.idle = IdleLimits(spare_s=60, worker_s=0.2)
    async with opened(make(), SIZE) as pilot:
        await until(pilot, lambda: bool(make.launcher.connections))
        await until(pilot, lambda: make.launcher.connections[-1].closed)
        before = len(make.launcher.connections)
        await pilot.press(key)
        await until(pilot, lambda: len(make.launcher.connections) > before)


async def test_typing_brings_the_spare_back(make: Maker, answers: Answers) -> None:
    make.idle = IdleLimits(spare_s=0.2, worker_s=60)
    async with opened(make(), SIZE) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: answers.requests[-1:] == [Rest()])
        await pilot.press("x")
        await until(pilot, lambda: Wake() in answers.requests)
        assert make.launcher.connections[1:] == []


@pytest.mark.long
async def test_a_lesson_without_code_needs_no_worker(make: Maker) -> None:
    make.idle = IdleLimits(spare_s=60, worker_s=0.2)
    async with opened(make(), SIZE) as pilot:
        await until(pilot, lambda: bool(make.launcher.connections))
        await pilot.press("]")
        await sees(pilot, "Read this")
        await until(pilot, lambda: make.launcher.connections[-1].closed)
        before = len(make.launcher.connections)
        await pilot.press("down", "tab")
        await pilot.press("[")
        await until(pilot, lambda: len(make.launcher.connections) == before + 1)
