"""The progress of grading a class: in a terminal, one line that is redrawn; elsewhere, a line per answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol, TextIO

import click

from tuitutor.cli import terminal
from tuitutor.grading.verdicts import Grade, Verdict

if TYPE_CHECKING:
    from tuitutor.config.settings import Settings


class Tally(Protocol):
    """Is told about each answer as it is graded."""

    def add(self, who: str, grade: Grade) -> None:
        """One more answer is graded."""
        ...

    def say(self, text: str) -> None:
        """Show a message on its own line."""
        ...

    def close(self) -> None:
        """Grading is over."""
        ...


def tally_on(stream: TextIO, settings: Settings, total: int, done: Counter[str]) -> Tally:
    """A tally of `total` answers; `done` counts those that already have a verdict, by verdict."""
    if stream.isatty() and not settings.plain:
        return LiveTally(stream, settings, total, done)
    return LineTally(stream, total, done.total())


class LineTally:
    """Prints a line for each answer as it is graded."""

    def __init__(self, stream: TextIO, total: int, done: int) -> None:
        self._stream, self._total, self._done = stream, total, done

    def add(self, who: str, grade: Grade) -> None:
        self._done += 1
        points = "" if grade.verdict is Verdict.ERRORED else f"  {grade.points:g} of {grade.out_of:g} points"
        words = f"{who}  {grade.exercise}  {grade.verdict.value}{points}  {grade.seconds:.1f} s"
        self._stream.write(f"{self._done}/{self._total}  {words}\n")
        self._stream.flush()

    def say(self, text: str) -> None:
        click.echo(text, err=True)

    def close(self) -> None:
        pass


class LiveTally:
    """One line: how many are done, how many per minute, the time left, and a count of each verdict."""

    def __init__(self, stream: TextIO, settings: Settings, total: int, done: Counter[str]) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._counts, self._before = done.copy(), done.total()
        look = terminal.look_for(stream, settings)
        bar = [BarColumn(bar_width=20)] if look.glyphs == "full" else []
        self._progress = Progress(
            *bar,
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("left "),
            TextColumn("{task.fields[counts]}"),
            console=terminal.console_for(stream),
            speed_estimate_period=600,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=total, completed=self._before, rate="", counts="")
        self._progress.start()

    def add(self, who: str, grade: Grade) -> None:
        self._counts[grade.verdict.value] += 1
        task = self._progress.tasks[0]
        minutes = (task.elapsed or 0.0) / 60
        rate = f"{(self._counts.total() - self._before) / minutes:.0f} a minute," if minutes else ""
        counts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self._counts.items()))
        self._progress.update(self._task, advance=1, rate=rate, counts=counts)

    def say(self, text: str) -> None:
        self._progress.console.print(text, markup=False, highlight=False)

    def close(self) -> None:
        self._progress.stop()
