"""The contents of the workbench's panels, as drawings of plain values, and how they share its rows with the code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from tuitutor.course.model import Exercise
from tuitutor.draw.glyphs import Marks
from tuitutor.draw.grade import draw_grade, draw_tried, headlines
from tuitutor.draw.look import VERDICT_ROLES, Look, crop, wrap
from tuitutor.draw.screen_reader import draw_passages
from tuitutor.engine.guidance import explained
from tuitutor.engine.snapshots import AttemptView
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.tui import keys
from tuitutor.tui.widgets.drawing import Draw

if TYPE_CHECKING:
    from tuitutor.engine.experiments import AttemptScore


def checks(
    exercise: Exercise, view: AttemptView, marks: Marks, *, told: bool, doubt: str = "", edited: bool = False
) -> Draw:
    """The reasons for the verdict, without what `failed` says if that was `told`; before it, what will be checked.

    With a `doubt` whether to run the code it begins with that and, if the code was `edited`, says what the rest is of.
    """

    def draw(width: int, look: Look) -> Text:
        parts: list[Text] = []
        if doubt:
            parts.append(Text("\n").join(wrap(doubt, width, look, look.style("warning"))))
        if doubt and edited:
            parts.append(Text(f"Attempt {view.number}, before you edited it:", look.style("quiet")))
        if view.what_if is not None:
            parts.append(draw_tried(view.what_if, width, look, f"{keys.WHATIF.shown} stops it"))
        if view.note:
            parts.append(Text("\n").join(wrap(view.note, width, look, look.style("warning"))))
        grade = view.grade
        if grade is None:
            lines = []
            for check in exercise.checks:
                points = f"  {check.points:g} points" if check.points != 1 else ""
                line = Text.assemble(f"{marks.untouched} {look.text(check.name)}", (points, look.style("quiet")))
                lines.append(crop(line, width, look))
            parts.append(Text("\n").join(lines))
        else:
            fits = grade.verdict is Verdict.FAILED and any(line.cell_len < width for line in failed(grade, look)[:2])
            parts.append(draw_grade(grade, view.bests, width, look, headed=told and fits and not doubt))
            if why := explained(exercise, grade):
                parts.append(draw_passages(why, width, look))
        return Text("\n\n").join(parts)

    return draw


def model(view: AttemptView) -> Draw:
    """The network of the attempt."""

    def draw(width: int, look: Look) -> Text:
        if view.model is None:
            none = f"There is no network yet; {keys.RUN.named} draws the one that your code trains."
            return Text(none, style=look.style("quiet"))
        # imported late: the bench is part of the first paint
        from tuitutor.draw.network import draw_network

        return draw_network(view.model, width, look)

    return draw


def attempt_status(exercise: Exercise, view: AttemptView, look: Look, onward: str = "") -> tuple[Text, ...]:
    """One line about the attempt that ran last; if there are several, the first that fits.

    Once it is done it says what comes next, `onward`.

    About one that is running, the run line says how far it is, and the curves have the values.
    """
    if view.stage is not None:
        return (Text(),)
    grade = view.grade
    if grade is None:
        return (Text("not graded; see the checks", style=look.style("warning")),)
    mark = look.mark(grade.verdict)
    if grade.verdict is Verdict.ERRORED:
        return (Text(f"{mark} could not be graded; this does not count", style=look.style("warning")),)
    if not grade.verdict.done:
        return failed(grade, look)
    from tuitutor.engine.experiments import achieved

    if grade.verdict is Verdict.PASSED:
        facts = achieved(exercise, grade, view.model, view.number)
        bold = Style.parse(look.style("good")) + Style(bold=True)
        said = [
            Text.assemble((f"{mark} passed", bold), look.text("".join(f" · {fact}" for fact in facts[:most])))
            for most in range(len(facts), 0, -1)
        ]
    else:
        word = "" if look.words else " graded later:"
        later = f"{mark}{word} {grade.points:g} of {grade.out_of:g} points"
        said = [Text(look.text(later), Style.parse(look.style("train")) + Style(bold=True))]
    next_ = Text(look.text(f" · {keys.NEXT.named}: {onward}"), look.style("quiet"))
    return (*([said[0] + next_] if onward else []), *said)


def failed(grade: Grade, look: Look) -> tuple[Text, ...]:
    """One line on an attempt that isn't passed, the fullest first."""
    style = Style.parse(look.style("bad")) + Style(bold=True)
    return tuple(Text(f"{look.mark(grade.verdict)} {line}", style) for line in headlines(grade, look))


def last_time(number: int, grade: Grade, reached: AttemptScore, look: Look) -> Text:
    """One line about the attempt that was the latest when the exercise was opened."""
    style = look.style(VERDICT_ROLES[grade.verdict])
    return Text.assemble((look.mark(grade.verdict), style), look.text(f" last time: attempt {number}, {reached.text}"))


def whose(number: int, cut: Text, how: str, look: Look) -> tuple[Text, ...]:
    """How the latest attempt ended, and the number of the earlier one whose results are below; the first that fits."""
    style = look.style("warning")
    said = (cut, Text(how, style), Text("last time: not graded", style))
    return tuple(each + Text(look.text(f" · below: attempt {number}"), look.style("quiet")) for each in said)


LEAST_CODE = 3  # rows
CODE, CODE_AT_VERDICT = 10, 6  # rows that the code keeps, where there is room
_LEAST_PANEL = 3  # rows
_STEP = 4  # by which the rows for code grow, so that nothing moves at each new line


def share_rows(rows: int, hidden: int, lines: int, curves: int, panel: int, keep: int = CODE) -> int:
    """The rows below the code: those of the curves, one that says how it stands, and those of a panel.

    `lines` are those of the code, which keeps `keep` rows; what it has no use for goes to the panel, which wants
    `panel` rows. `hidden` rows are covered for a while, by a message: they are the code's as far as possible, so that
    nothing else moves.
    """
    useful = max(CODE, -(-(lines + 1) // _STEP) * _STEP)
    kept = max(LEAST_CODE, min(keep, rows - curves - 1 - _LEAST_PANEL))
    wanted = max(curves + 1 + panel, rows - useful)
    return max(1, min(wanted, rows - kept, rows - hidden - LEAST_CODE))


def rows_of_question(rows: int, choices: int, feedback: int) -> int:
    """The rows that the text of a question may have, above so many choices and that feedback."""
    return max(LEAST_CODE, rows - choices - max(1 + _LEAST_PANEL, feedback))


def stack_panels(rows: int, wanted: Sequence[int]) -> list[int]:
    """Share rows between panels one below the other, the most important first.

    Each has a few; the first also has what is left over.
    """
    given = [min(want, _LEAST_PANEL) for want in wanted]
    for at, want in enumerate(wanted):
        given[at] += max(0, min(want - given[at], rows - sum(given)))
    return [max(1, given[0] + rows - sum(given)), *given[1:]]
