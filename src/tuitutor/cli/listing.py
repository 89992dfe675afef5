"""`courses`, `list`, `show` and `next`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, assert_never

import click
from msgspec import to_builtins

from tuitutor.cli import terminal
from tuitutor.cli.command import Command, as_json, print_json, say_missing
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session, no_such
from tuitutor.course.fences import fenced
from tuitutor.course.folder import is_installed
from tuitutor.course.model import Block, Cell, Exercise, Lesson, Prose
from tuitutor.engine.guidance import changed_since, cut_off, next_exercise
from tuitutor.errors import UsageError
from tuitutor.progress.progress import ExerciseProgress, Progress
from tuitutor.progress.store import Store
from tuitutor.spelling import all_of, counted

if TYPE_CHECKING:
    from tuitutor.draw.metrics import MetricTarget
    from tuitutor.draw.overlay import PlottedMetric
    from tuitutor.engine.courses import AtHand, Standing
    from tuitutor.engine.differences import Differences
    from tuitutor.engine.experiments import Experiment

_PLOTS, _PLOT = 2, 12  # of the metric and of the loss; rows of each


@click.command("courses", cls=Command)
@as_json
@click.pass_obj
def courses_(session: Session, json_: bool) -> int:
    """List your courses, with your progress in each.

    These are the one that comes with tuitutor, those that you installed (pip install my-course), and folders that you
    opened. --course opens each by its name.

    \b
    Example:
      tuitutor courses
      tuitutor --course my-course
    """
    from tuitutor.engine.courses import comes_from
    from tuitutor.reports.json import document

    told = session.courses_with_standing()
    if json_:
        print_json(document("courses", courses=[_course_document(course, standing) for course, standing in told]))
        return Exit.DONE
    for course, standing in told:
        lines = [f"{course.name}  {course.title}".rstrip()]
        if standing is not None:
            later = f", {standing.pending} graded later" if standing.pending else ""
            lines[0] += f"  ({standing.passed} of {standing.exercises} exercises passed{later})"
            if standing.changed:
                lines.append(f"  changed since you passed: {', '.join(standing.changed)}")
        click.echo("\n".join([*lines, f"  {course.problem or comes_from(course)}"]))
    return Exit.DONE


def _course_document(course: AtHand, standing: Standing | None) -> dict[str, Any]:
    return {
        "name": course.name,
        "id": course.id,
        "title": course.title,
        "from": course.origin,
        "package": course.package,
        "version": course.version,
        "folder": str(course.folder),
        "opened": course.opened or None,
        "passed": standing and standing.passed,
        "pending": standing and standing.pending,
        "exercises": standing and standing.exercises,
        "changed": list(standing.changed) if standing else [],
        "trouble": course.problem,
    }


@click.command("list", cls=Command)
@as_json
@click.option("--gain", is_flag=True, help="Instead, what you knew of ten questions before the course, and after it.")
@click.pass_obj
def list_(session: Session, json_: bool, gain: bool) -> int:
    """List the chapters, lessons and exercises, with your progress.

    \b
    Example:
      tuitutor list
      tuitutor list --gain
      tuitutor list --json | jq '.chapters[].lessons[].id'
    """

    course, progress = session.course, session.store.progress()
    say_missing(session)
    if gain:
        from tuitutor.engine.gain import FORMS, form_result, told_gain

        if json_:
            from tuitutor.reports.json import document

            forms = {form: to_builtins(form_result(course, progress, form)) for form in FORMS}
            print_json(document("gain", **forms))
        else:
            click.echo("\n".join(told_gain(course, progress)))
        return Exit.DONE
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


@click.command("show", cls=Command)
@click.argument("name", metavar="LESSON|EXERCISE")
@click.option("-e", "--exercise", "only", is_flag=True, help="Only the exercise, if a lesson has the same name.")
@click.option("--attempts", is_flag=True, help="Your attempts at the exercise instead: what differs, and curves.")
@click.option(
    "--curves",
    metavar="ATTEMPTS",
    help="With --attempts: the curves of these, by number or name, such as 2,5; else of the latest and the best.",
)
@click.option(
    "--variant",
    type=click.IntRange(1),
    metavar="N",
    help="The exercise with the numbers of variant N instead of yours.",
)
@click.pass_obj
def show_(session: Session, name: str, only: bool, attempts: bool, curves: str | None, variant: int | None) -> int:
    """Print a lesson or an exercise as Markdown.

    \b
    Example:
      tuitutor show xor
      tuitutor show --exercise xor
      tuitutor show --attempts xor
      tuitutor show --attempts xor --curves 2,5
      tuitutor show start-shape --variant 2
    """
    store = session.store
    if attempts:
        return _show_attempts(session, session.exercise(name), curves)
    if curves is not None:
        raise click.UsageError("--curves chooses among attempts; add --attempts.")
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


def _show_attempts(session: Session, exercise: Exercise, curves: str | None) -> int:
    """The attempts in a table, and the curves of some."""
    from tuitutor.assist.reference import latest, load_reference
    from tuitutor.draw.metrics import targets
    from tuitutor.engine.differences import no_name
    from tuitutor.engine.experiments import compare_attempts, experiments_of, first_shown

    progress, attempts = session.store.progress(), session.store.attempts.read(exercise.label)
    if attempts:
        experiments = experiments_of(exercise, attempts, progress)
        shown = first_shown(exercise, attempts) if curves is None else _asked_for(curves, experiments)
        file = latest(session.cache)
        reference = load_reference(file) if file else None
        found = compare_attempts(exercise, experiments, reference.argument if reference else no_name, shown)
        print_board(session, experiments, found, shown, targets(exercise, experiments[-1].code))
    if cut := cut_off(progress.exercise(exercise.label)):
        click.echo(f"The latest attempt was {cut}.", err=True)
    elif not attempts:
        click.echo(f"No attempt yet; tuitutor check {exercise.label} makes one.", err=True)
    return Exit.DONE


def print_board(
    session: Session,
    experiments: Sequence[Experiment],
    found: Differences,
    shown: Sequence[int],
    wanted: Mapping[str, MetricTarget],
    in_order: Callable[[Sequence[PlottedMetric]], Sequence[PlottedMetric]] = tuple,
) -> None:
    """Trainings in a table with what differs, and the curves of those that are `shown`, by index.

    `wanted` has what metrics should reach, and `in_order` says which are drawn first.
    """
    from rich.text import Text

    from tuitutor.draw.experiment_table import draw_table, tell_experiments
    from tuitutor.draw.overlay import choices, describe_runs, draw_overlay, headline, runs_of

    slots = {at: slot for slot, at in enumerate(shown)}
    runs = runs_of(experiments, slots)
    look, now, width = terminal.look_for(sys.stdout, session.settings), time.time(), terminal.width()
    if look.words:
        lines = [*tell_experiments(experiments, found, now, look), *describe_runs(runs, look)]
    else:
        table = draw_table(experiments, found, slots, now, width, look)
        lines = [table.head, *table.lines]
        for drawn in in_order(choices([run.curves for run in runs]))[:_PLOTS]:
            target = wanted.get(drawn.name)
            lines += [Text(), headline(runs, drawn, target, width, look)]
            lines += draw_overlay(runs, drawn, target, width, _PLOT, look)
    for line in lines:
        terminal.print_text(line, sys.stdout)


def _asked_for(names: str, experiments: Sequence[Experiment]) -> tuple[int, ...]:
    """The indices of the attempts with these numbers or names; of several with the same one, the latest. Raises
    UsageError.
    """
    from tuitutor.engine.experiments import MOST_SHOWN

    known = {str(each.number): at for at, each in enumerate(experiments)}
    known |= {each.name: at for at, each in enumerate(experiments) if each.name}
    asked = [name.strip() for name in names.split(",") if name.strip()]
    for name in asked:
        if name not in known:
            raise UsageError(no_such("attempt", name, known, f"there are {all_of(list(known))}."))
        if experiments[known[name]].curves is None:
            raise UsageError(f"Attempt {name} has no curves, since it trained nothing.")
    if len(asked) > MOST_SHOWN:
        raise UsageError(f"At most {MOST_SHOWN} curves can be told apart in one plot; name fewer.")
    return tuple(dict.fromkeys(known[name] for name in asked))


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
    changed = [each.label for each in changed_since(session.course, progress)]
    say_missing(session)
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
        changed = done.passed_before(exercise.version)
        return ("passed (an earlier version of its checks)" if changed else "passed") + best
    if done.pending:
        earlier = " (made for an earlier version)" * done.pending_before(exercise.version)
        return f"graded later{earlier}, {done.best_points:g} of {done.out_of:g} points so far"
    if not done.attempts:
        return "not passed yet" if done.cut else "not tried yet"
    tries = counted(done.attempts, "attempt")
    return f"not passed, {done.best_points:g} of {done.out_of:g} points at best, {tries}"


# ---- a lesson as Markdown


def _lesson_markdown(lesson: Lesson, store: Store) -> str:
    """A whole lesson."""
    minutes = f" ({lesson.minutes} minutes)" if lesson.minutes else ""
    head = [f"# {lesson.title}", f"*{lesson.summary}*{minutes}" if lesson.summary else ""]
    goals = "\n".join(f"- {goal}" for goal in lesson.objectives)
    blocks = (_block(block, lesson, store) for block in lesson.blocks)
    return "\n\n".join(part.strip() for part in (*head, goals, *blocks) if part.strip())


def _exercise_markdown(exercise: Exercise, store: Store) -> str:
    """An exercise: its task, its starter, what is checked, how it stands, and where its draft is or will be."""
    checks = [f"- {each.name} ({each.points:g} point{'s' * (each.points != 1)})" for each in exercise.checks]
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
            if guess := block.guess:
                choices = "\n" * bool(guess.choices) + "".join(f"\n- {choice}" for choice in guess.choices)
                predict = f"**Predict** before you run the next cell: {guess.question}{choices}\n\n"
            return f"{predict}Cell {block.index + 1} ({command}):\n\n{code}"
        case Exercise():
            return _exercise_markdown(block, store)
        case never:
            assert_never(never)
