"""A running program in lines of text, and which view of it a stream gets."""

from __future__ import annotations

from collections import Counter
from typing import TextIO, assert_never

from tuitutor.cli import terminal
from tuitutor.cli.view import Training, View
from tuitutor.config.settings import Settings
from tuitutor.draw.figures.figure import describe_figure
from tuitutor.draw.look import Look, wrap
from tuitutor.draw.pictures import draw_picture
from tuitutor.draw.words import describe_curves
from tuitutor.engine.snapshots import FitCurves
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import BatchEnded, EpochEnded, FigureShown, FitEnded, FitStarted, ScalarLogged
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import Figure
from tuitutor.spelling import counted


def view_on(stream: TextIO, remarks: TextIO, settings: Settings) -> View:
    """The view for a stream: pictures redrawn in place on a terminal, lines of text elsewhere."""
    look = terminal.look_for(stream, settings)
    if stream.isatty() and not look.words:
        from tuitutor.cli.inplace import TerminalView

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
                self.say(each.told)

    def _show(self, event: Training) -> None:
        match event:
            case FitStarted():
                steps = f", {counted(event.steps, 'step')} each" if event.steps else ""
                self._line(f"fit {event.fit}: {event.epochs} epoch{'s' * (event.epochs != 1)}{steps}")
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
