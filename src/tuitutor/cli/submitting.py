"""`submit` and `move`: a learner's work, handed in or taken to another machine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from tuitutor.classroom.submissions.found import Claim
from tuitutor.classroom.submissions.reader import Packed, pack_answers
from tuitutor.cli.command import Command, complete_names, print_problem, write_output
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session, require_sound
from tuitutor.course.model import Exercise
from tuitutor.errors import UsageError
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import files
from tuitutor.progress.moving import Moved, pack_state, unpack_state
from tuitutor.progress.store import Store
from tuitutor.spelling import counted, one_of


@click.command("submit", cls=Command)
@click.argument("names", nargs=-1, metavar="[EXERCISE|LESSON]...", shell_complete=complete_names)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="The zip to write, if not YOUR-NAME.zip here.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@click.pass_obj
def submit_(session: Session, names: tuple[str, ...], output: str | None, overwrite: bool) -> int:
    """Pack your answers into a zip to hand in.

    Without a name it packs every exercise that you have a draft of, or an attempt at; a draft that is still the starter
    does not count. A name that an exercise shares with its lesson means the exercise. It says what is in the zip and
    what has not passed yet. Your teacher grades all of it again.

    \b
    Example:
      tuitutor submit
      tuitutor submit xor golf -o homework.zip
    """
    answers = [(exercise, *found) for exercise in _named(session, names) if (found := _answer(exercise, session))]
    if not answers:
        what = one_of(names) if names else "any exercise"
        raise UsageError(f"There is no answer to {what} yet, and no attempt; tuitutor next names an exercise to do.")
    learner = re.sub(r"[^\w.-]+", "-", session.settings.learner).strip(".-")  # so that a teacher can tell files apart
    path = Path(output or f"{learner or 'answers'}.zip")
    write_output(path, pack_answers(session.course.id, (packed for _, packed, _ in answers)), overwrite)
    passed, pending = (
        sum(packed.claim.verdict is verdict for _, packed, _ in answers)
        for verdict in (Verdict.PASSED, Verdict.PENDING)
    )
    later = f", {pending} to be graded later" if pending else ""
    click.echo(f"{path}: {counted(len(answers), 'answer')}, {passed} passed{later}")
    widest = max(len(exercise.label) for exercise, *_ in answers)
    for exercise, _, standing in answers:
        click.echo(f"  {exercise.label:<{widest}}  {standing}")
    for exercise, why in _left_out(session, names, [exercise for exercise, *_ in answers]):
        click.echo(f"Not included: {exercise.label}, which {why}.", err=True)
    if any(exercise.world or exercise.other_data for exercise, *_ in answers):
        grades = "Your teacher grades with other data of the same kind"
        click.echo(f"{grades}, so use the lesson's variables, not the values in them.", err=True)
    print_problem(session)
    return Exit.DONE


def _named(session: Session, names: Sequence[str]) -> Sequence[Exercise]:
    """The exercises with these names or in lessons with them, in course order; all if there is no name.

    Raises UsageError, CourseError.
    """
    if not names:
        return session.course.exercises
    labels: set[str] = set()
    for name in names:
        if session.has_exercise(name):
            labels.add(session.exercise(name).label)
        else:
            lesson = session.lesson(name)
            require_sound(lesson)
            labels.update(exercise.label for exercise in lesson.exercises)
    return [exercise for exercise in session.course.exercises if exercise.label in labels]


def _left_out(session: Session, names: Sequence[str], packed: Sequence[Exercise]) -> Iterator[tuple[Exercise, str]]:
    """Exercises that a learner may miss in the zip, and why they aren't there."""
    for exercise in _named(session, names):
        if exercise in packed:
            continue
        if (session.store.draft(exercise.label) or "").strip():
            yield exercise, "is still the starter"
        elif names:
            yield exercise, "has no draft and no attempt"


def _answer(exercise: Exercise, session: Session) -> tuple[Packed, str] | None:
    """The draft unless it is the starter, else the latest attempt that is done, else the latest; and its result.

    None if there is no answer.
    """
    store = session.store
    draft, attempts = store.draft(exercise.label), store.attempts.read(exercise.label)
    if draft is not None and draft.strip() not in ("", exercise.starter.strip()):
        answer, modified = draft, (files.stamp(store.draft_path(exercise.label)) or (0, 0, 0))[2] / 1e9
    elif attempts:
        last = ([attempt for attempt in attempts if attempt.grade.verdict.done] or attempts)[-1]
        answer, modified = last.code, last.at
    else:
        return None
    same = next((attempt for attempt in reversed(attempts) if attempt.code.strip() == answer.strip()), None)
    claim = Claim(exercise.version, same.grade.verdict if same else None)
    if same is not None and not exercise.has_checks_of(same.grade.version, same.public_version):
        claim = replace(claim, version=same.grade.version)
    if exercise.drawn is not None:
        claim = replace(claim, variant=exercise.drawn.number, learner=session.settings.learner)
    return Packed(exercise.label, answer, modified, claim), _standing(exercise, claim, store)


def _standing(exercise: Exercise, claim: Claim, store: Store) -> str:
    again = f"tuitutor check {exercise.label} grades it"
    if claim.verdict is Verdict.PASSED:
        return "passed" if claim.version == exercise.version else f"passed before its checks changed; {again}"
    if claim.verdict is Verdict.PENDING:
        return "graded later"
    if claim.verdict is not None:
        return "not passed yet"
    if store.progress().exercise(exercise.label).passed:
        return f"changed since it passed; {again}"
    return f"this version isn't graded yet; {again}"


@click.command("move", cls=Command)
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write everything to this file.")
@click.option("--overwrite", is_flag=True, help="With -o: replace the file if it exists.")
@click.pass_obj
def move_(session: Session, file: Path | None, output: Path | None, overwrite: bool) -> int:
    """Take all that you have done to another machine.

    With -o your progress, drafts, attempts and saved playground states are written to a FILE: those of all courses, or
    of the one named with --course. On the other machine, move FILE brings them in. Nothing is lost on either side:
    progress is merged, and where a draft differs from the one that is there, both are kept, the one from FILE beside
    the other. Doing it again changes nothing.

    \b
    Example:
      tuitutor move -o mine.tar.gz    on this machine; then take mine.tar.gz along
      tuitutor move mine.tar.gz       on the other one
    """
    if (file is None) == (output is None):
        raise UsageError("Name the FILE to bring in, or one to write with -o FILE.")
    if overwrite and output is None:
        raise UsageError("--overwrite goes with -o FILE.")
    root, course_id = session.settings.data_dir, session.course.id if "course" in session.flags else None
    if output is not None:
        data, packed = pack_state(root, course_id)
        if not packed:
            raise UsageError(f"There is no progress in {root} yet, so there is nothing to move.")
        write_output(output, data, overwrite)
        click.echo(f"Wrote {output}:")
        _print_moved(packed)
    elif file is not None:
        moved = unpack_state(file, root, course_id)
        new = [course for course in moved if _counts(course) or course.beside]
        click.echo("New here:" if new else f"Nothing in {file} is new here.")
        _print_moved(new)
        for path in (path for course in new for path in course.beside):
            click.echo(f"This draft differs from the one that was here, so it is kept beside it: {path}")
    return Exit.DONE


def _print_moved(courses: list[Moved]) -> None:
    for course in courses:
        click.echo(f"  {course.course}: {', '.join(_counts(course)) or 'only drafts that differ'}")


def _counts(moved: Moved) -> list[str]:
    counts = (
        (moved.drafts, "draft", "drafts"),
        (moved.attempts, "attempt", "attempts"),
        (moved.entries, "entry of progress", "entries of progress"),
        (moved.states, "saved state", "saved states"),
    )
    return [f"{count} {singular if count == 1 else plural}" for count, singular, plural in counts if count]
