"""The worker's loop: requests in, children in between, events out. One thread, so that forking stays safe."""

from __future__ import annotations

import gc
import os
import selectors
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Optional

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.messages import (
    BatchEnded,
    Checked,
    CheckModel,
    ChildEnded,
    EpochEnded,
    Event,
    Execute,
    Executed,
    Interrupt,
    Measured,
    Output,
    Predict,
    Predicted,
    Ready,
    Request,
    Rest,
    Score,
    Scored,
    Start,
    Starting,
    Stop,
    Unready,
    Violated,
    Wake,
)
from tuitutor.worker import carrying, processes
from tuitutor.worker.channel import LineReader
from tuitutor.worker.charge import Charge
from tuitutor.worker.child import DUMP_SIGNAL
from tuitutor.worker.hatch import Hatched, can_fork, hatch

TICK = 0.1  # seconds between looks at the limits while something runs
GRACE = 0.5  # seconds that a doomed child has to say where it is
BACKLOG = 32 << 20  # bytes waiting for a slow reader, past which passing news is dropped
READ = 1 << 16
_CLOSING = (Executed, Measured, Checked, Predicted, Scored)
_NOT_A_CHILDS = (Starting, Ready, Unready, ChildEnded, Violated, Output)


class Host:
    """Children by name, and one spare that is warmed ahead unless everybody rests."""

    def __init__(self, out: int, sources: dict[str, str]) -> None:
        self._out, self._sources = out, sources
        self._outbox = bytearray()
        self._requests = LineReader()
        self._selector = selectors.DefaultSelector()
        self._charges: dict[str, Charge] = {}
        self._spare: Optional[Hatched] = None
        self._resting = False
        self._over = False
        self._home = Path(tempfile.mkdtemp(prefix="tuitutor-"))
        self._alarm, self._wake = os.pipe()

    def send(self, event: Event) -> None:
        """Queue an event; never blocks. Passing news is dropped where the reader is far behind."""
        if len(self._outbox) > BACKLOG and isinstance(event, (BatchEnded, Output)):
            return
        try:
            self._outbox += codec.encode(event)
        except ProtocolError as error:
            self._outbox += codec.encode(Violated(getattr(event, "child", ""), str(error)))
        self._flush()

    def run(self) -> None:
        """Serve until stdin ends or a signal asks to stop; then no child is left."""
        processes.adopt_orphans()
        gc.freeze()  # a child that looks for garbage in all of Keras would copy the pages that it looks at
        self._listen()
        try:
            while not self._over:
                if self._spare is None and not self._resting and not self._held_back() and not can_fork():
                    self._spare = self._hatch(warm=True)
                busy = any(charge.runs or charge.doomed or charge.beginning for charge in self._charges.values())
                for key, _ in self._selector.select(TICK if busy else None):
                    if self._selector.get_map().get(key.fd) is key:  # an earlier one may have ended its child
                        key.data()
                self._enforce()
        finally:
            self._end_all()

    # ---- in and out

    def _listen(self) -> None:
        for fd in (self._wake, self._alarm, 0, self._out):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for sig in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(sig, self._noted)
        self._selector.register(0, selectors.EVENT_READ, self._read_requests)
        self._selector.register(self._alarm, selectors.EVENT_READ, self._reap)

    def _noted(self, sig: int, _: Any) -> None:
        self._over = self._over or sig in (signal.SIGTERM, signal.SIGHUP)

    def _flush(self) -> None:
        try:
            while self._outbox:
                del self._outbox[: os.write(self._out, self._outbox)]
        except BlockingIOError:
            pass
        except OSError:
            self._over, self._outbox = True, bytearray()  # nobody reads any more
        waiting = self._out in self._selector.get_map()
        if self._outbox and not waiting:
            self._selector.register(self._out, selectors.EVENT_WRITE, self._flush)
        elif waiting and not self._outbox:
            self._selector.unregister(self._out)

    def _read_requests(self) -> None:
        data = _read(0)
        if data == b"":
            self._over = True
        for line in self._requests.feed(data or b""):
            try:
                message = codec.decode(line or b"")
            except ProtocolError as error:
                self.send(Violated("", f"unreadable request: {error}"))
                continue
            self._answer(message)  # type: ignore[arg-type]

    def _answer(self, request: Request) -> None:
        if isinstance(request, (Rest, Wake, Start)):
            self._resting = isinstance(request, Rest)
            if self._resting:
                self._release_spare()
            elif isinstance(request, Start):
                self._start(request)
            return
        charge = self._charges.get(request.child)
        if charge is None or charge.doomed:
            return  # it ended meanwhile, and its ChildEnded is on its way
        if isinstance(request, Stop):
            self._kill(charge, "stopped")
        elif isinstance(request, Interrupt):
            with suppress(ProcessLookupError):
                os.kill(charge.process.pid, signal.SIGINT)
        else:
            if isinstance(request, Execute):
                charge.filenames[request.filename] = request.source.splitlines()
            self._carry(request, charge)
            charge.command(request, request.run)

    def _carry(self, request: Request, charge: Charge) -> None:
        """Bring a child the file that its command is about, out of the folder of the child that made it."""
        if isinstance(request, CheckModel):
            name = carrying.MODEL
        elif isinstance(request, Predict):
            name = carrying.INPUTS.format(request.function)
        elif isinstance(request, Score):
            name = carrying.PREDICTIONS.format(request.function)
        else:
            return
        source = self._charges.get(request.of or "")
        if source is not None:
            carrying.carry(source.process.opened, name, charge.process.opened, charge.limits.file_bytes)

    # ---- children

    def _start(self, request: Start) -> None:
        spare = self._spare if request.warm else None
        if spare is not None:
            self._spare = None
        process = spare or self._hatch(warm=False)
        charge = self._charges[request.child] = Charge(request.child, process, request.limits)
        for fd, handler in (
            (process.events, self._read_events),
            (process.stdout, self._read_stdout),
            (process.stderr, self._read_stderr),
            (process.trace, self._read_trace),
        ):
            self._selector.register(fd, selectors.EVENT_READ, _bound(handler, charge))
        charge.write(request)

    def _release_spare(self) -> None:
        spare, self._spare = self._spare, None
        if spare is not None:
            processes.kill_tree(spare.pid)
            with suppress(ChildProcessError):
                os.waitpid(spare.pid, 0)
            self._discard(spare)

    def _held_back(self) -> bool:
        """Whether a child needs the CPU more than the next spare does, as somebody waits for its first epoch."""
        return any(charge.beginning for charge in self._charges.values())

    def _hatch(self, warm: bool) -> Hatched:
        held = [self._alarm, self._wake, self._out, self._selector.fileno()]
        for process in self._processes():
            held += process.descriptors
        return hatch(self._home, self._sources, tuple(held), warm)

    def _processes(self) -> list[Hatched]:
        spare = [] if self._spare is None else [self._spare]
        return spare + [charge.process for charge in self._charges.values()]

    def _read_events(self, charge: Charge) -> None:
        data = _read(charge.process.events)
        if data == b"":
            self._selector.unregister(charge.process.events)
        for line in charge.reader.feed(data or b""):
            self._relay(charge, line)

    def _relay(self, charge: Charge, line: Optional[bytes]) -> None:
        try:
            event = codec.decode(line) if line is not None else None
        except ProtocolError as error:
            self.send(Violated(charge.name, str(error)))
            return
        if event is None or isinstance(event, _NOT_A_CHILDS) or getattr(event, "child", None) != charge.name:
            self.send(Violated(charge.name, "a message that is not a child's to send"))
            return
        self._read_stdout(charge)  # a pipe holds no more than one read: what was printed before the event comes first
        self._read_stderr(charge)
        if isinstance(event, EpochEnded):
            charge.settle()
        if isinstance(event, _CLOSING):
            self._drain(charge)
            self._tell_left_out(charge)
            if not charge.closed(event.run):
                self.send(Violated(charge.name, f"{type(event).__name__} closes nothing that runs"))
                return
        self.send(event)  # type: ignore[arg-type]

    def _read_stdout(self, charge: Charge) -> bool:
        return self._pass_on(charge, "stdout", charge.process.stdout)

    def _read_stderr(self, charge: Charge) -> bool:
        return self._pass_on(charge, "stderr", charge.process.stderr)

    def _pass_on(self, charge: Charge, stream: str, fd: int) -> bool:
        """Pass printed text on; whether there was any."""
        data = _read(fd)
        if data == b"" and fd in self._selector.get_map():
            self._selector.unregister(fd)
        output = charge.output(stream, data) if data else None
        if output is not None:
            self.send(output)
        return bool(data)

    def _drain(self, charge: Charge) -> None:
        for read in (self._read_stdout, self._read_stderr):
            while read(charge) and not charge.exceeded():
                pass

    def _tell_left_out(self, charge: Charge) -> None:
        output = charge.left_out()
        if output is not None:
            self.send(output)

    def _read_trace(self, charge: Charge) -> None:
        data = _read(charge.process.trace)
        if data == b"":
            self._selector.unregister(charge.process.trace)
        charge.trace = (charge.trace + (data or b""))[-READ:]

    # ---- ends

    def _enforce(self) -> None:
        now = time.monotonic()
        for charge in list(self._charges.values()):
            if not charge.doomed and (limit := charge.exceeded()):
                charge.doomed, charge.deadline, charge.trace = limit, now + GRACE, b""
                with suppress(ProcessLookupError):
                    os.kill(charge.process.pid, DUMP_SIGNAL)
            elif charge.doomed and (charge.frames() or now > charge.deadline):
                self._kill(charge, charge.doomed)

    def _kill(self, charge: Charge, cause: str) -> None:
        charge.doomed, charge.deadline = cause, float("inf")
        processes.kill_tree(charge.process.pid)

    def _reap(self) -> None:
        _read(self._alarm)
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._ended(pid, os.waitstatus_to_exitcode(status))

    def _ended(self, pid: int, code: int) -> None:
        if self._spare is not None and self._spare.pid == pid:
            self._discard(self._spare)
            self._spare = None
            return
        charge = next((charge for charge in self._charges.values() if charge.process.pid == pid), None)
        if charge is None:
            return  # an adopted orphan
        self._kill_strays(charge)
        for read in (self._read_events, self._read_trace):
            if self._is_open(charge, read):
                read(charge)
        self._drain(charge)
        self._tell_left_out(charge)
        del self._charges[charge.name]
        for fd in (charge.process.events, charge.process.stdout, charge.process.stderr, charge.process.trace):
            if fd in self._selector.get_map():
                self._selector.unregister(fd)
        self._discard(charge.process)
        cause, number = _cause(charge, code)
        self.send(ChildEnded(charge.name, cause, number, charge.frames()))

    def _is_open(self, charge: Charge, read: Callable[[Charge], Any]) -> bool:
        fd = charge.process.events if read == self._read_events else charge.process.trace
        return fd in self._selector.get_map()

    def _kill_strays(self, charge: Charge) -> None:
        """End what the child left behind: its group, and orphans, which are our own children by now."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(charge.process.pid, signal.SIGKILL)
        known = {process.pid for process in self._processes()}
        while strays := [pid for pid in processes.children(os.getpid()) if pid not in known]:
            for pid in strays:
                processes.kill_tree(pid)
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)  # its own children become ours, and are next

    def _discard(self, process: Hatched) -> None:
        for fd in process.descriptors:
            os.close(fd)
        shutil.rmtree(process.folder, ignore_errors=True)

    def _end_all(self) -> None:
        for process in self._processes():
            processes.kill_tree(process.pid)
        for pid in processes.descendants(os.getpid()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self._home, ignore_errors=True)


def _cause(charge: Charge, code: int) -> tuple[str, int]:
    if charge.doomed:
        return charge.doomed, 0
    if code >= 0:
        return "exited", code
    return ("cpu", 0) if -code == signal.SIGXCPU else ("crashed", -code)


def _bound(handler: Callable[[Charge], Any], charge: Charge) -> Callable[[], Any]:
    return lambda: handler(charge)


def _read(fd: int) -> Optional[bytes]:
    """Bytes that are there; b"" at the end; None when there is nothing just now."""
    try:
        return os.read(fd, READ)
    except BlockingIOError:
        return None
    except OSError:
        return b""
