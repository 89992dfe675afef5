"""A child in use, as the host sees it: its process, its commands, and what it uses of its limits."""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Optional

from tuitutor.protocol import codec
from tuitutor.protocol.events import Cause, Limit, Output, Stream
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import Frame
from tuitutor.protocol.requests import Execute, Request
from tuitutor.worker import processes, usage
from tuitutor.worker.channel import LineReader, Writer
from tuitutor.worker.child_process import ChildProcess

LOOK = 0.08  # seconds between looks at what a child uses, for each of which its keeper walks through /proc
DISK_LOOK = 0.5  # and at the files in its folder, where the kernel doesn't count them
BEGINNING = 2.0  # seconds of a command in which a learner waits for a first epoch
SHOWN = 256 << 10  # characters of output passed on for one run; the rest is counted
SHARE = 1 / 10  # of a CPU, at least: what priority 10, the usual one, gets beside programs of priority 0
LATE = 3.0  # seconds by which what the keeper tells may be late, on a busy machine
UNREAD = 10.0  # seconds in which the next command has to be read, if it is too long to wait in the pipe
NEWS = 32 << 20  # bytes of news that a child may send at once,
NEWS_A_SECOND = 256 << 10  # and then each second while a command runs: news takes memory, here and in the app
_DUMPED_FRAME = re.compile(r'^  File "(.+)", line ([1-9]\d{0,8}) in (\S+)$')


@dataclass
class ChildInUse:
    """A child that was handed out to a run; a spare one is only a process.

    `doomed` is the cause for which it is about to be killed, at the latest at the `deadline`; `asked_at` is when it was
    last asked where it is.
    """

    name: str
    process: ChildProcess
    commands: Writer
    limits: Limits
    now: Callable[[], float]  # seconds during which the host was running
    verifies: bool = False  # it never runs learner code
    reader: LineReader = field(default_factory=LineReader)
    runs: deque[str] = field(default_factory=deque)  # commands not yet closed, the running one first,
    ends: deque[int] = field(default_factory=deque)  # and where each ends among all bytes written to the child
    held: deque[Request] = field(default_factory=deque)  # the last of them, which it can't be given yet
    filenames: dict[str, list[str]] = field(default_factory=dict)  # of executed sources -> lines
    run: str = ""  # the latest command, closed or not
    trace: bytes = b""
    doomed: Optional[Cause] = None
    killed: bool = False
    deadline: float = float("inf")
    asked_at: float = 0.0
    printed: int = 0
    shown: int = 0
    dropped: int = 0
    epoch_seen: bool = False  # of the running command
    answered: bool = False  # it has closed a command, so it had begun to read
    violated: bool = False  # it sent something that no honest child sends
    weighed: bool = False  # how much memory it takes is looked at, while the latest command runs

    def __post_init__(self) -> None:
        make = codecs.getincrementaldecoder("utf-8")
        self._decoders = {"stdout": make("replace"), "stderr": make("replace")}
        self._since = self.now()
        self._looked_at = self._known_at = self._disk_at = 0.0
        self._news, self._told_at = float(NEWS), self.now()
        self._waited = self.process.waited_s
        self._at_start = self._cpu = self.cpu_s = self._used_by_now()
        self._first_bytes: Optional[int] = None
        self._most_bytes: Optional[int] = None

    def command(self, request: Request, run: str) -> None:
        """Note a command for the child that will be closed by an event of the same run."""
        self.weighed = isinstance(request, Execute) and request.most_steps > 0
        self._first_bytes = self._most_bytes = None
        if not self.runs:
            self._begin()
            self.run = run
        self.runs.append(run)
        self.held.append(request)
        if self.weighed:
            self.grown()

    def hand_over(self) -> None:
        """Give the child the next command that was held back."""
        self.write(self.held.popleft())
        self.ends.append(self.commands.written + len(self.commands))

    def write(self, request: Request) -> None:
        """Send a request to the child, if it is still there."""
        self.commands.write(codec.encode(request))

    def closed(self, run: str) -> bool:
        """Note that `run` ended; False if it is not the one that was running, or not even begun."""
        if not self.ends or self.runs[0] != run:
            return False
        self.runs.popleft()
        self.ends.popleft()
        self.answered = True
        if self.runs:
            self._begin()
            self.run = self.runs[0]
        return True

    @property
    def beginning(self) -> bool:
        """Whether a command began a moment ago, or is about to, and no epoch of it has been seen yet."""
        return not self.epoch_seen and self.now() - self._since < BEGINNING

    def _begin(self) -> None:
        self.epoch_seen = False
        self.cpu_s = max(self.cpu_s, self._used_by_now())
        self._since, self._cpu, self._waited = self.now(), self.cpu_s, self.process.waited_s
        self.shown = self.dropped = 0

    def exceeded(self) -> Optional[Limit]:
        """The limit that was exceeded, if any. Time in which the machine gave it no CPU is not its own."""
        limits, now = self.limits, self.now()
        if self.weighed:
            self.grown()
        if self.printed > limits.output_bytes:
            return "output"
        if passed := self._look(now):
            return passed
        if not self.runs:
            return None
        own = max(self._known_at, now - LATE) - self._since - (self.process.waited_s - self._waited)
        if self.answered and self.ends and self.ends[0] > self.commands.written and own > UNREAD:
            return "deaf"
        if own > limits.wall_s:
            return "wall"
        if now - self._since > limits.wall_s / SHARE:
            return "starved"
        return "cpu" if self.cpu_s - self._cpu > limits.cpu_s else None

    def _look(self, now: float) -> Optional[Limit]:
        """The exceeded limit on what all its processes use together, as far as the keeper has told."""
        if self.process.looked is None:
            return None
        self._known_at = self._looked_at
        cpu_s, passed = self.process.looked
        self.cpu_s = max(self.cpu_s, cpu_s)
        if now - self._looked_at > LOOK:
            files = now - self._disk_at > DISK_LOOK
            self._looked_at, self._disk_at = now, now if files else self._disk_at
            self.process.look(self.limits, files)
        return passed

    def _used_by_now(self) -> float:
        return usage.UsageCount(self.process.keeper).usage(self.limits.processes).cpu_s

    def grown(self) -> Optional[int]:
        """By how many bytes its memory has grown at most, by now; None if the system doesn't say."""
        others = [pid for pid in processes.below(self.process.keeper) if pid != self.process.learner]
        now = usage.unbacked(self.process.learner, others)
        if now is None:
            return None
        self._first_bytes = now if self._first_bytes is None else self._first_bytes
        self._most_bytes = max(self._most_bytes or 0, now)
        return self._most_bytes - self._first_bytes

    def spent(self) -> float:
        """CPU seconds used since the child was handed out; the final figure comes from the keeper."""
        return max(self.process.cpu_s, self.cpu_s) - self._at_start

    def output(self, stream: Stream, data: bytes) -> Optional[Output]:
        """What to pass on of newly printed bytes; past SHOWN characters a run's output is only counted."""
        self.printed += len(data)
        text = self._decoders[stream].decode(data)
        kept = text[: max(0, SHOWN - self.shown)]
        self.shown += len(kept)
        self.dropped += len(text) - len(kept)
        return Output(self.name, self.run, kept, stream) if kept else None

    def may_tell(self, size: int, passing: bool) -> bool:
        """Whether news of `size` bytes is passed on. `passing` news, which later news replaces, may use only half of
        the allowance. No honest run comes near it.
        """
        now = self.now()
        if self.runs:
            self._news = min(NEWS, self._news + (now - self._told_at) * NEWS_A_SECOND)
        self._told_at = now
        if self._news - size < NEWS / 2 * passing:
            return False
        self._news -= size
        return True

    def left_out(self) -> Optional[Output]:
        """How much of the run's output was left out; reported only once."""
        dropped, self.dropped = self.dropped, 0
        return Output(self.name, self.run, "", "stdout", dropped) if dropped else None

    def frames(self) -> tuple[Frame, ...]:
        """Where in the learner's sources the child was when it was asked, outermost first."""
        found = []
        for line in self.trace.decode("utf-8", "replace").splitlines():
            match = _DUMPED_FRAME.match(line)
            if match and match[1] in self.filenames:
                number, text = int(match[2]), self.filenames[match[1]]
                found.append(Frame(match[1], number, match[3], text[number - 1] if number <= len(text) else ""))
        return tuple(reversed(found))
