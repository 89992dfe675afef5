"""`grade`: a class's answers become verdicts, here or in a Slurm array job."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Mapping
from contextlib import aclosing, closing
from pathlib import Path

import click

from tuitutor.classroom.class_outcome import changed_by_checks, read_learners
from tuitutor.classroom.class_verdicts import Mark, Verdicts
from tuitutor.classroom.class_work import ArrayJob, ClassWork, begin_work, submit_work
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.grading import grade_class, read_class
from tuitutor.classroom.sbatch import Shard
from tuitutor.classroom.slots import BEHIND_A_LAUNCHER, ONCE
from tuitutor.cli.checking import for_others
from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.reporting import print_reports, print_unread
from tuitutor.cli.session import Session
from tuitutor.cli.tally import tally_on
from tuitutor.course.folder import is_bundled
from tuitutor.course.manifest import require_as_listed
from tuitutor.course.model import Course
from tuitutor.errors import UsageError
from tuitutor.spelling import counted
from tuitutor.workers.argv import LaunchCommand

_NOT_FOR_TASKS = ("sbatch", "tasks", "again", "hidden_seed", "answers")  # the folder has the rest


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
@click.option("--follow-links", is_flag=True, help="Also read what symbolic links point to, wherever that is.")
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
    follow_links: bool,
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

    Exit codes: 0 every answer has a verdict; 1 some files have no usable answer; 2 there is nothing to grade; 3 some
    answers could not be graded; 130 interrupted.

    \b
    Example:
      tuitutor grade submissions/ -o graded
      tuitutor grade 'downloads/*.zip' -o week3 --exercise xor --jobs 4
      tuitutor grade submissions/ -o graded --learners names.csv
      tuitutor grade submissions/ -o graded --via "srun -c 4" --workers 3
      tuitutor grade submissions/ -o graded --sbatch "-c 2 -t 60" --tasks 9
    """
    session = context.ensure_object(Session)
    _require_flags_fit(session, workers, shard, sbatch, tasks)
    session.settings = session.settings.for_a_class()
    verdicts = Verdicts(folder)
    session.use_again(verdicts.begun.folder if verdicts.begun is not None else "")
    options = for_others(session, session.options(columns=72), allow_unisolated, accept_reported, hidden_seed)
    session.consent.require()
    require_as_listed(session.course.folder, session.course.files)
    click.echo(_course_in_use(session.course), err=True)
    if session.course.released:
        click.echo("This is a learner's edition: what needs hidden data or answers stays 'graded later'.", err=True)
    if exercise:
        session.exercise(exercise)
    if learner and learners is not None:
        raise UsageError("--learner is for one learner, --learners for a list of them; give only one of the two.")
    names = read_learners(learners) if learners is not None else {}
    reader = context.with_resource(FileReader(session.course))
    found = read_class(answers, folder, session.course, reader, exercise, names, learner, follow_links=follow_links)
    for remark in found.remarks:
        click.echo(remark, err=True)
    same_data = hidden_seed is not None
    work = begin_work(session.course, verdicts, found, options, same_data=same_data, shard=shard, again=again)
    if sbatch is not None:
        print_unread(work.unread)
        command = _task_command(context, session.flags, session.settings.via)
        _print_job(verdicts, work, submit_work(work, verdicts, command, sbatch, tasks or 1, again=again))
        return Exit.DONE
    _print_unverified(work)
    before = verdicts.marks
    code = Exit.INTERRUPTED
    try:
        asyncio.run(_grade(session, verdicts, work, jobs or 0, workers or 1))
        code = Exit.COULD_NOT if not work.is_graded(verdicts) else Exit.NOT_PASSED if work.withheld else Exit.DONE
    except KeyboardInterrupt:
        click.echo("Interrupted; the same command again grades the rest.", err=True)
    finally:
        if shard is None:
            print_reports(session, verdicts)
    print_unread(work.unread)
    for old, new in changed_by_checks(before, verdicts):
        results = f"{_result(old)} before its checks changed, {_result(new)} now"
        click.echo(f"{old.who}, {old.exercise}: {results}.", err=True)
    click.echo(f"Hidden data: --hidden-seed {work.options.hidden_seed} draws it again.", err=True)
    return code


def _course_in_use(course: Course) -> str:
    where = "which comes with tuitutor; --course DIR names another" if is_bundled(course.folder) else course.folder
    return f"Grading with the course '{course.title}', {where}."


def _require_flags_fit(
    session: Session, workers: int | None, shard: Shard | None, sbatch: str | None, tasks: int | None
) -> None:
    """Return if these flags make sense together. Raises UsageError."""
    if tasks is not None and sbatch is None:
        raise UsageError("--tasks goes with --sbatch; --workers is for --via.")
    if sbatch is not None and (shard is not None or workers is not None):
        raise UsageError("With --sbatch, --tasks says how many share the answers; leave --shard and --workers out.")
    if workers is not None and not session.settings.via:
        raise UsageError("--workers goes with --via; without a launcher one worker uses all cores.")


def _print_unverified(work: ClassWork) -> None:
    """Print for which exercises checks may rest on reports of the answer itself."""
    labels = ", ".join(work.with_own_classes)
    which = f"{labels}: where a model's own classes can't be rebuilt of Keras's layers, checks on it"
    if labels and work.options.policy.verified:
        click.echo(f"{which} rest on what the answer itself reports, and fail; --accept-reported accepts it.", err=True)
    elif labels:
        click.echo(f"{which} accept what the answer itself reports.", err=True)


async def _grade(session: Session, verdicts: Verdicts, work: ClassWork, jobs: int, workers: int) -> None:
    """Grade the answers without a known grade. A verdict is on disk before it is shown."""
    todo, retries = work.todo, BEHIND_A_LAUNCHER if session.settings.via else ONCE
    pool = [session.worker() for _ in range(min(workers, len(todo) or 1))]
    try:
        with closing(tally_on(sys.stdout, session.settings, len(work.answers), work.done)) as tally:
            grading = grade_class(
                pool, session.course, verdicts, todo, work.options, jobs, retries, tally.say, tally.running
            )
            async with aclosing(grading) as results:
                async for answer, graded in results:
                    tally.add(answer.who, graded.grade)
    finally:
        await asyncio.gather(*(worker.close() for worker in pool))


def _result(mark: Mark) -> str:
    return f"{mark.verdict.value} with {mark.grade.points:g} of {mark.grade.out_of:g} points"


# ---- an array job


def _print_job(verdicts: Verdicts, work: ClassWork, job: ArrayJob | None) -> None:
    report = f"tuitutor report {shlex.quote(str(verdicts.folder))}"
    if job is None:
        click.echo(f"Every answer has a verdict; {report} has the reports.")
        return
    if job.message:
        click.echo(job.message, err=True)
    tasks, answers = counted(job.tasks, "task"), counted(len(work.todo), "answer")
    click.echo(f"Job {job.number}: {tasks} for {answers}; {report} shows their progress.")
    click.echo(
        f"Every node has to see {verdicts.folder}, the answers and {sys.executable}, which cannot be checked here.",
        err=True,
    )


def _task_command(context: click.Context, flags: Mapping[str, object], via: str) -> list[str]:
    """The command line of a task: this one without the options of the job, with the answers after "--".

    A task already runs inside the job, so the user's own srun is left out.
    """
    words = [sys.executable, "-P", "-m", "tuitutor", "grade"]  # -P: import nothing from the working folder
    if LaunchCommand(sys.executable, tuple(shlex.split(via))).is_srun:
        flags = {**flags, "via": ""}
    for name, value in flags.items():
        flag = f"--{name.replace('_', '-')}"
        words.append("--ascii" if name == "glyphs" else flag if value is True else f"{flag}={value}")
    for option in context.command.params:
        value = context.params.get(option.name or "")
        if option.name in _NOT_FOR_TASKS or value in (None, False, ""):
            continue
        flag = max(option.opts, key=len)
        words.append(flag if value is True else f"{flag}={value}")
    return [*words, "--", *context.params["answers"]]
