"""The substitute for a worker in tests and demos answers like a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from tuitutor.protocol.events import ChildEnded, Event, Output, Unready
from tuitutor.protocol.requests import Ping, Request, Stop
from tuitutor.workers.scripted import READY, Gate, ScriptedLauncher

ONE, TWO = (Output("child", "1", text) for text in ("one", "two"))


async def test_answers_come_in_order_and_wait_for_their_gate() -> None:
    gate = Gate()

    def script(request: Request) -> Iterable[Event | Gate]:
        return [ONE, gate, TWO] if request == Ping() else []

    launcher = ScriptedLauncher(script)
    connection = await launcher.open()
    events = connection.events()
    connection.send(Ping())
    assert [await anext(events), await anext(events)] == [READY, ONE]
    held = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    assert not held.done()
    gate.set()
    assert await held == TWO
    connection.send(Stop("child"))
    assert await anext(events) == ChildEnded("child", "stopped")
    assert not connection.closed
    await connection.close()
    assert [event async for event in events] == []
    assert (launcher.connections, connection.closed) == ([connection], True)
    assert connection.requests == [Ping(), Stop("child")]


async def test_a_script_may_answer_a_stop_and_greet_in_its_own_way() -> None:
    unready = Unready("missing", "Keras", "py")
    connection = await ScriptedLauncher(lambda request: [ChildEnded("child", "crashed")], unready).open()
    connection.send(Stop("child"))
    await connection.lose()
    assert [event async for event in connection.events()] == [unready, ChildEnded("child", "crashed")]
    assert not connection.closed
