"""A grade as text: checks with expected and found values, errors, the coach's advice, and the changes of "What if"."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace
from rich.cells import cell_len
from rich.text import Text

from tuitutor.course.kind import Goal
from tuitutor.course.model import Exercise
from tuitutor.draw.look import VERDICT_ROLES, Look, Role, crop, pad, wrap
from tuitutor.draw.metrics import goals_of, reached
from tuitutor.engine.snapshots import AS_IT_WAS, FitCurves, Lane, WhatIf
from tuitutor.grading.decisive import aim
from tuitutor.grading.numbers import holds, number_beside, show_number
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Provenance, Row, Verdict
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.spelling import counted

_INDENT = 2
# lines of an exception's message: some of TensorFlow's are pages long and only say at the end what is wrong
_FIRST_LINES, _LAST_LINES = 4, 8


def draw_grade(
    grade: Grade,
    bests: Sequence[str],
    width: int,
    look: Look,
    *,
    headed: bool = False,
    most_passed: int = 0,
    for_teacher: bool = False,
) -> Text:
    """All of a grade except its total, problems first, and how it compares with earlier attempts (`bests`).

    Never wider than `width` cells. `headed`: the first two of `headlines` are above it and not repeated. If the answer
    didn't run to its end, unreached checks are only named, since they would all say the same. After a pass, up to
    `most_passed` checks have a line each. Only a teacher sees points, and what the program itself reports.
    """
    if not for_teacher:
        results = (replace(result, out_of=1.0, provenance=None) for result in grade.results)
        grade = replace(grade, results=tuple(results))

    def paragraph(text: str, role: Role) -> Text:
        return _joined(wrap(text, width, look, look.style(role)))

    parts = [paragraph(sentence, "warning") for sentence in (grade.stopped, grade.problem) if sentence]
    if grade.error is not None:
        parts.append(draw_error(grade.error, width, look))
    ended = grade.stopped or grade.problem or grade.error
    unreached = [
        result for result in grade.results if ended and not (result.verdict.done or result.found or result.rows)
    ]
    wrong = [result for result in grade.results if not result.verdict.done and result not in unreached]
    if headed and wrong and not ended and _fits_headline(wrong[0]):
        first, *wrong = wrong
        parts += [_joined(wrap(in_quotes(first.why), width, look))] if first.why else []
    parts += _failures(wrong, width, look)
    parts += [draw_advice(advice, width, look) for advice in grade.advice]
    parts += _failures([result for result in grade.results if result.verdict is Verdict.PENDING], width, look)
    if passed := [result for result in grade.results if result.passed]:
        each = grade.verdict is Verdict.PASSED and len(passed) <= most_passed
        parts += [_joined([_name_passed([result], width, look) for result in passed])] if each else []
        parts += [] if each else [_name_passed(passed, width, look)]
    if unreached:
        names = (", " if look.words else look.text(" · ")).join(look.line(result.name) for result in unreached)
        parts.append(paragraph(f"not checked: {names}", "quiet"))
    if legend := _legend(grade):
        parts.append(paragraph(legend, "quiet"))
    parts += [paragraph(best, "good") for best in bests]
    return Text("\n\n").join(parts)


def _joined(lines: Sequence[Text]) -> Text:
    return Text("\n").join(lines)


def headlines(grade: Grade, look: Look) -> list[str]:
    """The first failure in one line, with the expected and the found value; the fullest line first.

    For a grade with a verdict, not passed. `draw_grade` can leave out a check that the first two lines report in full.
    """
    if grade.stopped or grade.error is not None:
        kind = "" if grade.error is None else grade.error.kind
        return [look.line(grade.why), look.line(kind or grade.why)]
    wrong = [result for result in grade.results if not result.verdict.done]
    if not wrong:
        return ["not passed"]
    found = look.line(f"{wrong[0].name}{_briefly(wrong[0])}")
    if len(grade.results) == 1:
        return [found, found, look.line(wrong[0].name), "not passed"]
    count, beside = passed_of(grade), ", " if look.words else look.text(" · ")
    return [f"{found}{beside}{count}", found, look.line(f"{wrong[0].name}{beside}{count}"), count]


def passed_of(grade: Grade) -> str:
    """How many checks passed: the only count of an attempt that learners see."""
    passed = sum(result.passed for result in grade.results)
    return f"{passed} of {counted(len(grade.results), 'check')} passed"


def _fits_headline(result: CheckResult) -> bool:
    """Whether a line says everything about it except why."""
    return result.verdict is Verdict.FAILED and len(result.rows) < 2 and bool(_briefly(result))


def _briefly(result: CheckResult) -> str:
    """The found and expected values, as far as both are short; of a comparison, in the first row that differs."""
    row = next((row for row in result.rows if not row.agrees), None)
    found, expected = (result.found, result.expected) if row is None else (row.found, row.expected)
    number = row or result
    label = f"{row.label} " if row is not None and len(result.rows) > 1 else ""
    if number.value is not None and number.bound is not None:
        found = number_beside(number.value, number.bound)
        return f"{f': {label}' if label else ' '}{found}, wants {expected}"
    return f": {label}{found}{f', wants {expected}' if expected else ''}" if found else ""


def draw_goal(
    exercise: Exercise, code: str, look: Look, grade: Grade | None = None, curves: FitCurves | None = None
) -> Text:
    """What to aim at and how far that is: "loss at most 42: 145.3, 103 to go".

    Before there is a `grade`, the value is that of the `curves`, unless it is one on hidden data.
    """
    aimed, goals = aim(exercise.checks, grade), [*goals_of(exercise, code, grade).values()]
    if aimed is None:
        return Text()
    (check, result), curves = aimed, curves or FitCurves(0)
    if not goals:
        passed = result is not None and result.passed
        found = "" if result is None else _briefly(result).replace("\n", " ")
        if result is not None and passed:
            found = f": {', '.join(filter(None, (_number(result), 'reached')))}"
        return Text.assemble(look.line(check.name), (look.text(found), look.style("good" if passed else "bad")))
    goal = next((goal for goal in goals if goal.log in curves.logs), goals[0])
    value = reached(goal, curves) if result is None or result.value is None else result.value
    named = _name(goal)
    if value is None:
        return Text(look.line(named))
    held = holds(goal.bound, value)
    far = "reached" if held else f"{abs(value - goal.edge):.3g} to go"
    style = look.style("good" if held else "train" if result is None else "bad")
    return Text.assemble(look.line(named), (look.line(f": {number_beside(value, goal.bound)}, {far}"), style))


def _name(goal: Goal) -> str:
    """The goal in words: "loss at most 42"."""
    return f"{'hidden ' if goal.hidden else ''}{goal.log.replace('_', ' ')} {goal.bound}"


def _legend(grade: Grade) -> str:
    """How the checks were made, unless a separate process made them all."""
    notes = []
    if any(result.provenance is Provenance.REPORTED for result in grade.results):
        notes.append("reported: by the program itself")
    if grade.unverified:
        notes.append(f"the model could not be verified: {grade.unverified}")
    return "; ".join(notes)


def _number(result: CheckResult) -> str:
    """The number that a check found, if there is just one."""
    if result.count is not None:
        return f"{result.count:g}"
    measured = [(result.value, result.bound), *((row.value, row.bound) for row in result.rows)]
    numbers = [number_beside(value, bound) for value, bound in measured if value is not None and bound is not None]
    return numbers[0] if len(numbers) == 1 else ""


def _name_passed(passed: Sequence[CheckResult], width: int, look: Look) -> Text:
    """The passed checks with their numbers, in as few lines as possible."""
    brief = []
    for result in passed:
        reported = "(reported)" if result.provenance is Provenance.REPORTED else ""
        brief.append(look.line(" ".join(filter(None, (result.name, _number(result), reported)))))
    mark = look.mark(Verdict.PASSED)
    lines = wrap((", " if look.words else " · ").join(brief), width + 1 - len(mark), look, indent=2)
    return _joined([Text.assemble((mark, look.style("good")), lines[0][1:]), *lines[1:]])


def _failures(results: Sequence[CheckResult], width: int, look: Look) -> list[Text]:
    """The failed checks, in order; neighbours with the same reason are drawn together and show it once."""

    def reason(result: CheckResult) -> tuple[str, ...]:
        """A key, equal for results with nothing to show but the same reason."""
        shared = result.verdict is not Verdict.SKIPPED and not (result.found or result.rows) and bool(result.why)
        return ("why", result.why) if shared else ("alone", result.name)

    parts = []
    for _, group in groupby(results, key=reason):
        *rest, last = group
        drawn = [draw_check(replace(result, why=""), width, look) for result in rest]
        parts.append(_joined([*drawn, draw_check(last, width, look)]))
    return parts


def draw_advice(advice: Advice, width: int, look: Look) -> Text:
    """The coach's advice: where, why, and what to try."""
    where = f"Line {advice.line}: " if advice.line else ""
    lines = wrap(where + in_quotes(advice.why), width, look)
    lines += wrap(f"Try: {in_quotes(advice.try_)}", width, look, look.style("title")) if advice.try_ else []
    return _joined(lines)


# ---- checks -------------------------------------------------------------------------------


def draw_check(result: CheckResult, width: int, look: Look) -> Text:
    """A check's mark and name; below it the expected and the found value, and why they matter.

    The rows of a comparison are side by side if `width` allows, otherwise one below the other; differences are marked.
    """
    head = Text.assemble(
        (look.mark(result.verdict), look.style(VERDICT_ROLES[result.verdict])),
        (f" {look.line(result.name)}", look.style("title")),
    )
    gap = ", " if look.words else "  "
    if result.out_of != 1:
        earned = "" if result.verdict is Verdict.PENDING else f"{result.points:g} of "
        head.append(f"{gap}{earned}{result.out_of:g} points", look.style("quiet"))
    if result.provenance is Provenance.REPORTED:
        head.append(f"{gap}reported", look.style("quiet"))
    lines = [crop(head, width, look)]
    if result.rows:
        lines += _table(result.rows, width, look)
    else:
        lines += _label("expected", result.expected, "", width, look) if result.expected else []
        lines += _label("found", result.found, look.style("bad"), width, look) if result.found else []
    if result.why:
        lines += wrap(in_quotes(result.why), width, look, indent=_INDENT)
    return _joined(lines)


def in_quotes(sentence: str) -> str:
    """A sentence of an author's or of ours, with quotes in place of the backticks around code."""
    return sentence.replace("`", "'")


def _label(label: str, text: str, style: str, width: int, look: Look) -> list[Text]:
    """The text, wrapped in a separate column next to its label."""
    if look.words:
        return wrap(f"{label}: {text}", width, look, indent=_INDENT)
    column = _INDENT + len("expected  ")
    lines = wrap(text, width, look, style, indent=column)
    head = Text(" " * _INDENT).append(label.ljust(column - _INDENT), look.style("quiet"))
    first = lines[0][column:] if lines[0].cell_len > column else Text()
    return [crop(head.append_text(first), width, look), *lines[1:]]


def _table(rows: Sequence[Row], width: int, look: Look) -> list[Text]:
    cells = [(look.line(row.label), look.line(row.expected), look.line(row.found)) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(("", "expected", "found"), *cells, strict=True)]
    if look.words or _INDENT + sum(widths) + 3 * 2 > width:
        return _stack(rows, width, look)

    def aligned(label: str, expected: str) -> str:
        return " " * _INDENT + pad(label, widths[0] + 2) + pad(expected, widths[1] + 2)

    lines = [Text(aligned("", "expected") + "found", look.style("quiet"))]
    for row, (label, expected, found) in zip(rows, cells, strict=True):
        line = Text(aligned(label, expected))
        if row.agrees:
            lines.append(line.append(found))
        else:
            lines.append(line.append(f"{pad(found, widths[2])} {look.mark(Verdict.FAILED)}", look.style("bad")))
    return lines


def _stack(rows: Sequence[Row], width: int, look: Look) -> list[Text]:
    lines: list[Text] = []
    for row in rows:
        verdict = Verdict.PASSED if row.agrees else Verdict.FAILED
        style = look.style(VERDICT_ROLES[verdict])
        head = Text(" " * _INDENT).append(look.mark(verdict), style).append(f" {look.line(row.label)}")
        lines.append(crop(head, width, look))
        if row.agrees:
            lines += wrap(look.line(row.found), width, look, indent=2 * _INDENT)
        else:
            lines += wrap(f"expected {look.line(row.expected)}", width, look, indent=2 * _INDENT)
            lines += wrap(f"found {look.line(row.found)}", width, look, look.style("bad"), indent=2 * _INDENT)
    return lines


# ---- errors -------------------------------------------------------------------------------


def draw_error(error: ErrorInfo, width: int, look: Look) -> Text:
    """The learner's line by number and text, the calls on the way there, and the exception's kind and message."""
    lines: list[Text] = []
    for outer in error.frames[-4:-1]:
        lines += wrap(f"called from {_where(outer)}", width, look, look.style("quiet"))
    if error.frames:
        frame = error.frames[-1]
        lines += wrap(_where(frame), width, look, look.style("title"))
        if source := look.text(frame.text).replace("\n", " ").strip():
            gutter = Text("  " if look.words else look.text(f"  {frame.line} │ "), style=look.style("bad"))
            lines.append(crop(Text().append_text(gutter).append(source), width, look))
    message = error.message.strip("\n")
    shown = wrap(f"{error.kind}: {message}" if message else error.kind, width, look, look.style("bad"))
    left_out = len(shown) - _FIRST_LINES - _LAST_LINES
    if left_out > 1:
        more = wrap(f"… {left_out} lines left out", width, look, look.style("quiet"))
        shown = [*shown[:_FIRST_LINES], *more, *shown[-_LAST_LINES:]]
    return _joined([*lines, *shown])


def _where(frame: Frame) -> str:
    function = f", in {frame.function}" if frame.function and not frame.function.startswith("<") else ""
    return f"line {frame.line} of {frame.filename}{function}"


# ---- what if ------------------------------------------------------------------------------

_GAP = 2  # columns beside a lane
_FINISH = 0.8  # of a lane is before the goal
_LEAST_LANE = 6  # columns


def draw_tried(what_if: WhatIf, goals: Mapping[str, Goal], width: int, look: Look, stop: str = "") -> Text:
    """The outcome, and a lane for each change, in lines of at most `width` cells.

    While it runs, it begins with the change being tried and the cost of all; `stop` says how to stop it. `goals` are
    those of the decisive check.
    """
    lines: list[Text] = []
    if not what_if.over:
        going = " · ".join(filter(None, (_now(what_if), stop)))
        lines.append(crop(Text.assemble(("what if ", look.style("title")), look.line(going)), width, look))
        lines += wrap(what_if.cost, width, look, look.style("quiet")) if what_if.cost and not what_if.lanes[1:] else []
    first, *sentences = what_if.said or ("",)
    lines += wrap(first, width, look, look.style("good" if what_if.helped else "title")) if first else []
    lines += _race(what_if, goals, width, look) if what_if.lanes else []
    for sentence in sentences:
        lines += wrap(sentence, width, look)
    return _joined(lines)


def _now(what_if: WhatIf) -> str:
    """The change being tried."""
    if not what_if.number:
        return "your run once more, to begin with"
    change = what_if.change or AS_IT_WAS
    return f"{what_if.number} of {what_if.of}: {change}{', another seed' if what_if.reseeded else ''}"


def _race(what_if: WhatIf, goals: Mapping[str, Goal], width: int, look: Look) -> list[Text]:
    """A line about the goal, and a lane for each run, as long as its run has come on the way to the goal."""
    own = what_if.lanes[0].curves
    logs = () if own is None else own.logs
    measured = next((goal for goal in goals.values() if goal.log == what_if.measure), None)
    goal = measured or next((goal for goal in goals.values() if goal.log in logs and not goal.hidden), None)
    values = [_lane_value(lane, goals, by_quality=goal is measured) for lane in what_if.lanes]
    shown = next((each for each in goals.values() if each.log in logs), None)
    title = what_if.measure if goal is None else f"goal: {_name(shown or goal)}"
    if goal is not None and goal.hidden:
        title = f"{goal.log} · hidden goal: {goal.bound}"
    results = [_ends(lane, value, goal) for lane, value in zip(what_if.lanes, values, strict=True)]
    if look.words:
        rows = (f"{lane.change}: {result}" for lane, result in zip(what_if.lanes, results, strict=True))
        return [line for row in (title, *rows) for line in wrap(row, width, look)]
    names = [look.line(lane.change) for lane in what_if.lanes]
    room = min(max(map(len, names)), width - max(map(len, results)) - _LEAST_LANE - 2 * _GAP)
    across = width - room - max(map(len, results)) - 2 * _GAP
    begun = () if own is None or shown is None else own.logs[shown.log][:1]
    finish, shares = round(across * _FINISH), _shares(values, begun, goal, what_if.measure)
    lines = [crop(Text(look.line(title), look.style("quiet")), width, look)]
    for lane, name, result, value, share in zip(what_if.lanes, names, results, values, shares, strict=True):
        there = goal is not None and not goal.hidden and value is not None and holds(goal.bound, value)
        style = look.style("good" if there else "train" if lane.over else "ghost")
        filled = 0 if share is None else min(across, max(1, round(share * finish)))
        line = crop(Text(name, "bold" if lane.change == what_if.best_change else ""), room, look)
        line.pad_right(room - line.cell_len + _GAP)
        line.append(look.cells("█") * filled, style)
        rest = " " * (across - filled)
        if goal is not None and filled <= finish < across:
            at = finish - filled
            rest = rest[:at] + look.cells("│") + rest[at + 1 :]
        lines.append(crop(line.append(rest + " " * _GAP, look.style("quiet")).append(result), width, look))
    return lines


def _lane_value(lane: Lane, goals: Mapping[str, Goal], *, by_quality: bool) -> float | None:
    """The lane's value now: at its end how good the network is, or else what its curve says."""
    if lane.over and (by_quality or lane.quality is None):
        return lane.quality
    values = (reached(replace(goal, hidden=False), lane.curves or FitCurves(0)) for goal in goals.values())
    return next((value for value in values if value is not None), lane.quality)


def _ends(lane: Lane, value: float | None, goal: Goal | None) -> str:
    if value is None:
        return "can't be tried here" if lane.over else ""
    shown = show_number(float(f"{value:.3g}")) if math.isfinite(value) else "not finite"
    if not lane.over:
        return shown
    there = goal is not None and not goal.hidden and holds(goal.bound, value)
    return f"reaches {show_number(goal.edge)}" if there and goal is not None else f"ends at {shown}"


def _shares(
    values: Sequence[float | None], begun: Sequence[float], goal: Goal | None, measure: str
) -> list[float | None]:
    """How far each run has come, from where the own run began, or the worst, to the goal, or the best."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    up = goal.bound.at_least is not None if goal is not None else measure == "accuracy"
    begin = (min if up else max)([*begun, *known], default=0.0)
    end = goal.edge if goal is not None else (max if up else min)(known, default=1.0)
    way = end - begin or 1.0
    return [(value - begin) / way if value is not None and math.isfinite(value) else None for value in values]
