"""`list`, `show` and `next`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command, as_json
from tuitutor.cli.prose import exercise_markdown, lesson_markdown, print_markdown
from tuitutor.cli.session import Session
from tuitutor.cli.trouble import say_missing

if TYPE_CHECKING:
    from tuitutor.course.model import Exercise, Lesson
    from tuitutor.progress.progress import Progress


@click.command("list", cls=Command)
@as_json
@click.pass_obj
def list_(session: Session, json_: bool) -> int:
    """List the chapters, lessons and exercises, with your progress.

    \b
    Example:
      tuitutor list
      tuitutor list --json | jq '.chapters[].lessons[].id'
    """
    from tuitutor.course.folder import is_installed

    course, progress = session.course, session.store.progress()
    say_missing(session.store)
    if json_:
        from tuitutor.reports.json import course_document

        click.echo(json.dumps(course_document(course, progress), indent=2))
        return Exit.DONE
    click.echo(course.title if is_installed(course.folder) else f"{course.title}, in {course.folder}")
    widest = max((len(lesson.id) for lesson in course.lessons), default=0)
    for number, chapter in enumerate(course.chapters, start=1):
        click.echo(f"\n{number} {chapter.title}" if chapter.title else "")
        for lesson in chapter.lessons:
            click.echo(f"  {lesson.id:<{widest}}  {lesson.title}  ({_standing(lesson, progress)})")
            for exercise in lesson.offered:
                click.echo(f"  {'':<{widest}}    exercise {exercise.label}: {_result(exercise, progress)}")
    return Exit.DONE


@click.command("show", cls=Command)
@click.argument("name", metavar="LESSON|EXERCISE")
@click.option("-e", "--exercise", "only", is_flag=True, help="Only the exercise, where a lesson has the same name.")
@click.pass_obj
def show_(session: Session, name: str, only: bool) -> int:
    """Print a lesson or an exercise as Markdown.

    \b
    Example:
      tuitutor show xor
      tuitutor show --exercise xor
    """
    store = session.store
    ids = [lesson.id for lesson in session.course.lessons]
    if only or (name not in ids and session.has_exercise(name)):
        exercise = session.exercise(name)
        text = exercise_markdown(exercise, store.draft_path(exercise.label))
    else:
        lesson = session.lesson(name)
        text = lesson_markdown(lesson, {each.label: store.draft_path(each.label) for each in lesson.exercises})
        for problem in lesson.problems:
            click.echo(str(problem), err=True)
    print_markdown(text, sys.stdout, session.settings)
    return Exit.DONE


@click.command("next", cls=Command)
@as_json
@click.pass_obj
def next_(session: Session, json_: bool) -> int:
    """Name the first exercise that you have not passed yet.

    With --json: kind "next", exercise (null when all are passed), lesson.

    \b
    Example:
      tuitutor next
      tuitutor edit "$(tuitutor next)"
    """
    from tuitutor.engine.guidance import next_exercise
    from tuitutor.reports.json import FORMAT

    exercise = next_exercise(session.course, session.store.progress())
    say_missing(session.store)
    if json_:
        lesson = session.course.lesson_of(exercise).id if exercise else None
        label = exercise.label if exercise else None
        click.echo(json.dumps({"tuitutor": FORMAT, "kind": "next", "exercise": label, "lesson": lesson}, indent=2))
    elif exercise is None:
        click.echo("Every exercise is passed.", err=True)
    else:
        click.echo(exercise.label)
        click.echo(_invitation(session, exercise), err=True)
    return Exit.DONE


def _invitation(session: Session, exercise: Exercise) -> str:
    lesson = session.course.lesson_of(exercise)
    return f"{exercise.title}, in the lesson {lesson.title}: tuitutor show {lesson.id}"


def _standing(lesson: Lesson, progress: Progress) -> str:
    if lesson.problems:
        return "broken: tuitutor lint says why"
    minutes = f"{lesson.minutes} min" if lesson.minutes else ""
    opened = "opened" if lesson.id in progress.opened else "new"
    return ", ".join(part for part in (minutes, opened) if part)


def _result(exercise: Exercise, progress: Progress) -> str:
    done = progress.exercise(exercise.label)
    if done.passed:
        changed = done.passed_version != exercise.version
        best = "".join(f", best {count:g} {name}" for name, count in done.bests.items())
        return ("passed (an earlier version of its checks)" if changed else "passed") + best
    if not done.attempts:
        return "not tried yet"
    tries = f"{done.attempts} attempt{'s' * (done.attempts != 1)}"
    return f"not passed, {done.best_points:g} of {done.out_of:g} points at best, {tries}"
