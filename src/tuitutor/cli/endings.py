"""The end of a run without a grade, as text and as an exit code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from tuitutor.cli import terminal
from tuitutor.cli.exits import Exit
from tuitutor.engine.events import CellEnded

if TYPE_CHECKING:
    from rich.text import Text

    from tuitutor.config.settings import Settings
    from tuitutor.draw.look import Look

CODES = {"ok": Exit.DONE, "raised": Exit.NOT_PASSED, "stopped": Exit.NOT_PASSED, "interrupted": Exit.INTERRUPTED}


def exit_for(ended: CellEnded) -> Exit:
    """The exit code for how a run ended; a lost worker isn't the code's fault."""
    if ended.meant:
        return Exit.DONE
    return CODES.get(ended.outcome, Exit.COULD_NOT)


def print_ending(ended: CellEnded, names: Mapping[str, str], stream: TextIO, settings: Settings) -> None:
    """Print how a run ended, with the coach's advice on an exception.

    `names` says what each file of the traceback is to the learner.
    """
    for text in _parts(_renamed(ended, names), terminal.width(), terminal.look_for(stream, settings)):
        terminal.print_text(text, stream)


def _renamed(ended: CellEnded, names: Mapping[str, str]) -> CellEnded:
    if ended.error is None:
        return ended
    frames = tuple(replace(frame, filename=names.get(frame.filename, frame.filename)) for frame in ended.error.frames)
    return replace(ended, error=replace(ended.error, frames=frames))


def _parts(ended: CellEnded, width: int, look: Look) -> Iterator[Text]:
    from rich.text import Text

    from tuitutor.draw.checks import draw_error
    from tuitutor.draw.grade import draw_advice

    if ended.error:
        yield draw_error(ended.error, width, look)
    yield from (draw_advice(advice, width, look) for advice in ended.advice)
    if ended.message:
        yield Text(look.text(ended.message), look.style("bad"))
    if ended.meant:
        yield Text(look.text("It raised, as the lesson means it to."), look.style("quiet"))
    if ended.outcome == "ok":
        yield Text(look.text(f"Done in {ended.seconds:.1f} s."), look.style("quiet"))
