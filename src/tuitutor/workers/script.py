"""Runs a script of the learner's own in their Python, and reads what it prints and trains."""

from __future__ import annotations

import os
import selectors
import shlex
import signal
import subprocess
import tempfile
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE
from typing import IO, NoReturn, cast, get_args

from tuitutor.errors import ProtocolError, WorkerUnavailable
from tuitutor.protocol import codec
from tuitutor.protocol.events import ChildEnded, Event, Output, ScriptStarted, Stream
from tuitutor.workers.argv import SCRIPT_BOOT, LaunchCommand, payload

_PIECE = 1 << 16  # bytes that are read at a time
_MOST = 16 * _PIECE  # and at once
_LONGEST_LINE = 1 << 16  # characters of a line to wait for
_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
_RANKS = ("SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK", "RANK")


def become(python: str, words: Sequence[str], to: Path, environ: Mapping[str, str]) -> NoReturn:
    """Become the script of `words`, which appends to the file `to`; of a parallel job, only the first process does."""
    command = [python]
    if not any(environ.get(rank, "0") not in ("", "0") for rank in _RANKS):
        source = _source(to=str(to))
        os.set_inheritable(source, True)
        command = [python, "-c", SCRIPT_BOOT, str(source)]
    os.execve(python, [*command, *words], dict(environ))


def _source(**arguments: object) -> int:
    """A descriptor from which our source is read."""
    with tempfile.TemporaryFile() as file:
        file.write(payload(**arguments))
        file.seek(0)
        return os.dup(file.fileno())


class Script:
    """A script that runs in a process, with the stream that has its events, and those that it prints."""

    def __init__(
        self, process: subprocess.Popen[bytes], recorded: IO[bytes], printed: Mapping[Stream, IO[bytes]]
    ) -> None:
        self._process, self._recorded = process, recorded
        self._printed = {file.fileno(): _Lines(stream) for stream, file in printed.items()}
        self._files = (recorded, *printed.values())

    def events(self, poll: float) -> Iterator[list[Event]]:
        """What it prints and records until it ends: a list as soon as there is some, and every `poll` seconds.

        The last event is `ChildEnded`.
        """
        recorded, rest, ended = self._recorded.fileno(), b"", False
        with selectors.DefaultSelector() as selector:
            for fd in (recorded, *self._printed):
                os.set_blocking(fd, False)
                selector.register(fd, selectors.EVENT_READ)
            while selector.get_map():
                is_gone = self._process.poll() is not None  # asked first, as it may yet write something and end
                if not selector.select(0 if is_gone else poll) and is_gone:
                    break  # a process that it started and left behind still has its output open
                *lines, rest = (rest + _read(recorded, selector)).split(b"\n")  # what it printed before comes first
                outputs = [part for fd, text in self._printed.items() for part in text.decode(_read(fd, selector))]
                events = [event for line in lines for each in _decoded(line) for event in self._in_lines(each)]
                ended = ended or any(isinstance(event, ChildEnded) for event in events)
                yield [*outputs, *events]
        yield [part for text in self._printed.values() for part in text.rest()]
        status = self._process.wait()
        if not ended:
            yield [ChildEnded("", "exited" if status >= 0 else "crashed", abs(status))]

    def _in_lines(self, event: Event) -> Iterator[Event]:
        yield event

    @property
    def memory(self) -> int:
        """The bytes of memory that its process uses; 0 if unknown."""
        with suppress(OSError, ValueError, IndexError):
            pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        return 0

    def pass_on(self, number: int) -> None:
        """Send it a signal that we got, unless the terminal has sent that to both of us."""
        if number != signal.SIGINT or not _has_terminal():
            self._process.send_signal(number)

    def end(self) -> None:
        """End it if it is running."""
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            self._process.kill()
        self._process.wait()
        for file in self._files:
            file.close()


class _LaunchedScript(Script):
    """A script behind a launcher: it records on standard output, and hears of signals on standard input."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        super().__init__(process, process.stdout, {"stderr": process.stderr})
        self._stdin = process.stdin
        self._lines: dict[Stream, _Lines] = {"stdout": _Lines("stdout"), "stderr": _Lines("stderr")}
        # a launcher may read it only once it has left the queue
        threading.Thread(target=self._send, args=(payload(folder=str(Path.cwd())),), daemon=True).start()

    def _send(self, data: bytes) -> None:
        with suppress(OSError, ValueError):  # it has ended
            self._stdin.write(data)
            self._stdin.flush()

    def _in_lines(self, event: Event) -> Iterator[Event]:
        if isinstance(event, Output):
            yield from self._lines[event.stream].add(event.text)
            return
        if isinstance(event, ChildEnded):
            yield from (part for lines in self._lines.values() for part in lines.rest())
        yield event

    @property
    def memory(self) -> int:
        return 0

    def pass_on(self, number: int) -> None:
        self._send(b"%d\n" % number)

    def end(self) -> None:
        with suppress(OSError):
            self._stdin.close()
        super().end()


class Record:
    """The file that a script's events were written to, or are being written to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._at, self._rest = 0, b""

    def read(self) -> Iterator[Event]:
        """The events since the last call. Raises OSError. Lines that are torn or not ours are left out."""
        with self.path.open("rb") as file:
            if file.seek(0, 2) < self._at:
                self._at, self._rest = 0, b""  # another file has taken its place
            file.seek(self._at)
            while piece := file.read(_PIECE):
                self._at += len(piece)
                *lines, self._rest = (self._rest + piece).split(b"\n")
                for line in lines:
                    yield from _decoded(line)
                if len(self._rest) > codec.MAX_LINE:
                    self._rest = b""


def is_record(path: Path) -> bool:
    """Whether a file begins as a record does."""
    with suppress(OSError), path.open("rb") as file:
        return any(isinstance(event, ScriptStarted) for event in _decoded(file.readline(codec.MAX_LINE).strip()))
    return False


class _Lines:
    """Whole lines of a stream: of two streams, no line is cut by the other's."""

    def __init__(self, stream: Stream) -> None:
        self._stream, self._decoder, self._line = stream, getincrementaldecoder("utf-8")("replace"), ""

    def decode(self, data: bytes) -> Iterator[Output]:
        return self.add(self._decoder.decode(data))

    def add(self, text: str) -> Iterator[Output]:
        text = self._line + text
        end = text.rfind("\n") + 1
        end = len(text) if len(text) - end > _LONGEST_LINE else end
        text, self._line = text[:end], text[end:]
        if text:
            yield Output("", "", text, self._stream)

    def rest(self) -> Iterator[Output]:
        if text := self._line + self._decoder.decode(b"", final=True):
            yield Output("", "", text, self._stream)


def _read(fd: int, selector: selectors.BaseSelector) -> bytes:
    data = b""
    with suppress(BlockingIOError):
        while fd in selector.get_map() and len(data) < _MOST:
            piece = os.read(fd, _PIECE)
            data += piece
            if not piece:
                selector.unregister(fd)
    return data


def _decoded(line: bytes) -> Iterator[Event]:
    with suppress(ProtocolError):  # a launcher may write there, too
        message = codec.decode(line)
        if isinstance(message, get_args(Event)):
            yield cast(Event, message)


def _has_terminal() -> bool:
    """Whether our process group is the one that reads the terminal, and so gets its ctrl+c."""
    with suppress(OSError):
        return os.tcgetpgrp(0) == os.getpgrp()
    return False


@contextmanager
def started(python: str, via: str, words: Sequence[str], environ: Mapping[str, str]) -> Iterator[Script]:
    """The script of `words`, started by `python`, behind the launcher `via` if there is one. It receives our signals.

    Behind a launcher its standard input is empty, since our source comes that way. Raises WorkerUnavailable.
    """
    try:
        script = _behind(python, via, words, environ) if via else _here(python, words)
    except OSError as error:
        raise WorkerUnavailable(f"{via or python} cannot be started: {error.strerror}.") from None
    before = {number: signal.signal(number, lambda got, _: script.pass_on(got)) for number in _PASSED_ON}
    try:
        yield script
    finally:
        script.end()
        for number, handler in before.items():
            signal.signal(number, handler)


def _here(python: str, words: Sequence[str]) -> Script:
    read, write = os.pipe()
    source = _source(events=write)
    try:
        process = subprocess.Popen(
            [python, "-c", SCRIPT_BOOT, str(source), *words], stdout=PIPE, stderr=PIPE, pass_fds=(source, write)
        )
    finally:
        os.close(source)
        os.close(write)
    assert process.stdout
    assert process.stderr
    return Script(process, os.fdopen(read, "rb", 0), {"stdout": process.stdout, "stderr": process.stderr})


def _behind(python: str, via: str, words: Sequence[str], environ: Mapping[str, str]) -> Script:
    command = LaunchCommand(python, tuple(shlex.split(via)))
    argv = command.launched([python, "-c", SCRIPT_BOOT, "0", *words], environ)
    process = subprocess.Popen(argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True)
    return _LaunchedScript(process)
