"""Text at the prompt, lines of input, and ctrl+c."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tuitutor.cli import terminal
from tuitutor.config.settings import Settings
from tuitutor.draw.screen_reader import Passage, write_passage

_AT_ONCE = 64 * 1024  # bytes


class Voice:
    """Writes text to standard output, in characters that the terminal can show, and reads lines of standard input: a
    terminal, which edits lines itself, a pipe or a file.
    """

    def __init__(self, settings: Settings) -> None:
        self._look = terminal.look_for(sys.stdout, settings)
        self._typed, self._ended = b"", False

    def say(self, text: str) -> None:
        """Write sentences, in lines that fit."""
        self.show("\n".join(terminal.fold_lines(text, terminal.width())))

    def show(self, text: str) -> None:
        """Write lines as they are, such as code."""
        print(self._look.text(text), flush=True)

    def read(self, passage: Passage) -> None:
        """Read out a passage of a lesson."""
        self.show(f"\n{write_passage(passage, terminal.width(), self._look)}")

    async def ask(self, prompt: str) -> str:
        """The next line of input, without its line break; "?" replaces bytes that aren't text.

        Raises EOFError if there are no more.
        """
        sys.stdout.write(self._look.text(prompt))
        sys.stdout.flush()
        while b"\n" not in self._typed and not self._ended:
            await _readable(sys.stdin.fileno())
            data = b""
            with suppress(OSError):  # the terminal is gone
                data = os.read(sys.stdin.fileno(), _AT_ONCE)
            self._typed += data
            self._ended = not data
        if not self._typed:
            raise EOFError
        line, _, self._typed = self._typed.partition(b"\n")
        if not sys.stdin.isatty():
            sys.stdout.write("\n")  # a terminal echoes it
        return line.decode(sys.stdin.encoding, "replace").rstrip("\r").replace("\ufffd", "?")


def on_ctrl_c(stop: Callable[[], bool]) -> asyncio.Task[Any]:
    """From now on ctrl+c calls `stop` or, if that returns False, cancels this task, which is returned."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, lambda: stop() or task.cancel())
    return task


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    try:
        loop.add_reader(descriptor, _settle, ready)
    except OSError:  # a plain file, which is always ready
        return
    try:
        await ready
    finally:
        loop.remove_reader(descriptor)


def _settle(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)
