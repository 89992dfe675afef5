"""Lessons as text: Markdown, rendered where there is a terminal to render it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO, assert_never

from tuitutor.cli import terminal
from tuitutor.course.model import Block, Cell, Exercise, Lesson, Prose

if TYPE_CHECKING:
    from tuitutor.config.settings import Settings


def print_markdown(text: str, stream: TextIO, settings: Settings) -> None:
    """Print Markdown: rendered on a terminal with colour, else as it is."""
    if not text:
        return
    look = terminal.look_for(stream, settings)
    if not look.colour or look.ascii:
        stream.write(look.text(text).rstrip() + "\n")
        return
    from rich.markdown import Markdown

    theme = "ansi_dark" if look.dark else "ansi_light"
    terminal.console_for(stream).print(Markdown(look.text(text), code_theme=theme), width=terminal.width())


def lesson_markdown(lesson: Lesson, drafts: dict[str, Path]) -> str:
    """A whole lesson; `drafts` says where each exercise's draft is or would be."""
    minutes = f" ({lesson.minutes} minutes)" if lesson.minutes else ""
    head = [f"# {lesson.title}", f"*{lesson.summary}*{minutes}" if lesson.summary else ""]
    goals = "\n".join(f"- {goal}" for goal in lesson.objectives)
    blocks = (_block(block, lesson, drafts) for block in lesson.blocks)
    return "\n\n".join(part.strip() for part in (*head, goals, *blocks) if part.strip())


def exercise_markdown(exercise: Exercise, draft: Path) -> str:
    """An exercise: what to do, the starter, what is checked and how to go on."""
    checks = "\n".join(f"- {check.name} ({_points(check.points)})" for check in exercise.checks)
    commands = f"`tuitutor edit {exercise.label}`, then `tuitutor check {exercise.label}`"
    return "\n\n".join(
        (
            f"## Exercise: {exercise.title}",
            exercise.prose.strip(),
            _fenced(exercise.starter),
            f"Checked:\n\n{checks}",
            f"Your draft: `{draft}`. Go on with {commands}; `tuitutor hint {exercise.label}` helps.",
        )
    )


def _points(points: float) -> str:
    return f"{points:g} point{'s' * (points != 1)}"


def _block(block: Block, lesson: Lesson, drafts: dict[str, Path]) -> str:
    match block:
        case Prose(text=text):
            return text.removeprefix(f"# {lesson.title}\n")  # it stands at the top already
        case Cell():
            return f"Cell {block.index + 1} (`tuitutor run {lesson.id}:{block.index + 1}`):\n\n{_fenced(block.source)}"
        case Exercise():
            return exercise_markdown(block, drafts[block.label])
        case never:
            assert_never(never)


def _fenced(source: str) -> str:
    return f"```python\n{source.rstrip()}\n```"
