"""The terminal below the app: its background colour, and its end at any moment."""

from __future__ import annotations

import re
import sys
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TextIO, cast

from textual.message import Message

_START = "\x1b]11;"
_REPLY = re.compile(r"\x1b\]11;([^\x07\x1b]{0,60})(?:\x07|\x1b\\)")
_BEGUN = re.compile(r"\x1b\]11;[^\x07\x1b]{0,60}\x1b?")
_COLOUR = re.compile(r"rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})", re.IGNORECASE)
_PAUSE = 0.1  # seconds to wait after an escape character for the rest of an answer, if it isn't the escape key
_AWAITED = 5.0  # seconds during which an answer may arrive, and its next piece: lines are slow, machines are busy


class GroundFilter:
    """Takes answers to OSC 11 out of terminal input, whole or in pieces, and reports their colours.

    Textual would turn an answer into some 24 key presses.
    """

    def __init__(self, heard: Callable[[str], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._heard = heard
        self._clock = clock
        self._end = clock() + _AWAITED
        self._pending, self._since = "", 0.0

    def without(self, data: str) -> str:
        """The input without answers; the possible beginning of an answer waits for its rest."""
        text, self._pending = self._pending + data, ""
        typed = ""
        while (start := text.find(_START)) >= 0:
            typed, text = typed + text[:start], text[start:]
            if reply := _REPLY.match(text):
                self._heard(reply[1])
                text = text[reply.end() :]
            elif _BEGUN.fullmatch(text):
                return typed + self._hold(text, len(text))
            else:
                typed, text = typed + _START, text[len(_START) :]
        return typed + self._hold(text, max(n for n in range(len(_START)) if text.endswith(_START[:n])))

    def _hold(self, text: str, count: int) -> str:
        """Hold back the last `count` characters if an answer may still come; returns the text before them."""
        if not count or self._clock() > self._end:
            return text
        self._pending, self._since = text[-count:], self._clock()
        return text[:-count]

    def rest(self) -> str:
        """The text that waits, if it has waited long enough; otherwise ""."""
        longest = _AWAITED if self._pending.startswith(_START) else _PAUSE
        if not self._pending or self._clock() < self._since + longest:
            return ""
        text, self._pending = self._pending, ""
        return text


def is_light(colour: str) -> bool:
    """Whether a colour such as "rgb:ffff/fafa/f0f0" is nearer to white than to black, by its luma (Rec. 709)."""
    found = _COLOUR.match(colour)
    if found is None:
        return False
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
    return bool(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5)


@contextmanager
def listening(heard: Callable[[str], object]) -> Iterator[None]:
    """Inside the block, `heard` is called with the terminal's answers, in the thread that reads the input.

    With another parser in Textual, the answers aren't heard.
    """
    try:
        from textual._xterm_parser import XTermParser  # private to Textual
        from textual.drivers import linux_driver
    except ImportError:
        with suppress(termios.error):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)  # the answer, most likely, which would be taken for keys
        yield
        return

    answers = GroundFilter(heard)

    class Listening(XTermParser):
        """Parses what the filter leaves."""

        def feed(self, data: str) -> Iterable[Message]:
            typed = answers.without(data)
            return super().feed(typed) if typed or not data else ()  # an empty text would mean the end of the input

        def tick(self) -> Iterable[Message]:
            if rest := answers.rest():
                yield from super().feed(rest)
            yield from super().tick()

    driver = vars(linux_driver)  # the driver creates its parser itself
    driver["XTermParser"] = Listening
    try:
        yield
    finally:
        driver["XTermParser"] = XTermParser


def line_note(environ: Mapping[str, str]) -> str:
    """A note if a run would end with the connection; otherwise ""."""
    if not environ.get("SSH_CONNECTION") or environ.get("TMUX") or environ.get("STY"):
        return ""
    return "If this connection drops, a run ends; inside tmux it continues."


class LastingStream:
    """Writes to a terminal for as long as it exists, and drops later text.

    Textual's output thread would die of the first error, and every later write would wait for it.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.fileno, self.isatty = stream.fileno, stream.isatty
        self.busy = False  # whether a write is waiting for the terminal

    def write(self, text: str) -> int:
        """Write if the terminal is there."""
        self.busy = True
        with suppress(OSError):
            self._stream.write(text)
        self.busy = False
        return len(text)

    def flush(self) -> None:
        """Flush if the terminal is there."""
        with suppress(OSError):
            self._stream.flush()


def line_is_busy() -> bool:
    """Whether the terminal, or the line to it, is still reading the last output."""
    stream: object = sys.__stderr__
    return isinstance(stream, LastingStream) and stream.busy


@contextmanager
def lasting_terminal() -> Iterator[None]:
    """Inside the block Textual draws on a stream that outlives the terminal."""
    before = sys.__stderr__
    if before is None:
        yield
        return
    sys.__stderr__ = cast(TextIO, LastingStream(before))  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        sys.__stderr__ = before  # type: ignore[misc]
