"""The worker's loop: it reads requests, orders and limits children, and sends events.

It knows the protocol, the limits and the processes of every child. It never imports Keras and never forks: learner code
runs only in descendants of the zygote, which was forked before this process served any request.
"""

from __future__ import annotations

import os
import select
import selectors
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Optional

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import Alive, Cause, ChildEnded, Ready, Violated
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import (
    BuildLayers,
    Execute,
    Interrupt,
    Keep,
    LoadAnew,
    Measure,
    Ping,
    Predict,
    Record,
    Repeat,
    Request,
    Rerun,
    Rest,
    Start,
    Stop,
    TakeOver,
    Wake,
)
from tuitutor.worker import carrying, processes, scratch
from tuitutor.worker.channel import LineReader, Outbox, Writer, read_some
from tuitutor.worker.child_process import ChildInUse, ChildProcess, order
from tuitutor.worker.relay import Relay
from tuitutor.worker.usage import Clock
from tuitutor.worker.walls.sandbox import Plan

_OF_LEARNER_CODE = (Execute, Keep, Measure, Rerun, Record, Repeat, Predict, LoadAnew, TakeOver, BuildLayers)
TICK = 0.1  # seconds between checks of the limits while something runs
GRACE = 0.5  # seconds for a doomed child to dump its traceback, and for processes to end by themselves
PATIENCE = {"wall": 3.0, "cpu": 3.0}  # in place of GRACE, for busy machines: nothing grows meanwhile


class Host:
    """Serves the app. It has children by name, and from `Wake` or a warm `Start` until `Rest` a spare, warmed child.

    `control` is the socket to the zygote, which forks children, and `zygote` its pid; `plan` has the walls. `complete`
    completes the zygote's greeting. `home` is the folder for all files, if there is one already. `has_hidden`: the
    course has hidden files; only children that verify, and so never run learner code, may read them.
    """

    def __init__(
        self,
        out: int,
        control: socket.socket,
        zygote: int,
        plan: Plan,
        complete: Callable[[Ready], Ready],
        home: Optional[Path],
        has_hidden: bool,
    ) -> None:
        self._control, self._zygote, self._plan, self._complete = control, zygote, plan, complete
        self._requests = LineReader()
        self._selector = selectors.DefaultSelector()
        self._outbox = Outbox(out, self._selector)
        self._relay = Relay(self._outbox, self._selector, self._spent)
        self._children: dict[str, ChildInUse] = {}
        self._clock = Clock()
        self._spare: Optional[ChildProcess] = None
        self._room = Limits().disk_bytes  # for the files of the next spare
        self._forks = False
        self._resting = True  # until somebody is at work
        self._over = self._orphaned = False
        self._spent_before = 0.0  # CPU seconds of children that have ended
        self._has_hidden = has_hidden
        if home is None:
            scratch.sweep_scratch()  # meanwhile the zygote imports Keras
        self._home = home or scratch.make()
        self._alarm, self._wake = os.pipe()

    def run(self) -> int:
        """Serve until stdin ends, a signal arrives or the zygote is gone; afterwards no child is left.

        Returns the wait(2) status of the zygote: 0 if we ended it.
        """
        processes.adopt_orphans()
        for fd in (self._wake, self._alarm, 0):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for sig in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(sig, self._signalled)
        self._control.setblocking(False)
        self._selector.register(0, selectors.EVENT_READ, self._read_requests)
        self._selector.register(self._alarm, selectors.EVENT_READ, partial(read_some, self._alarm))
        self._selector.register(self._control, selectors.EVENT_READ, self._hear_zygote)
        status = 0
        try:
            while not (self._over or self._outbox.lost):
                if not any(child.beginning for child in self._children.values()):  # its first epoch needs the CPU
                    self._keep_spare()
                busy = any(child.runs or child.doomed or child.beginning for child in self._children.values())
                for key, _ in self._selector.select(TICK if busy else None):
                    if self._selector.get_map().get(key.fd) is key:  # an earlier event may have ended its child
                        key.data()
                self._enforce()
        except BrokenPipeError:  # the zygote's socket: it is gone
            self._orphaned = True
        finally:
            status = self._end_all()
        return status

    # ---- in and out

    def _signalled(self, sig: int, _: Any) -> None:
        self._over = self._over or sig in (signal.SIGTERM, signal.SIGHUP)

    def _read_requests(self) -> None:
        data = read_some(0)
        if data == b"":
            self._over = True
        for line in self._requests.feed(data or b""):
            try:
                message = codec.decode(line or b"")
            except ProtocolError as error:
                self._outbox.send(Violated("", f"unreadable request: {error}"))
                continue
            self._answer(message)  # type: ignore[arg-type]

    def _answer(self, request: Request) -> None:
        if isinstance(request, Ping):
            self._outbox.send(Alive())
            return
        if isinstance(request, Start):
            self._resting = self._resting and not request.warm
            self._start(request)
            return
        if isinstance(request, (Rest, Wake)):
            self._resting = isinstance(request, Rest)
            if self._resting and self._spare is not None:
                self._spare.end()
                self._spare = None
            self._keep_spare()  # now, so that a `Start` that came with a `Wake` finds it
            return
        child = self._children.get(request.child)
        if child is None or child.doomed:
            return  # it ended meanwhile, and its ChildEnded is on its way
        if isinstance(request, Stop):
            self._kill(child, "stopped")
        elif isinstance(request, Interrupt):
            child.process.signal(signal.SIGINT)
        elif child.verifies and isinstance(request, _OF_LEARNER_CODE):
            self._kill(child, "stopped")  # it may read hidden files, which no learner code may
        else:
            if isinstance(request, (Execute, BuildLayers)):
                child.filenames[request.filename] = request.source.splitlines()
            child.command(request, request.run)
            self._hand_over(child)

    def _hand_over(self, child: ChildInUse) -> None:
        """Send the child its pending commands, and copy their files, once its folder is there."""
        while child.pending and child.process.opened is not None:
            self._carry(child.pending[0], child)
            child.hand_over()

    def _carry(self, request: Request, child: ChildInUse) -> None:
        """Copy a command's files to the child's folder, from the folder of the child that made them."""
        of, names = carrying.files_of(request)
        source = self._children.get(of)
        if source is None or source.process.opened is None or child.process.opened is None:
            return
        if isinstance(request, TakeOver):
            carrying.carry_all(source.process.opened, child.process.opened, child.limits)
        for name in names:
            carrying.carry(source.process.opened, name, child.process.opened, child.limits.file_bytes)

    # ---- children

    def _hear_zygote(self) -> None:
        """Read the zygote's greeting, or notice its end."""
        try:
            data = self._control.recv(codec.MAX_LINE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._over = self._orphaned = True
            return
        try:
            greeting = codec.decode(data.rstrip(b"\n"))
        except ProtocolError:  # another process writes to the zygote's socket
            self._over = True
            return
        if isinstance(greeting, Ready):
            greeting = self._complete(greeting)
            self._forks = greeting.forks
        self._outbox.send(greeting)  # type: ignore[arg-type]

    def _start(self, request: Start) -> None:
        room = request.limits.disk_bytes
        hidden = request.verifies and self._has_hidden
        takes_spare = request.warm and not hidden
        if takes_spare and room != self._room:
            self._room = room
            if self._spare is not None and self._plan.namespaces:
                self._spare.end()
                self._spare = self._order(True, room)
        if takes_spare and self._spare is not None:
            process, self._spare = self._spare, None
        else:
            process = self._order(False, room, hidden)
        commands = Writer(process.commands, self._selector)
        child = ChildInUse(request.child, process, commands, request.limits, self._clock.now, request.verifies)
        self._children[request.child] = child
        self._relay.follow(child)
        child.write(request)

    def _keep_spare(self) -> None:
        if self._forks and self._spare is None and not self._resting:
            self._spare = self._order(True, self._room)

    def _order(self, warm: bool, room: int, hidden: bool = False) -> ChildProcess:
        process = order(self._home, self._control, warm, room if self._plan.namespaces else 0, hidden)
        self._selector.register(process.news, selectors.EVENT_READ, partial(self._hear_keeper, process))
        return process

    def _spent(self) -> float:
        """Return the CPU seconds of all children so far."""
        return self._spent_before + sum(child.spent() for child in self._children.values())

    def _hear_keeper(self, process: ChildProcess) -> None:
        if process.hear():
            for child in self._children.values():
                self._hand_over(child)
            return
        self._selector.unregister(process.news)
        with suppress(OSError):
            self._control.send(b"{}")  # have the zygote reap the keeper
        ended = next((child for child in self._children.values() if child.process is process), None)
        if ended is not None:
            self._relay.finish(ended)
            ended.commands.close()
            del self._children[ended.name]
            self._spent_before += ended.spent()
            self._outbox.send(ChildEnded(ended.name, *_cause(ended), ended.frames()))
        elif self._spare is process:
            self._spare = None
        process.close()

    # ---- ends

    def _enforce(self) -> None:
        now = self._clock.now()
        for child in list(self._children.values()):
            if child.killed:
                if now > child.deadline:
                    child.process.kill()
            elif not child.doomed and (limit := child.exceeded()):
                child.doomed, child.deadline = limit, now + PATIENCE.get(limit, GRACE)
                self._request_trace(child, now)
            elif child.doomed and (child.frames() or now > child.deadline):
                self._kill(child, child.doomed)
            elif child.doomed and now > child.dumped_at + GRACE:
                self._request_trace(child, now)  # its code may only just have begun

    def _request_trace(self, child: ChildInUse, now: float) -> None:
        child.dumped_at, child.trace = now, b""
        child.process.signal(processes.DUMP_SIGNAL)

    def _kill(self, child: ChildInUse, cause: Cause) -> None:
        child.doomed, child.killed, child.deadline = cause, True, self._clock.now() + GRACE
        child.process.end()

    def _end_all(self) -> int:
        try:
            waiting = [] if self._spare is None else [self._spare]
            waiting += [child.process for child in self._children.values()]
            for process in waiting:
                process.end()
            until = time.monotonic() + GRACE
            while waiting and time.monotonic() < until:
                select.select([process.news for process in waiting], [], [], max(0.0, until - time.monotonic()))
                waiting = [process for process in waiting if process.hear()]
            status = self._end_zygote()
            for pid in processes.descendants(os.getpid()):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return status
        finally:
            scratch.clear(self._home, GRACE)

    def _end_zygote(self) -> int:
        until = time.monotonic() + GRACE * self._orphaned  # if it ended by itself, its status counts
        while True:
            ended, status = os.waitpid(self._zygote, os.WNOHANG)
            if ended:
                return status if self._orphaned else 0
            if time.monotonic() > until:
                break
            time.sleep(0.01)
        os.kill(self._zygote, signal.SIGKILL)
        os.waitpid(self._zygote, 0)
        return 0


def _cause(child: ChildInUse) -> tuple[Cause, int]:
    process = child.process
    if child.doomed:
        return child.doomed, 0
    if process.problem:
        return "sandbox", 0
    if process.status is None:  # its keeper was killed
        return "crashed", int(signal.SIGKILL)
    code = os.waitstatus_to_exitcode(process.status)
    if code >= 0:
        return "exited", code
    if code == -signal.SIGBUS and process.is_full():  # there was no room for a page of a mapped file
        return "disk", 0
    return ("cpu", 0) if -code == signal.SIGXCPU else ("crashed", -code)
