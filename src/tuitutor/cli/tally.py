"""The progress of grading a class: in a terminal, one line that is redrawn; elsewhere, a line per answer."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, TextIO

import click

from tuitutor.classroom.batch import Answer
from tuitutor.cli import terminal
from tuitutor.config.settings import Settings
from tuitutor.grading.verdicts import Grade, Verdict

if TYPE_CHECKING:
    from rich.progress import Task

_WITH_BAR = 100  # columns of the narrowest terminal with a bar beside the numbers and a name


def tally_on(stream: TextIO, settings: Settings, total: int, done: Counter[str]) -> LineTally | LiveTally:
    """The tally of `total` answers for a stream; `done` counts those that already have a verdict, by verdict."""
    if stream.isatty() and not settings.plain:
        return LiveTally(stream, settings, total, done)
    return LineTally(stream, total, done.total())


class LineTally:
    """Prints a line for each answer that is graded."""

    def __init__(self, stream: TextIO, total: int, done: int) -> None:
        self._stream, self._total, self._done = stream, total, done

    def add(self, who: str, grade: Grade) -> None:
        """A learner's answer is graded."""
        self._done += 1
        points = "" if grade.verdict is Verdict.ERRORED else f"  {grade.points:g} of {grade.out_of:g} points"
        result = f"{grade.exercise}  {grade.overall.value}{points}  {grade.seconds:.1f} s"
        self._stream.write(f"{self._done}/{self._total}  {who}  {result}\n")
        self._stream.flush()

    def running(self, answer: Answer | None) -> None:
        """Does nothing: a line about a running answer could not be taken back."""

    def say(self, text: str) -> None:
        """Show a message on a line of its own."""
        click.echo(text, err=True)

    def close(self) -> None:
        """Grading is over."""


class LiveTally:
    """One line: how many are done, how many per minute, the time left, a count of each verdict, and what is running."""

    def __init__(self, stream: TextIO, settings: Settings, total: int, done: Counter[str]) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.table import Column

        self._counts = done.copy()
        self._look, console = terminal.look_for(stream, settings), terminal.console_for(stream)
        bar = [BarColumn(bar_width=20)] if self._look.glyphs == "full" and console.width >= _WITH_BAR else []
        rest = Column(no_wrap=True, overflow="crop", ratio=1)
        self._progress = Progress(
            *bar,
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            TextColumn("{task.fields[counts]}"),
            TextColumn(" {task.fields[running]}", style=self._look.style("quiet"), markup=False, table_column=rest),
            console=console,
            expand=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        pace = _Pace(done.total())
        self._task = self._progress.add_task("", total=total, completed=done.total(), pace=pace, counts="", running="")
        pace.task = self._progress.tasks[0]
        self._progress.start()

    def add(self, who: str, grade: Grade) -> None:
        """A learner's answer is graded."""
        self._counts[grade.overall.value] += 1
        counts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self._counts.items()))
        self._progress.update(self._task, advance=1, counts=counts)

    def running(self, answer: Answer | None) -> None:
        """Name the answer that has been running longest; None if none is."""
        name = f"now {answer.who}, {answer.exercise.label}" if answer else ""
        self._progress.update(self._task, running=self._look.line(name))

    def say(self, text: str) -> None:
        """Show a message on a line of its own."""
        self._progress.console.print(text, markup=False, highlight=False)

    def close(self) -> None:
        """Grading is over."""
        self._progress.stop()


class _Pace:
    """Answers per minute, and the time left at that pace; the time grows while no answer is done."""

    task: Task

    def __init__(self, before: int) -> None:
        self._before = before

    def __str__(self) -> str:
        done, seconds = self.task.completed - self._before, self.task.elapsed
        if not done or not seconds:
            return ""
        left = timedelta(seconds=round((self.task.remaining or 0) * seconds / done))
        return f"{60 * done / seconds:.0f} a minute, {left} left "
