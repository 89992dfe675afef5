"""`release`."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from tuitutor.authoring.packaging import wheel_of, write_wheel
from tuitutor.authoring.release import is_graded_later, learners_edition, require_same, write_edition
from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.course.folder import FILE, is_there
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.errors import CourseError, StateError, UsageError
from tuitutor.spelling import counted, suggestion


@click.command("release", cls=Command)
@click.argument("place", required=False, metavar="[COURSE]", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="The folder to write."
)
@click.option("--package", is_flag=True, help="Write a wheel into FOLDER, which learners install with pip.")
@click.option("--solutions", multiple=True, metavar="LESSON", help="With this lesson's solutions; may be repeated.")
@click.option("--overwrite", is_flag=True, help="Replace an earlier release in FOLDER.")
@click.pass_obj
def release_(
    session: Session, place: Path | None, output: Path, package: bool, solutions: tuple[str, ...], overwrite: bool
) -> int:
    """Write a course's edition for learners.

    It has no solutions, no answers to questions and no hidden data, and nothing from which they can be worked out.
    COURSE is a folder; without it, the course in this folder, or else the usual one. Learners run all of its exercises
    and are told what their edition can tell; the rest says "graded later". Grade what they hand in with COURSE itself.
    --solutions adds those of a lesson, with the answers to its questions, once everybody may see them.

    \b
    Example:
      tuitutor release my-course -o for-learners
      tuitutor release my-course -o for-learners --solutions week1 --overwrite
      tuitutor release my-course -o dist --package
    """
    course = load_course(place or session.course_folder)
    known = [lesson.id for lesson in course.lessons]
    for name in solutions:
        if name not in known:
            raise UsageError(f"There is no lesson '{name}'; {suggestion(name, known)}")
    wheel = wheel_of(course.folder, course.id, time.strftime("%Y.%m.%d").replace(".0", "."))
    target = output / wheel.file if package else output
    _refuse_target(course, target, output, package, overwrite)
    edition = learners_edition(course, solutions)
    try:
        with _scratch(output) as made:
            write_edition(edition, made / "course")
            require_same(course, made / "course", solutions)
            if package:
                write_wheel(made / wheel.file, wheel, course.title, made / "course")
                output.mkdir(parents=True, exist_ok=True)
                (made / wheel.file).replace(target)
            else:
                _put(made / "course", output)
    except OSError as error:
        raise StateError(f"{error.filename or output} cannot be written: {error.strerror or error}.") from None
    for remark in edition.remarks:
        click.echo(remark, err=True)
    click.echo(f"{target}: {_summary(course, solutions)}")
    return Exit.DONE


def _summary(course: Course, solutions: Sequence[str]) -> str:
    checks = [
        is_graded_later(check, exercise, lesson.id in solutions)
        for lesson in course.lessons
        for exercise in lesson.exercises
        for check in exercise.checks
    ]
    solved = sum(lesson.id in solutions for lesson in course.lessons)
    parts = [counted(len(course.lessons), "lesson"), counted(len(course.exercises), "exercise")]
    parts.append(f"{sum(checks)} of {len(checks)} checks graded later")
    parts += [f"solutions of {counted(solved, 'lesson')}"] if solved else []
    return ", ".join(parts)


# ---- on the disk


def _refuse_target(course: Course, target: Path, output: Path, package: bool, overwrite: bool) -> None:
    """Raises UsageError if the release would replace anything but an earlier release."""
    if course.folder.resolve().is_relative_to(output.resolve()):
        raise UsageError(f"The course itself is in {output}; write its learner's edition into another folder.")
    if package:
        if target.exists() and not overwrite:
            raise UsageError(
                f"{target} already exists; raise the version in pyproject.toml, or replace it with --overwrite."
            )
        return
    if not output.exists() or (output.is_dir() and not any(output.iterdir())):
        return
    made = None
    with suppress(CourseError):
        made = load_course(output) if is_there(output / FILE) else None
    if made is None or made.id != course.id or not made.released:
        raise UsageError(f"{output} exists and is no release of '{course.id}'; name another folder.")
    if not overwrite:
        raise UsageError(f"{output} has a release already; replace it with --overwrite, or name another folder.")


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """A new folder on the same disk, which is gone afterwards."""
    folder = beside.absolute().with_name(f".{beside.absolute().name}.{secrets.token_hex(4)}.tmp")
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(made: Path, output: Path) -> None:
    """Move the files of a release into the place of an earlier one. Hidden files stay, such as a repository's."""
    output.mkdir(parents=True, exist_ok=True)
    for old in output.iterdir():
        if not old.name.startswith("."):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    for new in made.iterdir():
        new.replace(output / new.name)
