"""What comes of grading: learners' feedback, and the teacher's own list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from tuitutor import safe_read
from tuitutor.classroom.class_verdicts import Verdicts, by_who
from tuitutor.classroom.reports.escaping import harmless
from tuitutor.classroom.reports.feedback import feedback_name, feedback_text, feedback_zip
from tuitutor.classroom.reports.gradebooks import Filled, RosterOptions, fill_roster
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.course.model import Course
from tuitutor.errors import Remedy, TuitutorError, UsageError
from tuitutor.spelling import counted, some_of

FEEDBACK_ZIP = "feedback.zip"
LARGEST_LIST = 32 << 20  # bytes of a teacher's list
_SOME = 4  # names in a sentence
_MANY = 200  # learners; writing feedback for this many takes seconds
_SAME = 0.001  # seconds; file systems keep times to a microsecond at best


@contextmanager
def naming(path: Path, hint: str = "") -> Iterator[None]:
    """In this block, an error of reading a teacher's file names it. Raises UsageError."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}{hint}.") from None
    except UsageError as error:
        raise UsageError(str(error) if str(path) in str(error) else f"{path}: {error}", error.remedy) from None


def no_verdicts(folder: Path) -> UsageError:
    return UsageError(f"There are no verdicts in '{folder}'; run `tuitutor grade ANSWERS -o '{folder}'` first.")


def write_feedback(verdicts: Verdicts) -> None:
    """Write each learner's feedback if it is older than their latest verdict, and the zip with all of it.

    The time of a file tells which verdicts it has and, by hundredths of a second, how many are on other versions.
    """
    marks, unread = by_who(verdicts.marks), by_who(verdicts.unread)
    latest = {
        who: at + sum(mark.other_version for mark in marks.get(who, ())) / 100 for who, at in verdicts.latest().items()
    }
    stale = {who for who, at in latest.items() if abs((verdicts.written(_path(who)) or 0.0) - at) > _SAME}
    if not stale and verdicts.written(FEEDBACK_ZIP) is not None:
        return
    if len(stale) >= _MANY:
        click.echo(
            f"Writing feedback for {len(stale):,} learners; ctrl+c stops it, and tuitutor report does the rest.",
            err=True,
        )
    drawn = _drawn(verdicts, stale)
    texts, sources = {}, {}
    for who, at in sorted(latest.items()):
        theirs, lost = marks.get(who, []), unread.get(who, [])
        sources[who] = [*(mark.source for mark in theirs), *(each.source for each in lost)]
        if who in stale:
            texts[who] = feedback_text(who, theirs, lost, drawn.get(who, {}))
            verdicts.write(_path(who), texts[who], at)
        else:
            texts[who] = verdicts.read(_path(who))
    verdicts.write(FEEDBACK_ZIP, feedback_zip(texts, sources))


def write_roster(session: Session, verdicts: Verdicts, path: Path, choice: RosterOptions) -> Exit:
    """Fill the marks into a copy of the teacher's list in DIR/reports, and say what was filled in and what wasn't."""
    target = verdicts.folder / "reports" / path.name
    with naming(path, "; name a CSV file with your learners"):
        if target.exists() and target.samefile(path):
            raise UsageError(f"{path} was written by this command; give it your original list.")
        data, titles = safe_read.read(path, LARGEST_LIST), titles_of(graded_course(session, verdicts))
        filled = fill_roster(data, verdicts.marks, verdicts.unread, titles, choice, verdicts.waiting)
        _expect_marks(filled)
    verdicts.write(f"reports/{path.name}", filled.data)
    click.echo(f"{counted(filled.marks, 'mark')} filled in: {target}")
    for what in filled.into:
        click.echo(harmless(what), err=True)
    for said, names in (
        ("no column in the list", filled.without),
        ("no answer", filled.missing),
        ("not graded yet, so left as it was", filled.ungraded),
        ("excused, so left as it was", filled.excused),
        ("not in the list", filled.unmatched),
        ("may be several in the list, so no mark", filled.ambiguous),
    ):
        for name in names:
            click.echo(f"{said}: {harmless(name)}", err=True)
    return Exit.NOT_PASSED if filled.unmatched or filled.ambiguous else Exit.DONE


def _expect_marks(filled: Filled) -> None:
    """Return if there is something to fill in, now or later. Raises UsageError."""
    if filled.marks or filled.ungraded or filled.excused:
        return
    columns, here, missing = (
        some_of([f"'{name}'" for name in names], _SOME)
        for names in (filled.compared, (*filled.unmatched, *filled.ambiguous), filled.missing)
    )
    if filled.ambiguous:
        raise UsageError(
            f"no mark can be filled in: of {here}, each fits no row of it or several (compared: {columns})."
        )
    raise UsageError(
        f"no mark can be filled in: of {here}, nobody is in its columns {columns} ({missing}); "
        "say which column has these names.",
        Remedy.WHO_COLUMN,
    )


def _path(who: str) -> str:
    return f"feedback/{feedback_name(who)}"


def _drawn(verdicts: Verdicts, whose: set[str]) -> dict[str, dict[str, str]]:
    """The curves of these learners as text, by learner and exercise."""
    from tuitutor.draw.past_attempts import curves_text

    drawn: dict[str, dict[str, str]] = defaultdict(dict)
    for who, exercise, curves in verdicts.curves(whose):
        drawn[who][exercise] = curves_text(curves)
    return drawn


def titles_of(course: Course | None) -> dict[str, str]:
    """The titles of a course's exercises, which columns may be named after; empty if it isn't at hand."""
    return {} if course is None else {exercise.label: exercise.title for exercise in course.exercises}


def graded_course(session: Session, verdicts: Verdicts) -> Course | None:
    """The course that was graded; None if another one is open, or none can be."""
    with suppress(TuitutorError):
        if verdicts.begun is not None and verdicts.begun.course == session.course.id:
            return session.course
    return None
