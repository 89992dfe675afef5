"""A whole grade: what stopped the answer, what the coach says of it, and each check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from rich.text import Text

from tuitutor.draw.checks import draw_check, draw_error
from tuitutor.draw.look import Look, wrap
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Provenance, Verdict

_ORIGINS = {
    Provenance.VERIFIED: "verified: found by a process that never ran your code",
    Provenance.REPORTED: "reported: your program's own word",
}


def draw_grade(grade: Grade, bests: Sequence[str], width: int, look: Look) -> Text:
    """All that a grade says but its sum, and how it stands to personal `bests`, never wider than `width` cells."""
    said = [sentence for sentence in (grade.stopped, grade.trouble) if sentence]
    parts = [Text("\n").join(wrap(sentence, width, look, look.style("warning"))) for sentence in said]
    if grade.error is not None:
        parts.append(draw_error(grade.error, width, look))
    parts += [draw_advice(advice, width, look) for advice in grade.advice]
    parts += _results(grade.results, width, look)
    parts += [Text("\n").join(wrap(legend, width, look, look.style("quiet")))] if (legend := _legend(grade)) else []
    parts += [Text("\n").join(wrap(best, width, look, look.style("good"))) for best in bests]
    return Text("\n\n").join(parts)


def _legend(grade: Grade) -> str:
    """What the words beside the checks mean, each that is there."""
    there = {result.provenance for result in grade.results}
    said = [origin for provenance, origin in _ORIGINS.items() if provenance in there]
    if grade.unverified:
        said.append(f"the model could not be verified: {grade.unverified}")
    return "; ".join(said)


def _results(results: Sequence[CheckResult], width: int, look: Look) -> list[Text]:
    """The checks in order; those that passed in a row, or share a reason, stand close together."""
    parts = []
    for _, group in groupby(results, key=_company):
        *others, last = group
        drawn = [draw_check(result if result.passed else replace(result, why=""), width, look) for result in others]
        parts.append(Text("\n").join([*drawn, draw_check(last, width, look)]))
    return parts


def _company(result: CheckResult) -> tuple[str, ...]:
    """What a result shares with those that it may stand close to; one that found something stands alone."""
    if result.passed:
        return ("passed",)
    shared = result.verdict is not Verdict.SKIPPED and not (result.found or result.rows) and bool(result.why)
    return ("why", result.why) if shared else ("alone", result.name)


def draw_advice(advice: Advice, width: int, look: Look) -> Text:
    """What the coach says: where, why, and what to try."""
    where = f"Line {advice.line}: " if advice.line else ""
    lines = wrap(where + advice.why, width, look)
    lines += wrap(f"Try: {advice.try_}", width, look, look.style("title")) if advice.try_ else []
    return Text("\n").join(lines)
