"""Shows a running program: pictures redrawn in place on a terminal, lines of text on any other stream."""

from __future__ import annotations

import re
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TextIO, assert_never

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tuitutor.cli import terminal
from tuitutor.cli.flag_hints import with_hint
from tuitutor.cli.printed_lines import Lines
from tuitutor.config.settings import Settings
from tuitutor.draw.curves import draw_curves
from tuitutor.draw.figures.figure import describe_figure
from tuitutor.draw.grade import draw_advice
from tuitutor.draw.look import Look, wrap
from tuitutor.draw.pictures import draw_picture
from tuitutor.draw.words import describe_curves, status
from tuitutor.engine.events import ProgramEvent, Remark, Stage
from tuitutor.engine.folding import shown_after, shown_after_all
from tuitutor.engine.snapshots import FitCurves, Shown, left_out
from tuitutor.grading.verdicts import Advice
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
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import Figure
from tuitutor.spelling import counted

Training = FitStarted | BatchEnded | EpochEnded | FitEnded | ScalarLogged | FigureShown
"""Frequent events: they are redrawn in place, or summed up in a few lines."""
FRAME_SECONDS = 0.1  # the shortest time between two pictures
MOST_PICTURES = 3  # fits per run that leave a picture; later ones leave a line
_LOGGED = re.compile(  # lines by its two formats, and what follows some of them
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] |[IWEF]\d{4} \d\d:\d\d:\d+\.|"
    "WARNING: All log messages before absl::InitializeLog|To enable the following instructions:"
)
LOWEST_FIGURE = 8  # rows; with less room, a live figure is shown only when it is final


def view_on(stream: TextIO, remarks: TextIO, settings: Settings) -> View:
    """The view for a stream; a `TextView` writes tuitutor's own remarks to `remarks`."""
    look = terminal.look_for(stream, settings)
    if stream.isatty() and not look.words:
        return TerminalView(terminal.console_for(stream), look)
    return TextView(stream, remarks, look)


class View(ABC):
    """Shows the events of a running program. `shown` is all that the latest cell or answer has shown so far, `more` a
    note beside the epoch, `advice` the coach's advice on the run so far. `holds_log`: until `show_log`, no log of
    TensorFlow's own is shown that comes before the end of the first epoch.

    Closing leaves the terminal as it was; closing twice is fine.
    """

    def __init__(self, look: Look) -> None:
        self.shown = Shown()
        self.more = ""
        self.advice: tuple[Advice, ...] = ()
        self.holds_log = False
        self._log: list[str] = []
        self._look = look
        self._lines = Lines()
        self._waiting = Waiting()

    def begin(self, remark: str) -> None:
        """A new cell, or the answer, begins."""
        self._end_curves()
        self.shown = Shown()
        self.say(remark)

    def show(self, event: ProgramEvent | Stage | Remark | Waiting) -> None:
        """Show what the program does, or how far its run is."""
        match event:
            case Stage(value=stage):
                self.say(f"{stage} ...")
            case Remark(text=text, remedy=remedy):
                self.say(with_hint(text, remedy))
            case Waiting():
                self._wait(event)
            case _:
                self._show_program(event)

    def show_epochs(self, events: Sequence[EpochEnded]) -> None:
        """Show successive epochs, faster than one by one."""
        for event in events:
            self._print(self._printed_before(event))
        self.shown = shown_after_all(self.shown, events)
        for event in events:
            self._show(event)

    def advise(self, advice: tuple[Advice, ...]) -> None:
        """Replace the coach's advice."""
        before, self.advice = self.advice, advice
        if advice != before:
            self._advise(before)

    @abstractmethod
    def say(self, remark: str) -> None:
        """Show a remark from tuitutor itself."""

    @abstractmethod
    def close(self) -> None:
        """Show the rest, and end."""

    @abstractmethod
    def _advise(self, before: tuple[Advice, ...]) -> None:
        """Show `advice`, which differs from the advice `before`."""

    @abstractmethod
    def _show(self, event: Training) -> None:
        """Show an event that is already in `shown`."""

    @abstractmethod
    def _end_curves(self) -> None:
        """The latest curves are final."""

    @abstractmethod
    def _picture(self, shown: Figure | ModelFacts) -> None:
        """Print a drawing."""

    @abstractmethod
    def _print(self, text: str) -> None:
        """Print whole lines, or the first part of a very long one; nothing if `text` is empty."""

    def _show_program(self, event: ProgramEvent) -> None:
        self._print(self._printed_before(event))
        if isinstance(event, FitStarted):
            self._end_curves()
        self.shown = shown_after(self.shown, event)
        match event:
            case Output(text=text, dropped=dropped, stream=stream):
                text = self._without_log(text) if stream == "stderr" else text
                self._print(self._lines.add(left_out(dropped) + text if dropped else text))
            case ValueShown(text=text):
                self._line(text)
            case ModelDrawn(model=model):
                self._picture(model)
            case ModelSeen() | MapTaken():
                pass  # only the app shows them
            case _:
                self._show(event)

    def _without_log(self, text: str) -> str:
        """The text without lines that TensorFlow's C++ code logs before the first epoch, if these are held back."""
        if not self.holds_log or any(fit.logs for fit in self.shown.fits):
            return text
        lines = text.splitlines(keepends=True)
        self._log += [line for line in lines if _LOGGED.match(line)]
        return "".join(line for line in lines if not _LOGGED.match(line))

    def show_log(self) -> None:
        """Show what was held back."""
        log, self._log = self._log, []
        self._print("".join(log))

    def _wait(self, waiting: Waiting) -> None:
        """Say what the run is waiting for: when it changes, and otherwise at longer and longer intervals."""
        before = self._waiting
        if (before.what, before.said) == (waiting.what, waiting.said) and waiting.seconds < 2 * before.seconds:
            return
        self._waiting = waiting
        if str(waiting):
            self.say(f"{waiting} ...")

    def _printed_before(self, event: ProgramEvent) -> str:
        """Text that waited, and after this event is known not to be the progress bar of an epoch."""
        match event:
            case Output() | BatchEnded() | ModelSeen() | MapTaken():
                return ""
            case EpochEnded(logs=values):
                return self._lines.end_epoch(values)
            case FitStarted():
                self._lines.begin_fit()
            case FitEnded():
                self._lines.end_fit()
            case _:
                pass
        return self._lines.waited()

    def _line(self, text: str) -> None:
        self._finish_line()
        self._print(f"{text}\n")

    def _finish_line(self) -> None:
        if rest := self._lines.rest():
            self._print(f"{rest}\n")

    def _finish_text(self) -> None:
        if text := self._lines.all():
            self._print(text if text.endswith("\n") else f"{text}\n")


class TerminalView(View):
    """Curves and live figures that are redrawn in place; the program's output scrolls by above them."""

    def __init__(self, console: Console, look: Look, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(look)
        self._console, self._clock = console, clock
        self._trains = False  # the curves are still growing
        self._figure: FigureShown | None = None  # one that will be redrawn
        self._live: Live | None = None
        self._pictures = 0
        self._drawn = 0.0

    def say(self, remark: str) -> None:
        self._finish_line()
        self._console.print(Text(self._look.text(remark), self._look.style("quiet")), soft_wrap=True)

    def close(self) -> None:
        self._finish_text()
        if self._figure is not None:
            self._end_figure(self._figure)
        self._end_curves()

    def _advise(self, before: tuple[Advice, ...]) -> None:
        if self._live is not None:
            self._draw(self._live)

    def _show(self, event: Training) -> None:
        match event:
            case EpochEnded() | BatchEnded() | ScalarLogged():
                self._pictures += not self._trains
                self._trains = True
                self._redraw()
            case FitEnded():
                self._end_curves()
            case FigureShown(final=False):
                if self._figure is not None and self._figure.number != event.number:
                    self._end_figure(self._figure)
                self._figure = event
                self._redraw()
            case FigureShown():
                self._end_figure(event)
            case FitStarted():
                pass
            case never:
                assert_never(never)

    # ---- redrawn in place

    def _redraw(self) -> None:
        if self._live is None:
            self._finish_line()
            self._live = Live(
                console=self._console,
                auto_refresh=False,
                redirect_stdout=False,
                redirect_stderr=False,
                vertical_overflow="crop",
            )
            self._live.start()
            self._draw(self._live)
        elif self._clock() - self._drawn >= FRAME_SECONDS:
            self._draw(self._live)

    def _end_live(self) -> None:
        live, self._live = self._live, None
        if live is not None:
            self._draw(live)
            live.stop()

    def _end_curves(self) -> None:
        """Leave the curves where they are; a live figure continues below them when it is next shown.

        The advice goes: it was on a run in progress.
        """
        self.advice = ()
        if self._trains:
            figure, self._figure = self._figure, None
            self._end_live()
            self._figure, self._trains = figure, False

    def _end_figure(self, event: FigureShown) -> None:
        """Print the figure at its full height, above the curves if they are still growing."""
        if self._figure is not None and self._figure.number == event.number:
            self._figure = None
            if self._live is not None:
                self._draw(self._live)
        if self._figure is None and not self._trains:
            self._end_live()
        self._picture(event.figure)

    def _draw(self, live: Live) -> None:
        self._drawn = self._clock()
        columns, rows = self._console.size
        parts = self._curves_part(columns, rows) if self._trains else []
        room = rows - 2 - sum(len(part.plain.split("\n")) for part in parts)
        if self._figure is not None and room >= LOWEST_FIGURE:
            parts.insert(0, draw_picture(self._figure.figure, columns, self._look, room))
        live.update(Text("\n").join(parts), refresh=True)

    def _curves_part(self, columns: int, rows: int) -> list[Text]:
        curves = self.shown.curves
        if curves is None:
            return []
        more = f" · {self.more}" if self.more else ""
        line = Text(self._look.text(status(curves, columns - len(more)) + more), self._look.style("quiet"))
        if self._pictures > MOST_PICTURES:
            return [line]
        width = min(columns, terminal.WIDEST)
        advice = [draw_advice(tip, width, self._look) for tip in self.advice]
        taken = sum(1 + len(part.plain.split("\n")) for part in advice)
        height = rows // 3 if self._figure is not None else rows - 4 - taken
        drawn = draw_curves(curves, width, max(6, min(14, height)), self._look)
        return [drawn, line, *(Text("\n").append_text(part) for part in advice)]

    # ---- scrolling by

    def _picture(self, shown: Figure | ModelFacts) -> None:
        self._finish_line()
        self._console.print(draw_picture(shown, self._console.size.width, self._look), soft_wrap=True)

    def _print(self, text: str) -> None:
        if text:
            self._console.print(Text(self._look.text(text.removesuffix("\n"))), soft_wrap=True)


class TextView(View):
    """Lines of text without escape codes: about 20 per fit, or 5 in plain mode; then the curves in words."""

    def __init__(self, out: TextIO, remarks: TextIO, look: Look) -> None:
        super().__init__(look)
        self._out, self._remarks = out, remarks
        self._described: FitCurves | None = None
        self._skipped: EpochEnded | None = None  # the latest epoch, if it got no line
        self._scalars: Counter[str] = Counter()
        self._live: dict[int, FigureShown] = {}  # figures that will be redrawn; only their last state is printed

    def say(self, remark: str) -> None:
        self._finish_line()
        self._remarks.write(f"{self._look.text(remark)}\n")
        self._remarks.flush()

    def close(self) -> None:
        self._finish_text()
        self._end_curves()
        for event in list(self._live.values()):
            self._figure(event)

    def _advise(self, before: tuple[Advice, ...]) -> None:
        """Say what is new, once: the numbers in it change with each epoch."""
        topics, known = {tip.topic for tip in self.advice}, {tip.topic for tip in before}
        for tip in before:
            if tip.topic not in topics:
                self.say(f"That is over: {tip.why}")
        for tip in self.advice:
            if tip.topic not in known:
                self.say(tip.sentence)

    def _show(self, event: Training) -> None:
        match event:
            case FitStarted():
                steps = f", {counted(event.steps, 'step')} each" if event.steps else ""
                self._line(f"fit {event.fit}: {event.epochs} epoch{'' if event.epochs == 1 else 's'}{steps}")
            case EpochEnded():
                self._epoch(event)
            case FitEnded():
                self._end_fit()
            case ScalarLogged(name=name):
                self._scalars[name] += 1
                count = self._scalars[name]
                if count <= 8 or count & (count - 1) == 0:  # then at every doubling
                    self._line(f"step {event.step}  {name} {event.value:.4g}")
            case FigureShown(final=False):
                self._live[event.number] = event
            case FigureShown():
                self._figure(event)
            case BatchEnded():
                pass
            case never:
                assert_never(never)

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
            return  # the line at the end of the fit has the same values
        lines = 4 if self._look.words else 18  # of many epochs, about this number
        every = 1 if epochs <= lines + 2 else -(-epochs // lines)
        self._skipped = None if event.epoch == 1 or event.epoch % every == 0 else event
        if self._skipped is None:
            self._line(_epoch_line(event, epochs))

    def _end_fit(self) -> None:
        curves, skipped, self._skipped = self.shown.curves, self._skipped, None
        if curves is None:
            return
        if skipped is not None:
            self._line(_epoch_line(skipped, curves.epochs))
        self._sentence(describe_curves(curves))

    def _end_curves(self) -> None:
        """A fit's curves were described when it ended; a custom loop's are described now, once."""
        curves, described = self.shown.curves, self._described
        if curves is not None and not curves.epochs and curves is not described:
            self._sentence(describe_curves(curves))
        self._described = curves

    def _sentence(self, text: str) -> None:
        """Print a line of our own, however long; in plain mode it is wrapped, so that no word is cut."""
        width = terminal.width() if self._look.words else 10_000
        self._line("\n".join(line.plain for line in wrap(text, width, self._look)))

    def _print(self, text: str) -> None:
        if text:
            self._out.write(self._look.text(text))
            self._out.flush()


def _epoch_line(event: EpochEnded, epochs: int) -> str:
    logs = sorted(event.logs.items(), key=lambda log: (log[0].startswith("val_"), not log[0].endswith("loss")))
    values = "  ".join(f"{name} {value:.4g}" for name, value in logs)
    return f"epoch {event.epoch:>{len(str(epochs))}}/{epochs}  {values}"
