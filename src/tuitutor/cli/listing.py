"""`list`, `show` and `next`."""

from __future__ import annotations

import sys
import time
from typing import assert_never

import click

from tuitutor.cli import terminal
from tuitutor.cli.command import Command, as_json, complete_names, print_json, print_missing
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.course.fences import fenced
from tuitutor.course.folder import is_installed
from tuitutor.course.model import Block, Cell, Exercise, Lesson, Prose
from tuitutor.engine.guidance import changed_since, cut_off, next_exercise
from tuitutor.progress.progress import ExerciseProgress, Progress
from tuitutor.progress.store import Store
from tuitutor.spelling import counted


@click.command("list", cls=Command)
@click.option("--courses", is_flag=True, help="List your courses instead; --course opens each by its name.")
@as_json
@click.pass_obj
def list_(session: Session, courses: bool, json_: bool) -> int:
    """List the chapters, lessons and exercises, with your progress.

    Your courses are the one that comes with tuitutor, those that you installed (pip install my-course), and folders
    that you opened.

    \b
    Example:
      tuitutor list
      tuitutor list --courses
      tuitutor list --json | jq '.chapters[].lessons[].id'
    """
    if courses:
        return _list_courses(session, json_)
    course, progress = session.course, session.store.progress()
    print_missing(session)
    if json_:
        from tuitutor.reports.json import course_document

        print_json(course_document(course, progress))
        return Exit.DONE
    click.echo(course.title if is_installed(course.folder) else f"{course.title}, in {course.folder}")
    widest = max((len(lesson.id) for lesson in course.lessons), default=0)
    for number, chapter in enumerate(course.chapters, start=1):
        click.echo(f"\n{number} {chapter.title}" if chapter.title else "")
        for lesson in chapter.lessons:
            click.echo(f"  {lesson.id:<{widest}}  {lesson.title}  ({lesson_standing(lesson, progress)})")
            for exercise in lesson.offered:
                click.echo(f"  {'':<{widest}}    exercise {exercise.label}: {result(exercise, progress)}")
    return Exit.DONE


def _list_courses(session: Session, json_: bool) -> int:
    from tuitutor.engine.courses import comes_from
    from tuitutor.reports.json import courses_document

    courses = session.courses_with_standing()
    if json_:
        print_json(courses_document(courses))
        return Exit.DONE
    for course, standing in courses:
        lines = [f"{course.name}  {course.title}".rstrip()]
        if standing is not None:
            later = f", {standing.pending} graded later" if standing.pending else ""
            lines[0] += f"  ({standing.passed} of {standing.exercises} exercises passed{later})"
            if standing.changed:
                lines.append(f"  changed since you passed: {', '.join(standing.changed)}")
        click.echo("\n".join([*lines, f"  {course.problem or comes_from(course)}"]))
    return Exit.DONE


@click.command("show", cls=Command)
@click.argument("name", metavar="LESSON|EXERCISE", shell_complete=complete_names)
@click.option("-e", "--exercise", "only", is_flag=True, help="Only the exercise, if a lesson has the same name.")
@click.option("--attempts", is_flag=True, help="Your attempts at the exercise instead, and the latest change.")
@click.option(
    "--variant",
    type=click.IntRange(1),
    metavar="N",
    help="The exercise with the numbers of variant N instead of yours.",
)
@click.pass_obj
def show_(session: Session, name: str, only: bool, attempts: bool, variant: int | None) -> int:
    """Print a lesson or an exercise as Markdown.

    \b
    Example:
      tuitutor show xor
      tuitutor show --exercise xor
      tuitutor show --attempts xor
      tuitutor show start-shape --variant 2
    """
    store = session.store
    if attempts:
        return _show_attempts(session, session.exercise(name))
    ids = [lesson.id for lesson in session.course.lessons]
    if only or variant or (name not in ids and session.has_exercise(name)):
        text = _exercise_markdown(session.exercise(name, variant), store)
    else:
        lesson = session.lesson(name)
        text = _lesson_markdown(lesson, store)
        for problem in lesson.problems:
            click.echo(str(problem), err=True)
    terminal.print_markdown(text, session.settings)
    return Exit.DONE


def _show_attempts(session: Session, exercise: Exercise) -> int:
    """The attempts in a table, and the difference between the last two."""
    from rich.text import Text

    from tuitutor.draw.look import crop
    from tuitutor.draw.past_attempts import draw_attempts, draw_difference

    attempts = session.store.attempts.read(exercise.label)
    look = terminal.look_for(sys.stdout, session.settings)
    width = sys.maxsize if look.words else terminal.width()  # read aloud, nothing is cut
    lines = [crop(line, width, look) for line in draw_attempts(exercise, attempts, time.time(), look)]
    if len(attempts) > 1:
        before, after = attempts[-2:]
        lines += [Text(), Text(f"Changed from attempt {before.number} to {after.number}:", look.style("title"))]
        lines += draw_difference(before.code, after.code, width, look).split("\n")
    for line in lines:
        terminal.print_text(line, sys.stdout)
    if cut := cut_off(session.store.progress().exercise(exercise.label)):
        click.echo(f"The latest attempt was {cut}.", err=True)
    elif not attempts:
        click.echo(f"No attempt yet; tuitutor check {exercise.label} makes one.", err=True)
    return Exit.DONE


@click.command("next", cls=Command)
@as_json
@click.pass_obj
def next_(session: Session, json_: bool) -> int:
    """Name the first exercise that you have not passed yet.

    It also says which ones you passed before their checks changed. With --json: kind "next", exercise (null when there
    is none), lesson, changed.

    \b
    Example:
      tuitutor next
      tuitutor edit "$(tuitutor next)"
    """
    from tuitutor.reports.json import document

    progress = session.store.progress()
    exercise = next_exercise(session.course, progress)
    changed = [passed.label for passed in changed_since(session.course, progress)]
    print_missing(session)
    lesson = session.course.lesson_of(exercise) if exercise else None
    if json_:
        label, lesson_id = exercise and exercise.label, lesson and lesson.id
        print_json(document("next", exercise=label, lesson=lesson_id, changed=changed))
    elif exercise and lesson:
        click.echo(exercise.label)
        click.echo(f"{exercise.title}, in the lesson {lesson.title}: tuitutor show {lesson.id}", err=True)
    elif session.course.exercises:
        click.echo("Every exercise is passed.", err=True)
    if changed and not json_:
        click.echo(f"Changed since you passed: {', '.join(changed)}.", err=True)
    if not session.course.exercises and session.course.all_problems:
        click.echo("No exercise can be offered, because the lessons are broken; tuitutor lint says why.", err=True)
        return Exit.BAD_USAGE
    return Exit.DONE


def lesson_standing(lesson: Lesson, progress: Progress) -> str:
    """How long a lesson takes, and whether it has been opened, or its exercises are all done."""
    if lesson.problems:
        return "broken: tuitutor lint says why"
    minutes = f"{lesson.minutes} min" if lesson.minutes else ""
    if lesson.offered and progress.done_of(lesson.offered) == len(lesson.offered):
        reached = "done"
    else:
        reached = "opened" if lesson.id in progress.opened else "new"
    return ", ".join(part for part in (minutes, reached) if part)


def result(exercise: Exercise, progress: Progress) -> str:
    """How an exercise stands, in words."""
    done = progress.exercise(exercise.label)
    reached, cut = _reached(exercise, done), cut_off(done)
    return f"{reached}; the latest attempt was {cut}" if cut else reached


def _reached(exercise: Exercise, done: ExerciseProgress) -> str:
    if done.passed:
        best = "".join(f", best {count:g} {name}" for name, count in done.bests.items())
        changed = done.passed_before(exercise)
        return ("passed (an earlier version of its checks)" if changed else "passed") + best
    if done.pending:
        earlier = " (made for an earlier version)" if done.pending_before(exercise) else ""
        return f"graded later{earlier}"
    if not done.attempts:
        return "not passed yet" if done.cut else "not tried yet"
    return f"not passed, {counted(done.attempts, 'attempt')}"


# ---- a lesson as Markdown


def _lesson_markdown(lesson: Lesson, store: Store) -> str:
    """A whole lesson."""
    minutes = f" ({lesson.minutes} minutes)" if lesson.minutes else ""
    head = [f"# {lesson.title}", f"*{lesson.summary}*{minutes}" if lesson.summary else ""]
    goals = "\n".join(f"- {goal}" for goal in lesson.objectives)
    blocks = (_block(block, lesson, store) for block in lesson.blocks)
    return "\n\n".join(part.strip() for part in (*head, goals, *blocks) if part.strip())


def _exercise_markdown(exercise: Exercise, store: Store) -> str:
    """An exercise: its task, its starter, its checks, how it stands, and the path of its draft."""
    checks = [f"- {check.name}" for check in exercise.checks]
    stands = f"So far: {result(exercise, store.known())}."
    draft = f"Your draft: `{store.draft_path(exercise.label)}`."
    if exercise.only_asks:
        draft += " Write your answer after `# answer:` in it."
    commands = f"`tuitutor edit {exercise.label}`, then `tuitutor check {exercise.label}`"
    return "\n\n".join(
        (
            f"## Exercise: {exercise.title}",
            exercise.prose.strip(),
            fenced("python", exercise.starter.rstrip()),
            "\n".join(["Checked:\n", *checks]),
            stands,
            f"{draft} Go on with {commands}; `tuitutor hint {exercise.label}` helps.",
        )
    )


def _block(block: Block, lesson: Lesson, store: Store) -> str:
    match block:
        case Prose(text=text):
            return text.removeprefix(f"# {lesson.title}\n")  # the title is already at the top
        case Cell():
            command = f"`tuitutor run {lesson.id}:{block.index + 1}`"
            code = fenced("python", block.source.rstrip())
            predict = ""
            if guess := block.prediction:
                choices = ("\n" if guess.choices else "") + "".join(f"\n- {choice}" for choice in guess.choices)
                predict = f"**Predict** before you run the next cell: {guess.question}{choices}\n\n"
            return f"{predict}Cell {block.index + 1} ({command}):\n\n{code}"
        case Exercise():
            return _exercise_markdown(block, store)
        case never:
            assert_never(never)
