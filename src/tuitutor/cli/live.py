"""What a running program shows: the view of it that a stream gets, and the one as lines of text."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, TextIO, assert_never

from tuitutor.cli import terminal
from tuitutor.draw.figures.words import describe_figure
from tuitutor.draw.look import Look, wrap
from tuitutor.draw.pictures import draw_picture
from tuitutor.draw.words import describe
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.folding import shown_after
from tuitutor.engine.snapshots import FitCurves, Shown, left_out
from tuitutor.protocol.events import (
    BatchEnded,
    EpochEnded,
    FigureShown,
    FitEnded,
    FitStarted,
    MapTaken,
    ModelDrawn,
    ModelSeen,
    Output,
    ScalarLogged,
    ValueShown,
    Waiting,
)

if TYPE_CHECKING:
    from tuitutor.config.settings import Settings
    from tuitutor.protocol.facts import ModelFacts
    from tuitutor.protocol.figures import Figure

_EPOCH = re.compile(r"Epoch \d+/\d+\s*$")
_BAR = re.compile(r"[\s\x1b\[\d;m]*\d+/(\d+|Unknown)\x1b?[\[\d;m]* (\S*━|-)")
LONGEST_LINE = 64 * 1024  # characters held back while a line is not complete


Training = FitStarted | BatchEnded | EpochEnded | FitEnded | ScalarLogged | FigureShown
"""What is shown again and again, in place or in few words."""


class View(ABC):
    """Shows what running code does; `shown` is all that the latest cell or answer has shown so far.

    Closing leaves the terminal as it was and may be done twice.
    """

    def __init__(self, look: Look) -> None:
        self.shown = Shown()
        self._look = look
        self._lines = Lines()
        self._waiting = Waiting()

    def wait(self, waiting: Waiting) -> None:
        """Say what the run waits for: when that changes, and else ever more seldom."""
        before = self._waiting
        if (before.what, before.said) == (waiting.what, waiting.said) and waiting.seconds < 2 * before.seconds:
            return
        self._waiting = waiting
        if str(waiting):
            self.say(f"{waiting} ...")

    def begin(self, remark: str) -> None:
        """Another cell begins, or the answer."""
        self._end_curves()
        self.shown = Shown()
        self.say(remark)

    def show(self, event: ProgramEvent) -> None:
        """Show what happened."""
        if isinstance(event, FitStarted):
            self._end_curves()
        self.shown = shown_after(self.shown, event)
        match event:
            case Output(text=text, dropped=dropped):
                self._print(self._lines.add(left_out(dropped) + text if dropped else text))
            case ValueShown(text=text):
                self._line(text)
            case ModelDrawn(model=model):
                self._picture(model)
            case ModelSeen() | MapTaken():
                pass  # there is no place for them in a stream
            case _:
                self._show(event)

    @abstractmethod
    def say(self, remark: str) -> None:
        """Show a remark of ours."""

    @abstractmethod
    def close(self) -> None:
        """Show what is held back and end."""

    @abstractmethod
    def _show(self, event: Training) -> None:
        """Show what happened, which `shown` knows already."""

    @abstractmethod
    def _end_curves(self) -> None:
        """The latest curves are as they will stay."""

    @abstractmethod
    def _picture(self, shown: Figure | ModelFacts) -> None:
        """Print a drawing."""

    @abstractmethod
    def _print(self, text: str) -> None:
        """Print whole lines, or the beginning of a very long one."""

    def _line(self, text: str) -> None:
        self._finish_line()
        self._print(f"{text}\n")

    def _finish_line(self) -> None:
        if rest := self._lines.rest():
            self._print(f"{rest}\n")

    def _finish_text(self) -> None:
        if held := self._lines.all():
            self._print(held if held.endswith("\n") else f"{held}\n")


def view_on(stream: TextIO, remarks: TextIO, settings: Settings) -> View:
    """The view for a stream: pictures in place on a terminal, lines of text elsewhere."""
    look = terminal.look_for(stream, settings)
    if stream.isatty() and not look.words:
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


class TextView(View):
    """Lines of text without any escape code: about 20 of them a fit, or 5 in words alone; then the curves in words."""

    def __init__(self, out: TextIO, remarks: TextIO, look: Look) -> None:
        super().__init__(look)
        self._out, self._remarks = out, remarks
        self._described: FitCurves | None = None
        self._unsaid: EpochEnded | None = None
        self._scalars: Counter[str] = Counter()
        self._live: dict[int, FigureShown] = {}  # figures that will be shown again; a text only needs how they end

    def say(self, remark: str) -> None:
        self._finish_line()
        self._remarks.write(f"{self._look.text(remark)}\n")
        self._remarks.flush()

    def _show(self, event: Training) -> None:
        match event:
            case FitStarted():
                steps = f", {event.steps:,} step{'s' * (event.steps != 1)} each" if event.steps else ""
                self._line(f"fit {event.fit}: {event.epochs} epoch{'s' * (event.epochs != 1)}{steps}")
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
            case BatchEnded():
                pass
            case never:
                assert_never(never)

    def close(self) -> None:
        self._finish_text()
        self._end_curves()
        for event in list(self._live.values()):
            self._figure(event)

    def _figure(self, event: FigureShown) -> None:
        self._live.pop(event.number, None)
        self._sentence(describe_figure(event.figure))
        if not self._look.words:
            self._picture(event.figure)

    def _picture(self, shown: Figure | ModelFacts) -> None:
        self._line(draw_picture(shown, terminal.width(), self._look).plain)

    def _epoch(self, event: EpochEnded) -> None:
        epochs = self.shown.curves.epochs if self.shown.curves else 0
        if epochs == 1:
            return  # how the fit ended says it all
        lines = 4 if self._look.words else 18
        self._unsaid = None if _due(event.epoch, epochs, lines) else event
        if self._unsaid is None:
            self._line(_epoch_line(event, epochs))

    def _end_fit(self) -> None:
        curves, unsaid, self._unsaid = self.shown.curves, self._unsaid, None
        if curves is None:
            return
        if unsaid is not None:
            self._line(_epoch_line(unsaid, curves.epochs))
        self._sentence(describe(curves))

    def _scalar(self, event: ScalarLogged) -> None:
        self._scalars[event.name] += 1
        count = self._scalars[event.name]
        if count <= 8 or count & (count - 1) == 0:  # then at every doubling
            self._line(f"step {event.step}  {event.name} {event.value:.4g}")

    def _end_curves(self) -> None:
        """Those of a fit were described when it ended; those of an own loop now, once."""
        curves, described = self.shown.curves, self._described
        if curves is not None and not curves.epochs and curves is not described:
            self._sentence(describe(curves))
        self._described = curves

    def _sentence(self, text: str) -> None:
        """A line of ours, however long; for who reads it on the terminal itself no word is cut."""
        width = terminal.width() if self._look.words else 10_000
        self._line("\n".join(line.plain for line in wrap(text, width, self._look)))

    def _print(self, text: str) -> None:
        if text:
            self._out.write(self._look.text(text))
            self._out.flush()


def _due(epoch: int, epochs: int, lines: int) -> bool:
    """Whether to tell of an epoch: of each of a few, else of about so many in all."""
    every = 1 if epochs <= lines + 2 else -(-epochs // lines)
    return epoch == 1 or epoch % every == 0


def _epoch_line(event: EpochEnded, epochs: int) -> str:
    logs = sorted(event.logs.items(), key=lambda log: (log[0].startswith("val_"), not log[0].endswith("loss")))
    values = "  ".join(f"{name} {value:.4g}" for name, value in logs)
    return f"epoch {event.epoch:>{len(str(epochs))}}/{epochs}  {values}"
