"""One worker process, started when first needed and replaced when it dies, shared by many children.

It starts workers through the interfaces `Launcher` and `Connection`.
"""

from __future__ import annotations

import asyncio
import importlib.util
import itertools
import os
import secrets
import shlex
import sys
import sysconfig
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tuitutor.errors import Remedy, WorkerError, WorkerLost, WorkerUnavailable
from tuitutor.protocol import events, requests
from tuitutor.protocol.events import ChildEnded, Closing, Event, Ready, Spent, Unready, Violated, Waiting
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Interrupt, Request, Rest, Start, Stop, Wake, World
from tuitutor.workers.budget import Budget, IdleClock, IdleLimits


def why_unready(event: Unready) -> WorkerUnavailable:
    """Return the exception for an `Unready` event."""
    match event.reason:
        case "missing":
            advice = get_keras(event.python.partition(" (Python ")[0], Installation.here())
            problem = f"{event.message} is not installed in {event.python}. {advice}, or"
        case "backend":
            return WorkerUnavailable(
                f"KERAS_BACKEND is {event.message!r}, but lessons and grades are made for TensorFlow; "
                "unset KERAS_BACKEND, or set it to tensorflow."
            )
        case "data":
            return WorkerUnavailable(f"{event.message}; run it again, or tell the person who looks after that machine.")
        case "no-python":
            problem = f"{event.python!r} isn't a working Python: {event.message};"
        case _:
            problem = f"{event.python} cannot run learner code: {event.message};"
    return WorkerUnavailable(f"{problem} name another Python.", Remedy.ANOTHER_PYTHON)


@dataclass(frozen=True, slots=True)
class Installation:
    """The Python of tuitutor itself."""

    python: str
    has_pip: bool  # uv leaves it out
    writable: bool  # by this user

    @classmethod
    def here(cls) -> Installation:
        """Return the installation of this process."""
        folders = (sysconfig.get_path("purelib"), Path(__file__).parents[2])  # they differ after pip install --user
        return cls(
            sys.executable,
            importlib.util.find_spec("pip") is not None,
            any(os.access(folder, os.W_OK) for folder in folders),
        )


def get_keras(python: str, ours: Installation) -> str:
    """Return how to get TensorFlow, and Keras with it, into `python`: a sentence without its full stop."""
    name = shlex.quote(python)
    if python != ours.python:
        return f"Get it with: {name} -m pip install tensorflow"
    if not ours.writable:
        return "Ask the person who installed tuitutor here for TensorFlow: pip install 'tuitutor[cpu]'"
    pip = f"{name} -m pip install" if ours.has_pip else f"uv pip install --python {name}"
    return f"Get it with: {pip} 'tuitutor[cpu]'"


class Connection(Protocol):
    """A running worker. `events` ends when the worker is gone; `close` leaves no process behind."""

    def send(self, request: Request) -> None:
        """Queue a request; never blocks. Requests to a worker that is gone are dropped."""
        ...

    def events(self) -> AsyncIterator[Event]:
        """Yield all events in order, once. Raises WorkerUnavailable or WorkerLost if there is a reason to report."""
        ...

    async def close(self) -> None:
        """End the worker and wait for its end. May be called twice."""
        ...


class Launcher(Protocol):
    """A way to start workers: as processes, or as a script for tests."""

    async def open(self) -> Connection:
        """Start a worker. Raises WorkerUnavailable with one clear sentence if that fails."""
        ...


Command = (
    requests.Execute
    | requests.Keep
    | requests.Measure
    | requests.TakeOver
    | requests.LoadAnew
    | requests.Draw
    | requests.CheckModel
    | requests.Examine
    | requests.Rerun
    | requests.Record
    | requests.Repeat
    | requests.Predict
    | requests.Score
    | requests.Describe
    | requests.BuildLayers
)
_CLOSES: dict[type[Command], type[Closing]] = {
    requests.Execute: events.Executed,
    requests.Keep: events.Kept,
    requests.Measure: events.Measured,
    requests.CheckModel: events.Checked,
    requests.Predict: events.Predicted,
    requests.Draw: events.Drawn,
    requests.Examine: events.Examined,
    requests.Rerun: events.Reran,
    requests.Record: events.Recorded,
    requests.Repeat: events.Repeated,
    requests.TakeOver: events.TakenOver,
    requests.LoadAnew: events.LoadedAnew,
    requests.Score: events.Scored,
    requests.Describe: events.Described,
    requests.BuildLayers: events.LayersBuilt,
}

_DIED = "The worker process died; the next run starts a new one."


class Child:
    """A child of the worker, for a run: it serves one command after another.

    `violated`: it sent an event that no honest child sends, read by the run or not. `out_of_time`: a time limit ended
    it. `rests`: it belongs to no run, and is ended with the spare when nobody is at work.
    """

    def __init__(self, name: str, connection: Connection, rests: bool = False) -> None:
        self.name = name
        self.rests = rests
        self.ended = False
        self.out_of_time = False
        self.violated = False
        self._connection = connection
        self._events: asyncio.Queue[Event | WorkerError] = asyncio.Queue()
        self._runs = itertools.count(1)

    def next_run(self) -> str:
        """Return a name for the next command. Nobody can guess it, so only the process that gets it can close it."""
        return f"{self.name}.{next(self._runs)}.{secrets.token_hex(8)}"

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt in the code that the child runs."""
        self._connection.send(Interrupt(self.name))

    def retire(self) -> None:
        """End it, as nobody is at work. The next request needs another child."""
        self.stop()
        self.ended = True
        self._events.put_nowait(ChildEnded(self.name, "stopped"))

    def stop(self) -> None:
        """Request the end of the child and its descendants; never waits."""
        if not self.ended:
            self._connection.send(Stop(self.name))

    async def finish(self) -> None:
        """End the child, and wait until all its events have arrived. Raises WorkerLost."""
        self.stop()
        while not self.ended:
            await self._next()

    async def ask(self, request: Command) -> AsyncGenerator[Event, None]:
        """Send a command and yield its events. The last one closes it.

        `ChildEnded` and `Violated` close it too: the child serves no more commands. An answer to any other command is a
        violation. Raises WorkerLost, WorkerUnavailable.
        """
        self._connection.send(request)
        while True:
            event = await self._next()
            if isinstance(event, Closing) and not (
                isinstance(event, _CLOSES[type(request)]) and event.run == request.run
            ):
                self.violated = True
                event = Violated(self.name, f"{type(event).__name__} answers nothing that was asked")
            yield event
            if isinstance(event, ChildEnded | Violated | Closing):
                return

    async def _next(self) -> Event:
        event = WorkerLost(_DIED) if self.ended else await self._events.get()
        if isinstance(event, WorkerError):
            self.ended = True
            raise event
        self.ended = isinstance(event, ChildEnded)
        self.out_of_time = isinstance(event, ChildEnded) and event.cause in ("wall", "cpu")
        return event

    def deliver(self, event: Event | WorkerError) -> None:
        """Add an event of this child, or the error with which the worker ended. Called by `Worker`."""
        self.violated = self.violated or isinstance(event, Violated)
        self._events.put_nowait(event)


class Worker:
    """Owns a connection and routes its events to their children.

    `restarts` counts worker processes that died and were replaced. While somebody is at work (`wake`, a warm child), it
    has a spare child, warmed in advance. When nobody is at work, it ends the spare and then the process, after the
    times in `idle`, but never the process while a child lives. `wake` brings both back. `isolation` is the latest
    process's, None before the first. `budget` adds up the CPU time of all processes. Before a run begins, the caller
    checks `budget`, and calls `permit`, which raises NotTrusted if the course's code may not run.
    """

    def __init__(
        self,
        launcher: Launcher,
        idle: IdleLimits = IdleLimits(),
        budget: Budget | None = None,
        permit: Callable[[], None] = lambda: None,
    ) -> None:
        self.restarts = 0
        self.permit = permit
        self.budget = Budget() if budget is None else budget
        self.isolation: Isolation | None = None
        self._launcher, self._idle = launcher, idle
        self._connection: Connection | None = None
        self._ready: asyncio.Future[Ready] | None = None
        self._router: asyncio.Task[None] | None = None
        self._clock: IdleClock | None = None
        self._watch: asyncio.Task[None] | None = None
        self._reviving: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._children: dict[str, Child] = {}
        self._starts: set[asyncio.Queue[Waiting | None]] = set()  # one for every caller that waits for the worker
        self._names = itertools.count(1)
        self._starting_children = 0  # children whose start waits for the worker's
        self._lost = self._resting = self._released = False
        self._starting = asyncio.Lock()

    @property
    def is_up(self) -> bool:
        """Whether a worker process is running, or starting."""
        return self._connection is not None

    @property
    def is_ready(self) -> bool:
        """Whether Keras is loaded."""
        return self._ready is not None and self._ready.done()

    async def start(self) -> Ready:
        """Start the worker unless it is running, and wait for Keras. Raises WorkerUnavailable, WorkerLost."""
        async with self._starting:
            if self._ready is None:
                if self._lost:
                    self._lost = False
                    self.restarts += 1
                self._released, self._resting = False, True
                self._connection = await self._launcher.open()
                loop = asyncio.get_running_loop()
                self._ready = loop.create_future()
                self._clock = IdleClock(self._idle, loop.time)
                self._router = self._task(self._route(self._connection, self._ready))
            ready = self._ready
        assert ready is not None
        return await asyncio.shield(ready)

    async def waits(self, task: asyncio.Task[Any]) -> AsyncGenerator[Waiting, None]:
        """Yield the worker's reasons to wait, until `task` is done, which needs the worker. Closing cancels `task`."""
        news: asyncio.Queue[Waiting | None] = asyncio.Queue()
        self._starts.add(news)
        task.add_done_callback(lambda _: news.put_nowait(None))
        try:
            while (waiting := await news.get()) is not None:
                yield waiting
        finally:
            self._starts.discard(news)
            task.cancel()

    async def child(
        self,
        limits: Limits,
        columns: int,
        seed: int,
        warm: bool = True,
        world: World | None = None,
        *,
        rests: bool = False,
        verifies: bool = False,
    ) -> Child:
        """Start a child. Its setup gets data from `world`, if there is one. Raises what `start` raises.

        A child that `verifies` runs no learner code, and may read the course's hidden files.
        """
        self._starting_children += 1
        try:
            await self.start()
            if self._connection is None:
                raise WorkerLost(_DIED)
            child = Child(f"c{next(self._names)}", self._connection, rests)
            self._children[child.name] = child
        finally:
            self._starting_children -= 1
        self._use()
        self._resting = self._resting and not warm
        self._connection.send(Start(child.name, limits, columns, seed, warm, world, verifies))
        return child

    def wake(self) -> None:
        """Prepare for a run in the background, as somebody is at work. Cheap enough to call for every key."""
        self._use()
        if self._released:
            self._released = False
            self._reviving = asyncio.create_task(self._revive())
        elif self._resting and self._connection is not None:
            self._resting = False
            self._connection.send(Wake())

    async def close(self) -> None:
        """End the worker with all its children; no process is left."""
        self._released = False
        if self._reviving is not None:
            self._reviving.cancel()
        async with self._starting:  # a connection that is just being opened is closed, too
            self._let_go()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ---- starting and ending

    async def _revive(self) -> None:
        with suppress(WorkerError):  # it is reported when something is run
            await self.start()

    async def _tire(self, connection: Connection, clock: IdleClock) -> None:
        def rest() -> None:
            if not self._resting:
                self._resting = True
                connection.send(Rest())
            for child in [child for child in self._children.values() if child.rests]:
                del self._children[child.name]
                child.retire()

        await clock.run_out(rest, busy=lambda: bool(self._children or self._starting_children))
        self._watch, self._released = None, True
        self._let_go()

    def _let_go(self) -> None:
        connection, router = self._connection, self._router
        self._forget()
        if connection is None or router is None:
            return

        async def end() -> None:
            await connection.close()
            router.cancel()
            with suppress(asyncio.CancelledError):
                await router

        self._task(end())

    def _task(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Start a task. `close` waits for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _forget(self, why: WorkerError = WorkerLost(_DIED)) -> None:
        ready, watch, children = self._ready, self._watch, self._children
        self._connection = self._ready = self._router = self._clock = self._watch = None
        self._children = {}
        if watch is not None:
            watch.cancel()
        if ready is not None:
            _settle(ready, why)
        for child in children.values():
            child.deliver(why)

    # ---- events

    def _use(self) -> None:
        if self._clock is not None:
            self._clock.used()

    async def _route(self, connection: Connection, ready: asyncio.Future[Ready]) -> None:
        lost: WorkerError | None = None
        try:
            await self._follow(connection, ready)
        except WorkerError as error:
            lost = error
        _settle(ready, lost or WorkerLost("The worker process died before it was ready; run again to start a new one."))
        if self._connection is connection:
            self._lost = ready.exception() is None and not isinstance(lost, WorkerUnavailable)
            self._forget(lost or WorkerLost(_DIED))
        await connection.close()

    async def _follow(self, connection: Connection, ready: asyncio.Future[Ready]) -> None:
        """Handle the connection's events until they end. Raises what `events` raises."""
        async for event in connection.events():
            match event:
                case Waiting():  # for all callers that wait for the worker, and for its children
                    for news in self._starts:
                        news.put_nowait(event)
                    for child in self._children.values():
                        child.deliver(event)
                case Spent(cpu_s=total):
                    self.budget.note(connection, total)
                case Ready():
                    self._use()
                    self.isolation = event.isolation
                    _settle(ready, event)
                    if self._connection is connection and self._clock is not None:
                        self._watch = asyncio.create_task(self._tire(connection, self._clock))
                case Unready():
                    _settle(ready, why_unready(event))
                case Violated(child=""):  # another process writes to this channel, so no line can be trusted
                    return
                case _:
                    self._deliver(event)

    def _deliver(self, event: Event) -> None:
        name = getattr(event, "child", "")
        child = self._children.get(name)
        if child is None:
            return  # nobody waits for this child any more
        self._use()
        if isinstance(event, ChildEnded):
            del self._children[name]
        child.deliver(event)


def _settle(ready: asyncio.Future[Ready], outcome: Ready | Exception) -> None:
    if ready.done():
        return
    if isinstance(outcome, Ready):
        ready.set_result(outcome)
    else:
        ready.set_exception(outcome)
        ready.exception()  # marks it as retrieved, so that asyncio doesn't complain if nobody waits for it
