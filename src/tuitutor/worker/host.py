"""The worker's loop: requests in, children in between, events out.

It knows the protocol, the limits and who is whose; it never imports Keras and never forks, and learner code never runs
in a process that was forked from this one once it has served a request.
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
from typing import Any, Optional

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.messages import (
    BatchEnded,
    Cause,
    Checked,
    CheckModel,
    ChildEnded,
    Drawn,
    EpochEnded,
    Event,
    Execute,
    Executed,
    FigureShown,
    FitEnded,
    FitStarted,
    Interrupt,
    Loading,
    Measure,
    Measured,
    ModelDrawn,
    Output,
    Predict,
    Predicted,
    Ready,
    Request,
    Rest,
    ScalarLogged,
    Score,
    Scored,
    Spent,
    Start,
    Stop,
    Stream,
    ValueShown,
    Violated,
    Wake,
)
from tuitutor.worker import carrying, processes, scratch
from tuitutor.worker.channel import LineReader
from tuitutor.worker.charge import Charge
from tuitutor.worker.hatch import Hatched, hatch

TICK = 0.1  # seconds between looks at the limits while something runs
GRACE = 0.5  # seconds that a doomed child has to say where it is, and others to end by themselves
PATIENCE = {"wall": 3.0, "cpu": 3.0}  # more, on a busy machine, where nothing grows meanwhile
BACKLOG = 32 << 20  # bytes waiting for a slow reader, past which news is dropped
READ = 1 << 16
_CLOSING = (Executed, Measured, Drawn, Checked, Predicted, Scored)
_NEWS = (FitStarted, BatchEnded, EpochEnded, FitEnded, ScalarLogged, FigureShown, ModelDrawn, ValueShown, Loading)


class Host:
    """Children by name, and one spare that is warmed ahead unless everybody rests. The zygote makes them.

    `control` is the socket to the zygote, `zygote` its process; `complete` adds to its greeting what only we know.
    """

    def __init__(self, out: int, control: socket.socket, zygote: int, complete: Callable[[Ready], Ready]) -> None:
        self._out, self._control, self._zygote, self._complete = out, control, zygote, complete
        self._outbox = bytearray()
        self._requests = LineReader()
        self._selector = selectors.DefaultSelector()
        self._charges: dict[str, Charge] = {}
        self._spare: Optional[Hatched] = None
        self._forks = False
        self._resting = self._over = self._orphaned = False
        self._spent = 0.0  # CPU seconds of children that have ended
        scratch.sweep()  # meanwhile the zygote imports Keras
        self._home = scratch.make()
        self._alarm, self._wake = os.pipe()

    def send(self, event: Event) -> None:
        """Queue an event; never blocks. Output is dropped where the reader is far behind."""
        if len(self._outbox) > BACKLOG and isinstance(event, Output):
            return
        self._queue(_encoded(event))

    def _queue(self, line: bytes) -> None:
        self._outbox += line
        self._flush()

    def run(self) -> int:
        """Serve until stdin ends, a signal asks to stop or the zygote is gone; then no child is left.

        Returns how the zygote ended, as wait(2) says it: 0 where that was on our word.
        """
        processes.adopt_orphans()
        self._listen()
        status = 0
        try:
            while not self._over:
                if self._forks and self._spare is None and not self._resting and not self._held_back():
                    self._spare = self._hatch(warm=True)
                busy = any(charge.runs or charge.doomed or charge.beginning for charge in self._charges.values())
                for key, _ in self._selector.select(TICK if busy else None):
                    if self._selector.get_map().get(key.fd) is key:  # an earlier one may have ended its child
                        key.data()
                self._enforce()
        except BrokenPipeError:  # the zygote's socket: it is gone
            self._orphaned = True
        finally:
            status = self._end_all()
        return status

    # ---- in and out

    def _listen(self) -> None:
        for fd in (self._wake, self._alarm, 0, self._out):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for sig in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(sig, self._noted)
        self._control.setblocking(False)
        self._selector.register(0, selectors.EVENT_READ, self._read_requests)
        self._selector.register(self._alarm, selectors.EVENT_READ, lambda: _read(self._alarm))
        self._selector.register(self._control, selectors.EVENT_READ, self._hear_zygote)

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
            charge.process.signal(signal.SIGINT)
        else:
            if isinstance(request, Execute):
                charge.filenames[request.filename] = request.source.splitlines()
            self._carry(request, charge)
            charge.command(request, request.run)

    def _carry(self, request: Request, charge: Charge) -> None:
        """Bring a child the files that its command is about, out of the folder of the child that made them."""
        match request:
            case CheckModel(of=of):
                names = [carrying.MODEL, carrying.FIRST]
            case Measure(of=of):
                names = [carrying.DRAWN]
            case Predict(of=of, function=function):
                names = [carrying.INPUTS.format(function)]
            case Score(of=of, function=function):
                names = [carrying.PREDICTIONS.format(function)]
            case _:
                return
        source = self._charges.get(of or "")
        if source is None:
            return
        for name in names:
            carrying.carry(source.process.opened, name, charge.process.opened, charge.limits.file_bytes)

    # ---- children

    def _hear_zygote(self) -> None:
        """Its greeting, or its end."""
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
        except ProtocolError:  # somebody writes where the zygote alone may
            self._over = True
            return
        if isinstance(greeting, Ready):
            greeting = self._complete(greeting)
            self._forks = greeting.forks
        self.send(greeting)  # type: ignore[arg-type]

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
            spare.end()

    def _held_back(self) -> bool:
        """Whether a child needs the CPU more than the next spare does, as somebody waits for its first epoch."""
        return any(charge.beginning for charge in self._charges.values())

    def _hatch(self, warm: bool) -> Hatched:
        process = hatch(self._home, self._control, warm)
        self._selector.register(process.news, selectors.EVENT_READ, lambda: self._news(process))
        return process

    def _processes(self) -> list[Hatched]:
        spare = [] if self._spare is None else [self._spare]
        return spare + [charge.process for charge in self._charges.values()]

    def _news(self, process: Hatched) -> None:
        if process.hear():
            return
        self._selector.unregister(process.news)
        with suppress(OSError):
            self._control.send(b"{}")  # it may take the keeper off its list
        charge = next((charge for charge in self._charges.values() if charge.process is process), None)
        if charge is not None:
            self._ended(charge)
        elif self._spare is process:
            self._spare = None
        process.close()

    def _read_events(self, charge: Charge) -> None:
        data = _read(charge.process.events)
        if data == b"":
            self._selector.unregister(charge.process.events)
        for line in charge.reader.feed(data or b""):
            self._relay(charge, line)

    def _relay(self, charge: Charge, line: Optional[bytes]) -> None:
        if charge.violated:
            return  # nothing that it says counts any more
        try:
            event = codec.decode(line) if line is not None else None
        except ProtocolError as error:
            self._violated(charge, str(error))
            return
        if not isinstance(event, (*_NEWS, *_CLOSING)) or event.child != charge.name:
            self._violated(charge, "a message that is not a child's to send")
            return
        self._read_stdout(charge)  # a pipe holds no more than one read: what was printed before the event comes first
        self._read_stderr(charge)
        if isinstance(event, EpochEnded):
            charge.settle()
        if isinstance(event, _CLOSING):
            self._drain(charge)
            self._tell_left_out(charge)
            if not charge.closed(event.run):
                self._violated(charge, f"{type(event).__name__} closes nothing that runs")
                return
            self._tell_spent(charge.name)
            self.send(event)
        elif len(self._outbox) <= BACKLOG:
            line = _encoded(event)  # which may be several times as long as what the child wrote
            passing = isinstance(event, BatchEnded) or (isinstance(event, FigureShown) and not event.final)
            if charge.may_tell(len(line), passing):
                self._queue(line)

    def _violated(self, charge: Charge, problem: str) -> None:
        charge.violated = True
        self.send(Violated(charge.name, problem))

    def _read_stdout(self, charge: Charge) -> bool:
        return self._pass_on(charge, "stdout", charge.process.stdout)

    def _read_stderr(self, charge: Charge) -> bool:
        return self._pass_on(charge, "stderr", charge.process.stderr)

    def _pass_on(self, charge: Charge, stream: Stream, fd: int) -> bool:
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

    def _tell_spent(self, child: str) -> None:
        spent = self._spent + sum(charge.spent() for charge in self._charges.values())
        self.send(Spent(child, round(spent, 2)))

    # ---- ends

    def _enforce(self) -> None:
        now = time.monotonic()
        for charge in list(self._charges.values()):
            if charge.killed:
                if now > charge.deadline:
                    charge.process.kill()
            elif not charge.doomed and (limit := charge.exceeded()):
                charge.doomed, charge.deadline = limit, now + PATIENCE.get(limit, GRACE)
                self._ask_where(charge, now)
            elif charge.doomed and (charge.frames() or now > charge.deadline):
                self._kill(charge, charge.doomed)
            elif charge.doomed and now > charge.asked + GRACE:
                self._ask_where(charge, now)  # its code may only just have begun

    def _ask_where(self, charge: Charge, now: float) -> None:
        charge.asked, charge.trace = now, b""
        charge.process.signal(processes.DUMP_SIGNAL)

    def _kill(self, charge: Charge, cause: Cause) -> None:
        charge.doomed, charge.killed, charge.deadline = cause, True, time.monotonic() + GRACE
        charge.process.end()

    def _ended(self, charge: Charge) -> None:
        for read in (self._read_events, self._read_trace):
            if self._is_open(charge, read):
                read(charge)
        self._drain(charge)
        self._tell_left_out(charge)
        process = charge.process
        for fd in (process.events, process.stdout, process.stderr, process.trace):
            if fd in self._selector.get_map():
                self._selector.unregister(fd)
        self._tell_spent(charge.name)
        del self._charges[charge.name]
        self._spent += charge.spent()
        cause, number = _cause(charge)
        self.send(ChildEnded(charge.name, cause, number, charge.frames()))

    def _is_open(self, charge: Charge, read: Callable[[Charge], Any]) -> bool:
        fd = charge.process.events if read == self._read_events else charge.process.trace
        return fd in self._selector.get_map()

    def _end_all(self) -> int:
        for process in self._processes():
            process.end()
        until = time.monotonic() + GRACE
        waiting = self._processes()
        while waiting and time.monotonic() < until:
            select.select([process.news for process in waiting], [], [], max(0.0, until - time.monotonic()))
            waiting = [process for process in waiting if process.hear()]
        status = self._end_zygote()
        for pid in processes.descendants(os.getpid()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        scratch.remove(self._home)
        return status

    def _end_zygote(self) -> int:
        until = time.monotonic() + GRACE * self._orphaned  # one that ends by itself says how
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


def _encoded(event: Event) -> bytes:
    """The line of an event; where that is too long, which a child's may be once it is written our way, says so."""
    try:
        return codec.encode(event)
    except ProtocolError as error:
        return codec.encode(Violated(getattr(event, "child", ""), str(error)))


def _cause(charge: Charge) -> tuple[Cause, int]:
    process = charge.process
    if charge.doomed:
        return charge.doomed, 0
    if process.problem:
        return "sandbox", 0
    if process.status is None:  # its keeper was killed
        return "crashed", int(signal.SIGKILL)
    code = os.waitstatus_to_exitcode(process.status)
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
