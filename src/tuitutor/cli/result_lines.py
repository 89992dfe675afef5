"""Results as text and as exit codes: a grade, or the end of a run without one."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TextIO, assert_never

from rich.text import Text

from tuitutor.cli import terminal
from tuitutor.cli.exits import Exit
from tuitutor.config.settings import Settings
from tuitutor.course.checks import Check
from tuitutor.draw.grade import draw_advice, draw_error, draw_grade, passed_of
from tuitutor.engine.events import CellEnded, Graded
from tuitutor.grading.decisive import decisive_first
from tuitutor.grading.verdicts import Verdict
from tuitutor.protocol.raised import ErrorInfo

EXIT_CODES = {
    Verdict.PASSED: Exit.DONE,
    Verdict.FAILED: Exit.NOT_PASSED,
    Verdict.SKIPPED: Exit.NOT_PASSED,
    Verdict.ERRORED: Exit.COULD_NOT,
    Verdict.PENDING: Exit.DONE,
}


def print_grade(
    graded: Graded,
    checks: Sequence[Check],
    settings: Settings,
    after_pass: str,
    after_failure: str,
    *,
    for_teacher: bool = False,
) -> None:
    """Print a grade, the decisive one of the `checks` first, its comparison with earlier attempts, and what to do
    after a pass or a failure.
    """
    grade = graded.grade
    count = f"{grade.points:g} of {grade.out_of:g} points" if for_teacher else passed_of(grade)
    time = f"{grade.seconds:.1f} s"
    match grade.verdict:
        case Verdict.PASSED:
            last = f"Passed: {count.removesuffix(' passed')}, {time}. {after_pass}".rstrip()
        case Verdict.FAILED | Verdict.SKIPPED:
            last = f"Not passed: {count}, {time}. {after_failure}".rstrip()
        case Verdict.ERRORED:
            last = "Not graded, and not counted against you. Run it again; if it keeps failing, see tuitutor doctor."
        case Verdict.PENDING:
            last = f"Graded later: {count} so far, {time}. {after_pass}".rstrip()
        case never:
            assert_never(never)
    look = terminal.look_for(sys.stdout, settings)
    style = look.style("good" if grade.verdict is Verdict.PASSED else "title")
    ordered = decisive_first(checks, grade)
    terminal.print_text(draw_grade(ordered, graded.bests, terminal.width(), look, for_teacher=for_teacher), sys.stdout)
    terminal.print_text(Text(look.text(last), style), sys.stdout)


def print_ending(ended: CellEnded, names: Mapping[str, str], stream: TextIO, settings: Settings) -> None:
    """Print how a run ended, with the coach's advice on an exception; `names` as in `under_names`."""
    look, width = terminal.look_for(stream, settings), terminal.width()
    parts = []
    if error := ended.error:
        parts.append(draw_error(under_names(error, names), width, look))
    parts += [draw_advice(advice, width, look) for advice in ended.advice]
    if ended.message:
        style = look.style("quiet" if ended.outcome == "interrupted" else "bad")
        parts.append(Text(look.text(ended.message), style))
    if ended.meant:
        parts.append(Text(look.text("It raised an error, as the lesson intends."), look.style("quiet")))
    if ended.outcome == "ok":
        parts.append(Text(look.text(f"Done in {ended.seconds:.1f} s."), look.style("quiet")))
    for part in parts:
        terminal.print_text(part, stream)


def under_names(error: ErrorInfo, names: Mapping[str, str]) -> ErrorInfo:
    """The error with the learner's `names` for the files in its traceback."""
    frames = tuple(replace(frame, filename=names.get(frame.filename, frame.filename)) for frame in error.frames)
    return replace(error, frames=frames)
