"""The abilities of the standard streams, and styled text on them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from functools import partial
from io import FileIO
from select import select
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from tuitutor.config.settings import Settings
    from tuitutor.config.values import Glyphs
    from tuitutor.draw.look import Look

WIDEST = 100  # longer lines of prose are hard to read
_SIXTEEN = ("linux", "ansi", "cons25", "vt100", "vt102", "vt220", "vt320")
_EAST_ASIAN = ("ja_", "zh_", "ko_")


class LastingFile(FileIO):
    """The file of a standard stream. If it can't be written, the work goes on, and `problem` is the system's reason."""

    problem = ""

    def write(self, data: Any) -> int:
        """Write, or note why not. Raises BrokenPipeError: nobody reads any more."""
        try:
            while (written := super().write(data)) is None:  # its opener doesn't want to wait, but we do
                select([], [self], [])
        except BrokenPipeError:
            raise
        except OSError as error:
            self.problem = error.strerror or str(error)
            return len(data)
        return written


class PlainStream:
    """A standard stream that prints text only: file names, labels and errors can't control the terminal.

    Only a console writes escape codes, to the stream `beneath`.
    """

    def __init__(self, beneath: TextIO) -> None:
        self.beneath = beneath

    def write(self, text: str) -> int:
        """Write `text` without control characters."""
        if not text.replace("\n", "").isprintable():
            from tuitutor.draw.plain import without_controls

            text = without_controls(text)
        return self.beneath.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)


def can_ask() -> bool:
    """Whether somebody can read a question and answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def width() -> int:
    """Columns to draw in: the terminal's, or 80 if there is none, and never more than is readable."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


def fold_lines(text: str, width: int) -> list[str]:
    """Sentences in lines that fit. Words are never cut, since one may be a file's name."""
    fold = partial(wrap, width=width, break_long_words=False, break_on_hyphens=False)
    return [line for paragraph in text.split("\n") for line in fold(paragraph) or [""]]


def has_colour(stream: TextIO) -> bool:
    """Whether colour may be sent: only to a terminal that supports it, and not if NO_COLOR is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def colour_depth(environment: Mapping[str, str] = os.environ) -> Literal["standard", "256", "truecolor"]:
    """How many colours the terminal has: 16, 256 or all.

    ssh doesn't pass COLORTERM on. tmux calls itself `screen`, and that has 256 though its name doesn't say so.
    """
    term = environment.get("TERM", "")
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return "truecolor"
    few = term.endswith(("-16color", "-8color", "-color")) or term.split("-")[0] in _SIXTEEN
    return "standard" if few else "256"


def glyphs_for(stream: TextIO, settings: Settings, environment: Mapping[str, str] = os.environ) -> Glyphs:
    """The characters to draw with on a stream, by the settings, or else those that its terminal shows one cell wide.

    The Linux console's font has few glyphs, and East Asian terminals draw some signs two cells wide.
    """
    if settings.glyphs is not None:
        return settings.glyphs
    if (stream.encoding or "").lower().replace("-", "").replace("_", "") not in ("utf8", "utf8sig"):
        return "ascii"
    known = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    # if a locale isn't installed, as on many servers, Python sets LC_CTYPE to C.UTF-8
    locale = next((name for name in known if name.partition(".")[0] not in ("", "C", "POSIX")), "")
    is_few = environment.get("TERM", "").startswith("linux") or locale.startswith(_EAST_ASIAN)
    return "plain" if is_few else "full"


def look_for(stream: TextIO, settings: Settings) -> Look:
    """How drawings on this stream look."""
    from tuitutor.draw.look import Look

    colour, known = has_colour(stream) and not settings.plain, colour_depth()
    dark = settings.theme != "light"
    drawn_with = glyphs_for(stream, settings)
    return Look(
        colour, drawn_with, dark, known == "256", settings.plain, known == "standard", settings.maps == "shapes"
    )


def console_for(stream: TextIO, glyphs: Glyphs = "full") -> Console:
    """A rich console for text in these glyphs. It sends escape codes only to terminals, whatever FORCE_COLOR says."""
    from tuitutor.draw.console import PlainConsole

    return PlainConsole(
        glyphs=glyphs,
        file=stream.beneath if isinstance(stream, PlainStream) else stream,
        force_terminal=stream.isatty(),
        color_system=colour_depth(),
        no_color=not has_colour(stream),
        width=shutil.get_terminal_size((80, 24)).columns,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def print_text(text: Text, stream: TextIO) -> None:
    """Print a drawing, in colour if that may be sent."""
    if has_colour(stream):
        console_for(stream).print(text, soft_wrap=True)
    else:
        stream.write(f"{text.plain}\n")
        stream.flush()


def print_markdown(text: str, settings: Settings) -> None:
    """Print Markdown on standard output: rendered on a colour terminal, in words in plain mode, else as it is."""
    if not text:
        return
    stream = sys.stdout
    look = look_for(stream, settings)
    if look.words:
        from tuitutor.draw.screen_reader import read_aloud, write_passage

        for passage in read_aloud(text):
            stream.write(write_passage(passage, width(), look) + "\n\n")
        return
    if not look.colour or look.ascii:
        stream.write(look.text(text).rstrip() + "\n")
        return
    from rich.markdown import Markdown

    theme = "ansi_dark" if look.dark else "ansi_light"
    console_for(stream, look.glyphs).print(Markdown(look.text(text), code_theme=theme), width=width())
