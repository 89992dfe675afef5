"""What the standard streams can show, and printing text with style where they can."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from tuitutor.config.settings import Settings
    from tuitutor.draw.look import Look

WIDEST = 100  # longer lines of prose are hard to read


class PlainStream:
    """A standard stream on which whatever is printed is text: names of files, labels and errors command no terminal.

    Only a console writes escape codes, on the stream `beneath`.
    """

    def __init__(self, beneath: TextIO) -> None:
        self.beneath = beneath

    def write(self, text: str) -> int:
        """Write `text` without what a terminal would obey."""
        if not text.replace("\n", "").isprintable():
            from tuitutor.draw.plain import without_controls

            text = without_controls(text)
        return self.beneath.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)


def width() -> int:
    """Columns to draw in: the terminal's, 80 where there is none, and never more than is readable."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


def is_utf8(stream: TextIO) -> bool:
    """Whether the stream writes UTF-8."""
    return (stream.encoding or "").lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig")


def has_colour(stream: TextIO) -> bool:
    """Whether colour may be sent: only to a terminal that knows it, and not against NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def look_for(stream: TextIO, settings: Settings) -> Look:
    """How drawings on this stream look."""
    from tuitutor.draw.look import Look

    ascii_only = not is_utf8(stream) if settings.ascii is None else settings.ascii
    return Look(colour=has_colour(stream), ascii=ascii_only, dark=settings.theme != "light")


def console_for(stream: TextIO) -> Console:
    """A rich console that sends escape codes to terminals only, whatever FORCE_COLOR says."""
    from tuitutor.draw.console import PlainConsole

    return PlainConsole(
        file=stream.beneath if isinstance(stream, PlainStream) else stream,
        force_terminal=stream.isatty(),
        no_color=not has_colour(stream),
        width=shutil.get_terminal_size((80, 24)).columns,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def print_text(text: Text, stream: TextIO) -> None:
    """Print a drawing, with its colours where they may be sent."""
    if has_colour(stream):
        console_for(stream).print(text, soft_wrap=True)
    else:
        stream.write(f"{text.plain}\n")
        stream.flush()
