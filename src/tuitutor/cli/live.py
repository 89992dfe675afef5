"""A running program in lines of text, and which view of it a stream gets."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import TextIO, assert_never

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tuitutor.cli import terminal
from tuitutor.cli.view import Training, View
from tuitutor.config.settings import Settings
from tuitutor.draw.curves import draw_curves
from tuitutor.draw.figures.figure import describe_figure
from tuitutor.draw.grade import draw_advice
from tuitutor.draw.look import Look, wrap
from tuitutor.draw.pictures import draw_picture
from tuitutor.draw.words import describe_curves, status
from tuitutor.engine.snapshots import FitCurves
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import BatchEnded, EpochEnded, FigureShown, FitEnded, FitStarted, ScalarLogged
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import Figure
from tuitutor.spelling import counted

FRAME_SECONDS = 0.1  # the shortest time between two pictures
MOST_PICTURES = 3  # fits per run that leave a picture; later ones leave a line
LOWEST_FIGURE = 8  # rows; with less room, a live figure is shown only when it is final


class TerminalView(View):
    """Curves and live figures that are redrawn in place; what the program prints scrolls by above them."""

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

    def close(self) -> None:
        self._finish_text()
        if self._figure is not None:
            self._end_figure(self._figure)
        self._end_curves()

    # ---- what is redrawn in place

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

        Advice goes, since it was on a run that went on.
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
        curves = self._curves_part(columns, rows) if self._trains else []
        parts = list(curves)
        room = rows - 2 - sum(len(part.plain.split("\n")) for part in curves)
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
        wide = min(columns, terminal.WIDEST)
        advice = [draw_advice(each, wide, self._look) for each in self.advice]
        taken = sum(1 + len(part.plain.split("\n")) for part in advice)
        high = rows // 3 if self._figure is not None else rows - 4 - taken
        drawn = draw_curves(curves, wide, max(6, min(14, high)), self._look)
        return [drawn, line, *(Text("\n").append_text(part) for part in advice)]

    # ---- what scrolls by

    def _picture(self, shown: Figure | ModelFacts) -> None:
        self._finish_line()
        self._console.print(draw_picture(shown, self._console.size.width, self._look), soft_wrap=True)

    def _print(self, text: str) -> None:
        if text:
            self._console.print(Text(self._look.text(text.removesuffix("\n"))), soft_wrap=True)


def view_on(stream: TextIO, remarks: TextIO, settings: Settings) -> View:
    """The view for a stream: pictures redrawn in place on a terminal, lines of text elsewhere."""
    look = terminal.look_for(stream, settings)
    if stream.isatty() and not look.words:
        return TerminalView(terminal.console_for(stream), look)
    return TextView(stream, remarks, look)


class TextView(View):
    """Lines of text without escape codes: about 20 per fit, or 5 in plain mode; then the curves in words."""

    def __init__(self, out: TextIO, remarks: TextIO, look: Look) -> None:
        super().__init__(look)
        self._out, self._remarks = out, remarks
        self._described: FitCurves | None = None
        self._unsaid: EpochEnded | None = None
        self._scalars: Counter[str] = Counter()
        self._live: dict[int, FigureShown] = {}  # figures that will be redrawn; text only needs their last state

    def say(self, remark: str) -> None:
        self._finish_line()
        self._remarks.write(f"{self._look.text(remark)}\n")
        self._remarks.flush()

    def _advise(self, before: tuple[Advice, ...]) -> None:
        """Say what is new; the numbers in it change with each epoch, and are said once."""
        topics, known = {each.topic for each in self.advice}, {each.topic for each in before}
        for each in before:
            if each.topic not in topics:
                self.say(f"That is over: {each.why}")
        for each in self.advice:
            if each.topic not in known:
                self.say(each.sentence)

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
            return  # the line at the end of the fit says it all
        lines = 4 if self._look.words else 18  # about so many of many epochs
        every = 1 if epochs <= lines + 2 else -(-epochs // lines)
        self._unsaid = None if event.epoch == 1 or event.epoch % every == 0 else event
        if self._unsaid is None:
            self._line(_epoch_line(event, epochs))

    def _end_fit(self) -> None:
        curves, unsaid, self._unsaid = self.shown.curves, self._unsaid, None
        if curves is None:
            return
        if unsaid is not None:
            self._line(_epoch_line(unsaid, curves.epochs))
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
