"""A running program in a plain terminal, or as text lines where there is none."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TextIO, assert_never

from tuitutor.cli import terminal
from tuitutor.draw.curves import FitCurves, describe, draw_curves, status
from tuitutor.draw.look import Look
from tuitutor.engine.events import Progress
from tuitutor.protocol.messages import (
    BatchEnded,
    EpochEnded,
    FitEnded,
    FitStarted,
    Output,
    ScalarLogged,
    ValueShown,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live

    from tuitutor.config.settings import Settings

FRAME_SECONDS = 0.1  # the least time between two pictures
MOST_PICTURES = 3  # fits of one run that leave a picture; the others leave a line
LONGEST_LINE = 64 * 1024  # characters held back while a line is not complete


class View(Protocol):
    """Shows what a running program does. Closing leaves the terminal as it was and may be done twice."""

    def say(self, remark: str) -> None:
        """Show a remark of ours."""
        ...

    def show(self, event: Progress) -> None:
        """Show what happened."""
        ...

    def close(self) -> None:
        """Show what is held back and end."""
        ...


def view_on(stream: TextIO, remarks: TextIO, settings: Settings) -> View:
    """The view for a stream: pictures in place on a terminal, lines of text elsewhere."""
    look = terminal.look_for(stream, settings)
    if stream.isatty():
        return TerminalView(terminal.console_for(stream), look)
    return TextView(stream, remarks, look)


class Lines:
    """Printed text, handed on in whole lines, so that no escape sequence or progress bar is cut in two."""

    def __init__(self) -> None:
        self._held = ""

    def add(self, text: str) -> str:
        """The lines that are now complete, "" if none is."""
        text = self._held + text
        cut = len(text) if len(text) > LONGEST_LINE else text.rfind("\n") + 1
        self._held = text[cut:]
        return text[:cut]

    def rest(self) -> str:
        """The last, incomplete line."""
        rest, self._held = self._held, ""
        return rest


def printed(event: Output) -> str:
    """The text of an output event, with a word about what the cap left out."""
    return f"\n[{event.dropped:,} characters left out]\n{event.text}" if event.dropped else event.text


class TextView:
    """Lines of text without any escape code: at most about 20 of them a fit, then the curves in words."""

    def __init__(self, out: TextIO, remarks: TextIO, look: Look) -> None:
        self._out, self._remarks, self._look = out, remarks, look
        self._lines = Lines()
        self._curves: FitCurves | None = None
        self._unsaid: EpochEnded | None = None
        self._scalars: Counter[str] = Counter()

    def say(self, remark: str) -> None:
        self._finish_line()
        self._remarks.write(f"{self._look.text(remark)}\n")
        self._remarks.flush()

    def show(self, event: Progress) -> None:
        before, self._curves = self._curves, FitCurves.fold(self._curves, event)
        match event:
            case Output():
                self._write(self._lines.add(printed(event)))
            case ValueShown(text=text):
                self._line(text)
            case FitStarted():
                self._end_loop(before)
                self._line(_heading(event))
            case EpochEnded():
                self._epoch(event)
            case FitEnded():
                self._end_fit()
            case ScalarLogged():
                self._scalar(event)
            case BatchEnded():
                pass
            case never:
                assert_never(never)

    def close(self) -> None:
        self._finish_line()
        self._end_loop(self._curves)
        self._curves = None

    def _epoch(self, event: EpochEnded) -> None:
        epochs = self._curves.epochs if self._curves else 0
        self._unsaid = None if _due(event.epoch, epochs) else event
        if self._unsaid is None:
            self._line(_epoch_line(event, epochs))

    def _end_fit(self) -> None:
        if self._curves is None:
            return
        if self._unsaid is not None:
            self._line(_epoch_line(self._unsaid, self._curves.epochs))
        self._unsaid = None
        self._line(describe(self._curves))

    def _scalar(self, event: ScalarLogged) -> None:
        self._scalars[event.name] += 1
        count = self._scalars[event.name]
        if count <= 8 or count & (count - 1) == 0:  # then at every doubling
            self._line(f"step {event.step}  {event.name} {event.value:.4g}")

    def _end_loop(self, curves: FitCurves | None) -> None:
        if curves is not None and not curves.epochs:
            self._line(describe(curves))

    def _line(self, text: str) -> None:
        self._finish_line()
        self._write(f"{text}\n")

    def _finish_line(self) -> None:
        if rest := self._lines.rest():
            self._write(f"{rest}\n")

    def _write(self, text: str) -> None:
        if text:
            self._out.write(self._look.text(text))
            self._out.flush()


class TerminalView:
    """Curves that are redrawn in place; what the program prints scrolls by above them."""

    def __init__(self, console: Console, look: Look, clock: Callable[[], float] = time.monotonic) -> None:
        self._console, self._look, self._clock = console, look, clock
        self._lines = Lines()
        self._curves: FitCurves | None = None
        self._live: Live | None = None
        self._pictures = 0
        self._drawn = 0.0

    def say(self, remark: str) -> None:
        self._finish_line()
        self._print(remark, self._look.style("quiet"))

    def show(self, event: Progress) -> None:
        match event:
            case Output():
                self._print(self._lines.add(printed(event)))
            case ValueShown(text=text):
                self._finish_line()
                self._print(text)
            case FitStarted():
                self._end_picture()
                self._fold(event)
            case EpochEnded() | BatchEnded() | ScalarLogged():
                self._fold(event)
                self._redraw()
            case FitEnded():
                self._fold(event)
                self._end_picture()
            case never:
                assert_never(never)

    def close(self) -> None:
        self._finish_line()
        self._end_picture()

    def _fold(self, event: Progress) -> None:
        self._curves = FitCurves.fold(self._curves, event)

    def _redraw(self) -> None:
        if self._live is None:
            self._begin_picture()
        elif self._clock() - self._drawn >= FRAME_SECONDS:
            self._draw(self._live)

    def _begin_picture(self) -> None:
        from rich.live import Live

        self._finish_line()
        self._pictures += 1
        self._live = Live(
            console=self._console,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
            vertical_overflow="crop",
        )
        self._live.start()
        self._draw(self._live)

    def _end_picture(self) -> None:
        live, self._live = self._live, None
        if live is not None:
            self._draw(live)
            live.stop()

    def _draw(self, live: Live) -> None:
        from rich.text import Text

        self._drawn = self._clock()
        if self._curves is None:
            return
        line = Text(self._look.text(status(self._curves)), self._look.style("quiet"))
        if self._pictures > MOST_PICTURES:
            live.update(line, refresh=True)
            return
        columns, rows = self._console.size
        size = min(columns, terminal.WIDEST), max(6, min(14, rows - 4))
        live.update(Text("\n").join([draw_curves(self._curves, *size, self._look), line]), refresh=True)

    def _finish_line(self) -> None:
        self._print(self._lines.rest())

    def _print(self, text: str, style: str = "") -> None:
        from rich.text import Text

        if text:
            self._console.print(Text(self._look.text(text.removesuffix("\n")), style), soft_wrap=True)


def _heading(event: FitStarted) -> str:
    steps = f", {event.steps:,} step{'s' * (event.steps != 1)} each" if event.steps else ""
    return f"fit {event.fit}: {event.epochs} epoch{'s' * (event.epochs != 1)}{steps}"


def _due(epoch: int, epochs: int) -> bool:
    every = 1 if epochs <= 20 else -(-epochs // 18)
    return epoch == 1 or epoch % every == 0


def _epoch_line(event: EpochEnded, epochs: int) -> str:
    return f"epoch {event.epoch:>{len(str(epochs))}}/{epochs}  {_values(event.logs)}"


def _values(logs: Mapping[str, float]) -> str:
    ordered = sorted(logs.items(), key=lambda log: (log[0].startswith("val_"), not log[0].endswith("loss")))
    return "  ".join(f"{name} {value:.4g}" for name, value in ordered)
