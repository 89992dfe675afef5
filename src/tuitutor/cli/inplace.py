"""A running program in a terminal: curves and live figures are redrawn in place."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import assert_never

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tuitutor.cli import terminal
from tuitutor.cli.view import Training, View
from tuitutor.draw.curves import draw_curves
from tuitutor.draw.grade import draw_advice
from tuitutor.draw.look import Look
from tuitutor.draw.pictures import draw_picture
from tuitutor.draw.words import status
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import BatchEnded, EpochEnded, FigureShown, FitEnded, FitStarted, ScalarLogged
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import Figure

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
