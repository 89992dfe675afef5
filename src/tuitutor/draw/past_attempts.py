"""Attempts, one line each; what was changed between two of them; and one to show to others, without any hidden data:
a card with its result, a request for help, its curves.
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
from tuitutor.draw.maps import draw_map
from tuitutor.draw.metrics import targets
from tuitutor.engine.attempt_recorder import curves_of, last_curves
from tuitutor.engine.experiments import AttemptScore, achieved, score
from tuitutor.grading.verdicts import Verdict
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
    scores = [score(exercise, kept.grade) for kept in attempts]
    numbers = [str(kept.number) for kept in attempts]
    times = [when(kept.at, now) for kept in attempts]
    texts = [look.text(reached.text) for reached in scores]
    graded = [None if kept.grade.problem else reached for kept, reached in zip(attempts, scores, strict=True)]
    changes = [look.text(_change(before, after)) for before, after in pairwise([None, *graded])]
    widths = [max(map(len, column), default=0) for column in (numbers, times, texts, changes)]
    lines = []
    for number, time, text, change, kept, reached in zip(numbers, times, texts, changes, attempts, scores, strict=True):
        better = change.startswith("+") != reached.falls
        line = Text.assemble(
            number.rjust(widths[0]),
            (f"  {pad(time, widths[1])}  ", look.style("quiet")),
            (look.mark(kept.grade.verdict), look.style(VERDICT_ROLES[kept.grade.verdict])),
            f" {pad(text, widths[2])}  ",
            (pad(change, widths[3]), look.style("quiet" if change == "=" else "good" if better else "bad")),
            (look.text(f"  {_besides(kept)}"), look.style("quiet")),
        )
        line.rstrip()
        lines.append(line)
    return lines


def draw_difference(before: str, after: str, width: int, look: Look) -> Text:
    """What changed from one code to the other, line by line, in lines of at most `width` cells.

    Where a line became another one that is like it, the words that changed stand out.
    """
    old, new = before.splitlines(), after.splitlines()
    found = [*difflib.unified_diff(old[:_MOST_LINES], new[:_MOST_LINES], lineterm="", n=2)][2:]
    lines: list[Text] = []
    for kind, group in groupby(found, key=lambda line: line[:1] if line[:1] in "@ " else "-+"):
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
    """Lines that were removed, and those in their place."""
    removed, added = ([line[1:] for line in changes if line[0] == sign] for sign in "-+")
    changed: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for at, (line, other) in enumerate(zip(removed, added, strict=False)):
        changed["-", at], changed["+", at] = _changed(line, other)
    lines = []
    for sign, kept in (("-", removed), ("+", added)):
        style = look.style("bad" if sign == "-" else "good")
        said = {"-": "removed: ", "+": "added: "}[sign] if look.words else sign
        for at, line in enumerate(kept):
            drawn = Text(look.text(said + line), style)
            if drawn.plain == said + line and not look.words:  # in other glyphs it may be longer
                for start, end in changed.get((sign, at), ()):
                    drawn.stylize(_STANDS_OUT, len(sign) + start, len(sign) + end)
            lines.append(drawn)
    return lines


def _changed(line: str, other: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where in each of two lines the words are that the other doesn't have; nowhere if they have little in common."""
    words, others = _WORDS.findall(line), _WORDS.findall(other)
    matcher = difflib.SequenceMatcher(None, words, others, autojunk=False)
    if max(len(words), len(others)) > _MOST_WORDS or matcher.ratio() < _ALIKE:
        return [], []
    blocks = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return [_span(words, i, j) for _, i, j, _, _ in blocks if i < j], [
        _span(others, i, j) for *_, i, j in blocks if i < j
    ]


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
    """The difference between two scores as they are shown; "" if they can't be compared."""
    if before is None or after is None or before.on != after.on:
        return ""
    old, new = before.shown, after.shown
    if not (old.is_finite() and new.is_finite()):
        return ""
    digits = max(_DIGITS, len(old.as_tuple().digits), len(new.as_tuple().digits))
    return f"{'+' if new > old else '−'}{abs(float(new - old)):.{digits}g}" if new != old else "="


def _besides(kept: PastAttempt) -> str:
    """The rest of a line: what stopped the attempt, otherwise what it counted for personal bests."""
    if kept.grade.error is not None:
        return kept.grade.error.kind
    if kept.grade.stopped or kept.grade.problem:
        return "not graded" if kept.grade.problem else "stopped"
    counted = (f"{result.name} {result.count:g}" for result in kept.grade.results if result.count is not None)
    return " · ".join(counted) if kept.grade.verdict is Verdict.PASSED else ""


WIDTH = 78
_PLOT = 14  # rows of the curves, and of the map


def draw_card(lesson: Lesson, exercise: Exercise, kept: PastAttempt, look: Look) -> Text:
    """Wordmark, lesson and exercise, the curves, the map and the result of the attempt, WIDTH cells wide."""
    word, where = look.marks.word, look.line(f" · {lesson.title} › {exercise.title}")
    parts = [crop(Text.assemble((word, look.style("train")), (" tuitutor", "bold"), f" {where}"), WIDTH, look)]
    if (curves := last_curves((kept,))) is not None:
        parts.append(draw_curves(curves, WIDTH, _PLOT, look, targets=targets(exercise, kept.code)))
        if (taken := curves.map_at()) is not None:
            parts.append(draw_map(taken.map, WIDTH, _PLOT, look, f"epoch {taken.epoch}"))
    style = look.style(VERDICT_ROLES[kept.grade.verdict])
    said = " · ".join(achieved(exercise, kept.grade, kept.model, kept.number))
    parts.append(Text.assemble((look.mark(kept.grade.verdict), style), look.text(f" {said}")))
    return Text("\n\n").join(parts)


def curves_text(kept: PastCurves) -> str:
    """The curves as plain text, for a file."""
    lines = draw_curves(curves_of(kept), WIDTH, _PLOT, Look(colour=False)).plain.split("\n")
    return "\n".join(line.rstrip() for line in lines)


def help_request(exercise: Exercise, kept: PastAttempt, version: str, look: Look) -> str:
    """The task, the code, its result and the versions, as Markdown; `version` is tuitutor's."""
    drawn = draw_grade(kept.grade, (), WIDTH, look)
    task = "\n".join(line.plain for line in wrap(exercise.prose.strip(), 10_000, look))
    parts = [
        f"# Help wanted: {look.line(exercise.title)} ({exercise.label})",
        task,
        f"## My answer, attempt {kept.number}",
        fenced("python", look.text(kept.code).rstrip()),
        "## The result",
        fenced("text", "\n".join(line.rstrip() for line in drawn.plain.split("\n")).rstrip()),
        look.line(", ".join(filter(None, (f"tuitutor {version}", kept.ran_in)))),
    ]
    return "\n\n".join(parts) + "\n"
