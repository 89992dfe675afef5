"""An attempt to show to others: a card with its result, a request for help, its curves. None has any hidden data."""

from __future__ import annotations

from rich.text import Text

from tuitutor.course.fences import fenced
from tuitutor.course.model import Exercise, Lesson
from tuitutor.draw.curves import draw_curves
from tuitutor.draw.grade import draw_grade
from tuitutor.draw.look import VERDICT_ROLES, WORDMARKS, Look, crop, wrap
from tuitutor.draw.maps import draw_map
from tuitutor.draw.metrics import targets
from tuitutor.engine.experiments import achieved
from tuitutor.engine.keeping import curves_of, last_curves
from tuitutor.progress.past import PastAttempt, PastCurves

WIDTH = 78
_PLOT = 14  # rows of the curves, and of the map


def draw_card(lesson: Lesson, exercise: Exercise, kept: PastAttempt, look: Look) -> Text:
    """Wordmark, lesson and exercise, the curves, the map and the result of the attempt, WIDTH cells wide."""
    word, where = WORDMARKS[look.glyphs], look.line(f" · {card_title(lesson, exercise)}")
    parts = [crop(Text.assemble((word, look.style("train")), (" tuitutor", "bold"), f" {where}"), WIDTH, look)]
    if (curves := last_curves((kept,))) is not None:
        parts.append(draw_curves(curves, WIDTH, _PLOT, look, targets=targets(exercise, kept.code)))
        if (taken := curves.map_at()) is not None:
            parts.append(draw_map(taken.map, WIDTH, _PLOT, look, f"epoch {taken.epoch}"))
    style = look.style(VERDICT_ROLES[kept.grade.verdict])
    said = " · ".join(achieved(exercise, kept.grade, kept.model, kept.number))
    parts.append(Text.assemble((look.mark(kept.grade.verdict), style), look.text(f" {said}")))
    return Text("\n\n").join(parts)


def card_title(lesson: Lesson, exercise: Exercise) -> str:
    """What a card is about: the lesson and the exercise."""
    return f"{lesson.title} › {exercise.title}"


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
