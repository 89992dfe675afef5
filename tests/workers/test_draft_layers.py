"""Building the layers of drafts: only the latest counts, nothing waits in a queue, and no run has to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from tests.workers.test_idling import until
from tuitutor.errors import NotTrusted
from tuitutor.protocol.events import ChildEnded, Event, LayersBuilt
from tuitutor.protocol.facts import LayerLine
from tuitutor.protocol.requests import BuildLayers, Request, Start, Stop
from tuitutor.workers.budget import Budget, IdleLimits
from tuitutor.workers.draft_layers import LIMITS, LONGEST, MOST_ENDS, DraftLayers
from tuitutor.workers.scripted import READY, Gate, ScriptedLauncher
from tuitutor.workers.worker import Worker


class Builds:
    """Answers with a line for the number in the draft; "slow" waits for the gate, and "endless" ends the child."""

    def __init__(self) -> None:
        self.asked: list[BuildLayers] = []
        self.gate = Gate()

    def __call__(self, request: Request) -> Iterable[Event | Gate]:
        if isinstance(request, BuildLayers):
            self.asked.append(request)
            if "slow" in request.source:
                yield self.gate
            if "endless" in request.source:
                yield ChildEnded(request.child, "cpu")
            else:
                yield LayersBuilt(request.child, request.run, (LayerLine(len(request.source), params=1),))


def lines(draft: str) -> tuple[LayerLine, ...]:
    return (LayerLine(len(draft), params=1),)


def started(launcher: ScriptedLauncher) -> list[Start]:
    return [request for request in launcher.connections[0].requests if isinstance(request, Start)]


async def test_a_newer_draft_takes_the_place_of_those_that_wait() -> None:
    builds = Builds()
    launcher = ScriptedLauncher(builds)
    worker = Worker(launcher)
    await worker.start()
    layers = DraftLayers(worker)
    first = asyncio.create_task(layers.build("setup", "slow"))
    await until(lambda: builds.asked)
    others = [asyncio.create_task(layers.build("setup", draft)) for draft in ("a", "bb", "ccc")]
    await asyncio.sleep(0)
    builds.gate.set()
    assert await first is None  # it is about an older draft
    assert [await task for task in others] == [None, None, lines("ccc")]
    assert [request.source for request in builds.asked] == ["slow", "ccc"]
    assert [(start.limits, start.warm) for start in started(launcher)] == [(LIMITS, False)]  # the warm one is for a run
    layers.close()
    await until(lambda: any(isinstance(request, Stop) for request in launcher.connections[0].requests))
    assert await layers.build("setup", "d") is None
    await worker.close()


async def test_it_starts_no_worker_and_needs_what_a_run_needs() -> None:
    launcher = ScriptedLauncher(Builds())
    worker = Worker(launcher)
    layers = DraftLayers(worker)
    assert await layers.build("", "a") is None
    assert not launcher.connections
    await worker.start()

    def refuse() -> None:
        raise NotTrusted("Nobody was asked.")

    worker.permit = refuse
    assert await layers.build("", "a") is None
    worker.permit = lambda: None
    worker.budget = Budget(1.0)
    worker.budget.note("a worker", 2.0)
    assert await layers.build("", "a") is None
    worker.budget = Budget()
    assert await layers.build("", "a" * (LONGEST + 1)) is None
    assert "characters" in layers.off_because
    assert started(launcher) == []
    assert await layers.build("", "a") == lines("a")
    assert layers.off_because == ""
    await worker.close()


async def test_where_each_child_imports_keras_anew_there_are_no_notes() -> None:
    launcher = ScriptedLauncher(Builds(), replace(READY, forks=False))
    worker = Worker(launcher)
    await worker.start()
    assert await DraftLayers(worker).build("", "a") is None
    assert started(launcher) == []
    await worker.close()


async def test_after_a_limit_the_setup_does_what_is_light_and_soon_it_is_given_up() -> None:
    builds = Builds()
    launcher = ScriptedLauncher(builds)
    worker = Worker(launcher)
    await worker.start()
    layers = DraftLayers(worker)
    assert await layers.build("setup", "endless") is None
    assert await layers.build("setup", "a") == lines("a")
    assert await layers.build("other", "a") == lines("a")
    assert [request.light for request in builds.asked] == [False, True, False]
    for number in range(MOST_ENDS + 2):
        assert await layers.build("setup", "endless") is None
        assert bool(layers.off_because) is (number >= MOST_ENDS)  # said once it isn't tried any more
    assert len(builds.asked) == 3 + MOST_ENDS
    assert len(started(launcher)) == 1 + MOST_ENDS
    await worker.close()


async def test_a_lost_worker_and_one_at_rest_have_no_child_any_more() -> None:
    builds = Builds()
    launcher = ScriptedLauncher(builds)
    worker = Worker(launcher, IdleLimits(spare_s=0.2, worker_s=60))
    await worker.start()
    layers = DraftLayers(worker)
    assert await layers.build("", "a") == lines("a")
    requests = launcher.connections[0].requests
    await until(lambda: Stop(builds.asked[0].child) in requests)
    assert await layers.build("", "bb") == lines("bb")
    assert len({request.child for request in builds.asked}) == 2
    await launcher.connections[0].lose()
    await until(lambda: not worker.is_up)
    assert await layers.build("", "ccc") is None
    await worker.start()
    assert await layers.build("", "dddd") == lines("dddd")
    await worker.close()
