"""A first step is traced once where that shows nowhere: in no weight, name or error, nor in what an answer prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.worker.conftest import SETUP, Run
from tuitutor.protocol.events import Event, Executed, Output
from tuitutor.protocol.limits import Limits

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]

PARTS = 4  # of all cases, since one after another they take minutes

TRACED = """
step, traced = keras.Model.train_step, []
keras.Model.train_step = lambda *given: traced.append(1) or step(*given)
ready(model, metrics=["accuracy"])
model.optimizer = keras.optimizers.Adam()
model.fit(x, y, verbose=0)
print(len(traced))
"""


def printed(events: list[Event]) -> str:
    last = events[-1]
    assert isinstance(last, Executed)
    assert last.error is None, last.error.traceback
    return "".join(event.text for event in events if isinstance(event, Output) and event.stream == "stdout")


@pytest.mark.spine
@pytest.mark.new_keras  # an older Keras makes its variables from tensors of the graph
async def test_a_first_step_is_traced_once(run: Run) -> None:
    assert printed(await run(SETUP + TRACED)) == "1\n"  # in Keras itself it is 2, the first time to make variables


@pytest.mark.long
@pytest.mark.new_keras
async def test_nor_is_that_of_warming_traced_twice(run: Run) -> None:
    answer = """
import tuitutor.worker.training.speed as tracing
from tuitutor.worker.child import warm_up

tracing.is_keras_only = lambda model: False  # as before a child starts, when fits aren't watched yet
step, traced = keras.Model.train_step, []
keras.Model.train_step = lambda *given: traced.append(1) or step(*given)
warm_up()
print(len(traced))
"""
    assert printed(await run(SETUP + answer)) == "1\n"


@pytest.mark.long
async def test_counting_traces_nothing_again(run: Run) -> None:
    answer = """
@tf.function
def step():
    print("traced")
    with tf.GradientTape() as tape:
        loss = keras.ops.sum(model(x))
    return tape.gradient(loss, model.trainable_variables)


step()
"""
    assert printed(await run(SETUP + answer)) == "traced\n"


@pytest.mark.long
async def test_a_later_trace_may_make_no_variables(run: Run) -> None:
    answer = """
ready(model).fit(x, y, verbose=0)
model.optimizer = keras.optimizers.Adam()
try:
    model.fit(x[:20], y[:20], verbose=0)
except ValueError:
    print("refused")
"""
    assert printed(await run(SETUP + answer)) == "refused\n"


@pytest.mark.long
@pytest.mark.more_cases
@pytest.mark.parametrize("part", range(PARTS))
async def test_nobody_can_tell_how_often_a_step_was_traced(run: Run, part: int, pytestconfig: pytest.Config) -> None:
    """Half of the cases with --python (`make other-pythons`), a fifth of them otherwise."""
    await nobody_can_tell(run, part, (2 if pytestconfig.getoption("--python") else 5) * PARTS)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
async def test_nor_in_any_case(run: Run, part: int) -> None:
    await nobody_can_tell(run, part, PARTS)


async def nobody_can_tell(run: Run, part: int, every: int) -> None:
    """What is printed of cases `part`, `part + every` and so on."""
    source = f"PART, EVERY = {part}, {every}\n" + Path(__file__).with_name("tracing_cases.py").read_text()
    lines = printed(await run(source, Limits(wall_s=900, cpu_s=600))).splitlines()
    cases = [json.loads(line) for line in lines if line.startswith("{")]
    assert len(cases) >= 60 // every
    assert [case for case in cases if case["differs"]] == []
    traces = [(case["case"], case["once"], *case["traces"]) for case in cases if "traces" in case]
    assert [each for each in traces if each[3] != (1 if each[1] else each[2])] == []
    assert any(case.get("raised") for case in cases)
