"""A draft that is being written is code like an answer: in the child that builds its layers the same walls hold."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.adversarial.cases import ATTACKS, HONEST_PART, Case
from tests.adversarial.traps import Traps
from tuitutor.protocol.events import Event, LayersBuilt, Output
from tuitutor.protocol.requests import BuildLayers
from tuitutor.workers.draft_layers import LIMITS
from tuitutor.workers.worker import Worker

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]

# those that go on after they were refused, so that what comes after them says that they ran
REFUSED = {
    "outside_written",
    "home_read",
    "signals_other",
    "double_fork_daemon",
    "outside_read_around",
    "others_limits",
}
CASES = [case for case in ATTACKS if case.name in REFUSED]
DRAFT = """
import keras

ATTACK = {attack!r}


class Own(keras.layers.Layer):
    def build(self, shape):
        exec(ATTACK, {{"__name__": "__main__"}})
        self.w = self.add_weight(shape=(7,))

    def call(self, x):
        return x


x = Own()(keras.Input((3,)))
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_an_attack_in_a_draft_reaches_nothing(worker: Worker, case: Case, tmp_path: Path) -> None:
    assert len(CASES) == len(REFUSED)
    isolation = (await worker.start()).isolation
    assert case.runs_at(isolation), f"this machine promises no {' or '.join(case.needs)}: {isolation}"
    with Traps(tmp_path) as traps:
        attack = traps.fill_in(case.text.replace(case.twin, "").replace(HONEST_PART, ""))
        child = await worker.child(LIMITS, 80, 0, warm=False, rests=True)
        request = BuildLayers(child.name, child.next_run(), DRAFT.format(attack=attack), "", "the draft")
        events: list[Event] = [event async for event in child.ask(request)]
        built = events[-1]
        assert isinstance(built, LayersBuilt), built
        assert built.lines is not None
        assert [line.params for line in built.lines] == [7]
        await child.finish()
        said = "".join(event.text for event in events if isinstance(event, Output))
        assert await asyncio.to_thread(traps.breaches, said) == []
