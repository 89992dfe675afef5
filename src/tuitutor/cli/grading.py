"""`grade` and `report`: a class's answers and their verdicts."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing, closing
from pathlib import Path

import click
from msgspec.structs import replace

from tuitutor import safe_read
from tuitutor.classroom.batch import Answer
from tuitutor.classroom.class_verdicts import ClassRun, Mark, Received, Ungradable, Verdicts
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.grading import grade_class, known_grade, read_class, require_as_full, with_earlier
from tuitutor.classroom.reports.class_findings import findings_in
from tuitutor.classroom.reports.class_html import class_html
from tuitutor.classroom.reports.class_page import class_overview, so_far
from tuitutor.classroom.reports.grade_files import (
    class_document,
    counts,
    grade_rows,
    grades_csv,
    gradescope_results,
    junit_xml,
)
from tuitutor.classroom.reports.gradebooks import RosterOptions
from tuitutor.classroom.sbatch import Shard
from tuitutor.classroom.slots import BEHIND_A_LAUNCHER, ONCE
from tuitutor.classroom.submissions.recognise import read_names
from tuitutor.cli.checking import for_others
from tuitutor.cli.cluster import how_far, submit_class
from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.flag_hints import with_hint
from tuitutor.cli.reporting import (
    FEEDBACK_ZIP,
    LARGEST_LIST,
    graded_course,
    naming,
    no_verdicts,
    write_feedback,
    write_roster,
)
from tuitutor.cli.session import Session
from tuitutor.cli.tally import tally_on
from tuitutor.course.manifest import require_as_listed
from tuitutor.engine.options import RunOptions
from tuitutor.errors import StateError, UsageError
from tuitutor.grading.judge import needs_model
from tuitutor.grading.verdicts import Grade, Verdict


def _shard(_: click.Context, __: click.Parameter, text: str | None) -> Shard | None:
    try:
        return None if text is None else Shard.read(text)
    except ValueError as error:
        raise UsageError(f"--shard: {error}.") from None


@click.command("grade", cls=Command)
@click.argument("answers", nargs=-1, required=True, metavar="ANSWERS...")
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the verdicts; name the same one again to continue.",
)
@click.option("--exercise", default="", metavar="LABEL", help="The exercise of files whose names don't say it.")
@click.option(
    "--learners",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A CSV with the names that learners use (columns: who, learner), from which variants are drawn.",
)
@click.option(
    "--learner",
    default="",
    metavar="NAME",
    help="All answers are from this learner; variants are drawn from the name.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 1000), metavar="N", help="Answers at a time on each worker, if not one per core."
)
@click.option("--again", is_flag=True, help="Also grade what already has a verdict.")
@click.option(
    "--hidden-seed", type=click.IntRange(0, 2**32 - 1), metavar="N", help="Draw the hidden data of another run again."
)
@click.option("--accept-reported", is_flag=True, help="Accept what an answer reports where that cannot be verified.")
@click.option("--allow-unisolated", is_flag=True, help="Run the answers even where there is no sandbox.")
@click.option(
    "--workers", type=click.IntRange(1, 1000), metavar="W", help="With --via: how many workers (1), each in a job."
)
@click.option("--shard", metavar="K/N", callback=_shard, help="Grade only the Kth of N shares of the answers.")
@click.option(
    "--sbatch", metavar="OPTIONS", help='Have Slurm grade them in an array job, such as "-p short -c 2 -t 60".'
)
@click.option("--tasks", type=click.IntRange(1), metavar="N", help="With --sbatch: how many tasks (1).")
@click.pass_context
def grade_(
    context: click.Context,
    answers: tuple[str, ...],
    folder: Path,
    exercise: str,
    learners: Path | None,
    learner: str,
    jobs: int | None,
    again: bool,
    hidden_seed: int | None,
    accept_reported: bool,
    allow_unisolated: bool,
    workers: int | None,
    shard: Shard | None,
    sbatch: str | None,
    tasks: int | None,
) -> int:
    """Grade a class: all answers in files, folders, zips and patterns.

    Each answer gets the verdict of `check --untrusted`, on hidden data that is the same for the whole class. DIR keeps
    each verdict as soon as there is one: the same command again grades what is missing, changed or could not be graded.
    grades.csv, grades.json and junit.xml in DIR have them all, and class.md and class.html sum them up. feedback/ has
    what to give back to each learner.

    Exit codes: 0 every answer has a verdict; 1 some files gave no answer; 2 there is nothing to grade; 3 some answers
    could not be graded; 130 interrupted.

    \b
    Example:
      tuitutor grade submissions/ -o graded
      tuitutor grade 'downloads/*.zip' -o week3 --exercise xor --jobs 4
      tuitutor grade submissions/ -o graded --learners names.csv
      tuitutor grade submissions/ -o graded --via "srun -c 4" --workers 3
      tuitutor grade submissions/ -o graded --sbatch "-c 2 -t 60" --tasks 9
    """
    session = context.ensure_object(Session)
    _fit_together(session, workers, shard, sbatch, tasks)
    session.settings = session.settings.for_a_class()
    options = for_others(session, session.options(columns=72), allow_unisolated, accept_reported, hidden_seed)
    session.consent.require()
    require_as_listed(session.course.folder, session.course.files)
    if session.course.released:
        click.echo("This is a learner's edition: what needs hidden data or answers stays 'graded later'.", err=True)
    if exercise:
        session.exercise(exercise)
    if learner and learners is not None:
        raise UsageError("--learner is for one learner, --learners for a list of them; give only one of the two.")
    names = _names(learners) if learners is not None else {}
    reader = context.with_resource(FileReader(session.course))
    found = read_class(answers, folder, session.course, reader, exercise, names, learner)
    wanted, unread = found.answers, found.unread
    for remark in found.remarks:
        click.echo(remark, err=True)
    verdicts = Verdicts(folder)
    run = verdicts.begin(
        ClassRun(session.course.id, options.seed, options.hidden_seed), same_data=hidden_seed is not None
    )
    verdicts.follow(session.course.renamed)
    require_as_full(session.course, verdicts)
    options = replace(options, seed=run.seed, hidden_seed=run.hidden_seed)
    if shard is None or shard.number == 1:
        received = [
            Received(each.who, each.exercise.label, each.digest, each.source, each.other_version) for each in wanted
        ]
        verdicts.collect([os.path.abspath(name) for name in answers], received, unread)  # noqa: PTH100  # or patterns
    else:  # only one of several shards reports them
        unread = []
    if shard is not None:
        wanted = with_earlier(shard.cut(wanted), verdicts, options)
    known = [None if again else known_grade(answer, verdicts, options) for answer in wanted]
    if sbatch is not None:
        _say_unread(unread)
        return submit_class(session, context, verdicts, [grade is None for grade in known], sbatch, tasks or 1)
    _say_unverified([answer for answer, grade in zip(wanted, known, strict=True) if grade is None], options)
    before = verdicts.marks
    code = Exit.INTERRUPTED
    try:
        asyncio.run(_grade(session, verdicts, wanted, known, options, jobs or 0, workers or 1))
        code = _code(wanted, unread, verdicts)
    except KeyboardInterrupt:
        click.echo("Interrupted; the same command again grades the rest.", err=True)
    finally:
        if shard is None:
            _write_reports(session, verdicts)
    _say_unread(unread)
    _say_changed(before, verdicts)
    click.echo(f"Hidden data: --hidden-seed {run.hidden_seed} draws it again.", err=True)
    return code


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
@click.option("--who", default="", metavar="COLUMN", help="The list's column that names learners as DIR does.")
@click.option("--column", default="", metavar="TITLE", help="The list's column for marks.")
@click.option(
    "--out-of",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help="The highest mark, if the list doesn't say it.",
)
@click.option(
    "--exercise",
    "labels",
    multiple=True,
    metavar="LABEL",
    help="Count only this exercise; may be repeated.",
)
@click.pass_obj
def report_(
    session: Session,
    folder: Path,
    results: Path | None,
    roster: Path | None,
    who: str,
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
    choice = RosterOptions(who, column, labels, out_of or 0.0)
    if (who or column or out_of) and roster is None:
        raise UsageError("--who, --column and --out-of say how a list is filled in; name it: --roster FILE.")
    if labels and roster is None:
        raise UsageError("--exercise says what counts in a list; name it: --roster FILE.")
    verdicts = Verdicts(folder)
    if results is not None:  # written whatever happened, since learners wait for it
        _write_results(verdicts, results)
    elif verdicts.begun is None:
        raise no_verdicts(folder)
    else:
        _write_reports(session, verdicts)
        _say_unread(verdicts.unread)
        for sentence in how_far(verdicts):
            click.echo(sentence)
        if roster is not None:
            return write_roster(session, verdicts, roster, choice)
    return Exit.DONE


def _write_results(verdicts: Verdicts, path: Path) -> None:
    marks, unread = verdicts.marks, verdicts.unread
    if len({mark.who for mark in marks}) > 1:
        raise UsageError(f"{verdicts.folder} has answers from several learners; Gradescope takes those of one.")
    try:
        path.write_text(json.dumps(gradescope_results(marks, unread), indent=2) + "\n")
    except OSError as error:
        raise StateError(f"{path}: {error.strerror}") from None
    click.echo(f"{path}: {len(marks)} graded")


def _fit_together(
    session: Session, workers: int | None, shard: Shard | None, sbatch: str | None, tasks: int | None
) -> None:
    """Return if these flags make sense together. Raises UsageError."""
    if tasks is not None and sbatch is None:
        raise UsageError("--tasks goes with --sbatch; --workers is for --via.")
    if sbatch is not None and (shard is not None or workers is not None):
        raise UsageError("With --sbatch, --tasks says how many share the answers; leave --shard and --workers out.")
    if workers is not None and not session.settings.via:
        raise UsageError("--workers goes with --via; without a launcher one worker uses all cores.")


def _names(learners: Path) -> dict[str, str]:
    """The learners' names, from the teacher's file. Raises UsageError."""
    with naming(learners, "; name a CSV file with your learners"):
        return read_names(safe_read.read(learners, LARGEST_LIST))


def _say_unverified(todo: Sequence[Answer], options: RunOptions) -> None:
    """Say for which exercises it may matter that a model of an answer's own classes can't be loaded without them."""
    own = [each for each in todo if each.read and each.read.written.own_class and needs_model(each.exercise)]
    labels = ", ".join(dict.fromkeys(answer.exercise.label for answer in own))
    which = f"{labels}: where a model's own classes can't be rebuilt of Keras's layers, checks on it"
    if labels and options.policy.verified:
        click.echo(f"{which} rest on what the answer itself reports, and fail; --accept-reported accepts it.", err=True)
    elif labels:
        click.echo(f"{which} accept what the answer itself reports.", err=True)


async def _grade(
    session: Session,
    verdicts: Verdicts,
    wanted: Sequence[Answer],
    known: Sequence[Grade | None],
    options: RunOptions,
    jobs: int,
    workers: int,
) -> None:
    """Grade the answers without a `known` grade. Each verdict is on disk before it is shown."""
    todo = [answer for answer, grade in zip(wanted, known, strict=True) if grade is None]
    done = Counter(grade.overall.value for grade in known if grade is not None)
    retries = BEHIND_A_LAUNCHER if session.settings.via else ONCE
    pool = [session.worker() for _ in range(min(workers, len(todo) or 1))]
    try:
        with closing(tally_on(sys.stdout, session.settings, len(wanted), done)) as tally:
            grading = grade_class(
                pool, session.course, verdicts, todo, options, jobs, retries, tally.say, tally.running
            )
            async with aclosing(grading) as results:
                async for answer, graded in results:
                    tally.add(answer.who, graded.grade)
    finally:
        await asyncio.gather(*(worker.close() for worker in pool))


def _code(wanted: Sequence[Answer], unread: Sequence[Ungradable], verdicts: Verdicts) -> Exit:
    marks = [verdicts.mark(answer.who, answer.exercise.label) for answer in wanted]
    if any(mark is None or mark.grade.verdict is Verdict.ERRORED for mark in marks):
        return Exit.COULD_NOT
    return Exit.NOT_PASSED if unread else Exit.DONE


def _write_reports(session: Session, verdicts: Verdicts) -> None:
    """Write all reports, and sum up the verdicts. Raises StateError."""
    marks, unread, waiting = verdicts.marks, verdicts.unread, verdicts.waiting
    rows = grade_rows(marks, unread)
    if not rows:
        click.echo("Nothing is graded yet.")
        return
    if waiting:
        click.echo(so_far(marks, waiting))
    findings = findings_in(marks, verdicts.attempts, graded_course(session, verdicts))
    course = verdicts.begun.course if verdicts.begun is not None else ""
    overview = class_overview(course, marks, unread, waiting, findings)
    reports = {
        "grades.csv": grades_csv(rows),
        "grades.json": json.dumps(class_document(course, rows, findings), indent=2) + "\n",
        "junit.xml": junit_xml(course, marks, unread),
        "class.md": overview,
        "class.html": class_html(overview, findings),
    }
    for name, text in reports.items():
        verdicts.write(name, text)
    write_feedback(verdicts)
    if findings.without_course:
        other = "The course that was graded isn't the one here, so nothing is said about wrong answers"
        click.echo(f"{other}; name it with --course.", err=True)
    said = ", ".join(f"{count} {verdict}" for verdict, count in counts(rows).items() if count)
    click.echo(f"{said}: {', '.join((*reports, FEEDBACK_ZIP))} in {verdicts.folder}")


def _say_unread(unread: Sequence[Ungradable]) -> None:
    for each in unread:
        click.echo(f"{each.source}: {with_hint(each.problem, each.remedy)}", err=True)


def _say_changed(before: Sequence[Mark], verdicts: Verdicts) -> None:
    """List the answers that stayed the same but got another mark, because their checks changed."""
    for old in before:
        new = verdicts.mark(old.who, old.exercise)
        if new is None or new.grade.version == old.grade.version or new.answer != old.answer:
            continue
        if len({(each.grade.verdict, each.grade.points, each.grade.out_of) for each in (old, new)}) > 1:
            both = (old, new)
            was, now = (
                f"{each.verdict.value} with {each.grade.points:g} of {each.grade.out_of:g} points" for each in both
            )
            click.echo(f"{old.who}, {old.exercise}: {was} before its checks changed, {now} now.", err=True)
