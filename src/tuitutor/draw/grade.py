"""A whole grade: what stopped the answer, what the coach says about it, and each check."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace
from rich.text import Text

from tuitutor.draw.check_results import draw_check, draw_error, in_quotes
from tuitutor.draw.look import Look, Role, wrap
from tuitutor.grading.numbers import number_beside
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Provenance, Verdict


def draw_grade(grade: Grade, bests: Sequence[str], width: int, look: Look, *, told: bool = False) -> Text:
    """All of a grade except its total, problems first, and how it compares with earlier attempts (`bests`).

    Never wider than `width` cells. What the first two of `headlines` say is left out if it was `told`. If the answer
    didn't run to its end, checks that it didn't reach are only named, since they would all say the same.
    """

    def paragraph(text: str, role: Role) -> Text:
        return Text("\n").join(wrap(text, width, look, look.style(role)))

    parts = [paragraph(sentence, "warning") for sentence in (grade.stopped, grade.problem) if sentence]
    if grade.error is not None:
        parts.append(draw_error(grade.error, width, look))
    ended = grade.stopped or grade.problem or grade.error
    unreached = [
        result for result in grade.results if ended and not (result.verdict.done or result.found or result.rows)
    ]
    wrong = [result for result in grade.results if not result.verdict.done and result not in unreached]
    if told and wrong and not ended and _is_brief(wrong[0]):
        first, *wrong = wrong
        parts += [Text("\n").join(wrap(in_quotes(first.why), width, look))] if first.why else []
    parts += _failures(wrong, width, look)
    parts += [draw_advice(advice, width, look) for advice in grade.advice]
    parts += _failures([result for result in grade.results if result.verdict is Verdict.PENDING], width, look)
    if passed := [result for result in grade.results if result.passed]:
        parts.append(_name_passed(passed, width, look))
    if unreached:
        names = (", " if look.words else look.text(" · ")).join(look.line(result.name) for result in unreached)
        parts.append(paragraph(f"not checked: {names}", "quiet"))
    if legend := _legend(grade):
        parts.append(paragraph(legend, "quiet"))
    parts += [paragraph(best, "good") for best in bests]
    return Text("\n\n").join(parts)


def headlines(grade: Grade, look: Look) -> list[str]:
    """What failed first, in one line: what was found and what was wanted; the fullest line first.

    It is for a grade that has a verdict and isn't passed. The first two say all about a check that `draw_grade` leaves
    out.
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
    count = f"{len(wrong)} of {len(grade.results)}"
    return [f"{count}: {found}", found, look.line(f"{count}: {wrong[0].name}"), f"{count} failed"]


def _is_brief(result: CheckResult) -> bool:
    """Whether a line says all about it but why."""
    reported = result.provenance is Provenance.REPORTED
    return result.verdict is Verdict.FAILED and len(result.rows) < 2 and bool(_briefly(result)) and not reported


def _briefly(result: CheckResult) -> str:
    """What was found and wanted, as far as both are short; of a comparison, in the first row that differs."""
    row = next((row for row in result.rows if not row.agrees), None)
    found, wanted = (result.found, result.expected) if row is None else (row.found, row.expected)
    number = row or result
    label = f"{row.label} " if row is not None and len(result.rows) > 1 else ""
    if number.value is not None and number.bound is not None:
        found = number_beside(number.value, number.bound)
        return f"{f': {label}' if label else ' '}{found}, wants {wanted}"
    return f": {label}{found}{f', wants {wanted}' if wanted else ''}" if found else ""


def _legend(grade: Grade) -> str:
    """What a learner should know about how the checks were made, unless a separate process made them all."""
    said = []
    if any(result.provenance is Provenance.REPORTED for result in grade.results):
        said.append("reported: by your program itself")
    if grade.unverified:
        said.append(f"the model could not be verified: {grade.unverified}")
    return "; ".join(said)


def _name_passed(passed: Sequence[CheckResult], width: int, look: Look) -> Text:
    """The checks that passed, with the numbers found, in as few lines as possible."""
    brief = []
    for result in passed:
        measured = [(result.value, result.bound), *((row.value, row.bound) for row in result.rows)]
        numbers = [number_beside(value, bound) for value, bound in measured if value is not None and bound is not None]
        number = f"{result.count:g}" if result.count is not None else numbers[0] if len(numbers) == 1 else ""
        reported = "(reported)" if result.provenance is Provenance.REPORTED else ""
        brief.append(look.line(" ".join(filter(None, (result.name, number, reported)))))
    mark = look.mark(Verdict.PASSED)
    lines = wrap((", " if look.words else " · ").join(brief), width + 1 - len(mark), look, indent=2)
    return Text("\n").join([Text.assemble((mark, look.style("good")), lines[0][1:]), *lines[1:]])


def _failures(results: Sequence[CheckResult], width: int, look: Look) -> list[Text]:
    """The checks that didn't pass, in order; neighbours with the same reason are drawn together and show it once."""

    def reason(result: CheckResult) -> tuple[str, ...]:
        """A key that is equal for results with nothing to show but the same reason."""
        shared = result.verdict is not Verdict.SKIPPED and not (result.found or result.rows) and bool(result.why)
        return ("why", result.why) if shared else ("alone", result.name)

    parts = []
    for _, group in groupby(results, key=reason):
        *others, last = group
        drawn = [draw_check(replace(result, why=""), width, look) for result in others]
        parts.append(Text("\n").join([*drawn, draw_check(last, width, look)]))
    return parts


def draw_advice(advice: Advice, width: int, look: Look) -> Text:
    """The coach's advice: where, why, and what to try."""
    where = f"Line {advice.line}: " if advice.line else ""
    lines = wrap(where + in_quotes(advice.why), width, look)
    lines += wrap(f"Try: {in_quotes(advice.try_)}", width, look, look.style("title")) if advice.try_ else []
    return Text("\n").join(lines)
