"""The contents of the workbench's panels and status line, and how they share its rows with the code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.style import Style
from rich.text import Text

from tuitutor.course.kind import Goal
from tuitutor.course.model import Exercise
from tuitutor.draw.grade import draw_goal, draw_grade, draw_tried, headlines, passed_of
from tuitutor.draw.look import VERDICT_ROLES, Look, Role, crop, wrap
from tuitutor.draw.screen_reader import draw_passages
from tuitutor.engine.experiments import AttemptScore, achieved
from tuitutor.engine.guidance import explained
from tuitutor.engine.snapshots import AttemptView
from tuitutor.grading.decisive import decisive, decisive_first
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.tui import keys
from tuitutor.tui.widgets.drawing import Draw

_GOAL = 5  # columns before the goal


def checks(
    exercise: Exercise,
    view: AttemptView,
    goals: Mapping[str, Goal],
    *,
    headed: bool,
    doubt: str = "",
    edited: bool = False,
) -> Draw:
    """The reasons for the verdict or, before there is one, the checks to come; and the race of "what if" to the goals.

    `headed`: the status line shows `failed`, and the first line the goal, which aren't repeated. With a `doubt` whether
    to run the code, that comes first and, if the code was `edited`, the number of the attempt below.
    """

    def draw(width: int, look: Look) -> Text:
        def paragraph(text: str, role: Role) -> Text:
            return Text("\n").join(wrap(text, width, look, look.style(role)))

        parts: list[Text] = []
        if doubt:
            parts.append(paragraph(doubt, "warning"))
        if doubt and edited:
            parts.append(Text(f"Attempt {view.number}, before you edited it:", look.style("quiet")))
        if view.what_if is not None:
            parts.append(draw_tried(view.what_if, goals, width, look, f"{keys.WHATIF.named} stops it"))
        if view.note:
            parts.append(paragraph(view.note, "warning"))
        if (grade := view.grade) is None:
            parts.append(_checks_to_come(exercise, width, look))
        else:
            lines = [*failed(exercise, grade, look)[:2], draw_goal(exercise, "", look, grade)]
            fits = grade.verdict is Verdict.FAILED and any(line.cell_len < width - _GOAL for line in lines)
            graded = decisive_first(exercise.checks, grade)
            headed_ = headed and fits and not doubt
            parts.append(draw_grade(graded, view.bests, width, look, headed=headed_, most_passed=PANEL - 1))
            if why := explained(exercise, grade):
                parts.append(draw_passages(why, width, look))
        return Text("\n\n").join(parts)

    return draw


def _checks_to_come(exercise: Exercise, width: int, look: Look) -> Text:
    lines, first = [], decisive(exercise.checks)
    for check in sorted(exercise.checks, key=lambda check: check is not exercise.checks[first or 0]):
        lines.append(crop(Text(f"{look.marks.untouched} {look.text(check.name)}"), width, look))
    return Text("\n").join(lines)


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
    """A line about the latest attempt; of several, the first that fits. After the end of it, `onward` comes next.

    During the attempt the run line has its progress, and the curves have the values.
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
        return failed(exercise, grade, look)
    if grade.verdict is Verdict.PASSED:
        facts = achieved(exercise, grade, view.model, view.number)
        passed = f"{mark} passed", _bold("good", look)
        lines = [
            Text.assemble(passed, look.text("".join(f" · {fact}" for fact in facts[:most])))
            for most in range(len(facts), 0, -1)
        ]
    else:
        word = "" if look.words else " graded later:"
        lines = [Text(look.text(f"{mark}{word} {passed_of(grade)}"), _bold("train", look))]
    next_ = Text(look.text(f" · {keys.NEXT.named}: {onward}"), look.style("quiet"))
    return (*([lines[0] + next_] if onward else []), *lines)


def _bold(role: Role, look: Look) -> Style:
    return Style.parse(look.style(role)) + Style(bold=True)


def failed(exercise: Exercise, grade: Grade, look: Look) -> tuple[Text, ...]:
    """A line on a failed attempt, the fullest first."""
    style, shown = _bold("bad", look), decisive_first(exercise.checks, grade)
    return tuple(Text(f"{look.mark(grade.verdict)} {line}", style) for line in headlines(shown, look))


def last_time(number: int, grade: Grade, reached: AttemptScore, look: Look) -> Text:
    """A line about the attempt that was the latest when the exercise was opened."""
    style = look.style(VERDICT_ROLES[grade.verdict])
    return Text.assemble((look.mark(grade.verdict), style), look.text(f" last time: attempt {number}, {reached.text}"))


def cut_off_line(number: int, cut: Text, how: str, look: Look) -> tuple[Text, ...]:
    """How the latest attempt ended, and the number of the earlier attempt below; the first that fits."""
    style, below = look.style("warning"), Text(look.text(f" · below: attempt {number}"), look.style("quiet"))
    return tuple(ending + below for ending in (cut, Text(how, style), Text("last time: not graded", style)))


LEAST_CODE = 3  # rows
CODE, CODE_IF_LOW = 10, 6  # rows for the code, at least, where there is room
PANEL = 8  # rows for what is below the curves
_LEAST_PANEL = 3
_STEP = 4  # by which the rows for code grow, so that nothing moves at each new line


def share_rows(rows: int, hidden: int, lines: int, below: int, keep: int = CODE) -> int:
    """The rows below the code, the same before, during and after a run, in which `below` rows are needed.

    The code has `lines` and keeps `keep` rows; rows that it doesn't need go below. `hidden` rows are covered for a
    while, by a message: they are the code's as far as possible, so that nothing else moves.
    """
    useful = max(keep, -(-(lines + 1) // _STEP) * _STEP)
    code = max(min(keep, rows - 1 - _LEAST_PANEL), min(useful, rows - below))
    return max(1, min(rows - code, rows - hidden - LEAST_CODE))


def rows_of_question(rows: int, choices: int, feedback: int) -> int:
    """The rows for the text of a question, above so many choices and so much feedback."""
    return max(LEAST_CODE, rows - choices - max(1 + _LEAST_PANEL, feedback))


def stack_panels(rows: int, needed: Sequence[int]) -> list[int]:
    """Share rows between panels one below the other, the most important first.

    Every panel has a few; the first also has the rest.
    """
    shares = [min(need, _LEAST_PANEL) for need in needed]
    for at, need in enumerate(needed):
        shares[at] += max(0, min(need - shares[at], rows - sum(shares)))
    return [max(1, shares[0] + rows - sum(shares)), *shares[1:]]
