"""Attempts as lines, and the changes from one to the next; and an attempt for others, without any hidden data: a card
with its result, a request for help, its curves.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from rich.text import Text

from tuitutor.course.fences import fenced
from tuitutor.course.model import Exercise, Lesson
from tuitutor.draw.curves import draw_curves
from tuitutor.draw.grade import draw_grade
from tuitutor.draw.look import VERDICT_ROLES, Look, crop, pad, wrap
from tuitutor.draw.maps import draw_frames, draw_map
from tuitutor.draw.metrics import goals_of
from tuitutor.engine.attempt_recorder import curves_of, last_curves
from tuitutor.engine.experiments import AttemptScore, achieved, score
from tuitutor.engine.snapshots import FitCurves
from tuitutor.grading.decisive import decisive_first
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.attempt_record import PastAttempt, PastCurves

_AT = re.compile(r"\+(\d+)")  # in "@@ -1,4 +1,6 @@"
_DIGITS = 4  # of a difference, as in `grading.numbers`; more where a score has more
_MOST_LINES = 2_000  # compared at most, which takes up to a second
_WORDS = re.compile(r"\d+\.\d+|\w+|\W")
_MOST_WORDS = 200  # in a line that is compared with another
_ALIKE = 0.5  # the least share of its words that two lines must have in common to be versions of one
_STANDS_OUT = "bold underline"


def draw_attempts(exercise: Exercise, attempts: Sequence[PastAttempt], now: float, look: Look) -> list[Text]:
    """A line per attempt at an exercise, in order of time: number, time, verdict, score and other facts.

    It also shows the change since the attempt just before, if both have the same kind of score. `now` is in seconds
    since 1970.
    """
    scores = [score(exercise, attempt.grade) for attempt in attempts]
    graded = [None if attempt.grade.problem else found for attempt, found in zip(attempts, scores, strict=True)]
    cells = [
        (str(attempt.number), when(attempt.at, now), look.text(found.text), look.text(_change(before, after)))
        for attempt, found, (before, after) in zip(attempts, scores, pairwise([None, *graded]), strict=True)
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for attempt, found, (number, time, text, change) in zip(attempts, scores, cells, strict=True):
        better = change.startswith("+") != found.falls
        line = Text.assemble(
            number.rjust(widths[0]),
            (f"  {pad(time, widths[1])}  ", look.style("quiet")),
            (look.mark(attempt.grade.verdict), look.style(VERDICT_ROLES[attempt.grade.verdict])),
            f" {pad(text, widths[2])}  ",
            (pad(change, widths[3]), look.style("quiet" if change == "=" else "good" if better else "bad")),
            (look.text(f"  {_remark(attempt.grade)}"), look.style("quiet")),
        )
        line.rstrip()
        lines.append(line)
    return lines


def draw_difference(before: str, after: str, width: int, look: Look) -> Text:
    """The changes from one code to the other, line by line, in lines of at most `width` cells.

    Where a line was changed into a similar one, the changed words stand out.
    """
    old, new = before.splitlines(), after.splitlines()
    diff = [*difflib.unified_diff(old[:_MOST_LINES], new[:_MOST_LINES], lineterm="", n=2)][2:]
    lines: list[Text] = []
    for kind, group in groupby(diff, key=lambda line: line[:1] if line[:1] in "@ " else "-+"):
        if kind == "-+":
            lines += _draw_changes([*group], look)
            continue
        for line in group:
            at = _AT.search(line) if kind == "@" else None
            lines.append(Text(look.text(f"… line {at[1]}"), look.style("quiet")) if at else Text(look.text(line)))
    if max(len(old), len(new)) > _MOST_LINES:
        lines.append(Text(f"Only the first {_MOST_LINES:,} lines are compared.", look.style("quiet")))
    if not lines:
        lines.append(Text("The code is the same.", look.style("quiet")))
    return Text("\n").join(crop(line, width, look) for line in lines)


def _draw_changes(changes: Sequence[str], look: Look) -> list[Text]:
    """Removed lines, and the lines in their place."""
    removed, added = ([line[1:] for line in changes if line[0] == sign] for sign in "-+")
    spans: dict[tuple[str, int], Spans] = {}
    for at, (before, after) in enumerate(zip(removed, added, strict=False)):
        spans["-", at], spans["+", at] = _changed_words(before, after)
    lines = []
    for sign, word, texts in (("-", "removed: ", removed), ("+", "added: ", added)):
        begin, style = word if look.words else sign, look.style("bad" if sign == "-" else "good")
        for at, text in enumerate(texts):
            drawn = Text(look.text(begin + text), style)
            if drawn.plain == begin + text and not look.words:  # in other glyphs it may be longer
                for start, end in spans.get((sign, at), ()):
                    drawn.stylize(_STANDS_OUT, len(sign) + start, len(sign) + end)
            lines.append(drawn)
    return lines


Spans = list[tuple[int, int]]
"""Beginnings and ends of changed words in a line."""


def _changed_words(before: str, after: str) -> tuple[Spans, Spans]:
    """The words in two lines that the other lacks; none if the lines have little in common."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > _MOST_WORDS or matcher.ratio() < _ALIKE:
        return [], []
    changes = [code[1:] for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        [_span(old, start, end) for start, end, _, _ in changes if start < end],
        [_span(new, start, end) for _, _, start, end in changes if start < end],
    )


def _span(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    start = sum(map(len, words[:first]))
    return start, start + sum(map(len, words[first:last]))


def when(at: float, now: float) -> str:
    """The local time, with the day if it wasn't today."""
    try:
        then, today = datetime.fromtimestamp(at), datetime.fromtimestamp(now).date()
    except (ValueError, OverflowError, OSError):  # from a damaged file
        return "some time"
    if then.date() == today:
        return f"{then:%H:%M}"
    if then.date() == today - timedelta(days=1):
        return f"yesterday {then:%H:%M}"
    return f"{then:%d %b %H:%M}" if then.year == today.year else f"{then:%d %b %Y}"


def _change(before: AttemptScore | None, after: AttemptScore | None) -> str:
    """The difference between two scores as shown; "" if they can't be compared."""
    if before is None or after is None or before.on != after.on:
        return ""
    old, new = before.shown, after.shown
    if not (old.is_finite() and new.is_finite()):
        return ""
    digits = max(_DIGITS, len(old.as_tuple().digits), len(new.as_tuple().digits))
    return f"{'+' if new > old else '−'}{abs(float(new - old)):.{digits}g}" if new != old else "="


def _remark(grade: Grade) -> str:
    """The rest of a line: the error or stop of the attempt, otherwise its counts for personal bests."""
    if grade.error is not None:
        return grade.error.kind
    if grade.stopped or grade.problem:
        return "not graded" if grade.problem else "stopped"
    counts = (f"{result.name} {result.count:g}" for result in grade.results if result.count is not None)
    return " · ".join(counts) if grade.verdict is Verdict.PASSED else ""


WIDTH = 78
_PLOT_ROWS = 14  # rows of the curves, and of the map


def draw_card(
    lesson: Lesson, exercise: Exercise, attempt: PastAttempt, look: Look, replay: FitCurves | None = None
) -> Text:
    """Wordmark, lesson and exercise, the curves, the map and the result of the attempt, WIDTH cells wide.

    `replay` has the attempt's curves with maps of more epochs, which are there from the first to the last.
    """
    word, where = look.marks.word, look.line(f" · {lesson.title} › {exercise.title}")
    parts = [crop(Text.assemble((word, look.style("train")), (" tuitutor", "bold"), f" {where}"), WIDTH, look)]
    if (curves := last_curves((attempt,))) is not None:
        parts.append(
            draw_curves(curves, WIDTH, _PLOT_ROWS, look, goals=goals_of(exercise, attempt.code, attempt.grade))
        )
        if replay is not None and replay.maps:
            parts.append(draw_frames(replay.maps, WIDTH, look))
        elif (taken := curves.map_at()) is not None:
            parts.append(draw_map(taken.map, WIDTH, _PLOT_ROWS, look, f"epoch {taken.epoch}"))
    style = look.style(VERDICT_ROLES[attempt.grade.verdict])
    facts = " · ".join(achieved(exercise, attempt.grade, attempt.model, attempt.number))
    parts.append(Text.assemble((look.mark(attempt.grade.verdict), style), look.text(f" {facts}")))
    return Text("\n\n").join(parts)


def curves_text(curves: PastCurves) -> str:
    """The curves as plain text, for a file."""
    lines = draw_curves(curves_of(curves), WIDTH, _PLOT_ROWS, Look(colour=False)).plain.split("\n")
    return "\n".join(line.rstrip() for line in lines)


def help_request(exercise: Exercise, attempt: PastAttempt, version: str, look: Look) -> str:
    """The task, the code, its result and the versions, as Markdown; `version` is tuitutor's."""
    drawn = draw_grade(decisive_first(exercise.checks, attempt.grade), (), WIDTH, look)
    task = "\n".join(line.plain for line in wrap(exercise.prose.strip(), 10_000, look))
    parts = [
        f"# Help wanted: {look.line(exercise.title)} ({exercise.label})",
        task,
        f"## My answer, attempt {attempt.number}",
        fenced("python", look.text(attempt.code).rstrip()),
        "## The result",
        fenced("text", "\n".join(line.rstrip() for line in drawn.plain.split("\n")).rstrip()),
        look.line(", ".join(filter(None, (f"tuitutor {version}", attempt.ran_in)))),
    ]
    return "\n\n".join(parts) + "\n"
