"""Saying things at the prompt, asking, and ctrl+c."""

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
from tuitutor.draw.aloud import Passage, write_passage

_AT_ONCE = 64 * 1024  # bytes


class Keyboard:
    """Reads lines from a descriptor: a terminal, which handles line editing itself, a pipe or a file."""

    def __init__(self, descriptor: int, encoding: str) -> None:
        self._descriptor, self._encoding = descriptor, encoding
        self._held = b""
        self._ended = False

    async def line(self) -> str:
        """The next line, without its line break; "?" replaces bytes that aren't text. Raises EOFError at the end."""
        while b"\n" not in self._held and not self._ended:
            await self._readable()
            data = b""
            with suppress(OSError):  # the terminal is gone
                data = os.read(self._descriptor, _AT_ONCE)
            self._held += data
            self._ended = not data
        if not self._held:
            raise EOFError
        line, _, self._held = self._held.partition(b"\n")
        return line.decode(self._encoding, "replace").rstrip("\r").replace("\ufffd", "?")

    async def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        ready = loop.create_future()
        try:
            loop.add_reader(self._descriptor, _settle, ready)
        except OSError:  # a plain file, which is always ready
            return
        try:
            await ready
        finally:
            loop.remove_reader(self._descriptor)


class Voice:
    """Says things on standard output, in what the terminal can show, and asks for lines."""

    def __init__(self, settings: Settings) -> None:
        self._look = terminal.look_for(sys.stdout, settings)
        self._keyboard = Keyboard(sys.stdin.fileno(), sys.stdin.encoding)

    def say(self, text: str) -> None:
        """Say sentences, in lines that fit."""
        self.show("\n".join(terminal.fold_lines(text, terminal.width())))

    def show(self, text: str) -> None:
        """Show lines as they are, such as code."""
        print(self._look.text(text), flush=True)

    def read(self, passage: Passage) -> None:
        """Read out a passage of a lesson."""
        self.show(f"\n{write_passage(passage, terminal.width(), self._look)}")

    async def ask(self, prompt: str) -> str:
        """The next line that is typed. Raises EOFError if there are no more."""
        sys.stdout.write(self._look.text(prompt))
        sys.stdout.flush()
        line = await self._keyboard.line()
        if not sys.stdin.isatty():
            sys.stdout.write("\n")  # in a terminal, its own echo does that
        return line


def on_ctrl_c(stop: Callable[[], bool]) -> asyncio.Task[Any]:
    """From now on ctrl+c calls `stop` or, if that stopped nothing, cancels this task, which is returned."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, lambda: stop() or task.cancel())
    return task


def _settle(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)
