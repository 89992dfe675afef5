"""`learn`."""

from __future__ import annotations

import click

from tuitutor.cli.command import Command, complete_names
from tuitutor.cli.opening import open_app
from tuitutor.cli.session import Session, no_such
from tuitutor.engine.outline import Goal, names_in, part_called
from tuitutor.errors import UsageError


@click.command("learn", cls=Command)
@click.argument("name", metavar="[LESSON[:PART]|EXERCISE]", required=False, shell_complete=complete_names)
@click.option("--plain", is_flag=True, help="Use prompts only: for a screen reader, a braille display, any terminal.")
@click.pass_obj
def learn_(session: Session, name: str | None, plain: bool) -> int:
    """Open the course where you left it, or at a lesson or exercise.

    A PART is the number of a cell, an exercise, or a heading with its words joined by hyphens.

    With --plain you read, run and answer at a prompt: each thing is said once, in words, and nothing is drawn, coloured
    or moved. The setting plain = true makes this the default.

    \b
    Example:
      tuitutor learn
      tuitutor learn xor
      tuitutor learn xor:4
      tuitutor learn start:two-kinds-of-labels
      tuitutor learn --plain
    """
    if plain:
        session.flags["plain"] = True
    return open_app(session, None if name is None else _goal(session, name))


def _goal(session: Session, name: str) -> Goal:
    """The lesson, part or exercise with this name; a lesson comes before an exercise. Raises UsageError."""
    lessons = session.course.lessons
    lesson_id, colon, called = name.partition(":")
    for lesson in lessons:
        if lesson.id == lesson_id and not called:
            return Goal(lesson)
        if lesson.id == lesson_id:
            if (part := part_called(lesson, called)) is not None:
                return Goal(lesson, part.name)
            cells = f"its cells are 1 to {len(lesson.cells)}." if lesson.cells else "it has no cells."
            if called.isdecimal():
                raise UsageError(f"There is no cell {called} in '{lesson_id}'; {cells}")
            raise UsageError(no_such(f"part in '{lesson_id}' called", called, names_in(lesson), cells))
    for lesson in () if colon else lessons:
        if any(exercise.label == name for exercise in lesson.exercises):
            return Goal(lesson, f"exercise:{name}")
    return Goal(session.lesson(lesson_id))  # there is none: it raises, and suggests the nearest name
