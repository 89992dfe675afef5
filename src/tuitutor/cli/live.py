"""What a running program shows: the view of it that a stream gets, and the one as lines of text."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO, assert_never

from tuitutor.cli import terminal
from tuitutor.draw.curves import describe
from tuitutor.draw.figures.words import describe as describe_figure
from tuitutor.draw.look import Look
from tuitutor.draw.pictures import draw_picture
from tuitutor.engine.events import Progress
from tuitutor.engine.folding import shown_after
from tuitutor.engine.snapshots import FitCurves, Shown, left_out
from tuitutor.protocol.messages import (
    BatchEnded,
    EpochEnded,
    FigureShown,
    FitEnded,
    FitStarted,
    ModelDrawn,
    Output,
    ScalarLogged,
    ValueShown,
)

if TYPE_CHECKING:
    from tuitutor.config.settings import Settings
    from tuitutor.protocol.facts import ModelFacts
    from tuitutor.protocol.figures import Figure

_EPOCH = re.compile(r"Epoch \d+/\d+\s*$")
_BAR = re.compile(r"[\s\x1b\[\d;m]*\d+/(\d+|Unknown)\x1b?[\[\d;m]* (\S*━|-)")
LONGEST_LINE = 64 * 1024  # characters held back while a line is not complete


class View(ABC):
    """Shows what running code does; `shown` is all that the latest cell or answer has shown so far.

    Closing leaves the terminal as it was and may be done twice.
    """

    def __init__(self) -> None:
        self.shown = Shown()
        self._lines = Lines()

    def begin(self, remark: str) -> None:
        """Another cell begins, or the answer."""
        self._end_curves()
        self.shown = Shown()
        self.say(remark)

    def show(self, event: Progress) -> None:
        """Show what happened."""
        if isinstance(event, FitStarted):
            self._end_curves()
        self.shown = shown_after(self.shown, event)
        self._show(event)

    @abstractmethod
    def say(self, remark: str) -> None:
        """Show a remark of ours."""

    @abstractmethod
    def close(self) -> None:
        """Show what is held back and end."""

    @abstractmethod
    def _show(self, event: Progress) -> None:
        """Show what happened, which `shown` knows already."""

    @abstractmethod
    def _end_curves(self) -> None:
        """The latest curves are as they will stay."""


def view_on(stream: TextIO, remarks: TextIO, settings: Settings) -> View:
    """The view for a stream: pictures in place on a terminal, lines of text elsewhere."""
    look = terminal.look_for(stream, settings)
    if stream.isatty():
        from tuitutor.cli.inplace import TerminalView

        return TerminalView(terminal.console_for(stream), look)
    return TextView(stream, remarks, look)


class Lines:
    """Printed text, handed on in whole lines, so that no escape sequence or progress bar is cut in two.

    What Keras prints of each epoch, a heading and a bar, is left out: our own line says the same.
    """

    def __init__(self) -> None:
        self._heading = ""  # of an epoch, until it is known whether a bar follows
        self._held = ""

    def add(self, text: str) -> str:
        """The lines that are now complete, "" if none is."""
        text = self._held + text
        cut = len(text) if len(text) > LONGEST_LINE else text.rfind("\n") + 1
        self._held = text[cut:]
        lines = re.findall(r"[^\n]*\n|[^\n]+", text[:cut])  # splitlines would also split at what moves the cursor
        return "".join(map(self._passed_on, lines))

    def rest(self) -> str:
        """The last, incomplete line; not a bar, which Keras goes on writing."""
        if _BAR.match(self._held):
            return ""
        rest, self._held = self._held, ""
        return rest

    def all(self) -> str:
        """What is held back, now that nothing more comes."""
        held, self._heading, self._held = self._heading + self._held, "", ""
        return held

    def _passed_on(self, line: str) -> str:
        heading, self._heading = self._heading, ""
        if heading and _BAR.match(line):
            return ""
        if _EPOCH.match(line):
            self._heading = line
            return heading
        return heading + line


def printed(event: Output) -> str:
    """The text of an output event, with a word about what the cap left out."""
    return left_out(event.dropped) + event.text if event.dropped else event.text


class TextView(View):
    """Lines of text without any escape code: at most about 20 of them a fit, then the curves in words."""

    def __init__(self, out: TextIO, remarks: TextIO, look: Look) -> None:
        super().__init__()
        self._out, self._remarks, self._look = out, remarks, look
        self._described: FitCurves | None = None
        self._unsaid: EpochEnded | None = None
        self._scalars: Counter[str] = Counter()
        self._live: dict[int, FigureShown] = {}  # figures that will be shown again; a text has use for their end alone

    def say(self, remark: str) -> None:
        self._finish_line()
        self._remarks.write(f"{self._look.text(remark)}\n")
        self._remarks.flush()

    def _show(self, event: Progress) -> None:
        match event:
            case Output():
                self._write(self._lines.add(printed(event)))
            case ValueShown(text=text):
                self._line(text)
            case FitStarted():
                self._line(_heading(event))
            case EpochEnded():
                self._epoch(event)
            case FitEnded():
                self._end_fit()
            case ScalarLogged():
                self._scalar(event)
            case FigureShown(final=False):
                self._live[event.number] = event
            case FigureShown():
                self._figure(event)
            case ModelDrawn(model=model):
                self._picture(model)
            case BatchEnded():
                pass
            case never:
                assert_never(never)

    def close(self) -> None:
        self._finish_line(self._lines.all())
        self._end_curves()
        for event in list(self._live.values()):
            self._figure(event)

    def _figure(self, event: FigureShown) -> None:
        self._live.pop(event.number, None)
        self._line(describe_figure(event.figure))
        self._picture(event.figure)

    def _picture(self, shown: Figure | ModelFacts) -> None:
        self._line(draw_picture(shown, terminal.width(), self._look).plain)

    def _epoch(self, event: EpochEnded) -> None:
        epochs = self.shown.curves.epochs if self.shown.curves else 0
        if epochs == 1:
            return  # how the fit ended says it all
        self._unsaid = None if _due(event.epoch, epochs) else event
        if self._unsaid is None:
            self._line(_epoch_line(event, epochs))

    def _end_fit(self) -> None:
        curves, unsaid, self._unsaid = self.shown.curves, self._unsaid, None
        if curves is None:
            return
        if unsaid is not None:
            self._line(_epoch_line(unsaid, curves.epochs))
        self._line(describe(curves))

    def _scalar(self, event: ScalarLogged) -> None:
        self._scalars[event.name] += 1
        count = self._scalars[event.name]
        if count <= 8 or count & (count - 1) == 0:  # then at every doubling
            self._line(f"step {event.step}  {event.name} {event.value:.4g}")

    def _end_curves(self) -> None:
        """Those of a fit were described when it ended; those of an own loop now, once."""
        curves, described = self.shown.curves, self._described
        if curves is not None and not curves.epochs and curves is not described:
            self._line(describe(curves))
        self._described = curves

    def _line(self, text: str) -> None:
        self._finish_line()
        self._write(f"{text}\n")

    def _finish_line(self, held: str | None = None) -> None:
        if rest := self._lines.rest() if held is None else held.removesuffix("\n"):
            self._write(f"{rest}\n")

    def _write(self, text: str) -> None:
        if text:
            self._out.write(self._look.text(text))
            self._out.flush()


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
