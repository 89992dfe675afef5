"""Runs a script with the recorder, and reads its output."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from tuitutor.protocol.events import Output, Stream

_PIECE = 1 << 16  # bytes of output that are read at a time


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that receives our signals. ctrl+c reaches it anyway; a second ctrl+c ends it."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    pressed = 0

    def pass_on(number: int, _frame: object) -> None:
        nonlocal pressed
        pressed += number == signal.SIGINT
        if number != signal.SIGINT or pressed > 1:
            process.send_signal(signal.SIGKILL if pressed > 2 else signal.SIGTERM if pressed else number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
            process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def output_of(process: subprocess.Popen[bytes], poll: float) -> Iterator[list[Output]]:
    """The output of a process until it ends: a list as soon as there is some, and every `poll` seconds."""
    with selectors.DefaultSelector() as selector:
        streams: list[tuple[IO[bytes] | None, Stream]] = [(process.stdout, "stdout"), (process.stderr, "stderr")]
        for stream, name in streams:
            selector.register(stream, selectors.EVENT_READ, (name, getincrementaldecoder("utf-8")("replace")))  # type: ignore[arg-type]
        while selector.get_map():
            ready = selector.select(poll)
            if not ready and process.poll() is not None:
                break  # a process that it started and left behind still has its output open
            outputs = []
            for key, _ in ready:
                name, decoder = key.data
                piece = os.read(key.fd, _PIECE)
                if text := decoder.decode(piece, final=not piece):
                    outputs.append(Output("", "", text, name))
                if not piece:
                    selector.unregister(key.fileobj)
            yield outputs
    process.wait()
