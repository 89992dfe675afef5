"""A grade as text: what went wrong, each check, what to try, and the sum of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO, assert_never

from tuitutor.cli import terminal
from tuitutor.cli.exits import Exit
from tuitutor.grading.verdicts import Grade, Verdict

if TYPE_CHECKING:
    from rich.text import Text

    from tuitutor.config.settings import Settings
    from tuitutor.draw.look import Look


def print_grade(grade: Grade, stream: TextIO, settings: Settings, bests: Sequence[str] = ()) -> None:
    """Print all that a grade says, and how it stands to the personal `bests`."""
    for text in _parts(grade, bests, terminal.width(), terminal.look_for(stream, settings)):
        terminal.print_text(text, stream)


def exit_for(grade: Grade) -> Exit:
    """The exit code that a grade stands for."""
    match grade.verdict:
        case Verdict.PASSED:
            return Exit.DONE
        case Verdict.FAILED | Verdict.SKIPPED:
            return Exit.NOT_PASSED
        case Verdict.ERRORED:
            return Exit.COULD_NOT
        case never:
            assert_never(never)


def _parts(grade: Grade, bests: Sequence[str], width: int, look: Look) -> Iterator[Text]:
    from rich.text import Text

    from tuitutor.draw.grade import draw_grade

    yield draw_grade(grade, bests, width, look)
    yield Text(look.text(_sum(grade)), look.style("good" if grade.verdict is Verdict.PASSED else "title"))


def _sum(grade: Grade) -> str:
    points = f"{grade.points:g} of {grade.out_of:g} points, {grade.seconds:.1f} s"
    match grade.verdict:
        case Verdict.PASSED:
            return f"Passed: {points}. tuitutor next names the next exercise."
        case Verdict.FAILED | Verdict.SKIPPED:
            return f"Not passed: {points}. tuitutor hint {grade.exercise} gives a hint."
        case Verdict.ERRORED:
            return "Not graded, and not counted against you. Run it again; if it keeps failing, see tuitutor doctor."
        case never:
            assert_never(never)
