"""`report`, and the reports after `grade`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from tuitutor.classroom.class_outcome import NAMES, read_learners, write_reports, write_roster
from tuitutor.classroom.class_verdicts import LOGS, Ungradable, Verdicts, by_who
from tuitutor.classroom.class_work import tasks_left
from tuitutor.classroom.reports.class_page import so_far
from tuitutor.classroom.reports.escaping import harmless
from tuitutor.classroom.reports.grade_files import gradescope_results
from tuitutor.classroom.reports.gradebooks import Filled, RosterOptions
from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.flag_hints import with_hint
from tuitutor.cli.session import Session
from tuitutor.course.model import Course
from tuitutor.errors import StateError, TuitutorError, UsageError
from tuitutor.spelling import counted, some_of

_MANY = 200  # learners; writing feedback for this many takes seconds


@click.command("report", cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--gradescope",
    "results",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write results.json for Gradescope instead; DIR has one learner's answers.",
)
@click.option(
    "--roster",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fill the marks into your own list of learners, in DIR/reports.",
)
@click.option(
    "--who", default="", metavar="COLUMN", help="The list's column of names; two, as in Vorname,Nachname, are joined."
)
@click.option(
    "--learners",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A CSV with logins, e-mail addresses or IDs in the list (columns: who, learner); DIR/names.csv is a template.",
)
@click.option("--column", default="", metavar="TITLE", help="The list's column for marks.")
@click.option(
    "--out-of",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help="The highest mark, if the list doesn't say it.",
)
@click.option("--exercise", "labels", multiple=True, metavar="LABEL", help="Count only this exercise; may be repeated.")
@click.pass_obj
def report_(
    session: Session,
    folder: Path,
    results: Path | None,
    roster: Path | None,
    who: str,
    learners: Path | None,
    column: str,
    out_of: float | None,
    labels: tuple[str, ...],
) -> int:
    """Write the reports of what `grade -o DIR` has graded so far.

    grades.csv, grades.json, junit.xml (a suite per learner, a case per check), class.md (what fails, and how),
    class.html (the same with plots, as one page), feedback/ (what each learner is told) and feedback.zip (the same,
    which Canvas and Moodle take back).

    A roster is Canvas's gradebook, Moodle's grading worksheet, or any CSV if --who is given. A column named
    after an exercise gets its points; Moodle's Grade, or --column, gets those of all exercises together. If the list
    or --out-of gives a highest mark, points are scaled to it. What waits to be graded leaves a mark as it was.

    Exit codes: 0 done; 1 some learners are not in the roster, or may be several in it; 2 something does not fit.

    \b
    Example:
      tuitutor report graded
      tuitutor report graded --roster gradebook.csv
      tuitutor report graded --roster class.csv --who Login --column Points
      tuitutor report graded --gradescope /autograder/results/results.json
    """
    if (who or learners or column or out_of) and roster is None:
        raise UsageError(
            "--who, --learners, --column and --out-of say how a list is filled in; name it: --roster FILE."
        )
    if labels and roster is None:
        raise UsageError("--exercise says what counts in a list; name it: --roster FILE.")
    verdicts = Verdicts(folder)
    session.use_again(verdicts.begun.folder if verdicts.begun is not None else "")
    if results is not None:  # written whatever happened, since learners wait for it
        _write_results(verdicts, results)
        return Exit.DONE
    if verdicts.begun is None:
        raise UsageError(f"There are no verdicts in '{folder}'; run `tuitutor grade ANSWERS -o '{folder}'` first.")
    print_reports(session, verdicts)
    print_unread(verdicts.unread)
    for sentence in _job_progress(verdicts):
        click.echo(sentence)
    if roster is None:
        return Exit.DONE
    options = RosterOptions(who, column, labels, out_of or 0.0)
    names = read_learners(learners) if learners is not None else {}
    target, filled = write_roster(verdicts, roster, _graded_course(session, verdicts), options, names)
    _print_filled(target, filled)
    if filled.unmatched or filled.ambiguous:
        template = verdicts.folder / NAMES
        click.echo(f"Fill in the learners of these in {template}, and say --learners {template}.", err=True)
    return Exit.NOT_PASSED if filled.unmatched or filled.ambiguous else Exit.DONE


def _write_results(verdicts: Verdicts, path: Path) -> None:
    marks, unread = verdicts.marks, verdicts.unread
    if len({mark.who for mark in marks}) > 1:
        raise UsageError(f"{verdicts.folder} has answers from several learners; Gradescope takes those of one.")
    try:
        path.write_text(json.dumps(gradescope_results(marks, unread), indent=2) + "\n")
    except OSError as error:
        raise StateError(f"{path}: {error.strerror}") from None
    click.echo(f"{path}: {len(marks)} graded")


def print_reports(session: Session, verdicts: Verdicts) -> None:
    """Write all reports, and print how many answers have which verdict. Raises StateError."""
    from tuitutor.draw.past_attempts import curves_text

    if verdicts.waiting and (verdicts.marks or verdicts.unread):
        click.echo(so_far(verdicts.marks, verdicts.waiting))
    reports = write_reports(verdicts, _graded_course(session, verdicts), curves_text, _announce_feedback)
    if reports is None:
        click.echo("Nothing is graded yet.")
        return
    if reports.without_course:
        other = "The course that was graded isn't the one here, so nothing is said about wrong answers"
        click.echo(f"{other}; name it with --course.", err=True)
    verdict_counts = ", ".join(f"{count} {verdict}" for verdict, count in reports.counts.items() if count)
    click.echo(f"{verdict_counts}: {', '.join(reports.names)} in {verdicts.folder}")


def _announce_feedback(learners: int) -> None:
    if learners >= _MANY:
        how = "ctrl+c stops it, and tuitutor report does the rest."
        click.echo(f"Writing feedback for {learners:,} learners; {how}", err=True)


def print_unread(unread: Sequence[Ungradable]) -> None:
    """Print why files gave no answer, and which ones no mark waits for."""
    for file in unread:
        if not file.unused:
            click.echo(f"{file.source}: {with_hint(file.problem, file.remedy)}", err=True)
    for who, files in by_who(file for file in unread if file.unused).items():
        names = some_of([file.source for file in files])
        click.echo(f"Not used{f' of {who}' if who else ''}: {names}; grades.csv says why.", err=True)


def _job_progress(verdicts: Verdicts) -> Iterator[str]:
    """Sentences about the latest array job until it is over: how many answers it has graded, which tasks are left."""
    if not verdicts.submitted:
        return
    job = verdicts.submitted[-1]
    done = min(job.answers, sum(mark.at > job.at for mark in verdicts.marks))
    left = tasks_left(verdicts)
    if done == job.answers and not left:
        return
    yield f"Of {counted(job.answers, 'answer')} in the latest job {done} {'is' if done == 1 else 'are'} graded."
    if left is None:
        yield "squeue does not answer here, so it isn't known whether tasks are left."
    elif left:
        yield f"Tasks: {left}."
    else:
        yield f"No task is left: {verdicts.folder / LOGS} says why, and the same grade --sbatch submits the rest."


def _print_filled(target: Path, filled: Filled) -> None:
    click.echo(f"{counted(filled.marks, 'mark')} filled in: {target}")
    for column in filled.into:
        click.echo(harmless(column), err=True)
    for note, names in (
        ("no column in the list", filled.without),
        ("no answer", filled.missing),
        ("not graded yet, so left as it was", filled.ungraded),
        ("excused, so left as it was", filled.excused),
        ("not in the list", filled.unmatched),
        ("may be several in the list, so no mark", filled.ambiguous),
    ):
        for name in names:
            click.echo(f"{note}: {harmless(name)}", err=True)


def _graded_course(session: Session, verdicts: Verdicts) -> Course | None:
    """The course that was graded; None if another one is open, or none can be."""
    with suppress(TuitutorError):
        if verdicts.begun is not None and verdicts.begun.course == session.course.id:
            return session.course
    return None
