"""Small lessons for tests."""

from __future__ import annotations

from pathlib import Path

from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Lesson

FRONT = "---\ntitle: A lesson\n---\n"
STARTER = "```{code-cell} ipython3\n:tags: [starter]\n\nmodel = None\n```\n"
CHECKS = "```yaml checks\n- built_from: layers\n```\n"
SOLUTION = (
    "```{solution-start} net\n```\n"
    "```{code-cell} ipython3\n:tags: [solution]\nmodel = 1\n```\nWhy.\n"
    "```{solution-end}\n```\n"
)


def exercise(body: str = STARTER + CHECKS, label: str = "net") -> str:
    """A gated exercise."""
    return f"```{{exercise-start}} Build it\n:label: {label}\n```\nDo it.\n\n{body}\n```{{exercise-end}}\n```\n"


def checked(checks: str) -> str:
    """A whole lesson whose one exercise has these checks."""
    return FRONT + exercise(f"{STARTER}```yaml checks\n{checks}\n```\n") + SOLUTION


def parse(text: str) -> Lesson:
    return parse_lesson(text, Path("lesson.md"))


def complaints(text: str) -> list[tuple[int, str]]:
    """The problems of a lesson, as (line, text)."""
    return [(problem.line, problem.text) for problem in parse(text).problems]


def line_of(text: str, part: str) -> int:
    """The number of the first line that contains `part`."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if part in line)
